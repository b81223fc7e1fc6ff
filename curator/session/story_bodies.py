"""The bodies of stories as HTML, made on a thread beside the window."""

from __future__ import annotations

import time
from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.story_html import Stopped, StoryBody, body_html, text_of
from curator.session.jobs import ThreadRunner

PAUSE = 30
"""Milliseconds that a story is looked at before its body is made: keys may be held down."""
_KEPT = 24
_BETWEEN = 0.002
_REST = 0.0005


class _Errand:
    """Whether a body is still wanted; asked often, it also lets the window have its turn."""

    def __init__(self, path: str, tail: bytes) -> None:
        self.path = path
        self.tail = tail
        self.given_up = False
        self._since = time.perf_counter()

    def __call__(self) -> bool:
        if time.perf_counter() - self._since > _BETWEEN:
            # Otherwise the window would wait five milliseconds for the interpreter, each time.
            time.sleep(_REST)
            self._since = time.perf_counter()
        return self.given_up


class StoryBodies(QObject):
    """Makes one body at a time, the one that was asked for last, and keeps some."""

    ready = Signal()
    """The body that was asked for is there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = ThreadRunner(self)
        self._known: OrderedDict[str, tuple[bytes, StoryBody]] = OrderedDict()
        self._errand: _Errand | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Whether a body is to come."""
        return self._errand is not None

    def ask(self, path: str, tail: bytes) -> StoryBody | None:
        """The body in a file's closing fence and what follows it; None until `ready` tells."""
        tail_known, body = self._known.get(path, (b"", None))
        if body is not None and tail_known == tail:
            self.leave()
            self._known.move_to_end(path)
            return body
        if not tail.strip(b"-. \t\r\n"):
            self.leave()
            return StoryBody(())
        if self._errand is None or self._errand.path != path or self._errand.tail != tail:
            self.leave()
            self._errand = _Errand(path, tail)
            self._pause.start()
        return None

    def leave(self) -> None:
        """Nobody waits for a body any more."""
        if self._errand is not None:
            self._errand.given_up = True
            self._errand = None
        self._pause.stop()

    @Slot()
    def _begin(self) -> None:
        if (errand := self._errand) is not None:
            self._runner.run(
                partial(_made, errand), partial(self._take, errand), partial(self._fail, errand)
            )

    def _take(self, errand: _Errand, body: StoryBody) -> None:
        self._known[errand.path] = (errand.tail, body)
        self._known.move_to_end(errand.path)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        if errand is self._errand:
            self._errand = None
            self.ready.emit()

    def _fail(self, errand: _Errand, error: Exception) -> None:
        if not isinstance(error, Stopped):
            self._take(errand, StoryBody((), cut=True))
            raise error


def _made(errand: _Errand) -> StoryBody:
    is_html = errand.path.lower().endswith(".html")
    return body_html(text_of(errand.tail), is_html=is_html, stop=errand)
