"""The journal: every write kept, bounded, and never in the way."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from curator.content.journal import Entry, Journal
from curator.content.sqlite_file import KeepingError

FOLDER = Path("/stories")
STORY = FOLDER / "_news" / "a.md"


def entry(
    file: Path = STORY, before: bytes = b"old", after: bytes = b"new", **more: float
) -> Entry:
    at = more.get("at", time.time())
    return Entry(
        file, "Hold 1 Article", ("published",), before, after, int(more.get("step", 1)), at
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


def test_a_write_is_kept_with_both_versions_for_the_next_run(path: Path) -> None:
    first = Journal(path)
    first.record(entry(before=b"\xff\xfe not text", after=b""))
    first.close()
    journal = Journal(path)
    [write] = journal.writes(FOLDER)
    assert (write.file, write.label, write.fields) == (STORY, "Hold 1 Article", ("published",))
    assert journal.texts(write) == (b"\xff\xfe not text", b"")
    assert journal.write(write.id) == write
    assert journal.write(write.id + 1) is None


def test_writes_come_newest_first_of_a_folder_or_a_file(path: Path) -> None:
    journal = Journal(path)
    for number, name in enumerate(("stories/a.md", "stories/b.md", "stories2/a.md", "storie")):
        journal.record(entry(Path("/") / name, at=float(number)))
    assert [write.file.name for write in journal.writes(Path("/stories"))] == ["b.md", "a.md"]
    assert [w.at for w in journal.writes(Path("/stories"), Path("/stories/a.md"))] == [0.0]
    assert [w.at for w in journal.writes(Path("/stories"), since=1.0)] == [1.0]
    assert len(journal.writes(Path("/"), limit=3)) == 3


def test_names_that_are_not_text_are_kept(path: Path) -> None:
    name = FOLDER / os.fsdecode(b"caf\xe9 \xf0\x9f\x98\x80\n.md")
    journal = Journal(path)
    journal.record(entry(name))
    assert [write.file for write in journal.writes(FOLDER, name)] == [name]


def test_each_version_is_kept_once(path: Path) -> None:
    journal = Journal(path)
    for _ in range(50):
        journal.record(entry(before=b"one" * 999, after=b"two" * 999))
    journal.close()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM texts").fetchone() == (2,)
    database.close()


def test_the_texts_of_many_writes_are_packed_in_portions_later(path: Path) -> None:
    journal = Journal(path)
    text = b"published: true\n" * 100
    journal.record(*(entry(before=text + b"%d" % n, after=b"%d" % n + text) for n in range(30)))
    journal.record(entry(before=text, after=b""))
    sizes: list[int] = []
    while True:
        for write in journal.writes(FOLDER):
            before, after = journal.texts(write)
            assert before.startswith(text)
            assert after.endswith(text) or not after
        sizes.append(_bytes_of_texts(path))
        if not journal.is_loose:
            break
        journal.pack(25)
    assert len(sizes) == 4
    assert sizes[0] > 60 * len(text) > sizes[1] > sizes[2] > 4 * sizes[3]


def test_a_text_that_is_damaged_or_gone_is_in_no_way_of_the_others(path: Path) -> None:
    journal = Journal(path)
    journal.record(*(entry(before=b"%d" % n, after=b"0" * 999 + b"%d" % n) for n in range(20)))
    newest, *_, oldest = journal.writes(FOLDER)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE texts SET data = x'00' WHERE digest = ?", (oldest.after,))
        database.execute("DELETE FROM texts WHERE digest = ?", (oldest.before,))
    database.close()
    journal.pack(1000)
    assert not journal.is_loose
    assert _bytes_of_texts(path) < 2000
    assert journal.texts(newest) == (b"19", b"0" * 999 + b"19")
    with pytest.raises(KeepingError):
        journal.texts(oldest)


def _bytes_of_texts(path: Path) -> int:
    with sqlite3.connect(path) as database:
        (size,) = database.execute("SELECT sum(length(data)) FROM texts").fetchone()
    database.close()
    return size


def test_old_writes_are_forgotten(path: Path) -> None:
    journal = Journal(path)
    now = time.time()
    for age in (100, 50, 10):
        journal.record(entry(before=b"%d" % age, after=b"%d" % (age - 1), at=now - age * 86_400))
    journal.bound(60, 200)
    writes = journal.writes(FOLDER)
    assert [journal.texts(write)[0] for write in writes] == [b"10", b"50"]


def test_the_size_is_bounded_and_given_back_to_the_system(path: Path) -> None:
    journal = Journal(path)
    for number in range(64):
        journal.record(entry(before=os.urandom(50_000), after=b"%d" % number))
    journal.bound(60, 1)
    writes = journal.writes(FOLDER)
    assert 5 < len(writes) < 20
    # The latest stay.
    assert [journal.texts(write)[1] for write in writes[:2]] == [b"63", b"62"]
    journal.close()
    assert path.stat().st_size < 1_300_000


def test_two_curators_share_it(path: Path) -> None:
    code = (
        "import sys; from tests.content.test_journal import *;"
        "journal = Journal(Path(sys.argv[1]));"
        "[journal.record(entry(step=int(sys.argv[2]))) for _ in range(40)]"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), str(step)]) for step in (1, 2, 3)
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    steps = [write.step for write in Journal(path).writes(FOLDER)]
    assert sorted(steps) == [1] * 40 + [2] * 40 + [3] * 40


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"no database at all " * 500,
        lambda data: b"",
        lambda data: data[:4096],
        lambda data: data[:100] + b"\xa5" * (len(data) - 100),
    ],
    ids=["rubbish", "empty", "cut off", "overwritten"],
)
def test_a_damaged_one_is_set_aside_and_begun_anew(
    path: Path, damage: Callable[[bytes], bytes]
) -> None:
    journal = Journal(path)
    for number in range(40):
        journal.record(entry(before=os.urandom(900), after=b"%d" % number))
    journal.close()
    path.write_bytes(damage(path.read_bytes()))
    journal = Journal(path)
    journal.record(entry(after=b"after the damage"))
    newest = journal.writes(FOLDER)[0]
    assert journal.texts(newest) == (b"old", b"after the damage")
    if journal.set_aside is not None:
        assert journal.set_aside.exists()
        assert "damaged" in journal.set_aside.name


def test_a_database_without_our_tables_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 1")
    database.close()
    journal = Journal(path)
    journal.record(entry())
    assert len(journal.writes(FOLDER)) == 1
    assert journal.set_aside is not None


def test_a_newer_curators_journal_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = path.read_bytes()
    with pytest.raises(KeepingError, match="newer curator"):
        Journal(path).record(entry())
    assert path.read_bytes() == before


def test_a_damaged_version_is_said_and_harms_no_other(path: Path) -> None:
    journal = Journal(path)
    journal.record(entry(before=b"first", after=b"second"))
    journal.record(entry(before=b"second", after=b"third"))
    journal.close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE texts SET data = x'00' WHERE data = ?", (zlib.compress(b"first"),))
    database.close()
    journal = Journal(path)
    newest, oldest = journal.writes(FOLDER)
    assert journal.texts(newest) == (b"second", b"third")
    with pytest.raises(KeepingError, match="damaged"):
        journal.texts(oldest)


def test_where_nothing_can_be_written_the_reason_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(KeepingError, match=r"history\.sqlite cannot be used"):
        Journal(tmp_path / "data" / "history.sqlite").record(entry())
    (tmp_path / "history.sqlite").mkdir()
    with pytest.raises(KeepingError, match=r"history\.sqlite cannot be used"):
        Journal(tmp_path / "history.sqlite").record(entry())


def test_a_curator_follows_when_another_sets_the_history_aside(path: Path) -> None:
    first = Journal(path)
    first.record(entry(step=1))
    moved = path.with_name("history-damaged.sqlite")
    for part in ("", "-wal", "-shm"):
        path.with_name(path.name + part).rename(moved.with_name(moved.name + part))
    second = Journal(path)
    second.record(entry(step=2))
    first.record(entry(step=3))
    assert [each.step for each in second.writes(FOLDER)] == [3, 2]


def test_the_writes_of_one_step_can_be_asked_for(path: Path) -> None:
    journal = Journal(path)
    journal.record(*(entry(step=step) for step in (1, 2, 2, 3)))
    assert [each.step for each in journal.writes(FOLDER, step=2, limit=-1)] == [2, 2]
    assert [each.step for each in journal.writes(FOLDER, limit=2, whole_steps=True)] == [3, 2, 2]
