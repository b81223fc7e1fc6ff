"""Lines of text and web addresses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Remove, Set
from curator.ui.form.line_editors import AddressEditor, LineEditor, address_fault
from tests.ui.form.form_rig import WORDS, Desk, editor_on, focus


@pytest.fixture
def desk() -> Desk:
    return Desk()


def title_editor(desk: Desk, qtbot: QtBot) -> LineEditor:
    editor = LineEditor(desk.field(("title",)), WORDS)
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.show()
    return editor


def test_shows_and_names_its_field(desk: Desk, qtbot: QtBot) -> None:
    editor = title_editor(desk, qtbot)
    assert editor.line.text() == "Met police deploy live facial recognition technology"
    assert editor.line.objectName() == "field.title"
    assert editor.line.accessibleName() == "Title"
    assert editor.counter == "52"
    assert desk.emitted == []


def test_typing_emits_one_edit_a_key_and_changes_one_line(desk: Desk, qtbot: QtBot) -> None:
    editor = title_editor(desk, qtbot)
    focus(editor.line)
    editor.line.setCursorPosition(3)
    QTest.keyClicks(editor.line, "ro")
    assert desk.emitted[0] == (
        [
            Set(
                ("title",),
                "Metr police deploy live facial recognition technology",
                CONVENTIONAL_ORDER,
            )
        ],
        "Edit Title",
    )
    assert len(desk.emitted) == 2
    assert desk.diff == [
        '-title: "Met police deploy live facial recognition technology"',
        '+title: "Metro police deploy live facial recognition technology"',
    ]
    assert editor.line.cursorPosition() == 5
    assert editor.counter == "54"


def test_show_field_keeps_cursor_selection_and_focus(desk: Desk, qtbot: QtBot) -> None:
    editor = title_editor(desk, qtbot)
    focus(editor.line)
    editor.line.setSelection(4, 6)
    editor.show_field(desk.field(("title",)))
    assert editor.line.selectedText() == "police"
    assert editor.line.hasFocus()
    assert desk.emitted == []


def test_undo_shows_the_old_text_and_emits_nothing(desk: Desk, qtbot: QtBot) -> None:
    editor = title_editor(desk, qtbot)
    focus(editor.line)
    QTest.keyClicks(editor.line, "X")
    count = len(desk.emitted)
    desk.undo()
    assert editor.line.text() == "Met police deploy live facial recognition technology"
    assert len(desk.emitted) == count


def test_undo_key_goes_to_the_program(desk: Desk, qtbot: QtBot) -> None:
    editor = title_editor(desk, qtbot)
    focus(editor.line)
    QTest.keyClicks(editor.line, "X")
    action = QAction(editor)
    action.setShortcut(QKeySequence.StandardKey.Undo)
    editor.addAction(action)
    with qtbot.waitSignal(action.triggered, timeout=1000):
        QTest.keyClick(editor.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "X" in editor.line.text()


def test_pasted_lines_are_joined(desk: Desk, qtbot: QtBot) -> None:
    editor = title_editor(desk, qtbot)
    focus(editor.line)
    editor.line.selectAll()
    QApplication.clipboard().setText("One\n  two\r\nthree")
    QTest.keyClick(editor.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert editor.line.text() == "One two three"
    assert desk.document.value(("title",)) == "One two three"


def test_read_only_takes_no_keys(desk: Desk, qtbot: QtBot) -> None:
    editor = title_editor(desk, qtbot)
    editor.set_read_only(True)
    focus(editor.line)
    QTest.keyClicks(editor.line, "X")
    assert desk.emitted == []


def test_field_that_was_absent_goes_away_when_emptied(qtbot: QtBot) -> None:
    desk = Desk("---\ntitle: A\n---\n")
    editor = LineEditor(desk.field(("category",)), WORDS)
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.show()
    focus(editor.line)
    QTest.keyClicks(editor.line, "n")
    QTest.keyClick(editor.line, Qt.Key.Key_Backspace)
    assert desk.emitted[-1][0] == [Remove(("category",))]
    assert desk.diff == []


def test_completion_emits_the_chosen_word(desk: Desk, qtbot: QtBot) -> None:
    editor = LineEditor(desk.field(("category",)), WORDS)
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.show()
    focus(editor.line)
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "opi")
    popup = editor.line.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert desk.document.value(("category",)) == "opinion"
    assert editor.line.text() == "opinion"


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("https://example.com/a?b=c#d", True),
        ("http://example.com", True),
        ("/assets/one.png", True),
        ("", True),
        ("example.com", False),
        ("ftp://example.com", False),
        ("//example.com/x", False),
        ("https://", False),
        ("javascript:alert(1)", False),
    ],
)
def test_addresses_are_told_from_other_text(text: str, fine: bool) -> None:
    assert (address_fault(text) == "") is fine


def test_address_complains_in_words_but_not_while_it_is_begun(desk: Desk, qtbot: QtBot) -> None:
    editor = AddressEditor(desk.field(("webUrl",)))
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.show()
    focus(editor.line)
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "http")
    assert editor.error == ""
    assert not editor.open_button.isEnabled()
    QTest.keyClicks(editor.line, "x")
    assert "not a web address" in editor.error
    assert editor.line.property("state") == "error"
    assert editor.line.accessibleDescription() == editor.error
    assert desk.document.value(("webUrl",)) == "httpx"


def test_address_opens_only_web_addresses(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(open_url))
    editor = AddressEditor(desk.field(("webUrl",)))
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.show()
    qtbot.mouseClick(editor.open_button, Qt.MouseButton.LeftButton)
    assert opened == ["https://www.example.com/uk-news/2020/feb/11/met-police"]
    assert desk.emitted == []
