"""The keys of the search language: what may stand before a colon, and what behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum


class Kind(Enum):
    """What a key wants behind it."""

    CHOICE = "one of a few words"
    NUMBER = "a number, or none"
    DATE = "a date, or none"
    WHOLE = "a whole name, a * at its ends standing for anything"
    PART = "a part of a text"


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it wants, an example to show, and in one line what it finds.

    `choices` are the values of a key that has only a few, each with its meaning.
    """

    name: str
    kind: Kind
    wants: str
    example: str
    meaning: str
    choices: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def compares(self) -> bool:
        """Whether `>`, `<` and their like may follow."""
        return self.kind in (Kind.NUMBER, Kind.DATE)


PUBLISHED = {
    "yes": "published",
    "no": "held",
    "none": "without the flag",
}
HAS = {
    "title": "a title",
    "excerpt": "an excerpt",
    "provider": "a provider",
    "topics": "a topic at least",
    "address": "a web address",
    "date": "a date that can be read",
    "quality": "a quality",
    "heat": "a heat",
    "related": "a related story at least",
    "duplicates": "the same story twice in the related list",
    "problems": "a problem of any kind",
}
IS = {
    "changed": "not saved yet, or written since curator was started",
    "due": "to review: new or changed since you looked at it last",
    "duplicate": "the same story as another article, neither of them held",
    "unreadable": "a file that curator cannot read",
}
DATES = {
    "today": "",
    "yesterday": "",
    "-7d": "seven days ago",
    "-4w": "four weeks ago",
    "-6m": "six months ago",
    "-1y": "a year ago",
}
NONE = "none"

KEYS = {
    key.name: key
    for key in (
        Key("topic", Kind.WHOLE, "a topic", 'topic:"Computer Vision"', "has this topic"),
        Key(
            "provider",
            Kind.WHOLE,
            "a name or domain",
            "provider:ft.com",
            "comes from this provider, by its name or its domain",
        ),
        Key(
            "collection",
            Kind.WHOLE,
            "the name of a collection",
            "collection:news",
            "lies in this collection",
        ),
        Key(
            "published",
            Kind.CHOICE,
            "yes, no or none",
            "published:no",
            "is published (yes), held (no) or without the flag (none)",
            PUBLISHED,
        ),
        Key(
            "quality",
            Kind.NUMBER,
            "a number",
            "quality>50",
            "has a quality above 50; >=, <, <= and = compare as well, none is for those without",
        ),
        Key("heat", Kind.NUMBER, "a number", "heat<=20", "the same for heat"),
        Key(
            "related", Kind.NUMBER, "a number", "related>3", "the same for how many are in the list"
        ),
        Key(
            "date",
            Kind.DATE,
            "a date",
            "date>=2020-02-01",
            "is of that day or later; also 2020-02, 2020, today, yesterday, none",
        ),
        Key("title", Kind.PART, "a text", "title:zoox", "has this in its title"),
        Key("excerpt", Kind.PART, "a text", 'excerpt:"face scan"', "has this in its excerpt"),
        Key("path", Kind.PART, "a part of the path", "path:_news/2020", "has this in its path"),
        Key(
            "has",
            Kind.CHOICE,
            "one of " + ", ".join(HAS),
            "has:duplicates",
            "has one of: " + ", ".join(HAS),
            HAS,
        ),
        Key(
            "is",
            Kind.CHOICE,
            "changed, due, duplicate or unreadable",
            "is:changed",
            "is not saved yet or was written since the start; or is:due (to review), "
            "is:duplicate (the same story as another article, neither held), is:unreadable",
            IS,
        ),
    )
}
"""Every key, in the order in which help and completion show them."""

_OTHER_WORDS = {
    "tag": "topic",
    "tags": "topic",
    "domain": "provider",
    "site": "provider",
    "source": "provider",
    "folder": "collection",
    "file": "path",
    "state": "published",
    "status": "published",
    "name": "title",
    "description": "excerpt",
}


def nearest_key(name: str) -> str | None:
    """The key that someone who wrote `name` has probably meant."""
    name = name.casefold()
    return _OTHER_WORDS.get(name) or nearest(name, KEYS)


def nearest(word: str, known: Mapping[str, object]) -> str | None:
    """The known word that a misspelt one is closest to, None where none is close."""
    return next(iter(get_close_matches(word, known, 1, 0.7)), None)
