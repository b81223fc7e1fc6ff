"""The lines of the command palette."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from curator.ui.marks import paint_key, rounded
from curator.ui.palette_entries import Entry
from curator.ui.theme import Theme, bold, smaller, theme_of

ENTRY = int(Qt.ItemDataRole.UserRole)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)

Index = QModelIndex | QPersistentModelIndex


class EntryModel(QAbstractListModel):
    """The entries that are offered."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show_entries(self, entries: list[Entry]) -> None:
        """Offer these entries and no others."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == _DISPLAY:
            return entry.text
        if role == ENTRY:
            return entry
        return entry.spoken() if role == _ACCESSIBLE else None


class EntryList(QListView):
    """Shows the entries; the focus stays in the field above it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(_EntryDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("role", "entries")

    def row_height(self) -> int:
        """How high one line is."""
        return round(self.fontMetrics().height() * 2)


class _EntryDelegate(QStyledItemDelegate):
    """The name with the typed letters marked and its place; at the right keys or a count."""

    def __init__(self, view: EntryList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, self._view.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        theme = theme_of(self._view)
        rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, rect, theme.accent_ground, theme.accent, 6)
        elif option.state & QStyle.StateFlag.State_MouseOver and entry.enabled:
            rounded(painter, rect, theme.panel, "", 6)
        area = rect.adjusted(10, 0, -10, 0)
        area.setRight(area.right() - self._paint_right(painter, area, entry, theme))
        small = smaller(option.font)
        place_width = QFontMetricsF(small).horizontalAdvance(entry.place) + 12
        # Where there is little room, the name counts for more than its place.
        room = area.width() - place_width
        shows_place = room > area.width() * 0.45
        width = self._paint_name(
            painter, area, entry, theme, option.font, room if shows_place else area.width()
        )
        if shows_place:
            painter.setFont(small)
            painter.setPen(QColor(theme.dim))
            rest = area.adjusted(width + 12, 0, 0, 0)
            painter.drawText(rest, int(_LEFT), entry.place)
        painter.restore()

    def _paint_right(self, painter: QPainter, area: QRectF, entry: Entry, theme: Theme) -> float:
        """Keys or a count; how much room that took."""
        font = smaller(self._view.font())
        if entry.keys:
            return paint_key(painter, area, entry.keys, font, theme) + 12
        if entry.view is None:
            return 0
        painter.setFont(font)
        painter.setPen(QColor(theme.dim))
        painter.drawText(area, int(_RIGHT), f"{entry.count:,}")
        return QFontMetricsF(font).horizontalAdvance(f"{entry.count:,}") + 12

    @staticmethod
    def _paint_name(
        painter: QPainter, area: QRectF, entry: Entry, theme: Theme, font: QFont, room: float
    ) -> float:
        """The name, as far as there is room; how wide it became."""
        strong = bold(font)
        plain_colour = QColor(theme.text if entry.enabled else theme.dim)
        marked_colour = QColor(theme.accent if entry.enabled else theme.dim)
        usual, heavy = QFontMetricsF(font), QFontMetricsF(strong)
        # Bold letters are wider: that much less of a long name fits.
        shown = usual.elidedText(entry.text, Qt.TextElideMode.ElideRight, room * 0.96)
        marked = set(entry.letters)
        x, start = area.left(), 0
        for at in range(1, len(shown) + 1):
            if at < len(shown) and (at in marked) == (start in marked):
                continue
            piece, is_marked = shown[start:at], start in marked
            painter.setFont(strong if is_marked else font)
            painter.setPen(marked_colour if is_marked else plain_colour)
            width = (heavy if is_marked else usual).horizontalAdvance(piece)
            painter.drawText(QRectF(x, area.top(), width + 4, area.height()), int(_LEFT), piece)
            x, start = x + width, at
        return x - area.left()


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
