"""Flags in plain front matter, set and proven line by line: in half the time that parsing takes.

A thousand stories are held at once, and on two cores the proofs of that were what one waited for.
The proof is the same one: the new text is read as a whole, and every line must be what it was but
those of the flags.  Whatever is not plain is left to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from curator.content.index.plain_yaml import Fields, Line
from curator.frontmatter import Edit, Set

_FLAGS = ("true", "false")
_FLAG = re.compile(r": +(true|false)(?=[ \r\n]|\Z)")


def with_flags(text: str, edits: Sequence[Edit]) -> tuple[str, tuple[str, ...]] | None:
    """Front matter after edits that set flags at its top, and the keys whose flag is another one.

    None where an edit does something else, a flag is not there as `true` or `false`, or another
    line might be of the same key.  Whether all of it is plain, and the line not within a longer
    text, is for `has_flags` to say of what was read from the outcome: then nothing but these flags
    is different, for all else is the same characters.
    """
    wanted = _wanted(edits)
    changed: list[str] = []
    for key, value in wanted.items() if wanted is not None else ():
        found = _flag_of(text, key)
        if found is None:
            return None
        if found[1] != value:
            changed.append(key)
            start, end = found.span(1)
            text = f"{text[:start]}{value}{text[end:]}"
    return (text, tuple(changed)) if wanted is not None else None


def has_flags(fields: Fields, edits: Sequence[Edit]) -> bool:
    """Whether the flags are what these edits make of them."""
    wanted = _wanted(edits)
    return wanted is not None and all(fields.written(key) == v for key, v in wanted.items())


def _wanted(edits: Sequence[Edit]) -> dict[str, str] | None:
    """What is to be written for each key, the last edit counting; None for other edits."""
    wanted: dict[str, str] = {}
    for edit in edits:
        if not isinstance(edit, Set) or len(edit.path) != 1 or not isinstance(edit.value, bool):
            return None
        wanted[str(edit.path[0])] = "true" if edit.value else "false"
    return wanted


def changed_flags(before: list[Line], after: list[Line]) -> tuple[str, ...] | None:
    """The keys at the top whose flag is another one; None where any other line differs.

    Nor is it told of a key that stands there several times, of which only the last one counts.
    """
    if before == after:
        return ()
    if len(before) != len(after):
        return None
    changed: list[str] = []
    for old, new in zip(before, after, strict=True):
        if old == new:
            continue
        if old[0] or old[1] or (*old[:3], *old[4:]) != (*new[:3], *new[4:]):
            return None
        if old[3] not in _FLAGS or new[3] not in _FLAGS:
            return None
        changed.append(old[2])
    keys = [line[2] for line in after if not (line[0] or line[1])]
    return tuple(changed) if all(keys.count(key) == 1 for key in changed) else None


def _flag_of(text: str, key: str) -> re.Match[str] | None:
    """The flag of the only line that begins with a key."""
    lines = f"\n{text}"
    start = lines.find(f"\n{key}:")
    if start < 0 or lines.find(f"\n{key}:", start + 1) >= 0 or f"\n{key} " in lines:
        return None
    return _FLAG.match(text, start + len(key))
