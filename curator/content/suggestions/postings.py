"""Which words stand in which articles: a file beside the index of a folder, made from it.

It only finds candidates, whose texts are then read from the index and compared.  So it may lag
behind, and an article that is gone or was read anew does no harm in it.  Like the index it is a
cache: one that is damaged, or belongs to an index that was made anew, is thrown away.

The articles stand in segments.  For each word a segment has the numbers of the articles in which
it stands, as unsigned integers of 32 bits; of a word that stands nearly everywhere only the count.
"""

from __future__ import annotations

import contextlib
import sqlite3
from array import array
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from curator.content.sqlite_file import remove, transaction
from curator.content.suggestions.likeness import Story, bag_of

VERSION = 1
"""To be raised when the same index gives other postings than before."""

FILE = "words.sqlite"
_SEGMENT = 5000
"""Articles of a segment, and of a portion: a quarter of a second's work."""
_NEARLY_EVERYWHERE = 1000
"""From so many articles of a segment on a word tells nothing, and they are not kept."""
_MOST_STALE = 0.5
"""The share of entries of articles that are gone from which on all is made anew."""
_PATIENCE = 10.0

_TABLES = """
CREATE TABLE state (version INTEGER, born INTEGER, generation INTEGER);
CREATE TABLE segments (segment INTEGER PRIMARY KEY, articles INTEGER, words REAL);
CREATE TABLE postings (
    word TEXT, segment INTEGER, count INTEGER, articles BLOB, PRIMARY KEY (word, segment)
) WITHOUT ROWID;
"""


class PostingsUnusable(Exception):
    """The postings, or the index that they are made from, cannot be used now."""


class Article:
    """An article as the index has it, to be compared: its place there and its words."""

    __slots__ = ("bag", "moment", "number", "path")

    def __init__(self, number: int, path: str, moment: float | None, haystack: bytes) -> None:
        self.number = number
        self.path = path
        self.moment = moment
        self.bag = bag_of(_story(haystack))


class Postings:
    """The postings of the index in the file `index`; to be used on one thread.

    All methods raise PostingsUnusable.
    """

    def __init__(self, index: Path) -> None:
        self._index = index
        self._path = index.with_name(FILE)
        self._database: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the files."""
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    # -- reading

    def state(self) -> tuple[int, int]:
        """What the postings are made from; they are the same as long as it is."""
        with self._using() as database:
            return _state(database)

    def is_behind(self) -> bool:
        """Whether the index has gone on since, so that `advance` has something to do."""
        with self._using() as database:
            return _state(database) != _index_state(database)

    def is_far_behind(self) -> bool:
        """Whether a large part of the index is still to be read."""
        with self._using() as database:
            (born, generation), (new_born, newest) = _state(database), _index_state(database)
            if born == new_born and generation == newest:
                return False
            return generation < 0 or born != new_born or _portion(database, generation) is not None

    @property
    def articles(self) -> tuple[int, float]:
        """How many articles the postings have, and how many words each on the average."""
        with self._using() as database:
            count, total = database.execute(
                "SELECT coalesce(sum(articles), 0), coalesce(sum(words), 0.0) FROM segments"
            ).fetchone()
            return count, total / count if count else 0.0

    def standing(self, word: str) -> int:
        """In how many articles a word stands."""
        with self._using() as database:
            query = "SELECT coalesce(sum(count), 0) FROM postings WHERE word = ?"
            return database.execute(query, (word,)).fetchone()[0]

    def numbers(self, word: str) -> array[int]:
        """The articles in which a word stands."""
        found = array("I")
        with self._using() as database:
            query = "SELECT articles FROM postings WHERE word = ? AND articles IS NOT NULL"
            for (numbers,) in database.execute(query, (word,)):
                found.frombytes(numbers)
        return found

    def read(self, numbers: Iterable[int]) -> Iterator[Article]:
        """The articles of these numbers, as far as they are still there."""
        with self._using() as database:
            for number in numbers:
                row = database.execute(
                    "SELECT path, moment, haystack FROM rows.articles WHERE id = ? AND digest != 0",
                    (number,),
                ).fetchone()
                if row is not None:
                    yield Article(number, *row)

    def packed(self, number: int) -> tuple[str, bytes, bytes] | None:
        """The whole row of an article, as the index keeps it."""
        with self._using() as database:
            return database.execute(
                "SELECT path, haystack, rest FROM rows.articles WHERE id = ?", (number,)
            ).fetchone()

    # -- writing

    def advance(self) -> bool:
        """Take in a portion of what the index has in addition; False where nothing is left."""
        with self._using() as database, transaction(database, "BEGIN IMMEDIATE"):
            born, generation = _state(database)
            new_born, newest = _index_state(database)
            if born != new_born or self._is_mostly_stale(database):
                for table in ("postings", "segments"):
                    database.execute(f"DELETE FROM {table}")
                generation = -1
            until = _portion(database, generation)
            if until is None:
                until = newest
            self._enter(database, generation, until)
            database.execute("UPDATE state SET born = ?, generation = ?", (new_born, until))
            return until < newest

    def _is_mostly_stale(self, database: sqlite3.Connection) -> bool:
        entered = database.execute("SELECT coalesce(sum(articles), 0) FROM segments").fetchone()[0]
        if entered <= _SEGMENT:
            return False
        there = database.execute(
            "SELECT count(*) FROM rows.articles INDEXED BY stamps WHERE digest != 0"
        ).fetchone()[0]
        return entered * (1 - _MOST_STALE) > there

    def _enter(self, database: sqlite3.Connection, after: int, until: int) -> None:
        last, room = _last_segment(database)
        found: dict[str, array[int]] = {}
        count, total = 0, 0.0
        for number, haystack in database.execute(
            "SELECT id, haystack FROM rows.articles INDEXED BY stamps"
            " WHERE generation > ? AND generation <= ? AND digest != 0",
            (after, until),
        ):
            bag = bag_of(_story(haystack))
            count += 1
            total += sum(bag.values())
            for word in bag:
                known = found.get(word)
                if known is None:
                    found[word] = array("I", (number,))
                else:
                    known.append(number)
        if not count:
            return
        if count > room:
            last, room = last + 1, _SEGMENT
        if room < _SEGMENT:
            _join(database, last, found)
        database.executemany(
            "INSERT OR REPLACE INTO postings VALUES (?, ?, ?, ?)",
            (
                (word, last, len(numbers), _packed(numbers))
                for word, numbers in sorted(found.items())
            ),
        )
        database.execute(
            "INSERT INTO segments VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
            " SET articles = articles + excluded.articles, words = words + excluded.words",
            (last, count, total),
        )

    # -- the database

    @contextlib.contextmanager
    def _using(self) -> Generator[sqlite3.Connection]:
        try:
            yield self._database or self._open()
        except (sqlite3.Error, OSError, TypeError, ValueError) as error:
            self.close()
            raise PostingsUnusable(f"{self._path} cannot be used ({error})") from error

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except (sqlite3.DatabaseError, TypeError):
            self.close()
            remove(self._path)
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        if not self._index.is_file():
            raise FileNotFoundError(f"{self._index} is not there")
        database = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
        self._database = database
        with transaction(database, "BEGIN IMMEDIATE"):
            if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in _TABLES.split(";"):
                    database.execute(statement)
                database.execute("INSERT INTO state VALUES (?, 0, -1)", (VERSION,))
            elif database.execute("SELECT version FROM state").fetchone() != (VERSION,):
                raise sqlite3.DatabaseError("it is of another version")
        database.execute("PRAGMA journal_mode = WAL")
        # A lost cache is no loss.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("ATTACH DATABASE ? AS rows", (str(self._index),))
        return database


def _state(database: sqlite3.Connection) -> tuple[int, int]:
    return database.execute("SELECT born, generation FROM main.state").fetchone()


def _index_state(database: sqlite3.Connection) -> tuple[int, int]:
    return database.execute("SELECT born, generation FROM rows.state").fetchone()


def _portion(database: sqlite3.Connection, after: int) -> int | None:
    """The generation up to which there is a portion; None where there is no more than that."""
    count = 0
    for generation, articles in database.execute(
        "SELECT generation, count(*) FROM rows.articles INDEXED BY stamps"
        " WHERE generation > ? GROUP BY generation ORDER BY generation",
        (after,),
    ):
        count += articles
        if count >= _SEGMENT:
            return generation
    return None


def _last_segment(database: sqlite3.Connection) -> tuple[int, int]:
    row = database.execute(
        "SELECT segment, articles FROM segments ORDER BY segment DESC LIMIT 1"
    ).fetchone()
    return (0, _SEGMENT) if row is None else (row[0], max(0, _SEGMENT - row[1]))


def _join(database: sqlite3.Connection, segment: int, found: dict[str, array[int]]) -> None:
    """Put what a segment has already before what is new of the same words."""
    for word, numbers in found.items():
        row = database.execute(
            "SELECT articles FROM postings WHERE word = ? AND segment = ?", (word, segment)
        ).fetchone()
        if row is not None and row[0] is not None:
            numbers[0:0] = array("I", row[0])


def _packed(numbers: array[int]) -> bytes | None:
    return numbers.tobytes() if len(numbers) < _NEARLY_EVERYWHERE else None


def _story(haystack: bytes) -> Story:
    """Title, excerpt and topics of an article, folded; provider and domain stand between."""
    lines = haystack.decode("utf-8", "replace").split("\n")
    return Story(lines[0], lines[1], tuple(lines[4:]))
