"""Bringing the index of a folder up to date: what is new or changed is read, and nothing else.

A plain generator, to be run beside the window.  It yields rows as it reads them and enters them in
the index as it goes, so that what was interrupted is not done again.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curator.content.folder import FolderProblem
from curator.content.index.database import Index, IndexDamaged, IndexUnusable
from curator.content.index.entry import Entry, read_entries
from curator.content.index.packing import Packed, unpacked
from curator.content.index.readers import CHUNK, Readers, spare_cores
from curator.content.index.walk import Stamp, Walk, is_there
from curator.content.row import Row

_ENOUGH_TO_SHARE = 1500
"""Files from which on it pays to start another process, which takes some tenths of a second."""
_PAUSE = 0.1
"""Seconds between two batches, unless there are many rows."""
_MOST_ROWS = 500
_MOST_CHANGED = 64
"""The same where rows are there already: a window has more to do then, and paints them anew."""
_GONE = FolderProblem(".", "the folder is not there")
_FIRST_GUESS = 0.5
"""Seconds of reading after which the time left is no wild guess."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of an update: what is different since the last one, and how far it is.

    `packed` are rows that are new, or in place of others of the same path; `removed` are paths
    that have no row any more, and come first.  `done` and `total` count the files that have to be
    read, `found` all articles; `total` grows until the whole folder is listed.  `seconds_left`
    and `without_front_matter`, the number of such files, are None as long as nobody can tell.
    With `anew`, in the first batch, every row of the folder follows: rows from before which do
    not are gone.
    """

    packed: list[Packed] = field(default_factory=list[Packed])
    removed: list[str] = field(default_factory=list[str])
    done: int = 0
    total: int = 0
    found: int = 0
    seconds_left: float | None = None
    without_front_matter: int | None = None
    problems: tuple[FolderProblem, ...] = ()
    anew: bool = False

    @property
    def rows(self) -> list[Row]:
        """The rows; making them takes some five millionths of a second each."""
        return [unpacked(pack) for pack in self.packed]


def update(
    folder: Path,
    index: Index | None,
    since: int | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    helpers: int | None = None,
) -> Generator[Batch]:
    """Yield what has to be done to the rows of a folder for them to be right.

    `since` is the index's generation from before its rows were read, None where none were; then
    all rows follow.  `helpers` is how many other processes read, by default one for each further
    core.  Without an index, or where it cannot be used, all files are read.
    """
    indexes = [index, index, None] if index is not None else [None]
    for attempt, usable in enumerate(indexes):
        work = _Update(folder, usable, None if attempt else since, cancelled)
        try:
            yield from work.run(spare_cores() if helpers is None else helpers)
            return
        except IndexDamaged:
            # It is thrown away by now, so begin anew; a second time would be no accident.
            continue
        finally:
            work.stop()


def look(folder: Path, index: Index | None, paths: Iterable[str]) -> Generator[Batch]:
    """Yield what these articles are now, whose files may have changed; see `update`."""
    waiting = sorted(paths)
    for start in range(0, len(waiting), _MOST_CHANGED):
        entries: list[Entry] = []
        gone: list[str] = []
        some = waiting[start : start + _MOST_CHANGED]
        there = [path for path in some if is_there(folder, path)]
        read: dict[str, Entry | None] = {}
        for at in range(0, len(there), CHUNK):
            chunk = there[at : at + CHUNK]
            read.update(zip(chunk, read_entries(str(folder), chunk), strict=True))
        for path in some:
            entry = read.get(path)
            if entry is None:
                gone.append(path)
            else:
                entries.append(entry)
        if gone and not folder.is_dir():
            yield Batch(problems=(_GONE,))
            return
        without: int | None = None
        if index is not None:
            with contextlib.suppress(IndexUnusable):
                index.write([], entries, gone)
                without = index.without_front_matter()
        done = start + len(entries) + len(gone)
        yield _told(entries, gone, done=done, total=len(waiting), without_front_matter=without)


def _told(entries: list[Entry], gone: list[str], **rest: Any) -> Batch:
    packs = [(entry.path, entry.packed) for entry in entries]
    removed = [*gone, *(path for path, pack in packs if pack is None)]
    return Batch([pack for _, pack in packs if pack is not None], removed, **rest)


@dataclass(slots=True)
class _Update:
    """One attempt at an update, and how far it is."""

    folder: Path
    index: Index | None
    since: int | None
    cancelled: Callable[[], bool]
    known: dict[str, Stamp] = field(default_factory=dict[str, Stamp])
    readers: Readers | None = None
    # Chunks of paths to be read, what was read of them, what is gone since it was listed.
    chunks: deque[list[str]] = field(default_factory=deque[list[str]])
    entries: list[Entry] = field(default_factory=list[Entry])
    vanished: list[str] = field(default_factory=list[str])
    done: int = 0
    total: int = 0
    without: int = 0
    # When reading began, and when the last batch was yielded.
    started: float = 0.0
    told: float = 0.0

    def run(self, helpers: int) -> Iterator[Batch]:
        """Do it all."""
        yield from self._catch_up()
        walk = Walk(self.folder, self.known)
        self.started = self.told = time.monotonic()
        for news in walk.news():
            self.total += len(news)
            self.chunks.extend(news[at : at + CHUNK] for at in range(0, len(news), CHUNK))
            if helpers and self.total >= _ENOUGH_TO_SHARE:
                helpers = self._get_help(helpers)
            self._share()
            if self._is_due(walk):
                yield self._batch(walk)
            if self.cancelled():
                break
        while (self.chunks or self._is_shared()) and not self.cancelled():
            if self.chunks:
                chunk = self.chunks.popleft()
                self._take(chunk, read_entries(str(self.folder), chunk))
            self._share()
            if self._is_due(walk):
                yield self._batch(walk, self._seconds_left())
        if self.cancelled():
            yield self._batch(walk)
            return
        self.vanished += walk.gone()
        yield self._batch(walk, 0.0)

    def stop(self) -> None:
        """End the other processes."""
        if self.readers is not None:
            self.readers.close()
            self.readers = None

    # -- what the index has

    def _catch_up(self) -> Iterator[Batch]:
        """Tell what others have entered since, or all that there is."""
        try:
            if self.index is not None:
                since = self.since
                if since is None or not self.index.follows(since):
                    yield Batch(anew=True)
                    for rows in self.index.packs(self.known):
                        yield Batch(rows)
                    self.without = self.index.without_front_matter()
                    return
                self.known = self.index.stamps()
                self.without = self.index.without_front_matter()
                for rows, removed in self.index.later_than(since):
                    yield Batch(rows, removed)
                return
        except IndexDamaged:
            raise
        except IndexUnusable:
            self.index = None
        self.known = {}
        self.without = 0
        yield Batch(anew=True)

    def _enter(self, walk: Walk) -> list[Entry]:
        """Write what was read into the index, and return it."""
        entries, self.entries = self.entries, []
        if self.index is not None and (entries or self.vanished):
            new = [entry for entry in entries if entry.path not in walk.changed]
            changed = [entry for entry in entries if entry.path in walk.changed]
            try:
                self.index.write(new, changed, self.vanished)
                self.without = self.index.without_front_matter()
                return entries
            except IndexDamaged:
                raise
            except IndexUnusable:
                self.index = None
        self.without += sum(entry.packed is None for entry in entries)
        return entries

    # -- reading

    def _get_help(self, helpers: int) -> int:
        """Start other processes, and return how many more are wanted: none."""
        # A system may be out of processes; it goes on without, then.
        with contextlib.suppress(OSError):
            self.readers = Readers(self.folder, helpers)
        return 0

    def _share(self) -> None:
        """Hand out what is to be read, and take in what others have read."""
        if self.readers is not None:
            self.readers.feed(self.chunks)
            # Wait only where there is nothing else to do.
            seconds = _PAUSE if self.readers.busy and not self.chunks else 0.0
            for chunk, entries in self.readers.results(self.chunks, seconds):
                self._take(chunk, entries)

    def _is_shared(self) -> bool:
        return self.readers is not None and self.readers.busy

    def _take(self, chunk: list[str], entries: list[Entry | None]) -> None:
        self.done += len(chunk)
        for path, entry in zip(chunk, entries, strict=True):
            if entry is None:
                self.vanished.append(path)
            else:
                self.entries.append(entry)

    # -- telling

    def _is_due(self, walk: Walk) -> bool:
        most = _MOST_CHANGED if walk.changed else _MOST_ROWS
        return len(self.entries) >= most or time.monotonic() - self.told > _PAUSE

    def _batch(self, walk: Walk, seconds_left: float | None = None) -> Batch:
        if self.vanished and not self.folder.is_dir():
            # It may come back: nothing is known of what is in it.
            self.vanished = []
            walk.problems.append(_GONE)
        entries, gone = self._enter(walk), self.vanished
        problems = tuple(walk.problems)
        self.vanished, walk.problems = [], []
        self.told = time.monotonic()
        return _told(
            entries,
            gone,
            done=self.done,
            total=self.total,
            found=walk.found,
            seconds_left=seconds_left,
            without_front_matter=self.without,
            problems=problems,
        )

    def _seconds_left(self) -> float | None:
        passed = time.monotonic() - self.started
        if passed < _FIRST_GUESS or not self.done:
            return None
        return passed / self.done * (self.total - self.done)
