"""A save is all or nothing, and never covers others' work."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from curator.content.saving.store import (
    ChangedOutside,
    KeepsChanging,
    Stored,
    create,
    load,
    save,
    save_merging,
)
from curator.frontmatter import Document, FrontMatterError, Set, apply
from curator.frontmatter.errors import YamlError
from tests.content.faults import Calls, watched

OLD = b"---\ntitle: one\nheat: 1\n---\ncaf\xe9\n"
NEW = OLD.replace(b"one", b"two")
posix = pytest.mark.skipif(os.name != "posix", reason="calls of POSIX")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "story with blanks 🦊.md"
    path.write_bytes(OLD)
    return path


def changed(stored: Stored, title: str = "two") -> Document:
    return apply(stored.document, Set(("title",), title))


def assert_alone(path: Path, data: bytes = OLD) -> None:
    assert path.read_bytes() == data
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_save_writes_the_new_bytes_and_leaves_nothing_behind(article: Path) -> None:
    stored = load(article)
    after = save(stored, changed(stored))
    assert_alone(article, NEW)
    again = load(article)
    assert (after.path, after.digest, after.stamp) == (again.path, again.digest, again.stamp)
    assert after.document.to_bytes() == NEW
    assert save(after, changed(after, "one")).document.to_bytes() == OLD
    assert_alone(article)


def test_the_file_is_replaced_and_never_written_in_place(article: Path) -> None:
    with article.open("rb") as reader:
        stored = load(article)
        save(stored, changed(stored))
        assert reader.read() == OLD
    assert article.read_bytes() == NEW


def test_a_file_that_does_not_parse_names_itself(article: Path) -> None:
    article.write_bytes(b"---\na: b: c\n---\n")
    with pytest.raises(YamlError) as caught:
        load(article)
    assert caught.value.path == article
    assert str(caught.value).startswith(f"{article}:2:5: ")
    assert isinstance(caught.value, FrontMatterError)


# -- changes outside


def test_a_file_that_was_changed_outside_is_refused(article: Path) -> None:
    stored = load(article)
    article.write_bytes(OLD + b"more\n")
    with pytest.raises(ChangedOutside, match="changed outside") as caught:
        save(stored, changed(stored))
    assert caught.value.path == article
    assert caught.value.conflicts == []
    assert_alone(article, OLD + b"more\n")


def test_a_change_of_the_same_size_and_time_is_seen(article: Path) -> None:
    stored = load(article)
    before = article.stat()
    article.write_bytes(OLD.replace(b"one", b"six"))
    os.utime(article, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ChangedOutside):
        save(stored, changed(stored))


def test_a_file_that_was_only_touched_is_saved(article: Path) -> None:
    stored = load(article)
    os.utime(article, (1, 1))
    save(stored, changed(stored))
    assert_alone(article, NEW)


def test_a_file_that_was_written_anew_with_the_same_bytes_is_saved(article: Path) -> None:
    stored = load(article)
    article.unlink()
    article.write_bytes(OLD)
    save(stored, changed(stored))
    assert_alone(article, NEW)


@posix
def test_nothing_is_written_where_the_file_was_changed_before(article: Path) -> None:
    stored = load(article)
    article.write_bytes(OLD + b"more\n")
    calls = Calls()
    with watched(calls), pytest.raises(ChangedOutside):
        save(stored, changed(stored))
    assert "write" not in calls.names


@posix
def test_an_untouched_file_is_read_once_and_a_touched_one_twice(article: Path) -> None:
    for touched in (False, True):
        stored = load(article)
        if touched:
            os.utime(article, (1, 1))
        calls = Calls()
        with watched(calls):
            save(stored, changed(stored, f"two {touched}"))
        assert calls.names.count("read") == 1 + touched


def test_a_change_while_the_new_file_is_written_is_seen(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = load(article)
    real = os.fsync

    def fsync(descriptor: int) -> None:
        article.write_bytes(OLD.replace(b"one", b"six"))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(ChangedOutside):
        save(stored, changed(stored))
    assert_alone(article, OLD.replace(b"one", b"six"))


# -- merging


def test_a_merging_save_tells_what_it_found(article: Path) -> None:
    stored = load(article)
    theirs = OLD.replace(b"heat: 1", b"heat: 2") + b"more\n"
    article.write_bytes(theirs)
    saved = save_merging(stored, changed(stored))
    assert saved.outside == ["heat"]
    assert saved.before.to_bytes() == theirs
    assert saved.stored.document.to_bytes() == theirs.replace(b"one", b"two")
    assert_alone(article, theirs.replace(b"one", b"two"))


def test_a_merging_save_without_changes_outside_tells_none(article: Path) -> None:
    stored = load(article)
    saved = save_merging(stored, changed(stored))
    assert (saved.outside, saved.before) == ([], stored.document)
    assert_alone(article, NEW)


def test_fields_that_both_changed_are_told_and_nothing_is_written(article: Path) -> None:
    stored = load(article)
    theirs = OLD.replace(b"one", b"six").replace(b"heat: 1", b"heat: 2")
    article.write_bytes(theirs)
    with pytest.raises(ChangedOutside, match="title was changed here and outside") as caught:
        save_merging(stored, changed(stored))
    (conflict,) = caught.value.conflicts
    assert (conflict.path, conflict.base, conflict.ours, conflict.theirs) == (
        *(("title",), "one"),
        *("two", "six"),
    )
    assert_alone(article, theirs)


def test_a_merging_save_gives_up_where_the_file_never_rests(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = load(article)
    count = 1
    real = os.fsync

    def fsync(descriptor: int) -> None:
        nonlocal count
        count += 1
        article.write_bytes(OLD.replace(b"heat: 1", f"heat: {count}".encode()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(KeepsChanging, match="keeps changing"):
        save_merging(stored, changed(stored))
    assert_alone(article, OLD.replace(b"heat: 1", f"heat: {count}".encode()))


# -- the disk


def test_a_folder_that_cannot_be_synced_does_not_undo_the_save(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = load(article)
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "no such thing here")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    save(stored, changed(stored))
    assert_alone(article, NEW)


def test_a_new_article_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "story.md"
    stored = create(path, Document.parse(NEW))
    assert_alone(path, NEW)
    save(stored, changed(stored, "three"))
    assert_alone(path, OLD.replace(b"one", b"three"))


@posix
def test_a_new_article_and_its_folders_last(tmp_path: Path) -> None:
    calls = Calls()
    with watched(calls):
        create(tmp_path / "new" / "deep" / "story.md", Document.parse(NEW))
    assert calls.names.index("fsync") < calls.names.index("fsync folder")
    # The folder of the file, and those of the two new folders.
    assert calls.names.count("fsync folder") == 3


@posix
def test_a_new_article_may_be_read_by_whom_new_files_may_be(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        create(tmp_path / "story.md", Document.parse(NEW))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "story.md").stat().st_mode) == 0o640
