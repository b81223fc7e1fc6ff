"""Files that were not there before: written whole and onto the disk before they get their name."""

# ruff: noqa: PTH106

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path

from curator.content.saving.renaming import take_name
from curator.content.saving.syncing import sync_folder
from curator.content.saving.temporary import remove, temporary_beside

AS_IT_IS = getattr(os, "O_BINARY", 0)
"""A flag for every file that is opened: line ends are not translated."""

_WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | AS_IT_IS


def create(path: Path, data: bytes) -> None:
    """Write a file where there is none, its folder too.

    Raises FileExistsError where there is one, another OSError, or NotDurable.
    """
    missing = [folder for folder in path.parents if not folder.exists()]
    temporary = temporary_beside(os.fspath(path))
    try:
        _make_folder(path)
        write_new(temporary, data, 0o666)
        take_name(temporary, os.fspath(path))
    except BaseException:
        remove(temporary)
        for folder in missing:
            with contextlib.suppress(OSError):
                os.rmdir(folder)
        raise
    remove(temporary)
    for folder in (path.parent, *(each.parent for each in missing)):
        sync_folder(path, os.fspath(folder))


def write_new(
    path: str,
    data: bytes,
    mode: int,
    finish: Callable[[int, os.stat_result], None] | None = None,
) -> os.stat_result:
    """Write a new file onto the disk; `finish` may do more to it before."""
    descriptor = open_new(path, mode)
    try:
        made = write_all(descriptor, data)
        if finish is not None:
            finish(descriptor, made)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return made


def open_new(path: str, mode: int) -> int:
    """Open a new file to be written; its descriptor.  Raises OSError."""
    return os.open(path, _WRITING, mode)


def write_all(descriptor: int, data: bytes) -> os.stat_result:
    """Write all of `data`, not yet onto the disk; what is known of the file.  Raises OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    return os.fstat(descriptor)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error
