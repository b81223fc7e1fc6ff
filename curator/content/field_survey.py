"""Which fields a number of articles have, and whether their values are the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from curator.content.bulk import name_of
from curator.content.schema import CONVENTIONAL_ORDER, FORM_ORDER, Kind, kind_of
from curator.frontmatter import Document, FieldPath, Value

OFFERED = (*((key,) for key in CONVENTIONAL_ORDER if key not in ("layout", "date", "secured")),)
"""Fields that can be given to articles of which none has them yet."""

MOST_VALUES = 2_000
"""So many different values of a field are told apart."""

_MOST_TEXT = 120
_DEEPEST = 3


@dataclass(slots=True)
class FieldSummary:
    """One field over the articles that were looked at.

    `values` says how often each value was seen: the first line of the text is for showing, all of
    it tells two values apart.  `entries` says in how many lists each word stands, `many` that
    there are more values than are told apart.
    """

    path: FieldPath
    present: int = 0
    kinds: Counter[Kind] = field(default_factory=Counter[Kind])
    values: Counter[str] = field(default_factory=Counter[str])
    entries: Counter[str] = field(default_factory=Counter[str])
    many: bool = False

    @property
    def kind(self) -> Kind:
        """The kind that the field mostly has."""
        common = self.kinds.most_common(1)
        return common[0][0] if common else kind_of(str(self.path[-1]), None)

    @property
    def label(self) -> str:
        """What to call it."""
        return name_of(self.path)


class FieldSurvey:
    """Counts article by article."""

    def __init__(self) -> None:
        self.articles = 0
        self._fields: dict[FieldPath, FieldSummary] = {path: FieldSummary(path) for path in OFFERED}
        for key in ("name", "domain"):
            self._fields["provider", key] = FieldSummary(("provider", key))

    def add(self, document: Document) -> None:
        """Count the fields of an article."""
        self.articles += 1
        for key, value in document.data.items():
            self._add(document, (key,), value)

    def summary(self, path: FieldPath) -> FieldSummary:
        """What is known of a field."""
        return self._fields.get(path) or FieldSummary(path)

    def fields(self) -> list[FieldSummary]:
        """All fields, in the order in which the form shows them, what is inside one behind it."""
        places = {key: place for place, key in enumerate(FORM_ORDER)}
        return sorted(
            self._fields.values(),
            key=lambda each: (
                places.get(str(each.path[0]), len(places)),
                str(each.path[0]),
                len(each.path) > 1,
            ),
        )

    def _add(self, document: Document, path: FieldPath, value: Value) -> None:
        summary = self._fields.get(path)
        if summary is None:
            if "" in path or "<<" in path:
                return
            summary = self._fields[path] = FieldSummary(path)
        summary.present += 1
        summary.kinds[kind_of(str(path[-1]), value)] += 1
        if isinstance(value, dict):
            if len(path) < _DEEPEST:
                for key, inner in value.items():
                    self._add(document, (*path, key), inner)
        elif isinstance(value, list):
            words = [item for item in value if isinstance(item, str)]
            summary.entries.update(set(words))
            bound(summary.entries)
        text = _shown(document, path, value)
        if text in summary.values or len(summary.values) < MOST_VALUES:
            summary.values[text] += 1
        else:
            summary.many = True


def bound(counts: Counter[str]) -> None:
    """Let go of the rarest words where there are very many."""
    if len(counts) > 2 * MOST_VALUES:
        kept = counts.most_common(MOST_VALUES)
        counts.clear()
        counts.update(dict(kept))


def _shown(document: Document, path: FieldPath, value: Value) -> str:
    if isinstance(value, list):
        plain = all(not isinstance(item, (dict, list)) for item in value)
        if not plain:
            return f"{len(value)} items\n{hash(str(value))}"
        text = ", ".join(map(str, value))
    elif isinstance(value, dict):
        text = ", ".join(str(each) for each in value.values() if not isinstance(each, (dict, list)))
        return f"{' '.join(text.split())[:_MOST_TEXT]}\n{hash(str(value))}"
    else:
        text = document.text(path) or ""
    text = " ".join(text.split())
    if len(text) > _MOST_TEXT:
        # What cannot be shown still tells two values apart.
        text = f"{text[:_MOST_TEXT]}…\n{hash(text)}"
    return text
