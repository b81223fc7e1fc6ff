"""Numbers, and yes or no."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.frontmatter import Remove
from curator.ui.form.number_editors import BooleanEditor, IntegerEditor, NumberEditor, read_number
from tests.ui.form.form_rig import Desk, editor_on, focus


def integer_editor(desk: Desk, qtbot: QtBot, key: str = "quality") -> IntegerEditor:
    editor = IntegerEditor(desk.field((key,)))
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.show()
    return editor


def type_anew(editor: IntegerEditor, text: str) -> None:
    focus(editor.line)
    editor.line.selectAll()
    QTest.keyClicks(editor.line, text)


def test_typing_changes_one_line(qtbot: QtBot) -> None:
    desk = Desk()
    editor = integer_editor(desk, qtbot)
    assert editor.line.text() == "19"
    type_anew(editor, "72")
    assert desk.diff == ["-quality: 19", "+quality: 72"]
    assert desk.words == ["Edit Quality", "Edit Quality"]


def test_numbers_of_any_size(qtbot: QtBot) -> None:
    desk = Desk()
    editor = integer_editor(desk, qtbot)
    type_anew(editor, "123456789012345678901234567890")
    assert desk.document.value(("quality",)) == 123456789012345678901234567890
    QTest.keyClick(editor.line, Qt.Key.Key_Up)
    assert desk.document.value(("quality",)) == 123456789012345678901234567891


def test_words_where_it_is_no_number(qtbot: QtBot) -> None:
    desk = Desk()
    editor = integer_editor(desk, qtbot)
    type_anew(editor, "a lot")
    assert editor.error == "A whole number is needed"
    assert editor.line.property("state") == "error"
    assert desk.emitted == []
    # Another field changes: what is being typed here stays.
    editor.show_field(desk.field(("quality",)))
    assert editor.line.text() == "a lot"
    # Another article: it goes.
    editor.open_field(desk.field(("quality",)))
    assert editor.line.text() == "19"
    assert editor.error == ""


def test_minus_alone_is_only_begun(qtbot: QtBot) -> None:
    desk = Desk()
    editor = integer_editor(desk, qtbot)
    type_anew(editor, "-")
    assert editor.error == ""
    assert desk.emitted == []
    QTest.keyClicks(editor.line, "4")
    assert desk.document.value(("quality",)) == -4


def test_emptied_takes_the_key_away_when_left(qtbot: QtBot) -> None:
    desk = Desk()
    editor = integer_editor(desk, qtbot)
    focus(editor.line)
    editor.line.selectAll()
    QTest.keyClick(editor.line, Qt.Key.Key_Delete)
    assert desk.emitted == []
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert desk.emitted == [([Remove(("quality",))], "Clear Quality")]
    assert desk.diff == ["-quality: 19"]
    assert editor.line.placeholderText() == "Not set"


def test_keys_count(qtbot: QtBot) -> None:
    desk = Desk()
    editor = integer_editor(desk, qtbot, "heat")
    focus(editor.line)
    QTest.keyClick(editor.line, Qt.Key.Key_Up)
    QTest.keyClick(editor.line, Qt.Key.Key_Up)
    QTest.keyClick(editor.line, Qt.Key.Key_PageDown)
    assert desk.document.value(("heat",)) == -9
    assert desk.diff == ["-heat: -1", "+heat: -9"]


def test_wheel_changes_nothing(qtbot: QtBot) -> None:
    desk = Desk()
    editor = integer_editor(desk, qtbot)
    for focused in (False, True):
        if focused:
            focus(editor.line)
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, 0),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(editor.line, event)
    assert desk.emitted == []


def test_other_writings_of_a_number_are_left_alone(qtbot: QtBot) -> None:
    desk = Desk("---\nquality: 0x1F\n---\n")
    editor = integer_editor(desk, qtbot)
    assert editor.line.text() == "0x1F"
    assert editor.error == ""
    focus(editor.line)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert desk.emitted == []


def test_read_only(qtbot: QtBot) -> None:
    desk = Desk()
    editor = integer_editor(desk, qtbot)
    editor.set_read_only(True)
    type_anew(editor, "5")
    QTest.keyClick(editor.line, Qt.Key.Key_Up)
    assert desk.emitted == []


def number_editor(desk: Desk, qtbot: QtBot) -> NumberEditor:
    editor = NumberEditor(desk.field(("ratio",)))
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.show()
    return editor


def test_fraction_is_typed_without_being_rewritten(qtbot: QtBot) -> None:
    desk = Desk("---\nratio: 0.5\n---\n")
    editor = number_editor(desk, qtbot)
    type_anew(editor, "4.")
    assert editor.line.text() == "4."
    QTest.keyClicks(editor.line, "25")
    assert editor.line.text() == "4.25"
    assert desk.diff == ["-ratio: 0.5", "+ratio: 4.25"]


def test_steps_of_fractions_stay_round(qtbot: QtBot) -> None:
    desk = Desk("---\nratio: 0.1\n---\n")
    editor = number_editor(desk, qtbot)
    focus(editor.line)
    QTest.keyClick(editor.line, Qt.Key.Key_Up)
    QTest.keyClick(editor.line, Qt.Key.Key_Up)
    assert desk.diff == ["-ratio: 0.1", "+ratio: 2.1"]


@pytest.mark.parametrize(
    ("text", "value"), [("3,5", 3.5), (".5", 0.5), ("1e3", 1000.0), ("1e999", None), ("x", None)]
)
def test_numbers_as_people_write_them(text: str, value: float | None) -> None:
    assert read_number(text) == value


def test_yes_or_no(qtbot: QtBot) -> None:
    desk = Desk("---\nfeatured: false\n---\n")
    editor = BooleanEditor(desk.field(("featured",)))
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.show()
    assert editor.box.accessibleName() == "Featured"
    focus(editor.box)
    QTest.keyClick(editor.box, Qt.Key.Key_Space)
    assert desk.diff == ["-featured: false", "+featured: true"]
    desk.undo()
    assert not editor.box.isChecked()
    assert len(desk.emitted) == 1
    editor.set_read_only(True)
    assert not editor.box.isEnabled()
