"""The table of articles: selection, columns, keys and mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from curator.session.article_model import ArticleModel
from curator.session.columns import Column
from curator.session.session import Session
from curator.ui.article_drops import ArticleDrops
from curator.ui.article_rows import (
    PADDING,
    CardRows,
    Look,
    RowPainter,
    Standing,
    TableRows,
    look_key,
    paint_ground,
)
from curator.ui.column_header import ColumnHeader
from curator.ui.selected import selected_rows

_HIDDEN_AT_FIRST = (Column.HEAT, Column.TOPICS)

_NO_PARENT = QModelIndex()
_FEW_STRETCHES = 8
"""Up to so many stretches of selected rows are looked through for each row that is painted."""
_AS_NEEDED = Qt.ScrollBarPolicy.ScrollBarAsNeeded

_NEAR = 40
"""So far one looks for another article where the current one goes."""


class ArticleList(QTableView):
    """The articles; keeps its selection while rows come, go and change."""

    current_changed = Signal(object)
    """The path of the article in the current row, or an empty text."""
    selection_changed = Signal(object)
    """The paths of the selected articles, from the top."""
    state_clicked = Signal(object)
    """The path of an article whose mark of state was clicked."""

    # Qt calls overrides before the constructor is through.
    shows_cards = False
    """Whether the rows are roomy ones with pictures instead of those of a table.  Read only."""

    def __init__(
        self,
        model: ArticleModel,
        session: Session,
        picture: Callable[[str, QSize], QPixmap | None],
        parent: QWidget | None = None,
    ) -> None:
        """`picture` gives the picture of the article at a path, in device pixels, or None."""
        super().__init__(parent)
        self.setObjectName("articles")
        self.setAccessibleName(self.tr("Articles"))
        self._model = model
        self._current = ""
        self._selected: list[str] = []
        self._near: list[str] = []
        # What is to stay at the same height of the window while rows come and go.
        self._anchor = ""
        self._height = 0
        self._restoring = False
        self.setModel(model)
        self._table = TableRows(model, session)
        self._cards = CardRows(model, session, picture)
        self._painter: RowPainter = self._table
        self._look: Look | None = None
        self.is_done: Callable[[str], bool] = _never
        """Whether an article was decided on since the list was put in order, and may fade."""
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        # What is painted whole can be scrolled by moving the picture, and nothing below is painted.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._set_up_headers()
        self._drops = ArticleDrops(self, model, session)
        model.visible_about_to_change.connect(self._hold)
        model.visible_changed.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        # The frame of the current row runs through all its cells, not only the current one.
        self.selectionModel().currentRowChanged.connect(self._paint_anew)
        self.selectionModel().selectionChanged.connect(self._tell_selection)

    def _set_up_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = ColumnHeader(self)
        self.setHorizontalHeader(header)
        header.setAccessibleName(self.tr("Columns"))
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._ask_columns)
        header.sectionResized.connect(self._fit_title)
        # While rows are put in order Qt shows the hidden columns for a moment.
        self._model.layoutChanged.connect(self._fit_title)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in (Column.STATE, Column.TITLE, Column.UNSAVED):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        for column in _HIDDEN_AT_FIRST:
            self.setColumnHidden(column, True)
        column, order = self._model.sorted_by
        header.setSortIndicator(column, order)
        self.setSortingEnabled(True)
        self._fit()

    def _fit(self) -> None:
        """Row height and first widths follow the font."""
        self._fit_rows()
        char = self.fontMetrics().averageCharWidth()
        widths = {
            Column.STATE: 6,
            Column.PROVIDER: 17,
            Column.DATE: 11,
            Column.QUALITY: 10,
            Column.HEAT: 10,
            Column.TOPICS: 22,
            Column.RELATED: 10,
            Column.UNSAVED: 3,
        }
        for column, chars in widths.items():
            self.setColumnWidth(column, char * chars)
        self._fit_title()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._painter.height(self._looks()))

    @Slot()
    def _fit_title(self) -> None:
        """Titles take the room that is left, but never less than a headline needs to be told."""
        header = self.horizontalHeader()
        others = sum(header.sectionSize(c) for c in Column if c != Column.TITLE)
        least = self.fontMetrics().averageCharWidth() * 28
        width = max(least, self.viewport().width() - others)
        if width != header.sectionSize(Column.TITLE):
            header.resizeSection(Column.TITLE, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_title()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def show_problems(self, wanted: bool) -> None:
        """Show what is wrong with an article in place of its excerpt."""
        self._table.shows_problems = self._cards.shows_problems = wanted
        self.viewport().update()

    # -- painting

    def show_cards(self, wanted: bool) -> None:
        """Show roomy rows with pictures, or a compact table; the current article stays in view."""
        if wanted == self.shows_cards:
            return
        self.shows_cards = wanted
        self._painter = self._cards if wanted else self._table
        self.horizontalHeader().setVisible(not wanted)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if wanted else _AS_NEEDED
        self.setHorizontalScrollBarPolicy(policy)
        self._fit_rows()
        self.updateGeometries()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        self.viewport().update()

    def _looks(self) -> Look:
        if self._look is None or self._look.key != look_key(self):
            self._look = Look(self)
        return self._look

    @Slot(object, object)
    def _paint_anew(self, current: QModelIndex, previous: QModelIndex) -> None:
        width, height = self.viewport().width(), self.verticalHeader().defaultSectionSize()
        for index in (current, previous):
            if index.isValid():
                self.viewport().update(0, self.rowViewportPosition(index.row()), width, height)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if self.shows_cards:
            # A card is as wide as what one sees, whatever the columns are.
            self.horizontalScrollBar().setRange(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        area, region = event.rect(), event.region()
        look, width = self._looks(), self.viewport().width()
        painter = QPainter(self.viewport())
        painter.fillRect(area, look.background)
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        count = self._model.rowCount()
        if first < 0:
            first, last = 0, -2
        self._table.columns = self._columns_shown()
        height = self.verticalHeader().defaultSectionSize()
        current = self.currentIndex().row() if self.hasFocus() else -1
        is_selected = self._selected_of(self.selectionModel())
        for number in range(first, (count - 1 if last == -1 else last) + 1):
            rect = QRect(0, self.rowViewportPosition(number), width, height)
            if not region.intersects(rect):
                continue
            row = self._model.row_at(number)
            standing = Standing(
                is_selected(number),
                number == current,
                self.is_done(row.path),
            )
            paint_ground(painter, look, rect, standing)
            self._painter.paint(painter, look, rect, row, standing)
        painter.end()

    @staticmethod
    def _selected_of(selection: QItemSelectionModel) -> Callable[[int], bool]:
        """Tells whether a row is selected: for few stretches, without asking Qt for each row."""
        stretches = selection.selection()
        if stretches.count() > _FEW_STRETCHES:
            return lambda number: selection.isRowSelected(number, _NO_PARENT)
        ends = [(each.top(), each.bottom()) for each in stretches.toList()]
        return lambda number: any(first <= number <= last for first, last in ends)

    def _columns_shown(self) -> list[tuple[Column, int, int]]:
        header = self.horizontalHeader()
        return [
            (column, header.sectionViewportPosition(column), header.sectionSize(column))
            for column in Column
            if not header.isSectionHidden(column)
        ]

    # -- columns

    def save_columns(self) -> QByteArray:
        """Order, widths, sorting and visibility of the columns."""
        return self.horizontalHeader().saveState()

    def restore_columns(self, state: QByteArray) -> None:
        """Take up what `save_columns` gave; nothing happens where it does not fit."""
        header = self.horizontalHeader()
        if header.restoreState(state):
            header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Fixed)
            self._fit_title()
            self.sortByColumn(header.sortIndicatorSection(), header.sortIndicatorOrder())

    def column_menu(self, parent: QWidget) -> QMenu:
        """A menu with a tick for each column that can be hidden."""
        menu = QMenu(parent)
        for column in Column:
            if column in (Column.TITLE, Column.STATE, Column.UNSAVED):
                continue
            name = self._model.headerData(column, Qt.Orientation.Horizontal)
            action = menu.addAction(str(name))
            action.setCheckable(True)
            action.setData(int(column))
        menu.triggered.connect(self._toggle_column)
        menu.aboutToShow.connect(self._tick_columns)
        return menu

    @Slot()
    def _tick_columns(self) -> None:
        menu = self.sender()
        for action in menu.actions() if isinstance(menu, QMenu) else ():
            action.setChecked(not self.isColumnHidden(action.data()))

    @Slot(QPoint)
    def _ask_columns(self, position: QPoint) -> None:
        menu = self.column_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(position))

    @Slot(object)
    def _toggle_column(self, action: QAction) -> None:
        self.setColumnHidden(action.data(), not action.isChecked())
        self._fit_title()

    # -- selection

    @property
    def current(self) -> str:
        """The path of the article in the current row; empty where there is none."""
        index = self.currentIndex()
        return self._model.path_at(index.row()) if index.isValid() else ""

    @property
    def selected(self) -> list[str]:
        """The paths of the selected articles, from the top."""
        return [self._model.path_at(row) for row in selected_rows(self.selectionModel())]

    def select(self, path: str) -> bool:
        """Make an article current and alone selected; False where it is not in the list."""
        row = self._model.row_of(path)
        if row is None:
            return False
        index = self._model.index(row, Column.TITLE)
        seen = self.viewport().rect().contains(self.visualRect(index))
        self._select_alone(index)
        if not seen:
            # Coming from elsewhere one wants to see what stands around.
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def shows(self, path: str) -> bool:
        """Whether an article is in the list."""
        return self._model.row_of(path) is not None

    def select_several(self, paths: Sequence[str], current: str) -> int:
        """Select those articles that the list has, one of them current; how many it has."""
        rows = [row for path in paths if (row := self._model.row_of(path)) is not None]
        at = self._model.row_of(current)
        if len(rows) > 1:
            self._select(rows[0] if at is None else at, sorted(rows))
        return len(rows)

    def step(self, by: int) -> None:
        """Go some rows down, or up with a negative number."""
        count = self._model.rowCount()
        if count:
            row = self.currentIndex().row()
            row = 0 if row < 0 else min(max(row + by, 0), count - 1)
            index = self._model.index(row, Column.TITLE)
            self._select_alone(index)
            self.scrollTo(index)

    def _select_alone(self, index: QModelIndex) -> None:
        # Not setCurrentIndex: with Ctrl held, as for an undo, that adds to the selection.
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    @Slot()
    def _hold(self) -> None:
        """Note the place, before other rows come."""
        self._restoring = True
        self._current, self._selected = self.current, self.selected
        self._near = self._neighbours(self.currentIndex().row())
        row = self.currentIndex().row()
        top = self.rowAt(0)
        seen = row >= 0 and 0 <= self.rowViewportPosition(row) < self.viewport().height()
        anchor = row if seen else top
        self._anchor = self._model.path_at(anchor) if anchor >= 0 else ""
        self._height = self.rowViewportPosition(anchor) if anchor >= 0 else 0

    def _neighbours(self, row: int) -> list[str]:
        """The articles beside a row, the nearest first."""
        if row < 0:
            return []
        count = self._model.rowCount()
        around = (at for by in range(1, _NEAR) for at in (row + by, row - by))
        return [self._model.path_at(at) for at in around if 0 <= at < count]

    @Slot()
    def _restore(self) -> None:
        """Take up the place again: the same articles selected, the same one where it was."""
        if not self._restoring:
            return
        model = self._model
        current = kept = model.row_of(self._current)
        gone = not model.knows(self._current)
        rows = sorted(row for path in self._selected if (row := model.row_of(path)) is not None)
        if current is None and model.rowCount():
            # What was current is not shown any more; a key must never go nowhere.
            current = max(self.currentIndex().row(), 0)
            if gone:
                found = (row for path in self._near if (row := model.row_of(path)) is not None)
                current = next(found, current)
        self._select(current, rows)
        anchor = model.row_of(self._anchor)
        if anchor is not None and (kept is not None or gone):
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(anchor) - self._height)
        elif self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self._restoring = False
        self._tell_current()
        self._tell_selection()

    def _select(self, current: int | None, rows: list[int]) -> None:
        """Select rows all at once: whoever is told of each looks at all of them."""
        flags = QItemSelectionModel.SelectionFlag
        if current is None:
            self.selectionModel().clearSelection()
            return
        index = self._model.index(current, Column.TITLE)
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        selection = QItemSelection()
        for first, last in _stretches(rows or [current]):
            selection.select(self._model.index(first, 0), self._model.index(last, 0))
        self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)

    @Slot()
    def _tell_current(self) -> None:
        if not self._restoring:
            self.current_changed.emit(self.current)

    @Slot()
    def _tell_selection(self) -> None:
        if not self._restoring:
            selected = self.selected
            self._model.keep(selected)
            self.selection_changed.emit(selected)

    # -- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        number = self.rowAt(at.y())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if (
            number >= 0
            and self._is_on_mark(at.x())
            and event.button() == Qt.MouseButton.LeftButton
            and plain
            and (row := self._model.row_at(number)).readable
        ):
            # A click on the mark decides; it does not select, so that no place is lost.
            self.state_clicked.emit(row.path)
            event.accept()
            return
        super().mousePressEvent(event)

    def _is_on_mark(self, x: int) -> bool:
        if self.shows_cards:
            return x < 3 * PADDING + self.fontMetrics().height()
        return self.columnAt(x) == Column.STATE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._model.rowCount():
            # Within a row there is nowhere to go: rows are what one moves over.
            last = self._model.rowCount() - 1
            self.step(-last if event.key() == Qt.Key.Key_Home else last)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here, not the beginning of a title."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 96, 500)


def _never(_path: str) -> bool:
    return False


def _stretches(rows: list[int]) -> list[tuple[int, int]]:
    """First and last of each stretch without gaps."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
