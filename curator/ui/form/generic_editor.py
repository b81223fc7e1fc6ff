"""The editor of values that curator has no form for: groups and lists of any depth."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QTreeWidgetItem, QVBoxLayout, QWidget

from curator.content.schema import CONVENTIONAL_ORDER, Field, Kind, label_of
from curator.frontmatter import Edit, FieldPath, Insert, Move, Remove, Set, Value
from curator.ui.form.field_base import RHYTHM, Caption, FieldEditor, IconButton
from curator.ui.form.inline_prompt import InlinePrompt, key_fault
from curator.ui.form.value_tree import Node, ValueTree
from curator.ui.theme import theme_of


class GenericEditor(FieldEditor):
    """A tree with buttons to add, remove and move; each action is one edit on the exact path.

    With `hidden` it shows the keys of a group that another editor has no input for.
    """

    kinds = frozenset({Kind.GENERIC})

    def __init__(
        self, field: Field, hidden: frozenset[str] = frozenset(), parent: QWidget | None = None
    ) -> None:
        super().__init__(field, parent)
        self._hidden = hidden
        # A few keys below another editor: its tools come when somebody goes there.
        self._keeps_quiet = bool(hidden)
        self._next: FieldPath | None = None
        self._edit_next = False
        self._new_value: Value = ""
        self.tree = ValueTree(self)
        below = "other" if hidden else ""
        self._name(self.tree, *([below] if below else []))
        self.setFocusProxy(self.tree)
        self.add_button = QPushButton(self.tr("Add"), self)
        self.add_button.setProperty("role", "quiet")
        self.add_button.setProperty("menu", "true")
        self.add_button.setAccessibleName(self.tr("Add to {0}").format(field.label))
        self.add_button.setMenu(self._make_menu())
        self.remove_button = IconButton("remove", self.tr("Remove the selected row"), self)
        self.up_button = IconButton("up", self.tr("Move the selected item up"), self)
        self.down_button = IconButton("down", self.tr("Move the selected item down"), self)
        self.prompt = InlinePrompt(self)
        self.prompt.hide()
        self.note = Caption("", "hint", self)
        self.note.hide()
        self._tools = QWidget(self)
        buttons = QHBoxLayout(self._tools)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(2)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addWidget(self.up_button)
        buttons.addWidget(self.down_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        # The frame that is painted around all.
        layout.setContentsMargins(RHYTHM // 2, RHYTHM // 2, RHYTHM // 2, RHYTHM // 2)
        layout.setSpacing(RHYTHM // 4)
        layout.addWidget(self.tree)
        layout.addWidget(self.note)
        layout.addWidget(self.prompt)
        layout.addWidget(self._tools)
        self.tree.entered_by_focus.connect(self._show_tools)
        self.tree.left_by_focus.connect(self.update)
        self.tree.typed.connect(self._on_typed)
        self.tree.removed.connect(self._on_removed)
        self.tree.pushed.connect(self._on_pushed)
        self.tree.complained.connect(self._set_complaint)
        self.tree.currentItemChanged.connect(self._on_current_changed)
        self.remove_button.clicked.connect(self._on_remove_clicked)
        self.up_button.clicked.connect(self._on_up_clicked)
        self.down_button.clicked.connect(self._on_down_clicked)
        self.prompt.chosen.connect(self._on_key_chosen)
        self.prompt.cancelled.connect(self._on_prompt_cancelled)
        self._refresh(None)

    def can_show(self, field: Field) -> bool:
        """Any group and any list."""
        return isinstance(field.value, (dict, list))

    def main_control(self) -> QWidget:
        """The tree."""
        return self.tree

    def tab_stops(self) -> list[QWidget]:
        """The tree, then what acts on it."""
        return [
            self.tree,
            *self.prompt.tab_stops(),
            self.add_button,
            self.remove_button,
            self.up_button,
            self.down_button,
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame, for the tree has none of its own."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.tree.hasFocus()
        painter.setPen(QPen(QColor(theme.accent if focused else theme.line), 2 if focused else 1))
        inset = 1.0 if focused else 0.5
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, 6, 6)

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock everything."""
        super().set_read_only(read_only)
        self.tree.set_read_only(read_only)
        if read_only:
            self.prompt.hide()
        self._tools.setVisible(not read_only and not self._keeps_quiet)

    def _refresh(self, previous: Field | None) -> None:
        if previous is None:
            self.tree.clear()
            self._keeps_quiet = bool(self._hidden) and not self.tree.hasFocus()
            self._tools.setVisible(not self._read_only and not self._keeps_quiet)
            self.prompt.hide()
            self._set_complaint("")
        elif self._field.value != previous.value:
            self._set_complaint("")
        value = self._field.value
        self.tree.show_value(self._field.path, value, self._hidden)
        if not isinstance(value, (dict, list)):
            self.note.setText(self.tr("curator shows this value but cannot change it"))
        self.note.setVisible(not isinstance(value, (dict, list)))
        if self._next is not None:
            node = self.tree.node_at(self._next)
            if node is not None:
                self.tree.setCurrentItem(node)
                if self._edit_next:
                    self.tree.edit_value(node)
            self._next = None
        self._update_buttons()

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        words = [
            self.tr("Text"),
            self.tr("Number"),
            self.tr("True or false"),
            self.tr("List"),
            self.tr("Group of keys"),
        ]
        for text in words:
            menu.addAction(QAction(text, menu))
        menu.triggered.connect(self._on_add)
        return menu

    def _current(self) -> Node | None:
        node = self.tree.currentItem()
        return node if isinstance(node, Node) and not node.is_more else None

    def _value_at(self, path: FieldPath) -> Value:
        value: Value = self._field.value
        for element in path[len(self._field.path) :]:
            if isinstance(value, dict) and isinstance(element, str):
                value = value.get(element)
            elif isinstance(value, list) and isinstance(element, int) and element < len(value):
                value = value[element]
            else:
                return None
        return value

    def _place_for_new(self) -> tuple[FieldPath, int]:
        """The group or list to which something is added, and where in a list."""
        node = self._current()
        if node is None:
            path, after = self._field.path, None
        elif node.is_container:
            path, after = node.path, None
        else:
            path, after = node.path[:-1], node.path[-1]
        value = self._value_at(path)
        count = len(value) if isinstance(value, list) else 0
        return path, after + 1 if isinstance(after, int) else count

    def _said(self, path: FieldPath) -> str:
        """A path as the words for undo name it."""
        last = path[-1]
        if isinstance(last, str):
            return label_of(last)
        above = next((part for part in reversed(path) if isinstance(part, str)), "")
        return f"{label_of(above)} {last + 1}"

    def _update_buttons(self) -> None:
        node = self._current()
        self.remove_button.setEnabled(node is not None)
        place = node.path[-1] if node is not None else None
        siblings = self._value_at(node.path[:-1]) if node is not None else None
        movable = isinstance(place, int) and isinstance(siblings, list)
        self.up_button.setEnabled(movable and isinstance(place, int) and place > 0)
        self.down_button.setEnabled(
            isinstance(place, int) and isinstance(siblings, list) and place + 1 < len(siblings)
        )
        path, _ = self._place_for_new()
        self.add_button.setToolTip(self.tr("Add to {0}").format(self._said(path)))

    def _on_current_changed(self, now: QTreeWidgetItem | None) -> None:
        self._update_buttons()

    def _on_typed(self, path: FieldPath, value: Value) -> None:
        place = path[-1]
        edits: list[Edit] = [Set(path, value, CONVENTIONAL_ORDER)]
        if isinstance(place, int) and self._value_at(path) == "":
            # An empty item has quotes, and keeps them; a new one is written as its neighbours.
            edits = [Remove(path), Insert(path[:-1], place, value)]
        self._emit(edits, self.tr("Edit {0}").format(self._said(path)))

    def _on_removed(self, path: FieldPath) -> None:
        self._emit([Remove(path)], self.tr("Remove {0}").format(self._said(path)))

    def _on_pushed(self, path: FieldPath, step: int) -> None:
        place, siblings = path[-1], self._value_at(path[:-1])
        if not isinstance(place, int) or not isinstance(siblings, list):
            return
        if 0 <= place + step < len(siblings):
            self._next, self._edit_next = (*path[:-1], place + step), False
            said = self.tr("Move {0} Up") if step < 0 else self.tr("Move {0} Down")
            edit: Edit = Move(path[:-1], place, place + step)
            self._emit([edit], said.format(self._said(path)))

    def _on_add(self, action: QAction) -> None:
        beginnings: tuple[Value, ...] = ("", 0, False, [], {})
        value = beginnings[self.add_button.menu().actions().index(action)]
        path, place = self._place_for_new()
        if isinstance(self._value_at(path), list):
            self._next, self._edit_next = (*path, place), True
            said = self.tr("Add to {0}").format(self._said(path))
            self._emit([Insert(path, place, value)], said)
            return
        self._new_value = value
        taken = self._value_at(path)
        fault = partial(key_fault, taken=frozenset(taken if isinstance(taken, dict) else ()))
        self.prompt.ask(self.tr("New key in {0}").format(self._said(path)), fault)

    def _on_key_chosen(self, key: str) -> None:
        path, _ = self._place_for_new()
        self._next, self._edit_next = (*path, key), True
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self._emit([Set((*path, key), self._new_value)], self.tr("Add {0}").format(label_of(key)))

    def _show_tools(self) -> None:
        self._keeps_quiet = False
        self.update()
        self._tools.setVisible(not self._read_only)

    def _on_prompt_cancelled(self) -> None:
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_remove_clicked(self) -> None:
        node = self._current()
        if node is not None:
            self._on_removed(node.path)

    def _on_up_clicked(self) -> None:
        node = self._current()
        if node is not None:
            self._on_pushed(node.path, -1)

    def _on_down_clicked(self) -> None:
        node = self._current()
        if node is not None:
            self._on_pushed(node.path, 1)
