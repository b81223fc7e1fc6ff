"""Holding very many articles of which some cannot be saved: one notice, one undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.content.row import Published
from curator.frontmatter import Set
from curator.session.decisions import decide
from curator.session.jobs import ThreadRunner
from curator.session.notice import SAVES, SHOW, Notice
from curator.session.session import Session

LOCKED = ("a/0123.md", "a/0777.md")
READ_ONLY = "the file is read-only: make it writable, then save again"


def story(number: int) -> str:
    return f"---\ntitle: Story {number}\npublished: true\nheat: 1\n---\nA text.\n"


class Desk:
    """A session on a folder of stories, and what it says."""

    def __init__(self, qtbot: QtBot, folder: Path, count: int) -> None:
        self.folder = folder / "site"
        (self.folder / "a").mkdir(parents=True)
        for number in range(count):
            (self.folder / f"a/{number:04d}.md").write_text(story(number))
        self.session = Session(ThreadRunner(), folder / "data")
        self.notices: dict[str, Notice] = {}
        self.told: list[Notice] = []
        self.session.noticed.connect(self.take)
        self.session.settled.connect(self.drop)
        with qtbot.waitSignal(self.session.folder_ready, timeout=30_000):
            self.session.open_folder(self.folder)

    def drop(self, abouts: set[str]) -> None:
        for about in abouts:
            self.notices.pop(about, None)

    def take(self, notice: Notice) -> None:
        self.told.append(notice)
        self.notices[notice.about] = notice

    def held(self) -> set[str]:
        files = (self.folder / "a").iterdir()
        return {f"a/{file.name}" for file in files if "published: false" in file.read_text()}

    def settle(self, qtbot: QtBot, unsaved: int) -> None:
        session = self.session
        qtbot.waitUntil(
            lambda: (
                not session.editing.running
                and not session.saver.under_way
                and len(session.unsaved) == unsaved
            ),
            timeout=120_000,
        )


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Iterator[list[Desk]]:
    desks: list[Desk] = []
    yield desks
    for desk in desks:
        for path in (desk.folder / "a").iterdir():
            path.chmod(0o644)
        desk.session.close()
        desk.session.shut()


def test_hold_a_thousand_of_which_two_are_read_only(
    qtbot: QtBot, start: list[Desk], tmp_path: Path
) -> None:
    desk = Desk(qtbot, tmp_path, 1000)
    start.append(desk)
    session = desk.session
    for path in LOCKED:
        (desk.folder / path).chmod(0o444)
    assert decide(session, sorted(session.rows), Published.NO)
    desk.settle(qtbot, unsaved=2)
    assert desk.held() == session.rows.keys() - set(LOCKED)
    assert len(desk.held()) == 998
    notice = desk.notices.pop(SAVES)
    assert notice.text == f"2 of 1,000 articles could not be saved: {READ_ONLY}"
    assert sorted(notice.details) == [(path, READ_ONLY) for path in LOCKED]
    assert [name for name, _ in notice.choices] == ["retry", SHOW]
    assert desk.notices == {}
    assert session.save_errors == dict.fromkeys(LOCKED, READ_ONLY)
    assert session.undo_stack.count() == 1
    desk.notices[SAVES] = notice
    session.undo_stack.undo()
    desk.settle(qtbot, unsaved=0)
    for number in range(1000):
        assert (desk.folder / f"a/{number:04d}.md").read_text() == story(number)
    assert all(row.published is Published.YES for row in session.rows.values())
    assert all(session.held(path).document.value(("published",)) is True for path in LOCKED)
    assert desk.notices == {}


def test_all_that_failed_is_tried_again_at_once(
    qtbot: QtBot, start: list[Desk], tmp_path: Path
) -> None:
    desk = Desk(qtbot, tmp_path, 30)
    start.append(desk)
    locked = [f"a/{number:04d}.md" for number in (3, 4, 5)]
    for path in locked:
        (desk.folder / path).chmod(0o444)
    decide(desk.session, sorted(desk.session.rows), Published.NO)
    desk.settle(qtbot, unsaved=3)
    (desk.folder / locked[0]).chmod(0o644)
    desk.session.resolve(SAVES, "retry")
    desk.settle(qtbot, unsaved=2)
    assert desk.notices[SAVES].text.startswith("2 of 3 articles could not be saved")
    for path in locked[1:]:
        (desk.folder / path).chmod(0o644)
    desk.session.resolve(SAVES, "retry")
    desk.settle(qtbot, unsaved=0)
    assert len(desk.held()) == 30
    assert desk.notices == {}


def test_one_of_many_is_told_by_its_name(qtbot: QtBot, start: list[Desk], tmp_path: Path) -> None:
    desk = Desk(qtbot, tmp_path, 30)
    start.append(desk)
    (desk.folder / "a/0003.md").chmod(0o444)
    decide(desk.session, sorted(desk.session.rows), Published.NO)
    desk.settle(qtbot, unsaved=1)
    assert [notice.text for notice in desk.told] == [f"“Story 3”: {READ_ONLY}"]
    desk.session.edit({"a/0004.md": [Set(("heat",), 2)]}, "Edit Heat")
    desk.session.save_all()
    desk.settle(qtbot, unsaved=1)
    assert list(desk.notices) == ["a/0003.md"]


def test_failures_of_two_saves_stand_in_one_notice(
    qtbot: QtBot, start: list[Desk], tmp_path: Path
) -> None:
    desk = Desk(qtbot, tmp_path, 30)
    start.append(desk)
    for number in range(4):
        (desk.folder / f"a/{number:04d}.md").chmod(0o444)
    for first in (0, 2):
        paths = [f"a/{number:04d}.md" for number in range(first, first + 2)]
        desk.session.edit({path: [Set(("heat",), 2)] for path in paths}, "Edit Heat")
        desk.session.saver.save(paths)
        desk.settle(qtbot, unsaved=first + 2)
    assert list(desk.notices) == [SAVES]
    assert desk.notices[SAVES].text.startswith("4 of 4 articles could not be saved")
    desk.session.discard()
    assert desk.notices == {}


def test_questions_are_asked_one_by_one_while_they_are_few(
    qtbot: QtBot, start: list[Desk], tmp_path: Path
) -> None:
    desk = Desk(qtbot, tmp_path, 30)
    start.append(desk)
    desk.session.save_as_you_go = False
    decide(desk.session, sorted(desk.session.rows), Published.NO)
    qtbot.waitUntil(lambda: not desk.session.editing.running, timeout=30_000)
    for number in (1, 2):
        (desk.folder / f"a/{number:04d}.md").unlink()
    for number in (3, 4):
        (desk.folder / f"a/{number:04d}.md").chmod(0o444)
    desk.session.save_all()
    desk.settle(qtbot, unsaved=4)
    assert sorted(desk.notices) == ["a/0001.md", "a/0002.md", SAVES]
    assert desk.notices["a/0001.md"].choices[0][0] == "restore"
    assert desk.notices[SAVES].text.startswith("2 of 30 articles could not be saved")
    desk.session.resolve("a/0001.md", "restore")
    assert (desk.folder / "a/0001.md").read_text() == story(1).replace("true", "false")
    assert sorted(desk.notices) == ["a/0002.md", SAVES]
