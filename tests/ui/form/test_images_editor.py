"""Pictures as rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Insert, Move, Remove
from curator.ui.form.images_editor import ImagesEditor
from tests.ui.form.form_rig import Desk, editor_on, focus

PATH = ("images",)


def images_editor(desk: Desk, qtbot: QtBot, folder: Path | None = None) -> ImagesEditor:
    def resolve(address: str) -> Path | None:
        return folder / address.lstrip("/") if folder is not None else None

    editor = ImagesEditor(desk.field(PATH), resolve)
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.resize(380, 300)
    editor.show()
    return editor


def test_shows_rows_that_can_be_named(qtbot: QtBot) -> None:
    desk = Desk()
    editor = images_editor(desk, qtbot)
    assert [row.address.text() for row in editor.rows] == [
        "/assets/one.png",
        "https://www.example.com/two.png",
    ]
    row = editor.rows[0]
    assert (row.width_line.text(), row.height_line.text()) == ("500", "281")
    assert row.address.objectName() == "field.images.0.url"
    assert row.width_line.accessibleName() == "Image 1 width"
    assert editor.rows[1].width_line.text() == ""
    assert not row.up_button.isEnabled()
    assert editor.add_button.objectName() == "field.images"
    assert desk.emitted == []


def test_typing_changes_one_line(qtbot: QtBot) -> None:
    desk = Desk()
    editor = images_editor(desk, qtbot)
    row = editor.rows[0]
    focus(row.width_line)
    QTest.keyClick(row.width_line, Qt.Key.Key_End)
    QTest.keyClicks(row.width_line, "5")
    assert desk.diff == ["-    width: 500", "+    width: 5005"]
    assert desk.words == ["Edit Image 1"]
    focus(row.address)
    QTest.keyClick(row.address, Qt.Key.Key_End)
    QTest.keyClicks(row.address, "x")
    assert '+  - url: "/assets/one.pngx"' in desk.diff
    assert row.address.cursorPosition() == len("/assets/one.pngx")


def test_emptied_size_takes_its_key_away_and_a_new_one_is_made(qtbot: QtBot) -> None:
    desk = Desk()
    editor = images_editor(desk, qtbot)
    row = editor.rows[0]
    focus(row.height_line)
    row.height_line.selectAll()
    QTest.keyClick(row.height_line, Qt.Key.Key_Delete)
    assert desk.emitted == []
    QTest.keyClick(row.height_line, Qt.Key.Key_Return)
    assert desk.emitted == [([Remove((*PATH, 0, "height"))], "Edit Image 1")]
    second = editor.rows[1]
    focus(second.width_line)
    QTest.keyClicks(second.width_line, "7")
    assert desk.diff == ["-    height: 281", "+    width: 7"]


def test_words_where_a_size_is_no_number(qtbot: QtBot) -> None:
    desk = Desk()
    editor = images_editor(desk, qtbot)
    line = editor.rows[0].width_line
    focus(line)
    line.selectAll()
    QTest.keyClicks(line, "wide")
    assert line.property("state") == "error"
    assert desk.emitted == []
    editor.show_field(desk.field(PATH))
    assert line.text() == "wide"
    editor.open_field(desk.field(PATH))
    assert line.text() == "500"


def test_moving_by_key_and_button_takes_the_focus_along(qtbot: QtBot) -> None:
    desk = Desk()
    editor = images_editor(desk, qtbot)
    focus(editor.rows[0].address)
    QTest.keyClick(editor.rows[0].address, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.emitted == [([Move(PATH, 0, 1)], "Move Image Down")]
    assert editor.rows[1].address.text() == "/assets/one.png"
    assert editor.rows[1].address.hasFocus()
    qtbot.mouseClick(editor.rows[1].up_button, Qt.MouseButton.LeftButton)
    assert desk.words[-1] == "Move Image Up"
    assert desk.diff == []


def test_removing_keeps_the_focus_in_the_list(qtbot: QtBot) -> None:
    desk = Desk()
    editor = images_editor(desk, qtbot)
    focus(editor.rows[1].remove_button)
    QTest.keyClick(editor.rows[1].remove_button, Qt.Key.Key_Space)
    assert desk.emitted == [([Remove((*PATH, 1))], "Remove Image 2")]
    assert desk.diff == ['-  - url: "https://www.example.com/two.png"']
    assert len(editor.rows) == 1
    focused = QApplication.focusWidget()
    assert focused is not None
    assert editor.isAncestorOf(focused)


def test_adding_asks_for_an_address(qtbot: QtBot) -> None:
    desk = Desk()
    editor = images_editor(desk, qtbot)
    focus(editor.add_button)
    QTest.keyClick(editor.add_button, Qt.Key.Key_Return)
    assert editor.prompt.line.hasFocus()
    QTest.keyClick(editor.prompt.line, Qt.Key.Key_Return)
    assert editor.prompt.error.text() == "An image needs an address"
    QTest.keyClicks(editor.prompt.line, "/c.png")
    QTest.keyClick(editor.prompt.line, Qt.Key.Key_Return)
    assert desk.emitted == [([Insert(PATH, 2, {"url": "/c.png"}, CONVENTIONAL_ORDER)], "Add Image")]
    assert desk.diff == ['+  - url: "/c.png"']
    assert editor.add_button.hasFocus()


def test_escape_gives_up(qtbot: QtBot) -> None:
    desk = Desk()
    editor = images_editor(desk, qtbot)
    focus(editor.add_button)
    QTest.keyClick(editor.add_button, Qt.Key.Key_Space)
    QTest.keyClicks(editor.prompt.line, "x")
    QTest.keyClick(editor.prompt.line, Qt.Key.Key_Escape)
    assert not editor.prompt.isVisible()
    assert editor.add_button.hasFocus()
    assert desk.emitted == []


def test_further_keys_of_a_picture_can_be_edited(qtbot: QtBot) -> None:
    desk = Desk("---\nimages:\n  - url: /a.png\n    caption: Old\n---\n")
    editor = images_editor(desk, qtbot)
    others = editor.rows[0].others
    assert others is not None
    focus(others.tree)
    QTest.keyClick(others.tree, Qt.Key.Key_Delete)
    assert desk.emitted == [([Remove((*PATH, 0, "caption"))], "Remove Caption")]


def test_local_pictures_are_shown(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    image = QImage(64, 32, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    assert image.save(str(tmp_path / "assets" / "one.png"))
    desk = Desk()
    editor = images_editor(desk, qtbot, tmp_path)
    thumbnail = editor.rows[0].thumbnail
    middle = thumbnail.grab().toImage().pixelColor(thumbnail.rect().center())
    assert (middle.red(), middle.green()) == (255, 0)


def test_read_only(qtbot: QtBot) -> None:
    desk = Desk()
    editor = images_editor(desk, qtbot)
    editor.set_read_only(True)
    row = editor.rows[0]
    assert not editor.add_button.isVisible()
    assert not row.remove_button.isVisible()
    focus(row.address)
    QTest.keyClicks(row.address, "x")
    QTest.keyClick(row.address, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.emitted == []


@pytest.mark.parametrize("width", [180, 260, 500])
def test_nothing_sticks_out(qtbot: QtBot, width: int) -> None:
    desk = Desk()
    editor = images_editor(desk, qtbot)
    editor.resize(max(width, editor.minimumSizeHint().width()), 400)
    QApplication.processEvents()
    row = editor.rows[0]
    for part in row.tab_stops():
        right = part.mapTo(row, part.rect().topRight()).x()
        assert right <= row.width()
