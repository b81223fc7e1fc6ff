"""Publish, hold, clear the flag: what an editor decides, on one article or on many.

A decision is a look at the story as well, and undo takes both back together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoCommand

from curator.content.row import Published
from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Edit, Remove, Set
from curator.session.commands import EditCommand
from curator.session.review import REVIEWED, Review, Step
from curator.session.session import Session

FLAG = ("published",)
"""Where the publish flag stands."""
EDITS: dict[Published, Edit] = {
    Published.YES: Set(FLAG, True, CONVENTIONAL_ORDER),
    Published.NO: Set(FLAG, False, CONVENTIONAL_ORDER),
    Published.NONE: Remove(FLAG),
}
"""The edit of an article that each decision is."""


def decide(session: Session, paths: Iterable[str], published: Published) -> bool:
    """Give articles a publish state, as one step of undo; False where nothing is to do.

    Articles that cannot be read, or are in that state already, are left alone.
    """
    edit = EDITS[published]
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


def decide_and_look(
    session: Session, review: Review, paths: Sequence[str], published: Published
) -> bool:
    """Decide on articles and record that they were looked at; False where an edit was refused.

    To confirm the state that an article has is a decision, too.
    """
    rows = session.rows
    known = [path for path in paths if path in rows and rows[path].readable]
    differ = any(
        rows[path].published is not published or session.editing.awaits(path) for path in known
    )
    if differ:
        before = session.undo_stack.index()
        if not decide(session, known, published):
            return False
        label = _label(published, len(known))
        look_with_edit(session, review, known, published, label, before)
    elif known:
        label = _label(published, len(known))
        session.undo_stack.push(LookCommand(session, review, known, label, published.value))
    return bool(known)


def look_with_edit(
    session: Session,
    review: Review,
    paths: Sequence[str],
    published: Published,
    label: str,
    before: int,
) -> None:
    """Record looks at articles together with the step of undo that has just decided on them.

    `before` is where the stack of undo was then; where there is no step, the looks are one.
    """
    stack = session.undo_stack
    command = stack.command(stack.index() - 1) if stack.index() > before else None
    if isinstance(command, EditCommand):
        command.follower = partial(_follow, review, review.look(paths, published.value))
    else:
        stack.push(LookCommand(session, review, paths, label, published.value))


def mark_reviewed(session: Session, review: Review, paths: Sequence[str]) -> bool:
    """Mark articles as reviewed, or as due again where all of them are; whether they are now."""
    rows = session.rows
    known = [path for path in paths if path in rows and rows[path].readable]
    due = [path for path in known if review.is_due(path)]
    if not known:
        return False
    if due:
        label = _tr("Mark {0} as Reviewed").format(_counted(len(due)))
        session.undo_stack.push(LookCommand(session, review, due, label, REVIEWED))
    else:
        label = _tr("Mark {0} as To Review").format(_counted(len(known)))
        session.undo_stack.push(LookCommand(session, review, known, label, None))
    return bool(due)


class LookCommand(QUndoCommand):
    """A look, or taking looks back: a step of undo that changes no article."""

    def __init__(
        self,
        session: Session,
        review: Review,
        paths: Sequence[str],
        label: str,
        decision: str | None,
    ) -> None:
        super().__init__(label)
        self._session = session
        self._review = review
        self._step = Step(paths, decision)
        self._made = False

    def redo(self) -> None:
        """Record the looks."""
        self._review.do(self._step)
        self._show()
        self._made = True

    def undo(self) -> None:
        """Let everything be as it was."""
        self._review.undo(self._step)
        self._show()

    def _show(self) -> None:
        if self._made and len(self._step.paths) == 1:
            self._session.focus_requested.emit(self._step.paths[0])


def _follow(review: Review, step: Step, done: bool) -> None:
    if done:
        review.do(step)
    else:
        review.undo(step)


def _label(published: Published, count: int) -> str:
    verb = {
        Published.YES: _tr("Publish"),
        Published.NO: _tr("Hold"),
        Published.NONE: _tr("Clear Flag of"),
    }[published]
    return f"{verb} {_counted(count)}"


def _counted(count: int) -> str:
    noun = _tr("Article") if count == 1 else _tr("Articles")
    return f"{count:,} {noun}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Decisions", text)
