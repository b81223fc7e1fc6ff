"""Outside changes: real files in a real folder, changed as editors, git and pipelines do it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from curator.content.saving.store import load, save
from curator.content.saving.temporary import temporary_beside
from curator.frontmatter import Set, apply
from curator.session import lookout
from curator.session.lookout import network_drive
from curator.session.watcher import FolderWatcher

LONG = 30000
ROOT_MOUNT = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"


class Watched:
    """A folder with two articles in `_news` that is watched, and what was told of it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.folder = folder
        self.news = folder / "_news"
        self.watcher = FolderWatcher(folder)
        self.told: list[frozenset[str] | None] = []
        self.watcher.changed.connect(self.told.append)
        self._qtbot = qtbot

    def paths(self) -> set[str]:
        return {path for paths in self.told if paths is not None for path in paths}

    def wait_for(self, *paths: str) -> None:
        """Wait until just these paths were told."""
        self._qtbot.waitUntil(lambda: self.paths() == set(paths), timeout=LONG)

    def wait_for_none(self) -> None:
        self._qtbot.waitUntil(lambda: None in self.told, timeout=LONG)

    def is_watching(self) -> None:
        """Wait until a change deep in the folder is told by its path, whatever came before."""
        self._qtbot.waitUntil(self._told_of_a_change, timeout=LONG)

    def _told_of_a_change(self) -> bool:
        (self.news / "again.md").write_text(str(time.monotonic_ns()))
        return "_news/again.md" in self.paths()


@pytest.fixture
def watch(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], Watched]]:
    """Begins to watch a folder; what others do to it before the call is not told."""
    folder = tmp_path / "above" / "content"
    (folder / "_news").mkdir(parents=True)
    for name in ("a.md", "b.md"):
        (folder / "_news" / name).write_text("---\ntitle: A\n---\n")
    made: list[Watched] = []

    def begin() -> Watched:
        made.append(Watched(qtbot, folder))
        with qtbot.waitSignal(made[0].watcher.started, timeout=LONG):
            made[0].watcher.start()
        return made[0]

    yield begin
    for watched in made:
        watched.watcher.stop()
    assert is_over()


def is_over() -> bool:
    return all(thread.name != "curator-watch" for thread in threading.enumerate())


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_files_that_are_made_changed_and_deleted_are_told(watch: Callable[[], Watched]) -> None:
    watched = watch()
    (watched.folder / "new.md").write_text("A")
    (watched.news / "a.md").write_text("B")
    (watched.news / "b.md").unlink()
    watched.wait_for("new.md", "_news/a.md", "_news/b.md")
    assert None not in watched.told


def test_a_renamed_file_is_told_by_both_names(watch: Callable[[], Watched]) -> None:
    watched = watch()
    (watched.news / "a.md").rename(watched.folder / "moved.markdown")
    watched.wait_for("_news/a.md", "moved.markdown")


def test_a_replaced_file_is_told_without_the_file_that_replaced_it(
    watch: Callable[[], Watched],
) -> None:
    watched = watch()
    for _ in range(3):
        (watched.news / "a.md.new").write_text("B")
        (watched.news / "a.md.new").replace(watched.news / "a.md")
    watched.wait_for("_news/a.md")


def test_what_is_no_article_is_not_told(watch: Callable[[], Watched], tmp_path: Path) -> None:
    folder = tmp_path / "above" / "content"
    elsewhere = tmp_path / "elsewhere"
    for place in (folder / "_site", folder / ".git", elsewhere):
        place.mkdir()
    (folder / "link").symlink_to(elsewhere)
    watched = watch()
    for place in (folder / "_site", folder / ".git", elsewhere):
        (place / "a.md").write_text("A")
    (folder / "_site" / "sub").mkdir()
    (folder / "_cache").mkdir()
    (folder / ".hidden.md").write_text("A")
    (folder / "picture.png").write_text("A")
    (folder / "picture.png").unlink()
    temporary = Path(temporary_beside(str(folder / "_news" / "a.md")))
    temporary.write_text("A")
    temporary.unlink()
    (folder / "last.md").write_text("A")
    watched.wait_for("last.md")
    assert None not in watched.told


def test_a_save_of_our_own_is_told_by_the_article_alone(watch: Callable[[], Watched]) -> None:
    watched = watch()
    stored = load(watched.news / "a.md")
    save(stored, apply(stored.document, Set(("title",), "B")))
    watched.wait_for("_news/a.md")
    assert None not in watched.told


@pytest.mark.parametrize("name", ["_more", "more.md"])
def test_a_new_folder_is_looked_at_and_then_watched(
    watch: Callable[[], Watched], qtbot: QtBot, name: str
) -> None:
    watched = watch()
    (watched.folder / name / "deep").mkdir(parents=True)
    watched.wait_for_none()
    (watched.folder / name / "deep" / "a.md").write_text("A")
    qtbot.waitUntil(lambda: told_by_path_or_later_none(watched, f"{name}/deep/a.md"), timeout=LONG)


def told_by_path_or_later_none(watched: Watched, path: str) -> bool:
    return path in watched.paths() or watched.told.count(None) > 1


def test_a_renamed_folder_is_looked_at_and_then_watched(watch: Callable[[], Watched]) -> None:
    watched = watch()
    watched.news.rename(watched.folder / "_old")
    watched.wait_for_none()
    (watched.folder / "_old").rename(watched.news)
    watched.is_watching()


def test_a_removed_folder_is_looked_at(watch: Callable[[], Watched]) -> None:
    watched = watch()
    shutil.rmtree(watched.news)
    watched.wait_for_none()
    watched.news.mkdir()
    watched.is_watching()


def test_a_burst_comes_as_few_batches(watch: Callable[[], Watched], qtbot: QtBot) -> None:
    watched = watch()
    names = {f"_news/{number}.md" for number in range(3000)}
    begun = time.monotonic()
    for number, name in enumerate(names):
        (watched.folder / name).write_text("A")
        if number % 15 == 0:
            qtbot.wait(10)
    qtbot.waitUntil(lambda: None in watched.told or watched.paths() == names, timeout=LONG)
    assert len(watched.told) <= 4 + (time.monotonic() - begun)


def test_more_than_the_most_is_told_as_everything(
    watch: Callable[[], Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookout, "MOST_PATHS", 1)
    watched = watch()
    (watched.news / "a.md").rename(watched.news / "c.md")
    watched.wait_for_none()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_another_branch_is_told(watch: Callable[[], Watched], tmp_path: Path) -> None:
    folder = tmp_path / "above" / "content"
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "A")
    git(folder, "checkout", "-q", "-b", "other")
    (folder / "_news" / "a.md").write_text("B")
    (folder / "_news" / "b.md").unlink()
    (folder / "_news" / "c.md").write_text("C")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "B")
    watched = watch()
    git(folder, "checkout", "-q", "main")
    watched.wait_for("_news/a.md", "_news/b.md", "_news/c.md")
    git(folder, "rm", "-q", "-r", "_news")
    watched.wait_for_none()


def test_a_folder_that_goes_and_comes_back_is_watched_again(
    watch: Callable[[], Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookout, "GONE_S", 0.05)
    watched = watch()
    shutil.rmtree(watched.folder)
    watched.wait_for_none()
    watched.news.mkdir(parents=True)
    watched.is_watching()


def test_a_folder_above_that_is_renamed_is_noticed(
    watch: Callable[[], Watched], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookout, "CHECK_S", 0.05)
    watched = watch()
    above = watched.folder.parent
    above.rename(above.with_name("away"))
    watched.wait_for_none()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_text_does_not_end_the_watching(watch: Callable[[], Watched]) -> None:
    watched = watch()
    Path(os.fsdecode(os.fsencode(watched.news) + b"/\xff.md")).write_text("A")
    watched.wait_for_none()
    watched.is_watching()


class Degraded:
    """What a watcher says where it cannot watch."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        watcher = FolderWatcher(folder)
        self.words: list[str] = []
        watcher.degraded.connect(self.words.append)
        told: list[object] = []
        watcher.changed.connect(told.append)
        with qtbot.waitSignal(watcher.started, timeout=LONG):
            watcher.start()
        qtbot.waitUntil(lambda: len(told) >= 2, timeout=LONG)
        watcher.stop()
        assert set(told) == {None}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("OS file watch limit reached. about [...]"), "fs.inotify.max_user_watches="),
        (RuntimeError("Too many open files (os error 24)"), "fs.inotify.max_user_instances="),
        (OSError("no such luck"), "(no such luck)"),
    ],
)
def test_what_prevents_watching_is_said_once_and_the_folder_looked_at(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def refuse(*arguments: object) -> None:
        raise error

    monkeypatch.setattr("watchfiles._rust_notify.RustNotify", refuse)
    monkeypatch.setattr(lookout, "RESCAN_S", 0.05)
    (said,) = Degraded(qtbot, tmp_path).words
    assert words in said
    assert str(tmp_path) in said


def test_a_network_drive_is_not_watched(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    point = str(tmp_path.resolve()).replace(" ", "\\040")
    mounts.write_text(f"{ROOT_MOUNT}28 27 0:50 / {point} rw - cifs //host/share rw\n")
    monkeypatch.setattr(lookout, "MOUNTS", mounts)
    monkeypatch.setattr(lookout, "RESCAN_S", 0.05)
    (said,) = Degraded(qtbot, tmp_path).words
    assert "“cifs”" in said


@pytest.mark.parametrize(
    ("mount", "kind"),
    [
        ("/srv rw,relatime shared:1 - nfs4 host:/srv rw", "nfs4"),
        ("/srv/site rw - fuse.sshfs host: rw", "fuse.sshfs"),
        ("/srv/my\\040site rw - nfs host:/ rw", None),
        ("/srv/sit rw - nfs host:/ rw", None),
        ("/srv/site rw - fuse.gocryptfs /home rw", None),
        ("/srv/site rw - fuseblk /dev/sdb1 rw", None),
    ],
)
def test_the_drive_of_a_folder_is_found(mount: str, kind: str | None) -> None:
    assert network_drive("/srv/site", f"{ROOT_MOUNT}28 27 0:50 / {mount}\n") == kind


def test_a_drive_with_a_space_and_one_that_hides_another_are_found() -> None:
    first = "28 27 0:50 / /srv/my\\040site rw - ext4 /dev/sdb rw\n"
    second = "29 28 0:51 / /srv/my\\040site rw - 9p share rw\n"
    assert network_drive("/srv/my site/_news", ROOT_MOUNT + first + second) == "9p"
    assert network_drive("/srv/my site/_news", ROOT_MOUNT + second + first) is None


def test_a_watcher_that_is_stopped_in_a_burst_says_nothing_more(
    watch: Callable[[], Watched], qtbot: QtBot
) -> None:
    watched = watch()
    enough = threading.Event()

    def write() -> None:
        while not enough.is_set():
            (watched.news / "a.md").write_text("B")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        qtbot.waitUntil(lambda: bool(watched.told), timeout=LONG)
        watched.watcher.stop()
        assert is_over()
        with qtbot.assertNotEmitted(watched.watcher.changed, wait=100):
            watched.watcher.stop()
    finally:
        enough.set()
        writer.join()


def test_a_watcher_that_never_started_can_be_stopped(qtbot: QtBot, tmp_path: Path) -> None:
    FolderWatcher(tmp_path).stop()
    assert is_over()


def test_a_watcher_ends_with_its_parent(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QObject()
    watcher = FolderWatcher(tmp_path, parent)
    with qtbot.waitSignal(watcher.started, timeout=LONG):
        watcher.start()
    parent.deleteLater()
    qtbot.waitUntil(is_over, timeout=LONG)
