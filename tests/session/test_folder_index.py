"""The process that reads the folder: streaming, asking again, cancelling, dying."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.content.index.updating import Batch
from curator.session.folder_index import FolderIndex

Made = Callable[[Path], FolderIndex]
WAIT = 20_000


@pytest.fixture
def made(qtbot: QtBot, tmp_path: Path) -> Iterator[Made]:
    indexes: list[FolderIndex] = []

    def make(folder: Path) -> FolderIndex:
        indexes.append(FolderIndex(folder, tmp_path / "cache" / "one" / "rows.sqlite"))
        return indexes[-1]

    yield make
    for index in indexes:
        index.cancel()


def write(folder: Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number}.md").write_text(f"---\ntitle: A {number}\n---\n")


def test_a_folder_streams_in_and_then_only_what_is_different(
    qtbot: QtBot, sample: Path, made: Made
) -> None:
    index = made(sample)
    batches: list[Batch] = []
    index.batch_read.connect(batches.append)
    with qtbot.waitSignal(index.answered, timeout=WAIT) as ended:
        index.look()
        assert index.busy
    assert ended.args == [None]
    assert not index.busy
    assert sum(len(batch.packed) for batch in batches) == 58
    assert batches[-1].done == batches[-1].total
    story = next((sample / "_news").glob("*.md"))
    story.write_bytes(story.read_bytes().replace(b"title:", b"title: New", 1))
    path = f"_news/{story.name}"
    for paths in (None, {path}):
        batches.clear()
        with qtbot.waitSignal(index.answered, timeout=WAIT):
            index.look(paths)
        told = {row.path: row.title for batch in batches for row in batch.rows}
        assert told[path].startswith("New")
    assert list(told) == [path]


def test_what_is_asked_for_meanwhile_is_done_at_once_afterwards(
    qtbot: QtBot, tmp_path: Path, made: Made
) -> None:
    write(tmp_path / "folder", 5)
    index = made(tmp_path / "folder")
    answers: list[object] = []
    index.answered.connect(answers.append)
    index.look()
    for number in range(5):
        index.look({f"{number}.md"})
    qtbot.waitUntil(lambda: not index.busy, timeout=WAIT)
    assert answers == [None, None]


def test_after_a_cancel_nothing_more_is_said(qtbot: QtBot, sample: Path, made: Made) -> None:
    index = made(sample)
    for wait in (0, 50, 400):
        index.look()
        qtbot.wait(wait)
        index.cancel()
        assert not index.busy
        with qtbot.assertNotEmitted(index.answered, wait=100):
            index.cancel()
    with qtbot.waitSignal(index.answered, timeout=WAIT) as ended:
        index.look()
    assert ended.args == [None]


def test_a_process_that_dies_is_told_and_replaced(qtbot: QtBot, tmp_path: Path, made: Made) -> None:
    write(tmp_path / "folder", 3000)
    index = made(tmp_path / "folder")
    with qtbot.waitSignal(index.batch_read, timeout=WAIT):
        index.look()
    assert index._server is not None
    with qtbot.waitSignal(index.answered, timeout=WAIT) as ended:
        index._server._process.kill()
    assert ended.args is not None
    if ended.args[0] is not None:
        assert "died" in str(ended.args[0])
    rows: set[str] = set()
    index.batch_read.connect(lambda batch: rows.update(row.path for row in batch.rows))
    with qtbot.waitSignal(index.answered, timeout=WAIT) as ended:
        index.look()
    assert ended.args == [None]
    assert len(rows) == 3000
