"""The search field, its panel and the sidebar's saved searches, by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QUndoStack
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from curator.content.query import HELP
from curator.frontmatter import Set
from curator.session.article_model import ArticleModel
from curator.session.searches import SavedSearch, SavedSearches
from curator.session.session import Session
from curator.session.views import ALL, COLLECTION, HELD, SEARCH, TOPIC, View
from curator.ui.actions import Actions
from curator.ui.search_field import SearchField
from curator.ui.sidebar import Sidebar
from curator.ui.sidebar_model import MORE
from curator.ui.top_bar import TopBar

Opened = Callable[[Path], Session]
NONE = Qt.KeyboardModifier.NoModifier


class Desk(QWidget):
    """A top bar, a sidebar and the model that they choose from."""

    def __init__(self, session: Session, file: Path) -> None:
        super().__init__()
        self.session = session
        self.searches = SavedSearches(file)
        self.model = ArticleModel(session, self)
        self.sidebar = Sidebar(session, self, self.searches)
        model = self.sidebar.model()
        QAbstractItemModelTester(
            model, QAbstractItemModelTester.FailureReportingMode.Warning, parent=model
        )
        self.top = TopBar(Actions(self), QUndoStack(self), self)
        self.top.set_sidebar(self.sidebar)
        self.top.words_changed.connect(self.model.show_words)
        self.sidebar.view_chosen.connect(self.model.show_view)
        self.elsewhere = QLineEdit(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.top)
        row = QHBoxLayout()
        row.addWidget(self.sidebar)
        row.addWidget(self.elsewhere, 1)
        layout.addLayout(row, 1)

    @property
    def field(self) -> SearchField:
        return self.top.search

    def offered(self) -> list[str]:
        if not self.field.panel.offers:
            return []
        model = self.field.panel.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def words(self) -> str:
        panel = self.field.panel
        return panel.words.text() if panel.isVisible() and panel.words.isVisible() else ""

    def row_named(self, text: str) -> int:
        model = self.sidebar.model()
        rows = [n for n in range(model.rowCount()) if model.index(n, 0).data() == text]
        return rows[0] if rows else -1

    def click_row(self, row: int) -> None:
        index = self.sidebar.model().index(row, 0)
        self.sidebar.scrollTo(index)
        where = self.sidebar.visualRect(index).center()
        QTest.mouseClick(self.sidebar.viewport(), Qt.MouseButton.LeftButton, NONE, where)


@pytest.fixture
def desk(qtbot: QtBot, opened: Opened, session: Session, sample: Path, tmp_path: Path) -> Desk:
    desk = Desk(session, tmp_path / "searches.json")
    qtbot.addWidget(desk)
    opened(sample)
    desk.resize(1000, 700)
    with qtbot.waitActive(desk, timeout=5000):
        desk.show()
        desk.activateWindow()
    desk.top.focus_search()
    return desk


def key(which: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, which, modifiers)
    # An editor in a view takes its text over only after the key.
    QTest.qWait(10)


def type_text(text: str) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)


# -- the field


def test_a_value_is_completed_by_keys(desk: Desk) -> None:
    type_text("topic:comp")
    assert desk.offered() == ['"Computer Vision"', "computer-vision"]
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Up)
    key(Qt.Key.Key_Return)
    assert desk.field.text() == 'topic:"Computer Vision" '
    assert desk.offered() == []
    assert desk.model.rowCount() == desk.sidebar.model().index(
        desk.row_named("Computer Vision"), 0
    ).data(int(Qt.ItemDataRole.UserRole) + 1)
    key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.field.text() == "topic:comp"


def test_tab_takes_the_first_value_but_leaves_a_plain_word(desk: Desk) -> None:
    type_text("published:")
    assert desk.offered() == ["yes", "no", "none"]
    key(Qt.Key.Key_Tab)
    assert desk.field.text() == "published:yes "
    type_text("prov")
    assert desk.offered() == ["provider:"]
    key(Qt.Key.Key_Tab)
    assert not desk.field.hasFocus()
    assert desk.field.text() == "published:yes prov"
    assert not desk.field.panel.isVisible()


def test_a_completion_never_takes_the_return_of_a_plain_word(qtbot: QtBot, desk: Desk) -> None:
    type_text("hea")
    assert desk.offered() == ["heat>"]
    with qtbot.waitSignal(desk.field.returnPressed, timeout=1000):
        key(Qt.Key.Key_Return)
    assert desk.field.text() == "hea"


def test_one_letter_offers_nothing_and_a_finished_value_nothing_more(desk: Desk) -> None:
    type_text("t")
    assert desk.offered() == []
    type_text("opic:AI")
    assert desk.offered() == []


def test_escape_closes_the_panel_first(desk: Desk) -> None:
    type_text("to")
    assert desk.offered()
    key(Qt.Key.Key_Escape)
    assert desk.offered() == []
    assert desk.field.text() == "to"
    type_text("p")
    assert desk.offered(), "typing on offers again"


def test_a_click_takes_a_completion(desk: Desk) -> None:
    type_text("is:")
    panel = desk.field.panel.list
    where = panel.visualRect(panel.model().index(1, 0)).center()
    QTest.mouseClick(panel.viewport(), Qt.MouseButton.LeftButton, NONE, where)
    assert desk.field.text() == "is:due "
    assert desk.field.hasFocus()


def test_a_completion_in_the_middle_keeps_what_follows(desk: Desk) -> None:
    desk.field.setText("😀 pub quality>50")
    desk.field.setCursorPosition(6)
    type_text("l")
    assert desk.offered() == ["published:"]
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Return)
    assert desk.field.text() == "😀 published: quality>50"


def test_what_is_wrong_is_told_below_the_field_and_nothing_moves(desk: Desk) -> None:
    type_text("published:no ")
    places = [desk.field.geometry(), desk.sidebar.geometry()]
    before = desk.model.rowCount()
    type_text("qualty>50 ")
    assert desk.words() == "There is no “qualty>”; did you mean “quality>”?"
    assert desk.field.accessibleDescription() == desk.words()
    assert desk.model.rowCount() == before
    assert [desk.field.geometry(), desk.sidebar.geometry()] == places
    panel = desk.field.panel
    below = desk.field.mapTo(desk, QPoint(0, desk.field.height()))
    assert panel.parentWidget() is desk
    assert panel.y() >= below.y()
    assert QRect(QPoint(0, 0), desk.size()).contains(panel.geometry())
    desk.elsewhere.setFocus()
    assert desk.words(), "an error stays until it is mended"
    desk.field.clear()
    assert not panel.isVisible()


def test_what_is_unfinished_is_hinted_only_while_one_types(desk: Desk) -> None:
    type_text("quality>")
    assert desk.words() == "“quality>” waits for a number, such as quality>50"
    desk.elsewhere.setFocus()
    assert desk.words() == ""


def test_terms_are_coloured_and_the_wrong_part_underlined(desk: Desk) -> None:
    def colours(text: str) -> set[str]:
        desk.field.setText(text)
        desk.field.setCursorPosition(0)
        desk.elsewhere.setFocus()
        picture = desk.field.grab().toImage()
        middle = range(4, picture.height() - 4)
        return {
            picture.pixelColor(x, y).name() for x in range(30, picture.width() - 70) for y in middle
        }

    plain = colours("plain words")
    assert colours("quality>50") - plain
    assert any(int(name[1:3], 16) > int(name[5:7], 16) + 80 for name in colours("qualty>50")), (
        "something is in the colour of warnings"
    )


def test_no_text_whatever_breaks_the_field(desk: Desk) -> None:
    for text in ('"', "((((", ")", "-", "or", "a or", 'topic:"', "date>=", "😀:😀", "\ud83d", "\0"):
        desk.field.setText(text)
        for place in range(len(text) + 1):
            desk.field.setCursorPosition(place)
            type_text("x")
            key(Qt.Key.Key_Backspace)


def test_the_help_is_the_table_of_the_language(qtbot: QtBot, desk: Desk) -> None:
    key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Space)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    labels = dialog.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    texts = [label.text() for label in labels]
    for line in HELP:
        assert {line.operator, line.example, line.meaning} <= set(texts)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


# -- the sidebar


def save_search(desk: Desk, text: str, name: str) -> None:
    desk.top.focus_search()
    type_text(text)
    menu_item(desk.field, "Save This Search…")
    type_text(name)
    key(Qt.Key.Key_Return)


def menu_item(widget: QWidget, text: str) -> None:
    """Open the context menu by its key and choose an item."""
    QTest.keyClick(widget, Qt.Key.Key_Escape)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), widget.mapToGlobal(QPoint(5, 5))
    )
    QApplication.sendEvent(widget, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(a for a in menu.actions() if a.text().split("\t")[0] == text)
    assert action.isEnabled()
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    QTest.qWait(50)


def test_a_search_is_kept_named_and_counted(desk: Desk) -> None:
    desk.sidebar.choose(View(HELD))
    save_search(desk, "quality<50 or heat<5", "Low")
    view = View(SEARCH, "published:no (quality<50 or heat<5)")
    assert desk.sidebar.view == view
    assert desk.field.text() == ""
    assert desk.searches.of(desk.session.folder or Path()) == [SavedSearch("Low", view.value)]
    index = desk.sidebar.model().index(desk.row_named("Low"), 0)
    assert index.data(int(Qt.ItemDataRole.AccessibleTextRole)) == (
        f"Low, {desk.model.rowCount()} articles"
    )
    shown = desk.model.rowCount()
    path = desk.model.path_at(0)
    desk.session.edit({path: [Set(("published",), True)]}, "Publish")
    QApplication.processEvents()
    said = desk.sidebar.model().index(desk.row_named("Low"), 0)
    assert said.data(int(Qt.ItemDataRole.AccessibleTextRole)) == f"Low, {shown - 1} articles"


def test_a_kept_search_is_renamed_and_removed_by_keys(desk: Desk) -> None:
    save_search(desk, "quality<50", "Low")
    assert desk.sidebar.hasFocus()
    key(Qt.Key.Key_F2)
    key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text("Lower")
    key(Qt.Key.Key_Return)
    folder = desk.session.folder or Path()
    assert desk.searches.of(folder) == [SavedSearch("Lower", "quality<50")]
    assert desk.row_named("Lower") >= 0
    key(Qt.Key.Key_Delete)
    assert desk.searches.of(folder) == []
    assert desk.row_named("Lower") < 0
    assert desk.sidebar.view == View(ALL)
    assert desk.field.text() == "quality<50", "a slip of the hand loses nothing"


def test_a_kept_search_is_removed_by_its_menu(desk: Desk) -> None:
    save_search(desk, "quality<50", "Low")
    menu_item(desk.sidebar, "Remove")
    assert desk.searches.of(desk.session.folder or Path()) == []


def test_an_empty_name_and_escape_keep_the_name(desk: Desk) -> None:
    save_search(desk, "quality<50", "Low")
    for last in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        key(Qt.Key.Key_F2)
        key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        key(Qt.Key.Key_Backspace)
        if last == Qt.Key.Key_Escape:
            type_text("other")
        key(last)
        assert desk.row_named("Low") >= 0


def test_a_search_that_cannot_be_kept_is_told(desk: Desk, tmp_path: Path) -> None:
    told: list[object] = []
    desk.session.noticed.connect(told.append)
    (tmp_path / "searches.json").mkdir()
    desk.top.focus_search()
    type_text("quality<50")
    menu_item(desk.field, "Save This Search…")
    assert len(told) == 1
    assert desk.field.text() == "quality<50"


def test_topics_are_chosen_by_click_and_more_are_shown_on_demand(desk: Desk) -> None:
    model = desk.sidebar.model()
    first = desk.row_named("TOPICS") + 1
    assert desk.row_named("More…") == first + 12
    desk.click_row(first)
    assert desk.sidebar.view == View(TOPIC, "AI")
    assert desk.model.rowCount() == 28
    desk.click_row(desk.row_named("More…"))
    assert desk.sidebar.view == View(TOPIC, "AI")
    assert desk.sidebar.currentIndex().row() == first
    assert model.index(first + 14, 0).data(MORE) == TOPIC
    desk.sidebar.setCurrentIndex(model.index(first + 14, 0))
    desk.sidebar.setFocus()
    assert desk.model.rowCount() == 28, "going over the row chooses nothing"
    key(Qt.Key.Key_Return)
    assert desk.row_named("More…") == first + 12


def test_a_topic_that_comes_into_use_appears_and_the_others_stay(desk: Desk) -> None:
    model = desk.sidebar.model()
    desk.sidebar.choose(View(COLLECTION, "news"))
    names = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    paths = [path for path, row in desk.session.rows.items() if row.readable][:20]
    desk.session.edit({path: [Set(("topics",), ["Robotics", "Zeppelins"])] for path in paths}, "T")
    now = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert now == names, "what is often used now comes first only when the folder is read again"
    assert desk.sidebar.view == View(COLLECTION, "news")
    desk.sidebar.choose(View(TOPIC, "Zeppelins"))
    assert desk.sidebar.view == View(TOPIC, "Zeppelins")
    assert desk.model.rowCount() == 20


def test_opening_a_folder_again_keeps_its_searches_and_shows_all(
    qtbot: QtBot, desk: Desk, sample: Path
) -> None:
    save_search(desk, "quality<50", "Low")
    with qtbot.waitSignal(desk.session.folder_ready, timeout=15000):
        QTimer.singleShot(0, lambda: desk.session.open_folder(sample))
    assert desk.sidebar.view == View(ALL)
    assert desk.row_named("Low") >= 0
    assert desk.model.rowCount() == 58
