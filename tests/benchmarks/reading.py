"""The judge's own reader of front matter.

It shares nothing with curator but PyYAML: the fences are found line by line, the tree is made of
PyYAML's parse events, and what the judge wants to know of it is only which lines a value is on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_YAML: Any = yaml
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.resolver.Resolver()
_CONSTRUCTOR: Any = yaml.constructor.SafeConstructor()
_UNLOADABLE = (
    yaml.YAMLError,
    ValueError,
    LookupError,
    ArithmeticError,
    AttributeError,
    TypeError,
)
"""What PyYAML raises for dates that are none, mappings as keys, and the like."""
_BOM = b"\xef\xbb\xbf"
_DASH_GAP = re.compile(r"(?:[&!][^\s]*|#[^\r\n]*|[ \t\r\n])*")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)


class Unjudged(Exception):
    """A file without front matter that PyYAML can parse."""


@dataclass(slots=True, eq=False)
class Node:
    """A value; `first` and `last` are the numbers of its lines in the file, from 0.

    `start` and `end` are its characters in the front matter, without what PyYAML adds behind
    block collections and block scalars.  `items` are those of a list, `entries` those of a
    mapping; `kept` is the last of the blank lines that a `|+` makes part of the value.
    """

    kind: str
    start: int
    end: int
    first: int = 0
    last: int = 0
    kept: int = 0
    flow: bool = True
    value: Any = None
    text: str = ""
    anchor: str | None = None
    target: Node | None = None
    items: list[Node] = field(default_factory=list["Node"])
    dashes: list[int] = field(default_factory=list[int])
    entries: list[tuple[Node, Node]] = field(default_factory=list["tuple[Node, Node]"])


class Reading:
    """One file as the judge sees it.

    `lines` are those of the whole file with their ends, `top` and `bottom` the numbers of the
    first line of the front matter and of the closing fence.  `root` is None where there is
    nothing between the fences.  Raises Unjudged.
    """

    def __init__(self, data: bytes) -> None:
        self.lines = data.splitlines(keepends=True)
        self.top, self.bottom = fences(self.lines)
        raw = b"".join(self.lines[self.top : self.bottom])
        try:
            self.text = raw.removeprefix(_BOM).decode("utf-8")
            self.anchors_used: set[str] = set()
            self._breaks = [match.end() for match in re.finditer(r"\r\n|\n|\r", self.text)]
            self.root = self._tree()
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
            raise Unjudged(f"{type(error).__name__}: {error}") from error
        try:
            self.data, self.loads = _load(self.text), True
        except _UNLOADABLE:
            self.data, self.loads = plain(self.root), False

    def line(self, index: int) -> int:
        """The number in the file of the line that holds a character of the front matter."""
        return self.top + bisect_right(self._breaks, index)

    def comments(self, start: int, end: int) -> list[str]:
        """The comments in a stretch of text that holds no values."""
        return comments_in(self.text[start:end])

    def rest_of_line(self, index: int) -> int:
        """The index of the end of the line that holds `index`."""
        number = bisect_right(self._breaks, index)
        return self._breaks[number] if number < len(self._breaks) else len(self.text)

    def _tree(self) -> Node | None:
        anchors: dict[str, Node] = {}
        events = iter(_YAML.parse(self.text, Loader=_LOADER))
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                node = self._node(next(events), events, anchors)
                if node.kind != "scalar" or node.value != "" or node.start != node.end:
                    root = node
                break
        if root is not None and root.kind != "map":
            raise yaml.YAMLError("not a mapping")
        return root

    def _node(self, event: Any, events: Iterator[Any], anchors: dict[str, Node]) -> Node:
        node = Node("", event.start_mark.index, event.end_mark.index, anchor=event.anchor)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in anchors:
                raise yaml.YAMLError(f"undefined alias {event.anchor}")
            self.anchors_used.add(event.anchor)
            node.kind, node.target, node.anchor = "alias", anchors[event.anchor], None
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(node, event)
        else:
            if event.anchor:
                anchors[event.anchor] = node
            self._collection(node, event, events, anchors)
        if event.anchor and node.kind != "alias":
            anchors[event.anchor] = node
        node.first = self.line(node.start)
        node.last = self.line(max(node.start, node.end - 1))
        node.kept = max(node.kept, node.last)
        return node

    def _scalar(self, node: Node, event: Any) -> None:
        node.kind, node.text = "scalar", event.value
        tag = event.tag
        if tag is None or tag == "!":
            tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
        node.value = _constructed(tag, event.value)
        if event.style in ("|", ">"):
            node.flow = False
            written = self.text[node.start : node.end]
            if "+" in re.split(r"[\r\n]", written, maxsplit=1)[0].split("#")[0]:
                node.kept = self.line(max(node.start, node.end - 1))
            node.end = node.start + len(written.rstrip())

    def _collection(
        self, node: Node, event: Any, events: Iterator[Any], anchors: dict[str, Node]
    ) -> None:
        node.kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
        node.flow = bool(event.flow_style)
        end_event = yaml.MappingEndEvent if node.kind == "map" else yaml.SequenceEndEvent
        at = node.start
        for inner in events:
            if isinstance(inner, end_event):
                node.end = inner.end_mark.index if node.flow else max(at, node.start)
                break
            child = self._node(inner, events, anchors)
            if node.kind == "list":
                if not node.flow:
                    node.dashes.append(self._dash(at))
                    self._pull(child, node.dashes[-1] + 1)
                node.items.append(child)
            else:
                value = self._node(next(events), events, anchors)
                self._pull(value, child.end)
                node.entries.append((child, value))
                child = value
            at = max(at, child.end)
            node.kept = max(node.kept, child.kept)

    def _dash(self, index: int) -> int:
        match = _DASH_GAP.match(self.text, index)
        dash = match.end() if match else index
        if self.text[dash : dash + 1] != "-":
            raise yaml.YAMLError("a dash was not found")
        return dash

    def _pull(self, node: Node, index: int) -> None:
        """Put an empty value back to its key or dash; PyYAML sometimes has it at the next one."""
        between = self.text[index : node.start]
        if node.start == node.end and between.strip(" \t") not in ("", ":"):
            node.start = node.end = index
            node.first = node.last = node.kept = self.line(max(0, index - 1))


def comments_in(text: str) -> list[str]:
    """The comments in a stretch of text that holds no values."""
    return _COMMENT.findall(text)


def plain(node: Node | None) -> Any:
    """A tree as plain data where PyYAML would not load it: what is unreadable stays as written."""
    known: dict[int, Any] = {}

    def of(node: Node) -> Any:
        if node.target is not None:
            return known.get(id(node.target), "recursive")
        if node.kind == "scalar":
            value = node.value
        elif node.kind == "list":
            value = [of(item) for item in node.items]
        else:
            value = {key_value(key, of(key)): of(item) for key, item in node.entries}
        known[id(node)] = value
        return value

    return {} if node is None else of(node)


def key_value(key: Node, value: Any) -> Any:
    """A key as the loaded data has it; one that Python cannot hash as its text."""
    return value if key.kind == "scalar" else repr(value)


def _constructed(tag: str, text: str) -> Any:
    try:
        return _CONSTRUCTOR.construct_document(yaml.ScalarNode(tag, text))
    except _UNLOADABLE:
        return ("unreadable", tag, text)


def load_data(data: bytes) -> Any:
    """What PyYAML's safe loader gives for the front matter of a file.  Raises Unjudged."""
    lines = data.splitlines(keepends=True)
    top, bottom = fences(lines)
    try:
        return _load(b"".join(lines[top:bottom]).removeprefix(_BOM).decode("utf-8"))
    except (*_UNLOADABLE, UnicodeDecodeError, RecursionError) as error:
        raise Unjudged(f"{type(error).__name__}: {error}") from error


def _load(text: str) -> Any:
    """The first document of a text: of several, Jekyll takes that one as well."""
    data = next(_YAML.load_all(text, Loader=_LOADER), None)
    return {} if data is None else data


def fences(lines: list[bytes]) -> tuple[int, int]:
    """The numbers of the first line of the front matter and of the closing fence."""
    opener = 0
    while opener < len(lines) and not lines[opener].removeprefix(_BOM).strip():
        opener += 1
    if opener == len(lines) or lines[opener].removeprefix(_BOM).rstrip() != b"---":
        raise Unjudged("no opening fence")
    for number in range(opener + 1, len(lines)):
        if lines[number].rstrip() in (b"---", b"..."):
            return opener + 1, number
    raise Unjudged("no closing fence")
