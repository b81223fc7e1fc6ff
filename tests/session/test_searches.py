"""Saved searches: what the file keeps, whatever is in it; the counts that follow every edit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curator.content.row import Row
from curator.frontmatter import Set
from curator.session.searches import SavedSearch, SavedSearches, SearchCounts
from curator.session.session import Session
from curator.session.views import (
    ALL,
    COLLECTION,
    HELD,
    PROBLEMS,
    PROVIDER,
    PUBLISHED,
    SEARCH,
    TOPIC,
    View,
    joined,
)

Opened = Callable[[Path], Session]
HERE, THERE = Path("/desk/here"), Path("/desk/there")


@pytest.fixture
def searches(tmp_path: Path) -> SavedSearches:
    return SavedSearches(tmp_path / "config" / "searches.json")


def test_searches_are_kept_by_folder_renamed_and_forgotten(
    searches: SavedSearches, tmp_path: Path
) -> None:
    assert searches.of(HERE) == []
    searches.keep(HERE, "Low", "quality<50")
    searches.keep(HERE, "“KI” – 图", 'topic:"图 \\"x\\""')
    searches.keep(THERE, "Low", "quality<10")
    searches.keep(HERE, "Lower", "quality<50")
    again = SavedSearches(tmp_path / "config" / "searches.json")
    assert again.of(HERE) == [
        SavedSearch("Lower", "quality<50"),
        SavedSearch("“KI” – 图", 'topic:"图 \\"x\\""'),
    ]
    again.forget(HERE, "quality<50")
    assert [search.name for search in searches.of(HERE)] == ["“KI” – 图"]
    assert searches.of(THERE) == [SavedSearch("Low", "quality<10")]


def test_two_windows_do_not_lose_each_others_searches(tmp_path: Path) -> None:
    one, other = (SavedSearches(tmp_path / "searches.json") for _ in range(2))
    assert one.of(HERE) == other.of(HERE) == []
    one.keep(HERE, "A", "a")
    other.keep(HERE, "B", "b")
    one.keep(THERE, "C", "c")
    assert [search.name for search in other.of(HERE)] == ["A", "B"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"/desk/here": 7}',
        b'{"/desk/here": [null, 3, [], {}, {"name": "x"}, {"name": 1, "search": "a"}]}',
        b'{"/desk/here": [{"name": " ", "search": "a"}, {"name": "x", "search": " "}]}',
    ],
)
def test_a_damaged_file_counts_as_no_searches(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "searches.json"
    file.write_bytes(content)
    searches = SavedSearches(file)
    assert searches.of(HERE) == []
    searches.keep(HERE, "A", "a")
    assert searches.of(HERE) == [SavedSearch("A", "a")]
    assert [path.name for path in tmp_path.iterdir()] == ["searches.json"]


def test_a_search_that_cannot_be_written_says_so_and_keeps_the_others(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    searches = SavedSearches(tmp_path / "config" / "searches.json")
    with pytest.raises(OSError, match=r"config"):
        searches.keep(HERE, "A", "a")


def test_search_counts_follow_edits(opened: Opened, sample: Path) -> None:
    session = opened(sample)
    counts = SearchCounts()
    texts = ("published:no", "zeppelin", "is:changed", "topic:")
    for text in texts:
        counts.add(text, session.rows.values(), nothing)
    assert [counts[text] for text in texts] == [33, 0, 0, 58]
    path = next(path for path, row in session.rows.items() if View(HELD).shows(row))
    session.edit({path: [Set(("published",), True), Set(("title",), "Zeppelin")]}, "Edit")
    counts.update([session.rows[path]], {path}.__contains__)
    assert [counts[text] for text in texts] == [32, 1, 1, 58]
    counts.count_anew(session.rows.values(), nothing)
    assert [counts[text] for text in texts] == [32, 1, 0, 58]


def nothing(_path: str) -> bool:
    return False


def test_view_counts_equal_what_the_views_show(opened: Opened, sample: Path) -> None:
    session = opened(sample)
    counts = session.view_counts
    held = [path for path, row in session.rows.items() if View(HELD).shows(row)]
    edits = [Set(("published",), True), Set(("topics",), ["AI", "New", "AI"])]
    session.edit(dict.fromkeys(held[:3], edits), "Edit")
    rows: list[Row] = list(session.rows.values())
    views = [View(ALL), View(PUBLISHED), View(HELD), View(PROBLEMS)]
    views += [View(COLLECTION, name) for name in counts.collections]
    views += [View(TOPIC, name) for name in counts.topics]
    views += [View(PROVIDER, name) for name in counts.providers]
    assert View(TOPIC, "New") in views
    assert len(views) > 20
    for view in views:
        assert counts[view] == len(view.keep(rows, range(len(rows)))), view
    used = [counts[View(TOPIC, name)] for name in counts.topics]
    assert used == sorted(used, reverse=True)


def test_an_edit_of_a_text_alone_changes_no_count(opened: Opened, sample: Path) -> None:
    session = opened(sample)
    counts = session.view_counts
    version = counts.version
    path = next(path for path, row in session.rows.items() if not row.problems and row.readable)
    session.edit({path: [Set(("excerpt",), "Other words")]}, "Edit")
    assert counts.version == version


def test_searches_are_joined_so_that_both_hold() -> None:
    assert joined("", " a ") == "a"
    assert joined("published:no", "tesla or zoox") == "published:no (tesla or zoox)"
    assert joined(View(TOPIC, 'a "b"').as_search(), "x") == 'topic:"a \\"b\\"" x'
    assert View(SEARCH, "a or b").as_search() == "a or b"
