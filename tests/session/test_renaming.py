"""The file of an article gets another name: saved before, undone, with its history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.frontmatter import Set
from curator.session.jobs import DirectRunner
from curator.session.notice import Notice
from curator.session.renaming import name_for, rename_article
from curator.session.session import Session

SEED = "_news/seed.md"
NEW = "_news/new.md"


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path, seed: Path) -> Iterator[Session]:
    session = Session(DirectRunner(), tmp_path / "data")
    with qtbot.waitSignal(session.folder_ready, timeout=15000):
        session.open_folder(seed)
    yield session
    session.flush()
    session.shut()


def test_edits_are_saved_and_undo_goes_on_behind_it(
    qtbot: QtBot, session: Session, seed: Path
) -> None:
    before = (seed / SEED).read_bytes()
    session.saver.pause()
    session.edit({SEED: [Set(("title",), "Fresh words")]}, "Edit Title")
    assert name_for(session, SEED) == "fresh-words.md"
    assert rename_article(session, SEED, "new.md") is not None
    assert not (seed / SEED).exists()
    assert b"Fresh words" in (seed / NEW).read_bytes()
    qtbot.waitUntil(lambda: set(session.rows) == {NEW})
    session.edit({NEW: [Set(("quality",), 7)]}, "Edit Quality")
    session.flush()
    labels = [step.label for step in session.history.steps(NEW)]
    assert labels == ["Edit Quality", "Edit Title"]
    for text in ("Rename File", "Edit Title", ""):
        session.undo_stack.undo()
        session.flush()
        assert session.undo_stack.undoText() == text
    assert (seed / SEED).read_bytes() == before
    assert not (seed / NEW).exists()
    qtbot.waitUntil(lambda: set(session.rows) == {SEED})
    for _ in range(3):
        session.undo_stack.redo()
    session.flush()
    text = (seed / NEW).read_text()
    assert "Fresh words" in text
    assert "quality: 7\n" in text
    assert not (seed / SEED).exists()


def test_what_others_wrote_goes_along(qtbot: QtBot, session: Session, seed: Path) -> None:
    session.held(SEED)
    text = re.sub(r"(?m)^quality: .*$", "quality: 3", (seed / SEED).read_text())
    (seed / SEED).write_text(text)
    assert rename_article(session, SEED, "new.md") is not None
    assert (seed / NEW).read_text() == text
    qtbot.waitUntil(lambda: set(session.rows) == {NEW})
    assert session.rows[NEW].quality == 3
    assert session.held(NEW).document.value(("quality",)) == 3


def test_a_name_that_is_taken_is_refused_also_by_undo(
    qtbot: QtBot, session: Session, seed: Path
) -> None:
    told: list[Notice] = []
    session.noticed.connect(told.append)
    (seed / NEW).write_text("---\ntitle: Mine\n---\n")
    assert rename_article(session, SEED, "new.md") is None
    assert rename_article(session, SEED, "other.md") is not None
    (seed / SEED).write_text("---\ntitle: Theirs\n---\n")
    session.undo_stack.undo()
    assert [notice.severity for notice in told] == ["error", "error"]
    assert "seed.md already" in told[1].text
    assert (seed / SEED).read_text() == "---\ntitle: Theirs\n---\n"
    assert (seed / NEW).read_text() == "---\ntitle: Mine\n---\n"
    assert (seed / "_news/other.md").exists()


def test_the_name_of_unsaved_edits_is_theirs(session: Session, seed: Path) -> None:
    (seed / NEW).write_text("---\ntitle: New\n---\n")
    session.saver.as_you_go = False
    session.edit({NEW: [Set(("title",), "Precious")]}, "Edit Title")
    (seed / NEW).unlink()
    told: list[Notice] = []
    session.noticed.connect(told.append)
    assert rename_article(session, SEED, "new.md") is None
    assert "unsaved edits" in told[0].text
    assert session.held(NEW).document.text(("title",)) == "Precious"
    assert rename_article(session, SEED, "\ud800.md") is None
