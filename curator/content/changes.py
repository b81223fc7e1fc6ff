"""The exact lines that a save changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum


class Side(Enum):
    """What happens to a line: it stays, goes, or comes."""

    SAME = " "
    REMOVED = "-"
    ADDED = "+"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison with its number before and after, from 1; None where it is not.

    `words` are the spans of `text` that differ from the line's counterpart.
    """

    side: Side
    before: int | None
    after: int | None
    text: str
    words: tuple[tuple[int, int], ...] = ()


def compare(before: bytes, after: bytes, context: int = 3) -> list[list[Line]]:
    """The hunks in which two versions of a file differ; no hunks where they are equal."""
    old, new = _lines(before), _lines(after)
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    # Comparing is quadratic, and mostly all but a line or two of a long file is the same.
    skipped = max(0, first - context)
    old = old[skipped : len(old) - max(0, last - context)]
    new = new[skipped : len(new) - max(0, last - context)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        [_moved(line, skipped) for opcode in group for line in _part(old, new, *opcode)]
        for group in matcher.get_grouped_opcodes(context)
        if any(opcode[0] != "equal" for opcode in group)
    ]


def _common(old: list[str], new: list[str]) -> int:
    """How many lines are the same at the beginning."""
    number = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        number += 1
    return number


def _moved(line: Line, by: int) -> Line:
    before = None if line.before is None else line.before + by
    after = None if line.after is None else line.after + by
    return replace(line, before=before, after=after)


def changed_lines(hunks: list[list[Line]]) -> int:
    """How many lines a person would say have changed: one for a line that became another."""
    removed = sum(line.side is Side.REMOVED for hunk in hunks for line in hunk)
    added = sum(line.side is Side.ADDED for hunk in hunks for line in hunk)
    return max(removed, added)


def _part(
    old: list[str], new: list[str], tag: str, i1: int, i2: int, j1: int, j2: int
) -> list[Line]:
    if tag == "equal":
        return [
            Line(Side.SAME, i + 1, j + 1, old[i])
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
        ]
    pairs = {i1 + n: j1 + n for n in range(i2 - i1)} if i2 - i1 == j2 - j1 else {}
    removed = [
        Line(Side.REMOVED, i + 1, None, old[i], _differing(old[i], new[pairs[i]], 0))
        if i in pairs
        else Line(Side.REMOVED, i + 1, None, old[i])
        for i in range(i1, i2)
    ]
    partners = {j: i for i, j in pairs.items()}
    added = [
        Line(Side.ADDED, None, j + 1, new[j], _differing(old[partners[j]], new[j], 1))
        if j in partners
        else Line(Side.ADDED, None, j + 1, new[j])
        for j in range(j1, j2)
    ]
    return removed + added


def _differing(old: str, new: str, which: int) -> tuple[tuple[int, int], ...]:
    """The words of one of two lines that the other does not have."""
    ours, theirs = _words(old), _words(new)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    words = ours if which == 0 else theirs
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    spans: list[tuple[int, int]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        start, end = (i1, i2) if which == 0 else (j1, j2)
        if tag != "equal" and start != end:
            spans.append((starts[start], starts[end]))
    return tuple(spans)


def _words(line: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", line)


def _lines(data: bytes) -> list[str]:
    """The lines with their line ends; bytes that are not UTF-8 stay tellable from each other."""
    text = data.decode("utf-8", "backslashreplace")
    return re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", text)
