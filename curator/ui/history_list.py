"""The list of what was written: by keyboard and mouse, and how its rows are drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from curator.content.journal import Write
from curator.session.history import Step
from curator.ui.chevron import Pointing, paint_chevron
from curator.ui.history_model import ENTRY_ROLE, Entry, HistoryModel
from curator.ui.theme import Theme, bold, medium, smaller, theme_of

_EDGE = 16
_GAP = 8


class HistoryList(QListView):
    """Steps to choose from; keeps choice and place while steps come and go."""

    choice_changed = Signal()
    """Another row is chosen, or none, or the chosen one has become another."""
    row_activated = Signal()
    """The chosen row was double clicked, or Return was pressed on it."""

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history.list")
        self.setAccessibleName(self.tr("What was written, newest first"))
        self._model = model
        self.setModel(model)
        self.setItemDelegate(_HistoryDelegate(model, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        # Asking each of thousands of rows for its height would take longer than reading them.
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._activate)
        self.selectionModel().currentChanged.connect(self.choice_changed)
        model.modelReset.connect(self._choose_newest)

    @property
    def writes(self) -> tuple[Write, ...]:
        """What the chosen row stands for; nothing where none is chosen."""
        return self._model.writes(self.currentIndex())

    @property
    def step(self) -> Step | None:
        """The step that the chosen row belongs to."""
        return self._model.step(self.currentIndex())

    def show_steps(self, steps: Sequence[Step], *, with_stories: bool) -> None:
        """Show other steps, the newest of them chosen."""
        self._model.show(steps, with_stories=with_stories)

    def refresh(self, steps: Sequence[Step]) -> None:
        """Show the same steps as they are now; what one looks at stays where it is."""
        bar = self.verticalScrollBar()
        top = QPersistentModelIndex(self.indexAt(QPoint(0, 0)))
        y = self.visualRect(top).top()
        self._model.refresh(steps)
        if bar.value() > bar.minimum() and top.isValid():
            self.executeDelayedItemsLayout()
            bar.setValue(bar.value() + self.visualRect(top).top() - y)
        if not self.currentIndex().isValid():
            self._choose_newest()
        self.choice_changed.emit()

    def unfold(self, wanted: bool | None = None) -> bool:
        """Show the writes of the chosen step, or hide them; False where it has none."""
        index = self.currentIndex()
        if not self._model.stories(index):
            return False
        self._model.unfold(index, not self._model.unfolded(index) if wanted is None else wanted)
        return True

    @Slot()
    def _choose_newest(self) -> None:
        self._go_to_newest()
        self.choice_changed.emit()

    def _go_to_newest(self) -> None:
        # The first row is the heading of its day.
        self.setCurrentIndex(self._model.index(1))
        self.scrollToTop()

    @Slot()
    def _activate(self) -> None:
        if self.writes:
            self.row_activated.emit()

    # -- mouse and keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate()
        elif key == Qt.Key.Key_Right:
            self.unfold(True)
        elif key == Qt.Key.Key_Left:
            above = self._model.step_above(self.currentIndex())
            if above.isValid():
                self.setCurrentIndex(above)
            else:
                self.unfold(False)
        elif key == Qt.Key.Key_Home:
            self._go_to_newest()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        place = event.position().toPoint()
        left = event.button() == Qt.MouseButton.LeftButton
        if left and place.x() < _EDGE + time_width(self.font()) and self.indexAt(place).isValid():
            self.unfold()

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, not the beginning of a label."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() * 6)


def time_width(font: QFont) -> int:
    """How much room the time takes at the left, and what stands there in its place."""
    return QFontMetrics(font).horizontalAdvance("00:00") + 2 * _GAP


class _HistoryDelegate(QStyledItemDelegate):
    """Draws a row: the time, what was done and in which fields; below it the story."""

    def __init__(self, model: HistoryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        lines = 2.05 if self._model.with_stories else 1.0
        return QSize(80, round(option.fontMetrics.height() * lines) + 2 * _GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, Entry):
            return
        theme = theme_of(option.palette)
        painter.save()
        if entry.heading:
            self._paint_heading(painter, option, entry, theme)
        else:
            self._paint_ground(painter, option, theme)
            self._paint_words(painter, option, entry, theme)
        painter.restore()

    def _paint_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, theme: Theme
    ) -> None:
        painter.fillRect(option.rect, QColor(theme.background))
        painter.setFont(bold(smaller(option.font)))
        painter.setPen(QColor(theme.dim))
        area = option.rect.adjusted(_EDGE, 0, -_EDGE, -_GAP // 2)
        _line(painter, area, entry.label, Qt.AlignmentFlag.AlignBottom)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
        rect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = theme.accent_ground if chosen else theme.panel if hovered else theme.background
        painter.fillRect(rect, QColor(ground))
        view = option.widget
        if chosen and isinstance(view, QWidget) and view.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawLine(rect.topLeft() + QPoint(0, 1), rect.topRight() + QPoint(0, 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            return
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        entry: Entry,
        theme: Theme,
    ) -> None:
        height = option.fontMetrics.height()
        area = option.rect.adjusted(_EDGE, _GAP, -_EDGE, -_GAP)
        line = QRect(area.left(), area.top(), area.width(), height)
        painter.setFont(option.font)
        painter.setPen(QColor(theme.dim))
        _line(painter, line, entry.time)
        line.setLeft(line.left() + time_width(option.font))
        small, main = smaller(option.font), medium(option.font) if entry.time else option.font
        # What was done counts for more than where, which the lines below say as well.
        left_over = line.width() - QFontMetrics(main).horizontalAdvance(entry.label) - _GAP
        room = QFontMetrics(small).horizontalAdvance(entry.fields) + 1
        told = entry.fields if left_over > room // 2 else ""
        fields = QRect(line)
        fields.setLeft(line.right() - min(room, left_over))
        painter.setFont(small)
        _line(painter, fields, told, side=Qt.AlignmentFlag.AlignRight)
        words = QRect(line)
        words.setRight(fields.left() - _GAP if told else line.right())
        painter.setFont(main)
        painter.setPen(QColor(theme.text))
        _line(painter, words, entry.label)
        line.translate(0, round(height * 1.05))
        painter.setFont(small)
        painter.setPen(QColor(theme.dim))
        _line(painter, line, entry.below)
        if entry.stories:
            middle = QPointF(line.left() - 2 * _GAP, line.top() + height / 2)
            pointing = Pointing.DOWN if entry.unfolded else Pointing.RIGHT
            paint_chevron(painter, middle, height * 0.22, pointing, theme.dim)


def _line(
    painter: QPainter,
    area: QRect,
    text: str,
    upright: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, cut short where it does not fit."""
    if text and area.width() > 0:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(side | upright), shown)
