"""The dialog that offers edits left behind by a curator that was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from curator.content.drafts import Draft
from curator.frontmatter import Document, Set, apply_all
from curator.session.jobs import DirectRunner
from curator.session.notice import Notice
from curator.session.safekeeping import FileState, LeftBehind
from curator.session.session import Session
from curator.ui.drafts_dialog import DraftsDialog
from curator.ui.drafts_list import DraftsList
from curator.ui.theme import DARK, LIGHT, apply_theme
from tests.ui.form.form_rig import focus

NAMES = ("face-matching", "harbour-cranes", "zuerichs-trams")

KILLED = """
import sys, time
from pathlib import Path
from curator.content.drafts import Draft, Drafts
from curator.frontmatter import Document, Set, apply_all
changes = []
for number, name in enumerate(sys.argv[2:]):
    file = Path(name)
    base = file.read_bytes()
    edits = [Set(("title",), f"Mine {number}"), Set(("quality",), 90 + number)]
    mine = apply_all(Document.parse(base), edits).to_bytes()
    at = time.time() - 10 + number
    changes.append((file, Draft(file, f"Edit Title {number}", at, base, mine)))
Drafts(Path(sys.argv[1]) / "drafts").keep(changes)
print("kept", flush=True)
time.sleep(60)
"""


class Desk:
    """A folder in which an editor worked on three stories until her curator was killed."""

    def __init__(self, qtbot: QtBot, folder: Path, data: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder.resolve()
        self.data = data
        self.files = [next(self.folder.glob(f"_news/*{name}*")) for name in NAMES]
        self.before = [file.read_bytes() for file in self.files]
        self.sessions: list[Session] = []
        self.notices: list[Notice] = []
        self.restored: list[LeftBehind] = []
        self.discarded: list[LeftBehind] = []

    def kill(self) -> None:
        command = [sys.executable, "-c", KILLED, str(self.data), *map(str, self.files)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "kept\n"
            process.kill()
        assert process.returncode == -signal.SIGKILL

    def start(self) -> list[LeftBehind]:
        """Open the folder as the next curator does; gives what it finds."""
        if self.sessions:
            self.sessions[-1].shut()
        session = Session(DirectRunner(), self.data)
        self.sessions.append(session)
        session.noticed.connect(self.notices.append)
        found: list[LeftBehind] = []
        session.drafts_found.connect(found.extend)
        session.open_folder(self.folder)
        session.cancel_scan()
        session.save_as_you_go = False
        return found

    @property
    def session(self) -> Session:
        return self.sessions[-1]

    def ask(self) -> DraftsDialog:
        """Start, and show the dialog as the window does."""
        found = self.start()
        self.window = QWidget()
        self.qtbot.addWidget(self.window)
        self.window.show()
        dialog = DraftsDialog(found, lambda path: f"Story {Path(path).name}", self.window)
        dialog.restored.connect(self.session.restore_drafts)
        dialog.discarded.connect(self.session.forget_drafts)
        dialog.restored.connect(self.restored.extend)
        dialog.discarded.connect(self.discarded.extend)
        dialog.open()
        focus(rows_of(dialog))
        return dialog

    def titles(self) -> list[object]:
        return [Document.parse(f.read_bytes()).value(("title",)) for f in self.files]


@pytest.fixture
def desk(qtbot: QtBot, sample: Path, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(qtbot, sample, tmp_path / "data")
    desk.kill()
    yield desk
    desk.session.shut()


def rows_of(dialog: DraftsDialog) -> DraftsList:
    rows = dialog.findChild(DraftsList)
    assert rows is not None
    return rows


def button(dialog: DraftsDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, f"drafts.{name}")
    assert found is not None
    return found


def press(dialog: DraftsDialog, name: str) -> None:
    QTest.mouseClick(button(dialog, name), Qt.MouseButton.LeftButton)


def click(rows: DraftsList, row: int, *, on_box: bool) -> None:
    area = rows.visualItemRect(rows.item(row))
    where = area.topLeft() + QPoint(16 if on_box else area.width() // 2, 16)
    QTest.mouseClick(
        rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
    )


def key(pressed: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, pressed)


def diff(dialog: DraftsDialog) -> str:
    view = dialog.findChild(QPlainTextEdit)
    assert view is not None
    return view.toPlainText()


def question(dialog: DraftsDialog) -> str:
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    return next((text for text in texts if text.startswith("Give up")), "")


def names(found: list[LeftBehind]) -> list[str]:
    return [next(name for name in NAMES if name in each.path) for each in found]


# -- what is offered


def test_every_story_is_offered_with_a_tick(desk: Desk) -> None:
    dialog = desk.ask()
    rows = rows_of(dialog)
    assert names(rows.ticked) == list(NAMES)
    spoken = QAccessible.queryAccessibleInterface(rows)
    assert spoken.text(QAccessible.Text.Name) == "Stories with unsaved edits"
    first = spoken.child(0).text(QAccessible.Text.Name)
    path = desk.files[0].relative_to(desk.folder)
    assert first.startswith(f"Story {path.name}. Edit Title 0 · ")
    assert first.endswith(f" · {path}")
    assert " at " in first
    assert spoken.child(0).state().checked
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "curator ended without saving these edits" in texts
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText
        for label in dialog.findChildren(QLabel)
        if label.text()
    )
    dialog.grab()


def test_the_diff_is_that_of_the_selected_story(desk: Desk) -> None:
    dialog = desk.ask()
    assert '+ title: "Mine 0"' in diff(dialog)
    key(Qt.Key.Key_Down)
    assert '+ title: "Mine 1"' in diff(dialog)
    click(rows_of(dialog), 2, on_box=False)
    assert '+ title: "Mine 2"' in diff(dialog)
    assert names(rows_of(dialog).ticked) == list(NAMES)


def test_a_story_that_the_folder_does_not_know_is_called_as_in_the_edits(qtbot: QtBot) -> None:
    known = LeftBehind(Draft(Path("/a.md"), "", 0, b"---\na: 1\n---\n", b"---\ntitle: T\n---\n"),
                       "a.md", FileState.GONE)  # fmt: skip
    nameless = LeftBehind(Draft(Path("/b.md"), "", 0, b"---\na: 1\n---\n", b"no story"),
                          "b.md", FileState.SAME)  # fmt: skip
    rows = DraftsList([known, nameless], lambda path: "")
    qtbot.addWidget(rows)
    assert [rows.item(row).text() for row in range(2)] == ["T", "b.md"]


def test_a_moment_is_said_as_one_says_it(qtbot: QtBot) -> None:
    def said(at: float) -> str:
        draft = Draft(Path("/a.md"), "Edit", at, b"---\na: 1\n---\n", b"---\na: 2\n---\n")
        rows = DraftsList([LeftBehind(draft, "a.md", FileState.SAME)], lambda path: "A")
        qtbot.addWidget(rows)
        text = str(rows.item(0).data(Qt.ItemDataRole.AccessibleTextRole))
        return text.removeprefix("A. Edit · ").removesuffix(" · a.md")

    noon = time.mktime((*time.localtime()[:3], 12, 0, 0, 0, 0, -1))
    clock = time.strftime("%H:%M", time.localtime(noon))
    assert said(noon).startswith(f"today at {clock}")
    assert said(noon - 86400).startswith(f"yesterday at {clock}")
    year = str(time.localtime(noon - 86400 * 9).tm_year)
    assert year in said(noon - 86400 * 9)
    assert f" at {clock}" in said(noon - 86400 * 9)


# -- restoring


def test_return_restores_all_as_one_step(desk: Desk) -> None:
    dialog = desk.ask()
    assert button(dialog, "restore").isDefault()
    key(Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert names(desk.restored) == list(NAMES)
    desk.session.save_all()
    assert desk.titles() == ["Mine 0", "Mine 1", "Mine 2"]
    assert desk.session.undo_stack.count() >= 1
    desk.session.undo_stack.undo()
    desk.session.save_all()
    assert [file.read_bytes() for file in desk.files] == desk.before
    assert desk.start() == []


def test_what_is_not_ticked_stays_for_the_next_start(desk: Desk) -> None:
    dialog = desk.ask()
    click(rows_of(dialog), 1, on_box=True)
    assert names(rows_of(dialog).ticked) == [NAMES[0], NAMES[2]]
    press(dialog, "restore")
    assert names(desk.restored) == [NAMES[0], NAMES[2]]
    desk.session.save_all()
    assert desk.files[1].read_bytes() == desk.before[1]
    assert names(desk.start()) == [NAMES[1]]


def test_ticks_by_keyboard(desk: Desk) -> None:
    dialog = desk.ask()
    rows = rows_of(dialog)
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Space)
    assert names(rows.ticked) == [NAMES[2]]
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Space)
    assert rows.ticked == []
    assert not button(dialog, "restore").isEnabled()
    assert not button(dialog, "discard").isEnabled()
    key(Qt.Key.Key_Return)
    assert dialog.isVisible()
    key(Qt.Key.Key_Space)
    assert names(rows.ticked) == [NAMES[2]]
    assert button(dialog, "restore").isEnabled()


def test_the_editor_is_warned_of_files_that_are_not_what_they_were(desk: Desk) -> None:
    changed = apply_all(Document.parse(desk.before[0]), [Set(("heat",), 7), Set(("title",), "His")])
    desk.files[0].write_bytes(changed.to_bytes())
    desk.files[1].unlink()
    dialog = desk.ask()
    rows = rows_of(dialog)
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    warnings = {name: rows.item(row).data(role) for row, name in enumerate(names(rows.ticked))}
    assert warnings == {
        NAMES[0]: "The file was changed since; both are merged, and you are asked where the same "
        "field differs.",
        NAMES[1]: "The file is gone; you will be asked whether to write it again.",
        NAMES[2]: "",
    }
    plain = rows.visualItemRect(rows.item(2)).height()
    assert all(rows.visualItemRect(rows.item(row)).height() > plain for row in (0, 1))
    press(dialog, "restore")
    desk.session.save_all()
    path = str(desk.files[0].relative_to(desk.folder))
    assert [each.path for each in desk.session.conflicts(path)] == [("title",)]
    gone = str(desk.files[1].relative_to(desk.folder))
    choices = [notice.choices for notice in desk.notices if notice.about == gone]
    assert [name for name, _ in choices[-1]] == ["restore", "retry"]


# -- giving up, and later


def test_discarding_is_asked_about_and_final(desk: Desk) -> None:
    dialog = desk.ask()
    press(dialog, "discard")
    assert question(dialog) == "Give up the edits of 3 stories? They cannot be brought back."
    assert QApplication.focusWidget() is button(dialog, "keep")
    assert desk.discarded == []
    press(dialog, "give_up")
    assert names(desk.discarded) == list(NAMES)
    assert not dialog.isVisible()
    assert desk.start() == []
    assert [file.read_bytes() for file in desk.files] == desk.before


@pytest.mark.parametrize("pressed", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_first_key_keeps_the_edits(desk: Desk, pressed: Qt.Key) -> None:
    dialog = desk.ask()
    press(dialog, "discard")
    key(pressed)
    assert dialog.isVisible()
    assert question(dialog) == ""
    assert rows_of(dialog).hasFocus()
    assert button(dialog, "restore").isDefault()
    assert desk.restored == desk.discarded == []


def test_some_can_be_given_up_and_the_rest_restored(desk: Desk) -> None:
    dialog = desk.ask()
    rows = rows_of(dialog)
    click(rows, 0, on_box=True)
    click(rows, 2, on_box=True)
    press(dialog, "discard")
    assert question(dialog) == "Give up the edits of 1 story? They cannot be brought back."
    press(dialog, "give_up")
    assert names(desk.discarded) == [NAMES[1]]
    assert dialog.isVisible()
    assert question(dialog) == ""
    assert rows.count() == 2
    assert rows.hasFocus()
    click(rows, 1, on_box=True)
    assert "Mine 2" in diff(dialog)
    press(dialog, "restore")
    assert names(desk.restored) == [NAMES[2]]
    desk.session.save_all()
    assert names(desk.start()) == [NAMES[0]]


def test_the_question_counts_what_is_ticked_meanwhile(desk: Desk) -> None:
    dialog = desk.ask()
    rows = rows_of(dialog)
    press(dialog, "discard")
    click(rows, 0, on_box=True)
    assert question(dialog) == "Give up the edits of 2 stories? They cannot be brought back."
    click(rows, 1, on_box=True)
    click(rows, 2, on_box=True)
    assert question(dialog) == ""


def test_escape_decides_later(desk: Desk) -> None:
    dialog = desk.ask()
    key(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert desk.restored == desk.discarded == []
    assert names(desk.start()) == list(NAMES)


def test_a_closed_dialog_leaves_nothing_behind(desk: Desk) -> None:
    dialog = desk.ask()
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    press(dialog, "later")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone == [True]


# -- the look


def test_warnings_wrap_in_large_text(desk: Desk, qapp: QApplication) -> None:
    desk.files[0].write_bytes(desk.before[0] + b"\nmore\n")
    font = qapp.font()
    heights: list[int] = []
    for factor in (1, 2):
        font.setPointSizeF(qapp.font().pointSizeF() * factor)
        qapp.setFont(font)
        dialog = desk.ask()
        dialog.resize(620, 900)
        rows = rows_of(dialog)
        rows.doItemsLayout()
        heights.append(rows.visualItemRect(rows.item(0)).height())
        assert rows.visualItemRect(rows.item(0)).width() <= rows.viewport().width()
        for name in ("discard", "later", "restore"):
            shown = button(dialog, name)
            assert shown.width() >= shown.minimumSizeHint().width()
            assert dialog.rect().contains(shown.mapTo(dialog, shown.rect().bottomRight()))
        dialog.close()
    assert heights[1] > 1.6 * heights[0]


def test_the_dialog_follows_the_palette(desk: Desk, qapp: QApplication) -> None:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    try:
        apply_theme(qapp, LIGHT)
        dialog = desk.ask()
        press(dialog, "discard")
        for theme in (LIGHT, DARK, LIGHT):
            apply_theme(qapp, theme)
            QApplication.processEvents()
            image = dialog.grab().toImage()
            assert image.pixelColor(4, 4) == QColor(theme.background)
            keep = button(dialog, "keep")
            beside = keep.mapTo(dialog, QPoint(-4, keep.height() // 2))
            assert image.pixelColor(beside) == QColor(theme.warning_ground)
            rows = rows_of(dialog)
            row = rows.visualItemRect(rows.item(0)).bottomRight() - QPoint(3, 6)
            selected = rows.viewport().mapTo(dialog, row)
            assert image.pixelColor(selected) == QColor(theme.accent_ground)
    finally:
        qapp.setStyleSheet(sheet)
        qapp.setPalette(palette)
