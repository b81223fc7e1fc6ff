"""A row as bytes, to be kept in the index or sent to another process."""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from typing import TypeAlias

from curator.content.checks import Problem
from curator.content.row import Published, Row, collection_of

Packed: TypeAlias = tuple[str, bytes, bytes]
"""A row: its path, its haystack, and all else as JSON."""

_PUBLISHED = (Published.YES, Published.NO, Published.NONE, Published.OTHER)
_CODES = {published: code for code, published in enumerate(_PUBLISHED)}
# A new encoder for each row would cost more than the row.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_decode = json.JSONDecoder().raw_decode


def packed(row: Row) -> Packed:
    """A row in the form in which it is stored and sent."""
    letters = row.letters
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
    return (
        row.path,
        row.haystack.encode("latin-1"),
        _encode(rest).encode("utf-8", "surrogatepass"),
    )


def unpacked(pack: Packed) -> Row:
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
    ) = _decode(rest.decode("utf-8", "surrogatepass"))[0]
    return Row(
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
        haystack.decode("latin-1"),
        letters.encode("latin-1") if isinstance(letters, str) else (letters[0], letters[1]),
    )


@lru_cache(maxsize=8192)
def _topics(joined: str) -> tuple[str, ...]:
    """Topics as one tuple for all the articles that have the same."""
    return tuple(sys.intern(topic) for topic in joined.split("\n")) if joined else ()
