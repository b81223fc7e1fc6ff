"""Cuts of the text: what the ways of writing an edit have in common.

The functions of `value_splices`, `mapping_splices`, `list_splices` and `copy_splices` yield
candidates, most natural first; `proof` takes the first that holds.  They need not be right in
every corner, because a wrong one is never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from curator.frontmatter.document import Document, column_of
from curator.frontmatter.layout import (
    Chunk,
    find_colon,
    is_blank,
    item_chunks,
    line_end,
    line_start,
    next_line,
)
from curator.frontmatter.nodes import Alias, Mapping, Node, Scalar, Sequence, Slot

_PROPERTY = re.compile(r"(?<![^ \t\r\n])[&!][^ \t\r\n]*")
_ON_LINES = re.compile(r"(?: [|>][^\r\n]*)?(?=[\r\n])")
_BEFORE_MARK = ("", " ", "\t", "\r", "\n", "{", "[", ",")
_COMMENT_LINES = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*")
_COMMENT = re.compile(r"(?:^|[ \t]+)#[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace the characters `start:end` of the YAML text by `text`."""

    start: int
    end: int
    text: str


def behind_marker(document: Document, slot: Slot) -> tuple[int, str]:
    """Where the text behind the colon or dash of a value begins, and a colon where it has none."""
    text, parent = document.yaml, slot.parent
    if isinstance(parent, Sequence):
        if parent.flow:
            return slot.node.outer, ""
        return item_chunks(text, parent)[slot.number].mark + 1, ""
    key, value = parent.entries[slot.number]
    colon = find_colon(text, key, value)
    if colon is not None:
        return colon + 1, ""
    if parent.flow:
        return key.end, ":"
    # An explicit key alone on its line: the colon goes on the next one, below the question mark.
    newline = document.style.newline
    return line_end(text, key.end), newline + " " * column_of(text, entry_start(text, key)) + ":"


def entry_start(text: str, key: Node) -> int:
    """Where an entry begins: its key, or the question mark before it."""
    start = key.outer
    mark = text.rfind("?", 0, start)
    alone = mark >= 0 and is_blank(text[mark + 1 : start]) and text[mark - 1 : mark] in _BEFORE_MARK
    return mark if alone else start


def fill(document: Document, slot: Slot, form: str) -> Splice:
    """Put a value where there is none: behind the colon or dash, before any comment."""
    text, node = document.yaml, slot.node
    start, colon = behind_marker(document, slot)
    if colon:
        return Splice(start, start, f"{colon} {form}")
    start = node.start
    before = "" if text[start - 1 : start] in (" ", "\t") else " "
    stop = line_end(text, start)
    end = stop if is_blank(text[start:stop]) else start
    return Splice(start, end, before + form)


def replace_block(document: Document, slot: Slot, behind: str, properties: str = "") -> Splice:
    """Replace what follows a colon or dash up to the end of the value.

    A comment on the line of the colon stays there, and so does an anchor, while a tag belongs to
    the old value.  `properties` are an anchor and a tag to write before the new one.
    """
    text, node = document.yaml, slot.node
    start, colon = behind_marker(document, slot)
    if not isinstance(node, Alias) and node.anchor is not None:
        properties = f"&{node.anchor}"
    anchor = f" {properties}" if properties else ""
    stop, rest = line_end(text, start), line_end(text, node.end)
    below = node.start > stop
    comment = comment_in(text[start:stop]) if below else ""
    is_block = isinstance(node, (Mapping, Sequence)) and not node.flow
    above = _comment_lines(text, stop, node.outer) if below and not is_block else ""
    tail = comment_in(text[node.end : rest])
    if is_block and rest > stop:
        # The comment on the last line of several is about that line and goes with it.
        end = rest if tail else node.end
    elif below or _ON_LINES.match(behind):
        end = rest if tail else node.end
        comment += tail
    else:
        end = node.end
    head = _ON_LINES.match(behind)
    at = head.end() if head else len(behind)
    return Splice(
        start, max(start, end), colon + anchor + behind[:at] + comment + above + behind[at:]
    )


def _comment_lines(text: str, start: int, end: int) -> str:
    """Comments on lines of their own in what stands between a colon and its value."""
    last = line_start(text, end)
    lines = text[start : max(start, last)].rstrip(" \t\r\n")
    return lines if "#" in lines else ""


def joined(parts: Iterable[str]) -> str:
    """The parts put together, with no two lone line breaks becoming one.

    Where one that ends in a carriage return meets a line feed, the return gives way to a line feed.
    """
    out: list[str] = []
    for part in filter(None, parts):
        if part[0] == "\n" and out and out[-1][-1] == "\r":
            out[-1] = out[-1][:-1] + "\n"
        out.append(part)
    return "".join(out)


def comment_in(text: str) -> str:
    """The comment in the rest of a line, with the blanks before it; empty where there is none."""
    found = _COMMENT.search(text)
    return found.group().rstrip() if found else ""


def emptied(document: Document, slot: Slot, chunk: Chunk, brackets: str) -> Splice:
    """Leave brackets behind the colon or dash of a collection that loses its last child.

    Anchor, tag and comment on the line of the colon stay, and so do comments above the child that
    are not its own.
    """
    text, newline, node = document.yaml, document.style.newline, slot.node
    start, colon = behind_marker(document, slot)
    stop = line_end(text, start)
    properties = "".join(f" {word}" for word in properties_in(text[node.outer : node.start]))
    comment = comment_in(text[start:stop]) if node.start > stop else ""
    above = text[next_line(text, stop) : chunk.start] if chunk.start > stop else ""
    kept = above if _COMMENT_LINES.fullmatch(above) and not is_blank(above) else ""
    return Splice(start, chunk.end, f"{colon}{properties} {brackets}{comment}{newline}{kept}")


def without_first(document: Document, chunk: Chunk) -> Splice:
    """Take away what begins behind a dash on its line, where comments stand before the next one."""
    dash_end = len(document.yaml[: chunk.mark].rstrip(" \t"))
    return Splice(dash_end, chunk.end, document.style.newline)


def properties_in(text: str) -> list[str]:
    """The anchor and the tag in the text before a value, as written."""
    uncommented = _COMMENT.sub("", text)
    return _PROPERTY.findall(uncommented)


def key_column(text: str, node: Mapping) -> int:
    """The column at which the keys of a block mapping stand."""
    return column_of(text, node.start) if node.entries else 0


def is_empty(node: object) -> bool:
    """Whether a node is a value of which nothing is written."""
    return isinstance(node, Scalar) and node.start == node.end
