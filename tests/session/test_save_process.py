"""Saves of many articles by a process: as if the window had made each by itself."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from curator.content.drafts import Drafts
from curator.content.journal import Journal
from curator.content.saving import batch, store, writers
from curator.content.saving.batch import Written, carry_out_all
from curator.content.saving.errors import NotDurable
from curator.content.saving.replace import Replacement
from curator.content.saving.store import Order, Saved
from curator.session import save_process
from curator.session.notice import Notice
from curator.session.save_process import SaveProcess
from curator.session.saver import SAVED_TOGETHER
from curator.session.session import Session
from tests.session.many_stories import (
    COUNT,
    held,
    held_story,
    hold_all,
    make_site,
    name,
    open_for_many,
    settle,
    story,
)


@pytest.fixture
def pool() -> Iterator[Executor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


@pytest.fixture
def session(qtbot: QtBot, site: Path, tmp_path: Path) -> Iterator[Session]:
    """A session on the site whose process is up."""
    with open_for_many(qtbot, site, tmp_path / "data") as session:
        qtbot.waitUntil(lambda: process_of(session).is_up, timeout=15_000)
        yield session


def process_of(session: Session) -> SaveProcess:
    found = session.saver.findChild(SaveProcess)
    assert found is not None
    return found


def signalled(session: Session, number: signal.Signals) -> None:
    process = process_of(session)._process  # pyright: ignore[reportPrivateUsage]
    assert process is not None
    pid = process._process.pid  # pyright: ignore[reportPrivateUsage]
    assert pid is not None
    os.kill(pid, number)


def assert_all_is_recorded(session: Session, site: Path, tmp_path: Path) -> None:
    """The history has each file as it was and as it is."""
    journal = Journal(tmp_path / "data" / "history.sqlite")
    writes = {write.file: journal.texts(write) for write in journal.writes(site, limit=-1)}
    assert writes == {site / name(n): (story(n), held_story(n)) for n in range(COUNT)}


def order(site: Path, number: int) -> Order:
    stored = store.load(site / name(number))
    text = stored.document.yaml.replace("true", "false")
    return store.order_of(stored, stored.document.with_yaml(text))


def test_the_process_saves_all_and_undo_takes_all_back(
    qtbot: QtBot,
    session: Session,
    site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by_the_window: list[Path] = []
    real = store.save_merging

    def save_merging(stored: store.Stored, *rest: object) -> Saved:
        by_the_window.append(stored.path)
        return real(stored, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "save_merging", save_merging)
    hold_all(session)
    settle(qtbot, session)
    assert held(site) == COUNT
    # The last portion may be too small for a process.
    assert len(by_the_window) < 50
    assert_all_is_recorded(session, site, tmp_path)
    session.undo_stack.undo()
    settle(qtbot, session)
    assert [(site / name(n)).read_bytes() for n in range(COUNT)] == list(map(story, range(COUNT)))


def test_a_process_that_is_killed_costs_nothing(
    qtbot: QtBot, session: Session, site: Path, tmp_path: Path
) -> None:
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    hold_all(session)
    qtbot.waitUntil(lambda: held(site) > 0, timeout=20_000)
    signalled(session, signal.SIGKILL)
    settle(qtbot, session)
    assert held(site) == COUNT
    assert notices == []
    assert_all_is_recorded(session, site, tmp_path)


def test_a_process_that_is_halted_is_waited_for_only_once(
    qtbot: QtBot,
    session: Session,
    site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(save_process, "_PATIENCE", 0.5)
    hold_all(session)
    qtbot.waitUntil(lambda: held(site) > 0, timeout=20_000)
    signalled(session, signal.SIGSTOP)
    settle(qtbot, session)
    assert held(site) == COUNT
    assert_all_is_recorded(session, site, tmp_path)
    # It was ended, lest it do later what was done meanwhile, or undone.
    assert not process_of(session).is_up


def test_what_was_changed_meanwhile_is_left_to_the_window(site: Path, pool: Executor) -> None:
    orders = [order(site, number) for number in range(4)]
    (site / name(1)).write_bytes(b"---\ntitle: Theirs\n---\n")
    (site / name(2)).unlink()
    written = carry_out_all(orders, pool, Event())
    assert [stamp is not None for stamp in written.stamps] == [True, False, False, True]
    assert (site / name(0)).read_bytes() == held_story(0)
    assert (site / name(1)).read_bytes() == b"---\ntitle: Theirs\n---\n"
    assert not (site / name(2)).exists()
    assert [store.is_carried_out(each) for each in orders] == [True, False, False, True]


def test_what_is_not_for_certain_is_told_for_each(
    site: Path, pool: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(replacement: Replacement, _later: set[str], patience: float) -> None:
        del patience
        raise NotDurable(replacement.path, f"{replacement.path.name} is elsewhere")

    orders = [order(site, number) for number in range(2)]
    monkeypatch.setattr(Replacement, "finish", refuse)
    written = carry_out_all(orders, pool, Event())
    assert written == Written(
        [None] * 2, "", {0: "0000.md is elsewhere", 1: "0001.md is elsewhere"}
    )
    assert not list(site.rglob(".curator-*"))


def test_of_links_to_one_file_the_first_is_saved_and_the_others_find_it_changed(
    site: Path, pool: Executor
) -> None:
    links = [site / f"link{number}.md" for number in range(4)]
    for link in links:
        link.symlink_to(name(0))
    whole = order(site, 0)
    orders = [
        replace(whole, path=link, data=whole.data + str(number).encode())
        for number, link in enumerate(links)
    ]
    written = carry_out_all(orders, pool, Event())
    assert (site / name(0)).read_bytes() == orders[0].data
    assert [stamp is not None for stamp in written.stamps] == [True, False, False, False]
    assert not list(site.glob(".curator-*"))
    assert all(link.is_symlink() for link in links)


def test_a_save_that_is_not_for_certain_is_not_made_again(
    qtbot: QtBot, session: Session, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(orders: list[Order]) -> Written:
        stamps = [None if n == 3 else store.carry_out(each) for n, each in enumerate(orders)]
        return Written(stamps, "", {3: "what it had is elsewhere"})

    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    monkeypatch.setattr(process_of(session), "write", write)
    hold_all(session)
    qtbot.waitUntil(
        lambda: not session.editing.running and len(session.unsaved) <= COUNT // SAVED_TOGETHER
    )
    qtbot.waitUntil(lambda: not session.saver.under_way, timeout=20_000)
    assert any("what it had is elsewhere" in notice.text for notice in notices)


def test_drafts_of_all_are_on_the_disk_before_they_are_written(
    qtbot: QtBot, session: Session, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = process_of(session)
    write = process.write
    missing: list[Path] = []
    written: list[Path] = []

    def write_kept(orders: list[Order]) -> Written | None:
        there = kept(tmp_path / "data" / "drafts")
        missing.extend(each.path for each in orders if each.data not in there)
        written.extend(each.path for each in orders)
        return write(orders)

    monkeypatch.setattr(process, "write", write_kept)
    hold_all(session)
    settle(qtbot, session)
    qtbot.waitUntil(lambda: not session.is_at_work, timeout=20_000)
    assert len(written) > COUNT // 2
    assert missing == []
    assert_all_is_recorded(session, site, tmp_path)


def kept(drafts: Path) -> set[bytes]:
    """The texts of all drafts, as a next start would find them if this process died now."""
    with TemporaryDirectory() as place:
        copy = Path(shutil.copytree(drafts, Path(place) / "drafts"))
        store = Drafts(copy)
        found, _ = store.take_over()
        store.close()
    return {draft.mine for draft in found}


def test_once_the_window_is_gone_nothing_more_is_written(site: Path, pool: Executor) -> None:
    orders = [order(site, number) for number in range(3)]
    gone = Event()
    gone.set()
    written = carry_out_all(orders, pool, gone)
    assert written == Written([None] * 3)
    assert held(site) == 0
    assert not list(site.rglob(".curator-*"))


def test_what_does_not_get_onto_the_disk_costs_only_itself(
    site: Path, pool: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = Replacement.sync

    def fail_for_one(replacement: Replacement) -> None:
        if replacement.path == site / name(1):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        sync(replacement)

    monkeypatch.setattr(Replacement, "sync", fail_for_one)
    orders = [order(site, number) for number in range(6)]
    written = carry_out_all(orders, pool, Event())
    assert [stamp is not None for stamp in written.stamps] == [n != 1 for n in range(6)]
    assert [(site / name(n)).read_bytes() == story(n) for n in range(6)] == [
        n == 1 for n in range(6)
    ]
    assert not list(site.rglob(".curator-*"))


@pytest.mark.skipif(sys.platform != "linux", reason="there nobody knows who else writes a file")
def test_a_file_that_others_write_keeps_nobody_waiting(
    site: Path, pool: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(writers.time, "sleep", pauses.append)
    orders = [order(site, number) for number in range(4)]
    with orders[1].path.open("r+b"), orders[2].path.open("r+b"):
        written = carry_out_all(orders, pool, Event())
    assert [stamp is not None for stamp in written.stamps] == [True, False, False, True]
    assert pauses == []


def test_a_disk_that_does_not_confirm_is_told(
    qtbot: QtBot,
    session: Session,
    site: Path,
    pool: Executor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_later: set[str]) -> None:
        raise NotDurable(site, "not for certain")

    orders = [order(site, 0)]
    with monkeypatch.context() as patched:
        patched.setattr(batch, "sync_folders", refuse)
        written = carry_out_all(orders, pool, Event())
    assert written.problem == "not for certain"

    def write(orders: list[Order]) -> Written:
        stamps = [store.carry_out(each) for each in orders]
        return Written(stamps, "not for certain")

    synced: list[set[str]] = []
    real = store.sync_folders

    def sync(later: set[str]) -> None:
        synced.append(set(later))
        real(later)

    monkeypatch.setattr(process_of(session), "write", write)
    monkeypatch.setattr(store, "sync_folders", sync)
    hold_all(session)
    settle(qtbot, session)
    # The window tries once more, and would say so where that fails.
    assert {str(site / "_news")} in synced
