"""What reading an article gives for the index: its row, and a stamp to know the file again by."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from curator.content.index.packing import Packed, packed
from curator.content.index.quick_row import read_with_marks
from curator.content.index.walk import UNSETTLED, Stamp, stamp_of

_SETTLED = 2_000_000_000
"""Nanoseconds within which a second write may leave the times as they are, on coarse systems."""


class Entry(NamedTuple):
    """A file as the index keeps it, in the order of its columns.

    `digest` tells whether the row is as it was when it was written, and 0 that the file has no
    front matter and so no row: then `haystack` and `rest` are None.
    `related` has the marks of the related list, see `backlinks`; None where there are none.
    """

    path: str
    stamp: Stamp
    moment: float | None
    digest: int
    haystack: bytes | None
    rest: bytes | None
    related: bytes | None

    @property
    def packed(self) -> Packed | None:
        """The row; None for a file without front matter."""
        if self.haystack is None or self.rest is None:
            return None
        return self.path, self.haystack, self.rest


def read_entries(folder: str, paths: Sequence[str]) -> list[Entry | None]:
    """Read the articles at `paths` below `folder`; None for those that are gone.

    The stamp is that of the state that was read, or an older one: should the file be written at
    the same time, the next walk finds it changed.
    """
    settled = time.time_ns() - _SETTLED
    found = read_with_marks(folder, paths)
    packs = [packed(row) if row is not None else None for _, row, _ in found]
    entries: list[Entry | None] = []
    for path, (about, row, marks), pack in zip(paths, found, packs, strict=True):
        if about is None and not os.path.lexists(f"{folder}/{path}"):
            entries.append(None)
            continue
        stamp = UNSETTLED
        if about is not None and about.st_mtime_ns <= settled and about.st_ctime_ns <= settled:
            stamp = stamp_of(about)
        if row is None or pack is None:
            entries.append(Entry(path, stamp, None, 0, None, None, None))
        else:
            digest = digest_of(pack)
            entries.append(Entry(path, stamp, row.moment, digest, pack[1], pack[2], marks or None))
    return entries


def digest_of(pack: Packed) -> int:
    """A number above 0 that differs where anything in a row does."""
    path, haystack, rest = pack
    return zlib.crc32(b"".join((path.encode(), haystack, rest))) or 1
