"""The switch with three states that decides whether a story is published."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from curator.content.schema import CONVENTIONAL_ORDER, Field, Kind
from curator.frontmatter import Remove, Set, Value
from curator.ui.form.field_base import FieldEditor
from curator.ui.theme import Theme, smaller, theme_of

STATES: tuple[bool | None, ...] = (True, False, None)
"""Published, held, no flag, from left to right."""


class Segment(QAbstractButton):
    """One state of the switch: a mark, a word and the key that does the same."""

    moved = Signal(int)

    def __init__(self, state: bool | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.state = state
        self.key = ""
        self.shows_key = True
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def width_needed(self, with_key: bool) -> int:
        """How wide the segment must be for all that it shows."""
        metrics = self.fontMetrics()
        width = _pad(self) * 2 + _mark(self) + _pad(self) * 2 // 3
        width += metrics.horizontalAdvance(self.text())
        return width + (_pad(self) + self._key_width() if with_key and self.key else 0)

    def sizeHint(self) -> QSize:
        """Room for everything."""
        return QSize(self.width_needed(True), self.fontMetrics().height() + _pad(self) * 4 // 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the next segment, Return chooses as Space does."""
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mark in the colour and shape of the state, the word, the key."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.isChecked() or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            ground = theme.accent_ground if self.isChecked() else theme.panel
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(inner, 4, 4)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inner, 4, 4)
        left = _pad(self)
        side = _mark(self)
        mark = QRectF(left, (self.height() - side) / 2, side, side)
        self._paint_mark(painter, mark, theme)
        painter.setPen(QColor(theme.text if self.isEnabled() else theme.dim))
        text = QRect(0, 0, self.width(), self.height())
        text.setLeft(left + side + left * 2 // 3)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.shows_key and self.key:
            self._paint_key(painter, theme)

    def _paint_mark(self, painter: QPainter, mark: QRectF, theme: Theme) -> None:
        if self.state is True:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.published))
            painter.drawEllipse(mark)
            return
        stroke = max(2.0, mark.width() / 7)
        colour = theme.held if self.state is False else theme.dim
        painter.setPen(QPen(QColor(colour), stroke))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.state is False:
            inset = stroke / 2
            painter.drawEllipse(mark.adjusted(inset, inset, -inset, -inset))
        else:
            middle = mark.center().y()
            painter.drawLine(QLineF(mark.left(), middle, mark.right(), middle))

    def _paint_key(self, painter: QPainter, theme: Theme) -> None:
        font = smaller(self.font(), 0.8)
        painter.setFont(font)
        width = self._key_width()
        height = painter.fontMetrics().height() + 2
        cap = QRectF(
            self.width() - _pad(self) - width + 0.5, (self.height() - height) / 2, width - 1, height
        )
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(QColor(theme.dim))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.key)

    def _key_width(self) -> int:
        metrics = self.fontMetrics()
        return max(metrics.horizontalAdvance("M"), metrics.horizontalAdvance(self.key)) + 6


class PublishedSwitch(QWidget):
    """Three segments side by side, or one below the other where there is no room.

    `chosen` carries True, False or None when the person picks a state.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = {True: self.tr("Published"), False: self.tr("Held"), None: self.tr("No flag")}
        self.centred = False
        """Whether segments one below the other stand in the middle."""
        self._actions: tuple[QAction, ...] = ()
        self.segments = [Segment(state, self) for state in STATES]
        for segment in self.segments:
            segment.setText(words[segment.state])
            segment.setAccessibleName(words[segment.state])
            segment.clicked.connect(self._on_clicked)
            segment.moved.connect(self._on_moved)
        self.segments[0].setToolTip(self.tr("Publish this story: published is true"))
        self.segments[1].setToolTip(self.tr("Hold this story back: published is false"))
        self.segments[2].setToolTip(self.tr("Take the flag away: Jekyll publishes the story"))
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_keys_of(self, publish: QAction, hold: QAction, undecide: QAction) -> None:
        """Show in each segment the key of the action that does the same, also after a change."""
        self._actions = (publish, hold, undecide)
        for action in self._actions:
            action.changed.connect(self._show_keys)
        self._show_keys()

    def _show_keys(self) -> None:
        keys = [
            action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            for action in self._actions
        ]
        if keys != [segment.key for segment in self.segments]:
            for segment, key in zip(self.segments, keys, strict=True):
                segment.key = key
            self.updateGeometry()
            self._lay_out()

    def select(self, states: tuple[bool | None, ...]) -> None:
        """Show the one state in `states` as chosen; none where it is empty."""
        for segment in self.segments:
            # An exclusive button cannot be unchecked, and here none may be.
            segment.setAutoExclusive(False)
            segment.setChecked(segment.state in states)
        for segment in self.segments:
            segment.setAutoExclusive(True)
        self.update()

    def sizeHint(self) -> QSize:
        """All in one row with their keys."""
        width = sum(segment.width_needed(True) for segment in self.segments)
        return QSize(width, self._row_height())

    def minimumSizeHint(self) -> QSize:
        """One below the other."""
        widest = max(segment.width_needed(False) for segment in self.segments)
        return QSize(widest, self._row_height())

    def hasHeightForWidth(self) -> bool:
        """Narrow is high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One row, or three."""
        return self._row_height() * (1 if self._fits(width, False) else len(self.segments))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the segments out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        with_keys = self._fits(self.width(), True)
        upright = not self._fits(self.width(), False)
        x, y = self._frame().left(), 0
        for segment in self.segments:
            segment.shows_key = with_keys or upright
            width = self._frame().width() if upright else segment.width_needed(with_keys)
            segment.setGeometry(x, y, width, self._row_height())
            x, y = (x, y + self._row_height()) if upright else (x + width, y)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame around the segments and the lines between them."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.field if self.isEnabled() else theme.panel))
        painter.drawRoundedRect(QRectF(self._frame()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for segment in self.segments[1:]:
            at = segment.geometry()
            if at.top():
                painter.drawLine(at.left() + 1, at.top(), at.right() - 1, at.top())
            else:
                painter.drawLine(at.left(), at.top() + 1, at.left(), at.bottom())

    def _fits(self, width: int, with_keys: bool) -> bool:
        return sum(segment.width_needed(with_keys) for segment in self.segments) <= width

    def _row_height(self) -> int:
        return self.segments[0].sizeHint().height()

    def _frame(self) -> QRect:
        width = self.width()
        height = self.heightForWidth(width)
        for with_keys in (True, False):
            if self._fits(width, with_keys):
                width = sum(segment.width_needed(with_keys) for segment in self.segments)
                return QRect(0, 0, width, height)
        narrow = min(width, self.sizeHint().width() // 2)
        return QRect((width - narrow) // 2 if self.centred else 0, 0, narrow, height)

    def _on_clicked(self) -> None:
        segment = self.sender()
        if isinstance(segment, Segment):
            self.chosen.emit(segment.state)

    def _on_moved(self, step: int) -> None:
        places = [place for place, segment in enumerate(self.segments) if segment.hasFocus()]
        if places and 0 <= places[0] + step < len(self.segments):
            self.segments[places[0] + step].setFocus(Qt.FocusReason.TabFocusReason)


class PublishedEditor(FieldEditor):
    """The switch for the key `published`; a value of another kind is told in words."""

    kinds = frozenset({Kind.PUBLISHED})

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.switch = PublishedSwitch(self)
        self._name(self.switch, said=self.tr("Published state"))
        for segment, word in zip(self.switch.segments, ("yes", "no", "none"), strict=True):
            segment.setObjectName(f"{self.switch.objectName()}.{word}")
        self.setFocusProxy(self.switch.segments[0])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignLeft)
        self.switch.chosen.connect(self._on_chosen)
        self._refresh(None)

    def centre(self) -> None:
        """Stand in the middle and not at the left."""
        layout = self.layout()
        if layout is not None:
            layout.setAlignment(self.switch, Qt.AlignmentFlag.AlignHCenter)
        self.switch.centred = True

    def main_control(self) -> QWidget:
        """The switch."""
        return self.switch

    def tab_stops(self) -> list[QWidget]:
        """The three segments."""
        return list(self.switch.segments)

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the switch."""
        super().set_read_only(read_only)
        self.switch.setEnabled(not read_only)

    def _refresh(self, previous: Field | None) -> None:
        value = self._field.value
        if not self._field.present:
            self.switch.select((None,))
        elif isinstance(value, bool):
            self.switch.select((value,))
        else:
            self.switch.select(())
        self._set_complaint(self._odd(value) if self._field.present else "")

    def _odd(self, value: Value) -> str:
        if isinstance(value, bool):
            return ""
        if value is None:
            return self.tr("published has no value; Jekyll takes that for published. Choose one.")
        if isinstance(value, str):
            return self.tr(
                "published is the text “{0}”; Jekyll takes any text for published. Choose one."
            ).format(value[:40])
        if isinstance(value, (list, dict)):
            return self.tr(
                "published is a list or a group of keys; Jekyll takes it for published. Choose one."
            )
        return self.tr("published is {0}; Jekyll takes it for published. Choose one.").format(value)

    def _on_chosen(self, state: bool | None) -> None:
        path = self._field.path
        if state is None:
            if self._field.present:
                self._emit([Remove(path)], self.tr("Remove Flag"))
        elif state is not self._field.value:
            words = self.tr("Publish") if state else self.tr("Hold")
            self._emit([Set(path, state, CONVENTIONAL_ORDER)], words)


def _pad(widget: QWidget) -> int:
    return widget.fontMetrics().height() * 3 // 4


def _mark(widget: QWidget) -> int:
    return widget.fontMetrics().height() * 4 // 5
