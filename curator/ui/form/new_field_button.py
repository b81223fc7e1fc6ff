"""The button that adds a field to an article: one of those known here, or any other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from curator.content.schema import CONVENTIONAL_ORDER, FORM_ORDER, Field, Kind, kind_of, label_of
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Set, Value
from curator.ui.form.chips import AddChip
from curator.ui.form.field_base import RHYTHM
from curator.ui.form.inline_prompt import InlinePrompt, key_fault

_NEVER_OFFERED = frozenset({"published", "related", "secured"})


class NewFieldButton(QWidget):
    """A button with a menu of keys that the article does not have.

    `offered` carries an empty field to show; nothing is written before something is typed into
    it.  Where there is no way to show an empty field, `edited` carries the edit that makes it.
    """

    offered = Signal(object)
    edited = Signal(object, str)
    stops_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken: frozenset[str] = frozenset()
        self._kind = Kind.LINE
        self._value: Value = None
        self._known: list[QAction] = []
        self.button = AddChip(self)
        self.button.setText(self.tr("+ Add field…"))
        self.button.setAccessibleName(self.tr("Add field"))
        self.button.setObjectName("form.add")
        self.menu = QMenu(self)
        self.prompt = InlinePrompt(self)
        self.prompt.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self.prompt)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.other = QMenu(self.tr("Other"), self.menu)
        for words in (
            self.tr("Text…"),
            self.tr("Number…"),
            self.tr("Yes or no…"),
            self.tr("List…"),
            self.tr("Group of keys…"),
        ):
            self.other.addAction(QAction(words, self.other))
        self.button.clicked.connect(self._on_clicked)
        self.other.triggered.connect(self._on_other)
        self.menu.triggered.connect(self._on_known)
        self.prompt.chosen.connect(self._on_key_chosen)
        self.prompt.cancelled.connect(self._on_cancelled)

    def show_article(self, keys: Iterable[str], vocabulary: Vocabulary) -> None:
        """Offer what is not among the keys that the article has or shows already."""
        self._taken = frozenset(keys)
        wanted = dict.fromkeys([*FORM_ORDER, *sorted(vocabulary.values)])
        free = [key for key in wanted if key not in self._taken | _NEVER_OFFERED]
        if "publishedDateTime" in self._taken:
            free = [key for key in free if key != "date"]
        if [action.data() for action in self._known] == free and not self.menu.isEmpty():
            return
        self.menu.clear()
        self._known = []
        for key in free:
            action = QAction(label_of(key).replace("&", "&&"), self.menu)
            action.setData(key)
            self.menu.addAction(action)
            self._known.append(action)
        if free:
            self.menu.addSeparator()
        self.menu.addMenu(self.other)

    def close_prompt(self) -> None:
        """Give up asking for a key."""
        self.prompt.hide()

    def tab_stops(self) -> list[QWidget]:
        """The line that asks, then the button."""
        return [*self.prompt.tab_stops(), self.button]

    def _on_clicked(self) -> None:
        self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + RHYTHM // 2)))

    def _on_known(self, action: QAction) -> None:
        if action in self._known:
            key = str(action.data())
            self.offered.emit(empty_field(key, kind_of(key, None)))

    def _on_other(self, action: QAction) -> None:
        kinds = (Kind.LINE, Kind.INTEGER, Kind.BOOLEAN, Kind.GENERIC, Kind.GENERIC)
        beginnings: tuple[Value, ...] = (None, None, False, [], {})
        place = self.other.actions().index(action)
        self._kind, self._value = kinds[place], beginnings[place]
        self.prompt.ask(self.tr("Key of the new field"), partial(key_fault, taken=self._taken))

    def _on_key_chosen(self, key: str) -> None:
        if self._value is None:
            self.offered.emit(empty_field(key, self._kind))
            return
        words = self.tr("Add {0}").format(label_of(key))
        self.edited.emit([Set((key,), self._value, CONVENTIONAL_ORDER)], words)

    def _on_cancelled(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)


def empty_field(key: str, kind: Kind) -> Field:
    """A field that the form shows and the file does not have."""
    return Field((key,), kind, label_of(key), None, None, present=False)
