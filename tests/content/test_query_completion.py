"""What is offered while a search is typed."""

from __future__ import annotations

import pytest

from curator.content.query import completions, parse

USED = {
    "topic": ["AI", "Computer Vision", "Robotics", "AI in Autos", "Vision", 'the "best" (ever)'],
    "provider": ["ft.com", "Financial Times", "forbes.com"],
    "collection": ["news", "learning"],
}
USED_QUOTED = r'"the \"best\" (ever)"'


def offered(text: str) -> list[str]:
    """What is offered where `|` stands."""
    cursor = text.index("|")
    return [one.text for one in completions(text.replace("|", ""), cursor, USED)]


def taken(text: str) -> str:
    """The text after the first offer is taken."""
    cursor = text.index("|")
    text = text.replace("|", "")
    first = completions(text, cursor, USED)[0]
    return text[: first.start] + first.text + text[first.end :]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("to|", ["topic:"]),
        ("P|", ["provider:", "published:", "path:"]),
        ("qu|", ["quality>"]),
        ("he|", ["heat>"]),
        ("-to|", ["topic:"]),
        ("a (da|", ["date>"]),
        ("topic|", ["topic:"]),
        ("zoox|", []),
        ("|", []),
        ("to |", []),
        ('"to|', []),
        (
            "topic:|",
            ["AI", '"Computer Vision"', "Robotics", '"AI in Autos"', "Vision", USED_QUOTED],
        ),
        ("topic:a|", ["AI", '"AI in Autos"']),
        ("topic:v|", ["Vision", '"Computer Vision"']),
        ('topic:"computer v|', ['"Computer Vision"']),
        ('topic:"AI"|', []),
        ("topic: |", []),
        ("-topic:rob|", ["Robotics"]),
        ("provider:f|", ["ft.com", '"Financial Times"', "forbes.com"]),
        ("collection:|", ["news", "learning"]),
        ("published:|", ["yes", "no", "none"]),
        ("published:n|", ["no", "none"]),
        ("has:du|", ["duplicates"]),
        ("is:|", ["changed", "due", "duplicate", "unreadable"]),
        ("date>|", ["today", "yesterday", "-7d", "-4w", "-6m", "-1y"]),
        ("date:n|", ["none"]),
        ("quality:|", ["none"]),
        ("quality>|", []),
        ("title:|", []),
    ],
)
def test_offers(text: str, texts: list[str]) -> None:
    assert offered(text) == texts


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a to|", "a topic:"),
        ("a to|pic:AI b", "a topic:AI b"),
        ("to|AI", "topic:AI"),
        ("topic:comp| b", 'topic:"Computer Vision" b'),
        ("topic:comp|uter b", 'topic:"Computer Vision" b'),
        ('topic:"comp|uter" b', 'topic:"Computer Vision" b'),
        ('topic:"comp| b', 'topic:"Computer Vision" b'),
        ("(has:dup|)", "(has:duplicates)"),
        ("date > to|", "date > today"),
        ("published:|no", "published:yes"),
    ],
)
def test_takes_the_place_of_what_was_typed(text: str, result: str) -> None:
    assert taken(text) == result


def test_every_offer_is_found_again_as_it_was_meant() -> None:
    for key, values in USED.items():
        texts = [one.text for one in completions(f"{key}:", len(key) + 1, USED)]
        assert len(texts) == len(values)
        for text in texts:
            assert parse(f"{key}:{text}").incomplete == ""
    assert parse(f"topic:{USED_QUOTED}") == parse(r'topic:"THE \"best\" (ever)"')


def test_hints_say_what_a_key_or_a_word_finds() -> None:
    assert completions("top", 3, USED)[0].hint == "has this topic"
    assert completions("published:n", 11, USED)[0].hint == "held"
    assert completions("date:-7", 7, USED)[0].hint == "seven days ago"
    assert completions("heat:", 5, USED)[0].hint == "without a heat"


def test_a_key_without_values_in_use_has_nothing_to_offer() -> None:
    assert completions("topic:", 6, {}) == []
