"""Builds the application; the only place that knows every floor."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from curator import __version__
from curator.content.index.place import forget_unused
from curator.resources import resource
from curator.session.collector import GarbageCollector
from curator.session.jobs import ThreadRunner
from curator.session.pictures import Pictures
from curator.session.session import Session
from curator.ui import dialogs
from curator.ui.main_window import MainWindow
from curator.ui.theme import DARK, LIGHT, apply_theme, prefers_dark, use_a_well_drawn_font

_DESKTOP_ID = "io.github.curator.Curator"
_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)


def run_window(folder: Path | None) -> int:
    """Open the window on a folder, or on the last one, and stay until it is closed."""
    if not _has_display():
        print(
            "curator: there is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are "
            "empty); `curator check FOLDER` and the other commands work without one",
            file=sys.stderr,
        )
        return 2
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    dress(app)
    settings = _settings()
    if folder is None and (last := settings.value("folder")):
        folder = Path(str(last)) if Path(str(last)).is_dir() else None
    window = _window(app, settings)
    install_crash_hook(window)
    window.show()
    if folder is not None:
        window.open_folder(folder)
    return app.exec()


def open_window(folder: Path) -> MainWindow:
    """Show a window on a content folder; a QApplication exists.

    The window's signal `folder_ready` tells when all articles are read.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dress(app)
    window = _window(app, _settings())
    window.show()
    window.open_folder(folder)
    return window


def dress(app: QApplication) -> None:
    """Names, icon and font of the program."""
    app.setApplicationName("curator")
    app.setApplicationDisplayName("curator")
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName(_DESKTOP_ID)
    picture = QIcon()
    for size in _ICON_SIZES:
        picture.addFile(str(resource("icons", f"curator-{size}.png")))
    app.setWindowIcon(picture)
    use_a_well_drawn_font(app)
    if app.findChild(GarbageCollector) is None:
        GarbageCollector(app)


def _window(app: QApplication, settings: QSettings) -> MainWindow:
    data = platformdirs.user_data_path("curator", appauthor=False)
    cache = platformdirs.user_cache_path("curator", appauthor=False)
    forget_unused(cache)
    session = Session(ThreadRunner(), data, cache, watch=True)
    if (collector := app.findChild(GarbageCollector)) is not None:
        session.folder_opened.connect(collector.hold)
        session.folder_ready.connect(collector.settle)
    window = MainWindow(session, settings, Pictures(cache))
    session.setParent(window)
    look = _Look(app, window)
    window.choices.theme_chosen.connect(look.choose)
    app.styleHints().colorSchemeChanged.connect(look.follow_system)
    look.choose(str(settings.value("theme", "system")))
    return window


class _Look(QObject):
    """Which colours are in use, and following the system's."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        super().__init__(window)
        self._app = app
        self._window = window
        self._name = "system"

    @Slot(object)
    def choose(self, name: str) -> None:
        """Take `light`, `dark`, or what the `system` says."""
        self._name = name if name in ("light", "dark") else "system"
        dark = self._name == "dark" or (self._name == "system" and prefers_dark(self._app))
        apply_theme(self._app, DARK if dark else LIGHT)
        self._window.choices.show_theme(self._name)

    @Slot()
    def follow_system(self) -> None:
        """The system's colours have changed."""
        if self._name == "system":
            self.choose("system")


def _settings() -> QSettings:
    path = platformdirs.user_config_path("curator", appauthor=False) / "curator.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def install_crash_hook(window: MainWindow | None) -> None:
    """Write every error that nobody caught to a report, say so, and go on."""
    folder = platformdirs.user_log_path("curator", appauthor=False)

    def report(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"crash-{datetime.now():%Y%m%d-%H%M%S}.txt"
            path.write_text(f"curator {__version__}\n\n{text}", encoding="utf-8")
        except OSError:
            return
        dialogs.show_crash(window, path)

    sys.excepthook = report
