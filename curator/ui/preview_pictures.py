"""The pictures of a page, each as large as the column allows, and what stands in their places."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath

from curator.ui.theme import Theme, icon
from curator.ui.thumbnails import Thumbnails

_KEPT = 64
_TALLEST = 2.0
"""Of a picture's height to the width of the column."""
_WIDE = (16, 9)
_BLOWN_UP = 0.55
"""Pictures that are at least so wide, by the width of the column, fill it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How pictures are painted at present; `width` is that of the column."""

    theme: Theme
    font: QFont
    width: int
    ratio: float
    """Pixels of the screen for one of the page."""


class PagePictures:
    """Paints the pictures that a page names; a name stands for an address."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        self._thumbnails = thumbnails
        self._addresses: dict[str, str] = {}
        self._shapes: dict[str, tuple[int, int]] = {}
        self._small: dict[str, QSize] = {}
        self._scaled: OrderedDict[tuple[str, int, int, int], QImage] = OrderedDict()

    def begin(self) -> None:
        """Another page: no name stands for anything."""
        self._addresses.clear()
        self._shapes.clear()
        self._small.clear()

    def add(
        self,
        name: str,
        address: str,
        *,
        shape: tuple[int, int] = (0, 0),
        small: QSize | None = None,
    ) -> None:
        """Let a name stand for an address.

        `shape` is width and height as the story has them; `small` is the size to which the
        picture is cut, where it shall not be as wide as the column.
        """
        self._addresses[name] = address
        self._shapes[name] = shape
        if small is not None:
            self._small[name] = small

    def names_of(self, address: str) -> list[str]:
        """The names that stand for an address; all of them for an empty one."""
        return [name for name, each in self._addresses.items() if not address or each == address]

    def ask(self, name: str) -> bool:
        """Have a picture loaded that can be seen; True where it is known at once what to show."""
        address = self._addresses.get(name, "")
        if not address:
            return False
        return self._thumbnails.image(address) is not None or bool(
            self._thumbnails.why_not(address)
        )

    def painted(self, name: str, setting: Setting) -> QImage:
        """The picture as it is at present: itself, or what stands in its place."""
        address = self._addresses.get(name, "")
        image = self._thumbnails.at_hand(address) if address else None
        if image is not None:
            return self._fitted(name, address, image, setting)
        why = self._thumbnails.why_not(address) if address else ""
        if name in self._small:
            sign = "image" if why else "" if address else "link"
            return self._box(self._small[name], "", setting, sign)
        if why:
            high = round(QFontMetrics(setting.font).height() * 2.4)
            return self._box(
                QSize(setting.width, high), f"{_name_of(address)} – {why}", setting, "image"
            )
        return self._box(self._expected(name, setting.width), "", setting)

    def _fitted(self, name: str, address: str, image: QImage, setting: Setting) -> QImage:
        small = self._small.get(name)
        if small is not None:
            size = small
        else:
            size = image.size()
            room = QSize(setting.width, round(setting.width * _TALLEST))
            # Icons and the like are not blown up.
            if size.width() > setting.width * _BLOWN_UP or size.height() > room.height():
                size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            size = size.expandedTo(QSize(1, 1))
        key = (address, image.cacheKey(), size.width(), size.height())
        known = self._scaled.get(key)
        if known is None:
            known = _rounded(image, size, setting.ratio)
            self._scaled[key] = known
            if len(self._scaled) > _KEPT:
                self._scaled.popitem(last=False)
        self._scaled.move_to_end(key)
        return known

    def _expected(self, name: str, width: int) -> QSize:
        across, down = self._shapes[name] if self._shapes.get(name, (0, 0))[0] else _WIDE
        return QSize(width, max(1, round(width * min(_TALLEST, down / across))))

    def _box(self, size: QSize, text: str, setting: Setting, sign: str = "") -> QImage:
        """A quiet surface; with a sign and words where there will be no picture."""
        box = _empty(size, setting.ratio)
        painter = QPainter(box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(setting.theme.line))
        painter.drawRoundedRect(QRectF(0, 0, size.width(), size.height()), 6, 6)
        high = QFontMetrics(setting.font).height()
        place = QRect(high // 2, (size.height() - high) // 2, high, high)
        if not text:
            place.moveCenter(QRect(QPoint(0, 0), size).center())
        icon(sign, setting.theme.dim).paint(painter, place)
        if text:
            painter.setFont(setting.font)
            painter.setPen(QColor(setting.theme.dim))
            area = QRect(high * 2, 0, max(0, size.width() - high * 5 // 2), size.height())
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, area.width()
            )
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()
        return box


def _rounded(image: QImage, size: QSize, ratio: float) -> QImage:
    """The picture cut to `size` of the page, with round corners."""
    full = size * ratio
    shape = full.scaled(image.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    left, top = (image.width() - shape.width()) // 2, (image.height() - shape.height()) // 2
    scaled = image.copy(left, top, shape.width(), shape.height()).scaled(
        full, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    result = _empty(size, ratio)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    radius = 6.0 if min(size.width(), size.height()) > 40 else 3.0
    area = QRectF(0, 0, size.width(), size.height())
    outline.addRoundedRect(area, radius, radius)
    painter.setClipPath(outline)
    painter.drawImage(area, scaled)
    painter.end()
    return result


def _empty(size: QSize, ratio: float) -> QImage:
    image = QImage(
        (size * ratio).expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _name_of(address: str) -> str:
    if address.startswith("data:"):
        return "data:"
    return address.partition("?")[0].rstrip("/").rsplit("/", 1)[-1][:60] or address[:60]
