"""One field that was changed on both sides, with the choice between the two values."""

from __future__ import annotations

import html
import math

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QVBoxLayout, QWidget

from curator.frontmatter import path_text
from curator.frontmatter.merge import Conflict
from curator.ui.conflict_values import Reading, field_name, read
from curator.ui.form.field_base import RHYTHM
from curator.ui.marks import rounded
from curator.ui.text_units import points_in, underlined
from curator.ui.theme import bold, smaller, theme_of

MOST_LINES = 4
"""Lines of a value that are shown; the tip has the rest."""

_SHORT = 40
"""Characters that are shown whole at any width, so that they need no tip."""


class Words:
    """Draws a label and a value beside it, or below it where there is little room."""

    def __init__(self, owner: QWidget, label: str, labels: list[str], reading: Reading) -> None:
        """`labels` are all that stand one below the other, for their values to line up."""
        self._owner = owner
        self._label = label
        self._labels = labels
        self._reading = reading

    def height(self, width: int) -> int:
        """The height of all lines in this width."""
        left, top = self._place(width)
        return top + math.ceil(self._laid_out(width - left).boundingRect().height())

    def paint(self, painter: QPainter, area: QRect, mark: str) -> None:
        """Draw into the area; what differs is underlined in the colour `mark`."""
        theme = theme_of(self._owner)
        left, top = self._place(area.width())
        layout = self._laid_out(area.width() - left, mark)
        font = smaller(self._owner.font())
        painter.setFont(font)
        painter.setPen(QColor(theme.dim))
        drop = 0
        if left:
            # The small label stands on the line of the value's first words.
            drop = QFontMetrics(self._owner.font()).ascent() - QFontMetrics(font).ascent()
        height = QFontMetrics(font).height()
        painter.drawText(
            QRect(area.left(), area.top() + drop, area.width(), height),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop),
            self._label,
        )
        painter.setPen(QColor(theme.text if self._reading.is_value else theme.dim))
        layout.draw(painter, QPointF(area.left() + left, area.top() + top))

    def _place(self, width: int) -> tuple[int, int]:
        """How far to the right of and below the corner the value begins."""
        metrics = QFontMetrics(smaller(self._owner.font()))
        column = max(metrics.horizontalAdvance(label) for label in self._labels) + 2 * RHYTHM
        return (column, 0) if width >= 4 * column else (0, metrics.height() + 2)

    def _font(self) -> QFont:
        font = QFont(self._owner.font())
        font.setItalic(not self._reading.is_value)
        return font

    def _laid_out(self, width: int, mark: str = "") -> QTextLayout:
        text = self._reading.text
        layout = self._lines(text, width, mark)
        if layout.lineCount() > MOST_LINES:
            start = points_in(text, layout.lineAt(MOST_LINES - 1).textStart())
            metrics = QFontMetricsF(self._font())
            last = metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, width)
            layout = self._lines(text[:start] + last, width, mark)
        return layout

    def _lines(self, text: str, width: int, mark: str) -> QTextLayout:
        layout = QTextLayout(text, self._font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        if mark:
            layout.setFormats([underlined(text, *span, mark) for span in self._reading.marks])
        layout.beginLayout()
        y = 0.0
        while layout.lineCount() <= MOST_LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout


def _tip(text: str) -> str:
    """A tip that shows text as it is; Qt takes some texts for markup."""
    return f'<p style="white-space: pre-wrap">{html.escape(text)}</p>' if text else ""


class ValueCard(QAbstractButton):
    """One of the two values, to be chosen by click, Space or Return; `moved` is an arrow key."""

    moved = Signal(int)

    def __init__(self, label: str, labels: list[str], reading: Reading, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = Words(self, label, labels, reading)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        _let_grow(self)
        if len(reading.whole) > _SHORT or reading.whole != reading.text:
            self.setToolTip(_tip(reading.whole))

    def hasHeightForWidth(self) -> bool:
        """A narrow card is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the words and the room around them."""
        return self._words.height(width - indent(self) - RHYTHM) + 2 * RHYTHM

    def sizeHint(self) -> QSize:
        """As wide as a short sentence."""
        width = indent(self) + self.fontMetrics().averageCharWidth() * 32
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The mark and a word."""
        return QSize(indent(self) + self.fontMetrics().averageCharWidth() * 12, 2 * RHYTHM)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the next card, Return chooses as Space does."""
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() in _BARE:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with a mark that is filled where this value is chosen."""
        theme = theme_of(self)
        painter = QPainter(self)
        ground = theme.accent_ground if self.isChecked() else theme.field
        edge = theme.outline if self.underMouse() else theme.line
        if self.isChecked() or self.hasFocus():
            edge = theme.accent
        rounded(painter, QRectF(self.rect()), ground, edge, width=2 if self.hasFocus() else 1)
        side = _mark_side(self)
        mark = QRectF(1.5 * RHYTHM, RHYTHM + (self.fontMetrics().height() - side) / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(
            painter,
            mark,
            theme.field,
            theme.accent if self.isChecked() else theme.outline,
            radius=side / 2,
            width=max(1.5, side / 10),
        )
        if self.isChecked():
            inner = mark.adjusted(side * 0.28, side * 0.28, -side * 0.28, -side * 0.28)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(inner)
        area = self.rect().adjusted(indent(self), RHYTHM, -RHYTHM, -RHYTHM)
        self._words.paint(painter, area, theme.published)


_BARE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Before(QWidget):
    """What the value was before both sides changed it; nothing to choose."""

    def __init__(self, label: str, labels: list[str], reading: Reading, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = Words(self, label, labels, reading)
        self.setAccessibleName(f"{label}: {reading.text}")
        _let_grow(self)
        if len(reading.whole) > _SHORT or reading.whole != reading.text:
            self.setToolTip(_tip(reading.whole))

    def hasHeightForWidth(self) -> bool:
        """Narrow is high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the words."""
        return self._words.height(width - indent(self) - RHYTHM)

    def sizeHint(self) -> QSize:
        """As wide as a short sentence."""
        width = indent(self) + self.fontMetrics().averageCharWidth() * 32
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A word."""
        return QSize(indent(self) + self.fontMetrics().averageCharWidth() * 12, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, in line with those of the cards below."""
        area = self.rect().adjusted(indent(self), 0, -RHYTHM, 0)
        self._words.paint(QPainter(self), area, theme_of(self).warning)


class ConflictField(QWidget):
    """The name of a field, what it was, and a card for each of the two new values."""

    chosen = Signal()
    moved = Signal(object, int)
    """The card from which an arrow key wants to go on, and the way."""

    def __init__(self, conflict: Conflict, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.conflict = conflict
        readings, name = read(conflict), field_name(conflict.path)
        labels = [self.tr("Before"), self.tr("In the file"), self.tr("Yours")]
        self._name = QLabel(self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setText(name)
        self._name.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM // 2)
        layout.addWidget(self._name)
        layout.addWidget(Before(labels[0], labels, readings.base, self))
        layout.addSpacing(RHYTHM // 2)
        self.file_card = ValueCard(labels[1], labels, readings.theirs, self)
        self.own_card = ValueCard(labels[2], labels, readings.ours, self)
        said = (self.tr("{0}, in the file: {1}"), self.tr("{0}, yours: {1}"))
        for card, side, words, reading in (
            (self.file_card, "file", said[0], readings.theirs),
            (self.own_card, "yours", said[1], readings.ours),
        ):
            card.setObjectName(f"conflict.{path_text(conflict.path)}.{side}")
            card.setAccessibleName(words.format(name, reading.text))
            card.clicked.connect(self.chosen)
            card.moved.connect(self._pass_on)
            layout.addWidget(card)
        self._fit()

    @property
    def cards(self) -> list[ValueCard]:
        """The value of the file and the editor's own."""
        return [self.file_card, self.own_card]

    @property
    def mine(self) -> bool | None:
        """Whether the editor's own value is chosen; None where nothing is chosen yet."""
        if not (self.file_card.isChecked() or self.own_card.isChecked()):
            return None
        return self.own_card.isChecked()

    def choose(self, mine: bool) -> None:
        """Choose a value, as a click does but silently."""
        (self.own_card if mine else self.file_card).setChecked(True)

    def event(self, event: QEvent) -> bool:
        """Follow a change of the font."""
        if event.type() == QEvent.Type.FontChange:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        self._name.setFont(bold(self.font()))

    @Slot(int)
    def _pass_on(self, step: int) -> None:
        self.moved.emit(self.sender(), step)


def indent(widget: QWidget) -> int:
    """How far from the edge of a card its words begin: behind the mark."""
    return round(2.5 * RHYTHM) + _mark_side(widget)


def _mark_side(widget: QWidget) -> int:
    return widget.fontMetrics().height() * 4 // 5


def _let_grow(widget: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
