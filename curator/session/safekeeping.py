"""Keeps what must not be lost: unsaved edits as drafts, and every write in the journal.

It only ever helps: where it fails it says so, once, and editing and saving go on.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from curator.content.drafts import Draft, Drafts
from curator.content.journal import Entry, Journal, digest_of
from curator.content.related import identity_of
from curator.content.sqlite_file import KeepingError
from curator.frontmatter import Document, FrontMatterError
from curator.frontmatter.merge import changed_keys, merge
from curator.session.jobs import Runner
from curator.session.notice import Notice
from curator.session.open_articles import OpenArticle

_PACKED_AT_ONCE = 100
"""Texts of the history: a hundredth of a second."""

RETRY = 5000
"""Milliseconds until drafts that could not be written are tried again."""

HISTORY_DAYS = 90
"""How long writes are kept unless the editor says otherwise."""

HISTORY_MEGABYTES = 200
"""How much room they may take."""


class FileState(Enum):
    """What has become of a file since a draft of it was kept."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Unsaved edits of a curator that ended without saving; `path` is within the folder."""

    draft: Draft
    path: str
    state: FileState


class Safekeeping(QObject):
    """Drafts and journal in a folder of the user's; None keeps nothing."""

    noticed = Signal(object)
    """A `Notice`."""
    writes_entered = Signal()
    """Writes of a curator that ended before it entered them are in the journal now."""
    drafts_found = Signal(object)
    """A list of `LeftBehind`, oldest first."""
    drafts_lost = Signal()
    """The file of drafts was damaged: all unsaved edits should be kept once more."""

    def __init__(self, runner: Runner, data: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.journal = Journal(data / "history.sqlite") if data else None
        self._drafts = Drafts(data / "drafts") if data else None
        self._pending: dict[Path, Draft | None] = {}
        self._unwanted: list[Draft] = []
        self._under_way = False
        self._lock = threading.Lock()
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY)
        self._retry.timeout.connect(self._write_soon)
        self._told: set[str] = set()
        self._gone: set[str] = set()
        """Which of the two files are known to have been deleted since that was said."""

    # -- drafts

    def keep(self, article: OpenArticle, *, soon: bool = True) -> None:
        """Keep the unsaved edits of an article, or forget them where there are none any more.

        What need not be done `soon` goes along with the next ones.
        """
        if self._drafts is None:
            return
        file, draft = article.stored.path, None
        if article.unsaved:
            label = article.acts[-1].label if article.acts else ""
            base, mine = article.edited_from.to_bytes(), article.document.to_bytes()
            draft = Draft(file, label, time.time(), base, mine)
        with self._lock:
            self._pending[file] = draft
        if soon or draft is not None:
            self._write_soon()

    @Slot()
    def _write_soon(self) -> None:
        with self._lock:
            idle, self._under_way = not self._under_way, True
        if idle:
            self._runner.run(self._write_drafts, self._drafts_kept, self._drafts_not_kept)

    def _write_drafts(self) -> None:
        assert self._drafts is not None
        with self._lock:
            self._under_way = False
            changes, self._pending = self._pending, {}
            unwanted, self._unwanted = self._unwanted, []
        try:
            # In this order: a draft that was taken up goes only once the new one is kept.
            if changes:
                self._drafts.keep(changes.items())
            if unwanted:
                self._drafts.drop(unwanted)
        except Exception:
            with self._lock:
                self._pending = changes | self._pending
                self._unwanted = [*unwanted, *self._unwanted]
            raise

    def look_for_drafts(self, folder: Path) -> None:
        """Look for drafts that were left behind for files in a folder; `drafts_found` tells.

        Edits that had just been saved when the end came are entered in the journal instead.
        """
        if self._drafts is not None:
            self._runner.run(
                lambda: self._left_behind(folder), self._tell_drafts, self._failed("drafts")
            )

    def forget(self, found: list[LeftBehind]) -> None:
        """Drop drafts that were left behind: they were taken up, or are not wanted."""
        if self._drafts is not None and found:
            with self._lock:
                self._unwanted.extend(each.draft for each in found)
            self._write_soon()

    def _left_behind(self, folder: Path) -> tuple[list[LeftBehind], list[Path], bool]:
        assert self._drafts is not None
        drafts, damaged = self._drafts.take_over(folder)
        found: list[LeftBehind] = []
        entered = False
        step = new_step()
        for draft in drafts:
            data = _bytes_of(draft.file)
            versions = _saved(draft, data)
            if versions is not None:
                # Trouble with the history must not hide the other drafts; this one stays for later.
                with contextlib.suppress(KeepingError):
                    self._record_saved(draft, *versions, step)
                    entered = True
                    self._drafts.drop([draft])
                continue
            path = draft.file.relative_to(folder).as_posix()
            found.append(LeftBehind(draft, path, _state_of(draft, data)))
        return found, damaged, entered

    def _record_saved(self, draft: Draft, before: bytes, after: bytes, step: int) -> None:
        """Enter a write of which the end of the process kept us from entering it."""
        if self.journal is None:
            return
        last = self.journal.writes(draft.file.parent, draft.file, limit=1)
        if last and (last[0].after == digest_of(after) or last[0].at >= draft.at):
            return
        fields = _changed(before, after)
        self.journal.record(Entry(draft.file, draft.label, fields, before, after, step, draft.at))

    def _tell_drafts(self, result: tuple[list[LeftBehind], list[Path], bool]) -> None:
        found, damaged, entered = result
        if entered:
            self.writes_entered.emit()
        for path in damaged:
            self._tell_damaged(path)
        if found:
            self.drafts_found.emit(found)

    def _tell_damaged(self, path: Path) -> None:
        text = self.tr("Damaged drafts were set aside as {0}").format(path)
        self.noticed.emit(Notice("warning", text, str(path)))

    # -- the journal

    def record(self, *entries: Entry) -> str:
        """Enter writes, on any thread; what went wrong in words, or nothing."""
        if self.journal is None or not entries:
            return ""
        try:
            self.journal.record(*entries)
        except KeepingError as error:
            return error.message
        return ""

    @Slot()
    def catch_up(self) -> None:
        """Do in portions what could wait while many were saved."""
        if self._pending:
            self._write_soon()
        journal = self.journal
        if journal is not None and journal.is_loose:
            self._runner.run(lambda: journal.pack(_PACKED_AT_ONCE), self._go_on, self._not_packed)

    def _go_on(self, _: object) -> None:
        self.catch_up()

    def _not_packed(self, _: Exception) -> None:
        # They can be had as they are; and where the history cannot be used, its next use says so.
        return

    def renamed(self, old: Path, new: Path) -> None:
        """A file has another name; what is known of it is known of that one."""
        if self.journal is not None:
            try:
                self.journal.renamed(old, new)
            except KeepingError as error:
                self.tell(error.message)

    def tell(self, problem: str) -> None:
        """Say what `record` returned: once, until it works again."""
        if problem:
            self._tell(
                "history",
                self.tr("This is saved but cannot be taken back after a restart: {0}"),
                problem,
            )
        else:
            self._told.discard("history")
        journal = self.journal
        if journal is not None and journal.set_aside is not None:
            text = self.tr("The history was damaged and is begun anew; the old one is {0}")
            self.noticed.emit(Notice("warning", text.format(journal.set_aside), "damaged"))
            journal.set_aside = None
        if journal is not None and journal.gone:
            journal.gone = False
            self._tell_gone("history", journal.path.parent)

    def bound(self, days: int, megabytes: int) -> None:
        """Forget what the history need not keep any longer."""
        journal = self.journal
        if journal is not None:
            self._runner.run(
                lambda: journal.bound(days, megabytes), self._done, self._failed("history")
            )

    def close(self) -> None:
        """Let go of the files; nothing may be running any more."""
        if self.journal is not None:
            self.journal.close()
        self._retry.stop()
        if self._drafts is not None:
            if self._pending or self._unwanted:
                with contextlib.suppress(KeepingError):
                    self._write_drafts()
            self._drafts.close()

    # -- failures

    def _done(self, _result: object) -> None:
        return

    def _drafts_kept(self, _result: object) -> None:
        with self._lock:
            waiting = bool(self._pending or self._unwanted)
        if not waiting:
            self._retry.stop()
            self._told.discard("drafts")
        drafts = self._drafts
        if drafts is not None and drafts.set_aside is not None:
            self._tell_damaged(drafts.set_aside)
            drafts.set_aside = None
            self.drafts_lost.emit()
        if drafts is not None and drafts.gone:
            drafts.gone = False
            self._tell_gone("drafts", drafts.folder.parent)
            self.drafts_lost.emit()

    def _drafts_not_kept(self, error: Exception) -> None:
        self._failed("drafts")(error)
        self._retry.start()

    def _tell_gone(self, what: str, folder: Path) -> None:
        """Say that a file was deleted: once, although both are where their folder is."""
        if self._gone and what not in self._gone:
            self._gone.add(what)
            return
        self._gone = {what}
        text = self.tr("{0} was deleted while curator used it: the history begins anew there")
        self.noticed.emit(Notice("warning", text.format(folder), "gone"))

    def _failed(self, what: str) -> Callable[[Exception], None]:
        def tell(error: Exception) -> None:
            if what == "drafts":
                words = self.tr("Unsaved edits would not survive a crash: {0}")
            else:
                words = self.tr("The history cannot be tidied: {0}")
            self._tell(what, words, str(error))

        return tell

    def _tell(self, what: str, words: str, problem: str) -> None:
        if what not in self._told:
            self._told.add(what)
            self.noticed.emit(Notice("warning", words.format(problem), what))


class _Steps:
    last = 0


def new_step() -> int:
    """A number for what is done in one go, larger than those before."""
    _Steps.last = max(_Steps.last + 1, time.time_ns())
    return _Steps.last


def _bytes_of(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _state_of(draft: Draft, data: bytes | None) -> FileState:
    if data is None:
        return FileState.GONE
    return FileState.SAME if data == draft.base else FileState.CHANGED


def _saved(draft: Draft, data: bytes | None) -> tuple[bytes, bytes] | None:
    """The file before and after the draft was saved, maybe merged; None where it was not."""
    if data is None or data == draft.base:
        return None
    if data == draft.mine:
        return draft.base, draft.mine
    try:
        base, mine, now = map(Document.parse, (draft.base, draft.mine, data))
        saved = merge(base, mine, now, identity_of)
        before = merge(mine, base, now, identity_of)
    except FrontMatterError:
        return None
    if saved.conflicts or before.conflicts or saved.document.yaml != now.yaml:
        return None
    return before.document.to_bytes(), data


def _changed(before: bytes, after: bytes) -> tuple[str, ...]:
    try:
        return tuple(changed_keys(Document.parse(before), Document.parse(after)))
    except FrontMatterError:
        return ()
