"""Which lines belong to which key and item of a block mapping or sequence.

An item owns its lines from the dash to the last line of its value, with the trailing comment, the
comments indented deeper than the dash that follow, and the comment lines directly above it.
Blank lines between items, and comments set off by them, belong to the place and not to the item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curator.frontmatter.errors import EditRefused
from curator.frontmatter.nodes import Mapping, Node, Sequence

# A byte order mark may begin a line where files were put together.
_COMMENT_LINE = re.compile(r"\ufeff?([ \t]*)#[^\r\n]*(?:\r\n|\n|\r|$)")
_BREAK = re.compile(r"[\r\n]")
# U+0085, U+2028 and U+2029 end lines in YAML 1.1.
_GAP = re.compile(r"(?:[ \t\r\n\ufeff\x85\u2028\u2029]+|#[^\r\n\x85\u2028\u2029]*)*")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The characters that an item or entry owns.

    `mark` is where its dash or key stands.  `start` is the beginning of a line unless the item
    begins in the middle of one (`- - first`), then it equals `mark`.
    """

    start: int
    mark: int
    end: int


def line_start(text: str, index: int) -> int:
    """The index of the first character of the line that holds `index`."""
    if index and text.startswith("\r\n", index - 1):
        index -= 1
    newline = text.rfind("\n", 0, index)
    return max(newline, text.rfind("\r", newline + 1, index)) + 1


def line_end(text: str, index: int) -> int:
    """The index of the line break that ends the line of `index`, or the end of the text."""
    match = _BREAK.search(text, index)
    return match.start() if match else len(text)


def next_line(text: str, index: int) -> int:
    """The index at which the line after that of `index` begins, or the end of the text."""
    end = line_end(text, index)
    return end + (2 if text.startswith("\r\n", end) else 1 if end < len(text) else 0)


def is_blank(text: str) -> bool:
    """Whether the text is nothing but blanks and line breaks."""
    return not text.strip(" \t\r\n")


def item_chunks(text: str, node: Sequence) -> list[Chunk]:
    """The chunk of each item of a block sequence.  Raises EditRefused where none can be told."""
    dashes: list[int] = []
    ends: list[int] = []
    at = node.start
    for item in node.items:
        dash = _skip(text, at)
        if not text.startswith("-", dash):
            raise EditRefused("the dashes of this list cannot be told apart")
        at = max(item.end, dash + 1)
        dashes.append(dash)
        ends.append(at)
    return _chunks(text, dashes, ends, leading_comments=True)


def entry_chunks(text: str, node: Mapping) -> list[Chunk]:
    """The chunk of each entry of a block mapping, without the comments above its key.

    A comment above a key often heads several keys, so it is not the first one's to take along.
    """
    marks: list[int] = []
    ends: list[int] = []
    at = node.start
    for key, value in node.entries:
        marks.append(min(_skip(text, at), key.outer))
        at = max(key.end, value.end)
        ends.append(at)
    return _chunks(text, marks, ends, leading_comments=False)


def _chunks(text: str, marks: list[int], ends: list[int], *, leading_comments: bool) -> list[Chunk]:
    chunks: list[Chunk] = []
    for number, (mark, end) in enumerate(zip(marks, ends, strict=True)):
        start = line_start(text, mark)
        column = mark - start
        if not is_blank(text[start:mark]):
            start = mark
        elif leading_comments:
            lowest = chunks[-1].end if chunks else 0
            while start > lowest and _COMMENT_LINE.match(text, line_start(text, start - 1)):
                start = line_start(text, start - 1)
        stop = next_line(text, end)
        limit = line_start(text, marks[number + 1]) if number + 1 < len(marks) else len(text)
        while stop < limit and (comment := _COMMENT_LINE.match(text, stop)):
            if len(comment.group(1)) <= column:
                break
            stop = comment.end()
        chunks.append(Chunk(start, mark, stop))
    return chunks


def find_colon(text: str, key: Node, value: Node) -> int | None:
    """Where the colon between a key and its value stands; None for a flow key without one."""
    at = _skip(text, key.end)
    return at if text.startswith(":", at) and at <= value.outer else None


def _skip(text: str, index: int) -> int:
    """The first character at or after `index` that is neither blank nor in a comment."""
    match = _GAP.match(text, index)
    return match.end() if match else index
