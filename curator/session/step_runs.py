"""Steps in many articles, made in portions between which the window paints and takes keys."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.proving import Wish
from curator.session.ahead import Ahead
from curator.session.commands import EditCommand, ManyEdits, Planned
from curator.session.notice import SHOW, Notice
from curator.session.open_articles import OpenArticle, OpenArticles
from curator.session.proofs import Proofs
from curator.session.safekeeping import new_step
from curator.session.saver import SAVED_TOGETHER, Saver

MANY = 100
"""From so many on they are read and proven by a process, which takes some time to start."""

SLICE = 0.008
"""Seconds that a portion may hold up the window: half a frame."""

_SWITCH_INTERVAL = 0.0005
"""Seconds after which a save lets the window have the interpreter; usually that is half a slice."""

_MOST_SAVES = 5
"""So many jobs of the saver may wait while more is edited: what waits takes room."""

_MOST_NAMED = 4
"""So many articles are named where some could not be edited."""


class Table(Protocol):
    """What the edits need of the session."""

    def full_path(self, path: str) -> Path: ...
    def file_of(self, path: str) -> str: ...
    def held(self, path: str) -> OpenArticle: ...
    def title_of(self, path: str) -> str: ...
    def show(self, article: OpenArticle) -> None: ...
    def shown(self, paths: set[str]) -> None: ...


class NotDone(Exception):
    """An article that stays as it is; the message says why."""


@dataclass(slots=True, eq=False)
class Run:
    """A step in many articles, of which some are still to come."""

    owner: EditCommand
    label: str
    work: Callable[[str], OpenArticle | None]
    order: deque[str]
    makes: bool = False
    wishes: Callable[[str], Wish | None] | None = None
    """What is to be proven of an article, where that can be told."""
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


class Runs(QObject):
    """The steps under way, one after the other.

    What touches an article for which an earlier step is still waiting comes after that step.
    """

    progressed = Signal(object, object)
    """In how many articles a step in many is made, and in how many it shall be."""
    ended = Signal()
    """No step is under way any more."""
    edited = Signal(object)
    """The paths, as a set, of articles that a step has just changed; nobody was told before."""
    noticed = Signal(object)
    """A `Notice`."""

    def __init__(
        self,
        table: Table,
        articles: OpenArticles,
        saver: Saver,
        ahead: Ahead,
        proofs: Proofs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._articles = articles
        self._saver = saver
        self._ahead = ahead
        self._proofs = proofs
        self._runs: deque[Run] = deque()
        self._edited: dict[str, OpenArticle] = {}
        """What a run has changed and nobody was told of yet."""
        self._usual_interval = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self._proofs.arrived.connect(self._wake)

    @property
    def under_way(self) -> bool:
        """Whether a step is still being made."""
        return bool(self._runs)

    def awaits(self, path: str) -> bool:
        """Whether a step is still to change the article at a path."""
        return any(path in run.waiting for run in self._runs)

    def is_untold(self, path: str) -> bool:
        """Whether a step has changed the article at a path, and nobody was told of it yet."""
        return path in self._edited

    def last_beside(self, path: str) -> ManyEdits | None:
        """The last step that is to change an article once a worker has proven it."""
        owners = [run.owner for run in self._runs if run.beside and path in run.waiting]
        return owners[-1] if owners and isinstance(owners[-1], ManyEdits) else None

    def stop(self, owner: EditCommand) -> None:
        """Leave what is still to come of a command's portions."""
        for run in [run for run in self._runs if run.owner is owner]:
            self._end(run)
            if run.beside and run.waiting:
                # Somebody shows it already, and with it what was done before.
                self.hurry(set(run.waiting))
                self._table.shown(set(run.waiting))

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
        """Give up the steps under way with what they have just edited."""
        self._edited.clear()
        for run in list(self._runs):
            self._end(run)

    def begin(self, run: Run) -> None:
        """Make a step after those before."""
        if not self._runs:
            self._usual_interval = sys.getswitchinterval()
            sys.setswitchinterval(_SWITCH_INTERVAL)
        self._runs.append(run)
        self._saver.begin_many(run.total)
        self._timer.start()
        if len(self._runs) == 1:
            # It is begun while the window shows what the key did.
            self._ask(run)
        if not run.beside:
            self.progressed.emit(run.done, run.total)

    def _is_ready(self, run: Run) -> bool:
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

    def _ask(self, run: Run) -> None:
        """Let what is to come of a step be proven beside the window, as soon as that can be."""
        if run.asked or run.wishes is None or len(run.waiting) < MANY:
            return
        self._saver.expect_many()
        if not self._proofs.is_up:
            self._proofs.expect()
            return
        run.asked = True
        wishes = map(run.wishes, (path for path in list(run.order) if path in run.waiting))
        self._proofs.ask(wish for wish in wishes if wish is not None)

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

    def hurry(self, paths: Iterable[str]) -> None:
        """Make what is still to come in some articles now."""
        for run in list(self._runs):
            for path in run.waiting.intersection(paths):
                self._step(run, path)
            if not run.waiting:
                self._end(run)

    def _step(self, run: Run, path: str) -> None:
        run.waiting.discard(path)
        try:
            article = run.work(path)
        except NotDone as problem:
            run.refused.append((path, str(problem)))
            return
        if article is not None:
            article.note(run.label, run.step)
            self._edited[path] = article
            self._table.show(article)

    def _end(self, run: Run) -> None:
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

    def _refuse(self, run: Run) -> None:
        """Say why an edit that is shown already is not made, and make none that build upon it."""
        path, why = run.refused[0]
        for other in [each for each in self._runs if each.beside and path in each.waiting]:
            self._runs.remove(other)
            other.owner.setObsolete(True)
        run.owner.setObsolete(True)
        text = f"{self._table.title_of(path)}: {why}"
        self.noticed.emit(Notice("error", text, path))
        self._table.shown({path})

    def _hand_over(self, *, save: bool = True) -> None:
        """Keep and save what was edited, and tell of it."""
        edited, self._edited = self._edited, {}
        if edited:
            self._saver.edited(edited.values())
            # Before the save, which may tell of them as well.
            self.edited.emit(set(edited))
            if save:
                self._saver.save_soon(edited)
            self._table.shown(set(edited))
