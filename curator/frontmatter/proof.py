"""What the data must be after an edit, and whether a new text holds exactly that.

An expectation is the tree before the edit with other children in the few places that the edit is
about.  All else is compared node by node: an untouched scalar must keep its tag and its text,
which is stricter than an equal value (`1.0` is not `1.00`), and an alias must refer to the very
place that it referred to before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from curator.frontmatter.nodes import (
    Alias,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Slot,
    effective,
    is_merge,
    key_text,
    resolved,
)
from curator.frontmatter.scalars import (
    NULL,
    Unreadable,
    Value,
    Written,
    plain_tag,
    scalar_tag,
    value_of,
)


@dataclass(frozen=True, slots=True, eq=False)
class New:
    """A value that an edit writes; the aliases of the node `before` refer to it from now on."""

    value: Value
    before: Node | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """The value of the node `of` written out, with no alias in it.

    With a `name` it is an anchor, to which the aliases of `of` that stand below refer from now on.
    """

    of: Node
    name: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """An alias of the node `to`, instead of the node `before` with the same value."""

    to: Node
    before: Node


Part: TypeAlias = Node | New | Copy | Reference
"""What is expected at one place; a node of the old tree means that it is as it was."""


class Expectation:
    """The old tree, but with other children in some of its collections."""

    def __init__(self, root: Mapping) -> None:
        self._root = root
        self._children: dict[int, list[Part]] = {}
        self._added: dict[int, tuple[str, Part]] = {}
        self._twins: dict[int, Node] = {}

    def put(self, slot: Slot, part: Part) -> None:
        """Expect something else at one place."""
        children = self._of(slot.parent)
        if isinstance(slot.parent, Sequence):
            children[slot.number] = part
        else:
            children[2 * slot.number + (not slot.is_key)] = part

    def add(self, parent: Mapping, key: str, part: Part) -> None:
        """Expect one more key, wherever among the others."""
        self._added[id(parent)] = (key, part)

    def replace(self, parent: Mapping, number: int, entries: list[tuple[Part, Part]]) -> None:
        """Expect these keys with their values where one entry is now."""
        new = [part for entry in entries for part in entry]
        self._of(parent)[2 * number : 2 * number + 2] = new

    def drop(self, parent: Mapping | Sequence, number: int) -> None:
        """Expect that an entry or item is gone."""
        width = 2 if isinstance(parent, Mapping) else 1
        del self._of(parent)[width * number : width * number + width]

    def insert(self, parent: Sequence, index: int, part: Part) -> None:
        """Expect one more item."""
        self._of(parent).insert(index, part)

    def move(self, parent: Sequence, source: int, target: int) -> None:
        """Expect the items in another order."""
        children = self._of(parent)
        children.insert(target, children.pop(source))

    def arrange(self, parent: Sequence, order: Iterable[int]) -> None:
        """Expect the items that are named by their numbers, in that order, and no others."""
        children = self._of(parent)
        children[:] = [children[number] for number in order]

    def follow(self, node: Node, twin: Node) -> None:
        """Expect aliases of `twin` below `node`, which has the same name and value, to be its."""
        self._twins[id(node)] = twin

    def fits(self, root: Node) -> bool:
        """Whether the parsed tree is what was expected."""
        comparison = _Comparison(self._children, self._added, self._twins)
        return comparison.same(self._root, root)

    def _of(self, parent: Mapping | Sequence) -> list[Part]:
        return self._children.setdefault(id(parent), [*_flat(parent)])


def _flat(node: Mapping | Sequence) -> list[Node]:
    """The children in the order of the text: items, or keys and values in turn."""
    if isinstance(node, Sequence):
        return list(node.items)
    return [part for entry in node.entries for part in entry]


class _Comparison:
    def __init__(
        self,
        children: dict[int, list[Part]],
        added: dict[int, tuple[str, Part]],
        twins: dict[int, Node],
    ) -> None:
        self._children = children
        self._added = added
        self._twins = twins
        # Which new node stands for an old one that aliases may refer to.
        self._now: dict[int, Node] = {}

    def same(self, part: Part, node: Node) -> bool:
        if isinstance(part, Scalar):
            if part.anchor is not None:
                self._remember(part, node)
            return isinstance(node, Scalar) and _same_scalar(part, node)
        if isinstance(part, Alias):
            return isinstance(node, Alias) and self._now.get(id(part.target)) is node.target
        if isinstance(part, (Sequence, Mapping)):
            if part.anchor is not None:
                self._remember(part, node)
            return part.__class__ is node.__class__ and self._same_children(part, node)
        return self._is_expected(part, node)

    def _remember(self, part: Node, node: Node) -> None:
        self._now[id(part)] = node
        twin = self._twins.get(id(part))
        if twin is not None and alike(part, twin):
            self._now[id(twin)] = node

    def _same_children(self, part: Sequence | Mapping, node: Node) -> bool:
        assert isinstance(node, (Sequence, Mapping))
        if part.tag != node.tag:
            return False
        actual = _flat(node)
        expected = self._children.get(id(part))
        if expected is None:
            expected = [*_flat(part)]
        if id(part) in self._added and isinstance(node, Mapping):
            key, value = self._added[id(part)]
            at = 2 * (node.position(key) or 0)
            expected = [*expected[:at], New(key), value, *expected[at:]]
        return len(expected) == len(actual) and all(map(self.same, expected, actual))

    def _is_expected(self, part: New | Copy | Reference, node: Node) -> bool:
        if isinstance(part, Reference):
            target = self._now.get(id(part.to))
            if not isinstance(node, Alias) or node.target is not target:
                return False
            self._now[id(part.before)] = node.target
            return alike(part.to, part.before)
        if isinstance(node, Alias):
            return False
        if isinstance(part, Copy):
            if part.name is not None:
                self._now[id(part.of)] = node
            return node.anchor == part.name and _is_written_out(part.of, node)
        if part.before is not None:
            self._now[id(part.before)] = node
        if isinstance(part.value, (dict, list)) and node.tag is not None:
            return False
        return same_value(node, part.value)


def _same_scalar(one: Scalar, other: Scalar) -> bool:
    if one.text != other.text:
        return False
    if one.tag == other.tag and bool(one.style) == bool(other.style):
        return True
    return scalar_tag(one) == scalar_tag(other)


def alike(one: Node, other: Node) -> bool:
    """Whether two nodes have the same tags and texts throughout, aliases followed."""
    one, other = resolved(one), resolved(other)
    if isinstance(one, Scalar) or isinstance(other, Scalar):
        return isinstance(one, Scalar) and isinstance(other, Scalar) and _same_scalar(one, other)
    if one.__class__ is not other.__class__ or one.tag != other.tag:
        return False
    ours, theirs = _flat(one), _flat(other)
    return len(ours) == len(theirs) and all(
        alike(mine, its) for mine, its in zip(ours, theirs, strict=True)
    )


def _are_null(one: Scalar, other: Scalar) -> bool:
    """Whether both are null, of which nothing need be written where a value is empty."""
    return scalar_tag(one) == scalar_tag(other) == NULL


def _is_written_out(of: Node, node: Node) -> bool:
    """Whether `node` has the value of `of` without any alias or merge in it."""
    of = resolved(of)
    if isinstance(of, Scalar):
        return isinstance(node, Scalar) and (_same_scalar(of, node) or _are_null(of, node))
    if isinstance(node, (Scalar, Alias)) or of.tag != node.tag:
        return False
    if isinstance(of, Sequence):
        return (
            isinstance(node, Sequence)
            and len(of.items) == len(node.items)
            and all(map(_is_written_out, of.items, node.items))
        )
    if isinstance(node, Sequence):
        return False
    wanted = list(effective(of).values())
    found = {_key_of(key): (key, value) for key, value in node.entries}
    return (
        len(wanted) == len(found) == len(node.entries)
        and not any(is_merge(key) for key, _ in node.entries)
        and all(
            (pair := found.get(_key_of(key))) is not None
            and _is_written_out(key, pair[0])
            and _is_written_out(value, pair[1])
            for key, value in wanted
        )
    )


def _key_of(node: Node) -> str:
    node = resolved(node)
    return node.text if isinstance(node, Scalar) else repr(value_of(node))


def same_value(node: Node, value: Value) -> bool:
    """Whether a node reads as `value`, types included: `1` is not `True`, nor is it `1.0`."""
    node = resolved(node)
    if isinstance(value, dict):
        return (
            isinstance(node, Mapping)
            and [key_text(key) for key, _ in node.entries] == list(value)
            and all(
                same_value(item, wanted)
                for (_, item), wanted in zip(node.entries, value.values(), strict=True)
            )
        )
    if isinstance(value, list):
        return (
            isinstance(node, Sequence)
            and len(node.items) == len(value)
            and all(map(same_value, node.items, value))
        )
    if not isinstance(node, Scalar):
        return False
    if isinstance(value, Written):
        # Under a tag of its own the text may mean something else than it says.
        return not node.style and node.text == value and scalar_tag(node) == plain_tag(value)
    actual = value_of(node)
    if isinstance(value, Unreadable):
        return isinstance(actual, Unreadable) and actual == value
    if isinstance(value, str):
        return isinstance(actual, str) and not isinstance(actual, Unreadable) and actual == value
    if isinstance(value, float) and value != value:
        return isinstance(actual, float) and actual != actual
    return type(actual) is type(value) and actual == value
