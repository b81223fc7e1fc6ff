"""What an editor may decide next, worked out while she reads: the key then only has to show it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from curator.content.row import Published
from curator.session.decisions import EDITS
from curator.session.session import Session

_GLANCE = 40
"""Milliseconds for which a story is at hand before anything is worked out for it."""
_BREATH = 5
"""Milliseconds between the decisions, of which each takes as many to work out."""


class Foresight(QObject):
    """Works out what publishing and holding the story at hand would make of it."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._path = ""
        self._left: list[Published] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        session.articles_changed.connect(self._begin_again)

    @Slot(object)
    def expect(self, path: str) -> None:
        """A story is at hand now; empty for none."""
        self._path = path
        self._left = [Published.YES, Published.NO] if path else []
        self._timer.start(_GLANCE)

    @Slot(object)
    def _begin_again(self, paths: set[str]) -> None:
        if self._path in paths:
            self.expect(self._path)

    @Slot()
    def _go_on(self) -> None:
        session = self._session
        row = session.rows.get(self._path)
        if not self._left or row is None or not row.readable or session.is_editing:
            return
        wanted = self._left.pop()
        if row.published is not wanted:
            session.editing.foresee(self._path, EDITS[wanted])
        self._timer.start(_BREATH)
