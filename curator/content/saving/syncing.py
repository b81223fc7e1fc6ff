"""Making the names in a folder survive a power cut."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from curator.content.saving.errors import NotDurable, explained

_CANNOT = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EACCES, errno.EPERM)


def sync_folder(path: Path, folder: str) -> None:
    """Make the name of `path` in its folder survive a power cut, where the system can.

    Raises NotDurable.
    """
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            with contextlib.suppress(OSError):
                os.close(descriptor)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise not_certain(path, error) from error


def not_certain(path: Path, error: OSError) -> NotDurable:
    """What to say where a file has its new bytes, but the system then reported an error."""
    reason = explained(path, error).message
    return NotDurable(path, f"written, but not yet for certain: {reason}")


def sync_folders(later: set[str]) -> None:
    """Sync the folders of saves that were told to do so later; leaves `later` empty.

    Raises NotDurable for the first that fails, after all were tried.
    """
    problem: NotDurable | None = None
    while later:
        folder = later.pop()
        try:
            sync_folder(Path(folder), folder)
        except NotDurable as error:
            problem = problem or error
    if problem is not None:
        raise problem
