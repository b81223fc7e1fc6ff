"""The editor of text of several lines, which keeps every character that nobody touched."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from curator.content.schema import Field, Kind
from curator.ui.form.field_base import FieldEditor, UndoPassedOn

_FEWEST_LINES = 2
_MOST_LINES = 8
# What a text document takes for the end of a paragraph, as one character or two.
_BREAK = re.compile("\r\n|[\r\n\u2029\ufdd0\ufdd1]")


class GrowingTextEdit(QPlainTextEdit):
    """A plain text input as high as its text, in limits: the form scrolls, not the input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The one undo is that of the program.
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines at another width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Other heights with another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def sizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(super().sizeHint().width(), self.height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few words at least."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.height())

    def _on_size_changed(self) -> None:
        self._fit()

    def _fit(self) -> None:
        # The layout of a plain text document measures in lines.
        lines = round(self.document().documentLayout().documentSize().height())
        shown = max(_FEWEST_LINES, min(_MOST_LINES, lines))
        margins = 2 * (self.frameWidth() + int(self.document().documentMargin()))
        height = shown * self.fontMetrics().lineSpacing() + margins
        needed = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if lines > _MOST_LINES
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if self.verticalScrollBarPolicy() != needed:
            self.setVerticalScrollBarPolicy(needed)
        if height != self.height():
            self.setFixedHeight(height)


class TextEditor(FieldEditor):
    """Text of several lines with a counter; line breaks at its end are kept but not shown."""

    kinds = frozenset({Kind.TEXT})

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.text = GrowingTextEdit(self)
        self._name(self.text)
        self.setFocusProxy(self.text)
        self._ending = ""
        self._last_emitted: str | None = None
        self._showing = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        UndoPassedOn(self.text, self._is_pending)
        self.text.textChanged.connect(self._on_text_changed)
        self._refresh(None)

    def can_show(self, field: Field) -> bool:
        """Any text, or nothing."""
        return field.value is None or isinstance(field.value, str)

    def main_control(self) -> QPlainTextEdit:
        """The text input."""
        return self.text

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the text."""
        super().set_read_only(read_only)
        self.text.setReadOnly(read_only)

    def _stored(self) -> str:
        value = self._field.value
        return value if isinstance(value, str) else self._field.text or ""

    def _refresh(self, previous: Field | None) -> None:
        stored = self._stored()
        if previous is None or stored != self._last_emitted:
            self._ending = stored[len(stored.rstrip("\n")) :]
        if previous is None:
            self._last_emitted = None
        shown = as_shown(stored.rstrip("\n"))
        # What was typed last is left alone: it may end with the line that is to come next.
        if stored != self._last_emitted and self._typed() != shown:
            self._put(shown, keep_cursor=previous is not None)
        self.text.setPlaceholderText("" if self._field.present else self.tr("Not set"))
        self._count()

    def _put(self, text: str, keep_cursor: bool) -> None:
        at = self.text.textCursor().position()
        self._showing = True
        self.text.setPlainText(text)
        self._showing = False
        if keep_cursor:
            cursor = self.text.textCursor()
            cursor.setPosition(min(at, self.text.document().characterCount() - 1))
            self.text.setTextCursor(cursor)
        else:
            self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _typed(self) -> str:
        # toPlainText() would turn every no-break space into a common one.
        return self.text.document().toRawText().replace("\u2029", "\n")

    def _is_pending(self) -> bool:
        return False

    def _on_text_changed(self) -> None:
        if self._showing:
            return
        before = self._stored()
        body = before.rstrip("\n")
        typed = self._typed()
        # An input method's text in the making and a mere change of format end up here as well.
        if typed == as_shown(body):
            return
        text = carried_over(body, typed.rstrip("\n"))
        self._last_emitted = text + self._ending if text else ""
        if self._last_emitted != before:
            self._set_or_clear(self._last_emitted)
        self._count()

    def _count(self) -> None:
        self._set_counter(str(len(self._typed().rstrip("\n"))))


def as_shown(text: str) -> str:
    """The text as a text document gives it back."""
    return _BREAK.sub("\n", text)


def carried_over(stored: str, typed: str) -> str:
    """The stored text with the change that turns what was shown of it into what was typed.

    Characters that a text input cannot show or keep, such as carriage returns, stay as they are
    wherever nothing was typed over them.
    """
    shown = as_shown(stored)
    if shown == stored:
        return typed
    most = min(len(shown), len(typed))
    head = 0
    while head < most and shown[head] == typed[head]:
        head += 1
    tail = 0
    while tail < most - head and shown[-1 - tail] == typed[-1 - tail]:
        tail += 1
    places = [match.start() for match in re.finditer(f"{_BREAK.pattern}|.", stored, re.S)]
    places.append(len(stored))
    text = stored[: places[head]] + typed[head : len(typed) - tail] + stored[places[-1 - tail] :]
    # A line end typed next to a lone carriage return would become one with it.
    return text if as_shown(text) == typed else typed
