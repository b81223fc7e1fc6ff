"""Which articles of the open folder are the same story, found out beside the window."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.row import Row
from curator.content.twins import Group, Twin, TwinIndex
from curator.session.session import Session

SLICE = 0.004
"""Seconds for which a portion may hold up the window: a quarter of a frame."""

_TOGETHER = 8
"""Articles between two looks at the clock."""


class Twins(QObject):
    """Articles that are the same story as another one, kept up to date with the session.

    Rows are taken in between the window's own events; until `busy` is false some may be missing.
    """

    counted = Signal(object)
    """How many articles are the same story as another one; all changes so far are counted."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._index = TwinIndex(self._row_at)
        # In the order in which they came, each once.
        self._waiting: dict[str, None] = {}
        self._is_different = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        session.folder_opened.connect(self._begin_anew)
        session.rows_added.connect(self._take_in)
        session.rows_removed.connect(self._look_at)
        session.articles_changed.connect(self._look_at)
        self._look_at(session.rows)

    @property
    def busy(self) -> bool:
        """Whether there are articles that were not looked at yet."""
        return bool(self._waiting)

    @property
    def count(self) -> int:
        """How many articles are the same story as another one."""
        return len(self._index)

    @property
    def paths(self) -> frozenset[str]:
        """The paths of these articles."""
        return self._index.paths

    @property
    def pairs(self) -> list[tuple[str, Twin]]:
        """Each article that is the same story as one before it by its path, with that one."""
        return [
            (path, twin)
            for group in self.groups()
            for path in group.paths[1:]
            if (twin := next(iter(self.same_as(path)), None)) is not None
        ]

    def has(self, path: str) -> bool:
        """Whether the article at a path is the same story as another one."""
        return path in self._index

    def same_as(self, path: str) -> list[Twin]:
        """The other articles that are the same story as the one at a path."""
        return self._index.same_as(path)

    def groups(self) -> list[Group]:
        """All stories that several articles tell."""
        return self._index.groups()

    def finish(self) -> None:
        """Look at all articles that are waiting, however long it takes."""
        while self._waiting:
            self._portion(float("inf"))

    def _row_at(self, path: str) -> Row | None:
        return self._session.rows.get(path)

    @Slot()
    def _begin_anew(self) -> None:
        self._waiting.clear()
        self._index.clear()
        self._is_different = True
        self._timer.start()

    @Slot(object)
    def _take_in(self, rows: list[Row]) -> None:
        self._look_at({row.path for row in rows})

    @Slot(object)
    def _look_at(self, paths: set[str] | dict[str, Row]) -> None:
        if paths:
            self._waiting.update(dict.fromkeys(paths))
            self._timer.start()

    @Slot()
    def _go_on(self) -> None:
        self._portion(time.perf_counter() + SLICE)

    def _portion(self, end: float) -> None:
        waiting, index, rows = self._waiting, self._index, self._session.rows
        while waiting and time.perf_counter() < end:
            for _ in range(min(_TOGETHER, len(waiting))):
                path, _ = waiting.popitem()
                row = rows.get(path)
                self._is_different |= index.put(row) if row is not None else index.remove(path)
        if not waiting:
            self._timer.stop()
            if self._is_different:
                self._is_different = False
                self.counted.emit(len(index))
