"""A search under way: it looks through rows in the order of the list, in portions.

What is rare is looked for in the order in which the rows lie in memory, once the first portion
says so: from one end of the memory to the other and back takes more than twice as long.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

SLICE = 2_000
"""Rows between two looks at the clock: less than a thousandth of a second."""

RARE = 100
"""Fewer hits than this in the first portion are few."""

Picks = Callable[[Sequence[int]], list[int]]


class Search:
    """What of some places is found, as far as it has come."""

    def __init__(
        self,
        places: Sequence[int],
        matching: Picks,
        arrange: Picks,
        total: int,
        awaited: Iterable[int] = (),
    ) -> None:
        """`matching` picks the hits among places, and `arrange` puts hits into their order.

        Among all the `total` places there are no other hits, or `arrange` leaves them out.
        `awaited` are hits that the first ones contain.
        """
        self.hits: list[int] = []
        self._places = places
        self._matching = matching
        self._arrange = arrange
        self._total = total
        self._at = 0
        self._awaited = set(awaited)
        self._rare: list[int] | None = None
        """Hits among all places in the order of the memory, once they are looked for there."""
        self._rare_at = 0

    @property
    def done(self) -> bool:
        """Whether all places were looked at."""
        return self._at >= len(self._places)

    @property
    def left(self) -> Sequence[int]:
        """The hits so far and what was not looked at yet: all in which a narrower search looks."""
        return [*self.hits, *self._places[self._at :]]

    def has(self, rows: int) -> bool:
        """Whether so many hits are there, and all that are awaited, or there are no more."""
        return self.done or (len(self.hits) >= rows and not self._awaited)

    def go_on(self, seconds: float, rows: int | None = None) -> None:
        """Look for about so long, one slice at least; with `rows` only until so many are hits."""
        end = time.perf_counter() + seconds
        while not self.done:
            if self._rare is not None:
                self._look_for_rare(self._rare)
            else:
                part = self._places[self._at : self._at + SLICE]
                self.hits += self._matching(part)
                self._at += len(part)
                if self._awaited:
                    self._awaited.difference_update(part)
            if time.perf_counter() >= end:
                left = len(self._places) - self._at
                if self._rare is None and len(self.hits) < RARE and left * 2 > self._total:
                    self._rare = []
                break
            if rows is not None and self.has(rows):
                break

    def _look_for_rare(self, found: list[int]) -> None:
        last = min(self._rare_at + SLICE, self._total)
        found += self._matching(range(self._rare_at, last))
        self._rare_at = last
        if last == self._total:
            known = set(self.hits)
            self.hits += self._arrange([place for place in found if place not in known])
            self._at = len(self._places)
            self._awaited.clear()

    def finish(self) -> None:
        """Look at all that is left."""
        self.hits += self._matching(self._places[self._at :])
        self._at = len(self._places)
