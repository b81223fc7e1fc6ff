"""Every drag with a real mouse, and the same with keys; the files compared byte by byte."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from PySide6.QtCore import QByteArray, QItemSelectionModel, QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from curator.session.columns import Column
from curator.ui.article_chooser import ArticleChooser
from curator.ui.main_window import MainWindow
from tests.journeys.conftest import Desk, press, type_text

SEED, OTHER, SLUGS = "_news/seed.md", "_news/2020-03-01-other-story.md", "_news/slugs.md"
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
OTHER_TEXT = """---
title: 'Other story'
publishedDateTime: 2020-03-01 08:30:00 +0100
webUrl: https://www.example.org/other?utm_source=x
quality: 7
provider: {name: The Example, domain: example.org}
related:
- webUrl: 'https://example.org/first'
  title: 'First'
---
Body.
"""
SLUGS_TEXT = "---\ntitle: Slugs\nrelated:\n  - 2020-01-01-gone\n---\n"


@pytest.fixture
def folder(seed: Path) -> Path:
    """The seed, an article whose items are in another style, and one with plain slugs."""
    (seed / OTHER).write_text(OTHER_TEXT)
    (seed / SLUGS).write_text(SLUGS_TEXT)
    return seed


@pytest.fixture
def window(desk: Desk, folder: Path) -> MainWindow:
    window = desk(folder)
    open_article(window, SEED)
    return window


def open_article(window: MainWindow, path: str, height: int = 960) -> None:
    """Show an article, its related list in full."""
    window.list.select(path)
    window.resize(window.width(), height)
    press(Qt.Key.Key_R)
    cards = window.related.list
    window.pane.form.area.ensureWidgetVisible(cards, 0, 0)
    QTest.qWait(150)


def card(window: MainWindow, row: int, part: float = 0.5) -> QPoint:
    """Where a card is on the screen: its middle, or another part of its height."""
    cards = window.related.list
    where = cards.visualRect(cards.model().index(row, 0))
    inside = QPoint(where.left() + 150, where.top() + round(where.height() * part))
    return cards.viewport().mapToGlobal(inside)


def row_of(window: MainWindow, path: str) -> QPoint:
    """Where an article is in the list of articles."""
    row = next(r for r in range(window.list.model().rowCount()) if window_path(window, r) == path)
    where = window.list.visualRect(window.list.model().index(row, Column.TITLE))
    return window.list.viewport().mapToGlobal(where.center())


def window_path(window: MainWindow, row: int) -> str:
    return window.list.model().index(row, Column.TITLE).data(Qt.ItemDataRole.UserRole).path


def drag(
    qtbot: QtBot, start: QPoint, end: QPoint, held: str = "", *, give_up: bool = False
) -> None:
    """Drag with the mouse of the screen, in steps, as a hand does."""
    if QGuiApplication.platformName() == "offscreen" or not shutil.which("xdotool"):
        pytest.skip("needs a screen and xdotool")
    script = [["mousemove", start.x(), start.y()], ["sleep", 0.1], ["mousedown", 1]]
    for step in range(1, 9):
        on_way = start + (end - start) * step / 8
        script += [["sleep", 0.04], ["mousemove", on_way.x(), on_way.y()]]
        script += [["keydown", held]] if held and step == 4 else []
    script += [["sleep", 0.2], ["mousemove", end.x(), end.y() + 1], ["sleep", 0.2]]
    script += [["key", "Escape"], ["sleep", 0.2]] if give_up else []
    script += [["mouseup", 1], ["sleep", 0.1]]
    script += [["keyup", held]] if held else []
    words = [str(word) for command in script for word in command]
    mouse = subprocess.Popen(["xdotool", *words])
    qtbot.waitUntil(lambda: mouse.poll() is not None, timeout=15000)
    QTest.qWait(100)


def saved(qtbot: QtBot, window: MainWindow, *paths: str) -> list[str]:
    """The texts of files once everything is saved."""
    assert window.session.folder is not None
    window.session.save_all()
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=5000)
    return [(window.session.folder / path).read_bytes().decode() for path in paths]


def parts_of(text: str) -> tuple[str, list[str], str]:
    """A file of the seed's shape as what stands above its items, the items, and the rest."""
    head, _, rest = text.partition("related:\n")
    body = rest.split("\n\nsecured:")[0] + "\n"
    items = ["  - title" + part for part in body.split("  - title")[1:]]
    return head + "related:\n", items, rest[len(body) :]


def rebuilt(text: str, order: list[int]) -> str:
    """The file with its items in another order, or only some of them."""
    head, items, rest = parts_of(text)
    return head + "".join(items[number] for number in order) + rest


def undone(window: MainWindow) -> str:
    """What the only step of undo is called; it is taken back."""
    stack = window.session.undo_stack
    name = stack.undoText()
    stack.undo()
    assert not stack.canUndo()
    return name


# -- within the list


def test_one_card_is_dragged(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    before = (folder / SEED).read_bytes().decode()
    drag(qtbot, card(window, 4), card(window, 1, 0.2))
    assert saved(qtbot, window, SEED) == [rebuilt(before, [0, 4, 1, 2, 3, 5])]
    assert window.related.list.selected_rows == [1]
    assert undone(window) == "Move Related Story"
    assert saved(qtbot, window, SEED) == [before]


def test_one_card_is_moved_with_keys(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    before = (folder / SEED).read_bytes().decode()
    window.related.list.select_rows([4])
    for _ in range(3):
        press(Qt.Key.Key_Up, ALT)
    assert saved(qtbot, window, SEED) == [rebuilt(before, [0, 4, 1, 2, 3, 5])]
    press(Qt.Key.Key_End, ALT)
    assert saved(qtbot, window, SEED) == [rebuilt(before, [0, 1, 2, 3, 5, 4])]
    press(Qt.Key.Key_Home, ALT)
    assert saved(qtbot, window, SEED) == [rebuilt(before, [4, 0, 1, 2, 3, 5])]
    press(Qt.Key.Key_Down, ALT)
    assert saved(qtbot, window, SEED) == [rebuilt(before, [0, 4, 1, 2, 3, 5])]


@pytest.mark.parametrize("by_key", [False, True])
def test_several_cards_keep_their_order(
    qtbot: QtBot, window: MainWindow, folder: Path, by_key: bool
) -> None:
    before = (folder / SEED).read_bytes().decode()
    window.related.list.select_rows([1, 3, 5])
    if by_key:
        press(Qt.Key.Key_Home, ALT)
    else:
        drag(qtbot, card(window, 3), card(window, 0, 0.2))
    assert saved(qtbot, window, SEED) == [rebuilt(before, [1, 3, 5, 0, 2, 4])]
    assert window.related.list.selected_rows == [0, 1, 2]
    assert undone(window) == "Move 3 Related Items"
    assert saved(qtbot, window, SEED) == [before]


def test_escape_gives_a_drag_up(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    drag(qtbot, card(window, 4), card(window, 1, 0.2), give_up=True)
    assert not window.session.unsaved
    assert not window.session.undo_stack.canUndo()


def test_the_form_scrolls_where_a_card_is_dragged_to_its_edge(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    before = (folder / SEED).read_bytes().decode()
    open_article(window, SEED, height=520)
    area = window.pane.form.area
    area.verticalScrollBar().setValue(0)
    window.pane.form.area.ensureWidgetVisible(window.related.list, 0, 0)
    QTest.qWait(100)
    top = area.verticalScrollBar().value()
    cards = window.related.list
    first = next(
        row
        for row in range(6)
        if area.viewport().rect().contains(area.viewport().mapFromGlobal(card(window, row)))
    )
    below = area.viewport().mapToGlobal(QPoint(200, area.viewport().height() - 6))
    start = card(window, first)
    drag(qtbot, start, QPoint(start.x(), below.y()))
    assert area.verticalScrollBar().value() != top
    assert saved(qtbot, window, SEED) != [before]
    assert cards.selected_rows[0] > first


# -- articles into the list

ITEM_IN_SEED = """\
  - title: "Other story"
    publishedDateTime: 2020-03-01T07:30:00Z
    webUrl: "https://www.example.org/other?utm_source=x"
    provider:
      name: The Example
      domain: example.org
    quality: 7
"""


def test_an_article_is_dragged_into_the_list(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    head, items, rest = parts_of((folder / SEED).read_bytes().decode())
    drag(qtbot, row_of(window, OTHER), card(window, 2, 0.2))
    assert saved(qtbot, window, SEED) == [
        head + "".join([*items[:2], ITEM_IN_SEED, *items[2:]]) + rest
    ]
    assert undone(window) == "Add Related Story"


def test_an_article_is_added_by_its_name(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    head, items, rest = parts_of((folder / SEED).read_bytes().decode())
    press(Qt.Key.Key_Insert)
    type_text("other-story")
    press(Qt.Key.Key_Return)
    assert saved(qtbot, window, SEED) == [head + "".join([*items, ITEM_IN_SEED]) + rest]


def test_an_article_that_is_there_already_is_refused_in_words(
    qtbot: QtBot, window: MainWindow
) -> None:
    model = window.related.list.related
    assert model.insert_articles("", [OTHER], 0) == ""
    assert "already" in model.insert_articles("", [OTHER], 0)
    assert "itself" in model.insert_articles("", [SEED], 0)
    assert model.rowCount() == 7


def test_an_article_becomes_a_slug_among_slugs(qtbot: QtBot, window: MainWindow) -> None:
    open_article(window, SLUGS)
    drag(qtbot, row_of(window, OTHER), card(window, 0, 0.8))
    assert saved(qtbot, window, SLUGS) == [
        SLUGS_TEXT.replace("gone\n", "gone\n  - 2020-03-01-other-story\n")
    ]


def test_several_articles_are_dragged_onto_another(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    rows = [row for row in range(3) if window_path(window, row) != SLUGS]
    for row in rows:
        flags = QItemSelectionModel.SelectionFlag
        index = window.list.model().index(row, 0)
        window.list.selectionModel().select(index, flags.Select | flags.Rows)
    paths = [window_path(window, row) for row in rows]
    drag(qtbot, row_of(window, paths[0]), row_of(window, SLUGS))
    slugs = {SEED: "seed", OTHER: "2020-03-01-other-story"}
    lines = "".join(f"  - {slugs[path]}\n" for path in paths)
    assert saved(qtbot, window, SLUGS) == [SLUGS_TEXT.replace("gone\n", "gone\n" + lines)]
    assert undone(window) == "Add 2 Related Items"


def test_an_article_is_copied_and_pasted(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    head, items, rest = parts_of((folder / SEED).read_bytes().decode())
    window.list.select(OTHER)
    window.list.setFocus()
    press(Qt.Key.Key_C, CONTROL)
    open_article(window, SEED)
    window.related.list.select_rows([0])
    press(Qt.Key.Key_V, CONTROL)
    assert saved(qtbot, window, SEED) == [
        head + "".join([items[0], ITEM_IN_SEED, *items[1:]]) + rest
    ]


# -- items onto an article


@pytest.mark.parametrize("by_key", [False, True])
@pytest.mark.parametrize("copies", [False, True])
def test_an_item_goes_to_another_article(
    qtbot: QtBot, window: MainWindow, folder: Path, by_key: bool, copies: bool
) -> None:
    before, there = ((folder / path).read_bytes().decode() for path in (SEED, OTHER))
    last = parts_of(before)[1][5]
    values = dict(re.findall(r'^[ -]+(title|webUrl): "(.*)"$', last, re.M))
    window.related.list.select_rows([5])
    if by_key:
        give_by_key(copies)
    else:
        drag(qtbot, card(window, 5), row_of(window, OTHER), "ctrl" if copies else "")
    seed, other = saved(qtbot, window, SEED, OTHER)
    assert seed == (before if copies else rebuilt(before, [0, 1, 2, 3, 4]))
    head, _, rest = there.partition("  title: 'First'\n")
    lines = f"- webUrl: '{values['webUrl']}'\n  title: '{values['title']}'\n"
    assert other.startswith(head + "  title: 'First'\n" + lines)
    assert other.endswith(rest)
    loaded = [yaml.safe_load(text.split("---\n")[1])["related"] for text in (before, other)]
    assert loaded[1][1] == loaded[0][5]
    assert undone(window) == ("Copy" if copies else "Move") + " Related Story"
    assert saved(qtbot, window, SEED, OTHER) == [before, there]


def give_by_key(copies: bool) -> None:
    press(Qt.Key.Key_M, CONTROL | SHIFT if copies else CONTROL)
    QTest.qWait(100)
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, ArticleChooser)
    QTest.keyClicks(chooser.line, "other story")
    assert chooser.list.count() == 1
    QTest.keyClick(chooser.line, Qt.Key.Key_Return)
    QTest.qWait(100)


def test_what_the_other_article_has_already_stays_here(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    window.related.list.select_rows([5])
    drag(qtbot, card(window, 5), row_of(window, OTHER), "ctrl")
    window.related.list.select_rows([5])
    drag(qtbot, card(window, 5), row_of(window, OTHER))
    assert window.related.list.related.rowCount() == 6
    assert window.session.undo_stack.count() == 1


# -- links from a browser


class Browser(QLabel):
    """A window from which a link can be dragged, as browsers hand them over."""

    def __init__(self, formats: dict[str, bytes]) -> None:
        super().__init__("A link")
        self._formats = formats

    def mousePressEvent(self, ev: QMouseEvent) -> None:
        ev.accept()

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        data = QMimeData()
        for name, value in self._formats.items():
            data.setData(name, QByteArray(value))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.LinkAction)


PAGE = "https://www.example.net/a%20page?x=1"
FIREFOX = {
    "text/x-moz-url": f"{PAGE}\nA page: its title".encode("utf-16-le"),
    "text/uri-list": PAGE.encode() + b"\r\n",
    "text/plain": PAGE.encode(),
}
CHROME = {
    "text/uri-list": PAGE.encode() + b"\r\n",
    "text/html": f'<meta charset="utf-8"><a href="{PAGE}">A page: <b>its</b> title</a>'.encode(),
    "text/plain": PAGE.encode(),
}


@pytest.mark.parametrize("formats", [FIREFOX, CHROME])
def test_a_link_is_dragged_from_a_browser(
    qtbot: QtBot, window: MainWindow, folder: Path, formats: dict[str, bytes]
) -> None:
    head, items, rest = parts_of((folder / SEED).read_bytes().decode())
    browser = Browser(formats)
    qtbot.addWidget(browser)
    browser.setGeometry(window.geometry().right() - 60, 0, 60, 40)
    browser.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
    browser.show()
    qtbot.waitExposed(browser)
    browser.raise_()
    QTest.qWait(200)
    drag(qtbot, browser.mapToGlobal(QPoint(20, 20)), card(window, 1, 0.2))
    new = f'  - title: "A page: its title"\n    webUrl: "{PAGE}"\n'
    assert saved(qtbot, window, SEED) == [head + "".join([items[0], new, *items[1:]]) + rest]


def test_a_link_is_pasted(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    head, items, rest = parts_of((folder / SEED).read_bytes().decode())
    QGuiApplication.clipboard().setText(PAGE + "\n")
    window.related.list.select_rows([0])
    press(Qt.Key.Key_V, CONTROL)
    new = f'  - title: ""\n    webUrl: "{PAGE}"\n'
    assert saved(qtbot, window, SEED) == [head + "".join([items[0], new, *items[1:]]) + rest]


def test_rubbish_is_not_pasted(qtbot: QtBot, window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("some words of prose")
    press(Qt.Key.Key_V, CONTROL)
    error = window.findChild(QLabel, "related.error")
    assert error is not None
    assert error.isVisible()
    assert "web address" in error.text()
    assert not window.session.unsaved


# -- cut, copy and paste, between windows


def test_items_are_cut_and_pasted_elsewhere_in_the_list(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    before = (folder / SEED).read_bytes().decode()
    window.related.list.select_rows([2, 3])
    press(Qt.Key.Key_X, CONTROL)
    assert saved(qtbot, window, SEED) == [rebuilt(before, [0, 1, 4, 5])]
    assert QGuiApplication.clipboard().text().startswith("- title: ")
    window.related.list.select_rows([3])
    press(Qt.Key.Key_V, CONTROL)
    assert saved(qtbot, window, SEED) == [rebuilt(before, [0, 1, 4, 5, 2, 3])]
    assert window.related.list.selected_rows == [4, 5]


def test_an_item_is_dragged_into_another_window(
    qtbot: QtBot, desk: Desk, folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "there.md").write_text(OTHER_TEXT)
    before = (folder / SEED).read_bytes().decode()
    here, there = desk(folder), desk(elsewhere)
    for window, left in ((there, 800), (here, 0)):
        window.setGeometry(left, 0, 790, 980)
        window.activateWindow()
        QTest.qWait(200)
        open_article(window, "there.md" if window is there else SEED)
    here.related.list.select_rows([5])
    drag(qtbot, card(here, 5), card(there, 0, 0.9))
    assert saved(qtbot, here, SEED) == [rebuilt(before, [0, 1, 2, 3, 4])]
    (text,) = saved(qtbot, there, "there.md")
    assert text.count("- webUrl: ") == 2
    # What the other window has is its own again if it takes it back.
    there.session.undo_stack.undo()
    assert saved(qtbot, there, "there.md") == [OTHER_TEXT]


# -- the rest of what keys do


def test_keys_remove_sort_limit_and_drop(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    before = (folder / SEED).read_bytes().decode()
    cards = window.related.list
    cards.select_rows([0, 1, 2])
    press(Qt.Key.Key_Delete)
    assert saved(qtbot, window, SEED) == [rebuilt(before, [3, 4, 5])]
    assert undone(window) == "Remove 3 Related Items"
    press(Qt.Key.Key_D, CONTROL)
    twice = 1 if "Met police" in before else 2
    assert saved(qtbot, window, SEED) == [rebuilt(before, [n for n in range(6) if n != twice])]
    assert undone(window) == "Drop Duplicates"
    _, items, _ = parts_of(before)
    quality = [int(re.findall(r"quality: (\d+)", item)[0]) for item in items]
    dates = [re.findall(r"publishedDateTime: (.*)", item)[0] for item in items]
    window.related.actions_by_name["quality"].trigger()
    by_quality = sorted(range(6), key=lambda row: -quality[row])
    assert saved(qtbot, window, SEED) == [rebuilt(before, by_quality)]
    window.related.actions_by_name["date"].trigger()
    by_date = sorted(by_quality, key=lambda row: dates[row], reverse=True)
    assert saved(qtbot, window, SEED) == [rebuilt(before, by_date)]
    window.related.actions_by_name["keep"].trigger()
    type_text("2")
    press(Qt.Key.Key_Return)
    assert window.session.undo_stack.undoText() == "Keep First 2 Related Items"
    assert saved(qtbot, window, SEED) == [rebuilt(before, by_date[:2])]
    press(Qt.Key.Key_A, CONTROL)
    assert cards.selected_rows == [0, 1]
    assert isinstance(QApplication.focusWidget(), QWidget)


def test_return_edits_the_fields_and_ctrl_return_follows(qtbot: QtBot, window: MainWindow) -> None:
    assert window.related.list.related.insert_articles("", [OTHER], 0) == ""
    window.related.list.select_rows([0])
    press(Qt.Key.Key_Return)
    assert window.related.list is not QApplication.focusWidget()
    type_text("!")
    press(Qt.Key.Key_Escape)
    assert window.related.list.hasFocus()
    assert window.session.rows[SEED].related == 7
    press(Qt.Key.Key_Return, CONTROL)
    assert window.pane.path == OTHER
