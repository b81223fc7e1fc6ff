"""What is dragged and copied: related items, articles, web links; in which forms, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from PySide6.QtCore import QByteArray, QMimeData, QUrl

from curator.content.item_text import (
    ItemTextError,
    Parcel,
    packed,
    read_text,
    text_of,
    unpacked,
)
from curator.content.related import address_of, is_address
from curator.frontmatter import Value
from curator.session.article_model import ARTICLES_FORMAT

ITEMS_FORMAT = "application/x-curator-items+yaml"
"""Related items with the folder and the article that they come from."""
_LINK_FORMATS = ("text/x-moz-url", "text/uri-list")
_MOST_HTML = 200_000
_LONGEST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Dragged:
    """What came in: items, or articles of a folder by their paths, and in words what is wrong."""

    items: tuple[Value, ...] = ()
    folder: str = ""
    origin: str = ""
    articles: tuple[str, ...] = ()
    title: str = ""
    error: str = ""
    is_link: bool = field(default=False)


def mime_of(folder: str, origin: str, items: Sequence[Value]) -> QMimeData:
    """Items for a drag or the clipboard: for curator, and as text for other programs."""
    data = QMimeData()
    data.setData(ITEMS_FORMAT, QByteArray(packed(Parcel(folder, origin, tuple(items)))))
    data.setText(text_of(items))
    addresses = [address for item in items if is_address(address := address_of(item))]
    if addresses and len(addresses) == len(items):
        data.setUrls([QUrl(address) for address in addresses])
    return data


def can_take(data: QMimeData, *, text: bool = False) -> bool:
    """Whether there is something in it for a related list; plain text only where that is asked."""
    if data.hasFormat(ITEMS_FORMAT) or data.hasFormat(ARTICLES_FORMAT):
        return True
    return bool(_link_in(data)[0]) or (text and data.hasText())


def read(data: QMimeData) -> Dragged:
    """What a drag or the clipboard holds."""
    try:
        if data.hasFormat(ITEMS_FORMAT):
            parcel = unpacked(bytes(data.data(ITEMS_FORMAT).data()))
            return Dragged(parcel.items, parcel.folder, parcel.path)
        if data.hasFormat(ARTICLES_FORMAT):
            folder, *paths = bytes(data.data(ARTICLES_FORMAT).data()).decode().split("\n")
            return Dragged(folder=folder, articles=tuple(paths))
        addresses, title = _link_in(data)
        if addresses:
            return Dragged(tuple(addresses), title=title, is_link=True)
        return Dragged(tuple(read_text(data.text())))
    except (ItemTextError, UnicodeDecodeError) as error:
        return Dragged(error=str(error))


def _link_in(data: QMimeData) -> tuple[list[str], str]:
    """The web addresses that a browser hands over, and the title of the page if there is one."""
    if data.hasFormat("text/x-moz-url"):
        raw = bytes(data.data("text/x-moz-url").data())
        text = raw.decode("utf-16-le" if b"\0" in raw else "utf-8", "replace").lstrip("\ufeff")
        address, _, title = text.partition("\n")
        if is_address(address.strip()):
            return [address.strip()], _cleaned(title, address) or _title_in(data, address)
    if not data.hasFormat("text/uri-list"):
        return [], ""
    found = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in data.urls()]
    addresses = [address for address in found if is_address(address)]
    title = _title_in(data, addresses[0]) if len(addresses) == 1 else ""
    return addresses, title


def _title_in(data: QMimeData, address: str) -> str:
    if not data.hasHtml():
        return ""
    reader = _LinkText()
    reader.feed(data.html()[:_MOST_HTML])
    return _cleaned(reader.text, address)


def _cleaned(title: str, address: str) -> str:
    title = " ".join(title.replace("\0", " ").split())[:_LONGEST_TITLE]
    return "" if is_address(title) or title == address.strip() else title


class _LinkText(HTMLParser):
    """The text of the first link."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._inside = self._done = False

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self._inside = self._inside or (tag == "a" and not self._done)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._inside:
            self._inside, self._done = False, True

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data
