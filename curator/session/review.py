"""The review queue: which stories are due, because they are new or changed since the last look.

It follows the session by itself.  Looks are recorded as steps that can be taken back.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.looks import Known, Look, Looks, key_of
from curator.content.row import Published, Row
from curator.frontmatter import FrontMatterError
from curator.session.editing import FEW
from curator.session.look_keeper import LookKeeper, LookKeys
from curator.session.session import Session
from curator.session.sitting import Sitting

_PORTION = 0.004
"""Seconds for which the queue may hold up the window."""
_SLICE = 500
"""Articles that are gone through at once, in a millisecond or two."""
_MANY = 20_000
"""Looks since the start from which on they are kept in a more compact way."""

REVIEWED = "reviewed"
"""The decision of a story that was only marked."""


@dataclass(slots=True, eq=False)
class Step:
    """Looks recorded in one go, or taken back where `decision` is None.

    The rest is how things were before: which of the articles were due, or shown as done, the keys
    of the looks before them, and what was kept of those, once a worker has found it.
    """

    paths: Sequence[str]
    decision: str | None
    were_due: set[str] = field(default_factory=set[str])
    were_done: set[str] = field(default_factory=set[str])
    keys: dict[str, int | None] = field(default_factory=dict[str, "int | None"])
    earlier: list[Look] = field(default_factory=list[Look])


class Review(QObject):
    """What is due in the session's folder, what was done in this sitting, and how far that is."""

    due_changed = Signal(object)
    """The paths, as a set, of articles that are due or done now, or are so no more."""
    counted = Signal()
    """The number of stories to review, or of those done, is another one."""
    ready = Signal()
    """It is known of all articles whether they are due."""
    earlier_found = Signal(object, object)
    """The path of an article and its front matter at the last look, which `ask_earlier` wanted."""
    noticed = Signal(object)
    """A `Notice`."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        looks = Looks(session.data / "looks.sqlite") if session.data is not None else None
        self._keeper = LookKeeper(session.runner.apart(), looks, self)
        self._keys = LookKeys()
        self.sitting = Sitting()
        self._due: set[str] = set()
        self._done: set[str] = set()
        # As `_done`, but for the whole sitting.
        self._decided: set[str] = set()
        # Whether the looks were read, and whether the folder was ever opened to its end before.
        self._loaded = self._opened = self._told_ready = False
        self._seeing_all = False
        self._whole = True
        self._turn = 0
        self._flagged: list[Look] = []
        self._texts_wanted: set[str] = set()
        # What was recorded since other windows were asked about; None where they are not.
        self._meanwhile: set[str] | None = None
        self._work: deque[Iterator[None]] = deque()
        self._portions = QTimer(self)
        self._portions.setInterval(0)
        self._portions.timeout.connect(self._go_on)
        self._keeper.noticed.connect(self.noticed)
        session.folder_opened.connect(self._start_anew)
        session.rows_added.connect(self._add)
        session.rows_removed.connect(self._remove)
        session.articles_changed.connect(self._update)
        session.scan_progressed.connect(self._note_progress)
        session.scan_ended.connect(self._end)
        session.folder_ready.connect(self._end)
        session.editing.edited.connect(self._follow_edits)
        session.rested.connect(self._keeper.catch_up)

    # -- what is due

    @property
    def count(self) -> int:
        """How many stories are to be reviewed."""
        return len(self._due)

    def is_due(self, path: str) -> bool:
        """Whether a story is new or changed since the editor looked at it last."""
        return path in self._due

    def is_done(self, path: str) -> bool:
        """Whether a story was decided since the view was chosen, and did not change since."""
        return path in self._done

    def was_decided(self, path: str) -> bool:
        """Whether a story was decided since the folder was opened, and did not change since."""
        return path in self._decided

    def refresh(self) -> None:
        """The view is chosen anew: nothing in it is to be shown as done any more."""
        done, self._done = self._done, set()
        if done:
            self.due_changed.emit(done)

    # -- looks

    def look(self, paths: Sequence[str], decision: str = REVIEWED) -> Step:
        """Record that the editor has looked at stories, and what she decided."""
        step = Step(paths, decision)
        self.do(step)
        return step

    def forget(self, paths: Sequence[str]) -> Step:
        """Make stories due that were looked at."""
        step = Step(paths, None)
        self.do(step)
        return step

    def do(self, step: Step) -> None:
        """Record the looks of a step, again where it was undone."""
        for known in (step.were_due, step.were_done, step.keys):
            known.clear()
        self._begin_work(self._doing(step), len(step.paths))

    def undo(self, step: Step) -> None:
        """Let everything be as it was before a step; what changed meanwhile is due."""
        self._begin_work(self._undoing(step), len(step.paths))

    def _doing(self, step: Step) -> Iterator[None]:
        now, few = time.time(), len(step.paths) <= FEW
        for paths in _slices(step.paths):
            rows = self._session.rows
            known = {path: rows[path] for path in paths if path in rows and rows[path].readable}
            were_due, were_done = self._due & known.keys(), self._done & known.keys()
            looks: list[Look] = []
            for path, row in known.items():
                key = key_of(row) if step.decision is not None else None
                step.keys[path] = self._keys.get(path)
                self._put(path, key)
                text = self._text_of(path) if few and key is not None else None
                looks.append(Look(path, key, now, step.decision or "", text))
            step.were_due |= were_due
            step.were_done |= were_done
            if step.decision is None:
                self._due.update(known)
                self._done.difference_update(known)
                self._decided.difference_update(known)
                self.sitting.take_back(len(were_done))
            else:
                self._due.difference_update(known)
                self._done.update(known)
                self._decided.update(known)
                self.sitting.note(len(were_due))
                if not few:
                    # The texts come to hand one by one as the edit of all of them is made.
                    self._texts_wanted.update(known)
            self._keeper.record(looks, step.earlier)
            self._tell(set(known))
            yield
        if len(self._keys) > _MANY:
            self._read_keys()

    def _undoing(self, step: Step) -> Iterator[None]:
        self._keeper.restore(step.earlier)
        for paths in _slices(list(step.keys)):
            rows = self._session.rows
            self._texts_wanted.difference_update(paths)
            self._done.difference_update(paths)
            self._done.update(step.were_done.intersection(paths))
            self._decided.difference_update(paths)
            self._decided.update(step.were_done.intersection(paths))
            for path in paths:
                self._put(path, step.keys[path])
                if (row := rows.get(path)) is not None:
                    self._sort_in(row)
            if step.decision is None:
                self.sitting.done += len(step.were_done.intersection(paths))
            else:
                self.sitting.take_back(len(step.were_due.intersection(paths)))
            self._tell(set(paths))
            yield

    # -- what is kept

    def ask_earlier(self, path: str) -> None:
        """Find what a story was at the last look; `earlier_found` brings it, if it is known."""

        def found(text: str | None) -> None:
            if text is not None:
                self.earlier_found.emit(path, text)

        if self._keys.get(path) is not None:
            self._keeper.read(lambda looks, folder: looks.text(folder, path), found)

    def ask_notes(self, done: Callable[[list[Look]], None]) -> None:
        """Hand over all that was decided in the folder, latest first, in a moment."""
        self._keeper.read(lambda looks, folder: looks.notes(folder), done)

    def look_around(self) -> None:
        """See what was looked at in another window."""
        turn = self._turn
        if self._loaded and self._keeper.keeps and self._meanwhile is None:
            self._meanwhile = set()
            self._keeper.read(
                lambda looks, folder: looks.since(folder, turn),
                self._take_theirs,
                self._take_nothing,
            )

    def close(self) -> None:
        """Let go of what is kept; nothing may be running any more."""
        self._keeper.close()

    # -- following the session

    @Slot(object)
    def _start_anew(self, folder: Path) -> None:
        again = folder == self._keeper.folder
        self._keeper.folder = folder
        for known in (
            self._due,
            self._done,
            self._decided,
            self._keys,
            self._texts_wanted,
            self._flagged,
        ):
            known.clear()
        self._work.clear()
        self._portions.stop()
        self._loaded = self._opened = self._told_ready = self._seeing_all = False
        self._whole = True
        self._meanwhile = None
        if not again:
            self.sitting = Sitting()
        self.counted.emit()
        if self._keeper.keeps:
            self._keeper.load(self._take)
        else:
            self._loaded = True

    def _take(self, known: Known) -> None:
        self._loaded, self._opened, self._turn = True, known.opened, known.turn
        self._keys.end_reading(known.keys)
        self._seeing_all = True
        rows = self._session.rows
        self._begin_work(self._seeing(list(rows)), len(rows))

    def _take_theirs(self, told: tuple[list[tuple[str, int | None]], int]) -> None:
        looks, turn = told
        # What was recorded since is in the database by now, or will be, after all this.
        later, self._meanwhile = self._meanwhile, None
        if later is None:
            return
        self._turn = max(turn, self._turn)
        rows = self._session.rows
        changed: set[str] = set()
        for path, key in looks:
            if path not in later and self._keys.get(path) != key:
                self._keys.put(path, key)
                if path in rows and self._sort_in(rows[path]):
                    changed.add(path)
        self._tell(changed)

    def _take_nothing(self) -> None:
        self._meanwhile = None

    def _put(self, path: str, key: int | None) -> None:
        self._keys.put(path, key)
        if self._meanwhile is not None:
            self._meanwhile.add(path)

    @Slot(object)
    def _add(self, rows: list[Row]) -> None:
        if self._loaded:
            fresh = self._see(rows)
            if not self._session.scanning:
                self._tell(fresh)

    @Slot(object)
    def _remove(self, paths: set[str]) -> None:
        gone = (self._due | self._done) & paths
        self._due -= gone
        self._done -= gone
        self._tell(gone)

    @Slot(object)
    def _update(self, paths: set[str]) -> None:
        if not self._loaded:
            return
        rows = self._session.rows
        known = {path for path in paths if path in rows}
        if not self._opened:
            # Until all is recorded that was there, a flag that comes now looks as if it had been.
            known = {path for path in known if self._keys.get(path) is not None}
        self._tell({path for path in known if self._sort_in(rows[path])})

    @Slot(object)
    def _follow_edits(self, paths: set[str]) -> None:
        """What the editor has changed herself she has seen."""
        rows = self._session.rows
        looks: list[Look] = []
        for path in paths - self._due if self._loaded else ():
            row = rows.get(path)
            if row is None or not row.readable:
                continue
            key = key_of(row)
            if path in self._texts_wanted or not self._keys.has_key(key):
                self._put(path, key)
                self._texts_wanted.discard(path)
                looks.append(Look(path, key, decision=None, text=self._text_of(path)))
        # Saves come first.
        self._keeper.record(looks, [], soon=not self._session.is_at_work)

    @Slot(object, object, object)
    def _note_progress(self, done: int, total: int, _seconds: float | None) -> None:
        self._whole = done >= total

    # -- in portions

    def _begin_work(self, work: Iterator[None], count: int) -> None:
        if count <= _SLICE and not self._work:
            for _ in work:
                pass
        else:
            self._work.append(work)
            self._portions.start()

    @Slot()
    def _go_on(self) -> None:
        end = time.perf_counter() + _PORTION
        while self._work and time.perf_counter() < end:
            if next(self._work[0], self) is self:
                self._work.popleft()
        if not self._work:
            self._portions.stop()

    def _seeing(self, paths: Sequence[str]) -> Iterator[None]:
        for some in _slices(paths):
            rows = self._session.rows
            self._see([rows[path] for path in some if path in rows])
            yield
        self._seeing_all = False
        self._end()

    @Slot()
    def _end(self) -> None:
        """Nothing is left to be seen, unless more rows are to come."""
        if self._seeing_all or self._session.scanning or not self._loaded:
            self.counted.emit()
            return
        if not self._opened and self._whole:
            self._keep_flagged()
            now = time.time()
            self._keeper.write(lambda looks, folder: looks.begun(folder, now))
            self._read_keys()
        if not self._told_ready:
            self._told_ready = True
            self.ready.emit()
        self.counted.emit()

    # -- articles

    def _see(self, rows: Sequence[Row]) -> set[str]:
        """Take in rows; those that are due now, or are so no more."""
        if not self._opened:
            now = time.time()
            flagged = [row for row in rows if self._begins_with(row)]
            if self._keeper.keeps:
                self._flagged += [Look(row.path, key_of(row), now) for row in flagged]
                if len(self._flagged) >= 4 * _SLICE:
                    self._keep_flagged()
            else:
                for row in flagged:
                    self._keys.put(row.path, key_of(row))
        return {row.path for row in rows if self._sort_in(row)}

    def _begins_with(self, row: Row) -> bool:
        """Whether a story had its flag before the folder was ever opened: others decided it."""
        if self._opened or row.published is Published.NONE:
            return False
        return self._keys.get(row.path) is None

    def _sort_in(self, row: Row) -> bool:
        """Put an article among those due or take it out; whether that changed anything."""
        path, before = row.path, len(self._due)
        if self._session.editing.is_untold(path):
            # A save may end amid an edit of many, or another window tell: this edit is her own.
            return False
        if not row.readable or self._keys.has(row) or self._begins_with(row):
            self._due.discard(path)
        else:
            self._due.add(path)
            self._done.discard(path)
            self._decided.discard(path)
        return len(self._due) != before

    def _keep_flagged(self) -> None:
        flagged, self._flagged = self._flagged, []
        if flagged:
            self._keeper.write(lambda looks, folder: looks.begin(folder, flagged))

    def _read_keys(self) -> None:
        """Have all keys in the compact way, once what was recorded is written."""

        def read(known: Known) -> None:
            self._opened = self._opened or known.opened
            self._turn = known.turn
            self._keys.end_reading(known.keys)

        if not self._keeper.keeps:
            self._opened = True
        elif self._keys.begin_reading():
            self._keeper.read(
                lambda looks, folder: looks.load(folder),
                read,
                lambda: self._keys.end_reading(None),
            )

    def _text_of(self, path: str) -> str | None:
        try:
            return self._session.held(path).document.yaml
        except (FrontMatterError, OSError):
            return None

    def _tell(self, paths: Iterable[str]) -> None:
        if paths:
            self.due_changed.emit(set(paths))
            self.counted.emit()


def _slices(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(paths), _SLICE):
        yield paths[at : at + _SLICE]
