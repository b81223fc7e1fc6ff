"""Edits of many articles, proven by a process beside the window while the window takes them in."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from itertools import chain, islice
from queue import SimpleQueue
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.proving import Proven, Wish, serve
from curator.session.beside import SPAWN, Beside

TOGETHER = 16
"""Articles in one message to the process: some milliseconds of its work."""

_AHEAD = 8
"""So many messages may be on their way: what was proven long ago may not be true any more."""

_IDLE = 60_000
"""Milliseconds after which a process that has nothing to do is ended."""

Answer: TypeAlias = tuple[int, list[tuple[str, Proven | None]]]
"""The number of a round, and what was proven of each path."""


class Proofs(QObject):
    """What is asked for is proven in its order, as far ahead as it is taken.

    It only ever saves time: what it does not have, the window makes by itself.
    """

    arrived = Signal()
    """More can be taken."""

    _told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: _Process | None = None
        self._round = 0
        """Counts what is forgotten: an answer to an earlier round is nobody's any more."""
        self._left: Iterator[Wish] = iter(())
        self._waiting: set[str] = set()
        self._unwanted: set[str] = set()
        self._proven: dict[str, Proven] = {}
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE)
        self._idle.timeout.connect(self.close)
        self._told.connect(self._deliver)

    @property
    def is_up(self) -> bool:
        """Whether there is a process that can be asked."""
        return self._process is not None and self._process.is_up

    def expect(self) -> None:
        """There may soon be something to prove."""
        if self._process is None:
            self._process = _Process(self._tell)
        self._idle.start()

    def ask(self, wishes: Iterator[Wish]) -> None:
        """Prove these as well, after those that were asked for before.

        They are looked at as their turn comes.
        """
        self._left = chain(self._left, wishes)
        self._send()

    def waits_for(self, path: str) -> bool:
        """Whether the proof for an article is under way."""
        return path in self._waiting

    def take(self, path: str) -> Proven | None:
        """What is proven of an article, which then is not kept; None where nothing is."""
        if path in self._waiting:
            # The window was faster, and what it does now is not in the answer.
            self._unwanted.add(path)
        proven = self._proven.pop(path, None)
        self._send()
        return proven

    @Slot(object)
    def spoil(self, paths: AbstractSet[str]) -> None:
        """What is proven of these articles may not be true any more: their files are others."""
        self._unwanted |= self._waiting & paths
        for path in self._proven.keys() & paths:
            del self._proven[path]

    def forget(self) -> None:
        """Nothing of what was asked for is wanted any more."""
        self._round += 1
        self._left = iter(())
        self._proven.clear()
        self._waiting.clear()
        self._unwanted.clear()

    @Slot()
    def close(self) -> None:
        """End the process; the next one starts anew."""
        self._idle.stop()
        awaited = bool(self._waiting)
        self.forget()
        if self._process is not None:
            self._process.stop()
            self._process = None
        if awaited:
            self.arrived.emit()

    def _send(self) -> None:
        process = self._process
        most = TOGETHER * _AHEAD
        while process is not None and process.is_up:
            if len(self._waiting) + len(self._proven) + TOGETHER > most:
                return
            wishes = list(islice(self._left, TOGETHER))
            if not wishes:
                break
            self._waiting.update(wish.path for wish in wishes)
            process.ask(self._round, wishes)
        self._idle.start()

    def _tell(self) -> None:
        # After the window is gone there is nobody left to tell.
        with contextlib.suppress(RuntimeError):
            self._told.emit()

    @Slot()
    def _deliver(self) -> None:
        process = self._process
        if process is None:
            return
        while not process.answers.empty():
            number, answers = process.answers.get()
            for path, proven in answers if number == self._round else ():
                self._waiting.discard(path)
                if path in self._unwanted:
                    self._unwanted.discard(path)
                elif proven is not None:
                    self._proven[path] = proven
        if process.is_dead:
            self.close()
            return
        self._send()
        self.arrived.emit()


class _Process(Beside):
    """The process, and the thread that talks to it."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        super().__init__("curator-proofs", serve, (self._pipe,), (theirs,))
        self._wanted: SimpleQueue[tuple[int, list[Wish]] | None] = SimpleQueue()
        self._tell = tell
        self.is_up = False
        self.is_dead = False
        self.answers: SimpleQueue[Answer] = SimpleQueue()
        self.begin()

    def ask(self, number: int, wishes: list[Wish]) -> None:
        """Hand over articles of a round, after those before."""
        self._wanted.put((number, wishes))

    def wake(self) -> None:
        self._wanted.put(None)

    def end(self, error: Exception | None) -> None:
        # Whatever it is, the window does without.
        self.is_dead = error is not None
        self.is_up = False
        if not self.stopped:
            self._tell()

    def talk(self) -> None:
        self._pipe.recv()
        self.is_up = True
        self._tell()
        asked: deque[tuple[int, list[Wish]]] = deque()
        while not self.stopped:
            while not asked or not self._wanted.empty():
                wanted = self._wanted.get()
                if wanted is None:
                    return
                self._pipe.send(wanted[1])
                asked.append(wanted)
            proven: list[Proven | None] = self._pipe.recv()
            number, wishes = asked.popleft()
            answers = [(wish.path, p) for wish, p in zip(wishes, proven, strict=True)]
            self.answers.put((number, answers))
            self._tell()
