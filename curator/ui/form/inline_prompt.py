"""A line that asks for one thing, such as the name of a new key, where the answer will stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from curator.ui.form.field_base import RHYTHM, Caption, IconButton, mark_error

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


class InlinePrompt(QWidget):
    """Asks for a text; `chosen` carries it once nothing is wrong with it.

    `cancelled` comes with Escape.
    """

    chosen = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fault: Callable[[str], str] = key_fault
        self.label = Caption("", "field-label", self)
        self.line = QLineEdit(self)
        self.add_button = QPushButton(self.tr("Add"), self)
        self.cancel_button = IconButton("remove", self.tr("Cancel"), self)
        self.error = Caption("", "error", self)
        self.error.hide()
        self.label.setBuddy(self.line)
        self.setFocusProxy(self.line)
        row = QHBoxLayout()
        row.setSpacing(RHYTHM // 2)
        row.addWidget(self.line, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM // 2)
        layout.addWidget(self.label)
        layout.addLayout(row)
        layout.addWidget(self.error)
        self.line.textEdited.connect(self._on_edited)
        self.line.returnPressed.connect(self._on_return)
        self.add_button.clicked.connect(self._on_return)
        self.cancel_button.clicked.connect(self._on_cancel)

    def ask(self, words: str, fault: Callable[[str], str]) -> None:
        """Open the line; `fault` says in words what is wrong with an answer, or nothing."""
        self._fault = fault
        self.label.setText(words)
        self.line.setAccessibleName(words)
        self.line.clear()
        self._complain("")
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """The line, then its buttons."""
        return [self.line, self.add_button, self.cancel_button]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
        else:
            super().keyPressEvent(event)

    def _complain(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))
        self.line.setAccessibleDescription(words)
        mark_error(self.line, bool(words))

    def _on_edited(self) -> None:
        self._complain("")

    def _on_return(self) -> None:
        text = self.line.text().strip()
        fault = self._fault(text)
        self._complain(fault)
        if fault:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.hide()
        self.chosen.emit(text)

    def _on_cancel(self) -> None:
        self.hide()
        self.cancelled.emit()


def key_fault(key: str, taken: Container[str] = ()) -> str:
    """Why a text cannot be the name of a new key beside those that are taken, in words."""
    if not key:
        return QCoreApplication.translate("InlinePrompt", "A key needs a name")
    if _CONTROL.search(key):
        return QCoreApplication.translate("InlinePrompt", "A key stands on one line")
    if key in taken:
        said = QCoreApplication.translate("InlinePrompt", "“{0}” is there already")
        return said.format(key)
    return ""
