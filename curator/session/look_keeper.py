"""Keeps looks in their database, in the background and in the order in which they were taken."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from curator.content.looks import Known, Look, Looks, key_of, key_with, mark_in, mark_of
from curator.content.row import Row
from curator.content.sqlite_file import KeepingError
from curator.session.jobs import Runner
from curator.session.notice import Notice

T = TypeVar("T")

_MOST_WAITING = 1_000
"""Writes that wait for a database that cannot be used at present."""
_MOST_AT_REST = 40
"""Writes that wait until there is time for them."""


class LookKeys:
    """The keys of the last looks at the articles of a folder: eight bytes for each.

    What comes while they are read from the database, in which it may not be, is kept apart.
    """

    def __init__(self) -> None:
        self._keys = array("q")
        # By the upper half of the key: what came since, and what came before a reading began.
        self._fresh: dict[int, int | None] = {}
        self._older: dict[int, int | None] | None = None

    def __len__(self) -> int:
        """How many are kept in a less compact way."""
        return len(self._fresh)

    def clear(self) -> None:
        """Forget all."""
        self._keys = array("q")
        self._fresh, self._older = {}, None

    def begin_reading(self) -> bool:
        """All that was put is on its way into the database; False where a reading is under way."""
        if self._older is not None:
            return False
        self._older, self._fresh = self._fresh, {}
        return True

    def end_reading(self, keys: array[int] | None) -> None:
        """Take over what was read, ascending; None where nothing could be."""
        if keys is not None:
            self._keys = keys
        elif self._older is not None:
            self._fresh = self._older | self._fresh
        self._older = None

    def put(self, path: str, key: int | None) -> None:
        """The key of the last look at an article; None for no look at all."""
        self._fresh[mark_of(path)] = key

    def get(self, path: str) -> int | None:
        """The key of the last look at an article, None where there was none."""
        return self._at(mark_of(path))

    def has(self, row: Row) -> bool:
        """Whether it was this very text that was looked at."""
        return self.has_key(key_of(row))

    def has_key(self, key: int) -> bool:
        """The same of a text whose key is known."""
        return self._at(mark_in(key)) == key

    def _at(self, mark: int) -> int | None:
        for recent in (self._fresh, self._older or ()):
            if mark in recent:
                return recent[mark]
        # The lower half has all values, so the first key that is not less is the one of the mark.
        least = key_with(mark)
        at = bisect_left(self._keys, least)
        found = self._keys[at] if at < len(self._keys) else None
        return found if found is not None and mark_in(found) == mark else None


class LookKeeper(QObject):
    """The looks at the articles of one folder at a time; without a database nothing is kept.

    Where it fails it says so, once, and whoever uses it goes on.
    """

    noticed = Signal(object)
    """A `Notice`."""

    def __init__(self, runner: Runner, looks: Looks | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self._runner = runner
        self._looks = looks
        self._waiting: deque[Callable[[Looks], object]] = deque(maxlen=_MOST_WAITING)
        self._busy = False
        self._lock = threading.Lock()
        self._told = ""

    @property
    def keeps(self) -> bool:
        """Whether there is a database."""
        return self._looks is not None

    def write(self, work: Callable[[Looks, Path], object], *, soon: bool = True) -> None:
        """Do some work in the database, after all that was asked for before.

        What need not be done `soon` waits for others, and for `catch_up`.
        """
        folder = self.folder
        if self._looks is None or folder is None:
            return
        with self._lock:
            self._waiting.append(lambda looks: work(looks, folder))
            rests = not soon and len(self._waiting) <= _MOST_AT_REST
        if not rests:
            self.catch_up()

    @Slot()
    def catch_up(self) -> None:
        """Do what waits."""
        with self._lock:
            idle = bool(self._waiting) and not self._busy
            self._busy = self._busy or idle
        if idle:
            self._runner.run(self._write_all, self._written, self._fail)

    def record(self, looks: Sequence[Look], earlier: list[Look], *, soon: bool = True) -> None:
        """Keep looks; `earlier` then grows by what was kept before."""
        if looks:
            self.write(lambda store, folder: earlier.extend(store.record(folder, looks)), soon=soon)

    def restore(self, earlier: list[Look]) -> None:
        """Keep again what was kept before; `earlier` is empty then."""

        def work(store: Looks, folder: Path) -> None:
            store.record(folder, earlier)
            earlier.clear()

        self.write(work)

    def read(
        self,
        work: Callable[[Looks, Path], T],
        done: Callable[[T], None],
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Hand over what the database gives, unless another folder is open by then."""
        looks, asked = self._looks, self.folder
        if looks is None or asked is None:
            return
        self.catch_up()

        def found(result: T) -> None:
            if asked == self.folder:
                done(result)

        def not_found(error: Exception) -> None:
            self._fail(error)
            if failed is not None and asked == self.folder:
                failed()

        self._runner.run(lambda: work(looks, asked), found, not_found)

    def load(self, done: Callable[[Known], None]) -> None:
        """Hand over what is known of the folder; where that fails, that nothing is."""
        self.read(
            lambda looks, folder: looks.load(folder),
            done,
            lambda: done(Known(False, array("q"), 0)),
        )

    def close(self) -> None:
        """Let go of the file; nothing may be running any more."""
        if self._looks is not None:
            self._looks.close()

    def _write_all(self) -> None:
        assert self._looks is not None
        while True:
            with self._lock:
                if not self._waiting:
                    self._busy = False
                    return
                work = self._waiting.popleft()
            try:
                work(self._looks)
            except BaseException as error:
                with self._lock:
                    self._busy = False
                    if isinstance(error, KeepingError) and len(self._waiting) < _MOST_WAITING:
                        # It is tried again together with the next one.
                        self._waiting.appendleft(work)
                raise

    def _written(self, _result: object) -> None:
        self._told = ""
        looks = self._looks
        if looks is not None and (aside := looks.set_aside) is not None:
            looks.set_aside = None
            text = self.tr("What you have reviewed could not be read; the damaged file is now {0}")
            self.noticed.emit(Notice("warning", text.format(aside), "looks-damaged"))

    def _fail(self, error: Exception) -> None:
        why = error.message if isinstance(error, KeepingError) else str(error)
        if why != self._told:
            self._told = why
            text = self.tr("What you review is not remembered after a restart: {0}").format(why)
            self.noticed.emit(Notice("warning", text, "looks"))
