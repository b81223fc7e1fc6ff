"""Which article of the folder a related item is, told by its slug, its path or its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from curator.content.related import address_of, canonical_address, is_address, slug_of
from curator.content.row import Row
from curator.frontmatter import Value


class Shelf(Protocol):
    """What is asked of the session."""

    @property
    def rows(self) -> Mapping[str, Row]: ...
    def article_named(self, slug: str) -> Row | None: ...


def article_of(shelf: Shelf, item: Value) -> Row | None:
    """The article that an item of a related list is, or None.

    Looking for an address goes through all rows, some milliseconds in a large folder: a table of
    them would take more room than it is worth.
    """
    if isinstance(item, str) and not is_address(item):
        path = item.strip().lstrip("/")
        return shelf.rows.get(path) or shelf.article_named(slug_of(item))
    address = address_of(item)
    return article_at(shelf, address) if address else None


def article_at(shelf: Shelf, address: str) -> Row | None:
    """The first article with a web address, however it is written."""
    wanted = canonical_address(address)
    words = re.findall(r"[A-Za-z0-9_-]+", wanted)
    if not words:
        return None
    # Most rows are told apart by the longest word alone.
    rare = max(words, key=len)
    for row in shelf.rows.values():
        if rare in row.address and canonical_address(row.address) == wanted:
            return row
    return None


def signs_of(shelf: Shelf, item: Value) -> set[str]:
    """What an item can be known by: its address, its slug, the article of the folder that it is.

    Two items with a common sign are the same story.
    """
    signs: set[str] = set()
    address = address_of(item)
    if address:
        signs.add("at " + canonical_address(address))
    elif isinstance(item, str):
        signs.add("named " + slug_of(item))
        row = article_of(shelf, item)
        if row is not None:
            signs |= signs_of_row(row)
    return signs


def signs_of_row(row: Row) -> set[str]:
    """The signs of an article of the folder."""
    signs = {"named " + row.slug}
    if row.address:
        signs.add("at " + canonical_address(row.address))
    return signs
