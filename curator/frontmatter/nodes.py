"""YAML text as a tree of nodes that know exactly which characters are theirs.

The spans are those that an editor would point at: from the first to the last character of the
value itself.  `parsing` makes the tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

PathElement: TypeAlias = str | int
FieldPath: TypeAlias = tuple[PathElement, ...]
"""Keys and list positions from the top of the front matter: `("related", 0, "title")`."""


@dataclass(slots=True, eq=False)
class Scalar:
    """A single value.  `start:end` is the value as written, quotes and block header included.

    `style` is `""` for plain, a quote, `"|"` or `">"`.  An empty value has `start == end`, right
    after the colon or dash.  The line break that ends a block scalar is outside the span.  Here
    as in the other nodes, `outer` is where an anchor or a tag before the value begins.
    """

    outer: int
    start: int
    end: int
    text: str
    style: str
    tag: str | None = None
    anchor: str | None = None


@dataclass(slots=True, eq=False)
class Alias:
    """A reference such as `*name` to the `target` node, which stands somewhere above."""

    outer: int
    start: int
    end: int
    name: str
    target: Node


@dataclass(slots=True, eq=False)
class Sequence:
    """A list.  A block sequence starts at its first dash; `flow` says that it is in brackets."""

    outer: int
    start: int
    end: int
    flow: bool
    tag: str | None = None
    anchor: str | None = None
    items: list[Node] = field(default_factory=list["Node"])

    def position(self, element: PathElement) -> int | None:
        """The number of the item that a path element names."""
        return element if isinstance(element, int) and 0 <= element < len(self.items) else None


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys with values, in the order of the file, duplicate keys included."""

    outer: int
    start: int
    end: int
    flow: bool
    tag: str | None = None
    anchor: str | None = None
    entries: list[tuple[Node, Node]] = field(default_factory=list["tuple[Node, Node]"])

    def position(self, key: PathElement) -> int | None:
        """Where the entry of `key` stands; the last one where a key is written twice.

        Readers of YAML 1.1 let the last of two equal keys win, so that is the one to edit.
        """
        wanted = str(key)
        for number in range(len(self.entries) - 1, -1, -1):
            if key_text(self.entries[number][0]) == wanted:
                return number
        return None

    def get(self, key: PathElement) -> Node | None:
        """The value of `key`, or None where there is no such key."""
        number = self.position(key)
        return None if number is None else self.entries[number][1]

    def keys(self) -> list[str]:
        """The keys as text, in the order of the file, each once."""
        return list(dict.fromkeys(key_text(key) for key, _ in self.entries))


Node: TypeAlias = Scalar | Alias | Sequence | Mapping


def resolved(node: Node) -> Scalar | Sequence | Mapping:
    """The node itself, or what it stands for where it is an alias."""
    while isinstance(node, Alias):
        node = node.target
    return node


def key_text(node: Node) -> str:
    """The text by which field paths name a key: `404` for the number as well as for the text.

    A key that is itself a list or a mapping is named in brackets behind a question mark.
    """
    node = resolved(node)
    return node.text if isinstance(node, Scalar) else f"? {_in_brackets(node)}"


def _in_brackets(node: Node) -> str:
    node = resolved(node)
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return "[" + ", ".join(map(_in_brackets, node.items)) + "]"
    pairs = (f"{_in_brackets(key)}: {_in_brackets(value)}" for key, value in node.entries)
    return "{" + ", ".join(pairs) + "}"


def find(root: Node, path: FieldPath) -> Node | None:
    """The node at `path` below `root`, or None; aliases on the way are followed."""
    node: Node | None = root
    for element in path:
        node = step(node, element)
        if node is None:
            return None
    return node


def step(node: Node, element: PathElement) -> Node | None:
    """The child of `node` that one path element names, or None."""
    node = resolved(node)
    if isinstance(node, Mapping):
        return node.get(element)
    if isinstance(node, Sequence):
        number = node.position(element)
        return None if number is None else node.items[number]
    return None


def walk(root: Node) -> Iterator[tuple[FieldPath, Node]]:
    """Every value with its path, in the order of the file; aliases are not followed."""
    stack: list[tuple[FieldPath, Node]] = [((), root)]
    while stack:
        path, node = stack.pop()
        yield path, node
        if isinstance(node, Mapping):
            children = [((*path, key_text(key)), value) for key, value in node.entries]
        elif isinstance(node, Sequence):
            children = [((*path, number), item) for number, item in enumerate(node.items)]
        else:
            continue
        stack.extend(reversed(children))


def path_text(path: FieldPath) -> str:
    """A field path as people write it: `related.0.title`."""
    return ".".join(str(element) for element in path)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a node: item `number` of a list, value or key of entry `number` of a mapping."""

    parent: Mapping | Sequence
    number: int
    is_key: bool = False

    @property
    def node(self) -> Node:
        """The node that stands there, an alias as such."""
        if isinstance(self.parent, Sequence):
            return self.parent.items[self.number]
        return self.parent.entries[self.number][0 if self.is_key else 1]

    @property
    def is_merge(self) -> bool:
        """Whether what stands there is merged into the mapping."""
        parent = self.parent
        if self.is_key or isinstance(parent, Sequence):
            return False
        return is_merge(parent.entries[self.number][0])


def slot_at(root: Node, path: FieldPath) -> Slot | None:
    """The place that a path names, or None; aliases on the way to it are followed."""
    parent = find(root, path[:-1]) if path else None
    if parent is None:
        return None
    parent = resolved(parent)
    if isinstance(parent, Scalar):
        return None
    number = parent.position(path[-1])
    return None if number is None else Slot(parent, number)


def is_merge(key: Node) -> bool:
    """Whether a key is the `<<` that merges other mappings (https://yaml.org/type/merge.html)."""
    return isinstance(key, Scalar) and key.text == "<<" and not key.style and key.tag is None


def effective(node: Mapping) -> dict[str, tuple[Node, Node]]:
    """Keys and values as readers see them, by the key's text: merged ones, then its own.

    The last of two equal keys wins, own keys win over merged ones, and in a list of merges the
    first one.
    """
    own: dict[str, tuple[Node, Node]] = {}
    merged: dict[str, tuple[Node, Node]] = {}
    for key, value in node.entries:
        if is_merge(key):
            for source in reversed(merge_sources(value)):
                merged.update(effective(source))
        else:
            own[key_text(key)] = (key, value)
    return {**merged, **own} if merged else own


def merge_sources(value: Node) -> list[Mapping]:
    """The mappings that the value of a `<<` brings in."""
    value = resolved(value)
    candidates = [resolved(n) for n in value.items] if isinstance(value, Sequence) else [value]
    return [source for source in candidates if isinstance(source, Mapping)]


def find_merged(root: Node, path: FieldPath) -> Node | None:
    """The node at `path` as readers see it: like `find`, but with what merges bring in."""
    node: Node | None = root
    for element in path:
        below = step(node, element)
        if below is None and isinstance(mapping := resolved(node), Mapping):
            below = effective(mapping).get(str(element), (None, None))[1]
        if below is None:
            return None
        node = below
    return node


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of a character; lines end as git and editors see them.

    PyYAML's own marks also count U+0085, U+2028 and U+2029 as line ends.
    """
    before = text[:index]
    lines = before.count("\n") + before.count("\r") - before.count("\r\n")
    last = max(before.rfind("\n"), before.rfind("\r"))
    return lines + 1, index - last
