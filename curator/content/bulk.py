"""What can be done to one field of many articles, and the edits that do it in one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias

from curator.content.schema import CONVENTIONAL_ORDER, label_of
from curator.frontmatter import (
    Document,
    Edit,
    FieldPath,
    Insert,
    Remove,
    Set,
    Unreadable,
    Value,
)
from curator.frontmatter.timestamps import Timestamp

Substitute: TypeAlias = Callable[[str], tuple[str, int]]
"""Gives a text with all that is found in it replaced, and how often it was found."""


class BulkError(Exception):
    """Why something cannot be done, to one article or at all; `message` is for the editor."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotYet(Exception):
    """The answer is still being worked out: ask again in a moment."""


@dataclass(frozen=True, slots=True)
class SetField:
    """Give the field a value, whether or not the article has it."""

    path: FieldPath
    value: Value

    def edits(self, document: Document) -> list[Edit]:
        """The edits for one article; none where it is so already.  Raises BulkError."""
        _check_parents(document, self.path)
        value, now = self.value, document.value(self.path)
        if isinstance(value, date) and isinstance(now, str) and not isinstance(now, Unreadable):
            # A date that the file has in quotes stays text.
            form = Timestamp.read(now)
            moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
            value = str(form.at(moment)) if form is not None else value
        return [Set(self.path, value, CONVENTIONAL_ORDER)]


@dataclass(frozen=True, slots=True)
class ClearField:
    """Take the field away, and what it stood in alone."""

    path: FieldPath

    def edits(self, document: Document) -> list[Edit]:
        """The edits for one article; none where it does not have the field."""
        path = self.path
        parent = document.value(path[:-1]) if path[:-1] else document.data
        if not isinstance(parent, dict) or path[-1] not in parent:
            return []
        while len(path) > 1 and isinstance(parent, dict) and len(parent) == 1:
            path = path[:-1]
            parent = document.value(path[:-1]) if path[:-1] else document.data
        return [Remove(path)]


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """Find and replace in a text, or in each entry of a list of words."""

    path: FieldPath
    substitute: Substitute

    def edits(self, document: Document) -> list[Edit]:
        """The edits for one article.  Raises BulkError, or what `substitute` raises."""
        return self.found(document)[0]

    def found(self, document: Document) -> tuple[list[Edit], int]:
        """The edits for one article, and how many matches there are."""
        value = document.value(self.path)
        if value is None:
            return [], 0
        if isinstance(value, dict):
            raise BulkError(f"{_name(self.path)} has fields of its own there: choose one of them")
        if isinstance(value, list):
            return self._in_list(value)
        if not isinstance(value, str) or isinstance(value, Unreadable):
            return self._in_other(document.text(self.path) or str(value), value)
        text, count = self.substitute(value)
        return ([Set(self.path, text)] if text != value else []), count

    def _in_list(self, items: list[Value]) -> tuple[list[Edit], int]:
        edits: list[Edit] = []
        total = 0
        # All entries are asked for before one that is still awaited is complained of.
        awaited: NotYet | None = None
        for number, item in enumerate(items):
            if not isinstance(item, str):
                continue
            try:
                text, count = self.substitute(item)
            except NotYet as problem:
                awaited = problem
                continue
            total += count
            if text != item:
                edits.append(Set((*self.path, number), text))
        if awaited is not None:
            raise awaited
        return edits, total

    def _in_other(self, text: str, value: Value) -> tuple[list[Edit], int]:
        if self.substitute(text)[1] == 0:
            return [], 0
        raise BulkError(f"{_name(self.path)} is {_kind_in_words(value)} there, not text: set it")


@dataclass(frozen=True, slots=True)
class AddEntries:
    """Put words at the end of a list that does not have them; the others stay as they are."""

    path: FieldPath
    entries: tuple[str, ...]

    def edits(self, document: Document) -> list[Edit]:
        """The edits for one article.  Raises BulkError where the field is no list of words."""
        _check_parents(document, self.path)
        has = {word.casefold() for word in _words_at(document, self.path)}
        value = document.value(self.path)
        wanted: dict[str, str] = {}
        for entry in self.entries:
            wanted.setdefault(entry.casefold(), entry)
        new = [entry for folded, entry in wanted.items() if folded not in has]
        if not new:
            return []
        if not isinstance(value, list):
            return [Set(self.path, [*new], CONVENTIONAL_ORDER)]
        return [
            Insert(self.path, len(value) + number, entry, CONVENTIONAL_ORDER)
            for number, entry in enumerate(new)
        ]


@dataclass(frozen=True, slots=True)
class RemoveEntries:
    """Take words out of a list, in capital letters or not; the others stay as they are."""

    path: FieldPath
    entries: tuple[str, ...]

    def edits(self, document: Document) -> list[Edit]:
        """The edits for one article.  Raises BulkError where the field is no list of words."""
        gone = {entry.casefold() for entry in self.entries}
        words = _words_at(document, self.path)
        return [
            Remove((*self.path, number))
            for number in reversed(range(len(words)))
            if words[number].casefold() in gone
        ]


Action: TypeAlias = SetField | ClearField | ReplaceText | AddEntries | RemoveEntries


def name_of(path: FieldPath) -> str:
    """What to call a field: "Provider Name" for the name within the provider."""
    return " ".join(label_of(str(key)) for key in path)


def _words_at(document: Document, path: FieldPath) -> list[str]:
    value = document.value(path)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BulkError(f"{_name(path)} is {_kind_in_words(value)} there, not a list")
    if any(isinstance(item, (dict, list)) for item in value):
        raise BulkError(f"{_name(path)} is a list of more than words there")
    return [str(item) for item in value]


def _check_parents(document: Document, path: FieldPath) -> None:
    for length in range(1, len(path)):
        above = document.value(path[:length])
        if above is not None and not isinstance(above, dict):
            what = _kind_in_words(above)
            raise BulkError(f"{_name(path[:length])} is {what} there, without fields of its own")


def _name(path: FieldPath) -> str:
    return f"“{name_of(path)}”"


def _kind_in_words(value: Value) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a group of fields"
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str) and not isinstance(value, Unreadable):
        return "one text"
    return "a date" if not isinstance(value, bytes) else "binary data"
