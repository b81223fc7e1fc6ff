"""The views of the folder and how many articles each has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from curator.session.review import Review
from curator.session.searches import SavedSearches
from curator.session.session import Session
from curator.session.twins import Twins
from curator.session.views import ALL, SEARCH, View, ViewCounts, joined
from curator.ui.marks import rounded
from curator.ui.sidebar_model import COUNT, MORE, VIEW, SidebarModel
from curator.ui.theme import bold, smaller, theme_of


def searches_file() -> Path:
    """Where saved searches are kept."""
    return platformdirs.user_config_path("curator", appauthor=False) / "searches.json"


class Sidebar(QListView):
    """Choose a view; the counts follow every edit.

    F2 renames a saved search, Delete removes it.
    """

    view_chosen = Signal(object)
    """The chosen `View`."""
    search_wanted = Signal(str)
    """A search that is to stand in the search field."""

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        searches: SavedSearches | None = None,
        review: Review | None = None,
        twins: Twins | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Views"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMouseTracking(True)
        self._view = View(ALL)
        kept = searches or SavedSearches(searches_file())
        self._rows = SidebarModel(session, kept, self, review, twins)
        self.setModel(self._rows)
        self.setItemDelegate(_SidebarDelegate(self))
        self.choose(View(ALL))
        self.selectionModel().currentChanged.connect(self._choose)
        self.clicked.connect(self._show_more)
        session.folder_opened.connect(self._start_anew)

    @property
    def view(self) -> View:
        """The chosen view."""
        return self._view

    @property
    def _counts(self) -> ViewCounts:
        return self._rows.counts

    def choose(self, view: View) -> None:
        """Choose a view, as a click would."""
        index = self._rows.index_of(view)
        if index.isValid():
            self.setCurrentIndex(index)

    def in_use(self) -> dict[str, list[str]]:
        """What is in use for the keys of the search language, the most used first."""
        return self._rows.in_use()

    def keep_search(self, text: str) -> bool:
        """Keep a search within the chosen view, choose it and let the editor name it."""
        whole = joined(self._view.as_search(), text)
        view = View(SEARCH, whole)
        if not self._rows.index_of(view).isValid() and not self._rows.keep_search(whole, whole):
            return False
        self.choose(view)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        # A menu that asked for this gives the focus back first.
        QTimer.singleShot(0, self, self._rename)
        return True

    def sizeHint(self) -> QSize:
        """Wide enough for the longest of the fixed names and a count."""
        return QSize(self.fontMetrics().averageCharWidth() * 26, 400)

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint the row.  A list view would lay out and paint all of them for each count."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes a saved search, Return shows more of a group."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Delete and self._is_search(index):
            self._remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.data(MORE):
            self._show_more(index)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a saved search."""
        index = self.currentIndex()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
        if not self._is_search(index):
            return
        self.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = menu.addAction(self.tr("Rename") + "\tF2")
        rename.triggered.connect(self._rename)
        menu.addAction(self.tr("Edit in the Search Field")).triggered.connect(self._put_back)
        menu.addAction(self.tr("Remove") + "\tDel").triggered.connect(self._remove)
        where = event.globalPos()
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            where = self.viewport().mapToGlobal(self.visualRect(index).center())
        menu.popup(where)

    @staticmethod
    def _is_search(index: QModelIndex) -> bool:
        view = index.data(VIEW)
        return isinstance(view, View) and view.name == SEARCH

    @Slot()
    def _start_anew(self) -> None:
        self.choose(View(ALL))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        view = index.data(VIEW)
        if isinstance(view, View) and view != self._view:
            self._view = self._rows.pinned = view
            self.viewport().update()
            self.view_chosen.emit(view)

    @Slot(QModelIndex)
    def _show_more(self, index: QModelIndex) -> None:
        group = index.data(MORE)
        if not isinstance(group, str):
            return
        # The row itself moves on; whoever came by keyboard goes on with the first new name.
        above = self._rows.index(index.row() - 1)
        self._rows.show_more(group)
        self.setCurrentIndex(self._rows.index_of(self._view))
        self.scrollTo(self._rows.index(above.row() + 1))

    @Slot()
    def _rename(self) -> None:
        if self._is_search(self.currentIndex()):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edit(self.currentIndex())

    @Slot()
    def _put_back(self) -> None:
        if self._is_search(self.currentIndex()):
            text = self._view.value
            self.choose(View(ALL))
            self.search_wanted.emit(text)

    @Slot()
    def _remove(self) -> None:
        """The search stands in the field then, so that a slip of the hand loses nothing."""
        if not self._is_search(self.currentIndex()):
            return
        text = self._view.value
        self.choose(View(ALL))
        if self._rows.forget_search(text):
            self.search_wanted.emit(text)


class _SidebarDelegate(QStyledItemDelegate):
    """A name at the left, a count at the right, the chosen one on accent ground."""

    def __init__(self, sidebar: Sidebar) -> None:
        super().__init__(sidebar)
        self._sidebar = sidebar

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        height = option.fontMetrics.height()
        heading = index.data(VIEW) is None and index.data(MORE) is None
        return QSize(80, round(height * (2.4 if heading and index.row() else 1.9)))

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """A line for the name of a saved search."""
        line = QLineEdit(parent)
        line.setAccessibleName(self.tr("Name of the search"))
        line.setStyleSheet("QLineEdit { padding: 0 6px; }")
        return line

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The line takes the whole row."""
        editor.setGeometry(option.rect.adjusted(8, 0, -8, 0))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = theme_of(option.palette)
        rect = QRectF(option.rect)
        view, more = index.data(VIEW), index.data(MORE)
        painter.save()
        if view is None and more is None:
            painter.setFont(bold(smaller(option.font, 0.78)))
            painter.setPen(QColor(theme.dim))
            area = rect.adjusted(16, 0, -16, -6)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(area, int(flags), index.data())
            painter.restore()
            return
        chosen = view is not None and view == self._sidebar.view
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        ground = rect.adjusted(8, 1, -8, -1)
        if chosen or focused:
            fill = theme.accent_ground if chosen else theme.panel
            rounded(painter, ground, fill, theme.accent if focused else "", 6, 1.5)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, ground, theme.background, "", 6)
        number = index.data(COUNT)
        count = f"{number:,}" if number or view is not None else ""
        area = rect.adjusted(16, 0, -16, 0)
        width = option.fontMetrics.horizontalAdvance(count)
        painter.setFont(smaller(option.font, 0.92))
        painter.setPen(QColor(theme.accent if chosen else theme.dim))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | middle), count)
        painter.setFont(bold(option.font) if chosen else option.font)
        colour = theme.accent if chosen else theme.dim if more else theme.text
        painter.setPen(QColor(colour))
        name = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideRight, int(area.width() - width - 8)
        )
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | middle), name)
        painter.restore()
