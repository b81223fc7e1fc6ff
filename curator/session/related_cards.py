"""What is shown of related items: cards, and the marks on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum

from PySide6.QtCore import QCoreApplication

from curator.content.related import address_of, identity_of, is_address, slug_of
from curator.content.row import Row
from curator.frontmatter import Value
from curator.frontmatter.timestamps import Timestamp
from curator.session.dates import short_date
from curator.session.finding import Shelf, signs_of_row


class MarkKind(Enum):
    """How much a mark weighs: nothing is marked, a doubt, something that is wrong."""

    NONE = ""
    DOUBT = "doubt"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to know about a card, in a word or two, with the whole of it in the tip."""

    text: str = ""
    tip: str = ""
    kind: MarkKind = MarkKind.NONE


NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a related item.

    `reference` is the slug or address that is all the file has, empty for an item with fields;
    `found` says that a slug names an article of the folder.  `same_as` is the number, from 0, of
    an earlier item that is the same story.
    """

    title: str
    provider: str
    date_text: str
    quality: str
    address: str
    picture: str
    reference: str
    found: bool
    same_as: int | None = None
    noted: Mark = NO_MARK

    @property
    def mark(self) -> str:
        """What is wrong with the item, in a word or two."""
        return self.noted.text

    @property
    def mark_tip(self) -> str:
        """The same in a sentence."""
        return self.noted.tip

    @property
    def mark_kind(self) -> MarkKind:
        """How much the mark weighs."""
        return self.noted.kind


def cards_of(items: Sequence[Value], shelf: Shelf, article: Row | None) -> list[Card]:
    """The cards of all items, with their marks."""
    return marked([card_of(item, shelf) for item in items], identities(items), article)


def identities(items: Sequence[Value]) -> list[str]:
    """What tells the stories of items apart; empty for one that nothing is known of."""
    return [identity_of(item) for item in items]


def marked(cards: list[Card], identities: Sequence[str], article: Row | None) -> list[Card]:
    """The cards with the marks that their places and neighbours give them."""
    first: dict[str, int] = {}
    itself = {sign.partition(" ")[2] for sign in signs_of_row(article)} if article else set[str]()
    made: list[Card] = []
    for number, (card, identity) in enumerate(zip(cards, identities, strict=True)):
        earlier = first.setdefault(identity, number) if identity else number
        same_as = earlier if earlier != number else None
        noted = _mark(card, same_as, is_article=bool(identity) and identity in itself)
        if card.same_as != same_as or card.noted != noted:
            card = replace(card, same_as=same_as, noted=noted)
        made.append(card)
    return made


def _mark(card: Card, same_as: int | None, *, is_article: bool) -> Mark:
    """The one mark of a card: the weightiest of all that could be said of it."""
    if same_as is not None:
        tip = _tr("The same story as number {0} of this list").format(same_as + 1)
        return Mark(_tr("same story"), tip, MarkKind.WRONG)
    if is_article:
        tip = _tr("This is the article to which the list belongs")
        return Mark(_tr("is this article"), tip, MarkKind.WRONG)
    if card.reference and not card.found and not card.address:
        tip = _tr("No article of this folder has this name")
        return Mark(_tr("not in this folder"), tip, MarkKind.DOUBT)
    return NO_MARK


def card_of(item: Value, shelf: Shelf) -> Card:
    """The card of one item, without a mark."""
    if isinstance(item, dict):
        address = address_of(item)
        return Card(
            title=_text(item.get("title")) or address or _tr("(no title)"),
            provider=_provider(item),
            date_text=short_date(_text(item.get("publishedDateTime") or item.get("date"))),
            quality=_text(item.get("quality")),
            address=address,
            picture=_picture(item.get("images")),
            reference="",
            found=True,
        )
    text = _text(item)
    row = None if is_address(text) else shelf.article_named(slug_of(text))
    if row is None:
        shown = text or _tr("(empty)")
        return Card(shown, "", "", "", address_of(item), "", reference=text, found=False)
    quality = "" if row.quality is None else str(row.quality)
    date_text = short_date(row.date_text)
    return Card(row.title, row.provider, date_text, quality, "", "", reference=text, found=True)


def worth_of(item: Value, key: str, shelf: Shelf) -> object:
    """What an item is sorted by: its `quality`, `date` or `provider`; None where it has none."""
    row = None
    if isinstance(item, str) and not is_address(item):
        row = shelf.article_named(slug_of(item))
    if key == "quality":
        value = item.get("quality") if isinstance(item, dict) else row.quality if row else None
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return value if number and value == value else None
    if key == "provider":
        name = row.provider if row else _provider(item) if isinstance(item, dict) else ""
        return name.casefold() or None
    if row is not None:
        return row.moment
    fields = item if isinstance(item, dict) else {}
    return seconds_of(fields.get("publishedDateTime") or fields.get("date"))


def seconds_of(value: Value) -> float | None:
    """A date in seconds since 1970, or None."""
    if isinstance(value, str):
        form = Timestamp.read(value)
        value = form.moment if form else None
    if not isinstance(value, date):
        return None
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def _text(value: Value) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else " ".join(str(value).split())


def _provider(item: dict[str, Value]) -> str:
    provider = item.get("provider")
    return _text(provider.get("name") if isinstance(provider, dict) else provider)


def _picture(images: Value) -> str:
    first = images[0] if isinstance(images, list) and images else None
    url = first.get("url") if isinstance(first, dict) else None
    return url if isinstance(url, str) else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("RelatedCards", text)
