"""What was written to a story, or in the whole folder: as lines, and how to take it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.content.journal import Write
from curator.content.sqlite_file import KeepingError
from curator.session.session import Session
from curator.ui.changes_view import ChangesView
from curator.ui.form.messages import Message
from curator.ui.history_list import HistoryList
from curator.ui.history_model import HistoryModel
from curator.ui.history_scope import ScopeSwitch
from curator.ui.history_take_back import KEY, TakeBackPanel, TakenBack

REFRESH_PAUSE = 150
"""Milliseconds in which the writes of one save gather before the list is read again."""


# Roles and not colours: a style sheet that is set again and again would pin the palette.
_LINES = """
QPlainTextEdit, QPlainTextEdit:focus, QPlainTextEdit:read-only {
    background: palette(window); color: palette(text); padding: 8px;
    border: none; border-top: 1px solid palette(mid); border-radius: 0;
}
QPlainTextEdit:focus { border-top-color: palette(highlight); }
"""


class HistoryView(QWidget):
    """The history of the story at hand, or of all stories of the folder.

    It reads while it is visible, and catches up when it is shown.
    """

    story_wanted = Signal(object)
    """The path of a story that the editor wants to see."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setAccessibleName(self.tr("History"))
        self._session = session
        self._path = ""
        self._shown: tuple[Write, ...] = ()
        self._outcome = TakenBack()
        self._other = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read)
        self._scope = ScopeSwitch(self)
        model = HistoryModel(self._path_of, self._title_of, self)
        self.list = HistoryList(model, self)
        self._panel = TakeBackPanel(self)
        self._diff = ChangesView(self)
        self._diff.setObjectName("history.changes")
        self._diff.setAccessibleName(self.tr("The lines that were changed"))
        self._diff.setStyleSheet(_LINES)
        self._message = Message(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        below = QWidget(self)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._panel)
        column.addWidget(self._diff, 1)
        column.addStretch(0)
        self._diff.setMinimumHeight(self.fontMetrics().height() * 3)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(below)
        self.splitter.setSizes([550, 450])
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.splitter)
        self._pages.addWidget(self._message)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scope)
        layout.addWidget(self._pages, 1)

    def _connect(self) -> None:
        session = self._session
        session.saved.connect(self._follow_save)
        session.folder_opened.connect(self._start_anew)
        session.folder_ready.connect(self.list.viewport().update)
        session.articles_changed.connect(self.list.viewport().update)
        self._scope.changed.connect(self._read_other)
        self.list.choice_changed.connect(self._show_choice)
        self.list.row_activated.connect(self._go)
        self._panel.wanted.connect(self._take_back)
        self._panel.insisted.connect(self._insist)
        self._panel.answered.connect(self.list.setFocus)
        key = QShortcut(QKeySequence(KEY), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._take_all_back)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 60, 600)

    # -- reading

    def show_article(self, path: str) -> None:
        """The story at hand is another one; an empty path where there is none."""
        if path == self._path:
            return
        self._path = path
        if not self._scope.all_stories:
            self._read_other()

    def show_all_stories(self, wanted: bool) -> None:
        """Show what was written to all stories, or to the one at hand, as the switch does."""
        self._scope.choose(wanted)

    def take_focus(self) -> None:
        """Go to the list.  A focus proxy would keep Tab from ever coming to the switch."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits, as a person reads them."""
        return [*self._scope.buttons, self.list, *self._panel.tab_stops(), self._diff]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start(0)

    @Slot(object)
    def _follow_save(self, paths: set[str]) -> None:
        wanted = self._scope.all_stories or self._path in paths
        if wanted and self.isVisible() and not self._soon.isActive():
            self._soon.start(REFRESH_PAUSE)

    @Slot(object)
    def _start_anew(self, _folder: Path) -> None:
        self._path = ""
        self._read_other()

    @Slot()
    def _read_other(self) -> None:
        self._other = True
        if self.isVisible():
            self._read()

    @Slot()
    def _read(self) -> None:
        """Read what is to be shown, other steps or the same ones again."""
        self._soon.stop()
        other, self._other = self._other, False
        everything = self._scope.all_stories
        if self._session.folder is None:
            self._say(self.tr("No folder is open"), "")
            return
        if not everything and not self._path:
            hint = self.tr("Select one to see what was written to it, or look at all stories.")
            self._say(self.tr("No story is selected"), hint)
            return
        try:
            steps = self._session.history.steps("" if everything else self._path)
        except KeepingError as error:
            self._say(self.tr("The history cannot be read"), error.message)
            return
        if not steps:
            self._say_nothing_written(everything)
            return
        if other:
            self.list.show_steps(steps, with_stories=everything)
        else:
            self.list.refresh(steps)
        self._pages.setCurrentWidget(self.splitter)

    def _say_nothing_written(self, everything: bool) -> None:
        hint = self.tr(
            "Each save will be listed here with the lines that it changed. Any of it, or one "
            "field, can then be taken back, even days later."
        )
        if everything:
            self._say(self.tr("Nothing was written in this folder yet"), hint)
        else:
            self._say(self.tr("Nothing was written to this story yet"), hint)

    def _say(self, heading: str, hint: str) -> None:
        self._other = True
        # What is not seen must not be taken back by a key.
        self.list.show_steps((), with_stories=False)
        self._message.say(heading, hint)
        self._pages.setCurrentWidget(self._message)

    def _path_of(self, write: Write) -> str:
        folder = self._session.folder
        if folder is None or not write.file.is_relative_to(folder):
            # Rows of a folder that was just left may still be asked for their words.
            return ""
        return self._session.history.path(write)

    def _title_of(self, path: str) -> str:
        row = self._session.rows.get(path)
        return row.title if row is not None else ""

    # -- the chosen row

    @Slot()
    def _show_choice(self) -> None:
        writes = self.list.writes
        if writes == self._shown:
            return
        self._shown = writes
        self._panel.offer(writes, self.list.step)
        if len(writes) == 1:
            self._show_lines(writes[0])
        else:
            self._diff.hide()
        if len(writes) > 1:
            self._panel.say(
                self.tr("Unfold the row (→) and choose a story to see the lines that were changed.")
            )
        self._make_room()

    def _show_lines(self, write: Write) -> None:
        try:
            hunks = self._session.history.changes(write)
        except KeepingError as error:
            self._diff.hide()
            self._panel.say(_sentence(error.message), wrong=True)
            return
        self._diff.show_changes(hunks)
        self._diff.verticalScrollBar().setValue(0)
        self._diff.setVisible(bool(hunks))

    @Slot()
    def _go(self) -> None:
        """Unfold a step of many, or show the story of a row that names it."""
        if self.list.unfold() or not self._scope.all_stories:
            return
        path = self._path_of(self.list.writes[0])
        if path in self._session.rows:
            self.story_wanted.emit(path)
        else:
            self._panel.say(self.tr("{0} is not in the folder any more.").format(path), wrong=True)

    # -- taking back

    @Slot()
    def _take_all_back(self) -> None:
        if self._shown and not self._panel.asking:
            self._take_back("")

    @Slot(object)
    def _take_back(self, field: str) -> None:
        self._try(list(self._shown), field, insist=False)

    @Slot()
    def _insist(self) -> None:
        self._try(self._outcome.changed, self._outcome.field, insist=True)

    def _try(self, writes: list[Write], field: str, *, insist: bool) -> None:
        if not writes:
            return
        self._outcome = self._session.history.take_back(writes, field, insist=insist)
        self._panel.tell(self._outcome, saved_by_itself=self._session.save_as_you_go)
        self._make_room()

    def _make_room(self) -> None:
        """Let what is asked and said be read: the list can be scrolled, the words cannot."""
        needed = self._panel.heightForWidth(self.width())
        if not self._diff.isHidden():
            needed += self._diff.minimumHeight()
        above, below = self.splitter.sizes()
        if 0 < below < needed:
            self.splitter.setSizes([above + below - needed, needed])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
