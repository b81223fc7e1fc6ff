"""Every control has a name that a screen reader can say, and can be reached by keyboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from curator.ui.main_window import MainWindow
from tests.journeys.conftest import Desk

NAMED = ("sidebar", "search", "articles", "form", "related", "changes", "progress", "notices")


def controls(window: MainWindow) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return "" if interface is None else interface.text(QAccessible.Text.Name)


def test_the_parts_that_others_rely_on_are_there(qtbot: QtBot, desk: Desk, seed: Path) -> None:
    window = desk(seed)
    for name in NAMED:
        found = window.findChild(QWidget, name)
        assert found is not None, name
        assert found.accessibleName(), name
    for key in ("published", "title", "excerpt", "publishedDateTime", "provider", "topics"):
        assert window.findChild(QWidget, f"field.{key}") is not None, key


def test_every_control_has_a_name(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    for part in ("face-matching", "labelling-without-tears"):
        path = next(path for path in window.session.rows if part in path)
        window.list.select(path)
        QTest.qWait(50)
        unnamed = [
            f"{type(widget).__name__} {widget.objectName()}"
            for widget in controls(window)
            if not spoken(widget)
        ]
        assert unnamed == []


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
