"""Several sources of one story: a new lead, an item split off, articles gathered, by keys alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from curator.content.row import Published
from curator.ui.dialogs import FileNameDialog
from curator.ui.patch_view import PatchDialog
from tests.journeys.conftest import Desk, press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
STORY = "_news/a.md"
OTHER = "_news/b.md"


def site(folder: Path) -> Path:
    """Two stories, the first with two related items that are one."""
    (folder / "_news").mkdir(parents=True)
    (folder / STORY).write_text(
        '---\ntitle: "Own"\nwebUrl: "https://a.example/own"\ndate: 2026-02-02\npublished: true\n'
        'related:\n  - title: "First"\n    webUrl: "https://b.example/first"\n'
        '  - title: "Again"\n    webUrl: "https://www.b.example/first?utm_source=x"\n---\nBody\n'
    )
    (folder / OTHER).write_text(
        '---\ntitle: "Second"\nwebUrl: "https://c.example/second"\ndate: 2026-02-01\n'
        "published: true\n---\n"
    )
    return folder


def test_an_item_becomes_the_lead_and_back(desk: Desk, tmp_path: Path) -> None:
    folder = site(tmp_path / "site")
    before = (folder / STORY).read_bytes()
    window = desk(folder)
    window.list.select(STORY)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_L)
    window.session.flush()
    text = (folder / STORY).read_text()
    assert 'title: "First"\nwebUrl: "https://b.example/first"\n' in text
    assert '  - title: "Own"\n    webUrl: "https://a.example/own"\n' in text
    press(Qt.Key.Key_Z)
    window.session.flush()
    assert (folder / STORY).read_bytes() == before


def test_an_item_is_split_off_held_and_taken_back(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    folder = site(tmp_path / "site")
    before = (folder / STORY).read_bytes()
    window = desk(folder)
    window.list.select(STORY)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(window.session.rows) == 3, timeout=5000)
    new = next(path for path in window.session.rows if path not in (STORY, OTHER))
    qtbot.waitUntil(lambda: window.list.current == new, timeout=5000)
    assert window.session.rows[new].published is Published.NO
    assert b"First" not in (folder / STORY).read_bytes() or not window.session.flush()
    window.session.undo_stack.undo()
    window.session.flush()
    qtbot.waitUntil(lambda: not (folder / new).exists(), timeout=5000)
    assert (folder / STORY).read_bytes() == before


def test_the_file_of_a_lead_gets_the_name_of_its_title(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = site(tmp_path / "site")
    before = (folder / STORY).read_bytes()
    window = desk(folder)
    window.list.select(STORY)
    assert not window.review.is_due(STORY)
    press(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    dialog = window.findChild(FileNameDialog)
    assert dialog is not None
    assert dialog.line.text() == "own.md"
    dialog.line.selectAll()
    type_text("b.md")
    assert "already" in dialog.error.text()
    assert not dialog.button.isEnabled()
    dialog.line.selectAll()
    type_text("first.md")
    press(Qt.Key.Key_Return)
    new = "_news/first.md"
    qtbot.waitUntil(lambda: window.list.current == new, timeout=5000)
    assert (folder / new).read_bytes() == before
    assert not (folder / STORY).exists()
    assert window.pane.path == new
    assert not window.review.is_due(new)
    # Without a window manager nobody gives the focus back that the dialog had.
    window.activateWindow()
    qtbot.waitUntil(window.list.hasFocus, timeout=5000)
    press(Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: window.list.current == STORY, timeout=5000)
    assert (folder / STORY).read_bytes() == before
    assert not (folder / new).exists()


def test_articles_are_gathered_and_the_others_held(desk: Desk, tmp_path: Path) -> None:
    folder = site(tmp_path / "site")
    before = {path: (folder / path).read_bytes() for path in (STORY, OTHER)}
    window = desk(folder)
    window.list.select(OTHER)
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert window.list.current == STORY

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.defaultButton().click()

    QTimer.singleShot(200, answer)
    press(Qt.Key.Key_G, CTRL)
    window.session.flush()
    assert 'title: "Second"' in (folder / STORY).read_text()
    assert "published: false" in (folder / OTHER).read_text()
    window.session.undo_stack.undo()
    window.session.flush()
    assert {path: (folder / path).read_bytes() for path in before} == before


def test_duplicates_of_the_folder_are_dropped_after_a_look(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = site(tmp_path / "site")
    window = desk(folder)
    window.actions_by_name["drop_in_folder"].trigger()
    dialog = window.findChild(PatchDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.buttons.apply.isEnabled(), timeout=5000)
    assert "Again" in (folder / STORY).read_text()
    dialog.buttons.apply.click()
    qtbot.waitUntil(lambda: not window.session.editing.running, timeout=5000)
    window.session.flush()
    text = (folder / STORY).read_text()
    assert "Again" not in text
    assert "First" in text
