"""Makes edits, and takes them back: a few articles at once, many in portions beside the window."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoStack

from curator.content.proving import Wish
from curator.content.related import identity_of
from curator.content.sqlite_file import KeepingError
from curator.frontmatter import Document, Edit, FrontMatterError, apply_all
from curator.frontmatter.merge import merge
from curator.session.ahead import LONG, Ahead
from curator.session.commands import (
    Change,
    EditCommand,
    ManyEdits,
    Planned,
    Replacement,
    Wanted,
    edits_of,
)
from curator.session.jobs import Runner
from curator.session.notice import SHOW, Notice, in_words
from curator.session.open_articles import OpenArticle, OpenArticles, Prepared, in_file
from curator.session.proofs import Proofs
from curator.session.safekeeping import new_step
from curator.session.saver import SAVED_TOGETHER, Saver

FEW = 24
"""Up to so many articles are edited at once."""

MANY = 100
"""From so many on they are read and proven by a process, which takes some time to start."""

SLICE = 0.008
"""Seconds that a portion may hold up the window: half a frame."""

_SWITCH_INTERVAL = 0.0005
"""Seconds after which a save lets the window have the interpreter; usually that is half a slice."""

_MOST_SAVES = 3
"""So many jobs of the saver may wait while more is edited: what waits takes room."""

_MOST_NAMED = 4
"""So many articles are named where some could not be edited."""


class Table(Protocol):
    """What the edits need of the session."""

    def full_path(self, path: str) -> Path: ...
    def held(self, path: str) -> OpenArticle: ...
    def title_of(self, path: str) -> str: ...
    def show(self, article: OpenArticle) -> None: ...
    def shown(self, paths: set[str]) -> None: ...


class _NotDone(Exception):
    """An article that stays as it is; the message says why."""


@dataclass(slots=True, eq=False)
class _Run:
    """A step in many articles, of which some are still to come."""

    owner: EditCommand
    label: str
    work: Callable[[str], OpenArticle | None]
    order: deque[str]
    makes: bool = False
    asked: bool = False
    """Whether its proofs were asked for."""
    waiting: set[str] = field(init=False)
    total: int = field(init=False)
    step: int = field(default_factory=new_step)
    refused: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def __post_init__(self) -> None:
        self.waiting = set(self.order)
        self.total = len(self.waiting)

    @property
    def beside(self) -> bool:
        """Whether it waits until a worker has proven it."""
        return isinstance(self.owner, ManyEdits) and self.owner.beside and self.makes

    @property
    def done(self) -> int:
        return self.total - len(self.waiting)

    @property
    def next(self) -> str:
        """The article that is to be edited next."""
        while self.order[0] not in self.waiting:
            self.order.popleft()
        return self.order[0]


class Editing(QObject):
    """The steps of undo, and the articles that they change.

    What touches an article for which an earlier step is still waiting comes after that step.
    """

    progressed = Signal(object, object)
    """In how many articles a step in many is made, and in how many it shall be."""
    ended = Signal()
    """No step is under way any more."""
    edited = Signal(object)
    """The paths, as a set, of articles that a step has just changed; nobody was told before."""
    focus_requested = Signal(object)
    """The path of the article in which undo or redo just did something."""
    noticed = Signal(object)
    """A `Notice`."""

    def __init__(
        self,
        table: Table,
        articles: OpenArticles,
        saver: Saver,
        runner: Runner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self._table = table
        self._articles = articles
        self._saver = saver
        self._ahead = Ahead(runner)
        self._proofs = Proofs(self)
        self._pushing = False
        self._fresh: dict[str, Document] = {}
        self._runs: deque[_Run] = deque()
        self._edited: dict[str, OpenArticle] = {}
        """What a run has changed and nobody was told of yet."""
        self._usual_interval = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self._proofs.arrived.connect(self._wake)

    @property
    def running(self) -> bool:
        """Whether a step is still being made."""
        return bool(self._runs)

    def awaits(self, path: str) -> bool:
        """Whether a step is still to change the article at a path."""
        return any(path in run.waiting for run in self._runs)

    # -- edits

    def edit(self, edits: Mapping[str, Wanted], label: str, field: str) -> bool:
        """Make edits, by path of the article; see `Session.edit`."""
        few = {path: each for path, each in edits.items() if not isinstance(each, Planned)}
        if len(edits) > FEW or len(few) < len(edits):
            self.push(ManyEdits(self, label, edits))
            return True
        self._hurry(edits)
        changes: list[Replacement] = []
        fresh: dict[str, Document] = {}
        for path, wanted in few.items():
            try:
                before = self._table.held(path).document
                after = apply_all(before, list(wanted))
            except (FrontMatterError, OSError) as error:
                self._tell("error", f"{self._table.title_of(path)}: {in_words(error)}", path)
                return False
            if after is not before:
                changes.append(Replacement.between(path, before, after))
                fresh[path] = after
        if changes:
            self._fresh = fresh
            self.push(EditCommand(self, label, changes, field))
        return True

    def edit_soon(self, path: str, edits: Sequence[Edit], label: str) -> bool:
        """Make edits of one article; where it is long, once they are proven beside the window."""
        try:
            article = self._table.held(path)
        except (FrontMatterError, OSError):
            return self.edit({path: edits}, label, "")
        if len(article.document.yaml) < LONG:
            return self.edit({path: edits}, label, "")
        step = ManyEdits(self, label, {path: list(edits)}, article.document.yaml)
        before = [run.owner for run in self._runs if run.beside and path in run.waiting]
        if before and isinstance(before[-1], ManyEdits):
            before[-1].followed_by = step
        self.push(step)
        return True

    def push(self, command: EditCommand) -> None:
        """Do a step, and make it the next one that undo takes back."""
        self._pushing = True
        try:
            self.undo_stack.push(command)
        finally:
            self._pushing = False
            self._fresh = {}

    # -- what commands ask

    def put(
        self,
        owner: EditCommand,
        changes: Sequence[Change],
        label: str,
        *,
        undo: bool,
        at_once: bool = False,
    ) -> None:
        """Bring about the text after, or before, each change; in portions where they are many."""
        by_path: dict[str, list[Change]] = {}
        for change in reversed(changes) if undo else changes:
            by_path.setdefault(change.path, []).append(change)
        said = self.tr("Undo {0}").format(label) if undo else label
        if len(by_path) > FEW and not at_once:
            work = partial(self._put_waiting, by_path, undo)
            self._begin(_Run(owner, said, work, deque(by_path)))
            return
        self._hurry(by_path)
        step = new_step()
        done: dict[str, OpenArticle] = {}
        for path, all_of_it in by_path.items():
            try:
                for change in all_of_it:
                    article = self._put(change, undo)
                    article.note(said, step, joins=bool(owner.field))
                    done[path] = article
            except _NotDone as problem:
                text = self.tr("{0} stays as it is: {1}")
                self._tell("warning", text.format(self._table.title_of(path), problem), path)
        if done:
            self._saver.edited(done.values())
            for article in done.values():
                self._table.show(article)
            self.edited.emit(set(done))
            self._table.shown(set(done))
            if len(done) == 1 and not self._pushing:
                self.focus_requested.emit(next(iter(done)))

    def make(self, owner: ManyEdits) -> None:
        """Make the edits that are left of a command, in portions."""
        work = partial(self._make, owner)
        self._begin(_Run(owner, owner.name, work, deque(owner.left), makes=True))
        if owner.beside and not self._pushing:
            # It is made again, and nobody shows it ahead as whoever asked for it first did.
            self._hurry(set(owner.left))

    def stop(self, owner: EditCommand) -> None:
        """Leave what is still to come of a command's portions."""
        for run in [run for run in self._runs if run.owner is owner]:
            self._end(run)
            if run.beside and run.waiting:
                # Somebody shows it already, and with it what was done before.
                self._hurry(set(run.waiting))
                self._table.shown(set(run.waiting))

    # -- portions

    def expect_many(self) -> None:
        """An edit of many articles may follow."""
        self._proofs.expect()

    def close(self) -> None:
        """Let go of what works beside the window."""
        self._proofs.close()

    def finish(self) -> None:
        """Make all steps to their end, however long it takes."""
        while self._runs:
            if self._saver.under_way >= _MOST_SAVES:
                self._saver.drain()
            self._portion()

    def cancel(self) -> None:
        """Stop the steps under way where they are, and say how far they have come."""
        for run in list(self._runs):
            come = self.tr("{0} of {1}").format(f"{run.done:,}", f"{run.total:,}")
            text = self.tr("{0}: stopped after {1} articles").format(run.label, come)
            if run.makes and isinstance(run.owner, ManyEdits) and run.owner.left:
                run.owner.give_up(self.tr("{0} ({1})").format(run.owner.name, come))
            self._end(run)
            self.noticed.emit(Notice("info", text, "edits"))

    def forget(self) -> None:
        """Give up the steps under way with what they have just edited, and all steps of undo."""
        self._edited.clear()
        for run in list(self._runs):
            self._end(run)
        self.undo_stack.clear()

    def _begin(self, run: _Run) -> None:
        if not self._runs:
            self._usual_interval = sys.getswitchinterval()
            sys.setswitchinterval(_SWITCH_INTERVAL)
        self._runs.append(run)
        self._saver.begin_many(run.total)
        self._timer.start()
        if not run.beside:
            self.progressed.emit(run.done, run.total)

    def _is_ready(self, run: _Run) -> bool:
        """Whether the window need not wait for the proof of an edit; where not it is begun."""
        path = next(iter(run.waiting))
        article = self._articles.get(path)
        if article is None or not isinstance(run.owner, ManyEdits):
            return True
        wanted = run.owner.left[path]
        return isinstance(wanted, Planned) or self._ahead.is_ready(article, wanted, self._wake)

    @Slot()
    def _wake(self) -> None:
        if self._runs:
            self._timer.start()

    @Slot()
    def _go_on(self) -> None:
        if self._saver.under_way >= _MOST_SAVES:
            # A timer of 0 would go round and round meanwhile.
            self._timer.setInterval(5)
            return
        self._timer.setInterval(0)
        if not self._runs:
            return
        if self._runs[0].beside and not self._is_ready(self._runs[0]):
            self._timer.stop()
            return
        self._ask(self._runs[0])
        if self._proofs.waits_for(self._runs[0].next):
            self._timer.stop()
            return
        self._portion(waits=True)

    def _ask(self, run: _Run) -> None:
        """Let what is to come of a step be proven beside the window, as soon as that can be."""
        owner = run.owner
        many = run.makes and not run.beside and len(run.waiting) >= MANY
        if not many or run.asked or not isinstance(owner, ManyEdits):
            return
        if not self._proofs.is_up:
            self._proofs.expect()
            return
        run.asked = True
        self._proofs.ask(
            Wish(path, self._table.full_path(path), edits_of(owner.left[path]))
            for path in run.order
            if path in run.waiting
        )

    def _portion(self, *, waits: bool = False) -> None:
        end = time.perf_counter() + SLICE
        run = self._runs[0]
        while run.waiting and time.perf_counter() < end and len(self._edited) < SAVED_TOGETHER:
            path = run.next
            if waits and self._proofs.waits_for(path):
                break
            self._step(run, path)
        if not run.waiting:
            self._end(run)
        elif len(self._edited) >= SAVED_TOGETHER:
            self._hand_over()
            self.progressed.emit(run.done, run.total)

    def _hurry(self, paths: Iterable[str]) -> None:
        """Make what is still to come in some articles now."""
        for run in list(self._runs):
            for path in run.waiting.intersection(paths):
                self._step(run, path)
            if not run.waiting:
                self._end(run)

    def _step(self, run: _Run, path: str) -> None:
        run.waiting.discard(path)
        try:
            article = run.work(path)
        except _NotDone as problem:
            run.refused.append((path, str(problem)))
            return
        if article is not None:
            article.note(run.label, run.step)
            self._table.show(article)
            self._edited[path] = article

    def _end(self, run: _Run) -> None:
        if run not in self._runs:
            # Whoever was told of the last portion has stopped it.
            return
        self._runs.remove(run)
        if run.asked:
            self._proofs.forget()
        self._hand_over(save=not run.beside)
        if run.refused and run.beside:
            self._refuse(run)
        elif run.refused:
            named = [f"{self._table.title_of(path)} ({why})" for path, why in run.refused]
            more = len(named) - _MOST_NAMED
            words = "; ".join(named[:_MOST_NAMED])
            if more > 0:
                words = self.tr("{0}; and {1} more").format(words, f"{more:,}")
            text = self.tr("{0}: not done in {1} of {2} articles: {3}")
            text = text.format(run.label, f"{len(named):,}", f"{run.total:,}", words)
            refused = tuple(run.refused)
            show = ((SHOW, self.tr("Show")),)
            self.noticed.emit(Notice("warning", text, "edits", show, refused))
        if not self._runs:
            self._timer.stop()
            self._saver.end_many()
            sys.setswitchinterval(self._usual_interval)
            self.ended.emit()

    def _refuse(self, run: _Run) -> None:
        """Say why an edit that is shown already is not made, and make none that build upon it."""
        path, why = run.refused[0]
        for other in [each for each in self._runs if each.beside and path in each.waiting]:
            self._runs.remove(other)
            other.owner.setObsolete(True)
        run.owner.setObsolete(True)
        self._tell("error", f"{self._table.title_of(path)}: {why}", path)
        self._table.shown({path})

    def _hand_over(self, *, save: bool = True) -> None:
        """Keep and save what was edited, and tell of it."""
        edited, self._edited = self._edited, {}
        if edited:
            self._saver.edited(edited.values())
            if save:
                self._saver.save_soon(edited)
            self.edited.emit(set(edited))
            self._table.shown(set(edited))

    # -- one article

    def _make(self, owner: ManyEdits, path: str) -> OpenArticle | None:
        wanted = owner.left.pop(path)
        try:
            proven = self._take(path)
            article, prepared = proven if proven is not None else (self._held(path), None)
            before = article.document
            if isinstance(wanted, Planned) and not wanted.suits(before):
                raise _NotDone(self.tr("it was changed after the patch was shown"))
            if owner.base is not None and owner.base != before.yaml:
                raise _NotDone(self.tr("it was changed meanwhile"))
            edits = edits_of(wanted)
            if owner.beside:
                prepared = self._ahead.take(before, edits)
            after = prepared.document if prepared else apply_all(before, list(edits))
        except (FrontMatterError, OSError) as error:
            raise _NotDone(in_words(error)) from error
        if owner.followed_by is not None:
            owner.followed_by.base = after.yaml
        owner.base = owner.followed_by = None
        if after is before:
            self._table.show(article)
            return None
        article.document = after
        article.prepared = prepared
        owner.changes.append(Replacement.between(path, before, after))
        return article

    def _take(self, path: str) -> tuple[OpenArticle, Prepared] | None:
        """An article of which an edit was proven, and what becomes of it.

        None where nothing was, or the article is not in memory as it was read for that.
        """
        proven = self._proofs.take(path)
        article = self._articles.get(path)
        if proven is None or (
            article is not None and (article.busy or article.stored.digest != proven.stored.digest)
        ):
            return None
        if article is None:
            document = proven.stored.document
            article = OpenArticle(path, proven.stored, document, document)
            self._articles.put(article)
        before = article.document
        after = before if proven.document is proven.stored.document else proven.document
        prepared = Prepared(after, proven.row, before=before, fields=proven.fields)
        return article, prepared

    def _put_waiting(
        self, by_path: dict[str, list[Change]], undo: bool, path: str
    ) -> OpenArticle | None:
        article = None
        for change in by_path.pop(path):
            article = self._put(change, undo)
        return article

    def _put(self, change: Change, undo: bool) -> OpenArticle:
        try:
            old, new = change.texts()
            if undo:
                old, new = new, old
            article = self._held(change.path)
            now = article.document
            if now.yaml == new:
                wanted = now
            elif now.yaml == old:
                wanted = self._with_text(article, new)
            else:
                # Others have changed the file since: take this step back and keep theirs.
                base, ours = (Document.of(now.head, text, now.tail) for text in (old, new))
                merged = merge(base, ours, now, identity_of)
                if merged.conflicts:
                    raise _NotDone(self.tr("the same field was changed outside since"))
                wanted = merged.document
            article.document = in_file(wanted, article.stored.document)
            article.prepared = None
        except KeepingError as error:
            raise _NotDone(error.message) from error
        except (FrontMatterError, OSError) as error:
            raise _NotDone(in_words(error)) from error
        return article

    def _with_text(self, article: OpenArticle, text: str) -> Document:
        for known in (self._fresh.get(article.path), article.stored.document):
            if known is not None and known.yaml == text:
                return known
        return article.document.with_yaml(text)

    def _held(self, path: str) -> OpenArticle:
        """The article in memory, or read without a look at its row, which is made anew anyway."""
        known = self._articles.get(path)
        if known is not None:
            return known
        try:
            return self._articles.read(path, self._table.full_path(path))
        except (FrontMatterError, OSError):
            # The row shall say so too.
            return self._table.held(path)

    def _tell(self, severity: str, text: str, about: str) -> None:
        self.noticed.emit(Notice(severity, text, about))
