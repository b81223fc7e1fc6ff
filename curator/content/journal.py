"""Every write, kept so that it can be taken back: also after a restart, also one field of it.

One SQLite database serves all folders and all running curators.  It holds both versions of each
written file, each distinct version once.  It only ever helps: a damaged one is set aside and
started anew, and no failure of it keeps an article from being saved.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import time
import zlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from curator.content.shared_database import TO_WRITE, SharedDatabase
from curator.content.sqlite_file import KeepingError, insert

SCHEMA_VERSION = 1

_SCHEMA = """
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS texts (
    digest BLOB PRIMARY KEY,
    data BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS writes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    step INTEGER NOT NULL,
    at REAL NOT NULL,
    file BLOB NOT NULL,
    label TEXT NOT NULL,
    fields TEXT NOT NULL,
    before BLOB NOT NULL,
    after BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS writes_of_file ON writes (file, id);
CREATE INDEX IF NOT EXISTS writes_before ON writes (before);
CREATE INDEX IF NOT EXISTS writes_after ON writes (after);
PRAGMA user_version = 1;
COMMIT;
"""

_LEVEL = 6
_MANY = 20
"""So many writes are entered in haste: somebody waits for them."""

_COLUMNS = "id, step, at, file, label, fields, before, after"


@dataclass(frozen=True, slots=True)
class Entry:
    """A write to be recorded: the bytes of the file before and after.

    `fields` are the keys at the top that it changed; `step` is shared by all that was written in
    one go; `at` is in seconds since 1970.
    """

    file: Path
    label: str
    fields: tuple[str, ...]
    before: bytes
    after: bytes
    step: int
    at: float


@dataclass(frozen=True, slots=True)
class Write:
    """A recorded write; `before` and `after` are digests of the versions, see `Journal.texts`."""

    id: int
    step: int
    at: float
    file: Path
    label: str
    fields: tuple[str, ...]
    before: bytes
    after: bytes


class Journal(SharedDatabase):
    """The record of writes in the database at `path`, which is made where it is missing.

    May be used from several threads.  All methods raise KeepingError where the database cannot
    be used; a damaged one is set aside first, and `set_aside` then names where it is.  Where the
    file is deleted while it is in use a new one is begun, and `gone` says so.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, _SCHEMA, SCHEMA_VERSION)
        self._loose: deque[bytes] = deque()
        """The digests of texts that were entered in haste."""

    def record(self, *entries: Entry) -> None:
        """Add writes, all or none; they are on the disk when this returns.

        The texts of many are not packed yet, which would take twice as long as all the rest; see
        `pack`.
        """
        in_haste = len(entries) >= _MANY
        texts = {digest_of(data): data for each in entries for data in (each.before, each.after)}
        self.do(
            lambda database: _add(database, entries, texts, 0 if in_haste else _LEVEL), TO_WRITE
        )
        if in_haste:
            self._loose.extend(texts)

    @property
    def is_loose(self) -> bool:
        """Whether there are texts to be packed."""
        return bool(self._loose)

    def pack(self, most: int) -> None:
        """Pack up to so many of the texts that were entered in haste by this object.

        They can be had before as after, and those that never are take some more room.
        """
        some = [self._loose.popleft() for _ in range(min(most, len(self._loose)))]

        def work(database: sqlite3.Connection) -> None:
            for digest in some:
                row = database.execute("SELECT data FROM texts WHERE digest = ?", (digest,))
                for (data,) in row.fetchall():
                    # What is damaged stays as it is, for whoever asks for it to be told.
                    with contextlib.suppress(zlib.error):
                        packed = zlib.compress(zlib.decompress(data), _LEVEL)
                        database.execute(
                            "UPDATE texts SET data = ? WHERE digest = ?", (packed, digest)
                        )

        self.do(work, TO_WRITE)

    def writes(
        self,
        folder: Path,
        file: Path | None = None,
        since: float = 0.0,
        limit: int = 500,
        step: int | None = None,
        *,
        whole_steps: bool = False,
    ) -> list[Write]:
        """The writes in a folder, or of one file, newest first: of one step, or of all.

        A negative `limit` is none.  With `whole_steps` there are more, where otherwise a step
        would be there in part.
        """
        first = os.fsencode(folder / "_")[:-1]
        last = first[:-1] + bytes([first[-1] + 1])
        where, values = "file >= ? AND file < ?", [first, last]
        if file is not None:
            where, values = "file = ?", [os.fsencode(file)]
        steps = "" if step is None else f" AND step = {step:d}"

        where = f"FROM writes WHERE {where}{steps} AND at >= ?"
        values = [*values, since]
        chosen = f"SELECT {_COLUMNS} {where} ORDER BY id DESC LIMIT ?"
        if whole_steps:
            last = f"SELECT step {where} ORDER BY id DESC LIMIT ?"
            chosen = f"SELECT {_COLUMNS} {where} AND step IN ({last}) ORDER BY id DESC"
            values = [*values, *values]

        def work(database: sqlite3.Connection) -> list[Write]:
            rows = database.execute(chosen, (*values, limit))
            return [_write(*row) for row in rows]

        return self.do(work)

    def renamed(self, old: Path, new: Path) -> None:
        """A file has another name: its writes are told of that one from now on.

        What is told of the new name was of a file that is gone, and is forgotten.
        """

        def work(database: sqlite3.Connection) -> None:
            names = os.fsencode(new), os.fsencode(old)
            database.execute("DELETE FROM writes WHERE file = ?", names[:1])
            database.execute("UPDATE writes SET file = ? WHERE file = ?", names)
            _forget_texts(database)

        self.do(work, TO_WRITE)

    def write(self, number: int) -> Write | None:
        """The write with that id; None where it is not kept any more."""

        def work(database: sqlite3.Connection) -> Write | None:
            row = database.execute(
                f"SELECT {_COLUMNS} FROM writes WHERE id = ?", (number,)
            ).fetchone()
            return _write(*row) if row else None

        return self.do(work)

    def texts(self, write: Write) -> tuple[bytes, bytes]:
        """The bytes of the file before and after a write.

        Raises KeepingError too where they are not kept any more or are not what was recorded.
        """
        return self._text(write.before), self._text(write.after)

    def _text(self, digest: bytes) -> bytes:
        def work(database: sqlite3.Connection) -> bytes | None:
            row = database.execute("SELECT data FROM texts WHERE digest = ?", (digest,)).fetchone()
            return row[0] if row else None

        data = self.do(work)
        if data is None:
            raise KeepingError("the history does not keep that version any more")
        try:
            text = zlib.decompress(data)
        except zlib.error as error:
            raise KeepingError("that version is damaged in the history") from error
        if digest_of(text) != digest:
            raise KeepingError("that version is damaged in the history")
        return text

    def bound(self, days: int, megabytes: int) -> None:
        """Forget writes older than `days`, and the oldest until all fits into `megabytes`."""
        oldest = time.time() - days * 86_400
        most = megabytes * 1_000_000

        def work(database: sqlite3.Connection) -> None:
            database.execute("DELETE FROM writes WHERE at < ?", (oldest,))
            _forget_texts(database)
            while _used(database) > most:
                eighth = "SELECT max(1, count(*) / 8) FROM writes"
                gone = database.execute(
                    "DELETE FROM writes WHERE id IN"
                    f" (SELECT id FROM writes ORDER BY id LIMIT ({eighth}))"
                ).rowcount
                _forget_texts(database)
                if not gone:
                    break

        self.do(work, TO_WRITE)
        # Not possible inside a transaction; and `execute` would give back a single page.
        self.do(lambda database: database.executescript("PRAGMA incremental_vacuum"), begin="")


def digest_of(data: bytes) -> bytes:
    """What tells versions of a file apart."""
    return hashlib.blake2b(data, digest_size=16).digest()


def _add(
    database: sqlite3.Connection, entries: Sequence[Entry], texts: dict[bytes, bytes], level: int
) -> None:
    digests = {data: digest for digest, data in texts.items()}
    insert(
        database,
        "INSERT OR IGNORE INTO texts",
        [(digest, zlib.compress(data, level)) for digest, data in texts.items()],
    )
    insert(
        database,
        "INSERT INTO writes (step, at, file, label, fields, before, after)",
        [
            (
                entry.step,
                entry.at,
                os.fsencode(entry.file),
                entry.label,
                json.dumps(entry.fields),
                digests[entry.before],
                digests[entry.after],
            )
            for entry in entries
        ],
    )


def _write(
    number: int,
    step: int,
    at: float,
    file: bytes,
    label: str,
    fields: str,
    before: bytes,
    after: bytes,
) -> Write:
    return Write(number, step, at, _path(file), label, _fields(fields), before, after)


@lru_cache(4096)
def _path(file: bytes) -> Path:
    return Path(os.fsdecode(file))


@lru_cache(1024)
def _fields(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _forget_texts(database: sqlite3.Connection) -> None:
    database.execute(
        "DELETE FROM texts WHERE NOT EXISTS (SELECT 1 FROM writes WHERE before = digest)"
        " AND NOT EXISTS (SELECT 1 FROM writes WHERE after = digest)"
    )


def _used(database: sqlite3.Connection) -> int:
    """Bytes in pages that hold something."""
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    (free,) = database.execute("PRAGMA freelist_count").fetchone()
    (size,) = database.execute("PRAGMA page_size").fetchone()
    return (pages - free) * size
