"""The views of the folder and how many articles each has."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from curator.content.article import Row
from curator.session.session import Session
from curator.session.views import (
    ALL,
    COLLECTION,
    HELD,
    NO_FLAG,
    PROBLEMS,
    PUBLISHED,
    View,
    ViewCounts,
)
from curator.ui.marks import rounded
from curator.ui.theme import bold, smaller, theme_of

_VIEW = int(Qt.ItemDataRole.UserRole)
_COUNT = _VIEW + 1


class Sidebar(QListView):
    """Choose a view; the counts follow every edit."""

    view_chosen = Signal(object)
    """The chosen `View`."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Views"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMouseTracking(True)
        self._session = session
        self._counts = ViewCounts()
        self._items: dict[View, QStandardItem] = {}
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_SidebarDelegate(self))
        self._build()
        self.selectionModel().currentChanged.connect(self._choose)
        session.folder_opened.connect(self._start_anew)
        session.rows_added.connect(self._count)
        session.articles_changed.connect(self._recount)

    @property
    def view(self) -> View:
        """The chosen view."""
        view = self.currentIndex().data(_VIEW)
        return view if isinstance(view, View) else View(ALL)

    def choose(self, view: View) -> None:
        """Choose a view, as a click would."""
        item = self._items.get(view)
        if item is not None:
            self.setCurrentIndex(item.index())

    def sizeHint(self) -> QSize:
        """Wide enough for the longest of the fixed names and a count."""
        return QSize(self.fontMetrics().averageCharWidth() * 26, 400)

    def _build(self) -> None:
        self._heading(self.tr("Views"))
        for name, text in (
            (ALL, self.tr("All")),
            (PUBLISHED, self.tr("Published")),
            (HELD, self.tr("Held")),
            (NO_FLAG, self.tr("No flag")),
            (PROBLEMS, self.tr("Problems")),
        ):
            self._add(View(name), text, self._model.rowCount())
        self.setCurrentIndex(self._items[View(ALL)].index())

    def _heading(self, text: str) -> None:
        item = QStandardItem(text.upper())
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(text, int(Qt.ItemDataRole.AccessibleTextRole))
        self._model.appendRow(item)

    def _add(self, view: View, text: str, row: int) -> None:
        item = QStandardItem(text)
        item.setData(view, _VIEW)
        item.setData(0, _COUNT)
        item.setEditable(False)
        self._items[view] = item
        self._model.insertRow(row, item)

    @Slot()
    def _start_anew(self) -> None:
        self._counts.clear()
        self.choose(View(ALL))
        first = len((ALL, PUBLISHED, HELD, NO_FLAG, PROBLEMS)) + 1
        self._model.removeRows(first, self._model.rowCount() - first)
        self._items = {v: item for v, item in self._items.items() if v.name != COLLECTION}
        self._show_counts()

    @Slot(object)
    def _count(self, rows: list[Row]) -> None:
        self._counts.update(rows)
        self._show_counts()

    @Slot(object)
    def _recount(self, paths: set[str]) -> None:
        rows = self._session.rows
        self._counts.update(rows[path] for path in paths if path in rows)
        self._show_counts()

    def _show_counts(self) -> None:
        names = self._counts.collections
        if (
            names
            and View(COLLECTION, names[0]) not in self._items
            and not any(view.name == COLLECTION for view in self._items)
        ):
            self._heading(self.tr("Collections"))
        for name in names:
            view = View(COLLECTION, name)
            if view not in self._items:
                known = [v.collection for v in self._items if v.name == COLLECTION]
                before = sum(other.casefold() < name.casefold() for other in known)
                start = self._model.rowCount() - len(known)
                self._add(view, name[:1].upper() + name[1:], start + before)
        for view, item in self._items.items():
            count = self._counts[view]
            if item.data(_COUNT) != count:
                item.setData(count, _COUNT)
                spoken = self.tr("{0}, {1} articles").format(item.text(), count)
                item.setData(spoken, int(Qt.ItemDataRole.AccessibleTextRole))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        view = index.data(_VIEW)
        if isinstance(view, View):
            self.view_chosen.emit(view)


class _SidebarDelegate(QStyledItemDelegate):
    """A name at the left, a count at the right, the chosen one on accent ground."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        height = option.fontMetrics.height()
        heading = index.data(_VIEW) is None
        return QSize(80, round(height * (2.4 if heading and index.row() else 1.9)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = theme_of(option.palette)
        rect = QRectF(option.rect)
        painter.save()
        if index.data(_VIEW) is None:
            painter.setFont(bold(smaller(option.font, 0.78)))
            painter.setPen(QColor(theme.dim))
            area = rect.adjusted(16, 0, -16, -6)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(area, int(flags), index.data())
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        ground = rect.adjusted(8, 1, -8, -1)
        if chosen:
            rounded(painter, ground, theme.accent_ground, theme.accent if focused else "", 6, 1.5)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, ground, theme.line, "", 6)
        count = f"{index.data(_COUNT):,}"
        area = rect.adjusted(16, 0, -16, 0)
        width = option.fontMetrics.horizontalAdvance(count)
        painter.setFont(smaller(option.font, 0.92))
        painter.setPen(QColor(theme.accent if chosen else theme.dim))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | middle), count)
        painter.setFont(bold(option.font) if chosen else option.font)
        painter.setPen(QColor(theme.accent if chosen else theme.text))
        name = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideRight, int(area.width() - width - 8)
        )
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | middle), name)
        painter.restore()
