"""What an editor has looked at: which text of each article, when, and what she decided then.

It is her own mark and no part of the content: one SQLite database of the user serves all folders
and all running curators.  It only ever helps; whoever cannot use it goes on without.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from curator.content.row import Row, narrowed
from curator.content.shared_database import TO_WRITE, SharedDatabase
from curator.content.sqlite_file import for_all, insert

KEPT_TEXTS = 20_000
"""So many front matters are kept, to tell what has changed since."""

_VERSION = 1
_SCHEMA = """
PRAGMA journal_mode = WAL;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS folders (
    id INTEGER PRIMARY KEY,
    folder BLOB NOT NULL UNIQUE,
    opened REAL
);
CREATE TABLE IF NOT EXISTS looks (
    folder INTEGER NOT NULL,
    path BLOB NOT NULL,
    key INTEGER,
    at REAL NOT NULL,
    decision TEXT NOT NULL,
    turn INTEGER NOT NULL,
    PRIMARY KEY (folder, path)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS looks_by_turn ON looks (turn);
CREATE TABLE IF NOT EXISTS texts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder INTEGER NOT NULL,
    path BLOB NOT NULL,
    key INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (folder, path, key)
);
PRAGMA user_version = 1;
COMMIT;
"""
_PORTION = 1_000
_HALF = 1 << 32
_LEAST = -(1 << 63)


def mark_of(path: str) -> int:
    """The upper half of the key of any text at a path."""
    return zlib.crc32(path.encode("utf-8", "surrogatepass"))


def key_of(row: Row) -> int:
    """Tells one text of one article from all others, in eight bytes.

    The text is all that a reader sees of the story in the list: title, excerpt, provider, topics,
    date and address.  What the pipeline keeps counting, and the editor's own flag, are not part
    of it.  Keys are kept for years: another way to make them would make every story due.
    """
    date_text, address, kept = row.date_text, row.address, row.letters
    # Asked for several times of each of very many: most are plain, and need not be looked at.
    if not (date_text.isascii() and address.isascii()):
        date_text, address = narrowed(date_text), narrowed(address)
    text = f"{row.haystack}\n{date_text}\n{address}"
    letters = kept if isinstance(kept, bytes) else "\n".join(kept).encode("utf-8", "surrogatepass")
    print_ = zlib.crc32(text.encode("latin-1"), zlib.crc32(letters))
    return key_with(mark_of(row.path), print_)


def key_with(mark: int, print_: int = 0) -> int:
    """The key whose halves these are."""
    return mark * _HALF + print_ + _LEAST


def mark_in(key: int) -> int:
    """The upper half of a key."""
    return (key - _LEAST) // _HALF


@dataclass(frozen=True, slots=True)
class Look:
    """A look at an article: the key of its text, or None where the look was taken back.

    `at` is in seconds since 1970.  `decision` is what came of it, empty for a story that was
    there when the folder was first opened; where it is None, the earlier time and decision stay.
    `text` is the front matter then, None where it is not known.
    """

    path: str
    key: int | None
    at: float = 0.0
    decision: str | None = ""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a folder: whether it was opened before, and the keys, ascending.

    `turn` is what `Looks.since` counts from.
    """

    opened: bool
    keys: array[int]
    turn: int


class Looks(SharedDatabase):
    """The looks in the database at `path`; see `SharedDatabase` for what may go wrong."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _SCHEMA, _VERSION)

    def load(self, folder: Path) -> Known:
        """What is known of a folder."""

        def work(database: sqlite3.Connection) -> Known:
            number, opened = _folder(database, folder)
            keys = array("q")
            # In order already: sorting them here would hold up the window.
            found = database.execute(
                "SELECT key FROM looks WHERE folder = ? AND key IS NOT NULL ORDER BY key", (number,)
            )
            while some := found.fetchmany(_PORTION):
                keys.extend([key for (key,) in some])
            return Known(opened, keys, _turn(database))

        return self.do(work)

    def since(self, folder: Path, turn: int) -> tuple[list[tuple[str, int | None]], int]:
        """Paths and keys of the looks that were recorded after a turn, and the latest turn."""

        def work(database: sqlite3.Connection) -> tuple[list[tuple[str, int | None]], int]:
            number, _ = _folder(database, folder)
            found = database.execute(
                "SELECT path, key FROM looks WHERE turn > ? AND folder = ?", (turn, number)
            )
            return [(os.fsdecode(path), key) for path, key in found], _turn(database)

        return self.do(work)

    def record(self, folder: Path, looks: Sequence[Look]) -> list[Look]:
        """Keep looks, one for each path, all or none; those in whose place they come, for undo."""

        def work(database: sqlite3.Connection) -> list[Look]:
            number = _number(database, folder)
            turn = _turn(database) + 1
            earlier = _record(database, number, turn, looks)
            database.execute(
                "DELETE FROM texts WHERE id <= (SELECT max(id) FROM texts) - ?", (KEPT_TEXTS,)
            )
            return earlier

        return self.do(work, TO_WRITE)

    def begin(self, folder: Path, looks: Iterable[Look]) -> None:
        """Keep looks at what was there when a folder was first opened, unless there are others."""

        def work(database: sqlite3.Connection) -> None:
            number = _number(database, folder)
            turn = _turn(database) + 1
            insert(
                database,
                "INSERT OR IGNORE INTO looks",
                [(number, os.fsencode(e.path), e.key, e.at, e.decision, turn) for e in looks],
            )

        self.do(work, TO_WRITE)

    def begun(self, folder: Path, at: float) -> None:
        """All that was there when the folder was first opened is recorded: what comes is new."""

        def work(database: sqlite3.Connection) -> None:
            number = _number(database, folder)
            database.execute(
                "UPDATE folders SET opened = ? WHERE id = ? AND opened IS NULL", (at, number)
            )

        self.do(work, TO_WRITE)

    def text(self, folder: Path, path: str) -> str | None:
        """The front matter at the last look at an article; None where it is not known."""

        def work(database: sqlite3.Connection) -> bytes | None:
            number, _ = _folder(database, folder)
            found = database.execute(
                "SELECT data FROM texts JOIN looks USING (folder, path, key)"
                " WHERE folder = ? AND path = ?",
                (number, os.fsencode(path)),
            ).fetchone()
            return found[0] if found else None

        data = self.do(work)
        try:
            return zlib.decompress(data).decode("utf-8", "surrogatepass") if data else None
        except (zlib.error, UnicodeDecodeError):
            return None

    def notes(self, folder: Path) -> list[Look]:
        """All that was decided in a folder, latest first."""

        def work(database: sqlite3.Connection) -> list[Look]:
            number, _ = _folder(database, folder)
            found = database.execute(
                "SELECT path, key, at, decision FROM looks WHERE folder = ?"
                " AND key IS NOT NULL AND decision != '' ORDER BY at DESC, path",
                (number,),
            )
            return [Look(os.fsdecode(path), *rest) for path, *rest in found]

        return self.do(work)


def notes_as_text(notes: Iterable[Look], *, as_json: bool) -> str:
    """Notes for other programs: path, time (UTC) and decision of each, as JSON or as CSV."""
    rows = [
        (note.path, datetime.fromtimestamp(note.at, UTC), note.decision or "") for note in notes
    ]
    told = [(path, f"{at:%Y-%m-%dT%H:%M:%SZ}", decision) for path, at, decision in rows]
    names = ("path", "time", "decision")
    if as_json:
        entries = [dict(zip(names, entry, strict=True)) for entry in told]
        return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(told)
    return text.getvalue()


def _record(
    database: sqlite3.Connection, folder: int, turn: int, looks: Sequence[Look]
) -> list[Look]:
    """Keep looks, and return those in whose place they come, in the same order."""
    paths = [os.fsencode(look.path) for look in looks]
    known: dict[bytes, tuple[int | None, float, str]] = {
        path: (key, at, decision)
        for path, key, at, decision in for_all(
            database,
            "SELECT path, key, at, decision FROM looks WHERE folder = ? AND path IN ({})",
            paths,
            (folder,),
        )
    }
    earlier = [
        Look(look.path, *known[path]) if path in known else Look(look.path, None)
        for path, look in zip(paths, looks, strict=True)
    ]
    kept = [
        replace(look, at=before.at, decision=before.decision) if look.decision is None else look
        for look, before in zip(looks, earlier, strict=True)
    ]
    insert(
        database,
        "INSERT OR REPLACE INTO looks",
        [
            (folder, path, look.key, look.at, look.decision, turn)
            for path, look in zip(paths, kept, strict=True)
        ],
    )
    for path, look, before in zip(paths, looks, earlier, strict=True):
        if look.text is None or look.key is None:
            continue
        # The one before stays for an undo, what is older goes.
        database.execute(
            "DELETE FROM texts WHERE folder = ? AND path = ? AND key IS NOT ?",
            (folder, path, before.key),
        )
        data = zlib.compress(look.text.encode("utf-8", "surrogatepass"))
        values = (folder, path, look.key, data)
        database.execute(
            "INSERT OR REPLACE INTO texts (folder, path, key, data) VALUES (?, ?, ?, ?)", values
        )
    return earlier


def _turn(database: sqlite3.Connection) -> int:
    (turn,) = database.execute("SELECT coalesce(max(turn), 0) FROM looks").fetchone()
    return turn


def _folder(database: sqlite3.Connection, folder: Path) -> tuple[int, bool]:
    found = database.execute(
        "SELECT id, opened FROM folders WHERE folder = ?", (os.fsencode(folder),)
    ).fetchone()
    return (found[0], found[1] is not None) if found else (-1, False)


def _number(database: sqlite3.Connection, folder: Path) -> int:
    database.execute("INSERT OR IGNORE INTO folders (folder) VALUES (?)", (os.fsencode(folder),))
    return _folder(database, folder)[0]
