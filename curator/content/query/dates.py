"""The dates of a search: a day, a month or a year, by its number or seen from today."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_FIXED = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_AGO = re.compile(r"-([0-9]{1,4})([dwmy])")
_BEGINNING = re.compile(r"[0-9]{1,3}|[0-9]{4}-|[0-9]{4}-(?:0|[0-9]{1,2}-0?)|-[0-9]{0,4}")
_WORDS = {"today": 0, "yesterday": 1}
_EPOCH = date(1970, 1, 1).toordinal()
_A_DAY = 86400


@dataclass(frozen=True, slots=True)
class Fixed:
    """A stretch of days that is the same every day; days as ordinals, the last one included."""

    first: int
    last: int

    def days(self, _today: date) -> tuple[int, int]:
        """The first and the last day."""
        return self.first, self.last


@dataclass(frozen=True, slots=True)
class Ago:
    """The day that lies so many days, weeks, months or years before today."""

    number: int
    unit: str

    def days(self, today: date) -> tuple[int, int]:
        """The day, as the first and the last one of its stretch."""
        if self.unit in "dw":
            back = self.number * (7 if self.unit == "w" else 1)
            day = max(date.min.toordinal(), today.toordinal() - back)
        else:
            day = _months_before(today, self.number * (12 if self.unit == "y" else 1)).toordinal()
        return day, day


When = Fixed | Ago


def read_date(text: str) -> When | None:
    """What a text names, None where it names no date that exists."""
    text = text.casefold()
    if text in _WORDS:
        return Ago(_WORDS[text], "d")
    if match := _AGO.fullmatch(text):
        return Ago(int(match[1]), match[2])
    match = _FIXED.fullmatch(text)
    return _fixed(*(int(part) if part else None for part in match.groups())) if match else None


def may_become_date(text: str) -> bool:
    """Whether someone who has typed this much may be on the way to a date."""
    text = text.casefold()
    return any(word.startswith(text) for word in _WORDS) or bool(_BEGINNING.fullmatch(text))


def seconds(day: int) -> float:
    """The beginning of a day (an ordinal), as an article's `moment` counts."""
    return float((day - _EPOCH) * _A_DAY)


def _fixed(year: int | None, month: int | None = None, day: int | None = None) -> Fixed | None:
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        last = first
    elif month is not None:
        last = first.replace(day=monthrange(first.year, first.month)[1])
    else:
        last = date(first.year, 12, 31)
    return Fixed(first.toordinal(), last.toordinal())


def _months_before(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
