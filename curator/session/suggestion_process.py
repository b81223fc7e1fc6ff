"""The process that finds suggestions, as the window sees it: one question at a time, the newest."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

from curator.content.suggestions.serving import Reply, serve
from curator.content.suggestions.suggesting import Question
from curator.session.beside import SPAWN, Beside


class SuggestionProcess(Beside):
    """The process, started with the first question, and the thread that waits for its replies."""

    def __init__(self, index: Path, tell: Callable[[], None]) -> None:
        """`tell` is called on another thread when there is something in `replies`."""
        self._pipe, theirs = SPAWN.Pipe()
        super().__init__("curator-suggestions", serve, (self._pipe,), (theirs,), (str(index),))
        self._asked = threading.Condition()
        self._question: tuple[int, Question] | None = None
        self._tell = tell
        self._rests = False
        self.replies: SimpleQueue[tuple[int, Reply | None]] = SimpleQueue()
        """The number of a question and the reply; None where the process has died."""
        self.begin()

    def ask(self, number: int, question: Question) -> None:
        """Ask a question in place of one that is not asked yet."""
        with self._asked:
            self._question = number, question
            self._asked.notify()

    def rest(self, wanted: bool) -> None:
        """Whether words that are only read ahead should wait."""
        with self._asked:
            self._rests = wanted
            self._asked.notify()

    def wake(self) -> None:
        with self._asked:
            self._asked.notify()

    def end(self, error: Exception | None) -> None:
        if error is not None:
            # Whatever it is: there are no suggestions, and the next question starts anew.
            self._put(0, None)

    def talk(self) -> None:
        last: tuple[int, Question] | None = None
        behind = False
        while True:
            taken = self._take(wait=not behind)
            if self.stopped:
                return
            if taken is not None:
                last = taken
            self._pipe.send(taken[1] if taken is not None else None)
            reply: Reply = self._pipe.recv()
            if taken is None and not reply.behind and last is not None:
                # All is read now, so what was answered before may be different.
                self._pipe.send(last[1])
                reply = self._pipe.recv()
            behind = reply.behind
            if reply.answer is not None and last is not None:
                self._put(last[0], reply)

    def _take(self, *, wait: bool) -> tuple[int, Question] | None:
        with self._asked:
            while (wait or self._rests) and self._question is None and not self.stopped:
                self._asked.wait()
            taken, self._question = self._question, None
            return taken

    def _put(self, number: int, reply: Reply | None) -> None:
        if not self.stopped:
            self.replies.put((number, reply))
            # After the window is gone there is nobody left to tell.
            with contextlib.suppress(RuntimeError):
                self._tell()
