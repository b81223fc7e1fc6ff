"""Which articles of the open folder are the same story, found out beside the window."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.row import Row
from curator.content.twins import Group, Twin, TwinIndex
from curator.session.session import Session

SLICE = 0.004
"""Seconds for which a portion may hold up the window: a quarter of a frame."""

_PAUSE = 3
"""Milliseconds between two portions, for what else the window has to do."""

_TOGETHER = 4
"""Articles between two looks at the clock."""


class Twins(QObject):
    """Articles that tell the story of another one, kept up to date with the session.

    Rows are taken in between the window's own events, once the folder is read; until `busy` is
    false some may be missing.
    """

    counted = Signal(object)
    """How many articles tell the story of another one; all changes so far are counted."""
    twins_changed = Signal(object)
    """The paths, as a set, of articles that `has` says something else of, a moment ago or now."""
    settled = Signal()
    """All changes so far are looked at; `same_as` may say something else."""
    ready = Signal()
    """The same, for the first time since the folder was opened."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._index = TwinIndex(self._row_at)
        self.has: Callable[[str], bool] = self._index.has
        """Whether the article at a path tells the story of another one, neither of them held."""
        # All articles there were when the folder was read, and how many of them were looked at.
        self._all: list[str] = []
        self._at = 0
        # In the order in which they came, each once.
        self._waiting: dict[str, None] = {}
        self._is_different = False
        self._told_ready = False
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._go_on)
        session.folder_opened.connect(self._begin_anew)
        session.rows_added.connect(self._take_in)
        session.rows_removed.connect(self._look_at)
        session.articles_changed.connect(self._look_at)
        session.folder_ready.connect(self._look_at_all)
        session.rested.connect(self._resume)
        session.scan_ended.connect(self._resume)
        if session.rows and not session.scanning:
            self._look_at_all()

    @property
    def busy(self) -> bool:
        """Whether there are articles that were not looked at yet."""
        return self._session.scanning or self._at < len(self._all) or bool(self._waiting)

    @property
    def count(self) -> int:
        """How many articles tell the story of another one, neither of them held."""
        return len(self._index)

    @property
    def paths(self) -> frozenset[str]:
        """The paths of these articles."""
        return self._index.paths

    def same_as(self, path: str) -> list[Twin]:
        """The other articles that are the same story as the one at a path, held or not."""
        return self._index.same_as(path)

    def group_of(self, path: str) -> Group:
        """The story that an article tells, with all articles that tell it, held or not."""
        return self._index.group_of(path)

    def groups(self) -> list[Group]:
        """All stories that several articles tell."""
        return self._index.groups()

    def together(self, paths: Sequence[str]) -> list[int]:
        """The numbers of paths in an order in which those of one story stand side by side.

        A story stands where its first path stood.
        """
        return self._index.together(paths)

    def finish(self) -> None:
        """Look at all articles that are waiting, however long it takes."""
        while self._at < len(self._all) or self._waiting:
            self._portion(float("inf"))

    def _row_at(self, path: str) -> Row | None:
        return self._session.rows.get(path)

    @Slot()
    def _begin_anew(self) -> None:
        self._waiting.clear()
        self._all, self._at = [], 0
        self._index.clear()
        self._is_different, self._told_ready = True, False
        self._timer.start()

    @Slot()
    def _look_at_all(self) -> None:
        # A list of them takes a tenth of the room that the names of all waiting ones would.
        self._all, self._at = list(self._session.rows), 0
        self._timer.start()

    @Slot(object)
    def _take_in(self, rows: list[Row]) -> None:
        if not self._session.scanning:
            self._look_at({row.path for row in rows})

    @Slot(object)
    def _look_at(self, paths: AbstractSet[str]) -> None:
        if paths and not self._session.scanning:
            self._waiting.update(dict.fromkeys(paths))
            self._timer.start()

    @Slot()
    def _resume(self) -> None:
        if self._at < len(self._all) or self._waiting:
            self._timer.start()

    @Slot()
    def _go_on(self) -> None:
        if self._session.is_at_work or self._session.reading:
            # What edits of many leave of the time is for their saves, and rows that come for them.
            self._timer.stop()
            return
        self._portion(time.perf_counter() + SLICE)

    def _portion(self, end: float) -> None:
        waiting, index, rows = self._waiting, self._index, self._session.rows
        while waiting and time.perf_counter() < end:
            for _ in range(min(_TOGETHER, len(waiting))):
                path, _ = waiting.popitem()
                row = rows.get(path)
                self._is_different |= index.put(row) if row is not None else index.remove(path)
        every = self._all
        while self._at < len(every) and time.perf_counter() < end:
            some = every[self._at : self._at + _TOGETHER]
            self._at += len(some)
            for path in some:
                if (row := rows.get(path)) is not None:
                    self._is_different |= index.put(row)
        if not waiting and self._at >= len(every):
            self._timer.stop()
            self._all, self._at = [], 0
            self._tell()

    def _tell(self) -> None:
        if changed := self._index.take_changed():
            self.twins_changed.emit(changed)
        if self._is_different:
            self._is_different = False
            self.counted.emit(len(self._index))
        self.settled.emit()
        if not self._told_ready and not self._session.scanning:
            self._told_ready = True
            self.ready.emit()
