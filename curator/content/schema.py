"""What kind of thing each field holds, told from its key and its value, and what to call it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from curator.frontmatter import (
    Document,
    FieldPath,
    Shared,
    Unreadable,
    Value,
    shared_with,
    shares,
    written_at,
)
from curator.frontmatter.nodes import Node, Scalar, find_merged, resolved
from curator.frontmatter.timestamps import Timestamp


class Kind(Enum):
    """How a field is shown and edited."""

    PUBLISHED = "published"
    LINE = "line"
    TEXT = "text"
    ADDRESS = "address"
    TIMESTAMP = "timestamp"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    PROVIDER = "provider"
    TOPICS = "topics"
    IMAGES = "images"
    RELATED = "related"
    OPAQUE = "opaque"
    GENERIC = "generic"


CONVENTIONAL_ORDER = (
    "layout",
    "category",
    "title",
    "excerpt",
    "publishedDateTime",
    "date",
    "webUrl",
    "ampWebUrl",
    "cdnAmpWebUrl",
    "type",
    "quality",
    "heat",
    "published",
    "provider",
    "topics",
    "images",
    "related",
    "secured",
)
"""The order in which the pipeline writes keys; a new key goes where it would have put it."""

FORM_ORDER = (
    "published",
    "title",
    "excerpt",
    "publishedDateTime",
    "date",
    "provider",
    "topics",
    "webUrl",
    "ampWebUrl",
    "cdnAmpWebUrl",
    "category",
    "type",
    "quality",
    "heat",
    "images",
)
"""The order in which a person reads a story's fields; all others follow as the file has them."""

FOREMOST = ("title", "excerpt", "publishedDateTime", "date", "provider", "topics")
"""The fields that an editor decides by; the form has them before the related stories."""

ALWAYS_SHOWN = ("published", "title", "excerpt", "publishedDateTime", "provider", "topics")
"""Fields that the form offers even where the file does not have them yet."""

_LABELS = {
    "publishedDateTime": "Published on",
    "webUrl": "Web address",
    "ampWebUrl": "AMP address",
    "cdnAmpWebUrl": "Cached AMP address",
    "originalUrl": "Original address",
    "secured": "Secured",
    "<<": "Shared fields",
}
_DATE_KEYS = re.compile(
    r"(?:^|[_ -])(?i:date|datetime|time)(?:$|[_ -])|^date[A-Z]|[a-z](?:Date|Time|At|On)$"
    r"|_(?:at|on)$|^(?i:modified|created|updated|datetime|(?:pub|expiry|start|end)date)$"
)
_ADDRESS_KEYS = re.compile(r"url$|uri$|^(?:link|website|permalink|canonical)$", re.I)
_ANCHORS = re.compile(r"(?:^|[\s:,\[{])&[^\s,\[\]{}]")
_OPAQUE = re.compile(r"[A-Za-z0-9+/=_;:.-]{100,}")
_KNOWN: dict[str, Kind] = {
    "published": Kind.PUBLISHED,
    "title": Kind.LINE,
    "excerpt": Kind.TEXT,
    "description": Kind.TEXT,
    "provider": Kind.PROVIDER,
    "topics": Kind.TOPICS,
    "tags": Kind.TOPICS,
    "categories": Kind.TOPICS,
    "images": Kind.IMAGES,
    "related": Kind.RELATED,
    "quality": Kind.INTEGER,
    "heat": Kind.INTEGER,
    "publishedDateTime": Kind.TIMESTAMP,
    "date": Kind.TIMESTAMP,
    "webUrl": Kind.ADDRESS,
    "secured": Kind.OPAQUE,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the form shows it.

    `text` is a scalar's text as written, without its quotes, and None for collections; `quoted`
    says that the file has it in quotes, so that a date there is text.  `present` is false for a
    field that is offered but not in the file.  `shared` tells what the value, or something inside
    it, has in common with other places through anchors, aliases and merges.
    """

    path: FieldPath
    kind: Kind
    label: str
    value: Value
    text: str | None
    quoted: bool = False
    present: bool = True
    shared: tuple[Shared, ...] = ()

    @property
    def key(self) -> str:
        """The field's name in the front matter."""
        return str(self.path[-1])


def fields_of(document: Document) -> list[Field]:
    """All fields of an article in the order in which the form shows them."""
    keys = document.root.keys()
    wanted = [key for key in FORM_ORDER if key in keys or _is_offered(key, keys)]
    rest = [key for key in keys if key not in wanted and key not in ("related", "secured")]
    last = [key for key in ("related", "secured") if key in keys or key == "related"]
    return [field_at(document, (key,)) for key in (*wanted, *rest, *last)]


def _is_offered(key: str, keys: list[str]) -> bool:
    if key == "publishedDateTime":
        return "date" not in keys
    return key in ALWAYS_SHOWN


def field_at(document: Document, path: FieldPath) -> Field:
    """The field at `path`, whether or not the file has it."""
    node = document.node(path)
    if node is None and "<<" in document.yaml:
        node = find_merged(document.root, path)
    key = str(path[-1])
    if node is None:
        return Field(path, kind_of(key, None), label_of(key), None, None, present=False)
    target = resolved(node)
    scalar = target if isinstance(target, Scalar) else None
    value = document.value(path)
    return Field(
        path,
        kind_of(key, value),
        label_of(key),
        value,
        scalar.text if scalar else None,
        quoted=bool(scalar and scalar.style),
        shared=_shared(document, path, node),
    )


def _shared(document: Document, path: FieldPath, node: Node) -> tuple[Shared, ...]:
    # Nearly every file is done with at the first of these questions, most fields at the second.
    if "*" not in document.yaml:
        return ()
    is_own = document.root.get(path[0]) is node
    if is_own and isinstance(node, Scalar) and node.anchor is None:
        return ()
    if not _ANCHORS.search(document.yaml):
        return ()
    found = shares(document, path)
    if is_own or any(each.path == path for each in found):
        return tuple(found)
    others = shared_with(document, path)
    if not others:
        return tuple(found)
    written = written_at(document, path)
    names = [
        each.name
        for length in range(len(written) - 1, 0, -1)
        for each in shares(document, written[:length])
        if each.path == written[:length]
    ]
    above = Shared(path, names[0] if names else "", tuple(others), written != path)
    return (above, *found)


def kind_of(key: str, value: Value) -> Kind:
    """The kind of a field.  A known key has its usual kind as long as the value fits it."""
    known = _KNOWN.get(key)
    if known is not None and (value is None or _suits(known, value)):
        return known
    if key in ("title", "excerpt") and isinstance(value, (bool, int, float, date)):
        # A headline such as `1984` reads as a number, but nobody means one.
        return _KNOWN[key]
    if isinstance(value, bool):
        return Kind.BOOLEAN
    if isinstance(value, int):
        return Kind.INTEGER
    if isinstance(value, float):
        return Kind.NUMBER
    if isinstance(value, date):
        return Kind.TIMESTAMP
    if isinstance(value, Unreadable):
        return Kind.TIMESTAMP if _DATE_KEYS.search(key) else Kind.LINE
    if isinstance(value, str):
        return _kind_of_text(key, value)
    if value is None:
        return _kind_of_nothing(key)
    return Kind.GENERIC


def _suits(kind: Kind, value: Value) -> bool:
    """Whether the editor of `kind` can show and change `value` without turning it into another."""
    if kind is Kind.PUBLISHED:
        return True
    if kind in (Kind.LINE, Kind.TEXT, Kind.ADDRESS):
        return isinstance(value, str) and (kind is Kind.TEXT or "\n" not in value)
    if kind is Kind.TIMESTAMP:
        return isinstance(value, (date, str))
    if kind is Kind.INTEGER:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is Kind.PROVIDER:
        return isinstance(value, dict) and all(
            isinstance(value.get(key, ""), str) for key in ("name", "domain")
        )
    if kind is Kind.TOPICS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind is Kind.IMAGES:
        return isinstance(value, list) and all(
            isinstance(item, dict) and isinstance(item.get("url"), str) for item in value
        )
    if kind is Kind.RELATED:
        return isinstance(value, list)
    return isinstance(value, (str, bytes)) if kind is Kind.OPAQUE else True


def _kind_of_text(key: str, value: str) -> Kind:
    if _OPAQUE.fullmatch(value) and not value.startswith(("http:", "https:", "/")):
        return Kind.OPAQUE
    if "\n" in value or len(value) > 120:
        return Kind.ADDRESS if _ADDRESS_KEYS.search(key) and "\n" not in value else Kind.TEXT
    if _ADDRESS_KEYS.search(key):
        return Kind.ADDRESS
    if _DATE_KEYS.search(key) and Timestamp.read(value) is not None:
        return Kind.TIMESTAMP
    return Kind.LINE


def _kind_of_nothing(key: str) -> Kind:
    if _ADDRESS_KEYS.search(key):
        return Kind.ADDRESS
    return Kind.TIMESTAMP if _DATE_KEYS.search(key) else Kind.LINE


def label_of(key: str) -> str:
    """A key as a person would say it: `publishedDateTime` is "Published on"."""
    if key in _LABELS:
        return _LABELS[key]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+", " ", key).strip()
    words = re.sub(r"\b(url|uri|amp|cdn|html|id)\b", lambda m: m.group().upper(), words, flags=re.I)
    return words[:1].upper() + words[1:] if words else key
