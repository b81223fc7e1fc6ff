"""The labelled set says one thing about each item, and its halves have nothing in common."""

from __future__ import annotations

import pytest

from tests.benchmarks.labelled import Labelled, labelled


@pytest.fixture(scope="module")
def everything() -> Labelled:
    """The set of the sample folder alone, which is always there."""
    return labelled({})


def test_there_are_enough_lists(everything: Labelled) -> None:
    assert sum(case.corpus == "sample" for case in everything.cases) >= 25


def test_an_item_belongs_to_the_lists_of_one_event(everything: Labelled) -> None:
    events: dict[str, str] = {}
    for case in everything.cases:
        assert len(set(case.belongs)) == len(case.belongs)
        assert case.name not in case.belongs
        assert not set(case.belongs) & set(case.misfits)
        for name in (*case.belongs, *case.misfits):
            assert name in everything.articles
            # What is named by a mere slug is an article of the folder, and may be named anywhere.
            if not name.startswith("sample/") and everything.articles[name].topics == ():
                assert events.setdefault(name, case.group) == case.group


def test_stories_of_one_event_are_of_one_half(everything: Labelled) -> None:
    halves: dict[str, set[bool]] = {}
    for case in everything.cases:
        halves.setdefault(case.group, set()).add(case.is_for_tuning)
    assert all(len(half) == 1 for half in halves.values())
    assert {half for halves_of in halves.values() for half in halves_of} == {True, False}
