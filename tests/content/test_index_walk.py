"""What is new, changed or gone is seen, whatever files are called and however they were written."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from curator.content.folder import FolderProblem
from curator.content.index import updating
from curator.content.index.database import Index
from tests.content.index_rig import Window, again, put, trust_new_files


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


@pytest.mark.skipif(os.name != "posix", reason="Windows tells neither inodes nor changes")
@pytest.mark.parametrize("how", ["in place", "in its place", "clock set back"])
def test_a_change_of_the_same_size_and_time_is_seen(folder: Path, window: Window, how: str) -> None:
    path = folder / "a.md"
    path.write_bytes(b"---\ntitle: Title\n---\n")
    os.utime(path, (1_500_000_000, 1_500_000_000))
    window.update()
    window = again(window)
    other = b"---\ntitle: Other\n---\n"
    if how == "in its place":
        (folder / "new").write_bytes(other)
        (folder / "new").replace(path)
    else:
        path.write_bytes(other)
    back = 1_400_000_000 if how == "clock set back" else 1_500_000_000
    os.utime(path, (back, back))
    assert window.update() == ["a.md"]
    assert window.rows["a.md"].title == "Other"


def test_a_file_written_just_now_is_looked_at_again(folder: Path, tmp_path: Path) -> None:
    window = Window(folder, Index(tmp_path / "rows.sqlite"))
    put(folder, "a.md")
    window.update()
    window = again(window)
    assert window.update() == ["a.md"]
    assert window.read == 1


@pytest.mark.skipif(os.name != "posix", reason="times of change")
def test_times_in_the_future_are_not_trusted(folder: Path, window: Window) -> None:
    put(folder, "a.md")
    ahead = time.time() + 3600
    os.utime(folder / "a.md", (ahead, ahead))
    window.update()
    assert again(window).update() == ["a.md"]


@pytest.mark.skipif(os.name != "posix", reason="names that Windows does not allow")
def test_names_of_any_kind(folder: Path, window: Window) -> None:
    put(folder, "with blanks.md", "emoji 🦊.md", "line\nbreak.md", "quote\"'.md", "Ünï/#?%20.md")
    put(folder, "100%.md", "_.md", "a'; DROP TABLE articles; --.md", "D.MD", "e.markdown", "f.html")
    with open(os.fsencode(folder) + b"/caf\xe9.md", "wb") as file:  # noqa: PTH123
        file.write(b"---\n---\n")
    window.update()
    window.assert_right()
    problems = [problem for batch in window.batches for problem in batch.problems]
    assert problems == [FolderProblem("caf?.md", "the file name is not UTF-8")]
    window = again(window)
    window.assert_right()
    assert window.update() == []


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_links(folder: Path, window: Window, tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "a.md", "sub/b.md")
    put(folder, "real.md")
    (folder / "link.md").symlink_to(tmp_path / "elsewhere" / "a.md")
    (folder / "linked").symlink_to(tmp_path / "elsewhere" / "sub")
    (folder / "dangling.md").symlink_to(tmp_path / "nowhere")
    (folder / "circle.md").symlink_to(folder / "circle.md")
    window.update()
    window.assert_right()
    assert set(window.rows) == {"real.md", "link.md"}
    window = again(window)
    put(tmp_path / "elsewhere", "a.md", title="Changed")
    assert window.update() == ["link.md"]


def test_what_saves_left_behind_is_deleted(folder: Path, window: Window) -> None:
    put(folder, "_news/a.md")
    left = folder / "_news" / ".curator-00000000-1-0123456789ab.tmp"
    left.write_text("half a story")
    os.utime(left, (1, 1))
    window.update()
    # A change counts as much as a writing, so that it is not yet old enough.
    assert left.exists() == (os.name == "posix")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read anything")
def test_a_subfolder_that_cannot_be_read_keeps_its_rows(folder: Path, window: Window) -> None:
    put(folder, "open/a.md", "shut/b.md", "shut/deep/c.md")
    window.update()
    (folder / "shut").chmod(0)
    try:
        check_that_shut_is_kept(again(window))
    finally:
        (folder / "shut").chmod(0o755)


@pytest.mark.parametrize(
    "how", ["scandir", "open"] if os.scandir in os.supports_fd else ["scandir"]
)
def test_a_subfolder_that_cannot_be_listed_keeps_its_rows(
    folder: Path, window: Window, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    put(folder, "open/a.md", "shut/b.md", "shut/deep/c.md")
    window.update()
    window = again(window)
    usual = getattr(os, how)

    def refuse(path: str, *rest: int) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return usual(path, *rest)

    # In place of the system's own it is not known to take an open folder, as none is on Windows.
    monkeypatch.setattr(os, how, refuse)
    check_that_shut_is_kept(window)


def check_that_shut_is_kept(window: Window) -> None:
    (window.folder / "open" / "a.md").unlink()
    assert window.update() == []
    assert set(window.rows) == {"shut/b.md", "shut/deep/c.md"}
    problems = [problem for batch in window.batches for problem in batch.problems]
    assert problems == [FolderProblem("shut", "Permission denied")]


def test_a_folder_that_is_gone_for_now_keeps_its_rows(folder: Path, window: Window) -> None:
    put(folder, "a.md")
    window.update()
    window = again(window)
    folder.rename(folder.with_name("unplugged"))
    assert window.update() == []
    assert set(window.rows) == {"a.md"}
    folder.with_name("unplugged").rename(folder)
    window = again(window)
    assert window.update() == []
    window.assert_right()


def test_a_file_that_cannot_be_read_is_tried_again(
    folder: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.md")
    opened, path_open = os.open, Path.open

    def refuse(path: object, *rest: int, **__: object) -> int:
        if str(path).endswith(".md"):
            raise PermissionError(13, "Permission denied")
        return opened(str(path), *rest)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    window.update()
    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(Path, "open", path_open)
    (row,) = window.rows.values()
    assert row.problems[0].message == "cannot be read: Permission denied"
    window = again(window)
    assert window.update() == ["a.md"]
    window.assert_right()


def test_a_file_that_goes_while_it_is_read_is_gone(
    folder: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.md", "b.md")
    window.update()
    window = again(window)
    put(folder, "a.md", "b.md", title="Changed")
    read = updating.read_entries

    def read_late(folder: str, paths: list[str]) -> object:
        (Path(folder) / "a.md").unlink(missing_ok=True)
        return read(folder, paths)

    monkeypatch.setattr(updating, "read_entries", read_late)
    assert window.update() == ["b.md"]
    window.assert_right()
