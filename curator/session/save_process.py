"""Saves of many articles by a process beside the window: when it is there, and what it did."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from multiprocessing.connection import wait
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QTimer, Slot

from curator.content.saving.batch import Written
from curator.content.saving.serving import serve
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
    """The process, and the thread that talks to it.

    Orders are sent as they come: what is written next is there when the process is done.
    """

    def __init__(self) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        super().__init__("curator-saves", serve, (self._pipe,), (theirs,))
        self._woken, self._waking = SPAWN.Pipe(duplex=False)
        self._lock = threading.Lock()
        self._wanted: SimpleQueue[list[Order]] = SimpleQueue()
        self._awaited: deque[SimpleQueue[Written | None]] = deque()
        """Where the answers go, in the order of what is wanted."""
        self.is_up = False
        self.is_dead = False
        self.begin()

    @property
    def is_busy(self) -> bool:
        return bool(self._awaited)

    def write(self, orders: list[Order]) -> Written | None:
        answer: SimpleQueue[Written | None] = SimpleQueue()
        with self._lock:
            if not self.is_up:
                return None
            self._awaited.append(answer)
            self._wanted.put(orders)
            self.wake()
        try:
            return answer.get(timeout=_PATIENCE)
        except Empty:
            # Two that save the same files would each take the other for somebody else.
            self.is_up = False
            self.is_dead = True
            self.kill()
        try:
            return answer.get(timeout=_END)
        except Empty:
            raise RuntimeError("the drive does not answer: save again once it does") from None

    def talk(self) -> None:
        self._pipe.recv()
        self.is_up = True
        while self.is_busy or not self.stopped:
            ready = wait([self._pipe, self._woken])
            if self._pipe in ready:
                written: Written = self._pipe.recv()
                self._awaited.popleft().put(written)
            if self._woken in ready:
                self._woken.recv_bytes()
                while not self._wanted.empty():
                    self._pipe.send(self._wanted.get())

    def wake(self) -> None:
        self._waking.send_bytes(b"!")

    def end(self, error: Exception | None) -> None:
        with self._lock:
            self.is_up = False
            self.is_dead = True
            while self._awaited:
                self._awaited.popleft().put(None)
