"""Unsaved edits outlive a killed program, and are offered by the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.frontmatter import Set
from curator.session.jobs import DirectRunner
from curator.session.notice import Notice
from curator.session.safekeeping import FileState, LeftBehind
from curator.session.session import Session

SEED = "_news/seed.md"
Start = Callable[[], tuple[Session, list[LeftBehind]]]

_EDITOR = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from curator.frontmatter import Set
from curator.session.jobs import DirectRunner
from curator.session.session import Session
app = QCoreApplication([])
session = Session(DirectRunner(), Path(sys.argv[1]))
session.save_as_you_go = False
session.open_folder(Path(sys.argv[2]))
session.cancel_scan()
session.edit({"_news/seed.md": [Set(("title",), "First")]}, "Edit Title")
session.edit({"_news/seed.md": [Set(("title",), "Not saved yet")]}, "Edit Title")
session.edit({"_news/seed.md": [Set(("quality",), 97)]}, "Edit Quality")
if sys.argv[3:] == ["saved"]:
    session._safekeeping.record = lambda entry: time.sleep(60)
    print("edited", flush=True)
    session.save_all()
print("edited", flush=True)
time.sleep(60)
"""


def edit_and_die(data: Path, folder: Path, *more: str) -> None:
    """Edit the story in another process, and kill that."""
    process = subprocess.Popen(
        [sys.executable, "-c", _EDITOR, str(data), str(folder), *more],
        stdout=subprocess.PIPE,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert process.stdout is not None
    before = (folder / SEED).read_bytes()
    assert process.stdout.readline() == b"edited\n"
    while more and (folder / SEED).read_bytes() == before:
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def start(qtbot: QtBot, seed: Path, data: Path) -> Iterator[Start]:
    """Starts a session on the folder; the drafts that it found."""
    running: list[Session] = []

    def begin() -> tuple[Session, list[LeftBehind]]:
        session = Session(DirectRunner(), data)
        running.append(session)
        found: list[LeftBehind] = []
        session.drafts_found.connect(found.extend)
        with qtbot.waitSignal(session.folder_ready, timeout=15000):
            session.open_folder(seed)
        return session, found

    yield begin
    for session in running:
        session.cancel_scan()
        session.shut()


def test_edits_of_a_killed_program_are_offered_and_restored(
    start: Start, seed: Path, data: Path
) -> None:
    before = (seed / SEED).read_bytes()
    edit_and_die(data, seed)
    assert (seed / SEED).read_bytes() == before
    session, [found] = start()
    assert (found.path, found.state, found.draft.label) == (SEED, FileState.SAME, "Edit Quality")
    session.restore_drafts([found])
    article = session.article(SEED)
    assert article.document.value(("title",)) == "Not saved yet"
    assert session.unsaved == [SEED]
    assert session.undo_stack.undoText() == "Restore Unsaved Edits"
    session.save_all()
    assert b'title: "Not saved yet"' in (seed / SEED).read_bytes()
    session.undo_stack.undo()
    session.save_all()
    assert (seed / SEED).read_bytes() == before
    assert start()[1] == []


def test_restored_edits_are_merged_where_the_file_has_changed(
    start: Start, seed: Path, data: Path
) -> None:
    edit_and_die(data, seed)
    (seed / SEED).write_bytes(
        (seed / SEED).read_bytes().replace(b"\nheat: -1", b"\nheat: 77", 1) + b"\nMore text.\n"
    )
    session, [found] = start()
    assert found.state is FileState.CHANGED
    session.restore_drafts([found])
    session.save_all()
    text = (seed / SEED).read_bytes()
    assert b'title: "Not saved yet"' in text
    assert b"\nheat: 77" in text
    assert text.endswith(b"\nMore text.\n")


def test_a_field_changed_on_both_sides_of_a_crash_is_asked_about(
    start: Start, seed: Path, data: Path
) -> None:
    edit_and_die(data, seed)
    text = (seed / SEED).read_bytes()
    line = next(line for line in text.splitlines() if line.startswith(b"title:"))
    theirs = text.replace(line, b'title: "Theirs"', 1)
    (seed / SEED).write_bytes(theirs)
    session, found = start()
    session.restore_drafts(found)
    session.save_all()
    assert (seed / SEED).read_bytes() == theirs
    [conflict] = session.conflicts(SEED)
    assert (conflict.ours, conflict.theirs) == ("Not saved yet", "Theirs")


def test_edits_of_a_file_that_is_gone_can_be_written_again(
    start: Start, seed: Path, data: Path
) -> None:
    edit_and_die(data, seed)
    (seed / SEED).unlink()
    session, found = start()
    assert [each.state for each in found] == [FileState.GONE]
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    session.restore_drafts(found)
    session.save_all()
    assert ("restore", "Write it again") in notices[-1].choices
    session.resolve(SEED, "restore")
    assert b'title: "Not saved yet"' in (seed / SEED).read_bytes()


def test_edits_that_were_just_saved_are_entered_in_the_history(
    start: Start, seed: Path, data: Path
) -> None:
    before = (seed / SEED).read_bytes()
    edit_and_die(data, seed, "saved")
    assert b'title: "Not saved yet"' in (seed / SEED).read_bytes()
    session, found = start()
    assert found == []
    [step] = session.history.steps(SEED)
    assert step.writes[0].fields == ("title", "quality")
    session.history.take_back(step.writes)
    session.save_all()
    assert (seed / SEED).read_bytes() == before


def test_drafts_are_offered_until_they_are_taken_or_given_up(
    start: Start, seed: Path, data: Path
) -> None:
    edit_and_die(data, seed)
    for _ in range(2):
        session, found = start()
        assert len(found) == 1
        session.close()
        session.shut()
    session, found = start()
    session.forget_drafts(found)
    session.shut()
    assert start()[1] == []


def test_a_save_that_fails_keeps_the_edit_as_a_draft(
    start: Start, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = start()
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    before = (seed / SEED).read_bytes()
    with monkeypatch.context() as patched:

        def full(_descriptor: int) -> None:
            raise OSError(28, "No space left on device")

        patched.setattr(os, "fsync", full)
        session.edit({SEED: [Set(("title",), "One")]}, "Edit Title")
        assert session.close() == [SEED]
        assert "disk is full" in notices[-1].text
    assert (seed / SEED).read_bytes() == before
    session.shut()
    session, [found] = start()
    session.restore_drafts([found])
    session.save_all()
    assert b'title: "One"' in (seed / SEED).read_bytes()


def test_given_up_edits_leave_no_draft(start: Start) -> None:
    session, _ = start()
    session.edit({SEED: [Set(("title",), "One")]}, "Edit Title")
    session.discard()
    session.shut()
    assert start()[1] == []
