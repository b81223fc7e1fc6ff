"""Python's garbage collector, kept on the thread of the window.

Left to itself it runs on whichever thread happens to allocate, and where that is a worker it
destroys Qt objects that belong to the window's thread, which crashes.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL = 250
"""Milliseconds between two looks."""
MUCH = 10_000
"""So many new objects are data: rows, or the nodes of front matter.  These refer to each other in
no circle, and going through them would stall the window for some frames with each edit of a long
list.
"""


class GarbageCollector(QObject):
    """Collects in turns, as Python would, but only here; give it the application as its parent."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._held = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(INTERVAL)

    @Slot()
    def look(self) -> None:
        """Collect the generations that are due, unless there is much that is new."""
        if self._held:
            return
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = next((n for n in (2, 1, 0) if counts[n] > thresholds[n]), None)
        if due is None:
            return
        # The counts tell how many more were made than went: not how many there are.
        if len(gc.get_objects(0)) > MUCH:
            gc.freeze()
        else:
            gc.collect(due)

    @Slot()
    def hold(self) -> None:
        """Much is made now that will last: going through all of it would stall the window."""
        self._held = True

    @Slot()
    def settle(self) -> None:
        """What there is now lasts, and is not gone through again."""
        self._held = False
        gc.freeze()
