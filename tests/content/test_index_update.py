"""An update reads what is new or changed, and nothing else; afterwards the rows are right."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from curator.content.index import updating
from curator.content.index.database import Index
from curator.content.index.entry import Entry
from curator.content.index.packing import unpacked
from curator.content.index.updating import look, update
from tests.benchmarks.generator import article, generate
from tests.content.index_rig import Window, again, put, trust_new_files, truth


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty content folder."""
    (tmp_path / "content").mkdir()
    return tmp_path / "content"


@pytest.fixture
def window(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Window:
    """A window on it, with an index that trusts files as soon as they are written."""
    trust_new_files(monkeypatch)
    return Window(folder, Index(tmp_path / "cache" / "one" / "rows.sqlite"))


def test_a_folder_is_read_once(folder: Path, window: Window) -> None:
    generate(folder, 250)
    came = window.update()
    window.assert_right()
    assert sorted(came) == sorted(window.rows)
    assert window.batches[-1].done == window.batches[-1].total == window.batches[-1].found == 250
    assert window.batches[-1].without_front_matter == 250 - len(came)

    later = again(window)
    later.assert_right()
    assert later.update() == []
    assert later.read == 0
    assert later.batches[-1].found == 250
    assert later.batches[-1].without_front_matter == 250 - len(came)
    later.assert_right()


def test_the_rows_come_by_path_and_the_newest_by_themselves(folder: Path, window: Window) -> None:
    generate(folder, 600)
    window.update()
    index = again(window).index
    assert index is not None
    chunks = [[unpacked(pack) for pack in chunk] for chunk in index.packs()]
    assert max(map(len, chunks)) <= 400
    rows = [row for chunk in chunks for row in chunk]
    assert [row.path for row in rows] == sorted(row.path for row in rows)
    dated = sorted((row for row in rows if row.moment is not None), key=lambda r: -(r.moment or 0))
    assert [row.moment for row in index.newest(64)] == [row.moment for row in dated[:64]]


def test_what_changed_is_read_again(folder: Path, window: Window) -> None:
    put(folder, *(f"_news/{number}.md" for number in range(20)))
    window.update()
    window = again(window)
    put(folder, "_news/new.md")
    put(folder, "_news/3.md", title="Another title")
    (folder / "_news/4.md").unlink()
    (folder / "_news/5.md").rename(folder / "_news/moved.md")
    (folder / "_news/6.md").write_text("No front matter any more\n")
    came = window.update()
    assert sorted(came) == ["_news/3.md", "_news/moved.md", "_news/new.md"]
    assert window.read == 4
    assert window.batches[-1].without_front_matter == 1
    window.assert_right()
    again(window).assert_right()


def test_a_file_whose_row_is_the_same_is_told_for_what_the_row_does_not_say(
    folder: Path, window: Window
) -> None:
    put(folder, "a.md", "b.md")
    window.update()
    window = again(window)
    put(folder, "a.md")
    assert window.update() == ["a.md"]
    assert window.read == 1
    assert again(window).update() == []


def test_without_an_index_everything_is_read(folder: Path) -> None:
    generate(folder, 120)
    window = Window(folder, None)
    window.update()
    window.assert_right()
    assert window.batches[-1].without_front_matter == 120 - len(window.rows)
    (folder / article(5)[0]).unlink()
    window.update()
    window.assert_right()


def test_progress_is_told(folder: Path, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(folder, 300)
    monkeypatch.setattr(updating, "_PAUSE", 0.0)
    monkeypatch.setattr(updating, "_FIRST_GUESS", 0.0)
    window.update()
    read = [batch for batch in window.batches if batch.done]
    assert [batch.done for batch in read] == sorted(batch.done for batch in read)
    assert len({batch.done for batch in read}) > 3
    guesses = [batch.seconds_left for batch in read if batch.done < 300]
    assert guesses
    assert all(guess is not None and 0 < guess < 60 for guess in guesses)
    assert read[-1].seconds_left == 0.0


def test_a_cancelled_update_is_gone_on_with(
    folder: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(folder, 400)
    monkeypatch.setattr(updating, "_PAUSE", 0.0)
    told: list[int] = []
    for batch in update(folder, window.index, None, lambda: bool(told and told[-1] > 100)):
        told.append(batch.done)
    assert 100 < told[-1] < 400
    window = again(window)
    assert len(window.rows) > 90
    window.update()
    assert window.read == 400 - told[-1]
    window.assert_right()


def test_an_update_that_nobody_waits_for_is_gone_on_with(
    folder: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(folder, 400)
    monkeypatch.setattr(updating, "_PAUSE", 0.0)
    batches = update(folder, window.index)
    while next(batches).done < 150:
        pass
    batches.close()  # type: ignore[attr-defined]
    window = again(window)
    window.update()
    assert window.read < 300
    window.assert_right()


def test_deleting_the_index_loses_nothing(folder: Path, window: Window) -> None:
    generate(folder, 60)
    window.update()
    assert window.index is not None
    window.index.close()
    window.index.path.unlink()
    window.update()
    assert window.read == 60
    window.assert_right()
    again(window).assert_right()


def test_the_window_is_told_what_others_have_entered_since(folder: Path, window: Window) -> None:
    put(folder, "a.md", "b.md", "c.md", "d.md")
    window.update()
    mine, other = again(window), again(window)
    put(folder, "a.md", title="Changed by another")
    put(folder, "e.md")
    (folder / "b.md").unlink()
    (folder / "c.md").write_text("no article any more")
    other.update()
    other.assert_right()
    # All of it is in the index by now, but not in the first window.
    assert sorted(mine.update()) == ["a.md", "e.md"]
    assert mine.read == 0
    mine.assert_right()


def test_an_index_made_anew_by_another_is_noticed(folder: Path, window: Window) -> None:
    put(folder, "a.md", "b.md")
    window.update()
    mine, other = again(window), again(window)
    assert mine.index is not None
    assert other.index is not None
    (folder / "a.md").unlink()
    for index in (mine.index, other.index):
        index.close()
    other.index.path.unlink()
    other.since = None
    other.update()
    assert mine.update() == ["b.md"]
    mine.assert_right()


def test_an_index_that_cannot_be_written_is_done_without(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate(folder, 50)
    (tmp_path / "file").write_text("in the way")
    window = Window(folder, Index(tmp_path / "file" / "rows.sqlite"))
    window.update()
    window.assert_right()
    # Another process that never lets go.
    index = Index(tmp_path / "cache" / "rows.sqlite")
    index.generation()
    other = sqlite3.connect(index.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("curator.content.index.database._PATIENCE", 0.1)
    window = Window(folder, Index(index.path))
    window.update()
    window.assert_right()
    other.execute("ROLLBACK")
    other.close()
    assert truth(folder) == window.rows


def test_a_look_at_named_files_tells_what_they_are_now(folder: Path, window: Window) -> None:
    put(folder, *(f"_news/{number}.md" for number in range(6)))
    window.update()
    put(folder, "_news/1.md", title="Another title")
    put(folder, "_news/new.md")
    (folder / "_news/2.md").unlink()
    (folder / "_news/3.md").write_text("No front matter any more\n")
    (folder / "_news/4.md").unlink()
    (folder / "_news/4.md").mkdir()
    put(folder, "_news/.hidden.md", "_site/made.md")
    names = ["1", "2", "3", "4", "5", "new", ".hidden"]
    (batch,) = look(folder, window.index, [*(f"_news/{n}.md" for n in names), "_site/made.md"])
    assert sorted(row.path for row in batch.rows) == ["_news/1.md", "_news/5.md", "_news/new.md"]
    assert {"_news/2.md", "_news/3.md", "_news/4.md"} <= set(batch.removed)
    later = again(window)
    assert later.update() == []
    later.assert_right()


def test_a_folder_that_goes_while_it_is_read_leaves_its_rows(
    folder: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, *(f"{number}.md" for number in range(6)))
    window.update()
    window = again(window)
    put(folder, "1.md", title="Another title")
    away = folder.with_name("away")
    read = updating.read_entries

    def read_too_late(where: str, paths: list[str]) -> list[Entry | None]:
        folder.rename(away)
        return read(where, paths)

    with monkeypatch.context() as patch:
        patch.setattr(updating, "read_entries", read_too_late)
        window.update()
    batches = [*window.batches, *look(folder, window.index, ["1.md", "2.md"])]
    assert len(window.rows) == 6
    assert [path for batch in batches for path in batch.removed] == []
    assert {problem.path for batch in batches for problem in batch.problems} == {"."}
    away.rename(folder)
    assert again(window).update() == ["1.md"]
