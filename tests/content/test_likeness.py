"""What two stories have in common, why it is told, and which items do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.content.suggestions.likeness import (
    Story,
    Weights,
    asked,
    bag_of,
    likeness,
    nearness,
    with_list,
)
from curator.content.suggestions.misfits import misfits
from curator.content.suggestions.reasons import reason
from curator.content.suggestions.suggesting import story_of_item
from curator.content.suggestions.words import words
from curator.frontmatter import Document, Value

DAY = 86_400.0
LEAD = Story("Met police deploy live facial recognition", "Cameras used in east London", (), 0.0)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Cameras", "camera"),
        ("CITIES’ city's", "city city"),
        ("São Paulo", "sao PAULO"),
        ("Straße", "STRASSE"),
        ("face-matching", "face matching"),
        ("glass", "glass"),
    ],
)
def test_forms_of_a_word_are_one(text: str, same: str) -> None:
    assert words(text) == words(same)


def test_single_letters_tell_nothing_but_scripts_without_blanks_are_cut_into_pairs() -> None:
    assert words("a b-c") == []
    assert words("人工知能 AI") == ["人工", "工知", "知能", "ai"]
    assert words("機") == ["機"]
    assert words("AI機械") == ["ai", "機械"]


def score(lead: Story, other: Story, weights: Weights | None = None) -> float:
    weights = weights or Weights()
    return likeness(asked(bag_of(lead), weights), bag_of(other), weights)


def test_rare_words_count_more_than_common_ones() -> None:
    standing = {"police": 900, "london": 3}
    weights = Weights(1000, lambda word: standing.get(word, 0))
    assert weights["police"] == 0
    assert weights["london"] < weights["zeppelin"]
    by_place = score(LEAD, Story("A fair in London"), weights)
    assert by_place > score(LEAD, Story("A fair of police"), weights) == 0


def test_everyday_words_count_nothing_even_in_an_empty_folder() -> None:
    assert score(Story("What is it like to be there"), Story("Is it what there is to be")) == 0


def test_a_headline_counts_more_than_an_excerpt_and_that_more_than_a_topic() -> None:
    places = [Story("x1", "x2", ("Robotics",)), Story("x1", "Robotics"), Story("Robotics", "x2")]
    scores = [score(Story("Robotics"), place) for place in places]
    assert scores == sorted(scores)
    assert len(set(scores)) == 3


def test_the_list_of_a_story_helps_to_find_what_it_does_not_say_itself() -> None:
    other = Story("Clearview cuts ties with Raleigh")
    assert score(LEAD, other) == 0
    weights = Weights()
    item = bag_of(Story("Raleigh police stop using Clearview"))
    worth = asked(with_list(bag_of(LEAD), [item]), weights)
    assert likeness(worth, bag_of(other), weights) > 0


def test_a_near_date_makes_nearer() -> None:
    assert nearness(0, 0) == 2.5
    assert 1 < nearness(0, 30 * DAY) < nearness(0, -7 * DAY) < 2.5
    assert nearness(None, 0) == nearness(0, None) == 1


def test_the_reason_names_what_both_have_as_it_is_written_there() -> None:
    other = Story("Facial Recognition in London", "Police try facial recognition.", (), 6 * DAY)
    why = reason(LEAD, other, asked(bag_of(LEAD), Weights()))
    assert why.phrases == ("facial recognition", "Police", "London")
    assert why.days == 6


def test_words_are_told_together_only_where_they_stand_together_in_both() -> None:
    lead = Story("The harbour at night", "A crane of steel")
    why = reason(lead, Story("A steel harbour crane"), asked(bag_of(lead), Weights()))
    assert set(why.phrases) == {"steel", "harbour", "crane"}


def stories(document: Document) -> tuple[Story, list[Value]]:
    data = document.data
    items = data["related"]
    assert isinstance(items, list)
    return Story(str(data["title"]), str(data["excerpt"])), items


def test_the_odd_one_of_a_list_is_marked_and_no_other(seed: Path) -> None:
    story, items = stories(Document.parse((seed / "_news" / "seed.md").read_bytes()))
    found = misfits(story, [story_of_item(item) for item in items])
    titles = [str(item["title"]) for item in items if isinstance(item, dict)]
    marked = [title for title, misfit in zip(titles, found, strict=True) if misfit]
    assert marked in (
        ["How to use voice recognition in Pokémon HOME"],
        ["A one-pot barley soup for cold platforms"],
    )
    misfit = next(filter(None, found))
    assert misfit.score < 0.04 < misfit.others


def test_two_copies_of_an_odd_one_do_not_speak_for_each_other(seed: Path) -> None:
    story, items = stories(Document.parse((seed / "_news" / "seed.md").read_bytes()))
    compared = [story_of_item(item) for item in items]
    odd = next(n for n, misfit in enumerate(misfits(story, compared)) if misfit)
    found = misfits(story, [*compared, compared[odd]])
    assert found[odd] is not None
    assert found[-1] is not None


def test_where_no_item_shares_a_word_none_is_marked() -> None:
    items = [Story("Bearings talk"), Story("A gale passes"), Story("The operator as teacher")]
    assert misfits(Story("The night shift of a wind farm"), items) == [None, None, None]


def test_an_item_without_words_is_no_misfit() -> None:
    other = Story("Live facial recognition by police in London")
    found = misfits(LEAD, [other, other._replace(excerpt="Cameras watch London"), None, Story("")])
    assert found == [None, None, None, None]
    assert misfits(LEAD, []) == []
