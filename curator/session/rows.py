"""The rows of the open folder: from its index at once, then as its files are now."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from curator.content.folder import FolderProblem
from curator.content.index.database import Index, IndexUnusable
from curator.content.index.place import index_path
from curator.content.index.updating import Batch
from curator.content.row import Row
from curator.content.vocabulary import Vocabulary, WordCounts, declared_by
from curator.session.folder_index import FolderIndex
from curator.session.notice import Notice
from curator.session.views import ViewCounts
from curator.session.watcher import FolderWatcher

_FIRST = 64
"""Rows that are shown before anything else is done: as many as a window has room for."""
_PAUSE = 100
"""Milliseconds between two tellings of how far it is: each makes a window paint at once."""
_DOUBT = 0.5
"""Seconds for which an article may be gone or have no front matter, until it is taken for gone:
programs that write a file in place empty it first, and some delete it."""
_PATIENCE = 3_000
"""Milliseconds for which the news of changed files wait at most while many articles are saved, of
which they mostly tell: whoever reads those meanwhile takes the time of the saves."""


class Rows(QObject):
    """One row for each article of one folder, by path, kept up to date with the disk.

    The index is a cache: without one everything works, and the folder is read anew at each start.
    """

    added = Signal(object)
    """A list of new rows."""
    removed = Signal(object)
    """The paths, as a set, of articles that are gone."""
    changed = Signal(object)
    """The paths, as a set, of articles whose file is different; their rows may be as before."""
    progressed = Signal(object, object, object)
    """How many files are read, of how many, and the seconds left or None."""
    up_to_date = Signal()
    """All that was asked for is done, or was given up."""
    noticed = Signal(object)
    """A `Notice`."""
    settled = Signal(object)
    """The `about`s, as a set, of notices that have become untrue."""

    def __init__(self, folder: Path, cache: Path | None, parent: QObject, *, watch: bool) -> None:
        """`cache` is the folder for the index; with `watch` changes by others are noticed."""
        super().__init__(parent)
        self._folder = folder
        self._file = index_path(cache, folder) if cache is not None else None
        self._index = FolderIndex(folder, self._file, self)
        self._index.batch_read.connect(self._take)
        self._index.answered.connect(self._end)
        # How far it is, as was not told yet.
        self._progress: tuple[int, int, float | None] | None = None
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(_PAUSE)
        self._telling.timeout.connect(self._tell_progress)
        self._watcher = FolderWatcher(folder, self) if watch else None
        self._by_path: dict[str, Row] = {}
        self._held: Callable[[str], Row | None] = lambda _path: None
        self._is_pressed: Callable[[], bool] = lambda: False
        # Articles whose files are to be looked at in a moment, and whether all are.
        self._heard: set[str] = set()
        self._hears_all = False
        self._hearing = QTimer(self)
        self._hearing.setSingleShot(True)
        self._hearing.setInterval(_PATIENCE)
        self._hearing.timeout.connect(self.heed)
        # Rows from before, until a reading of all of them has come to them.
        self._unseen: set[str] = set()
        self._is_anew = False
        # Rows that the disk has no more, by when that was first seen.
        self._doubted: dict[str, float] = {}
        self._doubt = QTimer(self)
        self._doubt.setSingleShot(True)
        self._doubt.setTimerType(Qt.TimerType.PreciseTimer)
        self._doubt.setInterval(round(_DOUBT * 1000) + 1)
        self._doubt.timeout.connect(self._look_again)
        # Whether the editor has stopped the reading of the folder.
        self._stopped = False
        self._failed = False
        # Where the disk was not heeded, because edits counted for more.
        self._overruled: set[str] = set()
        self.counts = ViewCounts()
        """How many articles each view has."""
        self._words = WordCounts()
        self._declared = Vocabulary()
        self._vocabulary: Vocabulary | None = None
        self._slugs: dict[str, str] | None = None
        self._problems: set[FolderProblem] = set()
        # Whether the folder was not there when it was looked at last, and whether that was told.
        self._is_gone = self._was_gone = False
        self.without_front_matter = 0
        """How many files are articles by name but have no fence."""

    # -- reading

    @property
    def by_path(self) -> dict[str, Row]:
        """The rows.  Read only."""
        return self._by_path

    @property
    def index_file(self) -> Path | None:
        """Where the index is by now."""
        return self._index.file

    @property
    def vocabulary(self) -> Vocabulary:
        """The words in use in the folder."""
        if self._vocabulary is None:
            self._vocabulary = self._words.vocabulary(self._declared)
        return self._vocabulary

    def named(self, slug: str) -> Row | None:
        """The article that a plain slug in a related list refers to."""
        if self._slugs is None:
            self._slugs = {}
            for row in self._by_path.values():
                self._slugs.setdefault(row.slug, row.path)
        path = self._slugs.get(slug)
        return self._by_path.get(path) if path is not None else None

    # -- following the disk

    @property
    def busy(self) -> bool:
        """Whether the folder is being looked at."""
        return self._index.busy

    def start(
        self, held: Callable[[str], Row | None], is_pressed: Callable[[], bool] = lambda: False
    ) -> None:
        """Show what the index has, and begin to bring it up to date.

        `held` gives the row of an article that counts for more than what is read of its file;
        `is_pressed` tells whether what is heard of the disk should wait for `heed`.
        """
        self._held, self._is_pressed = held, is_pressed
        self._declared = declared_by(self._folder)
        if self._file is not None and self._file.exists():
            index = Index(self._file)
            with contextlib.suppress(IndexUnusable):
                self._put(index.newest(_FIRST), read=False)
            index.close()
        self._index.look()
        if (watcher := self._watcher) is not None:
            watcher.changed.connect(self.hear)
            watcher.degraded.connect(self._tell_degraded)
            # What changed before that may have escaped the look that is under way.
            watcher.started.connect(self.look)
            watcher.start()

    def expect_gone(self, path: str) -> None:
        """An article that this program has taken away needs no second look."""
        self._doubted[path] = -_DOUBT

    @Slot(object)
    def hear(self, paths: AbstractSet[str] | None) -> None:
        """The files of these articles, or any of the folder, may be others: look soon."""
        if paths is None and self._stopped:
            # Nobody wants to look at all, and what was heard of some is not to go with it.
            return
        self._heard |= paths or set()
        self._hears_all |= paths is None
        if not self._is_pressed():
            self.heed()
        elif not self._hearing.isActive():
            self._hearing.start()

    @Slot()
    def heed(self) -> None:
        """Look at the files of which was heard that they changed."""
        self._hearing.stop()
        heard, self._heard = self._heard, set()
        hears_all, self._hears_all = self._hears_all, False
        if hears_all and not self._stopped:
            self.look()
        elif heard:
            self.look(heard)

    @Slot()
    @Slot(object)
    def look(self, paths: AbstractSet[str] | None = None) -> None:
        """Look at the files of these articles, or at the whole folder, for what others changed.

        Once its reading was stopped, the whole folder is looked at only when `rescan` asks for it.
        """
        if paths is not None or not self._stopped:
            self._index.look(paths)

    def rescan(self) -> None:
        """Look at the whole folder, also after its reading was stopped."""
        self._stopped = False
        self._index.look()

    def close(self) -> None:
        """Stop reading and watching; no signal is sent any more."""
        self.blockSignals(True)
        if self._watcher is not None:
            self._watcher.stop()
        self._telling.stop()
        self._doubt.stop()
        self._hearing.stop()
        # Edits that end only now would ask for a look.
        self._heard, self._hears_all = set(), False
        self._index.cancel()

    def cancel(self) -> None:
        """Stop reading; what was read stays."""
        busy = self._index.busy
        self._stopped = self._stopped or busy
        self._index.cancel()
        self._unseen.clear()
        self._telling.stop()
        self._progress = None
        if busy:
            self.up_to_date.emit()

    @Slot(object)
    def _take(self, batch: Batch) -> None:
        if batch.anew:
            self._is_anew = True
            self._unseen = set(self._by_path)
        if batch.without_front_matter is not None:
            self.without_front_matter = batch.without_front_matter
        for problem in batch.problems:
            self._tell(problem)
            self._spare(problem.path)
        rows = batch.rows
        self._unseen.difference_update(row.path for row in rows)
        # Nobody is at work yet with what is shown from the index.
        self._drop(batch.removed if self._is_anew else self._surely_gone(batch.removed))
        for row in rows:
            self._doubted.pop(row.path, None)
        self._put(rows, read=bool(batch.done) or not self._is_anew)
        if batch.total:
            self._progress = batch.done, batch.total, batch.seconds_left
            if not self._telling.isActive():
                self._telling.start()

    def _surely_gone(self, paths: Iterable[str]) -> list[str]:
        """Those of the paths that were not there some time ago either; the others are due again."""
        known, doubted, now = self._by_path, self._doubted, time.monotonic()
        there = [path for path in paths if path in known]
        gone = [path for path in there if now - doubted.setdefault(path, now) >= _DOUBT]
        for path in [*gone, *(path for path in doubted if path not in known)]:
            del doubted[path]
        if len(gone) < len(there) and not self._doubt.isActive():
            self._doubt.start()
        return gone

    @Slot()
    def _look_again(self) -> None:
        if doubted := frozenset(self._doubted):
            self._index.look(doubted)

    @Slot()
    def _tell_progress(self) -> None:
        if self._progress is not None:
            progress, self._progress = self._progress, None
            self.progressed.emit(*progress)

    def _spare(self, unread: str) -> None:
        """What is in a folder that cannot be listed is neither there nor gone."""
        if unread == ".":
            self._unseen.clear()
        else:
            inside = unread + "/"
            self._unseen = {path for path in self._unseen if not path.startswith(inside)}

    @Slot(object)
    def _end(self, reason: str | None) -> None:
        self._is_anew = False
        self._telling.stop()
        self._tell_progress()
        if reason is not None:
            # What was not come to is not known to be gone.
            self._unseen.clear()
            self._failed = True
            self.noticed.emit(Notice("error", reason, about="scan"))
        else:
            if self._failed:
                self._failed = False
                self.settled.emit({"scan"})
            gone, self._unseen = self._unseen, set()
            self._drop(gone)
            if self._was_gone and not self._is_gone:
                self._problems.clear()
                self.settled.emit({"folder"})
                self._doubt.start()
            self._was_gone, self._is_gone = self._is_gone, False
        if not self._index.busy:
            self.up_to_date.emit()

    @Slot(object)
    def _tell_degraded(self, words: str) -> None:
        self.noticed.emit(Notice("info", words, about="watching"))

    def _tell(self, problem: FolderProblem) -> None:
        if problem.path == ".":
            self._is_gone = True
        if problem in self._problems:
            return
        self._problems.add(problem)
        if problem.path == ".":
            text = self.tr("{0} cannot be read ({1}). Its stories stay listed as they were.")
            text = text.format(self._folder, problem.message)
            self.noticed.emit(Notice("error", text, about="folder"))
            return
        text = self.tr("{0} was left out: {1}").format(problem.path, problem.message)
        self.noticed.emit(Notice("warning", text))

    # -- changing

    def set_row(self, row: Row) -> Row | None:
        """Put a row in place, as an edit gives it; returns the one from before."""
        old = self._by_path.get(row.path)
        self._replace([(old, row)])
        return old

    def release(self, paths: AbstractSet[str]) -> None:
        """These articles count for no more than their files: see what those are by now."""
        if freed := self._overruled & paths:
            self._overruled -= freed
            self.hear(freed)

    def _put(self, rows: Sequence[Row], *, read: bool) -> None:
        """Take in rows as the disk gives them; those just `read` are of files that changed.

        By somebody, that is: it may have been another window that read them.
        """
        known, held = self._by_path, self._held
        once = {row.path: row for row in rows}
        pairs = [(known.get(path), held(path) or row) for path, row in once.items()]
        self._overruled.update(row.path for _, row in pairs if row is not once[row.path])
        fresh = [(old, row) for old, row in pairs if old != row]
        self._replace(fresh)
        if added := [row for old, row in fresh if old is None]:
            self.added.emit(added)
        # What changed in a file may be nothing that its row tells.
        told = pairs if read else fresh
        if changed := {row.path for old, row in told if old is not None}:
            self.changed.emit(changed)

    def _replace(self, pairs: Sequence[tuple[Row | None, Row]]) -> None:
        known = self._by_path
        known.update((row.path, row) for _, row in pairs)
        self.counts.replace(pairs)
        worded = [(old, row) for old, row in pairs if old is None or _words(old) != _words(row)]
        if worded:
            self._reword([old for old, _ in worded if old is not None], [row for _, row in worded])
        if self._slugs is not None:
            for old, row in pairs:
                if old is None:
                    self._slugs.setdefault(row.slug, row.path)

    def _drop(self, paths: Iterable[str]) -> None:
        """Forget articles that are gone, but for those with edits, whose save will ask."""
        known, held = self._by_path, self._held
        there = {path for path in paths if path in known}
        gone = {path for path in there if held(path) is None}
        self._overruled |= there - gone
        if not gone:
            return
        rows = [known.pop(path) for path in gone]
        for path in gone:
            self._doubted.pop(path, None)
        self.counts.remove(rows)
        self._reword(rows, [])
        self._slugs = None
        self.removed.emit(gone)

    def _reword(self, old: Sequence[Row], new: Sequence[Row]) -> None:
        self._words.count(old, -1)
        self._words.count(new)
        self._vocabulary = None


def _words(row: Row) -> tuple[object, ...]:
    return row.topics, row.provider, row.domain
