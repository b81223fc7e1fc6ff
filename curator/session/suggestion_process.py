"""The process that finds suggestions, as the window sees it: one question at a time, the newest."""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

from curator.content.suggestions.serving import Reply, serve
from curator.content.suggestions.suggesting import Question

_PATIENCE = 1.0
"""Seconds for the process to end by itself."""


class SuggestionProcess:
    """The process, started with the first question, and the thread that waits for its replies."""

    def __init__(self, index: Path, tell: Callable[[], None]) -> None:
        """`tell` is called on another thread when there is something in `replies`."""
        context = multiprocessing.get_context("spawn")
        self._pipe, self._theirs = context.Pipe()
        self._process = context.Process(
            target=serve, args=(self._theirs, str(index)), name="curator-suggestions"
        )
        self._asked = threading.Condition()
        self._question: tuple[int, Question] | None = None
        self._stopped = False
        self._tell = tell
        self.replies: SimpleQueue[tuple[int, Reply | None]] = SimpleQueue()
        """The number of a question and the reply; None where the process has died."""
        self._thread = threading.Thread(target=self._run, name="curator-suggestions", daemon=True)
        self._thread.start()
        atexit.register(self.stop)

    def ask(self, number: int, question: Question) -> None:
        """Ask a question in place of one that is not asked yet."""
        with self._asked:
            self._question = number, question
            self._asked.notify()

    def stop(self) -> None:
        """End the process, whatever it does."""
        atexit.unregister(self.stop)
        with self._asked:
            self._stopped = True
            self._asked.notify()
        if self._process.pid is not None:
            self._process.terminate()
        self._thread.join(_PATIENCE)
        if self._thread.is_alive() and self._process.pid is not None:
            self._process.kill()
            self._thread.join(_PATIENCE)

    def _run(self) -> None:
        try:
            # Starting a process takes some 100 ms: not on the thread of the window.
            self._process.start()
            self._theirs.close()
            self._serve()
        except Exception:
            # Whatever it is: there are no suggestions, and the next question starts anew.
            self._put(0, None)
        finally:
            self._pipe.close()
            if self._process.pid is not None:
                self._process.terminate()
                self._process.join()

    def _serve(self) -> None:
        last: tuple[int, Question] | None = None
        behind = False
        while True:
            taken = self._take(wait=not behind)
            if self._stopped:
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
            while wait and self._question is None and not self._stopped:
                self._asked.wait()
            taken, self._question = self._question, None
            return taken

    def _put(self, number: int, reply: Reply | None) -> None:
        if not self._stopped:
            self.replies.put((number, reply))
            # After the window is gone there is nobody left to tell.
            with contextlib.suppress(RuntimeError):
                self._tell()
