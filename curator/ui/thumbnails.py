"""Pictures of the site itself, small.  Pictures from the web are not fetched."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap

MOST_BYTES = 20 * 1024 * 1024
"""Larger files are not read as pictures."""
_KEPT = 256


class Thumbnails:
    """Finds and scales the pictures that front matter names by a path of the site."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._known: OrderedDict[tuple[str, int, int], QPixmap | None] = OrderedDict()

    def open_folder(self, folder: Path) -> None:
        """Look below this folder from now on."""
        self._folder = folder
        self._known.clear()

    def file_of(self, address: str) -> Path | None:
        """The file that an address such as `/assets/a.png` names; None where there is none.

        Nothing outside the folder is ever looked at.
        """
        if self._folder is None or not address or "://" in address or address.startswith("//"):
            return None
        try:
            path = (self._folder / address.lstrip("/").partition("?")[0]).resolve()
            if path.is_relative_to(self._folder) and path.is_file():
                return path
        except (OSError, ValueError):
            pass
        return None

    def picture(self, address: str, size: QSize) -> QPixmap | None:
        """The picture cut to fill `size` (in device pixels), or None where it cannot be shown."""
        key = (address, size.width(), size.height())
        if key not in self._known:
            self._known[key] = self._read(address, size)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    def _read(self, address: str, size: QSize) -> QPixmap | None:
        path = self.file_of(address)
        if path is None or path.stat().st_size > MOST_BYTES:
            return None
        reader = QImageReader(str(path))
        full = reader.size()
        if full.isValid():
            reader.setScaledSize(full.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        image = reader.read()
        if image.isNull():
            return None
        left = (image.width() - size.width()) // 2
        top = (image.height() - size.height()) // 2
        return QPixmap.fromImage(image.copy(left, top, size.width(), size.height()))
