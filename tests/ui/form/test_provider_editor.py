"""The provider: name, domain and what else it has."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QBoxLayout
from pytestqt.qtbot import QtBot

from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Remove, Set
from curator.ui.form.provider_editor import ProviderEditor
from tests.ui.form.form_rig import WORDS, Desk, editor_on, focus

PATH = ("provider",)


def provider_editor(desk: Desk, qtbot: QtBot, width: int = 400) -> ProviderEditor:
    editor = ProviderEditor(desk.field(PATH), WORDS)
    qtbot.addWidget(editor)
    editor_on(desk, editor)
    editor.resize(width, 120)
    editor.show()
    return editor


def test_shows_and_names_both_lines(qtbot: QtBot) -> None:
    desk = Desk()
    editor = provider_editor(desk, qtbot)
    assert editor.name.text() == "The Guardian"
    assert editor.domain.text() == "theguardian.example.com"
    assert editor.name.objectName() == "field.provider"
    assert editor.domain.objectName() == "field.provider.domain"
    assert editor.name.accessibleName() == "Provider name"
    assert editor.others is None
    assert desk.emitted == []


def test_typing_changes_one_line(qtbot: QtBot) -> None:
    desk = Desk()
    editor = provider_editor(desk, qtbot)
    focus(editor.name)
    editor.name.setCursorPosition(3)
    QTest.keyClicks(editor.name, "re")
    assert desk.diff == ["-  name: The Guardian", "+  name: There Guardian"]
    assert editor.name.cursorPosition() == 5
    assert set(desk.words) == {"Edit Provider"}


def test_choosing_a_known_provider_sets_both_at_once(qtbot: QtBot) -> None:
    desk = Desk()
    editor = provider_editor(desk, qtbot)
    focus(editor.name)
    editor.name.selectAll()
    QTest.keyClicks(editor.name, "reu")
    popup = editor.name.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    edits, words = desk.emitted[-1]
    assert [edit.path for edit in edits] == [(*PATH, "name"), (*PATH, "domain")]
    assert words == "Edit Provider"
    assert desk.document.value(PATH) == {"name": "Reuters", "domain": "reuters.example.com"}
    assert len(desk.diff) == 4
    assert editor.name.text() == "Reuters"


def test_absent_provider_is_made_and_goes_away_again(qtbot: QtBot) -> None:
    desk = Desk("---\ntitle: A\n---\n")
    editor = provider_editor(desk, qtbot)
    focus(editor.name)
    QTest.keyClicks(editor.name, "B")
    assert desk.emitted == [([Set(PATH, {"name": "B"}, CONVENTIONAL_ORDER)], "Edit Provider")]
    QTest.keyClick(editor.name, Qt.Key.Key_Backspace)
    assert desk.emitted[-1][0] == [Remove(PATH)]
    assert desk.diff == []


def test_known_name_typed_in_full_fills_an_empty_domain(qtbot: QtBot) -> None:
    desk = Desk("---\ntitle: A\n---\n")
    editor = provider_editor(desk, qtbot)
    focus(editor.name)
    QTest.keyClicks(editor.name, "Reuters")
    popup = editor.name.completer().popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    # As the window system does it: the open list gets the key first.
    QTest.keyClick(popup, Qt.Key.Key_Tab)
    assert editor.domain.hasFocus()
    assert desk.document.value(PATH) == {"name": "Reuters", "domain": "reuters.example.com"}


def test_odd_domain_is_said_in_words(qtbot: QtBot) -> None:
    desk = Desk()
    editor = provider_editor(desk, qtbot)
    focus(editor.domain)
    editor.domain.selectAll()
    QTest.keyClicks(editor.domain, "https://x.example.com/")
    assert editor.error == ""
    QTest.keyClick(editor.domain, Qt.Key.Key_Return)
    assert editor.error == "This is not a domain such as example.com"
    assert editor.domain.property("state") == "error"
    assert editor.name.property("state") != "error"
    editor.domain.selectAll()
    QTest.keyClicks(editor.domain, "x.example.com")
    assert editor.error == ""


def test_other_keys_stand_below(qtbot: QtBot) -> None:
    desk = Desk("---\nprovider:\n  name: A\n  images:\n    - url: /a.png\n      width: 50\n---\n")
    editor = provider_editor(desk, qtbot)
    assert editor.others is not None
    tree = editor.others.tree
    assert tree.topLevelItemCount() == 1
    first = tree.topLevelItem(0)
    assert first is not None
    assert first.text(0) == "images"
    focus(tree)
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    assert desk.emitted == [([Remove((*PATH, "images"))], "Remove Images")]
    assert not editor.others.isVisible()


def test_refresh_keeps_selection_and_read_only_takes_no_keys(qtbot: QtBot) -> None:
    desk = Desk()
    editor = provider_editor(desk, qtbot)
    focus(editor.name)
    editor.name.setSelection(0, 3)
    editor.show_field(desk.field(PATH))
    assert editor.name.selectedText() == "The"
    editor.set_read_only(True)
    QTest.keyClicks(editor.name, "X")
    assert desk.emitted == []


def test_one_below_the_other_where_it_is_narrow(qtbot: QtBot) -> None:
    desk = Desk()
    editor = provider_editor(desk, qtbot, 600)
    QApplication.processEvents()
    assert editor._pair.direction() == QBoxLayout.Direction.LeftToRight
    editor.resize(160, 200)
    QApplication.processEvents()
    assert editor._pair.direction() == QBoxLayout.Direction.TopToBottom
