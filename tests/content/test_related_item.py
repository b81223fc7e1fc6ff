"""An article as an item of a list: the keys, order and form that the list has."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from curator.content.item_style import item_of
from curator.frontmatter import Document, Insert, Value, apply

PATH = "_news/2026-01-02-a-fair.md"
ARTICLE = Document.parse(
    b"---\ncategory: news\ntitle: A fair\nexcerpt: It rained.\n"
    b"publishedDateTime: 2026-01-02T03:04:05+02:00\nwebUrl: https://a.example/fair\n"
    b"type: article\nquality: 0\nprovider:\n  name: A\n  domain: a.example\n  images: [x]\n"
    b"images:\n  - url: /1.png\n  - url: /2.png\nsecured: xyz\n---\n"
)


def item(like: Sequence[Value]) -> Value:
    return item_of(ARTICLE, like, PATH)


def test_an_empty_list_gets_the_usual_keys_in_the_usual_order() -> None:
    made = item([])
    assert isinstance(made, dict)
    assert list(made) == [
        "title",
        "excerpt",
        "publishedDateTime",
        "webUrl",
        "type",
        "provider",
        "quality",
        "images",
    ]
    assert made["provider"] == {"name": "A", "domain": "a.example"}
    assert made["images"] == [{"url": "/1.png"}]
    assert made["quality"] == 0


def test_keys_and_order_are_those_of_the_list() -> None:
    like: list[Value] = [
        {"url": "u", "title": "t"},
        {"url": "u", "date": "d", "title": "t", "provider": "P"},
    ]
    made = item(like)
    assert isinstance(made, dict)
    assert list(made) == ["url", "date", "title", "provider"]
    assert made["url"] == "https://a.example/fair"
    assert made["provider"] == "A"


def test_the_file_gets_the_date_as_it_is_written() -> None:
    story = Document.parse(
        b'---\nrelated:\n  - title: "One"\n    publishedDateTime: 2020-02-12T04:00:00Z\n'
        b'    webUrl: "https://b.example/1"\n---\n'
    )
    items = story.value(("related",))
    assert isinstance(items, list)
    new = apply(story, Insert(("related",), 1, item(items)))
    assert new.to_bytes() == (
        b'---\nrelated:\n  - title: "One"\n    publishedDateTime: 2020-02-12T04:00:00Z\n'
        b'    webUrl: "https://b.example/1"\n'
        b'  - title: "A fair"\n    publishedDateTime: 2026-01-02T03:04:05+02:00\n'
        b'    webUrl: "https://a.example/fair"\n---\n'
    )


@pytest.mark.parametrize(
    ("like", "made"),
    [
        (["one-story", "another"], "a-fair"),
        (["2020-01-01-one-story"], "2026-01-02-a-fair"),
        (["2020-01-01-one-story.md", "x"], "a-fair"),
        (["2020-01-01-one.md", "2020-01-02-two.md"], "2026-01-02-a-fair.md"),
        (["_news/2020-01-01-one.md"], "_news/2026-01-02-a-fair.md"),
        (["https://b.example/1", "https://b.example/2"], "https://a.example/fair"),
        (["https://b.example/1", "one", "two"], "a-fair"),
    ],
)
def test_a_list_of_plain_names_gets_a_name_of_their_form(like: list[Value], made: str) -> None:
    assert item(like) == made


def test_an_article_without_anything_goes_by_its_name() -> None:
    bare = Document.parse(b"---\nlayout: page\n---\n")
    assert item_of(bare, [], "about.md") == {"title": "about"}
    assert item_of(bare, ["https://b.example/1"], "about.md") == "about"
