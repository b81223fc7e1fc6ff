"""How the cells of the table of articles are drawn.

A letter of a search paints a window full of cells anew, so fonts, colours and shortened texts are
made once and not for each cell.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from curator.content.row import Row
from curator.session.article_model import ROW_ROLE, Column
from curator.session.session import Session
from curator.ui.marks import paint_state, paint_warning
from curator.ui.theme import medium, smaller, theme_of

PADDING = 8
_SHORTENED = 2_000
"""Texts that stay shortened: some windows full."""
_NUMBERS = (Column.QUALITY, Column.HEAT, Column.RELATED)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

Index = QModelIndex | QPersistentModelIndex


class _Lettering:
    """A font with its measures, and the texts shortened in it."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        metrics = QFontMetrics(font)
        elide = Qt.TextElideMode.ElideRight
        self.shortened = lru_cache(_SHORTENED)(
            lambda text, width: metrics.elidedText(text, elide, width)
        )


class _Look:
    """What all cells have in common as long as font and palette are the same."""

    def __init__(self, option: QStyleOptionViewItem) -> None:
        self.key = _key(option)
        self.theme = theme = theme_of(option.palette)
        self.line_height = option.fontMetrics.height()
        self.plain = _Lettering(QFont(option.font))
        self.title = _Lettering(medium(option.font))
        self.small = _Lettering(smaller(option.font))
        self.text, self.dim = QColor(theme.text), QColor(theme.dim)
        self.warning, self.accent = QColor(theme.warning), QColor(theme.accent)
        self.ground = QColor(theme.accent_ground)
        self.line = QPen(QColor(theme.line), 1)
        self.focus = QPen(self.accent, 2)


def _key(option: QStyleOptionViewItem) -> tuple[int, int, float]:
    font = option.font
    # Text may change its size with the screen that the window is moved to.
    return (
        option.palette.cacheKey(),
        hash(font.key()),
        option.widget.devicePixelRatio() if option.widget is not None else 1.0,
    )


class ArticleDelegate(QStyledItemDelegate):
    """Draws the cells: two lines for the story, a mark for its state, plain text for the rest."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._known: _Look | None = None
        self.shows_problems = False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = self._known
        if look is None or look.key != _key(option):
            look = self._known = _Look(option)
        row: Row = index.data(ROW_ROLE)
        rect = QRect(option.rect)
        column = index.column()
        painter.save()
        painter.setClipRect(rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.ground)
        painter.setPen(look.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        area = rect.adjusted(PADDING, 0, -PADDING, -1)
        if column == Column.TITLE:
            self._paint_story(painter, look, area, row)
        elif column == Column.STATE:
            size = look.line_height * 0.85
            paint_state(painter, QPointF(QRectF(rect).center()), size, row.published, look.theme)
        elif column == Column.UNSAVED:
            self._paint_unsaved(painter, look, rect, row)
        else:
            self._paint_text(painter, look, area, column, str(index.data() or ""), row)
        self._paint_focus(painter, look, rect, option.widget, index)
        painter.restore()

    def _paint_story(self, painter: QPainter, look: _Look, area: QRect, row: Row) -> None:
        line, width = look.line_height, area.width()
        told = self.shows_problems and bool(row.problems)
        title = row.title
        excerpt = row.problems[0].message if told else row.excerpt
        top = area.top() + (area.height() - round(line * 2.05)) // 2
        painter.setFont(look.title.font)
        painter.setPen(look.text if title and row.readable else look.warning)
        shown = look.title.shortened(title or self.tr("(no title)"), width)
        painter.drawText(QRect(area.left(), top, width, line), _LEFT, shown)
        painter.setFont(look.small.font)
        painter.setPen(look.warning if told or not row.readable else look.dim)
        shown = look.small.shortened(excerpt, width)
        painter.drawText(QRect(area.left(), top + round(line * 1.05), width, line), _LEFT, shown)

    def _paint_text(
        self, painter: QPainter, look: _Look, area: QRect, column: int, text: str, row: Row
    ) -> None:
        if column == Column.RELATED and row.duplicates:
            size = look.line_height * 0.8
            centre = QPointF(area.right() - size / 2, area.center().y())
            paint_warning(painter, centre, size, look.theme)
            area = area.adjusted(0, 0, -round(size) - 5, 0)
        if text:
            painter.setFont(look.plain.font)
            painter.setPen(look.dim if column == Column.DATE else look.text)
            shown = look.plain.shortened(text, area.width())
            painter.drawText(area, _RIGHT if column in _NUMBERS else _LEFT, shown)

    def _paint_unsaved(self, painter: QPainter, look: _Look, rect: QRect, row: Row) -> None:
        centre = QPointF(QRectF(rect).center())
        size = look.line_height * 0.45
        if self._session.save_error(row.path) is not None:
            paint_warning(painter, centre, size * 1.8, look.theme)
        elif self._session.is_unsaved(row.path):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.accent)
            painter.drawEllipse(centre, size / 2, size / 2)

    def _paint_focus(
        self, painter: QPainter, look: _Look, rect: QRect, view: QWidget | None, index: Index
    ) -> None:
        """The row that the keys act on has a bar at its edges where the list has the focus."""
        if not isinstance(view, QTableView) or view.currentIndex().row() != index.row():
            return
        if view.hasFocus():
            painter.setPen(look.focus)
            painter.drawLine(rect.left(), rect.top() + 1, rect.right(), rect.top() + 1)
            painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
