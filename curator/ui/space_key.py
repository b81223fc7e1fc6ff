"""Space reads on through the stories, but still presses what can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QComboBox, QWidget

_PRESSED_BY_SPACE = (QAbstractButton, QAbstractSlider, QComboBox)


class SpaceKey(QObject):
    """Keeps the shortcut Space from the controls of a window that have a use of their own for it.

    Qt asks the widget with the focus first, and those around it, before it obeys a shortcut; a
    button does not answer.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focus = QApplication.focusWidget()
            if event.key() == Qt.Key.Key_Space and isinstance(focus, _PRESSED_BY_SPACE):
                event.accept()
                return True
        return False
