"""Undo commands.  They swap front matter, so redo and undo can neither fail nor touch disks.

They hold it as text: a parsed document takes some twenty times the room, in thousands of articles.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from PySide6.QtGui import QUndoCommand

from curator.frontmatter import Document, Edit

MERGE_SECONDS = 4.0
"""Edits of one field that follow each other within this time are one step of undo."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Edits that were shown to the editor as what they make of one front matter.

    They are for that text alone: by number they would find other list items in another one.
    """

    edits: tuple[Edit, ...]
    _basis: bytes

    @classmethod
    def on(cls, document: Document, edits: Sequence[Edit]) -> Planned:
        """Edits that were worked out for a document."""
        return cls(tuple(edits), _digest(document))

    def suits(self, document: Document) -> bool:
        """Whether a document has the front matter for which the edits were worked out."""
        return self._basis == _digest(document)


Wanted: TypeAlias = Sequence[Edit] | Planned
"""What is to be done to one article."""


def edits_of(wanted: Wanted) -> Sequence[Edit]:
    """The edits alone."""
    return wanted.edits if isinstance(wanted, Planned) else wanted


def _digest(document: Document) -> bytes:
    return hashlib.blake2b(document.yaml.encode(), digest_size=16).digest()


class Change(Protocol):
    """What one command does to the front matter of one article."""

    @property
    def path(self) -> str: ...

    def texts(self) -> tuple[str, str]:
        """The front matter before and after.

        Raises KeepingError or FrontMatterError where that is not to be had.
        """
        ...


@dataclass(frozen=True, slots=True)
class Replacement:
    """A change that is known: the front matter before, and what is put in the place of a part."""

    path: str
    _before: bytes
    _start: int
    _end: int
    _new: bytes

    @classmethod
    def between(cls, path: str, before: Document, after: Document) -> Replacement:
        """The change from one front matter to another."""
        return cls.of_texts(path, before.yaml, after.yaml)

    @classmethod
    def of_texts(cls, path: str, before: str, after: str) -> Replacement:
        """The change from one text to another."""
        old, new = before.encode(), after.encode()
        start = _alike(old, new)
        most = min(len(old), len(new)) - start
        end = min(most, _alike(old[::-1], new[::-1]))
        return cls(path, old, start, len(old) - end, new[start : len(new) - end])

    def texts(self) -> tuple[str, str]:
        """The front matter before and after."""
        after = self._before[: self._start] + self._new + self._before[self._end :]
        return self._before.decode(), after.decode()


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes at the start are the same, found by halving."""
    same, different = 0, min(len(one), len(other)) + 1
    while different - same > 1:
        middle = (same + different) // 2
        if one[same:middle] == other[same:middle]:
            same = middle
        else:
            different = middle
    return same


class Desk(Protocol):
    """What a command needs of those who make edits."""

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
        ...

    def make(self, owner: ManyEdits) -> None:
        """Make the edits that are left of a command, in portions."""
        ...

    def stop(self, owner: EditCommand) -> None:
        """Leave what is still to come of a command's portions."""
        ...


class EditCommand(QUndoCommand):
    """One edit as the editor thinks of it, in one article or in many.

    `field` names what was edited where a following edit of the same field shall join this one;
    empty for edits that stand alone.  With `at_once` even many are not put in portions.
    """

    def __init__(
        self,
        desk: Desk,
        label: str,
        changes: Sequence[Change],
        field: str = "",
        *,
        at_once: bool = False,
    ) -> None:
        super().__init__(label)
        self.changes = list(changes)
        self.field = field
        self.name = label
        self.desk = desk
        self.follower: Callable[[bool], None] | None = None
        """Called once the edit was made again (True) or taken back (False)."""
        self.step = 0
        """Under which number the history enters it, with what else belongs to it; 0 for its own."""
        self._at_once = at_once
        self._when = time.monotonic()

    def redo(self) -> None:
        """Put the texts after the edit."""
        self.desk.stop(self)
        self.desk.put(self, self.changes, self.name, undo=False, at_once=self._at_once)
        if self.follower is not None:
            self.follower(True)

    def undo(self) -> None:
        """Put the texts before the edit."""
        self.desk.stop(self)
        self.desk.put(self, self.changes, self.name, undo=True, at_once=self._at_once)
        if self.follower is not None:
            self.follower(False)

    def id(self) -> int:
        """Commands of one kind are asked whether they merge; see `mergeWith`."""
        return 1 if self.field else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a following edit of the same field of the same article."""
        if not isinstance(other, EditCommand) or other.field != self.field:
            return False
        if len(self.changes) != 1 or len(other.changes) != 1:
            return False
        mine, new = self.changes[0], other.changes[0]
        if mine.path != new.path or other._when - self._when > MERGE_SECONDS:
            return False
        (before, middle), (then, after) = mine.texts(), new.texts()
        if middle != then:
            return False
        self._when = other._when
        self.changes = [Replacement.of_texts(mine.path, before, after)]
        self.name = other.name
        self.setText(other.text())
        self.setObsolete(before == after)
        return True


class ManyEdits(EditCommand):
    """An edit of many articles, which is made in portions; `left` are those still to come.

    With a `base` it is one of a single long article, to be made on just this front matter and on
    no other one, once that is proven beside the window.
    """

    def __init__(
        self,
        desk: Desk,
        label: str,
        edits: Mapping[str, Wanted],
        base: str | None = None,
    ) -> None:
        super().__init__(desk, label, [])
        self.left = dict(edits)
        self.base = base
        self.beside = base is not None
        self.followed_by: ManyEdits | None = None
        """Another one that builds upon this one, made before this one was."""

    def redo(self) -> None:
        """Put the texts after the edit where it was made before, and go on with the others."""
        super().redo()
        if self.left:
            self.desk.make(self)

    def give_up(self, label: str) -> None:
        """Make none of those that are left; the step has another name then."""
        self.left.clear()
        self.name = label
        self.setText(label)
        self.setObsolete(not self.changes)


class RecordedCommand(EditCommand):
    """A step of an earlier run of the program, which has long been made.

    `name` is what it was called then; its texts are fetched when they are needed.
    """

    def __init__(self, desk: Desk, label: str, name: str, changes: Sequence[Change]) -> None:
        super().__init__(desk, label, changes)
        self.name = name
        self._made = True

    def redo(self) -> None:
        """Put the texts after the step, but not when the stack takes it in."""
        if self._made:
            self._made = False
        else:
            super().redo()
