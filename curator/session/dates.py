"""Dates for lists: short, in the manner of the editor's own country."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QDate, QLocale


@lru_cache(maxsize=4096)
def short_date(written: str) -> str:
    """The day of a date as the file has it: "11 Feb", with the year where it is not this one.

    What is no date is given back as it is, cut short.
    """
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", written)
    date = QDate(*(int(part) for part in match.groups())) if match else QDate()
    if not date.isValid():
        return written[:16]
    this_year = date.year() == QDate.currentDate().year()
    return QLocale().toString(date, "d MMM" if this_year else "d MMM yyyy")


@lru_cache(maxsize=256)
def long_date(written: str) -> str:
    """The day of a date in full, as the editor's own country writes it; else the text, cut."""
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", written)
    date = QDate(*(int(part) for part in match.groups())) if match else QDate()
    if not date.isValid():
        return written[:40]
    return QLocale().toString(date, QLocale.FormatType.LongFormat)
