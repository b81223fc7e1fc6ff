"""The thread that watches a folder: which files of it others change, and whether it can tell.

It knows nothing of Qt; `watcher.FolderWatcher` carries its news to the window.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from curator.content.folder import LEFT_OUT, is_article_name

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

STEP_MS = 50
"""How long nothing more must change before a change is told; stopping takes as long at most."""
GATHER_MS = 300
"""How long the first changes of a burst are gathered at most."""
SHORTEST_PAUSE = 0.25
LONGEST_PAUSE = 1.0
"""Seconds between two signals: the first in quiet times, the second in a long burst."""
POLL_MS = 2000
"""How often a system is asked that the library finds unable to tell of changes."""
MOST_PATHS = 2000
"""More changes at once are told as None: reading them one by one would not be faster, and the
system may have lost some, which the library does not tell."""
CHECK_S = 2.0
"""Seconds after which the folder itself is looked after: nobody tells when one above it moves."""
GONE_S = 1.0
"""Seconds between two looks whether a folder that has gone is back."""
RESCAN_S = 30.0
"""Seconds between two signals where watching is not possible."""
MOUNTS = Path("/proc/self/mountinfo")
NETWORK = frozenset(
    (
        *("9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "gfs2", "gpfs"),
        *("lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "pvfs2", "smb3", "smbfs", "vboxsf"),
        *("virtiofs", "vmhgfs"),
    )
)
"""Kinds of drives whose files others can change without this system's knowledge."""
LOCAL_FUSE = frozenset(("fuse.cryfs", "fuse.encfs", "fuse.gocryptfs", "fuse.ntfs-3g"))
"""Drives of programs that store on this computer; all others (`fuse.sshfs`, say) may be remote."""

_ADDED, _MODIFIED = 1, 2
_ESCAPED = re.compile(r"\\([0-7]{3})")


class Cause(Enum):
    """Why a folder cannot be watched."""

    NETWORK = auto()
    FOLDERS = auto()
    PROGRAMS = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Unwatched:
    """The folder is only looked at from time to time; `detail` is for the words to a person."""

    cause: Cause
    detail: str


@dataclass(frozen=True, slots=True)
class Started:
    """Changes from now on are told."""


News = frozenset[str] | Unwatched | Started | None
"""Paths that changed; None where anything may have."""


class _NetworkDrive(Exception):
    """The folder is on a drive of this kind."""


class Lookout:
    """What the watching thread runs; it tells its news on that thread."""

    def __init__(
        self, folder: str, tell: Callable[[News], None], stopping: threading.Event
    ) -> None:
        self._folder = folder
        self._tell = tell
        self._stopping = stopping
        self._root = folder
        self._identity = (0, 0)
        self._folders: set[str] = set()
        self._watch: RustNotify | None = None
        self._check_at = 0.0
        self._lost = False
        self._has_started = False

    def run(self) -> None:
        """Tell of changes until stopped."""
        try:
            self._look_out()
        except Exception as error:
            self._tell(_why(error))
            self._tell(None if self._has_started else Started())
            while not self._stopping.wait(RESCAN_S):
                self._tell(None)
        finally:
            self._close()

    def is_set(self) -> bool:
        """Whether the wait for changes shall end; the library asks at every step."""
        now = time.monotonic()
        if now >= self._check_at:
            self._check_at = now + CHECK_S
            self._lost = not self._is_there()
        return self._lost or self._stopping.is_set()

    def _look_out(self) -> None:
        kind = network_drive(os.path.realpath(self._folder), _mounts())
        if kind is not None:
            raise _NetworkDrive(kind)
        watch = self._begin()
        self._tell(Started())
        self._has_started = True
        gather, pause, told_at = GATHER_MS, SHORTEST_PAUSE, 0.0
        while watch is not None:
            paths, is_stale = self._next(watch, gather)
            gather = GATHER_MS
            if is_stale and not self._stopping.is_set():
                self._close()
                if not self._is_there():
                    self._tell(None)
                watch = self._begin()
            if self._stopping.is_set():
                return
            if paths is not None and not paths:
                continue
            self._tell(paths)
            now = time.monotonic()
            in_burst = now - told_at < 2 * pause
            pause = min(2 * pause, LONGEST_PAUSE) if in_burst else SHORTEST_PAUSE
            told_at = now
            if self._stopping.wait(pause):
                return
            # The library has gathered during the pause.
            gather = 0

    def _begin(self) -> RustNotify | None:
        """Watch the folders that there are, as soon as there are some; None if stopped."""
        while not self._stopping.is_set():
            self._root = os.path.realpath(self._folder)
            self._lost = False
            try:
                about = Path(self._root).stat()
                self._identity = (about.st_dev, about.st_ino)
                self._folders = folders_below(self._root, self._stopping)
                self._watch = _watch(self._root, self._folders)
                return self._watch
            except (FileNotFoundError, NotADirectoryError):
                # All of it, or a part between the two steps.
                self._stopping.wait(STEP_MS / 1000 if self._is_there() else GONE_S)
        return None

    def _close(self) -> None:
        if self._watch is not None:
            self._watch.close()
            self._watch = None

    def _is_there(self) -> bool:
        try:
            about = Path(self._folder).stat()
        except OSError:
            return False
        return (about.st_dev, about.st_ino) == self._identity

    def _next(self, watch: RustNotify, gather: int) -> tuple[frozenset[str] | None, bool]:
        """Wait for changes: what to tell, and whether the folders are others than before."""
        try:
            # No time-out: when one ends, the library drops what arrives in that instant.
            changes = watch.watch(gather, STEP_MS, 0, self)
        except RuntimeError:
            # After an error, for instance over a file name that is not UTF-8, it only repeats it.
            return None, True
        if isinstance(changes, str):
            return None, True
        paths: set[str] = set()
        folders = self._folders
        start = len(self._root) + 1
        for change, path in changes:
            if path in folders:
                if change != _MODIFIED:
                    return None, True
                continue
            folder, _, name = path.rpartition(os.sep)
            if folder not in folders or name.startswith("."):
                continue
            is_article = is_article_name(name)
            if is_article:
                paths.add(path[start:])
            if change == _ADDED and name not in LEFT_OUT and _is_folder(path):
                return None, True
        if len(changes) > MOST_PATHS:
            return None, False
        if os.sep != "/":
            return frozenset(path.replace(os.sep, "/") for path in paths), False
        return frozenset(paths), False


def _watch(root: str, folders: set[str]) -> RustNotify:
    # It imports asyncio, which takes its time; the window is there by now.
    from watchfiles._rust_notify import RustNotify

    # On Linux each folder is watched by itself anyway.  Left to find them, the library would hold
    # the interpreter's lock meanwhile, follow links, and watch `.git` and `node_modules` as well.
    one_by_one = sys.platform == "linux"
    # The last argument would make it silent about limits, and not only about permissions.
    return RustNotify(
        list(folders) if one_by_one else [root], False, False, POLL_MS, not one_by_one, False
    )


def folders_below(root: str, stopping: threading.Event) -> set[str]:
    """The folder and all in it that can hold articles; those that cannot be read are left out."""
    folders = [root]
    for folder in folders:
        if stopping.is_set():
            break
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if (
                    not name.startswith(".")
                    and name not in LEFT_OUT
                    and entry.is_dir(follow_symlinks=False)
                    and _is_readable(entry.path)
                ):
                    folders.append(entry.path)
    return set(folders)


def _is_readable(folder: str) -> bool:
    try:
        folder.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return os.access(folder, os.R_OK | os.X_OK)


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _mounts() -> str:
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def network_drive(folder: str, mounts: str) -> str | None:
    """The kind of drive a folder is on if others can change it unseen, by a table of mounts."""
    longest, kind = 0, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5:
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4])
        is_above = point == "/" or folder == point or folder.startswith(point + "/")
        # Of two drives at one place the later hides the other.
        if is_above and len(point) >= longest:
            longest, kind = len(point), after.split(" ")[0]
    if kind in NETWORK or (kind.split(".")[0] == "fuse" and kind not in LOCAL_FUSE):
        return kind
    return None


def _why(error: Exception) -> Unwatched:
    if isinstance(error, _NetworkDrive):
        return Unwatched(Cause.NETWORK, str(error))
    # The library passes the system's words on, but not the number of the error.
    if "watch limit" in str(error):
        return Unwatched(Cause.FOLDERS, "")
    if "os error 24" in str(error):
        return Unwatched(Cause.PROGRAMS, "")
    return Unwatched(Cause.OTHER, str(error))
