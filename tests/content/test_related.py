"""When two addresses, items or names are the same story."""

from __future__ import annotations

import pytest

from curator.content.related import (
    address_of,
    duplicates,
    identity_of,
    slug_of,
)
from curator.frontmatter import Value


def test_where_an_item_has_its_address() -> None:
    assert address_of({"title": "x", "webUrl": "https://x.example"}) == "https://x.example"
    assert address_of({"url": "https://u.example", "link": "y"}) == "https://u.example"
    assert address_of("https://x.example") == "https://x.example"
    others: list[Value] = ["slug", {"title": "x"}, {"webUrl": ""}, {"webUrl": 5}, None, 5, ["x"]]
    for item in others:
        assert address_of(item) == ""


def test_what_makes_two_items_the_same() -> None:
    assert identity_of({"webUrl": "https://www.x.example/a/"}) == "x.example/a"
    assert identity_of("2020-02-11-story.md") == identity_of("story") == "story"
    assert identity_of({"title": "x"}) == identity_of(None) == ""


def test_duplicates_name_the_first_of_their_kind() -> None:
    items = [
        {"webUrl": "https://x.example/a"},
        "slug",
        {"title": "no address"},
        {"url": "http://www.x.example/a/"},
        {"title": "no address"},
        "_news/2020-02-11-slug.md",
        {"webUrl": "https://x.example/a?utm_source=z"},
    ]
    assert duplicates(items) == [None, None, None, 0, None, 1, 0]


SLUGS = {
    "a-b": "a-b",
    "2020-02-11-a-b.md": "a-b",
    "_news/2020-2-1-a-b.markdown": "a-b",
    "/news/a-b/": "a-b",
    "a-b.html": "a-b",
    "2020-02-11-": "2020-02-11-",
    " a-b ": "a-b",
    "a.b.md": "a.b",
}


@pytest.mark.parametrize("reference", SLUGS)
def test_the_slug_that_a_reference_stands_for(reference: str) -> None:
    assert slug_of(reference) == SLUGS[reference]
