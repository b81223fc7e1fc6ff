"""Texts laid out once and drawn often: a list paints the same ones again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText, QTextLayout, QTextOption

_KEPT = 2_000
"""Texts of a font that stay laid out: some windows full."""
_MOST = 1_000
"""Characters of a text that are looked at: no line of a list shows more."""


class Lettering:
    """A font, its measures, and the texts that were laid out in it."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        self.height = self._metrics.height()
        self._line: Callable[[str, int], QStaticText] = lru_cache(_KEPT)(self._laid_out)
        self._lines: Callable[[str, int, int], tuple[str, ...]] = lru_cache(_KEPT)(self._broken)

    def draw(
        self, painter: QPainter, x: float, y: float, width: int, text: str, *, right: bool = False
    ) -> float:
        """Draw a line whose upper corner is at `x`, `y`, shortened to fit; gives its width.

        With `right` it ends at the right end of `width`.
        """
        if not text or width <= 0:
            return 0.0
        line = self._line(text, width)
        taken = line.size().width()
        painter.setFont(self.font)
        painter.drawStaticText(QPointF(x + width - taken if right else x, y), line)
        return taken

    def width_of(self, text: str) -> int:
        """How wide a text is, in pixels."""
        return self._metrics.horizontalAdvance(text)

    def lines(self, text: str, width: int, most: int) -> tuple[str, ...]:
        """A text broken into at most so many lines of a width; the last one may be too long."""
        return self._lines(text, width, most) if text and width > 0 and most > 0 else ()

    def _laid_out(self, text: str, width: int) -> QStaticText:
        line = QStaticText(
            self._metrics.elidedText(text[:_MOST], Qt.TextElideMode.ElideRight, width)
        )
        # Stories are not to be trusted: no markup.
        line.setTextFormat(Qt.TextFormat.PlainText)
        line.prepare(font=self.font)
        return line

    def _broken(self, text: str, width: int, most: int) -> tuple[str, ...]:
        text = text[:_MOST]
        layout = QTextLayout(text, self.font)
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
