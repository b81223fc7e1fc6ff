"""The files that a save writes first: their names, and clearing away those a crash left behind."""

# ruff: noqa: PTH108, PTH115, PTH118, PTH119, PTH120
# Paths are texts here: a Path for each step would cost a tenth of a save.

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import threading
import time
from functools import cache
from pathlib import Path

PREFIX = ".curator-"
_NAME = re.compile(r"\.curator-([0-9a-f]{8})-([1-9][0-9]{0,9})-[0-9a-f]{12}\.tmp")
_NOWHERE = "0" * 8
LONGEST = 24 * 60 * 60.0
"""Seconds after which a temporary file is left behind for certain, whoever wrote it."""


def temporary_beside(target: str) -> str:
    """A new name in the same folder; it tells which process of which machine it belongs to.

    It neither looks like an article nor is longer than the file's own may be.
    """
    _left.remove_again()
    name = f"{PREFIX}{_machine()}-{os.getpid()}-{os.urandom(6).hex()}.tmp"
    return os.path.join(os.path.dirname(target), name)


def remove(temporary: str) -> None:
    """Delete a temporary file of this process; where that fails, with its next save."""
    try:
        os.unlink(temporary)
    except FileNotFoundError:
        return
    except OSError:
        _left.add(temporary)


def clear_left_behind(path: str, now: float | None = None) -> bool:
    """Delete a file if it is a temporary one that nobody is writing; whether it was.

    That is one whose process is dead, or that is a day old: a process of another machine or
    container cannot be asked.
    """
    found = _NAME.fullmatch(os.path.basename(path))
    if found is None:
        return False
    try:
        about = os.lstat(path)
        if not stat.S_ISREG(about.st_mode):
            return False
        # The bytes of a replaced file bear its old time, but a rename counts as a change.
        age = (time.time() if now is None else now) - max(about.st_mtime, about.st_ctime)
        if age < LONGEST and not _is_dead(found[1], int(found[2])):
            return False
        os.unlink(path)
    except OSError:
        return False
    return True


def _is_dead(machine: str, process: int) -> bool:
    if machine != _machine() or machine == _NOWHERE:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


@cache
def _machine() -> str:
    """What the numbers of processes are unique in: this run of this system, and this container."""
    if sys.platform != "linux":
        return _NOWHERE
    try:
        run = Path("/proc/sys/kernel/random/boot_id").read_bytes()
        container = os.fsencode(os.readlink("/proc/self/ns/pid"))
    except OSError:
        return _NOWHERE
    return hashlib.blake2b(run + container, digest_size=4).hexdigest()


class _Left:
    """Temporary files that could not be deleted at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: set[str] = set()

    def add(self, path: str) -> None:
        with self._lock:
            self._paths.add(path)

    def remove_again(self) -> None:
        if not self._paths:
            return
        with self._lock:
            paths, self._paths = self._paths, set()
        for path in paths:
            remove(path)


_left = _Left()
