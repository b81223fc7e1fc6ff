"""A curator that is killed in the middle of its saves: files are whole, and nothing is left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from curator.content.folder import scan
from curator.content.saving.store import load, save
from curator.content.saving.temporary import clear_left_behind, temporary_beside
from curator.frontmatter import Document, Set, apply
from tests.content.faults import temporary_files
from tests.content.saving_process import START, number_of, version

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are those of POSIX")

SAVES = 1000
REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass
class Saver:
    """The program that saves, and which saves it has said were made."""

    program: subprocess.Popen[str]
    made: dict[int, int] = field(default_factory=dict[int, int])
    count: int = 0
    process: int = 0
    killed: bool = False

    def start(self) -> None:
        assert self.program.stdin is not None
        self.program.stdin.write("go\n")
        self.program.stdin.flush()

    def wait_for(self, saves: int) -> None:
        """Until that many more saves were made."""
        last = self.count + saves
        while self.count < last or not self.process:
            self._read()

    def kill(self) -> None:
        self.killed = True
        os.kill(self.process, signal.SIGKILL)
        while self.process:
            self._read()

    def _read(self) -> None:
        assert self.program.stdout is not None
        words = self.program.stdout.readline().split()
        assert words, "the saving program ended by itself"
        if words == ["dead"]:
            assert self.killed, "the saving process died by itself"
            self.process, self.killed = 0, False
        elif len(words) == 1:
            self.process = int(words[0])
        else:
            self.made[int(words[0])] = int(words[1])
            self.count += 1


@pytest.fixture
def articles() -> Iterator[list[Path]]:
    """Articles in one folder, and one that is a link to a place where no scan looks.

    They are kept in memory where that can be: a killed program leaves the same there, and as it
    waits for no disk, the kills come at all its steps alike.
    """
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield articles_in(Path(name))


def articles_in(place: Path) -> list[Path]:
    folder, elsewhere = place / "stories", place / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    paths = [folder / f"{number} story.md" for number in range(4)]
    for path in [*paths[:-1], elsewhere / "linked.md"]:
        path.write_bytes(START)
    paths[-1].symlink_to(Path("..") / "elsewhere" / "linked.md")
    return paths


@pytest.fixture
def saver(articles: list[Path]) -> Iterator[Saver]:
    command = [sys.executable, "-m", "tests.content.saving_process", *map(str, articles)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    ) as program:
        saver = Saver(program)
        yield saver
        if saver.process:
            saver.kill()
        assert program.stdin is not None
        program.stdin.close()


def test_no_kill_in_1000_saves_costs_a_byte(articles: list[Path], saver: Saver) -> None:
    chance = random.Random(4)
    left_behind = kills = 0
    while saver.count < SAVES:
        saver.start()
        saver.wait_for(chance.randrange(40))
        # A scan of a living program's folder must not disturb its saves.
        list(scan(articles[0].parent))
        saver.wait_for(chance.randrange(3))
        time.sleep(chance.random() * 0.003)
        saver.kill()
        kills += 1
        left_behind += len(temporary_files(articles[0].parent.parent))
        for index, article in enumerate(articles):
            data = article.read_bytes()
            number = number_of(Document.parse(data))
            assert data == version(number).to_bytes(), (
                f"{article} is neither old nor new after kill {kills}"
            )
            # The last save of all may have been made and not told any more.
            assert number - saver.made.get(index, 0) in (0, 1), f"{article} after kill {kills}"
            saver.made[index] = number
        (batch,) = scan(articles[0].parent)
        assert [row.path for row in batch.rows if row.readable] == [a.name for a in articles]
        assert temporary_files(articles[0].parent.parent) == []
    assert kills >= 20
    # Else no kill came in the middle of a save.
    assert left_behind >= 3


# -- what a scan deletes

DAY = 24 * 60 * 60


def dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as program:
        pass
    return program.pid


def of_process(temporary: str, process: int) -> Path:
    """The name as another process of this machine would have chosen it."""
    return Path(temporary.replace(f"-{os.getpid()}-", f"-{process}-"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only age counts")
def test_only_files_of_dead_processes_are_deleted(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(START)
    ours = temporary_beside(str(tmp_path / "a.md"))
    mine, of_parent = Path(ours), of_process(ours, os.getppid())
    dead = of_process(ours, dead_process())
    for path in (mine, of_parent, dead):
        path.write_bytes(START)
    (batch,) = scan(tmp_path)
    assert [row.path for row in batch.rows] == ["a.md"]
    assert {path.name for path in tmp_path.iterdir()} == {"a.md", mine.name, of_parent.name}


def test_what_is_a_day_old_is_deleted_whoever_wrote_it(tmp_path: Path) -> None:
    path = Path(temporary_beside(str(tmp_path / "a.md")))
    path.write_bytes(START)
    # The bytes of a replaced file are as old as that file was; its new name is not.
    os.utime(path, (1, 1))
    now = time.time()
    assert not clear_left_behind(str(path), now + DAY - 60)
    assert clear_left_behind(str(path), now + DAY + 60)
    assert not path.exists()


def test_a_process_of_another_machine_is_not_taken_for_dead(tmp_path: Path) -> None:
    number = dead_process()
    for machine in ("00000000", "0123abcd"):
        path = tmp_path / f".curator-{machine}-{number}-0123456789ab.tmp"
        path.write_bytes(START)
        assert not clear_left_behind(str(path))
        assert clear_left_behind(str(path), time.time() + DAY + 60)


@pytest.mark.parametrize(
    "name",
    [
        "curator-0123abcd-999999-0123456789ab.tmp",
        ".curator-0123abcd-999999-0123456789ab.tmp~",
        ".curator-0123abcd-999999-0123456789ab",
        ".curator-0123abcd-999999-0123456789AB.tmp",
        ".curator-0123abcd-0-0123456789ab.tmp",
        ".curator-0123abcd--5-0123456789ab.tmp",
        ".curator-notes.tmp",
        ".curator-",
        ".curator-0123abcd-999999-0123456789ab.tmp\n",
    ],
)
def test_what_only_looks_like_ours_is_left_alone(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(START)
    assert not clear_left_behind(str(path), time.time() + 1000 * DAY)
    list(scan(tmp_path))
    assert path.exists()


def test_only_files_are_deleted(tmp_path: Path) -> None:
    later = time.time() + 1000 * DAY
    folder = Path(temporary_beside(str(tmp_path / "a.md")))
    folder.mkdir()
    (tmp_path / "a.md").write_bytes(START)
    link = Path(temporary_beside(str(tmp_path / "a.md")))
    link.symlink_to("a.md")
    for path in (folder, link):
        assert not clear_left_behind(str(path), later)
    assert {path.name for path in tmp_path.iterdir()} == {"a.md", folder.name, link.name}
    assert (tmp_path / "a.md").read_bytes() == START


def test_a_temporary_file_that_cannot_be_deleted_goes_with_the_next_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = tmp_path / "a.md"
    article.write_bytes(START)
    stored = load(article)

    def refuse(path: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", refuse)
        stored = save(stored, apply(stored.document, Set(("title",), "1")))
    assert len(temporary_files(tmp_path)) == 1
    save(stored, apply(stored.document, Set(("title",), "2")))
    assert temporary_files(tmp_path) == []
