"""Editors of numbers, which can be of any size, and of yes or no."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from curator.content.schema import Field, Kind
from curator.frontmatter import Remove, Value
from curator.ui.form.field_base import FieldEditor, mark_error
from curator.ui.form.line_editors import LineFieldEditor

# More digits than this and Python itself refuses to read the number.
_INTEGER = re.compile(r"[-+]?[0-9]{1,4000}")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_BEGUN = ("", "-", "+")


class StepLine(QLineEdit):
    """A line in which the up and down keys count: `stepped` says by how many steps."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down are one step, PageUp and PageDown ten."""
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
        }.get(Qt.Key(event.key()))
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if steps is None or plain != Qt.KeyboardModifier.NoModifier or self.isReadOnly():
            super().keyPressEvent(event)
        else:
            self.stepped.emit(steps)
            event.accept()


class IntegerEditor(LineFieldEditor):
    """A whole number of any size, or nothing."""

    kinds = frozenset({Kind.INTEGER})

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        if isinstance(self.line, StepLine):
            self.line.stepped.connect(self._on_stepped)
        self._refresh(None)

    def can_show(self, field: Field) -> bool:
        """A whole number, or nothing."""
        return field.value is None or is_integer(field.value)

    def _make_line(self) -> QLineEdit:
        return StepLine(self)

    def _read(self, text: str) -> int | float | None:
        return read_integer(text)

    def _needed(self) -> str:
        return self.tr("A whole number is needed")

    def _says_the_same(self, text: str) -> bool:
        return self._read(text) == self._field.value

    def _accept(self, text: str) -> None:
        text = text.strip()
        value = self._read(text)
        if value is not None:
            self._set_complaint("")
            self._set(value)
            return
        # An empty line counts when the person has left it: the next key may be a digit.
        self._pending = True
        self._set_complaint("" if text in _BEGUN else self._needed())

    def _on_finished(self) -> None:
        if self._read_only:
            return
        text = self.line.text().strip()
        if self._pending and text:
            self._set_complaint(self._needed())
            return
        self._pending = False
        if not text and self._field.present and self._field.value is not None:
            self._emit([Remove(self._field.path)], self.tr("Clear {0}").format(self._field.label))
        elif self.line.text() != self._text_of(self._field) and self._says_the_same(text):
            self.line.setText(self._text_of(self._field))

    def _on_stepped(self, steps: int) -> None:
        now = self._read(self.line.text().strip()) if self.line.text().strip() else 0
        if now is None or not math.isfinite(now):
            return
        self._put_number(now + steps)

    def _put_number(self, value: int | float) -> None:
        self.line.setText(str(value))
        self._on_text_edited(self.line.text())


class NumberEditor(IntegerEditor):
    """A number with a fraction, or nothing."""

    kinds = frozenset({Kind.NUMBER})

    def can_show(self, field: Field) -> bool:
        """Any number, or nothing."""
        value = field.value
        return value is None or is_integer(value) or isinstance(value, float)

    def _read(self, text: str) -> float | None:
        return read_number(text)

    def _needed(self) -> str:
        return self.tr("A number is needed, such as 3.5")

    def _says_the_same(self, text: str) -> bool:
        value, stored = self._read(text), self._field.value
        return value == stored or (stored is not None and text == self._text_of(self._field))

    def _on_stepped(self, steps: int) -> None:
        # In decimal figures, or 0.1 and 0.2 would make 0.30000000000000004.
        try:
            now = Decimal(self.line.text().strip().replace(",", ".") or "0")
        except InvalidOperation:
            return
        if now.is_finite() and abs(now) < Decimal(10) ** 15:
            self._put_number(float(now + steps))


class SmallIntegerLine(StepLine):
    """A whole number inside another editor, such as a picture's width.

    `number_edited` carries the number as it is typed, `cleared` says that it was emptied.
    """

    number_edited = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored: Value = None
        self._pending = False
        self.textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self._on_finished)
        self.stepped.connect(self._on_stepped)

    @property
    def pending(self) -> bool:
        """Whether the line holds text that is no number (yet)."""
        return self._pending

    def show_number(self, value: Value, anew: bool = False) -> None:
        """Show the stored value; what is being typed stays unless that changed, or `anew`."""
        if anew or value != self._stored:
            self._pending = False
        self._stored = value
        typed = read_integer(self.text().strip())
        same = typed is not None and typed == value and self.hasFocus()
        if not self._pending and not (same and not anew):
            text = "" if value is None else str(value)
            if text != self.text():
                self.setText(text)
        mark_error(self, self._is_wrong())

    def _is_wrong(self) -> bool:
        text = self.text().strip()
        return text not in _BEGUN and read_integer(text) is None

    def _on_text_edited(self, text: str) -> None:
        value = read_integer(text.strip())
        self._pending = value is None
        mark_error(self, self._is_wrong())
        if value is not None:
            self.number_edited.emit(value)

    def _on_finished(self) -> None:
        if self._pending and not self.text().strip() and not self.isReadOnly():
            self._pending = False
            if self._stored is not None:
                self.cleared.emit()

    def _on_stepped(self, steps: int) -> None:
        now = read_integer(self.text().strip() or "0")
        if now is not None:
            self.setText(str(max(0, now + steps)))
            self._on_text_edited(self.text())


class BooleanEditor(FieldEditor):
    """Yes or no."""

    kinds = frozenset({Kind.BOOLEAN})

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = QCheckBox(self)
        self._name(self.box)
        self.setFocusProxy(self.box)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        layout.addStretch(1)
        self.box.clicked.connect(self._on_clicked)
        self._refresh(None)

    def main_control(self) -> QWidget:
        """The check box."""
        return self.box

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the box."""
        super().set_read_only(read_only)
        self.box.setEnabled(not read_only)

    def _refresh(self, previous: Field | None) -> None:
        on = self._field.value is True
        self.box.setChecked(on)
        self._say(on)

    def _say(self, on: bool) -> None:
        self.box.setText(self.tr("Yes") if on else self.tr("No"))

    def _on_clicked(self, on: bool) -> None:
        self._say(on)
        self._set(on)


def is_integer(value: Value) -> bool:
    """Whether the value is a whole number, which true and false are not."""
    return isinstance(value, int) and not isinstance(value, bool)


def read_integer(text: str) -> int | None:
    """The whole number that the text is, or None."""
    return int(text) if _INTEGER.fullmatch(text) else None


def read_number(text: str) -> float | None:
    """The number that the text is, with a point or a comma, or None."""
    text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None
