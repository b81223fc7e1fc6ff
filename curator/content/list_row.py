"""The row of an article as the window holds it, a hundred thousand times: small, and soon made.

A `Row` says most of its text twice, as it is written and folded for the search.  Here only the
folded text is kept, with the places of its capital letters; title and excerpt come from the two
when they are asked for, which is when they are painted.
"""

from __future__ import annotations

import json
import sys
from array import array
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from curator.content.article import Published, Row, collection_of
from curator.content.checks import Problem
from curator.content.related import slug_of

Packed: TypeAlias = tuple[str, bytes, bytes]
"""A row to be stored or sent: path, haystack, and all else as JSON."""

_PUBLISHED = (Published.YES, Published.NO, Published.NONE, Published.OTHER)
_CODES = {published: code for code, published in enumerate(_PUBLISHED)}
# A new encoder for each row would cost more than the row.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().raw_decode


class ListRow(NamedTuple):
    """What the list knows of one article; the names mean what they do in `Row`.

    `haystack` is UTF-8: a search folds and encodes its words once, and looks for their bytes.
    `letters` is what title and excerpt are restored with; both as they are where that is no
    shorter.
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
    haystack: bytes
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
    def folded_title(self) -> str:
        """The title without regard to case, for sorting and searching: a fifth of the cost."""
        if isinstance(self.letters, tuple):
            return self.letters[0].casefold()
        return self.haystack[: self.letters[1]].decode()

    @property
    def has_title(self) -> bool:
        """Whether the title is not empty."""
        letters = self.letters
        return bool(letters[0]) if isinstance(letters, tuple) else letters[1] > 0

    @property
    def has_excerpt(self) -> bool:
        """Whether the excerpt is not empty."""
        letters = self.letters
        if isinstance(letters, tuple):
            return bool(letters[1])
        # The line of the excerpt follows that of the title, and others follow it.
        return self.haystack[letters[1] + 1 : letters[1] + 2] not in (b"\n", b"")

    @property
    def slug(self) -> str:
        """The name by which a list of plain slugs refers to the article."""
        return slug_of(self.path)

    @property
    def duplicates(self) -> int:
        """How many of the related items stand there a second time."""
        return sum(problem.code == "related-duplicate" for problem in self.problems)


def list_row(row: Row) -> ListRow:
    """The small form of a row."""
    return unpacked(packed(row))


def packed(row: Row) -> Packed:
    """A row in the form in which it is stored and sent."""
    haystack = row.haystack.encode()
    letters = _letters(row.title, row.excerpt, haystack)
    rest = (
        _CODES[row.published],
        row.provider,
        row.domain,
        row.moment,
        row.date_text,
        row.quality,
        row.heat,
        "\n".join(row.topics),
        row.related,
        row.address,
        [tuple(problem.as_dict().values())[1:] for problem in row.problems],
        row.readable,
        letters.decode("latin-1") if isinstance(letters, bytes) else letters,
    )
    return row.path, haystack, _encode(rest).encode()


def unpacked(pack: Packed) -> ListRow:
    """The row that was packed."""
    path, haystack, rest = pack
    (
        published,
        provider,
        domain,
        moment,
        date_text,
        quality,
        heat,
        topics,
        related,
        address,
        problems,
        readable,
        letters,
    ) = _decode(rest.decode())[0]
    return ListRow(
        path,
        sys.intern(collection_of(path)),
        _PUBLISHED[published],
        sys.intern(provider),
        sys.intern(domain),
        moment,
        date_text,
        quality,
        heat,
        _topics(topics),
        related,
        address,
        tuple(Problem(path, *problem) for problem in problems) if problems else (),
        readable,
        haystack,
        letters.encode("latin-1") if isinstance(letters, str) else (letters[0], letters[1]),
    )


@lru_cache(maxsize=8192)
def _topics(joined: str) -> tuple[str, ...]:
    """Topics as one tuple for all the articles that have the same."""
    return tuple(sys.intern(topic) for topic in joined.split("\n")) if joined else ()


def _letters(title: str, excerpt: str, haystack: bytes) -> bytes | tuple[str, str]:
    """What makes the beginning of `haystack` title and excerpt again.

    In UTF-8 a capital letter mostly differs from the small one in the bit of weight 32 alone.  So
    it is enough to keep the numbers of bytes between those that differ.
    """
    start = title.encode()
    text = start + b"\n" + excerpt.encode()
    size = len(text)
    folded = haystack[:size]
    if len(start) > 255 or len(folded) < size or folded[len(start)] != 10:
        return title, excerpt
    difference = int.from_bytes(text, "big") ^ int.from_bytes(folded, "big")
    bits = difference.to_bytes(size, "big")
    if bits.translate(None, b"\0\x20"):
        return title, excerpt
    lengths = list(map(len, bits.split(b"\x20")))
    if max(lengths) <= 255:
        return bytes((1, len(start), *lengths))
    if max(lengths) <= 65535:
        return bytes((2, len(start))) + array("H", lengths).tobytes()
    return title, excerpt


def _restored(haystack: bytes, letters: bytes | tuple[str, str]) -> tuple[str, str]:
    if isinstance(letters, tuple):
        return letters
    gaps = letters[2:] if letters[0] == 1 else array("H", letters[2:])
    difference = b"\x20".join([bytes(gap) for gap in gaps])
    size = len(difference)
    whole = int.from_bytes(haystack[:size], "big") ^ int.from_bytes(difference, "big")
    text = whole.to_bytes(size, "big")
    length = letters[1]
    return text[:length].decode(), text[length + 1 :].decode()
