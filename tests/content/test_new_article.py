"""Names and texts of new files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from curator.content.new_article import (
    LONGEST_SLUG,
    day_of,
    document_for,
    path_for,
    remove_unchanged,
    slug_for,
)
from curator.frontmatter import Document, Written

DAY = date(2020, 2, 3)
SLUGS = {
    "Größe: Straße & Café’s “Ærø”": "grosse-strasse-cafes-aero",
    "Новая система Ёлка": "novaya-sistema-yolka",
    "Ἀθῆναι ΣΟΦΟΣ": "athinai-sofos",
    "Don't stop 24/7!": "dont-stop-24-7",
    "新しい": "story",
    "": "story",
    "../../etc/passwd": "etc-passwd",
    "x" * 300: "x" * LONGEST_SLUG,
    "stop " * 50: "-".join(["stop"] * 20),
}


@pytest.mark.parametrize("title", SLUGS)
def test_a_title_as_a_name(title: str) -> None:
    assert slug_for(title) == SLUGS[title]


PATTERNS = {
    "_news/2020-01-01-a-b.md": "_news/2020-02-03-a-new-one.md",
    "a-b.markdown": "a-new-one.markdown",
    "x/20200101_a_b.md": "x/20200203_a_new_one.md",
    "x/a_b.md": "x/a_new_one.md",
    "2020-01-01-.md": "2020-02-03-a-new-one.md",
    "x/index": "x/a-new-one",
}


@pytest.mark.parametrize("beside", PATTERNS)
def test_a_new_file_is_named_as_its_neighbours_are(beside: str) -> None:
    assert path_for(beside, [], "A new one", DAY, lambda _path: False) == PATTERNS[beside]


def test_most_of_the_neighbours_decide() -> None:
    near = [f"_news/2020-01-0{n}-a.md" for n in range(5)]
    other = ["_posts/a_b.markdown"] * 9 + ["_news/deep/a_b.markdown"] * 9
    made = path_for("_news/about.md", [*near, *other], "A new one", DAY, lambda _path: False)
    assert made == "_news/2020-02-03-a-new-one.md"


def test_a_name_that_is_taken_gets_a_number() -> None:
    taken = {"a-new-one.md", "a-new-one-2.md"}
    assert path_for("b.md", [], "A new one", DAY, taken.__contains__) == "a-new-one-3.md"


def test_the_text_has_the_manner_of_the_other_one() -> None:
    like = Document.parse(
        b"\xef\xbb\xbf---\r\nlayout: 'post'\r\nnote: x\r\ntitle: 'It'\r\n"
        b"topics:\r\n- A\r\n...\r\nBody"
    )
    made = document_for(
        {"date": Written("2020-02-11"), "topics": ["B"], "title": "It's", "own": 1}, like, {}
    )
    assert made.to_bytes() == (
        b"---\r\nlayout: 'post'\r\ntitle: 'It''s'\r\ndate: 2020-02-11\r\npublished: false\r\n"
        b"own: 1\r\ntopics:\r\n- B\r\n...\r\n"
    )


def test_the_day_is_that_of_the_story() -> None:
    assert day_of({"date": "2020-02-11T23:30:00-05:00"}, DAY) == date(2020, 2, 11)
    assert day_of({"publishedDateTime": "soon"}, DAY) == DAY


def test_only_an_unchanged_file_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one")
    assert not remove_unchanged(path, b"two")
    assert path.read_bytes() == b"one"
    assert remove_unchanged(path, b"one")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        remove_unchanged(path, b"one")
