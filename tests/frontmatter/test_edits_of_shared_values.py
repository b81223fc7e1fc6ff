"""Edits where an anchor makes several places share a value: the text after it."""

from __future__ import annotations

import pytest

from curator.frontmatter import Edit, Move, Own, Remove, Set, apply
from tests.frontmatter.texts import document, edited

SHARED: dict[str, tuple[str, Edit, str]] = {
    "through an alias the place gets a copy of its own": (
        "a: &x\n  b: 1\nc: *x\n",
        Set(("c", "b"), 2),
        "a: &x\n  b: 1\nc:\n  b: 2\n",
    ),
    "in place of an alias": ("a: &x 1\nc: *x\n", Set(("c",), 5), "a: &x 1\nc: 5\n"),
    "where it is written it changes everywhere": (
        "a: &x 1\nc: *x\n",
        Set(("a",), 5),
        "a: &x 5\nc: *x\n",
    ),
    "a copy leaves out the anchors inside": (
        "a: &x\n- k: &y 1\nb: *x\n",
        Set(("b", 0, "k"), 2),
        "a: &x\n- k: &y 1\nb:\n- k: 2\n",
    ),
    "its own value": ("a: &x 1\nc: *x\n", Own(("c",)), "a: &x 1\nc: 1\n"),
    "a removed value goes on where it is needed": (
        "a: &x 1\nc: *x\nd: *x\n",
        Remove(("a",)),
        "c: &x 1\nd: *x\n",
    ),
    "a key of a merge gets a value of its own": (
        "base: &b\n  q: 1\nx:\n  <<: *b\n  z: 2\n",
        Set(("x", "q"), 5),
        "base: &b\n  q: 1\nx:\n  <<: *b\n  z: 2\n  q: 5\n",
    ),
    "what a merge needs stays with it": (
        "b: &b {x: 1}\nc:\n  <<: *b\n",
        Set(("b",), 5),
        "b: 5\nc:\n  x: 1\n",
    ),
    "a copy keeps all else as it is written": (
        "a: &x [&y 1,\n  2]\nb: *x\n",
        Set(("b", 0), 3),
        "a: &x [&y 1,\n  2]\nb: [3,\n  2]\n",
    ),
    "a copy leaves out the aliases inside": (
        "a: &x\n- é: {4: }\n- &y\n- *y\t\nb:\n- *x\n",
        Set(("b", 0, 1), 5),
        "a: &x\n- é: {4: }\n- &y\n- *y\t\nb:\n- - é: {4: }\n  - 5\n  - null\n",
    ),
    "a copy of keys that are no text": (
        "b: &b {4: 1, ~: 2, '5': 3}\nx: &x\n  <<: *b\nz: *x\n",
        Own(("z",)),
        "b: &b {4: 1, ~: 2, '5': 3}\nx: &x\n  <<: *b\nz:\n  4: 1\n  ~: 2\n  \"5\": 3\n",
    ),
    "the same value stays an alias though a key in it stands twice": (
        "a: &x {t: 1, t: 2}\nb:\n  c: *x\n",
        Set(("b",), {"c": {"t": 2}}),
        "a: &x {t: 1, t: 2}\nb:\n  c: *x\n",
    ),
    "a removed empty value leaves no blank": ("a: &x\nb: *x\n", Remove(("a",)), "b:\n"),
    "a removed empty value behind which a tab stands": (
        "l:\n- k: &a\n- *a\t\n",
        Set(("l", 0), "x"),
        "l:\n- x\n- null\t\n",
    ),
    "a list of other items changes no other place": (
        "l:\n- &a x\nm: *a\n",
        Set(("l",), ["z"]),
        "l:\n- z\nm: x\n",
    ),
    "a value moves below its alias": (
        "l:\n- &x a\n- - *x\n  - b\n",
        Move(("l",), 0, 1),
        "l:\n- - &x a\n  - b\n- *x\n",
    ),
    "a value inside a value moves below its aliases": (
        "l:\n- &a [&b 1]\n- *a\n- *b\nz: *b\n",
        Move(("l",), 2, 0),
        "l:\n- &b 1\n- &a [*b]\n- *a\nz: *b\n",
    ),
}


@pytest.mark.parametrize(("before", "edit", "after"), SHARED.values(), ids=SHARED)
def test_shared_values(before: str, edit: Edit, after: str) -> None:
    assert edited(before, edit) == after


def test_an_edit_of_an_anchored_value_shows_in_its_aliases() -> None:
    after = apply(document("a: &x 1\nb: *x\n"), Set(("a",), 2))
    assert after.data == {"a": 2, "b": 2}


def test_an_alias_inside_a_key_that_is_a_list() -> None:
    assert edited("a: &x 1\n? [*x, 2]\n: one\nb: 1\n", Set(("b",), 2)).endswith("b: 2\n")
