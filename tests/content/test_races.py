"""Others write the file in the very moment of a save: theirs is never lost."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from curator.content.saving import renaming, replace, store, writers
from curator.content.saving.store import (
    ChangedOutside,
    OpenOutside,
    Saved,
    load,
    save,
    save_merging,
)
from curator.frontmatter import Document, Set, apply
from tests.content.faults import Calls, forget, temporary_files, watched

OLD = b"---\ntitle: one\nheat: 1\n---\nBody\n"
OURS = OLD.replace(b"one", b"two")
THEIRS = OLD.replace(b"heat: 1", b"heat: 222")
BOTH = THEIRS.replace(b"one", b"two")

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be replaced"),
    pytest.mark.usefixtures("_fresh"),
]
linux = pytest.mark.skipif(sys.platform != "linux", reason="leases and exchanges of Linux")


@pytest.fixture
def _fresh() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "story.md"
    path.write_bytes(OLD)
    path.chmod(0o640)
    return path


def changed(document: Document) -> Document:
    return apply(document, Set(("title",), "two"))


class Others:
    """A program that writes the file once, when our save comes to a certain call."""

    def __init__(self, call: str, write: Callable[[], object], waits: bool = False) -> None:
        self.calls = Calls()
        self.calls.before = self._before
        self._call = call
        self._write = write
        self._waits = waits
        self._thread: threading.Thread | None = None

    def _before(self, call: str) -> None:
        if call != self._call or self._thread is not None:
            return
        self._thread = threading.Thread(target=self._write)
        self._thread.start()
        # A writer in place may have to wait until the save lets it go on.
        self._thread.join(0.1 if self._waits else 10)
        assert self._thread.is_alive() == self._waits

    def save(self, path: Path) -> None:
        """A save without merging, which must refuse."""
        stored = load(path)
        with watched(self.calls), pytest.raises(ChangedOutside, match="changed outside"):
            save(stored, changed(stored.document))
        self._join()

    def save_merging(self, path: Path) -> Saved:
        stored = load(path)
        with watched(self.calls):
            saved = save_merging(stored, changed(stored.document))
        self._join()
        return saved

    def _join(self) -> None:
        assert self._thread is not None, "the save never came there"
        self._thread.join()


def by_replacing(path: Path, data: bytes = THEIRS) -> Callable[[], object]:
    def write() -> None:
        other = path.with_name("theirs")
        other.write_bytes(data)
        other.replace(path)

    return write


def in_place(path: Path, data: bytes = THEIRS) -> Callable[[], object]:
    def write() -> None:
        with path.open("wb", buffering=0) as file:
            file.write(data[:20])
            time.sleep(0.02)
            file.write(data[20:])

    return write


def assert_alone(path: Path, data: bytes) -> None:
    assert path.read_bytes() == data
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


BEFORE_THE_CHECK = ["open", "write", "fsync", "close"]
AFTER_THE_CHECK = "renameat2"


@pytest.mark.parametrize("call", [*BEFORE_THE_CHECK, AFTER_THE_CHECK])
@linux
def test_a_file_replaced_at_any_moment_is_seen(article: Path, call: str) -> None:
    Others(call, by_replacing(article)).save(article)
    assert_alone(article, THEIRS)
    article.write_bytes(OLD)
    saved = Others(call, by_replacing(article)).save_merging(article)
    assert saved.outside == ["heat"]
    assert saved.before.to_bytes() == THEIRS
    assert_alone(article, BOTH)


@pytest.mark.parametrize("call", BEFORE_THE_CHECK)
def test_a_file_written_in_place_before_the_check_is_seen(article: Path, call: str) -> None:
    Others(call, in_place(article)).save(article)
    assert_alone(article, THEIRS)
    article.write_bytes(OLD)
    Others(call, in_place(article)).save_merging(article)
    assert_alone(article, BOTH)


@linux
def test_who_writes_in_place_between_check_and_exchange_waits_and_is_seen(article: Path) -> None:
    Others(AFTER_THE_CHECK, in_place(article), waits=True).save(article)
    assert_alone(article, THEIRS)
    article.write_bytes(OLD)
    saved = Others(AFTER_THE_CHECK, in_place(article), waits=True).save_merging(article)
    assert saved.outside == ["heat"]
    assert_alone(article, BOTH)


@linux
def test_a_cut_between_check_and_exchange_is_seen(article: Path) -> None:
    Others(AFTER_THE_CHECK, lambda: os.truncate(article, 5), waits=True).save(article)
    assert_alone(article, OLD[:5])


@linux
def test_who_found_the_old_file_before_the_exchange_and_opens_it_after_is_seen(
    article: Path,
) -> None:
    """As if the other program were stopped for a moment inside its call to open the file."""
    with article.open("rb") as old:
        same_file = Path(f"/proc/self/fd/{old.fileno()}")
        Others("fsync folder", in_place(same_file), waits=True).save(article)
    assert_alone(article, THEIRS)
    article.write_bytes(OLD)
    with article.open("rb") as old:
        same_file = Path(f"/proc/self/fd/{old.fileno()}")
        Others("fsync folder", in_place(same_file), waits=True).save_merging(article)
    assert_alone(article, BOTH)


@linux
def test_who_is_writing_in_place_is_waited_for(article: Path) -> None:
    stored = load(article)
    with article.open("wb", buffering=0) as file:
        file.write(THEIRS[:20])

        def finish() -> None:
            time.sleep(0.1)
            file.write(THEIRS[20:])
            file.close()

        thread = threading.Thread(target=finish)
        thread.start()
        saved = save_merging(stored, changed(stored.document))
        thread.join()
    assert saved.outside == ["heat"]
    assert_alone(article, BOTH)


@linux
def test_a_file_that_others_keep_open_for_writing_is_left_to_them(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What they write next would go into a file that has no name any more."""
    monkeypatch.setattr(writers, "PATIENCE", 0.05)
    stored = load(article)
    with article.open("r+b", buffering=0) as file:
        with pytest.raises(OpenOutside, match="has the file open for writing: close it there"):
            save(stored, changed(stored.document))
        with pytest.raises(OpenOutside):
            save_merging(stored, changed(stored.document))
        assert_alone(article, OLD)
        file.write(THEIRS)
    assert_alone(article, THEIRS)
    save_merging(stored, changed(stored.document))
    assert_alone(article, BOTH)


@linux
def test_a_reader_is_not_waited_for(article: Path) -> None:
    with article.open("rb") as reader:
        stored = load(article)
        save(stored, changed(stored.document))
        assert reader.read() == OLD
    assert_alone(article, OURS)


@linux
def test_of_two_that_replace_the_file_the_later_one_stays(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One replaces the old file before the exchange, another one ours after it."""
    last = THEIRS.replace(b"222", b"3")
    count = 0

    def before(call: str) -> None:
        nonlocal count
        if call == AFTER_THE_CHECK:
            count += 1
            by_replacing(article, (THEIRS, last)[min(count, 2) - 1])()

    calls = Calls()
    calls.before = before
    stored = load(article)
    with watched(calls), pytest.raises(ChangedOutside):
        save(stored, changed(stored.document))
    assert_alone(article, last)


# -- systems that can do less


@pytest.fixture
def _without_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for files of other owners."""
    monkeypatch.setattr(writers.Writers, "hold_off", lambda *_: None)


@pytest.fixture
def without_exchange() -> Calls:
    """As on network folders."""
    calls = Calls()
    calls.can_swap = False
    return calls


@linux
@pytest.mark.usefixtures("_without_leases")
@pytest.mark.parametrize("call", [AFTER_THE_CHECK, "fsync folder"])
def test_without_leases_what_was_written_by_the_end_is_seen(article: Path, call: str) -> None:
    with article.open("r+b") as kept_open:
        Others(call, rewriting(kept_open.fileno())).save(article)
        assert_alone(article, THEIRS)
        os.truncate(article, 0)
        os.pwrite(kept_open.fileno(), OLD, 0)
        Others(call, rewriting(kept_open.fileno())).save_merging(article)
    assert_alone(article, BOTH)


@pytest.mark.parametrize("call", ["replace", "fsync folder"])
def test_without_an_exchange_what_was_written_by_the_end_is_written_back(
    article: Path, without_exchange: Calls, call: str
) -> None:
    def others() -> Others:
        others = Others(call, rewriting(kept_open.fileno()))
        others.calls.can_swap = False
        return others

    with article.open("r+b") as kept_open:
        replace._without_swap.add(article.stat().st_dev)  # pyright: ignore[reportPrivateUsage]
        others().save(article)
    assert_alone(article, THEIRS)
    assert article.stat().st_mode & 0o777 == 0o640
    article.write_bytes(OLD)
    with article.open("r+b") as kept_open:
        saved = others().save_merging(article)
    assert saved.outside == ["heat"]
    assert_alone(article, BOTH)


def test_without_an_exchange_a_newer_file_of_others_is_not_written_over(
    article: Path, without_exchange: Calls
) -> None:
    newer = THEIRS.replace(b"222", b"3")
    with article.open("r+b") as kept_open:
        replace._without_swap.add(article.stat().st_dev)  # pyright: ignore[reportPrivateUsage]

        def write() -> None:
            rewriting(kept_open.fileno())()
            by_replacing(article, newer)()

        others = Others("fsync folder", write)
        others.calls.can_swap = False
        others.save(article)
    assert_alone(article, newer)


def test_without_an_exchange_a_file_that_became_what_it_was_is_replaced(
    article: Path, without_exchange: Calls
) -> None:
    stored = load(article)
    threads: list[threading.Thread] = []

    def restore() -> None:
        time.sleep(replace._CALM / 2)  # pyright: ignore[reportPrivateUsage]
        os.pwrite(kept_open.fileno(), OLD, 0)

    def before(call: str) -> None:
        if call == "fsync folder" and not threads:
            os.ftruncate(kept_open.fileno(), 5)
            threads.append(threading.Thread(target=restore))
            threads[0].start()

    without_exchange.before = before
    replace._without_swap.add(article.stat().st_dev)  # pyright: ignore[reportPrivateUsage]
    with article.open("r+b") as kept_open, watched(without_exchange):
        save(stored, changed(stored.document))
        threads[0].join()
    assert_alone(article, OURS)


def test_an_exchange_that_is_a_plain_rename_is_noticed(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(source: str, target: str, flag: int) -> bool:
        Path(source).replace(target)
        return True

    monkeypatch.setattr(renaming, "_rename", rename)
    stored = load(article)
    save(stored, changed(stored.document))
    assert_alone(article, OURS)
    assert article.stat().st_dev in replace._without_swap  # pyright: ignore[reportPrivateUsage]


def rewriting(descriptor: int) -> Callable[[], object]:
    """Writes into a file that was open before the save began."""

    def write() -> None:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, THEIRS, 0)

    return write


# -- files that are not whole for a while


@pytest.mark.usefixtures("_without_leases")
@pytest.mark.parametrize("half", [b"", b"---\ntitle: one\nhe", None], ids=["empty", "cut", "gone"])
def test_a_file_that_is_not_whole_yet_is_read_again(article: Path, half: bytes | None) -> None:
    stored = load(article)
    article.unlink()
    if half is not None:
        article.write_bytes(half)

    def finish() -> None:
        time.sleep(0.1)
        by_replacing(article)()

    thread = threading.Thread(target=finish)
    thread.start()
    save_merging(stored, changed(stored.document))
    thread.join()
    assert_alone(article, BOTH)


@pytest.mark.parametrize(
    "broken", [b"", b"---\na: b: c\n---\n", None], ids=["empty", "bad", "gone"]
)
def test_a_file_that_stays_broken_is_told_in_time(
    article: Path, broken: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.05)
    stored = load(article)
    article.unlink()
    if broken is not None:
        article.write_bytes(broken)
    said = "no longer there" if broken is None else "does not parse any more"
    with pytest.raises(store.SaveError, match=said):
        save_merging(stored, changed(stored.document))
    assert temporary_files(article.parent) == []
    assert broken is None or article.read_bytes() == broken


def test_a_save_that_was_made_before_is_not_told_as_a_change_outside(article: Path) -> None:
    """As after a save of which only the end failed, which is tried again."""
    stored = load(article)
    save(stored, changed(stored.document))
    saved = save_merging(stored, changed(stored.document))
    assert saved.outside == []
    assert_alone(article, OURS)
