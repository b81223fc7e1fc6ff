"""The dialog: the names of the pages at the left, the chosen page at the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.ui.form.field_base import RHYTHM
from curator.ui.key_page import KeyPage
from curator.ui.key_settings import KeySettings
from curator.ui.preferences.controls import Page
from curator.ui.preferences.pages import GeneralPage, PicturesPage, TriagePage


class PreferencesDialog(QDialog):
    """The preferences; show it with `open`."""

    changed = Signal(object)
    """The key of a setting that has another value now."""

    def __init__(
        self, settings: QSettings, keys: KeySettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Preferences"))
        self.general = GeneralPage(settings)
        self.triage = TriagePage(settings)
        self.pictures = PicturesPage(settings)
        self.keys = KeyPage(keys)
        self.names = QListWidget(self)
        self.names.setObjectName("preferences.pages")
        self.names.setAccessibleName(self.tr("Pages"))
        self.names.setProperty("role", "pages")
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget(self)
        self._settings_pages: list[Page] = [self.general, self.triage, self.pictures]
        for page, name in zip(
            self._settings_pages,
            (self.tr("General"), self.tr("Triage"), self.tr("Pictures")),
            strict=True,
        ):
            page.changed.connect(self.changed)
            self._add(page, name)
        self._add(self.keys, self.tr("Keys"))
        self.names.setCurrentRow(0)
        self.names.currentRowChanged.connect(self._stack.setCurrentIndex)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setIcon(QIcon())
        # Return takes what is typed into a field and must not close on the way.
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        middle = QHBoxLayout()
        middle.setSpacing(3 * RHYTHM)
        middle.addWidget(self.names)
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*([3 * RHYTHM] * 4))
        layout.setSpacing(2 * RHYTHM)
        layout.addLayout(middle, 1)
        layout.addWidget(buttons)
        self._fit_names()

    def show_page(self, number: int) -> None:
        """Go to a page, as a click on its name would."""
        self.names.setCurrentRow(number)

    def show_history_file(self, path: Path | None, size: int) -> None:
        """Say where the history is kept and how large it is, in bytes; None where it is not."""
        self.general.show_history_file(path, size)

    def sizeHint(self) -> QSize:
        """The same for all pages, so that nothing jumps, and no larger than the screen."""
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * 110, metrics.height() * 40)
        return wanted.boundedTo(self.screen().availableSize() - QSize(48, 80))

    def changeEvent(self, event: QEvent) -> None:
        """Names in another size want other room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_names()

    def done(self, result: int) -> None:
        """Close, with what is typed taken in."""
        for page in self._settings_pages:
            page.take_in()
        super().done(result)

    def _add(self, page: QWidget, name: str) -> None:
        self.names.addItem(name)
        if page is self.keys:
            self._stack.addWidget(page)
            return
        area = QScrollArea(self._stack)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self._stack.addWidget(area)

    def _fit_names(self) -> None:
        self.names.setFixedWidth(self.names.sizeHintForColumn(0) + 3 * RHYTHM)
