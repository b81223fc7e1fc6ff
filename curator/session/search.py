"""A search under way: it goes through the rows in the order of the list, in portions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

SLICE = 2_000
"""Rows between two looks at the clock: less than a thousandth of a second."""


class Search:
    """What of some places is found, as far as it has come."""

    def __init__(
        self,
        places: Sequence[int],
        matching: Callable[[Sequence[int]], list[int]],
        awaited: Iterable[int] = (),
    ) -> None:
        """`matching` picks the hits among places; `awaited` are places whose turn has to come."""
        self.hits: list[int] = []
        self._places = places
        self._matching = matching
        self._at = 0
        self._awaited = set(awaited)

    @property
    def done(self) -> bool:
        """Whether all places were looked at."""
        return self._at >= len(self._places)

    @property
    def left(self) -> Sequence[int]:
        """The hits so far and what was not looked at yet: all in which a narrower search looks."""
        return [*self.hits, *self._places[self._at :]]

    def has_screenful(self, rows: int) -> bool:
        """Whether so many hits are there, and all that was awaited has had its turn."""
        return self.done or (len(self.hits) >= rows and not self._awaited)

    def go_on(self, seconds: float, rows: int | None = None) -> None:
        """Look for about so long, one slice at least; with `rows` only until so many are hits."""
        end = time.perf_counter() + seconds
        while not self.done:
            part = self._places[self._at : self._at + SLICE]
            self.hits += self._matching(part)
            self._at += len(part)
            if self._awaited:
                self._awaited.difference_update(part)
            if time.perf_counter() >= end or (rows is not None and self.has_screenful(rows)):
                break

    def finish(self) -> None:
        """Look at all that is left."""
        self.hits += self._matching(self._places[self._at :])
        self._at = len(self._places)
