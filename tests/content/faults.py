"""Lets any call to the system fail, so that every step of a save can be tried."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from curator.content.saving import renaming, replace, temporary

CALLS = (
    *("access", "chmod", "close", "fchmod", "fchown", "fstat", "fsync", "getxattr", "link"),
    *("listxattr", "lseek", "lstat", "mkdir", "open", "read", "removexattr", "rename"),
    *("replace", "rmdir", "setxattr", "stat", "statvfs", "unlink", "write"),
)

Before = Callable[[str], None]
"""Told the name of a call before it is made; may raise instead of it."""


class Calls:
    """The calls to the system inside `watched`, by name, and what is to happen at one of them."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.fail_at = -1
        self.error: BaseException | None = None
        self.after = False
        """Whether the call is made and then fails."""
        self.can_swap = True
        self.before: Before | None = None
        self._inside = False

    def fail(self, number: int, error: BaseException | int, after: bool = False) -> None:
        """Let the call of that number, from 0, fail; the count begins anew."""
        self.names.clear()
        self.fail_at, self.after = number, after
        self.error = OSError(error, os.strerror(error)) if isinstance(error, int) else error

    def wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if self._inside:
                return real(*arguments, **options)
            self._inside = True
            try:
                self.names.append(_label(name, arguments))
                if self.before is not None:
                    self.before(self.names[-1])
                fails = len(self.names) - 1 == self.fail_at and self.error is not None
                if not fails:
                    return real(*arguments, **options)
                assert self.error is not None
                if name == "write" and isinstance(self.error, OSError):
                    # A disk becomes full in the middle.
                    real(arguments[0], arguments[1][: len(arguments[1]) // 2])
                elif name == "close" or self.after:
                    # A descriptor is gone also where closing it reports an error.
                    with contextlib.suppress(OSError):
                        real(*arguments, **options)
                raise self.error
            finally:
                self._inside = False

        return call


@contextmanager
def watched(calls: Calls) -> Iterator[Calls]:
    """Notes, and lets fail, all calls of the program to the system.

    Nothing goes onto the disk for certain, which no test can tell and all would wait for.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        for name in CALLS:
            if hasattr(os, name):
                patch.setattr(os, name, calls.wrapped(name, getattr(os, name)))
        patch.setattr(fcntl, "fcntl", calls.wrapped("fcntl", fcntl.fcntl))
        real = renaming._rename  # pyright: ignore[reportPrivateUsage]
        if calls.can_swap:
            patch.setattr(renaming, "_rename", calls.wrapped("renameat2", real))
        else:
            patch.setattr(renaming, "_rename", lambda *_: False)
        yield calls


def _label(name: str, arguments: tuple[Any, ...]) -> str:
    """The call's name, telling a folder from a file and a lease taken from a lease looked at."""
    if name == "open" and Path(arguments[0]).is_dir():
        return "open folder"
    if name == "fsync" and stat.S_ISDIR(os.fstat(arguments[0]).st_mode):
        return "fsync folder"
    if name == "fcntl":
        commands = {fcntl.F_GETLEASE: "look at lease", fcntl.F_SETLEASE: "take lease"}
        return commands.get(arguments[1], name)
    return name


ERRORS = {
    errno.ENOSPC: "disk is full: free some space",
    errno.EDQUOT: "quota is used up: free some space",
    errno.EIO: "disk reports an error: check it",
    errno.EACCES: "permission denied",
    errno.EROFS: "mounted read-only: save again when",
}
"""Errors of disks, and what an editor is told of each."""


def forget() -> None:
    """Let saves begin as in a new process."""
    replace._without_swap.clear()  # pyright: ignore[reportPrivateUsage]
    temporary._left.remove_again()  # pyright: ignore[reportPrivateUsage]


def temporary_files(folder: Path) -> list[str]:
    return [entry.name for entry in folder.rglob(".curator-*")]
