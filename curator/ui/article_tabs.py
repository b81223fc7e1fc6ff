"""The right-hand pane: the story in its form and as a page, what a save changes, the history."""

from __future__ import annotations

from PySide6.QtCore import QRect, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from curator.content.changes import changed_lines
from curator.session.session import Session
from curator.ui.article_pane import ArticlePane
from curator.ui.changes_view import ChangesView
from curator.ui.conflict_bar import ConflictBar
from curator.ui.form.field_base import chain_tab_stops
from curator.ui.history_view import HistoryView
from curator.ui.preview import Preview

STORY, PREVIEW, CHANGES, HISTORY = range(4)


class ArticleTabs(QWidget):
    """Shows the article at hand in four ways, one at a time."""

    changed_lines_counted = Signal(object)
    """How many lines saving the article at hand would change."""
    article_shown = Signal(object)
    """The path of an article that has just come to be shown, empty for none."""
    settled = Signal()
    """The editor has chosen between the values of a conflict; its questions are gone."""

    def __init__(
        self,
        session: Session,
        pane: ArticlePane,
        preview: Preview,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.pane = pane
        self.passing = False
        """The story that is shown is being left, and need not follow what is done to it."""
        self.preview = preview
        self.changes = ChangesView(self)
        self.history = HistoryView(session, self)
        self._conflict = ConflictBar(session, self)
        self.bar = QTabBar(self)
        self.bar.setAccessibleName(self.tr("Story, preview, changes or history"))
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        self._pages = QStackedWidget(self)
        for text, page in (
            (self.tr("Story"), pane),
            (self.tr("Preview"), preview),
            (self.tr("Changes"), self.changes),
            (self.tr("History"), self.history),
        ):
            self.bar.addTab(text)
            self._pages.addWidget(page)
        self._build()
        self.bar.currentChanged.connect(self._pages.setCurrentIndex)
        self._conflict.settled.connect(self.settled)
        session.articles_changed.connect(self._follow)

    def _build(self) -> None:
        tabs = QHBoxLayout()
        tabs.setContentsMargins(12, 4, 16, 0)
        tabs.addWidget(self.bar)
        tabs.addStretch(1)
        # Pages that are hidden must not take room from the questions above them.
        self._pages.setMinimumHeight(6 * self.fontMetrics().height())
        line = QFrame(self)
        line.setObjectName("tab_line")
        line.setFixedHeight(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tabs)
        column.addWidget(line)
        inset = QVBoxLayout()
        inset.setContentsMargins(8, 8, 8, 0)
        inset.addWidget(self._conflict)
        column.addLayout(inset)
        column.addWidget(self._pages, 1)

    def show_article(self, path: str) -> None:
        """Show an article, or none; the one before is saved where saving as one goes."""
        left = self.pane.path
        if path and left == path:
            return
        if left:
            self._session.leave(left)
        self.pane.show_article(path)
        self._show_rest()
        self.article_shown.emit(path)

    def refresh(self) -> None:
        """The article that is shown has changed."""
        self.pane.refresh()
        self._show_rest()

    @property
    def page_area(self) -> QRect:
        """Where the pages are."""
        return self._pages.geometry()

    def show_many(self, paths: list[str]) -> None:
        """Show that many articles are selected."""
        self.pane.show_many(paths)
        self._show_rest()
        self.preview.show_many(len(paths))

    def show_tab(self, number: int) -> None:
        """Bring a tab to the front: `STORY`, `PREVIEW`, `CHANGES` or `HISTORY`."""
        self.bar.setCurrentIndex(number)

    def focus_field(self, key: str) -> None:
        """Put the focus into a field of the form."""
        self.show_tab(STORY)
        self.pane.focus_field(key)

    def focus_conflict(self) -> None:
        """Put the focus on the first field that was changed on both sides."""
        self.show_tab(STORY)
        self._conflict.focus_first()

    @Slot(object)
    def _follow(self, paths: set[str]) -> None:
        if self.pane.path in paths and not self.passing:
            self.refresh()

    @Slot()
    def _chain(self) -> None:
        chain_tab_stops([self.bar, *self._conflict.tab_stops()])

    def _show_rest(self) -> None:
        path = self.pane.path
        self._conflict.show_article(path)
        # The questions are made as they come, and would be the last that Tab reaches.
        QTimer.singleShot(0, self, self._chain)
        self.preview.show_article(path)
        self.history.show_article(path)
        hunks = self._session.changes(path) if path else []
        count = changed_lines(hunks)
        if path and not hunks:
            self.changes.show_saved(self._session.changes_since_opening(path))
        else:
            self.changes.show_changes(hunks)
        text = self.tr("Changes {0}").format(count) if count else self.tr("Changes")
        self.bar.setTabText(CHANGES, text)
        self.changed_lines_counted.emit(count)
