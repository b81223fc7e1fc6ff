"""Edits of many articles: in portions, as one step of undo, in order with all other edits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.content.article import Published
from curator.frontmatter import Set
from curator.session.decisions import decide
from curator.session.jobs import ThreadRunner
from curator.session.notice import Notice
from curator.session.session import Session

MANY = 1500
Start = Callable[[int], Session]


def story(number: int) -> str:
    return f"---\ntitle: Story {number}\npublished: true\nheat: 1\n---\nA text.\n"


def name(number: int) -> str:
    return f"_news/{number:04d}.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "_news").mkdir(parents=True)
    return folder


@pytest.fixture
def start(qtbot: QtBot, site: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts a session that saves in the background, on a folder of so many stories."""
    running: list[Session] = []

    def begin(count: int) -> Session:
        for number in range(count):
            (site / name(number)).write_text(story(number))
        session = Session(ThreadRunner(), tmp_path / "data")
        running.append(session)
        with qtbot.waitSignal(session.folder_ready, timeout=15000):
            session.open_folder(site)
        return session

    yield begin
    for session in running:
        session.close()
        session.shut()


def held(site: Path) -> list[str]:
    """The stories that are held, on the disk."""
    found = (file.name for file in sorted((site / "_news").iterdir()))
    return [each for each in found if "published: false" in (site / "_news" / each).read_text()]


def settle(qtbot: QtBot, session: Session) -> None:
    """Wait until nothing is being edited or saved any more."""
    qtbot.waitUntil(lambda: not session.editing.running and not session.unsaved, timeout=120_000)


def notices_of(session: Session) -> list[Notice]:
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    return notices


def hold_all(session: Session) -> bool:
    return decide(session, sorted(session.rows), Published.NO)


def test_very_many_are_edited_undone_and_redone(qtbot: QtBot, start: Start, site: Path) -> None:
    session = start(MANY)
    told: list[tuple[int, int]] = []
    session.edit_progressed.connect(lambda done, total: told.append((done, total)))
    assert hold_all(session)
    assert session.editing.running
    assert session.undo_stack.undoText() == "Hold 1,500 Articles"
    settle(qtbot, session)
    assert len(held(site)) == MANY
    assert told[0] == (0, MANY)
    assert len(told) > 10
    assert told == sorted(told)
    assert all(row.published is Published.NO for row in session.rows.values())
    session.undo_stack.undo()
    settle(qtbot, session)
    assert [(site / name(n)).read_text() for n in range(MANY)] == [story(n) for n in range(MANY)]
    session.undo_stack.redo()
    settle(qtbot, session)
    assert len(held(site)) == MANY
    assert session.undo_stack.count() == 1


def test_edits_of_many_show_before_all_are_made(qtbot: QtBot, start: Start) -> None:
    session = start(200)
    changed: list[set[str]] = []
    session.articles_changed.connect(changed.append)
    hold_all(session)
    qtbot.waitUntil(lambda: changed != [], timeout=20_000)
    first = changed[0]
    assert session.editing.running
    assert 0 < len(first) < 200
    assert all(session.rows[path].published is Published.NO for path in first)


def test_a_story_that_cannot_be_edited_keeps_no_other_from_it(
    qtbot: QtBot, start: Start, site: Path
) -> None:
    session = start(60)
    notices = notices_of(session)
    (site / name(7)).write_text("---\ntitle: [broken\n---\n")
    (site / name(9)).unlink()
    hold_all(session)
    settle(qtbot, session)
    assert len(held(site)) == 58
    [notice] = notices
    assert "not done in 2 of 60 articles" in notice.text
    assert "0007.md" in notice.text
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    settle(qtbot, session)
    assert held(site) == []


def test_an_edit_of_a_story_that_is_still_to_come_is_made_on_top(
    qtbot: QtBot, start: Start, site: Path
) -> None:
    session = start(60)
    hold_all(session)
    last = name(59)
    session.edit({last: [Set(("title",), "New")]}, "Edit Title")
    assert session.rows[last].published is Published.NO
    assert session.editing.running
    settle(qtbot, session)
    assert len(held(site)) == 60
    session.undo_stack.undo()
    settle(qtbot, session)
    assert (site / last).read_text() == story(59).replace("true", "false")
    session.undo_stack.undo()
    settle(qtbot, session)
    assert (site / last).read_text() == story(59)


def test_a_decision_counts_that_was_made_while_another_is_under_way(
    qtbot: QtBot, start: Start, site: Path
) -> None:
    session = start(60)
    hold_all(session)
    decide(session, sorted(session.rows), Published.YES)
    settle(qtbot, session)
    assert held(site) == []
    session.undo_stack.undo()
    settle(qtbot, session)
    assert len(held(site)) == 60


def test_undo_in_the_middle_takes_back_what_was_done_and_redo_does_it_all(
    qtbot: QtBot, start: Start, site: Path
) -> None:
    session = start(300)
    changed: list[set[str]] = []
    session.articles_changed.connect(changed.append)
    hold_all(session)
    qtbot.waitUntil(lambda: changed != [], timeout=20_000)
    session.undo_stack.undo()
    settle(qtbot, session)
    assert held(site) == []
    session.undo_stack.redo()
    settle(qtbot, session)
    assert len(held(site)) == 300


def test_a_cancelled_step_is_what_was_done_until_then(
    qtbot: QtBot, start: Start, site: Path
) -> None:
    session = start(300)
    notices = notices_of(session)
    changed: list[set[str]] = []
    session.articles_changed.connect(changed.append)
    hold_all(session)
    qtbot.waitUntil(lambda: changed != [], timeout=20_000)
    session.cancel_edits()
    assert not session.editing.running
    settle(qtbot, session)
    count = len(held(site))
    assert 0 < count < 300
    assert session.undo_stack.undoText() == f"Hold 300 Articles ({count} of 300)"
    assert [notice.text for notice in notices] == [
        f"Hold 300 Articles: stopped after {count} of 300 articles"
    ]
    session.undo_stack.undo()
    settle(qtbot, session)
    assert held(site) == []
    session.undo_stack.redo()
    settle(qtbot, session)
    assert len(held(site)) == count


def test_closing_finishes_what_is_under_way(start: Start, site: Path) -> None:
    session = start(200)
    hold_all(session)
    assert session.close() == []
    assert len(held(site)) == 200


def test_nothing_is_written_where_the_editor_saves_by_hand(
    qtbot: QtBot, start: Start, site: Path
) -> None:
    session = start(200)
    session.save_as_you_go = False
    hold_all(session)
    qtbot.waitUntil(lambda: not session.editing.running, timeout=20_000)
    assert len(session.unsaved) == 200
    assert held(site) == []
    session.discard()
    assert session.unsaved == []
    assert all(row.published is Published.YES for row in session.rows.values())


def test_discarding_stops_what_is_under_way(qtbot: QtBot, start: Start, site: Path) -> None:
    session = start(200)
    session.save_as_you_go = False
    hold_all(session)
    session.discard()
    qtbot.wait(50)
    assert session.unsaved == []
    assert not session.undo_stack.canUndo()
    assert held(site) == []


def test_outside_changes_stay_when_a_step_in_many_is_undone(
    qtbot: QtBot, start: Start, site: Path
) -> None:
    session = start(60)
    hold_all(session)
    settle(qtbot, session)
    for number in (3, 4):
        text = (site / name(number)).read_text()
        (site / name(number)).write_text(text.replace("heat: 1", "heat: 7"))
    notices = notices_of(session)
    mine = site / name(5)
    mine.write_text(mine.read_text().replace("published: false", "published: maybe"))
    session.article(name(5))
    session.undo_stack.undo()
    settle(qtbot, session)
    assert held(site) == []
    assert (site / name(3)).read_text() == story(3).replace("heat: 1", "heat: 7")
    assert "published: maybe" in mine.read_text()
    why = "“Story 5” (the same field was changed outside since)"
    assert [notice.text for notice in notices if "not done" in notice.text] == [
        f"Undo Hold 60 Articles: not done in 1 of 60 articles: {why}"
    ]


def half_made(session: Session) -> None:
    """Hold all stories, and take it back before all of them are reached."""
    hold_all(session)
    runs = session.editing._runs
    while runs._runs[0].done < 100:
        runs._portion()
    session.undo_stack.undo()
    assert session.editing.running


def test_stopping_an_undo_of_a_half_made_step_keeps_the_step_whole(
    qtbot: QtBot, start: Start, site: Path
) -> None:
    session = start(300)
    half_made(session)
    session.cancel_edits()
    session.undo_stack.redo()
    settle(qtbot, session)
    assert len(held(site)) == 300
    assert session.undo_stack.undoText() == "Hold 300 Articles"


def test_stopping_an_undo_whose_step_is_forgotten(qtbot: QtBot, start: Start) -> None:
    session = start(300)
    half_made(session)
    session.edit({name(299): [Set(("heat",), 5)]}, "Edit Heat")
    session.cancel_edits()
    assert not session.editing.running
    settle(qtbot, session)


def test_edits_given_up_while_they_are_made_are_not_written(
    qtbot: QtBot, start: Start, site: Path
) -> None:
    session = start(300)
    session.save_as_you_go = False
    hold_all(session)
    runs = session.editing._runs
    while runs._runs[0].done < 20:
        runs._portion()
    session.discard()
    settle(qtbot, session)
    assert held(site) == []


def test_a_session_that_is_shut_has_no_steps_left_to_be_deleted(
    opened: Callable[[Path], Session], seed: Path
) -> None:
    session = opened(seed)
    assert session.edit({"_news/seed.md": [Set(("title",), "Another")]}, "Edit Title")
    told: list[int] = []
    session.undo_stack.indexChanged.connect(told.append)
    session.close()
    session.shut()
    assert session.undo_stack.count() == 0
    assert told == []
