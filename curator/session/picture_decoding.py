"""Bytes into pictures, within bounds, on whatever thread calls it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from curator.content.picture_rules import FORMATS, MOST_PIXELS, Refused

MOST_SIDE = 1600
"""Pixels of the longer side of a picture that is kept: twice the width of a column of text."""
MOST_FILE = 40 * 1024 * 1024
"""Bytes of a picture of the site itself."""


def decoded(data: bytes) -> QImage:
    """The picture that the bytes hold, at most `MOST_SIDE` wide and high.  Raises Refused."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    if bytes(reader.format().data()).decode("ascii", "replace") not in FORMATS:
        raise Refused("this is no picture of a kind that is shown")
    return _read(reader)


def decoded_file(path: Path) -> QImage:
    """The picture in a file of the site, also in SVG.  Raises Refused."""
    try:
        if path.stat().st_size > MOST_FILE:
            raise Refused("it is too large")
    except OSError as error:
        raise Refused(error.strerror or str(error)) from error
    return _read(QImageReader(str(path)))


def _read(reader: QImageReader) -> QImage:
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise Refused("it is damaged")
    # What a picture would need is known before anything is unpacked.
    if size.width() * size.height() > MOST_PIXELS:
        raise Refused(f"it has {size.width()} × {size.height()} pixels")
    if max(size.width(), size.height()) > MOST_SIDE:
        room = QSize(MOST_SIDE, MOST_SIDE)
        scaled = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(scaled.expandedTo(QSize(1, 1)))
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise Refused("it is damaged")
    return image
