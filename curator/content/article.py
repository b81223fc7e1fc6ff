"""An article's fields, typed, and the light row that lists, filters and sorts are made from."""

from __future__ import annotations

from datetime import UTC, date, datetime

from curator.content.checks import DATE_KEYS, check, unreadable
from curator.content.related import address_of
from curator.content.row import Published, Row, make_row
from curator.frontmatter import Document, FrontMatterError, Unreadable, Value
from curator.frontmatter.timestamps import Timestamp

MOST_TEXT = 4_000
"""Characters of a field that the list shows and searches: a hostile file must not fill memory."""

MOST_TOPICS = 200


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
    return make_row(
        path,
        published=published_of(document),
        title=title,
        excerpt=excerpt,
        provider=provider,
        domain=domain,
        moment=moment,
        date_text=date_text,
        quality=_number(data.get("quality")),
        heat=_number(data.get("heat")),
        topics=topics,
        related=len(related) if isinstance(related, list) else 0,
        address=address_of(data),
        problems=check(path, document),
    )


def picture_of(document: Document) -> str:
    """The address of the picture that stands for an article; empty where it has none."""
    for key in ("images", "image", "picture", "cover", "thumbnail"):
        value = document.data.get(key)
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, dict):
            first = first.get("url") or first.get("src") or first.get("path")
        if isinstance(first, str) and first.strip():
            return first.strip()
    return ""


def unreadable_row(path: str, error: FrontMatterError | OSError) -> Row:
    """The row of a file that is an article by its name but cannot be read."""
    problem = unreadable(path, error)
    return make_row(
        path,
        published=Published.OTHER,
        title=path.rsplit("/", 1)[-1],
        excerpt=problem.message,
        problems=(problem,),
        readable=False,
    )


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
        return tuple(word for word in _text(value).split()[:MOST_TOPICS])
    if isinstance(value, list):
        return tuple(_text(item) for item in value[:MOST_TOPICS] if _text(item))
    return ()


def _number(value: Value) -> int | float | None:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    # What is no number (.nan) has no place in any order.
    return value if value == value else None


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
