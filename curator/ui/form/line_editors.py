"""Editors of one line: plain text and web addresses, and the base of all that are typed so."""

from __future__ import annotations

import re
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStringListModel, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QVBoxLayout, QWidget

from curator.content.schema import Field, Kind
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Unreadable
from curator.ui.form.field_base import RHYTHM, FieldEditor, IconButton, UndoPassedOn

_LINE_BREAKS = re.compile(r"[ \t]*(?:[\r\n\u2028\u2029]+[ \t]*)+")
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*", re.I)
_SITE_PATH = re.compile(r"/(?!/)\S*")
_COUNTED = ("title", "headline")


class LineFieldEditor(FieldEditor):
    """The base of the editors in which the value is typed on one line.

    A subclass says with `_text_of` what to show and takes over in `_accept` what is typed.  Text
    that it did not take over stays as it is until the stored value changes.
    """

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = self._make_line()
        self._name(self.line)
        self._pending = False
        self._typing = False
        self.setFocusProxy(self.line)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(RHYTHM // 2)
        self.column.addWidget(self.line)
        UndoPassedOn(self.line, self._is_pending)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.editingFinished.connect(self._on_finished)

    def main_control(self) -> QLineEdit:
        """The line."""
        return self.line

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the line."""
        super().set_read_only(read_only)
        self.line.setReadOnly(read_only)

    def _put_inside(self, button: QWidget) -> None:
        """Put a button into the line, at its right end."""
        button.setParent(self.line)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        InsideEnd(self.line, button)

    def _make_line(self) -> QLineEdit:
        return QLineEdit(self)

    def _text_of(self, field: Field) -> str:
        if field.text is not None:
            return field.text
        return "" if field.value is None else str(field.value)

    def _accept(self, text: str) -> None:
        """Emit what the text says, or set a complaint and `_pending`."""
        raise NotImplementedError

    def _fault_of(self, text: str) -> str:
        """What is wrong with a text that is stored, in words."""
        return ""

    def _says_the_same(self, text: str) -> bool:
        """Whether the text, while it is being typed, stands for the stored value."""
        return text == self._text_of(self._field)

    def _refresh(self, previous: Field | None) -> None:
        stored = self._text_of(self._field)
        unchanged = previous is not None and self._text_of(previous) == stored
        if self._pending and unchanged:
            return
        self._pending = False
        shown = self.line.text()
        kept = previous is not None and self.line.hasFocus() and self._says_the_same(shown)
        if shown != stored and not kept:
            put_text(self.line, stored)
        if previous is None:
            self.line.setCursorPosition(0)
        self.line.setPlaceholderText("" if self._field.present else self.tr("Not set"))
        if not self._typing or not kept:
            self._set_complaint(self._fault_of(stored))
        self._count()

    def _count(self) -> None:
        """Bring the counter up to date."""

    def _is_pending(self) -> bool:
        return self._pending

    def _on_text_edited(self, text: str) -> None:
        single = _LINE_BREAKS.sub(" ", text)
        if single != text:
            # Lines that were pasted: the value is one line, so they are joined.
            ahead = len(_LINE_BREAKS.sub(" ", text[: self.line.cursorPosition()]))
            self.line.setText(single)
            self.line.setCursorPosition(ahead)
        self._pending = False
        self._typing = True
        self._accept(single)
        self._typing = False
        self._count()

    def _on_finished(self) -> None:
        if self._read_only:
            return
        if not self._pending:
            self._set_complaint(self._fault_of(self.line.text()))


class CompletedLine(QLineEdit):
    """A line that can be left with Tab while its list of completions is open.

    The completer swallows the loss of the focus as long as its list is shown, and the line would
    never say that its editing is finished.
    """

    def event(self, event: QEvent) -> bool:
        """Close the list before Tab goes on."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        ):
            completer = cast("QCompleter | None", self.completer())
            popup = completer.popup() if completer is not None else None
            if popup is not None:
                popup.hide()
        return super().event(event)


class InsideEnd(QObject):
    """Keeps a button at the right end inside a line, and the text clear of it."""

    def __init__(self, line: QLineEdit, button: QWidget) -> None:
        super().__init__(line)
        self._line, self._button = line, button
        line.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the line's size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        side = self._line.height() - 4
        self._button.setGeometry(self._line.width() - side - 2, 2, side, side)
        margins = self._line.textMargins()
        if margins.right() != side - 4:
            self._line.setTextMargins(0, 0, side - 4, 0)


class LineEditor(LineFieldEditor):
    """A line of text, with completion where the folder has words for the field."""

    kinds = frozenset({Kind.LINE})

    def __init__(self, field: Field, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._words: QStringListModel | None = None
        self.set_vocabulary(vocabulary)
        self._refresh(None)

    def can_show(self, field: Field) -> bool:
        """Any text of one line, or nothing."""
        value = field.value
        return value is None or (isinstance(value, str) and not _LINE_BREAKS.search(value))

    def _make_line(self) -> QLineEdit:
        return CompletedLine(self)

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Offer the values that other articles have in this field."""
        words = vocabulary.values.get(self._field.key, [])
        if self._words is None and words:
            self._words = QStringListModel(self)
            completer = contains_completer(self._words, self.line)
            completer.activated.connect(self._on_completed)
            self.line.setCompleter(completer)
        if self._words is not None and self._words.stringList() != words:
            self._words.setStringList(words)

    def _accept(self, text: str) -> None:
        self._set_complaint("")
        self._set_or_clear(text)

    def _fault_of(self, text: str) -> str:
        value = self._field.value
        if isinstance(value, Unreadable) and text == value:
            return self.tr("curator cannot read this value; a new text replaces it")
        return ""

    def _on_completed(self, text: str) -> None:
        self._accept(text)

    def _count(self) -> None:
        if self._field.key in _COUNTED:
            self._set_counter(str(len(self.line.text())))


class AddressEditor(LineFieldEditor):
    """A web address, with a button that opens it in the browser."""

    kinds = frozenset({Kind.ADDRESS})

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.open_button = IconButton("external", self.tr("Open in the browser"), self)
        self._name(
            self.open_button, "open", said=self.tr("Open {0} in the browser").format(field.label)
        )
        self.open_button.clicked.connect(self._on_open)
        self._put_inside(self.open_button)
        self._refresh(None)

    def can_show(self, field: Field) -> bool:
        """Any text of one line, or nothing."""
        value = field.value
        return value is None or (isinstance(value, str) and not _LINE_BREAKS.search(value))

    def tab_stops(self) -> list[QWidget]:
        """The line, then the button."""
        return [self.line, self.open_button]

    def _accept(self, text: str) -> None:
        begun = any(start.startswith(text.lower()) for start in ("http://", "https://"))
        self._set_complaint("" if begun else address_fault(text))
        self._set_or_clear(text)

    def _fault_of(self, text: str) -> str:
        return address_fault(text)

    def _count(self) -> None:
        text = self.line.text()
        self.open_button.setEnabled(is_web_address(text))
        if not self.line.hasFocus():
            self.line.setToolTip(text)

    def _on_open(self) -> None:
        text = self.line.text().strip()
        if is_web_address(text):
            QDesktopServices.openUrl(QUrl(text))


def address_fault(text: str) -> str:
    """What is wrong with an address, in words; empty where nothing is."""
    text = text.strip()
    if not text or is_web_address(text) or _SITE_PATH.fullmatch(text):
        return ""
    return QCoreApplication.translate(
        "AddressEditor", "This is not a web address: it begins with neither https:// nor /"
    )


def is_web_address(text: str) -> bool:
    """Whether the text is an http or https address with a host."""
    text = text.strip()
    return bool(_WEB_ADDRESS.fullmatch(text)) and QUrl(text).isValid()


def put_text(line: QLineEdit, text: str) -> None:
    """Give a line another text; the cursor stays where it was as far as there is text."""
    at = line.cursorPosition()
    line.setText(text)
    line.setCursorPosition(min(at, len(text)))


def contains_completer(words: QStringListModel, line: QLineEdit) -> QCompleter:
    """A completer that finds words by any part of them, in upper or lower case."""
    completer = QCompleter(words, line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setMaxVisibleItems(8)
    popup = QListView()
    popup.setProperty("role", "completions")
    completer.setPopup(popup)
    return completer
