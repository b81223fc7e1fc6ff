"""What is only told, beside the list, waits until the list has shown what a key did."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget


class Later(QObject):
    """Does something once after what is under way, however often it is asked for meanwhile."""

    def __init__(self, work: Callable[[], None], parent: QObject, rest: int = 0) -> None:
        """`work` is a method of the parent; `rest` are milliseconds before it is done again."""
        super().__init__(parent)
        self._work = work
        self._rest = rest / 1000
        self._free_at = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._do)

    @Slot()
    def ask(self) -> None:
        """Do it as soon as the event loop is back, and it has rested."""
        if not self._timer.isActive():
            self._timer.start(max(0, round((self._free_at - time.monotonic()) * 1000)))

    def cancel(self) -> None:
        """Do not do it."""
        self._timer.stop()

    def settle(self) -> None:
        """Do it now, if it was asked for."""
        if self._timer.isActive():
            self._timer.stop()
            self._do()

    @Slot()
    def _do(self) -> None:
        self._work()
        self._free_at = time.monotonic() + self._rest


def paint_now(window: QWidget) -> None:
    """Paint what waits for that in a window.

    Left to itself Qt waits some milliseconds, and lets other work come first.
    """
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
