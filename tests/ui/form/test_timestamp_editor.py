"""Dates and times, kept in the form and offset of the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Remove, Set, Written
from curator.frontmatter.timestamps import Timestamp
from curator.ui.form.calendar_popup import CalendarPopup
from curator.ui.form.timestamp_editor import TimestampEditor, in_words, part_at, stepped
from tests.ui.form.form_rig import Desk, editor_on, focus

PATH = ("publishedDateTime",)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


def date_editor(desk: Desk, qtbot: QtBot) -> TimestampEditor:
    editor = TimestampEditor(desk.field(PATH))
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.resize(300, 80)
    editor.show()
    return editor


def type_anew(editor: TimestampEditor, text: str) -> None:
    focus(editor.line)
    editor.line.selectAll()
    QTest.keyClicks(editor.line, text)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)


def story(date: str) -> str:
    return f"---\ntitle: A\npublishedDateTime: {date}\n---\n"


def test_shows_the_text_as_written_and_in_words(qtbot: QtBot) -> None:
    desk = Desk()
    editor = date_editor(desk, qtbot)
    assert editor.line.text() == "2020-02-11T19:20:00Z"
    assert editor.line.objectName() == "field.publishedDateTime"
    assert editor.line.accessibleName() == "Published on"
    assert editor.hint.text().replace(",", "") == "Tuesday 11 February 2020 at 19:20 UTC"
    assert desk.emitted == []


def test_typing_emits_only_dates(qtbot: QtBot) -> None:
    desk = Desk()
    editor = date_editor(desk, qtbot)
    focus(editor.line)
    editor.line.setSelection(8, 2)
    QTest.keyClicks(editor.line, "12")
    assert desk.emitted[-1] == (
        [Set(PATH, Written("2020-02-12T19:20:00Z"), CONVENTIONAL_ORDER)],
        "Edit Published on",
    )
    assert isinstance(desk.emitted[-1][0][0], Set)
    assert type(desk.emitted[-1][0][0].value) is Written
    assert desk.diff == [
        "-publishedDateTime: 2020-02-11T19:20:00Z",
        "+publishedDateTime: 2020-02-12T19:20:00Z",
    ]
    assert editor.line.cursorPosition() == 10


def test_no_date_is_said_in_words_and_kept(qtbot: QtBot) -> None:
    desk = Desk()
    editor = date_editor(desk, qtbot)
    type_anew(editor, "soon")
    assert editor.error == "This is no date: soon"
    assert not editor.hint.isVisible()
    assert desk.emitted == []
    editor.show_field(desk.field(PATH))
    assert editor.line.text() == "soon"
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.error == "This is no date: soon"
    editor.open_field(desk.field(PATH))
    assert editor.line.text() == "2020-02-11T19:20:00Z"
    assert editor.error == ""


def test_undo_elsewhere_takes_the_unfinished_text_away(qtbot: QtBot) -> None:
    desk = Desk()
    editor = date_editor(desk, qtbot)
    focus(editor.line)
    QTest.keyClick(editor.line, Qt.Key.Key_Up)
    QTest.keyClick(editor.line, Qt.Key.Key_End)
    QTest.keyClicks(editor.line, "?")
    assert editor.error
    desk.undo()
    assert editor.line.text() == "2020-02-11T19:20:00Z"
    assert editor.error == ""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "2026-02-31T10:00:00Z",
            "This is no date: 2026-02-31T10:00:00Z. February 2026 has 28 days.",
        ),
        ("2022-00-00", "This is no date: 2022-00-00. There is no month 0."),
    ],
)
def test_stored_text_that_is_no_date(qtbot: QtBot, written: str, said: str) -> None:
    desk = Desk(story(written))
    editor = date_editor(desk, qtbot)
    assert editor.line.text() == written
    assert editor.error == said
    type_anew(editor, "2026-02-28T10:00:00Z")
    assert editor.error == ""
    assert desk.diff == [
        f"-publishedDateTime: {written}",
        "+publishedDateTime: 2026-02-28T10:00:00Z",
    ]


def test_quoted_dates_stay_text(qtbot: QtBot) -> None:
    desk = Desk(story("'2020-02-11 19:20'"))
    editor = date_editor(desk, qtbot)
    focus(editor.line)
    editor.line.setCursorPosition(len(editor.line.text()))
    QTest.keyClick(editor.line, Qt.Key.Key_Up)
    edit = desk.emitted[-1][0][0]
    assert isinstance(edit, Set)
    assert type(edit.value) is str
    assert desk.diff[-1] == "+publishedDateTime: '2020-02-11 19:21'"


@pytest.mark.parametrize(
    ("position", "key", "result"),
    [
        (2, Qt.Key.Key_Up, "2021-01-31T23:59:30+02:00"),
        (6, Qt.Key.Key_Up, "2020-02-29T23:59:30+02:00"),
        (9, Qt.Key.Key_Up, "2020-02-01T23:59:30+02:00"),
        (12, Qt.Key.Key_Down, "2020-01-31T22:59:30+02:00"),
        (15, Qt.Key.Key_Up, "2020-02-01T00:00:30+02:00"),
        (18, Qt.Key.Key_Down, "2020-01-31T23:59:29+02:00"),
    ],
)
def test_keys_step_the_part_under_the_cursor(
    qtbot: QtBot, position: int, key: Qt.Key, result: str
) -> None:
    desk = Desk(story("2020-01-31T23:59:30+02:00"))
    editor = date_editor(desk, qtbot)
    focus(editor.line)
    editor.line.setCursorPosition(position)
    QTest.keyClick(editor.line, key)
    assert desk.document.text(PATH) == result
    assert editor.line.cursorPosition() == position


def test_steps_end_with_the_years() -> None:
    assert stepped(datetime(2020, 2, 29), "year", 1) == datetime(2021, 2, 28)
    with pytest.raises(ValueError, match="four digits"):
        stepped(datetime(9999, 12, 31), "month", 1)
    with pytest.raises(OverflowError):
        stepped(datetime(9999, 12, 31), "day", 1)
    assert part_at("nonsense", 3) == "day"


def test_emptied_takes_the_key_away_when_left(qtbot: QtBot) -> None:
    desk = Desk()
    editor = date_editor(desk, qtbot)
    focus(editor.line)
    editor.line.selectAll()
    QTest.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert desk.emitted == []
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert desk.emitted == [([Remove(PATH)], "Clear Published on")]


def test_calendar_keeps_form_and_offset(qtbot: QtBot) -> None:
    desk = Desk(story("2020-02-11 19:20 +0100"))
    editor = date_editor(desk, qtbot)
    focus(editor.line)
    QTest.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = editor.findChild(CalendarPopup)
    assert popup is not None
    assert popup.isVisible()
    assert popup.calendar.selectedDate() == QDate(2020, 2, 11)
    assert popup.month.text() == "February 2020"
    assert popup.time.text() == "19:20:00"
    popup.calendar.setSelectedDate(QDate(2020, 3, 1))
    focus(popup.time)
    popup.time.selectAll()
    QTest.keyClicks(popup.time, "8:04")
    QTest.keyClicks(popup.time, "?")
    assert popup.time.property("state") == "error"
    popup.time.setCursorPosition(4)
    QTest.keyClick(popup.time, Qt.Key.Key_Up)
    assert popup.time.text() == "08:05:00"
    assert desk.document.text(PATH) == "2020-03-01 08:05 +0100"
    assert len(desk.diff) == 2
    popup.close()


def test_calendar_gives_an_absent_date_the_usual_form(qtbot: QtBot) -> None:
    desk = Desk("---\ntitle: A\n---\n")
    editor = date_editor(desk, qtbot)
    qtbot.mouseClick(editor.calendar_button, Qt.MouseButton.LeftButton)
    popup = editor.findChild(CalendarPopup)
    assert popup is not None
    popup.calendar.setSelectedDate(QDate(2020, 3, 1))
    written = desk.document.text(PATH)
    assert written is not None
    assert written.startswith("2020-03-01T")
    assert written.endswith("Z")
    popup.close()


def test_read_only(qtbot: QtBot) -> None:
    desk = Desk()
    editor = date_editor(desk, qtbot)
    editor.set_read_only(True)
    focus(editor.line)
    QTest.keyClick(editor.line, Qt.Key.Key_Up)
    QTest.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(editor.line, "1")
    assert desk.emitted == []
    assert editor.findChild(CalendarPopup) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2020-02-11", "Tuesday 11 February 2020"),
        ("2020-02-11 19:20", "Tuesday 11 February 2020 at 19:20"),
        ("2020-02-11T19:20:00-05:30", "Tuesday 11 February 2020 at 19:20 UTC−05:30"),
    ],
)
def test_words(text: str, said: str) -> None:
    timestamp = Timestamp.read(text)
    assert timestamp is not None
    assert in_words(timestamp).replace(",", "") == said
