"""Suggestions from the editor's chair: seen below the list, taken over and back with one key."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from curator.session.related_cards import MarkKind
from curator.session.related_model import CARD_ROLE
from curator.ui.main_window import MainWindow
from tests.journeys.conftest import Desk, click, press, type_text

FACES = "_news/2026-01-27-face-matching-cameras-go-live-at-three-ellerby-stations.md"
BUS = "_news/2026-03-09-driverless-night-bus-stops-for-a-fox-a-hen-party-and-once-the-moon.md"
LONELY = "_news/2026-01-08-harbour-cranes-learn-to-wait-and-the-queue-gets-shorter.md"


def buttons(window: MainWindow) -> list[QToolButton]:
    found = window.suggestions.findChildren(QToolButton)
    return [button for button in found if button.isVisible()]


def show(qtbot: QtBot, window: MainWindow, path: str) -> None:
    window.list.select(path)
    window.list.setFocus()
    qtbot.waitUntil(lambda: window.suggestions.findChildren(QToolButton) != [], timeout=5000)
    qtbot.waitUntil(lambda: settled(window), timeout=20_000)


def settled(window: MainWindow) -> bool:
    hints = [label.text() for label in window.suggestions.findChildren(QLabel)]
    names = [button.accessibleName() for button in buttons(window)]
    at_hand = window.suggestions.accessibleName() != ""
    return at_hand and all(names) and not any(text.startswith("Looking") for text in hints)


def related(window: MainWindow) -> list[str]:
    model = window.related.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, sample: Path) -> MainWindow:
    window = desk(sample)
    show(qtbot, window, FACES)
    qtbot.waitUntil(lambda: len(buttons(window)) == 2, timeout=20_000)
    return window


def test_one_key_takes_the_first_and_one_takes_it_back(
    qtbot: QtBot, window: MainWindow, sample: Path
) -> None:
    before = (sample / FACES).read_bytes()
    names = related(window)
    press(Qt.Key.Key_A)
    assert related(window) == [
        *names,
        "Judge orders larger notices beside Ellerby’s station cameras",
    ]
    assert window.list.hasFocus()
    press(Qt.Key.Key_A)
    assert related(window)[-1].startswith("Station cameras in Ellerby matched nine")
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=5000)
    press(Qt.Key.Key_Z)
    press(Qt.Key.Key_Z)
    assert related(window) == names
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=5000)
    assert (sample / FACES).read_bytes() == before
    qtbot.waitUntil(lambda: len(buttons(window)) == 2, timeout=20_000)


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_on_a_suggestion_the_key_takes_that_one(window: MainWindow, key: Qt.Key) -> None:
    first, second = buttons(window)
    first.setFocus()
    press(Qt.Key.Key_Down)
    assert second.hasFocus()
    press(key)
    assert related(window)[-1].startswith("Station cameras in Ellerby matched nine")
    # What is left has the focus.
    assert first.hasFocus()
    press(key)
    assert related(window)[-1].startswith("Judge orders larger")
    assert window.related.list.hasFocus()


def test_the_button_takes_its_suggestion(window: MainWindow) -> None:
    window.pane.form.area.ensureWidgetVisible(window.suggestions)
    click(buttons(window)[1])
    assert related(window)[-1].startswith("Station cameras in Ellerby matched nine")


def test_where_text_is_typed_the_key_is_a_letter(window: MainWindow) -> None:
    names = related(window)
    press(Qt.Key.Key_E)
    press(Qt.Key.Key_Home)
    type_text("A ")
    assert related(window) == names
    assert window.session.rows[FACES].title.startswith("A Face")


def misfits(window: MainWindow) -> dict[str, str]:
    model = window.related.list.model()
    return {
        str(model.index(row, 0).data()): str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole))
        for row in range(model.rowCount())
        if model.index(row, 0).data(CARD_ROLE).mark_kind is MarkKind.DOUBT
    }


def test_the_misfit_is_marked_softly_and_says_why(qtbot: QtBot, window: MainWindow) -> None:
    # As long as words of the folder are still being read, nothing is known for certain.
    qtbot.waitUntil(lambda: misfits(window) != {}, timeout=20_000)
    marked = misfits(window)
    assert list(marked) == ["A one-pot barley soup for cold platforms"]
    assert "Likeness 0 %" in next(iter(marked.values()))


def test_a_double_click_shows_the_suggested_story(qtbot: QtBot, window: MainWindow) -> None:
    card = buttons(window)[0].parentWidget()
    assert card is not None
    window.pane.form.area.ensureWidgetVisible(card)
    QTest.qWait(50)
    QTest.mouseDClick(card, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "judge-orders" in window.pane.path, timeout=5000)


def test_nothing_below_moves_while_one_works_on_a_story(qtbot: QtBot, window: MainWindow) -> None:
    height = window.suggestions.height()
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_A)
    QTest.qWait(400)
    assert buttons(window) == []
    assert window.suggestions.height() == height
    show(qtbot, window, BUS)
    qtbot.waitUntil(lambda: len(buttons(window)) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: window.suggestions.height() < height, timeout=5000)


def test_several_selected_stories_have_no_suggestions(window: MainWindow) -> None:
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert not window.suggestions.isVisible()
    press(Qt.Key.Key_A)
    assert not window.session.undo_stack.canUndo()


def test_large_text_is_not_cut(qapp: QApplication, window: MainWindow) -> None:
    font = qapp.font()
    font.setPointSizeF(2 * font.pointSizeF())
    qapp.setFont(font)
    QTest.qWait(200)
    for button in buttons(window):
        card = button.parentWidget()
        assert card is not None
        assert card.height() >= card.sizeHint().height() >= 3 * card.fontMetrics().height()
