"""The views of the sidebar: which articles each shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from curator.content.article import Published, Row

ALL, PUBLISHED, HELD, NO_FLAG, PROBLEMS = "all", "published", "held", "no-flag", "problems"
COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class View:
    """A choice of articles: one of the names above, with the collection's name for that one."""

    name: str
    collection: str = ""

    def shows(self, row: Row) -> bool:
        """Whether an article belongs to the view."""
        if self.name == ALL:
            return True
        if self.name == COLLECTION:
            return row.collection == self.collection
        if self.name == PROBLEMS:
            return bool(row.problems)
        return row.readable and _BY_FLAG.get(row.published) == self.name


_BY_FLAG = {Published.YES: PUBLISHED, Published.NO: HELD, Published.NONE: NO_FLAG}


def views_of(row: Row) -> list[View]:
    """Every view in which an article stands."""
    views = [View(ALL), View(COLLECTION, row.collection)]
    if row.readable and (name := _BY_FLAG.get(row.published)) is not None:
        views.append(View(name))
    if row.problems:
        views.append(View(PROBLEMS))
    return views


class ViewCounts:
    """How many articles each view has, kept up to date article by article."""

    def __init__(self) -> None:
        self._counts: Counter[View] = Counter()
        self._views: dict[str, list[View]] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._counts.clear()
        self._views.clear()

    def update(self, rows: Iterable[Row]) -> None:
        """Take in rows, new ones or ones that take the place of earlier ones."""
        for row in rows:
            self._counts.subtract(self._views.get(row.path, ()))
            self._views[row.path] = views_of(row)
            self._counts.update(self._views[row.path])

    def __getitem__(self, view: View) -> int:
        return self._counts[view]

    @property
    def collections(self) -> list[str]:
        """The names of the collections that have articles, in alphabetical order."""
        names = {
            view.collection for view, n in self._counts.items() if view.name == COLLECTION and n
        }
        return sorted(names - {""}, key=str.casefold)
