"""The fields of one related story, below the cards."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from curator.content.schema import Field
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Edit, Value
from curator.ui.form.field_column import FieldColumn
from curator.ui.form.image_row import Resolve

_USUAL = ("title", "webUrl", "publishedDateTime", "provider")
_MOST_OFFERED = 20


def keys_of(item: dict[str, Value], others: Sequence[Value]) -> list[str]:
    """The fields of an item that are shown: its own, and empty those that others in the list have.

    So a key that is added here is one that the site uses.
    """
    offered: dict[str, None] = {}
    for other in others:
        if isinstance(other, dict):
            offered.update(dict.fromkeys(other))
        if len(offered) > _MOST_OFFERED:
            break
    return list(dict.fromkeys([*item, *(offered or _USUAL)]))


class ItemEditor(QFrame):
    """Shows the fields of an item, and says what shall become of them."""

    edited = Signal(object, object)
    """Edits, and what to call them."""
    closed = Signal()
    """The editor is done with the item."""
    followed = Signal()
    """The article or page that the item stands for shall be opened."""
    stops_changed = Signal()

    def __init__(self, resolve: Resolve | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("related.item")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        self._heading = QLabel(self)
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._heading.setProperty("role", "section")
        self._open = QPushButton(self.tr("Open"), self)
        self._open.setObjectName("related.item.open")
        self._open.setToolTip(self.tr("Go to the article of this folder, or open the web page"))
        self._open.setAccessibleName(self.tr("Go to the article or open the web page"))
        self._open.setProperty("role", "quiet")
        self._done = QPushButton(self.tr("Done"), self)
        self._done.setAccessibleName(self.tr("Done with this related story"))
        self._open.clicked.connect(self.followed)
        self._done.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._open)
        head.addWidget(self._done)
        layout.addLayout(head)
        self._column = FieldColumn(self, resolve)
        layout.addWidget(self._column)
        self._paths: tuple[object, ...] = ()
        self._column.edited.connect(self._pass_on)
        self._column.stops_changed.connect(self.stops_changed)
        self.hide()

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits."""
        return [self._open, self._done, *self._column.tab_stops()]

    def show_fields(
        self, heading: str, fields: list[Field], vocabulary: Vocabulary, read_only: bool
    ) -> None:
        """Show an item; cursor and unfinished text stay while it is the same one."""
        paths = tuple(field.path[:-1] for field in fields[:1])
        self._heading.setText(heading)
        self._column.show_fields(fields, vocabulary, {}, read_only, paths != self._paths)
        self._paths = paths
        self.show()

    def take_focus(self) -> None:
        """Go to the first field."""
        row = self._column.row("title")
        stops = self._column.tab_stops()
        target = row.editor if row is not None else stops[0] if stops else None
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._paths = ()
        super().hideEvent(event)

    @Slot(object, str)
    def _pass_on(self, edits: list[Edit], label: str) -> None:
        self.edited.emit(edits, label)
