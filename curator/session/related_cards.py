"""What is shown of related items: cards, and the marks on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import Enum

from PySide6.QtCore import QCoreApplication

from curator.content import duplicates
from curator.content.duplicates import Certainty, Marker, Sign, sign_of
from curator.content.related import address_of, is_address, slug_of
from curator.content.row import Row
from curator.frontmatter import Value
from curator.frontmatter.timestamps import Timestamp
from curator.session.dates import short_date
from curator.session.finding import Shelf


class MarkKind(Enum):
    """How much a mark weighs: nothing is marked, a doubt, something that is wrong."""

    NONE = ""
    DOUBT = "doubt"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to know about a card, in a word or two, with the whole of it in the tip.

    `spoken` is what a screen reader says of it.
    """

    text: str = ""
    tip: str = ""
    kind: MarkKind = MarkKind.NONE
    spoken: str = ""


NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a related item.

    `reference` is the slug or address that is all the file has, empty for an item with fields;
    `found` says that a slug names an article of the folder.  `same_as` is the number, from 0, of
    an earlier item that is certainly the same story, or THE_ARTICLE.
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


@dataclass(slots=True)
class Known:
    """What is found out about an item once, wherever it stands: `misfit` is None until asked."""

    sign: Sign
    misfit: str | None = None
    worth: dict[str, object] = field(default_factory=dict[str, object])
    """What it is sorted by, as far as that was asked."""


def known_of(items: Sequence[Value]) -> list[Known]:
    """What tells the stories of items apart."""
    return [Known(sign_of(item)) for item in items]


def about(article: Row | None) -> tuple[dict[str, Value], str]:
    """What tells the story of an article, and its path."""
    if article is None:
        return {}, ""
    provider: Value = {"name": article.provider, "domain": article.domain}
    fields: dict[str, Value] = {"title": article.title, "webUrl": article.address}
    return {**fields, "provider": provider}, article.path


def marked(
    cards: list[Card],
    items: Sequence[Value],
    known: Sequence[Known],
    marker: Marker,
    misfit_of: Callable[[Value], str],
) -> list[Card]:
    """The cards with the marks that their places and neighbours give them.

    Each has one, the weightiest of all that could be said of it.
    """
    made: list[Card] = []
    marks = marker.marks([each.sign for each in known])
    for card, item, each, mark in zip(cards, items, known, marks, strict=True):
        same_as = None
        if mark.same_as is not None:
            same_as = mark.same_as if mark.certainty is Certainty.CERTAIN else None
            noted = _same_story(mark, cards)
        elif card.reference and not card.found and not card.address:
            tip = _tr("No article of this folder has this name")
            noted = Mark(_tr("not in this folder"), tip, MarkKind.DOUBT, _tr("not in this folder"))
        else:
            if each.misfit is None:
                each.misfit = misfit_of(item)
            noted = _misfit(each.misfit) if each.misfit else NO_MARK
        if card.same_as != same_as or (card.noted is not noted and card.noted != noted):
            card = replace(card, same_as=same_as, noted=noted)
        made.append(card)
    return made


def _same_story(mark: duplicates.Mark, cards: Sequence[Card]) -> Mark:
    number = (mark.same_as or 0) + 1
    if mark.certainty is Certainty.CERTAIN:
        if mark.is_article:
            tip = _tr("This is the article to which the list belongs")
            return Mark(_tr("is this article"), tip, MarkKind.WRONG, _tr("is this article"))
        tip = _tr("The same story as number {0} of this list").format(number)
        spoken = _tr("same story as number {0}").format(number)
        return Mark(_tr("same story"), tip, MarkKind.WRONG, spoken)
    # Rounded down: 100 % is for the same words alone.
    score = int(mark.score * 100 + 1e-9)
    if mark.is_article:
        tip = _tr("Perhaps this very article: the titles are {0} % alike").format(score)
        spoken = _tr("perhaps this article, {0} percent alike").format(score)
        return Mark(_tr("this article?"), tip, MarkKind.DOUBT, spoken)
    tip = _tr("Perhaps the same story as number {0}, “{1}”: the titles are {2} % alike")
    spoken = _tr("perhaps the same story as number {0}, {1} percent alike").format(number, score)
    tip = tip.format(number, cards[number - 1].title, score)
    return Mark(_tr("same story?"), tip, MarkKind.DOUBT, spoken)


def _misfit(why: str) -> Mark:
    return Mark(_tr("misfit?"), why, MarkKind.DOUBT, _tr("perhaps a misfit"))


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


def worth_of(item: Value, key: str, known: Known, shelf: Shelf) -> object:
    """What an item is sorted by: its `quality`, `date` or `provider`; None where it has none."""
    if not isinstance(item, dict):
        # It is another article that tells, and that may change.
        return _worth(item, key, shelf)
    if key not in known.worth:
        known.worth[key] = _worth(item, key, shelf)
    return known.worth[key]


def _worth(item: Value, key: str, shelf: Shelf) -> object:
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
