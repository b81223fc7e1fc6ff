"""Related lists: what an item refers to, and which items are the same story."""

from __future__ import annotations

import re
from collections.abc import Iterable

from curator.content.addresses import canonical_address, is_address
from curator.frontmatter import Value

__all__ = [
    "ADDRESS_KEYS",
    "address_of",
    "canonical_address",
    "duplicates",
    "identity_of",
    "is_address",
    "is_own",
    "own_items",
    "slug_of",
]

ADDRESS_KEYS = ("webUrl", "url", "link", "originalUrl", "permalink")
"""Keys under which an item of a related list may hold its web address, the usual one first."""


def address_of(item: Value) -> str:
    """The web address of a related item; empty where it has none (a slug, say)."""
    if isinstance(item, dict):
        for key in ADDRESS_KEYS:
            value = item.get(key)
            if isinstance(value, str) and value:
                return value
        return ""
    return item if isinstance(item, str) and is_address(item) else ""


def identity_of(item: Value) -> str:
    """What makes two related items the same story: the canonical address, else the slug."""
    address = address_of(item)
    if address:
        return canonical_address(address)
    return slug_of(item) if isinstance(item, str) else ""


def duplicates(items: Iterable[Value]) -> list[int | None]:
    """For each item the number of the earlier item that is the same story, or None."""
    first: dict[str, int] = {}
    found: list[int | None] = []
    for number, item in enumerate(items):
        identity = identity_of(item)
        earlier = first.setdefault(identity, number) if identity else number
        found.append(earlier if earlier != number else None)
    return found


def is_own(item: Value, article: dict[str, Value], path: str) -> bool:
    """Whether an item is the very article, by its front matter and its path, that lists it."""
    return bool(own_items([item], article, path))


def own_items(items: Iterable[Value], article: dict[str, Value], path: str) -> set[int]:
    """The numbers of those items that are the very article, see `is_own`."""
    address = address_of(article)
    page = canonical_address(address) if address else None
    slug = slug_of(path) if path else None
    found: set[int] = set()
    for number, item in enumerate(items):
        listed = address_of(item)
        if listed:
            own = canonical_address(listed) == page
        else:
            own = isinstance(item, str) and slug_of(item) == slug
        if own:
            found.add(number)
    return found


def slug_of(reference: str) -> str:
    """The slug that a file name, a path or a site address stands for: `2020-02-11-a-b.md`, `a-b`.

    Jekyll takes the date off a post's file name (https://jekyllrb.com/docs/permalinks/), so a
    list may name an article either way.
    """
    name = reference.strip().rstrip("/").rsplit("/", 1)[-1]
    name = re.sub(r"\.(?:md|markdown|html?)$", "", name, flags=re.I)
    return re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-(?=.)", "", name)
