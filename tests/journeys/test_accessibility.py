"""Every control has a name that a screen reader can say, and can be reached by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from curator.content.drafts import Draft
from curator.frontmatter import Document, Set, apply_all
from curator.session.safekeeping import FileState, LeftBehind
from curator.ui import dialogs
from curator.ui.drafts_dialog import DraftsDialog
from curator.ui.main_window import MainWindow
from curator.ui.preferences import PreferencesDialog
from curator.ui.search_help import show_search_help
from tests.journeys.accessible_tree import unnamed
from tests.journeys.conftest import Desk

NAMED = (
    "sidebar",
    "search",
    "articles",
    "form",
    "related",
    "changes",
    "progress",
    "notices",
    "palette",
)


@pytest.fixture(autouse=True)
def _no_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that fails half-way must not wait for an answer when its window is closed."""
    monkeypatch.setattr(dialogs, "ask_to_save", lambda *_: "discard")
    monkeypatch.setattr(dialogs, "ask_to_leave_unsaved", lambda *_: True)


def test_the_parts_that_others_rely_on_are_there(qtbot: QtBot, desk: Desk, seed: Path) -> None:
    window = desk(seed)
    for name in NAMED:
        found = window.findChild(QWidget, name)
        assert found is not None, name
        assert found.accessibleName(), name
    for key in ("published", "title", "excerpt", "publishedDateTime", "provider", "topics"):
        assert window.findChild(QWidget, f"field.{key}") is not None, key


STORIES = ("face-matching", "labelling-without-tears", "tidal-lagoon", "autopilot")


def select(window: MainWindow, part: str) -> str:
    path = next(path for path in window.session.rows if part in path)
    window.list.select(path)
    QTest.qWait(50)
    return path


@pytest.mark.parametrize("part", STORIES)
def test_every_control_of_a_story_has_a_name(desk: Desk, sample: Path, part: str) -> None:
    window = desk(sample)
    window.resize(1440, 2000)
    select(window, part)
    assert unnamed() == []


def test_every_control_of_each_tab_has_a_name(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    path = select(window, "face-matching")
    window.session.edit({path: [Set(("title",), "Another")]}, "Edit Title")
    window.session.flush()
    qtbot.waitUntil(lambda: not window.session.unsaved)
    window.session.save_as_you_go = False
    window.session.edit({path: [Set(("title",), "Yet another")]}, "Edit Title")
    for name in ("story_tab", "changes_tab", "history_tab"):
        window.actions_by_name[name].trigger()
        QTest.qWait(100)
        assert (name, unnamed()) == (name, [])
    window.actions_by_name["density"].trigger()
    QTest.qWait(50)
    assert unnamed() == []
    window.session.discard()


def test_every_control_is_named_with_many_stories_and_with_none(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    window.list.selectAll()
    QTest.qWait(50)
    assert unnamed() == []
    window.top.search.setText("no:such thing at all")
    window.top.search.setFocus()
    QTest.qWait(100)
    assert unnamed() == []
    window.top.search.clear()
    QTest.keyClicks(window.top.search, "pub")
    QTest.qWait(100)
    panel = window.findChild(QWidget, "search.panel")
    assert panel is not None
    assert panel.isVisible()
    assert unnamed() == []
    window.sidebar.keep_search("published:yes")
    QTest.qWait(50)
    assert unnamed() == []


def test_every_control_of_a_conflict_has_a_name(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    window.session.save_as_you_go = False
    path = select(window, "face-matching")
    file = sample / path
    window.session.edit({path: [Set(("title",), "Mine")]}, "Edit Title")
    theirs = apply_all(Document.parse(file.read_bytes()), [Set(("title",), "Theirs")])
    file.write_bytes(theirs.to_bytes())
    window.session.save_all()
    qtbot.waitUntil(lambda: bool(window.session.conflicts(path)))
    window.actions_by_name["compare"].trigger()
    QTest.qWait(100)
    assert window.notices.isVisible()
    assert unnamed() == []
    window.session.discard()


def test_every_entry_of_every_menu_has_a_name(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    menus = [action.menu() for action in window.menuBar().actions()]
    assert len(menus) > 4
    for menu in menus:
        assert isinstance(menu, QMenu)
        menu.popup(window.mapToGlobal(QPoint(50, 50)))
        QTest.qWait(20)
        assert unnamed() == []
        menu.close()


@pytest.mark.parametrize("name", ["palette", "keys", "preferences", "about"])
def test_every_control_of_what_opens_has_a_name(desk: Desk, sample: Path, name: str) -> None:
    window = desk(sample)
    seen: list[str] = []

    def look() -> None:
        seen.extend([*unnamed(), "looked"])
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PreferencesDialog):
            for page in range(dialog.names.count()):
                dialog.show_page(page)
                QTest.qWait(20)
                seen.extend(unnamed())
            dialog.keys.choose("publish")
            dialog.keys.capture.listen()
            seen.extend(unnamed())
            QTest.keyClick(dialog.keys.capture, Qt.Key.Key_H)
            seen.extend(unnamed())
        if dialog is not None:
            dialog.close()

    # The box that tells about the program runs an event loop of its own.
    QTimer.singleShot(200, look)
    window.actions_by_name[name].trigger()
    QTest.qWait(600)
    assert seen == ["looked"]


def test_every_control_of_the_smaller_windows_has_a_name(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    path = select(window, "face-matching")
    before = (sample / path).read_bytes()
    draft = Draft(sample / path, "Edit Title", 0.0, before, before.replace(b"three", b"four"))
    drafts = DraftsDialog([LeftBehind(draft, path, FileState.CHANGED)], str, window)
    drafts.open()
    QTest.qWait(100)
    assert unnamed() == []
    drafts.close()
    sheet = show_search_help(window)
    QTest.qWait(50)
    assert unnamed() == []
    sheet.close()
    calendar = window.findChild(QAbstractButton, "field.publishedDateTime.calendar")
    assert calendar is not None
    calendar.click()
    QTest.qWait(100)
    assert len([w for w in QApplication.topLevelWidgets() if w.isVisible()]) > 1
    assert unnamed() == []


def test_a_control_without_a_name_is_found(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    button = QPushButton(window.centralWidget())
    button.setObjectName("nameless")
    button.show()
    (path,) = [path for path in unnamed() if path.endswith("nameless")]
    assert path.startswith("main_window / ")
    assert path.endswith(" / nameless")


def test_labels_never_guess_rich_text(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        '---\ntitle: "<b>bold</b>"\nexcerpt: "<img src=x>"\n'
        "related:\n  - title: <h1>x</h1>\n    webUrl: https://a.example/\n---\n"
    )
    window = desk(tmp_path)
    rich = [
        label.text()
        for label in window.findChildren(QLabel)
        if "<" in label.text() and label.textFormat() != Qt.TextFormat.PlainText
    ]
    assert rich == []


def test_tab_comes_round_to_every_pane(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    window.top.search.setFocus()
    visited: list[str] = []
    for _ in range(80):
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.append(focus.objectName())
        if len(visited) > 1 and visited[-1] == "search":
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted = ["search", "sidebar", "articles", "field.title", "related", "field.webUrl"]
    assert [name for name in visited if name in wanted][:6] == wanted
    assert visited[-1] == "search"
