"""A process beside the window and the thread that talks to it, from their start to their end.

A thread of the window's own process would hold the interpreter's lock while it works.
"""

from __future__ import annotations

import atexit
import multiprocessing
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

SPAWN = multiprocessing.get_context("spawn")
"""Makes processes and their pipes alike on all systems."""

_PATIENCE = 1.0
"""Seconds for the process to end by itself."""


class Beside(ABC):
    """Runs a function in a process, and `talk` on a thread while there is something to say.

    Whoever has all that `talk` needs calls `begin`.  Both end with `stop`, with the program, and
    when `talk` returns or raises.
    """

    def __init__(
        self,
        name: str,
        target: Callable[..., None],
        ours: Sequence[Connection],
        theirs: Sequence[Connection],
        arguments: Sequence[str] = (),
    ) -> None:
        """`target` is given `theirs`, its ends of the pipes, and then the `arguments`."""
        self._ours, self._theirs = ours, theirs
        self._process = SPAWN.Process(target=target, args=(*theirs, *arguments), name=name)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.stopped = False
        """Whether nobody wants an answer any more."""

    def begin(self) -> None:
        """Start the thread, which starts the process."""
        self._thread.start()
        # A process that has children of its own cannot be one that dies with this one by itself.
        atexit.register(self.stop)

    def stop(self) -> None:
        """End the process, whatever it does."""
        atexit.unregister(self.stop)
        self.stopped = True
        self.wake()
        if self._process.pid is not None:
            self._process.terminate()
        self._thread.join(_PATIENCE)
        if self._thread.is_alive():
            # It was halted, or the system is in trouble.
            self.kill()
            self._thread.join(_PATIENCE)

    def kill(self) -> None:
        """Let the process end at once, whatever it does; `end` tells when it has."""
        if self._process.pid is not None:
            self._process.kill()

    def _run(self) -> None:
        wrong: Exception | None = None
        try:
            # Starting a process takes some 100 ms: not on the thread of the window.
            self._process.start()
            for end in self._theirs:
                end.close()
            self.talk()
        except Exception as error:
            wrong = error
        finally:
            for end in self._ours:
                end.close()
            if self._process.pid is not None:
                self._process.terminate()
                self._process.join()
        self.end(wrong)

    @abstractmethod
    def talk(self) -> None:
        """Ask and take answers, on the thread, until `stopped`."""

    @abstractmethod
    def wake(self) -> None:
        """Let `talk` see that it is stopped, where it waits for something to ask."""

    @abstractmethod
    def end(self, error: Exception | None) -> None:
        """The process has ended, maybe because something went wrong."""
