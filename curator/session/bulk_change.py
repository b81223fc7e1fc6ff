"""A change of one field in many articles, with the words for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from curator.content.bulk import (
    Action,
    AddEntries,
    ClearField,
    RemoveEntries,
    ReplaceText,
    SetField,
    name_of,
)
from curator.content.field_survey import FieldSummary
from curator.content.find import Find, Finder
from curator.frontmatter import Document, Edit, FieldPath
from curator.session.dry_run import said_count

_SINGULAR = {"topics": "Topic", "tags": "Tag", "categories": "Category"}
_MOST_SHOWN = 40
_MOST_SAID = 3


class BulkChange:
    """Does one thing to one field; a `PlannedChange`."""

    def __init__(self, action: Action, finder: Finder | None = None) -> None:
        self.action = action
        self.matches: dict[str, int] = {}
        """How often a text was found, by path of the articles where it was."""
        self._finder = finder

    @classmethod
    def replacing(cls, path: FieldPath, find: Find) -> BulkChange:
        """Find and replace in a field.  Raises BulkError where the expression is not valid."""
        finder = Finder(find)
        return cls(ReplaceText(path, finder.substitute), finder)

    @property
    def problem(self) -> str:
        """Why the expression was given up; empty as long as it works."""
        return self._finder.problem if self._finder else ""

    def close(self) -> None:
        """End what works for it."""
        if self._finder is not None:
            self._finder.close()

    def __call__(self, document: Document, path: str, /) -> Sequence[Edit]:
        """The edits for one article.  Raises BulkError or NotYet."""
        if not isinstance(self.action, ReplaceText):
            return self.action.edits(document)
        self.matches.pop(path, None)
        edits, count = self.action.found(document)
        if count:
            self.matches[path] = count
        return edits

    def label(self, count: int) -> str:
        """What a person would call it: "Set Provider Name of 28 Articles"."""
        action, articles = self.action, said_count(count)
        name = name_of(action.path)
        match action:
            case SetField():
                return _tr("Set {0} of {1}").format(name, articles)
            case ClearField():
                return _tr("Clear {0} of {1}").format(name, articles)
            case AddEntries():
                return _tr("Add {0} to {1}").format(self._entries(action.entries), articles)
            case RemoveEntries():
                return _tr("Remove {0} from {1}").format(self._entries(action.entries), articles)
            case ReplaceText():
                found = _short(self._finder.find.text) if self._finder else ""
                return _tr("Replace “{0}” in {1} of {2}").format(found, name, articles)

    def _entries(self, entries: tuple[str, ...]) -> str:
        key = str(self.action.path[-1])
        if len(entries) == 1:
            one = _tr(_SINGULAR[key]) if key in _SINGULAR else name_of(self.action.path)
            return f"{one} “{_short(entries[0])}”"
        return f"{len(entries):,} {name_of(self.action.path)}"


def said_of(summary: FieldSummary, articles: int) -> str:
    """What a field holds over so many articles, in a sentence."""
    if not summary.present:
        return _tr("No article has it.") if articles else ""
    counts: Counter[str] = summary.entries or summary.values
    missing = articles - summary.present
    if len(summary.values) == 1 and not summary.many and not missing:
        return _tr("Same in all: {0}").format(_quoted(next(iter(summary.values))))
    named = [
        _tr("{0} in {1}").format(_quoted(text), f"{count:,}")
        for text, count in counts.most_common(_MOST_SAID)
    ]
    others = len(counts) - len(named)
    if others > 0:
        more = _tr("more than {0} others") if summary.many else _tr("{0} others")
        named.append(more.format(f"{others:,}"))
    said = _tr("Different across {0}: {1}").format(f"{summary.present:,}", ", ".join(named))
    if len(summary.values) == 1:
        said = _tr("Same in {0}: {1}")
        said = said.format(f"{summary.present:,}", _quoted(next(iter(summary.values))))
    return _tr("{0}; not there in {1}").format(said, f"{missing:,}") if missing else said


def _quoted(text: str) -> str:
    text = text.partition("\n")[0]
    return f"“{_short(text)}”"


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def _tr(text: str) -> str:
    return QCoreApplication.translate("BulkChange", text)
