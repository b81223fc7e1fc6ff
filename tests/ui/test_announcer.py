"""What a screen reader hears of what was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from curator.frontmatter import Set
from curator.session.article_model import ArticleModel
from curator.session.columns import Column
from curator.session.notice import Notice
from curator.session.session import Session
from curator.ui.announcer import Announcer

_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


def test_steps_and_notices_are_announced(
    qtbot: QtBot, session: Session, opened: Callable[[Path], Session], sample: Path
) -> None:
    window = QObject()
    announcer = Announcer(session.undo_stack, window)
    said: list[str] = []
    announcer.announced.connect(said.append)
    opened(sample)
    path = next(path for path in session.rows if "face-matching" in path)
    session.edit({path: [Set(("published",), True)]}, "Publish")
    session.undo_stack.undo()
    session.undo_stack.redo()
    announcer.tell(Notice("error", "Could not be saved"))
    assert said == ["Publish", "Undone: Publish", "Publish", "Could not be saved"]
    session.flush()
    again = opened(sample)
    assert again.undo_stack.count() == 1
    assert len(said) == 4


def test_a_row_is_spoken_as_it_is_seen(
    qtbot: QtBot, session: Session, opened: Callable[[Path], Session], sample: Path
) -> None:
    model = ArticleModel(session)
    opened(sample)
    path = next(path for path in session.rows if "face-matching" in path)

    def spoken() -> str:
        row = model.row_of(path)
        assert row is not None
        return str(model.index(row, Column.TITLE).data(_SPOKEN))

    before = spoken()
    assert before.startswith("Face-matching cameras go live at three Ellerby stations. held. ")
    assert "same story as item 1" in before
    assert "Northwind Courier" in before
    assert "6 related" in before
    session.edit({path: [Set(("published",), True)]}, "Publish")
    assert ". published. unsaved. " in spoken()
