"""How a related story is drawn: a card with grip, picture, title, source line and a mark."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from curator.session.related_cards import Card, MarkKind
from curator.session.related_model import CARD_ROLE
from curator.ui.marks import rounded
from curator.ui.theme import bold, icon, smaller, theme_of
from curator.ui.thumbnails import Thumbnails

GAP = 6
"""Pixels between two cards."""


class CardDelegate(QStyledItemDelegate):
    """Draws a related story as a card: grip, picture, title, source line, a mark if it is twice."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, round(option.fontMetrics.height() * 2.1) + 18 + GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = theme_of(option.palette)
        card: Card = index.data(CARD_ROLE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        view = option.widget
        current = isinstance(view, QAbstractItemView) and view.currentIndex() == index
        focused = current and isinstance(view, QWidget) and view.hasFocus()
        box = QRectF(option.rect).adjusted(1, 0, -1, -GAP)
        wrong = card.mark_kind is MarkKind.WRONG
        ground = theme.accent_ground if selected else theme.warning_ground if wrong else theme.field
        edge = theme.accent if selected or focused else theme.warning if wrong else theme.line
        rounded(painter, box, ground, edge, 6, 2 if focused else 1)
        painter.save()
        height = option.fontMetrics.height()
        inner = box.adjusted(8, 8, -10, -8).toRect()
        grip = QRect(inner.left(), inner.center().y() - height // 2, height, height)
        icon("grip", theme.dim).paint(painter, grip)
        picture = QRect(grip.right() + 8, inner.top(), round(inner.height() * 1.55), inner.height())
        self._paint_picture(painter, picture, card, theme.line, theme.dim)
        mark = card.mark
        small = smaller(option.font)
        right = inner.right()
        if mark:
            painter.setFont(small)
            width = painter.fontMetrics().horizontalAdvance(mark)
            painter.setPen(QColor(theme.warning if wrong else theme.held))
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
