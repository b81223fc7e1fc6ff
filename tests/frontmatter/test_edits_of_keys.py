"""Adding and removing keys on each shape: the text after it, character by character."""

from __future__ import annotations

from datetime import datetime

import pytest

from curator.frontmatter import Edit, Remove, Set, Written
from tests.frontmatter.texts import edited

KEYS: dict[str, tuple[str, Edit, str]] = {
    "a new key goes to the single values": (
        "title: x\n\nlist:\n  - 1\n",
        Set(("published",), True),
        "title: x\npublished: true\n\nlist:\n  - 1\n",
    ),
    "a new key goes where the site has it": (
        "title: x\nheat: 1\nprovider:\n  name: y\n",
        Set(("quality",), 5, ("title", "quality", "heat", "provider")),
        "title: x\nquality: 5\nheat: 1\nprovider:\n  name: y\n",
    ),
    "a new key before all others": (
        "heat: 1\n",
        Set(("title",), "x", ("title", "heat")),
        "title: x\nheat: 1\n",
    ),
    "a new key behind a block with blank lines kept": (
        "a: |+\n  x\n\n",
        Set(("b",), 1),
        "a: |+\n  x\n\nb: 1\n",
    ),
    "a new key before a comment of the next": (
        "a: 1\n# about l\nl:\n- x\n",
        Set(("b",), 2),
        "a: 1\nb: 2\n# about l\nl:\n- x\n",
    ),
    "a new key in empty front matter": ("", Set(("a",), "x"), "a: x\n"),
    "a new key below comments": ("# only\n", Set(("a",), "x"), "# only\na: x\n"),
    "a new key with CRLF": ("a: 1\r\n", Set(("b",), 2), "a: 1\r\nb: 2\r\n"),
    "a new key that needs quotes": ("a: 1\n", Set(("on: x",), 2), 'a: 1\n"on: x": 2\n'),
    "a new key in brackets": ("a: {x: 1}\n", Set(("a", "w"), 2), "a: {x: 1, w: 2}\n"),
    "a new key in empty brackets": ("a: {}\n", Set(("a", "w"), 2), "a: {w: 2}\n"),
    "a new key in a mapping": (
        "a:\n    x: 1\nb: 2\n",
        Set(("a", "w"), 2),
        "a:\n    x: 1\n    w: 2\nb: 2\n",
    ),
    "a new key with its parents": (
        "a: 1\n",
        Set(("p", "q", "r"), 2),
        "a: 1\np:\n  q:\n    r: 2\n",
    ),
    "a new key in an item follows its siblings": (
        "l:\n  - a: 1\n    q: 5\n    z: 1\n  - a: 2\n    z: 2\n",
        Set(("l", 1, "q"), 6),
        "l:\n  - a: 1\n    q: 5\n    z: 1\n  - a: 2\n    q: 6\n    z: 2\n",
    ),
    "a new text with line breaks": ("a: 1\n", Set(("b",), "x\ny\n"), "a: 1\nb: |\n  x\n  y\n"),
    "a new list": ("a: 1\n", Set(("l",), ["x", "y: z"]), 'a: 1\nl:\n  - x\n  - "y: z"\n'),
    "a new list like the others of the file": (
        "k:\n- 1\n- 2\na: 1\n",
        Set(("l",), ["x"]),
        "k:\n- 1\n- 2\na: 1\nl:\n- x\n",
    ),
    "a new list in brackets like the others of the file": (
        "k: [1, 2]\na: 1\n",
        Set(("l",), ["x", "y, z"]),
        'k: [1, 2]\na: 1\nl: [x, "y, z"]\n',
    ),
    "an empty value becomes a list": (
        "l:\na: 1\n",
        Set(("l",), ["x"]),
        "l:\n  - x\na: 1\n",
    ),
    "an empty value with a comment becomes a list": (
        "l: # why\na: 1\n",
        Set(("l",), ["x"]),
        "l: # why\n  - x\na: 1\n",
    ),
    "only the item that differs is written": (
        "l:\n  - a: 1 # one\n    b: 'x'\n  - a: 2 # two\n    b: 'y'\n",
        Set(("l",), [{"a": 1, "b": "x"}, {"a": 3, "b": "y"}]),
        "l:\n  - a: 1 # one\n    b: 'x'\n  - a: 3 # two\n    b: 'y'\n",
    ),
    "a list of fewer items": (
        "l:\n  - a # one\n  - b # two\n  - c # three\n",
        Set(("l",), ["a", "c"]),
        "l:\n  - a # one\n  - c # three\n",
    ),
    "a list in another order": (
        "l:\n  - a # one\n  - b # two\n  - c # three\n",
        Set(("l",), ["c", "a", "b"]),
        "l:\n  - c # three\n  - a # one\n  - b # two\n",
    ),
    "a mapping keeps what stays": (
        "m: # why\n  a: 1 # one\n  b: 2\n",
        Set(("m",), {"a": 1, "c": 3}),
        "m: # why\n  a: 1 # one\n  c: 3\n",
    ),
    "a merge stays where its values do": (
        "d: &d\n  x: 1\nm:\n  <<: *d\n  y: 2\n",
        Set(("m",), {"x": 1, "y": 3}),
        "d: &d\n  x: 1\nm:\n  <<: *d\n  y: 3\n",
    ),
    "removing a key": ("a: 1\nb: 2 # why\nc: 3\n", Remove(("b",)), "a: 1\nc: 3\n"),
    "removing the last key": ("a: 1\n", Remove(("a",)), ""),
    "removing a key that is written twice": (
        "a: 1\nb: 2\na: 3\nc: 4\n",
        Remove(("a",)),
        "b: 2\nc: 4\n",
    ),
    "removing a key leaves one blank line": (
        "a: 1\n\nb:\n  - x\n\nc: 3\n",
        Remove(("b",)),
        "a: 1\n\nc: 3\n",
    ),
    "removing a key leaves the comment of the next": (
        "a: 1\nb: 2\n# about c\nc: 3\n",
        Remove(("b",)),
        "a: 1\n# about c\nc: 3\n",
    ),
    "removing a key with a block": ("a: |\n  x\n  y\nb: 1\n", Remove(("a",)), "b: 1\n"),
    "removing the first key of an item": (
        "l:\n  - a: 1\n    b: 2\n",
        Remove(("l", 0, "a")),
        "l:\n  - b: 2\n",
    ),
    "removing the only key of an item": (
        "l:\n  - a: 1\n  - b: 2\n",
        Remove(("l", 0, "a")),
        "l:\n  - {}\n  - b: 2\n",
    ),
    "removing a key in brackets": ("a: {x: 1, y: 2}\n", Remove(("a", "x")), "a: {y: 2}\n"),
    "removing the last key in brackets": ("a: {x: 1, y: 2}\n", Remove(("a", "y")), "a: {x: 1}\n"),
    "removing a key without a value": ("a: 1\nb:\nc: 3\n", Remove(("b",)), "a: 1\nc: 3\n"),
    "removing the only key of a mapping": (
        "m:\n  a: 1\nb: 2\n",
        Remove(("m", "a")),
        "m: {}\nb: 2\n",
    ),
    "a moment in brackets beside a date": (
        "m: {a: 2020-02-11}\n",
        Set(("m", "b"), datetime(2021, 3, 4, 5, 6, 7)),
        "m: {a: 2020-02-11, b: 2021-03-04T05:06:07}\n",
    ),
    "a moment where other items have a date": (
        "l:\n- d: 2020-02-11\n- e: 1\n",
        Set(("l", 1, "d"), datetime(2021, 3, 4, 5, 6, 7)),
        "l:\n- d: 2020-02-11\n- e: 1\n  d: 2021-03-04T05:06:07\n",
    ),
    "a new mapping behind a block that keeps blank lines": (
        "a:\n\nb:\n- >+\n",
        Set(("c", "x"), 1),
        "a:\n\nb:\n- >+\nc:\n  x: 1\n",
    ),
    "a second key beside a pair without braces and value": (
        "l: [a: , b]\n",
        Set(("l", 0, "c"), 1),
        "l: [{a: , c: 1} , b]\n",
    ),
    "removing a key below a line that ends in U+2028": (
        "a:\n\u2028\nb: 1\n",
        Remove(("b",)),
        "a:\n\u2028\n",
    ),
    "removing the only key leaves the comments set off above it": (
        "m:\n  # heads\n\n  k: 1\nz: 1\n",
        Remove(("m", "k")),
        "m: {}\n  # heads\n\nz: 1\n",
    ),
    "a list in place of a text below a comment": (
        "k: # why\n  # and how\n  text\nz: 1\n",
        Set(("k",), ["x"]),
        "k: # why\n  # and how\n  - x\nz: 1\n",
    ),
    "brackets in place of a text below a comment": (
        "l:\n-\n  # why\n  text # how\n- b\n",
        Set(("l", 0), [1]),
        "l:\n- [1] # how\n  # why\n- b\n",
    ),
    "a text that looks like the date before": (
        "l:\n- d: 2022-00-00\n",
        Set(("l",), [{"d": "2022-00-00"}]),
        'l:\n- d: "2022-00-00"\n',
    ),
    "a number given as written in place of the same text": (
        "l:\n- d: '05'\n",
        Set(("l",), [{"d": Written("05")}]),
        "l:\n- d: 05\n",
    ),
}


@pytest.mark.parametrize(("before", "edit", "after"), KEYS.values(), ids=KEYS)
def test_adding_and_removing_keys(before: str, edit: Edit, after: str) -> None:
    assert edited(before, edit) == after
