"""Whatever happened to the index: it never says anything wrong, and is whole again by itself."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from curator.content.index import database as index_module
from curator.content.index.database import Index, IndexDamaged, IndexUnusable
from curator.content.index.place import forget_unused, index_path, throw_away
from tests.benchmarks.generator import generate
from tests.content.index_rig import Window, put, trust_new_files, truth

COUNT = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder."""
    generate(tmp_path / "content", COUNT)
    return tmp_path / "content"


@pytest.fixture
def path(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of its index, which nobody has open."""
    trust_new_files(monkeypatch)
    index = Index(index_path(tmp_path / "cache", folder))
    Window(folder, index).update()
    index.close()
    assert not index.path.with_name("rows.sqlite-wal").exists()
    return index.path


def start(folder: Path, path: Path) -> Window:
    """A window that shows what the index has, and then what is true."""
    window = Window(folder, Index(path))
    try:
        window.warm_start()
    except IndexDamaged:
        window.rows.clear()
        window.since = None
    else:
        right = truth(folder)
        assert all(repr(row) == repr(right[path]) for path, row in window.rows.items())
    window.update()
    window.assert_right()
    assert window.index is not None
    window.index.close()
    return window


def overwrite(path: Path, at: float, data: bytes) -> None:
    place = int(path.stat().st_size * at)
    with path.open("r+b") as file:
        file.seek(place)
        file.write(data)


def as_of_old(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("UPDATE state SET version = '0/0.0.1'")
    database.commit()
    database.close()


def foreign(path: Path) -> None:
    path.unlink()
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE articles (colour TEXT)")
    database.commit()
    database.close()


def sql(*statements: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        database = sqlite3.connect(path)
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()

    return damage


DAMAGES: dict[str, Callable[[Path], object]] = {
    "rubbish": lambda path: path.write_bytes(random.Random(1).randbytes(50_000)),
    "text": lambda path: path.write_text("This is no database.\n" * 500),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "cut in half": lambda path: overwrite_end(path, 0.5),
    "cut short by a byte": lambda path: overwrite_end(path, 0.99999),
    "cut behind the header": lambda path: overwrite_end(path, 0.0, 100),
    "nothing but the beginning": lambda path: overwrite_end(path, 0.0, 8192),
    "a broken header": lambda path: overwrite(path, 0.0, b"SQLite format 4"),
    "a hole": lambda path: overwrite(path, 0.3, bytes(20_000)),
    "of another version": as_of_old,
    "of another program": foreign,
    "no state": sql("DELETE FROM state"),
    "no table": sql("DROP TABLE removed"),
    "no order": sql("DROP INDEX newest"),
    "a state that is no number": sql("UPDATE state SET generation = 'x'"),
    "paths that are no text": sql("UPDATE articles SET path = 5 WHERE id % 7 = 0"),
    "a changed title": sql("UPDATE articles SET haystack = x'41' || haystack WHERE id = 9"),
    "a lost title": sql("UPDATE articles SET haystack = NULL WHERE id = 9"),
    "a lost row": sql("UPDATE articles SET rest = NULL WHERE id = 9"),
    "a row of another article": sql(
        "UPDATE articles SET path = (SELECT path FROM articles WHERE id = 1) WHERE id = 2"
    ),
}


def overwrite_end(path: Path, share: float, least: int = 0) -> None:
    """Cut the file off."""
    data = path.read_bytes()
    path.write_bytes(data[: max(least, int(len(data) * share))])


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_index_is_rebuilt(
    folder: Path, path: Path, damage: Callable[[Path], object]
) -> None:
    damage(path)
    start(folder, path)
    # From then on it is used again.
    window = start(folder, path)
    assert window.read == 0
    assert window.since is not None
    assert [place.name for place in path.parent.parent.iterdir()] == [path.parent.name]


def test_an_empty_file_is_filled(folder: Path, path: Path) -> None:
    path.write_bytes(b"")
    assert start(folder, path).read == COUNT
    assert start(folder, path).read == 0


def test_a_folder_in_place_of_the_file(folder: Path, path: Path) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)
    start(folder, path)


def test_any_bytes_may_have_changed(folder: Path, path: Path) -> None:
    chance = random.Random(2)
    whole = path.read_bytes()
    rebuilt = 0
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((1, 1, 8))] = chance.randbytes(chance.choice((1, 1, 8)))
        for part in path.parent.iterdir():
            part.unlink()
        path.write_bytes(data)
        window = start(folder, path)
        rebuilt += window.read == COUNT
        assert start(folder, path).read < COUNT
    assert rebuilt > 5


def test_damage_that_is_found_while_rows_are_shown(
    folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "CHUNK", 10)
    sql("UPDATE articles SET rest = x'00' WHERE moment = (SELECT min(moment) FROM articles)")(path)
    index = Index(path)
    chunks = index.packs()
    assert next(chunks)
    with pytest.raises(IndexDamaged):
        list(chunks)
    assert not path.exists()
    assert list(index.packs()) == []


def test_two_that_find_the_same_damage_throw_away_one_index(folder: Path, path: Path) -> None:
    first, second = Index(path), Index(path)
    first.generation()
    second.generation()
    sql("UPDATE articles SET haystack = x'00'")(path)
    with pytest.raises(IndexDamaged):
        list(first.packs())
    Window(folder, first).update()
    with pytest.raises(IndexDamaged):
        list(second.packs())
    # What the first one has built again is still there.
    assert sum(map(len, second.packs())) == sum(map(len, first.packs())) > 30


def test_damage_in_the_middle_of_an_update(
    folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "new.md")
    write, calls = Index.write, [0]

    def damaged(self: Index, *arguments: object) -> object:
        calls[0] += 1
        if calls[0] == 1:
            with self._using():
                raise index_module._Unsound("for once")
        return write(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "write", damaged)
    window = start(folder, path)
    assert [batch.anew for batch in window.batches].count(True) == 1
    assert start(folder, path).read == 0


def test_an_index_that_is_always_damaged_is_done_without(
    folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(self: Index, *_: object) -> None:
        with self._using():
            raise index_module._Unsound("again and again")

    monkeypatch.setattr(Index, "write", damaged)
    put(folder, "new.md")
    start(folder, path)


def test_a_damaged_cache_never_stops_the_program(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in place of the folder")
    with pytest.raises(IndexUnusable) as caught:
        Index(index_path(tmp_path / "cache", tmp_path)).generation()
    assert not isinstance(caught.value, IndexDamaged)


def test_each_folder_has_an_index_of_its_own(tmp_path: Path) -> None:
    paths = {index_path(tmp_path, tmp_path / name) for name in ("a", "b", "a/b", "A", "ä", "a b")}
    assert len(paths) == 6
    assert index_path(tmp_path, tmp_path / "a") in paths


def test_unused_indexes_are_forgotten(tmp_path: Path) -> None:
    used, unused = (index_path(tmp_path, tmp_path / name) for name in ("used", "unused"))
    for path in (used, unused):
        index = Index(path)
        index.generation()
        index.close()
    left = unused.parent.with_name("0123.gone-4567")
    shutil.copytree(unused.parent, left)
    long_ago = time.time() - 100 * 86_400
    os.utime(unused, (long_ago, long_ago))
    forget_unused(tmp_path)
    assert [place.name for place in (tmp_path / "index").iterdir()] == [used.parent.name]
    # Whoever opens an index uses it, even where there is nothing to write.
    os.utime(used, (long_ago, long_ago))
    index = Index(used)
    index.generation()
    index.close()
    forget_unused(tmp_path)
    assert used.exists()
    forget_unused(tmp_path / "nowhere")


def test_throwing_away_what_is_not_there(tmp_path: Path) -> None:
    throw_away(tmp_path / "none" / "rows.sqlite")
    assert list(tmp_path.iterdir()) == []
