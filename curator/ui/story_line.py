"""One quiet line that leads to a story: a few words, and a title that can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from curator.ui.marks import rounded
from curator.ui.theme import theme_of

_EDGE, _RIM = 2, 4


class StoryLine(QAbstractButton):
    """Words, then what the press leads to, then more words; the middle is shortened to fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = ("", "", "")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A click leads away from here, and leaves the keys where they are.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """All that is said."""
        return " ".join(part for part in self._parts if part)

    def say(self, before: str, link: str, after: str, tip: str) -> None:
        """Say something else."""
        self._parts = (before, link, after)
        self.setToolTip(tip)
        self.setAccessibleName(self.words)
        self.setAccessibleDescription(tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.words) + 2 * _EDGE, metrics.height() + 2 * _RIM)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = theme_of(self)
        if self.hasFocus():
            rounded(painter, QRectF(self.rect()), theme.background, theme.accent, 6)
        metrics, gap = self.fontMetrics(), self.fontMetrics().horizontalAdvance(" ")
        before, link, after = self._parts
        room = self.width() - 2 * _EDGE
        taken = [metrics.horizontalAdvance(part) + gap if part else 0 for part in (before, after)]
        # Where there is little room the title counts for more than what is said behind it.
        least = metrics.averageCharWidth() * 16
        if room - sum(taken) < min(least, metrics.horizontalAdvance(link)):
            after, taken[1] = "", 0
        shown = metrics.elidedText(link, Qt.TextElideMode.ElideRight, max(room - sum(taken), 0))
        line = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter.setPen(QColor(theme.dim))
        said = metrics.elidedText(before, Qt.TextElideMode.ElideRight, room)
        painter.drawText(_EDGE, line, said)
        at = _EDGE + taken[0]
        painter.drawText(at + metrics.horizontalAdvance(shown) + gap, line, after)
        painter.setPen(QColor(theme.accent))
        if self.underMouse():
            font = painter.font()
            font.setUnderline(True)
            painter.setFont(font)
        painter.drawText(at, line, shown)
