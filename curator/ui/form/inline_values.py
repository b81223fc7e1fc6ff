"""Inputs for single values inside a row, each kept to the type that the value has."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Signal,
)
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from curator.frontmatter import Unreadable, Value
from curator.frontmatter.timestamps import Timestamp
from curator.ui.form.number_editors import is_integer, read_integer, read_number
from curator.ui.form.text_editor import as_shown, carried_over

Index: TypeAlias = QModelIndex | QPersistentModelIndex


class RowItem(QTreeWidgetItem):
    """A row of a tree that stands for a value; `name` is what it is called."""

    value: Value = None

    @property
    def name(self) -> str:
        """The key or number of the value."""
        return self.text(0)


class InlineEditor:
    """What an input in a row answers; the widgets below are one each."""

    def typed_value(self) -> Value:
        """What was typed, in the type of the old value."""
        raise NotImplementedError

    def complaint(self) -> str:
        """Why what was typed is no value; empty where it is one."""
        return ""

    def is_changed(self) -> bool:
        """Whether the person changed anything."""
        raise NotImplementedError


class TruthChoice(QComboBox, InlineEditor):
    """True or false."""

    def __init__(self, value: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._value = value
        self.addItems(["true", "false"])
        self.setCurrentIndex(0 if value else 1)

    def typed_value(self) -> Value:
        """The choice."""
        return self.currentIndex() == 0

    def is_changed(self) -> bool:
        """Whether the other one is chosen."""
        return self.typed_value() is not self._value


class ValueLine(QLineEdit, InlineEditor):
    """A line of text; for a number or a date what is typed must be one."""

    def __init__(self, value: Value, parent: QWidget) -> None:
        super().__init__(shown_text(value), parent)
        self._value = value

    def is_changed(self) -> bool:
        """Whether other text stands there."""
        return self.text() != shown_text(self._value)

    def typed_value(self) -> Value:
        """The text as the type that the old value had; None where it cannot be."""
        text = self.text()
        if not self.is_changed():
            return self._value
        if self._value is None or isinstance(self._value, str):
            return text
        text = text.strip()
        if is_integer(self._value):
            return read_integer(text)
        if isinstance(self._value, float):
            return read_number(text)
        moment = Timestamp.read(text)
        if moment is None:
            return None
        return moment.moment if moment.has_time else moment.moment.date()

    def complaint(self) -> str:
        """A number must be a number and a date must exist."""
        if not self.is_changed() or self.typed_value() is not None:
            return ""
        text = self.text()
        if is_integer(self._value):
            return self.tr("A whole number is needed, and “{0}” is none").format(text)
        if isinstance(self._value, float):
            return self.tr("A number is needed, and “{0}” is none").format(text)
        return self.tr("This is no date: {0}").format(text)


class ValueLines(QPlainTextEdit, InlineEditor):
    """Text of several lines; Return begins a new one, Tab takes over."""

    def __init__(self, value: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._body = value.rstrip("\n")
        self._ending = value[len(self._body) :]
        self.setTabChangesFocus(True)
        self.setPlainText(self._body)

    def sizeHint(self) -> QSize:
        """Five lines."""
        return QSize(100, self.fontMetrics().lineSpacing() * 5 + 2 * self.frameWidth())

    def typed_value(self) -> Value:
        """The text with the line breaks that the old one ended with."""
        return carried_over(self._body, self._typed()) + self._ending

    def is_changed(self) -> bool:
        """Whether other text stands there."""
        return self._typed() != as_shown(self._body)

    def _typed(self) -> str:
        return self.document().toRawText().replace("\u2029", "\n")


class RowDelegate(QStyledItemDelegate):
    """Opens the input that fits the value of a row of a tree.

    `typed` carries the row and its new value, `complained` words about text that is no value or
    nothing where all is well.  The row itself is not changed.
    """

    typed = Signal(object, object)
    complained = Signal(str)

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The input for the type that the value has."""
        item = self._tree.itemFromIndex(index)
        assert isinstance(item, RowItem)
        editor = inline_editor(item.value, parent)
        editor.setAccessibleName(item.name)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The input was filled when it was made; what is typed shall not be overwritten."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Emit the typed value, or say why it is none."""
        if isinstance(editor, InlineEditor):
            complaint = editor.complaint()
            self.complained.emit(complaint)
            if not complaint and editor.is_changed():
                self.typed.emit(self._tree.itemFromIndex(index), editor.typed_value())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows high enough to read and to hit."""
        size = super().sizeHint(option, index)
        metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        size.setHeight(metrics.height() * 7 // 4)
        return size

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The input covers the value, and is higher for text of several lines."""
        area = QRect(option.rect)  # type: ignore[attr-defined]
        area.setHeight(max(area.height(), editor.sizeHint().height()))
        room = self._tree.viewport().rect()
        area.moveTop(max(0, min(area.top(), room.height() - area.height())))
        editor.setGeometry(area)


def inline_editor(value: Value, parent: QWidget) -> QWidget:
    """The input that fits the type of a value; it is an InlineEditor as well."""
    if isinstance(value, bool):
        return TruthChoice(value, parent)
    if isinstance(value, str) and not isinstance(value, Unreadable) and "\n" in value:
        return ValueLines(value, parent)
    return ValueLine(value, parent)


def shown_text(value: Value) -> str:
    """A scalar as a row shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def at_a_glance(value: dict[str, Value] | list[Value]) -> str:
    """The first few texts in a group or list, to tell it from its neighbours; empty if none."""
    parts = list(value.values()) if isinstance(value, dict) else value
    shown = [
        shown_text(part).split("\n")[0][:60]
        for part in parts[:4]
        if part is not None and not isinstance(part, (dict, list, bytes))
    ]
    if not shown or not any(shown):
        return ""
    words = (" · " if isinstance(value, dict) else ", ").join(shown)
    return words + (" …" if len(parts) > len(shown) else "")
