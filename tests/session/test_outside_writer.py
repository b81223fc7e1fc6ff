"""A pipeline rewrites the open articles all the time while an editor edits and saves them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.content.row import Published
from curator.frontmatter import Document, Move, Set, Value
from curator.session.decisions import decide
from curator.session.jobs import ThreadRunner
from curator.session.notice import Notice
from curator.session.session import Session

SECONDS = float(os.environ.get("CURATOR_WRITER_SECONDS", "5"))
"""How long the two write at the same time; 60 for the full trial."""

PATHS = [f"_news/story-{number}.md" for number in range(4)]

_PIPELINE = """
import os, re, sys, time
from pathlib import Path
from curator.content.saving.renaming import swap

def all_else(text):
    return re.sub(rb"(?m)^(heat|quality): .*$", b"", text)

files = [Path(name) for name in sys.argv[2:]]
end = time.monotonic() + float(sys.argv[1])
number = 0
while time.monotonic() < end:
    number += 1
    started = time.monotonic()
    for file in files:
        text = file.read_bytes()
        text = re.sub(rb"(?m)^heat: .*$", b"heat: %d" % (1000 + number), text, count=1)
        text = re.sub(rb"(?m)^quality: .*$", b"quality: %d" % (5000 + number), text, count=1)
        other = file.with_name("." + file.name + ".pipeline")
        other.write_bytes(text)
        # Between the reading and this the editor may save: a pipeline looks, as the editor does,
        # and what was saved between its look and its write it gives back.
        if all_else(file.read_bytes()) == all_else(text):
            if not swap(str(other), str(file)):
                os.replace(other, file)
            elif all_else(other.read_bytes()) != all_else(text):
                swap(str(other), str(file))
        other.unlink(missing_ok=True)
    time.sleep(max(0, 0.05 - (time.monotonic() - started)))
print(number, flush=True)
"""


@pytest.fixture
def working(qtbot: QtBot, seed: Path, tmp_path: Path) -> Iterator[Session]:
    """A session that saves in the background, with four stories open."""
    for path in PATHS:
        shutil.copyfile(seed / "_news" / "seed.md", seed / path)
    session = Session(ThreadRunner(), tmp_path / "data")
    with qtbot.waitSignal(session.folder_ready, timeout=15000):
        session.open_folder(seed)
    yield session
    session.close()
    session.shut()


def until(qtbot: QtBot, done: Callable[[], bool]) -> None:
    qtbot.waitUntil(done, timeout=20000)


def test_nothing_of_either_side_is_lost(qtbot: QtBot, working: Session, seed: Path) -> None:
    notices: list[Notice] = []
    working.noticed.connect(notices.append)
    orders = {path: _titles(working.article(path).document) for path in PATHS}
    pipeline = subprocess.Popen(
        [sys.executable, "-c", _PIPELINE, str(SECONDS), *(str(seed / path) for path in PATHS)],
        stdout=subprocess.PIPE,
    )
    saves = rounds = 0
    title = ""
    while pipeline.poll() is None:
        rounds += 1
        path = PATHS[rounds % len(PATHS)]
        title = f"Headline {rounds}"
        working.edit({path: [Set(("title",), title)]}, "Edit Title", "title")
        working.edit({path: [Move(("related",), 3, 0)]}, "Move Story")
        decide(working, [path], Published.YES if rounds % 2 else Published.NO)
        orders[path].insert(0, orders[path].pop(3))
        working.save_all()
        until(qtbot, lambda: not working.unsaved or notices_of_weight(notices) != [])
        assert notices_of_weight(notices) == []
        saves += 1
        # The pipeline may have its own there for the instant in which it looks.
        until(qtbot, partial(_has_title, seed / path, title))
        data = Document.parse((seed / path).read_bytes())
        assert data.value(("published",)) is bool(rounds % 2)
        assert _titles(data) == orders[path]
        time.sleep(0.01)
    assert pipeline.stdout is not None
    number = int(pipeline.stdout.read())
    pipeline.stdout.close()
    assert number > SECONDS * 4
    assert saves > SECONDS
    assert any("merged" in notice.text for notice in notices)
    for path in PATHS:
        data = Document.parse((seed / path).read_bytes())
        # Its last rounds may have met a save of ours, and were then left to the next.
        heat, quality = data.value(("heat",)), data.value(("quality",))
        assert isinstance(heat, int)
        assert quality == heat + 4000
        assert number - 20 <= heat - 1000 <= number
        assert _titles(data) == orders[path]
    assert sorted(p.name for p in (seed / "_news").iterdir()) == sorted(
        ["seed.md", *(Path(path).name for path in PATHS)]
    )


def test_a_field_that_both_change_is_asked_about(
    qtbot: QtBot, working: Session, seed: Path
) -> None:
    [path, *_] = PATHS
    working.article(path)
    pipeline = subprocess.Popen(
        [sys.executable, "-c", _PIPELINE, "2", str(seed / path)], stdout=subprocess.DEVNULL
    )
    time.sleep(0.5)
    working.edit({path: [Set(("quality",), 1), Set(("title",), "Mine")]}, "Edit")
    working.save_all()
    until(qtbot, lambda: bool(working.conflicts(path)))
    assert pipeline.wait(30) == 0
    assert b"\nquality: 1\n" not in (seed / path).read_bytes()
    [conflict] = working.conflicts(path)
    assert (conflict.path, conflict.ours) == (("quality",), 1)
    working.settle_conflicts(path, {("quality",)})
    until(qtbot, lambda: not working.unsaved)
    data = Document.parse((seed / path).read_bytes())
    heat = data.value(("heat",))
    assert isinstance(heat, int)
    assert heat > 1000
    assert (data.value(("quality",)), data.value(("title",))) == (1, "Mine")


def notices_of_weight(notices: list[Notice]) -> list[str]:
    return [notice.text for notice in notices if notice.severity != "info"]


def _has_title(file: Path, title: str) -> bool:
    return Document.parse(file.read_bytes()).value(("title",)) == title


def _titles(document: Document) -> list[Value]:
    related = document.value(("related",))
    assert isinstance(related, list)
    return [item["title"] for item in related if isinstance(item, dict)]
