"""The style of a related list, and new items in it: which keys, in which order, in which form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePosixPath

from curator.content.checks import DATE_KEYS
from curator.content.related import ADDRESS_KEYS, address_of, is_address, slug_of
from curator.frontmatter import Document, Unreadable, Value, Written
from curator.frontmatter.timestamps import Timestamp

TITLE_KEYS = ("title", "name", "headline")

_EXCERPT_KEYS = ("excerpt", "description", "summary")
_USUAL = (
    "title",
    "excerpt",
    "publishedDateTime",
    "date",
    "webUrl",
    "ampWebUrl",
    "cdnAmpWebUrl",
    "type",
    "provider",
    "quality",
    "images",
)
"""The keys of the pipeline's items, in its order."""
_NEVER = ("related", "secured", "published")
_ALIKE = (ADDRESS_KEYS, tuple(DATE_KEYS), TITLE_KEYS, _EXCERPT_KEYS)
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-.")
_FILE = re.compile(r"\.(?:md|markdown|html?)$", re.I)


def is_plain(items: Sequence[Value]) -> bool:
    """Whether a list holds slugs, paths or addresses rather than items with fields."""
    plain = sum(isinstance(item, str) for item in items)
    return plain * 2 > len(items)


def item_of(document: Document, like: Sequence[Value], path: str = "") -> Value:
    """The article at `path` as an item of a related list that holds the items `like`.

    It has the keys that those items have, in their order, with the article's own values; where
    the list holds plain slugs, paths or addresses it is such a one.
    """
    data = document.data
    if is_plain(like):
        return _reference(address_of(data), [each for each in like if isinstance(each, str)], path)
    order = _order(like)
    item: dict[str, Value] = {}
    for key in order or _USUAL:
        own = key if data.get(key) is not None or not order else _other_name(data, key)
        value = data.get(own) if own is not None else None
        if own is None or key in _NEVER or value is None:
            continue
        model = _first(like, key)
        made = _in_form(value, model)
        if key == "provider":
            made = _trimmed(made, like)
        elif key == "images" and isinstance(made, list):
            # An item has the one that stands for its story.
            made = made[:1]
        elif isinstance(made, datetime) and made == value and made.utcoffset():
            # The very text: in the form of the list's other dates its offset would be lost.
            made = Written(document.text((own,)) or str(made))
        item[key] = made
    return item or {"title": slug_of(path)}


def _trimmed(value: Value, like: Sequence[Value]) -> Value:
    """A provider with those fields alone that the providers of other items have."""
    if not isinstance(value, dict):
        return value
    others = [item.get("provider") for item in like if isinstance(item, dict)]
    wanted = {key for other in others if isinstance(other, dict) for key in other}
    wanted = wanted or {"name", "domain"}
    return {key: part for key, part in value.items() if key in wanted} or value


def in_style(item: Value, like: Sequence[Value], title: str = "") -> Value:
    """An item from elsewhere as the list with the items `like` would have it.

    An address becomes an item with fields where the list has such, with the title if one is
    known; an item with fields gives its address to a list of plain ones, if it has one.  No field
    is left out.
    """
    if is_plain(like):
        return (address_of(item) or item) if isinstance(item, dict) else item
    order = _order(like)
    if isinstance(item, str):
        if not is_address(item):
            return item
        item = {"title": title, "webUrl": item}
    if not isinstance(item, dict):
        return item
    fields: dict[str, Value] = {}
    for key, value in item.items():
        fields[_name_there(key, order, item)] = value
    known = [key for key in order if key in fields]
    rest = [key for key in fields if key not in order]
    return {key: _in_form(fields[key], _first(like, key)) for key in (*known, *rest)}


def _name_there(key: str, order: Sequence[str], item: dict[str, Value]) -> str:
    """What the list calls a field that the item calls `key`."""
    if key in order:
        return key
    for names in _ALIKE:
        if key in names:
            used = [name for name in names if name in order and name not in item]
            first = next(name for name in names if name in item)
            return used[0] if used and first == key else key
    return key


def _other_name(data: dict[str, Value], key: str) -> str | None:
    """What the article calls a field that the list calls `key`."""
    for names in _ALIKE:
        if key in names:
            return next((name for name in names if data.get(name) is not None), None)
    return None


def _order(like: Sequence[Value]) -> list[str]:
    """The keys of all items, each in the order of the item that has the most."""
    items = sorted((item for item in like if isinstance(item, dict)), key=len, reverse=True)
    order: list[str] = []
    for item in items:
        behind = 0
        for key in item:
            if key in order:
                behind = order.index(key) + 1
            else:
                order.insert(behind, key)
                behind += 1
    return order


def _first(like: Sequence[Value], key: str) -> Value:
    """The first value that the items have for a key; the later ones stand nearer to a new item."""
    for item in reversed(like):
        if isinstance(item, dict) and item.get(key) is not None:
            return item[key]
    return None


def _in_form(value: Value, model: Value) -> Value:
    """A value in the form of another of the same field: a date as text, a provider's name alone."""
    if isinstance(model, str) and isinstance(value, dict) and isinstance(value.get("name"), str):
        return value["name"]
    if isinstance(model, dict) and "name" in model and isinstance(value, str):
        return {"name": value}
    if isinstance(model, str) and not isinstance(model, Unreadable) and isinstance(value, date):
        form = Timestamp.read(model)
        if form is None or not form.has_time:
            return _moment(value).date().isoformat()
        return str(form.at(_moment(value)))
    if isinstance(model, date) and isinstance(value, str) and not isinstance(value, Unreadable):
        form = Timestamp.read(value)
        if form is None:
            return value
        value = form.moment if form.has_time else form.moment.date()
    if isinstance(value, datetime) and isinstance(model, date) and not isinstance(model, datetime):
        return value.date()
    return value


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _reference(address: str, like: Sequence[str], path: str) -> str:
    """The article at `path` in the manner of these slugs, paths or addresses, as most of them."""
    names = [text for text in like if not is_address(text)]
    if address and 2 * len(names) < len(like):
        return address
    model = names[-1] if names else ""
    head, _, last = model.rstrip("/").rpartition("/")
    file = PurePosixPath(path)
    if _FILE.search(last):
        named = path if head else file.name
        return "/" + named if model.startswith("/") else named
    name = _FILE.sub("", file.name) if _DATED.match(last) else slug_of(path)
    before = model[: len(head) + 1] if "/" in model.rstrip("/") else ""
    return before + name + ("/" if model.endswith("/") else "")
