"""What is typed for a change of many articles: a value, words for a list, or find and replace."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from curator.content.find import LONGEST, Find
from curator.content.schema import Field, Kind, field_at
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import (
    Document,
    Edit,
    FieldPath,
    FrontMatterError,
    Unreadable,
    Value,
    apply_all,
)
from curator.frontmatter.timestamps import Timestamp
from curator.ui.form.chips import FlowLayout
from curator.ui.form.field_base import RHYTHM, Caption, FieldEditor, mark_error
from curator.ui.form.field_editors import make_editor

_EMPTY = b"---\n---\n"


class ValueInput(QWidget):
    """The form's own editor of a field, on an article that has nothing else."""

    changed = Signal()
    """There is another value, or none any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor: FieldEditor | None = None
        self._article = Document.parse(_EMPTY)
        self._empty = Field((), Kind.LINE, "", None, None, present=False)
        self._error = Caption("", "error", self)
        self._error.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(RHYTHM // 2)
        self._layout.addWidget(self._error)

    def show_field(self, path: FieldPath, kind: Kind, label: str, words: Vocabulary) -> None:
        """Begin anew with a field of a kind."""
        if self.editor is not None:
            self._layout.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        self._article = Document.parse(_EMPTY)
        self._empty = Field(path, kind, label, None, None, present=False)
        self.editor = make_editor(self._empty, words)
        self.editor.edited.connect(self._take)
        self.editor.error_changed.connect(self._show_error)
        self.setFocusProxy(self.editor)
        self._layout.insertWidget(0, self.editor)
        self._show_error("")

    @property
    def path(self) -> FieldPath:
        """The field that is shown."""
        return self._empty.path

    @property
    def value(self) -> Value:
        """What was typed or chosen; None for nothing."""
        value = self._article.value(self.path) if self.path else None
        if self._empty.kind is Kind.TIMESTAMP:
            form = Timestamp.read(self._article.text(self.path) or "")
            if form is None:
                return None
            return form.moment if form.has_time else form.moment.date()
        return None if isinstance(value, Unreadable) or value in ("", [], {}) else value

    @property
    def words(self) -> tuple[str, ...]:
        """The words of a list."""
        value = self.value
        return tuple(map(str, value)) if isinstance(value, list) else ()

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits."""
        return self.editor.tab_stops() if self.editor is not None else []

    @Slot(object, str)
    def _take(self, edits: list[Edit], _words: str) -> None:
        with contextlib.suppress(FrontMatterError):
            self._article = apply_all(self._article, edits)
        if self.editor is not None:
            field = field_at(self._article, self.path)
            self.editor.show_field(replace(field, kind=self._empty.kind, label=self._empty.label))
        self.changed.emit()

    @Slot(str)
    def _show_error(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))


class FindInput(QWidget):
    """Find and replace, with what is wrong with it, or how often it is found, below."""

    changed = Signal()
    """Something else is to be found, or put in its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = self._line("bulk.find", self.tr("Find"))
        self.replacement = self._line("bulk.replacement", self.tr("Replace with"))
        self.regular = self._box("bulk.regular", self.tr("Regular expression"))
        self.match_case = self._box("bulk.match_case", self.tr("Match case"))
        self.whole = self._box("bulk.whole", self.tr("Whole field"))
        self.whole.setToolTip(self.tr("Only where the field, or the entry of a list, is just that"))
        self.regular.setToolTip(
            self.tr("As Python has them: \\d+ is a number, and \\1 in the replacement group one")
        )
        self.said = Caption("", "hint", self)
        self.said.setObjectName("bulk.matches")
        self.said.hide()
        self.error = Caption("", "error", self)
        self.error.setObjectName("bulk.error")
        self.error.hide()
        boxes = QWidget(self)
        flow = FlowLayout(boxes, spacing=2 * RHYTHM)
        for box in (self.regular, self.match_case, self.whole):
            flow.insert_widget(flow.count(), box)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(RHYTHM)
        grid.setVerticalSpacing(RHYTHM)
        for column, line in enumerate((self.text, self.replacement)):
            caption = Caption(line.accessibleName(), "field-label", self)
            caption.setBuddy(line)
            grid.addWidget(caption, 0, column)
            grid.addWidget(line, 1, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(boxes, 2, 0, 1, 2)
        grid.addWidget(self.error, 3, 0, 1, 2)
        grid.addWidget(self.said, 4, 0, 1, 2)
        self.setFocusProxy(self.text)

    @property
    def wanted(self) -> Find:
        """What is to be found."""
        return Find(
            self.text.text(),
            self.replacement.text(),
            self.regular.isChecked(),
            self.match_case.isChecked(),
            self.whole.isChecked(),
        )

    def show_matches(self, text: str) -> None:
        """Say how often it is found; nothing where `text` is empty."""
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def show_error(self, text: str) -> None:
        """Say what is wrong; nothing where `text` is empty."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.text.setAccessibleDescription(text)
        mark_error(self.text, bool(text))

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits."""
        return [self.text, self.replacement, self.regular, self.match_case, self.whole]

    def _line(self, name: str, said: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setAccessibleName(said)
        line.setMaxLength(LONGEST)
        line.textChanged.connect(self.changed)
        return line

    def _box(self, name: str, said: str) -> QCheckBox:
        box = QCheckBox(said, self)
        box.setObjectName(name)
        box.toggled.connect(self.changed)
        return box


def plain(text: str, role: str, parent: QWidget, name: str = "") -> QLabel:
    """A caption that wraps and can be said to belong to something."""
    label = Caption(text, role, parent)
    label.setWordWrap(True)
    label.setObjectName(name)
    return label


def vocabulary_of(path: FieldPath, words: Vocabulary, used: Sequence[str]) -> Vocabulary:
    """The words in use for a field: those of the folder, and those of the articles at hand."""
    key = str(path[-1])
    known = words.values.get(key, [])
    if path == ("provider", "name"):
        known = sorted(words.providers, key=str.casefold)
    elif path == ("topics",):
        known = words.topics
    values = {**words.values, key: list(dict.fromkeys([*known, *used]))}
    return Vocabulary(words.topics, words.providers, values)
