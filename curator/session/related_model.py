"""The related list of one article, as cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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

from curator.content.duplicates import Marker, drops
from curator.content.item_style import in_style, is_plain, item_of
from curator.content.related import is_address
from curator.frontmatter import Arrange, Edit, FieldPath, FrontMatterError, Move, Value
from curator.session.finding import article_of
from curator.session.related_cards import (
    Card,
    Known,
    about,
    card_of,
    known_of,
    marked,
    worth_of,
)
from curator.session.related_moves import (
    PATH,
    chosen,
    insertions,
    items_of_articles,
    reference_error,
    removals,
)
from curator.session.session import Session

Index = QModelIndex | QPersistentModelIndex
CARD_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `Card` of a related item."""
SORTED_BY = ("quality", "date", "provider")
"""What a list can be sorted by."""
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)


class RelatedModel(QAbstractListModel):
    """The related items of the article that the form shows; all its changes go to the session.

    What is done to a long list is shown at once and proven behind; where it is refused, the
    session says why and the list is again what the article has.
    """

    count_changed = Signal()
    """The number of items or of duplicates is different."""

    PATH: FieldPath = PATH

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._article = ""
        self._items: list[Value] = []
        self._known: list[Known] = []
        self._cards: list[Card] = []
        self._about = about(None)
        self._marker = Marker(*self._about)
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
            parts = (card.title, card.address or card.reference, card.mark_tip)
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
        parts.append(card.noted.spoken)
        place = self.tr("{0} of {1}").format(row + 1, len(self._cards))
        return ", ".join(part for part in (*parts, place) if part)

    # -- what the window asks

    @property
    def session(self) -> Session:
        """Whose articles these are."""
        return self._session

    @property
    def article(self) -> str:
        """The path of the article whose list this is; empty for none."""
        return self._article

    @property
    def duplicate_count(self) -> int:
        """How many items are certainly the same story as an earlier one, or as the article."""
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
        for each in self._known:
            each.misfit = None
        self._replace_cards(self._cards)

    def items(self, rows: Iterable[int]) -> list[Value]:
        """The items in these rows."""
        return [self._items[row] for row in rows]

    def article_of(self, row: int) -> str:
        """The path of the article of the folder that an item is; empty where it is none."""
        found = article_of(self._session, self._items[row])
        return found.path if found is not None and found.path != self._article else ""

    def show_article(self, path: str) -> None:
        """Show the list of another article; empty for none."""
        self.beginResetModel()
        self._article = path
        self._items = self._read() if path else []
        self._known = known_of(self._items)
        self._cards = self._marked([card_of(item, self._session) for item in self._items])
        self.endResetModel()
        self.count_changed.emit()

    # -- edits

    def move(self, source: int, target: int) -> bool:
        """Move an item so that it becomes number `target`; False where nothing is to do."""
        if source == target or not (0 <= source < len(self._items)):
            return False
        if not 0 <= target < len(self._items):
            return False
        order = list(range(len(self._items)))
        order.insert(target, order.pop(source))
        edit = Move(self.PATH, source, target)
        return self._arrange(order, self.tr("Move Related Story"), [edit])

    def move_rows(self, rows: Sequence[int], gap: int) -> int | None:
        """Move items, their order kept, into the gap before number `gap` as it is now.

        Returns the number that the first of them has then; None where nothing is to do.
        """
        moving = sorted(set(rows))
        rest = [row for row in range(len(self._items)) if row not in set(moving)]
        first = gap - sum(row < gap for row in moving)
        order = [*rest[:first], *moving, *rest[first:]]
        if not moving or order == sorted(order):
            return None
        if len(moving) == 1:
            return first if self.move(moving[0], first) else None
        label = self.tr("Move {0} Related Items").format(len(moving))
        return first if self._arrange(order, label) else None

    def remove(self, rows: Sequence[int], label: str = "") -> bool:
        """Take items off the list."""
        gone = set(rows)
        if not gone:
            return False
        if not label and len(gone) > 1:
            label = self.tr("Remove {0} Related Items").format(len(gone))
        kept = [row for row in range(len(self._items)) if row not in gone]
        edits = removals(gone, len(self._items))
        return self._arrange(kept, label or self.tr("Remove Related Story"), edits)

    def drop_duplicates(self) -> str:
        """Take off what is certainly the same story twice, or the article; keep the better ones.

        Says in words which and why; empty where nothing was to do.
        """
        found = drops(self._items, *self._about)
        if not self.remove([drop.number for drop in found], self.tr("Drop Duplicates")):
            return ""
        return "\n".join(drop.words for drop in found)

    def keep_first(self, count: int) -> bool:
        """Take off all items but the first so many."""
        rows = range(max(count, 0), len(self._items))
        return self.remove(rows, self.tr("Keep First {0} Related Items").format(count))

    def sort_by(self, key: str) -> bool:
        """Sort the list by `quality` or `date`, the highest first, or by `provider`.

        Equal items keep their order, and those without the value come last.
        """
        worth: list[Any] = [
            worth_of(item, key, known, self._session)
            for item, known in zip(self._items, self._known, strict=True)
        ]
        known = [row for row, value in enumerate(worth) if value is not None]
        known.sort(key=lambda row: worth[row], reverse=key != "provider")
        order = [*known, *(row for row, value in enumerate(worth) if value is None)]
        if order == sorted(order):
            return False
        labels = {
            "quality": self.tr("Sort Related by Quality"),
            "date": self.tr("Sort Related by Date"),
            "provider": self.tr("Sort Related by Provider"),
        }
        return self._arrange(order, labels[key])

    def insert(self, items: Sequence[Value], at: int, title: str = "", origin: str = "") -> str:
        """Put items from elsewhere into the list, in its style, the first as number `at`.

        What comes from this very list, cut or copied, may be there twice.  Returns words that say
        why nothing or not everything was put there.
        """
        twice = bool(origin) and origin == self._article
        choice = chosen(self._session, self._article, self._items, items, title, twice=twice)
        for item in list(choice.items):
            if error := reference_error(self._session, item) if not is_plain(self._items) else "":
                return error
        if not choice.items:
            return choice.reason
        count = len(choice.items)
        label = self.tr("Add Related Story")
        if count > 1:
            label = self.tr("Add {0} Related Items").format(count)
        if not self._insert(choice.items, at, label):
            return self.tr("It could not be added: see the notice above the list.")
        return choice.reason

    def insert_articles(self, folder: str, paths: Sequence[str], at: int) -> str:
        """Put articles into the list as items in its style; says what was not done, and why."""
        if folder in ("", str(self._session.folder)) and set(paths) == {self._article}:
            return self.tr("This is the article itself.")
        items = items_of_articles(self._session, folder, paths, self._items)
        if not items:
            return self.tr("This article cannot be read.")
        return self.insert(items, at)

    def add(self, text: str) -> str:
        """Add an item by web address, or by the slug of an article of the folder.

        Returns words that say what is wrong with the text, or nothing.
        """
        text = text.strip()
        row = article_of(self._session, text) if text and not is_address(text) else None
        if not is_address(text) and row is None:
            return self.tr("This is neither a web address (https://…) nor the name of an article.")
        value: Value = text
        if row is not None and not is_plain(self._items):
            value = item_of(self._session.article(row.path).document, self._items, row.path)
        value = in_style(value, self._items)
        if not self._insert([value], len(self._items), self.tr("Add Related Story")):
            return self.tr("It could not be added: see the notice above the list.")
        return ""

    def edit_fields(self, edits: list[Edit], label: str, field: str) -> bool:
        """Make edits inside an item."""
        return self._session.edit({self._article: edits}, label, field)

    def _arrange(self, order: Sequence[int], label: str, edits: list[Edit] | None = None) -> bool:
        edits = edits or [Arrange(self.PATH, tuple(order))]
        before = self._items
        if not self._session.edit_soon(self._article, edits, label):
            return False
        if self._session.awaits(self._article):
            self._take([before[row] for row in order], list(order))
        return True

    def _insert(self, items: Sequence[Value], at: int, label: str) -> bool:
        edits = insertions(at, items)
        if not self._session.edit_soon(self._article, edits, label):
            return False
        if self._session.awaits(self._article):
            new = [*self._items[:at], *items, *self._items[at:]]
            here = range(len(self._items))
            self._take(new, [*here[:at], *[-1] * len(items), *here[at:]])
        return True

    # -- following the session

    @Slot(object)
    def _follow(self, paths: set[str]) -> None:
        if self._article not in paths:
            # Cards of plain slugs show what other articles say of themselves.
            if any(card.reference for card in self._cards):
                self._replace_cards([card_of(item, self._session) for item in self._items])
            return
        if self._session.awaits(self._article):
            # What is shown is ahead of the article.
            return
        new = self._read()
        if new != self._items:
            self._take(new, _origins(self._items, new))
        elif about(self._session.rows.get(self._article)) != self._about:
            # What is the same story as the article, or was, may be another item now.
            self._replace_cards(self._cards)

    def _take(self, items: list[Value], origins: list[int]) -> None:
        """Show other items, told as a move, removal or insertion of neighbours where it is one.

        `origins` are the numbers that they have had, -1 for a new one.
        """
        old, known = self._cards, self._known
        change = _single_change(list(range(len(old))), origins)
        self._items = items
        self._known = [
            known[origin] if origin >= 0 else known_of([item])[0]
            for item, origin in zip(items, origins, strict=True)
        ]
        cards = self._marked(
            [
                # What plain words stand for may be different by now.
                old[origin]
                if origin >= 0 and not old[origin].reference
                else card_of(item, self._session)
                for item, origin in zip(items, origins, strict=True)
            ]
        )
        kind, first, count, target = change
        if kind == "move":
            self.beginMoveRows(QModelIndex(), first, first + count - 1, QModelIndex(), target)
            self._cards = cards
            self.endMoveRows()
        elif kind == "remove":
            self.beginRemoveRows(QModelIndex(), first, first + count - 1)
            self._cards = cards
            self.endRemoveRows()
        elif kind == "insert":
            self.beginInsertRows(QModelIndex(), first, first + count - 1)
            self._cards = cards
            self.endInsertRows()
        elif kind == "order":
            self._reorder(cards, origins)
        elif kind == "all":
            self._swap_all(cards)
        self._cards = cards
        if cards:
            self.dataChanged.emit(self.index(0), self.index(len(cards) - 1))
        self.count_changed.emit()

    def _replace_cards(self, cards: list[Card]) -> None:
        cards = self._marked(cards)
        if cards != self._cards and cards:
            self._cards = cards
            self.dataChanged.emit(self.index(0), self.index(len(cards) - 1))
            self.count_changed.emit()

    def _reorder(self, cards: list[Card], origins: list[int]) -> None:
        """Show the same items in another order; what is selected stays so."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        places = {origin: row for row, origin in enumerate(origins)}
        self._cards = cards
        self.changePersistentIndexList(kept, [self.index(places[each.row()]) for each in kept])
        self.layoutChanged.emit()

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

    def _marked(self, cards: list[Card]) -> list[Card]:
        """The one place where cards get their marks."""
        article = about(self._session.rows.get(self._article))
        if article != self._about:
            self._about, self._marker = article, Marker(*article)
        return marked(cards, self._items, self._known, self._marker, self._misfit_of)


def _origins(old: Sequence[Value], new: Sequence[Value]) -> list[int]:
    """For each item the number that it had in another list, -1 for a new one."""
    places: dict[str, list[int]] = {}
    for number in range(len(old) - 1, -1, -1):
        places.setdefault(_handle(old[number]), []).append(number)
    found: list[int] = []
    for item in new:
        there = places.get(_handle(item), [])
        at = next((n for n in range(len(there) - 1, -1, -1) if old[there[n]] == item), -1)
        found.append(there.pop(at) if at >= 0 else -1)
    return found


def _handle(item: Value) -> str:
    """A text by which an item is found soon; others may have the same."""
    return str(item.get("title") if isinstance(item, dict) else item)


def _single_change(old: list[int], new: list[int]) -> tuple[str, int, int, int]:
    """How one list became the other: what happened, from which number on, to how many, to where.

    `change` is that of items in their places, `order` any move of them, `all` anything else.  The
    target of a move is the gap, counted with the items still in their places.
    """
    first, last = 0, 0
    least = min(len(old), len(new))
    while first < least and old[first] == new[first]:
        first += 1
    while last < least - first and old[-1 - last] == new[-1 - last]:
        last += 1
    here, there = len(old) - first - last, len(new) - first - last
    if not here or not there:
        kind = "remove" if here else "insert" if there else "change"
        return kind, first, here or there, first
    if here == there:
        was, now = old[first : first + here], new[first : first + here]
        count = now.index(was[0]) if was[0] in now else 0
        if count and was[:-count] == now[count:] and was[-count:] == now[:count]:
            return "move", first + here - count, count, first
        if set(was) == set(now):
            return "order", first, here, first
        if here == 1 or all(item < 0 for item in now):
            return "change", first, here, first
    return "all", first, here, first
