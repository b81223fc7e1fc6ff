"""Leads, splits and gatherings: each one step of undo, also on the disk."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.content.saving.store import SaveError
from curator.frontmatter import Set
from curator.session.duplicates import drop_duplicates, with_duplicates
from curator.session.jobs import DirectRunner
from curator.session.leads import gather_into, lead_with, split
from curator.session.notice import Notice
from curator.session.session import Session

Opened = Callable[[Path], Session]
SEED = "_news/seed.md"


@pytest.fixture
def kept(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """A session with a history."""
    session = Session(DirectRunner(), tmp_path / "data")
    yield session
    session.cancel_scan()
    session.shut()


def opened_in(qtbot: QtBot, session: Session, folder: Path) -> Session:
    with qtbot.waitSignal(session.folder_ready, timeout=15000):
        session.open_folder(folder)
    return session


def test_a_lead_is_made_and_taken_back(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    before = (seed / SEED).read_bytes()
    title = session.rows[SEED].title
    assert lead_with(session, SEED, 0)
    session.save_all()
    assert session.rows[SEED].title != title
    assert session.undo_stack.undoText() == "Make Lead"
    session.undo_stack.undo()
    session.save_all()
    assert (seed / SEED).read_bytes() == before
    assert lead_with(session, SEED, 0)
    assert lead_with(session, SEED, 0)
    session.save_all()
    assert (seed / SEED).read_bytes() == before


def test_what_cannot_lead_is_said(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    told: list[Notice] = []
    session.noticed.connect(told.append)
    assert not lead_with(session, SEED, 99)
    assert split(session, SEED, 99) == ""
    assert not gather_into(session, SEED, ["_news/gone.md"], hold=True)
    assert [notice.severity for notice in told] == ["error"] * 3
    assert session.undo_stack.count() == 0


def test_an_item_is_split_off_and_taken_back(qtbot: QtBot, kept: Session, seed: Path) -> None:
    session = opened_in(qtbot, kept, seed)
    before = (seed / SEED).read_bytes()
    items = session.rows[SEED].related
    new = split(session, SEED, 0)
    assert (seed / new).exists()
    made = (seed / new).read_bytes()
    qtbot.waitUntil(lambda: new in session.rows)
    session.save_all()
    assert session.rows[SEED].related == items - 1
    assert b"published: false\n" in made
    assert made.count(b"\n---\n") == 1
    (creation,) = session.history.steps(new)
    assert creation.label == "Split Off"

    session.undo_stack.undo()
    session.save_all()
    assert (seed / SEED).read_bytes() == before
    assert not (seed / new).exists()
    qtbot.waitUntil(lambda: new not in session.rows)

    session.undo_stack.redo()
    session.save_all()
    assert (seed / new).read_bytes() == made
    assert session.rows[SEED].related == items - 1


def test_a_file_that_was_changed_since_stays(qtbot: QtBot, kept: Session, seed: Path) -> None:
    session = opened_in(qtbot, kept, seed)
    before = (seed / SEED).read_bytes()
    told: list[Notice] = []
    session.noticed.connect(told.append)
    new = split(session, SEED, 0)
    with (seed / new).open("ab") as file:
        file.write(b"More\n")
    changed = (seed / new).read_bytes()
    session.undo_stack.undo()
    session.save_all()
    assert (seed / SEED).read_bytes() == before
    assert (seed / new).read_bytes() == changed
    assert any("changed since it was split off" in notice.text for notice in told)
    # Doing it again takes the item off the list, and leaves the file as it is.
    session.undo_stack.redo()
    session.save_all()
    assert (seed / new).read_bytes() == changed


def test_unsaved_edits_of_the_new_article_keep_it(qtbot: QtBot, kept: Session, seed: Path) -> None:
    session = opened_in(qtbot, kept, seed)
    new = split(session, SEED, 0)
    qtbot.waitUntil(lambda: new in session.rows)
    session.save_all()
    # As if the undo of the later edit were still to be saved.
    session.held(new)
    session.saver.pause()
    session.edit({new: [Set(("title",), "Mine")]}, "Edit")
    stack = session.undo_stack
    command = stack.command(0)
    assert command is not None
    command.undo()
    assert (seed / new).exists()


def test_a_file_of_another_takes_no_item_from_the_list(
    qtbot: QtBot, kept: Session, seed: Path
) -> None:
    session = opened_in(qtbot, kept, seed)
    before = (seed / SEED).read_bytes()
    new = split(session, SEED, 2)
    session.save_all()
    session.undo_stack.undo()
    session.save_all()
    (seed / new).write_text("---\ntitle: Theirs\n---\n")
    told: list[Notice] = []
    session.noticed.connect(told.append)
    session.undo_stack.redo()
    session.save_all()
    assert (seed / SEED).read_bytes() == before
    assert not session.undo_stack.canUndo()
    assert "another file of that name" in told[0].text


def test_the_file_stays_until_the_list_has_its_item_again(
    qtbot: QtBot, kept: Session, seed: Path
) -> None:
    session = opened_in(qtbot, kept, seed)
    before = (seed / SEED).read_bytes()
    new = split(session, SEED, 2)
    session.save_all()
    (seed / SEED).chmod(0o444)
    session.undo_stack.undo()
    assert (seed / new).exists()
    (seed / SEED).chmod(0o644)
    session.flush()
    assert (seed / SEED).read_bytes() == before


def test_where_the_file_cannot_be_written_nothing_is_done(
    qtbot: QtBot, kept: Session, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened_in(qtbot, kept, seed)

    def refuse(*_words: object) -> None:
        raise SaveError(seed, "the disk is full")

    monkeypatch.setattr(session.saver, "create", refuse)
    assert split(session, SEED, 0) == ""
    assert session.undo_stack.count() == 0
    assert not session.is_unsaved(SEED)


def test_after_a_restart_a_split_is_taken_back_and_made_again(
    qtbot: QtBot, kept: Session, seed: Path, tmp_path: Path
) -> None:
    session = opened_in(qtbot, kept, seed)
    before = (seed / SEED).read_bytes()
    new = split(session, SEED, 0)
    session.close()
    after, made = (seed / SEED).read_bytes(), (seed / new).read_bytes()
    session.shut()
    later = opened_in(qtbot, Session(DirectRunner(), tmp_path / "data"), seed)
    (step,) = later.history.steps()
    assert len(step.writes) == 2
    assert later.undo_stack.undoText().startswith("Split Off")
    later.undo_stack.undo()
    later.save_all()
    assert (seed / SEED).read_bytes() == before
    assert not (seed / new).exists()
    later.undo_stack.redo()
    later.save_all()
    assert (seed / SEED).read_bytes() == after
    assert (seed / new).read_bytes() == made
    later.undo_stack.undo()
    later.close()
    later.shut()
    # What was undone is not to be undone again.
    last = opened_in(qtbot, Session(DirectRunner(), tmp_path / "data"), seed)
    assert not last.undo_stack.canUndo()
    assert (seed / SEED).read_bytes() == before
    assert not (seed / new).exists()
    last.shut()


def test_after_a_restart_a_file_that_was_changed_stays(
    qtbot: QtBot, kept: Session, seed: Path, tmp_path: Path
) -> None:
    session = opened_in(qtbot, kept, seed)
    before = (seed / SEED).read_bytes()
    new = split(session, SEED, 0)
    session.close()
    session.shut()
    with (seed / new).open("ab") as file:
        file.write(b"More\n")
    changed = (seed / new).read_bytes()
    later = opened_in(qtbot, Session(DirectRunner(), tmp_path / "data"), seed)
    told: list[Notice] = []
    later.noticed.connect(told.append)
    later.undo_stack.undo()
    later.save_all()
    assert (seed / SEED).read_bytes() == before
    assert (seed / new).read_bytes() == changed
    assert any("stays" in notice.text for notice in told)
    later.shut()


SPLITTING = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from curator.session.jobs import DirectRunner
from curator.session.leads import split
from curator.session.session import Session
app = QCoreApplication([])
session = Session(DirectRunner(), Path(sys.argv[1]))
session.open_folder(Path(sys.argv[2]))
session.cancel_scan()
print(split(session, "_news/seed.md", 0), flush=True)
time.sleep(60)
"""


def test_a_split_of_a_killed_program_is_taken_back(
    qtbot: QtBot, seed: Path, tmp_path: Path
) -> None:
    before = (seed / SEED).read_bytes()
    command = [sys.executable, "-c", SPLITTING, str(tmp_path / "data"), str(seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    new = process.stdout.readline().decode().strip()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert (seed / new).exists()
    assert (seed / SEED).read_bytes() != before
    session = opened_in(qtbot, Session(DirectRunner(), tmp_path / "data"), seed)
    session.undo_stack.undo()
    session.save_all()
    assert (seed / SEED).read_bytes() == before
    assert not (seed / new).exists()
    session.shut()


def test_articles_are_gathered_in_one_step(opened: Opened, sample: Path) -> None:
    session = opened(sample)
    lead, *others = sorted(path for path in session.rows if path.startswith("_news/"))[:4]
    before = {path: (sample / path).read_bytes() for path in (lead, *others)}
    count = session.rows[lead].related
    assert gather_into(session, lead, others, hold=True)
    session.save_all()
    assert session.rows[lead].related > count
    for path in others:
        assert b"published: false" in (sample / path).read_bytes()
    session.undo_stack.undo()
    session.save_all()
    assert {path: (sample / path).read_bytes() for path in before} == before


def test_duplicates_of_one_article_are_dropped(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    count = session.rows[SEED].related
    assert with_duplicates(session) == with_duplicates(session, [SEED, "gone.md"]) == [SEED]
    assert drop_duplicates(session, SEED).startswith("Item ")
    assert session.undo_stack.undoText() == "Drop Duplicates"
    assert session.rows[SEED].related == count - 1
    assert drop_duplicates(session, SEED) == ""
    assert with_duplicates(session) == []
