"""The columns of the table of articles, and what the articles are sorted by in each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import IntEnum
from operator import attrgetter
from typing import Any, NamedTuple

from curator.content.row import Published, Row


class Column(IntEnum):
    """The columns of the table, in their first order."""

    STATE = 0
    TITLE = 1
    PROVIDER = 2
    DATE = 3
    QUALITY = 4
    HEAT = 5
    TOPICS = 6
    RELATED = 7
    UNSAVED = 8


class SortKey(NamedTuple):
    """What rows are sorted by; a row whose key is None comes last in either direction.

    The keys of all rows are less work than each row's own, which may be others that sort alike.
    """

    of: Callable[[Row], Any]
    of_all: Callable[[Sequence[Row]], list[Any]]


_STATE_RANK = {Published.NO: 0, Published.OTHER: 1, Published.NONE: 2, Published.YES: 3}


def sort_key(
    column: Column, is_unsaved: Callable[[str], bool], unsaved: Callable[[], Collection[str]]
) -> SortKey:
    """What a column is sorted by.

    `is_unsaved` tells of the article at a path, `unsaved` gives the paths of all that are.
    """
    if column is Column.TITLE:
        return SortKey(_title, _titles)
    if column is Column.PROVIDER:
        return SortKey(_provider, _providers)
    if column is Column.STATE:
        return each(lambda row: _STATE_RANK[row.published])
    if column is Column.TOPICS:
        return SortKey(_own_topics, _topics)
    if column is Column.UNSAVED:
        return _saved_last(is_unsaved, unsaved)
    return each(attrgetter("moment" if column is Column.DATE else column.name.lower()))


def each(key: Callable[[Row], Any]) -> SortKey:
    """Rows sorted by a key that each of them is asked for."""

    def of_all(rows: Sequence[Row]) -> list[Any]:
        return list(map(key, rows))

    return SortKey(key, of_all)


def _saved_last(
    is_unsaved: Callable[[str], bool], unsaved: Callable[[], Collection[str]]
) -> SortKey:
    def of(row: Row) -> bool:
        return not is_unsaved(row.path)

    def of_all(rows: Sequence[Row]) -> list[bool]:
        paths = set(unsaved())
        return [row.path not in paths for row in rows]

    return SortKey(of, of_all)


def _title(row: Row) -> str | None:
    return row.title_key or None


def _titles(rows: Sequence[Row]) -> list[str | None]:
    return [haystack.partition("\n")[0] or None for haystack in map(attrgetter("haystack"), rows)]


def _provider(row: Row) -> str | None:
    return _folded(row.provider, row.domain) or None


def _folded(provider: str, domain: str) -> str:
    return (provider or domain).casefold()


def _providers(rows: Sequence[Row]) -> list[int | None]:
    names = list(map(attrgetter("provider", "domain"), rows))
    folded = {name: _folded(*name) for name in set(names)}
    rank = _ranks(folded.values())
    return list(map({name: rank.get(text) for name, text in folded.items()}.get, names))


def _own_topics(row: Row) -> tuple[str, ...] | None:
    return row.topics or None


def _topics(rows: Sequence[Row]) -> list[int | None]:
    topics = list(map(attrgetter("topics"), rows))
    return list(map(_ranks(topics).get, topics))


def _ranks(values: Collection[Any]) -> dict[Any, int]:
    """A number for each different value, none for empty ones.

    Where few are different, comparing numbers takes half as long as comparing them.
    """
    return {value: rank for rank, value in enumerate(sorted(set(values))) if value}
