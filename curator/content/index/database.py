"""The index of a content folder: its rows for the list and their text to search, in SQLite.

It is a cache in every sense.  Whoever cannot use it does without; one that is damaged, or that
another version wrote, is thrown away; deleting it loses nothing but the time to read the files.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from curator import __version__
from curator.content.backlinks import Reference
from curator.content.index.entry import Entry, digest_of
from curator.content.index.packing import Packed, unpacked
from curator.content.index.place import throw_away
from curator.content.index.walk import Stamp
from curator.content.row import Row
from curator.content.sqlite_file import is_damage, transaction

ROWS_VERSION = 5
"""To be raised when the same file gives another row than before."""

CHUNK = 400
"""Rows that are given out at once: a window takes them in between two frames."""

_VERSION = f"{ROWS_VERSION}/{__version__}"
_PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""

_KEPT_REMOVED = 24 * 60 * 60.0
"""Seconds for which a removed article is remembered: longer than any window reads."""

_TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS articles (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    stamp INTEGER NOT NULL,
    moment REAL,
    digest INTEGER NOT NULL,
    haystack BLOB,
    rest BLOB,
    related BLOB,
    generation INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS stamps ON articles (path, stamp, digest, generation);
CREATE INDEX IF NOT EXISTS newest ON articles (moment DESC) WHERE digest != 0;
CREATE INDEX IF NOT EXISTS bare ON articles (path) WHERE digest = 0;
CREATE INDEX IF NOT EXISTS links ON articles (path, related) WHERE related IS NOT NULL;
CREATE TABLE IF NOT EXISTS removed (path TEXT NOT NULL, generation INTEGER NOT NULL, at REAL);
CREATE TABLE IF NOT EXISTS state (version TEXT, born INTEGER, generation INTEGER);
INSERT INTO state SELECT '{version}', {born}, {born} WHERE NOT EXISTS (SELECT 1 FROM state);
COMMIT;
"""

_ROW = "path, haystack, rest, digest, stamp"

_INSERT = (
    "INSERT INTO articles"
    " (path, stamp, moment, digest, haystack, rest, related, generation)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


class IndexUnusable(Exception):
    """The index cannot be read or written now; everything else works without it."""


class IndexDamaged(IndexUnusable):
    """The index is not what was written, and is thrown away; what it gave does not count."""


class _Unsound(Exception):
    """Something is not as it was written."""


_TROUBLE = (sqlite3.Error, UnicodeDecodeError, _Unsound)
"""What a damaged file may lead to; even the message of an error may be no text."""


class Index:
    """The index in the file at `path`, in a folder of its own, which is made where it is missing.

    To be used on one thread; others, and other processes, have objects of their own for the same
    file.  All methods raise IndexUnusable, or IndexDamaged where the next use begins anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        # The last generation that this object has read or written, and whether all of them since
        # `stamps` were its own.
        self._seen = -1
        self._alone = False
        self._read = -1

    @property
    def known(self) -> int:
        """The generation up to which this object has told of every row, or entered it itself."""
        return self._seen if self._alone else self._read

    @property
    def path(self) -> Path:
        """Where the index is."""
        return self._path

    # -- reading

    def generation(self) -> int:
        """A number that grows with each write, and when the index is made anew."""
        with self._using() as database:
            return _generation(database)

    def newest(self, count: int) -> list[Row]:
        """The rows with the newest dates, as many as a window shows at first."""
        with self._using() as database, _snapshot(database):
            cursor = database.execute(
                f"SELECT {_ROW} FROM articles INDEXED BY newest"
                " WHERE digest != 0 ORDER BY moment DESC, path LIMIT ?",
                (count,),
            )
            return [unpacked(pack) for pack in _sound(cursor.fetchall())]

    def packs(self, stamps: dict[str, Stamp] | None = None) -> Iterator[list[Packed]]:
        """All rows as of one moment, by path, a chunk at a time.

        Where `stamps` are asked for, those of all files by path are put there meanwhile.
        """
        count = 0
        with self._using() as database, _snapshot(database):
            if stamps is not None:
                self._begin(database)
            cursor = database.execute(
                f"SELECT {_ROW} FROM articles INDEXED BY stamps ORDER BY path"
            )
            while found := cursor.fetchmany(CHUNK):
                count += len(found)
                if stamps is not None:
                    stamps.update([(row[0], row[4]) for row in found])
                yield _sound(found)
            if count != _number(database, "SELECT count(*) FROM articles INDEXED BY stamps"):
                raise _Unsound("some rows are missing")
            if stamps is not None:
                _check_paths(stamps)

    def stamps(self) -> dict[str, Stamp]:
        """The stamps of all files by path."""
        with self._using() as database, _snapshot(database):
            self._begin(database)
            stamps = dict(database.execute("SELECT path, stamp FROM articles INDEXED BY stamps"))
            _check_paths(stamps)
            return stamps

    def _begin(self, database: sqlite3.Connection) -> None:
        """From here on it is known whether others write."""
        self._seen = self._read = _generation(database)
        self._alone = True

    def follows(self, generation: int) -> bool:
        """Whether it goes on from what it was at that generation, and was not made anew since."""
        with self._using() as database:
            return _number(database, "SELECT born FROM state") <= generation

    def later_than(self, generation: int) -> Iterator[tuple[list[Packed], list[str]]]:
        """What was written later: rows, and paths that have none any more, a chunk at a time."""
        with self._using() as database, _snapshot(database):
            removed = database.execute(
                "SELECT path FROM removed WHERE generation > ?"
                # Some are there again.
                " AND path NOT IN (SELECT path FROM articles WHERE digest != 0)",
                (generation,),
            ).fetchall()
            if removed:
                yield [], [path for (path,) in removed]
            cursor = database.execute(
                f"SELECT {_ROW} FROM articles INDEXED BY stamps WHERE generation > ?",
                (generation,),
            )
            while found := cursor.fetchmany(CHUNK):
                yield _sound(found), [row[0] for row in found if not row[3]]

    def linking_to(self, reference: Reference) -> list[str]:
        """The paths of the articles that have one in their related lists."""
        wanted = " OR ".join(["instr(related, ?)"] * len(reference.marks))
        with self._using() as database, _snapshot(database):
            cursor = database.execute(
                "SELECT path, related FROM articles INDEXED BY links"
                f" WHERE related IS NOT NULL AND ({wanted})",
                reference.marks,
            )
            return [path for path, marks in cursor if reference.is_marked(marks)]

    def without_front_matter(self) -> int:
        """How many files have no row."""
        with self._using() as database:
            return _number(
                database, "SELECT count(*) FROM articles INDEXED BY bare WHERE digest = 0"
            )

    # -- writing

    def write(self, new: Sequence[Entry], changed: Sequence[Entry], gone: Iterable[str]) -> None:
        """Enter files that `stamps` did not name, others in place of what it has, and remove some.

        All is done or nothing.
        """
        with self._using() as database, transaction(database, "BEGIN IMMEDIATE"):
            generation = _generation(database) + 1
            if generation != self._seen + 1:
                self._alone = False
            if not self._alone:
                # Others may have entered the same files.
                new, changed = [], [*new, *changed]
            _delete(database, [entry.path for entry in changed])
            database.executemany(_INSERT, [(*entry, generation) for entry in (*new, *changed)])
            _remove(database, gone, generation)
            database.execute("UPDATE state SET generation = ?", (generation,))
        self._seen = generation

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    # -- the database

    @contextlib.contextmanager
    def _using(self) -> Generator[sqlite3.Connection]:
        try:
            yield self._database or self._open()
        except (*_TROUBLE, OSError) as error:
            self.close()
            if _is_damage(error):
                self._throw_away()
                raise IndexDamaged(f"{self._path} was damaged ({error})") from error
            raise IndexUnusable(f"{self._path} cannot be used ({error})") from error

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except _TROUBLE as error:
            self.close()
            if not _is_damage(error):
                raise
            self._throw_away()
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._identity = _identity(self._path)
        if self._identity is not None and not self._path.is_file():
            raise _Unsound("it is no file")
        database = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
        self._database = database
        self._alone = False
        self._identity = _identity(self._path)
        if not _number(database, "SELECT count(*) FROM sqlite_master"):
            database.execute("PRAGMA page_size = 8192")
            database.execute("PRAGMA journal_mode = WAL")
            born = time.time_ns() // 1000
            database.executescript(_TABLES.format(version=_VERSION, born=born))
        if database.execute("SELECT version FROM state").fetchone() != (_VERSION,):
            raise _Unsound("it is of another version")
        # A lost cache is no loss, so that only its order of writing is kept.
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA wal_autocheckpoint = 16000")
        with contextlib.suppress(OSError):
            os.utime(self._path)
        return database

    def _throw_away(self) -> None:
        # Another process may have done so already, and begun anew.
        if self._identity is not None and self._identity == _identity(self._path):
            throw_away(self._path)
        self._identity = None


@contextlib.contextmanager
def _snapshot(database: sqlite3.Connection) -> Generator[None]:
    """All that is read inside is of one moment."""
    if database.in_transaction:
        yield
        return
    database.execute("BEGIN")
    try:
        yield
    finally:
        with contextlib.suppress(sqlite3.Error):
            database.execute("ROLLBACK")


def _sound(rows: Sequence[tuple[Any, ...]]) -> list[Packed]:
    """The rows of those files that have one, where they are as they were written.

    Each is what is asked for by `_ROW`.
    """
    packs: list[Packed] = []
    try:
        for path, haystack, rest, digest, _ in rows:
            if digest:
                pack = (path, haystack, rest)
                if digest_of(pack) != digest:
                    raise _Unsound("a row is not as it was written")
                packs.append(pack)
    except (TypeError, AttributeError) as error:
        raise _Unsound("a row is not as it was written") from error
    return packs


def _check_paths(stamps: Iterable[object]) -> None:
    if set(map(type, stamps)) - {str}:
        raise _Unsound("a path is no text")


def _number(database: sqlite3.Connection, query: str) -> int:
    row = database.execute(query).fetchone()
    if row is None or not isinstance(row[0], int):
        raise _Unsound("the state is missing")
    return row[0]


def _generation(database: sqlite3.Connection) -> int:
    return _number(database, "SELECT generation FROM state")


def _delete(database: sqlite3.Connection, paths: Iterable[str]) -> None:
    database.executemany("DELETE FROM articles WHERE path = ?", [(path,) for path in paths])


def _remove(database: sqlite3.Connection, gone: Iterable[str], generation: int) -> None:
    now = time.time()
    removed = [(path, generation, now) for path in gone]
    if removed:
        _delete(database, [path for path, _, _ in removed])
        database.execute("DELETE FROM removed WHERE at < ?", (now - _KEPT_REMOVED,))
        database.executemany("INSERT INTO removed VALUES (?, ?, ?)", removed)


def _is_damage(error: Exception) -> bool:
    if not isinstance(error, sqlite3.Error):
        return not isinstance(error, OSError)
    # An error without a code is not SQLite's but Python's, of text that is none.
    return is_damage(error) or not hasattr(error, "sqlite_errorcode")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino
