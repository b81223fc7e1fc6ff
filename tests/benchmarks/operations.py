"""The edits that every engine is asked for, and what the data must be after each.

One edit of each kind a file, chosen by a random generator whose seed is the file's name, so that
all engines and all runs get the same.  Left out is only what has no single right answer: values
that an alias shares with another place, and keys that stand twice or come from a merge (`<<`)
except for `title` and `published`, which are edited whatever they are.
"""

from __future__ import annotations

import contextlib
import copy
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.benchmarks.corpora import SEED
from tests.benchmarks.reading import Node, Reading, key_value

NEW_TITLE = "Zoox settles with Tesla: “what now?” #2"
NEW_TEXT = "Edited: it's a new text"
NEW_ITEM = "an added item"
NEW_STORY = {"title": "An added story: it's new", "url": "https://example.org/added"}
NEW_KEY = "reviewed_by"


@dataclass(frozen=True, slots=True)
class Key:
    """A key on a path: as PyYAML loads it, and as it is written."""

    value: Any
    text: str


Path: TypeAlias = "tuple[Key | int, ...]"


@dataclass(frozen=True, slots=True)
class Put:
    """Give a field a value; a missing key at the top is added."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Drop:
    """Take a key or an item away."""

    path: Path


@dataclass(frozen=True, slots=True)
class Add:
    """Put an item into a list."""

    path: Path
    index: int
    value: Any


@dataclass(frozen=True, slots=True)
class Shift:
    """Move an item so that it becomes number `target`."""

    path: Path
    source: int
    target: int


Change: TypeAlias = Put | Drop | Add | Shift


@dataclass(frozen=True, slots=True)
class Place:
    """A value and where it hangs: its key or its number in `parent`.

    `line` is where the key or the dash stands, `outer` where those of the parent do; `behind` is
    the character after the key or the dash.
    """

    path: Path
    node: Node
    parent: Node
    number: int
    line: int
    outer: int
    behind: int


@dataclass(frozen=True, slots=True)
class Task:
    """One edit of one file.

    `place` is the value that it is about (for `Add` and `Shift` the list), None for a key that is
    not there yet; `wanted` the data after it.
    """

    operation: str
    change: Change
    place: Place | None
    wanted: Any


def tasks(name: str, reading: Reading, round_: int = 0) -> Iterator[Task]:
    """The edits for one file, each kind at most once, in the order of `OPERATIONS`.

    Later rounds choose other places, and leave out the kinds that have only one.
    """
    there = list(places(reading))
    for operation, choose in OPERATIONS.items():
        if round_ and operation in SINGLE:
            continue
        dice = random.Random(f"{SEED}/{name}/{operation}" + (f"/{round_}" if round_ else ""))
        found = choose(reading, there, dice)
        if found is None:
            continue
        change, place = found
        # A tag such as `!!set` loads as something that is neither list nor mapping.
        with contextlib.suppress(TypeError, LookupError):
            yield Task(operation, change, place, changed(reading.data, change))


def changed(data: Any, change: Change) -> Any:
    """The data after a change; what is not on its path is shared with the old."""
    whole = copy.copy(data)
    path = change.path if isinstance(change, (Add, Shift)) else change.path[:-1]
    parent = whole
    for element in path:
        step = element.value if isinstance(element, Key) else element
        parent[step] = copy.copy(parent[step])
        parent = parent[step]
    if isinstance(change, Add):
        parent.insert(change.index, change.value)
    elif isinstance(change, Shift):
        parent.insert(change.target, parent.pop(change.source))
    else:
        last = change.path[-1]
        step = last.value if isinstance(last, Key) else last
        if isinstance(change, Put):
            parent[step] = change.value
        else:
            del parent[step]
    return whole


_Found: TypeAlias = "tuple[Change, Place | None] | None"
_Choice: TypeAlias = Callable[[Reading, "list[Place]", random.Random], "_Found"]


def _toggle(reading: Reading, there: list[Place], dice: random.Random) -> _Found:
    place = top_place(reading, "published")
    old = place.node.value if place is not None else None
    if place is not None and place.node.kind != "scalar":
        return None
    return Put((Key("published", "published"),), old is not True), place


def _title(reading: Reading, there: list[Place], dice: random.Random) -> _Found:
    place = top_place(reading, "title")
    if place is None or place.node.kind != "scalar":
        return None
    return Put(place.path, NEW_TITLE), place


def _nested(reading: Reading, there: list[Place], dice: random.Random) -> _Found:
    found = [p for p in there if len(p.path) > 1 and _editable(p.node)]
    if not found:
        return None
    place = dice.choice(found)
    return Put(place.path, _other(place.node.value)), place


def _insert(reading: Reading, there: list[Place], dice: random.Random) -> _Found:
    found = [p for p in there if p.node.kind == "list"]
    if not found:
        return None
    place = dice.choice(found)
    items = place.node.items
    stories = bool(items) and all(item.kind == "map" for item in items)
    value: Any = dict(NEW_STORY) if stories else NEW_ITEM
    return Add(place.path, dice.randint(0, len(items)), value), place


def _remove(reading: Reading, there: list[Place], dice: random.Random) -> _Found:
    found = [p for p in there if p.parent.kind == "list" and not _referred(reading, p.node)]
    place = dice.choice(found) if found else None
    return None if place is None else (Drop(place.path), place)


def _move(reading: Reading, there: list[Place], dice: random.Random) -> _Found:
    found = [p for p in there if p.node.kind == "list" and len(p.node.items) > 1]
    found = [p for p in found if not _referred(reading, p.node)]
    if not found:
        return None
    place = dice.choice(found)
    source, target = dice.sample(range(len(place.node.items)), 2)
    return Shift(place.path, source, target), place


def _add_key(reading: Reading, there: list[Place], dice: random.Random) -> _Found:
    return Put((Key(NEW_KEY, NEW_KEY),), "Ada Lovelace"), None


def _remove_key(reading: Reading, there: list[Place], dice: random.Random) -> _Found:
    found = [p for p in there if len(p.path) == 1 and not _referred(reading, p.node)]
    if not found or top_place(reading, "<<") is not None:
        return None
    place = dice.choice(found)
    return Drop(place.path), place


OPERATIONS: dict[str, _Choice] = {
    "toggle published": _toggle,
    "edit title": _title,
    "edit a nested field": _nested,
    "insert an item": _insert,
    "remove an item": _remove,
    "move an item": _move,
    "add a key": _add_key,
    "remove a key": _remove_key,
}

SINGLE = {"toggle published", "edit title", "add a key"}
"""The kinds for which a file has only one place."""


def top_place(reading: Reading, text: str) -> Place | None:
    """The place of a key at the top; the last one where it is written twice."""
    found: Place | None = None
    root = reading.root
    for number, (key, _) in enumerate(root.entries if root else ()):
        if root is not None and key.kind == "scalar" and key.value == text:
            found = _place(reading, ((), root, root.first), Key(text, text), number)
    return found


_Inner: TypeAlias = "tuple[Path, Node, int]"
"""A collection, its path and the line on which its key or dash stands."""


def places(reading: Reading) -> Iterator[Place]:
    """Every value that is reached on one way only, from the top down."""
    pending: list[_Inner] = [((), reading.root, reading.root.first)] if reading.root else []
    while pending:
        inner = pending.pop()
        for element, number in _elements(reading, inner[1]):
            place = _place(reading, inner, element, number)
            # What stands behind an anchor that is referred to stands in two places.
            if place.node.kind != "alias" and place.node.anchor not in reading.anchors_used:
                yield place
                if place.node.kind in ("list", "map"):
                    pending.append((place.path, place.node, place.line))


def _elements(reading: Reading, parent: Node) -> Iterator[tuple[Key | int, int]]:
    """The keys that stand once, or the numbers, of a collection."""
    if parent.kind == "list":
        yield from ((number, number) for number in range(len(parent.items)))
        return
    values = [
        key_value(key, key.value if key.kind == "scalar" else key.start)
        for key, _ in parent.entries
    ]
    times = Counter((type(value), value) for value in values)
    for number, (key, _) in enumerate(parent.entries):
        written = reading.text[key.start : key.end]
        if key.kind == "scalar" and written != "<<" and times[type(key.value), key.value] == 1:
            yield Key(key.value, key.text), number


def _place(reading: Reading, inner: _Inner, element: Key | int, number: int) -> Place:
    path, parent, outer = inner
    if parent.kind == "map":
        key, node = parent.entries[number]
        line, behind = key.first, key.end
    elif parent.flow:
        node = parent.items[number]
        line, behind = node.first, node.start
    else:
        node, dash = parent.items[number], parent.dashes[number]
        line, behind = reading.line(dash), dash + 1
    return Place((*path, element), node, parent, number, line, outer, behind)


def _referred(reading: Reading, node: Node) -> bool:
    """Whether an alias refers to something in the value: it cannot go, nor pass the alias."""
    if node.anchor in reading.anchors_used:
        return True
    inner = [*node.items, *(each for entry in node.entries for each in entry)]
    return any(_referred(reading, each) for each in inner)


def _editable(node: Node) -> bool:
    return node.kind == "scalar" and isinstance(node.value, (str, int, float, type(None)))


def _other(value: Any) -> Any:
    """Another value of the same type, as a person would enter it."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return 12.5 if value != 12.5 else 13.5
    return NEW_TEXT
