"""Putting new bytes in the place of a file: all of them or none, and over nobody's work.

1. The new bytes go to a temporary file beside the old one, with all that belongs to it, and onto
   the disk.
2. Programs that write the old file are waited for and held off; it must have the expected bytes.
3. The two files change names.  What stood there must have been the old file.
4. The folder goes onto the disk.  Nobody may be waiting to write the old file, which is deleted.

Where 3 or 4 finds that others were at work, the files change names back, and it counts as changed
outside.

Where the disk cannot exchange names, the new file replaces the old one, and an old one that is
found changed afterwards is written back.  What neither finds: there, a file that was put in the
old one's place in the instant between 2 and 3; and on all systems, a program that had found the
old file by name before 3 but opens it for writing only after 4.
"""

# ruff: noqa: PTH104, PTH105, PTH120
# Paths are texts here: a Path for each step would cost a tenth of a save.

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from curator.content.saving.attributes import keep_attributes
from curator.content.saving.errors import (
    ChangedOutside,
    NotDurable,
    OpenOutside,
    ReadOnly,
    SaveError,
    explained,
)
from curator.content.saving.new_files import AS_IT_IS, open_new, write_all, write_new
from curator.content.saving.renaming import swap
from curator.content.saving.syncing import not_certain, sync_folder
from curator.content.saving.temporary import remove, temporary_beside
from curator.content.saving.writers import PATIENCE, Writers

Same: TypeAlias = Callable[[bytes], bool]
"""Whether bytes are those that a file is expected to have."""

Stamp: TypeAlias = tuple[int, int, int]
"""What is likely to differ where a file was changed, but need not."""

# Somebody may have put a pipe there since it was looked at, and opening that would wait.
_READING = os.O_RDONLY | AS_IT_IS | getattr(os, "O_NONBLOCK", 0)

_CALM = 0.02
"""Seconds without a change after which whoever writes a file is taken to be done."""

_CHANGED = "the file was changed outside since it was opened; nothing was written"

_without_swap: set[int] = set()
"""Disks that cannot exchange names: mostly network folders, where leases mean nothing either."""


def stamp_of(about: os.stat_result) -> Stamp:
    """A file's stamp, from what the system knows about it."""
    return (about.st_ino, about.st_size, about.st_mtime_ns)


def replace(
    path: Path, data: bytes, same: Same, stamp: Stamp | None = None, later: set[str] | None = None
) -> Stamp:
    """Put `data` in the place of the file at `path`, if its bytes are the `same`; its new stamp.

    A file without the old `stamp` is read before anything is written, and once more in any case
    before it is replaced.  With `later` the folder is not synced but added there, for
    `sync_folders`.  Raises SaveError or OSError; only with NotDurable is the file not as it was.
    """
    with contextlib.closing(Replacement.begin(path, data, same, stamp)) as replacement:
        replacement.sync()
        return replacement.finish(later)


def _refuse_unwritable(path: Path, target: str, about: os.stat_result) -> None:
    if not about.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise ReadOnly(path, "the file is read-only: make it writable, then save again")
    if not os.access(target, os.W_OK):
        if _is_read_only_disk(target):
            raise explained(path, OSError(errno.EROFS, os.strerror(errno.EROFS)))
        raise ReadOnly(path, "you may not write this file: ask its owner, then save again")
    if not stat.S_ISREG(about.st_mode):
        raise SaveError(path, "this is no longer a file: choose another name for one of the two")
    if about.st_nlink > 1:
        raise SaveError(
            path,
            f"the file has {about.st_nlink} names (hard links), and saving it would part them: "
            "keep one of them, then save again",
        )


def _is_read_only_disk(target: str) -> bool:
    return hasattr(os, "statvfs") and bool(os.statvfs(target).f_flag & os.ST_RDONLY)


class Replacement:
    """One file on its way into the place of another; see `replace`.

    Of many, all can be begun and then synced together, before they are finished one by one.
    Whoever has begun one closes it, whatever becomes of it.
    """

    def __init__(self, path: Path, target: str, about: os.stat_result, same: Same) -> None:
        self.path = path
        self._target = target
        self._folder = os.path.dirname(target) or os.curdir
        self._about = about
        self._same = same
        self._temporary = temporary_beside(target)
        self._new = -1
        self._old = os.open(target, _READING)
        self._writers = Writers(self._old)
        self._swapped = False
        self._has_temporary = True

    @classmethod
    def begin(cls, path: Path, data: bytes, same: Same, stamp: Stamp | None) -> Replacement:
        """Write the new bytes beside the file.  Raises SaveError or OSError."""
        target, about = os.fspath(path), os.lstat(path)
        if stat.S_ISLNK(about.st_mode):
            # realpath, because Path.resolve raises no OSError for links that lead in a circle.
            target = os.path.realpath(target, strict=True)
            about = os.lstat(target)
        _refuse_unwritable(path, target, about)
        replacement = cls(path, target, about, same)
        try:
            replacement._write(data, stamp)
        except BaseException:
            replacement.close()
            raise
        return replacement

    def _write(self, data: bytes, stamp: Stamp | None) -> None:
        self._before = os.fstat(self._old)
        if _kind(self._before) != _kind(self._about):
            raise self._changed()
        if stamp_of(self._before) != stamp:
            self._expect_same()
        self._new = open_new(self._temporary, 0o600)
        self._made = write_all(self._new, data)
        self._keep_attributes(self._new, self._made)

    def sync(self) -> None:
        """Put the new bytes onto the disk; on any thread.  Raises OSError."""
        os.fsync(self._new)
        new, self._new = self._new, -1
        os.close(new)

    def finish(self, later: set[str] | None, patience: float = PATIENCE) -> Stamp:
        """Give them the file's name, once nobody writes it, for which it waits some seconds.

        Raises SaveError or OSError.
        """
        if self._before.st_dev not in _without_swap:
            self._writers.hold_off(patience)
        self._expect_old()
        self._exchange()
        problem = self._settle(later)
        if problem is not None:
            raise problem
        return stamp_of(self._made)

    def close(self) -> None:
        """Leave nothing behind; it may be called again."""
        self._new = _closed(self._new)
        if self._has_temporary:
            self._has_temporary = False
            remove(self._temporary)
        self._old = _closed(self._old)

    def _keep_attributes(self, new: int, made: os.stat_result) -> None:
        keep_attributes(self._old, self._before, new, made)

    def _expect_old(self) -> None:
        if _kind(os.lstat(self._target)) != _kind(self._before):
            raise self._changed()
        self._expect_same()

    def _expect_same(self) -> None:
        # Times of files are too coarse to trust, and reading again costs little beside the disk.
        if not self._same(_read(self._old, self._before.st_size)):
            raise self._changed()

    def _exchange(self) -> None:
        self._swapped = swap(self._temporary, self._target)
        if not self._swapped:
            self._go_without()
            if os.name == "nt":
                # A file that is open cannot be replaced there, nor written by others meanwhile.
                self._old = _closed(self._old)
            os.replace(self._temporary, self._target)

    def _go_without(self) -> None:
        self._swapped = False
        self._writers.let_go()
        _without_swap.add(self._before.st_dev)

    def _settle(self, later: set[str] | None) -> NotDurable | None:
        """Make the new name last, and see that what it replaced was the old file to the end.

        Returns what kept the name from lasting.
        """
        problem = None
        try:
            self._expect_replaced()
            if later is None:
                try:
                    sync_folder(self.path, self._folder)
                except NotDurable as error:
                    problem = error
            else:
                later.add(self._folder)
            self._expect_unwritten()
        except BaseException as error:
            if self._swapped:
                self._swap_back()
            elif isinstance(error, OSError):
                raise not_certain(self.path, error) from error
            raise
        return problem

    def _expect_replaced(self) -> None:
        if not self._swapped:
            return
        try:
            replaced = os.lstat(self._temporary)
        except FileNotFoundError:
            # There are disks that take an exchange for a plain rename.
            self._go_without()
            return
        if not os.path.samestat(replaced, self._before):
            raise self._changed()
        if self._writers.busy:
            raise OpenOutside(
                self.path,
                "another program has the file open for writing: close it there, then save again",
            )

    def _expect_unwritten(self) -> None:
        if self._writers.held:
            changed = self._writers.waiting()
        else:
            changed = self._old >= 0 and not self._same(_read(self._old, self._before.st_size))
        if changed and (self._swapped or self._write_back()):
            raise self._changed()

    def _changed(self) -> ChangedOutside:
        return ChangedOutside(self.path, _CHANGED)

    def _swap_back(self) -> None:
        """Give the old file, or what others put in its place, its name again."""
        try:
            swap(self._temporary, self._target)
            if not os.path.samestat(os.lstat(self._temporary), self._made):
                # Somebody replaced even our file: theirs is the newest.
                swap(self._temporary, self._target)
        except OSError as error:
            raise self._stranded(error) from error
        with contextlib.suppress(NotDurable):
            sync_folder(self.path, self._folder)

    def _stranded(self, error: OSError) -> NotDurable:
        """Leave what others wrote where they can find it."""
        self._has_temporary = False
        spare = f"{self._target}.outside"
        try:
            os.rename(self._temporary, spare)
        except OSError:
            spare = self._temporary
        return NotDurable(
            self.path,
            "another program wrote the file in the moment of the save; what it had then could not "
            f"be put back and is in {spare}: {explained(self.path, error).message}",
        )

    def _write_back(self) -> bool:
        """Put what others wrote into the old file in the place of ours, once they are done.

        False where they wrote nothing new.
        """
        theirs = _read_calm(self._old, self._before.st_size)
        if self._same(theirs):
            return False
        temporary = temporary_beside(self._target)
        try:
            write_new(temporary, theirs, 0o600, self._keep_attributes)
            if os.path.samestat(os.lstat(self._target), self._made):
                os.replace(temporary, self._target)
        except OSError as error:
            raise NotDurable(
                self.path,
                "another program wrote the file in the moment of the save, and its text could "
                f"not be put back: {explained(self.path, error).message}",
            ) from error
        finally:
            remove(temporary)
        return True


def _closed(descriptor: int) -> int:
    """Close a descriptor that is one; what stands for none."""
    if descriptor >= 0:
        with contextlib.suppress(OSError):
            os.close(descriptor)
    return -1


def _kind(about: os.stat_result) -> tuple[int, ...]:
    """What must not change between a look at a file and its replacement, beside its bytes."""
    return (about.st_dev, about.st_ino, about.st_mode, about.st_uid, about.st_gid, about.st_nlink)


def _read(descriptor: int, size: int) -> bytes:
    """All bytes of a file, which is thought to have `size`."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    parts = [os.read(descriptor, size + 1)]
    if len(parts[0]) != size:
        while parts[-1]:
            parts.append(os.read(descriptor, size + 1))
    return b"".join(parts)


def _read_calm(descriptor: int, size: int) -> bytes:
    """All bytes of a file when it has stopped changing."""
    data = _read(descriptor, size)
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        time.sleep(_CALM)
        before, data = data, _read(descriptor, size)
        if data == before:
            break
    return data
