"""A morning at the desk: open, filter, decide, edit, undo, close, reopen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QMessageBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from curator.content.row import Published
from curator.session.columns import Column
from curator.session.views import DUE, HELD, PROBLEMS, View
from curator.ui import dialogs
from curator.ui.empty_hint import EmptyHint
from curator.ui.form.topics_editor import TopicsEditor
from curator.ui.main_window import MainWindow
from tests.journeys.conftest import Desk, click, press, type_text

CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(window: MainWindow) -> list[str]:
    model = window.list.model()
    return [str(model.index(row, Column.TITLE).data()) for row in range(model.rowCount())]


def words_of(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_whole_session_by_keyboard(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    assert len(shown(window)) == 58
    assert window.list.current

    press(Qt.Key.Key_Slash)
    assert window.top.search.hasFocus()
    type_text("facematching")
    assert shown(window) == []
    press(Qt.Key.Key_A, CONTROL)
    type_text("face-matching")
    assert len(shown(window)) == 1
    press(Qt.Key.Key_Return)
    assert window.list.hasFocus()
    press(Qt.Key.Key_Down)
    path = window.list.current
    assert "face-matching" in path
    before = (sample / path).read_bytes()

    press(Qt.Key.Key_P)
    assert window.session.rows[path].published is Published.YES
    press(Qt.Key.Key_E)
    press(Qt.Key.Key_Home)
    type_text("Update: ")
    assert shown(window)[0].startswith("Update: Face-matching")
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=5000)
    saved = (sample / path).read_bytes()
    assert b'\ntitle: "Update: Face-matching' in saved
    assert b"\npublished: true" in saved

    press(Qt.Key.Key_Escape)
    window.list.setFocus()
    press(Qt.Key.Key_Z, CONTROL)
    press(Qt.Key.Key_Z, CONTROL)
    assert not window.session.undo_stack.canUndo()
    assert window.close()
    assert (sample / path).read_bytes() == before

    again = desk(sample)
    assert len(shown(again)) == 58
    assert again.session.rows[path].published is Published.NO


def test_the_keys_that_decide_work_from_the_first_moment(
    qtbot: QtBot, desk: Desk, sample: Path
) -> None:
    window = desk(sample)
    assert window.list.hasFocus()
    first = window.list.current
    press(Qt.Key.Key_P)
    assert window.session.rows[first].published is Published.YES
    assert window.top.search.text() == ""


def test_the_first_hit_of_a_search_is_selected(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    press(Qt.Key.Key_Slash)
    type_text("face-matching")
    press(Qt.Key.Key_Return)
    assert window.list.selected == [window.list.current]
    press(Qt.Key.Key_P)
    assert window.session.undo_stack.undoText() == "Publish 1 Article"
    assert window.session.rows[window.list.current].published is Published.YES


def test_escape_leads_back_to_the_stories(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    first = window.list.current
    for name in ("field.title", "field.excerpt", "field.publishedDateTime", "field.topics"):
        field = window.findChild(QWidget, name)
        assert field is not None
        field.setFocus()
        press(Qt.Key.Key_Escape)
        assert window.list.hasFocus(), name
    press(Qt.Key.Key_J)
    assert window.list.current != first
    press(Qt.Key.Key_Slash)
    type_text("ellerby")
    press(Qt.Key.Key_Escape)
    assert window.list.hasFocus()
    assert len(shown(window)) == 58


@pytest.mark.parametrize(("answer", "written"), [("save", True), ("discard", False)])
def test_saving_by_hand_asks_before_leaving(
    qtbot: QtBot,
    desk: Desk,
    sample: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    written: bool,
) -> None:
    window = desk(sample)
    window.actions_by_name["save_as_you_go"].trigger()
    path = window.list.current
    before = (sample / path).read_bytes()
    press(Qt.Key.Key_P)
    answers = ["stay", answer]
    monkeypatch.setattr(dialogs, "ask_to_save", lambda *_: answers.pop(0))
    assert not window.close()
    assert (sample / path).read_bytes() == before
    assert window.close()
    assert ((sample / path).read_bytes() != before) is written


def test_return_on_a_card_shows_its_fields_and_escape_goes_back(
    qtbot: QtBot, desk: Desk, sample: Path
) -> None:
    window = desk(sample)
    path = next(path for path in window.session.rows if "face-matching" in path)
    window.list.select(path)
    press(Qt.Key.Key_R)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    title = window.findChild(QLineEdit, "field.related.1.title")
    assert title is not None
    assert title.hasFocus()
    QTest.qWait(100)
    area = window.pane.form.area.viewport()
    assert area.rect().contains(title.mapTo(area, title.rect().center()))
    type_text("!")
    document = window.session.article(path).document
    assert str(document.value(("related", 1, "title"))).endswith("!")
    press(Qt.Key.Key_Escape)
    assert window.related.list.hasFocus()
    assert window.related.list.currentIndex().row() == 1


def test_what_is_typed_but_not_finished_is_saved_when_closing(
    qtbot: QtBot, desk: Desk, sample: Path
) -> None:
    window = desk(sample)
    path = window.list.current
    topics = window.findChild(TopicsEditor)
    assert topics is not None
    click(topics.add_button)
    type_text("Tramways")
    assert window.close()
    assert b"  - Tramways\n" in (sample / path).read_bytes()


def test_completions_are_shown_whole(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    topics = window.findChild(TopicsEditor)
    assert topics is not None
    click(topics.add_button)
    type_text("Robot")
    popup = topics.line.completer().popup()
    assert isinstance(popup, QListView)
    qtbot.waitUntil(popup.isVisible, timeout=5000)
    assert popup.viewport().height() >= popup.sizeHintForRow(0)
    press(Qt.Key.Key_Escape)


def test_a_story_deleted_outside_does_no_harm(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    path = window.list.current
    content = (sample / path).read_bytes()
    (sample / path).unlink()
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: bool(window.notices.texts), timeout=5000)
    assert "no longer there" in window.notices.texts[0]
    press(Qt.Key.Key_Z, CONTROL)
    (sample / path).write_bytes(content)


def test_an_open_item_does_not_become_another(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    path = next(path for path in window.session.rows if "face-matching" in path)
    window.list.select(path)
    window.related.edit_item(2)
    item = window.findChild(QWidget, "related.item")
    assert item is not None
    assert item.isVisible()
    window.related.list.setCurrentIndex(window.related.list.model().index(0, 0))
    window.related.list.remove_selected()
    assert not item.isVisible()
    assert window.related.list.hasFocus()


def test_what_is_saved_stays_visible_as_changed_since_opening(
    qtbot: QtBot, desk: Desk, sample: Path
) -> None:
    window = desk(sample)
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=5000)
    press(Qt.Key.Key_K)
    qtbot.waitUntil(lambda: window.pane.path == window.list.current, timeout=5000)
    text = window.tabs.changes.toPlainText()
    assert text.startswith("Everything is saved. Changed since")
    assert "+ published: true" in text


def test_letters_are_typed_where_text_is_edited(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    path = window.list.current
    state = window.session.rows[path].published
    press(Qt.Key.Key_E)
    press(Qt.Key.Key_A, CONTROL)
    type_text("phuz/?jk")
    title = window.findChild(QLineEdit, "field.title")
    assert title is not None
    assert title.text() == "phuz/?jk"
    excerpt = window.findChild(QPlainTextEdit, "field.excerpt")
    assert excerpt is not None
    excerpt.setFocus()
    press(Qt.Key.Key_A, CONTROL)
    type_text("phu")
    assert excerpt.toPlainText() == "phu"
    assert window.session.rows[path].published is state
    window.session.undo_stack.undo()


def test_views_count_and_hold_still(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    window.sidebar.choose(View(HELD))
    assert len(shown(window)) == 33
    window.list.setFocus()
    window.list.step(0)
    first = window.list.current
    press(Qt.Key.Key_P)
    assert len(shown(window)) == 33, "a decided story stays where it is"
    assert window.list.current != first, "the next one is at hand"
    assert window.sidebar._counts[View(HELD)] == 32
    press(Qt.Key.Key_Z, CONTROL)
    assert window.sidebar._counts[View(HELD)] == 33


def test_many_are_held_at_once_and_undone_at_once(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    before = {path: (sample / path).read_bytes() for path in window.session.rows}
    window.list.setFocus()
    press(Qt.Key.Key_A, CONTROL)
    assert len(window.list.selected) == 58
    press(Qt.Key.Key_H)
    # Everything but what is held already and what cannot be read.
    assert len(window.session.unsaved) == 24
    assert window.session.undo_stack.undoText() == "Hold 24 Articles"
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=10000)
    press(Qt.Key.Key_Z, CONTROL)
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=10000)
    assert {path: (sample / path).read_bytes() for path in before} == before


def test_a_file_that_does_not_parse_is_shown_with_its_reason(
    qtbot: QtBot, desk: Desk, sample: Path
) -> None:
    window = desk(sample)
    window.sidebar.choose(View(PROBLEMS))
    broken = next(path for path, row in window.session.rows.items() if not row.readable)
    before = (sample / broken).read_bytes()
    assert window.list.select(broken)
    QTest.qWait(50)
    assert window.pane.form.raw.isVisible()
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_H)
    assert (sample / broken).read_bytes() == before
    assert not window.session.unsaved


def test_columns_and_panes_are_remembered(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    header = window.list.horizontalHeader()
    header.moveSection(header.visualIndex(Column.DATE), 2)
    window.list.setColumnHidden(Column.PROVIDER, True)
    window.list.setColumnHidden(Column.TOPICS, False)
    click(header.viewport(), _header_point(window, Column.QUALITY))
    order = shown(window)
    window.splitter.setSizes([150, 700, 590])
    sizes = window.splitter.sizes()
    assert window.close()
    again = desk(sample)
    header = again.list.horizontalHeader()
    assert header.visualIndex(Column.DATE) == 2
    assert again.list.isColumnHidden(Column.PROVIDER)
    assert not again.list.isColumnHidden(Column.TOPICS)
    assert shown(again) == order
    assert again.splitter.sizes() == sizes


def test_an_empty_view_says_why(desk: Desk, sample: Path, qtbot: QtBot) -> None:
    window = desk(sample)
    hint = window.findChild(EmptyHint)
    assert hint is not None
    window.review.look([*window.session.rows])
    qtbot.waitUntil(lambda: not window.review.count, timeout=5000)
    window.sidebar.choose(View(DUE))
    assert "left to review" in words_of(hint)
    window.top.search.setText("face")
    assert "Clear the search" in words_of(hint)
    window.top.search.clear()
    assert "left to review" in words_of(hint)


def test_down_goes_from_the_search_to_the_list(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    press(Qt.Key.Key_Slash)
    type_text("face-matching ")
    current = window.list.current
    press(Qt.Key.Key_Down)
    assert window.list.hasFocus()
    assert window.list.selected == [current]


def test_the_arrow_of_sorting_leaves_the_heading_legible(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    header = window.list.horizontalHeader()

    def heading(column: Column) -> QImage:
        image = header.viewport().grab().toImage()
        wide = header.fontMetrics().horizontalAdvance("Quality") + 8
        right = header.sectionViewportPosition(column) + header.sectionSize(column)
        return image.copy(right - wide, 0, wide, image.height() - 2)

    header.setSortIndicator(Column.DATE, Qt.SortOrder.AscendingOrder)
    plain = heading(Column.QUALITY)
    header.setSortIndicator(Column.QUALITY, Qt.SortOrder.AscendingOrder)
    assert heading(Column.QUALITY) == plain


def test_sorting_leaves_the_columns_as_wide_as_the_list(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    header = window.list.horizontalHeader()
    assert header.length() == window.list.viewport().width()
    click(header.viewport(), _header_point(window, Column.QUALITY))
    assert header.sortIndicatorSection() == Column.QUALITY
    assert header.length() == window.list.viewport().width()


def _header_point(window: MainWindow, column: Column) -> QPoint:
    header = window.list.horizontalHeader()
    x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    return QPoint(x, header.height() // 2)


def test_changes_show_the_exact_lines(qtbot: QtBot, desk: Desk, sample: Path) -> None:
    window = desk(sample)
    window.session.save_as_you_go = False
    path = next(path for path in window.session.rows if "face-matching" in path)
    window.list.select(path)
    press(Qt.Key.Key_P)
    window.list.select(path)
    qtbot.waitUntil(lambda: window.pane.path == path, timeout=5000)
    press(Qt.Key.Key_3, CONTROL)
    changes = window.findChild(QPlainTextEdit, "changes")
    assert changes is not None
    lines = changes.toPlainText().splitlines()
    assert [line.split("− ")[1] for line in lines if "− " in line] == ["published: false"]
    assert [line.split("+ ")[1] for line in lines if "+ " in line] == ["published: true"]
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "Everything is saved" in changes.toPlainText(), timeout=5000)


def test_a_failed_save_says_why_and_asks_at_the_end(
    qtbot: QtBot, desk: Desk, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk(sample)
    path = window.list.current
    (sample / path).chmod(0o444)
    press(Qt.Key.Key_E)
    type_text("x")
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: bool(window.notices.texts), timeout=5000)
    assert "read-only" in window.notices.texts[0]
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.informativeText())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert not window.close()
    assert "read-only" in asked[0]
    (sample / path).chmod(0o644)
    retry = window.notices.findChild(QWidget, "notice.retry")
    assert retry is not None
    click(retry)
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=5000)
    assert not [text for text in window.notices.texts if "read-only" in text]


def test_a_folder_without_articles_says_what_an_article_is(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    window = desk(tmp_path / "empty")
    assert "three dashes" in window._empty.hint.text()
    assert window._empty.isVisible()
    assert not window.open_folder(tmp_path / "nowhere")
    assert "does not exist" in window.notices.texts[0]
