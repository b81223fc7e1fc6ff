"""The open folder and everything that is done to its articles; nobody else changes one.

Data flows one way: a widget asks for an edit, the session proves it and puts it on the undo
stack, and one signal names the articles that are different now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from curator.content.article import row_of, unreadable_row
from curator.content.changes import Line
from curator.content.folder import Batch, FolderError, open_folder
from curator.content.related import identity_of
from curator.content.row import Row
from curator.content.saving import store
from curator.content.saving.store import ChangedOutside, SaveError
from curator.content.vocabulary import Vocabulary, declared_by, gather
from curator.frontmatter import Edit, FieldPath, FrontMatterError, apply_all
from curator.frontmatter.merge import Conflict, merge
from curator.session.commands import EditCommand, Replacement
from curator.session.history import History
from curator.session.jobs import FolderScan, Runner
from curator.session.notice import Notice, in_words
from curator.session.open_articles import OpenArticle, OpenArticles, in_file
from curator.session.safekeeping import LeftBehind, Safekeeping
from curator.session.saver import Saver
from curator.session.taking_up import take_up


@dataclass(slots=True)
class _Folder:
    path: Path
    rows: dict[str, Row] = field(default_factory=dict[str, Row])
    declared: Vocabulary = field(default_factory=Vocabulary)
    without_front_matter: int = 0
    scanning: bool = True


class Session(QObject):
    """One folder at a time: reading it, editing its articles, saving them."""

    folder_opened = Signal(object)
    """The folder's path; everything of an earlier folder is gone."""
    rows_added = Signal(object)
    """A list of new rows."""
    scan_progressed = Signal(object, object)
    """How many files are read, and of how many."""
    folder_ready = Signal()
    """The scan is done, or was cancelled."""
    articles_changed = Signal(object)
    """The paths, as a set, of articles whose row, document or state of saving is different."""
    unsaved_changed = Signal(object)
    """How many articles have unsaved edits."""
    saved = Signal(object)
    """The path of an article that is on the disk now."""
    focus_requested = Signal(object)
    """The path of the article in which undo or redo just did something."""
    noticed = Signal(object)
    """A `Notice`."""
    settled = Signal(object)
    """The `about` of notices that have become untrue."""

    drafts_found = Signal(object)
    """A list of `LeftBehind`: unsaved edits of a curator that ended without saving."""

    def __init__(
        self, runner: Runner, data: Path | None = None, parent: QObject | None = None
    ) -> None:
        """`data` is the folder for history and drafts; None keeps neither."""
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self._runner = runner
        self._folder: _Folder | None = None
        self._open = OpenArticles()
        self._safekeeping = Safekeeping(runner, data, self)
        self.saver = Saver(self._open, runner, self._safekeeping, self)
        self.history = History(self, self._safekeeping.journal)
        self._unsaved = 0
        self._pushing = False
        self._scan: FolderScan | None = None
        self._vocabulary: Vocabulary | None = None
        self._slugs: dict[str, str] = {}
        self.saver.touched.connect(self._follow_save)
        self.saver.saved.connect(self.saved)
        self.saver.noticed.connect(self.noticed)
        self.saver.settled.connect(self.settled)
        self._safekeeping.noticed.connect(self.noticed)
        self._safekeeping.drafts_found.connect(self._offer_drafts)

    # -- the folder

    @property
    def folder(self) -> Path | None:
        """The open content folder."""
        return self._folder.path if self._folder else None

    @property
    def rows(self) -> dict[str, Row]:
        """The rows of all articles by path.  Read only."""
        return self._folder.rows if self._folder else {}

    @property
    def scanning(self) -> bool:
        """Whether the folder is still being read."""
        return bool(self._folder and self._folder.scanning)

    @property
    def without_front_matter(self) -> int:
        """How many files are articles by name but have no fence."""
        return self._folder.without_front_matter if self._folder else 0

    def open_folder(self, folder: Path) -> None:
        """Open a folder and begin to read it; unsaved edits of an earlier one are saved first.

        Raises FolderError where it cannot be read or the edits cannot be saved; the earlier
        folder then stays open.
        """
        path = open_folder(folder)
        if left := self.flush():
            raise FolderError(
                self.tr("{0} has edits that could not be saved: settle that first").format(left[0])
            )
        self.cancel_scan()
        again = path == self.folder
        self._folder = _Folder(path, declared=declared_by(path))
        self._open.clear()
        self._forget_derived()
        if not again:
            self.undo_stack.clear()
        self._count_unsaved()
        self.folder_opened.emit(path)
        if not again:
            self.history.fill(self.undo_stack)
        self._safekeeping.tell("")
        self._safekeeping.look_for_drafts(path)
        self._scan = FolderScan(path, self)
        self._scan.batch_read.connect(self._take_batch)
        self._scan.finished.connect(self._end_scan)
        self._scan.start()

    def cancel_scan(self) -> None:
        """Stop reading the folder; what was read stays."""
        if self._scan is None:
            return
        self._scan.cancel()
        self._scan.deleteLater()
        self._scan = None
        if self._folder is not None and self._folder.scanning:
            self._folder.scanning = False
            self.folder_ready.emit()

    @Slot(object)
    def _take_batch(self, batch: Batch) -> None:
        folder = self._folder
        if folder is None or self.sender() is not self._scan:
            return
        folder.without_front_matter = batch.without_front_matter
        for problem in batch.problems:
            self.noticed.emit(
                Notice(
                    "warning",
                    self.tr("{0} was left out: {1}").format(problem.path, problem.message),
                )
            )
        fresh = [self._as_edited(row) for row in batch.rows if row.path not in folder.rows]
        folder.rows.update((row.path, row) for row in fresh)
        self._forget_derived()
        if fresh:
            self.rows_added.emit(fresh)
        self.scan_progressed.emit(batch.done, batch.total)

    def _as_edited(self, row: Row) -> Row:
        article = self._open.get(row.path)
        # The file may have been read before its last save.
        return row if article is None else row_of(row.path, article.document)

    @Slot(object)
    def _end_scan(self, reason: str | None) -> None:
        if self._folder is None or self.sender() is not self._scan:
            return
        self._folder.scanning = False
        if reason:
            self.noticed.emit(Notice("error", reason, about="scan"))
        self.folder_ready.emit()

    @property
    def vocabulary(self) -> Vocabulary:
        """The words in use in the folder."""
        if self._vocabulary is None:
            declared = self._folder.declared if self._folder else None
            self._vocabulary = gather(self.rows.values(), declared)
        return self._vocabulary

    def article_named(self, slug: str) -> Row | None:
        """The article that a plain slug in a related list refers to."""
        if not self._slugs:
            self._slugs.update((row.slug, row.path) for row in self.rows.values())
        path = self._slugs.get(slug)
        return self.rows.get(path) if path else None

    def _forget_derived(self) -> None:
        self._vocabulary = None
        self._slugs.clear()

    # -- articles

    def full_path(self, path: str) -> Path:
        """Where an article's file is."""
        assert self._folder is not None
        return self._folder.path / path

    def article(self, path: str) -> OpenArticle:
        """The article at a path, read from the disk where it is not in memory as it is there.

        Raises FrontMatterError or OSError; its row then says so too.
        """
        known = self._open.get(path)
        try:
            article = self._open.read(path, self.full_path(path))
        except (FrontMatterError, OSError) as error:
            if known is not None and known.busy:
                self._open.put(known)
                return known
            # One that is neither on the disk nor in the list is no article.
            if path in self.rows or not isinstance(error, FileNotFoundError):
                self._set_row(unreadable_row(path, error))
            raise
        if known is None or article.stored.digest != known.stored.digest:
            self._set_row(row_of(path, article.document))
        return article

    def held(self, path: str) -> OpenArticle:
        """The article as it is in memory, and as its form shows it; read where it is not there.

        Edits go to this one: what others have changed meanwhile is merged by the save, while an
        edit of a form must not land in a file that the form has not shown yet.
        """
        return self._open.get(path) or self.article(path)

    def _set_row(self, row: Row) -> None:
        if self._folder is not None and self._folder.rows.get(row.path) != row:
            self._folder.rows[row.path] = row
            self._forget_derived()
            self.articles_changed.emit({row.path})

    def is_unsaved(self, path: str) -> bool:
        """Whether an article has edits that are not on the disk."""
        article = self._open.get(path)
        return article is not None and article.unsaved

    def save_error(self, path: str) -> SaveError | None:
        """Why the last save of an article failed, until one succeeds."""
        article = self._open.get(path)
        return article.save_error if article else None

    def conflicts(self, path: str) -> list[Conflict]:
        """The fields of an article that were changed both here and outside."""
        error = self.save_error(path)
        return list(error.conflicts) if isinstance(error, ChangedOutside) else []

    def changes(self, path: str) -> list[list[Line]]:
        """The lines that saving an article will change."""
        article = self._open.get(path)
        return article.changes_from(article.stored.document) if article else []

    def changes_since_opening(self, path: str) -> list[list[Line]]:
        """The lines that are different since the editor first opened an article."""
        article = self._open.get(path)
        return article.changes_from(article.opened) if article and article.opened else []

    # -- editing

    def edit(self, edits: Mapping[str, Sequence[Edit]], label: str, field: str = "") -> bool:
        """Make edits, by path of the article, as one step of undo called `label`.

        All or none are made; False, and a notice, where one is refused.  `field` lets following
        edits of the same field join this one.
        """
        replacements: list[Replacement] = []
        for path, wanted in edits.items():
            try:
                before = self.held(path).document
                after = apply_all(before, list(wanted))
            except (FrontMatterError, OSError) as error:
                self.noticed.emit(Notice("error", f"{path}: {in_words(error)}", about=path))
                return False
            if after is not before:
                replacements.append(Replacement(path, before, after))
        if replacements:
            self.push(EditCommand(self, label, replacements, field))
        return True

    def push(self, command: EditCommand) -> None:
        """Do a step, and make it the next one that undo takes back."""
        self._pushing = True
        try:
            self.undo_stack.push(command)
        finally:
            self._pushing = False

    def put(self, replacements: list[Replacement], label: str, *, undo: bool) -> None:
        """Put documents in place; only undo commands call this."""
        done: dict[str, OpenArticle] = {}
        for replacement in replacements:
            old, new = replacement.after, replacement.before
            if not undo:
                old, new = new, old
            try:
                article = self.held(replacement.path)
            except (FrontMatterError, OSError) as error:
                self._tell_not_undone(replacement.path, in_words(error))
                continue
            if article.document.yaml != old.yaml:
                # Others have changed the file since: take this step back and keep theirs.
                merged = merge(old, new, article.document, identity_of)
                if merged.conflicts:
                    why = self.tr("the same field was changed outside since")
                    self._tell_not_undone(replacement.path, why)
                    continue
                new = merged.document
            article.document = in_file(new, article.stored.document)
            article.add_label(self.tr("Undo {0}").format(label) if undo else label)
            done[article.path] = article
        if done:
            self.saver.edited(done.values())
            for article in done.values():
                self._show(article)
            self._count_unsaved()
            self.articles_changed.emit(set(done))
            if len(done) == 1 and not self._pushing:
                self.focus_requested.emit(next(iter(done)))

    def tell(self, problem: str) -> None:
        """Say that something of the history cannot be used."""
        self.noticed.emit(Notice("warning", problem, about="history"))

    def _tell_not_undone(self, path: str, why: str) -> None:
        text = self.tr("{0} stays as it is: {1}").format(path, why)
        self.noticed.emit(Notice("warning", text, about=path))

    def _show(self, article: OpenArticle) -> None:
        """Bring the row of an article up to date, and the article where its file was not read."""
        article.look()
        self._update(article)

    def _update(self, article: OpenArticle) -> None:
        old = self.rows.get(article.path)
        if old is None and (self.scanning or article.presumed):
            # The scan has not come to it yet, or its file may be gone.
            return
        new = self.rows[article.path] = row_of(article.path, article.document)
        if old is None:
            self._forget_derived()
        elif (old.topics, old.provider, old.domain) != (new.topics, new.provider, new.domain):
            self._vocabulary = None

    def _count_unsaved(self) -> None:
        count = len(self._open.unsaved)
        if count != self._unsaved:
            self._unsaved = count
            self.unsaved_changed.emit(count)

    # -- saving

    @property
    def unsaved(self) -> list[str]:
        """The paths of articles with unsaved edits."""
        return self._open.unsaved

    @property
    def save_as_you_go(self) -> bool:
        """Whether edits are saved a second after they were made."""
        return self.saver.as_you_go

    @save_as_you_go.setter
    def save_as_you_go(self, wanted: bool) -> None:
        self.saver.as_you_go = wanted

    def leave(self, path: str) -> None:
        """The editor goes on to another article."""
        self.saver.leave(path)

    def save_all(self) -> None:
        """Save every article with unsaved edits, also those whose save failed before."""
        self.saver.pause()
        self.saver.save(self.unsaved)

    def flush(self) -> list[str]:
        """Save everything now, waiting for it; the paths that could not be saved."""
        self.saver.flush()
        return self.unsaved

    @Slot(object)
    def _follow_save(self, path: str) -> None:
        article = self._open.get(path)
        if article is not None:
            self._update(article)
        self._count_unsaved()
        self.articles_changed.emit({path})

    def resolve(self, path: str, choice: str) -> None:
        """Settle what a failed save asked.

        `restore` writes a deleted file again, `retry` saves once more.
        `theirs` takes the file's value for the fields that were changed on both sides, `mine` the
        edited one; all other changes of both sides are kept.
        """
        article = self._open.get(path)
        if article is None:
            return
        if choice == "retry":
            self._unsettle(article)
            self.saver.save([path])
        elif choice == "restore":
            self._unsettle(article)
            self.saver.restore(article)
        else:
            shown = {each.path for each in self.conflicts(path)}
            self.settle_conflicts(path, shown if choice == "mine" else set())

    def settle_conflicts(self, path: str, mine: set[FieldPath]) -> None:
        """Keep the edited value of the fields in `mine`, and take the file's of the others.

        Asks anew where meanwhile yet another field was changed on both sides.
        """
        article = self._open.get(path)
        if article is None:
            return
        shown = {each.path for each in self.conflicts(path)}
        self._unsettle(article)
        try:
            disk = store.load(article.stored.path)
        except (FrontMatterError, OSError) as error:
            self.noticed.emit(Notice("error", f"{path}: {in_words(error)}", about=path))
            return
        base, before = article.stored.document, article.document
        merged = merge(base, before, disk.document, identity_of, prefer_ours=mine)
        if any(each.path not in shown for each in merged.conflicts):
            # The save finds them again, and asks.
            self.saver.save([path])
            return
        label = self.tr("Keep Mine") if mine else self.tr("Take Theirs")
        if mine and mine != shown:
            label = self.tr("Settle Conflict")
        after = in_file(merged.document, disk.document)
        # Undo gives back the value that was not chosen, and all else that the file had.
        other = shown if not mine else set[FieldPath]()
        turned = merge(base, before, disk.document, identity_of, prefer_ours=other)
        article.stored, article.document = disk, after
        undone = in_file(turned.document, disk.document)
        self.push(EditCommand(self, label, [Replacement(path, undone, after)]))
        self.saver.save([path])

    def _unsettle(self, article: OpenArticle) -> None:
        article.save_error = None
        self.settled.emit(article.path)

    # -- what was left behind

    @Slot(object)
    def _offer_drafts(self, found: list[LeftBehind]) -> None:
        # Another folder may have been opened while they were looked for.
        here = [each for each in found if each.draft.file == self.full_path(each.path)]
        if here:
            self.drafts_found.emit(here)

    def restore_drafts(self, found: Sequence[LeftBehind]) -> None:
        """Take up unsaved edits of a curator that ended without saving, as one step of undo.

        Where a file has changed since, the save merges, and asks about fields changed twice.
        """
        self._safekeeping.forget(take_up(self, self._open, found, self.noticed.emit))

    def forget_drafts(self, found: Sequence[LeftBehind]) -> None:
        """Give up unsaved edits of a curator that ended without saving."""
        self._safekeeping.forget(list(found))

    def bound_history(self, days: int, megabytes: int) -> None:
        """Keep no writes older than `days`, and no more of them than fit into `megabytes`."""
        self._safekeeping.bound(days, megabytes)

    # -- the end

    def discard(self) -> None:
        """Give up all unsaved edits."""
        self.saver.drain()
        given_up = [article for article in self._open if article.unsaved]
        for article in given_up:
            article.document = article.stored.document
            article.labels.clear()
            self._unsettle(article)
            self._safekeeping.keep(article)
            self._show(article)
        self.undo_stack.clear()
        self._count_unsaved()
        if given_up:
            self.articles_changed.emit({article.path for article in given_up})

    def close(self) -> list[str]:
        """End all background work and save; the paths that could not be saved.

        Their edits stay as drafts for the next start.
        """
        self.cancel_scan()
        left = self.flush()
        self._runner.drain()
        return left

    def shut(self) -> None:
        """Let go of everything; nothing can be done any more."""
        self._runner.close()
        self._safekeeping.close()
