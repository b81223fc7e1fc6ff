"""The judge of the benchmarks must find what it is there to find, whoever did it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.benchmarks.engines import Engine, by_curator, engines
from tests.benchmarks.judge import Verdict, judge, same
from tests.benchmarks.operations import (
    Add,
    Change,
    Drop,
    Key,
    Put,
    Shift,
    Task,
    changed,
    places,
    tasks,
    top_place,
)
from tests.benchmarks.reading import Reading, Unjudged

RIGHT = Verdict(lines=True, data=True)
WRONG_LINES = Verdict(lines=False, data=True)
WRONG_DATA = Verdict(lines=True, data=False)

STORY = b"""---
title: "A headline"   # keep short
published: true
# sources
tags:
  - one
  # the best
  - two  # second
  - three

heat: 12
---
Body with  spaces
"""


def key(*names: str | int) -> tuple[Key | int, ...]:
    return tuple(name if isinstance(name, int) else Key(name, name) for name in names)


def verdict(data: bytes, change: Change, new: bytes) -> Verdict:
    reading = Reading(data)
    path = change.path
    if len(path) == 1 and isinstance(change, Put):
        place = top_place(reading, path[0].text if isinstance(path[0], Key) else "")
    else:
        place = next(each for each in places(reading) if each.path == path)
    return judge(reading, Task("", change, place, changed(reading.data, change)), new)


def edited(*replacements: tuple[bytes, bytes], data: bytes = STORY) -> bytes:
    for old, new in replacements:
        assert data.count(old) == 1
        data = data.replace(old, new)
    return data


TITLE = Put(key("title"), "Another")
TOGGLE = Put(key("published"), False)
ADD = Put(key("lang"), "en")
DROP_ITEM = Drop(key("tags", 1))
DROP_KEY = Drop(key("tags"))
INSERT = Add(key("tags"), 1, "new")
MOVE = Shift(key("tags"), 0, 2)
TO_FALSE = (b"published: true", b"published: false")
TO_ANOTHER = (b'"A headline"', b'"Another"')
ITEMS = b"  - one\n  # the best\n  - two  # second\n  - three\n"


@pytest.mark.parametrize(
    ("change", "new", "expected"),
    [
        (TOGGLE, edited(TO_FALSE), RIGHT),
        (TOGGLE, STORY, Verdict(lines=True, data=False)),
        (TOGGLE, edited((b"published: true", b'published: "false"')), WRONG_DATA),
        (TOGGLE, edited(TO_FALSE, (b"heat: 12", b"heat:  12")), WRONG_LINES),
        (TOGGLE, edited(TO_FALSE, (b"Body with  ", b"Body with ")), WRONG_LINES),
        (TOGGLE, edited(TO_FALSE, (b"three\n\n", b"three\n")), WRONG_LINES),
        (TOGGLE, edited((b"published: true\n", b"published: false\r\n")), WRONG_LINES),
        (TOGGLE, edited((b"published: true\n", b"published:\n  false\n")), WRONG_LINES),
        (TITLE, edited(TO_ANOTHER), RIGHT),
        (TITLE, edited((b'"A headline"   # keep short', b"Another")), WRONG_LINES),
        (ADD, edited((b"heat: 12\n", b"heat: 12\nlang: en\n")), RIGHT),
        (ADD, edited((b"heat: 12\n", b"heat: 12\n\nlang: en\n")), WRONG_LINES),
        (ADD, edited((b"heat: 12\n", b"heat: 12\nlang: 'en\n")), WRONG_DATA),
        (DROP_ITEM, edited((b"  - two  # second\n", b"")), RIGHT),
        (DROP_ITEM, edited((b"  # the best\n  - two  # second\n", b"")), RIGHT),
        (DROP_ITEM, edited((b"  - two  # second\n", b""), (b"# sources\n", b"")), WRONG_LINES),
        (DROP_ITEM, edited((b"  - one\n", b"")), Verdict(lines=False, data=False)),
        (DROP_KEY, edited((b"tags:\n" + ITEMS, b"")), RIGHT),
        (DROP_KEY, edited((b"# sources\ntags:\n" + ITEMS + b"\n", b"")), RIGHT),
        (DROP_KEY, edited((b"tags:\n" + ITEMS, b"# lost\n")), WRONG_LINES),
        (INSERT, edited((b"  - one\n", b"  - one\n  - new\n")), RIGHT),
        (INSERT, edited((b"  - one\n", b"  - one\n  - new\n  # x\n")), WRONG_LINES),
        (INSERT, edited((b"  - one\n", b"  - new\n  - one\n")), WRONG_DATA),
        (
            MOVE,
            edited((ITEMS, b"  # the best\n  - two  # second\n  - three\n  - one\n")),
            RIGHT,
        ),
        (
            MOVE,
            edited((ITEMS, b"  # the best\n  - two\n  - three\n  - one\n")),
            WRONG_LINES,
        ),
    ],
)
def test_verdicts(change: Change, new: bytes, expected: Verdict) -> None:
    assert verdict(STORY, change, new) == expected


def test_lines_end_as_their_neighbours_do() -> None:
    windows = STORY.replace(b"\n", b"\r\n")
    right = windows.replace(b"heat: 12\r\n", b"heat: 12\r\nlang: en\r\n")
    assert verdict(windows, ADD, right) == RIGHT
    mixed = windows.replace(b"heat: 12\r\n", b"heat: 12\r\nlang: en\n")
    assert verdict(windows, ADD, mixed) == WRONG_LINES


def test_a_block_scalar_gives_way_to_a_line_but_its_blank_lines_stay() -> None:
    data = b"---\ntitle: >\n  a\n  b\n\nheat: 1\n---\n"
    assert verdict(data, TITLE, b"---\ntitle: Another\n\nheat: 1\n---\n") == RIGHT
    assert verdict(data, TITLE, b"---\ntitle: Another\nheat: 1\n---\n") == WRONG_LINES
    kept = data.replace(b">", b">+")
    assert verdict(kept, TITLE, b"---\ntitle: Another\nheat: 1\n---\n") == RIGHT


def test_a_list_in_brackets_changes_on_its_own_line() -> None:
    data = b"---\na: [one, two, three] # c\nb: 1\n---\n"
    drop = Drop(key("a", 1))
    assert verdict(data, drop, data.replace(b" two,", b"")) == RIGHT
    assert verdict(data, drop, data.replace(b" two,", b"").replace(b" # c", b"")) == WRONG_LINES
    block = b"---\na: # c\n- one\n- three\nb: 1\n---\n"
    assert verdict(data, drop, block) == WRONG_LINES


def test_the_last_item_in_brackets_may_take_a_blank_line_along() -> None:
    data = b"---\na: [\n  one, # c\n  two,\n\n  three\n]\n---\n"
    drop = Drop(key("a", 2))
    assert verdict(data, drop, data.replace(b"two,\n\n  three", b"two")) == RIGHT
    assert verdict(data, drop, data.replace(b"\n  three", b"")) == RIGHT
    closed = b"---\na: [\n  one, two]\n---\n"
    assert verdict(data, drop, closed) == WRONG_LINES


def test_a_new_item_is_a_new_line_in_a_list_that_shares_its_line() -> None:
    data = b"---\na:\n  - - one # c\n---\n"
    first, last = Add(key("a", 0), 0, "new"), Add(key("a", 0), 1, "new")
    assert verdict(data, last, data.replace(b" # c\n", b" # c\n    - new\n")) == RIGHT
    assert verdict(data, last, data.replace(b"one # c", b"one\n    - new")) == WRONG_LINES
    assert verdict(data, last, data.replace(b"- one # c", b"[one, new]")) == WRONG_LINES
    assert verdict(data, first, data.replace(b"one", b"new\n    - one")) == RIGHT
    assert verdict(data, first, data.replace(b"one # c", b"new\n    - one")) == WRONG_LINES


def test_of_several_documents_the_first_is_judged_and_the_others_stay() -> None:
    data = b"---\ntitle: One\n--- # two\ntitle: Two\n---\n"
    right = data.replace(b"One", b"Another")
    assert verdict(data, TITLE, right) == RIGHT
    assert verdict(data, TITLE, data.replace(b"Two", b"Another")) != RIGHT
    assert verdict(data, TITLE, right.replace(b"Two", b"Too")) == WRONG_LINES
    assert verdict(data, ADD, data.replace(b"Two\n", b"Two\nlang: en\n")) == WRONG_DATA


def test_the_last_item_leaves_an_empty_list_and_the_comment_of_its_key() -> None:
    data = b"---\na: # c\n# above\n- one\nb: 1\n---\n"
    drop = Drop(key("a", 0))
    assert verdict(data, drop, b"---\na: [] # c\nb: 1\n---\n") == RIGHT
    assert verdict(data, drop, b"---\na: []\nb: 1\n---\n") == WRONG_LINES


@pytest.mark.parametrize(
    "unloadable", [b"date: 2022-00-00", b"x: {{ y }}", b"a: &a 1\nb: &a 2"], ids=repr
)
def test_what_pyyaml_cannot_load_is_compared_by_its_events(unloadable: bytes) -> None:
    data = b"---\npublished: true\n" + unloadable + b"\n---\n"
    assert not Reading(data).loads
    right = data.replace(b"true", b"false")
    assert verdict(data, TOGGLE, right) == RIGHT
    assert not verdict(data, TOGGLE, right.replace(unloadable, b"date: 2022-01-01")).data


def test_an_alias_may_follow_its_anchor_or_not() -> None:
    data = b"---\ntitle: &t One\nseo: *t\n---\n"
    followed = b"---\ntitle: &t Another\nseo: *t\n---\n"
    assert verdict(data, TITLE, followed).data
    assert verdict(data, TITLE, b"---\ntitle: Another\nseo: One\n---\n").data
    assert not verdict(data, TITLE, b"---\ntitle: Another\nseo: Two\n---\n").data


def test_types_are_part_of_the_data() -> None:
    different: list[tuple[Any, Any]] = [(1, True), (1, 1.0), ({1: 0}, {True: 0}), ([1], (1,))]
    assert not any(same(one, other) for one, other in different)
    assert same({"a": [float("nan")]}, {"a": [float("nan")]})


@pytest.mark.parametrize(
    "data", [b"no fence\n", b"---\nopen: true\n", b"---\n- 1\n---\n", b"---\na: [\n---\n"]
)
def test_without_front_matter_there_is_nothing_to_judge(data: bytes) -> None:
    with pytest.raises(Unjudged):
        Reading(data)


def test_every_operation_is_tried_on_a_story_and_curator_does_it_right() -> None:
    data = STORY.replace(b"heat: 12", b"related:\n- title: One\n  url: a\n- title: Two\n  url: b")
    reading = Reading(data)
    done = {
        task.operation: judge(reading, task, by_curator(data, task.change))
        for task in tasks("a story", reading)
    }
    assert len(done) == 8
    assert set(done.values()) == {RIGHT}


@pytest.mark.parametrize("engine", engines()[0], ids=lambda engine: engine.name)
@pytest.mark.parametrize("change", [TOGGLE, TITLE, ADD, DROP_ITEM, INSERT, MOVE], ids=repr)
def test_engines_change_the_data_as_asked(engine: Engine, change: Change) -> None:
    plain = b"---\ntitle: One\npublished: true\ntags:\n- one\n- two\n- three\n---\nBody\n"
    assert verdict(plain, change, engine.edit(plain, change)).data
