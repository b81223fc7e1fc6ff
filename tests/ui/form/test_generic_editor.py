"""Groups and lists of any depth."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from curator.content.schema import Field, Kind
from curator.frontmatter import FieldPath, Insert, Move, Remove, Set
from curator.ui.form.generic_editor import GenericEditor
from curator.ui.form.inline_values import TruthChoice
from curator.ui.form.value_tree import BATCH, Node
from tests.ui.form.form_rig import Desk, editor_on, focus

PATH = ("syllabus",)


def generic_editor(desk: Desk, qtbot: QtBot, path: FieldPath = PATH) -> GenericEditor:
    editor = GenericEditor(desk.field(path))
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.resize(380, 400)
    editor.show()
    focus(editor.tree)
    return editor


def node(editor: GenericEditor, *below: str | int) -> Node:
    found = editor.tree.node_at((*editor.field.path, *below))
    assert found is not None
    return found


def go_to(editor: GenericEditor, *below: str | int) -> None:
    editor.tree.setCurrentItem(node(editor, *below))


def inline(editor: GenericEditor) -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    assert editor.tree.isAncestorOf(focused)
    assert focused is not editor.tree
    return focused


def take_over(line: QWidget) -> None:
    QTest.keyClick(line, Qt.Key.Key_Return)
    # The delegate lets the line see the key before it commits.
    QApplication.processEvents()


def test_shows_keys_values_and_what_cannot_be_read(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    assert editor.tree.objectName() == "field.syllabus"
    assert editor.tree.accessibleName() == "Syllabus"
    rows = {node(editor, key).text(0): node(editor, key).text(1) for key in desk_keys(desk)}
    assert rows["weeks"] == "3"
    assert rows["open"] == "true"
    assert rows["notes"] == "One line …"
    assert rows["parts"] == "first, second, third"
    assert "cannot read" in node(editor, "until").toolTip(1)
    assert desk.emitted == []


def desk_keys(desk: Desk) -> list[str]:
    value = desk.document.value(PATH)
    assert isinstance(value, dict)
    return list(value)


def test_editing_a_number_changes_one_line(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    go_to(editor, "weeks")
    QTest.keyClick(editor.tree, Qt.Key.Key_F2)
    line = inline(editor)
    assert isinstance(line, QLineEdit)
    assert line.accessibleName() == "weeks"
    line.selectAll()
    QTest.keyClicks(line, "12")
    take_over(line)
    assert [edit.path for edit in desk.emitted[0][0]] == [("syllabus", "weeks")]
    assert desk.words == ["Edit Weeks"]
    assert desk.diff == ["-  weeks: 3", "+  weeks: 12"]
    assert node(editor, "weeks").text(1) == "12"


def test_text_that_is_no_number_is_refused_in_words(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    go_to(editor, "ratio")
    QTest.keyClick(editor.tree, Qt.Key.Key_Return)
    line = inline(editor)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "much")
    take_over(line)
    assert editor.error == "A number is needed, and “much” is none"
    assert desk.emitted == []


def test_truth_text_and_lines_have_their_inputs(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    go_to(editor, "open")
    QTest.keyClick(editor.tree, Qt.Key.Key_F2)
    choice = inline(editor)
    assert isinstance(choice, TruthChoice)
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Tab)
    assert desk.diff == ["-  open: true", "+  open: false"]
    go_to(editor, "notes")
    focus(editor.tree)
    QTest.keyClick(editor.tree, Qt.Key.Key_F2)
    lines = inline(editor)
    assert isinstance(lines, QPlainTextEdit)
    QTest.keyClicks(lines, "X")
    QTest.keyClick(lines, Qt.Key.Key_Tab)
    assert "+    XOne line" in desk.diff
    assert len(desk.diff) == 4


def test_leaving_without_a_change_emits_nothing(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    for key in ("weeks", "ratio", "open", "until", "notes"):
        focus(editor.tree)
        go_to(editor, key)
        QTest.keyClick(editor.tree, Qt.Key.Key_F2)
        QTest.keyClick(inline(editor), Qt.Key.Key_Tab)
    assert desk.emitted == []


def test_refresh_keeps_the_open_input_and_expansion(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    node(editor, "parts").setExpanded(True)
    go_to(editor, "parts", 1)
    QTest.keyClick(editor.tree, Qt.Key.Key_F2)
    line = inline(editor)
    QTest.keyClicks(line, "abc")
    editor.show_field(desk.field(PATH))
    assert inline(editor) is line
    assert isinstance(line, QLineEdit)
    assert line.text() == "abc"
    assert node(editor, "parts").isExpanded()


def test_moving_and_removing_items(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    go_to(editor, "parts", 0)
    QTest.keyClick(editor.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.emitted == [([Move(("syllabus", "parts"), 0, 1)], "Move Parts 1 Down")]
    current = editor.tree.currentItem()
    assert isinstance(current, Node)
    assert current.path == ("syllabus", "parts", 1)
    assert current.text(1) == "first"
    qtbot.mouseClick(editor.up_button, Qt.MouseButton.LeftButton)
    assert desk.diff == []
    assert not editor.up_button.isEnabled()
    qtbot.mouseClick(editor.remove_button, Qt.MouseButton.LeftButton)
    assert desk.emitted[-1] == ([Remove(("syllabus", "parts", 0))], "Remove Parts 1")
    assert desk.diff == ["-    - first"]


def test_adding_an_item_opens_its_input(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    go_to(editor, "parts", 0)
    editor.add_button.menu().actions()[0].trigger()
    assert desk.emitted == [([Insert(("syllabus", "parts"), 1, "")], "Add to Parts")]
    line = inline(editor)
    QTest.keyClicks(line, "new")
    take_over(line)
    assert desk.diff == ["+    - new"]


def test_adding_a_key_asks_for_its_name(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    go_to(editor, "weeks")
    editor.add_button.menu().actions()[1].trigger()
    assert editor.prompt.line.hasFocus()
    QTest.keyClicks(editor.prompt.line, "weeks")
    QTest.keyClick(editor.prompt.line, Qt.Key.Key_Return)
    assert editor.prompt.error.text() == "“weeks” is there already"
    editor.prompt.line.selectAll()
    QTest.keyClicks(editor.prompt.line, "days")
    QTest.keyClick(editor.prompt.line, Qt.Key.Key_Return)
    assert desk.emitted == [([Set(("syllabus", "days"), 0)], "Add Days")]
    assert desk.diff == ["+  days: 0"]
    assert isinstance(inline(editor), QLineEdit)


def test_delete_removes_a_key(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    go_to(editor, "until")
    QTest.keyClick(editor.tree, Qt.Key.Key_Delete)
    assert desk.diff == ["-  until: 2022-00-00"]
    assert editor.tree.hasFocus()


def test_read_only(qtbot: QtBot) -> None:
    desk = Desk()
    editor = generic_editor(desk, qtbot)
    editor.set_read_only(True)
    go_to(editor, "parts", 1)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Delete):
        QTest.keyClick(editor.tree, key)
    QTest.keyClick(editor.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is editor.tree
    assert not editor.add_button.isVisible()
    assert desk.emitted == []


def test_opaque_text_and_bytes_are_locked(qtbot: QtBot) -> None:
    desk = Desk(f"---\nbox:\n  token: {'TWqWXky' * 20}\n  raw: !!binary aGVsbG8=\n---\n")
    editor = generic_editor(desk, qtbot, ("box",))
    assert node(editor, "token").text(1) == "Locked · 140 characters"
    go_to(editor, "token")
    QTest.keyClick(editor.tree, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is editor.tree
    assert node(editor, "raw").is_locked


def test_thousands_of_items_cost_nothing_until_asked_for(qtbot: QtBot) -> None:
    value: list[object] = [{"n": number} for number in range(5000)]
    field = Field(("many",), Kind.GENERIC, "Many", value, None)  # type: ignore[arg-type]
    editor = GenericEditor(field)
    qtbot.addWidget(editor)
    editor.show()
    assert editor.tree.topLevelItemCount() == BATCH + 1
    more = editor.tree.topLevelItem(BATCH)
    assert isinstance(more, Node)
    assert more.text(0) == "4,800 more …"
    focus(editor.tree)
    editor.tree.setCurrentItem(more)
    QTest.keyClick(editor.tree, Qt.Key.Key_Return)
    assert editor.tree.topLevelItemCount() == 2 * BATCH + 1
    editor.show_field(field)
    assert editor.tree.topLevelItemCount() == 2 * BATCH + 1


def test_bytes_alone_are_shown_with_a_note(qtbot: QtBot) -> None:
    desk = Desk("---\nblob: !!binary aGVsbG8=\n---\n")
    editor = GenericEditor(desk.field(("blob",)))
    qtbot.addWidget(editor)
    editor.show()
    assert editor.note.isVisible()
