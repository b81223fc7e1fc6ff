"""The bar below the panes: is everything saved, how far the review is, how many articles."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from curator.session.article_model import ArticleModel
from curator.session.review import Review
from curator.session.session import Session
from curator.ui.later import Later
from curator.ui.review_progress import ReviewProgress

_WORTH_SHOWING = 200
"""Files from which on it is shown that they are being read while one works."""
_REST = 100
"""Milliseconds from one telling of how far an edit of many is to the next."""


class StatusBar(QStatusBar):
    """Follows the session and the table by itself."""

    def __init__(
        self,
        session: Session,
        articles: ArticleModel,
        parent: QWidget,
        review: Review | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._articles = articles
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 2, 8, 2)
        self._saved = QLabel(self)
        self._count = QLabel(self)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("progress")
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(self.fontMetrics().averageCharWidth() * 22)
        self._stop = QPushButton(self.tr("Stop"), self)
        self._stop.setProperty("role", "quiet")
        for label in (self._saved, self._count):
            label.setContentsMargins(12, 0, 12, 0)
        self.addWidget(self._saved)
        if review is not None:
            progress = ReviewProgress(review, self)
            progress.setContentsMargins(12, 0, 12, 0)
            self.addWidget(progress)
        for widget in (self._progress, self._stop, self._count):
            self.addPermanentWidget(widget)
        self._edits = (0, 0)
        # A bar paints itself at once, each time.
        self._edits_soon = Later(self._show_edits, self, _REST)
        self._stop.clicked.connect(self._cancel)
        session.folder_opened.connect(self._begin)
        session.scan_progressed.connect(self._show_progress)
        session.scan_ended.connect(self._end)
        session.folder_ready.connect(self._end)
        session.edit_progressed.connect(self._follow_edits)
        session.edits_ended.connect(self._end)
        soon = Later(self.refresh, self)
        for changed in (session.articles_changed, session.unsaved_changed):
            changed.connect(soon.ask)
        session.rows_removed.connect(soon.ask)
        articles.visible_changed.connect(soon.ask)
        self._end()

    @Slot()
    def refresh(self) -> None:
        """Tell anew what is saved and how many articles are shown."""
        session = self._session
        unsaved, failed = session.unsaved_count, len(session.save_errors)
        if session.folder is None:
            text = ""
        elif failed:
            text = self.tr("{0} not saved").format(failed)
        elif unsaved:
            text = self.tr("{0} unsaved").format(unsaved)
        else:
            text = self.tr("All saved")
        self._saved.setText(text)
        if not session.scanning:
            self._show_count()

    def _show_count(self) -> None:
        total, shown = self._articles.total, self._articles.rowCount()
        count = f"{total:,}" if shown == total else f"{shown:,} / {total:,}"
        folder, left_out = self._session.folder, self._session.without_front_matter
        text = self.tr("1 article") if total == 1 else self.tr("{0} articles").format(count)
        self._count.setText(text if folder else "")
        self._count.setToolTip(
            self.tr("Files without front matter, left out: {0}").format(left_out)
            if left_out
            else ""
        )

    @Slot()
    def _begin(self) -> None:
        self._progress.setRange(0, 0)
        self._progress.show()
        self._stop.show()
        self.refresh()

    @Slot(object, object, object)
    def _show_progress(self, done: int, total: int, seconds_left: float | None) -> None:
        if total < _WORTH_SHOWING and not self._session.scanning:
            return
        self._progress.show()
        self._stop.show()
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        text = self.tr("{0} of {1} files").format(f"{done:,}", f"{total:,}")
        if seconds_left is not None and seconds_left >= 2:
            text = self.tr("{0}, {1} s left").format(text, round(seconds_left))
        self._count.setText(text)

    @Slot(object, object)
    def _follow_edits(self, done: int, total: int) -> None:
        self._edits = (done, total)
        if self._progress.isHidden():
            self._show_edits()
        else:
            self._edits_soon.ask()

    def _show_edits(self) -> None:
        """An edit of many articles is shown in the place of the reading, should both go on."""
        done, total = self._edits
        self._name(self.tr("Editing articles"), self.tr("Stop editing articles"))
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._progress.show()
        self._stop.show()

    @Slot()
    def _cancel(self) -> None:
        if self._session.editing.running:
            self._session.cancel_edits()
        else:
            self._session.cancel_scan()

    @Slot()
    def _end(self) -> None:
        self._edits_soon.cancel()
        going_on = self._session.scanning or self._session.editing.running
        self._name(self.tr("Reading the folder"), self.tr("Stop reading the folder"))
        self._progress.setVisible(going_on)
        self._stop.setVisible(going_on)
        self.refresh()

    def _name(self, progress: str, stop: str) -> None:
        self._progress.setAccessibleName(progress)
        self._stop.setAccessibleName(stop)
