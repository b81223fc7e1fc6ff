"""Texts laid out once and drawn often: a list paints the same ones again and again."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QStaticText,
    QTextLayout,
    QTextOption,
)

_KEPT = 2_000
"""Texts of a font that stay laid out: some windows full."""
_MOST = 1_000
"""Characters of a text that are looked at: no line of a list shows more."""
_ROOM = 1.5
"""A text is longer than the width where so many average letters are: only a few are not."""
_PLAIN = "\u0250"
"""Letters below this one are in any font itself, and stand on its own base line."""
_APART = re.compile("[\0-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u214f]*")
"""Letters that stand each for itself: Latin ones, dashes, quotes, currencies and their like."""


class _Face:
    """A font with its measures."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self.average = max(1, self.metrics.averageCharWidth())


class _Line:
    """A text shortened to fit; it is laid out for good where it is drawn once more."""

    __slots__ = ("font", "is_odd", "is_seen", "laid_out", "text")

    def __init__(self, text: str, font: QFont, *, is_odd: bool) -> None:
        self.text = text
        self.font = font
        self.is_odd = is_odd
        """Whether other fonts may have a part in it, and move its base line."""
        self.is_seen = False
        self.laid_out: QStaticText | None = None


class Lettering:
    """A font, its measures, and the texts that were laid out in it."""

    def __init__(self, font: QFont) -> None:
        self._any = _Face(font)
        # Kerning and ligatures take a third of the time in which a window full is drawn, but
        # letters that are joined, as Arabic ones are, cannot do without.
        quick = QFont(font)
        quick.setStyleStrategy(font.styleStrategy() | QFont.StyleStrategy.PreferNoShaping)
        self._quick = _Face(quick)
        self.height = self._any.metrics.height()
        self._ascent = QFontMetricsF(font).ascent()
        self._line: Callable[[str, int, bool], _Line] = lru_cache(_KEPT)(self._shortened)
        self._lines: Callable[[str, int, int], tuple[str, ...]] = lru_cache(_KEPT)(self._broken)

    def draw(
        self,
        painter: QPainter,
        x: float,
        y: float,
        width: int,
        text: str,
        *,
        right: bool = False,
        whole: str = "",
    ) -> None:
        """Draw a line whose upper corner is at `x`, `y`, shortened to fit.

        With `right` it ends at the right end of `width`.  `whole` is the text of which it is one
        of the `lines`: all of these are drawn alike, and are as wide as when it was broken.
        """
        if not text or width <= 0:
            return
        line = self._line(text, width, _is_simple(whole or text))
        painter.setFont(line.font)
        if line.laid_out is None:
            # Most of what is searched through is seen only once.
            if not (line.is_seen or right or line.is_odd):
                line.is_seen = True
                painter.drawText(QPointF(x, y + self._ascent), line.text)
                return
            line.laid_out = _laid_out(line)
        if right:
            x += width - line.laid_out.size().width()
        painter.drawStaticText(QPointF(x, y), line.laid_out)

    def width_of(self, text: str) -> int:
        """How wide a text is, in pixels."""
        return self._face(_is_simple(text)).metrics.horizontalAdvance(text)

    def lines(self, text: str, width: int, most: int) -> tuple[str, ...]:
        """A text broken into at most so many lines of a width; the last one may be too long."""
        return self._lines(text, width, most) if text and width > 0 and most > 0 else ()

    def _face(self, is_simple: bool) -> _Face:
        return self._quick if is_simple else self._any

    def _shortened(self, text: str, width: int, is_simple: bool) -> _Line:
        text = text[:_MOST]
        face = self._face(is_simple)
        likely = text[: round(_ROOM * width / face.average)]
        shown = _elided(likely, face, width)
        if shown == likely and len(likely) < len(text):
            shown = _elided(text, face, width)
        return _Line(shown, face.font, is_odd=max(text) >= _PLAIN)

    def _broken(self, text: str, width: int, most: int) -> tuple[str, ...]:
        simple, text = _is_simple(text), text[:_MOST]
        layout = QTextLayout(text, self._face(simple).font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) < most:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            # Qt counts in UTF-16.
            starts.append(line.textStart())
        layout.endLayout()
        data = text.encode("utf-16-le", "surrogatepass")
        ends = [*starts[1:], len(data) // 2]
        return tuple(
            data[2 * a : 2 * b].decode("utf-16-le", "replace").strip()
            for a, b in zip(starts, ends, strict=False)
        )


def _is_simple(text: str) -> bool:
    """Whether all its letters stand each for itself."""
    return text.isascii() or _APART.fullmatch(text) is not None


def _elided(text: str, face: _Face, width: int) -> str:
    return face.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _laid_out(line: _Line) -> QStaticText:
    text = QStaticText(line.text)
    # Stories are not to be trusted: no markup.
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.prepare(font=line.font)
    return text
