"""Terms joined by and, or and not, and when one such search is sure to narrow another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curator.content.query.terms import Context, Places, Rows, Term, without

_SAMPLE = 64
"""So many articles are tried to learn how many a term lets through."""
_MOST_TRIED = 16
"""Beyond so many terms the trying would cost more than a good order saves."""
_MOST_COMPARED = 10_000
"""So many pairs of terms are compared; a search as long as that is none that someone types."""


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever a term is not true of."""

    term: Term

    @property
    def cost(self) -> float:
        """What looking at one article costs, in units of the cheapest term."""
        return self.term.cost

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        """The places whose articles this is true of, in their order."""
        return self.term.drop(rows, places, context)

    def __str__(self) -> str:
        return f"-{self.term}"


@dataclass(frozen=True, slots=True)
class All:
    """What every part is true of; without parts, everything."""

    parts: tuple[Node, ...]

    @property
    def cost(self) -> float:
        """As `Not.cost`."""
        return sum(part.cost for part in self.parts)

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        """As `Not.keep`."""
        for part in self._in_order(rows, places, context):
            places = part.keep(rows, places, context)
            if not places:
                break
        return list(places)

    def _in_order(self, rows: Rows, places: Places, context: Context) -> Iterable[Node]:
        """The parts by what it costs to rule out one article, which makes the whole cheapest."""
        if not 1 < len(self.parts) <= _MOST_TRIED or len(places) < 16 * _SAMPLE:
            return sorted(self.parts, key=lambda part: part.cost)
        sample = places[:: len(places) // _SAMPLE]

        def price(part: Node) -> float:
            passed = len(part.keep(rows, sample, context)) / len(sample)
            return part.cost / (1.001 - passed)

        return sorted(self.parts, key=price)

    def __str__(self) -> str:
        return " ".join(
            f"({part})" if isinstance(part, Either) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Either:
    """What at least one part is true of."""

    parts: tuple[Node, ...]

    @property
    def cost(self) -> float:
        """As `Not.cost`."""
        return 1 + sum(part.cost for part in self.parts)

    def keep(self, rows: Rows, places: Places, context: Context) -> list[int]:
        """As `Not.keep`."""
        found: set[int] = set()
        left, hits = places, list[int]()
        for part in self.parts:
            left = without(left, hits) if hits else left
            hits = part.keep(rows, left, context)
            found.update(hits)
        return [place for place in places if place in found]

    def __str__(self) -> str:
        return " or ".join(str(part) for part in self.parts)


Node = Term | Not | All | Either


def all_of(parts: Iterable[Node]) -> Node:
    """The parts joined by and, each once."""
    flat = (inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,)))
    once = tuple(dict.fromkeys(flat))
    return once[0] if len(once) == 1 else All(once)


def either_of(parts: Iterable[Node]) -> Node:
    """The parts joined by or, each once."""
    flat = (
        inner for part in parts for inner in (part.parts if isinstance(part, Either) else (part,))
    )
    once = tuple(dict.fromkeys(flat))
    return once[0] if len(once) == 1 else Either(once)


def opposite(node: Node) -> Node:
    """What is true of all that `node` is not true of."""
    if isinstance(node, Not):
        return node.term
    if isinstance(node, All):
        return either_of(opposite(part) for part in node.parts)
    if isinstance(node, Either):
        return all_of(opposite(part) for part in node.parts)
    return Not(node)


def implies(node: Node, other: Node) -> bool:
    """Whether all that `node` is true of is sure to be what `other` is true of.

    True is certain; false may also mean that it takes more thought than is worth while.
    """
    if node == other:
        return True
    if _terms_in(node) * _terms_in(other) > _MOST_COMPARED:
        return False
    return _implies(node, other, {})


def _implies(node: Node, other: Node, known: dict[tuple[Node, Node], bool]) -> bool:
    pair = (node, other)
    if pair not in known:
        known[pair] = _compare(node, other, known)
    return known[pair]


def _compare(node: Node, other: Node, known: dict[tuple[Node, Node], bool]) -> bool:
    if isinstance(other, All):
        return all(_implies(node, part, known) for part in other.parts)
    if isinstance(node, Either):
        return all(_implies(part, other, known) for part in node.parts)
    if isinstance(node, All) and any(_implies(part, other, known) for part in node.parts):
        return True
    if isinstance(other, Either):
        return any(_implies(node, part, known) for part in other.parts)
    if isinstance(node, Not):
        return isinstance(other, Not) and other.term.implies(node.term)
    return isinstance(node, Term) and isinstance(other, Term) and node.implies(other)


def _terms_in(node: Node) -> int:
    if isinstance(node, (All, Either)):
        return sum(_terms_in(part) for part in node.parts)
    return 1
