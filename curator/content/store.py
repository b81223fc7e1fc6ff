"""Reading and saving one article: all of it or nothing, and never over somebody else's work."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from curator.content.related import identity_of
from curator.frontmatter import Document, FrontMatterError, path_text
from curator.frontmatter.merge import Conflict, changed_keys, merge

MERGE_TRIES = 8
"""How often a save starts anew where others write the file at the same time."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it is on disk: the document and a digest of the bytes that it came from."""

    path: Path
    document: Document
    digest: bytes


class SaveError(Exception):
    """A save that was not made; the file is as it was.

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


class Vanished(SaveError):
    """The file is not there any more."""


class ReadOnly(SaveError):
    """The file, or its folder, may not be written."""


def load(path: Path) -> Stored:
    """Read and parse an article.

    Raises FrontMatterError, its `path` filled in, or OSError.
    """
    data = path.read_bytes()
    try:
        return Stored(path, Document.parse(data), _digest(data))
    except FrontMatterError as error:
        error.path = path
        raise


def save(stored: Stored, document: Document) -> Stored:
    """Write `document` in place of what `stored` was read as, and return what is there now.

    The file is replaced in one step after its new bytes are safely on the disk; mode, owner and
    extended attributes stay, and a symbolic link keeps pointing where it did.  Raises SaveError:
    ChangedOutside, Vanished, ReadOnly, or one that gives the system's own reason.
    """
    data = document.to_bytes()
    try:
        # realpath, because Path.resolve raises no OSError for links that lead in a circle.
        target = Path(os.path.realpath(stored.path, strict=True))
        before = target.stat()
        _refuse_unwritable(stored.path, before)
        _refuse_changed(stored, target)
        _replace(stored, target, before, data)
    except FileNotFoundError as error:
        raise Vanished(
            stored.path, "the file is no longer there; it was moved or deleted outside"
        ) from error
    except OSError as error:
        raise _said(stored.path, error) from error
    return Stored(stored.path, document, _digest(data))


def create(path: Path, document: Document) -> Stored:
    """Write an article where there is no file, its folder too.  Raises SaveError."""
    data = document.to_bytes()
    temporary = path.with_name(f".curator-{secrets.token_hex(6)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # A link, because unlike a replace it fails where somebody has put a file there.
        os.link(temporary, path)
    except FileExistsError as error:
        raise ChangedOutside(path, "there is a file of that name again; try again") from error
    except OSError as error:
        raise _said(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    _sync_folder(path.parent)
    return Stored(path, document, _digest(data))


@dataclass(frozen=True, slots=True)
class Saved:
    """A save that was made: what is there now, and `before`, what was there until then.

    `outside` names the fields that others had changed since the article was read.
    """

    stored: Stored
    outside: list[str]
    before: Document


def save_merging(stored: Stored, document: Document) -> Saved:
    """Save `document`, keeping what others changed in the file since `stored` was read.

    The changes from `stored` to `document` are merged into the file as it is, field by field; a
    body changed outside stays so.  Raises what `save` raises; ChangedOutside where a field was
    changed on both sides, or the file does not parse any more.
    """
    latest = stored
    for _ in range(MERGE_TRIES):
        try:
            written = save(latest, document)
            outside = changed_keys(stored.document, latest.document)
            return Saved(written, outside, latest.document)
        except ChangedOutside as error:
            latest = _read_again(stored, error)
            merged = merge(stored.document, document, latest.document, identity_of)
            if merged.conflicts:
                names = ", ".join(path_text(each.path) for each in merged.conflicts)
                raise ChangedOutside(
                    stored.path,
                    f"{names} was changed here and outside; nothing was written",
                    merged.conflicts,
                ) from error
            document = merged.document
    raise ChangedOutside(stored.path, "the file keeps changing; it is saved again in a moment")


def _read_again(stored: Stored, error: ChangedOutside) -> Stored:
    try:
        return load(stored.path)
    except FrontMatterError as reason:
        raise ChangedOutside(
            stored.path,
            f"the file was changed outside and does not parse any more ({reason.message}); "
            "nothing was written",
        ) from error
    except OSError as reason:
        raise _said(stored.path, reason) from error


def _refuse_unwritable(path: Path, before: os.stat_result) -> None:
    if not before.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(
        path, os.W_OK
    ):
        raise ReadOnly(path, "the file is read-only: make it writable, then save again")
    if not stat.S_ISREG(before.st_mode):
        raise SaveError(path, "this is no longer a file: choose another name for one of the two")
    if before.st_nlink > 1:
        raise SaveError(
            path,
            f"the file has {before.st_nlink} names (hard links), and saving it would part them: "
            "keep one of them, then save again",
        )


def _refuse_changed(stored: Stored, target: Path) -> None:
    if _digest(target.read_bytes()) != stored.digest:
        raise ChangedOutside(
            stored.path, "the file was changed outside since it was opened; nothing was written"
        )


def _replace(stored: Stored, target: Path, before: os.stat_result, data: bytes) -> None:
    # The name must neither look like an article nor be longer than the file's own may be.
    temporary = target.with_name(f".curator-{secrets.token_hex(6)}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            _keep_attributes(target, before, file.fileno())
            os.fsync(file.fileno())
        # Times of files are too coarse to trust, and reading again costs little beside the fsync.
        _refuse_changed(stored, target)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _keep_attributes(target: Path, before: os.stat_result, descriptor: int) -> None:
    """Owner, extended attributes and mode of the old file, as far as the system allows."""
    if not hasattr(os, "fchown"):
        return
    now = os.fstat(descriptor)
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        # Only root may give files away; a group that cannot be kept is no reason not to save.
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, before.st_uid, before.st_gid)
    if hasattr(os, "listxattr"):
        for name in _attributes(target):
            # One that may not be set must not cost the others.
            with contextlib.suppress(OSError):
                os.setxattr(descriptor, name, os.getxattr(target, name))
    os.fchmod(descriptor, stat.S_IMODE(before.st_mode))


def _attributes(target: Path) -> list[str]:
    try:
        return os.listxattr(target)
    except OSError:
        return []


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut; not every system can."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_REASONS = {
    errno.ENOSPC: "the disk is full: free some space, then save again",
    errno.EDQUOT: "your disk quota is used up: free some space, then save again",
    errno.EACCES: "permission denied: you may not write in this folder",
    errno.EPERM: "permission denied: you may not write in this folder",
    errno.EROFS: "the disk is mounted read-only: save again when it is writable",
    errno.EIO: "the disk reports an error: check it, then save again",
}


def _said(path: Path, error: OSError) -> SaveError:
    message = _REASONS.get(error.errno or 0)
    if message is None:
        message = f"the system says: {error.strerror or error}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ReadOnly(path, message)
    return SaveError(path, message)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
