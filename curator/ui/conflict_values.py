"""The three values of a conflict as a person reads them, with the words that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QCoreApplication

from curator.content.changes import Side, compare
from curator.content.schema import label_of
from curator.frontmatter import FieldPath, Unreadable, Value, Written
from curator.frontmatter.merge import Conflict
from curator.ui.form.inline_values import at_a_glance, shown_text

Spans = tuple[tuple[int, int], ...]

_INSIDE = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "

_KNOWN_BEGINNING = 72
"""Characters that may be the same on all sides before a value begins with an ellipsis."""

_MOST = 600
"""Characters of a value that are drawn; the tip has more."""

_MOST_LINES_OF_TIP = 40
_MOST_OF_TIP = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """A value on one line, and at length for a tip.

    `marks` are the spans of `text` that the other side does not have.  `is_value` is False where
    the text only says that there is none.
    """

    text: str
    whole: str
    marks: Spans = ()
    is_value: bool = True


@dataclass(frozen=True, slots=True)
class Readings:
    """What a field was, what it is in the file, and what it is here."""

    base: Reading
    theirs: Reading
    ours: Reading


def field_name(path: FieldPath) -> str:
    """A field path as the form calls it, with items counted from one."""
    name = ""
    for element in path:
        if isinstance(element, int):
            name += f" {element + 1}"
        elif name:
            name += _INSIDE + _in_a_sentence(label_of(element))
        else:
            name = label_of(element)
    return name.strip()


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def fingerprint(conflict: Conflict) -> int:
    """A number that stays the same as long as field, values and their types do."""
    known: dict[int, int] = {}
    values = (conflict.base, conflict.ours, conflict.theirs)
    return hash((conflict.path, *(_number_of(value, known) for value in values)))


def _number_of(value: Value, known: dict[int, int]) -> int:
    # Aliases make one object stand in many places: each is looked at once, or a few lines of
    # YAML could take for ever.
    if not isinstance(value, (list, dict)):
        return hash((type(value).__name__, repr(value)))
    if id(value) not in known:
        if isinstance(value, dict):
            parts = [hash((key, _number_of(item, known))) for key, item in value.items()]
        else:
            parts = [_number_of(item, known) for item in value]
        known[id(value)] = hash((type(value).__name__, *parts))
    return known[id(value)]


@dataclass(frozen=True, slots=True)
class _Line:
    """A value on one line: `head` counts its items, and `body` is what is compared."""

    head: str
    body: str
    whole: str
    is_value: bool = True

    def reading(self, start: int, marks: Spans) -> Reading:
        """The line from `start` on, no longer than can be drawn."""
        end = start + _MOST
        lead = "…" if start else ""
        trail = "…" if end < len(self.body) else ""
        text = self.head + lead + self.body[start:end] + trail
        drop = len(self.head) + len(lead) - start
        shown = tuple(
            (max(first, start) + drop, min(last, end) + drop)
            for first, last in marks
            if last > start and first < end
        )
        return Reading(text, self.whole, shown, self.is_value)


def read(conflict: Conflict) -> Readings:
    """The values of a conflict, each beginning shortly before the first word that differs."""
    values = (conflict.base, conflict.theirs, conflict.ours)
    base, theirs, ours = (_line_of(value) for value in values)
    if (theirs.head, theirs.body) == (ours.head, ours.body):
        base, theirs, ours = (_literal_of(value) for value in values)
    to_theirs, marked_theirs = _differing(base, theirs)
    to_ours, marked_ours = _differing(base, ours)
    # One chooses between these two: where they differ must be seen, whatever was before.
    start = _start([theirs, ours])
    return Readings(
        base.reading(_start([base, theirs, ours]), _united(to_theirs + to_ours, base.body)),
        theirs.reading(start, marked_theirs),
        ours.reading(start, marked_ours),
    )


def _line_of(value: Value) -> _Line:
    nothing = _nothing(value)
    if nothing:
        return _Line("", nothing, "", is_value=False)
    head = ""
    if isinstance(value, list):
        count = _tr("1 item") if len(value) == 1 else _tr("{0} items").format(len(value))
        head, text = f"{count}: ", ", ".join(_title_of(item) for item in value)
    elif isinstance(value, dict):
        text = " · ".join(f"{key}: {_title_of(item)}" for key, item in value.items())
    else:
        text = shown_text(value)
    return _Line(head, _on_one_line(text), _at_length(value))


def _literal_of(value: Value) -> _Line:
    """A value to its last quote, for telling apart what otherwise reads the same."""
    if value is None:
        return _line_of(value)
    lines = islice(_outline(value, quoted=True), _MOST)
    return _Line("", _on_one_line(" · ".join(line.strip() for line in lines)), _at_length(value))


def _nothing(value: Value) -> str:
    if value is None:
        return _tr("not there")
    if value == "":
        return _tr("empty text")
    if value == []:
        return _tr("an empty list")
    return _tr("an empty group") if value == {} else ""


def _title_of(item: Value) -> str:
    """What one calls an item of a list."""
    nothing = _nothing(item)
    if nothing or not isinstance(item, (list, dict)):
        return nothing or shown_text(item)
    if isinstance(item, dict):
        for key in ("title", "name"):
            title = item.get(key)
            if isinstance(title, str) and title:
                return title
    return at_a_glance(item) or "…"


def _on_one_line(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "↵ ".join(text.splitlines()) + ("↵" if text.endswith("\n") else "")


def _at_length(value: Value) -> str:
    lines = list(islice(_outline(value), _MOST_LINES_OF_TIP + 1))
    if len(lines) > _MOST_LINES_OF_TIP:
        lines[-1] = "…"
    text = "\n".join(lines)
    return text[:_MOST_OF_TIP] + ("…" if len(text) > _MOST_OF_TIP else "")


def _outline(value: Value, margin: str = "", *, quoted: bool = False) -> Iterator[str]:
    """A value in lines, as a list of things and their parts; made line by line, as needed."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            if isinstance(item, (list, dict)) and item:
                yield f"{margin}{key}:"
                yield from _outline(item, margin + "  ", quoted=quoted)
            else:
                yield f"{margin}{key}: {_scalar(item, quoted)}"
    elif isinstance(value, list) and value:
        for item in value:
            for number, line in enumerate(_outline(item, margin + "  ", quoted=quoted)):
                yield line if number else f"{margin}• {line.lstrip()}"
    else:
        yield margin + _scalar(value, quoted)


def _scalar(value: Value, quoted: bool) -> str:
    if quoted and isinstance(value, str) and not isinstance(value, (Written, Unreadable)):
        return f'"{value}"'
    return _nothing(value) or shown_text(value)


def _start(lines: Sequence[_Line]) -> int:
    """Where to begin so that the first word that differs is near."""
    bodies = [line.body for line in lines if line.is_value]
    common = _common_beginning(bodies) if len(bodies) > 1 else 0
    if common <= _KNOWN_BEGINNING:
        return 0
    start = common - _KNOWN_BEGINNING // 2
    return bodies[0].find(" ", start, common) + 1 or start


def _common_beginning(texts: Sequence[str]) -> int:
    # What the first and the last in order have in common, all have.
    first, last = min(texts), max(texts)
    pairs = enumerate(zip(first, last, strict=False))
    return next((place for place, (one, other) in pairs if one != other), len(first))


def _differing(before: _Line, after: _Line) -> tuple[Spans, Spans]:
    """The spans of either body that the other does not have.

    Nothing is marked where one side has no value, or the two have no word in common.
    """
    if not (before.is_value and after.is_value):
        return (), ()
    # Comparing takes time that grows with the square of the length.
    start = _start([before, after])
    parts = [body[start : start + _MOST] for body in (before.body, after.body)]
    hunks = compare(parts[0].encode(), parts[1].encode())
    lines = [line for hunk in hunks for line in hunk]
    removed = [span for line in lines if line.side is Side.REMOVED for span in line.words]
    added = [span for line in lines if line.side is Side.ADDED for span in line.words]
    return (
        _shifted(_if_some_is_common(removed, parts[0]), start),
        _shifted(_if_some_is_common(added, parts[1]), start),
    )


def _shifted(marks: Spans, by: int) -> Spans:
    return tuple((start + by, end + by) for start, end in marks)


def _if_some_is_common(marks: Sequence[tuple[int, int]], text: str) -> Spans:
    kept = list(text)
    for start, end in marks:
        kept[start:end] = " " * (end - start)
    return _united(marks, text) if any(char.isalnum() for char in kept) else ()


def _united(marks: Sequence[tuple[int, int]], text: str) -> Spans:
    """Marks in order and without blanks at their ends, one where only blanks stand between two."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        inner = text[start:end].strip()
        if not inner:
            continue
        start = text.index(inner, start)
        end = start + len(inner)
        if united and not text[united[-1][1] : start].strip():
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(united)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Conflicts", text)
