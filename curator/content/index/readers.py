"""Processes that read articles beside the one that keeps the index, one for each further core."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from curator.content.index.entry import Entry, read_entries

CHUNK = 64
"""Files that are read in one go: a hundredth of a second, so that nobody waits for long."""

_AHEAD = 6
"""Chunks that a process has, so that it need not wait while others keep us from our work."""

_MOST = 3


@dataclass(slots=True)
class _Reader:
    process: SpawnProcess
    tasks: Connection
    results: Connection
    chunks: deque[list[str]] = field(default_factory=deque[list[str]])


class Readers:
    """A pool of reading processes for the articles of a folder.  Raises OSError."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = str(folder)
        self._readers: list[_Reader] = []
        try:
            for _ in range(count):
                self._readers.append(self._start())
        except OSError:
            self.close()
            raise

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return any(reader.chunks for reader in self._readers)

    def feed(self, chunks: deque[list[str]]) -> None:
        """Hand out chunks of paths, from the front, as long as there are readers for them."""
        for reader in list(self._readers):
            while chunks and len(reader.chunks) < _AHEAD:
                chunk = chunks.popleft()
                reader.chunks.append(chunk)
                try:
                    reader.tasks.send(chunk)
                except OSError:
                    chunks.extendleft(self._bury(reader))
                    break

    def results(
        self, chunks: deque[list[str]], seconds: float
    ) -> Iterator[tuple[list[str], list[Entry | None]]]:
        """Chunks that were read, waiting up to so long; what a dead reader had goes to `chunks`."""
        ready = wait([reader.results for reader in self._readers], seconds)
        for reader in list(self._readers):
            if reader.results in ready:
                try:
                    entries = reader.results.recv()
                except (EOFError, OSError):
                    chunks.extendleft(self._bury(reader))
                else:
                    yield reader.chunks.popleft(), entries

    def close(self) -> None:
        """End the processes."""
        for reader in list(self._readers):
            self._bury(reader)

    def _start(self) -> _Reader:
        context = multiprocessing.get_context("spawn")
        their_tasks, tasks = context.Pipe(duplex=False)
        results, their_results = context.Pipe(duplex=False)
        process = context.Process(
            target=_serve,
            args=(their_tasks, their_results, self._folder),
            daemon=True,
            name="curator-reader",
        )
        process.start()
        # Only once they are closed here does either side notice that the other one ends.
        their_tasks.close()
        their_results.close()
        return _Reader(process, tasks, results)

    def _bury(self, reader: _Reader) -> Iterator[list[str]]:
        """End a reader; returns the chunks that it has not read, the last one first."""
        self._readers.remove(reader)
        reader.tasks.close()
        reader.results.close()
        reader.process.terminate()
        reader.process.join()
        return reversed(reader.chunks)


def spare_cores() -> int:
    """How many processes can read beside this one."""
    if multiprocessing.current_process().daemon:
        # It may not have children.
        return 0
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:
        cores = os.cpu_count() or 1
    return min(cores - 1, _MOST)


def _serve(tasks: Connection, results: Connection, folder: str) -> None:
    """Run in a reading process until its owner is gone."""
    # The owner is told of the keyboard as well, and decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    chunks: SimpleQueue[list[str] | None] = SimpleQueue()
    entries: SimpleQueue[list[Entry | None] | None] = SimpleQueue()
    # Tasks are always taken in: otherwise either side could wait for the other to read.
    Thread(target=_take_in, args=(tasks, chunks), daemon=True).start()
    # And what was read waits for its owner beside what is being read: it does not fit into a pipe.
    sender = Thread(target=_send, args=(results, entries), daemon=True)
    sender.start()
    while (chunk := chunks.get()) is not None and sender.is_alive():
        entries.put(read_entries(folder, chunk))
    entries.put(None)
    sender.join()


def _take_in(tasks: Connection, chunks: SimpleQueue[list[str] | None]) -> None:
    try:
        while True:
            chunks.put(tasks.recv())
    except (EOFError, OSError):
        chunks.put(None)


def _send(results: Connection, entries: SimpleQueue[list[Entry | None] | None]) -> None:
    with contextlib.suppress(OSError):
        while (some := entries.get()) is not None:
            results.send(some)
