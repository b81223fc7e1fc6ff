"""Which articles of a folder are the same story, kept up to date article by article.

Articles with one canonical address certainly are; articles of the same few days whose titles have
the same words are likely to be.  Only hashes are kept, so that 100,000 articles take little room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from curator.content.addresses import canonical_address
from curator.content.checks import Problem
from curator.content.duplicates import Certainty
from curator.content.row import Published, Row
from curator.content.titles import key_of, without_provider

MOST_ALIKE = 6
"""A title that more articles have is the name of a column, and no sign of one story."""

DAYS_APART = 3
"""Further apart, two articles with the same title are two stories."""

_DAY = 24 * 60 * 60
_Bucket = dict[int, "str | list[str]"]


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
    """Says of articles that were put in which of them are the same story."""

    def __init__(self, row_at: Callable[[str], Row | None]) -> None:
        """`row_at` gives the row of an article that was put in, for its date."""
        self._row_at = row_at
        self._addresses: _Bucket = {}
        self._titles: _Bucket = {}
        self._keys: dict[str, tuple[int, int]] = {}
        self._twins: set[str] = set()

    def __len__(self) -> int:
        """How many articles are the same story as another one."""
        return len(self._twins)

    def __contains__(self, path: object) -> bool:
        return path in self._twins

    @property
    def paths(self) -> frozenset[str]:
        """The articles that are the same story as another one."""
        return frozenset(self._twins)

    def clear(self) -> None:
        """Forget all articles."""
        for each in (self._addresses, self._titles, self._keys, self._twins):
            each.clear()

    def put(self, row: Row) -> bool:
        """Take in an article, in place of what was known of it; whether twins may be different."""
        path = row.path
        keys = _keys_of(row)
        before = self._keys.get(path)
        if before == keys:
            # Its date may be another one.
            return self._weigh_titles(keys[1]) if self._is_shared(self._titles, keys[1]) else False
        changed = self.remove(path) if before is not None else False
        if keys != (0, 0):
            self._keys[path] = keys
            address, title = keys
            changed |= self._add(self._addresses, address, path)
            changed |= self._add(self._titles, title, path)
            if changed:
                self._weigh_again(address, title)
        return changed

    def remove(self, path: str) -> bool:
        """Forget an article; whether twins may be different."""
        keys = self._keys.pop(path, None)
        if keys is None:
            return False
        changed = self._take(self._addresses, keys[0], path)
        changed |= self._take(self._titles, keys[1], path)
        self._twins.discard(path)
        if changed:
            self._weigh_again(*keys)
        return changed

    def same_as(self, path: str) -> list[Twin]:
        """The other articles that are the same story as the one at a path, by their paths."""
        keys = self._keys.get(path)
        if keys is None:
            return []
        sure = [other for other in self._members(self._addresses, keys[0]) if other != path]
        likely = [other for other in self._near(path, keys[1]) if other not in sure]
        found = [Twin(other, Certainty.CERTAIN) for other in sure]
        found += [Twin(other, Certainty.LIKELY) for other in likely]
        return sorted(found, key=lambda twin: twin.path)

    def groups(self) -> list[Group]:
        """All stories that several articles tell, by the path of the first."""
        return list(self._grouped())

    def _grouped(self) -> Iterator[Group]:
        seen: set[str] = set()
        for start in sorted(self._twins):
            if start in seen:
                continue
            seen.add(start)
            members, likely = [start], False
            for path in members:
                for twin in self.same_as(path):
                    likely |= twin.certainty is Certainty.LIKELY
                    if twin.path not in seen:
                        seen.add(twin.path)
                        members.append(twin.path)
            yield Group(tuple(sorted(members)), Certainty.LIKELY if likely else Certainty.CERTAIN)

    # -- buckets

    @staticmethod
    def _members(bucket: _Bucket, key: int) -> list[str]:
        found = bucket.get(key) if key else None
        return [] if found is None else [found] if isinstance(found, str) else found

    @staticmethod
    def _is_shared(bucket: _Bucket, key: int) -> bool:
        return bool(key) and isinstance(bucket.get(key), list)

    @staticmethod
    def _add(bucket: _Bucket, key: int, path: str) -> bool:
        if not key:
            return False
        found = bucket.get(key)
        if found is None:
            bucket[key] = path
            return False
        if isinstance(found, str):
            bucket[key] = [found, path]
        else:
            found.append(path)
        return True

    @staticmethod
    def _take(bucket: _Bucket, key: int, path: str) -> bool:
        found = bucket.get(key) if key else None
        if found is None:
            return False
        if isinstance(found, str):
            del bucket[key]
            return False
        found.remove(path)
        if len(found) == 1:
            bucket[key] = found[0]
        return True

    # -- which of them are twins

    def _weigh_again(self, address: int, title: int) -> None:
        members = self._members(self._addresses, address)
        if len(members) > 2:
            # The others are twins already.
            self._twins.update(members[-1:])
        else:
            self._weigh(members)
        self._weigh_titles(title)

    def _weigh_titles(self, title: int) -> bool:
        members = self._members(self._titles, title)
        if len(members) <= MOST_ALIKE + 1:
            return self._weigh(members)
        return self._weigh(members[-1:])

    def _weigh(self, paths: Iterable[str]) -> bool:
        changed = False
        for path in paths:
            address, title = self._keys[path]
            is_twin = self._is_shared(self._addresses, address) or bool(self._near(path, title))
            if is_twin != (path in self._twins):
                changed = True
                (self._twins.add if is_twin else self._twins.discard)(path)
        return changed

    def _near(self, path: str, title: int) -> list[str]:
        """The articles with the same title and a date that is not far off."""
        members = self._members(self._titles, title)
        if not 1 < len(members) <= MOST_ALIKE:
            return []
        row = self._row_at(path)
        when = row.moment if row is not None else None
        found: list[str] = []
        for other in members:
            row = self._row_at(other) if other != path else None
            if row is None:
                continue
            far = None not in (when, row.moment) and abs((when or 0) - (row.moment or 0))
            if not far or far <= DAYS_APART * _DAY:
                found.append(other)
        return found


def _keys_of(row: Row) -> tuple[int, int]:
    """Hashes of the canonical address and of the words of the title; 0 for none."""
    if not row.readable:
        return 0, 0
    address = hash(canonical_address(row.address)) if row.address else 0
    title = key_of(without_provider(row.folded_title, row.provider, row.domain))
    return address, hash(title) if title else 0


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
