"""Topics as chips."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Insert, Move, Remove
from curator.ui.form.topics_editor import TopicsEditor
from tests.ui.form.form_rig import WORDS, Desk, editor_on, focus

PATH = ("topics",)


def topics_editor(desk: Desk, qtbot: QtBot, key: str = "topics") -> TopicsEditor:
    editor = TopicsEditor(desk.field((key,)), WORDS)
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.resize(320, 120)
    editor.show()
    return editor


def open_line(editor: TopicsEditor) -> None:
    focus(editor.add_button)
    QTest.keyClick(editor.add_button, Qt.Key.Key_Return)
    assert editor.line.hasFocus()


def shown(editor: TopicsEditor) -> list[str]:
    return [chip.text() for chip in editor.chips]


def test_shows_chips_that_can_be_named(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    assert shown(editor) == ["AI", "Computer Vision"]
    assert editor.chips[0].accessibleName() == "Topic AI"
    assert editor.add_button.objectName() == "field.topics"
    assert editor.add_button.accessibleName() == "Add Topic"
    assert desk.emitted == []


def test_adding_by_keyboard_takes_the_folders_spelling(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    open_line(editor)
    QTest.keyClicks(editor.line, "robotics")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert desk.emitted == [
        ([Insert(PATH, 2, "Robotics", CONVENTIONAL_ORDER)], "Add Topic Robotics")
    ]
    assert desk.diff == ["+  - Robotics"]
    assert shown(editor) == ["AI", "Computer Vision", "Robotics"]
    assert editor.line.hasFocus()
    assert editor.line.text() == ""


def test_completion_by_any_part_of_a_word(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    open_line(editor)
    QTest.keyClicks(editor.line, "learn")
    popup = editor.line.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.emitted) == 1)
    assert desk.diff == ["+  - Machine Learning"]
    assert editor.line.text() == ""
    QApplication.processEvents()
    assert len(desk.emitted) == 1


def test_twins_are_refused_in_words(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    open_line(editor)
    QTest.keyClicks(editor.line, "computer vision")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.error == "“Computer Vision” is there already"
    assert desk.emitted == []
    QTest.keyClicks(editor.line, "x")
    assert editor.error == ""


def test_cross_removes(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    chip = editor.chips[0]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(5, chip.height() // 2))
    assert desk.emitted == []
    qtbot.mouseClick(
        chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 8, chip.height() // 2)
    )
    assert desk.emitted == [([Remove((*PATH, 0))], "Remove Topic AI")]
    assert desk.diff == ["-  - AI"]
    assert shown(editor) == ["Computer Vision"]


def test_keys_walk_remove_and_reorder(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    open_line(editor)
    QTest.keyClick(editor.line, Qt.Key.Key_Left)
    assert editor.chips[1].hasFocus()
    QTest.keyClick(editor.chips[1], Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.emitted == [([Move(PATH, 1, 0)], "Move Topic Computer Vision")]
    assert shown(editor) == ["Computer Vision", "AI"]
    assert editor.chips[0].hasFocus()
    QTest.keyClick(editor.chips[0], Qt.Key.Key_Right)
    assert editor.chips[1].hasFocus()
    QTest.keyClick(editor.chips[1], Qt.Key.Key_Delete)
    assert shown(editor) == ["Computer Vision"]
    assert editor.chips[0].hasFocus()
    QTest.keyClick(editor.chips[0], Qt.Key.Key_Delete)
    assert shown(editor) == []
    assert desk.document.value(PATH) == []


def test_backspace_in_the_empty_line_removes_the_last(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    open_line(editor)
    QTest.keyClicks(editor.line, "x")
    QTest.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert desk.emitted == []
    QTest.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert desk.words == ["Remove Topic Computer Vision"]


def test_escape_gives_up_and_leaving_takes_over(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    open_line(editor)
    QTest.keyClicks(editor.line, "Nothing")
    QTest.keyClick(editor.line, Qt.Key.Key_Escape)
    assert desk.emitted == []
    assert editor.add_button.hasFocus()
    open_line(editor)
    QTest.keyClicks(editor.line, "Cities")
    focus(editor.chips[0])
    assert desk.diff == ["+  - Cities"]
    assert editor.add_button.isVisible()
    assert not editor.line.isVisible()


def test_tab_takes_over_while_the_list_is_open(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    open_line(editor)
    QTest.keyClicks(editor.line, "Rob")
    popup = editor.line.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Tab)
    assert desk.words == ["Add Topic Rob"]
    assert not editor.line.isVisible()


def test_another_article_forgets_the_word_in_the_making(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    open_line(editor)
    QTest.keyClicks(editor.line, "Cities")
    editor.open_field(desk.field(PATH))
    QApplication.processEvents()
    assert desk.emitted == []
    assert not editor.line.isVisible()


def test_absent_list_is_made(qtbot: QtBot) -> None:
    desk = Desk("---\ntitle: A\n---\n")
    editor = topics_editor(desk, qtbot)
    open_line(editor)
    QTest.keyClicks(editor.line, "AI")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert desk.document.value(PATH) == ["AI"]


def test_read_only(qtbot: QtBot) -> None:
    desk = Desk()
    editor = topics_editor(desk, qtbot)
    editor.set_read_only(True)
    assert not editor.add_button.isVisible()
    chip = editor.chips[0]
    qtbot.mouseClick(
        chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 8, chip.height() // 2)
    )
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    QTest.keyClick(chip, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert desk.emitted == []


def test_chips_wrap_and_long_words_stay_inside(qtbot: QtBot) -> None:
    words = ["Some topic of a certain length", "x" * 200, "AI"]
    desk = Desk("---\ntags: [" + ", ".join(words) + "]\n---\n")
    editor = topics_editor(desk, qtbot, "tags")
    QApplication.processEvents()
    for chip in editor.chips:
        assert chip.geometry().right() <= editor.width()
    assert editor.chips[1].y() > editor.chips[0].y()
    assert editor.add_button.accessibleName() == "Add Tag"
    editor.grab()
