"""What was written earlier, also by earlier runs of the program, and taking it back."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoStack

from curator.content.changes import Line, compare
from curator.content.journal import Journal, Write, digest_of
from curator.content.related import identity_of
from curator.content.schema import label_of
from curator.content.sqlite_file import KeepingError
from curator.frontmatter import Document, FrontMatterError, Remove, Set, apply
from curator.frontmatter.document import split
from curator.frontmatter.merge import faithful, merge
from curator.session.commands import EditCommand, RecordedCommand, Replacement
from curator.session.editing import Editing
from curator.session.new_files import FileTable, NewFilesCommand
from curator.session.notice import in_words
from curator.session.open_articles import OpenArticle

UNDO_STEPS = 100
"""How many steps of earlier runs can be undone one after the other."""

_MOST_WRITES = 2000


_NOTHING = digest_of(b"")
"""The version of a file that is not there."""


class HistoryTable(FileTable, Protocol):
    """What the history needs of the session."""

    @property
    def folder(self) -> Path | None: ...
    def article(self, path: str) -> OpenArticle: ...
    def tell(self, problem: str) -> None: ...


class _Refused(Exception):
    """A write that is not taken back; `fields` are those that were changed again since."""

    def __init__(self, message: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields


@dataclass(slots=True)
class TakenBack:
    """What came of taking writes back, one `field` of each or all.

    `done` counts those taken back.  `changed` are those of which `fields` were changed again
    since, which only one who insists overwrites.  `refused` says why others cannot be.
    """

    field: str = ""
    done: int = 0
    changed: list[Write] = dataclasses.field(default_factory=list[Write])
    fields: dict[str, None] = dataclasses.field(default_factory=dict[str, None])
    refused: Counter[str] = dataclasses.field(default_factory=Counter[str])


@dataclass(frozen=True, slots=True)
class Step:
    """Writes that were made in one go, and what to call them."""

    writes: tuple[Write, ...]
    label: str

    @property
    def at(self) -> datetime:
        """When it was, in local time."""
        return datetime.fromtimestamp(self.writes[0].at).astimezone()


class History:
    """The writes in the open folder, from the journal; none where there is no journal."""

    def __init__(self, table: HistoryTable, editing: Editing, journal: Journal | None) -> None:
        self._table = table
        self._editing = editing
        self._journal = journal

    def file(self) -> tuple[Path | None, int]:
        """Where the history is kept and how many bytes it takes; None where there is none."""
        journal = self._journal
        return (journal.path, journal.size()) if journal is not None else (None, 0)

    def steps(self, path: str = "", limit: int = _MOST_WRITES) -> list[Step]:
        """The latest steps, newest first: of the article at a path, or of the folder.

        Raises KeepingError where the history cannot be read.
        """
        folder = self._table.folder
        if folder is None or self._journal is None:
            return []
        file = folder / path if path else None
        writes = self._journal.writes(folder, file, limit=limit, whole_steps=True)
        together: dict[int, list[Write]] = {}
        for write in writes:
            together.setdefault(write.step, []).append(write)
        # While a step in many articles is saved, what is done meanwhile may be saved before it.
        return [
            Step(tuple(together[step]), _label(together[step])) for step in sorted(together)[::-1]
        ]

    def path(self, write: Write) -> str:
        """The path within the folder of the article that was written."""
        assert self._table.folder is not None
        return write.file.relative_to(self._table.folder).as_posix()

    def changes(self, write: Write) -> list[list[Line]]:
        """The lines that a write changed.  Raises KeepingError."""
        assert self._journal is not None
        return compare(*self._journal.texts(write))

    def take_back(
        self, writes: Sequence[Write], field: str = "", *, insist: bool = False
    ) -> TakenBack:
        """Undo writes, or one field of each, and keep all that came after: one step of undo."""
        outcome = TakenBack(field)
        replacements: list[Replacement] = []
        for write in writes:
            try:
                replacements.append(self._taken_back(write, field, insist))
            except _Refused as refused:
                if refused.fields:
                    outcome.changed.append(write)
                    outcome.fields.update(dict.fromkeys(refused.fields))
                else:
                    outcome.refused[refused.message] += 1
        outcome.done = len(replacements)
        if replacements:
            what = label_of(field) if field else _label(writes)
            label = _tr("Take Back {0}").format(what)
            self._editing.push(EditCommand(self._editing, label, replacements))
        return outcome

    def _taken_back(self, write: Write, field: str, insist: bool) -> Replacement:
        path = self.path(write)
        try:
            before, after = map(Document.parse, _texts(self._journal, write))
            if field:
                before = _with_field_of(after, before, field)
            # As the file is now: what the save would have to refuse is not taken back.
            now = self._table.article(path).document
        except (KeepingError, FrontMatterError) as error:
            raise _Refused(error.message) from error
        except OSError as error:
            raise _Refused(in_words(error)) from error
        new = before
        if now.yaml != after.yaml:
            merged = merge(after, before, now, identity_of, prefer_ours=insist)
            if merged.conflicts and not insist:
                fields = dict.fromkeys(str(each.path[0]) for each in merged.conflicts)
                raise _Refused("", tuple(fields))
            new = merged.document
        if new.yaml == now.yaml:
            raise _Refused(_tr("Nothing of it is left to take back."))
        return Replacement.between(path, now, new)

    def fill(self, stack: QUndoStack) -> None:
        """Put the steps of earlier runs on an empty stack, so that undo goes on with them."""
        try:
            steps = self.steps(limit=_MOST_WRITES)
        except KeepingError as error:
            self._table.tell(error.message)
            return
        wanted = _not_undone(steps)
        if sum(len(step.writes) for step in steps) >= _MOST_WRITES:
            # What the oldest one took back lies further back, and is no more to be undone.
            while wanted and wanted[0].label.startswith(_tr("Undo {0}").format("")):
                del wanted[0]
        for step in wanted[-UNDO_STEPS:]:
            label = _tr("{0} ({1})").format(step.label, _when(step.at))
            assert self._journal is not None
            known = [_Recorded(self._journal, w, self.path(w)) for w in step.writes]
            changes = [each for each in known if each.write.before != _NOTHING]
            files = {each.path: each.after for each in known if each.write.before == _NOTHING}
            if files:
                command = NewFilesCommand(
                    self._table, self._editing, label, changes, files, name=step.label, made=True
                )
            else:
                command = RecordedCommand(self._editing, label, step.label, changes)
            stack.push(command)


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What a write changed, fetched when it is needed."""

    journal: Journal
    write: Write
    path: str

    def texts(self) -> tuple[str, str]:
        """The front matter before and after; raises KeepingError or FrontMatterError."""
        before, after = (split(data)[1] for data in _texts(self.journal, self.write))
        return before.decode(), after.decode()

    def after(self) -> bytes:
        """The bytes of the file after the write; raises KeepingError."""
        return self.journal.texts(self.write)[1]


def _texts(journal: Journal | None, write: Write) -> tuple[bytes, bytes]:
    assert journal is not None
    before, after = journal.texts(write)
    if not before:
        raise KeepingError(_tr("the file was made by this, and is not deleted again"))
    if not after:
        raise KeepingError(_tr("the file was taken away by this, and is not made again"))
    return before, after


def _with_field_of(document: Document, other: Document, field: str) -> Document:
    """A document with one field at the top as another one has it."""
    node = other.root.get(field)
    if node is not None:
        return apply(document, Set((field,), faithful(node), tuple(other.root.keys())))
    if document.root.get(field) is None:
        return document
    return apply(document, Remove((field,)))


def _label(writes: Sequence[Write]) -> str:
    if len(writes) == 1:
        return writes[0].label or _tr("Edit")
    return Counter(write.label for write in writes).most_common(1)[0][0] or _tr("Edit")


def _not_undone(steps: list[Step]) -> list[Step]:
    """The steps, newest first, in the order in which they were made, without those undone."""
    left: list[Step] = []
    for step in reversed(steps):
        if all(write.before == _NOTHING for write in step.writes):
            # A file that was gone was written again: that is not to be undone unawares.
            continue
        if left and _takes_back(step, left[-1]):
            left.pop()
        elif any(write.after == _NOTHING for write in step.writes):
            # What was done before is gone from the history; nothing here brings the file back.
            continue
        else:
            left.append(step)
    return left


def _takes_back(step: Step, earlier: Step) -> bool:
    def versions(writes: tuple[Write, ...], *, turned: bool) -> set[tuple[Path, bytes, bytes]]:
        return {
            (w.file, w.after, w.before) if turned else (w.file, w.before, w.after) for w in writes
        }

    return versions(step.writes, turned=True) == versions(earlier.writes, turned=False)


def _when(at: datetime) -> str:
    return f"{at:%H:%M}" if at.date() == datetime.now().date() else f"{at:%x}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)
