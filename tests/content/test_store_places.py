"""Saves through links, under odd names, and where something else has taken the file's place."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from curator.content.saving.store import (
    ChangedOutside,
    SaveError,
    Vanished,
    load,
    save,
    save_merging,
)
from curator.frontmatter import Document, Set, apply
from tests.content.faults import Calls, temporary_files, watched

OLD = b"---\ntitle: one\n---\ncaf\xe9\n"
NEW = OLD.replace(b"one", b"two")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and names of POSIX")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "stories" / "story.md"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def changed(document: Document, title: str = "two") -> Document:
    return apply(document, Set(("title",), title))


def save_two(path: Path) -> None:
    stored = load(path)
    assert save(stored, changed(stored.document)).path == path
    assert path.read_bytes() == NEW


# -- links


@pytest.mark.parametrize("how", ["relative", "absolute", "chained", "through a linked folder"])
def test_a_link_stays_and_its_file_is_saved(article: Path, tmp_path: Path, how: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = elsewhere / "link.md"
    if how == "relative":
        link.symlink_to(Path("..") / "stories" / "story.md")
    elif how == "absolute":
        link.symlink_to(article)
    elif how == "chained":
        (elsewhere / "second.md").symlink_to(article)
        (elsewhere / "first.md").symlink_to("second.md")
        link.symlink_to("first.md")
    else:
        (elsewhere / "folder").symlink_to(article.parent, target_is_directory=True)
        link.symlink_to(Path("folder") / "story.md")
    to = link.readlink()
    before = {path.name for path in elsewhere.iterdir()}
    save_two(link)
    assert link.is_symlink()
    assert link.readlink() == to
    assert not article.is_symlink()
    assert article.read_bytes() == NEW
    assert {path.name for path in elsewhere.iterdir()} == before
    assert [path.name for path in article.parent.iterdir()] == ["story.md"]


def test_the_temporary_file_lies_beside_the_file_and_not_beside_its_link(
    article: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(article)
    stored = load(link)
    seen: list[str] = []
    calls = Calls()

    def look(call: str) -> None:
        if call == "fsync":
            seen.extend(path.name for path in tmp_path.glob(".curator-*"))
            seen.extend(path.parent.name for path in article.parent.glob(".curator-*"))

    calls.before = look
    with watched(calls):
        save(stored, changed(stored.document))
    assert seen == ["stories"]


def test_a_path_through_a_linked_folder_is_saved(article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "linked"
    folder.symlink_to("stories", target_is_directory=True)
    save_two(folder / "story.md")
    assert article.read_bytes() == NEW
    assert folder.is_symlink()


def test_a_link_to_nothing_is_a_file_that_is_gone(article: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(article)
    stored = load(link)
    article.unlink()
    with pytest.raises(Vanished):
        save(stored, changed(stored.document))
    assert link.is_symlink()
    assert list(article.parent.iterdir()) == []


def test_links_that_lead_in_a_circle_are_refused(article: Path) -> None:
    stored = load(article)
    article.unlink()
    article.symlink_to(article.name)
    with pytest.raises(SaveError, match="leads back to itself"):
        save(stored, changed(stored.document))


def test_a_file_with_two_names_is_refused(article: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    os.link(article, other)
    stored = load(article)
    with pytest.raises(SaveError, match="2 names") as caught:
        save(stored, changed(stored.document))
    assert caught.value.path == article
    assert article.read_bytes() == other.read_bytes() == OLD
    assert temporary_files(tmp_path) == []
    other.unlink()
    save_two(article)


def test_a_second_name_given_in_the_moment_of_the_save_is_not_parted(
    article: Path, tmp_path: Path
) -> None:
    stored = load(article)
    calls = Calls()

    def link(call: str) -> None:
        if call == "fsync":
            os.link(article, tmp_path / "other.md")

    calls.before = link
    with watched(calls), pytest.raises(ChangedOutside):
        save(stored, changed(stored.document))
    assert article.samefile(tmp_path / "other.md")
    assert temporary_files(tmp_path) == []


def test_a_mode_given_in_the_moment_of_the_save_stays(article: Path) -> None:
    stored = load(article)
    calls = Calls()

    def chmod(call: str) -> None:
        if call == "fsync":
            calls.before = None
            article.chmod(0o600)

    calls.before = chmod
    with watched(calls):
        save_merging(stored, changed(stored.document))
    assert article.read_bytes() == NEW
    assert stat.S_IMODE(article.stat().st_mode) == 0o600


# -- names


@pytest.mark.parametrize(
    "name",
    [
        "line\nbreak.md",
        "emoji 🦊🏳️‍🌈.md",
        "x" * 252 + ".md",
        "🦊" * 63 + ".md",
        "-rf *.md",
        " .md",
        "quote\"'`$.md",
        "back\\slash.md",
        "with.outside",
    ],
)
def test_any_name_can_be_saved(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(OLD)
    save_two(path)
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


def test_a_name_that_is_not_text_can_be_saved(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9 \xff.md")
    path.write_bytes(OLD)
    save_two(path)
    assert os.listdir(os.fsencode(tmp_path)) == [b"caf\xe9 \xff.md"]  # noqa: PTH208


def test_a_path_without_a_folder_is_saved(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(article.parent)
    save_two(Path("story.md"))
    assert article.read_bytes() == NEW


# -- something else in its place


def test_a_folder_in_its_place_is_refused(article: Path) -> None:
    stored = load(article)
    article.unlink()
    article.mkdir()
    with pytest.raises(SaveError, match="no longer a file"):
        save(stored, changed(stored.document))
    assert article.is_dir()


def test_a_pipe_in_its_place_is_refused_and_not_waited_for(article: Path) -> None:
    stored = load(article)
    article.unlink()
    os.mkfifo(article)
    with pytest.raises(SaveError, match="no longer a file"):
        save(stored, changed(stored.document))
    assert article.is_fifo()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="root alone makes devices")
def test_a_device_in_its_place_is_refused_unopened(article: Path) -> None:
    stored = load(article)
    article.unlink()
    try:
        os.mknod(article, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    except OSError:
        pytest.skip("devices cannot be made here")
    calls = Calls()
    with watched(calls), pytest.raises(SaveError, match="no longer a file"):
        save(stored, changed(stored.document))
    assert "open" not in calls.names
    assert article.is_char_device()


def test_a_pipe_put_there_in_the_moment_of_the_save_is_not_waited_for(article: Path) -> None:
    stored = load(article)
    calls = Calls()

    def put_pipe(call: str) -> None:
        if call == "open":
            calls.before = None
            article.unlink()
            os.mkfifo(article)

    calls.before = put_pipe
    with watched(calls), pytest.raises(ChangedOutside):
        save(stored, changed(stored.document))
    assert article.is_fifo()
    assert temporary_files(article.parent) == []


def test_a_link_put_there_in_the_moment_of_the_save_is_not_followed(
    article: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.md"
    other.write_bytes(OLD)
    stored = load(article)
    calls = Calls()

    def put_link(call: str) -> None:
        if call == "open":
            calls.before = None
            article.unlink()
            article.symlink_to(other)

    calls.before = put_link
    with watched(calls), pytest.raises(SaveError):
        save(stored, changed(stored.document))
    assert other.read_bytes() == OLD
    assert article.is_symlink()


def test_a_file_that_vanished_is_not_made_again(article: Path) -> None:
    stored = load(article)
    article.unlink()
    with pytest.raises(Vanished, match="no longer there"):
        save(stored, changed(stored.document))
    assert list(article.parent.iterdir()) == []


@pytest.mark.parametrize("when", ["open", "fsync", "renameat2"])
def test_a_folder_that_is_deleted_meanwhile_is_told(article: Path, when: str) -> None:
    stored = load(article)
    calls = Calls()

    def delete(call: str) -> None:
        if call == when:
            shutil.rmtree(article.parent, ignore_errors=True)

    calls.before = delete
    with watched(calls), pytest.raises(Vanished):
        save(stored, changed(stored.document))
    assert not article.parent.exists()


def test_a_folder_that_is_renamed_meanwhile_is_told(article: Path) -> None:
    stored = load(article)
    moved = article.parent.with_name("moved")
    calls = Calls()

    def move(call: str) -> None:
        if call == "renameat2" and not moved.exists():
            article.parent.rename(moved)

    calls.before = move
    with watched(calls), pytest.raises(Vanished):
        save(stored, changed(stored.document))
    assert (moved / "story.md").read_bytes() == OLD


def test_a_file_in_the_place_of_the_folder_is_told(article: Path) -> None:
    stored = load(article)
    shutil.rmtree(article.parent)
    article.parent.write_bytes(b"")
    with pytest.raises(SaveError, match="a file stands where its folder was"):
        save(stored, changed(stored.document))
