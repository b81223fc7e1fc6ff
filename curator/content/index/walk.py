"""Which articles of a folder are new, changed or gone, at little more than the cost of looking.

The same files as `folder.candidates` names.
"""

# ruff: noqa: PTH118, PTH120
# Paths are texts here: a Path for each file would double the time.

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from curator.content.folder import LEFT_OUT, FolderProblem, is_article_name
from curator.content.saving.temporary import PREFIX, clear_left_behind

Stamp: TypeAlias = int
"""Size, time of writing, time of change and inode in one number: it differs once a file is written.

Where the clock was set back, or the time is forged or too coarse, the later two tell.  One number
of 64 bits takes the least memory and time, and two states have the same one only by a chance that
nobody will see.
"""

UNSETTLED: Stamp = -1
"""The stamp of a file that has to be read again the next time; no file has it."""

_HAS_IDENTITY = sys.platform != "win32"
"""Windows tells neither an inode while it lists a folder nor when a file was last changed."""


def is_there(folder: Path, path: str) -> bool:
    """Whether a file stands at `path` below the folder that a walk would take for an article."""
    *folders, name = path.split("/")
    if not is_article_name(name) or any(f[:1] == "." or f in LEFT_OUT for f in folders):
        return False
    try:
        return stat.S_ISREG((folder / path).stat().st_mode)
    except (OSError, ValueError):
        return False


def stamp_of(about: os.stat_result) -> Stamp:
    """The stamp of a file in this state."""
    if not _HAS_IDENTITY:
        return hash((about.st_size, about.st_mtime_ns))
    # As numbers have always the same hash, so has a tuple of them; it is never -1.
    return hash((about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino))


def _stamp_now(entry: os.DirEntry[str]) -> Stamp | None:
    try:
        return stamp_of(entry.stat())
    except OSError:
        return None


@contextlib.contextmanager
def _listed(full: str) -> Generator[Iterator[os.DirEntry[str]]]:
    """The entries of a folder, which know their names but not where they are.

    Where the system can, they are looked at from within it: to go all the way to each file from
    the root takes a tenth longer, more where the folder lies deep.
    """
    if os.scandir not in os.supports_fd:
        with os.scandir(full) as entries:
            yield entries
        return
    handle = os.open(full, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(handle) as entries:
            yield entries
    finally:
        os.close(handle)


@dataclass(slots=True)
class Walk:
    """A walk through a folder, and what was found on it, as far as it has come.

    `known` are the stamps of articles by path.  The walk takes away those that it finds, so that
    at its end those that are gone are left.  `found` counts the articles that are there; `changed`
    are those of them whose stamp is another one than is known.  Paths are relative to the folder,
    with `/`.  `unread` are the subfolders that could not be listed, with a `/` at the end: what
    is in them is neither there nor gone.
    """

    folder: Path
    known: dict[str, Stamp]
    found: int = 0
    changed: set[str] = field(default_factory=set[str])
    problems: list[FolderProblem] = field(default_factory=list[FolderProblem])
    unread: list[str] = field(default_factory=list[str])
    _elsewhere: set[str] = field(default_factory=set[str])

    def news(self) -> Iterator[list[str]]:
        """The articles of each folder in turn whose stamp is not the known one.

        Links to folders are not followed, so that none is visited twice.  What saves that were
        cut short have left behind is deleted, also where an article is a link to.
        """
        pending = [(str(self.folder), "")]
        while pending:
            full, relative = pending.pop()
            folders: list[tuple[str, str]] = []
            yield sorted(self._list(full, relative, folders))
            folders.sort(reverse=True)
            pending.extend(folders)
        for place in self._elsewhere:
            with contextlib.suppress(OSError), os.scandir(place) as entries:
                for entry in entries:
                    if entry.name.startswith(PREFIX):
                        clear_left_behind(entry.path)

    def gone(self) -> list[str]:
        """After the walk: the known articles that are not there any more."""
        unread = tuple(self.unread)
        return [path for path in self.known if not path.startswith(unread)]

    def _list(self, full: str, relative: str, folders: list[tuple[str, str]]) -> list[str]:
        news: list[str] = []
        take = self.known.pop
        same = 0
        try:
            with _listed(full) as entries:
                for entry in entries:
                    name = entry.name
                    try:
                        if (name[-3:] == ".md" and name[0] != ".") or is_article_name(name):
                            if entry.is_file(follow_symlinks=False) or self._is_link(entry, full):
                                path = relative + name
                                before = take(path, None)
                                # By far the most are as they were.
                                if before is not None and before == _stamp_now(entry):
                                    same += 1
                                elif self._is_news(path, entry, before):
                                    news.append(path)
                                continue
                        elif name[0] == ".":
                            if name.startswith(PREFIX):
                                clear_left_behind(os.path.join(full, name))
                            continue
                        if name not in LEFT_OUT and entry.is_dir(follow_symlinks=False):
                            folders.append((os.path.join(full, name), f"{relative}{name}/"))
                    except OSError as error:
                        # A link that leads back to itself, say.
                        self._tell(relative + name, error)
        except OSError as error:
            self._tell(relative.rstrip("/") or ".", error)
            self.unread.append(relative)
        self.found += same
        return news

    def _is_news(self, path: str, entry: os.DirEntry[str], before: Stamp | None) -> bool:
        """Whether a file is new or different; one that is gone since it was listed is neither."""
        if not (path.isascii() or self._is_text(path)):
            return False
        try:
            stamp = stamp_of(entry.stat())
        except FileNotFoundError:
            if before is not None:
                self.known[path] = before
            return False
        except OSError:
            # Reading it will tell why.
            stamp = None
        self.found += 1
        if before is not None and before != stamp:
            self.changed.add(path)
        return before is None or before != stamp

    def _is_link(self, entry: os.DirEntry[str], full: str) -> bool:
        """Whether a link leads to a file."""
        if not entry.is_file():
            return False
        link = os.path.join(full, entry.name)
        self._elsewhere.add(os.path.dirname(os.path.realpath(link)))
        return True

    def _is_text(self, path: str) -> bool:
        try:
            path.encode()
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "replace").decode()
            self.problems.append(FolderProblem(shown, "the file name is not UTF-8"))
            return False
        return True

    def _tell(self, path: str, error: OSError) -> None:
        shown = path.encode("utf-8", "replace").decode()
        self.problems.append(FolderProblem(shown, error.strerror or str(error)))
