"""The marks of state: a filled circle, a hollow one, a dash, a warning sign; shape and colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from curator.content.row import Published
from curator.ui.theme import Theme


def paint_state(
    painter: QPainter, centre: QPointF, size: float, state: Published, theme: Theme
) -> None:
    """Draw the mark of a publish state, `size` pixels across."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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
    painter.restore()


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
