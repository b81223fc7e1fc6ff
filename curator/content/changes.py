"""The exact lines that a save changes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import Enum

_FEW = 1500
"""So many lines of both versions are compared thoroughly: it takes the square of the time."""


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
    is_long = len(old) + len(new) > _FEW
    thorough = SequenceMatcher(None, old, new, autojunk=False) if not is_long else None
    matcher = thorough or _ByAnchors(old, new)
    return [
        [
            line
            for opcode in group
            # Where so much has changed its place, words of lines that met by chance say nothing.
            for line in _part(old, new, *opcode, skipped=skipped, by_words=not is_long)
        ]
        for group in matcher.get_grouped_opcodes(context)
        if any(opcode[0] != "equal" for opcode in group)
    ]


class _ByAnchors(SequenceMatcher[str]):
    """Compares long texts by the lines that both have once, and what is between these again.

    Many items that change places take seconds otherwise, for they have many lines in common.
    """

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        # It builds an index of what it is given, of which nothing is needed here.
        super().__init__(None, (), (), autojunk=False)
        self._old, self._new = old, new

    def get_matching_blocks(self) -> list[Match]:
        """What both have, in the order of both; no two of them meet."""
        found: list[Match] = []
        waiting = [(0, len(self._old), 0, len(self._new))]
        while waiting:
            i1, i2, j1, j2 = waiting.pop()
            same = _common(self._old[i1:i2], self._new[j1:j2])
            found.append(Match(i1, j1, same))
            i1, j1 = i1 + same, j1 + same
            same = _common(self._old[i1:i2][::-1], self._new[j1:j2][::-1])
            i2, j2 = i2 - same, j2 - same
            found.append(Match(i2, j2, same))
            if i1 == i2 or j1 == j2:
                continue
            old, new = self._old[i1:i2], self._new[j1:j2]
            if len(old) + len(new) <= _FEW // 10:
                inner = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
                found += [Match(i1 + i, j1 + j, size) for i, j, size in inner if size]
                continue
            anchors = _anchors(old, new)
            if not anchors:
                # Nothing tells one line from another; a person would see a replacement too.
                continue
            i, j = i1, j1
            for at, to in anchors:
                waiting.append((i, i1 + at, j, j1 + to))
                found.append(Match(i1 + at, j1 + to, 1))
                i, j = i1 + at + 1, j1 + to + 1
            waiting.append((i, i2, j, j2))
        joined: list[Match] = []
        for block in sorted(each for each in found if each.size):
            last = joined[-1] if joined else Match(0, 0, 0)
            if joined and (last.a + last.size, last.b + last.size) == (block.a, block.b):
                joined[-1] = Match(last.a, last.b, last.size + block.size)
            else:
                joined.append(block)
        return [*joined, Match(len(self._old), len(self._new), 0)]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The numbers of lines that stand once in each text: as many as have the same order in both."""
    many, there = Counter(old), Counter(new)
    places = {line: number for number, line in enumerate(new) if there[line] == 1}
    pairs = [(n, places[line]) for n, line in enumerate(old) if many[line] == 1 and line in places]
    # The longest row of them whose numbers rise on both sides.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, to) in enumerate(pairs):
        at = bisect_left(ends, to)
        ends[at : at + 1] = [to]
        last[at : at + 1] = [number]
        before.append(last[at - 1] if at else -1)
    found: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines are the same at the beginning."""
    number = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        number += 1
    return number


def changed_lines(hunks: list[list[Line]]) -> int:
    """How many lines a person would say have changed: one for a line that became another."""
    removed = sum(line.side is Side.REMOVED for hunk in hunks for line in hunk)
    added = sum(line.side is Side.ADDED for hunk in hunks for line in hunk)
    return max(removed, added)


def _part(
    old: list[str],
    new: list[str],
    tag: str,
    i1: int,
    i2: int,
    j1: int,
    j2: int,
    *,
    skipped: int,
    by_words: bool,
) -> list[Line]:
    """The lines of one part; `skipped` are those before the two texts."""
    first = skipped + 1
    if tag == "equal":
        return [
            Line(Side.SAME, i + first, j + first, old[i])
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
        ]
    pairs = by_words and i2 - i1 == j2 - j1
    removed = [
        Line(
            Side.REMOVED,
            i + first,
            None,
            old[i],
            _differing(old[i], new[j1 + i - i1], 0) if pairs else (),
        )
        for i in range(i1, i2)
    ]
    added = [
        Line(
            Side.ADDED,
            None,
            j + first,
            new[j],
            _differing(old[i1 + j - j1], new[j], 1) if pairs else (),
        )
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
