"""Marks in the form what is different in a story since the editor looked at it last."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from curator.content.earlier import earlier_values
from curator.frontmatter import FrontMatterError
from curator.session.review import Review
from curator.session.session import Session
from curator.ui.article_tabs import ArticleTabs


class LookMarks(QObject):
    """Follows the story at hand.  One that was never looked at has no marks: all of it is new."""

    def __init__(self, session: Session, review: Review, tabs: ArticleTabs) -> None:
        super().__init__(tabs)
        self._session = session
        self._review = review
        self._tabs = tabs
        self._has_marks = False
        tabs.article_shown.connect(self._ask)
        review.earlier_found.connect(self._mark)
        review.due_changed.connect(self._follow)

    @Slot(object)
    def _ask(self, path: str) -> None:
        if self._review.is_due(path):
            self._review.ask_earlier(path)

    @Slot(object)
    def _follow(self, paths: set[str]) -> None:
        path = self._tabs.pane.path
        if path not in paths:
            return
        if not self._review.is_due(path):
            # Also where the form is about to show the next story: one may come back before that.
            if self._has_marks:
                self._tabs.pane.form.show_changes({})
                self._has_marks = False
        elif not self._tabs.passing:
            self._review.ask_earlier(path)

    @Slot(object, object)
    def _mark(self, path: str, text: str) -> None:
        if path != self._tabs.pane.path or not self._review.is_due(path):
            return
        try:
            document = self._session.held(path).document
        except (FrontMatterError, OSError):
            return
        self._tabs.pane.form.show_changes(earlier_values(text, document))
        self._has_marks = True
