"""The small angle that says where something unfolds, or which way a number steps."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen


class Pointing(Enum):
    """Where the angle points, as its three corners in units of its size."""

    UP = ((-1.0, 0.5), (0.0, -0.5), (1.0, 0.5))
    DOWN = ((-1.0, -0.5), (0.0, 0.5), (1.0, -0.5))
    RIGHT = ((-0.5, -1.0), (0.5, 0.0), (-0.5, 1.0))


def paint_chevron(
    painter: QPainter, middle: QPointF, size: float, pointing: Pointing, colour: str
) -> None:
    """Draw an angle, two `size` across."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), max(1.5, size / 3))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline([middle + QPointF(x * size, y * size) for x, y in pointing.value])
    painter.restore()
