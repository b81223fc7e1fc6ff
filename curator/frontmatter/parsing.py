"""From YAML text to nodes, by way of PyYAML's parse events.

The events carry marks, but the marks of block collections and block scalars run past comments and
blank lines into what follows, and those of a value with an anchor or a tag begin before it.  The
tree is built from events and not from composed nodes, because only events tell an alias from the
value that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from curator.frontmatter.errors import TooLarge, YamlError
from curator.frontmatter.explanations import explained
from curator.frontmatter.nodes import (
    Alias,
    Mapping,
    Node,
    Scalar,
    Sequence,
    line_and_column,
    resolved,
)

MAX_DEPTH = 100
"""Deepest nesting that is read; beyond it every recursive reader, ours or a site's, is at risk."""

MAX_EXPANDED = 200_000
"""Most nodes with every alias written out: bounds what an "alias bomb" can cost."""

_PROPERTY = re.compile(r"(?:!<[^>\r\n]*>|[&!][^ \t\r\n]*)(?=[ \t\r\n]|$)")
_GAP = re.compile(r"(?:[ \t\r\n]+|(?<=[ \t\r\n])#[^\r\n]*)*")
_LINE = re.compile(r"[^\r\n]+")
_HEADER = re.compile(r"[|>][^\r\n#]*")
_PLAIN_LOADER: Any = yaml.SafeLoader
_LOADER: Any = getattr(yaml, "CSafeLoader", _PLAIN_LOADER)


def parse_yaml(text: str) -> Node | None:
    """The tree of the first document in `text`; None where it holds nothing but comments.

    Raises YamlError with line and column within `text`, or TooLarge.
    """
    try:
        return _build(text, _LOADER(text).get_event)
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


def _build(text: str, next_event: Callable[[], Any]) -> Node | None:
    """Turn parse events into nodes, with a stack of our own: nothing here recurses."""
    root: Node | None = None
    anchors: dict[str, Node] = {}
    sizes: dict[int, int] = {}
    # Each open collection, and the nodes below it so far, keys and values in turn.
    stack: list[tuple[Sequence | Mapping, list[Node]]] = []
    children: list[Node] = []
    total = 0
    while True:
        event = next_event()
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            node: Node = _scalar(text, event)
            if node.anchor is not None:
                anchors[node.anchor] = node
            size = 1
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            collection = _collection(text, event, kind is yaml.MappingStartEvent)
            if collection.anchor is not None:
                anchors[collection.anchor] = collection
            if len(stack) >= MAX_DEPTH:
                where = line_and_column(text, event.start_mark.index)
                raise TooLarge(f"nested more than {MAX_DEPTH} levels deep", *where)
            children = []
            stack.append((collection, children))
            sizes[id(collection)] = total
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node, children = stack.pop()
            _close(text, node, children, event.end_mark.index)
            sizes[id(node)] = total - sizes[id(node)]
            size = 1
            if stack:
                children = stack[-1][1]
        elif kind is yaml.AliasEvent:
            node = _alias(text, event, anchors, [opened for opened, _ in stack])
            size = sizes.get(id(resolved(node)), 1)
        elif kind is yaml.DocumentEndEvent or kind is yaml.StreamEndEvent:
            return root
        else:
            continue
        total += size
        if total > MAX_EXPANDED:
            where = line_and_column(text, event.start_mark.index)
            raise TooLarge(f"more than {MAX_EXPANDED:,} values, aliases written out", *where)
        if stack:
            children.append(node)
        else:
            root = node


def _scalar(text: str, event: Any) -> Scalar:
    outer: int = event.start_mark.index
    end: int = event.end_mark.index
    start = outer
    anchor: str | None = event.anchor
    tag: str | None = event.tag
    style: str = event.style or ""
    if anchor is not None or tag is not None:
        start = _after_properties(text, event, end)
    if style == "|" or style == ">":
        end = _block_end(text, start, end, event.value)
    elif not event.value and start != end and event.implicit[0]:
        # `key: &anchor` with nothing behind it: an empty value after its properties.
        start = end
    return Scalar(outer, start, end, event.value, style, tag, anchor)


def _after_properties(text: str, event: Any, end: int) -> int:
    """Where a value begins behind its own anchor and tag, of which each may be there once.

    The first key of a mapping may have some as well.
    """
    start: int = event.start_mark.index
    for _ in range((event.anchor is not None) + (event.tag is not None)):
        match = _PROPERTY.match(text, start, end)
        gap = _GAP.match(text, match.end(), end) if match else None
        if gap is None:
            return end
        start = gap.end()
    return start


def _block_end(text: str, start: int, end: int, value: str) -> int:
    """Where a block scalar's own text ends; PyYAML's mark stands at the next key.

    With `+` in the header the blank lines behind belong to the value; otherwise they do not,
    unless their blanks reach beyond the indentation.
    """
    header = _HEADER.match(text, start)
    assert header is not None
    if "+" not in header.group():
        last = start + len(text[start:end].rstrip(" \t\r\n"))
        # Blanks at the end of the last line with text are text, too.
        stop = _LINE.match(text, last, end)
        last = stop.end() if stop else last
        blanks = value.rstrip("\n").rpartition("\n")[2]
        if blanks and not blanks.strip(" \t"):
            for line in _LINE.finditer(text, last, end):
                last = line.end() if len(line.group()) > len(blanks) else last
        return last
    body = text[start:end].rstrip(" \t")
    return start + len(body) - (2 if body.endswith("\r\n") else 1 if body[-1] in "\r\n" else 0)


def _collection(text: str, event: Any, mapping: bool) -> Sequence | Mapping:
    outer = start = event.start_mark.index
    flow = bool(event.flow_style)
    if event.anchor is not None or event.tag is not None:
        start = _after_properties(text, event, len(text))
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
    """Bring an empty key and an empty value back behind their question mark and colon.

    PyYAML's marks of what is not there are at whatever comes next, be it lines below.
    """
    if isinstance(key, Scalar) and _is_nothing(key):
        at = key.outer
        while at and text[at - 1] in " \t\r\n":
            at -= 1
        if text[at - 1 : at] == "?":
            key.outer = key.start = key.end = at
    if isinstance(value, Scalar) and _is_nothing(value) and value.outer > key.end:
        gap = _GAP.match(text, key.end, value.outer)
        colon = gap.end() if gap else key.end
        at = colon + 1 if text.startswith(":", colon) else key.end
        if text.startswith(":", colon) or colon == value.outer:
            value.outer = value.start = value.end = min(at, value.outer)


def _is_nothing(node: Scalar) -> bool:
    return node.outer == node.end


def _alias(
    text: str, event: Any, anchors: dict[str, Node], opened: list[Sequence | Mapping]
) -> Alias:
    start, end, name = event.start_mark.index, event.end_mark.index, event.anchor
    target = anchors.get(name)
    if target is None:
        raise YamlError(
            f"*{name} refers to an anchor &{name} that is not there: write the value itself, or "
            "put the text in quotes if it begins with a star",
            *line_and_column(text, start),
        )
    if any(target is collection for collection in opened):
        message = f"the alias *{name} stands inside the value it refers to"
        raise YamlError(message, *line_and_column(text, start))
    return Alias(start, start, end, name, target)
