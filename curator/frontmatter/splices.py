"""Cuts of the text: what the ways of writing an edit have in common.

The functions of `value_splices`, `mapping_splices` and `list_splices` yield candidates, most
natural first; `edits` proves them and takes the first that holds.  They need not be right in every
corner, because a wrong one is never used.
"""

from __future__ import annotations

from dataclasses import dataclass

from curator.frontmatter.document import Document, column_of
from curator.frontmatter.errors import EditRefused
from curator.frontmatter.layout import (
    find_colon,
    is_blank,
    item_chunks,
    line_end,
    line_start,
    next_line,
)
from curator.frontmatter.nodes import Mapping, Node, PathElement, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace the characters `start:end` of the YAML text by `text`."""

    start: int
    end: int
    text: str


def behind_marker(text: str, parent: Node | None, last: PathElement, node: Node) -> int:
    """Where the text behind the colon or dash of a value begins."""
    if isinstance(parent, Mapping):
        key, value = parent.entries[parent.position(last) or 0]
        colon = find_colon(text, key, value)
        if colon is None:
            raise EditRefused("the colon of this key cannot be found")
        return colon + 1
    if isinstance(parent, Sequence) and isinstance(last, int) and not parent.flow:
        return item_chunks(text, parent)[last].mark + 1
    return node.outer


def fill(text: str, parent: Node | None, last: PathElement, node: Scalar, form: str) -> Splice:
    """Put a value where there is none: behind the colon or dash, before any comment."""
    before = "" if text[node.start - 1 : node.start] in (" ", "\t") else " "
    if isinstance(parent, Mapping) and parent.flow:
        key = parent.entries[parent.position(last) or 0][0]
        if find_colon(text, key, node) is None:
            before = ": "
    stop = line_end(text, node.start)
    end = stop if is_blank(text[node.start : stop]) else node.start
    return Splice(node.start, end, before + form)


def replace_block(
    text: str, parent: Node | None, last: PathElement, node: Node, behind: str
) -> Splice:
    """Replace what follows a colon or dash up to the end of the value.

    A comment on the line of the colon stays there.
    """
    start = behind_marker(text, parent, last, node)
    if node.outer < node.start:
        raise EditRefused("this value has an anchor or a tag that would be lost")
    stop = line_end(text, start)
    if node.start > stop:
        comment = text[start:stop].rstrip()
    else:
        tail = text[node.end : line_end(text, node.end)].rstrip()
        comment = tail if tail.lstrip().startswith("#") else ""
    end = node.end
    if behind[:1] in "\r\n":
        end = max(end, line_end(text, end) if comment and node.start <= stop else end)
        return Splice(start, end, comment + behind)
    return Splice(start, end, behind + (comment if node.start > stop else ""))


def emptied(
    document: Document,
    grand: Node | None,
    last: PathElement,
    node: Mapping | Sequence,
    end: int,
    brackets: str,
) -> Splice:
    """Leave brackets behind the colon or dash of a collection that loses its last child."""
    text, newline = document.yaml, document.style.newline
    at = node.outer if node.outer < node.start else behind_marker(text, grand, last, node)
    if at == node.outer:
        # Behind an anchor or a tag, on its line.
        at = line_start(text, node.start) if node.start > line_end(text, at) else node.start
        at = len(text[:at].rstrip())
    stop = line_end(text, at)
    if stop < node.start:
        return Splice(at, end, " " + brackets + text[at : next_line(text, at)])
    return Splice(at, end, " " + brackets + newline)


def cut_from_flow(parent: Mapping | Sequence, spans: list[tuple[int, int]], index: int) -> Splice:
    """Take one of the `spans` out of brackets, with the comma beside it."""
    if len(spans) == 1:
        return Splice(parent.start + 1, parent.end - 1, "")
    if index + 1 < len(spans):
        return Splice(spans[index][0], spans[index + 1][0], "")
    return Splice(spans[index - 1][1], spans[index][1], "")


def key_column(text: str, node: Mapping) -> int:
    """The column at which the keys of a block mapping stand."""
    return column_of(text, node.start) if node.entries else 0
