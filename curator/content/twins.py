"""Which articles of a folder are the same story, kept up to date article by article.

Articles with one canonical address certainly are; articles of the same few days whose titles have
the same words are likely to be.  A story of which all articles but one are held is told once, and
is no matter.  Only hashes are kept, so that 100,000 articles take little room.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from curator.content.addresses import canonical_address
from curator.content.checks import Problem
from curator.content.duplicates import Certainty
from curator.content.key_table import KeyTable
from curator.content.row import Published, Row
from curator.content.titles import key_of, without_provider

MOST_ALIKE = 6
"""A title that more articles have is the name of a column, and no sign of one story."""

DAYS_APART = 3
"""Further apart, two articles with the same title are two stories."""

ADDRESS, TITLE = 0, 1

_MOST_KEPT = 48
"""Of more articles with one address or title only so many know of each other."""
_DAY = 24 * 60 * 60
_Keys = tuple[int, int]
"""Hashes of the canonical address and of the words of the title; 0 for none."""
_NONE: _Keys = (0, 0)


@dataclass(frozen=True, slots=True)
class Twin:
    """Another article that is the same story as a given one, and how sure that is."""

    path: str
    certainty: Certainty

    @property
    def words(self) -> str:
        """Why, in words."""
        if self.certainty is Certainty.CERTAIN:
            return "has the same address"
        return "perhaps the same story: its title has the same words"


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that are one story, the first by their paths first.

    It is only likely where some of them are no more than that.
    """

    paths: tuple[str, ...]
    certainty: Certainty


class TwinIndex:
    """Says of articles that were put in which of them are the same story.

    Each has a number, and is found by its path, its address and its title in tables of numbers:
    some 55 bytes for an article, where dictionaries would take five times as much.
    """

    def __init__(self, row_at: Callable[[str], Row | None]) -> None:
        """`row_at` gives the row of an article that was put in, for its date and its flag."""
        self._row_at = row_at
        self._paths: list[str] = []
        self._keys = (array("Q"), array("Q"))
        self._free: list[int] = []
        self._by_path = KeyTable()
        self._by_key = (KeyTable(), KeyTable())
        self._twins: set[str] = set()
        self._changed: set[str] = set()
        self.has: Callable[[str], bool] = self._twins.__contains__
        """Whether a path is among `paths`: a search asks it of all articles."""

    def __len__(self) -> int:
        """How many articles tell a story that another one tells, neither of them held."""
        return len(self._twins)

    def __contains__(self, path: object) -> bool:
        return path in self._twins

    @property
    def paths(self) -> frozenset[str]:
        """The articles that tell a story that another one tells, neither of them held."""
        return frozenset(self._twins)

    def take_changed(self) -> set[str]:
        """The articles that have come to be among `paths`, or to be so no more, since last time."""
        changed, self._changed = self._changed, set()
        return changed

    def clear(self) -> None:
        """Forget all articles."""
        for each in (*self._keys, self._paths, self._free):
            del each[:]
        for each in (self._by_path, *self._by_key, self._twins, self._changed):
            each.clear()

    def put(self, row: Row) -> bool:
        """Take in an article, in place of what was known of it; whether `paths` are different."""
        path, keys = row.path, _keys_of(row)
        number, changed = self._number(path), False
        if number is not None and self._keys_at(number) != keys:
            changed = self.remove(path)
            number = None
        addressed = self._members(ADDRESS, keys[ADDRESS])
        titled = self._members(TITLE, keys[TITLE])
        if number is None:
            number = self._enter(path, keys)
            for which, (key, there) in enumerate(zip(keys, (addressed, titled), strict=True)):
                if key and len(there) < _MOST_KEPT:
                    self._by_key[which].add(key, number)
                    there.append(number)
        # Where it was known its date or its flag may be another one.
        return self._weigh_again(addressed, titled, number) or changed

    def remove(self, path: str) -> bool:
        """Forget an article; whether `paths` are different."""
        number = self._number(path)
        if number is None:
            return False
        keys = self._keys_at(number)
        self._by_path.discard(_unsigned(hash(path)), number)
        for which in (ADDRESS, TITLE):
            self._by_key[which].discard(keys[which], number)
            self._keys[which][number] = 0
        self._paths[number] = ""
        self._free.append(number)
        changed = self._mark(path, is_twin=False)
        addressed = self._members(ADDRESS, keys[ADDRESS])
        return self._weigh_again(addressed, self._members(TITLE, keys[TITLE])) or changed

    def same_as(self, path: str) -> list[Twin]:
        """The other articles that are the same story as the one at a path, by their paths."""
        number = self._number(path)
        if number is None:
            return []
        sure, likely = self._same_address(number), self._near(number)
        found = [Twin(self._paths[other], Certainty.CERTAIN) for other in sure]
        found += [Twin(self._paths[n], Certainty.LIKELY) for n in likely if n not in sure]
        return sorted(found, key=lambda twin: twin.path)

    def group_of(self, path: str) -> Group:
        """The story that an article tells, with all that tell it; with it alone where none does."""
        members, likely = {path: None}, False
        waiting = [path]
        while waiting:
            for twin in self.same_as(waiting.pop()):
                likely |= twin.certainty is Certainty.LIKELY
                if twin.path not in members:
                    members[twin.path] = None
                    waiting.append(twin.path)
        return Group(tuple(sorted(members)), Certainty.LIKELY if likely else Certainty.CERTAIN)

    def groups(self) -> list[Group]:
        """All stories that several articles tell that are not held, by the path of the first."""
        seen: set[str] = set()
        found: list[Group] = []
        for path in sorted(self._twins):
            if path not in seen:
                found.append(self.group_of(path))
                seen.update(found[-1].paths)
        return sorted(found, key=lambda group: group.paths[0])

    def together(self, paths: Sequence[str]) -> list[int]:
        """The places of paths in an order in which those of one story stand side by side.

        A story stands where its first path stood.  For many this is far quicker than `groups`.
        """
        numbers = [self._number(path) for path in paths]
        head = list(range(len(paths)))
        by_address: dict[int, int] = {}
        by_title: dict[int, list[int]] = {}
        for place, number in enumerate(numbers):
            if number is not None:
                address, title = self._keys_at(number)
                if address:
                    head[place] = by_address.setdefault(address, place)
                if title:
                    by_title.setdefault(title, []).append(place)
        for places in by_title.values():
            if len(places) > 1:
                place_of = {numbers[place]: place for place in places}
                for number, place in place_of.items():
                    for other in self._near(number) if number is not None else ():
                        if other in place_of:
                            one, two = _head(head, place), _head(head, place_of[other])
                            head[max(one, two)] = min(one, two)
        stories: dict[int, list[int]] = {}
        for place in range(len(paths)):
            stories.setdefault(_head(head, place), []).append(place)
        return [place for places in stories.values() for place in places]

    # -- the tables

    def _number(self, path: str) -> int | None:
        found = self._by_path.numbers(_unsigned(hash(path)))
        return next((number for number in found if self._paths[number] == path), None)

    def _keys_at(self, number: int) -> _Keys:
        return self._keys[ADDRESS][number], self._keys[TITLE][number]

    def _enter(self, path: str, keys: _Keys) -> int:
        if self._free:
            number = self._free.pop()
            self._paths[number] = path
        else:
            number = len(self._paths)
            self._paths.append(path)
            for known in self._keys:
                known.append(0)
        self._by_path.add(_unsigned(hash(path)), number)
        self._keys[ADDRESS][number], self._keys[TITLE][number] = keys
        return number

    def _members(self, which: int, key: int) -> list[int]:
        """The articles that have this address or title."""
        keys = self._keys[which]
        found = self._by_key[which].numbers(key) if key else ()
        return [number for number in found if keys[number] == key]

    # -- which of them are twins

    def _weigh_again(
        self, addressed: list[int], titled: list[int], number: int | None = None
    ) -> bool:
        """Look again at articles with one address and one title, of which one may be new."""
        changed = False
        if number is not None:
            # Most articles are alone, or have the title of a column.
            others = [*_without(addressed, number), *self._near(number, titled)]
            changed = self._mark(self._paths[number], is_twin=self._is_told(number, others))
        weighed = set(addressed)
        if len(titled) <= MOST_ALIKE + 1:
            weighed.update(titled)
        weighed.discard(-1 if number is None else number)
        for each in weighed:
            others = [*self._same_address(each), *self._near(each)]
            changed |= self._mark(self._paths[each], is_twin=self._is_told(each, others))
        return changed

    def _mark(self, path: str, *, is_twin: bool) -> bool:
        if is_twin == (path in self._twins):
            return False
        (self._twins.add if is_twin else self._twins.discard)(path)
        self._changed.add(path)
        return True

    def _is_told(self, number: int, others: list[int]) -> bool:
        """Whether an article and another one that is the same story are both not held."""
        return bool(others) and self._is_live(number) and any(map(self._is_live, others))

    def _is_live(self, number: int) -> bool:
        row = self._row_at(self._paths[number])
        return row is not None and row.published is not Published.NO

    def _same_address(self, number: int) -> list[int]:
        return _without(self._members(ADDRESS, self._keys[ADDRESS][number]), number)

    def _near(self, number: int, titled: list[int] | None = None) -> list[int]:
        """The articles with the same title and a date that is not far off."""
        members = titled or self._members(TITLE, self._keys[TITLE][number])
        if not 1 < len(members) <= MOST_ALIKE:
            return []
        row = self._row_at(self._paths[number])
        when = row.moment if row is not None else None
        found: list[int] = []
        for other in members:
            row = self._row_at(self._paths[other]) if other != number else None
            if row is None:
                continue
            far = None not in (when, row.moment) and abs((when or 0) - (row.moment or 0))
            if not far or far <= DAYS_APART * _DAY:
                found.append(other)
        return found


def _keys_of(row: Row) -> _Keys:
    if not row.readable:
        return _NONE
    address = hash(canonical_address(row.address)) if row.address else 0
    title = key_of(without_provider(row.folded_title, row.provider, row.domain))
    return _unsigned(address), _unsigned(hash(title)) if title else 0


def _head(head: list[int], place: int) -> int:
    while head[place] != place:
        place = head[place]
    return place


def _without(numbers: list[int], number: int) -> list[int]:
    return [other for other in numbers if other != number]


def _unsigned(number: int) -> int:
    return number & 0xFFFFFFFFFFFFFFFF


def problems_across(rows: Iterable[Row]) -> list[Problem]:
    """The problems of articles that certainly are the same story as an earlier one.

    A story of which all articles but one are held is told once, and is none.
    """
    by_path = {row.path: row for row in rows}
    index = TwinIndex(by_path.get)
    for row in by_path.values():
        index.put(row)
    found: list[Problem] = []
    for path in sorted(index.paths):
        if by_path[path].published is Published.NO:
            continue
        sure = [twin.path for twin in index.same_as(path) if twin.certainty is Certainty.CERTAIN]
        live = [other for other in sure if by_path[other].published is not Published.NO]
        if live and live[0] < path:
            message = f"this is the same story as {live[0]}: hold one, or relate it to the other"
            found.append(Problem(path, None, None, "", "story-twice", "warning", message))
    return found
