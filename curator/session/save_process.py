"""Saves of many articles by a process beside the window: when it is there, and what it did."""

from __future__ import annotations

from collections.abc import Sequence
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QTimer, Slot

from curator.content.saving.serving import Written, serve
from curator.content.saving.store import Order
from curator.session.beside import SPAWN, Beside

_IDLE = 60_000
"""Milliseconds after which a process that has nothing to do is ended."""
_PATIENCE = 20.0
"""Seconds that some saves take at most; on a drive that takes longer the window goes on."""
_END = 5.0
"""Seconds in which a process that is killed has ended, unless its drive does not answer at all."""


class SaveProcess(QObject):
    """It only ever saves time: what it does not do is saved without it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: _Process | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE)
        self._idle.timeout.connect(self._rest)

    def expect(self) -> None:
        """There may soon be many articles to save."""
        if self._process is None or self._process.is_dead:
            self.close()
            self._process = _Process()
        self._idle.start()

    @property
    def is_up(self) -> bool:
        """Whether there is a process that can be asked, from any thread."""
        process = self._process
        return process is not None and process.is_up

    def stay(self) -> None:
        """There is something to do: do not end it for a while."""
        if self._process is not None:
            self._idle.start()

    def write(self, orders: Sequence[Order]) -> Written | None:
        """Carry out orders and wait for that, on any thread.

        None where the process is gone: each may be carried out by then, or not, and none will be.
        Raises RuntimeError where it can neither be waited for nor ended.
        """
        process = self._process
        return process.write(list(orders)) if process is not None else None

    @Slot()
    def _rest(self) -> None:
        if self._process is not None and self._process.is_busy:
            self._idle.start()
        else:
            self.close()

    def close(self) -> None:
        """End the process, after what it is doing; the next one starts anew."""
        self._idle.stop()
        if self._process is not None:
            self._process.stop()
            self._process = None


class _Process(Beside):
    """The process, and the thread that talks to it."""

    def __init__(self) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        super().__init__("curator-saves", serve, (self._pipe,), (theirs,))
        self._wanted: SimpleQueue[list[Order] | None] = SimpleQueue()
        self._answers: SimpleQueue[Written | None] = SimpleQueue()
        self.is_up = False
        self.is_dead = False
        self.is_busy = False
        self.begin()

    def write(self, orders: list[Order]) -> Written | None:
        self.is_busy = True
        self._wanted.put(orders)
        try:
            return self._answers.get(timeout=_PATIENCE)
        except Empty:
            # Two that save the same files would each take the other for somebody else.
            self.is_up = False
            self.is_dead = True
            self.kill()
        finally:
            self.is_busy = False
        try:
            return self._answers.get(timeout=_END)
        except Empty:
            raise RuntimeError("the drive does not answer: save again once it does") from None

    def talk(self) -> None:
        self._pipe.recv()
        self.is_up = True
        while not self.stopped:
            orders = self._wanted.get()
            if orders is None:
                return
            self._pipe.send(orders)
            self._answers.put(self._pipe.recv())

    def wake(self) -> None:
        self._wanted.put(None)

    def end(self, error: Exception | None) -> None:
        self.is_up = False
        self.is_dead = True
        self._answers.put(None)
