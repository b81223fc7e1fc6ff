"""Publish, hold and clear the flag."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from curator.content.row import Published
from curator.session.decisions import decide
from curator.session.session import Session

Opened = Callable[[Path], Session]


def test_each_state_can_be_given_and_undone(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    path = "_news/seed.md"
    before = (seed / path).read_bytes()
    for state in (Published.YES, Published.NONE, Published.NO):
        assert decide(session, [path], state)
        session.save_all()
        assert session.rows[path].published is state
    assert session.undo_stack.undoText() == "Hold 1 Article"
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    session.save_all()
    assert (seed / path).read_bytes() == before


def test_only_those_that_differ_are_decided(opened: Opened, sample: Path) -> None:
    session = opened(sample)
    held = [p for p, row in session.rows.items() if row.published is Published.NO]
    assert not decide(session, held, Published.NO)
    assert not session.undo_stack.canUndo()
    assert decide(session, session.rows, Published.NO)
    assert session.undo_stack.undoText() == "Hold 24 Articles"
    assert len(session.unsaved) == 24


def test_unreadable_and_unknown_articles_are_left_alone(opened: Opened, sample: Path) -> None:
    session = opened(sample)
    broken = next(path for path, row in session.rows.items() if not row.readable)
    assert not decide(session, [broken, "nowhere.md"], Published.YES)
    assert not session.unsaved
