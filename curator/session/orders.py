"""The orders in which the articles were shown of late, and the slowest ones made ahead.

Sorting 100,000 titles takes a tenth of a second.  So it is done in small steps once nothing has
changed for a while, and kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from curator.content.row import Row
from curator.session.columns import Column, SortKey
from curator.session.ordering import Ordering, in_order_of_paths

Wanted: TypeAlias = tuple[Column, Qt.SortOrder]

AHEAD: tuple[Wanted, ...] = (
    (Column.TITLE, Qt.SortOrder.AscendingOrder),
    (Column.TITLE, Qt.SortOrder.DescendingOrder),
)
"""What is made before it is asked for, and kept."""
QUIET = 2_000
"""Milliseconds without a change after which there is time for that."""
LARGE = 20_000
"""Fewer rows are sorted in an instant."""
_MOST = 6
"""So many other orders are remembered: the second time a column is chosen they cost little."""
_BREATH = 5
"""Milliseconds between two steps of what nobody waits for."""


class Orders(QObject):
    """All rows in the order that is shown, and in those that were or are likely to be."""

    def __init__(
        self, rows: Sequence[Row], key_of: Callable[[Column], SortKey], parent: QObject
    ) -> None:
        """`rows` may grow and change, as `grown` and `changed` tell."""
        super().__init__(parent)
        self._rows = rows
        self._key_of = key_of
        self._by_path: list[int] | None = None
        self._shown = (Column.DATE, Qt.SortOrder.DescendingOrder)
        self._orderings: OrderedDict[Wanted, Ordering] = OrderedDict()
        """Those of late, the one that is shown among them."""
        self._ordering = self._known(self._shown)
        self._steps: Iterator[None] = iter(())
        self._breath = 0
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._quiet.timeout.connect(self._look_ahead)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._step)

    @property
    def shown(self) -> Wanted:
        """The column and direction that rows are shown in."""
        return self._shown

    @property
    def ordering(self) -> Ordering:
        """The order that is shown."""
        return self._ordering

    def choose(self, column: Column, order: Qt.SortOrder) -> None:
        """Show another order from now on."""
        self._next.stop()
        self._ordering.rest()
        self._shown = (column, order)
        if column is Column.UNSAVED:
            # What is unsaved is not told by the rows.
            self._orderings.pop(self._shown, None)
        self._ordering = self._known(self._shown)
        self._quiet.start()

    def grown(self, places: Sequence[int]) -> None:
        """These places have other articles now, or are new."""
        self._by_path = None
        self.changed(places)

    def changed(self, places: Sequence[int]) -> None:
        """The rows at these places are others now."""
        for ordering in self._orderings.values():
            ordering.changed(places)
        self._quiet.start()

    def clear(self) -> None:
        """There are no rows any more."""
        self._next.stop()
        self._by_path = None
        self._orderings.clear()
        self._ordering = self._known(self._shown)

    def prepare(self) -> None:
        """Make the order that is shown step by step: of a large folder at once would stall all."""
        self._take_steps(self._ordering.prepare(), 0)

    def _take_steps(self, steps: Iterator[None], breath: int) -> None:
        self._steps, self._breath = steps, breath
        self._step()

    @Slot()
    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._quiet.start()
            return
        self._next.start(self._breath)

    @Slot()
    def _look_ahead(self) -> None:
        if len(self._rows) < LARGE or self._next.isActive():
            return
        if not self._ordering.is_prepared:
            self._take_steps(self._ordering.prepare(), _BREATH)
            return
        for wanted in AHEAD:
            ordering = self._known(wanted)
            if ordering.is_to_be_sorted:
                self._take_steps(ordering.sort_ahead(), _BREATH)
                return

    def _known(self, wanted: Wanted) -> Ordering:
        known = self._orderings.pop(wanted, None)
        self._orderings[wanted] = ordering = known or self._new(wanted)
        others = [each for each in self._orderings if each not in AHEAD]
        if len(others) > _MOST:
            del self._orderings[others[0]]
        return ordering

    def _new(self, wanted: Wanted) -> Ordering:
        column, order = wanted
        return Ordering(
            self._rows,
            self._key_of(column),
            descending=order == Qt.SortOrder.DescendingOrder,
            by_path=self._in_order_of_paths,
        )

    def _in_order_of_paths(self) -> list[int]:
        if self._by_path is None:
            self._by_path = in_order_of_paths(self._rows)
        return self._by_path
