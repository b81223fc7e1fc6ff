"""What an editor did is there again: after a restart, after a crash, beside what others did."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import platformdirs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from curator.ui.article_tabs import HISTORY
from curator.ui.drafts_dialog import DraftsDialog
from curator.ui.main_window import MainWindow
from tests.journeys.conftest import Desk, click, press

SEED = "_news/seed.md"
CONTROL = Qt.KeyboardModifier.ControlModifier

_CRASHING = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from curator.frontmatter import Set
from curator.session.jobs import DirectRunner
from curator.session.session import Session
app = QCoreApplication([])
session = Session(DirectRunner(), Path(sys.argv[1]))
session.open_folder(Path(sys.argv[2]))
session.cancel_scan()
session.edit({"_news/seed.md": [Set(("title",), "Typed before the crash")]}, "Edit Title")
print("edited", flush=True)
time.sleep(60)
"""


def saved(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=10000)


def test_undo_goes_on_after_a_restart(qtbot: QtBot, desk: Desk, seed: Path) -> None:
    before = (seed / SEED).read_bytes()
    window = desk(seed)
    press(Qt.Key.Key_P)
    saved(qtbot, window)
    assert (seed / SEED).read_bytes() != before
    assert window.close()
    window = desk(seed)
    press(Qt.Key.Key_Z, CONTROL)
    saved(qtbot, window)
    assert (seed / SEED).read_bytes() == before


def test_edits_are_offered_after_a_crash(qtbot: QtBot, desk: Desk, seed: Path) -> None:
    data = platformdirs.user_data_path("curator", appauthor=False)
    crashing = subprocess.Popen(
        [sys.executable, "-c", _CRASHING, str(data), str(seed)],
        stdout=subprocess.PIPE,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert crashing.stdout is not None
    assert crashing.stdout.readline() == b"edited\n"
    crashing.send_signal(signal.SIGKILL)
    crashing.wait()
    crashing.stdout.close()
    window = desk(seed)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), DraftsDialog), timeout=10000)
    press(Qt.Key.Key_Return)
    saved(qtbot, window)
    assert b'title: "Typed before the crash"' in (seed / SEED).read_bytes()
    # The story that has come back is in the form.
    assert window.pane.path == SEED


def test_both_values_are_shown_where_others_changed_the_same_field(
    qtbot: QtBot, desk: Desk, seed: Path
) -> None:
    window = desk(seed)
    text = (seed / SEED).read_bytes()
    line = next(line for line in text.splitlines() if line.startswith(b"published:"))
    theirs = text.replace(line, b"published: maybe", 1)
    (seed / SEED).write_bytes(theirs)
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: bool(window.session.conflicts(SEED)), timeout=10000)
    button = window.findChild(QPushButton, "notice.compare")
    assert button is not None
    click(button)
    assert (seed / SEED).read_bytes() == theirs
    # From the first value, that of the file, to ours; and on to Save.
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    keep = window.findChild(QPushButton, "conflict.save")
    assert keep is not None
    assert keep.isEnabled()
    click(keep)
    saved(qtbot, window)
    assert b"\npublished: true\n" in (seed / SEED).read_bytes()


def test_a_write_is_taken_back_from_the_history(qtbot: QtBot, desk: Desk, seed: Path) -> None:
    window = desk(seed)
    before = (seed / SEED).read_bytes()
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_S, CONTROL)
    saved(qtbot, window)
    press(Qt.Key.Key_4, CONTROL)
    assert window.tabs.bar.currentIndex() == HISTORY
    back = window.findChild(QPushButton, "history.take_back")
    assert back is not None
    qtbot.waitUntil(back.isEnabled, timeout=5000)
    click(back)
    press(Qt.Key.Key_S, CONTROL)
    saved(qtbot, window)
    assert (seed / SEED).read_bytes() == before
