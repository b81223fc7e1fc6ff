"""Background work: its results arrive on the thread of the window, its errors as well."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

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

    def apart(self) -> Runner:
        """A runner for work that need not wait for this one's; drained and closed along with it."""
        ...


class ThreadRunner(QObject):
    """One worker thread, so that pieces of work never overtake each other.

    They begin once the event loop is back: a thread that starts while the window does what a key
    asks for, and paints it, takes the interpreter from it again and again.
    """

    _result_ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="curator-job")
        self._results: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._closed = False
        self._waiting: list[Callable[[], None]] = []
        self._apart: list[ThreadRunner] = []
        self._begin = QTimer(self)
        self._begin.setSingleShot(True)
        self._begin.setInterval(0)
        self._begin.timeout.connect(self._submit)
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

        self._waiting.append(job)
        self._begin.start()

    def drain(self) -> None:
        """Wait for everything that was started and deliver its results before returning."""
        while True:
            if not self._closed:
                self._submit()
                self._pool.submit(int).result()
            self._deliver()
            for other in self._apart:
                other.drain()
            # One piece of work has led to another, here or apart.
            if not any(each._waiting for each in (self, *self._apart) if not each._closed):
                return

    def apart(self) -> ThreadRunner:
        """A runner for work that need not wait for this one's; drained and closed along with it."""
        self._apart.append(ThreadRunner(self))
        return self._apart[-1]

    def close(self) -> None:
        """Drain, and take no more work."""
        self.drain()
        for other in self._apart:
            other.close()
        self._submit()
        self._closed = True
        self._pool.shutdown(wait=True)

    @Slot()
    def _submit(self) -> None:
        waiting, self._waiting = self._waiting, []
        for job in waiting:
            self._pool.submit(job)

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

    def apart(self) -> DirectRunner:
        """This one: nothing waits here."""
        return self

    def close(self) -> None:
        """Nothing is left to wait for."""
