"""Chips that stand in lines like words, and the layout that makes them do so."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QSizePolicy, QWidget

from curator.ui.theme import theme_of


class FlowLayout(QLayout):
    """Lays out widgets from left to right and goes on in a new line where there is no room."""

    def __init__(
        self, parent: QWidget | None = None, spacing: int = 4, *, apart: bool = False
    ) -> None:
        """With `apart` all items but the first go to the right, as beside a heading."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._apart = apart
        self.setContentsMargins(QMargins())
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def insert_widget(self, index: int, widget: QWidget) -> None:
        """Put a widget before the item that has this index."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """The item with this index, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Take the item with this index out of the layout."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Chips do not grow."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrow is high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Move the widgets to their places."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Room for the widest item."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Room for the widest item."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, move: bool) -> int:
        y = rect.y()
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 1 << 20))
            x = line[-1][1].right() + 1 + self.spacing() if line else rect.x()
            if line and x + size.width() > rect.right() + 1:
                y += self._place(line, rect, move) + self.spacing()
                line, x = [], rect.x()
            line.append((item, QRect(QPoint(x, y), size)))
        return y + self._place(line, rect, move) - rect.y()

    def _place(self, line: list[tuple[QLayoutItem, QRect]], rect: QRect, move: bool) -> int:
        """Centre the items of one line on it; gives its height."""
        height = max((place.height() for _, place in line), default=0)
        room = rect.right() - line[-1][1].right() if line and self._apart else 0
        for item, place in line:
            if move:
                right = 0 if item is self._items[0] else room
                item.setGeometry(place.translated(right, (height - place.height()) // 2))
        return height


class Chip(QAbstractButton):
    """One word of a list with a cross to remove it.

    `walked` carries -1 or 1 for the arrow keys, `pushed` the same with Alt held, `dropped` asks
    for its removal.
    """

    walked = Signal(int)
    pushed = Signal(int)
    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._locked = False
        self._over_cross = False
        # Tab reaches the chips as one stop; arrows go from chip to chip.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def set_locked(self, locked: bool) -> None:
        """Take away or give back the cross."""
        self._locked = locked
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The word, and the cross unless locked."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + 2 + 2 * self._pad()
        if not self._locked:
            width += self._cross_side()
        return QSize(width, metrics.height() + self._pad())

    def minimumSizeHint(self) -> QSize:
        """A few letters; longer words are cut off with an ellipsis."""
        width = self.fontMetrics().averageCharWidth() * 8
        return self.sizeHint().boundedTo(QSize(width, 1 << 20))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, with Alt they move the chip; Delete and Backspace remove it."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if step is not None:
            (self.pushed if alt else self.walked).emit(step)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the cross."""
        over = self._cross().contains(event.position())
        if over != self._over_cross:
            self._over_cross = over
            self.update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the cross removes the chip."""
        hit = self._cross().contains(event.position()) and self.isDown()
        super().mouseReleaseEvent(event)
        if hit and event.button() == Qt.MouseButton.LeftButton:
            self.dropped.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A pill with the word and the cross."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(theme.accent if focused else theme.line), 2 if focused else 1))
        painter.setBrush(QColor(theme.accent_ground if focused else theme.panel))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        room = self.width() - 2 * self._pad() - (0 if self._locked else self._cross_side())
        word = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            QRect(self._pad(), 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, word
        )
        if not self._locked:
            lit = self._over_cross and self.underMouse()
            painter.setPen(QPen(QColor(theme.warning if lit else theme.dim), 1.4))
            middle, arm = self._cross().center(), self.fontMetrics().height() / 5
            for sign in (-1, 1):
                step = QPointF(arm, sign * arm)
                painter.drawLine(middle - step, middle + step)

    def _cross(self) -> QRectF:
        if self._locked:
            return QRectF()
        side = self._cross_side() + self._pad() * 0.75
        return QRectF(self.width() - side, 0, side, self.height())

    def _cross_side(self) -> int:
        return self.fontMetrics().height()

    def _pad(self) -> int:
        return self.fontMetrics().height() // 2


class AddChip(QAbstractButton):
    """The chip at the end that asks for another one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as a chip."""
        metrics = self.fontMetrics()
        pad = metrics.height() // 2
        return QSize(metrics.horizontalAdvance(self.text()) + 2 + 2 * pad, metrics.height() + pad)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A pill without a ground, for it is no word of the list."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
        else:
            painter.setPen(QPen(QColor(theme.line), 1))
        lit = self.underMouse() or self.hasFocus()
        painter.setBrush(QColor(theme.accent_ground) if lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(QColor(theme.text if lit else theme.dim))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
