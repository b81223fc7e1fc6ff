"""Takes up the drafts of a curator that ended without saving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from curator.content.related import identity_of
from curator.frontmatter import Document, FrontMatterError
from curator.frontmatter.merge import merge
from curator.session.commands import Desk, EditCommand, Replacement
from curator.session.editing import Editing
from curator.session.notice import Notice, in_words
from curator.session.open_articles import OpenArticle, OpenArticles, presume
from curator.session.safekeeping import LeftBehind


class DraftsTable(Protocol):
    """What the drafts need of the session."""

    def full_path(self, path: str) -> Path: ...
    def title_of(self, path: str) -> str: ...


@dataclass(frozen=True, slots=True)
class _TakenUp:
    """Edits that are brought back, and the file that they were made on."""

    file: Path
    base: bytes
    change: Replacement


class TakeUpCommand(EditCommand):
    """Brings edits back on top of the file that they were made on.

    Should that have changed, it is for the save to merge and to ask, as if they had never ended.
    """

    def __init__(self, desk: Desk, articles: OpenArticles, found: list[_TakenUp]) -> None:
        # At once: what was left behind is dropped as soon as these edits are drafts again.
        changes = [each.change for each in found]
        super().__init__(desk, _tr("Restore Unsaved Edits"), changes, at_once=True)
        self._found = found
        self._articles = articles

    def redo(self) -> None:
        """Put the edits in place, whatever the file is by now."""
        for each in self._found:
            path = each.change.path
            known = self._articles.get(path)
            if known is None or not known.busy:
                stored = presume(each.file, Document.parse(each.base))
                opened = known.opened if known is not None else stored.document
                self._articles.put(OpenArticle(path, stored, stored.document, opened))
        super().redo()


def take_up(
    table: DraftsTable,
    editing: Editing,
    articles: OpenArticles,
    found: Sequence[LeftBehind],
    tell: Callable[[Notice], None],
) -> list[LeftBehind]:
    """Bring unsaved edits back as one step of undo; the drafts that are not needed any more.

    Of several drafts of one file only the newest is taken up, and none of another folder.
    """
    newest: dict[str, LeftBehind] = {}
    for each in sorted(found, key=lambda each: each.draft.at):
        if each.draft.file == table.full_path(each.path):
            newest[each.path] = each
    done: list[LeftBehind] = []
    taken_up: list[_TakenUp] = []
    for each in newest.values():
        try:
            versions = _versions(articles, each)
        except FrontMatterError as error:
            tell(_refusal(table, each, in_words(error)))
            continue
        if versions is None:
            tell(_refusal(table, each, _tr("the same field has been edited since")))
            continue
        done.append(each)
        before, after = versions
        if before.yaml != after.yaml:
            change = Replacement.between(each.path, before, after)
            taken_up.append(_TakenUp(each.draft.file, before.to_bytes(), change))
    if taken_up:
        editing.push(TakeUpCommand(editing, articles, taken_up))
    return done


def _versions(articles: OpenArticles, each: LeftBehind) -> tuple[Document, Document] | None:
    """The article without the draft and with it; None where the edits there are of the same fields.

    Raises FrontMatterError.
    """
    base, mine = Document.parse(each.draft.base), Document.parse(each.draft.mine)
    known = articles.get(each.path)
    if known is not None and known.busy:
        merged = merge(base, mine, known.document, identity_of)
        return None if merged.conflicts else (known.document, merged.document)
    return base, mine


def _refusal(table: DraftsTable, each: LeftBehind, why: str) -> Notice:
    text = _tr("{0}: the draft was not taken up, and is kept: {1}")
    text = text.format(table.title_of(each.path), why)
    return Notice("error", text, about=each.path)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Drafts", text)
