"""A folder of so many stories that processes beside the window prove and save their edits."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from curator.content.article import Published
from curator.session.decisions import decide
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


def settle(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.editing.running and not session.unsaved, timeout=120_000)
