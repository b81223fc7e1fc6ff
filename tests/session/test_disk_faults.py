"""Whatever fails in a save: the edit is kept, the editor told, and it works again later."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.content.drafts import Drafts
from curator.content.saving import store
from curator.content.saving.store import Saved, Stored
from curator.frontmatter import Document, Set
from curator.session.jobs import DirectRunner
from curator.session.notice import Notice
from curator.session.session import Session
from tests.content.faults import ERRORS, Calls, forget, temporary_files, watched

pytestmark = pytest.mark.skipif(os.name != "posix", reason="calls of POSIX")

SEED = "_news/seed.md"


class Disk:
    """Saves through calls to the system of which one can fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls = Calls()
        save, sync = store.save_merging, store.sync_folders

        def save_merging(stored: Stored, document: Document, later: set[str]) -> Saved:
            self.calls.names.clear()
            with watched(self.calls):
                return save(stored, document, later)

        def sync_folders(later: set[str]) -> None:
            with watched(self.calls):
                sync(later)

        monkeypatch.setattr(store, "save_merging", save_merging)
        monkeypatch.setattr(store, "sync_folders", sync_folders)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.mark.parametrize("error", ERRORS, ids=ERRORS.values())
def test_every_step_of_a_save_may_fail(
    qtbot: QtBot, disk: Disk, error: int, seed: Path, tmp_path: Path
) -> None:
    session = Session(DirectRunner(), tmp_path / "data")
    session.open_folder(seed)
    session.cancel_scan()
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    edit_title(session, "Good")
    session.save_all()
    steps = list(disk.calls.names)
    assert {"write", "renameat2", "open folder"} <= set(steps)
    failed = 0
    for number, step in enumerate(steps):
        before = (seed / SEED).read_bytes()
        title = f"Step {number}"
        notices.clear()
        disk.calls.fail(number, error)
        edit_title(session, title)
        session.save_all()
        if not session.unsaved:
            # Clearing away, say, may fail without harm.
            assert title.encode() in (seed / SEED).read_bytes()
            continue
        failed += 1
        after = (seed / SEED).read_bytes()
        written = title.encode() in after
        assert written or after == before, step
        assert [notice.about for notice in notices] == [SEED], step
        assert ERRORS[error] in notices[0].text, step
        assert session.save_error(SEED) is not None
        assert drafts_now(tmp_path / "data") == [session.article(SEED).document.to_bytes()]
        disk.calls.fail(-1, error)
        session.resolve(SEED, "retry")
        assert not session.unsaved, step
        assert title.encode() in (seed / SEED).read_bytes()
        assert session.save_error(SEED) is None
    assert failed > len(steps) / 2
    # What could not be cleared away then is with the next save.
    disk.calls.fail(-1, error)
    edit_title(session, "Good again")
    session.save_all()
    assert temporary_files(seed) == []
    assert drafts_now(tmp_path / "data") == []
    session.shut()
    forget()


def edit_title(session: Session, title: str) -> None:
    assert session.edit({SEED: [Set(("title",), title)]}, "Edit Title")


def drafts_now(data: Path) -> list[bytes]:
    """What a next start would be offered if this process died now."""
    copy = data / "copy"
    shutil.copytree(data / "drafts", copy)
    drafts = Drafts(copy)
    found, _ = drafts.take_over()
    drafts.close()
    shutil.rmtree(copy)
    return [draft.mine for draft in found]
