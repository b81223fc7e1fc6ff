"""A SQLite file that several running curators share; a damaged one is set aside and begun anew."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from curator.content.sqlite_file import (
    KeepingError,
    explained,
    is_damage,
    set_aside,
    size_of,
    transaction,
)

T = TypeVar("T")

TO_WRITE = "BEGIN IMMEDIATE"
"""What has read before it writes cannot wait for another curator's write: so wait before."""


class SharedDatabase:
    """The database at `path`, which is made by `schema` where it is missing.

    May be used from several threads.  `do` raises KeepingError where the database cannot be used;
    a damaged one is set aside first, and `set_aside` then names where it is.  Where the file is
    deleted while it is in use a new one is begun, and `gone` says so.
    """

    def __init__(self, path: Path, schema: str, version: int) -> None:
        """`schema` is a script that does no harm to what is there, and sets `user_version`."""
        self.path = path
        self._schema = schema
        self._version = version
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        self.set_aside: Path | None = None
        self.gone = False

    def do(self, work: Callable[[sqlite3.Connection], T], begin: str = "BEGIN") -> T:
        """Do some work as a whole or not at all; without a transaction where `begin` is empty."""
        with self._lock:
            try:
                return self._attempt(work, begin)
            except sqlite3.Error as error:
                self._let_go()
                if not is_damage(error):
                    raise explained(self.path, error) from error
            except OSError as error:
                raise explained(self.path, error) from error
            self.set_aside = set_aside(self.path)
            try:
                return self._attempt(work, begin)
            except (sqlite3.Error, OSError) as error:
                self._let_go()
                raise explained(self.path, error) from error

    def size(self) -> int:
        """How many bytes it takes on the disk."""
        return size_of(self.path)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._let_go()

    def _attempt(self, work: Callable[[sqlite3.Connection], T], begin: str) -> T:
        if self._database is not None and self._identity() != self._opened:
            # Another curator has set the file aside and begun a new one, or somebody deleted it.
            self.gone = self.gone or not self.path.exists()
            self._let_go()
        database = self._database or self._open()
        if not begin:
            return work(database)
        with transaction(database, begin):
            return work(database)

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(
            self.path, timeout=5.0, isolation_level=None, check_same_thread=False
        )
        self._database = database
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version > self._version:
            self._let_go()
            raise KeepingError(f"{self.path} was written by a newer curator")
        if version < self._version:
            database.executescript(self._schema)
        database.execute("PRAGMA synchronous = FULL")
        self._opened = self._identity()
        return database

    def _identity(self) -> tuple[int, int] | None:
        try:
            about = self.path.stat()
        except OSError:
            return None
        return about.st_dev, about.st_ino

    def _let_go(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
