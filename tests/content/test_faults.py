"""Whatever step of a save fails: the file keeps its bytes, or says that it has the new ones."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from curator.content.saving.store import (
    ChangedOutside,
    NotDurable,
    ReadOnly,
    SaveError,
    create,
    load,
    save,
    sync_folders,
)
from curator.frontmatter import Document, Set, apply
from tests.content.faults import ERRORS, Calls, forget, temporary_files, watched

pytestmark = pytest.mark.skipif(os.name != "posix", reason="calls of POSIX")

OLD = b"---\ntitle: one\n---\ncaf\xe9\n"
NEW = OLD.replace(b"one", b"two")
THEIRS = OLD.replace(b"one", b"six")

HARMLESS = {"unlink", "close", "fcntl", "take lease"}
"""Calls whose failing costs nothing that was promised: clearing away, and the lease."""

NO_FOLDER_SYNC = {"open folder", "fsync folder"}
"""Refused by some systems for good, which then have no way to make a name last."""


def changed(document: Document, title: str = "two") -> Document:
    return apply(document, Set(("title",), title))


@pytest.fixture(params=["swap", "plain"])
def calls(request: pytest.FixtureRequest) -> Iterator[Calls]:
    """The calls on a disk that can exchange names, and on one that cannot."""
    calls = Calls()
    calls.can_swap = request.param == "swap"
    yield calls
    forget()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A link to an article with everything that a save has to keep."""
    folder = tmp_path / "stories"
    folder.mkdir()
    return folder / "link.md"


def put(article: Path) -> Path:
    """Make the article anew; returns the file that the link leads to."""
    forget()
    target = article.parent / "deep" / "story.md"
    shutil.rmtree(target.parent, ignore_errors=True)
    target.parent.mkdir()
    target.write_bytes(OLD)
    target.chmod(0o640)
    if hasattr(os, "setxattr"):
        os.setxattr(target, "user.one", b"1")
        os.setxattr(target, "user.two", b"2")
    if os.geteuid() == 0:
        os.chown(target, 1234, 2345)
    article.unlink(missing_ok=True)
    article.symlink_to(Path("deep") / "story.md")
    return target


def attempted(calls: Calls, work: Callable[[], object]) -> SaveError | None:
    """What became of some work whose calls are watched."""
    with watched(calls):
        try:
            work()
        except SaveError as error:
            return error
    return None


def save_next(article: Path) -> None:
    """Save once more, with nothing in the way."""
    now = load(article)
    with watched(Calls()):
        save(now, changed(now.document, "next"))


def good_save(article: Path, calls: Calls) -> list[str]:
    """The calls of a save that nothing disturbs."""
    put(article)
    stored = load(article)
    calls.fail(-1, 0)
    with watched(calls):
        save(stored, changed(stored.document))
    return list(calls.names)


def test_the_calls_of_a_save_are_those_that_are_meant(article: Path, calls: Calls) -> None:
    names = good_save(article, calls)
    kept = ["fchown", "fchmod", "setxattr"] if os.geteuid() == 0 else ["fchmod", "setxattr"]
    for name in ["write", *kept, "fsync", "fsync folder", "read", "lseek"]:
        assert name in names
    put_in_place = names.index("renameat2" if calls.can_swap else "replace")
    assert names.index("fsync") < put_in_place < names.index("fsync folder")
    # Directly before, the old file is read once more.
    last_look = names[:put_in_place]
    while last_look[-1] == "look at lease" or last_look[-1] == "take lease":
        last_look.pop()
    assert last_look[-1] == "read"


@pytest.mark.parametrize(("number", "said"), ERRORS.items(), ids=errno.errorcode.get)
def test_every_call_of_a_save_may_fail(article: Path, calls: Calls, number: int, said: str) -> None:
    names = good_save(article, calls)
    outcomes: dict[str, str] = {}
    for step, meant in enumerate(names):
        target = put(article)
        stored = load(article)
        calls.fail(step, number)
        error = attempted(calls, partial(save, stored, changed(stored.document)))
        outcome = type(error).__name__ if error else "saved"
        assert error is None or (said in error.message and error.path == article), str(error)
        name = calls.names[step]
        assert name == meant
        where = f"{name}, call {step}: {outcome}"
        outcomes[f"{step} {name}"] = outcome
        assert target.read_bytes() == (NEW if outcome in ("saved", "NotDurable") else OLD), where
        if outcome == "saved":
            refused = number == errno.EACCES
            attributes = {"fchown", "listxattr", "getxattr", "setxattr"}
            harmless = HARMLESS | (NO_FOLDER_SYNC | attributes if refused else set())
            assert name in harmless, where
        elif outcome == "NotDurable":
            assert name in NO_FOLDER_SYNC or not calls.can_swap, where
        else:
            assert (outcome == "ReadOnly") == (number in (errno.EACCES, errno.EROFS)), where
        if name != "unlink":
            assert temporary_files(article.parent) == [], where
        save_next(article)
        assert target.read_bytes() == OLD.replace(b"one", b"next"), where
        assert temporary_files(article.parent) == [], where
        assert target.stat().st_mode & 0o7777 == 0o640, where
    assert {"saved", "NotDurable"} <= set(outcomes.values()) or number == errno.EACCES
    assert len(set(outcomes.values())) >= 2


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError()], ids=["Ctrl-C", "memory"])
def test_a_save_may_be_interrupted_anywhere(
    article: Path, calls: Calls, error: BaseException, after: bool
) -> None:
    for step, name in enumerate(good_save(article, calls)):
        target = put(article)
        stored = load(article)
        calls.fail(step, error, after)
        with watched(calls), pytest.raises(type(error)):
            save(stored, changed(stored.document))
        where = f"{name}, call {step}"
        assert target.read_bytes() in (OLD, NEW), where
        if name != "unlink":
            assert temporary_files(article.parent) == [], where
        save_next(article)
        assert target.read_bytes() == OLD.replace(b"one", b"next"), where
        shutil.rmtree(target.parent)


def test_a_save_whose_writes_are_all_short_is_whole(article: Path, calls: Calls) -> None:
    target = put(article)
    target.write_bytes(OLD + b"x" * 100_000)
    stored = load(article)
    with watched(calls), pytest.MonkeyPatch.context() as patch:
        real_write, real_read = os.write, os.read
        patch.setattr(os, "write", lambda where, data: real_write(where, data[:777]))
        patch.setattr(os, "read", lambda where, size: real_read(where, min(size, 555)))
        save(stored, changed(stored.document))
    assert target.read_bytes() == NEW + b"x" * 100_000


@pytest.mark.parametrize(("number", "said"), ERRORS.items(), ids=errno.errorcode.get)
def test_nobodys_text_is_lost_where_putting_it_back_fails(
    article: Path, number: int, said: str
) -> None:
    """Somebody replaces the file in the last instant, and then the disk fails as well."""
    calls = Calls()

    def attempt(step: int) -> str:
        target = put(article)
        stored = load(article)
        calls.fail(step, number)
        calls.before = replaced_at_first("renameat2", target, calls)
        error = attempted(calls, lambda: save(stored, changed(stored.document)))
        assert not isinstance(error, NotDurable) or said in error.message
        calls.before = None
        return type(error).__name__ if error else "saved"

    assert attempt(-1) == "ChangedOutside"
    names = list(calls.names)
    outcomes: set[str] = set()
    for step in range(names.index("renameat2"), len(names)):
        outcome = attempt(step)
        target = article.parent / "deep" / "story.md"
        found = [path.read_bytes() for path in target.parent.iterdir()]
        where = f"{names[step]}, call {step}: {outcome}"
        assert THEIRS in found, where
        if outcome != "NotDurable":
            assert target.read_bytes() == THEIRS, where
            assert len(found) == 1 or names[step] == "unlink", where
        outcomes.add(outcome)
    assert "NotDurable" in outcomes
    assert "saved" not in outcomes


def test_what_others_wrote_is_kept_where_no_file_can_be_renamed_any_more(article: Path) -> None:
    target = put(article)
    stored = load(article)
    calls = Calls()
    replaced = replaced_at_first("renameat2", target, calls)

    def before(call: str) -> None:
        replaced(call)
        if call == "rename" or (call == "renameat2" and calls.names.count(call) > 1):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    calls.before = before
    with watched(calls), pytest.raises(NotDurable, match="mounted read-only") as caught:
        save(stored, changed(stored.document))
    (name,) = temporary_files(article.parent)
    assert name in caught.value.message
    assert (target.parent / name).read_bytes() == THEIRS
    assert target.read_bytes() == NEW


def replaced_at_first(name: str, target: Path, calls: Calls) -> Callable[[str], None]:
    """Somebody replaces the file directly before the first call of that name."""

    def before(call: str) -> None:
        if call == name and calls.names.count(name) == 1:
            other = target.with_name("theirs")
            other.write_bytes(THEIRS)
            other.replace(target)

    return before


def test_a_name_that_may_not_last_is_told(article: Path) -> None:
    calls = Calls()
    step = good_save(article, calls).index("fsync folder")
    target = put(article)
    stored = load(article)
    calls.fail(step, errno.EIO)
    with watched(calls), pytest.raises(NotDurable, match="written, but not yet for certain"):
        save(stored, changed(stored.document))
    assert target.read_bytes() == NEW


def test_a_batch_syncs_each_folder_once(tmp_path: Path) -> None:
    later: set[str] = set()
    calls = Calls()
    articles = [tmp_path / name for name in ("a/1.md", "a/2.md", "b/1.md")]
    for article in articles:
        article.parent.mkdir(exist_ok=True)
        article.write_bytes(OLD)
    with watched(calls):
        for article in articles:
            stored = load(article)
            save(stored, changed(stored.document), later)
        assert "fsync folder" not in calls.names
        assert calls.names.count("fsync") == 3
        sync_folders(later)
    assert calls.names.count("fsync folder") == 2
    assert later == set()
    assert [article.read_bytes() for article in articles] == [NEW] * 3


def test_a_batch_whose_folder_cannot_be_synced_says_so(tmp_path: Path) -> None:
    article = tmp_path / "1.md"
    article.write_bytes(OLD)
    stored = load(article)
    later: set[str] = set()
    save(stored, changed(stored.document), later)
    calls = Calls()
    calls.fail(1, errno.EIO)
    with watched(calls), pytest.raises(NotDurable, match="disk reports an error"):
        sync_folders(later)
    assert calls.names[1] == "fsync folder"


# -- new files


@pytest.mark.parametrize(("number", "said"), ERRORS.items(), ids=errno.errorcode.get)
def test_every_call_of_a_creation_may_fail(
    tmp_path: Path, calls: Calls, number: int, said: str
) -> None:
    document = Document.parse(NEW)
    path = tmp_path / "new" / "deep" / "story.md"

    def attempt(step: int) -> str:
        forget()
        calls.fail(step, number)
        error = attempted(calls, lambda: create(path, document))
        assert error is None or said in error.message
        return type(error).__name__ if error else "saved"

    assert attempt(-1) == "saved"
    names = list(calls.names)
    assert ("link" in names) != calls.can_swap
    for step, name in enumerate(names):
        shutil.rmtree(tmp_path / "new")
        outcome = attempt(step)
        where = f"{name}, call {step}: {outcome}"
        if outcome in ("saved", "NotDurable"):
            assert path.read_bytes() == NEW, where
            refused = number == errno.EACCES
            harmless = {"unlink", "close"} | (NO_FOLDER_SYNC if refused else set())
            assert outcome == "NotDurable" or name in harmless, where
            assert outcome == "saved" or name in NO_FOLDER_SYNC, where
        else:
            assert not (tmp_path / "new").exists() or name == "unlink", where
            (tmp_path / "new").mkdir(exist_ok=True)
            create(path, document)
            assert path.read_bytes() == NEW, where
        if name != "unlink":
            assert temporary_files(tmp_path) == [], where


def test_a_file_of_that_name_is_never_covered_by_a_new_one(tmp_path: Path, calls: Calls) -> None:
    path = tmp_path / "story.md"

    def put_there(call: str) -> None:
        if call == "fsync":
            path.write_bytes(THEIRS)

    calls.before = put_there
    with watched(calls), pytest.raises(ChangedOutside, match="a file of that name"):
        create(path, Document.parse(NEW))
    assert path.read_bytes() == THEIRS
    assert [entry.name for entry in tmp_path.iterdir()] == ["story.md"]


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"")
    with pytest.raises(SaveError, match="a file stands where its folder was") as caught:
        create(tmp_path / "folder" / "story.md", Document.parse(NEW))
    assert not isinstance(caught.value, (ChangedOutside, ReadOnly))
