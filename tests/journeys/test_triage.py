"""Going through the stories by keys alone: decide, go on, come back, and see how far one is."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from curator.content.changes import Side, compare
from curator.content.row import Published
from curator.session.views import ALL, DUE, View
from curator.ui.article_tabs import PREVIEW
from curator.ui.form.field_column import FieldRow
from curator.ui.main_window import MainWindow
from curator.ui.sidebar_model import COUNT
from tests.benchmarks.generator import generate
from tests.journeys.conftest import Desk, press, type_text

KEYS = {
    Qt.Key.Key_P: Published.YES,
    Qt.Key.Key_H: Published.NO,
    Qt.Key.Key_U: Published.NONE,
    Qt.Key.Key_M: None,
}


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A hundred stories without the flag, and what the generator makes odd."""
    folder = tmp_path / "hundred"
    (folder / "_news").mkdir(parents=True)
    for number in range(100):
        text = (
            f"---\ntitle: Story {number}\ndate: 2020-01-{number % 28 + 1:02}\n---\nText {number}\n"
        )
        (folder / "_news" / f"{number:03}.md").write_text(text)
    return folder


def to_review(window: MainWindow) -> None:
    """Choose what is to be reviewed, as the first view of all."""
    window.sidebar.choose(View(DUE))
    window.list.setFocus()
    window.list.step(-1000)


def changed_lines(before: bytes, after: bytes) -> list[str]:
    return [
        line.text for hunk in compare(before, after) for line in hunk if line.side is not Side.SAME
    ]


def test_a_hundred_stories_are_decided_by_keys_alone(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "hundred"
    generate(folder, 100)
    before = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.md")}
    window = desk(folder)
    rows = window.session.rows
    flags = {path: row.published for path, row in rows.items() if row.readable}
    to_review(window)
    due = window.list.model().rowCount()
    assert due > 30
    chance = random.Random(7)
    wanted: dict[str, Published] = {}
    # First what is due, each key on another one; then all others.
    for view, count in ((View(DUE), due), (View(ALL), len(flags) - due)):
        window.sidebar.choose(view)
        window.list.setFocus()
        if view.name == ALL:
            first = next(p for p, row in rows.items() if row.readable and p not in wanted)
            window.list.select(first)
        for _ in range(count):
            path = window.list.current
            if view.name == ALL and path in wanted:
                break
            assert path not in wanted
            key = chance.choice(list(KEYS)[: 4 if view.name == DUE else 3])
            wanted[path] = KEYS[key] or flags[path]
            press(key)
    assert window.review.count == 0
    assert len(wanted) > 80
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=20000)
    for path, text in before.items():
        now = (folder / path).read_bytes()
        if wanted.get(path, flags.get(path)) is flags.get(path):
            assert now == text, path
        else:
            lines = changed_lines(text, now)
            assert 1 <= len(lines) <= 2, (path, lines)
            assert all("published" in line for line in lines), (path, lines)
            assert rows[path].published is wanted[path]


def test_a_key_held_down_decides_one_story_each(qtbot: QtBot, desk: Desk, stories: Path) -> None:
    window = desk(stories)
    to_review(window)
    order = [window.list.model().index(row, 1).data() for row in range(100)]
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_P)
        QApplication.processEvents()
    published = [r.title for r in window.session.rows.values() if r.published is Published.YES]
    assert set(published) == set(order[:60])
    assert window.list.current.endswith(f"{int(order[60].split()[1]):03}.md")
    qtbot.waitUntil(lambda: window.pane.path == window.list.current, timeout=5000)
    title = window.findChild(QWidget, "field.title")
    assert isinstance(title, QLineEdit)
    assert title.text() == order[60]
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=20000)
    written = [path for path in stories.rglob("*.md") if b"published: true" in path.read_bytes()]
    assert len(written) == 60


def test_a_key_held_down_decides_on_many_only_once(desk: Desk, stories: Path) -> None:
    window = desk(stories)
    hold = window.actions_by_name["hold"]
    window.list.select(window.list.current)
    assert hold.autoRepeat()
    window.list.selectAll()
    assert not hold.autoRepeat()
    window.list.step(1)
    assert hold.autoRepeat()


def test_the_keys_mean_the_same_in_list_form_and_preview(
    qtbot: QtBot, desk: Desk, stories: Path
) -> None:
    window = desk(stories)
    to_review(window)
    switch = window.findChild(QWidget, "field.published.yes")
    assert switch is not None
    places = (window.list, switch, window.preview)
    for place in places:
        if place is window.preview:
            window.tabs.show_tab(PREVIEW)
        for key, state in ((Qt.Key.Key_P, Published.YES), (Qt.Key.Key_H, Published.NO)):
            place.setFocus()
            assert place.hasFocus()
            path = window.list.current
            press(key)
            assert window.session.rows[path].published is state
            assert window.list.current != path
            assert place.hasFocus()
            skipped = window.list.current
            press(Qt.Key.Key_S)
            assert window.review.is_due(skipped)
            assert window.list.current != skipped
            press(Qt.Key.Key_Z)
            assert window.list.current == path
            assert window.session.rows[path].published is Published.NONE
            press(Qt.Key.Key_M)
            assert not window.review.is_due(path)


def test_letters_are_letters_where_a_text_is_typed(qtbot: QtBot, desk: Desk, stories: Path) -> None:
    window = desk(stories)
    to_review(window)
    path = window.list.current
    press(Qt.Key.Key_E)
    press(Qt.Key.Key_End)
    type_text(" phums")
    assert window.session.rows[path].title.endswith(" phums")
    assert window.list.current == path
    assert window.session.rows[path].published is Published.NONE
    press(Qt.Key.Key_Slash)
    # A slash is a letter in a title, too.
    assert window.session.rows[path].title.endswith(" phums/")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Slash)
    type_text("Story")
    assert window.top.search.text() == "Story"
    assert all(row.published is Published.NONE for row in window.session.rows.values())


def test_decided_rows_stay_until_the_view_is_chosen_anew(
    qtbot: QtBot, desk: Desk, stories: Path
) -> None:
    window = desk(stories)
    to_review(window)
    first = window.list.current
    press(Qt.Key.Key_H)
    assert window.list.model().rowCount() == 100
    assert window.list.is_done(first)
    qtbot.waitUntil(lambda: window.sidebar.model().index(1, 0).data(COUNT) == 99)
    press(Qt.Key.Key_F5)
    assert window.list.model().rowCount() == 99
    assert not window.list.is_done(first)


def test_at_the_end_it_goes_round_and_says_when_all_is_done(
    qtbot: QtBot, desk: Desk, stories: Path
) -> None:
    for path in sorted(stories.rglob("*.md"))[4:]:
        path.unlink()
    window = desk(stories)
    to_review(window)
    paths = [window.list.current]
    for _ in range(3):
        press(Qt.Key.Key_J)
        paths.append(window.list.current)
    press(Qt.Key.Key_K)
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_P)
    assert window.list.current == paths[0]
    press(Qt.Key.Key_S)
    press(Qt.Key.Key_M)
    assert window.list.current == paths[0]
    assert not [text for text in window.notices.texts if "reviewed" in text]
    press(Qt.Key.Key_S)
    assert window.list.current == paths[0]
    press(Qt.Key.Key_H)
    assert window.list.current == paths[0]
    assert "All reviewed: 4 in less than a minute" in window.notices.texts
    qtbot.waitUntil(lambda: window.pane.path == paths[0], timeout=5000)
    assert window.pane.form.published.field.value is False


@pytest.mark.parametrize("where", ["previous", "stay"])
def test_where_a_decision_leads_is_a_preference(
    qtbot: QtBot, desk: Desk, stories: Path, where: str
) -> None:
    window = desk(stories)
    window._settings.setValue("after_deciding", where)  # pyright: ignore[reportPrivateUsage]
    to_review(window)
    above = window.list.current
    press(Qt.Key.Key_J)
    path = window.list.current
    press(Qt.Key.Key_P)
    assert window.list.current == (above if where == "previous" else path)
    assert window.session.rows[path].published is Published.YES
    qtbot.waitUntil(lambda: window.pane.path == window.list.current, timeout=5000)


def test_many_are_decided_and_marked_at_once(qtbot: QtBot, desk: Desk, stories: Path) -> None:
    window = desk(stories)
    to_review(window)
    shift = Qt.KeyboardModifier.ShiftModifier
    for _ in range(2):
        press(Qt.Key.Key_Down, shift)
    three = window.list.selected
    assert len(three) == 3
    press(Qt.Key.Key_H)
    assert window.review.count == 97
    assert window.list.selected == [window.list.current]
    assert window.list.current not in three
    window.actions_by_name["mark_all_reviewed"].trigger()
    assert window.review.count == 0
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.review.count == 97
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.review.count == 100


def test_what_others_changed_since_the_last_look_is_marked(
    qtbot: QtBot, desk: Desk, stories: Path
) -> None:
    window = desk(stories)
    to_review(window)
    path = window.list.current
    title = window.session.rows[path].title
    press(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not window.session.unsaved, timeout=5000)
    assert not [mark for mark in marks(window) if mark.isVisible()]
    text = (stories / path).read_text()
    (stories / path).write_text(text.replace(title, "<b>Another</b> headline"))
    qtbot.waitUntil(lambda: window.review.is_due(path), timeout=10000)
    assert window.sidebar.view == View(DUE)
    window.list.select(path)
    qtbot.waitUntil(lambda: any(mark.isVisible() for mark in marks(window)), timeout=5000)
    [mark] = [mark for mark in marks(window) if mark.isVisible()]
    assert title in mark.toolTip()
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_K)
    qtbot.waitUntil(lambda: window.pane.path == path, timeout=5000)
    qtbot.waitUntil(lambda: not any(mark.isVisible() for mark in marks(window)), timeout=5000)


def marks(window: MainWindow) -> list[QLabel]:
    rows = window.pane.form.findChildren(FieldRow)
    return [row.changed for row in rows if row.changed is not None]


def test_progress_is_told_and_notes_are_written(
    qtbot: QtBot, desk: Desk, stories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk(stories)
    progress = window.statusBar().findChild(QLabel, "review")
    assert progress is not None
    assert progress.text() == "100 to review"
    to_review(window)
    first = window.list.current
    for key in (Qt.Key.Key_P, Qt.Key.Key_H, Qt.Key.Key_M, Qt.Key.Key_M):
        press(key)
    assert progress.text() == "4 of 100, less than a minute"
    file = tmp_path / "notes.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), "JSON (*.json)"))
    window.actions_by_name["export_notes"].trigger()
    qtbot.waitUntil(file.exists, timeout=5000)
    qtbot.waitUntil(lambda: bool(file.read_text()), timeout=5000)
    notes = json.loads(file.read_text())
    assert sorted(note["decision"] for note in notes) == [
        "held",
        "published",
        "reviewed",
        "reviewed",
    ]
    assert notes[-1]["path"] == first


def test_an_action_right_after_a_decision_is_for_the_next_story(
    qtbot: QtBot, desk: Desk, stories: Path
) -> None:
    window = desk(stories)
    to_review(window)
    for _ in range(4):
        # Without a pause, as if the key were held down.
        QTest.keyClick(window.list, Qt.Key.Key_P)
    assert window.pane.path != window.list.current
    path = window.list.current
    QTest.keyClick(window.list, Qt.Key.Key_E)
    assert window.pane.path == path
    type_text("mine")
    assert "mine" in window.session.rows[path].title


def test_what_was_looked_at_is_known_after_a_restart(
    qtbot: QtBot, desk: Desk, stories: Path
) -> None:
    window = desk(stories)
    to_review(window)
    for _ in range(3):
        press(Qt.Key.Key_P)
    assert window.close()
    again = desk(stories)
    qtbot.waitUntil(lambda: again.review.count == 97, timeout=10000)
