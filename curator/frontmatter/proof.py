"""What the data must be after an edit, and whether a parsed text holds exactly that.

An untouched scalar must keep its tag and its text, which is stricter than an equal value: `1.0`
is not `1.00`.  A value behind an alias is the same object as its anchor's, so an edit of the
anchor is expected to show in the alias as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from curator.frontmatter.nodes import (
    Alias,
    FieldPath,
    Mapping,
    Node,
    PathElement,
    Scalar,
    Sequence,
    key_text,
    resolved,
)
from curator.frontmatter.scalars import Unreadable, Value, Written, scalar_tag, value_of


@dataclass(slots=True, eq=False)
class Expectation:
    """The intended shape of a node.

    Exactly one of these holds: `text` is not None for a scalar that stays; `wanted` is a list of
    one new value; otherwise it is a collection of `items`, a mapping where `keys` is not None.
    """

    tag: str = ""
    text: str | None = None
    wanted: list[Value] = field(default_factory=list["Value"])
    keys: list[str] | None = None
    items: list[Expectation] = field(default_factory=list["Expectation"])

    @classmethod
    def of(cls, node: Node, known: dict[int, Expectation] | None = None) -> Expectation:
        """What must be there if nothing changes."""
        known = {} if known is None else known
        if isinstance(node, Alias):
            # Where only a part of a document is looked at, the target may stand outside it.
            return known.get(id(node.target)) or cls.of(node.target, known)
        if isinstance(node, Scalar):
            made = cls(scalar_tag(node), node.text)
        elif isinstance(node, Sequence):
            made = cls(node.tag or "", items=[cls.of(item, known) for item in node.items])
        else:
            made = cls(node.tag or "", keys=[_key(key) for key, _ in node.entries])
            for key, value in node.entries:
                # For an alias further down that refers to a key, or to something inside it.
                cls.of(key, known)
                made.items.append(cls.of(value, known))
        known[id(node)] = made
        return made

    def set(self, path: FieldPath, value: Value) -> None:
        """Expect a new value; where the old one has an anchor, in its aliases too."""
        parent, last = self._parent(path), path[-1]
        place = parent._place(last)
        if place is not None:
            parent.items[place].become(value)
        elif parent.keys is None:
            parent.items.append(Expectation(wanted=[value]))
        else:
            parent.keys.append(str(last))
            parent.items.append(Expectation(wanted=[value]))

    def own(self, path: FieldPath) -> None:
        """Expect that the value at `path` is no longer shared with an anchor."""
        parent, last = self._parent(path), path[-1]
        place = parent._place(last)
        if place is not None:
            parent.items[place] = Expectation()

    def remove(self, path: FieldPath) -> None:
        """Expect that a key, written however often, or an item is gone."""
        parent, last = self._parent(path), path[-1]
        while (place := parent._place(last)) is not None:
            del parent.items[place]
            if parent.keys is None:
                return
            del parent.keys[place]

    def insert(self, path: FieldPath, index: int, value: Value) -> None:
        """Expect one more item in a list."""
        self._at(path).items.insert(index, Expectation(wanted=[value]))

    def move(self, path: FieldPath, source: int, target: int) -> None:
        """Expect a list in another order."""
        items = self._at(path).items
        items.insert(target, items.pop(source))

    def become(self, value: Value) -> None:
        """Turn into a new value, for every place that shares it."""
        self.text, self.keys, self.items, self.wanted = None, None, [], [value]

    def _parent(self, path: FieldPath) -> Expectation:
        return self._at(path[:-1])

    def _at(self, path: FieldPath) -> Expectation:
        node = self
        for element in path:
            place = node._place(element)
            if place is None:
                return Expectation()
            node = node.items[place]
        return node

    def _place(self, element: PathElement) -> int | None:
        if self.keys is not None:
            wanted = str(element)
            for number in range(len(self.keys) - 1, -1, -1):
                if self.keys[number] == wanted:
                    return number
            return None
        if isinstance(element, int) and 0 <= element < len(self.items):
            return element
        return None


def _key(node: Node) -> str:
    target = resolved(node)
    return target.text if isinstance(target, Scalar) else repr(value_of(target))


def fits(expected: Expectation, node: Node) -> bool:
    """Whether a parsed node is what was expected, in every value below it.

    A key that an edit adds is expected last but may stand anywhere among its siblings.
    """
    if expected.wanted:
        return same_value(node, expected.wanted[0])
    node = resolved(node)
    if isinstance(node, Scalar):
        return expected.text == node.text and expected.tag == scalar_tag(node)
    if expected.text is not None or expected.tag != (node.tag or ""):
        return False
    if isinstance(node, Sequence):
        return (
            expected.keys is None
            and len(expected.items) == len(node.items)
            and all(map(fits, expected.items, node.items))
        )
    keys, items = expected.keys, expected.items
    if keys is None or len(keys) != len(node.entries):
        return False
    actual = [_key(key) for key, _ in node.entries]
    if actual != keys and items and items[-1].wanted and keys[-1] in actual:
        place = actual.index(keys[-1])
        keys = [*keys[:place], keys[-1], *keys[place:-1]]
        items = [*items[:place], items[-1], *items[place:-1]]
    return actual == keys and all(
        fits(item, value) for item, (_, value) in zip(items, node.entries, strict=True)
    )


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
        return not node.style and node.text == value
    actual = value_of(node)
    if isinstance(value, Unreadable):
        return isinstance(actual, Unreadable) and actual == value
    if isinstance(value, str):
        return isinstance(actual, str) and not isinstance(actual, Unreadable) and actual == value
    if isinstance(value, float) and value != value:
        return isinstance(actual, float) and actual != actual
    return type(actual) is type(value) and actual == value
