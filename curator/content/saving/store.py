"""Reading and saving one article: all of it or nothing, and never over somebody else's work."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from curator.content.related import identity_of
from curator.content.saving import new_files
from curator.content.saving.errors import (
    ChangedOutside,
    KeepsChanging,
    NotDurable,
    OpenOutside,
    ReadOnly,
    SaveError,
    Vanished,
    explained,
)
from curator.content.saving.replace import Stamp, replace, stamp_of
from curator.content.saving.syncing import sync_folders
from curator.content.saving.writers import PATIENCE
from curator.frontmatter import Document, FrontMatterError, path_text
from curator.frontmatter.merge import changed_keys, merge

__all__ = [
    "ChangedOutside",
    "KeepsChanging",
    "NotDurable",
    "OpenOutside",
    "ReadOnly",
    "SaveError",
    "Saved",
    "Stored",
    "Vanished",
    "create",
    "load",
    "save",
    "save_merging",
    "sync_folders",
]

MERGE_TRIES = 8
"""How often a save starts anew where others write the file at the same time."""

_PAUSE = 0.01
"""Seconds until a file that somebody is writing is read again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it is on disk: the document and a digest of the bytes that it came from.

    `stamp` spares a save one reading of a file that nobody has touched.
    """

    path: Path
    document: Document
    digest: bytes
    stamp: Stamp | None = field(default=None, compare=False, repr=False)


def open_file(path: Path) -> BinaryIO:
    """Open an article's file to be read; raises OSError.

    What has taken its place, such as a pipe, could keep us waiting for ever.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "this is not a file", str(path))
    return os.fdopen(handle, "rb")


def read(path: Path) -> tuple[bytes, Stamp]:
    """An article's bytes and their stamp; raises OSError."""
    with open_file(path) as file:
        return file.read(), stamp_of(os.fstat(file.fileno()))


def stored(path: Path, document: Document, data: bytes, stamp: Stamp) -> Stored:
    """What was read at `path`: a document of these bytes."""
    return Stored(path, document, _digest(data), stamp)


def load(path: Path) -> Stored:
    """Read and parse an article.

    Raises FrontMatterError, its `path` filled in, or OSError.
    """
    data, stamp = read(path)
    try:
        return stored(path, Document.parse(data), data, stamp)
    except FrontMatterError as error:
        error.path = path
        raise


@dataclass(frozen=True, slots=True)
class Order:
    """Bytes to be put in place of those with that digest and, likely, that stamp."""

    path: Path
    data: bytes
    digest: bytes
    stamp: Stamp | None

    def replaces(self, data: bytes) -> bool:
        """Whether these are the bytes that it is for."""
        return _digest(data) == self.digest


def order_of(stored: Stored, document: Document) -> Order:
    """What has to be written for `document` to be in place of what `stored` was read as."""
    return Order(stored.path, document.to_bytes(), stored.digest, stored.stamp)


def carry_out(order: Order, later: set[str] | None = None) -> Stamp:
    """Write what is ordered, and return its stamp; see `save`."""
    try:
        return replace(order.path, order.data, order.replaces, order.stamp, later)
    except FileNotFoundError as error:
        raise Vanished(
            order.path, "the file is no longer there; it was moved or deleted outside"
        ) from error
    except OSError as error:
        raise explained(order.path, error) from error


def is_carried_out(order: Order) -> bool:
    """Whether the file has what was ordered, so far as it can be read."""
    try:
        with open_file(order.path) as file:
            return file.read() == order.data
    except OSError:
        return False


def save(stored: Stored, document: Document, later: set[str] | None = None) -> Stored:
    """Write `document` in place of what `stored` was read as, and return what is there now.

    The file is replaced in one step after its new bytes are safely on the disk; mode, owner,
    access list and extended attributes stay as far as the system allows, and a symbolic link
    keeps pointing where it did.  When this returns, the save survives a power cut; a batch of
    saves is faster where each is given the same set `later`, and `sync_folders(later)` makes them
    all survive.

    Raises SaveError: ChangedOutside, OpenOutside, Vanished, ReadOnly, one that gives the system's
    own reason, or NotDurable, the only one after which the file is not as it was.
    """
    order = order_of(stored, document)
    return _written(order, document, carry_out(order, later))


def _written(order: Order, document: Document, stamp: Stamp | None) -> Stored:
    return Stored(order.path, document, _digest(order.data), stamp)


def create(path: Path, document: Document) -> Stored:
    """Write an article where there is no file, its folder too.

    Raises SaveError; after NotDurable the file is there.
    """
    data = document.to_bytes()
    try:
        new_files.create(path, data)
    except FileExistsError as error:
        raise ChangedOutside(path, "there is a file of that name again; try again") from error
    except OSError as error:
        raise explained(path, error) from error
    return Stored(path, document, _digest(data))


@dataclass(frozen=True, slots=True)
class Saved:
    """A save that was made.

    `outside` names the fields that others had changed meanwhile; `before` is what the file had
    when it was replaced, with those changes.
    """

    stored: Stored
    outside: list[str]
    before: Document


def saved_by_order(order: Order, stored: Stored, document: Document, stamp: Stamp | None) -> Saved:
    """What `save_merging` returns, of an order that was carried out elsewhere."""
    return Saved(_written(order, document, stamp), [], stored.document)


def save_merging(stored: Stored, document: Document, later: set[str] | None = None) -> Saved:
    """Save `document`, keeping what others changed in the file since `stored` was read.

    The changes from `stored` to `document` are merged into the file as it is, field by field; a
    body changed outside stays so.  A file that others are just writing is waited for.  Raises
    what `save` raises; ChangedOutside where a field was changed on both sides, or the file does
    not parse any more.
    """
    latest, merged = stored, document
    for _ in range(MERGE_TRIES):
        try:
            after = save(latest, merged, later)
        except OpenOutside:
            raise
        except (ChangedOutside, Vanished) as error:
            latest = _read_again(stored, error)
            merged = _merged(stored, document, latest)
        else:
            return Saved(after, _outside(stored, document, latest), latest.document)
    raise KeepsChanging(stored.path, "the file keeps changing; it is saved again in a moment")


def _merged(stored: Stored, document: Document, latest: Stored) -> Document:
    result = merge(stored.document, document, latest.document, identity_of)
    if result.conflicts:
        names = ", ".join(path_text(each.path) for each in result.conflicts)
        raise ChangedOutside(
            stored.path,
            f"{names} was changed here and outside; nothing was written",
            result.conflicts,
        )
    return result.document


def _outside(stored: Stored, document: Document, latest: Stored) -> list[str]:
    """The fields that others gave a value which is not ours."""
    if latest is stored:
        return []
    not_ours = changed_keys(document, latest.document)
    return [key for key in changed_keys(stored.document, latest.document) if key in not_ours]


def _read_again(stored: Stored, error: SaveError) -> Stored:
    """The file as others left it; one that is not whole is given the time to become so."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            return load(stored.path)
        except FrontMatterError as reason:
            problem = ChangedOutside(
                stored.path,
                f"the file was changed outside and does not parse any more ({reason.message}); "
                "nothing was written",
            )
        except FileNotFoundError:
            problem = error
        except OSError as reason:
            raise explained(stored.path, reason) from error
        if time.monotonic() > last:
            raise problem from error
        time.sleep(_PAUSE)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
