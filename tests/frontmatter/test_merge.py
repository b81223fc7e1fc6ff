"""Three-way merges by field path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.frontmatter import Document, Insert, Move, Remove, Set, Value, apply_all
from curator.frontmatter.edits import Edit
from curator.frontmatter.merge import Merge, changed_keys, merge

TEXT = """---
title: "One"   # the headline
quality: 19
heat: -1
date: 2020-02-11 19:20:00 +0100
provider:
  name: The Guardian
  domain: theguardian.example

topics: [AI, Vision]

related:
  # the first
  - title: "A"
    url: https://a.example/
    quality: 1

  - title: "B"
    url: https://b.example/
    quality: 2
  - title: "C"
    url: https://c.example/
    quality: 3
---
Body
"""
BASE = Document.parse(TEXT.encode())


def by_url(item: Value) -> str:
    if isinstance(item, dict):
        return str(item.get("url", ""))
    return str(item)


def merged(ours: list[Edit], theirs: list[Edit]) -> Merge:
    return merge(BASE, apply_all(BASE, ours), apply_all(BASE, theirs), by_url)


def urls(document: Document) -> list[str]:
    items = document.value(("related",))
    assert isinstance(items, list)
    return [by_url(item)[8:9] for item in items]


def test_nothing_changed_gives_theirs() -> None:
    theirs = apply_all(BASE, [Set(("heat",), 7)])
    assert merge(BASE, BASE, theirs, by_url).document is theirs


def test_different_fields_are_both_kept_and_all_else_stays() -> None:
    result = merged([Set(("title",), "Mine")], [Set(("heat",), 40), Set(("quality",), 20)])
    wanted = TEXT.replace('"One"', '"Mine"').replace("heat: -1", "heat: 40").replace(": 19", ": 20")
    assert not result.conflicts
    assert result.document.to_bytes().decode() == wanted
    assert result.taken == [("title",)]


def test_nested_fields_are_merged() -> None:
    result = merged([Set(("provider", "name"), "G")], [Set(("provider", "domain"), "g.example")])
    assert not result.conflicts
    assert result.document.value(("provider",)) == {"name": "G", "domain": "g.example"}


def test_the_same_change_on_both_sides_is_none() -> None:
    result = merged([Set(("title",), "Same")], [Set(("title",), "Same")])
    assert not result.conflicts
    assert not result.taken


def test_one_field_changed_in_two_ways_is_asked_about() -> None:
    result = merged([Set(("title",), "Mine"), Set(("heat",), 5)], [Set(("title",), "Theirs")])
    (conflict,) = result.conflicts
    assert (conflict.path, conflict.base, conflict.ours, conflict.theirs) == (
        ("title",),
        "One",
        "Mine",
        "Theirs",
    )
    assert result.document.value(("title",)) == "Theirs"
    assert result.document.value(("heat",)) == 5


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Set(("title",), "Mine"), Set(("title",), "Theirs")),
        (Remove(("heat",)), Set(("heat",), 9)),
        (Set(("heat",), 9), Remove(("heat",))),
        (Set(("related", 1, "quality"), 22), Remove(("related", 1))),
        (Remove(("related", 1)), Set(("related", 1, "quality"), 22)),
        (Set(("topics",), "text"), Insert(("topics",), 0, "New")),
    ],
)
def test_conflicts_can_be_settled_with_ours(ours: Edit, theirs: Edit) -> None:
    mine, disk = apply_all(BASE, [ours]), apply_all(BASE, [theirs, Set(("quality",), 20)])
    result = merge(BASE, mine, disk, by_url, prefer_ours=True)
    assert len(result.conflicts) == 1
    assert result.document.data == {**mine.data, "quality": 20}


def test_removed_here_and_changed_there_is_asked_about() -> None:
    (conflict,) = merged([Remove(("heat",))], [Set(("heat",), 9)]).conflicts
    assert conflict.ours is None
    assert conflict.theirs == 9


def test_a_reorder_here_and_a_changed_field_there_are_both_kept() -> None:
    result = merged(
        [Move(("related",), 2, 0)],
        [Set(("related", 2, "quality"), 30), Set(("related", 0, "quality"), 10)],
    )
    assert not result.conflicts
    assert urls(result.document) == ["c", "a", "b"]
    assert result.document.value(("related", 0, "quality")) == 30
    assert result.document.value(("related", 1, "quality")) == 10
    assert '  # the first\n  - title: "A"' in result.document.yaml


def test_added_and_removed_items_on_both_sides() -> None:
    ours: list[Edit] = [
        Insert(("related",), 1, {"title": "X", "url": "https://x.example/"}),
        Remove(("related", 3)),
    ]
    theirs: list[Edit] = [
        Insert(("related",), 3, {"title": "Y", "url": "https://y.example/"}),
        Remove(("related", 0)),
    ]
    result = merged(ours, theirs)
    assert not result.conflicts
    assert urls(result.document) == ["x", "b", "y"]


def test_two_reorders_that_do_not_touch_are_both_made() -> None:
    base = Document.parse(b"---\nl: [a, b, c, d, e, f]\n---\n")
    ours = apply_all(base, [Move(("l",), 1, 0)])
    theirs = apply_all(base, [Move(("l",), 5, 4)])
    result = merge(base, ours, theirs, str)
    assert not result.conflicts
    assert result.document.value(("l",)) == ["b", "a", "c", "d", "f", "e"]


def test_reorders_that_contradict_each_other_are_asked_about() -> None:
    base = Document.parse(b"---\nl: [a, b, c]\n---\n")
    ours = apply_all(base, [Set(("l",), ["b", "a", "c"])])
    theirs = apply_all(base, [Set(("l",), ["a", "c", "b"])])
    result = merge(base, ours, theirs, str)
    assert [conflict.path for conflict in result.conflicts] == [("l",)]
    assert result.document is theirs


def test_an_item_removed_there_and_changed_here_is_asked_about() -> None:
    result = merged([Set(("related", 1, "quality"), 22)], [Remove(("related", 1))])
    assert len(result.conflicts) == 1
    assert urls(result.document) == ["a", "c"]


def test_a_value_taken_over_keeps_its_written_form() -> None:
    result = merged([Set(("when",), BASE.value(("date",)))], [Set(("heat",), 2)])
    ours = apply_all(BASE, [Set(("when",), BASE.value(("date",)))])
    assert result.document.text(("when",)) == ours.text(("when",))


def test_the_same_item_twice_is_told_apart() -> None:
    base = Document.parse(b"---\nl: [a, a, b]\n---\n")
    ours = apply_all(base, [Remove(("l", 1))])
    theirs = apply_all(base, [Insert(("l",), 3, "c")])
    assert merge(base, ours, theirs, str).document.value(("l",)) == ["a", "b", "c"]


_NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=7)


@given(_NAMES, _NAMES)
def test_with_one_side_unchanged_the_other_comes_out(base: list[str], changed: list[str]) -> None:
    first = apply_all(Document.parse(b"---\nt: 1\nl: []\n---\n"), [Set(("l",), list(base))])
    second = apply_all(first, [Set(("l",), list(changed))])
    for ours, theirs in ((first, second), (second, first)):
        result = merge(first, ours, theirs, str)
        assert not result.conflicts
        assert result.document.value(("l",)) == changed


@given(_NAMES, _NAMES, _NAMES)
def test_nothing_added_is_lost_and_nothing_removed_comes_back(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    first = apply_all(Document.parse(b"---\nt: 1\nl: []\n---\n"), [Set(("l",), list(base))])
    mine = apply_all(first, [Set(("l",), list(ours))])
    disk = apply_all(first, [Set(("l",), list(theirs))])
    result = merge(first, mine, disk, str)
    if result.conflicts:
        return
    got = result.document.value(("l",))
    assert isinstance(got, list)
    wanted = {n for n in {*ours, *theirs} if (n in ours and n in theirs) or n not in base}
    assert set(map(str, got)) == wanted
    assert len(got) == len(wanted)


@pytest.mark.parametrize("old", ["related: text", "related:", "related: {a: 1}"])
def test_what_is_no_list_is_a_value(old: str) -> None:
    base = Document.parse(f"---\n{old}\n---\n".encode())
    ours = apply_all(base, [Set(("related",), ["x"])])
    theirs = apply_all(base, [Set(("related",), "other")])
    assert len(merge(base, ours, theirs, str).conflicts) == 1


@pytest.mark.parametrize(
    ("one", "other", "changed"),
    [
        ("a: [1, 2]\nb: {c: 1}\n", "b: {c: 1}\na: [1, 2] # now\n", []),
        ("a:\n  - 1 # one\n", "a:\n  - 1\n", []),
        ("a:\n  - 1\nb: 2\n", "a:\n  - '1'\nc: 2\n", ["a", "b", "c"]),
        ("x: &x 1\na: [*x]\n", "x: &x 2\na: [*x]\n", ["x", "a"]),
        ("a:\n  - |+\n    t\n\nb: 1\n", "a:\n  - |+\n    t\nb: 1\n", ["a"]),
        ("a:\n  - |2\n     t\n", "a:\n   - |2\n     t\n", ["a"]),
        ("a: [1]\na: [2]\n", "a: [2]\n", []),
    ],
)
def test_keys_whose_values_differ(one: str, other: str, changed: list[str]) -> None:
    assert (
        changed_keys(*(Document.of(b"---\n", text, b"---\n") for text in (one, other))) == changed
    )
