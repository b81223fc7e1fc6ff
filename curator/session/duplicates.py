"""Dropping duplicates from the related lists of the open folder."""

from __future__ import annotations

from collections.abc import Iterable

from curator.content.duplicates import DropDuplicates
from curator.frontmatter import FrontMatterError
from curator.session.session import Session


def drop_duplicates(session: Session, path: str, *, likely: bool = False) -> str:
    """Drop the duplicates of one article as one step of undo; says in words which and why.

    With `likely` also those that only their titles tell of.  Empty where nothing was dropped.
    """
    change = DropDuplicates(likely=likely)
    try:
        edits = change(session.held(path).document, path)
    except (FrontMatterError, OSError):
        # Its row says so, and there is nothing to drop from.
        return ""
    if not edits or not session.edit({path: edits}, change.label(1)):
        return ""
    return change.note(path)


def with_duplicates(session: Session, paths: Iterable[str] | None = None) -> list[str]:
    """Those of the articles, or of all in the folder, whose lists certainly have duplicates."""
    rows = session.rows
    asked = rows if paths is None else paths
    found = (rows.get(path) for path in asked)
    return [row.path for row in found if row is not None and row.problems and row.duplicates]
