"""Titles that are nearly equal, titles that only look so, and what is no part of a title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.content.titles import (
    ALIKE,
    Likenesses,
    key_of,
    likeness,
    without_provider,
    words_of,
)

POLICE = "Met police deploy live facial recognition technology"

WITHOUT = [
    (POLICE + " - The Guardian", "", POLICE),
    (POLICE + " | Reuters", "", POLICE),
    (POLICE + " – CNN", "", POLICE),
    (POLICE + " — BBC News", "", POLICE),
    (POLICE + " · Hacker News", "", POLICE),
    (POLICE + " :: heise online", "", POLICE),
    (POLICE + " - theguardian.com", "", POLICE),
    ("Robots - Wired", "Wired", "Robots"),
    ("Robots - the verge", "The Verge", "Robots"),
    ("Robots learn to walk - Financial Times", "The Financial Times", "Robots learn to walk"),
]
WITH = [
    "Public Perception of Facial Recognition Technologies - a four countries study",
    "Robots | Reuters",
    "Artificial intelligence – Friend or Foe",
    POLICE + " | 2020 release",
    "State-of-the-art robots learn to walk over-night",
    " | Reuters",
    "",
]


@pytest.mark.parametrize(("title", "provider", "left"), WITHOUT)
def test_the_name_of_the_provider_is_no_part_of_a_title(
    title: str, provider: str, left: str
) -> None:
    assert without_provider(title, provider) == left


@pytest.mark.parametrize("title", WITH)
def test_what_belongs_to_a_title_stays(title: str) -> None:
    assert without_provider(title) == title


NEARLY_EQUAL = [
    ("Reducing carbon footprint of AI at scale", "Reducing the Carbon Footprint of AI at Scale"),
    ("Intel & Accenture use AI to save the reef", "Intel, Accenture use AI to save reef"),
    ("“Café” culture isn’t dying in old Paris", "'Cafe' culture isn’t dying in old Paris"),
    (
        "Zoox settles with Tesla over stolen warehouse documents",
        "Zoox settles Tesla suit over stolen warehouse documents",
    ),
    ("東京で顔認証カメラの運用が始まる", "東京で顔認証カメラの運用が始まる!"),
]
NOT_EQUAL = [
    (POLICE, "London police deploy facial recognition technology, stirring privacy fears"),
    ("Acme reports results for quarter Q1 2020", "Acme reports results for quarter Q2 2020"),
    ("Court says camera trial is lawful today", "Court says camera trial is not lawful today"),
    ("Weekly news roundup", "Weekly news roundup"),
    ("How to do it", "How to do it"),
    ("", ""),
    ("東京で顔認証カメラの運用が始まる", "大阪で顔認証の実験が終わる"),
]


@pytest.mark.parametrize(("one", "other"), NEARLY_EQUAL)
def test_titles_that_are_nearly_equal(one: str, other: str) -> None:
    assert likeness(words_of(one), words_of(other)) >= ALIKE


@pytest.mark.parametrize(("one", "other"), NOT_EQUAL)
def test_titles_that_are_not(one: str, other: str) -> None:
    assert likeness(words_of(one), words_of(other)) < ALIKE


def test_titles_with_the_same_words_have_one_key() -> None:
    assert key_of("Reducing the carbon footprint of AI") == key_of("Reducing Carbon Footprint, AI!")
    assert key_of("Weekly news") == ""


_TITLES = st.lists(
    st.lists(st.sampled_from([*"abcdef12", "not"]), max_size=9).map(" ".join),
    max_size=12,
)


@given(_TITLES)
def test_titles_nearly_equal_are_found_as_if_each_were_compared(titles: list[str]) -> None:
    words = [words_of(title) for title in titles]
    # How rare a word is may be told by other titles than those that are added.
    index = Likenesses(words[::2])
    for number, mine in enumerate(words):
        scores = {other: likeness(mine, other) for other in words[:number]}
        wanted = {other: score for other, score in scores.items() if score >= ALIKE}
        assert {other: score for score, other in index.near(mine)} == wanted
        index.add(mine)
