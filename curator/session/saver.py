"""Saves articles in the background, merged with what others did to the same files."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content import store
from curator.content.journal import Entry
from curator.content.related import identity_of
from curator.content.store import KeepsChanging, Saved, SaveError, Stored
from curator.frontmatter import Document
from curator.frontmatter.merge import changed_keys, merge
from curator.session.jobs import DirectRunner, Runner
from curator.session.notice import Notice, notice_of
from curator.session.open_articles import OpenArticle, OpenArticles, in_file, stamp_of
from curator.session.safekeeping import Safekeeping, new_step

SAVE_DELAY = 1000
"""Milliseconds from the last edit to the save."""

FLUSH_TRIES = 3
"""How often a last save is tried where others keep writing the same file."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What a save made of a file; `problem` is why it is not in the history."""

    saved: Saved
    stamp: tuple[int, int]
    problem: str


class Saver(QObject):
    """Writes open articles, a second after the last edit or when told to.

    Every write is entered in the journal, and unsaved edits are kept as drafts until then.
    """

    touched = Signal(object)
    """The path of an article whose state of saving, and perhaps document, is different."""
    saved = Signal(object)
    """The path of an article that is on the disk now."""
    noticed = Signal(object)
    """A `Notice`."""
    settled = Signal(object)
    """The `about` of notices that have become untrue."""

    def __init__(
        self,
        articles: OpenArticles,
        runner: Runner,
        safekeeping: Safekeeping,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.as_you_go = True
        self._articles = articles
        self._runner = runner
        self._safekeeping = safekeeping
        self._again: set[str] = set()
        """Articles that shall be saved, but others wrote them too fast."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY)
        self._timer.timeout.connect(self._save_after_pause)

    def edited(self, articles: Iterable[OpenArticle]) -> None:
        """Articles were edited: keep drafts, and save after the pause."""
        for article in articles:
            article.save_error = None
            self._safekeeping.keep(article)
        self._timer.start()

    def pause(self) -> None:
        """Save nothing until told to."""
        self._timer.stop()

    @Slot()
    def _save_after_pause(self) -> None:
        again, self._again = self._again, set()
        self.save(
            article.path
            for article in self._articles
            if article.save_error is None and (self.as_you_go or article.path in again)
        )

    def leave(self, path: str) -> None:
        """The editor goes on to another article: save this one now, if saving as you go."""
        article = self._articles.get(path)
        if self.as_you_go and article is not None and article.save_error is None:
            self.save([path])

    def save(self, paths: Iterable[str]) -> None:
        """Save those of the articles that have unsaved edits, in the background."""
        self._save(paths, self._runner)

    def flush(self) -> None:
        """Save everything now, waiting for it."""
        self._timer.stop()
        self._runner.drain()
        for _ in range(FLUSH_TRIES):
            self._again.clear()
            self._save(self._articles.unsaved, DirectRunner())
            if not self._again:
                break

    def drain(self) -> None:
        """Wait for the saves that were begun."""
        self._timer.stop()
        self._runner.drain()

    def _save(self, paths: Iterable[str], runner: Runner) -> None:
        step = new_step()
        for path in paths:
            article = self._articles.get(path)
            if article is not None and article.unsaved and not article.saving:
                self._save_one(article, runner, step)

    def _save_one(self, article: OpenArticle, runner: Runner, step: int) -> None:
        document, stored = article.document, article.stored
        labels, article.labels = article.labels, []
        article.saving = True

        def write() -> _Written:
            saved = store.save_merging(stored, document)
            stamp = stamp_of(stored.path)
            problem = self._safekeeping.record(_entry(saved, labels, step))
            return _Written(saved, stamp, problem)

        def done(written: _Written) -> None:
            saved, article.stamp = written.saved, written.stamp
            article.saving = False
            article.stored = saved.stored
            _rebase(article, document)
            self._safekeeping.keep(article)
            self.settled.emit(article.path)
            if saved.outside:
                names = ", ".join(saved.outside)
                text = self.tr("{0}: merged what was changed outside: {1}")
                self.noticed.emit(Notice("info", text.format(article.path, names), article.path))
            self._safekeeping.tell(written.problem)
            self._after_save(article)
            self.saved.emit(article.path)

        def failed(error: Exception) -> None:
            article.saving = False
            article.labels = [*labels, *article.labels]
            if isinstance(error, KeepsChanging):
                self._again.add(article.path)
                self._timer.start()
                return
            if not isinstance(error, SaveError):
                error = SaveError(stored.path, str(error))
            self._tell(article, error)

        runner.run(write, done, failed)

    def _after_save(self, article: OpenArticle) -> None:
        self.touched.emit(article.path)
        if article.unsaved and article.save_error is None:
            self._timer.start()

    def _tell(self, article: OpenArticle, error: SaveError) -> None:
        article.save_error = error
        self.noticed.emit(notice_of(article.path, error))
        self._after_save(article)

    def restore(self, article: OpenArticle) -> None:
        """Write an article whose file was deleted outside anew."""
        try:
            article.stored = store.create(article.stored.path, article.document)
            article.stamp = stamp_of(article.stored.path)
        except SaveError as error:
            self._tell(article, error)
            return
        article.save_error, article.labels = None, []
        self._safekeeping.keep(article)
        after = article.document.to_bytes()
        label = self.tr("Write Again")
        problem = self._safekeeping.record(
            Entry(article.stored.path, label, (), b"", after, new_step(), time.time())
        )
        self._safekeeping.tell(problem)
        self._after_save(article)


def _entry(saved: Saved, labels: list[str], step: int) -> Entry:
    before, after = saved.before, saved.stored.document
    return Entry(
        saved.stored.path,
        ", ".join(dict.fromkeys(labels)),
        tuple(changed_keys(before, after)),
        before.to_bytes(),
        after.to_bytes(),
        step,
        time.time(),
    )


def _rebase(article: OpenArticle, written: Document) -> None:
    """Put edits made during a save on top of what is on the disk now."""
    now = article.stored.document
    if article.document is not written and now.yaml != written.yaml:
        merged = merge(written, article.document, now, identity_of)
        if merged.conflicts:
            # For the next save to find: it shall compare with what was written, not with
            # what others have made of it meanwhile.
            article.stored = Stored(article.stored.path, written, b"")
            return
        article.document = merged.document
    elif article.document is written:
        article.document = now
    article.document = in_file(article.document, now)
