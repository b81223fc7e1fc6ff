"""The terms of a search: each picks, in one pass, the articles that it is true of.

A pass is one list comprehension: at 100,000 articles a call of a Python function for each of them
would cost more than all the comparing.  Texts are kept as they were written, to be shown again,
and compared case-folded.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import inf, nextafter
from typing import ClassVar

from curator.content.query.dates import Fixed, When, seconds
from curator.content.query.tokens import quoted, quoted_word
from curator.content.row import Published, Row, narrowed

Rows = Sequence[Row]
Places = Sequence[int]


@dataclass(frozen=True, slots=True)
class Context:
    """What a search has to know besides the rows: what is so of a path, and the day."""

    is_changed: Callable[[str], bool]
    is_due: Callable[[str], bool]
    today: date
    is_twin: Callable[[str], bool]


class Term(ABC):
    """One thing to look for.  As a text it is what one would type for it."""

    __slots__ = ()
    cost: ClassVar[float]
    """What looking at one article costs, in units of the cheapest term."""

    @abstractmethod
    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        """The places whose articles this is true of, in their order."""

    def drop(self, rows: Rows, places: Places, context: Context) -> list[int]:
        """The places whose articles this is not true of, in their order."""
        return without(places, self.keep(rows, places, context))

    def implies(self, other: Term) -> bool:
        """Whether an article that this is true of is sure to be one that `other` is true of.

        Whatever day it is, and whatever is changed; false where that takes much thought.
        """
        return self == other


@dataclass(frozen=True, slots=True)
class Word(Term):
    """A word or phrase anywhere in the searched texts."""

    folded: str
    text: str = field(compare=False)
    cost: ClassVar[float] = 3.0

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        sought = narrowed(self.folded)
        return [place for place in places if sought in rows[place].haystack]

    def drop(self, rows: Rows, places: Places, context: Context) -> list[int]:
        sought = narrowed(self.folded)
        return [place for place in places if sought not in rows[place].haystack]

    def implies(self, other: Term) -> bool:
        return isinstance(other, Word) and other.folded in self.folded

    def __str__(self) -> str:
        return quoted_word(self.text)


@dataclass(frozen=True, slots=True)
class Part(Term):
    """A text somewhere in the `title`, the `excerpt` or the `path`."""

    name: str
    folded: str
    text: str = field(compare=False)
    cost: ClassVar[float] = 5.0

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        folded = self.folded
        if self.name == "path":
            return [place for place in places if folded in rows[place].path.casefold()]
        # The haystack holds both texts folded already, so it rules most articles out at less cost.
        sought = narrowed(folded)
        likely = [place for place in places if sought in rows[place].haystack]
        if self.name == "title":
            return [place for place in likely if sought in rows[place].title_key]
        return [place for place in likely if folded in rows[place].folded_excerpt]

    def implies(self, other: Term) -> bool:
        return isinstance(other, Part) and other.name == self.name and other.folded in self.folded

    def __str__(self) -> str:
        return f"{self.name}:{quoted(self.text)}"


class _Verdicts(dict[str, bool]):
    """Whether a name is meant, found out once for each name and not for each article."""

    def __init__(self, is_meant: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_meant = is_meant

    def __missing__(self, name: str) -> bool:
        verdict = self[name] = self._is_meant(name.casefold())
        return verdict


@dataclass(frozen=True, slots=True)
class Whole(Term):
    """A whole `topic`, `provider` or `collection`; a `*` at an end stands for anything there."""

    name: str
    folded: str
    text: str = field(compare=False)
    cost: ClassVar[float] = 5.0

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        meant = _Verdicts(self._test())
        if self.name == "topic":
            hits = [place for place in places for topic in rows[place].topics if meant[topic]]
            return list(dict.fromkeys(hits))
        if self.name == "collection":
            return [place for place in places if meant[rows[place].collection]]
        return [
            place for place in places if meant[(row := rows[place]).provider] or meant[row.domain]
        ]

    def _test(self) -> Callable[[str], bool]:
        core = self.folded.strip("*")
        if not core:
            return bool
        opens, ends = self.folded.startswith("*"), self.folded.endswith("*")
        if opens and ends:
            return lambda name: core in name
        if opens:
            return lambda name: name.endswith(core)
        if ends:
            return lambda name: name.startswith(core)
        if self.name == "provider":
            domain = core.removeprefix("www.") or core
            return lambda name: name in (core, domain) or name.endswith(f".{domain}")
        if self.name == "collection":
            # A collection is named without the underscore of its folder.
            return lambda name: name == core or f"_{name}" == core
        return lambda name: name == core

    def __str__(self) -> str:
        return f"{self.name}:{quoted(self.text)}"


@dataclass(frozen=True, slots=True)
class Flag(Term):
    """The publish flag as the file has it."""

    state: Published
    text: str
    cost: ClassVar[float] = 1.0

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        state = self.state
        return [place for place in places if rows[place].published is state]

    def drop(self, rows: Rows, places: Places, context: Context) -> list[int]:
        state = self.state
        return [place for place in places if rows[place].published is not state]

    def __str__(self) -> str:
        return f"published:{self.text}"


_SIGNS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


@dataclass(frozen=True, slots=True)
class Number(Term):
    """`quality`, `heat` or `related`, compared with a number; what has none never fits."""

    name: str
    sign: str
    number: float
    text: str = field(compare=False)
    cost: ClassVar[float] = 1.2

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        fits, limit = _SIGNS[self.sign], self.number
        if self.name == "related":
            return [place for place in places if fits(rows[place].related, limit)]
        if self.name == "heat":
            return [
                place
                for place in places
                if (number := rows[place].heat) is not None and fits(number, limit)
            ]
        return [
            place
            for place in places
            if (number := rows[place].quality) is not None and fits(number, limit)
        ]

    def implies(self, other: Term) -> bool:
        if not isinstance(other, Number) or other.name != self.name:
            return False
        (low, high), (other_low, other_high) = self._bounds(), other._bounds()
        return other_low <= low and high <= other_high

    def _bounds(self) -> tuple[float, float]:
        """The least and the greatest number that fits."""
        if self.sign == "=":
            return self.number, self.number
        if self.sign.startswith(">"):
            return (self.number if self.sign == ">=" else nextafter(self.number, inf)), inf
        return -inf, (self.number if self.sign == "<=" else nextafter(self.number, -inf))

    def __str__(self) -> str:
        return f"{self.name}{':' if self.sign == '=' else self.sign}{self.text}"


@dataclass(frozen=True, slots=True)
class Dated(Term):
    """The date of the story, compared with a day, a month or a year (in UTC, as `moment` is)."""

    sign: str
    when: When
    text: str = field(compare=False)
    cost: ClassVar[float] = 1.2

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        low, high = self._bounds(context.today)
        return [
            place
            for place in places
            if (moment := rows[place].moment) is not None and low <= moment < high
        ]

    def implies(self, other: Term) -> bool:
        # Seen from today, a day is another one tomorrow, so only the same words are sure.
        if not isinstance(other, Dated):
            return False
        if not (isinstance(self.when, Fixed) and isinstance(other.when, Fixed)):
            return self == other
        (low, high), (other_low, other_high) = self._bounds(date.max), other._bounds(date.max)
        return other_low <= low and high <= other_high

    def _bounds(self, today: date) -> tuple[float, float]:
        """From here on, and before there."""
        first, last = self.when.days(today)
        start, end = seconds(first), seconds(last + 1)
        if self.sign == "=":
            return start, end
        if self.sign.startswith(">"):
            return (start if self.sign == ">=" else end), inf
        return -inf, (end if self.sign == "<=" else start)

    def __str__(self) -> str:
        return f"date{':' if self.sign == '=' else self.sign}{self.text}"


@dataclass(frozen=True, slots=True)
class Has(Term):
    """The article has the thing at all."""

    name: str
    cost: ClassVar[float] = 1.2

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        return _HAS[self.name](rows, places)

    def __str__(self) -> str:
        return f"has:{self.name}"


_HAS: dict[str, Callable[[Rows, Places], list[int]]] = {
    "title": lambda rows, places: [p for p in places if rows[p].title_key],
    "excerpt": lambda rows, places: [p for p in places if rows[p].folded_excerpt],
    "provider": lambda rows, places: [p for p in places if rows[p].provider or rows[p].domain],
    "topics": lambda rows, places: [p for p in places if rows[p].topics],
    "address": lambda rows, places: [p for p in places if rows[p].address],
    "date": lambda rows, places: [p for p in places if rows[p].moment is not None],
    "quality": lambda rows, places: [p for p in places if rows[p].quality is not None],
    "heat": lambda rows, places: [p for p in places if rows[p].heat is not None],
    "related": lambda rows, places: [p for p in places if rows[p].related],
    "duplicates": lambda rows, places: [
        p for p in places if rows[p].problems and rows[p].duplicates
    ],
    "problems": lambda rows, places: [p for p in places if rows[p].problems],
}


@dataclass(frozen=True, slots=True)
class Is(Term):
    """`changed`, `due` or `duplicate` (the caller says what is) or `unreadable`."""

    name: str
    cost: ClassVar[float] = 3.0

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        if self.name == "unreadable":
            return [place for place in places if not rows[place].readable]
        told = {"due": context.is_due, "duplicate": context.is_twin}
        is_so = told.get(self.name, context.is_changed)
        return [place for place in places if is_so(rows[place].path)]

    def __str__(self) -> str:
        return f"is:{self.name}"


def without(places: Places, gone: list[int]) -> list[int]:
    """The places that are not among those gone, in their order."""
    doomed = set(gone)
    return [place for place in places if place not in doomed]
