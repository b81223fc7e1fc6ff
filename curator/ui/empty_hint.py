"""What stands in the place of the list while there is nothing to list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from curator.ui.form.messages import Message


class EmptyHint(Message):
    """Says why the list is empty; where no folder is open, a button opens one."""

    def __init__(self, open_folder: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # It takes the place of the list, also for the keys.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._open = QPushButton(open_folder.text(), self)
        self._open.setObjectName("empty.open")
        self._open.setProperty("role", "primary")
        self._open.clicked.connect(open_folder.trigger)
        self.add(self._open, centred=True)

    def explain(self, text: str, *, without_folder: bool = False) -> None:
        """Say something; the part before an empty line is the heading."""
        heading, _, hint = text.partition("\n\n")
        self.say(heading, hint)
        self.setAccessibleName(heading)
        self._open.setVisible(without_folder)
