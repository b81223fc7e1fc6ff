"""The related section of the form: heading, cards, a place to add, the fields of one item."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from curator.content.schema import Field, field_at
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Document, Edit
from curator.session.related_model import RelatedModel
from curator.ui.form.article_form import Inset
from curator.ui.form.field_column import FieldColumn
from curator.ui.related_list import RelatedList
from curator.ui.thumbnails import Thumbnails


class RelatedPanel(Inset):
    """The related list with everything that one does to it."""

    edited = Signal(object, object)
    """Edits inside an item, and what to call them."""

    def __init__(
        self, model: RelatedModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._document: Document | None = None
        self._vocabulary = Vocabulary()
        self._editing = -1
        self._article = ""
        self._below: list[Inset] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        self._heading = QLabel(self)
        self._heading.setProperty("role", "section")
        self._drop = QPushButton(self)
        self._drop.setProperty("role", "danger")
        self._drop.setObjectName("drop_duplicates")
        self._drop.clicked.connect(self.drop_duplicates)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._drop)
        layout.addLayout(head)
        self._hint = _plain(self, "hint")
        self._hint.setWordWrap(True)
        layout.addWidget(self._hint)
        self.list = RelatedList(model, thumbnails, self)
        layout.addWidget(self.list)
        self._item = _ItemFields(self)
        layout.addWidget(self._item)
        self._add = QLineEdit(self)
        self._add.setObjectName("related.add")
        self._add.setPlaceholderText(self.tr("Add by web address or article name"))
        self._add.setAccessibleName(self.tr("Add related story by web address or article name"))
        self._add_button = QPushButton(self.tr("Add"), self)
        self._add_button.setAccessibleName(self.tr("Add related story"))
        adding = QHBoxLayout()
        adding.addWidget(self._add, 1)
        adding.addWidget(self._add_button)
        layout.addLayout(adding)
        self._error = _plain(self, "error")
        self._error.setWordWrap(True)
        self._error.hide()
        layout.addWidget(self._error)
        self.setFocusProxy(self.list)
        self._add.returnPressed.connect(self._add_item)
        self._add.textEdited.connect(self._error.hide)
        self._add_button.clicked.connect(self._add_item)
        self.list.edit_requested.connect(self.edit_item)
        self._item.edited.connect(self.edited)
        self._item.stops_changed.connect(self.stops_changed)
        self._item.closed.connect(self._end_editing)
        model.count_changed.connect(self._count)
        # An open item is known by its place: where places change it must not become another.
        for changed in (model.rowsMoved, model.rowsRemoved, model.rowsInserted, model.modelReset):
            changed.connect(self._end_editing)
        self._count()

    def show_article(
        self, path: str, document: Document, vocabulary: Vocabulary, read_only: bool
    ) -> None:
        """Follow an article: its item fields, and whether they may be changed."""
        if path != self._article:
            self._article = path
            self._add.clear()
            self._error.hide()
            self._editing = -1
        self._document, self._vocabulary = document, vocabulary
        self.list.set_read_only(read_only)
        for widget in (self._add, self._add_button, self._drop):
            widget.setEnabled(not read_only)
        self._show_item(read_only)

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits, as a person reads them."""
        stops = [self._drop, self.list, *self._item.tab_stops(), self._add, self._add_button]
        return [*stops, *(stop for inset in self._below for stop in inset.tab_stops())]

    def append(self, inset: Inset) -> None:
        """Show something else below the list."""
        self._below.append(inset)
        inset.stops_changed.connect(self.stops_changed)
        inset.uncovered.connect(self.uncovered)
        box = self.layout()
        assert box is not None
        box.addWidget(inset)

    @Slot()
    def drop_duplicates(self) -> None:
        """Take off every item that is the same story as an earlier one."""
        self._end_editing()
        self._model.drop_duplicates()

    @Slot(object)
    def edit_item(self, row: int) -> None:
        """Show the fields of an item below the list."""
        if not isinstance(self._model.item(row), dict):
            return
        self._editing = row
        self._show_item(False)
        self._item.take_focus()
        self.uncovered.emit(self._item)

    def _show_item(self, read_only: bool) -> None:
        row, document = self._editing, self._document
        if document is None or not 0 <= row < self._model.rowCount():
            self._editing = -1
            self._item.hide()
            return
        item = self._model.item(row)
        if not isinstance(item, dict):
            self._item.hide()
            return
        keys = list(dict.fromkeys([*item, "title", "webUrl", "publishedDateTime", "provider"]))
        fields = [field_at(document, ("related", row, key)) for key in keys]
        heading = self.tr("Related story {0} of {1}").format(row + 1, self._model.rowCount())
        self._item.show_fields(heading, fields, self._vocabulary, read_only)

    @Slot()
    def _end_editing(self) -> None:
        row, self._editing = self._editing, -1
        if self._item.isVisible():
            # Back to the card: the focus must not fall on whatever comes next.
            self.list.setFocus()
            if 0 <= row < self._model.rowCount():
                self.list.setCurrentIndex(self._model.index(row))
        self._item.hide()

    @Slot()
    def _add_item(self) -> None:
        error = self._model.add(self._add.text())
        self._error.setText(error)
        self._error.setVisible(bool(error))
        if not error:
            self._add.clear()
            self.list.setCurrentIndex(self._model.index(self._model.rowCount() - 1))

    @Slot()
    def _count(self) -> None:
        count, twice = self._model.rowCount(), self._model.duplicate_count
        self._heading.setText(
            self.tr("Related  {0}").format(count) if count else self.tr("Related")
        )
        self._drop.setVisible(twice > 0)
        if twice == 1:
            self._drop.setText(self.tr("Drop 1 duplicate"))
        elif twice:
            self._drop.setText(self.tr("Drop {0} duplicates").format(twice))
        self._hint.setText(
            ""
            if count
            else self.tr("No related stories yet. Paste a web address, or name an article.")
        )
        self._hint.setVisible(not count)
        if self._editing >= count:
            self._end_editing()


class _ItemFields(QFrame):
    """The fields of one related story, below the cards."""

    edited = Signal(object, object)
    closed = Signal()
    stops_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("related.item")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        self._heading = _plain(self, "section")
        self._done = done = QPushButton(self.tr("Done"), self)
        done.setAccessibleName(self.tr("Done with this related story"))
        done.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(done)
        layout.addLayout(head)
        self._column = FieldColumn(self)
        layout.addWidget(self._column)
        self._paths: tuple[object, ...] = ()
        self._column.edited.connect(self._pass_on)
        self._column.stops_changed.connect(self.stops_changed)
        self.hide()

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits."""
        return [self._done, *self._column.tab_stops()]

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


def _plain(parent: QWidget, role: str) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label
