"""Unsaved edits outlive a killed program, and are offered by the next one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.content import journal as journals
from curator.content.drafts import Draft, Drafts
from curator.content.sqlite_file import KeepingError
from curator.frontmatter import Document, Edit, Set, apply_all
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


def with_edits(text: bytes, *edits: Edit) -> bytes:
    return apply_all(Document.parse(text), list(edits)).to_bytes()


def leave_draft(
    data: Path, file: Path, title: str, mine: bytes | None = None, at: float | None = None
) -> bytes:
    """Leave what a killed curator leaves: an edit of the title, or whatever is in `mine`."""
    drafts = Drafts(data / "drafts")
    base = file.read_bytes()
    mine = mine or with_edits(base, Set(("title",), title))
    drafts.keep([(file, Draft(file, "Edit Title", at or time.time(), base, mine))])
    drafts.close()
    return mine


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
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
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


def test_drafts_of_the_folder_before_do_not_land_in_the_one_that_is_open_now(
    start: Start, seed: Path, data: Path, tmp_path: Path
) -> None:
    other = tmp_path / "clone"
    shutil.copytree(seed, other)
    leave_draft(data, seed / SEED, "Meant for the first folder")
    before = (other / SEED).read_bytes()
    session, found = start()
    session.open_folder(other)
    session.restore_drafts(found)
    session.flush()
    session.cancel_scan()
    session.shut()
    assert (other / SEED).read_bytes() == before
    assert len(start()[1]) == 1


def test_a_draft_that_is_not_taken_up_is_kept(start: Start, seed: Path, data: Path) -> None:
    leave_draft(data, seed / SEED, "From the crash")
    session, found = start()
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    session.edit({SEED: [Set(("title",), "Typed now")]}, "Edit Title")
    session.restore_drafts(found)
    assert session.held(SEED).document.value(("title",)) == "Typed now"
    assert "draft was not taken up, and is kept" in notices[-1].text
    session.save_all()
    session.shut()
    assert [each.draft for each in start()[1]] == [found[0].draft]


def test_a_draft_that_does_not_parse_is_kept(start: Start, seed: Path, data: Path) -> None:
    leave_draft(data, seed / SEED, "", b"---\n: [\n---\n")
    session, found = start()
    session.restore_drafts(found)
    session.shut()
    assert len(start()[1]) == 1


def test_of_two_drafts_of_a_file_the_newer_is_taken_up_and_the_other_kept(
    start: Start, seed: Path, data: Path
) -> None:
    leave_draft(data, seed / SEED, "Older", at=time.time() - 100)
    leave_draft(data, seed / SEED, "Newer")
    session, found = start()
    session.restore_drafts(found)
    assert session.article(SEED).document.value(("title",)) == "Newer"
    session.save_all()
    session.shut()
    [left] = start()[1]
    assert b"Older" in left.draft.mine


def test_a_draft_is_dropped_only_once_the_restored_edits_are_kept(
    start: Start, seed: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_draft(data, seed / SEED, "From the crash")
    session, found = start()
    fail_to_keep(monkeypatch)
    session.restore_drafts(found)
    session.shut()
    monkeypatch.undo()
    assert len(start()[1]) == 1


def test_drafts_that_could_not_be_written_are_tried_again(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ = start()
    session._safekeeping._retry.setInterval(50)
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    fail_to_keep(monkeypatch)
    session.save_as_you_go = False
    session.edit({SEED: [Set(("title",), "One")]}, "Edit Title")
    session.edit({SEED: [Set(("heat",), 5)]}, "Edit Heat")
    assert [each.about for each in notices] == ["drafts"]
    monkeypatch.undo()
    qtbot.waitUntil(lambda: not session._safekeeping._pending, timeout=5000)
    session.shut()
    [found] = start()[1]
    assert b"One" in found.draft.mine


def fail_to_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise KeepingError("the disk is full")

    monkeypatch.setattr(Drafts, "keep", full)


def test_trouble_with_the_history_does_not_hide_drafts(
    start: Start, seed: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = seed / "_news" / "other.md"
    shutil.copyfile(seed / SEED, other)
    (seed / SEED).write_bytes(leave_draft(data, seed / SEED, "Just saved", at=1.0))
    leave_draft(data, other, "Unsaved")
    monkeypatch.setattr(journals, "SCHEMA_VERSION", -1)
    _, found = start()
    assert [each.path for each in found] == ["_news/other.md"]
    monkeypatch.undo()
    session, _ = start()
    assert session.history.steps() == []


def test_a_save_merged_with_an_outside_change_is_no_draft_any_more(
    start: Start, seed: Path, data: Path
) -> None:
    before = (seed / SEED).read_bytes()
    mine = leave_draft(data, seed / SEED, "Saved")
    theirs = with_edits(before, Set(("heat",), 77))
    (seed / SEED).write_bytes(with_edits(mine, Set(("heat",), 77)))
    session, found = start()
    assert found == []
    session.history.take_back(session.history.steps()[0].writes)
    session.save_all()
    assert (seed / SEED).read_bytes() == theirs


def test_drafts_are_kept_anew_where_their_file_is_damaged(start: Start, data: Path) -> None:
    session, _ = start()
    session.save_as_you_go = False
    session.edit({SEED: [Set(("title",), "One")]}, "Edit Title")
    drafts = session._safekeeping._drafts
    assert drafts is not None
    drafts.close()
    [path] = (data / "drafts").glob("*.sqlite")
    path.write_bytes(b"no database " * 400)
    session._safekeeping.keep(session.held(SEED))
    session.shut()
    [found] = start()[1]
    assert b"One" in found.draft.mine


def test_edits_undone_during_a_save_are_kept(start: Start) -> None:
    session, _ = start()
    session.save_as_you_go = False
    session.edit({SEED: [Set(("title",), "One")]}, "Edit Title")
    article = session.held(SEED)
    article.writing = article.document
    session.undo_stack.undo()
    assert session.unsaved == [SEED]
    assert article.edited_from is article.writing
    article.writing = None
    assert session.unsaved == []


def test_restoring_can_be_undone_and_redone_where_the_file_has_changed(
    start: Start, seed: Path, data: Path
) -> None:
    leave_draft(data, seed / SEED, "From the crash")
    theirs = with_edits((seed / SEED).read_bytes(), Set(("title",), "Theirs"))
    (seed / SEED).write_bytes(theirs)
    session, found = start()
    session.restore_drafts(found)
    session.undo_stack.undo()
    assert session.rows[SEED].title == "Theirs"
    assert not session.unsaved
    session.undo_stack.redo()
    assert session.held(SEED).document.value(("title",)) == "From the crash"
    session.save_all()
    assert len(session.conflicts(SEED)) == 1


def test_a_file_that_is_written_again_is_listed(start: Start, seed: Path, data: Path) -> None:
    gone = seed / "_news" / "gone.md"
    shutil.copyfile(seed / SEED, gone)
    leave_draft(data, gone, "Unsaved")
    gone.unlink()
    session, found = start()
    session.restore_drafts(found)
    session.save_all()
    assert "_news/gone.md" not in session.rows
    session.resolve("_news/gone.md", "restore")
    assert session.rows["_news/gone.md"].title == "Unsaved"


def test_a_data_folder_that_is_deleted_is_said_once_and_begun_anew(
    start: Start, seed: Path, data: Path
) -> None:
    session, _ = start()
    session.save_as_you_go = False
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    shutil.copyfile(seed / SEED, seed / "_news" / "other.md")
    session.edit({SEED: [Set(("title",), "First")]}, "Edit Title")
    session.save_all()
    session.edit({SEED: [Set(("title",), "Not saved yet")]}, "Edit Title")
    shutil.rmtree(data)
    session.edit({"_news/other.md": [Set(("title",), "Other")]}, "Edit Title")
    session.resolve("_news/other.md", "retry")
    assert [notice.text for notice in notices] == [
        f"{data} was deleted while curator used it: the history begins anew there"
    ]
    assert [write.file.name for write in session.history.steps()[0].writes] == ["other.md"]
    # Also the draft of the edit that was made before is there again.
    copy = data / "copy"
    shutil.copytree(data / "drafts", copy)
    [draft], _ = Drafts(copy).take_over()
    assert b"Not saved yet" in draft.mine
    shutil.rmtree(data)
    session.save_all()
    assert len(notices) == 2
