"""The related section of the form: heading, cards, a place to add, the fields of one item."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from curator.content.schema import field_at
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Document
from curator.session.notice import Notice
from curator.session.related_model import RelatedModel
from curator.session.related_moves import give
from curator.ui.article_chooser import ArticleChooser
from curator.ui.form.article_form import Inset
from curator.ui.form.chips import FlowLayout
from curator.ui.form.inline_prompt import InlinePrompt
from curator.ui.item_editor import ItemEditor, keys_of
from curator.ui.related_actions import SORTING, RelatedActions
from curator.ui.related_list import RelatedList
from curator.ui.thumbnails import Thumbnails


class RelatedPanel(Inset):
    """The related list with everything that one does to it."""

    edited = Signal(object, object)
    """Edits inside an item, and what to call them."""
    article_followed = Signal(object)
    """The path of an article of the folder to go to."""
    page_followed = Signal(object)
    """A web address to open."""

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
        self._giving: tuple[list[int], bool] = ([], False)
        self._heading = QLabel(self)
        self._heading.setProperty("role", "section")
        self.list = RelatedList(model, thumbnails, self)
        self.actions_by_name = RelatedActions(self.list)
        self._sort = QPushButton(self.tr("Sort"), self)
        self._sort.setObjectName("related.sort")
        self._sort.setAccessibleName(self.tr("Sort or limit the related stories"))
        self._sort.setProperty("role", "quiet")
        self._sort.setProperty("menu", "true")
        self._sort.setMenu(self.actions_by_name.menu(SORTING))
        self._drop = QPushButton(self)
        self._drop.setProperty("role", "danger")
        self._drop.setObjectName("drop_duplicates")
        self._drop.clicked.connect(self.drop_duplicates)
        self._limit = InlinePrompt(self)
        self._limit.setObjectName("related.limit")
        self._limit.add_button.setText(self.tr("Keep"))
        self._limit.hide()
        self._item = ItemEditor(thumbnails.file_of, self)
        self._add = QLineEdit(self)
        self._add.setObjectName("related.add")
        self._add.setPlaceholderText(self.tr("Add by web address or article name"))
        self._add.setAccessibleName(self.tr("Add related story by web address or article name"))
        self._add_button = QPushButton(self.tr("Add"), self)
        self._add_button.setAccessibleName(self.tr("Add related story"))
        self._error = QLabel(self)
        self._error.setObjectName("related.error")
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self._lay_out()
        self._connect()
        self._count()

    def _lay_out(self) -> None:
        # Large text needs a second line.
        head = FlowLayout(spacing=8, apart=True)
        head.addWidget(self._heading)
        head.addWidget(self._drop)
        head.addWidget(self._sort)
        adding = QHBoxLayout()
        adding.addWidget(self._add, 1)
        adding.addWidget(self._add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._limit)
        layout.addWidget(self.list)
        layout.addWidget(self._error)
        layout.addWidget(self._item)
        layout.addLayout(adding)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        model, actions = self._model, self.actions_by_name
        self._add.returnPressed.connect(self._add_item)
        self._add.textEdited.connect(self._error.hide)
        self._add_button.clicked.connect(self._add_item)
        self.list.edit_requested.connect(self.edit_item)
        self.list.refused.connect(self._complain)
        self._limit.chosen.connect(self._keep_first)
        self._limit.cancelled.connect(self.list.setFocus)
        actions.add_wanted.connect(self._add.setFocus)
        actions.limit_wanted.connect(self._ask_limit)
        actions.article_wanted.connect(self._ask_article)
        actions.article_followed.connect(self.article_followed)
        actions.page_followed.connect(self.page_followed)
        self._item.edited.connect(self.edited)
        self._item.stops_changed.connect(self.stops_changed)
        self._item.closed.connect(self._end_editing)
        self._item.followed.connect(self._follow_item)
        model.count_changed.connect(self._count)
        # An open item is known by its place: where places change it must not become another.
        changes = (model.rowsMoved, model.rowsRemoved, model.rowsInserted, model.modelReset)
        for changed in (*changes, model.layoutChanged):
            changed.connect(self._end_editing)

    def show_article(
        self, path: str, document: Document, vocabulary: Vocabulary, read_only: bool
    ) -> None:
        """Follow an article: its item fields, and whether they may be changed."""
        if path != self._article:
            self._article = path
            self._add.clear()
            self._error.hide()
            self._limit.hide()
            self._editing = -1
        self._document, self._vocabulary = document, vocabulary
        self.list.set_read_only(read_only)
        for widget in (self._add, self._add_button, self._drop, self._sort):
            widget.setEnabled(not read_only)
        self._show_item(read_only)

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits, as a person reads them."""
        head = [self._drop, self._sort, *self._limit.tab_stops()]
        stops = [*head, self.list, *self._item.tab_stops(), self._add, self._add_button]
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
        """Take off every item that is the same story as another one, and say which and why."""
        self._end_editing()
        if words := self._model.drop_duplicates():
            self._model.session.noticed.emit(Notice("info", words, about="same story"))

    # -- one item

    @Slot(object)
    def edit_item(self, row: int) -> None:
        """Show the fields of an item below the list."""
        if not isinstance(self._model.item(row), dict):
            # A plain slug or address has no fields; what it stands for may be looked at.
            self.actions_by_name.follow(row)
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
        if not isinstance(item, dict) or self._model.session.awaits(self._article):
            self._item.hide()
            return
        others = self._model.items(range(self._model.rowCount()))
        keys = keys_of(item, others)
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
    def _follow_item(self) -> None:
        if 0 <= self._editing < self._model.rowCount():
            self.actions_by_name.follow(self._editing)

    # -- several items

    @Slot()
    def _add_item(self) -> None:
        error = self._model.add(self._add.text())
        self._complain(error)
        if not error:
            self._add.clear()
            self.list.setCurrentIndex(self._model.index(self._model.rowCount() - 1))

    @Slot(object)
    def _complain(self, error: str) -> None:
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self._add.setAccessibleDescription(error)
        if error:
            self.uncovered.emit(self._error)

    @Slot()
    def _ask_limit(self) -> None:
        if self._model.rowCount() > 1 and not self.list.read_only:
            self._limit.ask(self.tr("How many related stories to keep"), self._limit_fault)

    def _limit_fault(self, text: str) -> str:
        if not (text.isascii() and text.isdigit() and len(text) < 6):
            return self.tr("Type a number")
        count = self._model.rowCount()
        if int(text) >= count:
            return self.tr("There are only {0}").format(count)
        return ""

    @Slot(str)
    def _keep_first(self, text: str) -> None:
        self._model.keep_first(int(text))
        self.list.setFocus()

    @Slot(object)
    def _ask_article(self, copy: bool) -> None:
        rows = self.list.selected_rows
        self._giving = (rows, copy)
        heading = self.tr("Copy to Article") if copy else self.tr("Move to Article")
        chooser = ArticleChooser(heading, self._model.session.rows, self._article, self.window())
        chooser.chosen.connect(self._give)
        chooser.finished.connect(self.list.setFocus)
        chooser.open()

    @Slot(object)
    def _give(self, target: str) -> None:
        rows, copy = self._giving
        self._complain(give(self._model.session, self._article, rows, target, copy=copy))
        if not copy and self._model.rowCount():
            self.list.select_rows([min(rows[0], self._model.rowCount() - 1)])

    @Slot()
    def _count(self) -> None:
        count, twice = self._model.rowCount(), self._model.duplicate_count
        self._heading.setText(
            self.tr("Related  {0}").format(count) if count else self.tr("Related")
        )
        self._sort.setVisible(count > 1)
        self._drop.setVisible(twice > 0)
        if twice == 1:
            self._drop.setText(self.tr("Drop 1 duplicate"))
        elif twice:
            self._drop.setText(self.tr("Drop {0} duplicates").format(twice))
        hint = self.tr("No related stories yet. Drop articles or web links here, or paste them.")
        self.list.setAccessibleDescription("" if count else hint)
        if self._editing >= count:
            self._end_editing()
