"""Fields one below the other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.content.schema import Field, Kind, field_at, fields_of
from curator.frontmatter import Document
from curator.ui.form.field_column import FieldColumn
from curator.ui.form.line_editors import LineEditor
from curator.ui.form.text_editor import TextEditor
from tests.ui.form.form_rig import STORY, WORDS, Desk, focus


def column_on(desk: Desk, qtbot: QtBot, *keys: str, width: int = 420) -> FieldColumn:
    column = FieldColumn()
    qtbot.addWidget(column)

    def show() -> None:
        column.show_fields([desk.field((key,)) for key in keys], WORDS)

    desk.show = show
    column.edited.connect(desk.take)
    column.resize(width, 600)
    column.show()
    show()
    QApplication.processEvents()
    return column


def line_of(column: FieldColumn, key: str) -> LineEditor:
    row = column.row(key)
    assert row is not None
    assert isinstance(row.editor, LineEditor)
    return row.editor


def test_label_counter_and_buddy(qtbot: QtBot) -> None:
    desk = Desk()
    column = column_on(desk, qtbot, "title", "quality")
    row = column.row("title")
    assert row is not None
    assert row.label.text() == "Title"
    assert row.counter.text() == "52"
    assert row.label.buddy() is row.editor.main_control()
    assert row.label.textFormat() == Qt.TextFormat.PlainText


def test_editors_stay_while_typing(qtbot: QtBot) -> None:
    desk = Desk()
    column = column_on(desk, qtbot, "title", "excerpt", "quality")
    editor = line_of(column, "title")
    focus(editor.line)
    QTest.keyClick(editor.line, Qt.Key.Key_End)
    QTest.keyClicks(editor.line, " now")
    assert line_of(column, "title") is editor
    assert editor.line.hasFocus()
    assert len(desk.emitted) == 4
    assert len(desk.diff) == 2


def test_a_text_that_grows_long_keeps_its_editor_until_left(qtbot: QtBot) -> None:
    desk = Desk("---\nsummary: short\nlevel: x\n---\n")
    column = column_on(desk, qtbot, "summary", "level")
    editor = line_of(column, "summary")
    focus(editor.line)
    editor.line.setText("long " * 26)
    QTest.keyClick(editor.line, Qt.Key.Key_End)
    QTest.keyClicks(editor.line, "x")
    assert desk.field(("summary",)).kind is Kind.TEXT
    assert line_of(column, "summary") is editor
    assert editor.line.hasFocus()
    focus(line_of(column, "level").line)
    assert desk.show is not None
    desk.show()
    row = column.row("summary")
    assert row is not None
    assert isinstance(row.editor, TextEditor)


def test_another_kind_gets_another_editor(qtbot: QtBot) -> None:
    column = FieldColumn()
    qtbot.addWidget(column)
    column.show_fields([Field(("x",), Kind.LINE, "X", "a", "a")], WORDS)
    column.show_fields([Field(("x",), Kind.INTEGER, "X", 3, "3")], WORDS)
    row = column.row("x")
    assert row is not None
    assert row.editor.field.value == 3
    assert len(column.tab_stops()) == 1


def test_short_fields_share_a_line_where_there_is_room(qtbot: QtBot) -> None:
    desk = Desk()
    column = column_on(desk, qtbot, "publishedDateTime", "provider", "quality", "heat", width=700)
    tops = {key: row.y() for key in ("publishedDateTime", "provider", "quality", "heat")
            if (row := column.row(key)) is not None}  # fmt: skip
    assert tops["publishedDateTime"] == tops["provider"] < tops["quality"] == tops["heat"]
    column.resize(200, 600)
    QApplication.processEvents()
    tops = {key: row.y() for key in tops if (row := column.row(key)) is not None}
    assert len(set(tops.values())) == 4


def test_tab_goes_as_a_person_reads(qtbot: QtBot) -> None:
    desk = Desk()
    column = column_on(desk, qtbot, "title", "excerpt", "publishedDateTime", "provider", "quality")
    focus(line_of(column, "title").line)
    visited: list[str] = []
    for _ in range(7):
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert visited == [
        "field.title",
        "field.excerpt",
        "field.publishedDateTime",
        "field.publishedDateTime.calendar",
        "field.provider",
        "field.provider.domain",
        "field.quality",
    ]


def test_problem_stands_beside_the_field(qtbot: QtBot) -> None:
    document = Document.parse(b"---\ntitle: ''\n---\n")
    column = FieldColumn()
    qtbot.addWidget(column)
    fields = [field_at(document, ("title",))]
    column.show_fields(fields, WORDS, {"title": "The title is missing"})
    column.show()
    row = column.row("title")
    assert row is not None
    assert row.error.text() == "The title is missing"
    assert row.error.isVisible()
    assert row.editor.main_control().property("state") == "error"
    column.show_fields(fields, WORDS, {})
    assert not row.error.isVisible()


def test_another_article_forgets_unfinished_text(qtbot: QtBot) -> None:
    desk = Desk()
    column = column_on(desk, qtbot, "quality")
    row = column.row("quality")
    assert row is not None
    line = row.editor.findChild(type(row.editor.main_control()))
    assert line is not None
    focus(row.editor.main_control())
    QTest.keyClicks(row.editor.main_control(), "?")
    assert row.editor.error
    column.show_fields([desk.field(("quality",))], WORDS, anew=True)
    assert row.editor.error == ""
    assert desk.emitted == []


def test_rows_that_are_put_away_emit_nothing(qtbot: QtBot) -> None:
    desk = Desk()
    column = column_on(desk, qtbot, "quality", "heat")
    row = column.row("quality")
    assert row is not None
    control = row.editor.main_control()
    focus(control)
    QTest.keyClick(control, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(control, Qt.Key.Key_Delete)
    # The next article has no quality: hiding the line takes its focus.
    column.show_fields([desk.field(("heat",))], WORDS, anew=True)
    QApplication.processEvents()
    assert desk.emitted == []
    assert column.row("quality") is None


def test_many_articles_with_keys_of_their_own_do_not_pile_up(qtbot: QtBot) -> None:
    column = FieldColumn()
    qtbot.addWidget(column)
    column.show()
    for number in range(100):
        field = Field((f"key{number}",), Kind.LINE, f"Key {number}", "a", "a")
        column.show_fields([field], WORDS, anew=True)
    QApplication.processEvents()
    assert len(column._rows) <= 60


def test_all_fields_of_a_story_get_an_editor_and_a_name(qtbot: QtBot) -> None:
    column = FieldColumn()
    qtbot.addWidget(column)
    fields = fields_of(Document.parse(STORY.encode()))
    column.show_fields(fields, WORDS)
    column.show()
    for field in fields:
        row = column.row(field.key)
        assert row is not None
        assert row.editor.main_control().objectName() == f"field.{field.key}"
        for stop in row.editor.tab_stops():
            assert stop.accessibleName() or stop.property("text") or not stop.isVisible()


def test_the_way_to_local_pictures_can_change(qtbot: QtBot, tmp_path: Path) -> None:
    asked: list[str] = []

    def resolve(address: str) -> Path | None:
        asked.append(address)
        return tmp_path / "none.png"

    desk = Desk()
    column = column_on(desk, qtbot, "images")
    column.set_resolve(resolve)
    assert asked == ["/assets/one.png"]
