"""Other programs work in the open folder: what they do shows by itself, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from curator.app import open_window
from curator.content.index.place import index_path
from curator.ui.main_window import MainWindow
from tests.benchmarks.generator import generate
from tests.journeys.conftest import Desk, press

WAIT = 20_000


def story(title: str, date: str = "2020-01-01") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n---\nText.\n"


def titles(window: MainWindow) -> set[str]:
    return {row.title for row in window.session.rows.values()}


def shown(qtbot: QtBot, window: MainWindow, right: Callable[[], bool]) -> None:
    """Wait for what others did to be in the list, which then has as many rows as the folder."""
    qtbot.waitUntil(right, timeout=WAIT)
    qtbot.waitUntil(lambda: window.list.model().rowCount() == len(window.session.rows))


def index_file(folder: Path) -> Path:
    return index_path(platformdirs.user_cache_path("curator", appauthor=False), folder.resolve())


def form_title(window: MainWindow) -> str:
    editor = window.findChild(QLineEdit, "field.title")
    return editor.text() if editor is not None else ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for number in range(1, 6):
        (folder / f"{number}.md").write_text(story(f"Story {number}", f"2020-01-0{number}"))
    return folder


def test_files_that_come_change_move_and_go(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    window = desk(folder)
    assert window.list.current == "5.md"
    (folder / "new.md").write_text(story("Fresh from the pipeline"))
    shown(qtbot, window, lambda: "Fresh from the pipeline" in titles(window))
    (folder / "5.md").write_text(story("Story 5, second edition", "2020-01-05"))
    shown(qtbot, window, lambda: "Story 5, second edition" in titles(window))
    qtbot.waitUntil(lambda: form_title(window) == "Story 5, second edition", timeout=WAIT)
    (folder / "4.md").unlink()
    shown(qtbot, window, lambda: "Story 4" not in titles(window))
    (folder / "sub").mkdir()
    (folder / "3.md").rename(folder / "sub" / "moved.md")
    shown(qtbot, window, lambda: "sub/moved.md" in window.session.rows)
    shown(qtbot, window, lambda: "3.md" not in window.session.rows)
    assert window.list.current == "5.md"
    assert len(window.session.rows) == 5


def test_a_field_that_the_list_does_not_show_is_taken_into_the_form(
    qtbot: QtBot, desk: Desk, folder: Path
) -> None:
    window = desk(folder)
    (folder / "5.md").write_text(
        story("Story 5", "2020-01-05").replace("---\nT", "by: Ann\n---\nT")
    )
    qtbot.waitUntil(
        lambda: window.pane.form.findChild(QWidget, "field.by") is not None, timeout=WAIT
    )


@pytest.mark.parametrize("between", ["", "---\ntitle: Sto", None])
def test_a_file_that_is_written_in_place_stays_open_meanwhile(
    qtbot: QtBot, desk: Desk, folder: Path, between: str | None
) -> None:
    window = desk(folder)
    if between is None:
        (folder / "5.md").unlink()
    else:
        (folder / "5.md").write_text(between)
    QTest.qWait(350)
    assert window.pane.path == "5.md"
    (folder / "5.md").write_text(story("Story 5, second edition", "2020-01-05"))
    qtbot.waitUntil(lambda: form_title(window) == "Story 5, second edition", timeout=WAIT)
    assert (window.pane.path, window.list.current) == ("5.md", "5.md")
    (folder / "5.md").write_text("")
    shown(qtbot, window, lambda: "5.md" not in window.session.rows)


def test_a_branch_that_is_checked_out(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "One")
    git("checkout", "-qb", "other")
    generate(folder, 400)
    for number in (1, 2):
        (folder / f"{number}.md").unlink()
    (folder / "5.md").write_text(story("Story 5 of the other branch", "2020-01-05"))
    git("add", "-A")
    git("commit", "-qm", "Two")
    there = len(window_rows(desk(folder)))
    git("checkout", "-q", "main")
    window = desk(folder)
    assert len(window.session.rows) == 5
    window.list.select("5.md")
    git("checkout", "-q", "other")
    shown(qtbot, window, lambda: len(window.session.rows) == there)
    shown(qtbot, window, lambda: "Story 5 of the other branch" in titles(window))
    assert window.list.current == "5.md"
    qtbot.waitUntil(lambda: form_title(window) == "Story 5 of the other branch", timeout=WAIT)
    git("checkout", "-q", "main")
    shown(qtbot, window, lambda: titles(window) == {f"Story {n}" for n in range(1, 6)})
    assert window.list.current == "5.md"


def window_rows(window: MainWindow) -> set[str]:
    rows = set(window.session.rows)
    window.close()
    return rows


def test_the_folder_goes_and_comes_back(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    window = desk(folder)
    away = folder.with_name("away")
    folder.rename(away)
    qtbot.waitUntil(lambda: "Its stories stay" in notices(window), timeout=WAIT)
    assert len(window.session.rows) == 5
    away.rename(folder)
    (folder / "new.md").write_text(story("After all"))
    shown(qtbot, window, lambda: "After all" in titles(window))
    qtbot.waitUntil(lambda: notices(window) == "", timeout=WAIT)
    press(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: b"published: true" in (folder / "5.md").read_bytes(), timeout=WAIT)


def notices(window: MainWindow) -> str:
    return " ".join(window.notices.texts)


def test_a_story_with_edits_stays_although_its_file_is_gone(
    qtbot: QtBot, desk: Desk, folder: Path
) -> None:
    window = desk(folder)
    window.session.save_as_you_go = False
    press(Qt.Key.Key_P)
    (folder / "5.md").unlink()
    (folder / "4.md").unlink()
    shown(qtbot, window, lambda: "4.md" not in window.session.rows)
    assert "5.md" in window.session.rows
    window.session.discard()


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.md").write_text(story(f"Story {number}", f"2020-01-01 {number}"))
    return folder


def at_top(window: MainWindow) -> tuple[str, int]:
    row = window.list.rowAt(0)
    return window.list._model.path_at(row), window.list.rowViewportPosition(row)


def test_the_list_stays_where_one_looks_at_it(qtbot: QtBot, desk: Desk, many: Path) -> None:
    window = desk(many)
    bar = window.list.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = at_top(window)
    (many / "000-new.md").write_text(story("New"))
    shown(qtbot, window, lambda: "New" in titles(window))
    assert at_top(window) == before
    for number in range(0, 60, 2):
        (many / f"{number:03}.md").unlink()
    shown(qtbot, window, lambda: len(window.session.rows) == 371)
    assert at_top(window) == before


def test_a_story_that_goes_hands_its_place_to_its_neighbour(
    qtbot: QtBot, desk: Desk, many: Path
) -> None:
    window = desk(many)
    window.list.select("200.md")
    for number in range(0, 400, 2):
        (many / f"{number:03}.md").unlink()
    shown(qtbot, window, lambda: len(window.session.rows) == 200)
    assert window.list.current in ("199.md", "201.md")
    assert window.pane.path == window.list.current


def test_all_selected_stay_so_and_are_told_once(qtbot: QtBot, desk: Desk, many: Path) -> None:
    window = desk(many)
    window.list.selectAll()
    told: list[int] = []
    window.list.selection_changed.connect(lambda paths: told.append(len(paths)))
    (many / "500.md").write_text(story("New"))
    shown(qtbot, window, lambda: "New" in titles(window))
    assert len(window.list.selected) == 400
    assert told == [400]


def test_a_pipe_in_the_place_of_the_open_story_keeps_nobody_waiting(
    qtbot: QtBot, desk: Desk, folder: Path
) -> None:
    window = desk(folder)
    (folder / "5.md").unlink()
    os.mkfifo(folder / "5.md")
    window.pane.look_again()
    shown(qtbot, window, lambda: "5.md" not in window.session.rows)
    assert window.list.current == "4.md"


# -- the index


def test_a_reading_that_was_cut_short_goes_on(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    generate(folder, 3000)
    # Files that were written a moment ago are read again anyway.
    QTest.qWait(2100)
    window = open_window(folder)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: len(window.session.rows) > 600, timeout=WAIT)
    assert window.session.scanning
    assert window.close()
    window = open_window(folder)
    qtbot.addWidget(window)
    read: list[int] = []
    window.session.scan_progressed.connect(lambda done, total, left: read.append(total))
    with qtbot.waitSignal(window.folder_ready, timeout=60_000):
        pass
    assert 0 < read[-1] <= 3000 - 600
    rows = dict(window.session.rows)
    assert window.close()
    fresh = desk(folder)
    assert fresh.session.rows == rows


@pytest.mark.parametrize("harm", ["cut", "rubbish", "gone", "a folder"])
def test_an_index_that_was_damaged_is_made_again(
    qtbot: QtBot, desk: Desk, folder: Path, harm: str
) -> None:
    window = desk(folder)
    rows = dict(window.session.rows)
    assert window.close()
    file = index_file(folder)
    data = file.read_bytes()
    if harm == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif harm == "rubbish":
        file.write_bytes(bytes(reversed(data)))
    elif harm == "gone":
        shutil.rmtree(file.parent)
    else:
        file.unlink()
        file.mkdir()
    window = desk(folder)
    assert window.session.rows == rows
    assert file.is_file()
    (folder / "new.md").write_text(story("New"))
    shown(qtbot, window, lambda: "New" in titles(window))


def test_an_index_that_is_damaged_under_the_open_window(
    qtbot: QtBot, desk: Desk, folder: Path
) -> None:
    window = desk(folder)
    file = index_file(folder)
    for path in file.parent.iterdir():
        path.write_bytes(b"rubbish" * 1000)
    (folder / "new.md").write_text(story("New"))
    shown(qtbot, window, lambda: "New" in titles(window))
    (folder / "newer.md").write_text(story("Newer"))
    shown(qtbot, window, lambda: "Newer" in titles(window))
    assert len(window.session.rows) == 7


def test_a_file_from_before_the_clock_was_set_back(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    assert desk(folder).close()
    file = folder / "5.md"
    about = file.stat()
    file.write_text(story("Story V", "2020-01-05"))
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert file.stat().st_size == about.st_size
    window = desk(folder)
    assert "Story V" in titles(window)


def test_names_of_every_kind(qtbot: QtBot, desk: Desk, folder: Path) -> None:
    names = ["with blanks.md", "🦊 fox.md", "line\nbreak.md", "ÄÖ'\"%20&?#.md", "tab\t.md"]
    for number, name in enumerate(names):
        (folder / name).write_text(story(f"Odd {number}", f"2021-01-0{number + 1}"))
    for _ in range(2):
        window = desk(folder)
        assert {path for path in window.session.rows if path in names} == set(names)
        assert window.close()
    window = desk(folder)
    for _ in names:
        press(Qt.Key.Key_P)
        QTest.qWait(30)
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=WAIT)
    assert all(b"published: true" in (folder / name).read_bytes() for name in names)
    assert len(window.session.rows) == 10
