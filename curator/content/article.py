"""An article's fields, typed, and the light row that lists, filters and sorts are made from."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum

from curator.content.checks import DATE_KEYS, Problem, check, unreadable
from curator.content.related import address_of, slug_of
from curator.frontmatter import Document, FrontMatterError, Unreadable, Value
from curator.frontmatter.timestamps import Timestamp

MOST_TEXT = 4_000
"""Characters of a field that the list shows and searches: a hostile file must not fill memory."""

MOST_TOPICS = 200


class Published(Enum):
    """The publish flag.  Jekyll publishes everything but `published: false`."""

    YES = "published"
    NO = "held"
    NONE = "no flag"
    OTHER = "unclear"


@dataclass(frozen=True, slots=True)
class Row:
    """What the list of articles knows of one article.

    `path` is relative to the content folder, with `/`.  `moment` is the date in seconds since
    1970 in UTC, None without one; `date_text` is the date as written.  `haystack` is the
    case-folded text in which a search looks.  `readable` is false for a file that does not parse;
    its `problems` say why.
    """

    path: str
    collection: str
    published: Published
    title: str
    excerpt: str
    provider: str
    domain: str
    moment: float | None
    date_text: str
    quality: int | float | None
    heat: int | float | None
    topics: tuple[str, ...]
    related: int
    address: str
    haystack: str
    problems: tuple[Problem, ...]
    readable: bool = True

    @property
    def slug(self) -> str:
        """The name by which a list of plain slugs refers to the article."""
        return slug_of(self.path)

    @property
    def duplicates(self) -> int:
        """How many of the related items stand there a second time."""
        return sum(problem.code == "related-duplicate" for problem in self.problems)


def published_of(document: Document) -> Published:
    """The publish flag of an article."""
    if "published" not in document.data:
        return Published.NONE
    value = document.data["published"]
    if isinstance(value, bool):
        return Published.YES if value else Published.NO
    return Published.NONE if value is None else Published.OTHER


def row_of(path: str, document: Document) -> Row:
    """The row of an article that could be read."""
    data = document.data
    title = _text(data.get("title")) or _text(data.get("name"))
    excerpt = _text(data.get("excerpt")) or _text(data.get("description"))
    provider, domain = _provider(data.get("provider"))
    topics = _topics(data.get("topics") if "topics" in data else data.get("tags"))
    moment, date_text = _date(document)
    related = data.get("related")
    return Row(
        path=path,
        collection=sys.intern(collection_of(path)),
        published=published_of(document),
        title=title,
        excerpt=excerpt,
        provider=sys.intern(provider),
        domain=sys.intern(domain),
        moment=moment,
        date_text=date_text,
        quality=_number(data.get("quality")),
        heat=_number(data.get("heat")),
        topics=topics,
        related=len(related) if isinstance(related, list) else 0,
        address=address_of(data),
        haystack="\n".join((title, excerpt, provider, domain, *topics)).casefold(),
        problems=tuple(check(path, document)),
    )


def unreadable_row(path: str, error: FrontMatterError | OSError) -> Row:
    """The row of a file that is an article by its name but cannot be read."""
    problem = unreadable(path, error)
    name = path.rsplit("/", 1)[-1]
    return Row(
        path=path,
        collection=sys.intern(collection_of(path)),
        published=Published.OTHER,
        title=name,
        excerpt=problem.message,
        provider="",
        domain="",
        moment=None,
        date_text="",
        quality=None,
        heat=None,
        topics=(),
        related=0,
        address="",
        haystack=f"{name}\n{problem.message}".casefold(),
        problems=(problem,),
        readable=False,
    )


def collection_of(path: str) -> str:
    """The collection of an article: the first folder of its path; empty at the top.

    Jekyll keeps a collection in a folder with an underscore before its name
    (https://jekyllrb.com/docs/collections/).
    """
    first, slash, _ = path.partition("/")
    return first.removeprefix("_") if slash else ""


def _text(value: Value) -> str:
    if isinstance(value, str):
        return " ".join(value[:MOST_TEXT].split())
    return str(value) if isinstance(value, (int, float, date)) else ""


def _provider(value: Value) -> tuple[str, str]:
    if isinstance(value, dict):
        return _text(value.get("name")), _text(value.get("domain"))
    return _text(value), ""


def _topics(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        # Jekyll splits a text of tags at its blanks.
        return tuple(sys.intern(word) for word in _text(value).split()[:MOST_TOPICS])
    if isinstance(value, list):
        return tuple(sys.intern(_text(item)) for item in value[:MOST_TOPICS] if _text(item))
    return ()


def _number(value: Value) -> int | float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _date(document: Document) -> tuple[float | None, str]:
    for key in DATE_KEYS:
        value = document.data.get(key)
        if value is None or isinstance(value, (dict, list)):
            continue
        text = document.text((key,)) or ""
        if isinstance(value, date):
            moment = value if isinstance(value, datetime) else datetime(*value.timetuple()[:3])
        else:
            form = None if isinstance(value, Unreadable) else Timestamp.read(text)
            moment = form.moment if form else None
        return (_seconds(moment) if moment else None), text
    return None, ""


def _seconds(moment: datetime) -> float:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
