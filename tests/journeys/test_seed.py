"""The seed story from the editor's chair: each decision is exactly its lines on disk."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from curator.session.columns import Column
from curator.session.related_cards import MarkKind
from curator.ui.main_window import MainWindow
from tests.conftest import SHARED
from tests.journeys.conftest import Desk, click, drag, press, type_text

SEED = "_news/seed.md"
of_the_seed = pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="no seed at hand")
CONTROL = Qt.KeyboardModifier.ControlModifier


def diff(before: bytes, after: bytes) -> list[str]:
    lines = difflib.unified_diff(
        before.decode().splitlines(), after.decode().splitlines(), lineterm="", n=0
    )
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def saved(qtbot: QtBot, window: MainWindow, path: Path) -> bytes:
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=5000)
    return path.read_bytes()


def secured_of(data: bytes) -> bytes:
    return next(line for line in data.splitlines() if line.startswith(b"secured:"))


def test_a_click_on_the_mark_toggles_one_line(qtbot: QtBot, desk: Desk, seed: Path) -> None:
    before = (seed / SEED).read_bytes()
    window = desk(seed)
    index = window.list.model().index(0, Column.STATE)
    click(window.list.viewport(), window.list.visualRect(index).center())
    after = saved(qtbot, window, seed / SEED)
    assert diff(before, after) == ["-published: false", "+published: true"]


def test_dragging_the_fifth_related_story_to_the_top_moves_its_lines(
    qtbot: QtBot, desk: Desk, seed: Path
) -> None:
    before = (seed / SEED).read_bytes()
    window = desk(seed)
    cards = window.related.list
    press(Qt.Key.Key_R)
    fifth = window.session.article(SEED).document.value(("related", 4, "title"))
    window.pane.form.area.ensureWidgetVisible(cards, 0, 0)
    window.resize(window.width(), 1000)
    QTest.qWait(200)
    start = cards.visualRect(cards.model().index(4, 0)).center()
    end = cards.visualRect(cards.model().index(0, 0)).center() - QPoint(0, 20)
    drag(qtbot, cards.viewport(), start, end)
    document = window.session.article(SEED).document
    assert document.value(("related", 0, "title")) == fifth
    assert window.session.undo_stack.undoText() == "Move Related Story"
    after = saved(qtbot, window, seed / SEED)
    assert sorted(before.splitlines()) == sorted(after.splitlines())
    block = diff(before, after)
    moved = [line[1:] for line in block if line[0] == "+"]
    assert moved == [line[1:] for line in block if line[0] == "-"]
    assert moved[0].lstrip().startswith("- title:")
    assert secured_of(before) == secured_of(after)


def parts(data: bytes) -> tuple[bytes, list[bytes], bytes]:
    """What stands before the related items, the bytes of each, and what stands behind."""
    head, mark, rest = data.partition(b"related:\n")
    listed, blank, tail = rest.partition(b"\n\n")
    items = [b"  - " + item for item in (b"\n" + listed).split(b"\n  - ")[1:]]
    return head + mark, [item.rstrip(b"\n") + b"\n" for item in items], blank[1:] + tail


@of_the_seed
def test_parts_are_the_whole(seed: Path) -> None:
    before, items, behind = parts((seed / SEED).read_bytes())
    assert len(items) == 6
    assert before + b"".join(items) + behind == (seed / SEED).read_bytes()


@of_the_seed
def test_the_duplicate_and_the_misfit_are_marked(qtbot: QtBot, desk: Desk, seed: Path) -> None:
    cards = desk(seed).related.list.related
    qtbot.waitUntil(lambda: bool(cards.card(3).mark), timeout=20000)
    kinds = [cards.card(row).mark_kind for row in range(cards.rowCount())]
    none, doubt, wrong = MarkKind
    assert kinds == [none, wrong, none, doubt, none, none]
    assert cards.card(1).mark_tip == "The same story as number 1 of this list"
    assert "Pokémon" in cards.card(3).title
    assert "shares" in cards.card(3).mark_tip
    role = Qt.ItemDataRole.AccessibleTextRole
    assert "same story as number 1, 2 of 6" in cards.index(1).data(role)
    assert "perhaps a misfit, 4 of 6" in cards.index(3).data(role)


@of_the_seed
def test_dropping_duplicates_takes_exactly_the_lines_of_one(
    qtbot: QtBot, desk: Desk, seed: Path
) -> None:
    before, items, behind = parts((seed / SEED).read_bytes())
    window = desk(seed)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_D, CONTROL)
    kept = [items[0], *items[2:]]
    assert saved(qtbot, window, seed / SEED) == before + b"".join(kept) + behind
    # The other way: the button above the list, and undo.
    press(Qt.Key.Key_Z, CONTROL)
    button = window.findChild(QPushButton, "drop_duplicates")
    assert button is not None
    qtbot.waitUntil(button.isVisible)
    window.pane.form.area.ensureWidgetVisible(button)
    QTest.qWait(100)
    click(button)
    assert saved(qtbot, window, seed / SEED) == before + b"".join(kept) + behind
    assert not button.isVisible()


@of_the_seed
@pytest.mark.parametrize(("row", "gap"), [(4, 0), (0, 6), (3, 1)])
def test_a_drag_puts_exactly_the_bytes_of_an_item_elsewhere(
    qtbot: QtBot, desk: Desk, seed: Path, row: int, gap: int
) -> None:
    before, items, behind = parts((seed / SEED).read_bytes())
    window = desk(seed)
    window.resize(window.width(), 1000)
    cards = window.related.list
    press(Qt.Key.Key_R)
    # Marks that come in the middle of a drag would move what it goes over.
    qtbot.waitUntil(lambda: bool(cards.related.card(3).mark), timeout=20000)
    window.pane.form.area.ensureWidgetVisible(cards, 0, 0)
    QTest.qWait(200)
    height = cards.visualRect(cards.model().index(0, 0)).height()
    start = cards.visualRect(cards.model().index(row, 0)).center()
    drag(qtbot, cards.viewport(), start, QPoint(start.x(), max(gap * height - 3, 3)))
    wanted = list(items)
    moved = wanted.pop(row)
    wanted.insert(gap - (row < gap), moved)
    assert saved(qtbot, window, seed / SEED) == before + b"".join(wanted) + behind


def test_editing_the_title_keeps_its_double_quotes(qtbot: QtBot, desk: Desk, seed: Path) -> None:
    before = (seed / SEED).read_bytes()
    window = desk(seed)
    press(Qt.Key.Key_E)
    title = window.findChild(QLineEdit, "field.title")
    assert title is not None
    assert title.hasFocus()
    old = title.text()
    press(Qt.Key.Key_End)
    type_text(' "today"')
    after = saved(qtbot, window, seed / SEED)
    assert diff(before, after) == [
        f'-title: "{old}"',
        f'+title: "{old} \\"today\\""',
    ]
    assert secured_of(before) == secured_of(after)


def test_keys_reorder_and_remove_related_stories(qtbot: QtBot, desk: Desk, seed: Path) -> None:
    window = desk(seed)
    document = window.session.article(SEED).document
    related = document.value(("related",))
    assert isinstance(related, list)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    now = window.session.article(SEED).document.value(("related",))
    assert now == [*related[:-2], related[-1], related[-2]]
    press(Qt.Key.Key_Delete)
    now = window.session.article(SEED).document.value(("related",))
    assert now == [*related[:-2], related[-2]]


def test_undoing_everything_gives_back_the_bytes(qtbot: QtBot, desk: Desk, seed: Path) -> None:
    before = (seed / SEED).read_bytes()
    window = desk(seed)
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_D, CONTROL)
    press(Qt.Key.Key_E)
    type_text("New words")
    press(Qt.Key.Key_2, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert window.list.hasFocus()
    after = saved(qtbot, window, seed / SEED)
    assert len(diff(before, after)) > 15
    for _ in range(window.session.undo_stack.count()):
        press(Qt.Key.Key_Z, CONTROL)
    assert not window.session.undo_stack.canUndo()
    assert saved(qtbot, window, seed / SEED) == before
