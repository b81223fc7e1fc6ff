"""The list of a patch: a tick for each article, its changed lines below, whatever their number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from curator.content.changes import Line, Side
from curator.session.dry_run import FileChange, Outcome
from curator.ui.form.field_base import RHYTHM
from curator.ui.marks import paint_focus, paint_warning, rounded
from curator.ui.patch_model import FILE_ROLE, KIND_ROLE, LINE_ROLE, PatchModel, RowKind
from curator.ui.text_units import underlined
from curator.ui.theme import Theme, icon, medium, smaller, theme_of

Index = QModelIndex | QPersistentModelIndex

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_MOST_DRAWN = 600
"""Characters of a line that can have room on a screen."""


class PatchList(QListView):
    """Articles with their changed lines; Space or a click on the box changes a tick.

    All rows have one height, so that ten thousand articles cost no more than ten.
    """

    story_wanted = Signal(object)
    """The path of an article that was activated."""

    def __init__(self, titles: Callable[[str], str], parent: QWidget | None = None) -> None:
        """`titles` gives what to call the article at a path."""
        super().__init__(parent)
        self.setObjectName("patch")
        self.setAccessibleName(self.tr("Changes, article by article"))
        self.patch = PatchModel(titles, self)
        self.setModel(self.patch)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.activated.connect(self._activate)

    def go_to(self, row: int) -> None:
        """Select a row and bring it into view."""
        if 0 <= row < self.patch.rowCount():
            index = self.patch.index(row)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def sizeHint(self) -> QSize:
        """Room for a few articles."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 90, metrics.height() * 14)

    def minimumSizeHint(self) -> QSize:
        """Room for one."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 30, metrics.height() * 6)

    def changeEvent(self, event: QEvent) -> None:
        """Rows are as high as the font asks."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space on any row of an article changes its tick."""
        change = self.patch.file_at(self.currentIndex().row())
        if event.key() == Qt.Key.Key_Space and change is not None:
            self.turn(change)
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Up and Down go from article to article."""
        row = self.currentIndex().row()
        change = self.patch.file_at(row)
        if change is not None and action == QAbstractItemView.CursorAction.MoveUp:
            first = self.patch.row_of(change.path)
            above = self.patch.file_at(first - 1) if row == first else change
            return self.patch.index(self.patch.row_of(above.path) if above else first)
        if change is not None and action == QAbstractItemView.CursorAction.MoveDown:
            below = self.patch.row_below(change.path)
            return self.patch.index(below if below >= 0 else row)
        return super().moveCursor(action, modifiers)

    def turn(self, change: FileChange) -> None:
        """Give an article a tick, or take it away."""
        if change.outcome is Outcome.CHANGED:
            self.patch.tick(change.path, not self.patch.is_ticked(change.path))

    @Slot(object)
    def _activate(self, index: QModelIndex) -> None:
        change = self.patch.file_at(index.row())
        if change is not None:
            self.story_wanted.emit(change.path)


class _Delegate(QStyledItemDelegate):
    """Draws one row: the article with its box, a note, a reason or a line."""

    def __init__(self, view: PatchList) -> None:
        super().__init__(view)
        self._view = view
        self._fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line with some air, in steps of the rhythm."""
        height = option.fontMetrics.height() + RHYTHM * 3 // 4
        return QSize(option.fontMetrics.averageCharWidth() * 20, -(-height // RHYTHM) * RHYTHM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row in the colours of the window."""
        theme = theme_of(option.palette)
        change = index.data(FILE_ROLE)
        painter.save()
        painter.setClipRect(option.rect)
        kind = index.data(KIND_ROLE)
        if kind == RowKind.FILE:
            self._paint_file(painter, option, index, change, theme)
        elif kind == RowKind.LINE:
            self._paint_line(painter, option, index.data(LINE_ROLE), theme)
        else:
            colour = theme.warning if kind == RowKind.REASON else theme.dim
            area = option.rect.adjusted(self._text_left(option), 0, -RHYTHM, 0)
            font = option.font if kind == RowKind.REASON else smaller(option.font)
            self._words(painter, area, font, colour, str(index.data() or ""))
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, option.rect, theme)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A click on the box or near it changes the tick."""
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        near = event.position().x() < option.rect.left() + self._text_left(option)
        change = index.data(FILE_ROLE)
        if near and isinstance(change, FileChange) and index.data(KIND_ROLE) == RowKind.FILE:
            if event.type() == QEvent.Type.MouseButtonRelease:
                self._view.turn(change)
            return True
        return False

    def _paint_file(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        change: FileChange,
        theme: Theme,
    ) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        area = QRect(option.rect)
        painter.fillRect(area, QColor(theme.accent_ground if selected else theme.panel))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(area.topLeft(), area.topRight())
        self._paint_mark(painter, option, change, theme)
        text = area.adjusted(self._text_left(option), 0, -RHYTHM, 0)
        small = smaller(option.font)
        room = text.width() // 2
        path = QFontMetrics(small).elidedText(change.path, Qt.TextElideMode.ElideLeft, room)
        painter.setFont(small)
        painter.setPen(QColor(theme.dim))
        painter.drawText(text, _RIGHT, path)
        text.setRight(text.right() - QFontMetrics(small).horizontalAdvance(path) - 2 * RHYTHM)
        on = change.outcome is Outcome.CHANGED and self._view.patch.is_ticked(change.path)
        colour = theme.text if on or change.outcome is not Outcome.CHANGED else theme.dim
        self._words(painter, text, medium(option.font), colour, str(index.data() or ""))

    def _paint_mark(
        self, painter: QPainter, option: QStyleOptionViewItem, change: FileChange, theme: Theme
    ) -> None:
        area, side = option.rect, option.fontMetrics.height() - 2
        box = QRect(area.left() + RHYTHM, area.center().y() - side // 2, side, side)
        if change.outcome is not Outcome.CHANGED:
            paint_warning(painter, QPointF(box.center()), side * 0.9, theme)
            return
        on = self._view.patch.is_ticked(change.path)
        ground, edge = (theme.accent, theme.accent) if on else (theme.field, theme.outline)
        rounded(painter, QRectF(box), ground, edge, radius=side / 5, width=max(1.2, side / 14))
        if on:
            inset = side // 8
            inner = box.adjusted(inset, inset, -inset, -inset)
            icon("check", theme.background).paint(painter, inner)

    def _paint_line(
        self, painter: QPainter, option: QStyleOptionViewItem, line: Line, theme: Theme
    ) -> None:
        removed = line.side is Side.REMOVED
        ground = theme.removed_ground if removed else theme.added_ground
        ink = theme.warning if removed else theme.published
        area = QRect(option.rect)
        painter.fillRect(area, QColor(ground))
        font = QFont(self._fixed)
        font.setPointSizeF(option.font.pointSizeF() * 0.95)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        wide = painter.fontMetrics().averageCharWidth()
        left = area.left() + self._text_left(option)
        painter.drawText(area.adjusted(left - 2 * wide, 0, 0, 0), _LEFT, "−" if removed else "+")
        room = max(8, (area.right() - left - RHYTHM) // max(1, wide))
        text, words = in_room(line, min(room, _MOST_DRAWN))
        layout = QTextLayout(text, font)
        layout.setFormats([underlined(text, start, end, ink) for start, end in words])
        layout.beginLayout()
        layout.createLine().setLineWidth(1 << 20)
        layout.endLayout()
        painter.setPen(QColor(theme.text))
        top = area.top() + (area.height() - layout.boundingRect().height()) / 2
        layout.draw(painter, QPointF(left, top))

    def _words(self, painter: QPainter, area: QRect, font: QFont, colour: str, text: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, max(0, area.width())
        )
        painter.drawText(area, _LEFT, shown)

    def _text_left(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.height() + 5 * RHYTHM // 2


def in_room(line: Line, room: int) -> tuple[str, list[tuple[int, int]]]:
    """As much of a line as has room, and the spans in it that are different.

    Of a long line the part is shown in which it differs: a change is often at the end.
    """
    text = line.text.rstrip("\r\n").replace("\r", "␍").replace("\t", " ")
    start = 0
    if len(text) > room and line.words and line.words[0][1] > room - 2:
        start = max(1, min(line.words[0][0] - room // 4, len(text) - room + 1))
    shown = text[start : start + room]
    if start:
        shown = "…" + shown[1:]
    if start + room < len(text):
        shown = shown[:-1] + "…"
    spans = [(max(first - start, 0), min(last - start, len(shown))) for first, last in line.words]
    return shown, [(first, last) for first, last in spans if first < last]
