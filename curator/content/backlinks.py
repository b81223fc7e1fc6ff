"""Which articles have a given one in their related lists.

An item refers to an article by its web address, in whatever way that is written, or by its slug.
Of each list the index keeps a mark of eight bytes an item; the lists of articles that are being
edited are looked through themselves.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

from curator.content.related import canonical_address, identity_of, slug_of
from curator.frontmatter import FieldPath, Value

RELATED: FieldPath = ("related",)
MARK = 8
"""Bytes of a mark."""


def mark_of(identity: str) -> bytes:
    """A mark of what makes two items the same story, the same in every process and version."""
    data = identity.encode("utf-8", "surrogatepass")
    # Either sum alone would be the same for two stories now and then.
    return (zlib.crc32(data) << 32 | zlib.adler32(data)).to_bytes(MARK, "big")


def marks_of(items: Value) -> bytes:
    """The marks of a related list, one behind the other; nothing where it is no list."""
    if not isinstance(items, list):
        return b""
    return joined(identity for item in items if (identity := identity_of(item)))


def joined(identities: Iterable[str]) -> bytes:
    """The marks of what items are known by, one behind the other."""
    return b"".join(map(mark_of, identities))


class Reference:
    """What related lists call an article: its web address, or the slug of its path."""

    def __init__(self, path: str, address: str) -> None:
        canonical = canonical_address(address) if address else ""
        self._identities = {slug_of(path)} | ({canonical} if canonical else set[str]())
        self.marks = tuple(sorted(map(mark_of, self._identities)))
        """Any of them stands among the marks of a list that has the article."""
        # However an address is written, the longest word behind its host is in it.
        words = re.findall(r"[A-Za-z0-9]+", canonical.partition("/")[2] or canonical)
        longest = max(words, key=len, default="").casefold()
        self._words = tuple(word for word in (longest, slug_of(path).casefold()) if word)

    def is_marked(self, marks: bytes) -> bool:
        """Whether a list with these marks has the article."""
        places = range(0, len(marks), MARK)
        return any(marks[place : place + MARK] in self.marks for place in places)

    def may_be_in(self, text: str) -> bool:
        """Whether front matter may refer to the article: far quicker than to read it."""
        folded = text.casefold()
        return any(word in folded for word in self._words)

    def is_in(self, items: Value) -> bool:
        """Whether a related list has the article."""
        return isinstance(items, list) and any(
            identity_of(item) in self._identities for item in items
        )
