"""The switch with three states."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Remove, Set
from curator.ui.form.published_switch import PublishedEditor
from tests.ui.form.form_rig import Desk, editor_on, focus


def switch(desk: Desk, qtbot: QtBot, width: int = 400) -> PublishedEditor:
    editor = PublishedEditor(desk.field(("published",)))
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.resize(width, 200)
    editor.show()
    return editor


def chosen(editor: PublishedEditor) -> list[str]:
    return [s.accessibleName() for s in editor.switch.segments if s.isChecked()]


def test_shows_held_and_publishes_with_a_click(qtbot: QtBot) -> None:
    desk = Desk()
    editor = switch(desk, qtbot)
    assert editor.switch.objectName() == "field.published"
    assert editor.switch.accessibleName() == "Published state"
    assert chosen(editor) == ["Held"]
    qtbot.mouseClick(editor.switch.segments[0], Qt.MouseButton.LeftButton)
    assert desk.emitted == [([Set(("published",), True, CONVENTIONAL_ORDER)], "Publish")]
    assert desk.diff == ["-published: false", "+published: true"]
    assert chosen(editor) == ["Published"]
    desk.undo()
    assert chosen(editor) == ["Held"]
    assert len(desk.emitted) == 1


def test_no_flag_takes_the_key_away_and_back(qtbot: QtBot) -> None:
    desk = Desk()
    editor = switch(desk, qtbot)
    qtbot.mouseClick(editor.switch.segments[2], Qt.MouseButton.LeftButton)
    assert desk.emitted[-1] == ([Remove(("published",))], "Remove Flag")
    assert desk.diff == ["-published: false"]
    assert chosen(editor) == ["No flag"]
    qtbot.mouseClick(editor.switch.segments[2], Qt.MouseButton.LeftButton)
    assert len(desk.emitted) == 1
    qtbot.mouseClick(editor.switch.segments[1], Qt.MouseButton.LeftButton)
    assert desk.diff == []
    assert desk.words[-1] == "Hold"


def test_the_chosen_state_stays_chosen_when_clicked_again(qtbot: QtBot) -> None:
    desk = Desk()
    editor = switch(desk, qtbot)
    qtbot.mouseClick(editor.switch.segments[1], Qt.MouseButton.LeftButton)
    assert desk.emitted == []
    assert chosen(editor) == ["Held"]


def test_arrows_move_and_space_or_return_choose(qtbot: QtBot) -> None:
    desk = Desk()
    editor = switch(desk, qtbot)
    first, second, third = editor.switch.segments
    focus(first)
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Right)
    assert third.hasFocus()
    QTest.keyClick(third, Qt.Key.Key_Right)
    assert third.hasFocus()
    assert desk.emitted == []
    QTest.keyClick(third, Qt.Key.Key_Space)
    assert chosen(editor) == ["No flag"]
    QTest.keyClick(third, Qt.Key.Key_Left)
    QTest.keyClick(second, Qt.Key.Key_Left)
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert chosen(editor) == ["Published"]
    assert first.hasFocus()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"maybe"', "published is the text “maybe”; Jekyll takes any text for published."),
        ("maybe", "published is the text “maybe”"),
        ("1", "published is 1; Jekyll takes it for published."),
        ("", "published has no value; Jekyll takes that for published."),
        ("[true]", "published is a list or a group of keys"),
    ],
)
def test_odd_values_are_told_in_words(qtbot: QtBot, written: str, said: str) -> None:
    desk = Desk(f"---\ntitle: A\npublished: {written}\n---\n")
    editor = switch(desk, qtbot)
    assert chosen(editor) == []
    assert editor.error.startswith(said)
    assert editor.error.endswith("Choose one.")
    qtbot.mouseClick(editor.switch.segments[1], Qt.MouseButton.LeftButton)
    assert desk.document.value(("published",)) is False
    assert editor.error == ""


def test_read_only(qtbot: QtBot) -> None:
    desk = Desk()
    editor = switch(desk, qtbot)
    editor.set_read_only(True)
    qtbot.mouseClick(editor.switch.segments[0], Qt.MouseButton.LeftButton)
    assert desk.emitted == []
    assert chosen(editor) == ["Held"]


def test_narrow_is_upright_and_nothing_is_cut_off(qtbot: QtBot) -> None:
    desk = Desk()
    editor = switch(desk, qtbot)
    wide = editor.switch.heightForWidth(400)
    assert editor.switch.heightForWidth(150) == 3 * wide
    for width in (400, 300, 200):
        editor.resize(width, 200)
        QApplication.processEvents()
        for segment in editor.switch.segments:
            assert segment.geometry().right() <= editor.switch.width()
            assert segment.width() >= segment.width_needed(False) or width < 200
        editor.grab()
