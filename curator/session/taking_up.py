"""Takes up the drafts of a curator that ended without saving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from curator.content.related import identity_of
from curator.frontmatter import Document, FrontMatterError
from curator.frontmatter.merge import merge
from curator.session.commands import Desk, EditCommand, Replacement
from curator.session.notice import Notice, in_words
from curator.session.open_articles import OpenArticle, OpenArticles, presume
from curator.session.safekeeping import LeftBehind


class DraftsDesk(Desk, Protocol):
    """What the drafts need of the session."""

    def full_path(self, path: str) -> Path: ...
    def push(self, command: EditCommand) -> None: ...


class TakeUpCommand(EditCommand):
    """Brings edits back on top of the file that they were made on.

    Should that have changed, it is for the save to merge and to ask, as if they had never ended.
    """

    def __init__(
        self, desk: DraftsDesk, articles: OpenArticles, replacements: list[Replacement]
    ) -> None:
        super().__init__(desk, _tr("Restore Unsaved Edits"), replacements)
        self._files = {each.path: desk.full_path(each.path) for each in replacements}
        self._articles = articles

    def redo(self) -> None:
        """Put the edits in place, whatever the file is by now."""
        for each in self.replacements:
            known = self._articles.get(each.path)
            if known is None or not known.busy:
                stored = presume(self._files[each.path], each.before)
                opened = known.opened if known is not None else each.before
                self._articles.put(OpenArticle(each.path, stored, each.before, opened))
        super().redo()


def take_up(
    desk: DraftsDesk,
    articles: OpenArticles,
    found: Sequence[LeftBehind],
    tell: Callable[[Notice], None],
) -> list[LeftBehind]:
    """Bring unsaved edits back as one step of undo; the drafts that are not needed any more.

    Of several drafts of one file only the newest is taken up, and none of another folder.
    """
    newest: dict[str, LeftBehind] = {}
    for each in sorted(found, key=lambda each: each.draft.at):
        if each.draft.file == desk.full_path(each.path):
            newest[each.path] = each
    done: list[LeftBehind] = []
    replacements: list[Replacement] = []
    for each in newest.values():
        try:
            replacement = _replacement(articles, each)
        except FrontMatterError as error:
            tell(_refusal(each, in_words(error)))
            continue
        if replacement is None:
            tell(_refusal(each, _tr("the same field has been edited since")))
            continue
        done.append(each)
        if replacement.before.yaml != replacement.after.yaml:
            replacements.append(replacement)
    if replacements:
        desk.push(TakeUpCommand(desk, articles, replacements))
    return done


def _replacement(articles: OpenArticles, each: LeftBehind) -> Replacement | None:
    """What the draft does to the article; None where the edits there are of the same fields.

    Raises FrontMatterError.
    """
    base, mine = Document.parse(each.draft.base), Document.parse(each.draft.mine)
    known = articles.get(each.path)
    if known is not None and known.busy:
        merged = merge(base, mine, known.document, identity_of)
        return None if merged.conflicts else Replacement(each.path, known.document, merged.document)
    return Replacement(each.path, base, mine)


def _refusal(each: LeftBehind, why: str) -> Notice:
    text = _tr("{0}: the draft was not taken up, and is kept: {1}").format(each.path, why)
    return Notice("error", text, about=each.path)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Drafts", text)
