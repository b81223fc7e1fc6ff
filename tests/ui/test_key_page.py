"""A key is changed by pressing it, and whoever had it before is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from curator.ui.actions import Actions
from curator.ui.key_page import KeyPage
from curator.ui.key_settings import KeySettings

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def keys(window: QWidget, tmp_path: Path) -> KeySettings:
    settings = QSettings(str(tmp_path / "curator.ini"), QSettings.Format.IniFormat)
    return KeySettings(settings, Actions(window), window)


@pytest.fixture
def page(qtbot: QtBot, keys: KeySettings) -> KeyPage:
    page = KeyPage(keys)
    qtbot.addWidget(page)
    page.resize(700, 500)
    with qtbot.waitActive(page, timeout=5000):
        page.show()
        page.activateWindow()
    page.choose("publish")
    return page


def press(page: KeyPage, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    page.capture.click()
    assert page.capture.listening
    QTest.keyClick(page.capture, key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert not page.capture.listening


def chips(page: KeyPage) -> list[str]:
    return [chip.text().split()[0] for chip in page.chips if not chip.isHidden()]


def shown(page: KeyPage) -> list[str]:
    rows = [row for row in range(page.table.rowCount()) if not page.table.isRowHidden(row)]
    items = [page.table.item(row, 0) for row in rows]
    return [item.text() for item in items if item is not None]


def test_a_free_key_is_taken_at_once(page: KeyPage, keys: KeySettings) -> None:
    assert chips(page) == ["P"]
    assert page.reset.isHidden()
    press(page, Qt.Key.Key_X)
    assert keys.keys("publish") == ("P", "X")
    assert chips(page) == ["P", "X"]
    assert "Publish" in page.told.text()
    page.chips[0].click()
    assert keys.keys("publish") == ("X",)
    page.reset.click()
    assert keys.keys("publish") == ("P",)


@pytest.mark.parametrize(
    ("key", "modifiers", "text"),
    [
        (Qt.Key.Key_F7, CONTROL, "Ctrl+F7"),
        (Qt.Key.Key_Exclam, SHIFT, "!"),
        (Qt.Key.Key_X, SHIFT, "Shift+X"),
        (Qt.Key.Key_Plus, CONTROL, "Ctrl++"),
    ],
)
def test_a_key_is_written_as_one_would_say_it(
    page: KeyPage, keys: KeySettings, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str
) -> None:
    press(page, key, modifiers)
    assert keys.keys("publish") == ("P", text)


@pytest.mark.parametrize("settled", [True, False])
def test_a_key_of_another_action_is_asked_about(
    page: KeyPage, keys: KeySettings, settled: bool
) -> None:
    press(page, Qt.Key.Key_H)
    assert page.told.text() == "H is a key of “Hold”."
    assert keys.keys("publish") == ("P",)
    (page.take if settled else page.leave).click()
    assert keys.keys("publish") == (("P", "H") if settled else ("P",))
    assert keys.keys("hold") == (() if settled else ("H",))
    assert page.take.isHidden()
    if settled:
        page.reset_all.click()
        assert not keys.any_changed()
    assert not page.reset_all.isEnabled()


def test_return_takes_the_key_over(page: KeyPage, keys: KeySettings) -> None:
    press(page, Qt.Key.Key_H)
    assert page.take.hasFocus()
    QTest.keyClick(page.take, Qt.Key.Key_Return)
    assert keys.keys("publish") == ("P", "H")


def test_a_question_that_is_left_open_changes_nothing(page: KeyPage, keys: KeySettings) -> None:
    press(page, Qt.Key.Key_H)
    page.choose("edit_title")
    assert page.take.isHidden()
    page.take.click()
    assert not keys.any_changed()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_a_key_that_is_needed_is_refused_with_a_reason(
    page: KeyPage, keys: KeySettings, key: Qt.Key
) -> None:
    press(page, key)
    assert page.told.text()
    assert page.capture.hasFocus()
    assert not keys.any_changed()


def test_escape_and_leaving_give_up(page: KeyPage, keys: KeySettings) -> None:
    press(page, Qt.Key.Key_Escape)
    assert page.told.text() == ""
    page.capture.click()
    QTest.keyClick(page.capture, Qt.Key.Key_Shift)
    assert page.capture.listening
    page.filter.setFocus()
    assert not page.capture.listening
    assert not keys.any_changed()


def test_actions_are_found_by_name_and_by_key(page: KeyPage) -> None:
    page.filter.setText("hold")
    assert shown(page) == ["Hold"]
    assert page.chosen == "hold"
    page.filter.setText("ctrl+shift+l")
    assert shown(page) == ["Table or Cards"]
    page.filter.setText("no such thing")
    assert shown(page) == []
    assert page.capture.isHidden()
    page.filter.clear()
    assert "Publish" in shown(page)


def test_return_in_the_table_asks_for_a_key(page: KeyPage) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.capture.listening
