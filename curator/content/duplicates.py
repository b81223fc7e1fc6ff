"""Which items of a related list are the same story, how sure that is, and which to keep.

Two items with one canonical address, or one slug, are certainly the same; two with nearly the same
title are likely to be.  What is only likely is marked, and dropped only where that is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from enum import Enum

from curator.content.related import address_of, canonical_address, identity_of, is_own, slug_of
from curator.content.titles import FEWEST_WORDS, Likenesses, without_provider, words_of
from curator.frontmatter import Document, Edit, FieldPath, Remove, Value
from curator.frontmatter.timestamps import Timestamp

RELATED: FieldPath = ("related",)

THE_ARTICLE = -1
"""In place of the number of an item: the article whose list it is."""

_DATE_KEYS = ("publishedDateTime", "date")
_WEIGHED = ("title", "excerpt", "publishedDateTime", "date", "provider", "quality", "images")
"""The fields that make an item the fuller one."""
_NAMES = {
    "title": "a title",
    "excerpt": "an excerpt",
    "publishedDateTime": "a date",
    "date": "a date",
    "provider": "a provider",
    "quality": "a quality",
    "images": "a picture",
    "ampWebUrl": "an AMP address",
    "cdnAmpWebUrl": "a cached AMP address",
    "topics": "topics",
    "heat": "a heat",
}


class Certainty(Enum):
    """How sure it is that two are the same story."""

    CERTAIN = "certain"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one item: of which it is a duplicate, how sure that is, and why in words.

    `same_as` is the number of an earlier item, THE_ARTICLE, or None; the rest means nothing then.
    """

    same_as: int | None = None
    certainty: Certainty = Certainty.CERTAIN
    score: float = 0.0
    words: str = ""

    @property
    def is_article(self) -> bool:
        """Whether the item is the article itself."""
        return self.same_as == THE_ARTICLE


_UNMARKED = Mark()
_OWN = Mark(THE_ARTICLE, Certainty.CERTAIN, 1.0, "is this article itself")
_SAME_ADDRESS = "it has the same address"
_SAME_NAME = "it names the same article"
_FORGOTTEN = 256
"""So many titles more than a list has are remembered."""


@dataclass(frozen=True, slots=True)
class Drop:
    """An item to be taken off a list, the one that is kept instead, and why, in words.

    `lost` names the fields that only the dropped item has.
    """

    number: int
    kept: int
    certainty: Certainty
    reason: str
    lost: tuple[str, ...]

    @property
    def words(self) -> str:
        """All that is to be said of it."""
        text = f"Item {self.number + 1}: {self.reason}"
        if self.lost:
            text += f"; the dropped one alone has {_listed(self.lost)}"
        return text


@dataclass(frozen=True, slots=True)
class Sign:
    """What tells the story of an item: its address or slug, and the words of its title."""

    identity: str
    by_address: bool
    words: frozenset[str]


def sign_of(item: Value) -> Sign:
    """What tells the story of an item."""
    return Sign(identity_of(item), bool(address_of(item)), words_of(_title(item)))


class Marker:
    """Marks the items of one article's list, and marks them anew at little cost in another order.

    `article` is its front matter; `path`, where it is known, tells slugs of the article itself.
    """

    def __init__(self, article: dict[str, Value], path: str = "") -> None:
        address = address_of(article)
        self._own = {(True, canonical_address(address))} if address else set[tuple[bool, str]]()
        if path:
            self._own.add((False, slug_of(path)))
        self._own_words = words_of(_title(article))
        self._alike: Likenesses | None = None
        self._met: set[frozenset[str]] = set()
        self._near: dict[frozenset[str], list[tuple[float, frozenset[str]]]] = {}

    def marks(self, signs: Sequence[Sign]) -> list[Mark]:
        """For each item, whether it is the same story as what stands before it."""
        self._meet(signs)
        near, own = self._near, self._own
        found: list[Mark] = []
        first: dict[str, int] = {}
        by_words: dict[frozenset[str], int] = {}
        if len(self._own_words) >= FEWEST_WORDS:
            by_words[self._own_words] = THE_ARTICLE
        for number, sign in enumerate(signs):
            identity, words = sign.identity, sign.words
            if identity:
                if (sign.by_address, identity) in own:
                    found.append(_OWN)
                    continue
                earlier = first.setdefault(identity, number)
                if earlier != number:
                    which = _SAME_ADDRESS if sign.by_address else _SAME_NAME
                    why = f"same story as number {earlier + 1}: {which}"
                    found.append(Mark(earlier, Certainty.CERTAIN, 1.0, why))
                    continue
            if len(words) < FEWEST_WORDS:
                found.append(_UNMARKED)
                continue
            same = by_words.setdefault(words, number)
            if same != number:
                found.append(_likely(same, 1.0))
            elif words in near:
                there = [(-score, by_words[w]) for score, w in near[words] if w in by_words]
                found.append(_likely(min(there)[1], -min(there)[0]) if there else _UNMARKED)
            else:
                found.append(_UNMARKED)
        return found

    def _meet(self, signs: Sequence[Sign]) -> None:
        """See which of the titles that have not been met yet are like which others."""
        if self._alike is None or len(self._met) > 2 * len(signs) + _FORGOTTEN:
            # Titles of which nobody speaks any more, as they were while somebody typed.
            self._met.clear()
            self._near.clear()
            self._alike = Likenesses([self._own_words, *(sign.words for sign in signs)])
        for words in [self._own_words, *(sign.words for sign in signs)]:
            if words not in self._met:
                for score, other in self._alike.near(words):
                    self._near.setdefault(words, []).append((score, other))
                    self._near.setdefault(other, []).append((score, words))
                self._alike.add(words)
                self._met.add(words)


def marks(items: Sequence[Value], article: dict[str, Value], path: str = "") -> list[Mark]:
    """For each item of an article's list, whether it is the same story as what stands before it.

    `article` is its front matter; `path`, where it is known, tells slugs of the article itself.
    """
    return Marker(article, path).marks([sign_of(item) for item in items])


def _likely(other: int, score: float) -> Mark:
    whose = "that of this article" if other == THE_ARTICLE else f"that of number {other + 1}"
    how = "has the same words as" if score == 1 else f"is {score:.0%} like"
    words = f"perhaps the same story: its title {how} {whose}"
    return Mark(other, Certainty.LIKELY, score, words)


def drops(
    items: Sequence[Value], article: dict[str, Value], path: str = "", *, likely: bool = False
) -> list[Drop]:
    """The items to take off a list so that each story stands in it once; the better one is kept.

    With `likely` also those whose titles are nearly equal.
    """
    heads = {THE_ARTICLE: THE_ARTICLE}
    together: dict[int, list[int]] = {}
    certain: set[int] = set()
    for number, mark in enumerate(marks(items, article, path)):
        if mark.certainty is Certainty.CERTAIN:
            certain.add(number)
        counts = mark.same_as is not None and (likely or number in certain)
        head = heads[mark.same_as] if counts and mark.same_as is not None else number
        heads[number] = head
        together.setdefault(head, []).append(number)
    found: list[Drop] = []
    for number in together.pop(THE_ARTICLE, ()):
        sure = is_own(items[number], article, path)
        words = "is this article itself" if sure else "is perhaps this article itself"
        found.append(Drop(number, THE_ARTICLE, _certainty(sure), words, ()))
    for group in together.values():
        kept = group[0]
        for number in group[1:]:
            if _is_better(items[number], items[kept]):
                kept = number
        for number in group:
            if number != kept:
                found.append(_drop(items, number, kept))
    return sorted(found, key=lambda drop: drop.number)


def _drop(items: Sequence[Value], number: int, kept: int) -> Drop:
    dropped, better = items[number], items[kept]
    sure = bool(identity_of(better)) and identity_of(dropped) == identity_of(better)
    return Drop(
        number,
        kept,
        _certainty(sure),
        f"keeps {_named(better, kept)}: {_because(better, dropped, first=kept < number)}",
        _only_in(dropped, better),
    )


def _certainty(sure: bool) -> Certainty:
    return Certainty.CERTAIN if sure else Certainty.LIKELY


def edits_of(dropped: Sequence[Drop]) -> list[Edit]:
    """The edits that take items off the list, the last first, so that the numbers hold."""
    numbers = sorted((drop.number for drop in dropped), reverse=True)
    return [Remove((*RELATED, number)) for number in numbers]


class DropDuplicates:
    """Takes the duplicates off the related lists of articles; a change for a dry run.

    Those that are only likely are dropped with `likely` alone.
    """

    def __init__(self, *, likely: bool = False) -> None:
        self._likely = likely
        self.dropped: dict[str, list[Drop]] = {}
        """What was found, by path of the article."""

    def __call__(self, document: Document, path: str, /) -> Sequence[Edit]:
        """The edits for the article at a path; none where nothing stands twice."""
        self.dropped.pop(path, None)
        items = document.value(RELATED)
        if not isinstance(items, list) or not items:
            return []
        found = drops(items, document.data, path, likely=self._likely)
        if found:
            self.dropped[path] = found
        return edits_of(found)

    def label(self, count: int) -> str:
        """What a person would call it."""
        return "Drop Duplicates" if count == 1 else f"Drop Duplicates in {count:,} Articles"

    def note(self, path: str, /) -> str:
        """Why the article is changed so, a line for each item; asked after its edits."""
        return "\n".join(drop.words for drop in self.dropped.get(path, ()))


def has_duplicates(document: Document, path: str = "", *, likely: bool = False) -> bool:
    """Whether there is something to drop in an article."""
    return bool(DropDuplicates(likely=likely)(document, path))


# -- which is the better one


def _is_better(item: Value, than: Value) -> bool:
    """Whether an item is to be kept rather than one that stands before it."""
    if isinstance(item, dict) != isinstance(than, dict):
        return isinstance(item, dict)
    one, other = _number(item), _number(than)
    if one != other and (one is not None or other is not None):
        return other is None or (one is not None and one > other)
    full, less = _fullness(item), _fullness(than)
    if full != less:
        return full > less
    one_date, other_date = _moment(item), _moment(than)
    return one_date is not None and other_date is not None and one_date < other_date


def _because(kept: Value, dropped: Value, *, first: bool) -> str:
    """What speaks for the one that is kept: `quality 59 against 41, has a picture`."""
    said: list[str] = []
    one, other = _number(kept), _number(dropped)
    if one is not None and other is not None and one > other:
        said.append(f"quality {one:g} against {other:g}")
    if more := [key for key in _only_in(kept, dropped) if key in _WEIGHED]:
        said.append("has " + _listed(more))
    if not said and not first:
        said.append("it is the earlier one")
    return ", ".join(said) or "both are alike, and it stands first"


def _only_in(item: Value, other: Value) -> tuple[str, ...]:
    if not isinstance(item, dict):
        return ()
    there = other if isinstance(other, dict) else {}
    return tuple(key for key in item if _is_filled(item[key]) and not _is_filled(there.get(key)))


def _fullness(item: Value) -> int:
    return sum(_is_filled(item.get(key)) for key in _WEIGHED) if isinstance(item, dict) else 0


def _is_filled(value: Value) -> bool:
    return value is not None and value != "" and value != [] and value != {}


def _number(item: Value) -> float | None:
    value = item.get("quality") if isinstance(item, dict) else None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _moment(item: Value) -> float | None:
    if isinstance(item, dict):
        for key in _DATE_KEYS:
            if (value := item.get(key)) is not None:
                form = Timestamp.read(str(value))
                if form is None:
                    return None
                moment = form.moment
                return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return None


# -- what to call things


def _named(item: Value, number: int) -> str:
    name = ""
    if isinstance(item, dict):
        provider = item.get("provider")
        value = provider.get("name") if isinstance(provider, dict) else provider
        name = value if isinstance(value, str) else ""
    return (
        f"the {name.removeprefix('The ')} item (number {number + 1})"
        if name
        else f"item {number + 1}"
    )


def _listed(keys: Sequence[str]) -> str:
    names = list(dict.fromkeys(_NAMES.get(key, key) for key in keys))
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _title(item: Value) -> str:
    if not isinstance(item, dict):
        return ""
    title = item.get("title")
    if not isinstance(title, str):
        return ""
    provider = item.get("provider")
    name = provider.get("name") if isinstance(provider, dict) else provider
    domain = provider.get("domain") if isinstance(provider, dict) else ""
    texts = [text if isinstance(text, str) else "" for text in (name, domain)]
    return without_provider(title, *texts)
