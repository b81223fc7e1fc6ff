"""Whether an edit did what was asked and nothing else, told without any of curator's code.

**Data**: PyYAML's safe loader must give the intended data for the new front matter, types
included.  Where it cannot load the original, the trees of its parse events are compared instead.
Where others refer to the edited value by an alias, they may follow it or keep the old one.

**Lines**: outside of the lines that belong to the edited field, every byte of the file must be as
it was, line ends included.  Inside of them:

- a new value on a single line changes this one line; one on several lines gives way to at most as
  many.  The comments in and behind it stay.
- a new key is one line more, anywhere between the fences.
- a new item of a block list is one line more (one a key for a mapping), next to one blank line
  where blank lines part the items; the other lines stay as they are.
- a key or an item that goes takes its own lines, and may take the comments directly above it,
  those below it that are indented deeper, and of the blank lines above or below it as many as
  stand on both sides, or one.  The last item of a list leaves one line (`key: []`), the last key
  at the top may leave one (`{}`).  Nothing else changes.
- an item that moves leaves the list with the same lines in another order.
- a list in brackets changes on its own lines only: on one line if it stands on one.  Where one
  of its blank lines parts an item from the others, that may go with the item.
- of a list that shares its line with another (`- - first`) that line changes where a new item
  comes to stand there, or an old one goes or moves; all else is as in other lists.

New lines end like the ones around them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.benchmarks.line_rules import lines_right
from tests.benchmarks.operations import Put, Task
from tests.benchmarks.reading import Reading, Unjudged, load_data, plain


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether exactly the intended lines changed, and whether the data is as intended."""

    lines: bool
    data: bool

    @property
    def right(self) -> bool:
        """Both."""
        return self.lines and self.data


def judge(reading: Reading, task: Task, new: bytes) -> Verdict:
    """The verdict on the bytes that an engine made of a file for a task."""
    return Verdict(lines_right(reading, task, new), _data_right(reading, task, new))


def _data_right(reading: Reading, task: Task, new: bytes) -> bool:
    try:
        if reading.loads and same(load_data(new), task.wanted):
            return True
        place = task.place
        shared = place is not None and place.node.anchor in reading.anchors_used
        if reading.loads and not (shared and isinstance(task.change, Put)):
            return False
        after = plain(Reading(new).root)
    except Unjudged:
        return False
    if not reading.loads and same(after, task.wanted):
        return True
    return shared and same(after, _followed(reading, task))


def _followed(reading: Reading, task: Task) -> Any:
    """The data with a new value that all its aliases stand for as well."""
    assert isinstance(task.change, Put)
    assert task.place is not None
    node = task.place.node
    old, node.value = node.value, task.change.value
    try:
        return plain(reading.root)
    finally:
        node.value = old


def same(one: Any, other: Any, known: set[tuple[int, int]] | None = None) -> bool:
    """Whether two values are equal and of the same types, the offsets of times included."""
    known = set() if known is None else known
    if type(one) is not type(other):
        return False
    if isinstance(one, (dict, list)):
        # Aliases share objects, and a bomb of them is compared once.
        if (id(one), id(other)) in known:
            return True
        known.add((id(one), id(other)))
        if len(one) != len(other):
            return False
        if isinstance(one, list):
            return all(same(a, b, known) for a, b in zip(one, other, strict=True))
        # `1` and `True` are one key to Python.
        if {(type(key), key) for key in one} != {(type(key), key) for key in other}:
            return False
        return all(same(one[key], other[key], known) for key in one)
    if isinstance(one, float) and math.isnan(one):
        return math.isnan(other)
    if isinstance(one, datetime):
        return one == other and one.utcoffset() == other.utcoffset()
    return bool(one == other)
