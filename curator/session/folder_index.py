"""The process that reads the folder and keeps its index, as the window sees it.

A thread of the window's own process would hold the interpreter's lock while it parses.
"""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.index.serving import Request, serve
from curator.content.index.updating import Batch
from curator.session.beside import SPAWN, Beside

_AHEAD = 8
"""Batches that may wait for the window, which takes in one between two frames."""


class FolderIndex(QObject):
    """Looks at the folder when it is asked to; all results arrive on the thread it lives on."""

    batch_read = Signal(object)
    """A `Batch`."""
    answered = Signal(object)
    """A request is done: None, or words that say why it ended early.  Not sent after `cancel`."""

    _arrived = Signal()

    def __init__(self, folder: Path, file: Path | None, parent: QObject | None = None) -> None:
        """`file` is where the index is kept; None keeps it only as long as this object is used."""
        super().__init__(parent)
        self._folder = folder
        self._file = file
        self._own: tempfile.TemporaryDirectory[str] | None = None
        self._server: _Server | None = None
        self._wanted: Request = []
        self._asked: Request = []
        self._tried_again = False
        self._pause = QTimer(self)
        self._pause.setInterval(0)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._deliver)
        self._arrived.connect(self._pause.start)

    @property
    def busy(self) -> bool:
        """Whether a request is not answered yet."""
        return self._server is not None and self._server.busy

    @property
    def file(self) -> Path | None:
        """Where the index is by now; None before the first look."""
        if self._file is None and self._own is None:
            return None
        return self._place()

    def look(self, paths: AbstractSet[str] | None = None) -> None:
        """Ask for what is different of these articles, or of the whole folder.

        What is asked for while another request is under way is done after it, all at once.
        """
        if self._wanted is not None:
            self._wanted = None if paths is None else [*self._wanted, *paths]
        if not self.busy:
            self._ask()

    def cancel(self) -> None:
        """Give up what is under way; no signal is sent any more for it once this returns."""
        self._wanted = []
        self._pause.stop()
        if self._server is not None:
            self._server.stop()
            self._server = None
        if self._own is not None:
            self._own.cleanup()
            self._own = None

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, []
        self._asked = wanted
        if self._server is None:
            self._server = _Server(self._folder, self._place(), self._tell)
        self._server.ask(wanted if wanted is None else list(dict.fromkeys(wanted)))

    def _place(self) -> Path:
        if self._file is not None:
            return self._file
        if self._own is None:
            self._own = tempfile.TemporaryDirectory(
                prefix="curator-index-", ignore_cleanup_errors=True
            )
        return Path(self._own.name) / "rows" / "rows.sqlite"

    def _tell(self) -> None:
        # After the window is gone there is nobody left to tell.
        with contextlib.suppress(RuntimeError):
            self._arrived.emit()

    @Slot()
    def _deliver(self) -> None:
        server = self._server
        if server is None or server.answers.empty():
            return
        answer = server.take()
        if isinstance(answer, Batch):
            # A process that dies over a request may do so each time.
            self._tried_again = True
            self.batch_read.emit(answer)
        else:
            if server.dead:
                # The next request starts another one.
                self._server = None
            retry = server.dead and not self._tried_again
            self._tried_again = retry
            if retry:
                # It may have been ended while it had nothing to do.
                wanted, asked = self._wanted, self._asked
                self._wanted = None if wanted is None or asked is None else [*asked, *wanted]
            if self._wanted != []:
                self._ask()
            if not retry:
                self.answered.emit(answer)
        if self._server is not None and not self._server.answers.empty():
            self._pause.start()


class _Server(Beside):
    """The process, and the thread that waits for its answers."""

    def __init__(self, folder: Path, file: Path, tell: Callable[[], None]) -> None:
        their_requests, self._requests = SPAWN.Pipe(duplex=False)
        self._results, their_results = SPAWN.Pipe(duplex=False)
        super().__init__(
            "curator-index",
            serve,
            (self._requests, self._results),
            (their_requests, their_results),
            (str(folder), str(file)),
        )
        self._waiting: SimpleQueue[Request | _End] = SimpleQueue()
        self._room = threading.Semaphore(_AHEAD)
        self._reason: str | None = None
        """Why a request will not be answered."""
        self._tell = tell
        self.answers: SimpleQueue[Batch | str | None] = SimpleQueue()
        self.busy = False
        self.dead = False
        """Whether it takes no more requests."""
        self.begin()

    def ask(self, request: Request) -> None:
        """Hand over a request; the one before is answered."""
        self.busy = True
        self._waiting.put(request)

    def take(self) -> Batch | str | None:
        """The next answer, of which there is one."""
        answer = self.answers.get()
        if isinstance(answer, Batch):
            self._room.release()
        else:
            self.busy = False
        return answer

    def wake(self) -> None:
        self._waiting.put(_End())
        self._room.release()

    def talk(self) -> None:
        while not isinstance(request := self._waiting.get(), _End):
            self._requests.send(request)
            self._reason = "the folder could not be read to its end: the reading process died"
            self._put(self._pump())
        self._reason = None

    def end(self, error: Exception | None) -> None:
        self.dead = True
        if error is not None:
            # Whatever it is, somebody waits for an answer.
            self._reason = self._reason or f"the folder could not be read: {error}"
        if self._reason is not None:
            self._put(self._reason)

    def _pump(self) -> str | None:
        while not self.stopped:
            answer: Batch | str | None = self._results.recv()
            if not isinstance(answer, Batch):
                return answer
            self._room.acquire()
            self._put(answer)
        return None

    def _put(self, answer: Batch | str | None) -> None:
        if not self.stopped:
            self.answers.put(answer)
            self._tell()


class _End:
    """Asks the thread to end."""
