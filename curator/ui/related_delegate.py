"""How a related story is drawn: a card with grip, picture, title, source line and a mark."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPalette, QPixmap
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
from curator.ui.theme import Theme, bold, icon, smaller, theme_of
from curator.ui.thumbnails import Thumbnails

GAP = 6
"""Pixels between two cards."""

_MOST_BLANK = 16
_MOST_DRAWN = 96
"""So many drawn cards are kept: some screens full, of a few hundred kilobytes each."""


class CardDelegate(QStyledItemDelegate):
    """Draws a related story as a card: grip, picture, title, source line, a mark if it is twice."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._drawn: OrderedDict[object, QPixmap] = OrderedDict()
        self._blank: OrderedDict[object, QPixmap] = OrderedDict()

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
        card: Card = index.data(CARD_ROLE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        view = option.widget
        current = isinstance(view, QAbstractItemView) and view.currentIndex() == index
        focused = current and isinstance(view, QWidget) and view.hasFocus()
        theme = theme_of(option.palette)
        ratio = painter.device().devicePixelRatio()
        size = option.rect.size()
        picture = self._thumbnails.picture(card.picture, self._picture_size(option) * ratio)
        # A card looks the same wherever it stands, and is drawn a hundred times while one sorts.
        has = 0 if picture is None else picture.cacheKey()
        key = (card, has, selected, focused, theme, ratio, size.toTuple(), option.font.key())
        drawn = self._drawn.get(key)
        if drawn is None:
            # A copy: what `option.rect` gives changes along with it.
            place = QRect(option.rect)
            option.rect = QRect(QPoint(), size)
            drawn = QPixmap(self._blank_card(painter, option, card, selected, focused))
            pen = QPainter(drawn)
            pen.setRenderHints(painter.renderHints())
            self._draw(pen, option, card, picture, theme, selected=selected)
            option.rect = place
            pen.end()
            _keep(self._drawn, key, drawn, _MOST_DRAWN)
        painter.drawPixmap(option.rect.topLeft(), drawn)

    def _blank_card(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        card: Card,
        selected: bool,
        focused: bool,
    ) -> QPixmap:
        """All that does not depend on the story: most cards have it alike."""
        theme, ratio = theme_of(option.palette), painter.device().devicePixelRatio()
        size, wrong = option.rect.size(), card.mark_kind is MarkKind.WRONG
        kind = (selected, wrong, focused, bool(card.reference))
        key = (kind, theme, ratio, size.toTuple(), option.font.key())
        blank = self._blank.get(key)
        if blank is None:
            blank = QPixmap(size * ratio)
            blank.setDevicePixelRatio(ratio)
            blank.fill(option.palette.color(QPalette.ColorRole.Base))
            pen = QPainter(blank)
            pen.setRenderHints(painter.renderHints())
            ground = self._ground(theme, selected, wrong)
            edge = theme.accent if selected or focused else theme.warning if wrong else theme.line
            rounded(pen, self._box(option), ground, edge, 6, 2 if focused else 1)
            grip, place = self._places(option)
            icon("grip", theme.dim).paint(pen, grip)
            self._paint_no_picture(pen, place, card, theme)
            pen.end()
            _keep(self._blank, key, blank, _MOST_BLANK)
        return blank

    @staticmethod
    def _ground(theme: Theme, selected: bool, wrong: bool) -> str:
        if selected:
            return theme.accent_ground
        return theme.warning_ground if wrong else theme.field

    @staticmethod
    def _box(option: QStyleOptionViewItem) -> QRectF:
        return QRectF(option.rect).adjusted(1, 0, -1, -GAP)

    def _inner(self, option: QStyleOptionViewItem) -> QRect:
        return self._box(option).adjusted(8, 8, -10, -8).toRect()

    def _places(self, option: QStyleOptionViewItem) -> tuple[QRect, QRect]:
        """Where the grip is, and where the picture."""
        inner, height = self._inner(option), option.fontMetrics.height()
        grip = QRect(inner.left(), inner.center().y() - height // 2, height, height)
        return grip, QRect(QPoint(grip.right() + 8, inner.top()), self._picture_size(option))

    @staticmethod
    def _picture_size(option: QStyleOptionViewItem) -> QSize:
        height = option.rect.height() - GAP - 16
        return QSize(round(height * 1.55), height)

    def _draw(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        card: Card,
        picture: QPixmap | None,
        theme: Theme,
        *,
        selected: bool,
    ) -> None:
        wrong = card.mark_kind is MarkKind.WRONG
        height = option.fontMetrics.height()
        inner = self._inner(option)
        _, place = self._places(option)
        if picture is not None:
            if picture.hasAlphaChannel():
                painter.fillRect(place, QColor(self._ground(theme, selected, wrong)))
            painter.drawPixmap(place, picture)
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
        left = place.right() + 12
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

    def _paint_no_picture(self, painter: QPainter, area: QRect, card: Card, theme: Theme) -> None:
        rounded(painter, QRectF(area), theme.line, "", 4)
        side = area.height() // 2
        place = QRect(0, 0, side, side)
        place.moveCenter(area.center())
        icon("link" if card.reference else "image", theme.dim).paint(painter, place)

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


def _keep(kept: OrderedDict[object, QPixmap], key: object, drawn: QPixmap, most: int) -> None:
    kept[key] = drawn
    if len(kept) > most:
        kept.popitem(last=False)
