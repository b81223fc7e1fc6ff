"""Bringing related items and articles into a related list, from wherever they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from curator.content.item_style import in_style, item_of
from curator.content.related import is_address
from curator.content.saving import store
from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import (
    Arrange,
    Edit,
    FieldPath,
    FrontMatterError,
    Insert,
    Remove,
    Value,
)
from curator.session.finding import article_of, signs_of, signs_of_row
from curator.session.session import Session

PATH: FieldPath = ("related",)


@dataclass(slots=True)
class Choice:
    """Which of the items that come shall be taken in, and in words why others are not.

    `taken` are their numbers.
    """

    items: list[Value] = field(default_factory=list["Value"])
    taken: list[int] = field(default_factory=list[int])
    refusals: list[str] = field(default_factory=list[str])

    @property
    def reason(self) -> str:
        """Why nothing or not everything is taken; empty where all is."""
        return "\n".join(dict.fromkeys(self.refusals))


def chosen(
    session: Session,
    path: str,
    like: Sequence[Value],
    items: Iterable[Value],
    title: str = "",
    *,
    twice: bool = False,
) -> Choice:
    """Of items from elsewhere those that the list `like` of an article can take in, in its style.

    The article itself is refused, and what is related already, unless it may be there `twice` and
    is taken as it is.  `title` is that of a web page.
    """
    row = session.rows.get(path)
    own = signs_of_row(row) if row is not None else set[str]()
    known = set[str]().union(*(signs_of(session, item) for item in like))
    choice = Choice()
    for number, item in enumerate(items):
        signs = signs_of(session, item)
        name = _name(item)
        if signs & own:
            choice.refusals.append(_tr("{0} is the article itself.").format(name))
        elif signs & known and not twice:
            choice.refusals.append(_tr("{0} is related already.").format(name))
        else:
            known |= signs
            choice.items.append(item if twice else in_style(item, like, title))
            choice.taken.append(number)
    return choice


def items_of_articles(
    session: Session, folder: str, paths: Iterable[str], like: Sequence[Value]
) -> list[Value]:
    """Articles as items of a list, also those of another folder.  Those unreadable are left out."""
    found: list[Value] = []
    here = str(session.folder or "")
    for path in paths:
        try:
            if folder in ("", here):
                document = session.held(path).document
            else:
                document = store.load(Path(folder) / path).document
        except (FrontMatterError, OSError):
            continue
        found.append(item_of(document, like, path))
    return found


def insertions(at: int, items: Sequence[Value]) -> list[Edit]:
    """The edits that put items into a list, the first as number `at`."""
    return [Insert(PATH, at + n, item, CONVENTIONAL_ORDER) for n, item in enumerate(items)]


def removals(rows: Iterable[int], count: int) -> list[Edit]:
    """The edits that take items off a list of so many."""
    gone = set(rows)
    if len(gone) == 1:
        return [Remove((*PATH, *gone))]
    return [Arrange(PATH, tuple(n for n in range(count) if n not in gone))] if gone else []


def related_of(session: Session, path: str) -> list[Value] | None:
    """The related list of an article; None where it cannot have one."""
    try:
        value = session.held(path).document.value(PATH)
    except (FrontMatterError, OSError):
        return None
    if value is None:
        return []
    return list(value) if isinstance(value, list) else None


def give(
    session: Session, origin: str, rows: Sequence[int], target: str, *, copy: bool = False
) -> str:
    """Move items of one article's list to the end of another's, or copy them, as one step of undo.

    Returns words that say why nothing or not everything was done.
    """
    source = related_of(session, origin)
    if source is None or any(row >= len(source) for row in rows):
        return _tr("The list has changed meanwhile.")
    return receive(session, target, [source[row] for row in rows], origin, rows, copy=copy)


def receive(
    session: Session,
    target: str,
    items: Sequence[Value],
    origin: str = "",
    rows: Sequence[int] = (),
    *,
    copy: bool = True,
) -> str:
    """Put items at the end of an article's list, and off that of `origin` where not copied.

    Returns words that say why nothing or not everything was done.
    """
    there = related_of(session, target)
    if origin and origin == target:
        return _tr("They are in the list of this article already.")
    if there is None:
        return _tr("{0} can have no related list.").format(session.title_of(target))
    choice = chosen(session, target, there, items)
    if not choice.items:
        return choice.reason
    edits: dict[str, list[Edit]] = {target: insertions(len(there), choice.items)}
    if origin and not copy:
        mine = related_of(session, origin) or []
        edits[origin] = removals([rows[number] for number in choice.taken], len(mine))
    count = len(choice.items)
    if origin and not copy:
        label = _counted(count, _tr("Move Related Story"), _tr("Move {0} Related Items"))
    else:
        label = _counted(count, _tr("Copy Related Story"), _tr("Copy {0} Related Items"))
    if not session.edit(edits, label):
        return _tr("It could not be done: see the notice above the list.")
    return choice.reason


def receive_articles(session: Session, target: str, folder: str, paths: Sequence[str]) -> str:
    """Put articles at the end of another's related list, as items in its style.

    Returns words that say why nothing or not everything was done.
    """
    there = related_of(session, target)
    if there is None:
        return _tr("{0} can have no related list.").format(session.title_of(target))
    choice = chosen(session, target, there, items_of_articles(session, folder, paths, there))
    if not choice.items:
        return choice.reason
    label = _counted(len(choice.items), _tr("Add Related Story"), _tr("Add {0} Related Items"))
    if not session.edit({target: insertions(len(there), choice.items)}, label):
        return _tr("It could not be done: see the notice above the list.")
    return choice.reason


def reference_error(session: Session, item: Value) -> str:
    """Why a word is no item; empty where it is an address, has fields, or names an article."""
    if isinstance(item, str) and not is_address(item) and article_of(session, item) is None:
        return _tr("This is neither a web address (https://…) nor the name of an article.")
    return ""


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(f"{count:,}")


def _name(item: Value) -> str:
    title = item.get("title") if isinstance(item, dict) else item
    return f"“{title}”" if isinstance(title, str) and title else _tr("This item")


def _tr(text: str) -> str:
    return QCoreApplication.translate("RelatedMoves", text)
