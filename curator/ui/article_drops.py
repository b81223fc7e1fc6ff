"""Dragging in the list of articles: articles out of it, and onto an article what it is related to.

A plain press selects nothing yet.  If it did, the form would show the article that is dragged, and
the related list that it is meant for would be gone; so it is the release that selects.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QDrag,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QGuiApplication,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from curator.session.article_model import ARTICLES_FORMAT, ArticleModel
from curator.session.columns import Column
from curator.session.notice import Notice
from curator.session.related_moves import give, receive, receive_articles
from curator.session.session import Session
from curator.ui.edge_scroll import EdgeScroll
from curator.ui.marks import rounded
from curator.ui.related_data import ITEMS_FORMAT, read
from curator.ui.related_list import RelatedList
from curator.ui.selected import selected_rows
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
        self._copies = self._adds = False
        self._pressed = QPersistentModelIndex()
        self._where = QPoint()
        view.setAcceptDrops(True)
        view.setDropIndicatorShown(False)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        view.setAutoScroll(False)
        copy = QAction(self.tr("Copy Articles"), view)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._copy)
        view.addAction(copy)
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
        if isinstance(event, QMouseEvent) and self._follow_mouse(event):
            return True
        return super().eventFilter(watched, event)

    # -- out of the list

    def _follow_mouse(self, event: QMouseEvent) -> bool:
        """Whether the view need not be told of something that the mouse did."""
        kind, position = event.type(), event.position().toPoint()
        if kind == QEvent.Type.MouseButtonPress:
            index = self._view.indexAt(position)
            left = event.button() == Qt.MouseButton.LeftButton
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if not (left and plain and index.isValid()) or index.column() == Column.STATE:
                self._pressed = QPersistentModelIndex()
                return False
            self._pressed, self._where = QPersistentModelIndex(index), position
            return True
        if not self._pressed.isValid():
            return False
        if kind == QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            if (position - self._where).manhattanLength() >= QApplication.startDragDistance():
                row, self._pressed = self._pressed.row(), QPersistentModelIndex()
                self._drag(row)
            return True
        if kind == QEvent.Type.MouseButtonRelease:
            index = self._model.index(self._pressed.row(), Column.TITLE)
            self._pressed = QPersistentModelIndex()
            flags = QItemSelectionModel.SelectionFlag
            self._view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            return True
        return False

    def _drag(self, row: int) -> None:
        """Drag the selected articles if this one is among them, else this one alone."""
        rows = selected_rows(self._view.selectionModel())
        rows = rows if row in rows else [row]
        drag = QDrag(self._view)
        drag.setMimeData(self._model.mimeData([self._model.index(each, 0) for each in rows]))
        one = str(self._model.index(row, Column.TITLE).data())
        words = one if len(rows) == 1 else self.tr("{0} articles").format(len(rows))
        drag.setPixmap(self._picture(words))
        drag.setHotSpot(QPoint(-12, 8))
        drag.exec(Qt.DropAction.CopyAction)
        self._leave()

    def _picture(self, words: str) -> QPixmap:
        theme, font = theme_of(self._view), bold(self._view.font())
        metrics = QFontMetrics(font)
        most = metrics.averageCharWidth() * 40
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, most)
        size = QSize(metrics.horizontalAdvance(words) + 24, metrics.height() + 14)
        ratio = self._view.devicePixelRatioF()
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setFont(font)
        rounded(painter, QRectF(QRect(QPoint(), size)), theme.accent_ground, theme.accent, 6)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRect(QPoint(), size), int(Qt.AlignmentFlag.AlignCenter), words)
        painter.end()
        return pixmap

    @Slot()
    def _copy(self) -> None:
        """Put the selected articles on the clipboard, for a related list to paste."""
        cells = [self._model.index(row, 0) for row in selected_rows(self._view.selectionModel())]
        if cells:
            QGuiApplication.clipboard().setMimeData(self._model.mimeData(cells))

    # -- onto an article

    def _consider(self, event: QDragMoveEvent) -> None:
        position = event.position().toPoint()
        data = event.mimeData()
        if not (data.hasFormat(ITEMS_FORMAT) or data.hasFormat(ARTICLES_FORMAT)):
            event.ignore()
            return
        self._adds = data.hasFormat(ARTICLES_FORMAT)
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
        if self._adds:
            words = self.tr("Add as related")
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
        came = read(event.mimeData())
        if row < 0 or came.is_link or not (came.items or came.articles):
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
        elif came.articles:
            reason = receive_articles(self._session, target, came.folder, came.articles)
        else:
            reason = receive(self._session, target, came.items)
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
