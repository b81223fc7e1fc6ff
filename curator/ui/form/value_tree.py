"""A tree of any value: groups of keys, lists and what is in them, edited in place."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from curator.content.schema import Kind, kind_of, label_of
from curator.frontmatter import FieldPath, Unreadable, Value
from curator.ui.form.inline_values import RowDelegate, RowItem, at_a_glance, shown_text
from curator.ui.theme import theme_of

BATCH = 200
"""Most children of one node that are shown until the person asks for more."""
_MOST_ROWS = 12
_KEY, _VALUE = 0, 1


class Node(RowItem):
    """One row: the path of a value and the value itself."""

    def __init__(self, path: FieldPath, value: Value) -> None:
        super().__init__()
        self.path = path
        self.value = value
        self.is_more = False

    def take(self, path: FieldPath, value: Value, is_more: bool = False) -> None:
        """Stand for another value from now on."""
        self.path, self.value, self.is_more = path, value, is_more

    @property
    def is_filled(self) -> bool:
        """Whether the rows below have been made."""
        first = self.child(0) if self.childCount() else None
        return isinstance(first, Node) and len(first.path) > len(self.path)

    @property
    def name(self) -> str:
        """The key, or the number in the list as people count."""
        last = self.path[-1]
        return str(last + 1) if isinstance(last, int) else last

    @property
    def is_container(self) -> bool:
        """Whether the value holds others."""
        return isinstance(self.value, (dict, list))

    @property
    def is_locked(self) -> bool:
        """Whether curator never changes the value."""
        return isinstance(self.value, bytes) or (
            isinstance(self.value, str) and kind_of(str(self.path[-1]), self.value) is Kind.OPAQUE
        )

    @property
    def is_editable(self) -> bool:
        """Whether the value can be typed."""
        return not (self.is_container or self.is_locked or self.is_more)


class ValueTree(QTreeWidget):
    """Shows a group of keys or a list of any depth.

    `typed` carries the path and the new value of a scalar; `removed` the path of what Delete was
    pressed on and `pushed` a path and -1 or 1 for Alt with Up or Down; `complained` words about
    text that fits no value.  Rows are made when they are first opened, so that a list of
    thousands costs nothing until somebody looks into it.
    """

    typed = Signal(object, object)
    removed = Signal(object)
    pushed = Signal(object, int)
    complained = Signal(str)
    entered_by_focus = Signal()
    left_by_focus = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = False
        self._root: Value = None
        self._path: FieldPath = ()
        self._hidden: frozenset[str] = frozenset()
        self._limits: dict[FieldPath, int] = {}
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(_KEY, QHeaderView.ResizeMode.Fixed)
        self.header().setMinimumSectionSize(24)
        delegate = RowDelegate(self)
        delegate.typed.connect(self._on_typed)
        delegate.complained.connect(self.complained)
        self.setItemDelegate(delegate)
        self.itemExpanded.connect(self._on_expanded)
        self.itemCollapsed.connect(self._on_collapsed)
        self.itemDoubleClicked.connect(self._on_activated)

    def show_value(
        self, path: FieldPath, value: Value, hidden: frozenset[str] = frozenset()
    ) -> None:
        """Show the value at `path` but for the `hidden` keys; rows that stay keep their state."""
        self._path, self._root, self._hidden = path, value, hidden
        was_empty = not self.topLevelItemCount()
        self._sync(self.invisibleRootItem(), path, value)
        only = self.topLevelItem(0)
        if was_empty and only is not None and self.topLevelItemCount() == 1 and not hidden:
            only.setExpanded(True)
        self._fit()

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock all values."""
        self._read_only = read_only

    def node_at(self, path: FieldPath) -> Node | None:
        """The row of a path, opened on the way; None where there is none."""
        item: QTreeWidgetItem = self.invisibleRootItem()
        for length in range(len(self._path) + 1, len(path) + 1):
            found = None
            for place in range(item.childCount()):
                child = item.child(place)
                if isinstance(child, Node) and child.path == path[:length] and not child.is_more:
                    found = child
            if found is None:
                return None
            if length < len(path):
                found.setExpanded(True)
            item = found
        return item if isinstance(item, Node) else None

    def edit_value(self, node: Node) -> None:
        """Open the line in which the value of a row is typed."""
        if node.is_editable and not self._read_only:
            node.setFlags(node.flags() | Qt.ItemFlag.ItemIsEditable)
            self.editItem(node, _VALUE)
            node.setFlags(node.flags() & ~Qt.ItemFlag.ItemIsEditable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and F2 edit, Delete removes, Alt with an arrow moves."""
        node = self.currentItem()
        key = event.key()
        # An input that is open passes on the Return with which it is left.
        editing = self.state() == QAbstractItemView.State.EditingState
        if editing or not isinstance(node, Node):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._on_activated(node)
        elif key == Qt.Key.Key_Delete and not self._read_only and not node.is_more:
            self.removed.emit(node.path)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and (
            event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            if not self._read_only:
                self.pushed.emit(node.path, -1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The first row becomes the current one, so that the keys have something to act on."""
        super().focusInEvent(event)
        first = self.topLevelItem(0)
        if self.currentItem() is None and first is not None:
            self.setCurrentItem(first)
        self.entered_by_focus.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the frame is no longer to be lit up."""
        super().focusOutEvent(event)
        self.left_by_focus.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Other colours and heights with another palette or font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._redress(self.invisibleRootItem())
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keys get what they need, but never most of the room."""
        super().resizeEvent(event)
        self._fit_keys()

    def sizeHint(self) -> QSize:
        """As high as the rows."""
        return QSize(self.fontMetrics().averageCharWidth() * 30, self.height())

    def minimumSizeHint(self) -> QSize:
        """Room for a short key and a short value."""
        return QSize(self.fontMetrics().averageCharWidth() * 16, self.height())

    def _children(self, path: FieldPath, value: Value) -> list[tuple[FieldPath, Value]]:
        if isinstance(value, dict):
            top = path == self._path
            pairs = value.items()
            return [((*path, k), v) for k, v in pairs if not (top and k in self._hidden)]
        if isinstance(value, list):
            return [((*path, number), item) for number, item in enumerate(value)]
        return []

    def _sync(self, item: QTreeWidgetItem, path: FieldPath, value: Value) -> None:
        """Bring the rows below `item` up to date without taking away any that stays."""
        children = self._children(path, value)
        limit = self._limits.get(path, BATCH)
        for place, (child_path, child) in enumerate(children[:limit]):
            if place == item.childCount():
                item.addChild(Node(child_path, child))
            node = item.child(place)
            assert isinstance(node, Node)
            node.take(child_path, child)
            self._dress(node)
            if not (node.is_container and node.value):
                node.takeChildren()
            elif node.is_filled:
                self._sync(node, child_path, child)
            elif not node.childCount():
                # For the arrow to appear; it gives way to the real rows when they are opened.
                node.addChild(Node(child_path, None))
        count = min(len(children), limit)
        if len(children) > limit:
            if item.childCount() == limit:
                item.addChild(Node(path, None))
            more = item.child(limit)
            assert isinstance(more, Node)
            more.take(path, None, is_more=True)
            more.takeChildren()
            more.setText(_KEY, self.tr("{0} more …").format(f"{len(children) - limit:,}"))
            more.setText(_VALUE, "")
            count += 1
        for _ in range(item.childCount() - count):
            item.takeChild(count)

    def _dress(self, node: Node) -> None:
        theme = theme_of(self)
        last = node.path[-1]
        node.setText(_KEY, node.name)
        node.setForeground(_KEY, QBrush(QColor(theme.dim)))
        text, quiet, tip = self._told(node)
        node.setText(_VALUE, text)
        colour = theme.text
        if isinstance(node.value, Unreadable):
            colour = theme.warning
        elif quiet:
            colour = theme.dim
        node.setForeground(_VALUE, QBrush(QColor(colour)))
        node.setToolTip(_VALUE, tip)
        said = label_of(last) if isinstance(last, str) else self.tr("Item {0}").format(last + 1)
        node.setData(_VALUE, Qt.ItemDataRole.AccessibleTextRole, f"{said}: {text}")

    def _told(self, node: Node) -> tuple[str, bool, str]:
        """What a row says about its value, whether that is said quietly, and the tip."""
        value = node.value
        if isinstance(value, (dict, list)) and not node.isExpanded():
            glance = at_a_glance(value)
            if glance:
                return glance, True, ""
        if isinstance(value, dict):
            said = self.tr("1 key") if len(value) == 1 else self.tr("{0} keys")
            return said.format(len(value)), True, ""
        if isinstance(value, list):
            said = self.tr("1 item") if len(value) == 1 else self.tr("{0} items")
            return said.format(len(value)), True, ""
        if node.is_locked and isinstance(value, (str, bytes)):
            said = self.tr("Locked · {0} characters").format(f"{len(value):,}")
            return said, True, self.tr("curator never changes this value")
        if value is None:
            return self.tr("empty"), True, ""
        text = shown_text(value)
        if isinstance(value, Unreadable):
            return text, False, self.tr("curator cannot read this value; a new text replaces it")
        return text.split("\n")[0] + (" …" if "\n" in text else ""), False, text

    def _redress(self, item: QTreeWidgetItem) -> None:
        for place in range(item.childCount()):
            node = item.child(place)
            if isinstance(node, Node) and not node.is_more:
                self._dress(node)
                if node.is_filled:
                    self._redress(node)

    def _fit(self) -> None:
        rows, index = 0, self.model().index(0, 0)
        while index.isValid() and rows < _MOST_ROWS:
            rows += 1
            index = self.indexBelow(index)
        row = max(self.sizeHintForRow(0), self.fontMetrics().height() + 4)
        height = max(rows, 1) * row + 2 * self.frameWidth()
        if height != self.height():
            self.setFixedHeight(height)
        self._fit_keys()

    def _fit_keys(self) -> None:
        wanted = self.sizeHintForColumn(_KEY) + self.fontMetrics().averageCharWidth() * 2
        self.setColumnWidth(_KEY, max(24, min(wanted, self.viewport().width() * 9 // 20)))

    def _on_typed(self, item: QTreeWidgetItem, value: Value) -> None:
        if isinstance(item, Node):
            self.typed.emit(item.path, value)

    def _on_expanded(self, item: QTreeWidgetItem) -> None:
        if isinstance(item, Node):
            self._sync(item, item.path, item.value)
            self._dress(item)
        self._fit()

    def _on_collapsed(self, item: QTreeWidgetItem) -> None:
        if isinstance(item, Node):
            self._dress(item)
        self._fit()

    def _on_activated(self, item: QTreeWidgetItem) -> None:
        if not isinstance(item, Node):
            return
        if item.is_more:
            above = item.parent()
            value = above.value if isinstance(above, Node) else self._root
            self._limits[item.path] = self._limits.get(item.path, BATCH) + BATCH
            self._sync(above or self.invisibleRootItem(), item.path, value)
            self._fit()
        elif item.is_container:
            item.setExpanded(not item.isExpanded())
        else:
            self.edit_value(item)
