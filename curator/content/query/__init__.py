"""The search of the list: `parse` a text, `filter` the rows by it, complete what is being typed.

    parse('topic:"Computer Vision" quality>50 -published:no').filter(rows, range(len(rows)))

`docs/search.md` tells the language; `HELP` is the table in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from curator.content.query.completion import Completion, completions
from curator.content.query.help import HELP, Help
from curator.content.query.parsing import read
from curator.content.query.terms import Context
from curator.content.query.tree import Node, implies
from curator.content.query.values import QueryError
from curator.content.row import Row

__all__ = ["HELP", "Completion", "Help", "Query", "QueryError", "completions", "never", "parse"]


def parse(text: str) -> Query:
    """The search that a text means; `QueryError` where it cannot be understood."""
    return Query(*read(text))


def never(_path: str) -> bool:
    """What is true of no article."""
    return False


@dataclass(frozen=True, slots=True)
class Query:
    """A search.  As a text it is one that parses to the same search.

    `incomplete` says in words what the end of the text still waits for, and is empty where it
    waits for nothing; the search is then what it would be without that last term.
    """

    _tree: Node
    incomplete: str = field(default="", compare=False)

    def __str__(self) -> str:
        return str(self._tree)

    def filter(
        self,
        rows: Sequence[Row],
        places: Iterable[int],
        is_changed: Callable[[str], bool] = never,
        today: date | None = None,
        is_due: Callable[[str], bool] = never,
        is_twin: Callable[[str], bool] = never,
    ) -> list[int]:
        """Those of the places in `rows`, each given once, whose articles match; in their order.

        `is_changed`, `is_due` and `is_twin` tell of a path whether `is:changed`, `is:due` and
        `is:duplicate` are true of it; give a set's `__contains__` where there is one.  `today` is
        what dates such as `-7d` count from, the clock's day if it is not given.  It is quickest
        where the places ascend: neighbours in the list are neighbours in memory.
        """
        chosen = places if isinstance(places, (list, range)) else list(places)
        return self._tree.keep(
            rows, chosen, Context(is_changed, is_due, today or date.today(), is_twin)
        )

    def matcher(
        self,
        is_changed: Callable[[str], bool],
        today: date,
        is_due: Callable[[str], bool] = never,
        is_twin: Callable[[str], bool] = never,
    ) -> Callable[[Row], bool]:
        """The same for one article at a time; for many, `filter` is much quicker."""
        tree, context = self._tree, Context(is_changed, is_due, today, is_twin)
        return lambda row: bool(tree.keep((row,), (0,), context))

    def narrows(self, earlier: Query) -> bool:
        """Whether every hit of this search is sure to be a hit of the earlier one.

        Then only the earlier hits need be looked at again, as long as it is the same day and the
        same articles are changed.  False may also mean that it is not plain to see.
        """
        return implies(self._tree, earlier._tree)
