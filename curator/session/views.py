"""The views of the sidebar: which articles each shows, and how many these are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curator.content.query import Query, QueryError, never, parse
from curator.content.row import Published, Row

DUE = "due"
"""The stories to review: those that are new or changed since the editor looked at them last."""
ALL, PUBLISHED, HELD, NO_FLAG, PROBLEMS = "all", "published", "held", "no-flag", "problems"
COLLECTION, TOPIC, PROVIDER = "collection", "topic", "provider"
DUPLICATES = "duplicates"
"""The articles that are the same story as another one, while neither is held."""
SEARCH = "search"

_FLAGS = {PUBLISHED: Published.YES, HELD: Published.NO, NO_FLAG: Published.NONE}
_NAMES = {flag: name for name, flag in _FLAGS.items()}
_AS_SEARCH = {
    DUE: "is:due",
    ALL: "",
    PUBLISHED: "published:yes",
    HELD: "published:no",
    NO_FLAG: "published:none",
    PROBLEMS: "has:problems",
    DUPLICATES: "is:duplicate",
}


@dataclass(frozen=True, slots=True)
class View:
    """A choice of articles: one of the names above, and for the later ones what is chosen there.

    That is the name of the collection, the topic or the provider, or the text of the search.
    """

    name: str
    value: str = ""

    def keep(
        self,
        rows: Sequence[Row],
        places: Sequence[int],
        is_changed: Callable[[str], bool] = never,
        is_due: Callable[[str], bool] = never,
        is_twin: Callable[[str], bool] = never,
    ) -> list[int]:
        """Those of the places in `rows` whose articles belong to the view, in their order."""
        value = self.value
        if self.name == ALL:
            return list(places)
        if self.name == DUE:
            return [place for place in places if is_due(rows[place].path)]
        if self.name == DUPLICATES:
            return [place for place in places if is_twin(rows[place].path)]
        if self.name == COLLECTION:
            return [place for place in places if rows[place].collection == value]
        if self.name == TOPIC:
            return [place for place in places if value in rows[place].topics]
        if self.name == PROVIDER:
            return [place for place in places if _provider(rows[place]) == value]
        if self.name == PROBLEMS:
            return [place for place in places if rows[place].problems]
        if self.name == SEARCH:
            query = understood(value)
            if query is None:
                return []
            return query.filter(rows, places, is_changed, is_due=is_due, is_twin=is_twin)
        flag = _FLAGS.get(self.name)
        return [p for p in places if (row := rows[p]).published is flag and row.readable]

    def shows(self, row: Row) -> bool:
        """Whether an article belongs to the view, as if nothing were changed, due or told twice."""
        return bool(self.keep((row,), (0,)))

    def as_search(self) -> str:
        """What one would type to see the same articles."""
        if self.name == SEARCH:
            return self.value
        if self.name in _AS_SEARCH:
            return _AS_SEARCH[self.name]
        escaped = self.value.replace("\\", "\\\\").replace('"', '\\"')
        return f'{self.name}:"{escaped}"'


@lru_cache(maxsize=256)
def understood(text: str) -> Query | None:
    """The search that a text means, None where it cannot be understood."""
    try:
        return parse(text)
    except QueryError:
        return None


def joined(*searches: str) -> str:
    """One text that looks for what all of the searches find; empty ones count for nothing."""
    parts = [text.strip() for text in searches if text.strip()]
    if len(parts) < 2:
        return "".join(parts)
    whole = understood(" ".join(f"({part})" for part in parts))
    return str(whole) if whole is not None else " ".join(parts)


class ViewCounts:
    """How many articles each view has, kept up to date article by article.

    Saved searches are not counted here: `SearchCounts` does that, `Review` what is due, `Twins`
    what is a duplicate.
    """

    def __init__(self) -> None:
        self.version = 0
        """Grows whenever a count has changed."""
        self.names_version = 0
        """Grows whenever collections, topics or providers may have."""
        self._total = 0
        self._fixed: Counter[str] = Counter()
        self._collections: Counter[str] = Counter()
        self._topics: Counter[str] = Counter()
        self._providers: Counter[str] = Counter()

    def replace(self, pairs: Iterable[tuple[Row | None, Row]]) -> None:
        """Take in rows, each with the one whose place it takes, None for a new one."""
        # Most edits are of texts, which no count depends on.
        pairs = [(old, new) for old, new in pairs if _differ(old, new)]
        if pairs:
            self._count([old for old, _ in pairs if old is not None], [new for _, new in pairs])
        renamed = [(old, new) for old, new in pairs if old is None or _named(old) != _named(new)]
        if renamed:
            self._count_names(
                [old for old, _ in renamed if old is not None], [new for _, new in renamed]
            )

    def remove(self, rows: list[Row]) -> None:
        """Forget rows of articles that are gone."""
        if rows:
            self._count(rows, [])
            self._count_names(rows, [])

    def _count(self, old: list[Row], new: list[Row]) -> None:
        self.version += 1
        self._total += len(new) - len(old)
        for rows, count in ((old, self._fixed.subtract), (new, self._fixed.update)):
            count([_NAMES[r.published] for r in rows if r.readable and r.published in _NAMES])
            count([PROBLEMS for row in rows if row.problems])

    def _count_names(self, old: list[Row], new: list[Row]) -> None:
        self.names_version += 1
        for rows, count in ((old, Counter[str].subtract), (new, Counter[str].update)):
            count(self._collections, [row.collection for row in rows if row.collection])
            count(self._topics, [topic for row in rows for topic in set(row.topics)])
            count(self._providers, [name for row in rows if (name := _provider(row))])

    def __getitem__(self, view: View) -> int:
        if view.name == ALL:
            return self._total
        counters = {
            COLLECTION: self._collections,
            TOPIC: self._topics,
            PROVIDER: self._providers,
        }
        if view.name in counters:
            return counters[view.name][view.value]
        return self._fixed[view.name]

    @property
    def collections(self) -> list[str]:
        """The names of the collections that have articles, in alphabetical order."""
        return sorted((name for name, n in self._collections.items() if n), key=str.casefold)

    @property
    def topics(self) -> list[str]:
        """The topics in use, the most used first."""
        return _most_used(self._topics)

    @property
    def providers(self) -> list[str]:
        """The providers in use, the most used first."""
        return _most_used(self._providers)


def _differ(old: Row | None, new: Row) -> bool:
    return (
        old is None
        or old.published is not new.published
        or old.readable != new.readable
        or bool(old.problems) != bool(new.problems)
        or old.topics != new.topics
        or _provider(old) != _provider(new)
    )


def _named(row: Row) -> tuple[object, ...]:
    return row.collection, row.topics, _provider(row)


def _most_used(counter: Counter[str]) -> list[str]:
    used = [(-n, name.casefold(), name) for name, n in counter.items() if n > 0]
    return [name for _, _, name in sorted(used)]


def _provider(row: Row) -> str:
    return row.provider or row.domain
