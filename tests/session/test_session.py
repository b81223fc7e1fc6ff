"""Opening, editing, undoing and saving through the session."""

from __future__ import annotations

import difflib
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from curator.content.folder import FolderError
from curator.content.index.packing import packed
from curator.content.index.updating import Batch
from curator.content.row import Published
from curator.content.saving import replace, store
from curator.frontmatter import Document, Insert, Move, Remove, Set, Value, apply_all
from curator.session.jobs import ThreadRunner
from curator.session.notice import Notice
from curator.session.session import Session

SEED = "_news/seed.md"
Opened = Callable[[Path], Session]


def changed_lines(before: bytes, after: bytes) -> list[str]:
    diff = difflib.unified_diff(
        before.decode().splitlines(), after.decode().splitlines(), lineterm="", n=0
    )
    return [line for line in diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def notices_of(session: Session) -> list[Notice]:
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    return notices


def test_the_scan_finds_the_articles_of_the_sample(opened: Opened, sample: Path) -> None:
    session = opened(sample)
    assert len(session.rows) == 58
    assert not session.scanning
    assert sum(row.published is Published.YES for row in session.rows.values()) == 15
    assert session.without_front_matter == 1


def test_an_edit_is_saved_as_one_line(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    before = (seed / SEED).read_bytes()
    assert session.edit({SEED: [Set(("published",), True)]}, "Publish 1 Article")
    assert session.is_unsaved(SEED)
    assert (seed / SEED).read_bytes() == before
    session.save_all()
    assert changed_lines(before, (seed / SEED).read_bytes()) == [
        "-published: false",
        "+published: true",
    ]
    assert not session.unsaved
    assert session.rows[SEED].published is Published.YES


def test_saving_follows_an_edit_by_itself(qtbot: QtBot, opened: Opened, seed: Path) -> None:
    session = opened(seed)
    with qtbot.waitSignal(session.saved, timeout=5000):
        session.edit({SEED: [Set(("title",), "Another headline")]}, "Edit Title")
    assert b'title: "Another headline"' in (seed / SEED).read_bytes()


def test_without_saving_as_you_go_nothing_is_written(
    qtbot: QtBot, opened: Opened, seed: Path
) -> None:
    session = opened(seed)
    session.save_as_you_go = False
    before = (seed / SEED).read_bytes()
    session.edit({SEED: [Set(("title",), "Another headline")]}, "Edit Title")
    qtbot.wait(1300)
    session.leave(SEED)
    assert (seed / SEED).read_bytes() == before
    session.save_all()
    assert (seed / SEED).read_bytes() != before


def test_undo_of_everything_and_a_save_gives_back_the_bytes(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    before = (seed / SEED).read_bytes()
    session.edit({SEED: [Set(("published",), True)]}, "Publish")
    session.edit({SEED: [Move(("related",), 4, 0)]}, "Move")
    session.edit({SEED: [Set(("title",), "Short")]}, "Edit Title")
    session.edit({SEED: [Remove(("heat",))]}, "Remove Heat")
    session.save_all()
    assert (seed / SEED).read_bytes() != before
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    session.save_all()
    assert (seed / SEED).read_bytes() == before
    while session.undo_stack.canRedo():
        session.undo_stack.redo()
    session.save_all()
    assert b"heat:" not in (seed / SEED).read_bytes()


def test_typing_in_one_field_is_one_step_of_undo(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    title = session.article(SEED).document.value(("title",))
    for text in ("A", "Ab", "Abc"):
        session.edit({SEED: [Set(("title",), text)]}, "Edit Title", "title")
    session.edit({SEED: [Set(("excerpt",), "x")]}, "Edit Excerpt", "excerpt")
    assert session.undo_stack.count() == 2
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.article(SEED).document.value(("title",)) == title
    assert not session.unsaved


def test_typing_back_to_the_old_text_leaves_no_step(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    title = str(session.article(SEED).document.value(("title",)))
    session.edit({SEED: [Set(("title",), title + "x")]}, "Edit Title", "title")
    session.edit({SEED: [Set(("title",), title)]}, "Edit Title", "title")
    assert not session.undo_stack.canUndo()
    assert not session.unsaved


def test_an_edit_of_many_articles_is_one_step(opened: Opened, sample: Path) -> None:
    session = opened(sample)
    held = [p for p, row in session.rows.items() if row.published is Published.NO][:12]
    before = {path: (sample / path).read_bytes() for path in held}
    session.edit({path: [Set(("published",), True)] for path in held}, "Publish 12 Articles")
    assert len(session.unsaved) == 12
    session.save_all()
    assert all((sample / path).read_bytes() != before[path] for path in held)
    session.undo_stack.undo()
    session.save_all()
    assert all((sample / path).read_bytes() == before[path] for path in held)


def test_a_refused_edit_is_told_and_changes_nothing(opened: Opened, sample: Path) -> None:
    session = opened(sample)
    notices = notices_of(session)
    broken = next(path for path, row in session.rows.items() if not row.readable)
    whole = next(path for path, row in session.rows.items() if row.published is Published.NO)
    edits = {whole: [Set(("published",), True)], broken: [Set(("published",), True)]}
    assert not session.edit(edits, "Publish 2 Articles")
    assert not session.unsaved
    assert broken in notices[0].text


def test_other_fields_changed_outside_are_merged(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    notices = notices_of(session)
    session.edit({SEED: [Set(("title",), "Mine"), Move(("related",), 4, 0)]}, "Edit")
    theirs = (seed / SEED).read_bytes().replace(b"\nheat: -1", b"\nheat: 77", 1)
    (seed / SEED).write_bytes(theirs + b"\nA new body.\n")
    mine = session.article(SEED).document.to_bytes()
    session.save_all()
    assert not session.unsaved
    wanted = mine.replace(b"\nheat: -1", b"\nheat: 77", 1) + b"\nA new body.\n"
    assert (seed / SEED).read_bytes() == wanted
    assert session.rows[SEED].heat == 77
    assert [notice.severity for notice in notices] == ["info"]
    assert "Heat" in notices[0].text
    session.undo_stack.undo()
    session.save_all()
    assert (seed / SEED).read_bytes() == theirs + b"\nA new body.\n"


@pytest.mark.parametrize(("choice", "title"), [("theirs", "Theirs"), ("mine", "Mine")])
def test_a_field_changed_on_both_sides_is_asked_about(
    opened: Opened, seed: Path, choice: str, title: str
) -> None:
    session = opened(seed)
    notices = notices_of(session)
    session.edit({SEED: [Set(("title",), "Mine"), Set(("quality",), 88)]}, "Edit")
    old = str(session.article(SEED).stored.document.value(("title",))).encode()
    theirs = (seed / SEED).read_bytes().replace(old, b"Theirs", 1)
    theirs = theirs.replace(b"\nheat: -1", b"\nheat: 77", 1)
    (seed / SEED).write_bytes(theirs)
    session.save_all()
    assert (seed / SEED).read_bytes() == theirs
    assert session.is_unsaved(SEED)
    assert [name for name, _ in notices[0].choices] == ["compare"]
    assert "Title" in notices[0].text
    session.resolve(SEED, choice)
    assert not session.unsaved
    data = session.article(SEED).document.data
    assert (data["title"], data["quality"], data["heat"]) == (title, 88, 77)
    session.undo_stack.undo()
    data = session.article(SEED).document.data
    other = "Theirs" if choice == "mine" else "Mine"
    assert (data["title"], data["quality"], data["heat"]) == (other, 88, 77)


def test_notices_name_the_headline_and_the_label_of_a_field(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    notices = notices_of(session)
    session.edit({SEED: [Set(("title",), "Mine"), Set(("quality",), 88)]}, "Edit")
    text = re.sub(rb"(?m)^quality: .*$", b"quality: 7", (seed / SEED).read_bytes(), count=1)
    (seed / SEED).write_bytes(text)
    session.save_all()
    assert [(notice.text, notice.about) for notice in notices] == [
        ("“Mine”: Quality was changed here and outside; nothing was written", SEED)
    ]


def test_an_edit_of_a_form_lands_in_what_the_form_showed(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    related = session.article(SEED).document.value(("related",))
    assert isinstance(related, list)
    disk = Document.parse((seed / SEED).read_bytes())
    newest: Value = {"title": "Newest", "webUrl": "https://new.example/"}
    theirs = apply_all(disk, [Insert(("related",), 0, newest), Set(("topics",), ["Cities", "AI"])])
    (seed / SEED).write_bytes(theirs.to_bytes())
    session.edit({SEED: [Remove(("related", 3)), Remove(("topics", 1))]}, "Remove")
    session.save_all()
    saved = Document.parse((seed / SEED).read_bytes())
    assert saved.value(("related",)) == [newest, *related[:3], *related[4:]]
    assert saved.value(("topics",)) == ["Cities", "AI"]


def test_typing_over_a_text_changed_outside_is_asked_about(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    notices = notices_of(session)
    old = str(session.article(SEED).document.value(("excerpt",)))
    theirs = (seed / SEED).read_bytes().replace(old.encode(), b"Outside text", 1)
    (seed / SEED).write_bytes(theirs)
    session.edit({SEED: [Set(("excerpt",), old + "Z")]}, "Edit Excerpt", "excerpt")
    session.save_all()
    assert (seed / SEED).read_bytes() == theirs
    assert "Excerpt" in notices[0].text


def test_an_undo_during_a_save_is_saved_as_well(
    qtbot: QtBot, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(ThreadRunner())
    with qtbot.waitSignal(session.folder_ready, timeout=15000):
        session.open_folder(seed)
    before = (seed / SEED).read_bytes()
    monkeypatch.setattr(replace, "sync_folder", lambda path, folder: time.sleep(0.4))
    session.edit({SEED: [Set(("published",), True)]}, "Publish 1 Article")
    session.save_all()
    qtbot.waitUntil(lambda: (seed / SEED).read_bytes() != before, timeout=5000)
    session.undo_stack.undo()
    assert session.article(SEED).document.value(("published",)) is False
    qtbot.waitUntil(lambda: (seed / SEED).read_bytes() == before, timeout=5000)
    assert session.close() == []


def test_a_file_deleted_outside_can_be_written_again(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    notices = notices_of(session)
    session.edit({SEED: [Set(("title",), "Mine")]}, "Edit Title")
    shutil.rmtree(seed / "_news")
    session.save_all()
    assert [name for name, _ in notices[0].choices] == ["restore", "retry"]
    session.resolve(SEED, "restore")
    assert not session.unsaved
    assert b'title: "Mine"' in (seed / SEED).read_bytes()
    assert [path.name for path in (seed / "_news").iterdir()] == ["seed.md"]


def test_only_undo_and_redo_ask_for_the_focus(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    asked: list[str] = []
    session.focus_requested.connect(asked.append)
    session.edit({SEED: [Set(("published",), True)]}, "Publish 1 Article")
    assert asked == []
    session.undo_stack.undo()
    session.undo_stack.redo()
    assert asked == [SEED, SEED]


def test_a_file_made_unreadable_outside_keeps_both(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    notices = notices_of(session)
    session.edit({SEED: [Set(("title",), "Mine")]}, "Edit Title")
    before = (seed / SEED).read_bytes()
    (seed / SEED).write_bytes(b"---\n: [\n")
    session.save_all()
    assert (seed / SEED).read_bytes() == b"---\n: [\n"
    assert session.is_unsaved(SEED)
    assert "does not parse" in notices[0].text
    (seed / SEED).write_bytes(before)
    session.resolve(SEED, "retry")
    assert not session.unsaved
    assert b'title: "Mine"' in (seed / SEED).read_bytes()


def test_a_saved_article_changed_outside_is_read_again(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    session.article(SEED)
    theirs = (seed / SEED).read_bytes().replace(b"published: false", b"published: true ")
    (seed / SEED).write_bytes(theirs)
    assert session.article(SEED).document.value(("published",)) is True
    assert session.rows[SEED].published is Published.YES


def test_a_file_removed_while_open_keeps_the_edit(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    notices = notices_of(session)
    session.edit({SEED: [Set(("title",), "Mine")]}, "Edit Title")
    content = (seed / SEED).read_bytes()
    (seed / SEED).unlink()
    session.save_all()
    assert session.is_unsaved(SEED)
    assert "no longer there" in notices[0].text
    (seed / SEED).write_bytes(content)
    session.save_all()
    assert not session.unsaved
    assert b'title: "Mine"' in (seed / SEED).read_bytes()


def test_a_file_made_read_only_keeps_the_edit(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    notices = notices_of(session)
    session.edit({SEED: [Set(("title",), "Mine")]}, "Edit Title")
    (seed / SEED).chmod(0o444)
    session.save_all()
    assert "read-only" in notices[0].text
    assert session.is_unsaved(SEED)
    assert session.flush() == [SEED]
    (seed / SEED).chmod(0o644)
    session.resolve(SEED, "retry")
    assert not session.unsaved


def test_a_folder_that_is_not_there_leaves_the_open_one(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    with pytest.raises(FolderError, match="does not exist"):
        session.open_folder(seed / "nowhere")
    assert session.folder == seed.resolve()


def test_an_empty_folder_is_ready_with_no_articles(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    session = opened(tmp_path / "empty")
    assert session.rows == {}


def test_opening_another_folder_saves_the_first(
    qtbot: QtBot, opened: Opened, seed: Path, sample: Path
) -> None:
    session = opened(seed)
    session.edit({SEED: [Set(("title",), "Mine")]}, "Edit Title")
    opened(sample)
    assert b'title: "Mine"' in (seed / SEED).read_bytes()
    assert not session.undo_stack.canUndo()


def test_cancelling_the_scan_says_that_the_folder_is_ready(
    qtbot: QtBot, session: Session, sample: Path
) -> None:
    session.open_folder(sample)
    with qtbot.waitSignal(session.folder_ready, timeout=1000):
        session.cancel_scan()
    assert not session.scanning


def test_slugs_name_articles_with_and_without_their_date(opened: Opened, sample: Path) -> None:
    session = opened(sample)
    row = next(row for row in session.rows.values() if "harbour-cranes" in row.path)
    assert session.article_named(row.slug) == row
    assert not row.slug.startswith("2026")


def test_undo_of_what_was_asked_about_settles_the_question(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    settled: list[set[str]] = []
    session.settled.connect(settled.append)
    session.edit({SEED: [Set(("title",), "Mine")]}, "Edit Title")
    file = Document.parse((seed / SEED).read_bytes())
    (seed / SEED).write_bytes(apply_all(file, [Set(("title",), "Theirs")]).to_bytes())
    session.save_all()
    assert session.conflicts(SEED)
    session.undo_stack.undo()
    assert settled == [{SEED}]


def test_giving_up_edits_shows_the_articles_as_they_were(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    title = session.rows[SEED].title
    session.edit({SEED: [Set(("title",), "Given up")]}, "Edit Title")
    changed: list[set[str]] = []
    session.articles_changed.connect(changed.append)
    session.discard()
    assert changed[-1] == {SEED}
    assert session.rows[SEED].title == title


def test_what_others_write_right_after_a_save_is_seen(
    opened: Opened, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(seed)
    save = store.save_merging

    def save_and_be_overtaken(*given: Any) -> store.Saved:
        saved = save(*given)
        after = apply_all(saved.stored.document, [Set(("heat",), 77)])
        (seed / SEED).write_bytes(after.to_bytes())
        return saved

    monkeypatch.setattr(store, "save_merging", save_and_be_overtaken)
    session.edit({SEED: [Set(("title",), "Mine")]}, "Edit Title")
    session.save_all()
    assert session.article(SEED).document.value(("heat",)) == 77


def test_a_row_read_before_a_save_is_not_shown_after_it(opened: Opened, seed: Path) -> None:
    session = opened(seed)
    old = session.rows[SEED]
    session.edit({SEED: [Set(("title",), "New")]}, "Edit Title")
    session.save_all()
    assert session._rows is not None
    session._rows._take(Batch([packed(old)]))
    assert session.rows[SEED].title == "New"
