"""The dialog that edits many articles, and the list of its patch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from curator.content.changes import Line, Side
from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Document, Edit, Set, Value
from curator.session.dry_run import FileChange, Outcome
from curator.session.session import Session
from curator.ui.bulk_edit import BulkEditDialog, Do
from curator.ui.bulk_inputs import ValueInput
from curator.ui.patch_list import PatchList, in_room
from curator.ui.patch_view import PatchDialog
from curator.ui.problems_dialog import ProblemsDialog

Open = Callable[[Path], Session]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    for number in range(30):
        topics = "topics: none" if number < 2 else "topics:\n  - Law"
        text = f"---\ntitle: Story {number}\nprovider:\n  name: AP\n{topics}\n---\n"
        (folder / f"{number:02d}.md").write_text(text)
    return folder


@pytest.fixture
def session(opened: Open, site: Path) -> Session:
    return opened(site)


@pytest.fixture
def dialog(qtbot: QtBot, session: Session) -> Iterator[BulkEditDialog]:
    paths = sorted(session.rows)
    dialog = BulkEditDialog(session, paths[:20], paths)
    dialog.open()
    qtbot.waitUntil(lambda: not dialog._reading.left, timeout=10_000)
    yield dialog
    if isValid(dialog):
        dialog.reject()
        qtbot.wait(1)


def type_value(source: ValueInput, value: Value) -> None:
    assert source.editor is not None
    source.editor.edited.emit([Set(source.path, value, CONVENTIONAL_ORDER)], "")


def settle(qtbot: QtBot, dialog: BulkEditDialog) -> None:
    busy = dialog._pause.isActive, dialog.panel.run
    qtbot.waitUntil(lambda: not (busy[0]() or busy[1].running), timeout=30_000)


def done(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.editing.running, timeout=30_000)
    session.flush()


def test_entries_are_added_to_those_with_a_tick(
    qtbot: QtBot, session: Session, dialog: BulkEditDialog, site: Path
) -> None:
    type_value(dialog.entries, ["AI"])
    settle(qtbot, dialog)
    panel = dialog.panel
    assert panel.counts.text() == "18 of 18 ticked"
    assert panel.refused.text() == "2 cannot be changed"
    assert dialog.buttons.apply.text() == "Apply to 18 Articles"
    panel.list.patch.tick("05.md", False)
    assert panel.counts.text() == "17 of 18 ticked"
    assert panel.all.checkState() == Qt.CheckState.PartiallyChecked
    dialog.buttons.apply.click()
    done(qtbot, session)
    assert session.undo_stack.undoText() == "Add Topic “AI” to 17 Articles"
    changed = [file.name for file in sorted(site.iterdir()) if "  - AI\n" in file.read_text()]
    assert changed == [f"{n:02d}.md" for n in range(2, 20) if n != 5]
    session.undo_stack.undo()
    done(qtbot, session)
    assert not any("  - AI\n" in file.read_text() for file in site.iterdir())


def test_all_articles_of_the_view_can_be_taken(qtbot: QtBot, dialog: BulkEditDialog) -> None:
    dialog.choose(("provider", "name"), Do.CLEAR)
    settle(qtbot, dialog)
    assert dialog.panel.ticked_count == 20
    dialog.scope.click()
    settle(qtbot, dialog)
    assert dialog.panel.ticked_count == 30
    assert dialog.scope.text() == "Edit only the 20 selected"


def test_it_says_what_the_articles_hold_at_present(qtbot: QtBot, dialog: BulkEditDialog) -> None:
    dialog.choose(("provider", "name"), Do.SET)
    assert dialog.now.text() == "Same in all: “AP”"
    dialog.choose(("title",), Do.SET)
    assert dialog.now.text().startswith("Different across 20: “Story 0” in 1, ")
    assert dialog.now.text().endswith(", 17 others")
    dialog.choose(("quality",), Do.SET)
    assert dialog.now.text() == "No article has it."


def test_find_and_replace_counts_and_explains(
    qtbot: QtBot, session: Session, dialog: BulkEditDialog
) -> None:
    dialog.choose(("title",), Do.REPLACE)
    finding = dialog.finding
    finding.text.setText("1")
    finding.replacement.setText("#")
    settle(qtbot, dialog)
    assert finding.said.text() == "12 matches in 11 articles"
    finding.regular.setChecked(True)
    finding.text.setText("(1")
    settle(qtbot, dialog)
    assert finding.error.text().startswith("The expression is not valid: missing )")
    assert not dialog.buttons.apply.isEnabled()
    finding.text.setText(r"(\d)$")
    finding.replacement.setText(r"no. \1")
    settle(qtbot, dialog)
    assert finding.error.text() == ""
    assert finding.said.text() == "20 matches in 20 articles"
    dialog.buttons.apply.click()
    done(qtbot, session)
    assert session.rows["03.md"].title == "Story no. 3"


def test_values_of_every_kind_are_set(qtbot: QtBot, session: Session, site: Path) -> None:
    values: list[tuple[str, Value, str]] = [
        ("published", False, "published: false\n"),
        ("quality", 7, "quality: 7\n"),
        ("excerpt", "A text", "excerpt: A text\n"),
        ("webUrl", "https://a.example/", "webUrl: https://a.example/\n"),
        ("provider", {"name": "FT"}, "provider:\n  name: FT\n"),
    ]
    for key, value, written in values:
        dialog = BulkEditDialog(session, ["03.md", "04.md"], [])
        dialog.open()
        dialog.choose((key,), Do.SET)
        type_value(dialog.value, value)
        settle(qtbot, dialog)
        dialog.buttons.apply.click()
        done(qtbot, session)
        assert written in (site / "04.md").read_text()
    assert session.undo_stack.count() == len(values)


def test_return_applies_nothing(qtbot: QtBot, session: Session, dialog: BulkEditDialog) -> None:
    dialog.choose(("title",), Do.REPLACE)
    dialog.finding.text.setText("Story")
    settle(qtbot, dialog)
    dialog.finding.text.setFocus()
    QTest.keyClick(dialog.finding.text, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert session.undo_stack.count() == 0
    QTest.keyClick(dialog.finding.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert session.undo_stack.count() == 1


def test_every_control_has_a_name(qtbot: QtBot, dialog: BulkEditDialog) -> None:
    for do in (Do.SET, Do.REPLACE, Do.ADD):
        dialog.choose(("topics",), do)
        for widget in dialog.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                text = getattr(widget, "text", str)()
                assert widget.accessibleName() or text, widget.objectName()
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText or "<" not in label.text()
        for label in dialog.findChildren(QLabel)
    )


class Quality:
    """Any other change that is to be looked at first."""

    def __call__(self, document: Document, path: str, /) -> Sequence[Edit]:
        return [Set(("quality",), 1, CONVENTIONAL_ORDER)]

    def label(self, count: int) -> str:
        return f"Rate {count}"

    def note(self, path: str, /) -> str:
        return "nobody has yet"


def test_any_change_can_be_looked_at_first(qtbot: QtBot, session: Session, site: Path) -> None:
    dialog = PatchDialog(session, ["00.md", "01.md"], Quality(), "Rate Articles")
    dialog.open()
    qtbot.waitUntil(lambda: dialog.panel.ready, timeout=10_000)
    patch = dialog.panel.list.patch
    shown = [patch.index(row).data() for row in range(patch.rowCount())]
    rest = ["nobody has yet", "quality: 1"]
    assert shown == ["Story 0", *rest, "Story 1", *rest]
    dialog.panel.list.setFocus()
    QTest.keyClick(dialog.panel.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.panel.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.panel.list, Qt.Key.Key_Space)
    assert patch.ticked == ["00.md"]
    dialog.buttons.apply.click()
    done(qtbot, session)
    assert session.undo_stack.undoText() == "Rate 1"


def changes(count: int) -> list[FileChange]:
    lines = (Line(Side.REMOVED, 1, None, "a: 1\n"), Line(Side.ADDED, None, 1, "a: 2\n"))
    return [FileChange(f"{n}.md", Outcome.CHANGED, lines) for n in range(count)]


def test_a_click_on_the_box_takes_the_tick_away(qtbot: QtBot) -> None:
    view = PatchList(str)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.patch.add(changes(3))
    view.show()
    place = view.visualRect(view.patch.index(3))
    for spot in (QPoint(12, place.center().y()), QPoint(200, place.center().y())):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert view.patch.ticked == ["0.md", "2.md"]
    assert view.patch.index(3).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked


def test_very_many_articles_are_painted_as_few(qtbot: QtBot) -> None:
    view = PatchList(str)
    qtbot.addWidget(view)
    asked: set[int] = set()
    data = view.patch.data

    def counted(index: object, role: int = 0) -> object:
        asked.add(index.row())  # type: ignore[attr-defined]
        return data(index, role)  # type: ignore[arg-type]

    view.patch.data = counted  # type: ignore[method-assign]
    view.resize(600, 400)
    with qtbot.waitExposed(view):
        view.show()
    view.patch.add(changes(10_000))
    view.scrollToBottom()
    view.grab()
    assert len(asked) < 200
    assert view.patch.rowCount() == 30_000


def test_rows_follow_what_is_found_anew(qtbot: QtBot) -> None:
    view = PatchList(str)
    qtbot.addWidget(view)
    patch = view.patch
    patch.add(changes(3))
    patch.revise(FileChange("1.md", Outcome.REFUSED, reason="no"))
    shown = [patch.index(row).data() for row in range(patch.rowCount())]
    assert shown == ["0.md", "a: 1", "a: 2", "1.md", "no", "2.md", "a: 1", "a: 2"]
    assert (patch.changed, patch.refused, patch.next_refused(-1)) == (2, 1, 3)
    patch.revise(FileChange("1.md", Outcome.SAME))
    assert patch.rowCount() == 6
    assert patch.row_of("2.md") == 3


def test_of_a_long_line_the_part_is_shown_that_differs() -> None:
    line = Line(Side.ADDED, None, 1, "x" * 300 + "new" + "y" * 300, ((300, 303),))
    text, words = in_room(line, 60)
    assert len(text) == 60
    assert [text[start:end] for start, end in words] == ["new"]
    assert (text[0], text[-1]) == ("…", "…")
    short = Line(Side.ADDED, None, 1, "title: new\n", ((7, 10),))
    assert in_room(short, 60) == ("title: new", [(7, 10)])


def test_the_problems_of_a_notice_lead_to_their_stories(qtbot: QtBot) -> None:
    dialog = ProblemsDialog("2 failed", [("a.md", "read-only"), ("b.md", "full")], str)
    wanted: list[str] = []
    dialog.story_wanted.connect(wanted.append)
    dialog.open()
    row = dialog.list.patch.row_of("b.md") + 1
    assert dialog.list.patch.index(row).data() == "full"
    spot = dialog.list.visualRect(dialog.list.patch.index(row)).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert wanted == ["b.md"]
    assert not dialog.isVisible()
