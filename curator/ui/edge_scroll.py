"""Scrolling by itself while something is dragged near the upper or lower edge."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractScrollArea

_TICK = 30
"""Milliseconds between two steps."""


class EdgeScroll(QObject):
    """Scrolls an area as long as the pointer stays near its edge, faster the nearer it is."""

    scrolled = Signal(object)
    """The pointer, on the screen, is over something else now although it did not move."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._area: QAbstractScrollArea | None = None
        self._pointer = QPoint()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._step)

    def follow(self, area: QAbstractScrollArea | None, pointer: QPoint) -> None:
        """The pointer is there, on the screen; scroll this area where that is near its edge."""
        self._area, self._pointer = area, pointer
        if area is None or not self._speed():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """The drag has ended or left."""
        self._timer.stop()

    def _speed(self) -> int:
        """Pixels a step: none away from the edges."""
        if self._area is None:
            return 0
        view = self._area.viewport()
        edge = min(view.fontMetrics().height() * 3, view.height() // 4)
        y = view.mapFromGlobal(self._pointer).y()
        if y < edge:
            return -(edge - y) // 3 - 1
        below = view.height() - edge
        return (y - below) // 3 + 1 if y > below else 0

    @Slot()
    def _step(self) -> None:
        area, speed = self._area, self._speed()
        if area is None or not speed:
            self._timer.stop()
            return
        bar = area.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + speed)
        if bar.value() != before:
            self.scrolled.emit(self._pointer)
