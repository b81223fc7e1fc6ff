"""An article of the folder as an item of a related list, in the form that the list has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from curator.content.related import ADDRESS_KEYS, address_of, is_address, slug_of
from curator.frontmatter import Document, Value, Written

USUAL_KEYS = (
    "title",
    "excerpt",
    "publishedDateTime",
    "webUrl",
    "ampWebUrl",
    "cdnAmpWebUrl",
    "type",
    "provider",
    "quality",
    "images",
)
"""The keys of an item where the list has none to go by, in the order of the pipeline."""

_DATE_KEYS = ("publishedDateTime", "date")
_PROVIDER_KEYS = ("name", "domain")
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")


def item_from_article(path: str, document: Document, like: Sequence[Value]) -> Value:
    """The article at `path` as an item for a list that has the items `like`.

    A list of mappings gets a mapping, with the keys that its items have, in their order; a list
    of plain names or addresses gets one of those, as most of its items are written.  What the
    article does not have is left out.
    """
    plain = [item for item in like if isinstance(item, str) and item.strip()]
    maps = [item for item in like if isinstance(item, dict)]
    if plain and len(plain) > len(maps):
        return _reference(path, document, plain)
    return _fields(path, document, maps)


def _reference(path: str, document: Document, like: Sequence[str]) -> str:
    addresses = sum(is_address(text) for text in like)
    address = address_of(document.data)
    if 2 * addresses > len(like) and address:
        return address
    names = [text.strip() for text in like if not is_address(text)] or [""]
    file = PurePosixPath(path)
    name = slug_of(path)
    # Without a date in the names of the list, one stays out of this name as well.
    if _most(names, lambda text: bool(_DATED.match(text.rsplit("/", 1)[-1]))):
        name = file.stem
    if _most(names, lambda text: bool(re.search(r"\.(?:md|markdown|html?)$", text, re.I))):
        name = (name if name == file.stem else slug_of(path)) + file.suffix
    if _most(names, lambda text: text.startswith(file.parts[0] + "/") and len(file.parts) > 1):
        name = (file.parent / name).as_posix()
    return name


def _most(texts: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return 2 * sum(map(holds, texts)) > len(texts)


def _fields(path: str, document: Document, like: Sequence[dict[str, Value]]) -> dict[str, Value]:
    item: dict[str, Value] = {}
    for key in _keys(like):
        value = _value(document, key, like)
        if value not in (None, "", [], {}):
            item[key] = value
    return item or {"title": slug_of(path)}


def _keys(like: Sequence[dict[str, Value]]) -> list[str]:
    """The keys of the items, in the order of the fullest, each other one behind its neighbour."""
    if not like:
        return list(USUAL_KEYS)
    fullest = max(like, key=len)
    keys = list(fullest)
    for item in like:
        before = ""
        for key in item:
            if key not in keys:
                keys.insert(keys.index(before) + 1 if before else 0, key)
            before = key
    return keys


def _value(document: Document, key: str, like: Sequence[dict[str, Value]]) -> Value:
    data = document.data
    if key in _DATE_KEYS:
        found = next((name for name in (key, *_DATE_KEYS) if data.get(name) is not None), "")
        text = document.text((found,)) if found else None
        # The very text, so that the form of the date and its offset stay.
        return Written(text) if text else None
    if key in ADDRESS_KEYS and key not in data:
        # The key under which the list has its addresses, where the article has another.
        others = [name for name in ADDRESS_KEYS if any(name in item for item in like)]
        return address_of(data) if others[:1] == [key] else None
    value = data.get(key)
    if key == "title" and value is None:
        return data.get("name")
    if key == "excerpt" and value is None:
        return data.get("description")
    if key == "provider":
        return _provider(value, [item.get(key) for item in like])
    if key == "images" and isinstance(value, list):
        return value[:1]
    return value


def _provider(value: Value, like: Sequence[Value]) -> Value:
    """The provider with the keys that the list has for one, or its name where that is all."""
    maps = [each for each in like if isinstance(each, dict)]
    if not isinstance(value, dict):
        return value
    if any(isinstance(each, str) for each in like) and not maps:
        return value.get("name")
    keys = list(dict.fromkeys(key for each in maps for key in each)) or list(_PROVIDER_KEYS)
    return {key: value[key] for key in keys if value.get(key) is not None}
