"""Moving, inserting and removing items of each kind of list: the text after it."""

from __future__ import annotations

from datetime import datetime

import pytest

from curator.frontmatter import Arrange, Edit, Insert, Move, Remove, Set
from tests.frontmatter.texts import edited

LISTS: dict[str, tuple[str, Edit, str]] = {
    "into another order": (
        "l:\n  - a # one\n\n  - b\n  - c\n",
        Arrange(("l",), (2, 0, 1)),
        "l:\n  - c\n\n  - a # one\n  - b\n",
    ),
    "into another order with only some of them": (
        "l:\n  - a\n  - b\n  - c\n  - d\nz: 1\n",
        Arrange(("l",), (3, 1)),
        "l:\n  - d\n  - b\nz: 1\n",
    ),
    "down to none": ("l:\n  - a\n  - b\n", Arrange(("l",), ()), "l: []\n"),
    "shared values in another order": (
        "l:\n  - &x a\n  - b\n  - *x\n",
        Arrange(("l",), (2, 1, 0)),
        "l:\n  - &x a\n  - b\n  - *x\n",
    ),
    "written like the items that have its keys": (
        "l:\n  - t: 'a'\n    u: 'b'\n  - t: 'c'\n",
        Insert(("l",), 2, {"t": "d", "u": "e"}),
        "l:\n  - t: 'a'\n    u: 'b'\n  - t: 'c'\n  - t: 'd'\n    u: 'e'\n",
    ),
    "to the top": ("l:\n  - a\n  - b\n  - c\n", Move(("l",), 2, 0), "l:\n  - c\n  - a\n  - b\n"),
    "to the end": ("l:\n  - a\n  - b\n  - c\n", Move(("l",), 0, 2), "l:\n  - b\n  - c\n  - a\n"),
    "to where it is": ("l:\n  - a\n  - b\n", Move(("l",), 1, 1), "l:\n  - a\n  - b\n"),
    "without indentation": ("l:\n- a\n- b\nz: 1\n", Move(("l",), 1, 0), "l:\n- b\n- a\nz: 1\n"),
    "with CRLF": ("l:\r\n- a\r\n- b\r\n", Move(("l",), 1, 0), "l:\r\n- b\r\n- a\r\n"),
    "with lone CR": ("l:\r- a\r- b\r", Move(("l",), 1, 0), "l:\r- b\r- a\r"),
    "in brackets": ("l: [a,  b, c] # why\n", Move(("l",), 2, 0), "l: [c,  a, b] # why\n"),
    "in brackets over several lines": (
        "l: [\n  a, # one\n  'b',\n  c\n]\n",
        Move(("l",), 2, 0),
        "l: [\n  c,\n  a, # one\n  'b'\n]\n",
    ),
    "a mapping without braces in brackets": (
        "l: [a: 1 , b]\n",
        Move(("l",), 1, 0),
        "l: [b , a: 1]\n",
    ),
    "with its trailing comment": (
        "l:\n  - a # one\n  - b # two\n",
        Move(("l",), 1, 0),
        "l:\n  - b # two\n  - a # one\n",
    ),
    "with the comment above it": (
        "l:\n  - a\n  # about b\n  - b\n  - c\n",
        Move(("l",), 1, 2),
        "l:\n  - a\n  - c\n  # about b\n  - b\n",
    ),
    "with the comment inside it": (
        "l:\n  - a: 1\n    # about a\n  - b: 1\n",
        Move(("l",), 1, 0),
        "l:\n  - b: 1\n  - a: 1\n    # about a\n",
    ),
    "blank lines stay where they are": (
        "l:\n  - a\n\n  - b\n\n\n  - c\nz: 1\n",
        Move(("l",), 2, 0),
        "l:\n  - c\n\n  - a\n\n\n  - b\nz: 1\n",
    ),
    "the comment of the next key stays": (
        "l:\n  - a\n  - b\n# about z\nz: 1\n",
        Move(("l",), 1, 0),
        "l:\n  - b\n  - a\n# about z\nz: 1\n",
    ),
    "maps in lists of maps": (
        "l:\n  - t: x\n    i:\n      - u: 1\n        w: 2\n  - t: y\n",
        Move(("l",), 1, 0),
        "l:\n  - t: y\n  - t: x\n    i:\n      - u: 1\n        w: 2\n",
    ),
    "a list in a list of maps": (
        "l:\n  - i:\n      - u: 1\n        w: 2\n      - u: 3\n",
        Move(("l", 0, "i"), 1, 0),
        "l:\n  - i:\n      - u: 3\n      - u: 1\n        w: 2\n",
    ),
    "a list in a list without keys": (
        "l:\n  - - a\n    - b\n  - - c\n",
        Move(("l", 0), 1, 0),
        "l:\n  - - b\n    - a\n  - - c\n",
    ),
    "lists in a list": (
        "l:\n  - - a\n    - b\n  - - c\n",
        Move(("l",), 1, 0),
        "l:\n  - - c\n  - - a\n    - b\n",
    ),
    "items with block scalars": (
        "l:\n  - |\n    a\n  - |-\n    b\n  - >+\n    c\n\nz: 1\n",
        Move(("l",), 1, 0),
        "l:\n  - |-\n    b\n  - |\n    a\n  - >+\n    c\n\nz: 1\n",
    ),
    "empty items": ("l:\n  - a\n  -\n  - c\n", Move(("l",), 1, 0), "l:\n  -\n  - a\n  - c\n"),
    "an empty key": ("l:\n  - ?\n  - b\n", Move(("l",), 1, 0), "l:\n  - b\n  - ?\n"),
    "a quoted text continued at column 0": (
        'l:\n  - "a\nb"\n  - c\n',
        Move(("l",), 1, 0),
        'l:\n  - c\n  - "a\nb"\n',
    ),
    "an anchor that is used further down": (
        "l:\n  - a\n  - &x b\nz: *x\n",
        Move(("l",), 1, 0),
        "l:\n  - &x b\n  - a\nz: *x\n",
    ),
    "inserting at the top": ("l:\n  - a\n", Insert(("l",), 0, "b"), "l:\n  - b\n  - a\n"),
    "inserting at the end": (
        "l:\n  - a\nz: 1\n",
        Insert(("l",), 1, "b"),
        "l:\n  - a\n  - b\nz: 1\n",
    ),
    "inserting like the neighbour": (
        "l:\n  - 'a'\n  - 'b'\n",
        Insert(("l",), 1, "c"),
        "l:\n  - 'a'\n  - 'c'\n  - 'b'\n",
    ),
    "inserting a map": (
        'l:\n  - t: "x"\n    q: 1\n',
        Insert(("l",), 0, {"t": "y", "q": 2}),
        'l:\n  - t: "y"\n    q: 2\n  - t: "x"\n    q: 1\n',
    ),
    "inserting between blank lines": (
        "l:\n  - a\n\n  - b\n",
        Insert(("l",), 1, "c"),
        "l:\n  - a\n\n  - c\n\n  - b\n",
    ),
    "inserting in brackets": ("l: [a, b]\n", Insert(("l",), 1, "c, d"), 'l: [a, "c, d", b]\n'),
    "inserting at the end of brackets": ("l: [a]\n", Insert(("l",), 1, "b"), "l: [a, b]\n"),
    "inserting in empty brackets": ("l: []\n", Insert(("l",), 0, "b"), "l:\n  - b\n"),
    "inserting into nothing": ("a: 1\n", Insert(("l",), 0, "b"), "a: 1\nl:\n  - b\n"),
    "inserting into an empty value": ("l: ~\n", Insert(("l",), 0, "b"), "l:\n  - b\n"),
    "inserting with CRLF": ("l:\r\n- a\r\n", Insert(("l",), 1, "b"), "l:\r\n- a\r\n- b\r\n"),
    "removing the first": ("l:\n  - a\n  - b\n", Remove(("l", 0)), "l:\n  - b\n"),
    "removing the last": ("l:\n  - a\n  - b\nz: 1\n", Remove(("l", 1)), "l:\n  - a\nz: 1\n"),
    "removing the only one": ("l:\n  - a\nz: 1\n", Remove(("l", 0)), "l: []\nz: 1\n"),
    "removing the only one keeps the comment": (
        "l: # why\n  - a\nz: 1\n",
        Remove(("l", 0)),
        "l: [] # why\nz: 1\n",
    ),
    "removing takes its comment along": (
        "l:\n  - a\n  # about b\n  - b\n  - c\n",
        Remove(("l", 1)),
        "l:\n  - a\n  - c\n",
    ),
    "removing leaves one blank line": (
        "l:\n  - a\n\n  - b\n\n  - c\nz: 1\n",
        Remove(("l", 1)),
        "l:\n  - a\n\n  - c\nz: 1\n",
    ),
    "removing in brackets": ("l: [a, b, c]\n", Remove(("l", 1)), "l: [a, c]\n"),
    "removing the last in brackets": ("l: [a, b]\n", Remove(("l", 1)), "l: [a]\n"),
    "removing the last in brackets, below comments": (
        "l: [\n  a, # one\n  # two\n  b # three\n]\n",
        Remove(("l", 1)),
        "l: [\n  a # one\n  # two\n]\n",
    ),
    "removing the last in brackets, behind a comment and a comma": (
        "l: [a # x, y\n  , b]\n",
        Remove(("l", 1)),
        "l: [a # x, y\n  ]\n",
    ),
    "removing the only one in brackets": ("l: [a]\n", Remove(("l", 0)), "l: []\n"),
    "removing in a list without a line of its own": (
        "l:\n  - - a\n    - b\n",
        Remove(("l", 0, 0)),
        "l:\n  - - b\n",
    ),
    "removing a single-key map": ("l:\n  - a: 1\n  - b: 2\n", Remove(("l", 0)), "l:\n  - b: 2\n"),
    "setting an item": ("l:\n  - a # one\n  - b\n", Set(("l", 0), "c"), "l:\n  - c # one\n  - b\n"),
    "a block that keeps blank lines before an empty item": (
        "l:\n-\n\n- |+\n",
        Move(("l",), 0, 1),
        "l:\n- |+\n-\n",
    ),
    "a block before a line of blanks": (
        "l:\n- |1\n word\n- w\n  \n- z\n",
        Move(("l",), 0, 1),
        "l:\n- w\n- |1\n word\n\n- z\n",
    ),
    "in brackets with commas at the start of lines": (
        "l: [a # one\n  , b # two\n ]\n",
        Move(("l",), 0, 1),
        "l: [b # two\n  , a # one\n ]\n",
    ),
    "in brackets with a blank before the comma": (
        "l: [\n  a , # one\n  b # two\n ]\n",
        Move(("l",), 0, 1),
        "l: [\n  b , # two\n  a # one\n ]\n",
    ),
    "a pair without braces and value": ("l: [4: ,[]]\n", Move(("l",), 0, 1), "l: [[],4: ]\n"),
    "inserting beside a pair without value": (
        "l: [4: ,[]]\n",
        Insert(("l",), 1, "x"),
        "l: [4: ,x,[]]\n",
    ),
    "removing beside a pair without value": ("l: [4: ,[]]\n", Remove(("l", 1)), "l: [4: ]\n"),
    "inserting a moment beside a date": (
        "l: [2020-02-11]\n",
        Insert(("l",), 1, datetime(2021, 3, 4, 5, 6, 7)),
        "l: [2020-02-11, 2021-03-04T05:06:07]\n",
    ),
    "inserting behind a block that keeps blank lines": (
        "l:\n- a\n\n- |+\n  x\n\n",
        Insert(("l",), 2, "b"),
        "l:\n- a\n\n- |+\n  x\n\n- b\n",
    ),
    "removing the only one leaves the comments set off above it": (
        "l: # why\n\n  # set off\n\n  - a\nz: 1\n",
        Remove(("l", 0)),
        "l: [] # why\n\n  # set off\n\nz: 1\n",
    ),
    "removing the only one in brackets leaves the comments between them": (
        "l: [a, # one\n # all\n]\n",
        Remove(("l", 0)),
        "l: [\n # all\n]\n",
    ),
    "removing the first leaves the comment of the next": (
        "l:\n-   - a\n# note\n    - b\n",
        Remove(("l", 0, 0)),
        "l:\n-\n# note\n    - b\n",
    ),
}


@pytest.mark.parametrize(("before", "edit", "after"), LISTS.values(), ids=LISTS)
def test_moving_inserting_and_removing_items(before: str, edit: Edit, after: str) -> None:
    assert edited(before, edit) == after


def test_emptying_and_filling_a_list_gives_back_the_text() -> None:
    before = "t: x\nl:\n  - a\nz: 1\n"
    assert edited(before, Remove(("l", 0)), Insert(("l",), 0, "a")) == before
