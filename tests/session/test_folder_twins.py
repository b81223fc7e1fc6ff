"""The same stories of a folder, followed as articles come, change and go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.frontmatter import Set
from curator.session.article_model import ArticleModel
from curator.session.columns import Column
from curator.session.session import Session
from curator.session.twins import Twins
from curator.session.views import ALL, DUPLICATES, View

Opened = Callable[[Path], Session]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    for name, address in (
        ("a", "https://x.example/1"),
        ("b", "http://www.x.example/1/"),
        ("c", ""),
    ):
        text = f"---\ntitle: {name}\nwebUrl: {address}\n---\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="")
    return folder


def test_it_follows_the_session(qtbot: QtBot, folder: Path, opened: Opened) -> None:
    session = opened(folder)
    twins = Twins(session)
    counts: list[int] = []
    twins.counted.connect(counts.append)
    qtbot.waitUntil(lambda: counts == [2])
    assert [group.paths for group in twins.groups()] == [("a.md", "b.md")]
    assert [twin.path for twin in twins.same_as("b.md")] == ["a.md"]
    assert twins.has("a.md")
    assert not twins.has("c.md")
    session.edit({"c.md": [Set(("webUrl",), "https://x.example/1#c")]}, "Edit")
    qtbot.waitUntil(lambda: counts == [2, 3])
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: counts == [2, 3, 2])
    session.edit({"c.md": [Set(("title",), "d")]}, "Edit")
    twins.finish()
    assert counts == [2, 3, 2]
    session.flush()
    (folder / "a.md").unlink()
    session.look_outside({"a.md"})
    qtbot.waitUntil(lambda: counts == [2, 3, 2, 0])
    assert not twins.busy


def test_another_folder_begins_anew(
    qtbot: QtBot, folder: Path, tmp_path: Path, session: Session, opened: Opened
) -> None:
    twins = Twins(session)
    opened(folder)
    twins.finish()
    assert twins.count == 2
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(twins.counted) as counted:
        opened(tmp_path / "empty")
    assert counted.args == [0]
    assert twins.paths == frozenset()


def test_a_story_of_which_one_article_is_held_is_told_once(
    qtbot: QtBot, folder: Path, opened: Opened
) -> None:
    session = opened(folder)
    twins = Twins(session)
    changed: list[set[str]] = []
    twins.twins_changed.connect(changed.append)
    with qtbot.waitSignal(twins.ready):
        pass
    session.edit({"b.md": [Set(("published",), False)]}, "Hold")
    qtbot.waitUntil(lambda: not twins.busy)
    assert twins.count == 0
    assert changed == [{"a.md", "b.md"}] * 2
    assert [twin.path for twin in twins.same_as("a.md")] == ["b.md"]
    assert twins.group_of("b.md").paths == ("a.md", "b.md")


def test_articles_of_one_story_are_put_side_by_side(folder: Path, opened: Opened) -> None:
    for name, number in (("d", 2), ("e", 1), ("f", 2)):
        text = f"---\nwebUrl: https://x.example/{number}\n---\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    twins = Twins(opened(folder))
    twins.finish()
    paths = ["c.md", "f.md", "e.md", "d.md", "a.md"]
    assert [paths[n] for n in twins.together(paths)] == ["c.md", "f.md", "d.md", "e.md", "a.md"]


def test_the_view_shows_stories_that_several_articles_tell_together(
    qtbot: QtBot, folder: Path, session: Session, opened: Opened
) -> None:
    for name, number in (("d", 2), ("e", 2), ("f", 3)):
        text = f"---\ntitle: {name}\nwebUrl: https://x.example/{number}\n---\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    text = "---\ntitle: Z\nwebUrl: https://x.example/1\n---\n"
    (folder / "z.md").write_text(text, encoding="utf-8")
    twins = Twins(session)
    model = ArticleModel(session, None, None, twins)
    opened(folder)
    twins.finish()

    def titles() -> list[str]:
        return [model.row_at(row).title for row in range(model.rowCount())]

    model.sort(Column.TITLE)
    model.show_view(View(DUPLICATES))
    assert titles() == ["a", "b", "Z", "d", "e"]
    model.sort(Column.TITLE, Qt.SortOrder.DescendingOrder)
    assert titles() == ["Z", "b", "a", "e", "d"]
    model.show_words("-title:z")
    assert titles() == ["e", "d", "b", "a"]
    session.edit({"e.md": [Set(("published",), False)]}, "Hold")
    twins.finish()
    assert titles() == ["e", "d", "b", "a"]
    model.refresh()
    assert titles() == ["b", "a"]
    model.show_words("")
    model.show_view(View(ALL))
    model.show_words("is:duplicate")
    assert titles() == ["Z", "b", "a"]
