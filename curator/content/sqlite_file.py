"""SQLite files that must never get in an editor's way: a damaged one is set aside."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Generator
from pathlib import Path

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_PARTS = ("", "-wal", "-shm", "-journal")


class KeepingError(Exception):
    """History or drafts could not be read or written; `message` says why, in words."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@contextlib.contextmanager
def transaction(database: sqlite3.Connection, begin: str = "BEGIN") -> Generator[None]:
    """What is written inside is all there in the end, or nothing of it; raises sqlite3.Error."""
    database.execute(begin)
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            # What went wrong first is what matters.
            with contextlib.suppress(sqlite3.Error):
                database.execute("ROLLBACK")
        raise


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error means that the file's content is not what SQLite wrote.

    https://www.sqlite.org/rescode.html#corrupt; a table that is missing is damage too.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return False
    return (code & 0xFF) in _DAMAGED or code == sqlite3.SQLITE_ERROR


def set_aside(path: Path) -> Path:
    """Rename a damaged database with all its parts; returns the new name.

    Raises KeepingError where it cannot be renamed.
    """
    stamp = time.strftime("%Y%m%d-%H%M%S")
    number = 0
    while (target := path.with_name(_aside(path, stamp, number))).exists():
        number += 1
    try:
        for part in reversed(_PARTS):
            source = path.with_name(path.name + part)
            if source.exists():
                source.rename(target.with_name(target.name + part))
    except OSError as error:
        raise KeepingError(f"{path} is damaged and cannot be set aside: {error}") from error
    return target


def _aside(path: Path, stamp: str, number: int) -> str:
    return f"{path.stem}-damaged-{stamp}{f'-{number}' if number else ''}{path.suffix}"


def remove(path: Path) -> None:
    """Delete a database with all its parts, as far as the system lets us."""
    for part in _PARTS:
        with contextlib.suppress(OSError):
            path.with_name(path.name + part).unlink()


def size_of(path: Path) -> int:
    """How many bytes a database takes with all its parts."""
    size = 0
    for part in _PARTS:
        with contextlib.suppress(OSError):
            size += path.with_name(path.name + part).stat().st_size
    return size


def explained(path: Path, error: sqlite3.Error | OSError) -> KeepingError:
    """An error of SQLite or of the system in words that name the file."""
    return KeepingError(f"{path} cannot be used ({error})")
