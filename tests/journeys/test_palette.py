"""The command palette, the key sheet and changed keys, in a real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from curator.content.row import Published
from curator.session.views import HELD, PROVIDER, TOPIC, View
from curator.ui.key_sheet import KeySheet
from curator.ui.main_window import MainWindow
from curator.ui.palette_entries import MOST_SHOWN, PaletteEntries
from curator.ui.palette_list import ENTRY
from curator.ui.preferences import PreferencesDialog
from tests.journeys.conftest import Desk, click, press, type_text

CONTROL = Qt.KeyboardModifier.ControlModifier


def offered(window: MainWindow) -> list[str]:
    model = window.palette_panel.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def marked(window: MainWindow) -> str:
    return str(window.palette_panel.list.currentIndex().data())


def state(window: MainWindow) -> Published:
    return window.session.rows[window.list.current].published


def readable(window: MainWindow, wanted: Published) -> str:
    path = next(p for p, row in window.session.rows.items() if row.published is wanted)
    window.list.select(path)
    window.list.setFocus()
    return path


def test_a_few_letters_and_return_run_an_action(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    path = readable(window, Published.YES)
    press(Qt.Key.Key_K, CONTROL)
    assert window.palette_panel.isVisible()
    type_text("hol")
    assert marked(window) == "Hold"
    press(Qt.Key.Key_Return)
    assert not window.palette_panel.isVisible()
    assert window.list.hasFocus()
    assert window.session.rows[path].published is Published.NO


@pytest.mark.parametrize("field", ["field.title", "field.excerpt", "search"])
def test_escape_gives_the_focus_back_to_the_text_that_was_typed(
    desk: Desk, sample: Path, field: str
) -> None:
    window = desk(sample)
    line = window.findChild(QLineEdit, field) or window.findChild(QPlainTextEdit, field)
    assert line is not None
    line.setFocus()
    press(Qt.Key.Key_K, CONTROL)
    assert window.palette_panel.field.hasFocus()
    type_text("pj")
    press(Qt.Key.Key_Escape)
    assert not window.palette_panel.isVisible()
    assert line.hasFocus()
    assert window.session.unsaved == []


def test_views_topics_and_providers_are_chosen(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    topic = window.session.view_counts.topics[-1]
    provider = window.session.view_counts.providers[-1]
    for typed, view in (
        ("held", View(HELD)),
        (f"#{topic}", View(TOPIC, topic)),
        (f"@{provider}", View(PROVIDER, provider)),
    ):
        press(Qt.Key.Key_K, CONTROL)
        window.palette_panel.field.setText(typed)
        press(Qt.Key.Key_Return)
        assert window.sidebar.view == view
        assert window.list.hasFocus()


def test_prefixes_narrow(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    press(Qt.Key.Key_K, CONTROL)
    field = window.palette_panel.field
    field.setText("#")
    assert offered(window) == window.session.view_counts.topics[:MOST_SHOWN]
    field.setText(">ai")
    assert "AI" not in offered(window)
    field.setText("ai")
    assert offered(window)[0] == "AI"
    field.setText("@zzz")
    assert offered(window) == []
    press(Qt.Key.Key_Return)
    assert window.palette_panel.isVisible()


def test_what_is_not_possible_is_shown_and_not_run(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    press(Qt.Key.Key_K, CONTROL)
    window.palette_panel.field.setText(">undo")
    assert offered(window)[0] == "Undo"
    entry = window.palette_panel.list.currentIndex().data(ENTRY)
    assert "not possible now" in entry.spoken()
    press(Qt.Key.Key_Return)
    assert window.palette_panel.isVisible()


def test_arrows_go_round_and_the_mouse_chooses(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    press(Qt.Key.Key_K, CONTROL)
    entries = window.palette_panel.list
    press(Qt.Key.Key_Up)
    assert entries.currentIndex().row() == entries.model().rowCount() - 1
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert entries.currentIndex().row() == 1
    description = window.palette_panel.field.accessibleDescription()
    assert description == entries.currentIndex().data(int(Qt.ItemDataRole.AccessibleTextRole))
    type_text("held")
    middle = entries.visualRect(entries.model().index(0, 0)).center()
    click(entries.viewport(), middle)
    assert window.sidebar.view == View(HELD)
    assert not window.palette_panel.isVisible()


def test_a_click_elsewhere_and_the_same_key_close_it(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    press(Qt.Key.Key_K, CONTROL)
    press(Qt.Key.Key_K, CONTROL)
    assert not window.palette_panel.isVisible()
    press(Qt.Key.Key_K, CONTROL)
    click(window.sidebar.viewport(), QPoint(40, window.sidebar.height() - 4))
    assert not window.palette_panel.isVisible()
    assert window.sidebar.hasFocus()


def test_what_was_used_last_comes_first_also_after_a_restart(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    for typed in ("theme dark", "dark", "#ai"):
        press(Qt.Key.Key_K, CONTROL)
        window.palette_panel.field.setText(typed)
        press(Qt.Key.Key_Return)
        press(Qt.Key.Key_Escape)
    window.close()
    window = desk(sample)
    press(Qt.Key.Key_K, CONTROL)
    assert offered(window)[:2] == ["AI", "Dark"]


def test_of_very_many_topics_few_are_offered(desk: Desk, sample: Path, tmp_path: Path) -> None:
    window = desk(sample)
    row = next(row for row in window.session.rows.values() if row.readable)
    topics = tuple(f"Topic {number}" for number in range(20_000))
    window.session.view_counts.replace([(None, row._replace(topics=topics))])
    settings = QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat)
    entries = PaletteEntries(settings, window.actions_by_name, window.sidebar, window.session)
    entries.look()
    assert len(entries.find("t")) == MOST_SHOWN
    assert entries.find("#topic 19999")[0].text == "Topic 19999"
    assert entries.find("t19998")[0].text == "Topic 19998"


def test_the_key_sheet_needs_no_scrolling_and_shows_changed_keys(
    qtbot: QtBot, desk: Desk, sample: Path
) -> None:
    window = desk(sample)
    window.resize(1440, 900)
    window.key_settings.add("publish", "X")
    window.list.setFocus()
    press(Qt.Key.Key_Question)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, KeySheet)
    assert sheet.width() <= 1440
    assert sheet.height() <= 900
    assert sheet.scrolled_away == 0
    lines = [line for group in sheet.shown().values() for line in group]
    assert ("Publish", ["P", "X"]) in lines
    qtbot.waitUntil(sheet.filter.hasFocus, timeout=5000)
    type_text("ctrl+k")
    assert sheet.shown() == {"Go": [("Command Palette", ["Ctrl+K"])]}
    press(Qt.Key.Key_Escape)


def test_a_changed_key_holds_everywhere_at_once_and_after_a_restart(
    qtbot: QtBot, desk: Desk, sample: Path
) -> None:
    window = desk(sample)
    readable(window, Published.NO)
    press(Qt.Key.Key_Comma, CONTROL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PreferencesDialog)
    dialog.show_page(3)
    dialog.keys.choose("publish")
    dialog.keys.chips[0].click()
    dialog.keys.capture.click()
    press(Qt.Key.Key_X)
    press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None
    with qtbot.waitActive(window, timeout=5000):
        window.activateWindow()
    for again in (False, True):
        if again:
            window.close()
            window = desk(sample)
            readable(window, Published.NO)
        switch = window.pane.form.published.switch
        assert [segment.key for segment in switch.segments] == ["X", "H", "U"]
        assert window.actions_by_name["publish"].shortcut().toString() == "X"
        window.list.setFocus()
        press(Qt.Key.Key_P)
        assert state(window) is Published.NO
        path = window.list.current
        press(Qt.Key.Key_X)
        assert window.session.rows[path].published is Published.YES
    title = window.findChild(QLineEdit, "field.title") or window.findChild(
        QPlainTextEdit, "field.title"
    )
    assert title is not None
    readable(window, Published.NO)
    title.setFocus()
    type_text("x")
    assert state(window) is Published.NO
    assert "x" in (title.text() if isinstance(title, QLineEdit) else title.toPlainText())


def test_the_density_is_chosen_in_menu_and_preferences_alike(
    qtbot: QtBot, desk: Desk, sample: Path
) -> None:
    window = desk(sample)
    press(Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Comma, CONTROL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PreferencesDialog)
    assert dialog.general.density.currentData() == "cards"
    with qtbot.waitSignal(window.choices.changed) as told:
        dialog.general.density.setCurrentIndex(0)
    assert told.args == ["density"]
    assert window.actions_by_name["density_table"].isChecked()
    assert not window.list.shows_cards
    press(Qt.Key.Key_Escape)


def test_a_screen_reader_is_told_of_the_marked_line(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    press(Qt.Key.Key_K, CONTROL)
    QAccessible.setActive(True)
    try:
        type_text("hold")
        field = QAccessible.queryAccessibleInterface(window.palette_panel.field)
        assert field.text(QAccessible.Text.Description) == "Hold, Story, H"
    finally:
        QAccessible.setActive(False)
