"""The marks of state: a filled circle, a hollow one, a dash, a warning sign; shape and colour."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from curator.content.row import Published
from curator.ui.theme import Theme

_FORMAT = QImage.Format.Format_ARGB32_Premultiplied


def paint_state(
    painter: QPainter, centre: QPointF, size: float, state: Published, theme: Theme
) -> None:
    """Draw the mark of a publish state, `size` pixels across."""
    mark = _mark(state, size, painter.device().devicePixelRatio(), theme)
    painter.drawImage(centre - _half(mark), mark)


def _half(mark: QImage) -> QPointF:
    size = mark.deviceIndependentSize()
    return QPointF(size.width() / 2, size.height() / 2)


@lru_cache(64)
def _mark(state: Published, size: float, scale: float, theme: Theme) -> QImage:
    """The mark as a picture, with some room around it: a list draws it in each row."""
    side = math.ceil(size * 1.15) + 2
    mark = QImage(round(side * scale), round(side * scale), _FORMAT)
    mark.setDevicePixelRatio(scale)
    mark.fill(Qt.GlobalColor.transparent)
    painter = QPainter(mark)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    centre = QPointF(side / 2, side / 2)
    radius = size / 2
    if state is Published.YES:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.published))
        painter.drawEllipse(centre, radius, radius)
    elif state is Published.NO:
        width = max(1.6, size / 7)
        painter.setPen(QPen(QColor(theme.held), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius - width / 2, radius - width / 2)
    elif state is Published.NONE:
        pen = QPen(QColor(theme.dim), max(1.6, size / 7))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(centre - QPointF(radius * 0.8, 0), centre + QPointF(radius * 0.8, 0))
    else:
        paint_warning(painter, centre, size * 1.15, theme)
    painter.end()
    return mark


def paint_warning(painter: QPainter, centre: QPointF, size: float, theme: Theme) -> None:
    """Draw a warning triangle, `size` pixels across."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = size / 2
    width = max(1.4, size / 9)
    path = QPainterPath()
    path.moveTo(centre + QPointF(0, -radius * 0.9))
    path.lineTo(centre + QPointF(radius, radius * 0.8))
    path.lineTo(centre + QPointF(-radius, radius * 0.8))
    path.closeSubpath()
    pen = QPen(QColor(theme.warning), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.drawLine(centre + QPointF(0, -radius * 0.25), centre + QPointF(0, radius * 0.2))
    painter.drawPoint(centre + QPointF(0, radius * 0.5))
    painter.restore()


def rounded(
    painter: QPainter,
    rect: QRectF,
    fill: str,
    border: str = "",
    radius: float = 6,
    width: float = 1,
) -> None:
    """Draw a box with round corners."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill))
    if border:
        painter.setPen(QPen(QColor(border), width))
        rect = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def paint_focus(painter: QPainter, area: QRect, theme: Theme) -> None:
    """Draw the frame of the row that has the focus, within its edges."""
    painter.setPen(QPen(QColor(theme.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area.adjusted(1, 1, -1, -1))


def paint_key(painter: QPainter, area: QRectF, key: str, font: QFont, theme: Theme) -> float:
    """Draw a key as a cap at the right of `area`; how wide it became."""
    metrics = QFontMetricsF(font)
    height = metrics.height() + 4
    width = max(height, metrics.horizontalAdvance(key) + 12)
    cap = QRectF(area.right() - width, area.center().y() - height / 2, width, height)
    rounded(painter, cap, theme.field, theme.line, 4)
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(theme.dim))
    painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), key)
    painter.restore()
    return width
