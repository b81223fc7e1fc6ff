"""Front matter that is plain enough to be read without a parser, many times as fast.

Most front matter uses a small part of YAML: keys and lists in block style, values that stand on
one line.  Most of that has a usual shape and is taken entry by entry, whole lists in one go; the
rest is told line by line.  What is read here is exactly what `Document.data` holds; whatever else
YAML can say, and whatever is no YAML at all, is left to the parser.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Container, Iterator
from datetime import datetime
from functools import lru_cache
from itertools import takewhile
from typing import Any, TypeAlias

from curator.content.index.plain_patterns import (
    ADDRESS,
    ESCAPES,
    ITEMS,
    LINE,
    NEVER_AT_ALL,
    USUAL_DATE,
    address_in_each,
    entries,
)
from curator.frontmatter import Document, FieldPath, Value
from curator.frontmatter.nodes import Scalar
from curator.frontmatter.scalars import scalar_value

Block: TypeAlias = tuple[str]
"""The lines of a collection in block style that nobody has taken apart, with the break before."""
Raw: TypeAlias = "str | Block | list[Raw] | Fields | None"
"""A value as it is written, quotes included; None where nothing is written."""
Line: TypeAlias = tuple[str, str, str, str, str, str]
"""Indentation, dash, key, value, indentation of a block scalar; or what is not plain.

A value goes on over several lines where it does so in YAML.
"""

MOST_CHARACTERS = 64 * 1024
_MOST_LEVELS = 40
_SHORT = 250
"""Characters of a collection that may well stand in other articles, too: topics, a provider."""

_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "n": "\n", "r": "\r", "t": "\t"}


# Calling `super()` for it would take longer than the look-up.
_written = dict[str, Any].get
_all_written = dict[str, Any].items


class Fields(dict[str, Any]):
    """A mapping that turns what is written into a value only when it is asked for it."""

    __slots__ = ()

    def __getitem__(self, key: str) -> Value:
        return _value(super().__getitem__(key))

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key."""
        raw = _written(self, key)
        return _value(raw) if raw is not None else None if key in self else default

    def items(self) -> Any:
        """All keys with their values."""
        return [(key, self[key]) for key in self]

    def values(self) -> Any:
        """All values."""
        return [self[key] for key in self]

    def written(self, key: str) -> Raw:
        """What is written for a key, quotes and all; None where nothing is, or no such key."""
        raw: Raw = _written(self, key)
        return _apart(raw[0]) if isinstance(raw, tuple) else raw

    def addresses(self, key: str, inner: str) -> list[str] | None:
        """The web address that each item of a list has under a key of its own.

        None where that is not plain to see: one has none, or it is no address, or has escapes.
        """
        raw: Raw = _written(self, key)
        if isinstance(raw, tuple):
            (block,) = raw
            indent = _indent(block)
            if not block.startswith("- ", len(indent) + 1):
                return None
            pairs: list[tuple[str, str]] = address_in_each(indent, inner).findall(block)
            same = len(pairs) == block.count(f"\n{indent}- ") == block.count(inner)
            return [address for _, address in pairs] if same else None
        if not isinstance(raw, list):
            return None
        found: list[str] = []
        for item in raw:
            written = item.written(inner) if isinstance(item, Fields) else None
            match = ADDRESS.fullmatch(written) if isinstance(written, str) else None
            if match is None:
                return None
            found.append(match[2])
        return found

    def text(self, key: str) -> str | None:
        """The text of a scalar, unquoted but not converted; None where there is none."""
        raw = _written(self, key)
        if raw is None:
            return "" if key in self else None
        if not isinstance(raw, str) or raw[0] in "[{":
            return None
        if "\n" in raw:
            return _parsed(raw).text(("key",))
        return _unquoted(raw) if raw[0] in "\"'" else raw

    def loaded(self, keys: Container[str]) -> dict[str, Value]:
        """The values of those keys that are there, for many look-ups."""
        found: dict[str, Value] = {}
        for key, raw in _all_written(self):
            if key in keys:
                # Most texts are in double quotes, and most of these have no escapes.
                usual = raw.__class__ is str and raw[0] == '"' and not ("\\" in raw or "\n" in raw)
                found[key] = raw[1:-1] if usual else _value(raw) if raw is not None else None
        return found


def plain_fields(text: str) -> Fields | None:
    """What `Document.data` holds for this front matter; None where it is not plain.

    Line ends are line feeds alone, and it comes from UTF-8, so that there are no surrogates.
    """
    if not _may_be_plain(text):
        return None
    root = Fields()
    for key, value, below, _, _, other in entries().findall(text):
        if other:
            # It may be plain nevertheless.
            return _fields_of(LINE.findall(text))
        if key:
            root[key] = value or ((below,) if below else None)
    return root if root else None


def lines_of(text: str) -> list[Line] | None:
    """The lines of front matter; None where there are very many, or characters that YAML forbids.

    In two texts whose lines differ in nothing but the value of a key, nothing else is different.
    """
    return LINE.findall(text) if _may_be_plain(text) else None


def _may_be_plain(text: str) -> bool:
    return len(text) <= MOST_CHARACTERS and not any(sign in text for sign in NEVER_AT_ALL)


def _fields_of(lines: list[Line]) -> Fields | None:
    """What the front matter of these lines holds; None where it is not plain."""
    root = Fields()
    mapping: Fields | None = root
    items: list[Raw] = []
    indent = 0
    # The collections around the innermost one, each with its indentation: the mapping, or None
    # and the list.
    around: list[tuple[int, Fields | None, list[Raw]]] = []
    # The key of the innermost mapping that has no value yet; what follows may be its value.
    waiting: str | None = None
    for spaces, dash, key, value, inside, other in lines:
        column = len(spaces)
        if column == indent and key and value and mapping is not None and not (dash or inside):
            # By far the most lines are like this one.
            mapping[key] = value
            waiting = None
            continue
        if not (key or dash):
            if value or other:
                return None
            continue
        if column < indent:
            waiting = None
            while column < indent and around:
                indent, mapping, items = around.pop()
        if column > indent or (dash and waiting is not None):
            # A list may stand at the indentation of its key.
            if waiting is None or mapping is None or len(around) > _MOST_LEVELS:
                return None
            around.append((indent, mapping, items))
            indent = column
            if dash:
                mapping[waiting] = items = []
                mapping = None
            else:
                mapping[waiting] = mapping = Fields()
        elif key and not dash and mapping is None and around and around[-1][0] == column:
            indent, mapping, items = around.pop()
        if column != indent or (mapping is None) != bool(dash):
            return None
        waiting = None
        if mapping is None:
            if not key:
                if not value or (inside and len(inside) <= column):
                    return None
                items.append(value)
                continue
            around.append((indent, mapping, items))
            mapping = Fields()
            items.append(mapping)
            indent = column + len(dash)
        if inside and len(inside) <= indent:
            return None
        mapping[key] = value or None
        if not value:
            waiting = key
    return root if root else None


def place_of(text: str, fields: Fields, path: FieldPath) -> int | None:
    """Where the value of a key, or an item of its list, begins; None where that is not plain.

    `fields` are those of the text, which is front matter with line feeds alone.
    """
    raw: Raw = _written(fields, str(path[0]))
    if isinstance(raw, tuple) and len(path) == 2 and isinstance(path[1], int):
        place = _place_in(text, f"{path[0]}:{raw[0]}", path[1])
        if place is not None:
            return place
    lines = list(LINE.finditer(text))
    keys = [n for n, line in enumerate(lines) if line[3] == path[0] and not (line[1] or line[2])]
    # Of two equal keys the last one counts.
    first = keys[-1]
    if len(path) == 1:
        return lines[first].start(4) if lines[first][4] else None
    below = [line for line in _until_next_key(lines[first + 1 :]) if line[2]]
    if lines[first][4] or not below:
        return None
    items = [line for line in below if line[1] == below[0][1]]
    return items[path[1]].end(2) if isinstance(path[1], int) else None


def _place_in(text: str, entry: str, number: int) -> int | None:
    """Where an item begins in the last entry at the top that is written just so."""
    start = text.rfind(entry)
    if start < 0 or (start > 0 and text[start - 1] != "\n"):
        return None
    first = entry.index("\n")
    dash = f"\n{_indent(entry[first:])}- "
    place = start + first
    for _ in range(number):
        place = text.find(dash, place + 1, start + len(entry))
    return place + len(dash) if text.startswith(dash, place) else None


def _until_next_key(lines: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    return takewhile(lambda line: line[1] or line[2] or not line[3], lines)


def _indent(block: str) -> str:
    return block[1 : len(block) - len(block.lstrip())]


def _apart(block: str) -> Raw:
    """What a collection is made of, told line by line."""
    fields = _fields_of(LINE.findall(f"key:{block}"))
    assert fields is not None
    return fields.written("key")


@lru_cache(maxsize=8192)
def _collection(block: str) -> Value:
    # One value for all articles that have it: as everywhere, nobody changes what was read.
    return _value(_apart(block))


def _value(raw: Raw) -> Value:
    if isinstance(raw, tuple):
        (block,) = raw
        return _collection(block) if len(block) <= _SHORT else _value(_apart(block))
    if not isinstance(raw, str):
        return [_value(item) for item in raw] if isinstance(raw, list) else raw
    if "\n" in raw:
        return _parsed(raw).data["key"]
    first = raw[0]
    if first == '"' or first == "'":
        return _unquoted(raw)
    if first == "[":
        return [_value(item) for item in ITEMS.findall(raw)]
    return _parsed(raw).data["key"] if first == "{" else _plain(raw)


@lru_cache(maxsize=8192)
def _plain(text: str) -> Value:
    # Most words stand in many articles, and a date is asked for several times.
    if USUAL_DATE.fullmatch(text):
        with contextlib.suppress(ValueError):
            return datetime.fromisoformat(text)
    return scalar_value(Scalar(0, 0, 0, text, ""))


def _parsed(raw: str) -> Document:
    """A value that is not so plain, by the parser after all."""
    return Document.of(b"", f"key: {raw}\n", b"")


def _unquoted(raw: str) -> str:
    inner = raw[1:-1]
    if raw[0] == "'":
        return inner.replace("''", "'")
    return ESCAPES.sub(_character, inner) if "\\" in inner else inner


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED[match[3]]
