"""The rows of a folder beside what happens to it: none lost, none stale, none for ever."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from curator.content.row import Row
from curator.frontmatter import Set
from curator.session import rows as session_rows
from curator.session.jobs import DirectRunner
from curator.session.notice import Notice
from curator.session.rows import Rows
from curator.session.session import Session

WAIT = 30_000
Made = Callable[..., Rows]


def write(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number}.md").write_text(f"---\ntitle: A {number}\n---\n")
    return folder


def settled(qtbot: QtBot, rows: Rows | None) -> None:
    assert rows is not None
    qtbot.waitUntil(lambda: not rows.busy, timeout=WAIT)


@pytest.fixture
def made(qtbot: QtBot, tmp_path: Path) -> Iterator[Made]:
    """Rows of a folder, read."""
    owner = QObject()
    all_made: list[Rows] = []

    def make(
        folder: Path,
        held: Callable[[str], Row | None] = lambda _path: None,
        cache: Path | None = None,
        is_pressed: Callable[[], bool] = lambda: False,
        watch: bool = False,
    ) -> Rows:
        rows = Rows(folder, cache or tmp_path / "cache", owner, watch=watch)
        all_made.append(rows)
        rows.start(held, is_pressed)
        settled(qtbot, rows)
        return rows

    yield make
    for rows in all_made:
        rows.close()


def kill(rows: Rows) -> None:
    server = rows._index._server
    assert server is not None
    assert server._process.pid is not None
    os.kill(server._process.pid, signal.SIGKILL)


def test_a_reading_that_breaks_off_loses_no_row(qtbot: QtBot, tmp_path: Path, made: Made) -> None:
    rows = made(write(tmp_path / "f", 3000))
    rows.cancel()
    rows.look()
    qtbot.waitUntil(lambda: bool(rows._unseen), timeout=WAIT)
    kill(rows)
    settled(qtbot, rows)
    rows.look({"5.md"})
    settled(qtbot, rows)
    assert len(rows.by_path) == 3000


@pytest.mark.parametrize("is_told", [True, False])
def test_what_is_heard_while_many_are_saved_is_looked_at_after_them(
    qtbot: QtBot, tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch, is_told: bool
) -> None:
    monkeypatch.setattr(session_rows, "_PATIENCE", WAIT if is_told else 1_500)
    folder = write(tmp_path / "f", 5)
    rows = made(folder, is_pressed=lambda: True, watch=True)
    qtbot.wait(500)
    looks: list[object] = []
    monkeypatch.setattr(rows._index, "look", looks.append)
    for number in (2, 3):
        (folder / f"{number}.md").write_text("---\ntitle: New\n---\n")
        qtbot.waitUntil(lambda n=number: f"{n}.md" in (rows._heard or ()), timeout=WAIT)
    assert looks == []
    if is_told:
        rows.heed()
    qtbot.waitUntil(lambda: looks == [{"2.md", "3.md"}], timeout=WAIT)
    rows.heed()
    assert len(looks) == 1


def test_after_a_stop_what_is_heard_of_some_is_looked_at_and_of_all_is_not(
    tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = [True]
    rows = made(write(tmp_path / "f", 5), is_pressed=lambda: pressed[0])
    looks: list[object] = []
    monkeypatch.setattr(rows._index, "look", looks.append)
    rows.hear(None)
    rows._stopped = True
    rows.hear({"2.md"})
    rows.hear(None)
    rows.hear({"3.md"})
    assert looks == []
    pressed[0] = False
    rows.hear(frozenset({"4.md"}))
    assert looks == [{"2.md", "3.md", "4.md"}]


def test_a_process_that_was_ended_while_idle_costs_nothing(
    qtbot: QtBot, tmp_path: Path, made: Made
) -> None:
    folder = write(tmp_path / "f", 5)
    rows = made(folder)
    said: list[Notice] = []
    rows.noticed.connect(said.append)
    kill(rows)
    qtbot.wait(200)
    (folder / "3.md").write_text("---\ntitle: New\n---\n")
    rows.look({"3.md"})
    settled(qtbot, rows)
    qtbot.waitUntil(lambda: rows.by_path["3.md"].title == "New", timeout=WAIT)
    assert said == []


def test_a_folder_that_goes_leaves_its_rows_also_without_an_index(
    qtbot: QtBot, tmp_path: Path, made: Made
) -> None:
    folder = write(tmp_path / "f", 50)
    (tmp_path / "file").write_text("where a folder should be")
    rows = made(folder, cache=tmp_path / "file")
    folder.rename(tmp_path / "away")
    rows.look()
    settled(qtbot, rows)
    assert len(rows.by_path) == 50
    folder.mkdir()
    rows.look()
    settled(qtbot, rows)
    assert rows.by_path == {}


def test_a_file_that_went_and_came_back_is_not_told_to_be_gone(
    qtbot: QtBot, tmp_path: Path, made: Made
) -> None:
    folder = write(tmp_path / "f", 5)
    rows = made(folder)
    text = (folder / "3.md").read_text()
    for change in ((folder / "3.md").unlink, lambda: (folder / "3.md").write_text(text)):
        change()
        rows.look({"3.md"})
        settled(qtbot, rows)
    gone: list[object] = []
    rows.removed.connect(gone.append)
    rows.look()
    settled(qtbot, rows)
    assert gone == []


def test_what_another_window_has_read_is_told(qtbot: QtBot, tmp_path: Path, made: Made) -> None:
    folder = write(tmp_path / "f", 5)
    # A file is trusted to be what it was only some time after it was written.
    qtbot.wait(2200)
    one, two = made(folder), made(folder)
    with (folder / "3.md").open("a") as file:
        file.write("Another body, of which no row tells.\n")
    qtbot.wait(2200)
    one.look()
    settled(qtbot, one)
    told: set[str] = set()
    two.changed.connect(told.update)
    two.look()
    settled(qtbot, two)
    assert told == {"3.md"}


def test_reading_that_was_stopped_stays_so(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QObject()
    rows = Rows(write(tmp_path / "f", 3000), tmp_path / "cache", owner, watch=True)
    rows.start(lambda _path: None)
    rows.cancel()
    qtbot.wait(700)
    assert rows.by_path == {}
    rows.rescan()
    settled(qtbot, rows)
    assert len(rows.by_path) == 3000
    rows.close()


@pytest.mark.parametrize("change", ["written", "deleted"])
@pytest.mark.parametrize("end", ["undo", "discard"])
def test_what_edits_overruled_shows_once_they_are_given_up(
    qtbot: QtBot, tmp_path: Path, change: str, end: str
) -> None:
    session = Session(DirectRunner(), None, tmp_path / "cache")
    folder = write(tmp_path / "f", 5)
    with qtbot.waitSignal(session.folder_ready, timeout=WAIT):
        session.open_folder(folder)
    session.save_as_you_go = False
    session.edit({"3.md": [Set(("title",), "Mine")]}, "Edit Title")
    if change == "written":
        (folder / "3.md").write_text("---\ntitle: Theirs\n---\n")
    else:
        (folder / "3.md").unlink()
    session.look_outside()
    settled(qtbot, session._rows)
    assert session.rows["3.md"].title == "Mine"
    if end == "undo":
        session.undo_stack.undo()
    else:
        session.discard()
    right = ["Theirs"] if change == "written" else []
    qtbot.waitUntil(
        lambda: [row.title for path, row in session.rows.items() if path == "3.md"] == right,
        timeout=WAIT,
    )
    session.shut()
