"""The picture that stands for an article in the list of cards."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QPixmap

from curator.content.article import picture_of
from curator.frontmatter import FrontMatterError
from curator.session.session import Session
from curator.ui.thumbnails import Thumbnails

_KEPT = 5_000
_MOST_WAITING = 64
"""Some windows full: who scrolls on does not want what has gone by."""


class Covers(QObject):
    """Looks up the first picture of each article that is painted, one between two events.

    Rows do not know it: an address each would take a tenth of the memory of 100,000 articles.
    """

    found = Signal()
    """Pictures that were asked for can be had now."""

    def __init__(self, session: Session, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._thumbnails = thumbnails
        self._addresses: OrderedDict[str, str] = OrderedDict()
        self._waiting: list[str] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)
        thumbnails.arrived.connect(self.found)
        session.folder_opened.connect(self._start_anew)
        session.articles_changed.connect(self._forget)

    def picture(self, path: str, size: QSize) -> QPixmap | None:
        """The picture of an article in device pixels; None where it has none, or not yet."""
        address = self._addresses.get(path)
        if address is None:
            if path not in self._waiting:
                self._waiting.append(path)
                del self._waiting[:-_MOST_WAITING]
                self._timer.start()
            return None
        return self._thumbnails.picture(address, size) if address else None

    @Slot()
    def _look(self) -> None:
        if self._waiting:
            path = self._waiting.pop(0)
            self._addresses[path] = self._address(path)
            if len(self._addresses) > _KEPT:
                self._addresses.popitem(last=False)
        if not self._waiting:
            self._timer.stop()
            self.found.emit()

    def _address(self, path: str) -> str:
        try:
            return picture_of(self._session.peek(path))
        except (FrontMatterError, OSError):
            # The row says so; a list of cards is not the place to do it twice.
            return ""

    @Slot(object)
    def _forget(self, paths: set[str]) -> None:
        if len(paths) > len(self._addresses):
            paths = {path for path in self._addresses if path in paths}
        for path in paths:
            self._addresses.pop(path, None)

    @Slot()
    def _start_anew(self) -> None:
        self._addresses.clear()
        self._waiting.clear()
