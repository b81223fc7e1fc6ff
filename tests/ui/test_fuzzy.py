"""Names are found by some of their letters, and the one that was meant comes first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.ui.fuzzy import MOST_WEIGHED, Names, fold

ACTIONS = [
    "Open Folder",
    "Read Folder Again",
    "Save",
    "Publish",
    "Hold",
    "Clear the Flag",
    "Go to Related",
    "Drop Duplicates",
    "Open Web Page",
    "Colours of the System",
    "Published",
    "AI",
    "Zürich",
]


def found(typed: str, names: list[str] = ACTIONS) -> list[str]:
    return [names[match.place] for match in Names(names).find(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("publish", "Publish"),
        ("pub", "Publish"),
        ("published", "Published"),
        ("dd", "Drop Duplicates"),
        ("ofol", "Open Folder"),
        ("rfa", "Read Folder Again"),
        ("wp", "Open Web Page"),
        ("page open", "Open Web Page"),
        ("op fol", "Open Folder"),
        ("flag", "Clear the Flag"),
        ("ai", "AI"),
        ("zur", "Zürich"),
        ("ZÜR", "Zürich"),
        ("sys", "Colours of the System"),
        ("clsys", "Colours of the System"),
        ("dplc", "Drop Duplicates"),
    ],
)
def test_what_was_meant_comes_first(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize("typed", ["xyz", "hsilbup", "old fold pub", "\n", "lder ain q"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    assert found(typed) == ([] if typed.strip() else ACTIONS)


def test_letters_strewn_over_the_middle_of_words_are_no_match() -> None:
    assert found("ai", ["Tidewater Review", "Learning", "Articles"]) == ["Articles"]


def test_equally_good_names_keep_their_order() -> None:
    assert found("a", ["Ab", "Ac", "Aa"]) == ["Ab", "Ac", "Aa"]
    assert found("", ["b", "a"]) == ["b", "a"]


def test_the_typed_letters_are_told() -> None:
    (match,) = Names(["Drop Duplicates"]).find("dd")
    assert match.letters == (0, 5)
    (match,) = Names(["Open Web Page"]).find("page op")
    assert match.letters == (0, 1, 9, 10, 11, 12)


def test_of_very_many_names_a_bounded_number_is_weighed_and_the_exact_one_is_among_them() -> None:
    names = [f"ab {number}" for number in range(20_000)] + ["ab"]
    matches = Names(names).find("ab")
    assert matches[0].place == 20_000
    assert len(matches) == MOST_WEIGHED


@given(st.lists(st.text(max_size=12), max_size=8), st.text(alphabet="abé ßİx-", max_size=4))
def test_what_is_found_holds_the_typed_letters(names: list[str], typed: str) -> None:
    for match in Names(names).find(typed):
        name = fold(names[match.place])
        assert len(name) == len(names[match.place])
        assert sorted({name[at] for at in match.letters}) == sorted(
            {letter for letter in fold(typed) if not letter.isspace()}
        )
