"""Words in use, for completion."""

from __future__ import annotations

from pathlib import Path

from curator.content.article import row_of
from curator.content.row import Row
from curator.content.vocabulary import Vocabulary, WordCounts, declared_by
from curator.frontmatter import Document
from curator.resources import resource


def row(text: str) -> Row:
    return row_of("a.md", Document.parse(f"---\n{text}---\n".encode()))


def gather(rows: list[Row], declared: Vocabulary | None = None) -> Vocabulary:
    counts = WordCounts()
    counts.count(rows)
    return counts.vocabulary(declared or Vocabulary())


def test_topics_come_by_how_often_they_are_used_then_as_declared() -> None:
    rows = [row("topics: [b, a]\n"), row("topics: [a]\n"), row("title: x\n")]
    declared = Vocabulary(topics=["c", "b"])
    assert gather(rows, declared).topics == ["a", "b", "c"]
    assert gather([]).topics == []


def test_a_provider_has_the_domain_that_is_given_most() -> None:
    rows = [
        row("provider: {name: X, domain: x.example}\n"),
        row("provider: {name: X, domain: x.example}\n"),
        row("provider: {name: X, domain: wrong.example}\n"),
        row("provider: {name: X}\n"),
        row("provider: Y\n"),
        row("provider: {domain: z.example}\n"),
    ]
    assert gather(rows).providers == {"X": "x.example", "Y": ""}


def test_no_domain_does_not_hide_a_known_one() -> None:
    known = Vocabulary(providers={"X": "x.example", "Z": "z.example"})
    rows = [row("provider: X\n"), row("provider: X\n")]
    assert gather(rows, known).providers == {"X": "x.example", "Z": "z.example"}
    rows.append(row("provider: {name: X, domain: new.example}\n"))
    assert gather(rows, known).providers["X"] == "new.example"


def test_words_of_articles_that_are_gone_are_no_more_in_use() -> None:
    gone, stays = row("topics: [a, b]\nprovider: X\n"), row("topics: [b]\nprovider: Y\n")
    counts = WordCounts()
    counts.count([gone, stays])
    counts.count([gone], -1)
    assert counts.vocabulary(Vocabulary()) == gather([stays])


def test_what_a_site_declares_is_read(tmp_path: Path) -> None:
    topics, organizations = tmp_path / "_data" / "topics", tmp_path / "_data" / "organizations"
    topics.mkdir(parents=True)
    organizations.mkdir()
    (topics / "b.md").write_text("---\nname: B\n---\n")
    (topics / "a.md").write_text("---\ntitle: A\n---\n")
    (topics / "broken.md").write_text("---\na: b: c\n---\n")
    (topics / "number.md").write_text("---\nname: 5\n---\n")
    (organizations / "x.md").write_text("---\nname: X\ndomain: x.example\n---\n")
    (organizations / "y.md").write_text("---\nname: Y\n---\n")
    declared = declared_by(tmp_path)
    assert declared.topics == ["A", "B"]
    assert declared.providers == {"X": "x.example", "Y": ""}


def test_a_site_that_declares_nothing(tmp_path: Path) -> None:
    assert declared_by(tmp_path) == Vocabulary()


def test_the_sample_folder_declares_topics_and_organizations() -> None:
    declared = declared_by(resource("sample"))
    assert declared.topics
    assert all(domain for domain in declared.providers.values())
