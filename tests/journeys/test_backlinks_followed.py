"""From an article to those that list it, and from an item to its article, by keys and mouse."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.ui.article_chooser import ArticleChooser
from curator.ui.main_window import MainWindow
from tests.journeys.conftest import Desk, click, press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
STORY, ONE, TWO = "_news/a.md", "_news/b.md", "_news/c.md"
ITEM = 'related:\n  - title: "Story"\n    webUrl: "http://www.a.example/story/?utm_source=x"\n'


def site(folder: Path) -> Path:
    """A story that two others list, the first one by its address, the second by its name."""
    (folder / "_news").mkdir(parents=True)
    for path, title, related in (
        (STORY, "Story", ""),
        (ONE, "Lists it", ITEM),
        (TWO, "Names it", "related:\n  - a\n"),
    ):
        address = f"https://{path[6]}.example/story"
        (folder / path).write_text(
            f'---\ntitle: "{title}"\nwebUrl: "{address}"\ndate: 2026-02-01\n{related}---\nBody\n'
        )
    return folder


def said(window: MainWindow) -> str:
    return window.backlinks.line.words


def test_one_goes_to_an_article_that_lists_the_story_and_back(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    window = desk(site(tmp_path / "site"))
    window.list.select(STORY)
    qtbot.waitUntil(lambda: said(window) == "Is related in 2 articles", timeout=5000)
    press(Qt.Key.Key_B)
    chooser = window.findChild(ArticleChooser)
    assert chooser is not None
    assert chooser.windowTitle() == "Related in 2 Articles"
    type_text("lists")
    press(Qt.Key.Key_Return)
    assert window.list.current == ONE
    qtbot.waitUntil(lambda: said(window) == "Is related in no other article", timeout=5000)
    # From the item back to its article.
    with qtbot.waitActive(window, timeout=5000):
        window.activateWindow()
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_Return, CTRL)
    assert window.list.current == STORY


def test_the_line_is_pressed_and_follows_edits(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window = desk(site(tmp_path / "site"))
    window.session.save_as_you_go = False
    window.list.select(TWO)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_Delete)
    window.list.setFocus()
    window.list.select(STORY)
    qtbot.waitUntil(lambda: said(window) == "Is related in: Lists it", timeout=5000)
    window.pane.form.area.ensureWidgetVisible(window.backlinks.line)
    click(window.backlinks.line)
    assert window.list.current == ONE
    press(Qt.Key.Key_Z)
    window.list.select(STORY)
    qtbot.waitUntil(lambda: said(window) == "Is related in 2 articles", timeout=5000)
    click(window.backlinks.line)
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, ArticleChooser)
    press(Qt.Key.Key_Escape)
    assert window.list.current == STORY
