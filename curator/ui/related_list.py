"""The related stories of an article: cards to reorder, drag, cut, copy, paste and remove."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QScrollArea, QSizePolicy, QWidget

from curator.frontmatter import Value
from curator.session.related_model import RelatedModel
from curator.ui.edge_scroll import EdgeScroll
from curator.ui.related_data import ITEMS_FORMAT, can_take, mime_of, read
from curator.ui.related_delegate import GAP, CardDelegate
from curator.ui.theme import bold, theme_of
from curator.ui.thumbnails import Thumbnails


class RelatedList(QListView):
    """The cards.  As tall as all of them together: the form around it scrolls."""

    refused = Signal(object)
    """Words that say why what was dropped or pasted was not taken in, or not all of it."""
    menu_wanted = Signal(object)
    """Where on the screen a menu of all that can be done is asked for."""
    edit_requested = Signal(object)
    """The row of an item whose fields shall be edited."""

    def __init__(
        self, model: RelatedModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("related")
        self.setAccessibleName(self.tr("Related stories"))
        self._model = model
        self._gap = -1
        self._read_only = False
        self._last = -1
        self._dragged: list[int] = []
        self._scroll = EdgeScroll(self)
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
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setUniformItemSizes(True)
        # In this order: what was current in another list is nothing in this one.
        model.modelReset.connect(self._forget_place)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._fit)
        self.selectionModel().currentChanged.connect(self._note_place)
        self._scroll.scrolled.connect(self._follow_pointer)
        self.doubleClicked.connect(self._ask_to_edit)
        thumbnails.arrived.connect(self._paint_picture_again)
        self._fit()

    @Slot(object)
    def _paint_picture_again(self, address: str) -> None:
        for row in range(self._model.rowCount()):
            if not address or self._model.card(row).picture == address:
                self.update(self._model.index(row))

    @property
    def related(self) -> RelatedModel:
        """What is shown."""
        return self._model

    @property
    def read_only(self) -> bool:
        """Whether one may only look."""
        return self._read_only

    @property
    def dragged_rows(self) -> list[int]:
        """The rows that are being dragged from here."""
        return self._dragged

    def set_read_only(self, read_only: bool) -> None:
        """Allow looking and copying only."""
        self._read_only = read_only
        self.setAcceptDrops(not read_only)

    @property
    def selected_rows(self) -> list[int]:
        """The selected rows, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def select_rows(self, rows: Sequence[int], current: int | None = None) -> None:
        """Select these rows and no others; the first of them is current if no other is named."""
        rows = [row for row in rows if 0 <= row < self._model.rowCount()]
        if not rows:
            return
        selection = QItemSelection()
        for row in rows:
            selection.select(self._model.index(row), self._model.index(row))
        at = self._model.index(current if current in rows else rows[0])
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(at, flags.NoUpdate)
        self.selectionModel().select(selection, flags.ClearAndSelect)
        self._show_current()

    def sizeHint(self) -> QSize:
        if not self._model.rowCount():
            return QSize(200, self.fontMetrics().height() * 3 + GAP)
        return QSize(200, self._row_height() * self._model.rowCount() + 2)

    def minimumSizeHint(self) -> QSize:
        # An empty list is a place to drop things on.
        return QSize(80, self.sizeHint().height())

    def _row_height(self) -> int:
        return self.sizeHintForRow(0) if self._model.rowCount() else 0

    @Slot()
    def _fit(self) -> None:
        # Never hidden: the focus would go to a field, and the next key be typed there.
        self.updateGeometry()
        if self._last >= 0 and not self.currentIndex().isValid() and self._model.rowCount():
            # All cards have been replaced; a key must never go nowhere.
            self.select_rows([min(self._last, self._model.rowCount() - 1)])

    @Slot()
    def _forget_place(self) -> None:
        self._last = -1

    @Slot(QModelIndex)
    def _note_place(self, current: QModelIndex) -> None:
        if current.isValid():
            self._last = current.row()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        self._show_current()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.currentIndex()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and index.isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(self.visualRect(index).center()))
        else:
            self.menu_wanted.emit(event.globalPos())

    # -- what is done to the selected items

    def move_selected(self, gap: int) -> None:
        """Move the selected items into a gap and keep them selected."""
        self._move(self.selected_rows, gap)

    def move_row(self, source: int, target: int) -> None:
        """Move an item and keep it current."""
        self._move([source], target + (target > source))

    def _move(self, rows: list[int], gap: int) -> None:
        if self._read_only or not rows or not 0 <= gap <= self._model.rowCount():
            return
        current = self.currentIndex().row()
        first = self._model.move_rows(rows, gap)
        if first is not None:
            place = first + rows.index(current) if current in rows else None
            self.select_rows(range(first, first + len(rows)), place)

    def remove_selected(self) -> None:
        """Take the selected items off the list; the one below becomes current."""
        rows = self.selected_rows
        if self._read_only or not rows:
            return
        if self._model.remove(rows) and self._model.rowCount():
            self.select_rows([min(rows[0], self._model.rowCount() - 1)])

    def copy_selected(self) -> bool:
        """Put the selected items on the clipboard; False where none is selected."""
        rows = self.selected_rows
        if rows:
            QGuiApplication.clipboard().setMimeData(self._mime(rows))
        return bool(rows)

    def paste(self) -> None:
        """Take in what is on the clipboard, below the current item."""
        if self._read_only or not self._model.article:
            return
        row = self.currentIndex().row()
        selected = self.selected_rows
        at = (selected[-1] if selected else row) + 1
        self.take_in(QGuiApplication.clipboard().mimeData(), at if row >= 0 else None)

    def take_in(self, data: QMimeData, at: int | None = None) -> bool:
        """Take in what was dropped or pasted, as number `at` or at the end; whether all of it."""
        count = self._model.rowCount()
        at = count if at is None else min(at, count)
        came = read(data)
        reason = came.error
        if came.articles:
            reason = self._model.insert_articles(came.folder, came.articles, at)
        elif not reason:
            here = came.folder == str(self._model.session.folder)
            reason = self._model.insert(came.items, at, came.title, came.origin if here else "")
        added = self._model.rowCount() - count
        if added > 0:
            self.select_rows(range(at, at + added))
        self.refused.emit(reason)
        return not reason

    def _mime(self, rows: Sequence[int]) -> QMimeData:
        session = self._model.session
        items = self._model.items(rows)
        return mime_of(str(session.folder or ""), self._model.article, items)

    def _show_current(self) -> None:
        area = self._scroll_area()
        index = self.currentIndex()
        content = area.widget() if area is not None else None
        if area is not None and content is not None and index.isValid():
            where = self.visualRect(index)
            for point in (where.bottomLeft(), where.topLeft()):
                shown = self.viewport().mapTo(content, point)
                area.ensureVisible(shown.x(), shown.y(), 0, GAP)

    @Slot(QModelIndex)
    def _ask_to_edit(self, index: QModelIndex) -> None:
        self.edit_requested.emit(index.row())

    # -- dragging

    def startDrag(self, supported_actions: Qt.DropAction) -> None:
        rows = self.selected_rows
        if not rows:
            return
        items = self._model.items(rows)
        drag = QDrag(self)
        drag.setMimeData(self._mime(rows))
        rect = self.visualRect(self._model.index(rows[0]))
        if self.currentIndex().row() in rows:
            rect = self.visualRect(self.currentIndex())
        drag.setPixmap(self._picture(rect, len(rows)))
        drag.setHotSpot(self.viewport().mapFromGlobal(self.cursor().pos()) - rect.topLeft())
        actions = Qt.DropAction.CopyAction
        if not self._read_only:
            actions |= Qt.DropAction.MoveAction
        article, self._dragged = self._model.article, rows
        done = drag.exec(actions, self.defaultDropAction())
        self._dragged = []
        self._show_gap(-1)
        target = drag.target()
        outside = not isinstance(target, QWidget) or target.window() is not self.window()
        if done == Qt.DropAction.MoveAction and outside:
            self._give_away(article, rows, items)

    def _give_away(self, article: str, rows: list[int], items: list[Value]) -> None:
        """Take off what another window has taken in, if it still stands where it was."""
        same = self._model.article == article and rows[-1] < self._model.rowCount()
        if same and self._model.items(rows) == items:
            self._model.remove(rows)
        else:
            self.refused.emit(self.tr("The list has changed meanwhile: the items stay here, too."))

    def _picture(self, rect: QRect, count: int) -> QPixmap:
        """The card under the pointer, with how many there are."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(rect.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        self.viewport().render(pixmap, QPoint(), rect)
        if count > 1:
            theme = theme_of(self)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(bold(self.font()))
            height = painter.fontMetrics().height() + 6
            width = max(height, painter.fontMetrics().horizontalAdvance(str(count)) + 16)
            badge = QRect(rect.width() - width - 8, 6, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(badge, height / 2, height / 2)
            painter.setPen(QColor(theme.background))
            painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), str(count))
            painter.end()
        return pixmap

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._consider(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._scroll.stop()
        self._show_gap(-1)

    def _consider(self, event: QDragMoveEvent) -> None:
        action = self._action(event)
        if action == Qt.DropAction.IgnoreAction:
            event.ignore()
            return
        position = event.position().toPoint()
        self._show_gap(self._gap_at(position))
        self._scroll.follow(self._scroll_area(), self.viewport().mapToGlobal(position))
        event.setDropAction(action)
        event.accept()

    def _action(self, event: QDropEvent) -> Qt.DropAction:
        """What a drop here would do; nothing where it cannot be taken in."""
        data, actions = event.mimeData(), Qt.DropAction
        if self._read_only or not self._model.article or not can_take(data):
            return actions.IgnoreAction
        if event.source() is self:
            return actions.MoveAction
        if data.hasFormat(ITEMS_FORMAT):
            copies = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            moves = bool(event.possibleActions() & actions.MoveAction)
            return actions.MoveAction if moves and not copies else actions.CopyAction
        copies = bool(event.possibleActions() & actions.CopyAction)
        return actions.CopyAction if copies else actions.LinkAction

    def dropEvent(self, event: QDropEvent) -> None:
        self._scroll.stop()
        self._show_gap(-1)
        action = self._action(event)
        if action == Qt.DropAction.IgnoreAction:
            event.ignore()
            return
        gap = self._gap_at(event.position().toPoint())
        event.setDropAction(action)
        event.accept()
        if event.source() is self:
            self._move(self._dragged, gap)
        elif not self.take_in(event.mimeData(), gap) and action == Qt.DropAction.MoveAction:
            # What was not taken in must not be given away there.
            event.setDropAction(Qt.DropAction.CopyAction)

    def _gap_at(self, position: QPoint) -> int:
        height = self._row_height()
        gap = (position.y() + height // 2) // height if height else 0
        return max(0, min(gap, self._model.rowCount()))

    @Slot(object)
    def _follow_pointer(self, pointer: QPoint) -> None:
        if self._gap >= 0:
            self._show_gap(self._gap_at(self.viewport().mapFromGlobal(pointer)))

    def _show_gap(self, gap: int) -> None:
        if gap != self._gap:
            self._gap = gap
            self.viewport().update()

    def _scroll_area(self) -> QScrollArea | None:
        widget = self.parentWidget()
        while widget is not None and not isinstance(widget, QScrollArea):
            widget = widget.parentWidget()
        return widget

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(theme_of(self).accent)
        if not self._model.rowCount():
            self._paint_invitation(painter)
            return
        if self._gap < 0:
            return
        painter.setPen(QPen(accent, 2))
        y = min(max(3, self._gap * self._row_height() - GAP // 2), self.viewport().height() - 4)
        painter.drawLine(8, y, self.viewport().width() - 1, y)
        painter.setBrush(QColor(theme_of(self).background))
        painter.drawEllipse(QPoint(5, y), 3, 3)

    def _paint_invitation(self, painter: QPainter) -> None:
        """Say what can be done here, in a frame that is the accent's while something hovers."""
        theme = theme_of(self)
        hovers = self._gap >= 0
        box = self.viewport().rect().adjusted(1, 1, -2, -GAP)
        edge = theme.accent if hovers or self.hasFocus() else theme.line
        painter.setPen(QPen(QColor(edge), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(theme.accent_ground if hovers else theme.background))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(theme.dim))
        words = self.accessibleDescription()
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(box.adjusted(8, 2, -8, -2), flags, words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            # With each item it becomes lower or higher, and all items stay as they are.
            self.scheduleDelayedItemsLayout()

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint the items.  A list view would lay out all of them, though each has one height."""
        QAbstractItemView.dataChanged(self, first, last, roles)
