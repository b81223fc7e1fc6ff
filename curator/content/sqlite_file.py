"""SQLite files that must never get in an editor's way: a damaged one is set aside."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Generator, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_AT_ONCE = 100
"""Rows, or values, in one statement."""
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


def insert(database: sqlite3.Connection, into: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows, many in one statement; `into` is the statement up to the values.

    Each statement lets go of the interpreter and has to wait for it, which beside a busy window
    takes longer than all the rest.  Raises sqlite3.Error.
    """
    for some in _portions(rows):
        marks = ", ".join(f"({_marks(row)})" for row in some)
        database.execute(f"{into} VALUES {marks}", list(chain.from_iterable(some)))


def for_all(
    database: sqlite3.Connection,
    statement: str,
    values: Sequence[object],
    before: Sequence[object] = (),
) -> list[Any]:
    """Execute a statement that ends in `IN ({})` for many values at once; the rows that it finds.

    `before` are the values of what stands before that.  Raises sqlite3.Error.
    """
    found: list[Any] = []
    for some in _portions(values):
        found += database.execute(statement.format(_marks(some)), (*before, *some)).fetchall()
    return found


def _portions(of: Sequence[T]) -> Iterator[Sequence[T]]:
    return (of[first : first + _AT_ONCE] for first in range(0, len(of), _AT_ONCE))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


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
