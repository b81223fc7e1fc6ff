"""The related list of one article, as cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from curator.content.related import address_of, duplicates, is_address, slug_of
from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Edit, FieldPath, FrontMatterError, Insert, Move, Remove, Value
from curator.session.dates import short_date
from curator.session.session import Session

Index = QModelIndex | QPersistentModelIndex
CARD_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `Card` of a related item."""
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a related item.

    `reference` is the slug or address that is all the file has, empty for an item with fields;
    `found` says that a slug names an article of the folder.  `same_as` is the number, from 0, of
    an earlier item that is the same story.  `misfit` says in words why the item may not belong
    there; empty where it seems to.
    """

    title: str
    provider: str
    date_text: str
    quality: str
    address: str
    picture: str
    reference: str
    found: bool
    same_as: int | None
    misfit: str = ""


class RelatedModel(QAbstractListModel):
    """The related items of the article that the form shows; all its changes go to the session."""

    count_changed = Signal()
    """The number of items or of duplicates is different."""

    PATH: FieldPath = ("related",)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._article = ""
        self._items: list[Value] = []
        self._cards: list[Card] = []
        self._misfit_of: Callable[[Value], str] = lambda _item: ""
        session.articles_changed.connect(self._follow)

    # -- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        if role == CARD_ROLE:
            return card
        if role == _DISPLAY:
            return card.title
        if role == _ACCESSIBLE:
            return self._spoken(index.row(), card)
        if role == _TOOL_TIP:
            parts = (card.title, card.address or card.reference, card.misfit)
            return "\n".join(part for part in parts if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid():
            return flags | Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsDropEnabled

    def _spoken(self, row: int, card: Card) -> str:
        parts = [card.title, card.provider, card.date_text]
        if card.quality:
            parts.append(self.tr("quality {0}").format(card.quality))
        if card.same_as is not None:
            parts.append(self.tr("same story as number {0}").format(card.same_as + 1))
        elif card.misfit:
            parts.append(self.tr("may not belong here"))
        place = self.tr("{0} of {1}").format(row + 1, len(self._cards))
        return ", ".join(part for part in (*parts, place) if part)

    # -- what the window asks

    @property
    def article(self) -> str:
        """The path of the article whose list this is; empty for none."""
        return self._article

    @property
    def duplicate_count(self) -> int:
        """How many items are the same story as an earlier one."""
        return sum(card.same_as is not None for card in self._cards)

    def card(self, row: int) -> Card:
        """The card in a row."""
        return self._cards[row]

    def item(self, row: int) -> Value:
        """The item in a row as the front matter has it."""
        return self._items[row]

    def ask_for_misfits(self, misfit_of: Callable[[Value], str]) -> None:
        """Say from now on why an item may not belong here, as `misfit_of` does; empty if it may."""
        self._misfit_of = misfit_of

    @Slot()
    def show_misfits(self) -> None:
        """What was asked for is different."""
        self._replace_cards()

    def show_article(self, path: str) -> None:
        """Show the list of another article; empty for none."""
        self.beginResetModel()
        self._article = path
        self._items = self._read() if path else []
        self._cards = self._made(self._items)
        self.endResetModel()
        self.count_changed.emit()

    def move(self, source: int, target: int) -> bool:
        """Move an item so that it becomes number `target`; False where nothing is to do."""
        if source == target or not (0 <= source < len(self._items)):
            return False
        if not 0 <= target < len(self._items):
            return False
        return self._edit([Move(self.PATH, source, target)], self.tr("Move Related Story"))

    def remove(self, rows: list[int]) -> bool:
        """Take items off the list."""
        edits: list[Edit] = [Remove((*self.PATH, row)) for row in sorted(rows, reverse=True)]
        return bool(edits) and self._edit(edits, self.tr("Remove Related Story"))

    def drop_duplicates(self) -> bool:
        """Take off every item that is the same story as an earlier one."""
        rows = [row for row, card in enumerate(self._cards) if card.same_as is not None]
        edits: list[Edit] = [Remove((*self.PATH, row)) for row in reversed(rows)]
        return bool(edits) and self._edit(edits, self.tr("Drop Duplicates"))

    def add(self, text: str) -> str:
        """Add an item by web address, or by the slug of an article of the folder.

        Returns words that say what is wrong with the text, or nothing.
        """
        text = text.strip()
        row = self._session.article_named(slug_of(text)) if not is_address(text) else None
        if not is_address(text) and row is None:
            return self.tr("This is neither a web address (https://…) nor the name of an article.")
        plain = bool(self._items) and all(isinstance(item, str) for item in self._items)
        if plain:
            value: Value = text
        elif row is not None:
            value = self._item_of(row.path)
        else:
            value = {"title": "", "webUrl": text}
        edit = Insert(self.PATH, len(self._items), value, CONVENTIONAL_ORDER)
        if not self._edit([edit], self.tr("Add Related Story")):
            return self.tr("It could not be added: see the notice above the list.")
        return ""

    def _item_of(self, path: str) -> Value:
        """An article of the folder as an item of a related list, its fields in the usual order."""
        data = self._session.article(path).document.data
        wanted = ("title", "excerpt", "publishedDateTime", "webUrl", "ampWebUrl", "cdnAmpWebUrl")
        item = {
            key: data[key]
            for key in (*wanted, "type", "provider", "quality", "images")
            if key in data
        }
        return item or {"title": slug_of(path)}

    def edit_fields(self, edits: list[Edit], label: str, field: str) -> bool:
        """Make edits inside an item."""
        return self._edit(edits, label, field)

    def _edit(self, edits: list[Edit], label: str, field: str = "") -> bool:
        return self._session.edit({self._article: edits}, label, field)

    # -- following the session

    @Slot(object)
    def _follow(self, paths: set[str]) -> None:
        if self._article not in paths:
            # Cards of plain slugs show what other articles say of themselves.
            if any(card.reference for card in self._cards):
                self._replace_cards()
            return
        new = self._read()
        old, self_items = self._items, new
        if new == old:
            return
        self._items = self_items
        cards = self._made(new)
        change = _single_change(old, new)
        if change is None:
            self._swap_all(cards)
        else:
            kind, row, target = change
            if kind == "move":
                below = target + 1 if target > row else target
                self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), below)
                self._cards.insert(target, self._cards.pop(row))
                self.endMoveRows()
            elif kind == "remove":
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._cards[row]
                self.endRemoveRows()
            elif kind == "insert":
                self.beginInsertRows(QModelIndex(), row, row)
                self._cards.insert(row, cards[row])
                self.endInsertRows()
        self._cards = cards
        if cards:
            self.dataChanged.emit(self.index(0), self.index(len(cards) - 1))
        self.count_changed.emit()

    def _replace_cards(self) -> None:
        cards = self._made(self._items)
        if cards != self._cards and cards:
            self._cards = cards
            self.dataChanged.emit(self.index(0), self.index(len(cards) - 1))

    def _swap_all(self, cards: list[Card]) -> None:
        if self._cards:
            self.beginRemoveRows(QModelIndex(), 0, len(self._cards) - 1)
            self._cards = []
            self.endRemoveRows()
        if cards:
            self.beginInsertRows(QModelIndex(), 0, len(cards) - 1)
            self._cards = cards
            self.endInsertRows()

    def _read(self) -> list[Value]:
        try:
            value = self._session.held(self._article).document.value(self.PATH)
        except (FrontMatterError, OSError):
            # The form says why it cannot be read any more.
            return []
        return list(value) if isinstance(value, list) else []

    def _made(self, items: list[Value]) -> list[Card]:
        return [
            self._card(item, earlier)
            for item, earlier in zip(items, duplicates(items), strict=True)
        ]

    def _card(self, item: Value, same_as: int | None) -> Card:
        if isinstance(item, dict):
            provider = item.get("provider")
            name = provider.get("name") if isinstance(provider, dict) else provider
            address = address_of(item)
            return Card(
                title=_text(item.get("title")) or address or self.tr("(no title)"),
                provider=_text(name),
                date_text=short_date(_text(item.get("publishedDateTime") or item.get("date"))),
                quality=_text(item.get("quality")),
                address=address,
                picture=_picture(item.get("images")),
                reference="",
                found=True,
                same_as=same_as,
                misfit=self._misfit_of(item),
            )
        text = _text(item)
        row = None if is_address(text) else self._session.article_named(slug_of(text))
        if row is None:
            return Card(
                text or self.tr("(empty)"), "", "", "", address_of(item), "", text, False, same_as
            )
        quality = "" if row.quality is None else str(row.quality)
        return Card(
            row.title, row.provider, short_date(row.date_text), quality, "", "", text, True, same_as
        )


def _single_change(old: list[Value], new: list[Value]) -> tuple[str, int, int] | None:
    """How one list became the other by moving, removing, inserting or changing items in place."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    if len(new) == len(old) - 1 and old[first + 1 :] == new[first:]:
        return "remove", first, 0
    if len(new) == len(old) + 1 and old[first:] == new[first + 1 :]:
        return "insert", first, 0
    if len(new) != len(old):
        return None
    last = len(old) - 1
    while last > first and old[last] == new[last]:
        last -= 1
    if old[first:last] == new[first + 1 : last + 1] and old[last] == new[first]:
        return "move", last, first
    if old[first + 1 : last + 1] == new[first:last] and old[first] == new[last]:
        return "move", first, last
    return "change", first, last


def _text(value: Value) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else " ".join(str(value).split())


def _picture(images: Value) -> str:
    first = images[0] if isinstance(images, list) and images else None
    url = first.get("url") if isinstance(first, dict) else None
    return url if isinstance(url, str) else ""
