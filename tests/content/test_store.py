"""A save is all or nothing, keeps what belongs to the file, and never covers others' work."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from curator.content import store
from curator.content.store import ChangedOutside, ReadOnly, SaveError, Stored, Vanished, load, save
from curator.frontmatter import Document, FrontMatterError, Set, apply
from curator.frontmatter.errors import YamlError

OLD = b"---\ntitle: one\n---\ncaf\xe9\n"
NEW = OLD.replace(b"one", b"two")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "story with blanks 🦊.md"
    path.write_bytes(OLD)
    return path


def changed(stored: Stored, title: str = "two") -> Document:
    return apply(stored.document, Set(("title",), title))


def assert_untouched(path: Path, data: bytes = OLD) -> None:
    assert path.read_bytes() == data
    assert not [entry.name for entry in path.parent.iterdir() if entry.name.startswith(".")]


def test_a_save_writes_the_new_bytes_and_leaves_nothing_behind(article: Path) -> None:
    stored = load(article)
    after = save(stored, changed(stored))
    assert_untouched(article, NEW)
    assert after == load(article) or after.document.to_bytes() == NEW
    assert save(after, changed(after, "one")).document.to_bytes() == OLD
    assert_untouched(article)


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


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o4755])
def test_the_mode_stays(article: Path, mode: int) -> None:
    article.chmod(mode)
    stored = load(article)
    save(stored, changed(stored))
    assert stat.S_IMODE(article.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root alone gives away")
def test_the_owner_stays(article: Path) -> None:
    os.chown(article, 1234, 2345)
    stored = load(article)
    save(stored, changed(stored))
    assert (article.stat().st_uid, article.stat().st_gid) == (1234, 2345)


def test_extended_attributes_stay(article: Path) -> None:
    try:
        os.setxattr(article, "user.first", b"1")
        os.setxattr(article, "user.second", b"2")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    stored = load(article)
    save(stored, changed(stored))
    assert os.getxattr(article, "user.first") == b"1"
    assert os.getxattr(article, "user.second") == b"2"


def test_a_link_keeps_pointing_where_it_did(article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.md"
    link.symlink_to(Path("..") / article.name)
    stored = load(link)
    save(stored, changed(stored))
    assert link.is_symlink()
    assert article.read_bytes() == NEW
    assert [entry.name for entry in folder.iterdir()] == ["link.md"]


def test_a_file_with_two_names_is_refused(article: Path, tmp_path: Path) -> None:
    os.link(article, tmp_path / "other.md")
    stored = load(article)
    with pytest.raises(SaveError, match="2 names") as caught:
        save(stored, changed(stored))
    assert caught.value.path == article
    assert_untouched(article)


def test_a_file_that_was_changed_outside_is_refused(article: Path) -> None:
    stored = load(article)
    article.write_bytes(OLD + b"more\n")
    with pytest.raises(ChangedOutside, match="changed outside"):
        save(stored, changed(stored))
    assert_untouched(article, OLD + b"more\n")


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
    assert_untouched(article, NEW)


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
    assert_untouched(article, OLD.replace(b"one", b"six"))


def test_a_file_that_vanished_is_not_made_again(article: Path) -> None:
    stored = load(article)
    article.unlink()
    with pytest.raises(Vanished, match="no longer there"):
        save(stored, changed(stored))
    assert list(article.parent.iterdir()) == []


def test_a_folder_in_the_place_of_the_file_is_refused(article: Path) -> None:
    stored = load(article)
    article.unlink()
    article.mkdir()
    with pytest.raises(SaveError, match="no longer a file"):
        save(stored, changed(stored))


def test_links_that_lead_in_a_circle_are_refused(article: Path) -> None:
    stored = load(article)
    article.unlink()
    article.symlink_to(article.name)
    with pytest.raises(SaveError):
        save(stored, changed(stored))


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_read_only_file_is_refused_also_for_root(article: Path) -> None:
    article.chmod(0o444)
    stored = load(article)
    with pytest.raises(ReadOnly, match="read-only"):
        save(stored, changed(stored))
    assert_untouched(article)
    article.chmod(0o644)
    save(stored, changed(stored))
    assert_untouched(article, NEW)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Gives up the rights of root for a while, where the tests run as root."""
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if was_root:
            os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_read_only_folder_is_refused() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        article = folder / "a.md"
        article.write_bytes(OLD)
        article.chmod(0o666)
        folder.chmod(0o555)
        stored = load(article)
        with as_nobody(), pytest.raises(ReadOnly, match="may not write in this folder"):
            save(stored, changed(stored))
        assert_untouched(article)
        folder.chmod(0o755)
        save(stored, changed(stored))
        assert_untouched(article, NEW)


STEPS = ["open", "fdopen", "write", "fsync", "replace"]
ERRORS = {
    errno.ENOSPC: "disk is full",
    errno.EDQUOT: "quota",
    errno.EIO: "disk reports an error",
    errno.EACCES: "permission denied",
    errno.EROFS: "read-only",
    errno.ENAMETOOLONG: "the system says",
}


class Broken:
    """A file whose writing fails when its buffer is flushed, as on a full disk."""

    def __init__(self, file: Any, error: OSError) -> None:
        self._file, self._error = file, error

    def __enter__(self) -> Broken:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        self._file.write(data[: len(data) // 2])
        raise self._error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("number", "said"), ERRORS.items(), ids=errno.errorcode.get)
def test_whatever_step_fails_the_file_keeps_its_bytes(
    article: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, said: str
) -> None:
    stored = load(article)
    error = OSError(number, os.strerror(number))

    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        if step == "write":
            real = os.fdopen
            patch.setattr(os, "fdopen", lambda *a, **k: Broken(real(*a, **k), error))
        elif step == "replace":
            patch.setattr(Path, "replace", fail)
        elif step == "open":
            patch.setattr(store.os, "open", fail)
        else:
            patch.setattr(os, step, fail)
        with pytest.raises(SaveError, match=said) as caught:
            save(stored, changed(stored))
        assert isinstance(caught.value, ReadOnly) == (number in (errno.EACCES, errno.EROFS))
        assert caught.value.path == article
    assert_untouched(article)
    save(stored, changed(stored))
    assert_untouched(article, NEW)


def test_an_interrupted_save_leaves_nothing_behind(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = load(article)

    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(stored, changed(stored))
    assert_untouched(article)


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
    assert_untouched(article, NEW)


def test_the_bytes_are_on_the_disk_before_the_name_is_theirs(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = load(article)
    steps: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        real_fsync(descriptor)

    def replace(self: Path, target: Path) -> Path:
        steps.append("replace")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    save(stored, changed(stored))
    assert steps == (["file", "replace", "folder"] if os.name == "posix" else ["file", "replace"])


def test_a_name_as_long_as_names_can_be_is_saved(tmp_path: Path) -> None:
    article = tmp_path / ("x" * 252 + ".md")
    article.write_bytes(OLD)
    stored = load(article)
    save(stored, changed(stored))
    assert article.read_bytes() == NEW
