"""Publish, hold, clear the flag: what an editor decides, on one article or on many."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from curator.content.row import Published
from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Edit, Remove, Set
from curator.session.session import Session


def decide(session: Session, paths: Iterable[str], published: Published) -> bool:
    """Give articles a publish state, as one step of undo; False where nothing is to do.

    Articles that cannot be read, or are in that state already, are left alone.
    """
    edit: Edit
    if published is Published.NONE:
        edit = Remove(("published",))
    else:
        edit = Set(("published",), published is Published.YES, CONVENTIONAL_ORDER)
    rows = session.rows
    edits: dict[str, list[Edit]] = {}
    for path in paths:
        row = rows.get(path)
        # Where an earlier edit is still to come, the row does not tell what will be there.
        if row is None or not row.readable:
            continue
        if row.published is not published or session.editing.awaits(path):
            edits[path] = [edit]
    return bool(edits) and session.edit(edits, _label(published, len(edits)))


def _label(published: Published, count: int) -> str:
    verb = {
        Published.YES: _tr("Publish"),
        Published.NO: _tr("Hold"),
        Published.NONE: _tr("Clear Flag of"),
    }[published]
    noun = _tr("Article") if count == 1 else _tr("Articles")
    return f"{verb} {count:,} {noun}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Decisions", text)
