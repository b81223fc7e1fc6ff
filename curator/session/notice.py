"""What the program tells the editor, quietly, and in which words it tells of errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from curator.content.saving.store import ChangedOutside, SaveError, Vanished
from curator.content.schema import label_of
from curator.frontmatter import FrontMatterError

COMPARE = "compare"
"""The choice to look at a conflict; it is for the window, the others are for `Session.resolve`."""


SAVES = "saves"
"""What a notice about several saves that failed is about."""

SHOW = "show"
"""The choice to look at the details of a notice; it too is for the window."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the editor, quietly.

    `severity` is `info`, `warning` or `error`.  `choices` are (name, label) of what can be done
    about it; a notice with the same `about` takes the place of the earlier one.  `details` are
    articles, by path, with what is the matter with each.
    """

    severity: str
    text: str
    about: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    details: tuple[tuple[str, str], ...] = ()


def notice_of(path: str, title: str, error: SaveError) -> Notice:
    """A save that was not made, and what can be done about it; `title` is what to call the article.

    Where fields are in conflict the words are ours: those of the error name keys.
    """
    if isinstance(error, ChangedOutside) and error.conflicts:
        labels = labels_of(each.path[0] for each in error.conflicts)
        one = len({each.path[0] for each in error.conflicts}) == 1
        text = _tr("{0}: {1} was changed here and outside; nothing was written")
        if not one:
            text = _tr("{0}: {1} were changed here and outside; nothing was written")
        text = text.format(title, labels)
        return Notice("warning", text, path, ((COMPARE, "Compare"),))
    text = f"{title}: {error.message}"
    if isinstance(error, Vanished):
        return Notice("error", text, path, (("restore", "Write it again"), ("retry", "Try again")))
    return Notice("error", text, path, (("retry", "Try again"),))


def notice_of_many(failed: Mapping[str, SaveError], total: int) -> Notice:
    """Saves that were not made, by path of the article, of so many."""
    text = _tr("{0} of {1} articles could not be saved")
    text = text.format(f"{len(failed):,}", f"{total:,}")
    reasons = {error.message for error in failed.values()}
    if len(reasons) == 1:
        text = f"{text}: {reasons.pop()}"
    choices = (("retry", _tr("Try again")), (SHOW, _tr("Show")))
    details = tuple((path, error.message) for path, error in failed.items())
    return Notice("error", text, SAVES, choices, details)


def labels_of(keys: Iterable[object]) -> str:
    """Fields at the top as the form calls them, each once."""
    return ", ".join(dict.fromkeys(label_of(str(key)) for key in keys))


def in_words(error: FrontMatterError | OSError) -> str:
    """An error as one says it, without the path."""
    if isinstance(error, FrontMatterError):
        place = f" (line {error.line})" if error.line else ""
        return error.message + place
    return error.strerror or str(error)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Notice", text)
