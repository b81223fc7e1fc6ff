"""Several processes at one index and at one folder: killed, at the same time, and helping."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import pytest

from curator.content.index import readers, updating
from curator.content.index.database import Index
from curator.content.index.readers import Readers, spare_cores
from curator.content.index.updating import update
from curator.content.row import Row
from tests.benchmarks.generator import generate
from tests.content.index_rig import Window, put, truth

COUNT = 1600
"""Enough for other processes to help."""

REPOSITORY = Path(__file__).resolve().parents[2]
UPDATE = """
import sys
from pathlib import Path
from curator.content.index.database import Index
from curator.content.index.updating import update

if __name__ == "__main__":
    folder, path, helpers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    print("begun", flush=True)
    for batch in update(folder, Index(path), helpers=helpers):
        print(batch.done, len(batch.packed), flush=True)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that takes a second or so to read."""
    folder = tmp_path_factory.mktemp("content")
    generate(folder, COUNT)
    return folder


@pytest.fixture(scope="module")
def right(folder: Path) -> dict[str, Row]:
    """Its rows."""
    return truth(folder)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where its index is to be."""
    return tmp_path / "cache" / "one" / "rows.sqlite"


def update_process(folder: Path, path: Path, helpers: int = 0) -> subprocess.Popen[str]:
    """Another process that brings the index up to date."""
    return running(path.parents[2] / "update.py", UPDATE, folder, path, str(helpers))


def running(script: Path, text: str, *arguments: object) -> subprocess.Popen[str]:
    """Another process that runs a program."""
    script.write_text(text)
    return subprocess.Popen(
        [sys.executable, script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )


def test_another_process_helps(folder: Path, path: Path, right: dict[str, Row]) -> None:
    before = multiprocessing.active_children()
    window = Window(folder, Index(path))
    window.update(helpers=1)
    window.assert_right(right)
    assert window.read == COUNT
    assert multiprocessing.active_children() == before
    window = Window(folder, Index(path))
    window.warm_start()
    window.assert_right(right)


def test_two_at_once_do_no_harm(folder: Path, path: Path, right: dict[str, Row]) -> None:
    for _ in range(2):
        path.unlink(missing_ok=True)
        both = [update_process(folder, path), update_process(folder, path, helpers=1)]
        for process in both:
            out, errors = process.communicate(timeout=60)
            assert process.returncode == 0, errors
            assert errors == ""
            # Each has been told of every row.
            told = [line.split() for line in out.splitlines()[1:]]
            assert sum(int(rows) for _, rows in told) >= COUNT * 0.95
        window = Window(folder, Index(path))
        window.warm_start()
        window.assert_right(right)


def test_two_at_once_while_the_folder_changes(folder: Path, path: Path, tmp_path: Path) -> None:
    content = tmp_path / "content"
    put(content, *(f"_news/{number}.md" for number in range(300)))
    both = [update_process(content, path), update_process(content, path)]
    for number in range(100):
        put(content, f"_news/{number}.md", title=f"Changed {number}")
        (content / f"_news/{number + 100}.md").unlink()
    for process in both:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    window = Window(content, Index(path))
    window.warm_start()
    window.update()
    window.assert_right()
    window = Window(content, Index(path))
    window.warm_start()
    window.assert_right()


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("after", [1, 3, 6])
def test_a_killed_update_is_gone_on_with(
    folder: Path, path: Path, right: dict[str, Row], after: int
) -> None:
    process = update_process(folder, path)
    assert process.stdout is not None
    told = [process.stdout.readline().split() for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    window = Window(folder, Index(path))
    window.warm_start()
    # What was told is in the index.
    assert len(window.rows) >= sum(int(line[1]) for line in told[1:])
    window.update()
    window.assert_right(right)


OWNER = """
import sys, time
from pathlib import Path
from curator.content.row import Row
from curator.content.index.readers import Readers

if __name__ == "__main__":
    helpers = Readers(Path(sys.argv[1]), 2)
    print(*(reader.process.pid for reader in helpers._readers), flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
def test_helpers_end_with_a_killed_owner(folder: Path, tmp_path: Path) -> None:
    process = running(tmp_path / "owner.py", OWNER, folder)
    assert process.stdout is not None
    helpers = [int(pid) for pid in process.stdout.readline().split()]
    assert len(helpers) == 2
    assert all(is_alive(pid) for pid in helpers)
    process.kill()
    process.communicate(timeout=60)
    end = time.monotonic() + 20
    while any(is_alive(pid) for pid in helpers):
        assert time.monotonic() < end
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    # A dead one stays in the list until somebody asks for it.
    return state != "Z"


def test_what_a_dead_helper_had_is_read_by_others(
    folder: Path, path: Path, right: dict[str, Row]
) -> None:
    window = Window(folder, Index(path))
    killed = 0
    for batch in update(folder, window.index, helpers=2):
        window.rows.update((row.path, row) for row in batch.rows)
        for child in multiprocessing.active_children():
            if killed < 2 and batch.done > 100:
                child.kill()
                killed += 1
    assert killed == 2
    window.assert_right(right)


def test_very_long_paths_do_not_stop_either_side(tmp_path: Path) -> None:
    pool = Readers(tmp_path, 1)
    try:
        todo = deque([[f"{'x' * 4000}/{number}.md" for number in range(64)] for _ in range(40)])
        read = 0
        while todo or pool.busy:
            pool.feed(todo)
            for chunk, entries in pool.results(todo, 1.0):
                assert entries == [None] * len(chunk)
                read += len(chunk)
        assert read == 40 * 64
    finally:
        pool.close()


def test_large_results_do_not_stop_either_side(tmp_path: Path) -> None:
    text = "---\ntitle: x\nexcerpt: '" + "y" * 3900 + "'\n---\n"
    for number in range(64):
        (tmp_path / f"{number}.md").write_text(text)
    names = [f"{number}.md" for number in range(64)]
    pool = Readers(tmp_path, 1)
    try:
        todo = deque([names] * 12)
        pool.feed(todo)
        # Long enough for every pipe to fill up.
        time.sleep(0.5)
        read = 0
        while todo or pool.busy:
            pool.feed(todo)
            read += sum(len(entries) for _, entries in pool.results(todo, 1.0))
        assert read == 12 * 64
    finally:
        pool.close()


def test_a_process_that_may_have_no_children_works_alone(
    folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multiprocessing.current_process(), "_config", {"daemon": True})
    assert spare_cores() == 0
    window = Window(folder, Index(path))
    assert sum(len(batch.packed) for batch in update(folder, window.index)) > COUNT * 0.95


def test_a_system_without_room_for_processes(
    folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(readers.Readers, "_start", refuse)
    window = Window(folder, Index(path))
    assert (
        sum(len(batch.packed) for batch in update(folder, window.index, helpers=2)) > COUNT * 0.95
    )


def test_few_files_are_read_without_help(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "content", *(f"{number}.md" for number in range(100)))
    monkeypatch.setattr(updating, "Readers", None)
    window = Window(tmp_path / "content", Index(path))
    window.update(helpers=1)
    window.assert_right()
