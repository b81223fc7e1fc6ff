"""The articles in memory: as they are on the disk, and as they are being edited."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

from curator.content.changes import Line, compare
from curator.content.row import Row
from curator.content.saving import store
from curator.content.saving.replace import stamp_of
from curator.content.saving.store import SaveError, Stored
from curator.frontmatter import Document, FrontMatterError

KEPT_OPEN = 64
"""How many saved articles stay in memory, parsed, for going back and forth."""

_MOST_LETTERS = 200
"""Of a headline; what is longer is none."""

_NO_DIGEST = b""
"""No file has it."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a step of undo did to an article; `text` is the front matter after it."""

    step: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document after an edit, with what is shown of it."""

    document: Document
    row: Row
    hunks: tuple[tuple[Document, list[list[Line]]], ...] = ()
    """Earlier documents, each with the lines in which this one is different."""
    before: Document | None = None
    fields: tuple[str, ...] = ()
    """The keys at the top whose values are different from those in `before`, where it is known."""


@dataclass(slots=True)
class OpenArticle:
    """An article in memory: as it is on disk, and as it is being edited."""

    path: str
    stored: Stored
    document: Document
    opened: Document | None = None
    """As it was when the editor first came to it."""
    save_error: SaveError | None = None
    writing: Document | None = None
    """What is on its way to the disk."""
    acts: list[Act] = field(default_factory=list[Act])
    """What was done to it since the last save."""
    shown: Document | None = None
    """What its row was made of."""
    row: Row | None = None
    """That row."""
    prepared: Prepared | None = None
    """What a worker has made ready of the document, or of an earlier one."""

    @property
    def unsaved(self) -> bool:
        """Whether a save would change the file, once the save that is under way is done."""
        # Asked of very many, most of which are as they are stored.
        if self.document is self.stored.document and self.writing is None:
            return False
        return self._is_not(self.stored.document) or (
            self.writing is not None and self._is_not(self.writing)
        )

    def _is_not(self, other: Document) -> bool:
        return self.document is not other and self.document.yaml != other.yaml

    @property
    def edited_from(self) -> Document:
        """What the unsaved edits were made on."""
        if self.writing is not None and not self._is_not(self.stored.document):
            return self.writing
        return self.stored.document

    @property
    def saving(self) -> bool:
        """Whether a save is under way."""
        return self.writing is not None

    @property
    def presumed(self) -> bool:
        """Whether nobody has looked yet if the file is what `stored` says."""
        return self.stored.digest == _NO_DIGEST

    @property
    def title(self) -> str:
        """What to call it: its headline in quotes, or its path where it has none."""
        found = (self.document.text((key,)) for key in ("title", "name"))
        words = next((" ".join(text.split()) for text in found if text), "")
        return f"“{words[:_MOST_LETTERS]}”" if words else self.path

    @property
    def busy(self) -> bool:
        """Whether what is in memory counts for more than what is on the disk."""
        return self.unsaved or self.saving or self.presumed

    def is_as_stored(self) -> bool:
        """Whether the file is, by its stamp, what was last read or written."""
        try:
            return self.stored.stamp == stamp_of(self.stored.path.stat())
        except OSError:
            return False

    def look(self) -> None:
        """Take in the file where nobody has looked at it and no edit is in the way."""
        if self.presumed and not (self.unsaved or self.saving):
            with contextlib.suppress(FrontMatterError, OSError):
                self.stored = store.load(self.stored.path)
                self.document = self.stored.document

    def changes_from(self, document: Document) -> list[list[Line]]:
        """The lines that are different now from those of an earlier document."""
        if document is self.document:
            return []
        if self.prepared is not None and self.prepared.document is self.document:
            for other, hunks in self.prepared.hunks:
                if other is document:
                    return hunks
        return compare(document.to_bytes(), self.document.to_bytes())

    def note(self, label: str, step: int, *, joins: bool = False) -> None:
        """Note what was done, and in which step, once the document is what it made of it.

        What `joins` an act of the same name is one with it, and what was undone is not noted.
        """
        text = self.document.yaml
        if not self.saving and text == self.stored.document.yaml:
            self.acts.clear()
            return
        for number, act in enumerate(self.acts):
            if act.text == text:
                del self.acts[number + 1 :]
                return
        if joins and self.acts and self.acts[-1].label == label:
            del self.acts[-1]
        self.acts.append(Act(step, label, text))

    def blur_acts(self) -> None:
        """The document after each act is not known any more: others have written in between."""
        self.acts = [Act(act.step, act.label, "") for act in self.acts]


class OpenArticles:
    """Articles by path; those with unsaved edits stay, of the others the last `KEPT_OPEN`."""

    def __init__(self) -> None:
        self._by_path: dict[str, OpenArticle] = {}
        self._most = KEPT_OPEN

    def __iter__(self) -> Iterator[OpenArticle]:
        return iter(list(self._by_path.values()))

    def get(self, path: str) -> OpenArticle | None:
        """The article as it is in memory, if it is there."""
        return self._by_path.get(path)

    @property
    def unsaved(self) -> list[str]:
        """The paths of articles with unsaved edits."""
        return [path for path, article in self._by_path.items() if article.unsaved]

    def read(self, path: str, file: Path) -> OpenArticle:
        """The article as its file is now, or as it is in memory where that is busy.

        The very same object where the file is what it was.  Raises FrontMatterError or OSError.
        """
        known = self._by_path.pop(path, None)
        # While it is being saved, a new stamp is our own.
        if known is None or not (known.busy or known.is_as_stored()):
            stored = store.load(file)
            opened = known.opened if known is not None else stored.document
            known = OpenArticle(path, stored, stored.document, opened)
        self.put(known)
        return known

    def put(self, article: OpenArticle) -> None:
        """Take an article in, in place of an earlier one, as the one used last."""
        self._by_path.pop(article.path, None)
        self._by_path[article.path] = article
        if len(self._by_path) > self._most:
            self.trim()

    def trim(self) -> None:
        """Forget saved articles, those used last excepted."""
        surplus = len(self._by_path) - KEPT_OPEN
        if surplus > 0:
            for old in list(self._by_path.values())[:surplus]:
                if not old.busy:
                    del self._by_path[old.path]
        # Where very many wait to be saved it is not looked through for each one that is read.
        left = len(self._by_path)
        self._most = left if left <= KEPT_OPEN else left * 5 // 4

    def forget(self, paths: AbstractSet[str]) -> None:
        """Let go of articles whose files are gone."""
        for path in paths & self._by_path.keys():
            del self._by_path[path]

    def clear(self) -> None:
        """Forget all."""
        self._by_path.clear()


def presume(file: Path, document: Document) -> Stored:
    """A file taken to be `document`: its save looks at the file first, and merges."""
    return Stored(file, document, _NO_DIGEST)


def in_file(document: Document, stored: Document) -> Document:
    """A document's front matter in the file as it is: its body may have been changed outside."""
    if document.yaml == stored.yaml:
        return stored
    if document.head == stored.head and document.tail == stored.tail:
        return document
    return stored.with_yaml(document.yaml)
