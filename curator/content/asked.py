"""What a process beside the window is asked, taken in while it works."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")


class Asked(Generic[T]):
    """The requests from a pipe, in their order, until its other side is closed.

    A thread takes them in: two that both write to a full pipe would wait for each other for ever.
    """

    def __init__(self, pipe: Connection) -> None:
        self.gone = threading.Event()
        """Set once nobody is at the other side, maybe amid a request."""
        self._pipe = pipe
        self._waiting: SimpleQueue[T | None] = SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def __iter__(self) -> Iterator[T]:
        while (request := self._waiting.get()) is not None:
            yield request

    def _listen(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while True:
                self._waiting.put(self._pipe.recv())
        self.gone.set()
        self._waiting.put(None)
