"""The form of an article."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from curator.content.schema import CONVENTIONAL_ORDER, fields_of
from curator.frontmatter import Set
from curator.ui.form.article_form import ArticleForm, Inset
from curator.ui.theme import DARK, LIGHT, apply_theme
from tests.ui.form.form_rig import STORY, WORDS, Desk, focus, form_on, seed


class Stories(Inset):
    """Stands in for the related list."""

    def __init__(self) -> None:
        super().__init__()
        self.button = QPushButton("Related", self)
        self.setFixedHeight(self.button.sizeHint().height())

    def tab_stops(self) -> list[QWidget]:
        return [self.button]


@pytest.fixture
def form(qtbot: QtBot) -> ArticleForm:
    made = ArticleForm(Stories())
    qtbot.addWidget(made)
    made.resize(400, 700)
    made.show()
    return made


def line(form: ArticleForm, key: str) -> QLineEdit:
    found = form.findChild(QLineEdit, f"field.{key}")
    assert found is not None
    return found


def test_shows_fields_in_order_related_behind_the_foremost_and_locked_last(
    form: ArticleForm,
) -> None:
    form_on(Desk(), form)
    QApplication.processEvents()
    names = ["title", "excerpt", "publishedDateTime", "provider", "webUrl", "category"]
    tops = [
        control.mapTo(form, control.rect().topLeft()).y()
        for name in names
        if (control := form.findChild(QWidget, f"field.{name}")) is not None
    ]
    assert len(tops) == len(names)
    assert tops == sorted(tops)
    locked = form.findChild(QWidget, "field.secured")
    assert locked is not None
    assert form.objectName() == "form"
    button = next(b for b in form.findChildren(QPushButton) if b.text() == "Related")
    assert tops[3] < button.mapTo(form, button.rect().topLeft()).y() < tops[4]
    assert locked.mapTo(form, locked.rect().topLeft()).y() > tops[-1]


def test_typing_in_a_field_changes_one_line(form: ArticleForm) -> None:
    desk = Desk()
    form_on(desk, form)
    title = line(form, "title")
    focus(title)
    QTest.keyClick(title, Qt.Key.Key_End)
    QTest.keyClicks(title, "!")
    assert desk.words == ["Edit Title"]
    assert len(desk.diff) == 2
    assert title.hasFocus()
    assert title.cursorPosition() == len(title.text())


def test_the_seed_stays_as_it_is_but_for_one_line(form: ArticleForm) -> None:
    data = seed()
    if data is None:
        pytest.skip("the seed is not here")
    desk = Desk(data.decode("utf-8"))
    form_on(desk, form)
    QTest.mouseClick(form.published.switch.segments[0], Qt.MouseButton.LeftButton)
    assert desk.diff == ["-published: false", "+published: true"]
    desk.undo()
    title = line(form, "title")
    focus(title)
    QTest.keyClick(title, Qt.Key.Key_Home)
    QTest.keyClicks(title, "The ")
    assert desk.diff == [
        '-title: "Met police deploy live facial recognition technology"',
        '+title: "The Met police deploy live facial recognition technology"',
    ]
    desk.undo()
    assert desk.document.to_bytes() == data
    assert title.text() == "Met police deploy live facial recognition technology"


def test_tab_order_follows_the_eye(form: ArticleForm) -> None:
    form_on(Desk(STORY.split("syllabus:")[0] + "---\n"), form)
    # As in every group of which one is chosen, Tab stops at that one and arrows do the rest.
    focus(form.published.switch.segments[1])
    visited: list[str] = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused.objectName() or str(focused.property("text")))
        if focused.objectName() == "form.add":
            break
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert visited == [
        "field.published.no",
        "field.title",
        "field.excerpt",
        "field.publishedDateTime",
        "field.publishedDateTime.calendar",
        "field.provider",
        "field.provider.domain",
        "field.topics.0",
        "field.topics",
        "Related",
        "field.webUrl",
        "field.webUrl.open",
        "field.category",
        "field.type",
        "field.quality",
        "field.heat",
        "field.images.0.url",
        "field.images.0.width",
        "field.images.0.height",
        "field.images.0.down",
        "field.images.0.remove",
        "field.images.1.url",
        "field.images.1.width",
        "field.images.1.height",
        "field.images.1.up",
        "field.images.1.remove",
        "field.images",
        "form.add",
    ]


def test_offered_field_writes_nothing_until_typed(form: ArticleForm) -> None:
    desk = Desk("---\ntitle: A\n---\n")
    form_on(desk, form)
    focus(line(form, "title"))
    action = next(a for a in form.new_field.menu.actions() if a.text() == "Quality")
    action.trigger()
    quality = line(form, "quality")
    QApplication.processEvents()
    assert quality.hasFocus()
    assert desk.emitted == []
    QTest.keyClicks(quality, "5")
    assert desk.diff == ["+quality: 5"]
    assert quality.hasFocus()
    desk.undo()
    assert quality.isVisible()
    assert "Quality" not in [a.text() for a in form.new_field.menu.actions()]


@pytest.mark.parametrize(
    ("kind", "written"), [(2, "mood: false"), (3, "mood: []"), (4, "mood: {}")]
)
def test_any_other_key(form: ArticleForm, kind: int, written: str) -> None:
    desk = Desk("---\ntitle: A\n---\n")
    form_on(desk, form)
    form.new_field.other.actions()[kind].trigger()
    prompt = form.new_field.prompt.line
    QTest.keyClick(prompt, Qt.Key.Key_Return)
    assert form.new_field.prompt.error.text() == "A key needs a name"
    QTest.keyClicks(prompt, "title")
    QTest.keyClick(prompt, Qt.Key.Key_Return)
    assert form.new_field.prompt.error.text() == "“title” is there already"
    prompt.clear()
    QTest.keyClicks(prompt, "mood")
    QTest.keyClick(prompt, Qt.Key.Key_Return)
    assert desk.words == ["Add Mood"]
    assert desk.diff == [f"+{written}"]


def test_other_text_is_offered_empty(form: ArticleForm) -> None:
    desk = Desk("---\ntitle: A\n---\n")
    form_on(desk, form)
    focus(line(form, "title"))
    form.new_field.other.actions()[0].trigger()
    QTest.keyClicks(form.new_field.prompt.line, "mood")
    QTest.keyClick(form.new_field.prompt.line, Qt.Key.Key_Return)
    assert desk.emitted == []
    QApplication.processEvents()
    mood = line(form, "mood")
    assert mood.hasFocus()
    QTest.keyClicks(mood, "x")
    assert desk.diff == ["+mood: x"]
    QTest.keyClick(mood, Qt.Key.Key_Backspace)
    assert desk.diff == []


def test_another_article_starts_anew_at_the_top(form: ArticleForm) -> None:
    desk = Desk()
    form_on(desk, form, "one")
    QApplication.processEvents()
    quality = line(form, "quality")
    focus(quality)
    QTest.keyClick(quality, Qt.Key.Key_End)
    QTest.keyClicks(quality, "?")
    bar = form.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    form.show_article(fields_of(desk.document), {}, WORDS, article="one")
    assert bar.value() == bar.maximum() > 0
    assert quality.text() == "19?"
    form.show_article(fields_of(desk.document), {}, WORDS, article="two")
    assert bar.value() == 0
    assert quality.text() == "19"
    assert desk.emitted == []


def test_read_only_with_a_reason(form: ArticleForm) -> None:
    desk = Desk()
    form_on(desk, form)
    form.show_article(
        fields_of(desk.document), {}, WORDS, "This file may not be written.", article="story"
    )
    assert form.bar.isVisible()
    assert form.bar.reason.text() == "This file may not be written."
    for child in form.findChildren(QLineEdit):
        assert child.isReadOnly() or not child.isVisible(), child.objectName()
    QTest.mouseClick(form.published.switch.segments[0], Qt.MouseButton.LeftButton)
    focus(line(form, "title"))
    QTest.keyClicks(line(form, "title"), "x")
    assert desk.emitted == []
    form.show_article(fields_of(desk.document), {}, WORDS, article="story")
    assert not form.bar.isVisible()
    assert not line(form, "title").isReadOnly()


def test_problems_of_the_state_and_of_related(form: ArticleForm) -> None:
    desk = Desk()
    form.show_article(
        fields_of(desk.document),
        {"published": "Odd", "related": "The same address twice", "title": "Missing"},
        WORDS,
    )
    assert form.published_error.text() == "Odd"
    assert form.related_error.isVisible()
    assert "Missing" in [label.text() for label in form.findChildren(QLabel)]


def test_text_that_does_not_parse(form: ArticleForm) -> None:
    text = "---\ntitle: a: b\n---\n" + "line\n" * 200
    form.show_text("mapping values are not allowed here (line 2)", text, 2)
    assert form.raw.isVisible()
    assert form.raw.reason.text().startswith("mapping values")
    assert form.raw.text.isReadOnly()
    assert form.raw.text.toPlainText() == text
    assert form.raw.text.textCursor().blockNumber() == 1
    assert len(form.raw.text.extraSelections()) == 1
    form.show_text("another", text, None)
    assert form.raw.text.extraSelections() == []
    form.grab()


def test_nothing_and_many(form: ArticleForm) -> None:
    form.show_nothing("Choose a story on the left.")
    assert form.nothing.hint.text() == "Choose a story on the left."
    assert form.nothing.isVisible()
    assert not form.focus_field("title")
    emitted: list[tuple[object, str]] = []

    def take(edits: object, words: str) -> None:
        emitted.append((edits, words))

    form.edited.connect(take)
    form.show_many(1234)
    assert form.many.heading.text() == "1,234 stories selected"
    segments = form.many_published.switch.segments
    assert not any(segment.isChecked() for segment in segments)
    for segment in segments:
        QTest.mouseClick(segment, Qt.MouseButton.LeftButton)
    assert [words for _, words in emitted] == ["Publish", "Hold", "Remove Flag"]
    assert emitted[0][0] == [Set(("published",), True, CONVENTIONAL_ORDER)]


@pytest.mark.parametrize("key", ["title", "quality", "published", "topics"])
def test_focus_field(form: ArticleForm, key: str) -> None:
    form_on(Desk(), form)
    focus(line(form, "title"))
    assert form.focus_field(key)
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName().startswith(f"field.{key}")
    assert not form.focus_field("nonsense")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_narrow_windows_and_large_letters_cut_nothing_off(qtbot: QtBot, scale: float) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.font()
    large = app.font()
    large.setPointSizeF(before.pointSizeF() * scale)
    app.setFont(large)
    try:
        form = ArticleForm(Stories())
        qtbot.addWidget(form)
        form.resize(340, 700)
        form.show()
        form_on(Desk(), form)
        for _ in range(3):
            QApplication.processEvents()
        content = form.area.widget()
        assert content is not None
        assert content.width() <= form.area.viewport().width()
        assert not form.area.horizontalScrollBar().isVisible()
        for row in content.findChildren(QWidget):
            if row.isVisible() and row.objectName().startswith("field."):
                right = row.mapTo(content, row.rect().topRight()).x()
                assert right <= content.width(), row.objectName()
    finally:
        app.setFont(before)


def test_changes_its_colours(form: ArticleForm) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    # The widgets of earlier tests still wait for their end, and would all be painted anew.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    style, palette, sheet = app.style().name(), app.palette(), app.styleSheet()
    form_on(Desk(), form)
    grounds = []
    try:
        for theme in (LIGHT, DARK):
            apply_theme(app, theme)
            QApplication.processEvents()
            grounds.append(form.grab().toImage().pixelColor(4, 300).lightness())
    finally:
        app.setStyleSheet(sheet)
        app.setPalette(palette)
        app.setStyle(style)
    assert grounds[0] > 200 > 60 > grounds[1]


def test_menu_offers_only_what_is_missing(form: ArticleForm) -> None:
    form_on(Desk(), form)
    texts = [action.text() for action in form.new_field.menu.actions() if action.text()]
    assert "Title" not in texts
    assert "AMP address" in texts
    assert texts[-1] == "Other"
    assert isinstance(form.new_field.menu.actions()[0], QAction)
