"""What was written can be taken back: later, in part, and after a restart."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.content.row import Published
from curator.frontmatter import Move, Set, Value
from curator.session import history
from curator.session.decisions import decide
from curator.session.history import Step
from curator.session.jobs import DirectRunner
from curator.session.notice import Notice
from curator.session.session import Session

SEED = "_news/seed.md"
Run = Callable[[Path], Session]


@pytest.fixture
def run(qtbot: QtBot, tmp_path: Path) -> Iterator[Run]:
    """Starts the program anew on a folder, after an orderly end of the run before."""
    running: list[Session] = []

    def start(folder: Path) -> Session:
        end()
        session = Session(DirectRunner(), tmp_path / "data")
        running.append(session)
        with qtbot.waitSignal(session.folder_ready, timeout=15000):
            session.open_folder(folder)
        return session

    def end() -> None:
        while running:
            session = running.pop()
            session.close()
            session.shut()

    yield start
    end()


def value(session: Session, key: str) -> Value:
    return session.article(SEED).document.value((key,))


def set_and_save(session: Session, key: str, new: Value, label: str = "") -> None:
    session.edit({SEED: [Set((key,), new)]}, label or f"Edit {key.title()}")
    session.save_all()


def labels(steps: list[Step]) -> list[str]:
    return [step.label for step in steps]


def test_each_write_is_recorded_with_what_was_done(run: Run, seed: Path) -> None:
    session = run(seed)
    before = (seed / SEED).read_bytes()
    set_and_save(session, "title", "One")
    session.edit({SEED: [Set(("published",), True)]}, "Publish 1 Article")
    session.edit({SEED: [Set(("quality",), 99)]}, "Edit Quality")
    session.save_all()
    session.undo_stack.undo()
    session.save_all()
    steps = session.history.steps(SEED)
    assert labels(steps) == ["Undo Edit Quality", "Edit Quality", "Publish 1 Article", "Edit Title"]
    assert [step.writes[0].fields for step in steps] == [
        ("quality",),
        ("quality",),
        ("published",),
        ("title",),
    ]
    [hunk] = session.history.changes(steps[-1].writes[0])
    assert [line.text.rstrip() for line in hunk if line.side.value == "+"] == ['title: "One"']
    assert session.history.path(steps[0].writes[0]) == SEED
    assert before != (seed / SEED).read_bytes()


def test_undo_goes_on_after_a_restart(run: Run, seed: Path) -> None:
    before = (seed / SEED).read_bytes()
    session = run(seed)
    set_and_save(session, "title", "One")
    session.edit({SEED: [Move(("related",), 4, 0)]}, "Move Story")
    session.save_all()
    after = (seed / SEED).read_bytes()
    session = run(seed)
    assert session.undo_stack.undoText().startswith("Move Story (")
    assert (seed / SEED).read_bytes() == after
    session.undo_stack.undo()
    session.save_all()
    session.undo_stack.undo()
    session.save_all()
    assert not session.undo_stack.canUndo()
    assert (seed / SEED).read_bytes() == before
    session.undo_stack.redo()
    session.undo_stack.redo()
    session.save_all()
    assert (seed / SEED).read_bytes() == after


def test_what_was_undone_before_the_restart_is_not_undone_again(run: Run, seed: Path) -> None:
    session = run(seed)
    set_and_save(session, "title", "One")
    set_and_save(session, "quality", 98)
    session.undo_stack.undo()
    session.save_all()
    session = run(seed)
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText().startswith("Edit Title")


def test_a_decision_on_many_is_one_step_also_after_a_restart(run: Run, sample: Path) -> None:
    session = run(sample)
    held = [p for p, row in session.rows.items() if row.published is Published.YES][:12]
    before = {path: (sample / path).read_bytes() for path in held}
    decide(session, held, Published.NO)
    session.save_all()
    assert labels(session.history.steps()) == ["Hold 12 Articles"]
    assert len(session.history.steps()[0].writes) == 12
    session = run(sample)
    session.undo_stack.undo()
    session.save_all()
    assert {path: (sample / path).read_bytes() for path in held} == before


def test_undo_after_a_restart_keeps_what_others_changed_meanwhile(run: Run, seed: Path) -> None:
    session = run(seed)
    title = value(session, "title")
    set_and_save(session, "title", "One")
    session.close()
    text = (seed / SEED).read_bytes().replace(b"\nheat: -1", b"\nheat: 77", 1)
    (seed / SEED).write_bytes(text)
    session = run(seed)
    session.undo_stack.undo()
    session.save_all()
    assert (value(session, "title"), value(session, "heat")) == (title, 77)


def test_one_write_is_taken_back_and_later_ones_stay(run: Run, seed: Path) -> None:
    session = run(seed)
    title = value(session, "title")
    set_and_save(session, "title", "One")
    set_and_save(session, "quality", 98)
    session = run(seed)
    session.history.take_back(session.history.steps(SEED)[-1].writes)
    assert (value(session, "title"), value(session, "quality")) == (title, 98)
    assert session.undo_stack.undoText() == "Take Back Edit Title"
    session.undo_stack.undo()
    assert (value(session, "title"), value(session, "quality")) == ("One", 98)


def test_one_field_of_a_write_is_taken_back(run: Run, seed: Path) -> None:
    session = run(seed)
    quality = value(session, "quality")
    added = Set(("added",), "new key")
    session.edit({SEED: [Set(("title",), "One"), Set(("quality",), 98), added]}, "Edit")
    session.save_all()
    set_and_save(session, "heat", 5)
    write = session.history.steps(SEED)[1].writes[0]
    session.history.take_back([write], "quality")
    session.history.take_back([write], "added")
    session.save_all()
    data = session.article(SEED).document.data
    assert (data["title"], data["quality"], data["heat"]) == ("One", quality, 5)
    assert "added" not in data


def test_the_text_is_what_it_was_when_the_last_write_is_taken_back(run: Run, seed: Path) -> None:
    session = run(seed)
    before = (seed / SEED).read_bytes()
    session.edit({SEED: [Set(("related",), [])]}, "Empty List")
    session.save_all()
    session.history.take_back(session.history.steps(SEED)[0].writes)
    session.save_all()
    assert (seed / SEED).read_bytes() == before


def test_a_field_that_was_changed_again_is_put_back_only_when_asked(run: Run, seed: Path) -> None:
    session = run(seed)
    title = value(session, "title")
    set_and_save(session, "title", "One")
    write = session.history.steps(SEED)[0].writes[0]
    set_and_save(session, "title", "Two")
    outcome = session.history.take_back([write])
    assert (outcome.done, outcome.changed, list(outcome.fields)) == (0, [write], ["title"])
    assert value(session, "title") == "Two"
    assert session.history.take_back([write], insist=True).done == 1
    assert value(session, "title") == title
    outcome = session.history.take_back([write])
    assert (outcome.done, list(outcome.refused)) == (0, ["Nothing of it is left to take back."])


def test_outside_changes_that_a_save_merged_are_not_taken_back(run: Run, seed: Path) -> None:
    session = run(seed)
    title = value(session, "title")
    session.edit({SEED: [Set(("title",), "One")]}, "Edit Title")
    text = (seed / SEED).read_bytes().replace(b"\nheat: -1", b"\nheat: 77", 1)
    (seed / SEED).write_bytes(text)
    session.save_all()
    write = session.history.steps(SEED)[0].writes[0]
    assert write.fields == ("title",)
    session.history.take_back([write])
    assert (value(session, "title"), value(session, "heat")) == (title, 77)


def test_a_damaged_history_is_said_and_saving_goes_on(run: Run, seed: Path, tmp_path: Path) -> None:
    session = run(seed)
    set_and_save(session, "title", "One")
    session.shut()
    (tmp_path / "data" / "history.sqlite").write_bytes(b"rubbish " * 2000)
    session = Session(DirectRunner(), tmp_path / "data")
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    session.open_folder(seed)
    assert ["damaged" in notice.text for notice in notices] == [True]
    set_and_save(session, "title", "Two")
    assert b'title: "Two"' in (seed / SEED).read_bytes()
    assert labels(session.history.steps()) == ["Edit Title"]
    assert len(notices) == 1
    session.cancel_scan()
    session.shut()


def test_where_no_history_can_be_kept_it_is_said_once(run: Run, seed: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")
    session = run(seed)
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    set_and_save(session, "title", "One")
    set_and_save(session, "title", "Two")
    assert b'title: "Two"' in (seed / SEED).read_bytes()
    assert sum("cannot be taken back after a restart" in notice.text for notice in notices) == 1
    with pytest.raises(Exception, match="cannot be used"):
        session.history.steps()


def test_a_large_step_is_undone_as_a_whole_after_a_restart(
    run: Run, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        shutil.copyfile(seed / SEED, seed / "_news" / f"{number}.md")
    monkeypatch.setattr(history, "_MOST_WRITES", 4)
    session = run(seed)
    session.save_as_you_go = False
    session.edit({path: [Set(("title",), "T")] for path in session.rows}, "Edit 6 Titles")
    session.save_all()
    session = run(seed)
    session.save_as_you_go = False
    session.undo_stack.undo()
    assert len(session.unsaved) == 6


def test_an_undo_of_what_lies_too_far_back_is_no_step(
    run: Run, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        shutil.copyfile(seed / SEED, seed / "_news" / f"{number}.md")
    monkeypatch.setattr(history, "_MOST_WRITES", 7)
    session = run(seed)
    session.edit({path: [Set(("title",), "T")] for path in session.rows}, "Edit 3 Titles")
    session.save_all()
    for act in (session.undo_stack.undo, session.undo_stack.redo, session.undo_stack.undo):
        act()
        session.save_all()
    session = run(seed)
    assert not session.undo_stack.canUndo()


def test_undo_of_a_step_of_a_file_that_is_gone_lists_nothing(run: Run, seed: Path) -> None:
    gone = seed / "_news" / "gone.md"
    shutil.copyfile(seed / SEED, gone)
    session = run(seed)
    session.edit({"_news/gone.md": [Set(("title",), "T")]}, "Edit Title")
    session.save_all()
    session.close()
    gone.unlink()
    session = run(seed)
    session.undo_stack.undo()
    assert list(session.rows) == [SEED]


def test_reading_the_folder_again_keeps_the_steps_of_undo(run: Run, seed: Path) -> None:
    session = run(seed)
    session.edit({SEED: [Set(("title",), "T")]}, "Edit Title")
    session.edit({SEED: [Set(("quality",), 3)]}, "Edit Quality")
    session.open_folder(seed)
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert not session.undo_stack.canUndo()
    session.undo_stack.redo()
    assert value(session, "title") == "T"


def test_acts_that_were_saved_together_are_undone_one_by_one_after_a_restart(
    run: Run, seed: Path
) -> None:
    other = "_news/other.md"
    shutil.copyfile(seed / SEED, seed / other)
    before = (seed / SEED).read_bytes()
    session = run(seed)
    title = value(session, "title")
    session.edit({path: [Set(("published",), True)] for path in (SEED, other)}, "Publish 2")
    session.edit({SEED: [Set(("title",), "One")]}, "Edit Title")
    session.edit({other: [Set(("quality",), 98)]}, "Edit Quality")
    session.edit({other: [Set(("heat",), 5)]}, "Edit Heat")
    session.undo_stack.undo()
    session.save_all()
    assert labels(session.history.steps()) == ["Edit Quality", "Edit Title", "Publish 2"]
    session = run(seed)
    session.undo_stack.undo()
    session.save_all()
    assert (value(session, "title"), (seed / other).read_bytes().count(b"quality: 98")) == (
        "One",
        0,
    )
    session.undo_stack.undo()
    assert (value(session, "title"), value(session, "published")) == (title, True)
    session.undo_stack.undo()
    session.save_all()
    assert (seed / SEED).read_bytes() == (seed / other).read_bytes() == before
    assert not session.undo_stack.canUndo()


def test_acts_among_which_others_wrote_are_one_entry(run: Run, seed: Path) -> None:
    session = run(seed)
    session.edit({SEED: [Set(("title",), "One")]}, "Edit Title")
    text = (seed / SEED).read_bytes().replace(b"\nheat: -1", b"\nheat: 77", 1)
    (seed / SEED).write_bytes(text)
    session.edit({SEED: [Set(("quality",), 98)]}, "Edit Quality")
    session.save_all()
    [step] = session.history.steps(SEED)
    assert (step.label, step.writes[0].fields) == (
        "Edit Title, Edit Quality",
        ("title", "quality"),
    )


def test_a_field_that_others_have_changed_since_is_not_counted_as_taken_back(
    run: Run, seed: Path
) -> None:
    session = run(seed)
    set_and_save(session, "title", "One")
    text = (seed / SEED).read_bytes().replace(b'title: "One"', b'title: "Theirs"', 1)
    (seed / SEED).write_bytes(text)
    write = session.history.steps(SEED)[0].writes[0]
    outcome = session.history.take_back([write])
    assert (outcome.done, outcome.changed, list(outcome.fields)) == (0, [write], ["title"])
    assert not session.unsaved
