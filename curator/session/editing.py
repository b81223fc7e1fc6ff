"""Makes edits, and takes them back: a few articles at once, many in portions beside the window."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from curator.content.article import row_of
from curator.content.proving import Wish
from curator.content.related import identity_of
from curator.content.sqlite_file import KeepingError
from curator.frontmatter import Document, Edit, FrontMatterError, apply_all
from curator.frontmatter.merge import changed_keys, merge
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
from curator.session.notice import Notice, in_words
from curator.session.open_articles import (
    OpenArticle,
    OpenArticles,
    Prepared,
    in_file,
)
from curator.session.proofs import Proofs
from curator.session.safekeeping import new_step
from curator.session.saver import Saver
from curator.session.step_runs import NotDone, Run, Runs, Table

FEW = 24
"""Up to so many articles are edited at once."""


class Editing(QObject):
    """The steps of undo, and the articles that they change.

    What touches an article for which an earlier step is still waiting comes after that step.
    """

    progressed = Signal(object, object)
    """In how many articles a step in many is made, and in how many it shall be."""
    ended = Signal()
    """No step is under way any more."""
    edited = Signal(object)
    """The paths, as a set, of articles that a step has just changed, or whose edits were given up;
    nobody was told before."""
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
        self._foreseen: list[tuple[Edit, Prepared]] = []
        self._runs = Runs(table, articles, saver, self._ahead, self._proofs, self)
        # They may be let go of by the time that a proof is taken, and not tell any more.
        saver.saved.connect(self._proofs.spoil)
        self._runs.progressed.connect(self.progressed)
        self._runs.ended.connect(self.ended)
        self._runs.edited.connect(self.edited)
        self._runs.noticed.connect(self.noticed)

    @property
    def running(self) -> bool:
        """Whether a step is still being made."""
        return self._runs.under_way

    def awaits(self, path: str) -> bool:
        """Whether a step is still to change the article at a path."""
        return self._runs.awaits(path)

    def is_untold(self, path: str) -> bool:
        """Whether a step has changed the article at a path; `edited` will tell of it."""
        return self._runs.is_untold(path)

    def finish(self) -> None:
        """Make all steps to their end, however long it takes."""
        self._runs.finish()

    def cancel(self) -> None:
        """Stop the steps under way where they are, and say how far they have come."""
        self._runs.cancel()

    def forget(self) -> None:
        """Give up the steps under way with what they have just edited, and all steps of undo."""
        self._runs.forget()
        self.undo_stack.clear()

    def expect_many(self) -> None:
        """An edit of many articles may follow."""
        self._proofs.expect()
        self._saver.expect_many()

    def close(self) -> None:
        """Let go of what works beside the window, and of the steps of undo."""
        self._proofs.close()
        # Collected as garbage together with their stack, they might be deleted twice.
        self.undo_stack.blockSignals(True)
        self.undo_stack.clear()

    def catch_up(self, path: str) -> None:
        """Make now what is still to come in the article at a path: it is shown already."""
        self._runs.hurry([path])

    # -- edits

    def edit(self, edits: Mapping[str, Wanted], label: str, field: str) -> bool:
        """Make edits, by path of the article; see `Session.edit`."""
        few = {path: each for path, each in edits.items() if not isinstance(each, Planned)}
        if len(edits) > FEW or len(few) < len(edits):
            self.push(ManyEdits(self, label, edits))
            return True
        self._runs.hurry(edits)
        changes: list[Replacement] = []
        fresh: dict[str, Document] = {}
        for path, wanted in few.items():
            try:
                before = self._table.held(path).document
                after = self._foreseen_after(before, wanted) or apply_all(before, list(wanted))
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

    def foresee(self, path: str, edit: Edit) -> None:
        """Work out an edit that is likely to be the next one of an article in memory.

        `edit` then finds it done if it is given this very object.
        """
        article = self._articles.get(path)
        if article is None or len(article.document.yaml) >= LONG:
            return
        before = article.document
        self._foreseen = [each for each in self._foreseen if each[1].before is before]
        if any(each is edit for each, _ in self._foreseen):
            return
        try:
            after = apply_all(before, [edit])
        except FrontMatterError:
            # Whoever makes it meets the reason.
            return
        if after is not before:
            fields = tuple(changed_keys(before, after))
            ready = Prepared(after, row_of(path, after), before=before, fields=fields)
            self._foreseen.append((edit, ready))

    def _foreseen_after(self, before: Document, wanted: Sequence[Edit]) -> Document | None:
        edit = wanted[0] if len(wanted) == 1 else None
        found = (ready for each, ready in self._foreseen if each is edit and ready.before is before)
        return next((ready.document for ready in found), None)

    def edit_soon(self, path: str, edits: Sequence[Edit], label: str) -> bool:
        """Make edits of one article; where it is long, once they are proven beside the window."""
        try:
            article = self._table.held(path)
        except (FrontMatterError, OSError):
            return self.edit({path: edits}, label, "")
        if len(article.document.yaml) < LONG:
            return self.edit({path: edits}, label, "")
        step = ManyEdits(self, label, {path: list(edits)}, article.document.yaml)
        before = self._runs.last_beside(path)
        if before is not None:
            before.followed_by = step
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
            wishes = partial(self._text_wanted, by_path, undo)
            self._runs.begin(Run(owner, said, work, deque(by_path), wishes=wishes))
            return
        self._runs.hurry(by_path)
        step = owner.step or new_step()
        done: dict[str, OpenArticle] = {}
        for path, all_of_it in by_path.items():
            try:
                for change in all_of_it:
                    article = self._put(change, undo)
                    article.note(said, step, joins=bool(owner.field))
                    done[path] = article
            except NotDone as problem:
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
        wishes = None if owner.beside else partial(self._edits_wanted, owner)
        run = Run(owner, owner.name, work, deque(owner.left), makes=True, wishes=wishes)
        self._runs.begin(run)
        if owner.beside and not self._pushing:
            # It is made again, and nobody shows it ahead as whoever asked for it first did.
            self._runs.hurry(set(owner.left))

    def stop(self, owner: EditCommand) -> None:
        """Leave what is still to come of a command's portions."""
        self._runs.stop(owner)

    # -- one article

    def _make(self, owner: ManyEdits, path: str) -> OpenArticle | None:
        wanted = owner.left.pop(path)
        try:
            proven = self._take(path)
            article, prepared = proven if proven is not None else (self._held(path), None)
            before = article.document
            if isinstance(wanted, Planned) and not wanted.suits(before):
                raise NotDone(self.tr("it was changed after the patch was shown"))
            if owner.base is not None and owner.base != before.yaml:
                raise NotDone(self.tr("it was changed meanwhile"))
            edits = edits_of(wanted)
            if owner.beside:
                prepared = self._ahead.take(before, edits)
            after = prepared.document if prepared else apply_all(before, list(edits))
        except (FrontMatterError, OSError) as error:
            raise NotDone(in_words(error)) from error
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

    def _edits_wanted(self, owner: ManyEdits, path: str) -> Wish | None:
        if self._is_busy(path):
            return None
        return Wish(path, self._table.file_of(path), edits_of(owner.left[path]))

    def _is_busy(self, path: str) -> bool:
        article = self._articles.get(path)
        return article is not None and article.busy

    def _text_wanted(self, by_path: dict[str, list[Change]], undo: bool, path: str) -> Wish | None:
        changes = by_path[path]
        if len(changes) > 1 or self._is_busy(path):
            return None
        try:
            before, after = changes[0].texts()
        except (KeepingError, FrontMatterError):
            # The window meets the reason when the turn comes.
            return None
        texts = (after, before) if undo else (before, after)
        return Wish(path, self._table.file_of(path), texts=texts)

    def _take(self, path: str) -> tuple[OpenArticle, Prepared] | None:
        """An article of which an edit was proven, and what becomes of it.

        None where nothing was, or the article is not in memory as it was read for that.
        """
        proven = self._proofs.take(path)
        article = self._articles.get(path)
        if proven is None:
            return None
        if article is not None and (article.busy or article.stored.digest != proven.stored.digest):
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
        changes = by_path.pop(path)
        proven = self._take(path)
        if proven is not None:
            article, article.prepared = proven
            article.document = article.prepared.document
            return article
        article = None
        for change in changes:
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
                    raise NotDone(self.tr("the same field was changed outside since"))
                wanted = merged.document
            article.document = now = in_file(wanted, article.stored.document)
            foreseen = (ready for _, ready in self._foreseen if ready.document is now)
            article.prepared = next(foreseen, None)
        except KeepingError as error:
            raise NotDone(error.message) from error
        except (FrontMatterError, OSError) as error:
            raise NotDone(in_words(error)) from error
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
