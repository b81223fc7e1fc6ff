"""A folder of so many stories that processes beside the window prove and save their edits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from curator.content.article import Published
from curator.session.decisions import decide
from curator.session.jobs import ThreadRunner
from curator.session.session import Session
from curator.session.step_runs import MANY

COUNT = 6 * MANY


def story(number: int) -> bytes:
    return f"---\ntitle: 'Story {number}' # own\npublished: true\n---\nA text.\r\n".encode()


def held_story(number: int) -> bytes:
    return story(number).replace(b"true", b"false")


def name(number: int) -> str:
    return f"_news/{number:04d}.md"


def make_site(folder: Path) -> Path:
    (folder / "_news").mkdir(parents=True)
    for number in range(COUNT):
        (folder / name(number)).write_bytes(story(number))
    return folder


def held(site: Path) -> int:
    """How many stories are held, and are otherwise as they were."""
    return sum((site / name(n)).read_bytes() == held_story(n) for n in range(COUNT))


def hold_all(session: Session) -> None:
    assert decide(session, sorted(session.rows), Published.NO)


@contextmanager
def open_for_many(qtbot: QtBot, site: Path, data: Path) -> Iterator[Session]:
    """A session on the site that expects an edit of many stories."""
    session = Session(ThreadRunner(), data)
    with qtbot.waitSignal(session.folder_ready, timeout=15_000):
        session.open_folder(site)
    session.editing.expect_many()
    yield session
    session.close()
    session.shut()


def settle(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.editing.running and not session.unsaved, timeout=120_000)
