"""Related items dropped onto an article in the list of articles."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QColor, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from curator.session.article_model import ArticleModel
from curator.session.notice import Notice
from curator.session.related_moves import give, receive
from curator.session.session import Session
from curator.ui.edge_scroll import EdgeScroll
from curator.ui.related_data import ITEMS_FORMAT, read
from curator.ui.related_list import RelatedList
from curator.ui.theme import bold, theme_of


class ArticleDrops(QObject):
    """Takes what is dropped onto a row of the view into that article's related list."""

    def __init__(self, view: QTableView, model: ArticleModel, session: Session) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._session = session
        self._frame = _Frame(view.viewport())
        self._scroll = EdgeScroll(self)
        self._copies = False
        view.setDragEnabled(True)
        view.setAcceptDrops(True)
        view.setDropIndicatorShown(False)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        view.setDefaultDropAction(Qt.DropAction.CopyAction)
        view.setAutoScroll(False)
        view.viewport().installEventFilter(self)
        self._scroll.scrolled.connect(self._follow_pointer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QDragMoveEvent) and kind in (
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
        ):
            self._consider(event)
            return True
        if kind == QEvent.Type.DragLeave:
            self._leave()
            return True
        if isinstance(event, QDropEvent) and kind == QEvent.Type.Drop:
            self._take(event)
            return True
        return super().eventFilter(watched, event)

    def _consider(self, event: QDragMoveEvent) -> None:
        position = event.position().toPoint()
        if not event.mimeData().hasFormat(ITEMS_FORMAT):
            event.ignore()
            return
        self._scroll.follow(self._view, self._view.viewport().mapToGlobal(position))
        action = self._action(event)
        self._copies = action == Qt.DropAction.CopyAction
        event.setDropAction(action)
        # Between the rows it is accepted as well, or no more moves would be told.
        event.setAccepted(self._show(position) or event.type() == QEvent.Type.DragEnter)

    def _show(self, position: QPoint) -> bool:
        """Mark the row at a position; whether there is one."""
        row = self._view.rowAt(position.y())
        readable = row >= 0 and self._session.rows[self._model.path_at(row)].readable
        if not readable:
            self._frame.hide()
            return False
        top, height = self._view.rowViewportPosition(row), self._view.rowHeight(row)
        words = self.tr("Copy here") if self._copies else self.tr("Move here")
        width = self._view.viewport().width()
        self._frame.show_at(QRect(0, top, width, height), words)
        return True

    def _action(self, event: QDropEvent) -> Qt.DropAction:
        copies = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        moves = bool(event.possibleActions() & Qt.DropAction.MoveAction)
        return Qt.DropAction.MoveAction if moves and not copies else Qt.DropAction.CopyAction

    def _take(self, event: QDropEvent) -> None:
        self._leave()
        row = self._view.rowAt(round(event.position().y()))
        if row < 0 or not event.mimeData().hasFormat(ITEMS_FORMAT):
            event.ignore()
            return
        target, action = self._model.path_at(row), self._action(event)
        event.setDropAction(action)
        event.accept()
        source = event.source()
        copies = action == Qt.DropAction.CopyAction
        if isinstance(source, RelatedList) and source.window() is self._view.window():
            origin = source.related.article
            reason = give(self._session, origin, source.dragged_rows, target, copy=copies)
        else:
            came = read(event.mimeData())
            reason = came.error or receive(self._session, target, came.items)
            if reason and not copies:
                # What was not taken in must not be given away there.
                event.setDropAction(Qt.DropAction.CopyAction)
        if reason:
            self._session.noticed.emit(Notice("warning", reason, "related"))

    def _leave(self) -> None:
        self._scroll.stop()
        self._frame.hide()

    @Slot(object)
    def _follow_pointer(self, pointer: QPoint) -> None:
        if self._frame.isVisible():
            self._show(self._view.viewport().mapFromGlobal(pointer))


class _Frame(QWidget):
    """A frame around the row under the pointer, with what would happen there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = ""
        self.hide()

    def show_at(self, place: QRect, words: str) -> None:
        """Frame this part of the parent."""
        self._words = words
        self.setGeometry(place)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 6, 6)
        painter.setFont(bold(self.font()))
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(self._words) + 20, metrics.height() + 8
        badge = QRect(self.width() - width - 12, (self.height() - height) // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(badge, height / 2, height / 2)
        painter.setPen(QColor(theme.background))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), self._words)
