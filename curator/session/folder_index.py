"""The process that reads the folder and keeps its index, as the window sees it.

A thread of the window's own process would hold the interpreter's lock while it parses.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import tempfile
import threading
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.index.serving import Request, serve
from curator.content.index.updating import Batch

_AHEAD = 8
"""Batches that may wait for the window, which takes in one between two frames."""

_PATIENCE = 1.0
"""Seconds for the process to end by itself."""


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


class _Server:
    """The process, and the thread that waits for its answers."""

    def __init__(self, folder: Path, file: Path, tell: Callable[[], None]) -> None:
        context = multiprocessing.get_context("spawn")
        self._their_requests, self._requests = context.Pipe(duplex=False)
        self._results, self._their_results = context.Pipe(duplex=False)
        self._process = context.Process(
            target=serve,
            args=(self._their_requests, self._their_results, str(folder), str(file)),
            name="curator-index",
        )
        self._waiting: SimpleQueue[Request | _End] = SimpleQueue()
        self._room = threading.Semaphore(_AHEAD)
        self._stopped = threading.Event()
        self._tell = tell
        self.answers: SimpleQueue[Batch | str | None] = SimpleQueue()
        self.busy = False
        self.dead = False
        """Whether it takes no more requests."""
        self._thread = threading.Thread(target=self._run, name="curator-index", daemon=True)
        self._thread.start()
        # A process that has children of its own cannot be one that dies with this one by itself.
        atexit.register(self.stop)

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

    def stop(self) -> None:
        """End the process, whatever it does."""
        atexit.unregister(self.stop)
        self._stopped.set()
        self._waiting.put(_End())
        self._room.release()
        if self._process.pid is not None:
            self._process.terminate()
        self._thread.join(_PATIENCE)
        if self._thread.is_alive() and self._process.pid is not None:
            # It was halted, or the system is in trouble.
            self._process.kill()
            self._thread.join(_PATIENCE)

    def _run(self) -> None:
        reason: str | None = None
        try:
            # Starting a process takes some 100 ms: not on the thread of the window.
            self._process.start()
            self._their_requests.close()
            self._their_results.close()
            while not isinstance(request := self._waiting.get(), _End):
                self._requests.send(request)
                reason = "the folder could not be read to its end: the reading process died"
                self._put(self._pump())
            reason = None
        except Exception as error:
            # Whatever it is, somebody waits for an answer.
            reason = reason or f"the folder could not be read: {error}"
        finally:
            self._requests.close()
            self._results.close()
            if self._process.pid is not None:
                self._process.terminate()
                self._process.join()
        self.dead = True
        if reason is not None:
            self._put(reason)

    def _pump(self) -> str | None:
        while not self._stopped.is_set():
            answer: Batch | str | None = self._results.recv()
            if not isinstance(answer, Batch):
                return answer
            self._room.acquire()
            self._put(answer)
        return None

    def _put(self, answer: Batch | str | None) -> None:
        if not self._stopped.is_set():
            self.answers.put(answer)
            self._tell()


class _End:
    """Asks the thread to end."""
