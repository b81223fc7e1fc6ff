"""What is only told, beside the list, waits until the list has shown what a key did."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget


class Later(QObject):
    """Does something once after what is under way, however often it is asked for meanwhile."""

    def __init__(self, work: Callable[[], None], parent: QObject) -> None:
        """`work` is a method of the parent."""
        super().__init__(parent)
        self._work = work
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(work)

    @Slot()
    def ask(self) -> None:
        """Do it as soon as the event loop is back."""
        self._timer.start()

    def cancel(self) -> None:
        """Do not do it."""
        self._timer.stop()

    def settle(self) -> None:
        """Do it now, if it was asked for."""
        if self._timer.isActive():
            self._timer.stop()
            self._work()


def paint_now(window: QWidget) -> None:
    """Paint what waits for that in a window.

    Left to itself Qt waits some milliseconds, and lets other work come first.
    """
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
