"""What a change would do to each of many articles, worked out in portions before it is made."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from curator.content.bulk import BulkError, NotYet
from curator.content.changes import Line, compare
from curator.content.saving import store
from curator.frontmatter import Document, Edit, FrontMatterError, apply_all
from curator.session.commands import Planned
from curator.session.notice import in_words
from curator.session.session import Session

SLICE = 0.006
"""Seconds for which a portion holds up the window."""

MOST_LINES = 40
"""Changed lines that are kept of one article."""

_LOOKED_AHEAD = 200
"""So many articles may wait for an answer that is worked out elsewhere."""

_WAIT = 10
"""Milliseconds until it is asked for again."""


class PlannedChange(Protocol):
    """A change of articles; it raises BulkError, or NotYet to be asked again."""

    def __call__(self, document: Document, path: str, /) -> Sequence[Edit]:
        """The edits for the article at a path; none where nothing is to do."""
        ...

    def label(self, count: int) -> str:
        """What to call the step of undo that makes it in so many articles."""
        ...


@runtime_checkable
class Explained(Protocol):
    """A change that has something to say about each article."""

    def note(self, path: str, /) -> str:
        """Why the article is changed so; asked after its edits."""
        ...


class Outcome(Enum):
    """What would become of an article."""

    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a change would do to one article.

    `lines` are those that go and come, `more` counts what is left out of them.  `reason` says why
    nothing can be done.
    """

    path: str
    outcome: Outcome
    lines: tuple[Line, ...] = ()
    more: int = 0
    reason: str = ""
    note: str = ""
    planned: Planned | None = None


@dataclass(slots=True)
class _Asked:
    path: str
    document: Document | None = None
    result: FileChange | None = None


class DryRun(QObject):
    """Tries a change on articles, and makes it in those that are chosen of them.

    What is changed meanwhile, here or outside, is tried again.
    """

    found = Signal(object)
    """A list of `FileChange`, in the order of the articles."""
    revised = Signal(object)
    """A `FileChange` that takes the place of an earlier one."""
    progressed = Signal(object, object)
    """How many articles were tried, and how many there are."""
    ended = Signal()
    """All were tried."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._change: PlannedChange | None = None
        self._left: deque[str] = deque()
        self._asked: deque[_Asked] = deque()
        self._again: deque[str] = deque()
        self._total = 0
        self.results: dict[str, FileChange] = {}
        """What was found, by path."""
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        session.articles_changed.connect(self._look_again)
        session.rows_removed.connect(self._look_again)

    @property
    def running(self) -> bool:
        """Whether articles are still to be tried."""
        return bool(self._left or self._asked or self._again)

    def start(self, change: PlannedChange, paths: Iterable[str]) -> None:
        """Try a change on articles; what was tried before is forgotten."""
        self.stop()
        self.results = {}
        self._change = change
        self._left = deque(dict.fromkeys(paths))
        self._total = len(self._left)
        self._timer.setInterval(0)
        self._timer.start()
        self.progressed.emit(0, self._total)

    def stop(self) -> None:
        """Try no more articles."""
        self._timer.stop()
        self._left.clear()
        self._asked.clear()
        self._again.clear()

    def apply(self, paths: Iterable[str]) -> int:
        """Make the change in those of the articles in which it can be made, as one step of undo.

        The number of articles in which it is made now, in portions.
        """
        plans = {
            path: each.planned
            for path in paths
            if (each := self.results.get(path)) is not None and each.planned is not None
        }
        if plans and self._change is not None:
            self._session.edit(plans, self._change.label(len(plans)))
        return len(plans)

    # -- portions

    @Slot()
    def _go_on(self) -> None:
        if self._session.editing.running:
            # What is tried now would be on top of something else in a moment.
            self._timer.setInterval(_WAIT)
            return
        end = time.perf_counter() + SLICE
        found: list[FileChange] = []
        waits = False
        while self.running and not waits and time.perf_counter() < end:
            waits = not self._step(found)
        self._timer.setInterval(_WAIT if waits else 0)
        if not self.running:
            self._timer.stop()
        if found:
            self.found.emit(found)
            self.progressed.emit(len(self.results), self._total)
        if not self.running and not self._timer.isActive():
            self.ended.emit()

    def _step(self, found: list[FileChange]) -> bool:
        """Try one article; False where nothing can be done before an answer comes."""
        first = self._asked[0] if self._asked else None
        if first is not None and self._is_answered(first):
            self._asked.popleft()
            assert first.result is not None
            self.results[first.path] = first.result
            found.append(first.result)
            return True
        if self._left and len(self._asked) < _LOOKED_AHEAD:
            asked = _Asked(self._left.popleft())
            self._is_answered(asked)
            self._asked.append(asked)
            return True
        if self._again:
            path = self._again[0]
            revised = self._tried(_Asked(path))
            if revised is not None:
                self._again.popleft()
                self._revise(revised)
            return revised is not None
        return False

    def _is_answered(self, asked: _Asked) -> bool:
        if asked.result is None:
            asked.result = self._tried(asked)
        return asked.result is not None

    def _revise(self, revised: FileChange) -> None:
        if self.results.get(revised.path) != revised:
            self.results[revised.path] = revised
            self.revised.emit(revised)

    def _tried(self, asked: _Asked) -> FileChange | None:
        """What the change would do to an article; None where it is to be asked again."""
        path, change = asked.path, self._change
        assert change is not None
        try:
            if asked.document is None:
                asked.document = document_of(self._session, path)
            before = asked.document
            edits = list(change(before, path))
            after = apply_all(before, edits)
        except NotYet:
            return None
        except BulkError as error:
            return FileChange(path, Outcome.REFUSED, reason=error.message)
        except (FrontMatterError, OSError) as error:
            return FileChange(path, Outcome.REFUSED, reason=in_words(error))
        note = change.note(path) if isinstance(change, Explained) else ""
        if after is before or after.yaml == before.yaml:
            return FileChange(path, Outcome.SAME, note=note)
        hunks = compare(before.yaml.encode(), after.yaml.encode(), context=0)
        lines = [line for hunk in hunks for line in hunk]
        return FileChange(
            path,
            Outcome.CHANGED,
            tuple(lines[:MOST_LINES]),
            max(0, len(lines) - MOST_LINES),
            note=note,
            planned=Planned.on(before, edits),
        )

    # -- what others do

    @Slot(object)
    def _look_again(self, paths: set[str]) -> None:
        for path in paths:
            if path in self.results and path not in self._again:
                self._again.append(path)
        if self.running:
            self._timer.start()
            # Who shows the results shall offer nothing to apply until they are true again.
            self.progressed.emit(len(self.results), self._total)


def document_of(session: Session, path: str) -> Document:
    """An article as its editor sees it, without taking it into memory.

    Raises FrontMatterError or OSError.
    """
    if session.is_unsaved(path):
        return session.held(path).document
    return store.load(session.full_path(path)).document


@dataclass(slots=True)
class Reading:
    """Documents one after the other, as far as there is time for them."""

    session: Session
    left: deque[str] = field(default_factory=deque[str])

    def take(self, seconds: float) -> list[Document]:
        """The documents that can be read in so many seconds, one at least; others are passed."""
        end = time.perf_counter() + seconds
        documents: list[Document] = []
        while self.left:
            try:
                documents.append(document_of(self.session, self.left.popleft()))
            except (FrontMatterError, OSError):
                continue
            if time.perf_counter() > end:
                break
        return documents


def said_count(count: int) -> str:
    """So many articles, with a capital letter as in the name of an action."""
    noun = _tr("Article") if count == 1 else _tr("Articles")
    return f"{count:,} {noun}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("DryRun", text)
