"""Pictures of every view, in light and dark, with text of the usual and of twice the size.

    packaging/linux/virtual-screen.sh .venv/bin/python -m tests.looks OUT [GROUP ...]

Each view of a copy of the sample folder is saved as `OUT/VIEW-SIZE-COLOURS.png`, for a person to
look at.  Without a GROUP of views all are taken.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from curator.app import dress, open_window
from curator.session.jobs import DirectRunner
from curator.session.session import Session
from curator.ui.main_window import MainWindow
from curator.ui.theme import DARK, LIGHT, Theme, apply_theme
from tests.views import GROUPS, Views, make_folder

SIZES = (100, 200)
THEMES = {"light": LIGHT, "dark": DARK}


def main() -> int:
    """Take the pictures; the first argument says where to."""
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(GROUPS):
        print(__doc__, "The groups:", *GROUPS)
        return 2
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = f"{place}/{name.lower()}"
        app = QApplication(sys.argv[:1])
        dress(app)
        usual = app.font().pointSizeF()
        for size in SIZES:
            font = app.font()
            font.setPointSizeF(usual * size / 100)
            app.setFont(font)
            camera = Camera(app, out, size)
            camera.take_empty(Path(place))
            folder = Path(place, str(size), "evening-desk")
            make_folder(folder)
            window = open_window(folder)
            window.resize(camera.room())
            views = Views(window, folder, camera.take)
            for group in sys.argv[2:] or GROUPS:
                views.bring_up(group)
            window.session.discard()
            window.close()
            print(f"{camera.count} pictures at {size} % are in {out}", flush=True)
    return 0


class Camera:
    """Saves what widgets look like."""

    def __init__(self, app: QApplication, out: Path, size: int) -> None:
        self.count = 0
        self._app = app
        self._out = out
        self._size = size

    def room(self) -> QSize:
        """How large a window is: that of a laptop, or the whole of a larger screen."""
        large = self._app.primaryScreen().size().width() >= 1920
        return QSize(1920, 1080) if large else QSize(1440, 900)

    def take(self, name: str, widget: QWidget) -> None:
        """Save a view in both sets of colours."""
        for shade, theme in THEMES.items():
            self._take(name, shade, theme, widget)

    def take_empty(self, place: Path) -> None:
        """The window before a folder is open."""
        settings = QSettings(str(place / "none.ini"), QSettings.Format.IniFormat)
        apply_theme(self._app, LIGHT)
        window = MainWindow(Session(DirectRunner(), place, None), settings)
        window.resize(self.room())
        window.show()
        self.take("empty", window)
        window.close()

    def _take(self, name: str, shade: str, theme: Theme, widget: QWidget) -> None:
        apply_theme(self._app, theme)
        # The window lays itself out anew and loads its pictures.
        QTest.qWait(150)
        widget.grab().save(str(self._out / f"{name}-{self._size}-{shade}.png"))
        self.count += 1


if __name__ == "__main__":
    sys.exit(main())
