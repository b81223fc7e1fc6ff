"""A stand-in for the session: keeps a document, applies what a form emits, shows the result."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from curator.content.schema import Field, field_at, fields_of
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Document, Edit, FieldPath, apply_all
from curator.ui.form.article_form import ArticleForm
from curator.ui.form.field_base import FieldEditor

STORY = """---
category: news
title: "Met police deploy live facial recognition technology"
excerpt: "Cameras used at east London shopping centre despite experts warning against them"
publishedDateTime: 2020-02-11T19:20:00Z
webUrl: "https://www.example.com/uk-news/2020/feb/11/met-police"
type: article
quality: 19
heat: -1
published: false

provider:
  name: The Guardian
  domain: theguardian.example.com

topics:
  - AI
  - Computer Vision

images:
  - url: "/assets/one.png"
    width: 500
    height: 281
  - url: "https://www.example.com/two.png"

syllabus:
  weeks: 3
  ratio: 0.5
  open: true
  until: 2022-00-00
  notes: |
    One line
    and another
  parts:
    - first
    - second
    - third

secured: "{secret}"
---
Body
""".replace("{secret}", "TWqWXky+" * 20)

WORDS = Vocabulary(
    topics=["AI", "Computer Vision", "Robotics", "Machine Learning"],
    providers={"Reuters": "reuters.example.com", "The Guardian": "theguardian.example.com"},
    values={"category": ["news", "newsletter", "opinion"]},
)


class Desk:
    """Holds a document and answers each emission as the session does."""

    def __init__(self, text: str = STORY) -> None:
        self.before = self.document = Document.parse(text.encode("utf-8"))
        self.emitted: list[tuple[list[Edit], str]] = []
        self.show: Callable[[], None] | None = None

    def take(self, edits: list[Edit], words: str) -> None:
        """Apply the edits, remember them, show the new state."""
        self.emitted.append((edits, words))
        self.document = apply_all(self.document, edits)
        if self.show is not None:
            self.show()

    def undo(self) -> None:
        """Go back to the beginning, as undo does."""
        self.document = self.before
        if self.show is not None:
            self.show()

    def field(self, path: FieldPath) -> Field:
        """The field as it is now."""
        return field_at(self.document, path)

    @property
    def words(self) -> list[str]:
        """What undo would say for each emission."""
        return [words for _, words in self.emitted]

    @property
    def diff(self) -> list[str]:
        """The lines that were taken away and added, without context."""
        lines = difflib.unified_diff(
            self.before.yaml.split("\n"), self.document.yaml.split("\n"), lineterm="", n=0
        )
        return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def editor_on(desk: Desk, editor: FieldEditor) -> FieldEditor:
    """Let an editor work on the desk's document."""
    path = editor.field.path

    def show() -> None:
        editor.show_field(desk.field(path))

    desk.show = show
    editor.edited.connect(desk.take)
    return editor


def form_on(desk: Desk, form: ArticleForm, article: object = "story") -> ArticleForm:
    """Let a form work on the desk's document."""

    def show() -> None:
        form.show_article(fields_of(desk.document), {}, WORDS, article=str(article))

    desk.show = show
    form.edited.connect(desk.take)
    show()
    return form


def focus(widget: QWidget) -> None:
    """Give a widget the focus; without a window manager it may take a moment."""
    for _ in range(100):
        widget.window().activateWindow()
        widget.setFocus()
        QApplication.processEvents()
        if widget.hasFocus():
            return
        QTest.qWait(20)
    raise AssertionError(f"{widget.objectName()} does not take the focus")


def seed() -> bytes | None:
    """The story that everything was designed for, where it is there."""
    repository = Path(__file__).resolve().parents[3]
    files = sorted((repository.parent / "shared" / "seed").glob("*.md"))
    return files[0].read_bytes() if files else None
