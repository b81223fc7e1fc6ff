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
"""Seconds that some saves take at most; on a drive that takes longer they begin anew."""


class SaveProcess(QObject):
    """It only ever saves time: what it does not do is saved without it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: _Process | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE)
        self._idle.timeout.connect(self.close)

    def expect(self) -> None:
        """There may soon be many articles to save."""
        if self._process is None or self._process.is_dead:
            self.close()
            self._process = _Process()
        self._idle.start()

    @property
    def is_up(self) -> bool:
        """Whether there is a process that can be asked, from any thread."""
        return self._process is not None and self._process.is_up

    def write(self, orders: Sequence[Order]) -> Written | None:
        """Carry out orders and wait for that, on any thread.

        None where the process has died: each may be carried out by then, or not.
        """
        process = self._process
        return process.write(list(orders)) if process is not None else None

    @Slot()
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
        self.begin()

    def write(self, orders: list[Order]) -> Written | None:
        self._wanted.put(orders)
        try:
            answer = self._answers.get(timeout=_PATIENCE)
        except Empty:
            answer = None
        if answer is None:
            # What it might still do later it finds changed, and leaves alone.
            self.is_up = False
            self.is_dead = True
        return answer

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
