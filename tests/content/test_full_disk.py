"""Disks that are really full, out of names, or read-only."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.content.saving.store import ReadOnly, SaveError, create, load, save, save_merging
from curator.frontmatter import Document, Set, apply
from tests.content.faults import temporary_files

OLD = b"---\ntitle: one\n---\n" + b"A long body\n" * 1000
NEW = OLD.replace(b"one", b"two")


def run(*words: str) -> str:
    """Run a command; what is wrong if it fails."""
    if shutil.which(words[0]) is None:
        return f"there is no {words[0]} here"
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stderr.strip() if done.returncode else ""


@contextlib.contextmanager
def mounted(place: Path, *words: str) -> Iterator[Path]:
    place.mkdir()
    problem = run("mount", *words, str(place))
    if problem:
        pytest.skip(f"mounting is not possible here: {problem}")
    try:
        yield place
    finally:
        assert run("umount", str(place)) == ""


@pytest.fixture(params=["tmpfs", "ext4"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    if request.param == "tmpfs":
        with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=256k", "tmpfs") as place:
            yield place
        return
    image = tmp_path / "image"
    image.write_bytes(b"")
    os.truncate(image, 2**21)
    problem = run("mkfs.ext4", "-q", "-m", "0", str(image))
    if problem:
        pytest.skip(f"making a disk is not possible here: {problem}")
    with mounted(tmp_path / "disk", "-o", "loop", str(image)) as place:
        yield place


def fill(disk: Path, leave: int = 0) -> Path:
    """Fill a disk, but for some bytes."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * 1024):
            pass
    os.truncate(filler, max(0, filler.stat().st_size - leave))
    with filler.open("rb") as file:
        os.fsync(file.fileno())
    return filler


def changed(document: Document) -> Document:
    return apply(document, Set(("title",), "two"))


@pytest.mark.parametrize("leave", [0, 4096, 8192], ids="{} bytes left".format)
def test_a_full_disk_costs_nothing_and_is_told(disk: Path, leave: int) -> None:
    article = disk / "story.md"
    article.write_bytes(OLD)
    stored = load(article)
    filler = fill(disk, leave)
    for _ in range(3):
        with pytest.raises(SaveError, match="the disk is full: free some space, then save again"):
            save(stored, changed(stored.document))
        with pytest.raises(SaveError, match="the disk is full"):
            create(disk / "new" / "other.md", stored.document)
        assert article.read_bytes() == OLD
        assert {path.name for path in disk.iterdir()} - {"lost+found"} == {"story.md", "filler"}
    filler.unlink()
    stored = save(stored, changed(stored.document))
    assert article.read_bytes() == NEW
    create(disk / "new" / "other.md", stored.document)
    assert (disk / "new" / "other.md").read_bytes() == NEW


def test_saves_do_not_fill_the_disk(disk: Path) -> None:
    """Each old file must be gone before the next save, where there is room for two only."""
    article = disk / "story.md"
    article.write_bytes(OLD)
    fill(disk, 16 * 1024)
    stored = load(article)
    old, new = stored.document, changed(stored.document)
    for number in range(20):
        stored = save(stored, (new, old)[number % 2])
    assert temporary_files(disk) == []


def test_a_read_only_disk_is_told(disk: Path) -> None:
    article = disk / "story.md"
    article.write_bytes(OLD)
    stored = load(article)
    assert run("mount", "-o", "remount,ro", str(disk)) == ""
    with pytest.raises(ReadOnly, match="mounted read-only: save again when it is writable"):
        save(stored, changed(stored.document))
    with pytest.raises(ReadOnly, match="mounted read-only"):
        create(disk / "other.md", stored.document)
    assert article.read_bytes() == OLD
    assert run("mount", "-o", "remount,rw", str(disk)) == ""
    save_merging(stored, changed(stored.document))
    assert article.read_bytes() == NEW


def test_a_disk_without_room_for_names_is_told(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "nr_inodes=8", "tmpfs") as disk:
        article = disk / "story.md"
        article.write_bytes(OLD)
        stored = load(article)
        with contextlib.suppress(OSError):
            for number in range(8):
                (disk / f"{number}").touch()
        with pytest.raises(SaveError, match="no room for more files: delete some"):
            save(stored, changed(stored.document))
        assert article.read_bytes() == OLD
        (disk / "0").unlink()
        save(stored, changed(stored.document))
        assert article.read_bytes() == NEW
        assert temporary_files(disk) == []
