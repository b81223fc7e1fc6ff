"""The articles that have the one at hand in their related lists, as lists come, change and go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.frontmatter import Insert, Remove, Value
from curator.session.backlinks import Backlinks
from curator.session.session import Session

Opened = Callable[[Path], Session]
ITEM: Value = {"title": "A", "webUrl": "http://www.x.example/a/"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    item = 'related:\n  - title: "A"\n    webUrl: "http://www.x.example/a/"\n'
    for name, related in (("a", ""), ("b", item), ("c", ""), ("d", "related:\n  - a\n")):
        text = f"---\ntitle: {name}\nwebUrl: https://x.example/{name}\n{related}---\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="")
    return folder


def paths(backlinks: Backlinks) -> list[str]:
    return [row.path for row in backlinks.found]


def test_edits_count_before_and_after_they_are_saved(
    qtbot: QtBot, folder: Path, opened: Opened
) -> None:
    session = opened(folder)
    backlinks = Backlinks(session)
    backlinks.show_article("a.md")
    assert backlinks.waiting
    qtbot.waitUntil(lambda: not backlinks.waiting)
    assert paths(backlinks) == ["b.md", "d.md"]
    session.save_as_you_go = False
    session.edit({"c.md": [Insert(("related",), 0, ITEM)]}, "Add")
    qtbot.waitUntil(lambda: paths(backlinks) == ["b.md", "c.md", "d.md"])
    session.edit({"b.md": [Remove(("related", 0))]}, "Remove")
    qtbot.waitUntil(lambda: paths(backlinks) == ["c.md", "d.md"])
    session.flush()
    session.look_outside()
    qtbot.wait(400)
    assert paths(backlinks) == ["c.md", "d.md"]


def test_what_others_write_counts_and_what_goes_does_not(
    qtbot: QtBot, folder: Path, opened: Opened
) -> None:
    session = opened(folder)
    backlinks = Backlinks(session)
    backlinks.show_article("a.md")
    qtbot.waitUntil(lambda: paths(backlinks) == ["b.md", "d.md"])
    (folder / "d.md").unlink()
    (folder / "e.md").write_text("---\ntitle: e\nrelated: [a]\n---\n", encoding="utf-8")
    session.look_outside()
    qtbot.waitUntil(lambda: paths(backlinks) == ["b.md", "e.md"])


def test_the_answer_is_that_of_the_article_at_hand(
    qtbot: QtBot, folder: Path, opened: Opened
) -> None:
    backlinks = Backlinks(opened(folder))
    backlinks.show_article("a.md")
    backlinks.show_article("b.md")
    assert (backlinks.article, backlinks.waiting) == ("b.md", True)
    qtbot.waitUntil(lambda: not backlinks.waiting)
    assert backlinks.found == []
    backlinks.show_article("")
    assert not backlinks.waiting


def test_a_story_that_is_shown_after_the_end_asks_nothing(
    qtbot: QtBot, folder: Path, opened: Opened
) -> None:
    backlinks = Backlinks(opened(folder))
    backlinks.show_article("a.md")
    backlinks.close()
    # A window shows the story after a decision a moment later, when it may be closed.
    backlinks.show_article("b.md")
    qtbot.wait(100)
    assert (backlinks.article, backlinks.waiting) == ("", False)
