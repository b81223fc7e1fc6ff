"""Outside changes: what other programs do to the files of the open folder."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal, Slot

from curator.session.lookout import RESCAN_S, Cause, Lookout, News, Started, Unwatched

STOP_S = 1.0
"""Seconds that `stop` waits at most, should a drive not answer."""


class FolderWatcher(QObject):
    """Tells which articles of a folder others have added, changed, removed or renamed.

    What curator saves itself is told as well.  A symlink's target is not watched.  The signals
    arrive on the thread that this object lives on.
    """

    changed = Signal(object)
    """A frozenset of paths, relative to the folder with `/`; or None: look at the whole folder."""
    degraded = Signal(object)
    """Words, once: why the folder cannot be watched, and what to do.  None is then sent through
    `changed` from time to time."""
    started = Signal()
    """Once: changes from now on are told.  Those before may not be."""

    _arrived = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._stopping = threading.Event()
        self._news: SimpleQueue[News] = SimpleQueue()
        lookout = Lookout(str(folder), self._put, self._stopping)
        self._thread = threading.Thread(target=lookout.run, name="curator-watch", daemon=True)
        self._arrived.connect(self._deliver)
        # A parent that is deleted takes this object along without a call to `stop`.
        self.destroyed.connect(self._stopping.set)

    def start(self) -> None:
        """Begin; only once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop; no signal is sent any more once this returns."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def _put(self, news: News) -> None:
        self._news.put(news)
        # After the window is gone there is nobody left to tell.
        with contextlib.suppress(RuntimeError):
            self._arrived.emit()

    @Slot()
    def _deliver(self) -> None:
        paths: set[str] = set()
        everything = False
        while not self._news.empty() and not self._stopping.is_set():
            news = self._news.get()
            if isinstance(news, Started):
                self.started.emit()
            elif isinstance(news, Unwatched):
                self.degraded.emit(self._words(news))
            elif news is None:
                everything = True
            else:
                paths |= news
        # A window that was busy for a while is told at once what came in the meantime.
        if (everything or paths) and not self._stopping.is_set():
            self.changed.emit(None if everything else frozenset(paths))

    def _words(self, unwatched: Unwatched) -> str:
        late = self.tr(
            "Changes that other programs make to {0} show up to {1} seconds late: "
        ).format(self._folder, round(RESCAN_S))
        if unwatched.cause is Cause.NETWORK:
            return late + self.tr(
                "it is on a drive of the kind “{0}”, which does not tell of them. "
                "Work on a copy on this computer to see them at once."
            ).format(unwatched.detail)
        if unwatched.cause is Cause.FOLDERS:
            return late + self.tr(
                "the system watches no more folders for you. To see them at once, run "
                "“sudo sysctl fs.inotify.max_user_watches=1048576” and open the folder again."
            )
        if unwatched.cause is Cause.PROGRAMS:
            return late + self.tr(
                "too many of your programs watch files. To see them at once, close some, or run "
                "“sudo sysctl fs.inotify.max_user_instances=1024”, and open the folder again."
            )
        return late + self.tr(
            "it cannot be watched ({0}). Open the folder again to try once more."
        ).format(unwatched.detail)
