"""Pictures of stories as they are shown: those of the site itself, and those of the web."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QPixmap

from curator.content.picture_rules import MOST_PIXELS
from curator.session.pictures import Pictures

MOST_BYTES = 20 * 1024 * 1024
"""Larger files are not read as pictures."""
_KEPT = 256


class Thumbnails(QObject):
    """Finds and scales the pictures that front matter names, by a path of the site or on the web.

    Without `pictures` only those of the site are shown.
    """

    arrived = Signal(object)
    """The address of a picture that can be shown now: views paint the rows concerned again.  An
    empty one stands for all."""
    failed = Signal(object)
    """The address of a picture that was asked for and cannot be shown."""

    def __init__(self, pictures: Pictures | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._folder: Path | None = None
        self._known: OrderedDict[tuple[str, int, int], QPixmap | None] = OrderedDict()
        if pictures is not None:
            pictures.arrived.connect(self.arrived)
            pictures.failed.connect(self.failed)
            pictures.changed.connect(self._forget)

    def open_folder(self, folder: Path) -> None:
        """Look below this folder from now on."""
        self._folder = folder
        self._known.clear()
        if self._pictures is not None:
            self._pictures.forget_waiting()

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
        """The picture cut to fill `size` (in device pixels), or None where it cannot be shown.

        One of the web is asked for where it is not there yet, and told by `arrived`; so call this
        only for what can be seen.
        """
        key = (address, size.width(), size.height())
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        if is_of_the_web(address):
            image = self._pictures.ask(address) if self._pictures is not None else None
            if image is None:
                return None
            self._known[key] = QPixmap.fromImage(_cut(image, size))
        else:
            self._known[key] = self._read(address, size)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return self._known[key]

    def image(self, address: str) -> QImage | None:
        """The picture as large as it is shown anywhere; None until `arrived` tells of it.

        All are loaded in the background, those of the site as well.
        """
        file = self.file_of(address)
        if self._pictures is None or (file is None and not is_of_the_web(address)):
            return None
        return self._pictures.ask(address, file)

    def at_hand(self, address: str) -> QImage | None:
        """The same where it is in memory; nothing is loaded."""
        file = self.file_of(address)
        if self._pictures is None or (file is None and not is_of_the_web(address)):
            return None
        return self._pictures.at_hand(address, file)

    def why_not(self, address: str) -> str:
        """Why a picture cannot be shown, in words; empty where it can, or may yet."""
        file = self.file_of(address)
        if file is None and not is_of_the_web(address):
            return self.tr("there is no such picture in this folder")
        return "" if self._pictures is None else self._pictures.why_not(address, file)

    @Slot()
    def _forget(self) -> None:
        self._known.clear()
        self.arrived.emit("")

    def _read(self, address: str, size: QSize) -> QPixmap | None:
        path = self.file_of(address)
        if path is None or path.stat().st_size > MOST_BYTES:
            return None
        reader = QImageReader(str(path))
        full = reader.size()
        if full.isValid():
            if full.width() * full.height() > MOST_PIXELS:
                return None
            reader.setScaledSize(full.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
        image = reader.read()
        return None if image.isNull() else QPixmap.fromImage(_cut(image, size))


def is_of_the_web(address: str) -> bool:
    """Whether a picture is not one of the site: on the web, or in the address itself."""
    start = address[:8].lower()
    return start.startswith(("http://", "https://", "//", "data:"))


def _cut(image: QImage, size: QSize) -> QImage:
    """The middle of a picture in the shape of `size`, as large as that."""
    shape = size.scaled(image.size(), Qt.AspectRatioMode.KeepAspectRatio)
    shape = shape.expandedTo(QSize(1, 1))
    if shape != image.size():
        left = (image.width() - shape.width()) // 2
        top = (image.height() - shape.height()) // 2
        image = image.copy(left, top, shape.width(), shape.height())
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
