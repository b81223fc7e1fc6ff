"""Suggestions for the related list of the article at hand, and the items that do not fit it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.item_style import item_of
from curator.content.related import identity_of, slug_of
from curator.content.row import Row
from curator.content.schema import CONVENTIONAL_ORDER
from curator.content.suggestions.likeness import Story
from curator.content.suggestions.misfits import Misfit
from curator.content.suggestions.reasons import Reason
from curator.content.suggestions.serving import Reply
from curator.content.suggestions.suggesting import (
    Answer,
    Question,
    Suggestion,
    story_of,
    story_of_item,
)
from curator.frontmatter import FieldPath, FrontMatterError, Insert, Value
from curator.session.session import Session
from curator.session.suggestion_process import SuggestionProcess

MOST_SHOWN = 5
_MOST_ITEMS = 200
"""Items of a list that are compared; a longer one is told apart by its first."""
_GLANCE = 200
"""Milliseconds for which a story is shown before anything is done for it."""
_PAUSE = 250
"""Milliseconds without another edit after which an edited story is compared anew."""
_MOST_DEATHS = 3
"""So often the process is started again in one folder."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """An article of the folder that may belong into the related list, and why."""

    row: Row
    score: float
    reason: Reason


class Suggestions(QObject):
    """Asks beside the window; the answer to an earlier story or state of it is dropped."""

    changed = Signal()
    """`found`, `waiting` or `reading` is different."""
    misfits_changed = Signal()
    """`misfit_of` tells something else."""

    PATH: FieldPath = ("related",)

    _arrived = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._process: SuggestionProcess | None = None
        self._deaths = 0
        self._article = ""
        self._number = 0
        self._asked: Question | None = None
        self._answered: list[Suggestion] = []
        self._misfits: dict[Story, Misfit] = {}
        self.waiting = False
        """Whether the answer for the article at hand is still to come."""
        self.reading = False
        """Whether the words of the folder are still being read for the first time."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self._arrived.connect(self._deliver)
        session.folder_opened.connect(self._open)
        session.folder_ready.connect(self._ask)
        session.scan_ended.connect(self._ask_later)
        session.articles_changed.connect(self._follow)
        session.edit_progressed.connect(self._rest)
        session.edits_ended.connect(self._go_on)
        session.rows_removed.connect(self._follow_loss)

    # -- what the panel asks

    @property
    def article(self) -> str:
        """The path of the article at hand; empty for none."""
        return self._article

    @property
    def found(self) -> list[Suggested]:
        """The suggestions, the best first, as the list of articles has them now."""
        rows = self._session.rows
        shown = [
            Suggested(rows[suggestion.path], suggestion.score, suggestion.reason)
            for suggestion in self._answered
            if suggestion.path in rows and rows[suggestion.path].readable
        ]
        return shown[:MOST_SHOWN]

    def misfit_of(self, item: Value) -> Misfit | None:
        """What makes an item of the list at hand a misfit; None where it is none, or not known."""
        story = story_of_item(item)
        return self._misfits.get(story) if story is not None else None

    def show_article(self, path: str) -> None:
        """Look for suggestions for another article; empty for none."""
        if path == self._article:
            return
        self._article = path
        self._forget_question()
        self._answered = []
        if self._misfits:
            self._misfits = {}
            self.misfits_changed.emit()
        self.waiting = bool(path)
        self.changed.emit()
        if path:
            self._pause.start(_GLANCE)

    def accept(self, path: str) -> bool:
        """Add a suggested article to the end of the related list, as one step of undo."""
        items = self._items()
        try:
            document = self._session.held(path).document
        except (FrontMatterError, OSError):
            return False
        value = item_of(document, items, path)
        edit = Insert(self.PATH, len(items), value, CONVENTIONAL_ORDER)
        if not self._session.edit({self._article: [edit]}, self.tr("Add Related Story")):
            return False
        # The next one takes the place at once; what belongs there by now follows.
        self._answered = [each for each in self._answered if each.path != path]
        self.changed.emit()
        self._ask()
        return True

    def close(self) -> None:
        """Stop the process; no signal is sent any more."""
        self.blockSignals(True)
        self._end()

    # -- asking

    @Slot(object)
    def _open(self) -> None:
        self._end()
        self._deaths = 0
        self._article = ""
        self._answered = []
        self._misfits = {}
        self.waiting = self.reading = False
        self.changed.emit()

    def _end(self) -> None:
        self._forget_question()
        if self._process is not None:
            self._process.stop()
            self._process = None

    def _forget_question(self) -> None:
        """What is answered from now on is of no interest, until something is asked again."""
        self._pause.stop()
        self._asked = None
        self._number += 1

    @Slot(object)
    def _follow(self, paths: set[str]) -> None:
        if self._article in paths:
            self._pause.start(_PAUSE)
        elif any(each.path in paths for each in self._answered):
            self.changed.emit()

    @Slot(object)
    def _follow_loss(self, paths: set[str]) -> None:
        if any(each.path in paths for each in self._answered):
            self.changed.emit()

    @Slot()
    def _rest(self) -> None:
        # Saves of many come first.
        if self._process is not None and self._session.is_editing:
            self._process.rest(True)

    @Slot()
    def _go_on(self) -> None:
        if self._process is not None:
            self._process.rest(False)

    @Slot()
    def _ask_later(self) -> None:
        # Others have written something: it may be nearer than what is shown.
        self._asked = None
        if not self._pause.isActive():
            self._pause.start(_PAUSE)

    @Slot()
    def _ask(self) -> None:
        session = self._session
        index = session.index_file
        row = session.rows.get(self._article)
        if not self._article or row is None or index is None or session.scanning:
            return
        if session.is_editing:
            # What is saved changes what there is to find.
            self._pause.start(_PAUSE)
            return
        question = self._question(row)
        if question == self._asked:
            return
        self._asked = question
        if self._process is None:
            if self._deaths >= _MOST_DEATHS:
                self._take(Reply(Answer()))
                return
            self._process = SuggestionProcess(index, self._arrived.emit)
        self._number += 1
        self._process.ask(self._number, question)

    def _question(self, row: Row) -> Question:
        items = self._items()[:_MOST_ITEMS]
        identities = {identity_of(item) for item in items} | {slug_of(row.path)}
        if row.address:
            identities.add(identity_of(row.address))
        stories = tuple(story_of_item(item) or self._named(item) for item in items)
        return Question(row.path, story_of(row), stories, frozenset(identities - {""}))

    def _named(self, item: Value) -> Story | None:
        row = self._session.article_named(slug_of(item)) if isinstance(item, str) else None
        return Story(row.title, row.excerpt) if row is not None else None

    def _items(self) -> list[Value]:
        try:
            value = self._session.held(self._article).document.value(self.PATH)
        except (FrontMatterError, OSError):
            return []
        return list(value) if isinstance(value, list) else []

    # -- answers

    @Slot()
    def _deliver(self) -> None:
        while self._process is not None and not self._process.replies.empty():
            number, reply = self._process.replies.get()
            if reply is None:
                self._process.stop()
                self._process = None
                self._deaths += 1
                self._asked = None
                self._pause.start(_PAUSE)
            elif number == self._number:
                self._take(reply)

    def _take(self, reply: Reply) -> None:
        answer = reply.answer or Answer()
        before = (self._answered, self.waiting, self.reading)
        self._answered = answer.suggestions
        self.waiting = False
        self.reading = reply.far_behind
        if (self._answered, self.waiting, self.reading) != before:
            self.changed.emit()
        stories = self._asked.items if self._asked is not None else ()
        marked = {
            story: misfit
            for story, misfit in zip(stories, answer.misfits, strict=False)
            if story is not None and misfit is not None
        }
        if marked != self._misfits:
            self._misfits = marked
            self.misfits_changed.emit()
