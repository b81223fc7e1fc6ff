"""What is due: new or changed since the editor's own last look, kept across runs and windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from curator.content.looks import Look, Looks
from curator.content.row import Published
from curator.frontmatter import Set
from curator.session.decisions import decide_and_look, mark_reviewed
from curator.session.jobs import DirectRunner
from curator.session.look_keeper import LookKeeper
from curator.session.notice import Notice
from curator.session.open_articles import OpenArticle
from curator.session.review import Review
from curator.session.session import Session
from curator.session.sitting import PAUSE, Sitting

Desk = tuple[Session, Review]
Open = Callable[[], Desk]
T = TypeVar("T")


class LateRunner(DirectRunner):
    """Does the work at once, but keeps what came of it while it is told to."""

    def __init__(self) -> None:
        self.keeps = False
        self._kept: list[Callable[[], None]] = []

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        def come(result: T) -> None:
            if self.keeps:
                self._kept.append(lambda: done(result))
            else:
                done(result)

        super().run(work, come, failed)

    def deliver(self) -> None:
        self.keeps = False
        for each in self._kept:
            each()
        self._kept.clear()


def story(title: str, flag: str = "", heat: int = 1) -> str:
    return f"---\ntitle: {title}\nheat: {heat}\n{flag}---\nText\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "_news"
    folder.mkdir(parents=True)
    for name, flag in (
        ("live", "published: true\n"),
        ("held", "published: false\n"),
        ("one", ""),
        ("two", ""),
    ):
        (folder / f"{name}.md").write_text(story(name, flag))
    (folder / "broken.md").write_text("---\ntitle: [\n---\n")
    return folder.parent


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def runner() -> LateRunner:
    return LateRunner()


@pytest.fixture
def start(
    qtbot: QtBot, folder: Path, tmp_path: Path, notices: list[Notice], runner: LateRunner
) -> Iterator[Open]:
    sessions: list[Session] = []

    def open_desk() -> Desk:
        session = Session(runner, tmp_path / "data")
        sessions.append(session)
        review = Review(session)
        review.noticed.connect(notices.append)
        with qtbot.waitSignal(review.ready, timeout=15000):
            session.open_folder(folder)
        return session, review

    yield open_desk
    for session in sessions:
        session.close()
        session.shut()


def due(desk: Desk) -> list[str]:
    session, review = desk
    names = [Path(path).stem for path in session.rows if review.is_due(path)]
    assert review.count == len(names)
    return sorted(names)


def look_outside(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.scan_ended, timeout=15000):
        session.rescan()


def test_at_the_first_opening_what_has_no_flag_is_due(start: Open) -> None:
    assert due(start()) == ["one", "two"]


def test_what_comes_later_is_due_whatever_its_flag(start: Open, folder: Path, qtbot: QtBot) -> None:
    start()
    (folder / "_news" / "new.md").write_text(story("new", "published: true\n"))
    desk = start()
    assert due(desk) == ["new", "one", "two"]
    (folder / "_news" / "newer.md").write_text(story("newer", "published: false\n"))
    look_outside(qtbot, desk[0])
    assert due(desk) == ["new", "newer", "one", "two"]


def test_a_story_is_due_again_when_its_text_changes_and_only_then(
    start: Open, folder: Path, qtbot: QtBot
) -> None:
    desk = start()
    mark_reviewed(*desk, ["_news/one.md", "_news/two.md"])
    assert due(desk) == []
    (folder / "_news" / "one.md").write_text(story("one", "published: true\n", heat=99))
    (folder / "_news" / "two.md").write_text(story("Two"))
    (folder / "_news" / "live.md").write_text(story("alive", "published: true\n"))
    look_outside(qtbot, desk[0])
    assert due(desk) == ["live", "two"]
    assert due(start()) == ["live", "two"]
    (folder / "_news" / "two.md").write_text(story("two"))
    look_outside(qtbot, desk[0])
    assert due(desk) == ["live"]


def test_a_decision_is_a_look_and_undo_takes_both_back(start: Open, folder: Path) -> None:
    desk = session, review = start()
    went: list[object] = []
    session.focus_requested.connect(went.append)
    assert decide_and_look(session, review, ["_news/one.md"], Published.NO)
    assert due(desk) == ["two"]
    assert review.is_done("_news/one.md")
    assert review.sitting.done == 1
    session.undo_stack.undo()
    assert went == ["_news/one.md"]
    assert due(desk) == ["one", "two"]
    assert not review.is_done("_news/one.md")
    assert review.sitting.done == 0
    session.undo_stack.redo()
    assert due(desk) == ["two"]
    session.flush()
    assert due(start()) == ["two"]


def test_to_confirm_a_state_is_a_decision_too(start: Open, folder: Path, qtbot: QtBot) -> None:
    start()
    (folder / "_news" / "new.md").write_text(story("new", "published: true\n"))
    desk = session, review = start()
    assert decide_and_look(session, review, ["_news/new.md"], Published.YES)
    assert due(desk) == ["one", "two"]
    assert not session.unsaved
    assert session.undo_stack.undoText() == "Publish 1 Article"
    went: list[object] = []
    session.focus_requested.connect(went.append)
    session.undo_stack.undo()
    assert due(desk) == ["new", "one", "two"]
    assert went == ["_news/new.md"]


def test_a_mark_is_taken_back_by_another_one(start: Open) -> None:
    desk = session, review = start()
    everything = sorted(session.rows)
    assert mark_reviewed(session, review, everything)
    assert session.undo_stack.undoText() == "Mark 2 Articles as Reviewed"
    assert due(desk) == []
    assert not mark_reviewed(session, review, ["_news/one.md", "_news/live.md"])
    assert due(desk) == ["live", "one"]
    assert due(start()) == ["live", "one"]
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert due(desk) == ["one", "two"]


def test_own_edits_make_nothing_due(start: Open, folder: Path) -> None:
    desk = session, review = start()
    mark_reviewed(session, review, ["_news/one.md"])
    session.edit({"_news/one.md": [Set(("title",), "mine")]}, "Edit Title")
    assert due(desk) == ["two"]
    session.undo_stack.undo()
    assert due(desk) == ["two"]
    session.undo_stack.redo()
    session.edit({"_news/two.md": [Set(("title",), "mine as well")]}, "Edit Title")
    session.flush()
    assert due(desk) == ["two"]
    assert due(start()) == ["two"]


def test_own_edits_make_nothing_due_before_the_folder_is_read_for_the_first_time(
    qtbot: QtBot, start: Open, folder: Path, tmp_path: Path
) -> None:
    session = Session(DirectRunner(), tmp_path / "data")
    desk = session, review = session, Review(session)

    def edit() -> None:
        session.edit({"_news/live.md": [Set(("title",), "mine")]}, "Edit Title")

    session.scan_ended.connect(edit, Qt.ConnectionType.SingleShotConnection)
    with qtbot.waitSignal(review.ready, timeout=15000):
        session.open_folder(folder)
    session.flush()
    assert due(desk) == ["one", "two"]
    session.shut()
    assert due(start()) == ["one", "two"]


def test_news_amid_an_edit_of_many_make_nothing_due(
    qtbot: QtBot, start: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        (folder / "_news" / f"n{number}.md").write_text(story(f"n{number}", "published: true\n"))
    desk = session, _ = start()
    show = session.show

    def show_and_tell(article: OpenArticle) -> None:
        show(article)
        # As where the save of an earlier edit ends between two portions.
        session.articles_changed.emit({article.path})

    monkeypatch.setattr(session, "show", show_and_tell)
    paths = [path for path, row in session.rows.items() if row.published is Published.YES]
    for undo in (False, True):
        if undo:
            session.undo_stack.undo()
        else:
            session.edit({path: [Set(("topics",), ["new"])] for path in paths}, "Add Topic")
        qtbot.waitUntil(lambda: not session.editing.running, timeout=15000)
        assert due(desk) == ["one", "two"]


def test_an_edit_that_is_given_up_leaves_the_look_at_the_file(start: Open, folder: Path) -> None:
    desk = session, review = start()
    session.save_as_you_go = False
    decide_and_look(session, review, ["_news/one.md"], Published.YES)
    session.save_all()
    for name in ("one", "two", "live"):
        session.edit({f"_news/{name}.md": [Set(("title",), "mine")]}, "Edit Title")
    session.discard()
    assert due(desk) == ["two"]
    session, review = again = start()
    assert due(again) == ["two"]
    found: list[object] = []
    review.earlier_found.connect(lambda _path, text: found.append(text))
    review.ask_earlier("_news/one.md")
    assert found == ["title: one\nheat: 1\npublished: true\n"]
    (folder / "_news" / "live.md").write_text(story("theirs", "published: true\n"))
    assert due(start()) == ["live", "two"]


def test_what_others_change_meanwhile_is_due_although_a_save_merged_it(
    start: Open, folder: Path
) -> None:
    desk = session, review = start()
    decide_and_look(session, review, ["_news/one.md"], Published.YES)
    (folder / "_news" / "one.md").write_text(story("theirs"))
    session.flush()
    assert session.rows["_news/one.md"].published is Published.YES
    assert due(desk) == ["one", "two"]
    assert not review.is_done("_news/one.md")


def test_the_front_matter_of_the_last_look_is_found_again(
    start: Open, folder: Path, qtbot: QtBot
) -> None:
    session, review = start()
    decide_and_look(session, review, ["_news/one.md"], Published.YES)
    session.flush()
    (folder / "_news" / "one.md").write_text(story("theirs"))
    session, review = start()
    found: list[tuple[object, object]] = []
    review.earlier_found.connect(lambda path, text: found.append((path, text)))
    for path in ("_news/one.md", "_news/two.md", "_news/live.md"):
        review.ask_earlier(path)
    assert found == [("_news/one.md", "title: one\nheat: 1\npublished: true\n")]


def test_two_windows_share_what_was_looked_at(start: Open) -> None:
    ours, theirs = start(), start()
    mark_reviewed(*ours, ["_news/one.md"])
    theirs[1].look_around()
    assert due(theirs) == ["two"]
    ours[0].undo_stack.undo()
    theirs[1].look_around()
    assert due(theirs) == ["one", "two"]


def test_an_answer_from_before_an_own_look_does_not_count(start: Open, runner: LateRunner) -> None:
    (session, review), theirs = ours, _ = start(), start()
    live, held = "_news/live.md", "_news/held.md"
    session.edit({live: [Set(("title",), "first")]}, "Edit Title")
    mark_reviewed(*theirs, ["_news/one.md"])
    # Back from a dialog the window looks around, and the edit of that dialog is made meanwhile.
    runner.keeps = True
    review.look_around()
    session.edit({path: [Set(("topics",), ["new"])] for path in (live, held)}, "Add Topic")
    runner.deliver()
    assert due(ours) == ["two"]
    session.flush()
    review.look_around()
    assert due(ours) == ["two"]


def test_many_are_marked_in_portions_with_their_texts(
    start: Open, folder: Path, qtbot: QtBot
) -> None:
    for number in range(700):
        (folder / "_news" / f"n{number}.md").write_text(story(f"n{number}"))
    session, review = start()
    assert review.count == 702
    decide_and_look(session, review, sorted(session.rows), Published.NO)
    qtbot.waitUntil(lambda: not review.count and not session.editing.running, timeout=15000)
    assert review.sitting.done == 702
    found: list[object] = []
    review.earlier_found.connect(lambda _path, text: found.append(text))
    review.ask_earlier("_news/n600.md")
    assert found == ["title: n600\nheat: 1\npublished: false\n"]
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: review.count == 702 and not session.editing.running, timeout=15000)
    assert review.sitting.done == 0


def test_a_view_chosen_anew_shows_nothing_as_done(start: Open) -> None:
    session, review = start()
    mark_reviewed(session, review, ["_news/one.md"])
    told: list[object] = []
    review.due_changed.connect(told.append)
    review.refresh()
    assert told == [{"_news/one.md"}]
    assert not review.is_done("_news/one.md")
    assert review.sitting.done == 1


def test_where_nothing_can_be_kept_it_is_said_once_and_work_goes_on(
    start: Open, tmp_path: Path, notices: list[Notice]
) -> None:
    (tmp_path / "data").write_text("in the way")
    desk = session, review = start()
    for name in ("one", "two"):
        decide_and_look(session, review, [f"_news/{name}.md"], Published.YES)
    assert due(desk) == []
    assert [notice.about for notice in notices] == ["looks"]
    (tmp_path / "data").unlink()
    mark_reviewed(session, review, ["_news/live.md"])
    assert due(start()) == ["live"]


def test_the_pace_is_told_without_pauses() -> None:
    now = [0.0]
    sitting = Sitting(lambda: now[0])
    for seconds in (0.0, 3.0, 2.0, PAUSE * 10, 4.0, 100.0):
        now[0] += seconds
        sitting.note(1)
    assert sitting.done == 6
    assert sitting.seconds == 109.0
    assert sitting.seconds_for(10) == 35.0
    now[0] += 1.0
    sitting.note(30)
    assert sitting.seconds_for(10) == 35.0
    sitting.take_back(30)
    assert sitting.done == 6


def test_what_is_not_wanted_soon_is_kept_together_with_the_next_or_when_asked(
    qtbot: QtBot, tmp_path: Path
) -> None:
    looks = Looks(tmp_path / "looks.sqlite")
    keeper = LookKeeper(DirectRunner(), looks)
    keeper.folder = tmp_path

    def kept() -> int:
        return len(looks.load(tmp_path).keys)

    keeper.record([Look("a.md", 1)], [], soon=False)
    keeper.record([Look("b.md", 2)], [], soon=False)
    assert kept() == 0
    keeper.catch_up()
    assert kept() == 2
    keeper.record([Look("c.md", 3)], [], soon=False)
    keeper.record([Look("d.md", 4)], [])
    assert kept() == 4
    keeper.record([Look("e.md", 5)], [], soon=False)
    found: list[int] = []
    keeper.load(lambda known: found.append(len(known.keys)))
    assert found == [5]
    for number in range(100):
        keeper.record([Look(f"{number}.md", 10 + number)], [], soon=False)
    assert kept() > 50
    keeper.close()
