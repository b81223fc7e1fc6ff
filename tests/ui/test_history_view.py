"""The history of a story and of the folder: its list, its lines, and taking writes back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from curator.content.journal import Entry, Journal, Write
from curator.content.row import Published
from curator.content.sqlite_file import KeepingError
from curator.frontmatter import Document, Remove, Set, Value
from curator.session.decisions import decide
from curator.session.history import Step
from curator.session.jobs import DirectRunner
from curator.session.session import Session
from curator.ui.history_list import HistoryList
from curator.ui.history_model import ENTRY_ROLE, HistoryModel
from curator.ui.history_view import HistoryView
from curator.ui.theme import DARK, LIGHT, apply_theme

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
NOON = datetime.combine(date.today(), time(12))

# -- a session that keeps a history, and a view on it


@pytest.fixture
def kept(qtbot: QtBot, tmp_path: Path, sample: Path) -> Iterator[Session]:
    """A session with a journal on a copy of the sample folder."""
    session = Session(DirectRunner(), tmp_path / "data")
    with qtbot.waitSignal(session.folder_ready, timeout=15000):
        session.open_folder(sample)
    yield session
    session.close()
    session.shut()


@pytest.fixture
def view(qtbot: QtBot, kept: Session) -> HistoryView:
    view = HistoryView(kept)
    qtbot.addWidget(view)
    view.resize(420, 760)
    return view


def show(qtbot: QtBot, view: HistoryView, path: str = "", *, everything: bool = False) -> None:
    """Show the view as the tab does, with the focus in its list."""
    view.show_article(path)
    view.show_all_stories(everything)
    with qtbot.waitActive(view, timeout=5000):
        view.show()
        view.activateWindow()
    view.list.setFocus()
    QTest.qWait(50)


def story(session: Session, part: str = "face-matching") -> str:
    return next(path for path in session.rows if part in path)


def held(session: Session, count: int) -> list[str]:
    return [p for p, row in session.rows.items() if row.published is Published.NO][:count]


def write(session: Session, path: str, label: str, **values: Value) -> None:
    assert session.edit({path: [Set((key,), value) for key, value in values.items()]}, label)
    session.save_all()


def settle(session: Session) -> None:
    """Save what was taken back, and let the view read it."""
    session.save_all()
    QTest.qWait(250)


def value(session: Session, path: str, key: str) -> Value:
    return Document.parse(session.full_path(path).read_bytes()).value((key,))


def words(view: HistoryView) -> list[str]:
    """What stands in the list: headings in capitals, rows as label, story and fields."""
    model = view.list.model()
    found: list[str] = []
    for row in range(model.rowCount()):
        entry = model.index(row, 0).data(ENTRY_ROLE)
        parts = [each for each in (entry.label, entry.below, entry.fields) if each]
        found.append(entry.label.upper() if entry.heading else " | ".join(parts))
    return found


def choose(view: HistoryView, label: str) -> QModelIndex:
    """Click on the topmost row with that label."""
    model = view.list.model()
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if index.data() == label:
            view.list.scrollTo(index)
            QTest.mouseClick(
                view.list.viewport(), LEFT, PLAIN, view.list.visualRect(index).center()
            )
            return index
    raise AssertionError(f"{label} is not in {words(view)}")


def button(view: HistoryView, name: str) -> QPushButton:
    found = view.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    return found


def click(view: HistoryView, name: str) -> None:
    target = button(view, name)
    assert target.isVisible(), name
    QTest.mouseClick(target, LEFT)
    QTest.qWait(20)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifiers)
    QTest.qWait(20)


def lines(view: HistoryView) -> str:
    found = view.findChild(QPlainTextEdit, "history.changes")
    assert isinstance(found, QPlainTextEdit)
    return found.toPlainText() if found.isVisible() else ""


def said(view: HistoryView) -> str:
    """All labels that can be seen."""
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


# -- the list


def test_before_the_first_write_it_says_what_will_appear(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    path = story(kept)
    show(qtbot, view)
    assert "No story is selected" in said(view)
    view.show_article(path)
    assert "Nothing was written to this story yet" in said(view)
    view.show_all_stories(True)
    assert "Nothing was written in this folder yet" in said(view)
    view.show_all_stories(False)
    write(kept, path, "Edit Title", title="Another headline")
    qtbot.waitUntil(lambda: words(view) == ["TODAY", "Edit Title | title"], timeout=2000)
    assert 'title: "Another headline"' in lines(view)


def test_a_story_has_its_own_writes_and_the_folder_all(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    path, other = story(kept), story(kept, "tidal-lagoon")
    write(kept, path, "Edit Title", title="Cameras go live")
    write(kept, other, "Edit Excerpt", excerpt="Silt")
    decide(kept, held(kept, 12), Published.YES)
    kept.save_all()
    assert path in kept.rows
    show(qtbot, view, path)
    assert words(view)[0] == "TODAY"
    assert words(view)[-1] == "Edit Title | title"
    click(view, "history.all_stories")
    assert words(view) == [
        "TODAY",
        "Publish 12 Articles | 12 stories | published",
        f"Edit Excerpt | {kept.rows[other].title} | excerpt",
        "Edit Title | Cameras go live | title",
    ]
    view.show_article(other)
    assert len(words(view)) == 4
    click(view, "history.this_story")
    assert words(view)[-1] == "Edit Excerpt | excerpt"


def test_days_have_headings(qtbot: QtBot, kept: Session, view: HistoryView, tmp_path: Path) -> None:
    path = story(kept)
    for number, days in enumerate((400, 1, 0)):
        record(kept, tmp_path, path, number, NOON - timedelta(days=days))
    show(qtbot, view, path)
    assert [each for each in words(view) if "Step" not in each][:2] == ["TODAY", "YESTERDAY"]
    assert (NOON - timedelta(days=400)).strftime("%Y") in words(view)[4]
    index = view.list.model().index(1, 0)
    assert index.data(ENTRY_ROLE).time == "12:00"
    tip = index.data(int(Qt.ItemDataRole.ToolTipRole))
    assert f"{NOON:%Y}" in tip
    assert "12:00:00" in tip


def record(session: Session, data: Path, path: str, number: int, at: datetime) -> None:
    """Enter a write of the title in the journal as another run of the program would."""
    journal = Journal(data / "data" / "history.sqlite")
    before = f"---\ntitle: Before {number}\n---\n".encode()
    after = f"---\ntitle: After {number}\n---\n".encode()
    file = session.full_path(path)
    step = 1000 + number
    journal.record(Entry(file, f"Step {number}", ("title",), before, after, step, at.timestamp()))
    journal.close()


def test_nothing_is_read_while_it_is_hidden(
    qtbot: QtBot, kept: Session, view: HistoryView, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    steps = kept.history.steps

    def counted(path: str = "", limit: int = 2000) -> list[Step]:
        reads.append(path)
        return steps(path, limit)

    monkeypatch.setattr(kept.history, "steps", counted)
    path = story(kept)
    view.show_article(path)
    write(kept, path, "Edit Title", title="One")
    QTest.qWait(250)
    assert reads == []
    show(qtbot, view, path)
    assert reads == [path]
    decide(kept, [path, *held(kept, 12)], Published.YES)
    kept.save_all()
    QTest.qWait(250)
    assert reads == [path, path]
    view.hide()
    write(kept, path, "Edit Title", title="Two")
    QTest.qWait(250)
    assert reads == [path, path]


def test_arrows_go_over_headings_and_show_the_lines(
    qtbot: QtBot, kept: Session, view: HistoryView, tmp_path: Path
) -> None:
    path = story(kept)
    for number, days in enumerate((3, 2, 1)):
        record(kept, tmp_path, path, number, NOON - timedelta(days=days))
    show(qtbot, view, path)
    assert "After 2" in lines(view)
    press(Qt.Key.Key_Down)
    assert "− title: Before 1" in lines(view)
    press(Qt.Key.Key_End)
    assert "+ title: After 0" in lines(view)
    press(Qt.Key.Key_Home)
    assert "After 2" in lines(view)
    press(Qt.Key.Key_P)
    assert "After 2" in lines(view)


def test_choice_and_place_stay_when_writes_come(
    qtbot: QtBot, kept: Session, view: HistoryView, tmp_path: Path
) -> None:
    path = story(kept)
    for number in range(60):
        record(kept, tmp_path, path, number, NOON - timedelta(days=60 - number))
    show(qtbot, view, path)
    choose(view, "Step 20")
    view.list.verticalScrollBar().setValue(view.list.verticalScrollBar().value() + 7)
    place = view.list.visualRect(view.list.currentIndex()).top()
    write(kept, path, "Edit Title", title="One more")
    qtbot.waitUntil(lambda: words(view)[1] == "Edit Title | title", timeout=2000)
    assert view.list.currentIndex().data() == "Step 20"
    assert view.list.visualRect(view.list.currentIndex()).top() == place
    assert "After 20" in lines(view)


def test_at_the_top_new_writes_are_seen(qtbot: QtBot, kept: Session, view: HistoryView) -> None:
    path = story(kept)
    write(kept, path, "Edit Title", title="One")
    show(qtbot, view, path)
    write(kept, path, "Edit Excerpt", excerpt="Two")
    qtbot.waitUntil(lambda: len(words(view)) == 3, timeout=2000)
    assert view.list.verticalScrollBar().value() == 0
    assert view.list.currentIndex().data() == "Edit Title"


def test_another_folder_has_another_history(
    qtbot: QtBot, kept: Session, view: HistoryView, seed: Path
) -> None:
    path = story(kept)
    write(kept, path, "Edit Title", title="One")
    show(qtbot, view, path)
    with qtbot.waitSignal(kept.folder_ready, timeout=15000):
        kept.open_folder(seed)
    assert words(view) == []
    assert "No story is selected" in said(view)
    press(Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert not kept.undo_stack.canUndo()


# -- taking back


def test_a_write_is_taken_back_saved_and_undone(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    path = story(kept)
    before = kept.full_path(path).read_bytes()
    write(kept, path, "Edit Title", title="Cameras go live")
    after = kept.full_path(path).read_bytes()
    show(qtbot, view, path)
    with qtbot.waitSignal(kept.saved, timeout=5000):
        click(view, "history.take_back")
    assert "Taken back. This can be undone." in said(view)
    assert kept.full_path(path).read_bytes() == before
    qtbot.waitUntil(lambda: words(view)[1] == "Take Back Edit Title | title", timeout=2000)
    kept.undo_stack.undo()
    kept.save_all()
    assert kept.full_path(path).read_bytes() == after


def test_what_came_after_stays(qtbot: QtBot, kept: Session, view: HistoryView) -> None:
    path = story(kept)
    title = value(kept, path, "title")
    write(kept, path, "Edit Title", title="Cameras go live")
    write(kept, path, "Edit Excerpt", excerpt="A shorter one")
    show(qtbot, view, path)
    choose(view, "Edit Title")
    press(Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    settle(kept)
    assert value(kept, path, "title") == title
    assert value(kept, path, "excerpt") == "A shorter one"


def test_one_field_of_a_write_is_taken_back(qtbot: QtBot, kept: Session, view: HistoryView) -> None:
    path = story(kept)
    excerpt = value(kept, path, "excerpt")
    write(kept, path, "Edit Story", title="Cameras go live", excerpt="Short", quality=55)
    show(qtbot, view, path)
    assert button(view, "history.take_back.title").text() == "Take back title"
    click(view, "history.take_back.excerpt")
    settle(kept)
    assert value(kept, path, "excerpt") == excerpt
    assert value(kept, path, "title") == "Cameras go live"
    assert value(kept, path, "quality") == 55


def test_many_fields_are_in_a_menu(qtbot: QtBot, kept: Session, view: HistoryView) -> None:
    path = story(kept)
    old = value(kept, path, "heat")
    fields: dict[str, Value] = {"a&b": 1, "title": "x", "excerpt": "y", "quality": 5, "heat": 6}
    write(kept, path, "Edit Story", **fields)
    show(qtbot, view, path)
    more = button(view, "history.take_back_field")
    assert more.isVisible()
    assert view.findChild(QPushButton, "history.take_back.title") is None
    menu = more.menu()
    assert isinstance(menu, QMenu)
    assert {action.text() for action in menu.actions()} >= {"a&&b", "heat"}
    next(action for action in menu.actions() if action.text() == "heat").trigger()
    settle(kept)
    assert value(kept, path, "heat") == old
    assert value(kept, path, "quality") == 5


@pytest.mark.parametrize("answer", ["button", "escape", "put back"])
def test_a_field_changed_again_since_is_asked_about(
    qtbot: QtBot, kept: Session, view: HistoryView, answer: str
) -> None:
    path = story(kept)
    title = value(kept, path, "title")
    write(kept, path, "Edit Title", title="First")
    write(kept, path, "Edit Title Again", title="Second")
    show(qtbot, view, path)
    choose(view, "Edit Title")
    click(view, "history.take_back")
    assert "title was changed again since. Put the earlier value back anyway?" in said(view)
    assert QApplication.focusWidget() is button(view, "history.leave")
    if answer == "escape":
        press(Qt.Key.Key_Escape)
    else:
        click(view, "history.put_back" if answer == "put back" else "history.leave")
    settle(kept)
    assert value(kept, path, "title") == (title if answer == "put back" else "Second")
    assert "changed again" not in said(view)
    assert QApplication.focusWidget() is view.list
    assert ("Taken back" in said(view)) is (answer == "put back")


def test_what_is_gone_already_is_told(qtbot: QtBot, kept: Session, view: HistoryView) -> None:
    path = story(kept)
    write(kept, path, "Edit Title", title="First")
    kept.undo_stack.undo()
    kept.save_all()
    show(qtbot, view, path)
    choose(view, "Edit Title")
    click(view, "history.take_back")
    assert "Nothing of it is left to take back." in said(view)
    assert not kept.unsaved


def test_saved_by_hand_it_is_told_that_it_is_not_saved(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    path = story(kept)
    write(kept, path, "Edit Title", title="First")
    kept.save_as_you_go = False
    show(qtbot, view, path)
    click(view, "history.take_back")
    assert "not saved yet" in said(view)
    assert kept.unsaved == [path]


def test_all_stories_of_a_step_are_taken_back_as_one(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    paths = held(kept, 12)
    before = {path: kept.full_path(path).read_bytes() for path in paths}
    decide(kept, paths, Published.YES)
    kept.save_all()
    after = {path: kept.full_path(path).read_bytes() for path in paths}
    show(qtbot, view, everything=True)
    choose(view, "Publish 12 Articles")
    assert button(view, "history.take_back").text() == "Take back all 12"
    click(view, "history.take_back")
    assert "Taken back in 12 stories" in said(view)
    assert kept.undo_stack.undoText() == "Take Back Publish 12 Articles"
    settle(kept)
    assert {path: kept.full_path(path).read_bytes() for path in paths} == before
    kept.undo_stack.undo()
    settle(kept)
    assert {path: kept.full_path(path).read_bytes() for path in paths} == after


def test_of_a_step_of_many_only_what_changed_again_is_asked_about(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    paths = held(kept, 3)
    decide(kept, paths, Published.YES)
    kept.save_all()
    for path in paths[:2]:
        assert kept.edit({path: [Remove(("published",))]}, "Clear Flag")
        kept.save_all()
    show(qtbot, view, everything=True)
    choose(view, "Publish 3 Articles")
    click(view, "history.take_back")
    assert "published was changed again since in 2 stories." in said(view)
    assert "Taken back in one story." in said(view)
    click(view, "history.put_back")
    settle(kept)
    assert [value(kept, path, "published") for path in paths] == [False] * 3


def test_where_nothing_was_taken_back_no_step_of_undo_is_left(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    decide(kept, held(kept, 3), Published.YES)
    kept.save_all()
    kept.undo_stack.undo()
    kept.save_all()
    show(qtbot, view, everything=True)
    choose(view, "Publish 3 Articles")
    steps = kept.undo_stack.count()
    click(view, "history.take_back")
    assert "3 stories: Nothing of it is left to take back." in said(view)
    assert kept.undo_stack.count() == steps
    assert "Take Back" not in kept.undo_stack.undoText()


# -- steps of many, and going to stories


def test_a_step_of_many_is_unfolded_by_key_and_mouse(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    paths = held(kept, 4)
    decide(kept, paths, Published.YES)
    kept.save_all()
    show(qtbot, view, everything=True)
    index = view.list.currentIndex()
    assert "Unfold the row" in said(view)
    assert lines(view) == ""
    press(Qt.Key.Key_Right)
    assert index.data(ENTRY_ROLE).unfolded
    assert len(words(view)) == 6
    press(Qt.Key.Key_Down)
    assert view.list.currentIndex().data() in {kept.rows[path].title for path in paths}
    assert "+ published: true" in lines(view)
    click(view, "history.take_back")
    settle(kept)
    assert sorted(value(kept, path, "published") is True for path in paths) == [False] + [True] * 3
    index = choose(view, "Publish 4 Articles")
    press(Qt.Key.Key_Return)
    assert not index.data(ENTRY_ROLE).unfolded
    place = view.list.visualRect(index).center()
    QTest.mouseClick(view.list.viewport(), LEFT, PLAIN, QPoint(30, place.y()))
    assert index.data(ENTRY_ROLE).unfolded
    QTest.mouseDClick(view.list.viewport(), LEFT, PLAIN, place)
    assert not index.data(ENTRY_ROLE).unfolded


def test_a_story_is_asked_for_by_key_and_mouse(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    path = story(kept)
    write(kept, path, "Edit Title", title="Cameras go live")
    wanted: list[str] = []
    view.story_wanted.connect(wanted.append)
    show(qtbot, view, path)
    press(Qt.Key.Key_Return)
    assert wanted == []
    view.show_all_stories(True)
    press(Qt.Key.Key_Return)
    assert wanted == [path]
    place = view.list.visualRect(view.list.currentIndex()).center()
    QTest.mouseClick(view.list.viewport(), LEFT, PLAIN, place)
    QTest.mouseDClick(view.list.viewport(), LEFT, PLAIN, place)
    assert wanted == [path, path]


def test_a_story_that_is_gone_is_told(
    qtbot: QtBot, kept: Session, view: HistoryView, tmp_path: Path
) -> None:
    record(kept, tmp_path, "_news/gone.md", 1, NOON)
    wanted: list[str] = []
    view.story_wanted.connect(wanted.append)
    show(qtbot, view, everything=True)
    assert words(view)[1] == "Step 1 | _news/gone.md | title"
    press(Qt.Key.Key_Return)
    assert wanted == []
    assert "_news/gone.md is not in the folder any more." in said(view)
    click(view, "history.take_back")
    assert "No such file" in said(view)


# -- what goes wrong


def test_a_history_that_cannot_be_read_says_so(
    qtbot: QtBot, kept: Session, view: HistoryView, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = story(kept)
    write(kept, path, "Edit Title", title="One")
    show(qtbot, view, path)

    def fail(*_: object) -> None:
        raise KeepingError("the disk is <b>gone</b>")

    monkeypatch.setattr(kept.history, "changes", fail)
    monkeypatch.setattr(kept.history, "take_back", kept.history.take_back)
    write(kept, path, "Edit Excerpt", excerpt="Two")
    qtbot.waitUntil(lambda: len(words(view)) == 3, timeout=2000)
    press(Qt.Key.Key_Up)
    assert "The disk is <b>gone</b>." in said(view)
    assert lines(view) == ""
    monkeypatch.setattr(kept.history, "steps", fail)
    view.show_all_stories(True)
    assert "The history cannot be read" in said(view)
    press(Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert "Take Back" not in kept.undo_stack.undoText()


def test_texts_of_stories_are_plain(qtbot: QtBot, kept: Session, view: HistoryView) -> None:
    path = story(kept)
    assert kept.edit(
        {path: [Set(("<u>key</u>",), 1), Set(("title",), "<h1>x</h1>\nline")]}, "<i>Edit</i>"
    )
    kept.save_all()
    show(qtbot, view, everything=True)
    index = view.list.currentIndex()
    assert index.data(ENTRY_ROLE).below == "<h1>x</h1> line"
    assert button(view, "history.take_back.<u>key</u>").toolTip() == ""
    for label in view.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
    assert "<h1>" not in index.data(int(Qt.ItemDataRole.ToolTipRole))


# -- the look, keys and names


def test_it_follows_the_colours(
    qtbot: QtBot, qapp: QApplication, kept: Session, view: HistoryView
) -> None:
    path = story(kept)
    write(kept, path, "Edit Title", title="First")
    write(kept, path, "Edit Title Again", title="Second")
    before = qapp.styleSheet(), qapp.palette(), qapp.style().objectName()
    try:
        apply_theme(qapp, LIGHT)
        show(qtbot, view, path)
        choose(view, "Edit Title")
        click(view, "history.take_back")
        # More than once there and back: a style sheet of a widget's own can pin its palette.
        for theme in (LIGHT, DARK, LIGHT, DARK):
            apply_theme(qapp, theme)
            QTest.qWait(50)
            picture = view.grab().toImage()

            def ground(widget: QWidget, place: QPoint, picture: QImage = picture) -> str:
                return picture.pixelColor(widget.mapTo(view, place)).name()

            chosen = view.list.visualRect(view.list.currentIndex()).topLeft()
            assert ground(view.list.viewport(), chosen + QPoint(4, 8)) == theme.accent_ground
            lower = view.list.viewport().rect().bottomLeft() + QPoint(4, -4)
            assert ground(view.list.viewport(), lower) == theme.background
            assert ground(button(view, "history.this_story"), QPoint(6, 5)) == theme.accent_ground
            diff, question = (
                view.findChild(QWidget, name) for name in ("history.changes", "history.question")
            )
            assert isinstance(diff, QWidget)
            assert ground(diff, QPoint(3, diff.height() - 6)) == theme.background
            lines_of = diff.grab().toImage()
            shades = {
                lines_of.pixelColor(diff.width() // 2, y).name() for y in range(diff.height())
            }
            assert {theme.added_ground, theme.removed_ground} <= shades
            assert isinstance(question, QWidget)
            assert ground(question, QPoint(6, 6)) == theme.warning_ground
    finally:
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
        qapp.setStyle(before[2])


def test_every_control_has_a_name_and_tab_reaches_it(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    path = story(kept)
    write(kept, path, "Edit Story", title="One", excerpt="Two")
    show(qtbot, view, path)
    stops = [widget for widget in view.tab_stops() if widget.isVisible()]
    controls = [
        widget
        for widget in view.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    for widget in controls:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name), widget.objectName()
    assert set(controls) <= set(stops)
    visited: list[str] = []
    for _ in range(6):
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.append(focus.objectName())
        press(Qt.Key.Key_Tab)
    assert visited == [
        "history.list",
        "history.take_back",
        "history.take_back.title",
        "history.take_back.excerpt",
        "history.changes",
        "history.this_story",
    ]
    row = view.list.model().index(1, 0)
    spoken = row.data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.endswith("Edit Story, changed: title, excerpt")
    assert "Ctrl+Backspace" in button(view, "history.take_back").toolTip()


def test_a_question_is_not_cut_off_by_large_letters(
    qtbot: QtBot, kept: Session, view: HistoryView
) -> None:
    font = view.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    view.setFont(font)
    view.resize(380, 760)
    path = story(kept)
    write(kept, path, "Edit Title", title="First")
    write(kept, path, "Edit Title Again", title="Second")
    show(qtbot, view, path)
    choose(view, "Edit Title")
    click(view, "history.take_back")
    QTest.qWait(50)
    for label in view.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert label.height() >= label.heightForWidth(label.width()), label.text()


# -- the model


def steps_of(rng: random.Random, pool: list[Write]) -> list[Step]:
    """Some of the writes, as steps, newest first."""
    together: dict[int, list[Write]] = {}
    for each in sorted(rng.sample(pool, rng.randint(0, len(pool))), key=lambda w: -w.id):
        together.setdefault(each.step, []).append(each)
    return [Step(tuple(writes), writes[0].label) for writes in together.values()]


def seen(model: HistoryModel) -> list[object]:
    indexes = [model.index(row) for row in range(model.rowCount())]
    return [(index.data(ENTRY_ROLE), model.writes(index), model.flags(index)) for index in indexes]


def path_of(write: Write) -> str:
    return write.file.name


@pytest.mark.parametrize("chance", range(12))
def test_reading_again_gives_what_reading_anew_gives(qtbot: QtBot, chance: int) -> None:
    rng = random.Random(chance)
    pool = [
        Write(n, n // 3, NOON.timestamp() - (40 - n) * 9000, Path(f"/f/{n}.md"), "L", (), b"", b"")
        for n in range(40)
    ]
    model, fresh = HistoryModel(path_of, str.upper), HistoryModel(path_of, str.upper)
    QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, parent=model
    )
    model.show(steps_of(rng, pool), with_stories=True)
    unfolded: set[int] = set()
    for _ in range(15):
        for index in [model.index(row) for row in range(0, model.rowCount(), 3)]:
            step, wanted = model.step(index), rng.random() < 0.7
            if step is not None and model.stories(index):
                model.unfold(index, wanted)
                (unfolded.add if wanted else unfolded.discard)(step.writes[0].step)
        steps = steps_of(rng, pool)
        model.refresh(steps)
        fresh.show(steps, with_stories=True)
        for row in reversed(range(fresh.rowCount())):
            step = fresh.step(fresh.index(row))
            if step is not None and step.writes[0].step in unfolded:
                fresh.unfold(fresh.index(row), True)
        assert seen(model) == seen(fresh)


def test_a_step_that_grows_stays_chosen_and_unfolded(qtbot: QtBot) -> None:
    pool = [Write(n, 7, NOON.timestamp(), Path(f"/f/{n}.md"), "L", (), b"", b"") for n in range(9)]
    model = HistoryModel(path_of, str.upper)
    QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, parent=model
    )
    shown = HistoryList(model)
    qtbot.addWidget(shown)
    shown.show_steps([Step(tuple(pool[:2]), "L")], with_stories=True)
    assert shown.unfold()
    shown.setCurrentIndex(model.index(3))
    assert shown.writes == (pool[1],)
    shown.refresh([Step(tuple(pool), "L")])
    assert shown.writes == (pool[1],)
    assert model.unfolded(model.index(1))
    assert model.rowCount() == 2 + 9
    assert model.step_above(model.index(9)).row() == 1
    shown.refresh([])
    assert shown.writes == ()
