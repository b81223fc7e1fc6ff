"""The open folder and everything that is done to its articles; nobody else changes one.

Data flows one way: a widget asks for an edit, the session proves it and puts it on the undo
stack, and one signal names the articles that are different now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoStack

from curator.content import store
from curator.content.article import Row, row_of, unreadable_row
from curator.content.changes import Line, compare
from curator.content.folder import Batch, FolderError, open_folder
from curator.content.related import identity_of
from curator.content.store import ChangedOutside, Saved, SaveError, Stored, Vanished
from curator.content.vocabulary import Vocabulary, declared_by, gather
from curator.frontmatter import Document, Edit, FrontMatterError, apply_all
from curator.frontmatter.merge import merge
from curator.session.commands import EditCommand, Replacement
from curator.session.jobs import DirectRunner, FolderScan, Runner

SAVE_DELAY = 1000
"""Milliseconds from the last edit to the save."""

KEPT_OPEN = 64
"""How many saved articles stay in memory, parsed, for going back and forth."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the editor, quietly.

    `severity` is `info`, `warning` or `error`.  `choices` are (name, label) of what can be done
    about it; a notice with the same `about` takes the place of the earlier one.
    """

    severity: str
    text: str
    about: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class OpenArticle:
    """An article in memory: as it is on disk, and as it is being edited."""

    path: str
    stored: Stored
    document: Document
    stamp: tuple[int, int]
    """Time and size of the file when it was read."""
    opened: Document | None = None
    """As it was when the editor first came to it."""
    save_error: SaveError | None = None
    saving: bool = False

    @property
    def unsaved(self) -> bool:
        """Whether a save would change the file."""
        return self.document is not self.stored.document and (
            self.document.yaml != self.stored.document.yaml
        )


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

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.save_as_you_go = True
        self._runner = runner
        self._folder: _Folder | None = None
        self._open: dict[str, OpenArticle] = {}
        self._unsaved = 0
        self._pushing = False
        self._scan: FolderScan | None = None
        self._vocabulary: Vocabulary | None = None
        self._slugs: dict[str, str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_DELAY)
        self._timer.timeout.connect(self._save_after_pause)

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
        self._folder = _Folder(path, declared=declared_by(path))
        self._open.clear()
        self._forget_derived()
        self.undo_stack.clear()
        self._count_unsaved()
        self.folder_opened.emit(path)
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
        fresh = [row for row in batch.rows if row.path not in folder.rows]
        folder.rows.update((row.path, row) for row in fresh)
        self._forget_derived()
        if fresh:
            self.rows_added.emit(fresh)
        self.scan_progressed.emit(batch.done, batch.total)

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
        known = self._open.pop(path, None)
        full = self.full_path(path)
        try:
            # While it is being saved, a new stamp is our own.
            settled = known is None or not (known.unsaved or known.saving)
            if known is None or (settled and known.stamp != _stamp(full)):
                stamp = _stamp(full)
                stored = store.load(full)
                changed = known is None or stored.digest != known.stored.digest
                opened = known.opened if known is not None else stored.document
                known = OpenArticle(path, stored, stored.document, stamp, opened)
                if changed:
                    self._set_row(row_of(path, stored.document))
        except (FrontMatterError, OSError) as error:
            if known is not None and (known.unsaved or known.saving):
                self._open[path] = known
                return known
            self._set_row(unreadable_row(path, error))
            raise
        self._open[path] = known
        self._forget_old()
        return known

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

    def _forget_old(self) -> None:
        if len(self._open) <= KEPT_OPEN:
            return
        for path, article in list(self._open.items())[: len(self._open) - KEPT_OPEN]:
            if not article.unsaved and not article.saving:
                del self._open[path]

    def is_unsaved(self, path: str) -> bool:
        """Whether an article has edits that are not on the disk."""
        article = self._open.get(path)
        return article is not None and article.unsaved

    def save_error(self, path: str) -> SaveError | None:
        """Why the last save of an article failed, until one succeeds."""
        article = self._open.get(path)
        return article.save_error if article else None

    def changes(self, path: str) -> list[list[Line]]:
        """The lines that saving an article will change."""
        article = self._open.get(path)
        if article is None or not article.unsaved:
            return []
        return compare(article.stored.document.to_bytes(), article.document.to_bytes())

    def changes_since_opening(self, path: str) -> list[list[Line]]:
        """The lines that are different since the editor first opened an article."""
        article = self._open.get(path)
        if article is None or article.opened is None or article.opened is article.document:
            return []
        return compare(article.opened.to_bytes(), article.document.to_bytes())

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
                self.noticed.emit(Notice("error", f"{path}: {_words(error)}", about=path))
                return False
            if after is not before:
                replacements.append(Replacement(path, before, after))
        if replacements:
            self._push(EditCommand(self, label, replacements, field))
        return True

    def _push(self, command: EditCommand) -> None:
        self._pushing = True
        try:
            self.undo_stack.push(command)
        finally:
            self._pushing = False

    def put(self, replacements: list[Replacement], undo: bool) -> None:
        """Put documents in place; only undo commands call this."""
        done: set[str] = set()
        for replacement in replacements:
            old, new = replacement.after, replacement.before
            if not undo:
                old, new = new, old
            try:
                article = self.held(replacement.path)
            except (FrontMatterError, OSError) as error:
                self._tell_not_undone(replacement.path, _words(error))
                continue
            if article.document.yaml != old.yaml:
                # Others have changed the file since: take this step back and keep theirs.
                merged = merge(old, new, article.document, identity_of)
                if merged.conflicts:
                    why = self.tr("the same field was changed outside since")
                    self._tell_not_undone(replacement.path, why)
                    continue
                new = merged.document
            article.document = _in_file(new, article.stored.document)
            done.add(replacement.path)
        for path in done:
            self._update(path)
        if done:
            self._count_unsaved()
            self.articles_changed.emit(done)
            if len(done) == 1 and not self._pushing:
                self.focus_requested.emit(next(iter(done)))
            self._timer.start()

    def _tell_not_undone(self, path: str, why: str) -> None:
        text = self.tr("{0} stays as it is: {1}").format(path, why)
        self.noticed.emit(Notice("warning", text, about=path))

    def _update(self, path: str) -> None:
        article = self._open[path]
        article.save_error = None
        if self._folder is not None:
            old, new = self._folder.rows.get(path), row_of(path, article.document)
            self._folder.rows[path] = new
            if old is None or _words_of(old) != _words_of(new):
                self._vocabulary = None

    def _count_unsaved(self) -> None:
        count = sum(article.unsaved for article in self._open.values())
        if count != self._unsaved:
            self._unsaved = count
            self.unsaved_changed.emit(count)

    # -- saving

    @property
    def unsaved(self) -> list[str]:
        """The paths of articles with unsaved edits."""
        return [path for path, article in self._open.items() if article.unsaved]

    @Slot()
    def _save_after_pause(self) -> None:
        if self.save_as_you_go:
            self.save([path for path in self.unsaved if self.save_error(path) is None])

    def leave(self, path: str) -> None:
        """The editor goes on to another article: save this one now, if saving as you go."""
        if self.save_as_you_go and self.is_unsaved(path) and self.save_error(path) is None:
            self.save([path])

    def save_all(self) -> None:
        """Save every article with unsaved edits, also those whose save failed before."""
        self._timer.stop()
        self.save(self.unsaved)

    def save(self, paths: list[str]) -> None:
        """Save articles in the background."""
        for path in paths:
            article = self._open.get(path)
            if article is not None and article.unsaved and not article.saving:
                self._save_one(article, self._runner)

    def flush(self) -> list[str]:
        """Save everything now, waiting for it; the paths that could not be saved."""
        self._timer.stop()
        self._runner.drain()
        for article in list(self._open.values()):
            if article.unsaved:
                self._save_one(article, DirectRunner())
        return self.unsaved

    def _save_one(self, article: OpenArticle, runner: Runner) -> None:
        document, stored = article.document, article.stored
        article.saving = True

        def write() -> tuple[Saved, tuple[int, int]]:
            saved = store.save_merging(stored, document)
            return saved, _stamp(stored.path)

        def done(result: tuple[Saved, tuple[int, int]]) -> None:
            saved, article.stamp = result
            article.saving = False
            article.stored = saved.stored
            self._rebase(article, document)
            self._update(article.path)
            self.settled.emit(article.path)
            if saved.outside:
                names = ", ".join(saved.outside)
                text = self.tr("{0}: merged what was changed outside: {1}")
                self.noticed.emit(Notice("info", text.format(article.path, names), article.path))
            self._after_save(article)
            self.saved.emit(article.path)

        def failed(error: Exception) -> None:
            article.saving = False
            if not isinstance(error, SaveError):
                error = SaveError(stored.path, str(error))
            article.save_error = error
            self.noticed.emit(_notice_of(article.path, error))
            self._after_save(article)

        runner.run(write, done, failed)

    def _rebase(self, article: OpenArticle, written: Document) -> None:
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
        article.document = _in_file(article.document, now)

    def _after_save(self, article: OpenArticle) -> None:
        self._count_unsaved()
        self.articles_changed.emit({article.path})
        if article.unsaved and article.save_error is None:
            self._timer.start()

    def resolve(self, path: str, choice: str) -> None:
        """Settle what a failed save asked.

        `restore` writes a deleted file again.
        `theirs` takes the file's value for the fields that were changed on both sides, `mine` the
        edited one; all other changes of both sides are kept.  `retry` saves once more.
        """
        article = self._open.get(path)
        if article is None:
            return
        self.settled.emit(path)
        article.save_error = None
        if choice == "retry":
            self.save([path])
            return
        if choice == "restore":
            self._restore(article)
            return
        try:
            disk = store.load(article.stored.path)
            article.stamp = _stamp(article.stored.path)
        except (FrontMatterError, OSError) as error:
            self.noticed.emit(Notice("error", f"{path}: {_words(error)}", about=path))
            return
        base, before = article.stored.document, article.document
        mine = choice == "mine"
        merged = merge(base, before, disk.document, identity_of, prefer_ours=mine)
        label = self.tr("Keep Mine") if mine else self.tr("Take Theirs")
        after = _in_file(merged.document, disk.document)
        article.stored = disk
        self._push(EditCommand(self, label, [Replacement(path, before, after)]))
        self.save([path])

    def _restore(self, article: OpenArticle) -> None:
        """Write an article whose file was deleted outside anew."""
        try:
            article.stored = store.create(article.stored.path, article.document)
            article.stamp = _stamp(article.stored.path)
        except SaveError as error:
            article.save_error = error
            self.noticed.emit(_notice_of(article.path, error))
        self._after_save(article)

    def discard(self) -> None:
        """Give up all unsaved edits."""
        self._timer.stop()
        self._runner.drain()
        for article in self._open.values():
            article.document, article.save_error = article.stored.document, None
        self.undo_stack.clear()
        self._count_unsaved()

    def close(self) -> list[str]:
        """End all background work and save; the paths that could not be saved."""
        self.cancel_scan()
        left = self.flush()
        if not left:
            self._runner.close()
        return left


def _notice_of(path: str, error: SaveError) -> Notice:
    text = f"{path}: {error.message}"
    if isinstance(error, ChangedOutside) and error.conflicts:
        choices = (("theirs", "Take theirs"), ("mine", "Keep mine"))
        return Notice("warning", text, path, choices)
    if isinstance(error, Vanished):
        return Notice("error", text, path, (("restore", "Write it again"), ("retry", "Try again")))
    return Notice("error", text, path, (("retry", "Try again"),))


def _words_of(row: Row) -> tuple[object, ...]:
    """What a row gives to the vocabulary."""
    return row.topics, row.provider, row.domain


def _in_file(document: Document, stored: Document) -> Document:
    """A document's front matter in the file as it is: its body may have been changed outside."""
    if document.yaml == stored.yaml:
        return stored
    if document.head == stored.head and document.tail == stored.tail:
        return document
    return stored.with_yaml(document.yaml)


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _words(error: FrontMatterError | OSError) -> str:
    if isinstance(error, FrontMatterError):
        place = f" (line {error.line})" if error.line else ""
        return error.message + place
    return error.strerror or str(error)
