"""An article's row: what the list shows, sorts and searches."""

from __future__ import annotations

import pytest

from curator.content.article import published_of, row_of, unreadable_row
from curator.content.row import Published, Row, collection_of
from curator.frontmatter import Document
from curator.frontmatter.errors import YamlError

FULL = """\
category: news
title: "Met police  deploy\\n cameras"
excerpt: Cameras used
publishedDateTime: 2020-02-11T19:20:00+01:00
webUrl: https://x.example/a
quality: 19
heat: -1
published: false
provider:
  name: The Guardian
  domain: theguardian.example
topics:
  - AI
  - Computer Vision
related:
  - webUrl: https://x.example/b
  - webUrl: https://www.x.example/b/
"""


def row(text: str, path: str = "_news/2020-02-11-a.md") -> Row:
    return row_of(path, Document.parse(f"---\n{text}---\n".encode()))


def test_a_full_story() -> None:
    full = row(FULL)
    assert full.path == "_news/2020-02-11-a.md"
    assert full.collection == "news"
    assert full.slug == "a"
    assert full.published is Published.NO
    assert full.title == "Met police deploy cameras"
    assert full.excerpt == "Cameras used"
    assert (full.provider, full.domain) == ("The Guardian", "theguardian.example")
    assert (full.quality, full.heat) == (19, -1)
    assert full.moment == 1581445200.0
    assert full.date_text == "2020-02-11T19:20:00+01:00"
    assert full.topics == ("AI", "Computer Vision")
    assert (full.related, full.duplicates) == (2, 1)
    assert full.address == "https://x.example/a"
    for word in ("met police", "cameras used", "guardian", "computer vision"):
        assert word in full.haystack


def test_an_empty_story() -> None:
    empty = row("")
    assert (empty.title, empty.moment, empty.quality, empty.topics) == ("", None, None, ())
    assert empty.published is Published.NONE
    assert empty.readable


FLAGS = {
    "published: true": Published.YES,
    "published: yes": Published.YES,
    "published: false": Published.NO,
    "published: off": Published.NO,
    "published:": Published.NONE,
    "title: x": Published.NONE,
    "published: 'false'": Published.OTHER,
    "published: maybe": Published.OTHER,
    "published: 1": Published.OTHER,
}


@pytest.mark.parametrize("text", FLAGS)
def test_the_publish_flag(text: str) -> None:
    assert published_of(Document.parse(f"---\n{text}\n---\n".encode())) is FLAGS[text]


DATES = {
    "date: 2020-02-11": (1581379200.0, "2020-02-11"),
    "date: 2020-02-11 01:00:00 +0100": (1581379200.0, "2020-02-11 01:00:00 +0100"),
    "date: '2020-02-11T00:00Z'": (1581379200.0, "2020-02-11T00:00Z"),
    "date: 0001-01-01T00:00:00+14:00": (-62135647200.0, "0001-01-01T00:00:00+14:00"),
    "date: 2022-00-00": (None, "2022-00-00"),
    "date: soon": (None, "soon"),
    "date: [2020]": (None, ""),
    "publishedDateTime:\ndate: 2020-02-11": (1581379200.0, "2020-02-11"),
    "publishedDateTime: 2020-02-11\ndate: 2021-01-01": (1581379200.0, "2020-02-11"),
}


@pytest.mark.parametrize("text", DATES)
def test_the_date_in_seconds_and_as_written(text: str) -> None:
    dated = row(text + "\n")
    assert (dated.moment, dated.date_text) == DATES[text]


def test_values_of_odd_types_do_not_stop_the_row() -> None:
    odd = row(
        "title: [x]\nexcerpt: {a: 1}\nprovider: A text\nquality: high\nheat: true\n"
        "topics: {a: 1}\nrelated: x\n"
    )
    assert (odd.title, odd.excerpt, odd.provider, odd.domain) == ("", "", "A text", "")
    assert (odd.quality, odd.heat, odd.topics, odd.related) == (None, None, (), 0)


def test_numbers_and_dates_are_shown_as_titles() -> None:
    assert row("title: 404\n").title == "404"
    assert row("title: 2020-02-11\n").title == "2020-02-11"
    assert row("name: Somebody\ndescription: Who\n").excerpt == "Who"


def test_a_number_too_long_to_print_does_not_stop_the_row() -> None:
    assert row("title: 0x" + "f" * 20_000 + "\n").title.startswith("0xff")


def test_tags_are_topics_where_there_are_none() -> None:
    assert row("tags: ai vision\n").topics == ("ai", "vision")
    assert row("tags: [ai, '', 5]\n").topics == ("ai", "5")
    assert row("topics: [a]\ntags: [b]\n").topics == ("a",)


def test_a_row_for_what_does_not_parse() -> None:
    broken = unreadable_row("_news/a.md", YamlError("put it in quotes", 2, 5))
    assert not broken.readable
    assert (broken.title, broken.excerpt) == ("a.md", "put it in quotes")
    assert (broken.problems[0].line, broken.collection) == (2, "news")
    assert "quotes" in broken.haystack


def test_collections_are_the_first_folders() -> None:
    assert collection_of("_news/a.md") == "news"
    assert collection_of("docs/deep/a.md") == "docs"
    assert collection_of("a.md") == ""
