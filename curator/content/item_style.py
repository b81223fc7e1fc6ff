"""The style of a related list, and new items in it: which keys, in which order, in which form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePosixPath

from curator.content.checks import DATE_KEYS
from curator.content.related import ADDRESS_KEYS, address_of, is_address, slug_of
from curator.frontmatter import Document, Unreadable, Value
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
        return _reference(address_of(data), like, path)
    order = _order(like)
    item: dict[str, Value] = {}
    for key in order or _USUAL:
        value = data.get(key)
        if value is None and order:
            value = _by_another_name(data, key)
        if key not in _NEVER and value is not None:
            item[key] = _in_form(value, _first(like, key))
    return item or {"title": slug_of(path)}


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


def _by_another_name(data: dict[str, Value], key: str) -> Value:
    for names in _ALIKE:
        if key in names:
            return next((data[name] for name in names if data.get(name) is not None), None)
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


def _reference(address: str, like: Sequence[Value], path: str) -> str:
    """The article at `path` in the manner of the last of these slugs, paths or addresses."""
    model = next((item for item in reversed(like) if isinstance(item, str)), "")
    if is_address(model) and address:
        return address
    head, _, last = model.rstrip("/").rpartition("/")
    file = PurePosixPath(path)
    if _FILE.search(last):
        named = path if head else file.name
        return "/" + named if model.startswith("/") else named
    name = _FILE.sub("", file.name) if _DATED.match(last) else slug_of(path)
    if is_address(model):
        return name
    before = model[: len(head) + 1] if "/" in model.rstrip("/") else ""
    return before + name + ("/" if model.endswith("/") else "")
