"""Stories that several articles of the folder tell: seen, followed, gathered, by keys and mouse."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from curator.session.views import ALL, DUPLICATES, View
from curator.ui.main_window import MainWindow
from tests.journeys.conftest import Desk, click, press, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
FIRST, SECOND, THIRD, ALONE = "_news/a.md", "_news/b.md", "_news/c.md", "_news/d.md"
TITLE = "Zoox settles with Tesla over stolen documents"


def site(folder: Path) -> Path:
    """Three articles that tell one story, one of them by its title alone, and another one."""
    (folder / "_news").mkdir(parents=True)
    for path, title, address, day in (
        (FIRST, "Zoox and Tesla", "https://www.reuters.example/zoox?utm_source=x", 4),
        (SECOND, TITLE, "http://reuters.example/zoox/", 3),
        (THIRD, f"{TITLE} | The Verge", "https://verge.example/zoox", 2),
        (ALONE, "Something else", "https://ft.example/else", 1),
    ):
        provider = address.split("/")[2]
        (folder / path).write_text(
            f'---\ntitle: "{title}"\nwebUrl: "{address}"\ndate: 2026-02-0{day}\n'
            f'provider: "{provider}"\npublished: true\n---\nBody\n'
        )
    return folder


def listed(window: MainWindow) -> list[str]:
    model = window.list.model()
    return [window._articles.path_at(row) for row in range(model.rowCount())]


def at_desk(desk: Desk, qtbot: QtBot, folder: Path) -> MainWindow:
    window = desk(folder)
    qtbot.waitUntil(lambda: not window.twins.busy, timeout=5000)
    return window


def test_a_story_told_three_times_is_gathered_into_one(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = site(tmp_path / "site")
    before = {path: (folder / path).read_bytes() for path in (FIRST, SECOND, THIRD, ALONE)}
    window = at_desk(desk, qtbot, folder)
    window.sidebar.choose(View(DUPLICATES))
    assert listed(window) == [FIRST, SECOND, THIRD]
    window.list.select(SECOND)
    window.list.setFocus()
    qtbot.waitUntil(lambda: window.same_story.isVisible(), timeout=5000)
    first, second = window.same_story.lines[:2]
    assert first.words == "Same story as: Zoox and Tesla · www.reuters.example"
    assert second.words.startswith(f"Perhaps the same story as: {TITLE}")
    assert "same web address" in first.toolTip()
    press(Qt.Key.Key_T)
    assert window.list.current == THIRD
    press(Qt.Key.Key_T)
    assert window.list.current == FIRST
    press(Qt.Key.Key_G, CTRL | SHIFT)
    assert window.list.selected == [FIRST, SECOND, THIRD]
    assert window.list.current == FIRST

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.defaultButton().click()

    QTimer.singleShot(200, answer)
    press(Qt.Key.Key_G, CTRL)
    window.session.flush()
    assert TITLE in (folder / FIRST).read_text()
    assert "published: false" in (folder / SECOND).read_text()
    assert (folder / ALONE).read_bytes() == before[ALONE]
    # What is held is told once.
    qtbot.waitUntil(lambda: window.twins.count == 0, timeout=5000)
    window.session.undo_stack.undo()
    window.session.flush()
    assert {path: (folder / path).read_bytes() for path in before} == before
    qtbot.waitUntil(lambda: window.twins.count == 3, timeout=5000)


def test_the_line_leads_to_the_other_article_wherever_it_is(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    window = at_desk(desk, qtbot, site(tmp_path / "site"))
    press(Qt.Key.Key_Slash)
    type_text('"zoox and"')
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pane.path == FIRST, timeout=5000)
    assert listed(window) == [FIRST]
    click(window.same_story.lines[0])
    assert window.pane.path == SECOND
    # The list does not show it; from there one goes on all the same.
    press(Qt.Key.Key_T)
    assert window.pane.path == THIRD
    press(Qt.Key.Key_G, CTRL | SHIFT)
    assert window.sidebar.view == View(ALL)
    assert window.top.search.text() == ""
    assert window.list.selected == [FIRST, SECOND, THIRD]
    assert window.list.current == THIRD


def test_holding_all_but_one_settles_a_story(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window = at_desk(desk, qtbot, site(tmp_path / "site"))
    press(Qt.Key.Key_Slash)
    type_text("is:duplicate")
    assert len(listed(window)) == 3
    press(Qt.Key.Key_Return)
    for path in (SECOND, THIRD):
        window.list.select(path)
        press(Qt.Key.Key_H)
    qtbot.waitUntil(lambda: window.twins.count == 0, timeout=5000)
    window.list.select(FIRST)
    assert window.same_story.lines[0].words.endswith("· held")
    window.list.select(ALONE)
    window.session.flush()
