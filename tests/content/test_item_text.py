"""Related items as text and back, and in the style of a list."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from curator.content.item_style import in_style, item_of
from curator.content.item_text import ItemTextError, Parcel, packed, read_text, text_of, unpacked
from curator.frontmatter import Document, Insert, Value, apply

MOMENT = datetime(2020, 2, 12, 4, 0, tzinfo=UTC)
words = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\n: #'\"-"), max_size=30
)
fields = st.dictionaries(
    st.sampled_from(["excerpt", "provider", "quality", "images", "x"]),
    words | st.integers() | st.booleans() | st.none() | st.lists(st.dictionaries(words, words)),
)
items = st.lists(
    st.builds(lambda item, title: {"title": "T" + title, **item}, fields, words)
    | st.sampled_from(["https://a.org/b", "a-slug", "_news/a.md"]),
    min_size=1,
    max_size=4,
)


@given(items)
def test_what_is_written_is_read_again(found: list[Value]) -> None:
    assert read_text(text_of(found)) == found
    parcel = Parcel("/a folder: with # marks", "_news/ö.md", tuple(found))
    assert unpacked(packed(parcel)) == parcel


def test_other_programs_read_it() -> None:
    item: Value = {"title": "Yes: a “title”", "publishedDateTime": MOMENT, "quality": 5}
    assert yaml.safe_load(text_of([item])) == [item]


def test_addresses_are_text_that_a_browser_takes() -> None:
    assert text_of(["https://a.org/b"]) == "https://a.org/b\n"
    assert read_text(" https://a.org/b \n\nhttp://c.org\n") == ["https://a.org/b", "http://c.org"]


@pytest.mark.parametrize(
    "text",
    [
        "related:\n  - title: A\n",
        "- title: A\n",
        "title: A\n",
    ],
)
def test_items_are_taken_from_a_list_a_key_or_alone(text: str) -> None:
    assert read_text(text) == [{"title": "A"}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "some words of prose",
        "- 5\n",
        "quality: 5\n",
        "{ [",
        "- - a\n",
        "[" * 5000,
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9)),
        "- title: A\n" * 1001,
        "x" * 3_000_000,
        "a\0b",
    ],
)
def test_rubbish_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ItemTextError, match=r"^[A-Z].*\.$"):
        read_text(text)


@pytest.mark.parametrize("data", [b"", b"\xff", b"items: 5", b"items:\n  - [", b"a: 1"])
def test_a_damaged_parcel_is_refused(data: bytes) -> None:
    with pytest.raises(ItemTextError):
        unpacked(data)


ARTICLE = Document.parse(
    b"---\ncategory: news\ntitle: 'A title'\nexcerpt: Words\n"
    b"publishedDateTime: 2020-02-12 04:00:00 Z\nwebUrl: https://www.a.org/b\n"
    b"provider:\n  name: The A\n  domain: a.org\nquality: 5\ntopics: [AI]\n"
    b"related:\n  - x\nsecured: abc\n---\n"
)
PATH = "_news/2020-02-12-a-title.md"


@pytest.mark.parametrize(
    ("like", "wanted"),
    [
        (["old-slug"], "a-title"),
        (["2020-01-01-old-slug"], "2020-02-12-a-title"),
        (["_news/2020-01-01-old.md"], PATH),
        (["/_news/2020-01-01-old.md"], "/" + PATH),
        (["2020-01-01-old.md"], "2020-02-12-a-title.md"),
        (["/news/old/"], "/news/a-title/"),
        (["https://b.org/x"], "https://www.a.org/b"),
        ([{"url": "u", "title": "t"}], {"url": "https://www.a.org/b", "title": "A title"}),
        ([{"title": "t", "date": "2020-01-01"}], {"title": "A title", "date": "2020-02-12"}),
        ([{"title": "t", "date": date(2020, 1, 1)}], {"title": "A title", "date": MOMENT.date()}),
        ([{"provider": "The B", "x": 1}], {"provider": "The A"}),
        (
            [{"title": "t", "quality": 1}, {"webUrl": "u", "quality": 2, "topics": []}],
            {"title": "A title", "webUrl": "https://www.a.org/b", "quality": 5, "topics": ["AI"]},
        ),
    ],
)
def test_an_article_becomes_an_item_like_the_others(like: list[Value], wanted: Value) -> None:
    item = item_of(ARTICLE, like, PATH)
    assert item == wanted
    if isinstance(wanted, dict) and isinstance(item, dict):
        assert list(item) == list(wanted)


def test_an_article_becomes_the_usual_item_where_there_is_none_yet() -> None:
    item = item_of(ARTICLE, [], PATH)
    assert isinstance(item, dict)
    assert list(item) == ["title", "excerpt", "publishedDateTime", "webUrl", "provider", "quality"]


def test_an_article_becomes_exactly_these_lines_of_the_seed(seed: Path) -> None:
    document = Document.parse((seed / "_news" / "seed.md").read_bytes())
    like = document.value(("related",))
    assert isinstance(like, list)
    edit = Insert(("related",), len(like), item_of(ARTICLE, like, PATH))
    before, after = document.yaml.splitlines(), apply(document, edit).yaml.splitlines()
    at = before.index(next(line for line in before if line.startswith("secured:"))) - 1
    assert after == [
        *before[:at],
        '  - title: "A title"',
        '    excerpt: "Words"',
        "    publishedDateTime: 2020-02-12T04:00:00Z",
        '    webUrl: "https://www.a.org/b"',
        "    provider:",
        "      name: The A",
        "      domain: a.org",
        "    quality: 5",
        *before[at:],
    ]


@pytest.mark.parametrize(
    ("item", "like", "wanted"),
    [
        ("https://a.org", [{"title": "t", "url": "u"}], {"title": "T", "url": "https://a.org"}),
        ("https://a.org", [], {"title": "T", "webUrl": "https://a.org"}),
        ("https://a.org", ["slug"], "https://a.org"),
        ({"title": "t", "webUrl": "https://a.org"}, ["slug"], "https://a.org"),
        ({"title": "t"}, ["slug"], {"title": "t"}),
        ({"x": 1, "title": "t"}, [{"title": "s", "y": 2}], {"title": "t", "x": 1}),
        ("slug", [{"title": "t"}], "slug"),
    ],
)
def test_an_item_from_elsewhere_takes_the_style_of_the_list(
    item: Value, like: list[Value], wanted: Value
) -> None:
    assert in_style(item, like, "T") == wanted
