"""The open folder and everything that is done to its articles; nobody else changes one.

Data flows one way: a widget asks for an edit, the session proves it and puts it on the undo
stack, and one signal names the articles that are different now.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.article import row_of, unreadable_row
from curator.content.changes import Line
from curator.content.folder import FolderError, open_folder
from curator.content.related import identity_of
from curator.content.row import Row
from curator.content.saving import store
from curator.content.saving.store import ChangedOutside, SaveError
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Document, Edit, FieldPath, FrontMatterError
from curator.frontmatter.merge import Conflict, merge
from curator.session.commands import EditCommand, Replacement, Wanted
from curator.session.editing import Editing
from curator.session.history import History
from curator.session.jobs import Runner
from curator.session.notice import SAVES, Notice, in_words
from curator.session.open_articles import OpenArticle, OpenArticles, in_file
from curator.session.rows import Rows
from curator.session.safekeeping import LeftBehind, Safekeeping
from curator.session.saver import Saver
from curator.session.taking_up import take_up
from curator.session.views import ViewCounts

_BREATH = 15
"""Milliseconds in which the window can paint and take keys."""
_LONG_BREATH = 100
"""The same for a large folder, which is put in order step by step meanwhile."""
_LARGE = 20_000


class Session(QObject):
    """One folder at a time: reading it, editing its articles, saving them."""

    folder_opened = Signal(object)
    """The folder's path; everything of an earlier folder is gone."""
    rows_added = Signal(object)
    """A list of new rows."""
    rows_removed = Signal(object)
    """The paths, as a set, of articles that are gone."""
    scan_progressed = Signal(object, object, object)
    """How many files are read, of how many, and the seconds left or None."""
    scan_ended = Signal()
    """The rows are as the disk is, or the reading was cancelled."""
    folder_ready = Signal()
    """The same, for the first time since the folder was opened."""
    articles_changed = Signal(object)
    """The paths, as a set, of articles whose row, document or state of saving is different."""
    unsaved_changed = Signal(object)
    """How many articles have unsaved edits."""
    saved = Signal(object)
    """The paths, as a set, of articles that are on the disk now."""
    edit_progressed = Signal(object, object)
    """In how many articles an edit of many is made, and in how many it shall be."""
    edits_ended = Signal()
    """No edit of many articles is under way any more."""
    rested = Signal()
    """Nor is a save of any article."""
    focus_requested = Signal(object)
    """The path of the article in which undo or redo just did something."""
    noticed = Signal(object)
    """A `Notice`."""
    settled = Signal(object)
    """The `about` of notices that have become untrue."""

    drafts_found = Signal(object)
    """A list of `LeftBehind`: unsaved edits of a curator that ended without saving."""

    def __init__(
        self,
        runner: Runner,
        data: Path | None = None,
        cache: Path | None = None,
        parent: QObject | None = None,
        *,
        watch: bool = False,
    ) -> None:
        """`data` is the folder for history and drafts, `cache` that for the index; None does
        without.  With `watch` one sees what other programs do to the articles.
        """
        super().__init__(parent)
        self.runner = runner
        """Does what must not hold up the window."""
        self.data = data
        """The folder for what is kept of the editor's own work; None keeps nothing."""
        self._runner = runner
        self._cache = cache
        self._watch = watch
        self._folder: Path | None = None
        self._rows: Rows | None = None
        self._scanning = False
        self._open = OpenArticles()
        self._safekeeping = Safekeeping(runner, data, self)
        self.saver = Saver(self._open, runner, self._safekeeping, self)
        self.editing = Editing(self, self._open, self.saver, runner, self)
        self.undo_stack = self.editing.undo_stack
        self.history = History(self, self.editing, self._safekeeping.journal)
        self._unsaved = 0
        self._filled = 0
        self.editing.progressed.connect(self.edit_progressed)
        self.editing.ended.connect(self.edits_ended)
        self.editing.ended.connect(self._tell_rest)
        self.saver.rested.connect(self._tell_rest)
        self.editing.focus_requested.connect(self.focus_requested)
        self.editing.noticed.connect(self.noticed)
        self.saver.touched.connect(self._follow_save)
        self.saver.saved.connect(self.saved)
        self.saver.noticed.connect(self.noticed)
        self.saver.settled.connect(self.settled)
        self.rested.connect(self._safekeeping.catch_up)
        self._safekeeping.noticed.connect(self.noticed)
        self._safekeeping.drafts_found.connect(self._offer_drafts)
        self._safekeeping.writes_entered.connect(self._fill_again)

    # -- the folder

    @property
    def folder(self) -> Path | None:
        """The open content folder."""
        return self._folder

    @property
    def rows(self) -> dict[str, Row]:
        """The rows of all articles by path.  Read only."""
        return self._rows.by_path if self._rows else {}

    @property
    def scanning(self) -> bool:
        """Whether the folder is being read for the first time since it was opened."""
        return self._scanning

    @property
    def without_front_matter(self) -> int:
        """How many files are articles by name but have no fence."""
        return self._rows.without_front_matter if self._rows else 0

    @property
    def index_file(self) -> Path | None:
        """Where the index of the folder is, once it is being read."""
        return self._rows.index_file if self._rows else None

    @property
    def vocabulary(self) -> Vocabulary:
        """The words in use in the folder."""
        return self._rows.vocabulary if self._rows else Vocabulary()

    @property
    def view_counts(self) -> ViewCounts:
        """How many articles of the folder each view has."""
        return self._rows.counts if self._rows else ViewCounts()

    def article_named(self, slug: str) -> Row | None:
        """The article that a plain slug in a related list refers to."""
        return self._rows.named(slug) if self._rows else None

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
        self._leave_folder()
        again = path == self._folder
        self._folder = path
        self._rows = rows = Rows(path, self._cache, self, watch=self._watch)
        self._scanning = True
        self._open.clear()
        if not again:
            self.undo_stack.clear()
        self._count_unsaved()
        self.folder_opened.emit(path)
        if not again:
            self.history.fill(self.undo_stack)
            self._filled = self.undo_stack.count()
        self._safekeeping.tell("")
        self._safekeeping.look_for_drafts(path)
        rows.added.connect(self.rows_added)
        rows.removed.connect(self._lose)
        rows.changed.connect(self._take_in)
        rows.progressed.connect(self.scan_progressed)
        rows.up_to_date.connect(self._end_scan)
        rows.noticed.connect(self.noticed)
        rows.settled.connect(self.settled)
        self.rested.connect(rows.heed)
        rows.start(self._held_row, lambda: self.is_at_work)

    def look_outside(self, paths: AbstractSet[str] | None = None, gone: str = "") -> None:
        """See what others have changed in these articles, or in the whole folder.

        `gone` is one that this program has just taken away.
        """
        if self._rows is not None and not self._scanning:
            if gone:
                self._rows.expect_gone(gone)
            self._rows.look(paths)

    def rescan(self) -> None:
        """See what others have changed in the whole folder, also where its reading was stopped."""
        if self._rows is not None:
            self._rows.rescan()

    @property
    def reading(self) -> bool:
        """Whether files of the folder are being read."""
        return self._rows is not None and self._rows.busy

    def cancel_scan(self) -> None:
        """Stop reading the folder; what was read stays."""
        if self._rows is not None:
            self._rows.cancel()

    def _leave_folder(self) -> None:
        if self._rows is not None:
            self._rows.close()
            self._rows.deleteLater()
            self._rows = None
        self._scanning = False

    @Slot()
    def _end_scan(self) -> None:
        self.scan_ended.emit()
        if self._scanning:
            # Whoever puts a large folder in order does so between these two, not all at once.
            large = len(self.rows) > _LARGE
            QTimer.singleShot(_LONG_BREATH if large else _BREATH, self, self._be_ready)

    @Slot()
    def _be_ready(self) -> None:
        if self._scanning and not (self._rows is not None and self._rows.busy):
            self._scanning = False
            self.folder_ready.emit()

    @Slot(object)
    def _lose(self, paths: set[str]) -> None:
        self._open.forget(paths)
        self.rows_removed.emit(paths)

    @Slot(object)
    def _take_in(self, paths: set[str]) -> None:
        """The files of these articles are different."""
        for article in self._open:
            if article.path in paths and not article.busy:
                with contextlib.suppress(FrontMatterError, OSError):
                    self._open.read(article.path, article.stored.path)
        self.articles_changed.emit(paths)

    def _held_row(self, path: str) -> Row | None:
        """The row of an article that is in memory as its editor sees it, or as it was saved last.

        What was read of its file may be from before the save.
        """
        article = self._open.get(path)
        if article is None or not (article.busy or article.is_as_stored()):
            return None
        if article.shown is article.document and article.row is not None:
            return article.row
        return row_of(path, article.document)

    # -- articles

    def full_path(self, path: str) -> Path:
        """Where an article's file is."""
        assert self._folder is not None
        return self._folder / path

    def file_of(self, path: str) -> str:
        """The same as text, which for thousands takes a fraction of the time."""
        return f"{self._folder}/{path}"

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
            if isinstance(error, FileNotFoundError) or path not in self.rows:
                # Whether it is gone, or the whole folder, is for the rows to find out.
                self.look_outside({path})
            else:
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

    @property
    def in_memory(self) -> list[tuple[str, Document]]:
        """The articles that are in memory, by path, as they are being edited."""
        return [(article.path, article.document) for article in self._open]

    def peek(self, path: str) -> Document:
        """The document of an article as it is in memory or else in its file.

        Nothing follows from it: neither is it kept, nor its row brought up to date.  Raises
        FrontMatterError or OSError.
        """
        article = self._open.get(path)
        return article.document if article else store.load(self.full_path(path)).document

    def _set_row(self, row: Row) -> None:
        if self._rows is not None and self._rows.set_row(row) != row:
            self.articles_changed.emit({row.path})

    def is_unsaved(self, path: str) -> bool:
        """Whether an article has edits that are not on the disk."""
        article = self._open.get(path)
        return article is not None and article.unsaved

    def save_error(self, path: str) -> SaveError | None:
        """Why the last save of an article failed, until one succeeds."""
        article = self._open.get(path)
        return article.save_error if article else None

    @property
    def save_errors(self) -> dict[str, str]:
        """Why articles could not be saved, by path, until they are."""
        failed = ((article.path, article.save_error) for article in self._open)
        return {path: error.message for path, error in failed if error is not None}

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

    def edit(self, edits: Mapping[str, Wanted], label: str, field: str = "") -> bool:
        """Make edits, by path of the article, as one step of undo called `label`.

        A few are made all or none; False, and a notice, where one is refused.  Many, and those
        that are `Planned`, are made in portions, as `edit_progressed` tells; those that are
        refused keep no other from being made.
        `field` lets following edits of the same field join this one.
        """
        return self.editing.edit(edits, label, field)

    def edit_soon(self, path: str, edits: Sequence[Edit], label: str) -> bool:
        """Make edits of one article as one step of undo, without holding up the window.

        In a long article they are proven beside the window: until `awaits` is false again, and
        `articles_changed` names the article, it is what it was.  One that is refused is told then.
        """
        return self.editing.edit_soon(path, edits, label)

    def awaits(self, path: str) -> bool:
        """Whether edits of an article are still to be made."""
        return self.editing.awaits(path)

    @property
    def is_editing(self) -> bool:
        """Whether edits are still being made; `edits_ended` tells of their end."""
        return self.editing.running

    @property
    def is_at_work(self) -> bool:
        """Whether edits are being made or saved; `rested` tells of the end of both."""
        return self.editing.running or bool(self.saver.under_way)

    @Slot()
    def _tell_rest(self) -> None:
        if not self.is_at_work:
            self.rested.emit()

    def cancel_edits(self) -> None:
        """Stop an edit of many articles where it is."""
        self.editing.cancel()

    def title_of(self, path: str) -> str:
        """What to call an article: its headline in quotes, or its path where it has none."""
        row = self.rows.get(path)
        return f"“{row.title}”" if row is not None and row.readable and row.title else path

    def tell(self, problem: str) -> None:
        """Say that something of the history cannot be used."""
        self.noticed.emit(Notice("warning", problem, about="history"))

    def show(self, article: OpenArticle) -> None:
        """Bring the row of an article up to date, and the article where its file was not read."""
        article.look()
        known = article.path in self.rows
        if (
            self._rows is None
            or article.shown is article.document
            # The scan has not come to it yet, or its file may be gone.
            or (not known and (self.scanning or article.presumed))
        ):
            return
        ready = article.prepared
        if ready is not None and ready.document is article.document:
            article.row = ready.row
        else:
            article.row = row_of(article.path, article.document)
        self._rows.set_row(article.row)
        article.shown = article.document

    def shown(self, paths: set[str]) -> None:
        """Tell of articles whose rows have been brought up to date."""
        self._count_unsaved()
        self.articles_changed.emit(paths)
        if self._rows is not None:
            found = {path: self._open.get(path) for path in paths}
            self._rows.release({p for p, a in found.items() if a is None or not a.busy})

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
    def unsaved_count(self) -> int:
        """How many these are, as `unsaved_changed` told last."""
        return self._unsaved

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
        self.editing.finish()
        self.saver.flush()
        return self.unsaved

    @Slot(object)
    def _follow_save(self, paths: set[str]) -> None:
        for path in paths:
            article = self._open.get(path)
            if article is not None:
                self.show(article)
        self.shown(paths)
        if self._rows is not None and self._rows.busy:
            # What is being read may be from before the save.
            self._rows.hear(paths)

    def resolve(self, path: str, choice: str) -> None:
        """Settle what a failed save asked; the path `SAVES` stands for all that failed.

        `restore` writes a deleted file again, `retry` saves once more.
        `theirs` takes the file's value for the fields that were changed on both sides, `mine` the
        edited one; all other changes of both sides are kept.
        """
        if path == SAVES and choice == "retry":
            failed = [article for article in self._open if article.save_error is not None]
            for article in failed:
                self._unsettle(article)
            self.saver.save([article.path for article in failed])
            return
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
            text = f"{self.title_of(path)}: {in_words(error)}"
            self.noticed.emit(Notice("error", text, about=path))
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
        self.editing.push(
            EditCommand(self.editing, label, [Replacement.between(path, undone, after)])
        )
        self.saver.save([path])

    def _unsettle(self, article: OpenArticle) -> None:
        article.save_error = None
        self.saver.settle({article.path})

    # -- what was left behind

    @Slot(object)
    def _offer_drafts(self, found: list[LeftBehind]) -> None:
        # Another folder may have been opened while they were looked for.
        here = [each for each in found if each.draft.file == self.full_path(each.path)]
        if here:
            self.drafts_found.emit(here)

    @Slot()
    def _fill_again(self) -> None:
        stack = self.undo_stack
        # Once more was done, or undone, the steps that have come to light would be out of order.
        if stack.count() == stack.index() == self._filled:
            stack.clear()
            self.history.fill(stack)
            self._filled = stack.count()

    def restore_drafts(self, found: Sequence[LeftBehind]) -> None:
        """Take up unsaved edits of a curator that ended without saving, as one step of undo.

        Where a file has changed since, the save merges, and asks about fields changed twice.
        """
        self._safekeeping.forget(take_up(self, self.editing, self._open, found, self.noticed.emit))

    def forget_drafts(self, found: Sequence[LeftBehind]) -> None:
        """Give up unsaved edits of a curator that ended without saving."""
        self._safekeeping.forget(list(found))

    def bound_history(self, days: int, megabytes: int) -> None:
        """Keep no writes older than `days`, and no more of them than fit into `megabytes`."""
        self._safekeeping.bound(days, megabytes)

    # -- the end

    def discard(self) -> None:
        """Give up all unsaved edits."""
        self.editing.forget()
        self.saver.drain()
        given_up = [article for article in self._open if article.unsaved]
        for article in given_up:
            article.document = article.stored.document
            article.acts.clear()
            self._unsettle(article)
            self._safekeeping.keep(article)
            self.show(article)
        paths = {article.path for article in given_up}
        # Like any edit: whoever follows those must not go on from a text that never was a file.
        self.editing.edited.emit(paths)
        self.shown(paths)

    def close(self) -> list[str]:
        """End all background work and save; the paths that could not be saved.

        Their edits stay as drafts for the next start.
        """
        left = self.flush()
        self._runner.drain()
        return left

    def shut(self) -> None:
        """Let go of everything; nothing can be done any more."""
        if self._rows is not None:
            self._rows.close()
        self.editing.close()
        self._runner.close()
        self.saver.close()
        self._safekeeping.close()
