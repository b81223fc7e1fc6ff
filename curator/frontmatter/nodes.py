"""YAML text as a tree of nodes that know exactly which characters are theirs.

PyYAML's parse events carry marks, but the marks of block collections and block scalars run past
comments and blank lines into what follows, and those of a value with an anchor or a tag begin
before it.  The nodes here have the spans that an editor would point at: from the first to the
last character of the value itself.  The tree is built from events and not from composed nodes,
because only events tell an alias from the value that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from curator.frontmatter.errors import TooLarge, YamlError
from curator.frontmatter.explanations import explained

MAX_DEPTH = 100
"""Deepest nesting that is read; beyond it every recursive reader, ours or a site's, is at risk."""

MAX_EXPANDED = 200_000
"""Most nodes with every alias written out: bounds what an "alias bomb" can cost."""

PathElement: TypeAlias = str | int
FieldPath: TypeAlias = tuple[PathElement, ...]
"""Keys and list positions from the top of the front matter: `("related", 0, "title")`."""

_PROPERTY = re.compile(r"(?:!<[^>\r\n]*>|[&!][^ \t\r\n,\[\]{}]*)(?=[ \t\r\n]|$)")
_GAP = re.compile(r"(?:[ \t\r\n]+|(?<=[ \t\r\n])#[^\r\n]*)*")
_HEADER = re.compile(r"[|>][^\r\n#]*")
_YAML: Any = yaml
_PLAIN_LOADER: Any = yaml.SafeLoader
_LOADER: Any = getattr(yaml, "CSafeLoader", _PLAIN_LOADER)


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
    """The text by which field paths name a key: `404` for the number as well as for the text."""
    node = resolved(node)
    if isinstance(node, Scalar):
        return node.text
    # A key that is itself a list or mapping cannot be named by people; its place tells it apart.
    return f"? {node.start}"


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
    if isinstance(node, Sequence) and isinstance(element, int) and 0 <= element < len(node.items):
        return node.items[element]
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


def parse_yaml(text: str) -> Node | None:
    """The tree of the first document in `text`; None where it holds nothing but comments.

    Raises YamlError with line and column within `text`, or TooLarge.
    """
    try:
        return _build(text, _YAML.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise _explained(text, error) from error
    except UnicodeEncodeError as error:
        message = "half of a surrogate pair is no character: delete it"
        raise YamlError(message, *line_and_column(text, error.start)) from error
    except yaml.reader.ReaderError as error:
        # The C reader counts bytes here and the Python one characters, so look for it ourselves.
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)
        at = found.start() if found else 0
        shown = f"the character U+{ord(found.group()):04X}" if found else "a character"
        message = f"{shown} is not allowed in YAML: delete it"
        raise YamlError(message, *line_and_column(text, at)) from error


def _explained(text: str, error: Any) -> YamlError:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return YamlError(error.problem or "this is not YAML")
    context_at = None if error.context_mark is None else error.context_mark.index
    message, at = explained(text, error.context or "", error.problem or "", context_at, mark.index)
    return YamlError(message, *line_and_column(text, at))


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of a character; lines end as git and editors see them.

    PyYAML's own marks also count U+0085, U+2028 and U+2029 as line ends.
    """
    before = text[:index]
    lines = before.count("\n") + before.count("\r") - before.count("\r\n")
    last = max(before.rfind("\n"), before.rfind("\r"))
    return lines + 1, index - last


def _build(text: str, events: Iterable[Any]) -> Node | None:
    """Turn parse events into nodes, with a stack of our own: nothing here recurses."""
    root: Node | None = None
    anchors: dict[str, Node] = {}
    sizes: dict[int, int] = {}
    # Each open collection, the key that waits for its value, and the nodes below it so far.
    stack: list[tuple[Sequence | Mapping, list[Node]]] = []
    total = 0
    for event in events:
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            node: Node = _scalar(text, event)
            size = 1
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            collection = _collection(text, event, kind is yaml.MappingStartEvent)
            if collection.anchor is not None:
                anchors[collection.anchor] = collection
            if len(stack) >= MAX_DEPTH:
                where = line_and_column(text, event.start_mark.index)
                raise TooLarge(f"nested more than {MAX_DEPTH} levels deep", *where)
            stack.append((collection, []))
            sizes[id(collection)] = total
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node, children = stack.pop()
            _close(text, node, children, event.end_mark.index)
            sizes[id(node)] = total - sizes[id(node)]
            size = 1
        elif kind is yaml.AliasEvent:
            node = _alias(text, event, anchors, [opened for opened, _ in stack])
            size = sizes.get(id(resolved(node)), 1)
        elif kind is yaml.DocumentEndEvent:
            return root
        else:
            continue
        total += size
        if total > MAX_EXPANDED:
            where = line_and_column(text, event.start_mark.index)
            raise TooLarge(f"more than {MAX_EXPANDED:,} values, aliases written out", *where)
        if isinstance(node, Scalar) and node.anchor is not None:
            anchors[node.anchor] = node
        if stack:
            stack[-1][1].append(node)
        else:
            root = node
    return root


def _scalar(text: str, event: Any) -> Scalar:
    outer, end = event.start_mark.index, event.end_mark.index
    start = outer
    style = event.style or ""
    if event.anchor is not None or event.tag is not None:
        start = _after_properties(text, start, end)
    if style == "|" or style == ">":
        end = _block_end(text, start, end)
    elif event.implicit[0] and not event.value and start != end:
        # `key: &anchor` with nothing behind it: an empty value after its properties.
        start = end
    return Scalar(outer, start, end, event.value, style, event.tag, event.anchor)


def _after_properties(text: str, start: int, end: int) -> int:
    while start < end and text[start] in "&!":
        match = _PROPERTY.match(text, start, end)
        gap = _GAP.match(text, match.end(), end) if match else None
        if gap is None:
            return end
        start = gap.end()
    return start


def _block_end(text: str, start: int, end: int) -> int:
    """Where a block scalar's own text ends; PyYAML's mark stands at the next key.

    With `+` in the header the blank lines behind belong to the value; otherwise they do not.
    """
    header = _HEADER.match(text, start)
    assert header is not None
    if "+" not in header.group():
        last = start + len(text[start:end].rstrip(" \t\r\n"))
        # Blanks at the end of the last line with text are text, too.
        return last + len(re.split(r"[\r\n]", text[last:end], maxsplit=1)[0])
    body = text[start:end].rstrip(" \t")
    return start + len(body) - (2 if body.endswith("\r\n") else 1 if body[-1] in "\r\n" else 0)


def _collection(text: str, event: Any, mapping: bool) -> Sequence | Mapping:
    outer = start = event.start_mark.index
    flow = bool(event.flow_style)
    if event.anchor is not None or event.tag is not None:
        start = _after_properties(text, start, len(text))
    cls = Mapping if mapping else Sequence
    return cls(outer, start, start, flow, event.tag, event.anchor)


def _close(text: str, node: Sequence | Mapping, children: list[Node], mark: int) -> None:
    if isinstance(node, Mapping):
        node.entries = list(zip(children[::2], children[1::2], strict=True))
        for key, value in node.entries:
            _pull_back(text, key, value)
    else:
        node.items = children
    if node.flow and text.startswith(("[", "{"), node.start):
        node.end = mark
    elif children:
        node.end = max(children[-1].end, children[-2].end if len(children) > 1 else 0)
        if isinstance(node, Mapping):
            node.start = min(node.start, children[0].start)


def _pull_back(text: str, key: Node, value: Node) -> None:
    """Bring the value of a key without a colon (`? key`) back behind the key.

    PyYAML's mark of such a value is at whatever comes next, be it lines below.
    """
    if isinstance(value, Scalar) and value.outer == value.end > key.end:
        gap = _GAP.match(text, key.end, value.end)
        if gap is not None and gap.end() == value.end:
            value.outer = value.start = value.end = key.end


def _alias(
    text: str, event: Any, anchors: dict[str, Node], opened: list[Sequence | Mapping]
) -> Alias:
    start, end, name = event.start_mark.index, event.end_mark.index, event.anchor
    where = line_and_column(text, start)
    target = anchors.get(name)
    if target is None:
        raise YamlError(
            f"*{name} refers to an anchor &{name} that is not there: write the value itself, or "
            "put the text in quotes if it begins with a star",
            *where,
        )
    if any(target is collection for collection in opened):
        raise YamlError(f"the alias *{name} stands inside the value it refers to", *where)
    return Alias(start, start, end, name, target)
