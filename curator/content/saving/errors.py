"""Why an article could not be saved, in words for the person who edits it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from curator.frontmatter.merge import Conflict


class SaveError(Exception):
    """A save that was not made; the file is as it was (but see NotDurable).

    `message` says why and what to do; `path` is the file.
    """

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


class ChangedOutside(SaveError):
    """Something else wrote the file since it was read, and the two cannot both be kept.

    `conflicts` are the fields that both changed; empty where merging was not tried.
    """

    def __init__(self, path: Path, message: str, conflicts: list[Conflict] | None = None) -> None:
        super().__init__(path, message)
        self.conflicts = conflicts or []


class OpenOutside(ChangedOutside):
    """Another program keeps the file open for writing; what it writes next would be lost."""


class KeepsChanging(ChangedOutside):
    """Others write the file faster than their changes can be merged; later it will do."""


class Vanished(SaveError):
    """The file is not there any more."""


class ReadOnly(SaveError):
    """The file, or its folder, may not be written."""


class NotDurable(SaveError):
    """The new bytes are in place and will be read, but the disk would not confirm the new name.

    Of all kinds the only one where the file is not as it was.  After a power cut it may be: old
    or new, never in between.  Saving again is safe, and right once the disk is well.
    """


_REASONS = {
    errno.ENOSPC: "the disk is full: free some space, then save again",
    errno.EDQUOT: "your disk quota is used up: free some space, then save again",
    errno.EACCES: "permission denied: you may not write in this folder",
    errno.EPERM: "permission denied: only the owner may replace this file, or it is protected",
    errno.EROFS: "the disk is mounted read-only: save again when it is writable",
    errno.EIO: "the disk reports an error: check it, then save again",
    errno.ELOOP: "the link leads back to itself: mend or delete it",
    errno.ENOTDIR: "a file stands where its folder was: choose another name for one of the two",
    errno.EMFILE: "too many files are open: close some windows, then save again",
    errno.ENFILE: "too many files are open: close other programs, then save again",
    errno.ESTALE: "the network folder was lost: connect it again, then save again",
}
_NO_MORE_FILES = "the disk has no room for more files: delete some, then save again"


def explained(path: Path, error: OSError) -> SaveError:
    """The system's error about a file that was to be saved, as one that says what to do."""
    message = _REASONS.get(error.errno or 0)
    if message is None:
        message = f"the system says: {error.strerror or error}"
    if error.errno == errno.ENOSPC and _only_names_are_short(path):
        message = _NO_MORE_FILES
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnly(path, message)
    return SaveError(path, message)


def _only_names_are_short(path: Path) -> bool:
    """Whether the disk has space left, but not for another file."""
    try:
        disk = os.statvfs(path.parent)
    except (AttributeError, OSError):
        return False
    return disk.f_files > 0 and disk.f_favail == 0 and disk.f_bavail > 0
