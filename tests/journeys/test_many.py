"""Many articles edited at once, in a real window with real keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from curator.ui.bulk_edit import BulkEditDialog
from curator.ui.main_window import MainWindow
from curator.ui.problems_dialog import ProblemsDialog
from tests.journeys.conftest import Desk, click, press, type_text

CONTROL = Qt.KeyboardModifier.ControlModifier


def site(folder: Path) -> Path:
    (folder / "site").mkdir()
    for number in range(30):
        text = f"---\ntitle: Story {number}\npublished: true\ntopics:\n  - Law\n---\n"
        (folder / f"site/{number:02d}.md").write_text(text)
    return folder / "site"


def settle(qtbot: QtBot, window: MainWindow, unsaved: int = 0) -> None:
    session = window.session
    qtbot.waitUntil(
        lambda: (
            not session.editing.running
            and not session.saver.under_way
            and len(session.unsaved) == unsaved
        ),
        timeout=30_000,
    )


def said_beside(button: QPushButton) -> str:
    bar = button.parentWidget()
    return bar.accessibleName() if bar is not None else ""


def test_a_topic_is_added_to_all_by_keys_alone(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    folder = site(tmp_path)
    window = desk(folder)
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_E, CONTROL)
    dialog = window.findChild(BulkEditDialog)
    assert dialog is not None
    with qtbot.waitActive(dialog, timeout=5000):
        dialog.activateWindow()
    # The system tells of the focus a moment after the window is active.
    qtbot.waitUntil(dialog.field.hasFocus, timeout=5000)
    press(Qt.Key.Key_Tab)
    assert dialog.what.hasFocus()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    type_text("AI")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.panel.ready, timeout=10_000)
    assert dialog.isVisible()
    press(Qt.Key.Key_Return, CONTROL)
    settle(qtbot, window)
    assert all("  - AI\n" in file.read_text() for file in folder.iterdir())
    assert window.session.undo_stack.undoText() == "Add Topic “AI” to 30 Articles"
    with qtbot.waitActive(window, timeout=5000):
        window.activateWindow()
    assert window.list.hasFocus()
    press(Qt.Key.Key_Z, CONTROL)
    settle(qtbot, window)
    assert not any("  - AI\n" in file.read_text() for file in folder.iterdir())


def test_failures_of_many_are_one_notice_that_leads_to_them(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    folder = site(tmp_path)
    window = desk(folder)
    for name in ("03.md", "21.md"):
        (folder / name).chmod(0o444)
    press(Qt.Key.Key_A, CONTROL)
    press(Qt.Key.Key_H)
    settle(qtbot, window, unsaved=2)
    [text] = [text for text in window.notices.texts if "could not be saved" in text]
    assert text.startswith("2 of 30 articles could not be saved: the file is read-only")
    show = window.notices.findChild(QPushButton, "notice.show")
    assert show is not None
    click(show)
    dialog = window.findChild(ProblemsDialog)
    assert dialog is not None
    row = dialog.list.patch.row_of("21.md")
    spot = dialog.list.visualRect(dialog.list.patch.index(row)).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.qWait(50)
    assert window.list.selected == ["21.md"]
    assert any(
        text.startswith("“Story 21”: the file is read-only") for text in window.notices.texts
    )
    for name in ("03.md", "21.md"):
        (folder / name).chmod(0o644)
    again = window.notices.findChildren(QPushButton, "notice.retry")
    click(next(button for button in again if "2 of 30" in said_beside(button)))
    settle(qtbot, window)
    assert not [text for text in window.notices.texts if "read-only" in text]
