"""The related stories of an article: cards to reorder, remove, edit and add."""

from __future__ import annotations

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from curator.session.related_model import CARD_ROLE, Card, RelatedModel
from curator.ui.marks import rounded
from curator.ui.theme import bold, icon, smaller, theme_of
from curator.ui.thumbnails import Thumbnails

MIME_TYPE = "application/x-curator-related"
_GAP = 6
_EDGE = 40
"""Pixels from the edge of the form within which a drag scrolls it."""


class RelatedList(QListView):
    """The cards.  As tall as all of them together: the form around it scrolls."""

    edit_requested = Signal(object)
    """The row of an item whose fields shall be edited."""

    def __init__(
        self, model: RelatedModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("related")
        self.setAccessibleName(self.tr("Related stories"))
        self._model = model
        self._drop_row = -1
        self._read_only = False
        self.setModel(model)
        self.setItemDelegate(CardDelegate(thumbnails, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setUniformItemSizes(True)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._fit)
        self.doubleClicked.connect(self._ask_to_edit)
        thumbnails.arrived.connect(self._paint_picture_again)
        self._fit()

    @Slot(object)
    def _paint_picture_again(self, address: str) -> None:
        for row in range(self._model.rowCount()):
            if not address or self._model.card(row).picture == address:
                self.update(self._model.index(row))

    def set_read_only(self, read_only: bool) -> None:
        """Allow looking only."""
        self._read_only = read_only
        self.setDragEnabled(not read_only)
        self.setAcceptDrops(not read_only)

    @property
    def selected_rows(self) -> list[int]:
        """The selected rows, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def sizeHint(self) -> QSize:
        rows = self._model.rowCount()
        height = self.sizeHintForRow(0) * rows if rows else 0
        return QSize(200, height + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    @Slot()
    def _fit(self) -> None:
        # Never hidden: the focus would go to a field, and the next key be typed there.
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
            self.updateGeometry()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        key, alt = event.key(), event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and row >= 0:
            self.move_row(row, row + (1 if key == Qt.Key.Key_Down else -1))
        elif alt and key in (Qt.Key.Key_Home, Qt.Key.Key_End) and row >= 0:
            self.move_row(row, 0 if key == Qt.Key.Key_Home else self._model.rowCount() - 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_selected()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and row >= 0:
            self.edit_requested.emit(row)
        else:
            super().keyPressEvent(event)
            self._show_current()

    def move_row(self, source: int, target: int) -> None:
        """Move an item and keep it current."""
        if not self._read_only and self._model.move(source, target):
            self.setCurrentIndex(self._model.index(target))
            self._show_current()

    def remove_selected(self) -> None:
        """Take the selected items off the list; the one below becomes current."""
        rows = self.selected_rows
        if self._read_only or not rows:
            return
        if self._model.remove(rows) and self._model.rowCount():
            row = min(rows[0], self._model.rowCount() - 1)
            self.setCurrentIndex(self._model.index(row))

    def _show_current(self) -> None:
        area = self._scroll_area()
        index = self.currentIndex()
        content = area.widget() if area is not None else None
        if area is not None and content is not None and index.isValid():
            where = self.visualRect(index)
            for point in (where.bottomLeft(), where.topLeft()):
                shown = self.viewport().mapTo(content, point)
                area.ensureVisible(shown.x(), shown.y(), 0, _GAP)

    @Slot(QModelIndex)
    def _ask_to_edit(self, index: QModelIndex) -> None:
        self.edit_requested.emit(index.row())

    # -- dragging

    def startDrag(self, supported_actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        if not index.isValid() or self._read_only:
            return
        data = QMimeData()
        data.setData(MIME_TYPE, QByteArray(str(index.row()).encode()))
        card: Card = index.data(CARD_ROLE)
        data.setText(card.address or card.reference or card.title)
        drag = QDrag(self)
        drag.setMimeData(data)
        rect = self.visualRect(index)
        pixmap = QPixmap(rect.size() * self.devicePixelRatioF())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.viewport().render(pixmap, QPoint(), rect)
        drag.setPixmap(pixmap)
        drag.setHotSpot(self.viewport().mapFromGlobal(self.cursor().pos()) - rect.topLeft())
        drag.exec(Qt.DropAction.MoveAction)
        self._show_drop(-1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._consider(event)
        self._scroll_near_edge(event.position().toPoint())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_drop(-1)

    def _consider(self, event: QDragMoveEvent) -> None:
        if event.source() is self and event.mimeData().hasFormat(MIME_TYPE):
            self._show_drop(self._gap_at(event.position().toPoint()))
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        data = bytes(event.mimeData().data(MIME_TYPE).data())
        self._show_drop(-1)
        if event.source() is not self or not data.isdigit():
            event.ignore()
            return
        source = int(data)
        gap = self._gap_at(event.position().toPoint())
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        # A gap is counted with the item still in its place.
        self.move_row(source, gap - 1 if gap > source else gap)

    def _gap_at(self, position: QPoint) -> int:
        for row in range(self._model.rowCount()):
            if position.y() < self.visualRect(self._model.index(row)).center().y():
                return row
        return self._model.rowCount()

    def _show_drop(self, gap: int) -> None:
        if gap != self._drop_row:
            self._drop_row = gap
            self.viewport().update()

    def _scroll_near_edge(self, position: QPoint) -> None:
        area = self._scroll_area()
        if area is None:
            return
        y = self.viewport().mapTo(area.viewport(), position).y()
        bar = area.verticalScrollBar()
        if y < _EDGE:
            bar.setValue(bar.value() - bar.singleStep())
        elif y > area.viewport().height() - _EDGE:
            bar.setValue(bar.value() + bar.singleStep())

    def _scroll_area(self) -> QScrollArea | None:
        widget = self.parentWidget()
        while widget is not None and not isinstance(widget, QScrollArea):
            widget = widget.parentWidget()
        return widget

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drop_row < 0:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(theme_of(self).accent), 2))
        if self._drop_row < self._model.rowCount():
            top = self.visualRect(self._model.index(self._drop_row)).top()
            y = max(1, top - _GAP // 2)
        else:
            last = self.visualRect(self._model.index(self._model.rowCount() - 1))
            y = last.bottom() - _GAP // 2
        painter.drawLine(0, y, self.viewport().width(), y)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class CardDelegate(QStyledItemDelegate):
    """Draws a related story as a card: grip, picture, title, source line, a mark if it is twice."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, round(option.fontMetrics.height() * 2.1) + 18 + _GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = theme_of(option.palette)
        card: Card = index.data(CARD_ROLE)
        twice = card.same_as is not None
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        view = option.widget
        focused = selected and isinstance(view, QWidget) and view.hasFocus()
        box = QRectF(option.rect).adjusted(1, 0, -1, -_GAP)
        ground = theme.warning_ground if twice else theme.accent_ground if selected else theme.field
        edge = theme.accent if selected else theme.warning if twice else theme.line
        rounded(painter, box, ground, edge, 6, 2 if focused else 1)
        painter.save()
        height = option.fontMetrics.height()
        inner = box.adjusted(8, 8, -10, -8).toRect()
        grip = QRect(inner.left(), inner.center().y() - height // 2, height, height)
        icon("grip", theme.dim).paint(painter, grip)
        picture = QRect(grip.right() + 8, inner.top(), round(inner.height() * 1.55), inner.height())
        self._paint_picture(painter, picture, card, theme.line, theme.dim)
        mark = self._mark(card)
        small = smaller(option.font)
        right = inner.right()
        if mark:
            painter.setFont(small)
            width = painter.fontMetrics().horizontalAdvance(mark)
            painter.setPen(QColor(theme.held if card.misfit and not twice else theme.warning))
            area = QRect(right - width, inner.top(), width + 1, inner.height())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), mark)
            right -= width + 10
        left = picture.right() + 12
        width = max(0, right - left)
        top = inner.top() + (inner.height() - round(height * 2.05)) // 2
        painter.setFont(bold(option.font) if selected else option.font)
        painter.setPen(QColor(theme.text))
        self._line(painter, QRect(left, top, width, height), card.title)
        painter.setFont(small)
        painter.setPen(QColor(theme.dim))
        self._line(
            painter, QRect(left, top + round(height * 1.05), width, height), self._source(card)
        )
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, area: QRect, card: Card, ground: str, ink: str
    ) -> None:
        ratio = painter.device().devicePixelRatio()
        pixmap = self._thumbnails.picture(card.picture, area.size() * ratio)
        if pixmap is not None:
            painter.drawPixmap(area, pixmap)
            return
        rounded(painter, QRectF(area), ground, "", 4)
        side = area.height() // 2
        place = QRect(0, 0, side, side)
        place.moveCenter(area.center())
        icon("link" if card.reference else "image", ink).paint(painter, place)

    def _mark(self, card: Card) -> str:
        if card.same_as is not None:
            return self.tr("same story")
        if card.reference and not card.found and not card.address:
            return self.tr("not in this folder")
        if card.misfit:
            return self.tr("misfit?")
        return ""

    def _source(self, card: Card) -> str:
        quality = self.tr("quality {0}").format(card.quality) if card.quality else ""
        parts = [card.provider, card.date_text, quality]
        if card.reference and card.found:
            parts.append(card.reference)
        line = " · ".join(part for part in parts if part)
        return line or card.address or card.reference

    def _line(self, painter: QPainter, area: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)
