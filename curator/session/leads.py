"""Making an item the lead, splitting one off, gathering articles: each one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from curator.content.leads import LeadError, gather, make_lead, split_off
from curator.content.new_article import day_of, path_for
from curator.content.related import slug_of
from curator.frontmatter import Document, FrontMatterError, apply_all
from curator.session.commands import Replacement
from curator.session.new_files import NewFilesCommand
from curator.session.notice import Notice, in_words
from curator.session.session import Session


def lead_with(session: Session, path: str, number: int) -> bool:
    """Let an item of an article's related list change places with the article.

    The file keeps its name.  False, and a notice, where it cannot be done.
    """
    session.editing.catch_up(path)
    try:
        edits = make_lead(session.held(path).document, number)
    except (LeadError, FrontMatterError, OSError) as error:
        return _refuse(session, path, error)
    return session.edit({path: edits}, _tr("Make Lead"))


def gather_into(session: Session, lead: str, others: Sequence[str], *, hold: bool) -> bool:
    """Put articles into the related list of one of them; with `hold` they are held.

    One step of undo.  False, and a notice, where one of them cannot be read.
    """
    documents: list[tuple[str, Document]] = []
    for path in (lead, *(other for other in others if other != lead)):
        try:
            documents.append((path, session.held(path).document))
        except (FrontMatterError, OSError) as error:
            return _refuse(session, path, error)
    gathering = gather(documents[0], documents[1:], hold=hold)
    if gathering.known:
        text = _tr("{0} of them are in the list of {1} already").format(
            f"{len(gathering.known):,}", session.title_of(lead)
        )
        session.noticed.emit(Notice("info", text, lead))
    if not gathering.edits:
        return False
    label = _tr("Gather {0} Articles").format(f"{len(documents):,}")
    return session.edit(gathering.edits, label)


def split(session: Session, path: str, number: int) -> str:
    """Make an item of an article's related list an article of its own, in the folder beside it.

    The new file is on the disk, held, when this returns its path; its row follows.  One step of
    undo takes the item back into the list and the file away again, unless somebody has changed
    it.  Empty, and a notice, where it cannot be done: then nothing is.
    """
    session.editing.catch_up(path)
    try:
        before = session.held(path).document
        made, edits = split_off(before, number)
        after = apply_all(before, edits)
    except (LeadError, FrontMatterError, OSError) as error:
        _refuse(session, path, error)
        return ""
    title = made.text(("title",)) or slug_of(path)
    new = path_for(
        path,
        session.rows,
        title,
        day_of(made.data, datetime.now().astimezone().date()),
        lambda other: other in session.rows or session.full_path(other).exists(),
    )
    change = Replacement.between(path, before, after)
    command = NewFilesCommand(
        session, session.editing, _tr("Split Off"), [change], {new: made.to_bytes}
    )
    if not command.create():
        return ""
    session.editing.push(command)
    # So that the history has both in one step, whatever comes now.
    session.leave(path)
    return new


def _refuse(session: Session, path: str, error: Exception) -> bool:
    words = in_words(error) if isinstance(error, (FrontMatterError, OSError)) else str(error)
    session.noticed.emit(Notice("error", f"{session.title_of(path)}: {words}", path))
    return False


def _tr(text: str) -> str:
    return QCoreApplication.translate("Leads", text)
