"""Saves articles in the background, merged with what others did to the same files."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.journal import Entry
from curator.content.related import identity_of
from curator.content.saving import store
from curator.content.saving.store import (
    ChangedOutside,
    KeepsChanging,
    NotDurable,
    OpenOutside,
    Saved,
    SaveError,
    Stored,
    Vanished,
)
from curator.frontmatter import Document
from curator.frontmatter.merge import changed_keys, merge
from curator.session.jobs import DirectRunner, Runner
from curator.session.notice import SAVES, Notice, labels_of, notice_of, notice_of_many
from curator.session.open_articles import (
    Act,
    OpenArticle,
    OpenArticles,
    Prepared,
    in_file,
    presume,
)
from curator.session.safekeeping import Safekeeping, new_step
from curator.session.save_process import SaveProcess

SAVE_DELAY = 1000
"""Milliseconds from the last edit to the save."""

FLUSH_TRIES = 3
"""How often a last save is tried where others keep writing the same file."""


SAVED_TOGETHER = 50
"""So many articles are saved in one go: their folders and the journal go to the disk once."""


_WORTH_A_PROCESS = 20
"""So many are saved faster by a process than in this one, where the window works meanwhile."""

_QUESTIONS = (ChangedOutside, Vanished)
_MOST_ASKED = 3
"""So many questions of one batch are asked one by one."""


@dataclass(slots=True, eq=False)
class _Batch:
    """Articles that are saved for one reason, and those that could not be: all told as one."""

    total: int
    failed: dict[str, SaveError] = field(default_factory=dict[str, SaveError])
    told: set[str] = field(default_factory=set[str])
    """Those that have notices of their own."""


@dataclass(slots=True)
class _Job:
    """One article on its way to the disk, and what came of it."""

    article: OpenArticle
    stored: Stored
    document: Document
    acts: list[Act]
    batch: _Batch
    prepared: Prepared | None = None
    saved: Saved | None = None
    error: SaveError | None = None

    @classmethod
    def of(cls, article: OpenArticle, batch: _Batch) -> _Job:
        acts, article.acts = article.acts, []
        article.writing = article.document
        return cls(article, article.stored, article.document, acts, batch, article.prepared)


class Saver(QObject):
    """Writes open articles, a second after the last edit or when told to.

    Every write is entered in the journal, and unsaved edits are kept as drafts until then.
    """

    touched = Signal(object)
    """The paths, as a set, of articles whose state of saving, perhaps document, is different."""
    saved = Signal(object)
    """The paths, as a set, of articles that are on the disk now."""
    rested = Signal()
    """No save is under way any more."""
    noticed = Signal(object)
    """A `Notice`."""
    settled = Signal(object)
    """The `about`s, as a set, of notices that have become untrue."""

    def __init__(
        self,
        articles: OpenArticles,
        runner: Runner,
        safekeeping: Safekeeping,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.as_you_go = True
        self.under_way = 0
        """How many jobs are being done or wait their turn."""
        self._articles = articles
        self._runner = runner
        self._apart = cycle((runner.apart(), runner.apart()))
        """What is written next is with the process when it is done with what it writes now."""
        self._safekeeping = safekeeping
        self._many: _Batch | None = None
        """What an edit of many articles saves as it goes."""
        self._told: dict[str, SaveError] = {}
        """The failures that one notice tells of."""
        self._told_of: _Batch | None = None
        self._again: set[str] = set()
        """Articles that shall be saved, but others wrote them too fast."""
        self._process = SaveProcess(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY)
        self._timer.timeout.connect(self._save_after_pause)
        safekeeping.drafts_lost.connect(self._keep_all)

    def edited(self, articles: Iterable[OpenArticle]) -> None:
        """Articles were edited: keep drafts, and save after the pause."""
        for article in articles:
            if article.save_error is not None:
                article.save_error = None
                if not article.unsaved:
                    # Typing on settles nothing, undoing it all does.
                    self.settle({article.path})
            self._safekeeping.keep(article)
        self._timer.start()

    @Slot()
    def _keep_all(self) -> None:
        for article in self._articles:
            if article.unsaved:
                self._safekeeping.keep(article)

    def settle(self, paths: AbstractSet[str]) -> None:
        """The notices about articles have become untrue."""
        self.settled.emit(paths)
        self._tell_no_more(paths)

    def _tell_no_more(self, paths: AbstractSet[str]) -> None:
        """Articles have no part any more in the notice of several that failed."""
        if told := self._told.keys() & paths:
            for path in told:
                del self._told[path]
            if not self._told:
                self._told_of = None
                self.settled.emit({SAVES})

    def expect_many(self) -> None:
        """Many articles may have to be saved soon."""
        self._process.expect()

    def close(self) -> None:
        """Let go of what saves beside the window."""
        self._process.close()

    def begin_many(self, count: int) -> None:
        """So many articles are going to be edited and saved: failures are told as one."""
        self._many = self._many or _Batch(0)
        self._many.total += count

    def end_many(self) -> None:
        """All of them were edited."""
        self._many = None

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

    def save_soon(self, paths: Iterable[str]) -> None:
        """Save articles of which many more follow now, if saving as you go."""
        if self.as_you_go:
            self.save(paths)

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
        found = (self._articles.get(path) for path in paths)
        batch = self._many or _Batch(0)
        jobs = [_Job.of(a, batch) for a in found if a is not None and a.unsaved and not a.saving]
        if batch is not self._many:
            batch.total = len(jobs)
        # The history tells what was done in the order in which it was done.
        jobs.sort(key=lambda job: job.acts[-1].step if job.acts else 0)
        for first in range(0, len(jobs), SAVED_TOGETHER):
            self._run(jobs[first : first + SAVED_TOGETHER], runner)

    def _run(self, jobs: list[_Job], runner: Runner) -> None:
        def done(problem: str) -> None:
            self._finish(jobs)
            self._safekeeping.tell(problem)

        def failed(error: Exception) -> None:
            for job in jobs:
                job.error = job.error or SaveError(job.stored.path, str(error))
            self._finish(jobs)

        # Decided once: the process answers one thread at a time, and that is the one apart.
        beside = len(jobs) >= _WORTH_A_PROCESS and self._process.is_up

        def write_and_record() -> str:
            return self._safekeeping.record(*self._write(jobs, beside=beside))

        # The next ones are written while these are entered in the journal.  Their drafts, which
        # the runner was given before, are on the disk when it comes to what follows.
        def write_apart(_: object) -> None:
            next(self._apart).run(partial(self._write, jobs, beside=True), record, failed)

        def record(entries: list[Entry]) -> None:
            runner.run(partial(self._safekeeping.record, *entries), done, failed)

        self.under_way += 1
        self._process.stay()
        if beside and runner is self._runner:
            runner.run(_nothing, write_apart, failed)
        else:
            runner.run(write_and_record, done, failed)

    def _write(self, jobs: list[_Job], *, beside: bool) -> list[Entry]:
        """Save on a worker; what is to be entered in the journal then."""
        later: set[str] = set()
        entries: list[Entry] = []
        if beside and self._process.is_up:
            self._write_beside(jobs, later)
        for job in jobs:
            if job.error is not None:
                continue
            try:
                if job.saved is None:
                    job.saved = store.save_merging(job.stored, job.document, later)
                entries.extend(_entries(job.saved, job))
            except SaveError as error:
                job.error = error
            except Exception as error:
                job.error = SaveError(job.stored.path, str(error))
        try:
            store.sync_folders(later)
        except SaveError as error:
            # Written but not for certain: saving again is what is asked for.
            for job in jobs:
                job.saved, job.error = None, job.error or SaveError(job.stored.path, error.message)
        return entries

    def _write_beside(self, jobs: list[_Job], later: set[str]) -> None:
        """Save what only takes the place of other bytes, by the process that is there for that."""
        orders = [store.order_of(job.stored, job.document) for job in jobs]
        written = self._process.write(orders)
        for number, (job, order) in enumerate(zip(jobs, orders, strict=True)):
            if written is None:
                # Nobody knows how far it came.
                stamp, done = None, store.is_carried_out(order)
            elif number in written.uncertain:
                job.error = NotDurable(order.path, written.uncertain[number])
                continue
            else:
                stamp = written.stamps[number]
                done = stamp is not None
            if done:
                job.saved = store.saved_by_order(order, job.stored, job.document, stamp)
                if written is None or written.problem:
                    later.add(os.path.dirname(os.path.realpath(order.path)))  # noqa: PTH120

    def _finish(self, jobs: list[_Job]) -> None:
        self.under_way -= 1
        saved = {job.article.path for job in jobs if job.error is None}
        if saved:
            self.settle(saved)
        touched = {job.article.path for job in jobs if self._take_in(job)}
        failed = [job for job in jobs if job.article.path in job.batch.failed and job.error]
        for batch in {id(job.batch): job.batch for job in failed}.values():
            self._tell_failed(batch)
        if touched:
            self._tell_touched(touched)
        if saved:
            self.saved.emit(saved)
        self._articles.trim()
        if not self.under_way:
            self.rested.emit()

    def _take_in(self, job: _Job) -> bool:
        """Take in what came of a save; whether there is anything to tell."""
        article, saved = job.article, job.saved
        article.writing = None
        if saved is not None:
            article.stored = saved.stored
            _rebase(article, job.document)
        if job.error is not None:
            article.acts = [*job.acts, *article.acts]
            return self._fail(job, job.error)
        article.save_error = None
        # The drafts of those that are saved next take those of this one along.
        self._safekeeping.keep(article, soon=not self.under_way)
        if saved is not None and saved.outside:
            text = self.tr("{0}: merged what was changed outside: {1}")
            text = text.format(article.title, labels_of(saved.outside))
            self.noticed.emit(Notice("info", text, article.path))
        return True

    def _fail(self, job: _Job, error: SaveError) -> bool:
        article = job.article
        if not isinstance(error, (KeepsChanging, OpenOutside)):
            article.save_error = job.batch.failed[article.path] = error
            return True
        # Nothing is wrong: the pause that follows an edit comes once more.
        self._again.add(article.path)
        self._timer.start()
        if isinstance(error, OpenOutside):
            text = self.tr("{0} waits: another program has it open for writing")
            self.noticed.emit(Notice("info", text.format(article.title), article.path))
        return False

    def _tell_touched(self, paths: set[str]) -> None:
        self.touched.emit(paths)
        found = (self._articles.get(path) for path in paths)
        if any(a is not None and a.unsaved and a.save_error is None for a in found):
            self._timer.start()

    def _tell_failed(self, batch: _Batch) -> None:
        """One notice of all that failed in a batch, and of what an earlier one tells of.

        What asks a question is told by itself, as long as there are few.
        """
        failed = batch.failed
        asking = {path for path, error in failed.items() if isinstance(error, _QUESTIONS)}
        alone = asking if len(asking) <= _MOST_ASKED else set[str]()
        if len(failed.keys() - alone) == 1 and batch is not self._told_of:
            alone = set(failed)
        for path in sorted(alone - batch.told):
            batch.told.add(path)
            self._tell_no_more({path})
            self.tell_again(path)
        together = {path: error for path, error in failed.items() if path not in alone}
        if not together:
            return
        self.settled.emit(set(together))
        others = self._told.keys() - together.keys() if batch is not self._told_of else ()
        batch.total += len(others)
        batch.failed |= {path: self._told[path] for path in others}
        self._told_of = batch
        self._told = {path: each for path, each in failed.items() if path not in alone}
        self.noticed.emit(notice_of_many(self._told, batch.total))

    def tell_again(self, path: str) -> None:
        """Say why an article could not be saved, with what can be done about it."""
        article = self._articles.get(path)
        if article is not None and article.save_error is not None:
            self.noticed.emit(notice_of(path, article.title, article.save_error))

    def _tell(self, article: OpenArticle, error: SaveError) -> None:
        article.save_error = error
        self.noticed.emit(notice_of(article.path, article.title, error))

    def create(self, file: Path, document: Document, label: str, step: int = 0) -> Stored:
        """Write a file that is not there, and enter that in the history.  Raises SaveError."""
        stored = store.create(file, document)
        self._enter(file, label, b"", document.to_bytes(), step)
        return stored

    def removed(self, file: Path, data: bytes, label: str, step: int) -> None:
        """Enter in the history that a file was taken away."""
        self._enter(file, label, data, b"", step)

    def _enter(self, file: Path, label: str, before: bytes, after: bytes, step: int) -> None:
        entry = Entry(file, label, (), before, after, step or new_step(), time.time())
        self._safekeeping.tell(self._safekeeping.record(entry))

    def renamed(self, old: str, new: str, file: Path, to: Path) -> None:
        """The file of an article, saved, has another name: its history goes with it."""
        self._articles.forget({old, new})
        self._safekeeping.renamed(file, to)

    def restore(self, article: OpenArticle) -> None:
        """Write an article whose file was deleted outside anew."""
        try:
            article.stored = self.create(
                article.stored.path, article.document, self.tr("Write Again")
            )
        except SaveError as error:
            self._tell(article, error)
            self._tell_touched({article.path})
            return
        article.save_error, article.acts = None, []
        self._safekeeping.keep(article)
        self._tell_touched({article.path})


def _nothing() -> None:
    return


def _entries(saved: Saved, job: _Job) -> Iterator[Entry]:
    """The entries of a save in the journal; none where it only confirmed what was there.

    Each act has its own where nobody else wrote the file meanwhile, so that each can be taken back
    alone.
    """
    file, before, last = saved.stored.path, saved.before, saved.stored.document
    acts = job.acts
    if before.to_bytes() == last.to_bytes():
        return
    known = before.yaml == job.stored.document.yaml and all(act.text for act in acts)
    if not (known and acts and acts[-1].text == last.yaml):
        labels = ", ".join(dict.fromkeys(act.label for act in acts))
        yield _entry(job, file, labels, before, last, acts[-1].step if acts else new_step())
        return
    for act in acts:
        after = last if act is acts[-1] else before.with_yaml(act.text)
        if after.yaml != before.yaml:
            yield _entry(job, file, act.label, before, after, act.step)
        before = after


def _entry(
    job: _Job, file: Path, label: str, before: Document, after: Document, step: int
) -> Entry:
    known = job.prepared
    if known is not None and known.before is before and known.document is after:
        fields = known.fields
    else:
        fields = tuple(changed_keys(before, after))
    return Entry(file, label, fields, before.to_bytes(), after.to_bytes(), step, time.time())


def _rebase(article: OpenArticle, written: Document) -> None:
    """Put edits made during a save on top of what is on the disk now."""
    now = article.stored.document
    if article.document is not written and now.yaml != written.yaml:
        merged = merge(written, article.document, now, identity_of)
        if merged.conflicts:
            # For the next save to find: it shall compare with what was written, not with
            # what others have made of it meanwhile.
            article.stored = presume(article.stored.path, written)
            return
        if article.document is not merged.document:
            article.blur_acts()
        article.document = merged.document
    elif article.document is written:
        article.document = now
    article.document = in_file(article.document, now)
