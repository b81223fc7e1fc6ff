"""The row of an article: all that lists, filters and sorts know of it, small enough for 100,000.

Its text is kept once, folded for the search, with the places of its capital letters; title and
excerpt come from the two when they are asked for, which is when they are painted.  It is kept
narrow, each byte of its UTF-8 as one character: otherwise one curly quote would double its size,
and as bytes it would take twice as long to search.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from curator.content.checks import DUPLICATE_CODES, Problem
from curator.content.related import slug_of

_CAPITALS = re.compile("[A-Z]")


class Published(Enum):
    """The publish flag.  Jekyll publishes everything but `published: false`."""

    YES = "published"
    NO = "held"
    NONE = "no flag"
    OTHER = "unclear"


class Row(NamedTuple):
    """What the list of articles knows of one article.

    `path` is relative to the content folder, with `/`.  `moment` is the date in seconds since
    1970 in UTC, None without one; `date_text` is the date as written.  `haystack` is the
    case-folded text in which a search looks, title and excerpt on its first two lines, and
    narrow, as what is looked for must be.
    `readable` is false for a file that does not parse; its `problems` say why.  `letters` is what
    title and excerpt are restored with; both as they are where that is no shorter.
    """

    path: str
    collection: str
    published: Published
    provider: str
    domain: str
    moment: float | None
    date_text: str
    quality: int | float | None
    heat: int | float | None
    topics: tuple[str, ...]
    related: int
    address: str
    problems: tuple[Problem, ...]
    readable: bool
    haystack: str
    letters: bytes | tuple[str, str]

    @property
    def title(self) -> str:
        """The title as it is written."""
        return _restored(self.haystack, self.letters)[0]

    @property
    def excerpt(self) -> str:
        """The excerpt as it is written."""
        return _restored(self.haystack, self.letters)[1]

    @property
    def texts(self) -> tuple[str, str]:
        """Title and excerpt, for the cost of one of them."""
        return _restored(self.haystack, self.letters)

    @property
    def folded_title(self) -> str:
        """The title without regard to case, for sorting and searching: a fifth of the cost."""
        return widened(self.title_key)

    @property
    def title_key(self) -> str:
        """The same narrow, which sorts alike."""
        return self.haystack[: self.haystack.index("\n")]

    @property
    def folded_excerpt(self) -> str:
        """The excerpt without regard to case."""
        return widened(self.haystack.split("\n", 2)[1])

    @property
    def slug(self) -> str:
        """The name by which a list of plain slugs refers to the article."""
        return slug_of(self.path)

    @property
    def duplicates(self) -> int:
        """How many of the related items stand there a second time, or are the article itself."""
        return sum(problem.code in DUPLICATE_CODES for problem in self.problems)


def make_row(
    path: str,
    *,
    title: str = "",
    excerpt: str = "",
    published: Published = Published.NONE,
    provider: str = "",
    domain: str = "",
    moment: float | None = None,
    date_text: str = "",
    quality: int | float | None = None,
    heat: int | float | None = None,
    topics: Sequence[str] = (),
    related: int = 0,
    address: str = "",
    problems: Sequence[Problem] = (),
    readable: bool = True,
) -> Row:
    """A row with these values; line breaks in title and excerpt become blanks."""
    if "\n" in title:
        title = " ".join(title.split("\n"))
    if "\n" in excerpt:
        excerpt = " ".join(excerpt.split("\n"))
    haystack = narrowed("\n".join((title, excerpt, provider, domain, *topics)).casefold())
    return Row(
        path,
        sys.intern(collection_of(path)),
        published,
        sys.intern(provider),
        sys.intern(domain),
        moment,
        date_text,
        quality,
        heat,
        tuple(map(sys.intern, topics)),
        related,
        address,
        tuple(problems),
        readable,
        haystack,
        _letters(title, excerpt, haystack),
    )


def narrowed(text: str) -> str:
    """A text with each byte of its UTF-8 as one character.

    One text is in another, or before it, where that is true of the two narrowed.
    """
    return text if text.isascii() else _utf8(text).decode("latin-1")


def widened(text: str) -> str:
    """The text that was narrowed."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", "surrogatepass")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def collection_of(path: str) -> str:
    """The collection of an article: the first folder of its path; empty at the top.

    Jekyll keeps a collection in a folder with an underscore before its name
    (https://jekyllrb.com/docs/collections/).
    """
    first, slash, _ = path.partition("/")
    return first.removeprefix("_") if slash else ""


def _letters(title: str, excerpt: str, haystack: str) -> bytes | tuple[str, str]:
    """What makes the beginning of `haystack` title and excerpt again.

    In UTF-8 a capital letter mostly differs from the small one in the bit of weight 32 alone.  So
    it is enough to keep the numbers of bytes between those that differ.
    """
    if title.isascii() and excerpt.isascii() and len(title) <= 255:
        # Then only the capitals are different, and nothing is longer or shorter.
        lengths = list(map(len, _CAPITALS.split(f"{title}\n{excerpt}")))
        return _gaps(len(title), lengths) or (title, excerpt)
    start = _utf8(title)
    text = start + b"\n" + _utf8(excerpt)
    size = len(text)
    folded = haystack[:size].encode("latin-1")
    if len(start) > 255 or len(folded) < size or folded[len(start)] != 10:
        return title, excerpt
    difference = int.from_bytes(text, "big") ^ int.from_bytes(folded, "big")
    bits = difference.to_bytes(size, "big")
    if bits.translate(None, b"\0\x20"):
        return title, excerpt
    return _gaps(len(start), list(map(len, bits.split(b"\x20")))) or (title, excerpt)


def _gaps(start: int, lengths: list[int]) -> bytes | None:
    longest = max(lengths)
    if longest <= 255:
        return bytes((1, start, *lengths))
    return bytes((2, start)) + array("H", lengths).tobytes() if longest <= 65535 else None


def _restored(haystack: str, letters: bytes | tuple[str, str]) -> tuple[str, str]:
    if isinstance(letters, tuple):
        return letters
    gaps = letters[2:] if letters[0] == 1 else array("H", letters[2:])
    difference = b"\x20".join([bytes(gap) for gap in gaps])
    size = len(difference)
    whole = int.from_bytes(haystack[:size].encode("latin-1"), "big") ^ int.from_bytes(
        difference, "big"
    )
    text = whole.to_bytes(size, "big")
    length = letters[1]
    return (
        text[:length].decode("utf-8", "surrogatepass"),
        text[length + 1 :].decode("utf-8", "surrogatepass"),
    )
