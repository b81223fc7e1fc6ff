"""When two addresses, items or names are the same story."""

from __future__ import annotations

import pytest

from curator.content.related import (
    address_of,
    canonical_address,
    duplicates,
    identity_of,
    is_address,
    slug_of,
)
from curator.frontmatter import Value

SAME = [
    ("https://x.example/a", "http://x.example/a"),
    ("https://x.example/a", "https://www.x.example/a/"),
    ("https://x.example/a", "https://X.Example:443/a"),
    ("https://x.example/a", "https://amp.x.example/a"),
    ("https://x.example/a", "https://m.x.example/a/amp"),
    ("https://x.example/a", "https://x.example/a/amp/"),
    ("https://x.example/a.html", "https://x.example/a.amp.html"),
    ("https://x.example/a", "https://x-example.cdn.ampproject.org/c/s/x.example/a"),
    ("https://x.example/a?b=1", "https://x-example.cdn.ampproject.org/c/s/x.example/a?b=1"),
    ("https://x.example/a", "https://x.example/a?utm_source=y&fbclid=z"),
    ("https://x.example/a?b=1&c=2", "https://x.example/a?c=2&utm_medium=y&b=1"),
    ("https://x.example/a", "https://x.example/a#comments"),
    ("https://x.example/é", "https://x.example/%C3%A9"),
    ("https://x.example/a", "  https://x.example/a "),
]
DIFFERENT = [
    ("https://x.example/a", "https://x.example/b"),
    ("https://x.example/a", "https://x.example/A"),
    ("https://x.example/a", "https://y.example/a"),
    ("https://x.example/a", "https://x.example:8080/a"),
    ("https://x.example/a?id=1", "https://x.example/a?id=2"),
    ("https://x.example/a?12345", "https://x.example/a?67890"),
    ("https://x.example/a?cid=1", "https://x.example/a?cid=2"),
    ("https://x.example/#!/story/1", "https://x.example/#!/story/2"),
    ("https://x.example/#/story/1", "https://x.example/#/story/2"),
    ("https://x.example/camp", "https://x.example/c"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_page(one: str, other: str) -> None:
    assert canonical_address(one) == canonical_address(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_two_pages(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)


@pytest.mark.parametrize(
    "address", ["http://[", "http://x:y/", "", "no address", "http://x:99999/"]
)
def test_what_is_no_address_is_itself(address: str) -> None:
    canonical_address(address)
    assert not is_address(address) or address == "http://x:y/" or address == "http://x:99999/"


def test_a_cache_of_a_cache_of_a_cache_ends() -> None:
    address = (
        "https://x.cdn.ampproject.org" + "/c/s/x.cdn.ampproject.org" * 20_000 + "/c/s/y.example"
    )
    assert canonical_address(address).startswith("x.cdn.ampproject.org")


def test_what_an_address_is() -> None:
    assert is_address("https://x.example/a?b#c")
    assert is_address("HTTP://x.example")
    for text in ("x.example", "ftp://x.example", "https://", "https:///a", "https://x y", "slug"):
        assert not is_address(text)


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
