"""Decisions worked out beforehand: they give what they would give anyway, or are not used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from curator.content.row import Published
from curator.frontmatter import Document, Edit, Set
from curator.session import editing
from curator.session.decisions import EDITS, decide
from curator.session.foresight import Foresight
from curator.session.session import Session

Opened = Callable[[Path], Session]
STORY = b"---\ntitle: A story\npublished: true # for now\n---\nText.\n"
HELD = STORY.replace(b"true", b"false")


@pytest.fixture
def session_of_one(opened: Opened, tmp_path: Path) -> Session:
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.md").write_bytes(STORY)
    session = opened(site)
    session.held("a.md")
    return session


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Edit]:
    """The edits that were worked out since."""
    made: list[Edit] = []
    real = editing.apply_all

    def noted(document: Document, edits: list[Edit]) -> Document:
        made.extend(edits)
        return real(document, edits)

    monkeypatch.setattr(editing, "apply_all", noted)
    return made


def foresee(qtbot: QtBot, session: Session) -> Foresight:
    foresight = Foresight(session, QObject(session))
    foresight.expect("a.md")
    qtbot.waitUntil(lambda: not foresight._left)
    return foresight


def saved(session: Session) -> bytes:
    session.save_all()
    assert session.folder is not None
    return (session.folder / "a.md").read_bytes()


def test_what_was_foreseen_is_not_worked_out_again(
    qtbot: QtBot, session_of_one: Session, worked_out: list[Edit]
) -> None:
    foresee(qtbot, session_of_one)
    assert worked_out == [EDITS[Published.NO]]
    assert decide(session_of_one, ["a.md"], Published.NO)
    assert worked_out == [EDITS[Published.NO]]
    assert session_of_one.rows["a.md"].published is Published.NO
    assert saved(session_of_one) == HELD
    session_of_one.undo_stack.undo()
    assert session_of_one.rows["a.md"].published is Published.YES
    assert saved(session_of_one) == STORY


def test_another_edit_makes_it_void_and_it_is_foreseen_anew(
    qtbot: QtBot, session_of_one: Session, worked_out: list[Edit]
) -> None:
    foresight = foresee(qtbot, session_of_one)
    assert session_of_one.edit({"a.md": [Set(("title",), "Another")]}, "Edit")
    assert decide(session_of_one, ["a.md"], Published.NO)
    assert saved(session_of_one) == HELD.replace(b"A story", b"Another")
    count = len(worked_out)
    qtbot.waitUntil(lambda: not foresight._left)
    assert worked_out[count:] == [EDITS[Published.YES]]
    assert decide(session_of_one, ["a.md"], Published.YES)
    assert len(worked_out) == count + 1
    assert saved(session_of_one) == STORY.replace(b"A story", b"Another")


def test_an_edit_that_is_only_equal_is_made_by_itself(
    qtbot: QtBot, session_of_one: Session, worked_out: list[Edit]
) -> None:
    foresee(qtbot, session_of_one)
    assert session_of_one.edit({"a.md": [Set(("published",), 0)]}, "Edit")
    assert len(worked_out) == 2
    assert saved(session_of_one) == STORY.replace(b"true", b"0")


def test_a_story_that_is_told_again_is_not_worked_out_again(
    qtbot: QtBot, session_of_one: Session, worked_out: list[Edit]
) -> None:
    foresight = foresee(qtbot, session_of_one)
    session_of_one.articles_changed.emit({"a.md"})
    assert foresight._left
    qtbot.waitUntil(lambda: not foresight._left)
    qtbot.wait(50)
    assert worked_out == [EDITS[Published.NO]]


def test_what_cannot_be_edited_is_met_when_it_is_decided(
    qtbot: QtBot, opened: Opened, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.md").write_bytes(STORY)
    session = opened(site)
    (site / "a.md").write_bytes(b"---\ntitle: [\n---\n")
    # It is not in memory, so nothing is foreseen, and nothing is lost.
    foresee(qtbot, session)
    assert not decide(session, ["a.md"], Published.NO)
    assert (site / "a.md").read_bytes() == b"---\ntitle: [\n---\n"
