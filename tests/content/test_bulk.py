"""What is done to one field of many articles, in one of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from curator.content.bulk import (
    Action,
    AddEntries,
    BulkError,
    ClearField,
    NotYet,
    RemoveEntries,
    ReplaceText,
    SetField,
)
from curator.content.find import PATIENCE, Find, Finder
from curator.frontmatter import Document, apply_all

STORY = """title: "One AI story"
year: 1984
date: 2020-02-11
published: false
provider:
  name: Reuters
  domain: reuters.com
topics: [AI, Robots]
tags: one two
images:
  - url: /a.png
"""


def after(action: Action, text: str = STORY) -> str:
    document = Document.parse(f"---\n{text}---\nbody\n".encode())
    return apply_all(document, action.edits(document)).yaml


def refusal(action: Action, text: str = STORY) -> str:
    with pytest.raises(BulkError) as caught:
        after(action, text)
    return caught.value.message


def replacing(find: Find, *path: str) -> ReplaceText:
    return ReplaceText(path, find.substituted)


def test_set_a_field_that_is_there_and_one_that_is_not() -> None:
    named = after(SetField(("provider", "name"), "AP"))
    assert named == STORY.replace("name: Reuters", "name: AP")
    assert after(SetField(("quality",), 5)).count("\nquality: 5\n") == 1
    assert after(SetField(("provider", "name"), "AP"), "title: x\n") == (
        "title: x\nprovider:\n  name: AP\n"
    )
    assert after(SetField(("title",), "One AI story")) == STORY
    assert "without fields of its own" in refusal(SetField(("tags", "name"), "x"))


def test_clear_takes_the_field_and_what_it_stood_in_alone() -> None:
    assert after(ClearField(("provider", "name"))) == STORY.replace("  name: Reuters\n", "")
    assert after(ClearField(("provider", "name")), "a: 1\nprovider:\n  name: x\n") == "a: 1\n"
    assert after(ClearField(("quality",))) == STORY
    assert after(ClearField(("tags", "name"))) == STORY
    assert after(ClearField(("empty",)), "empty:\nb: 1\n") == "b: 1\n"


def test_replace_in_a_text() -> None:
    assert after(replacing(Find("ai", "ML"), "title")) == STORY.replace("One AI", "One ML")
    assert after(replacing(Find("ai", "ML", match_case=True), "title")) == STORY
    assert after(replacing(Find("AI", "ML", whole=True), "title")) == STORY
    # What stands in a plain search means itself.
    assert after(replacing(Find(".", r"\1"), "provider", "domain")) == STORY.replace(
        "reuters.com", r"reuters\1com"
    )


def test_replace_in_the_entries_of_a_list() -> None:
    assert after(replacing(Find("robots", "Robotics"), "topics")) == STORY.replace(
        "Robots", "Robotics"
    )
    whole = Find("(r)obot.*", r"\1x", regular=True, whole=True)
    assert after(replacing(whole, "topics")) == STORY.replace("Robots", "Rx")


def test_replace_leaves_what_is_no_text() -> None:
    assert after(replacing(Find("x", "y"), "year")) == STORY
    assert "a number there, not text" in refusal(replacing(Find("19", "20"), "year"))
    assert "a date there, not text" in refusal(replacing(Find("2020", "2021"), "date"))
    assert "choose one of them" in refusal(replacing(Find("x", "y"), "provider"))
    assert after(replacing(Find("x", "y"), "nothing")) == STORY


def test_entries_are_added_and_removed_without_touching_the_rest() -> None:
    added = after(AddEntries(("topics",), ("ai", "Vision", "vision")))
    assert added == STORY.replace("[AI, Robots]", "[AI, Robots, Vision]")
    block = "topics:\n  - AI # the one\n  - Law\n  - ai\n"
    assert after(RemoveEntries(("topics",), ("ai", "none")), block) == "topics:\n  - Law\n"
    assert after(AddEntries(("topics",), ("AI", "Law")), "title: x\n") == (
        "title: x\ntopics:\n  - AI\n  - Law\n"
    )
    assert after(AddEntries(("topics",), ("AI",)), "topics: []\n") == "topics:\n  - AI\n"
    assert "one text there, not a list" in refusal(AddEntries(("tags",), ("three",)))
    assert "more than words" in refusal(RemoveEntries(("images",), ("three",)))


@pytest.mark.parametrize(
    ("find", "said"),
    [
        (Find("(", regular=True), "not valid: missing ), unterminated subpattern at character 1"),
        (Find("a", r"\2", regular=True), "replacement is not valid: invalid group reference 2"),
        (Find("(?P<a>x)", r"\g<b>", regular=True), "replacement is not valid: unknown group"),
        (Find("(" * 900 + ")" * 900, regular=True), "longer than 1,000 characters"),
        (Find("a{99999999999}", regular=True), "The expression is not valid"),
    ],
)
def test_invalid_expressions_are_explained(find: Find, said: str) -> None:
    with pytest.raises(BulkError, match=said.replace("(", r"\(").replace(")", r"\)")):
        Finder(find)


def test_a_result_has_a_bound() -> None:
    with pytest.raises(BulkError, match="longer than a million"):
        Find("", "x" * 900, regular=True).substituted("y" * 5000)


def test_dates_are_set_in_the_form_of_the_file() -> None:
    moment = datetime(2021, 3, 4, 5, 6, tzinfo=UTC)
    set_to = SetField(("publishedDateTime",), moment)
    assert after(set_to, 'publishedDateTime: "2020-01-01T00:00:00Z"\n') == (
        'publishedDateTime: "2021-03-04T05:06:00Z"\n'
    )


@pytest.fixture
def finders() -> Iterator[list[Finder]]:
    used: list[Finder] = []
    yield used
    for finder in used:
        finder.close()


def answer(finder: Finder, text: str) -> tuple[str, int]:
    end = time.monotonic() + 20 * PATIENCE
    while time.monotonic() < end:
        try:
            return finder.substitute(text)
        except NotYet:
            time.sleep(0.01)
    raise AssertionError("no answer")


def test_expressions_are_worked_out_in_a_process_of_their_own(finders: list[Finder]) -> None:
    finder = Finder(Find(r"(\w+) story", r"\1 tale", regular=True))
    finders.append(finder)
    with pytest.raises(NotYet):
        finder.substitute("An AI story")
    assert answer(finder, "An AI story") == ("An AI tale", 1)
    assert answer(finder, "none") == ("none", 0)


def test_an_expression_that_runs_away_is_given_up(finders: list[Finder]) -> None:
    finder = Finder(Find("(a+)+b", "x", regular=True))
    finders.append(finder)
    with pytest.raises(BulkError, match="takes too long"):
        answer(finder, "a" * 60)
    assert "takes too long" in finder.problem
