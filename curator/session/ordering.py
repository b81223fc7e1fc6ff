"""All rows in the order of one column, kept while rows come and change.

Sorting 100,000 rows takes longer than an editor waits for a letter to appear.  The order is made
once for a column; hits are then put into it, and a changed row is moved to its new place.
"""

from __future__ import annotations

from array import array
from bisect import bisect, insort
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import compress

from curator.content.row import Row
from curator.session.columns import SortKey

Runs = list[tuple[int, int]]
"""Stretches without gaps: first and last of each."""
_CHUNK = 512
_STEP = 2_000
"""Rows that are looked at between two steps: some milliseconds."""
_PARTS = 100
"""Into so many parts all rows go to be sorted in steps."""
_MOST_MOVED = 256
"""Beyond so many changed rows, sorting all is quicker than moving each."""


class Ordering:
    """The places of rows by a key; rows whose key is None come last in either direction.

    Equal rows stand in the order of their paths, whatever was before and however they came.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        key: SortKey,
        *,
        descending: bool,
        by_path: Callable[[], list[int]] | None = None,
    ) -> None:
        """`rows` is looked at again whenever `changed` says so, and may grow.

        `by_path` gives all places in the order of their paths, where somebody keeps it.
        """
        self._rows = rows
        self._by_path = by_path or (lambda: in_order_of_paths(rows))
        self._key = key
        self._descending = descending
        self._seen = 0
        """How many rows there were when they were put in order."""
        self._known: list[int] = []
        self._unknown: list[int] = []
        self._dirty: set[int] = set()
        self._changes = 0
        self._order: list[int] | None = None
        self._rank: array[int] | None = None

    def changed(self, places: Sequence[int]) -> None:
        """The rows at these places are others now, or new."""
        self._dirty.update(places)
        self._changes += 1
        self._order = self._rank = None

    def rest(self) -> None:
        """Another order is shown: keep no more than what takes long to make."""
        self._order = self._rank = None

    @property
    def order(self) -> list[int]:
        """All places in the order.  Read only."""
        return self._all()

    @property
    def is_prepared(self) -> bool:
        """Whether any places are put into the order at once."""
        return self._rank is not None

    def prepare(self) -> Iterator[None]:
        """Make the order in steps, between which others may come to their turn.

        Where rows change meanwhile it is made at once, as it otherwise is, when it is asked for.
        """
        yield from self.sort_ahead()
        if not self.is_to_be_sorted:
            self._ranks()

    def sort_ahead(self) -> Iterator[None]:
        """The same, but for what takes room and is soon made."""
        changes = self._changes
        for _ in self._sort_in_steps() if self.is_to_be_sorted else ():
            yield
            if self._changes != changes:
                return

    def arrange(self, places: Sequence[int]) -> list[int]:
        """These places, each given once, in the order."""
        order = self._all()
        if len(places) == len(order):
            return list(order)
        rank_of = self._ranks().__getitem__
        if len(places) * 16 < len(order):
            return sorted(places, key=rank_of)
        wanted = bytearray(len(order))
        for rank in map(rank_of, places):
            wanted[rank] = 1
        return list(compress(order, wanted))

    def slot(self, places: Sequence[int], place: int) -> int:
        """Where a place belongs among places in the order."""
        low, high = 0, len(places)
        while low < high:
            middle = (low + high) // 2
            if self._comes_before(places[middle], place):
                low = middle + 1
            else:
                high = middle
        return low

    def _comes_before(self, one: int, other: int) -> bool:
        """Whether a row comes before another by what the two are now."""
        row, other_row = self._rows[one], self._rows[other]
        key, other_key = self._key.of(row), self._key.of(other_row)
        if key == other_key:
            return row.path < other_row.path
        if key is None or other_key is None:
            return other_key is None
        return bool(key > other_key if self._descending else key < other_key)

    def _all(self) -> list[int]:
        if self._order is None:
            if self.is_to_be_sorted:
                self._sort_all()
            elif self._dirty:
                self._move_dirty()
            self._dirty.clear()
            self._order = [*self._known, *self._unknown]
        return self._order

    def _ranks(self) -> array[int]:
        if self._rank is None:
            order = self._all()
            self._rank = numbered(order, len(order))
        return self._rank

    @property
    def is_to_be_sorted(self) -> bool:
        """Whether the order takes long to make when it is asked for."""
        return not self._seen or len(self._dirty) > _MOST_MOVED

    def _sort_all(self) -> None:
        keys = self._key.of_all(self._rows)
        places = self._by_path()
        known = [place for place in places if keys[place] is not None]
        known.sort(key=keys.__getitem__, reverse=self._descending)
        unknown: list[int] = []
        if len(known) < len(places):
            unknown = [place for place in places if keys[place] is None]
        self._sorted(known, unknown)

    def _sort_in_steps(self) -> Iterator[None]:
        """The same in parts between sampled keys, each of which is soon sorted by itself.

        No more than the keys of one part are there at a time: all of them at once would leave holes
        in the memory that nobody fills again.
        """
        rows, key_of = self._rows, self._key.of
        places = self._by_path()
        yield
        sample = {key_of(rows[place]) for place in places[:: len(places) // _PARTS + 1]}
        bounds = sorted(sample - {None})
        parts: list[list[int]] = [[] for _ in range(len(bounds) + 1)]
        unknown: list[int] = []
        for at in range(0, len(places), _STEP):
            for place in places[at : at + _STEP]:
                key = key_of(rows[place])
                (unknown if key is None else parts[bisect(bounds, key)]).append(place)
            yield
        known: list[int] = []
        for part in reversed(parts) if self._descending else parts:
            part.sort(key=lambda place: key_of(rows[place]), reverse=self._descending)
            known += part
            yield
        self._sorted(known, unknown)

    def _sorted(self, known: list[int], unknown: list[int]) -> None:
        self._seen, self._known, self._unknown = len(self._rows), known, unknown
        self._dirty.clear()

    def _move_dirty(self) -> None:
        dirty = self._dirty
        if any(place < self._seen for place in dirty):
            self._known = [place for place in self._known if place not in dirty]
            self._unknown = [place for place in self._unknown if place not in dirty]
        self._seen = len(self._rows)
        for place in dirty:
            if self._key.of(self._rows[place]) is None:
                insort(self._unknown, place, key=lambda p: self._rows[p].path)
            else:
                self._known.insert(self.slot(self._known, place), place)


def numbered(places: Sequence[int], size: int) -> array[int]:
    """For each of so many places its number among some of them, or -1."""
    # An array's numbers lie side by side, a list's all over the memory.
    numbers = array("i", [-1]) * size
    deque(map(numbers.__setitem__, places, range(len(places))), maxlen=0)
    return numbers


def in_order_of_paths(rows: Sequence[Row]) -> list[int]:
    """All places by the paths of their rows."""
    paths = [row.path for row in rows]
    # Folders are read by path, so that nearly all are in order already.
    return sorted(range(len(paths)), key=paths.__getitem__)


def different_runs(old: list[int], new: list[int], most: int) -> tuple[Runs, Runs] | None:
    """Where numbers are gone from `old`, and where ones have come that only `new` has.

    None where what is in both stands in another order, or where the runs are more than `most`.
    """
    kept, before = set(new), set(old)
    gone: Runs = []
    come: Runs = []
    at = to = 0
    while at < len(old) or to < len(new):
        while at < len(old) and old[at : at + _CHUNK] == new[to : to + _CHUNK]:
            to += len(old[at : at + _CHUNK])
            at += _CHUNK
        if at < len(old) and old[at] not in kept:
            _extend(gone, at)
            at += 1
        elif to < len(new) and new[to] not in before:
            _extend(come, to)
            to += 1
        elif at < len(old) and to < len(new) and old[at] == new[to]:
            at += 1
            to += 1
        elif at < len(old) or to < len(new):
            return None
        if len(gone) + len(come) > most:
            return None
    return gone, come


def _extend(runs: Runs, number: int) -> None:
    if runs and runs[-1][1] == number - 1:
        runs[-1] = (runs[-1][0], number)
    else:
        runs.append((number, number))
