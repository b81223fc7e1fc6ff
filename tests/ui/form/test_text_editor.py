"""Text of several lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.ui.form.text_editor import TextEditor, as_shown, carried_over
from tests.ui.form.form_rig import STORY, Desk, editor_on, focus


def excerpt_editor(desk: Desk, qtbot: QtBot) -> TextEditor:
    editor = TextEditor(desk.field(("excerpt",)))
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.resize(360, 200)
    editor.show()
    return editor


def test_typing_changes_one_line(qtbot: QtBot) -> None:
    desk = Desk()
    editor = excerpt_editor(desk, qtbot)
    assert editor.text.objectName() == "field.excerpt"
    assert editor.text.accessibleName() == "Excerpt"
    assert editor.counter == "80"
    focus(editor.text)
    cursor = editor.text.textCursor()
    cursor.setPosition(7)
    editor.text.setTextCursor(cursor)
    QTest.keyClicks(editor.text, " were")
    assert [line[:25] for line in desk.diff] == [
        '-excerpt: "Cameras used a',
        '+excerpt: "Cameras were u',
    ]
    assert editor.text.textCursor().position() == 12
    assert set(desk.words) == {"Edit Excerpt"}
    assert editor.counter == "85"


def test_end_of_a_block_scalar_is_kept_out_of_sight(qtbot: QtBot) -> None:
    desk = Desk("---\nexcerpt: |\n  One line\n  and another\n---\n")
    editor = excerpt_editor(desk, qtbot)
    assert editor.text.toPlainText() == "One line\nand another"
    focus(editor.text)
    QTest.keyClicks(editor.text, "X")
    assert desk.document.value(("excerpt",)) == "XOne line\nand another\n"
    assert desk.diff == ["-  One line", "+  XOne line"]


def test_emptied_and_typed_again_keeps_the_end(qtbot: QtBot) -> None:
    desk = Desk("---\nexcerpt: |\n  One\n---\n")
    editor = excerpt_editor(desk, qtbot)
    focus(editor.text)
    editor.text.selectAll()
    QTest.keyClick(editor.text, Qt.Key.Key_Delete)
    assert desk.document.value(("excerpt",)) == ""
    QTest.keyClicks(editor.text, "Two")
    assert desk.document.value(("excerpt",)) == "Two\n"


def test_a_new_line_at_the_end_is_not_taken_away_while_typing(qtbot: QtBot) -> None:
    desk = Desk("---\nexcerpt: |\n  One\n---\n")
    editor = excerpt_editor(desk, qtbot)
    focus(editor.text)
    editor.text.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor.text, Qt.Key.Key_Return)
    assert desk.diff == []
    assert editor.text.toPlainText() == "One\n"
    editor.show_field(desk.field(("excerpt",)))
    QTest.keyClicks(editor.text, "Two")
    assert desk.document.value(("excerpt",)) == "One\nTwo\n"
    assert desk.diff == ["+  Two"]
    desk.undo()
    assert editor.text.toPlainText() == "One"


def test_no_break_spaces_and_odd_line_ends_survive(qtbot: QtBot) -> None:
    value = "one\u00a0two\\r\\nthree\\u2029four"
    desk = Desk(f'---\nexcerpt: "{value}"\n---\n')
    editor = excerpt_editor(desk, qtbot)
    focus(editor.text)
    QTest.keyClicks(editor.text, "X")
    assert desk.document.value(("excerpt",)) == "Xone\u00a0two\r\nthree\u2029four"
    assert len(desk.diff) == 2


@given(st.text("ab\r\n\u2029\u00a0 ", max_size=12), st.text("abc\n ", max_size=12))
def test_carried_over_text_shows_what_was_typed(stored: str, typed: str) -> None:
    assert as_shown(carried_over(stored, typed)) == typed
    assert carried_over(stored, as_shown(stored)) == stored


def test_input_method_text_in_the_making_is_left_alone(qtbot: QtBot) -> None:
    desk = Desk()
    editor = excerpt_editor(desk, qtbot)
    focus(editor.text)
    QApplication.sendEvent(editor.text, QInputMethodEvent("ni", []))
    assert desk.emitted == []
    editor.show_field(desk.field(("excerpt",)))
    assert editor.text.textCursor().block().layout().preeditAreaText() == "ni"
    event = QInputMethodEvent()
    event.setCommitString("你")
    QApplication.sendEvent(editor.text, event)
    assert str(desk.document.value(("excerpt",))).startswith("你Cameras")


def test_refresh_keeps_the_selection(qtbot: QtBot) -> None:
    desk = Desk()
    editor = excerpt_editor(desk, qtbot)
    focus(editor.text)
    editor.text.selectAll()
    editor.show_field(desk.field(("excerpt",)))
    assert editor.text.textCursor().hasSelection()
    assert desk.emitted == []


def test_grows_with_its_text_within_limits(qtbot: QtBot) -> None:
    desk = Desk("---\nexcerpt: short\n---\n")
    editor = excerpt_editor(desk, qtbot)
    line = editor.text.fontMetrics().lineSpacing()
    low = editor.text.height()
    assert low >= 2 * line
    editor.text.setPlainText("\n".join("abcdefgh"))
    QApplication.processEvents()
    assert editor.text.height() == low + 6 * line
    editor.text.setPlainText("\n".join("abcdefghijklmnopqrst"))
    QApplication.processEvents()
    assert editor.text.height() == low + 6 * line


def test_tab_leaves_and_read_only_takes_no_keys(qtbot: QtBot) -> None:
    desk = Desk()
    editor = excerpt_editor(desk, qtbot)
    editor.set_read_only(True)
    focus(editor.text)
    QTest.keyClicks(editor.text, "X")
    QTest.keyClick(editor.text, Qt.Key.Key_Tab)
    assert desk.emitted == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_showing_never_emits(qtbot: QtBot, newline: str) -> None:
    desk = Desk(STORY.replace("\n", newline))
    editor = excerpt_editor(desk, qtbot)
    for _ in range(3):
        editor.show_field(desk.field(("excerpt",)))
        editor.open_field(desk.field(("excerpt",)))
    assert desk.emitted == []
