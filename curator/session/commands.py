"""Undo commands.  They swap whole documents, so redo and undo can neither fail nor touch disks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from curator.frontmatter import Document

MERGE_SECONDS = 4.0
"""Edits of one field that follow each other within this time are one step of undo."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What one command does to one article."""

    path: str
    before: Document
    after: Document


class Desk(Protocol):
    """What a command needs of the session."""

    def put(self, replacements: list[Replacement], label: str, *, undo: bool) -> None: ...


class EditCommand(QUndoCommand):
    """One edit as the editor thinks of it, in one article or in many.

    `field` names what was edited where a following edit of the same field shall join this one;
    empty for edits that stand alone.
    """

    def __init__(
        self, desk: Desk, label: str, replacements: list[Replacement], field: str = ""
    ) -> None:
        super().__init__(label)
        self.replacements = replacements
        self.field = field
        self._desk = desk
        self._when = time.monotonic()

    def redo(self) -> None:
        """Put the documents after the edit."""
        self._desk.put(self.replacements, self.text(), undo=False)

    def undo(self) -> None:
        """Put the documents before the edit."""
        self._desk.put(self.replacements, self.text(), undo=True)

    def id(self) -> int:
        """Commands of one kind are asked whether they merge; see `mergeWith`."""
        return 1 if self.field else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a following edit of the same field of the same article."""
        if not isinstance(other, EditCommand) or other.field != self.field:
            return False
        if len(self.replacements) != 1 or len(other.replacements) != 1:
            return False
        mine, new = self.replacements[0], other.replacements[0]
        if mine.path != new.path or mine.after is not new.before:
            return False
        if other._when - self._when > MERGE_SECONDS:
            return False
        self._when = other._when
        self.replacements = [Replacement(mine.path, mine.before, new.after)]
        self.setText(other.text())
        self.setObsolete(mine.before.yaml == new.after.yaml)
        return True


class RecordedCommand(QUndoCommand):
    """A step of an earlier run of the program, which has long been made.

    `fetch` gives its documents when they are needed; it may give none.
    """

    def __init__(
        self, desk: Desk, label: str, name: str, fetch: Callable[[], list[Replacement]]
    ) -> None:
        super().__init__(label)
        self._desk = desk
        self._name = name
        self._fetch = fetch
        self._made = True

    def redo(self) -> None:
        """Put the documents after the step, but not when the stack takes it in."""
        if self._made:
            self._made = False
        else:
            self._desk.put(self._fetch(), self._name, undo=False)

    def undo(self) -> None:
        """Put the documents before the step."""
        self._desk.put(self._fetch(), self._name, undo=True)
