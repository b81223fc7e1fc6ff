"""Unsaved edits, kept on the disk until they are saved: they survive a crash and a power cut.

Each running curator has a file of its own, which it holds locked.  The lock ends with the process
however it ends, so a file that can be locked has been left behind, and its drafts are taken over.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import threading
import zlib
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TypeVar

from curator.content.sqlite_file import (
    explained,
    for_all,
    insert,
    is_damage,
    remove,
    set_aside,
    transaction,
)

T = TypeVar("T")

_SCHEMA = """
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
BEGIN EXCLUSIVE;
CREATE TABLE IF NOT EXISTS drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    own INTEGER NOT NULL,
    file BLOB NOT NULL,
    label TEXT NOT NULL,
    at REAL NOT NULL,
    base BLOB NOT NULL,
    mine BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS drafts_of_file ON drafts (file);
COMMIT;
"""

_FORGET = "DELETE FROM drafts WHERE id IN ({})"


@dataclass(frozen=True, slots=True)
class Draft:
    """The unsaved edits of a file: the bytes that they were made on, and the bytes with them.

    `at` is in seconds since 1970; `id` is 0 for one that is not stored yet.
    """

    file: Path
    label: str
    at: float
    base: bytes
    mine: bytes
    id: int = 0


class Drafts:
    """The drafts of this process, and those that others left behind, in files in `folder`.

    May be used from several threads.  All methods raise KeepingError where nothing can be kept.
    Where the file of this process is damaged, it is set aside, as `set_aside` then says, and a new
    one begun; so where it was deleted, as `gone` says: whoever still has the drafts should keep
    them again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / f"drafts-{secrets.token_hex(6)}.sqlite"
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self.set_aside: Path | None = None
        self.gone = False

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._folder

    def keep(self, changes: Iterable[tuple[Path, Draft | None]]) -> None:
        """Keep the latest draft of each file in place of the one before; None for none."""

        def work(database: sqlite3.Connection) -> None:
            for_all(database, "DELETE FROM drafts WHERE own AND file IN ({})", files)
            _insert(database, drafts, own=True)

        latest = dict(changes)
        files = [os.fsencode(file) for file in latest]
        drafts = [draft for draft in latest.values() if draft is not None]
        self._do(work)

    def take_over(self, folder: Path | None = None) -> tuple[list[Draft], list[Path]]:
        """The drafts that processes which are gone have left for files in `folder`, by age.

        They stay stored until `drop` is called; those for files elsewhere stay where they are,
        for whoever opens their folder.  The second list names damaged files, which are set aside.
        """
        damaged: list[Path] = []
        for path in sorted(self._folder.glob("drafts-*.sqlite")):
            if path == self._path or "-damaged-" in path.name:
                continue
            try:
                with _left_behind(path) as left:
                    rest = self._take_from(left, folder) if left is not None else None
            except sqlite3.Error as error:
                rest = _Rest.DAMAGED if is_damage(error) else None
            if rest is _Rest.NONE:
                remove(path)
            elif rest is _Rest.DAMAGED:
                damaged.append(set_aside(path))
        if self._database is None and not damaged:
            return [], []
        found = self._do(lambda database: _select(database, "NOT own")[0])
        return [draft for draft in found if _is_in(draft, folder)], damaged

    def _take_from(self, left: sqlite3.Connection, folder: Path | None) -> _Rest:
        drafts, whole = _select(left, "1")
        # One that is not whole is set aside: what can be read in it is taken out, for all folders.
        taken = [each for each in drafts if not whole or _is_in(each, folder)]
        if taken:
            self._do(partial(_take_in, taken))
            for_all(left, _FORGET, [each.id for each in taken])
        if not whole:
            return _Rest.DAMAGED
        return _Rest.SOME if len(taken) < len(drafts) else _Rest.NONE

    def drop(self, drafts: Iterable[Draft]) -> None:
        """Forget drafts that were left behind."""
        numbers = [draft.id for draft in drafts]
        self._do(lambda database: for_all(database, _FORGET, numbers))

    def close(self) -> None:
        """Let go of the file, and remove it if no draft is left in it."""
        with self._lock:
            if self._database is None:
                return
            try:
                (count,) = self._database.execute("SELECT count(*) FROM drafts").fetchone()
            except sqlite3.Error:
                count = 1
            self._database.close()
            self._database = None
            if not count:
                remove(self._path)

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            try:
                return self._attempt(work)
            except sqlite3.Error as error:
                if not is_damage(error):
                    raise explained(self._path, error) from error
            except OSError as error:
                raise explained(self._path, error) from error
            if self._database is not None:
                self._database.close()
                self._database = None
            self.set_aside = set_aside(self._path)
            try:
                return self._attempt(work)
            except (sqlite3.Error, OSError) as error:
                raise explained(self._path, error) from error

    def _attempt(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._database is not None and not self._path.exists():
            self._database.close()
            self._database = None
            self.gone = True
        database = self._database or self._open()
        with transaction(database):
            return work(database)

    def _open(self) -> sqlite3.Connection:
        self._folder.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        try:
            database.executescript(_SCHEMA)
        except sqlite3.Error:
            database.close()
            raise
        self._database = database
        return database


def _is_in(draft: Draft, folder: Path | None) -> bool:
    return folder is None or draft.file.is_relative_to(folder)


class _Rest(Enum):
    """What is left in a file of drafts after some were taken out."""

    NONE = auto()
    SOME = auto()
    DAMAGED = auto()


@contextlib.contextmanager
def _left_behind(path: Path) -> Generator[sqlite3.Connection | None]:
    """A file that another process left, locked, with a transaction that ends with the block.

    None where that process is alive, or where the file may just be coming into being.
    """
    database = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        if _lock(database):
            yield database
            database.execute("COMMIT")
        else:
            yield None
    finally:
        database.close()


def _lock(database: sqlite3.Connection) -> bool:
    try:
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise
    # A living owner makes the table and takes the lock in one go.
    found = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'drafts'").fetchone()
    return found is not None


def _select(database: sqlite3.Connection, where: str) -> tuple[list[Draft], bool]:
    """The drafts that can be read, and whether these are all."""
    rows = database.execute(
        f"SELECT id, file, label, at, base, mine FROM drafts WHERE {where} ORDER BY at"
    ).fetchall()
    drafts: list[Draft] = []
    for number, file, label, at, base, mine in rows:
        with contextlib.suppress(zlib.error):
            texts = zlib.decompress(base), zlib.decompress(mine)
            drafts.append(Draft(Path(os.fsdecode(file)), label, at, *texts, number))
    return drafts, len(drafts) == len(rows)


def _take_in(drafts: list[Draft], database: sqlite3.Connection) -> None:
    """Store drafts of another process, once, should it have been broken off before."""
    known = {(draft.file, draft.base, draft.mine) for draft in _select(database, "NOT own")[0]}
    fresh = [each for each in drafts if (each.file, each.base, each.mine) not in known]
    _insert(database, fresh, own=False)


def _insert(database: sqlite3.Connection, drafts: Iterable[Draft], *, own: bool) -> None:
    insert(
        database,
        "INSERT INTO drafts (own, file, label, at, base, mine)",
        [
            (
                own,
                os.fsencode(draft.file),
                draft.label,
                draft.at,
                # As it is, with a checksum: a draft lives for seconds, and packing takes longer
                # than writing.
                zlib.compress(draft.base, 0),
                zlib.compress(draft.mine, 0),
            )
            for draft in drafts
        ],
    )
