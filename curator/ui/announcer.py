"""Tells a screen reader what has just been done, which others see in a mark or a bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QUndoStack

from curator.session.commands import RecordedCommand
from curator.session.notice import Notice


class Announcer(QObject):
    """Announces each step that is made, undone or made again, and each notice."""

    announced = Signal(object)
    """What was just said."""

    def __init__(self, stack: QUndoStack, window: QObject) -> None:
        super().__init__(window)
        self._stack = stack
        self._window = window
        self._at = stack.index()
        stack.indexChanged.connect(self._follow)

    @Slot(object)
    def tell(self, notice: Notice) -> None:
        """Say what a notice says, an error without waiting for a pause."""
        self._say(notice.text, urgent=notice.severity == "error")

    @Slot(int)
    def _follow(self, index: int) -> None:
        before, self._at = self._at, index
        # Steps of earlier runs come when a folder opens, and were announced then.
        if index > before and not isinstance(self._stack.command(index - 1), RecordedCommand):
            self._say(self._stack.text(index - 1))
        elif index < before and index < self._stack.count():
            self._say(self.tr("Undone: {0}").format(self._stack.text(index)))

    def _say(self, text: str, *, urgent: bool = False) -> None:
        if not text:
            return
        event = QAccessibleAnnouncementEvent(self._window, text)
        if urgent:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
        self.announced.emit(text)
