"""The bar that asks about fields changed both here and in the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from curator.frontmatter import Document, Edit, Remove, Set, Value, Written, apply_all
from curator.frontmatter.merge import Conflict
from curator.session.jobs import ThreadRunner
from curator.session.session import Session
from curator.ui.conflict_bar import ConflictBar
from curator.ui.conflict_field import ValueCard
from curator.ui.conflict_values import field_name, fingerprint, read
from curator.ui.theme import DARK, LIGHT, apply_theme
from tests.ui.form.form_rig import focus

Opened = Callable[[Path], Session]

MINE = [Set(("title",), "Cameras go live at four stations"), Set(("quality",), 88)]
THEIRS = [Set(("title",), "Cameras went live at three stations"), Set(("quality",), 35)]


class Pane:
    """A bar above a form, on a story of the sample."""

    def __init__(self, session: Session, qtbot: QtBot, height: int = 900) -> None:
        self.session = session
        self.widget = QWidget()
        qtbot.addWidget(self.widget)
        self.bar = ConflictBar(session, self.widget)
        self.form = QLineEdit(self.widget)
        layout = QVBoxLayout(self.widget)
        layout.addWidget(self.bar)
        layout.addWidget(self.form)
        layout.addStretch(1)
        assert session.folder is not None
        self.file = next(session.folder.glob("_news/*face-matching*"))
        self.path = f"_news/{self.file.name}"
        self.other = "_news/" + next(session.folder.glob("_news/*harbour-cranes*")).name
        self.widget.resize(460, height)
        self.widget.show()
        self.bar.show_article(self.path)

    def clash(self, mine: Sequence[Edit] = MINE, theirs: Sequence[Edit] = THEIRS) -> bytes:
        """Edit here and in the file, and save; gives the bytes of the file."""
        self.session.edit({self.path: mine}, "Edit")
        data = self.write(theirs)
        self.session.save_all()
        QApplication.processEvents()
        return data

    def write(self, edits: Sequence[Edit]) -> bytes:
        data = apply_all(Document.parse(self.file.read_bytes()), list(edits)).to_bytes()
        self.file.write_bytes(data)
        return data

    def card(self, name: str) -> ValueCard:
        return next(card for card in self.cards if card.objectName() == f"conflict.{name}")

    @property
    def cards(self) -> list[ValueCard]:
        return [card for card in self.bar.findChildren(ValueCard) if card.isVisibleTo(self.bar)]

    def button(self, name: str) -> QPushButton:
        found = self.bar.findChild(QPushButton, f"conflict.{name}")
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        QTest.mouseClick(self.card(name), Qt.MouseButton.LeftButton)

    def press(self, name: str) -> None:
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    @property
    def chosen(self) -> set[str]:
        return {c.objectName().removeprefix("conflict.") for c in self.cards if c.isChecked()}

    @property
    def saved(self) -> dict[str, Value]:
        return Document.parse(self.file.read_bytes()).data


@pytest.fixture
def pane(qtbot: QtBot, session: Session, sample: Path) -> Pane:
    session.open_folder(sample)
    # Articles can be edited before the scan has come to them, and most tests need no more.
    session.cancel_scan()
    session.save_as_you_go = False
    return Pane(session, qtbot)


def key(pressed: Qt.Key) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, pressed)


def focused() -> str:
    target = QApplication.focusWidget()
    return target.objectName() if target is not None else ""


# -- asking


def test_the_bar_is_there_only_while_there_are_conflicts(pane: Pane) -> None:
    assert pane.bar.objectName() == "conflict"
    assert not pane.bar.isVisible()
    pane.session.edit({pane.path: MINE}, "Edit")
    assert not pane.bar.isVisible()
    pane.write([Set(("title",), "Theirs")])
    pane.session.save_all()
    assert pane.bar.isVisible()
    pane.bar.show_article(pane.other)
    assert not pane.bar.isVisible()
    pane.bar.show_article(pane.path)
    assert pane.bar.isVisible()
    pane.bar.show_article("")
    assert not pane.bar.isVisible()


def test_nothing_is_chosen_or_written_beforehand(pane: Pane) -> None:
    theirs = pane.clash()
    labels = [label.text() for label in pane.bar.findChildren(QLabel) if label.text()]
    assert labels == [
        "2 fields were changed here and in the file.",
        "Nothing is written until you choose.",
        "Title",
        "Quality",
    ]
    assert pane.chosen == set()
    assert not pane.button("save").isEnabled()
    pane.click("title.yours")
    assert not pane.button("save").isEnabled()
    assert pane.file.read_bytes() == theirs


def test_each_field_gets_the_value_chosen_for_it(qtbot: QtBot, pane: Pane) -> None:
    theirs = pane.clash([*MINE, Set(("heat",), 7)])
    pane.click("title.file")
    pane.click("quality.file")
    pane.click("quality.yours")
    assert pane.chosen == {"title.file", "quality.yours"}
    with qtbot.waitSignal(pane.bar.settled) as settled:
        pane.press("save")
    assert settled.args == [pane.path]
    wanted = theirs.replace(b"\nquality: 35\n", b"\nquality: 88\n", 1)
    assert pane.file.read_bytes() == wanted.replace(b"\nheat: -1\n", b"\nheat: 7\n", 1)
    assert not pane.bar.isVisible()
    assert not pane.session.unsaved
    pane.session.undo_stack.undo()
    # What the file had comes back, and nothing of ours over it.
    assert pane.session.article(pane.path).document.data["title"] == THEIRS[0].value
    assert pane.session.article(pane.path).document.data["quality"] == 35


@pytest.mark.parametrize(
    ("button", "title", "quality"),
    [
        ("keep_mine", "Cameras go live at four stations", 88),
        ("take_file", "Cameras went live at three stations", 35),
    ],
)
def test_one_button_answers_for_all(pane: Pane, button: str, title: str, quality: int) -> None:
    pane.clash([*MINE, Set(("heat",), 7)], [*THEIRS, Set(("type",), "video")])
    pane.click("title.yours")
    pane.press(button)
    assert (pane.saved["title"], pane.saved["quality"]) == (title, quality)
    assert (pane.saved["heat"], pane.saved["type"]) == (7, "video")
    assert not pane.bar.isVisible()


def test_one_conflict_is_spoken_of_as_one(pane: Pane) -> None:
    pane.clash(MINE[:1], THEIRS[:1])
    texts = [label.text() for label in pane.bar.findChildren(QLabel)]
    assert "1 field was changed here and in the file." in texts
    assert pane.button("keep_mine").text() == "Keep mine"
    assert pane.button("take_file").text() == "Take the file’s"


def test_a_removed_field_can_be_kept_away(pane: Pane) -> None:
    pane.clash([Remove(("quality",))], THEIRS[1:])
    assert pane.card("quality.yours").accessibleName() == "Quality, yours: not there"
    pane.click("quality.yours")
    pane.press("save")
    assert "quality" not in pane.saved


def test_a_field_inside_the_related_list(pane: Pane) -> None:
    path = ("related", 2, "quality")
    pane.clash([Set(path, 99)], [Set(path, 12)])
    names = [label.text() for label in pane.bar.findChildren(QLabel)]
    assert "Related 3 \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} quality" in names
    pane.click("related.2.quality.yours")
    pane.press("save")
    assert Document.parse(pane.file.read_bytes()).value(path) == 99


# -- by keyboard


def test_everything_by_keyboard(pane: Pane) -> None:
    pane.clash()
    focus(pane.form)
    pane.bar.focus_first()
    assert focused() == "conflict.title.file"
    key(Qt.Key.Key_Space)
    for _ in range(3):
        key(Qt.Key.Key_Down)
    assert focused() == "conflict.quality.yours"
    key(Qt.Key.Key_Down)
    assert focused() == "conflict.quality.yours"
    key(Qt.Key.Key_Return)
    assert pane.chosen == {"title.file", "quality.yours"}
    visited: list[str] = []
    for _ in range(3):
        key(Qt.Key.Key_Tab)
        visited.append(focused())
    assert visited == ["conflict.keep_mine", "conflict.take_file", "conflict.save"]
    key(Qt.Key.Key_Space)
    assert (pane.saved["title"], pane.saved["quality"]) == (THEIRS[0].value, 88)


def test_tab_goes_from_the_cards_to_the_buttons_to_the_form(pane: Pane) -> None:
    pane.clash()
    focus(pane.card("title.file"))
    visited: list[str] = []
    for _ in range(4):
        key(Qt.Key.Key_Tab)
        visited.append(focused())
    # The two cards of a field are one stop, as radio buttons are; arrows go to the other one.
    assert visited[:3] == ["conflict.quality.file", "conflict.keep_mine", "conflict.take_file"]
    assert QApplication.focusWidget() is pane.form


def test_the_first_open_question_gets_the_focus(pane: Pane) -> None:
    pane.clash()
    pane.click("title.yours")
    focus(pane.form)
    pane.bar.focus_first()
    assert focused() == "conflict.quality.file"


def test_a_screen_reader_hears_what_is_chosen(pane: Pane) -> None:
    pane.clash()
    card = pane.card("title.file")
    spoken = QAccessible.queryAccessibleInterface(card)
    assert spoken.text(QAccessible.Text.Name) == (
        "Title, in the file: Cameras went live at three stations"
    )
    assert spoken.role() == QAccessible.Role.RadioButton
    assert not spoken.state().checked
    pane.click("title.file")
    assert spoken.state().checked
    assert pane.bar.accessibleName() == "Fields changed here and in the file"
    assert "Nothing is written" in pane.bar.accessibleDescription()


# -- while things go on


def test_choices_stay_while_their_conflict_is_the_same(pane: Pane) -> None:
    pane.clash()
    pane.click("title.yours")
    pane.click("quality.file")
    card = pane.card("title.yours")
    focus(card)
    pane.write([Set(("quality",), 36)])
    pane.session.save_all()
    assert pane.card("title.yours") is card
    assert card.hasFocus()
    assert pane.chosen == {"title.yours"}
    assert pane.card("quality.file").accessibleName() == "Quality, in the file: 36"
    assert not pane.button("save").isEnabled()


def test_a_card_that_is_made_anew_keeps_the_focus(pane: Pane) -> None:
    pane.clash()
    focus(pane.card("quality.file"))
    pane.write([Set(("quality",), 36)])
    pane.session.save_all()
    QApplication.processEvents()
    assert pane.card("quality.file").hasFocus()
    assert pane.card("quality.file").accessibleName() == "Quality, in the file: 36"


def test_choices_wait_while_another_story_is_shown(pane: Pane) -> None:
    pane.clash()
    pane.click("title.yours")
    pane.bar.show_article(pane.other)
    pane.bar.show_article(pane.path)
    assert pane.chosen == {"title.yours"}


def test_choices_of_a_settled_conflict_are_forgotten(pane: Pane) -> None:
    before = pane.file.read_bytes()
    pane.clash()
    pane.click("title.yours")
    pane.press("take_file")
    pane.file.write_bytes(before)
    pane.session.article(pane.path)
    pane.clash()
    assert pane.bar.isVisible()
    assert pane.chosen == set()


def test_typing_on_does_not_make_the_bar_flicker(qtbot: QtBot, pane: Pane) -> None:
    pane.session.save_as_you_go = True
    pane.clash()
    pane.click("title.yours")
    pane.session.edit({pane.path: [Set(("heat",), 5)]}, "Edit Heat", "heat")
    assert pane.session.conflicts(pane.path) == []
    assert pane.bar.isVisible()
    assert pane.chosen == {"title.yours"}
    qtbot.waitUntil(lambda: len(pane.session.conflicts(pane.path)) == 2, timeout=3000)
    assert pane.bar.isVisible()
    assert pane.chosen == {"title.yours"}


def test_an_answer_after_further_typing_holds(qtbot: QtBot, pane: Pane) -> None:
    pane.clash()
    pane.click("title.yours")
    pane.click("quality.file")
    pane.session.edit({pane.path: [Set(("heat",), 5)]}, "Edit Heat", "heat")
    pane.press("save")
    qtbot.waitUntil(lambda: not pane.session.unsaved, timeout=2000)
    saved = pane.saved
    assert (saved["title"], saved["quality"], saved["heat"]) == (MINE[0].value, 35, 5)
    assert not pane.bar.isVisible()


def test_an_answer_about_an_older_text_is_asked_for_again(qtbot: QtBot, pane: Pane) -> None:
    theirs = pane.clash()
    pane.click("title.yours")
    pane.click("quality.file")
    pane.session.edit({pane.path: [Set(("title",), "Another title")]}, "Edit Title", "title")
    pane.press("save")
    qtbot.wait(50)
    assert pane.file.read_bytes() == theirs
    assert pane.bar.isVisible()
    assert pane.chosen == {"quality.file"}
    assert pane.card("title.yours").accessibleName() == "Title, yours: Another title"


def test_undoing_the_edit_settles_it_too(pane: Pane) -> None:
    theirs = pane.clash()
    pane.session.undo_stack.undo()
    assert not pane.bar.isVisible()
    pane.session.save_all()
    assert pane.file.read_bytes() == theirs


def test_settling_elsewhere_puts_the_bar_away(pane: Pane) -> None:
    pane.clash()
    pane.session.resolve(pane.path, "theirs")
    assert not pane.bar.isVisible()
    assert pane.saved["title"] == THEIRS[0].value


def test_another_folder_puts_the_bar_away(
    qtbot: QtBot, pane: Pane, seed: Path, opened: Opened
) -> None:
    pane.clash()
    pane.session.discard()
    opened(seed)
    assert not pane.bar.isVisible()


def test_with_saves_in_the_background(qtbot: QtBot, sample: Path) -> None:
    session = Session(ThreadRunner())
    with qtbot.waitSignal(session.folder_ready, timeout=15000):
        session.open_folder(sample)
    session.save_as_you_go = False
    pane = Pane(session, qtbot)
    pane.clash()
    qtbot.waitUntil(pane.bar.isVisible, timeout=5000)
    pane.click("title.file")
    pane.click("quality.yours")
    pane.session.edit({pane.path: [Set(("heat",), 5)]}, "Edit Heat", "heat")
    pane.press("save")
    qtbot.waitUntil(lambda: not session.unsaved, timeout=5000)
    saved = pane.saved
    assert (saved["title"], saved["quality"], saved["heat"]) == (THEIRS[0].value, 88, 5)
    assert not pane.bar.isVisible()
    assert session.close() == []
    session.shut()


# -- the look


def many(pane: Pane) -> None:
    names = [f"extra{number}" for number in range(30)]
    pane.clash(
        [Set((name,), f"our {name}") for name in names],
        [Set((name,), f"their {name}") for name in names],
    )
    QTest.qWait(50)


def test_many_conflicts_take_half_of_the_pane_and_scroll(pane: Pane) -> None:
    many(pane)
    assert 350 <= pane.bar.height() <= 450
    focus(pane.card("extra0.file"))
    for _ in range(59):
        key(Qt.Key.Key_Down)
    last = pane.card("extra29.yours")
    assert last.hasFocus()
    shown = pane.bar.rect().intersected(QRect(last.mapTo(pane.bar, QPoint()), last.size()))
    assert shown.height() == last.height()
    pane.widget.resize(460, 1200)
    QTest.qWait(50)
    assert 500 <= pane.bar.height() <= 600


def test_a_few_conflicts_take_no_more_than_they_need(pane: Pane) -> None:
    pane.clash(MINE[1:], THEIRS[1:])
    QTest.qWait(50)
    assert pane.bar.height() < 260


def test_nothing_is_cut_off_in_large_text(qtbot: QtBot, pane: Pane) -> None:
    font = pane.widget.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    pane.widget.setFont(font)
    pane.widget.resize(420, 2400)
    pane.clash()
    QTest.qWait(50)
    whole = pane.bar.rect()
    for card in pane.cards:
        assert card.height() >= card.heightForWidth(card.width())
        assert whole.contains(QRect(card.mapTo(pane.bar, QPoint()), card.size()))
    for name in ("keep_mine", "take_file", "save"):
        button = pane.button(name)
        assert button.width() >= button.minimumSizeHint().width()
        assert whole.contains(button.geometry())


def test_the_bar_follows_the_palette(pane: Pane, qapp: QApplication) -> None:
    palette, sheet = qapp.palette(), qapp.styleSheet()
    try:
        apply_theme(qapp, LIGHT)
        pane.clash()
        for theme in (LIGHT, DARK, LIGHT):
            apply_theme(qapp, theme)
            QApplication.processEvents()
            image = pane.bar.grab().toImage()
            assert image.pixelColor(20, 6) == QColor(theme.warning_ground)
            corner = pane.card("title.file").mapTo(pane.bar, QPoint(6, 6))
            assert image.pixelColor(corner) == QColor(theme.field)
    finally:
        qapp.setStyleSheet(sheet)
        qapp.setPalette(palette)


def test_markup_is_shown_and_never_obeyed(pane: Pane) -> None:
    bad = "<h1>Big</h1> & <img src=x> " * 4
    pane.clash([Set(("title",), bad)], [Set(("title",), "<b>bold</b>")])
    pane.bar.grab()
    labels = pane.bar.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels if label.text())
    tip = pane.card("title.yours").toolTip()
    assert "<h1>" not in tip
    assert "&lt;h1&gt;Big" in tip


def test_every_shape_of_value_can_be_painted(pane: Pane) -> None:
    deep: Value = {"a": [{"b": [1, {"c": None}]}]}
    shapes: list[tuple[Value, Value]] = [
        ("", "x" * 5000),
        ([], {}),
        (deep, [deep, deep]),
        ("robot 🤖 here " * 30, "robot 🤖 there " * 30),
        ("line\nline two\n", "line\nline 2\n"),
        (None, 1.5),
        (True, "yes"),
    ]
    pane.clash(
        [Set((f"k{n}",), mine) for n, (mine, _) in enumerate(shapes)],
        [Set((f"k{n}",), theirs) for n, (_, theirs) in enumerate(shapes)],
    )
    pane.widget.resize(460, 6000)
    QTest.qWait(50)
    pane.bar.grab()
    # One that our side has without a value reads as if it were not there, and is no conflict less.
    assert len(pane.cards) == 2 * len(shapes)


# -- values in words


def marked(reading: object) -> list[str]:
    text, marks = getattr(reading, "text"), getattr(reading, "marks")  # noqa: B009
    return [text[start:end] for start, end in marks]


def test_names_of_fields() -> None:
    step = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
    assert field_name(("title",)) == "Title"
    assert field_name(("related", 2, "quality")) == f"Related 3{step}quality"
    assert field_name(("provider", "name")) == f"Provider{step}name"
    assert field_name(("grid", 0, 1)) == "Grid 1 2"


def test_words_that_differ_are_marked() -> None:
    found = read(Conflict(("title",), "one two three", "one 2 three", "one two three four"))
    assert marked(found.base) == ["two"]
    assert marked(found.ours) == ["2"]
    assert marked(found.theirs) == ["four"]


def test_values_without_a_common_word_are_left_unmarked() -> None:
    found = read(Conflict(("quality",), 19, 88, 35))
    assert (found.base.text, found.theirs.text, found.ours.text) == ("19", "35", "88")
    assert marked(found.ours) == marked(found.theirs) == marked(found.base) == []


def test_lists_and_groups_are_told_shortly() -> None:
    items: list[Value] = [{"title": "First", "quality": 1}, {"name": "Second"}, "third"]
    found = read(Conflict(("related",), None, items, {"name": "FT", "domain": "ft.example"}))
    assert found.ours.text == "3 items: First, Second, third"
    assert found.ours.whole.splitlines()[:2] == ["• title: First", "  quality: 1"]
    assert found.theirs.text == "name: FT · domain: ft.example"
    assert (found.base.text, found.base.is_value) == ("not there", False)


def test_a_difference_far_behind_the_beginning_is_seen() -> None:
    same = "A very long beginning that is the same on both sides of the matter, again. " * 20
    found = read(Conflict(("excerpt",), same, same + "Our end.", same + "Their end."))
    for reading, end in ((found.ours, "Our end."), (found.theirs, "Their end.")):
        assert reading.text.startswith("…")
        assert reading.text.endswith(end)
        assert len(reading.text) < 90
        assert reading.whole.startswith("A very long beginning")


def test_a_new_text_that_only_the_sides_share_does_not_hide_the_difference() -> None:
    shared = "Both sides have added this very long sentence, which the old text did not have. " * 3
    found = read(
        Conflict(("excerpt",), "Old.", "Old. " + shared + "Mine", "Old. " + shared + "His")
    )
    assert found.ours.text.endswith("Mine")
    assert found.theirs.text.endswith("His")
    assert len(found.ours.text) < 90
    assert found.base.text == "Old."


def test_what_reads_the_same_is_told_apart() -> None:
    found = read(Conflict(("code",), 4, "5", 5))
    assert (found.ours.text, found.theirs.text, found.base.text) == ('"5"', "5", "4")
    one: Value = [{"title": "Same", "quality": 1}]
    other: Value = [{"title": "Same", "quality": 2}]
    found = read(Conflict(("related",), None, one, other))
    assert found.ours.text != found.theirs.text


def test_a_fingerprint_knows_types_and_places() -> None:
    conflict = Conflict(("a",), None, 1, 2)
    assert fingerprint(conflict) == fingerprint(Conflict(("a",), None, 1, 2))
    for other in (
        Conflict(("b",), None, 1, 2),
        Conflict(("a",), None, True, 2),
        Conflict(("a",), None, 1, "2"),
        Conflict(("a",), None, 2, 1),
        Conflict(("a",), None, Written("1"), 2),
        Conflict(("a",), None, [1], 2),
    ):
        assert fingerprint(other) != fingerprint(conflict)


def test_values_that_unfold_without_end_are_cut_short() -> None:
    bomb: Value = "x"
    for _ in range(40):
        bomb = [bomb, bomb]
    conflict = Conflict(("a",), None, bomb, [bomb])
    assert fingerprint(conflict) == fingerprint(conflict)
    found = read(conflict)
    assert len(found.ours.text) < 1000
    assert len(found.ours.whole) < 5000
