"""Which articles of the folder have the one at hand in their related lists, found out beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.backlinks import RELATED, Reference
from curator.content.index.database import Index, IndexUnusable
from curator.content.row import Row
from curator.frontmatter import Document, FrontMatterError
from curator.session.session import Session

_GLANCE = 60
"""Milliseconds for which a story is shown before anything is done for it."""
_PAUSE = 300
"""Milliseconds without another change after which it is asked anew."""


class Backlinks(QObject):
    """Asks beside the window; the answer for an earlier story is dropped."""

    changed = Signal()
    """`found` or `waiting` is different."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._article = ""
        self._number = 0
        self._closed = False
        self._paths: list[str] = []
        self.waiting = False
        """Whether the answer for the article at hand is still to come."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        session.folder_opened.connect(self._forget)
        session.folder_ready.connect(self._ask_later)
        session.scan_ended.connect(self._ask_later)
        session.articles_changed.connect(self._ask_later)
        session.rows_added.connect(self._ask_later)
        session.rows_removed.connect(self._ask_later)

    @property
    def article(self) -> str:
        """The path of the article at hand; empty for none."""
        return self._article

    @property
    def found(self) -> list[Row]:
        """The articles that have it in their related lists, the newest first."""
        rows = self._session.rows
        found = [rows[path] for path in self._paths if path in rows]
        return sorted(found, key=lambda row: (-(row.moment or 0.0), row.path))

    def show_article(self, path: str) -> None:
        """Ask for another article; empty for none."""
        if path == self._article or self._closed:
            return
        self._article = path
        self._number += 1
        self._paths = []
        self.waiting = bool(path)
        self.changed.emit()
        if path:
            self._pause.start(_GLANCE)
        else:
            self._pause.stop()

    def close(self) -> None:
        """Ask nothing any more, whatever is shown yet; no signal is sent."""
        self.blockSignals(True)
        self.show_article("")
        self._closed = True

    @Slot()
    def _forget(self) -> None:
        self.show_article("")

    @Slot()
    def _ask_later(self) -> None:
        if self._article:
            self._pause.start(_PAUSE)

    @Slot()
    def _ask(self) -> None:
        session, path = self._session, self._article
        row, file = session.rows.get(path), session.index_file
        if row is None or file is None or session.scanning:
            return
        self._number += 1
        number, reference = self._number, Reference(path, row.address)
        held = session.in_memory

        def done(paths: list[str]) -> None:
            if number == self._number:
                self._take(paths)

        def failed(_error: Exception) -> None:
            if number == self._number:
                self._take([])

        session.runner.run(lambda: linking_to(reference, file, held), done, failed)

    def _take(self, paths: list[str]) -> None:
        paths = sorted(path for path in paths if path != self._article)
        if self.waiting or paths != self._paths:
            self.waiting = False
            self._paths = paths
            self.changed.emit()


def linking_to(reference: Reference, file: Path, held: Sequence[tuple[str, Document]]) -> list[str]:
    """The paths of articles that refer to one, by the index and by what is held in memory.

    Of an article in memory the index may know less, and does not count.
    """
    index = Index(file)
    found: set[str] = set()
    try:
        if file.exists():
            found.update(index.linking_to(reference))
    except IndexUnusable:
        # It comes back with the next look at the folder.
        pass
    finally:
        index.close()
    for path, document in held:
        found.discard(path)
        if reference.may_be_in(document.yaml) and _refers(reference, document):
            found.add(path)
    return sorted(found)


def _refers(reference: Reference, document: Document) -> bool:
    try:
        return reference.is_in(document.value(RELATED))
    except FrontMatterError:
        return False
