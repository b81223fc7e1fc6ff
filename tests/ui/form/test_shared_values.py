"""What the form says of values that stand in several places, and how a field gets its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from curator.content.schema import field_at, fields_of
from curator.frontmatter import Edit, FieldPath, Insert, Own, Set, apply
from curator.ui.form.article_form import ArticleForm, Inset
from curator.ui.form.shared_line import SharedLine
from tests.ui.form.form_rig import WORDS, Desk, focus, form_on

SHARED = """---
defaults: &site
  layout: story
<<: *site
title: &lead "Met police deploy cameras"
quality: &q 19
heat: *q
published: &flag false
featured: *flag
provider: &guardian
  name: &paper The Guardian
  domain: theguardian.example.com
topics: &topics
  - AI
  - Vision
related:
  - title: *lead
    provider: *guardian
  - webUrl: &two "https://www.example.com/two"
keywords: *topics
canonical: *two
syllabus:
  by: *paper
  parts: [&p first, second]
first: *p
---
"""


class Stories(Inset):
    """Stands in for the related list."""


@pytest.fixture
def desk() -> Desk:
    return Desk(SHARED)


@pytest.fixture
def form(qtbot: QtBot, desk: Desk) -> ArticleForm:
    made = ArticleForm(Stories())
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show()
    form_on(desk, made)
    QApplication.processEvents()
    return made


def said(form: QWidget, name: str) -> str:
    """What stands below a field about sharing; nothing where no such line is shown."""
    label = form.findChild(QLabel, f"field.{name}.shared")
    return label.text() if label is not None and label.isVisible() else ""


def button(form: QWidget, name: str) -> QAbstractButton:
    found = form.findChild(QAbstractButton, f"field.{name}.own")
    assert found is not None
    return found


def test_each_field_says_what_it_shares(form: ArticleForm) -> None:
    own = "a change here gives this field a value of its own."
    names = ("title", "quality", "heat", "published", "featured", "topics", "keywords",
             "canonical", "syllabus", "first", "related")  # fmt: skip
    assert {name: said(form, name) for name in names} == {
        "title": "A change here also changes Related 1, title (&lead).",
        "quality": "A change here also changes Heat (&q).",
        "heat": f"Shared with Quality (&q): {own}",
        "published": "A change here also changes Featured (&flag).",
        "featured": f"Shared with Published (&flag): {own}",
        "topics": "A change here also changes Keywords (&topics).",
        "keywords": f"Shared with Topics (&topics): {own}",
        "canonical": f"Shared with Related 2, web address (&two): {own}",
        "syllabus": "A change of Syllabus, parts 1 also changes First (&p).",
        "first": f"Shared with Syllabus, parts 1 (&p): {own}",
        "related": "A change of Related 2, web address also changes Canonical (&two).",
    }


def test_what_goes_without_saying_is_not_said(form: ArticleForm) -> None:
    assert said(form, "provider").split("\n") == [
        "A change here also changes Related 1, provider (&guardian).",
        "A change of Provider, name also changes Syllabus, by (&paper).",
    ]


def test_merged_fields_say_where_they_come_from(form: ArticleForm) -> None:
    assert said(form, "<<") == (
        "These fields come from Defaults (&site): a change here leaves that as it is."
    )
    assert said(form, "defaults") == (
        "A change here also changes the fields of this story that come from it (&site)."
    )


EDITS: list[tuple[FieldPath, Edit]] = [
    (("title",), Set(("title",), "Another")),
    (("heat",), Set(("heat",), 20)),
    (("provider",), Set(("provider", "domain"), "example.org")),
    (("provider", "name"), Set(("provider", "name"), "Reuters")),
    (("related", 0, "provider"), Set(("related", 0, "provider", "name"), "Reuters")),
    (("topics",), Insert(("topics",), 1, "Robots")),
    (("keywords",), Insert(("keywords",), 1, "Robots")),
    (("syllabus",), Set(("syllabus", "parts", 0), "zeroth")),
    (("<<",), Set(("<<", "layout"), "page")),
    (("defaults",), Set(("defaults", "layout"), "page")),
]


@pytest.mark.parametrize(("path", "edit"), EDITS, ids=[str(edit) for _, edit in EDITS])
def test_an_edit_does_what_was_said(desk: Desk, path: FieldPath, edit: Edit) -> None:
    before = desk.document
    after = apply(before, edit)
    field = field_at(before, path)
    shared = next(each for each in field.shared if edit.path[: len(each.path)] == each.path)
    for other in shared.others:
        # The mapping that takes fields over is where the change is made.
        if path == ("<<",) and not other:
            continue
        changes = before.value(other) != after.value(other)
        assert changes is not shared.is_alias, other
    assert before.value(path) != after.value(path)


@pytest.mark.parametrize("name", ["title", "heat", "provider", "keywords", "related", "<<"])
def test_the_button_gives_the_field_its_own_value(form: ArticleForm, desk: Desk, name: str) -> None:
    assert button(form, name).isVisible()
    focus(button(form, name))
    QTest.keyClick(button(form, name), Qt.Key.Key_Space)
    assert [edits for edits, _ in desk.emitted] == [[Own((name,))]]
    assert desk.document.data == desk.before.data
    assert said(form, name) == ""
    assert field_at(desk.document, (name,)).shared == ()


def test_undo_says_what_the_button_did(form: ArticleForm, desk: Desk) -> None:
    button(form, "canonical").click()
    button(form, "<<").click()
    assert desk.words == ["Give Canonical Its Own Value", "Write Out Shared Fields"]
    # Nobody else had this value.
    assert said(form, "related") == ""
    desk.undo()
    assert said(form, "canonical")


def test_the_focus_stays_in_the_field(form: ArticleForm) -> None:
    focus(button(form, "heat"))
    QTest.keyClick(button(form, "heat"), Qt.Key.Key_Return)
    heat = form.findChild(QLineEdit, "field.heat")
    assert heat is not None
    assert heat.hasFocus()


def test_typing_into_an_alias_ends_the_sharing(form: ArticleForm, desk: Desk) -> None:
    heat = form.findChild(QLineEdit, "field.heat")
    assert heat is not None
    focus(heat)
    QTest.keyClick(heat, Qt.Key.Key_End)
    QTest.keyClicks(heat, "5")
    assert desk.diff == ["-heat: *q", "+heat: 195"]
    assert said(form, "heat") == said(form, "quality") == ""
    assert heat.hasFocus()


def test_lists_behind_an_alias_can_be_edited(form: ArticleForm, desk: Desk) -> None:
    row = form.more.row("keywords")
    assert row is not None
    row.editor.edited.emit([Insert(("keywords",), 2, "Robots")], "Add to Keywords")
    assert desk.document.value(("keywords",)) == ["AI", "Vision", "Robots"]
    assert desk.document.value(("topics",)) == ["AI", "Vision"]


def test_tab_comes_to_the_button_behind_its_field(form: ArticleForm) -> None:
    heat = form.findChild(QLineEdit, "field.heat")
    assert heat is not None
    focus(heat)
    QTest.keyClick(heat, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is button(form, "heat")
    assert button(form, "heat").accessibleName() == "Give Heat its own value"
    assert button(form, "heat").accessibleDescription() == said(form, "heat")


def test_nothing_is_offered_where_nothing_can_be_changed(form: ArticleForm, desk: Desk) -> None:
    form.show_article(fields_of(desk.document), {}, WORDS, "It may not be written.", "story")
    assert said(form, "title") == "Shared with Related 1, title (&lead)."
    assert said(form, "syllabus") == "Syllabus, parts 1 is shared with First (&p)."
    assert not button(form, "title").isVisible()


def test_a_locked_value_offers_nothing(qtbot: QtBot) -> None:
    form = ArticleForm()
    qtbot.addWidget(form)
    form.show()
    form_on(Desk(f"---\nsecured: &s {'TWqWXky+' * 20}\ntoken: *s\n---\n"), form)
    assert said(form, "secured") == "Shared with Token (&s)."
    assert not button(form, "secured").isVisible()


def test_many_places_are_counted(qtbot: QtBot) -> None:
    line = SharedLine()
    qtbot.addWidget(line)
    text = "a: &x 1\n" + "".join(f"b{number}: *x\n" for number in range(6))
    line.show_field(Desk(f"---\n{text}---\n").field(("a",)), read_only=False)
    assert line.words.text() == "A change here also changes B0; B1; B2 and 3 other places (&x)."
    assert line.words.textFormat() == Qt.TextFormat.PlainText
    many = "".join(f"  - &x{number} {number}\n" for number in range(5))
    text = f"a:\n{many}" + "".join(f"b{number}: *x{number}\n" for number in range(5))
    line.show_field(Desk(f"---\n{text}---\n").field(("a",)), read_only=False)
    assert line.words.text().split("\n")[-1] == "2 more values in this field are shared."


def test_files_without_aliases_get_no_lines(qtbot: QtBot) -> None:
    form = ArticleForm()
    qtbot.addWidget(form)
    form.show()
    form_on(Desk("---\ntitle: '*Q & A* &c'\nnote: &unused x\ntopics: [AI]\n---\n"), form)
    for key in ("title", "note", "topics"):
        row = form.column.row(key) or form.more.row(key)
        assert row is not None
        assert row.shared is None


def test_the_button_says_less_where_there_is_little_room(qtbot: QtBot, desk: Desk) -> None:
    line = SharedLine()
    qtbot.addWidget(line)
    line.show_field(desk.field(("title",)), read_only=False)
    line.resize(line.button.sizeHint().width() - 1, 200)
    QApplication.processEvents()
    assert line.button.text() == "Own value"
    assert line.button.accessibleName() == "Give Title its own value"
    line.resize(400, 200)
    QApplication.processEvents()
    assert line.button.text() == "Give this field its own value"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_narrow_forms_cut_nothing_off(qtbot: QtBot, desk: Desk, scale: float) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    large = app.font()
    large.setPointSizeF(large.pointSizeF() * scale)
    app.setFont(large)
    form = ArticleForm(Stories())
    qtbot.addWidget(form)
    form.resize(340, 700)
    form.show()
    form_on(desk, form)
    for _ in range(3):
        QApplication.processEvents()
    content = form.area.widget()
    assert content is not None
    assert content.width() <= form.area.viewport().width()
    shown = [line for line in form.findChildren(SharedLine) if line.isVisible()]
    assert len(shown) == 14
    for line in shown:
        right = line.button.mapTo(content, QPoint(line.button.width(), 0)).x()
        assert right <= content.width(), line.button.objectName()
        text = line.button.fontMetrics().horizontalAdvance(line.button.text())
        assert text < line.button.width(), line.button.text()
        assert line.words.height() >= line.words.heightForWidth(line.words.width())
