"""Places in a text as Qt counts them: in units of UTF-16, so that an emoji counts twice."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextLayout


def units_in(text: str) -> int:
    """How long Qt takes a text to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def points_in(text: str, units: int) -> int:
    """How many characters, as Python counts them, are within so many units of a text."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def underlined(text: str, start: int, end: int, ink: str) -> QTextLayout.FormatRange:
    """Draws a part of a text in a colour and with a line below, to be given to a layout."""
    part = QTextLayout.FormatRange()
    part.start = units_in(text[:start])
    part.length = units_in(text[start:end])
    style = QTextCharFormat()
    style.setForeground(QColor(ink))
    style.setFontUnderline(True)
    part.format = style
    return part
