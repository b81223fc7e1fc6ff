"""Background work: its results arrive on the thread of the window, its errors as well."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from curator.content.folder import Batch, scan

T = TypeVar("T")


class Runner(Protocol):
    """Runs work and hands its result, or its exception, to a callback on the calling thread."""

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Start `work`; exactly one of `done` and `failed` is called, on the calling thread."""
        ...

    def drain(self) -> None:
        """Wait for everything that was started and deliver its results before returning."""
        ...

    def close(self) -> None:
        """Drain, and take no more work."""
        ...


class ThreadRunner(QObject):
    """One worker thread, so that pieces of work never overtake each other."""

    _result_ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="curator-job")
        self._results: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._closed = False
        self._result_ready.connect(self._deliver)

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Start `work`; its result arrives through the event loop."""

        def job() -> None:
            try:
                result = work()
            except Exception as error:
                self._results.put(partial(failed, error))
            else:
                self._results.put(partial(done, result))
            # After the window is gone there is nobody left to tell.
            with contextlib.suppress(RuntimeError):
                self._result_ready.emit()

        self._pool.submit(job)

    def drain(self) -> None:
        """Wait for everything that was started and deliver its results before returning."""
        if not self._closed:
            self._pool.submit(int).result()
        self._deliver()

    def close(self) -> None:
        """Drain, and take no more work."""
        self.drain()
        self._closed = True
        self._pool.shutdown(wait=True)

    @Slot()
    def _deliver(self) -> None:
        while not self._results.empty():
            self._results.get()()


class DirectRunner:
    """Does the work at once; for tests and for the last saves before the program ends."""

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Do `work` and call `done` or `failed` before returning."""
        try:
            result = work()
        except Exception as error:
            failed(error)
        else:
            done(result)

    def drain(self) -> None:
        """Nothing is left to wait for."""

    def close(self) -> None:
        """Nothing is left to wait for."""


class FolderScan(QObject):
    """Reads all articles of a folder in a process of its own, so that the window never stalls.

    A thread would hold the interpreter's lock while it parses.
    """

    batch_read = Signal(object)
    """A `Batch`."""
    finished = Signal(object)
    """None, or words that say why the scan ended early.  Not sent after `cancel`."""

    _arrived = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        context = multiprocessing.get_context("spawn")
        self._receiver, self._sender = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_scan_into, args=(self._sender, str(folder)), daemon=True, name="curator-scan"
        )
        self._cancelled = threading.Event()
        self._messages: SimpleQueue[Batch | str | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._receive, name="curator-scan", daemon=True)
        self._arrived.connect(self._deliver)

    def start(self) -> None:
        """Begin; the signals arrive on the thread that this object lives on."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop; no signal is sent any more once this returns."""
        if self._cancelled.is_set():
            return
        self._cancelled.set()
        if self._thread.is_alive():
            if self._process.pid is not None:
                self._process.terminate()
            self._thread.join()

    @Slot()
    def _deliver(self) -> None:
        while not self._messages.empty() and not self._cancelled.is_set():
            message = self._messages.get()
            if isinstance(message, Batch):
                self.batch_read.emit(message)
            else:
                self.finished.emit(message)

    def _receive(self) -> None:
        try:
            # Starting a process takes some 100 ms: not on the thread of the window.
            self._process.start()
            self._sender.close()
            reason = self._pump()
            self._process.join()
        except Exception as error:
            reason = f"the folder could not be read to its end: {error}"
        finally:
            self._receiver.close()
        self._put(reason)

    def _pump(self) -> str | None:
        while not self._cancelled.is_set():
            try:
                message: Batch | str | None = self._receiver.recv()
            except (EOFError, OSError):
                return "the folder could not be read to its end: the reading process died"
            if not isinstance(message, Batch):
                return message
            self._put(message)
        return None

    def _put(self, message: Batch | str | None) -> None:
        self._messages.put(message)
        # After the window is gone there is nobody left to tell.
        with contextlib.suppress(RuntimeError):
            self._arrived.emit()


def _scan_into(sender: Connection, folder: str) -> None:
    """Run in the child: send every batch, then None, or words where it fails."""
    try:
        for batch in scan(Path(folder)):
            sender.send(batch)
        sender.send(None)
    except (BrokenPipeError, KeyboardInterrupt):
        return
    except Exception as error:
        sender.send(f"the folder could not be read to its end: {error}")
