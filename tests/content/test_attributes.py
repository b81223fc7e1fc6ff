"""What belongs to a file beside its bytes stays, and nobody gets rights by a save."""

from __future__ import annotations

import errno
import os
import stat
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from curator.content.saving.store import ReadOnly, load, save
from curator.frontmatter import Set, apply

OLD = b"---\ntitle: one\n---\ncaf\xe9\n"
NEW = OLD.replace(b"one", b"two")
NOBODY = 65534

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes and owners of POSIX")
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root alone gives files away"
)


@pytest.fixture
def article() -> Iterator[Path]:
    """An article in a folder that everybody may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        path = folder / "story.md"
        path.write_bytes(OLD)
        yield path


@contextmanager
def as_nobody(*groups: int) -> Iterator[None]:
    """Gives up the rights of root for a while, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    before, group = os.getgroups(), os.getegid()
    os.setgroups(groups)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(group)
        os.setgroups(before)


def save_two(article: Path) -> None:
    stored = load(article)
    save(stored, apply(stored.document, Set(("title",), "two")))
    assert article.read_bytes() == NEW
    assert [entry.name for entry in article.parent.iterdir()] == [article.name]


def owner(path: Path) -> tuple[int, int]:
    about = path.stat()
    return about.st_uid, about.st_gid


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("bits", [0o600, 0o644, 0o664, 0o666, 0o755, 0o4755, 0o2775, 0o200])
def test_the_mode_stays(article: Path, bits: int) -> None:
    if bits == 0o200 and os.geteuid() != 0:
        pytest.skip("root alone reads such a file")
    article.chmod(bits)
    save_two(article)
    assert mode(article) == bits


def test_the_mode_stays_whatever_new_files_get(article: Path) -> None:
    article.chmod(0o666)
    before = os.umask(0o077)
    try:
        save_two(article)
    finally:
        os.umask(before)
    assert mode(article) == 0o666


@as_root
def test_owner_and_group_stay(article: Path) -> None:
    article.chmod(0o640)
    os.chown(article, 1234, 2345)
    save_two(article)
    assert owner(article) == (1234, 2345)
    assert mode(article) == 0o640


@as_root
def test_a_group_that_one_belongs_to_stays_where_the_owner_cannot(article: Path) -> None:
    os.chown(article, 1234, 2345)
    article.chmod(0o6664)
    with as_nobody(2345):
        save_two(article)
    assert owner(article) == (NOBODY, 2345)
    # What ran with the rights of the owner must not run with those of another.
    assert mode(article) == 0o664


@as_root
def test_another_group_gets_no_more_rights_than_everybody(article: Path) -> None:
    os.chown(article, 1234, 2345)
    article.chmod(0o676)
    with as_nobody():
        save_two(article)
    assert owner(article) == (NOBODY, NOBODY)
    assert mode(article) == 0o666


@as_root
def test_a_file_that_one_may_not_write_is_refused(article: Path) -> None:
    os.chown(article, 1234, 2345)
    article.chmod(0o644)
    stored = load(article)
    # access(2) asks for the real user, whom these tests cannot change and change back.
    with as_nobody(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "access", lambda *_: False)
        with pytest.raises(ReadOnly, match="may not write this file: ask its owner"):
            save(stored, stored.document)
    assert article.read_bytes() == OLD


@as_root
def test_in_a_sticky_folder_only_the_owner_saves(article: Path) -> None:
    os.chown(article, 1234, 2345)
    os.chown(article.parent, 1234, 2345)
    article.chmod(0o666)
    article.parent.chmod(0o1777)
    stored = load(article)
    changed = apply(stored.document, Set(("title",), "two"))
    with as_nobody(), pytest.raises(ReadOnly, match="only the owner may replace this file"):
        save(stored, changed)
    assert article.read_bytes() == OLD
    assert [entry.name for entry in article.parent.iterdir()] == [article.name]
    os.chown(article, NOBODY, NOBODY)
    with as_nobody():
        save(stored, changed)
    assert article.read_bytes() == NEW


def test_a_read_only_file_is_refused_also_for_root(article: Path) -> None:
    article.chmod(0o444)
    stored = load(article)
    with pytest.raises(ReadOnly, match="read-only: make it writable"):
        save(stored, apply(stored.document, Set(("title",), "two")))
    assert article.read_bytes() == OLD
    article.chmod(0o644)
    save_two(article)


def test_a_read_only_folder_is_refused(article: Path) -> None:
    article.chmod(0o666)
    article.parent.chmod(0o555)
    stored = load(article)
    with as_nobody(), pytest.raises(ReadOnly, match="may not write in this folder"):
        save(stored, apply(stored.document, Set(("title",), "two")))
    assert article.read_bytes() == OLD
    article.parent.chmod(0o755)
    save_two(article)


def test_a_folder_that_one_may_write_but_not_list_is_no_obstacle(article: Path) -> None:
    article.chmod(0o666)
    article.parent.chmod(0o733)
    with as_nobody():
        stored = load(article)
        save(stored, apply(stored.document, Set(("title",), "two")))
    assert article.read_bytes() == NEW


# -- extended attributes


@pytest.fixture
def attributes(article: Path) -> dict[str, bytes]:
    """Attributes that the article has."""
    wanted = {"user.one": b"1", "user.empty": b"", "user.name 🦊": bytes(range(256))}
    try:
        for name, value in wanted.items():
            os.setxattr(article, name, value)
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    return wanted


def extended(path: Path) -> dict[str, bytes]:
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


def test_extended_attributes_stay(article: Path, attributes: dict[str, bytes]) -> None:
    save_two(article)
    assert extended(article) == attributes


def test_an_attribute_that_may_not_be_set_does_not_cost_the_others(
    article: Path, attributes: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.setxattr

    def setxattr(where: int, name: str, value: bytes) -> None:
        if name == "user.one":
            raise OSError(errno.EPERM, "not this one")
        real(where, name, value)

    monkeypatch.setattr(os, "setxattr", setxattr)
    save_two(article)
    attributes.pop("user.one")
    assert extended(article) == attributes


# -- access lists

ACCESS, DEFAULT = "system.posix_acl_access", "system.posix_acl_default"
FRIEND = 4321
OWNER, USER, GROUP, MASK, OTHER = 1, 2, 4, 16, 32
NOBODY_IN_PARTICULAR = 0xFFFFFFFF


def access_list(friend: int, mask: int) -> bytes:
    """An access list, as the kernel stores it, with the rights of one friend and a mask."""
    none = NOBODY_IN_PARTICULAR
    entries = [
        *((OWNER, 6, none), (USER, friend, FRIEND), (GROUP, 4, none)),
        *((MASK, mask, none), (OTHER, 0, none)),
    ]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def give_list(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except (AttributeError, OSError):
        pytest.skip("no access lists here")


@pytest.mark.skipif(sys.platform != "linux", reason="access lists of Linux")
def test_an_access_list_stays(article: Path) -> None:
    give_list(article, ACCESS, access_list(friend=6, mask=4))
    before = extended(article)
    assert mode(article) == 0o640
    save_two(article)
    assert extended(article) == before
    assert mode(article) == 0o640


@pytest.mark.skipif(sys.platform != "linux", reason="access lists of Linux")
def test_what_new_files_of_a_folder_allow_is_not_given_to_old_ones(article: Path) -> None:
    article.chmod(0o660)
    give_list(article.parent, DEFAULT, access_list(friend=6, mask=6))
    save_two(article)
    assert extended(article) == {}
    assert mode(article) == 0o660
