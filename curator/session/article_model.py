"""The table of articles: rows, the order that sorting gives them, the part that is visible.

There is no proxy: a sort is one `list.sort` and a filter a pass or two over the rows, both some
ten times faster than Qt's proxy at 50,000 rows.  A search that narrows the earlier one looks at
the earlier hits only, and the hits are put into an order that is already made.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from curator.content.query import QueryError, never, parse
from curator.content.row import Published, Row
from curator.session.columns import Column, sort_key
from curator.session.dates import short_date
from curator.session.ordering import different_runs, numbered
from curator.session.orders import Orders
from curator.session.review import Review
from curator.session.search import Search
from curator.session.searches import Changed
from curator.session.session import Session
from curator.session.twins import Twins
from curator.session.views import ALL, DUPLICATES, View

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `Row` of an article, for delegates."""

ARTICLES_FORMAT = "application/x-curator-articles"
"""Of a drag: the folder and below it the paths of articles, each on a line."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_PAUSE = 250
"""Milliseconds between two looks at the rows of a large folder that streams in: each look makes
the view paint anew."""
_FEW = 8
_FRAMES = 200
"""Milliseconds between two tellings that many rows changed: each makes the view paint them all."""
_AT_ONCE = 2_000
"""A search among up to so many articles is done before the letter is painted."""
_PORTION = 0.003
"""Seconds for which a longer one holds up the window."""
_BREATH = 3
"""Milliseconds in which what was found can be painted before one looks on."""
_SCREENFUL = 100
"""So many hits are more than a window shows."""
_MOST_RUNS = 64
"""Up to so many stretches of rows are inserted and removed singly when a filter changes."""
_MOST_APART = 200
"""A filter that changes the number of rows by more is not looked at for stretches at all."""
_MOST_COMPARED = 5_000
"""Nor is one with more rows: looking would take longer than an editor waits for a letter."""

_ANYTHING = parse("")
_NUMBERS = (Column.QUALITY, Column.HEAT, Column.RELATED)


class ArticleModel(QAbstractTableModel):
    """The articles of the session's folder, filtered by a view and by words.

    An edited article keeps its place even where the filter or the order would now move it, so
    that nothing jumps under the editor's hands; `refresh` puts it right.
    """

    visible_about_to_change = Signal()
    """Another choice of rows follows: whoever keeps a place should note it now."""
    visible_changed = Signal()
    """The other choice of rows is there, told by as few row signals as make sense."""
    search_refused = Signal(object)
    """The `QueryError` of the search, whose last good result stays; None once there is none."""

    def __init__(
        self,
        session: Session,
        parent: QObject | None = None,
        review: Review | None = None,
        twins: Twins | None = None,
    ) -> None:
        """`review` tells what is due, `twins` what is a duplicate; without them nothing is."""
        super().__init__(parent)
        self._session = session
        self._is_due = review.is_due if review is not None else never
        self._twins = twins
        self._is_twin = twins.has if twins is not None else never
        self._rows: list[Row] = []
        self._place: dict[str, int] = {}
        # Places without a row, whose articles are gone.
        self._free: list[int] = []
        self._visible: list[int] = []
        self._shown_at: array[int] | None = None
        self._view = View(ALL)
        self._query = _ANYTHING
        self._refused = False
        # What view and search last found, ascending, and what that was found by besides them.
        self._hits: Sequence[int] = []
        self._touched: set[int] = set()
        self._search: Search | None = None
        # How many of its hits are shown; None as long as those of the search before are.
        self._told: int | None = None
        self._kept: list[str] = []
        self._portions = QTimer(self)
        self._portions.setSingleShot(True)
        self._portions.timeout.connect(self._go_on)
        # Hits that are to be shown in a moment.
        self._coming: list[int] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._show_coming)
        # Whether changes of many rows are told in a moment.
        self._late = False
        self._lateness = QTimer(self)
        self._lateness.setSingleShot(True)
        self._lateness.setInterval(_FRAMES)
        self._lateness.timeout.connect(self._tell_late)
        self._day = date.today()
        self._changed = Changed(session, self)
        self._orders = Orders(
            self._rows,
            lambda column: sort_key(column, session.is_unsaved, lambda: session.unsaved),
            self,
        )
        self._states = {
            Published.YES: self.tr("published"),
            Published.NO: self.tr("held"),
            Published.NONE: self.tr("no flag"),
            Published.OTHER: self.tr("unclear"),
        }
        self._headers = (
            self.tr("State"),
            self.tr("Title"),
            self.tr("Provider"),
            self.tr("Date"),
            self.tr("Quality"),
            self.tr("Heat"),
            self.tr("Topics"),
            self.tr("Related"),
            self.tr("Unsaved"),
        )
        session.folder_opened.connect(self._start_anew)
        session.rows_added.connect(self._add)
        session.rows_removed.connect(self._remove)
        session.scan_ended.connect(self._put_in_order)
        session.folder_ready.connect(self.refresh)
        session.articles_changed.connect(self._update)
        session.saved.connect(self._touch)
        if review is not None:
            review.due_changed.connect(self._touch)
        if twins is not None:
            twins.twins_changed.connect(self._touch)

    # -- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._visible)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return "" if section in (Column.STATE, Column.UNSAVED) else self._headers[section]
        if role in (_TOOL_TIP, _ACCESSIBLE):
            return self._headers[section]
        if role == _ALIGNMENT:
            side = (
                Qt.AlignmentFlag.AlignRight if section in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._visible):
            return None
        row = self._rows[self._visible[index.row()]]
        if role == ROW_ROLE:
            return row
        if role == _DISPLAY:
            return self.text_of(row, index.column())
        if role == _TOOL_TIP:
            return self._tip(row, index.column())
        if role == _ACCESSIBLE and index.column() == Column.TITLE:
            return self._spoken(row)
        if role == _ACCESSIBLE:
            return f"{self._headers[index.column()]}: {self.text_of(row, index.column())}"
        if role == _ALIGNMENT and index.column() in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return [ARTICLES_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The articles of these rows, and their web addresses as text for other programs."""
        numbers = sorted({index.row() for index in indexes})
        rows = [self._rows[self._visible[number]] for number in numbers]
        data = QMimeData()
        named = "\n".join([str(self._session.folder or ""), *(row.path for row in rows)])
        data.setData(ARTICLES_FORMAT, QByteArray(named.encode()))
        data.setText("\n".join(row.address or row.title for row in rows))
        return data

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; articles without a value there come last in either direction."""
        if column < 0:
            return
        self.finish_search()
        self._orders.choose(Column(column), order)
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        kept = [(index, self._visible[index.row()]) for index in old]
        self._visible = self._arranged(self._visible)
        self._hits = self._in_order() if self._shows_all() else self._arranged(self._hits)
        self._shown_at = None
        places = {place for _, place in kept}
        if len(places) > _FEW:
            self._places()
        shown = {place: self._shown(place) or 0 for place in places}
        new = [self.index(shown[place], index.column()) for index, place in kept]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    # -- what the window asks

    @property
    def sorted_by(self) -> tuple[Column, Qt.SortOrder]:
        """The column and direction of the order."""
        return self._orders.shown

    @property
    def total(self) -> int:
        """How many articles there are, visible or not."""
        return len(self._rows) - len(self._free)

    def row_at(self, row: int) -> Row:
        """The `Row` in a visible row."""
        return self._rows[self._visible[row]]

    def path_at(self, row: int) -> str:
        """The path of the article in a visible row."""
        return self._rows[self._visible[row]].path

    def knows(self, path: str) -> bool:
        """Whether there is such an article, visible or not."""
        return path in self._place

    def row_of(self, path: str) -> int | None:
        """The visible row of an article, or None where it is not shown."""
        place = self._place.get(path)
        return None if place is None else self._shown(place)

    def next_row(self, rows: Iterable[int], wanted: Callable[[str], bool]) -> int | None:
        """The first of some visible rows whose article is wanted, by its path."""
        visible, every = self._visible, self._rows
        found = (row for row in rows if wanted((it := every[visible[row]]).path) and it.readable)
        return next(found, None)

    def paths_where(self, wanted: Callable[[str], bool]) -> list[str]:
        """The paths of the visible articles that are wanted, from the top."""
        every = self._rows
        return [path for place in self._visible if wanted(path := every[place].path)]

    def show_view(self, view: View) -> None:
        """Show only the articles of a view of the sidebar."""
        self._view = view
        self.refresh()

    def show_words(self, text: str) -> None:
        """Show only the articles that a search finds; `docs/search.md` tells its language.

        A text that cannot be understood changes nothing but is told by `search_refused`.
        """
        try:
            query = parse(text)
        except QueryError as error:
            self._refused = True
            self.search_refused.emit(error)
            return
        if self._refused:
            self._refused = False
            self.search_refused.emit(None)
        if query != self._query:
            narrows = query.narrows(self._query)
            self._query = query
            self._choose(narrows=narrows, in_portions=True)

    @Slot()
    def refresh(self) -> None:
        """Choose and sort the visible rows anew."""
        self._choose(narrows=False)

    @Slot()
    def _put_in_order(self) -> None:
        if self._session.scanning:
            self._orders.prepare()

    @property
    def answered(self) -> bool:
        """Whether the list shows what the search finds, at least the first of it."""
        return self._search is None or self._told is not None

    @property
    def has_screenful(self) -> bool:
        """Whether it shows all of that, or at least a window full."""
        return self._search is None or (self._told or 0) >= _SCREENFUL

    def keep(self, paths: Sequence[str]) -> None:
        """Let a search show these articles, if they are hits, with the first ones it shows."""
        self._kept = list(paths)

    def finish_search(self) -> None:
        """Let the list have all that the search finds, which in a large folder takes a moment."""
        if self._search is not None:
            self._search.finish()
            self._go_on()

    def _choose(self, *, narrows: bool, in_portions: bool = False) -> None:
        today = date.today()
        # Nobody has shown them yet.
        self._touched.update(self._coming)
        if self._shows_all():
            places: Sequence[int] = ()
        elif narrows and today == self._day:
            places = self._hits if self._search is None else self._search.left
            if self._touched or self._view.name == DUPLICATES:
                # An article that was changed meanwhile may be a hit although it was none before.
                places = self._orders.ordering.arrange(list({*places, *self._touched}))
        else:
            places = self._in_order()
        self._day = today
        self._coming.clear()
        self._touched.clear()
        self._search = None
        self._portions.stop()
        if self._shows_all():
            self._hits = self._in_order()
            self._show(list(self._hits))
            return
        awaited = self._matching([self._place[path] for path in self._kept if path in self._place])
        self._search = Search(places, self._matching, self._arranged, len(self._rows), awaited)
        self._told = None
        at_once = not in_portions or self._view.name == DUPLICATES
        if at_once or len(places) <= _AT_ONCE or self._session.scanning:
            self._search.finish()
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        """Look on, and show what there is once it fills the window."""
        search = self._search
        if search is None:
            return
        search.go_on(_PORTION, _SCREENFUL if self._told is None else None)
        found = len(search.hits)
        if self._told is None and search.has(1):
            self._told = found
            self._show(list(search.hits))
        elif (told := self._told) is not None and self._is_worth_telling(told, search):
            self._insert(len(self._visible), search.hits[told:])
            self._told = found
            self.visible_changed.emit()
        if search.done:
            self._hits, self._search = search.hits, None
        else:
            self._portions.start(0 if self._told is None else _BREATH)

    @staticmethod
    def _is_worth_telling(told: int, search: Search) -> bool:
        """The view paints anew whenever rows come, also below what one sees."""
        found = len(search.hits)
        return told < found and (search.done or told < _SCREENFUL <= found)

    def _shows_all(self) -> bool:
        return self._view.name == ALL and self._query == _ANYTHING

    def _in_order(self) -> list[int]:
        """All places that have a row, in the order of the list."""
        order = self._orders.ordering.order
        if not self._free:
            return order
        free = set(self._free)
        return [place for place in order if place not in free]

    def _matching(self, places: Sequence[int]) -> list[int]:
        is_changed, is_due, is_twin = self._changed.has, self._is_due, self._is_twin
        in_view = self._view.keep(self._rows, places, is_changed, is_due, is_twin)
        told = (is_changed, self._day, is_due, is_twin)
        return self._together(self._query.filter(self._rows, in_view, *told))

    def _together(self, places: list[int]) -> list[int]:
        """Where duplicates are looked at, those of one story stand one below the other."""
        if self._view.name != DUPLICATES or self._twins is None:
            return places
        order = self._twins.together([self._rows[place].path for place in places])
        return [places[number] for number in order]

    def _arranged(self, places: Sequence[int]) -> list[int]:
        """Those of the places that have a row, in the order of the list."""
        if self._free:
            free = set(self._free)
            places = [place for place in places if place not in free]
        return self._together(self._orders.ordering.arrange(places))

    # -- changes

    @Slot()
    def _start_anew(self) -> None:
        self.beginResetModel()
        self._rows.clear()
        self._place.clear()
        self._free.clear()
        self._coming.clear()
        self._search = None
        self._portions.stop()
        self._late = False
        self._visible = []
        self._hits = []
        self._touched.clear()
        self._shown_at = None
        self._orders.clear()
        self.endResetModel()

    @Slot(object)
    def _add(self, rows: list[Row]) -> None:
        self.finish_search()
        before = len(self._rows)
        places = self._take_places(rows)
        self._place.update((row.path, place) for row, place in zip(rows, places, strict=True))
        self._orders.grown(places)
        fresh = places if self._shows_all() else self._matching(places)
        if not fresh:
            return
        if before >= 1000 and len(fresh) > _FEW and self._session.reading:
            self._coming.extend(fresh)
            if not self._pause.isActive():
                self._pause.start()
        elif before >= 1000 and len(fresh) <= _FEW:
            self._hits = [*self._hits, *fresh]
            self._touched.update(fresh)
            self.visible_about_to_change.emit()
            for place in fresh:
                self._insert(self._orders.ordering.slot(self._visible, place), [place])
            self.visible_changed.emit()
        else:
            self._hits = self._arranged([*self._hits, *fresh])
            self._show(self._arranged([*self._visible, *fresh]))

    @Slot()
    def _show_coming(self) -> None:
        coming, self._coming = self._coming, []
        if not coming:
            return
        self.finish_search()
        self._hits = [*self._hits, *coming]
        if self._session.scanning:
            # A large folder streams in unsorted and is put in order at its end.
            self._insert(len(self._visible), coming)
            self.visible_changed.emit()
        else:
            self._hits = self._arranged(self._hits)
            self._show(self._arranged([*self._visible, *coming]))

    def _take_places(self, rows: list[Row]) -> list[int]:
        """Put rows where others have gone, and behind the last one."""
        places = [self._free.pop() for _ in range(min(len(rows), len(self._free)))]
        for place, row in zip(places, rows, strict=False):
            self._rows[place] = row
        first = len(self._rows)
        self._rows.extend(rows[len(places) :])
        return [*places, *range(first, len(self._rows))]

    @Slot(object)
    def _remove(self, paths: Iterable[str]) -> None:
        self.finish_search()
        gone = {place for path in paths if (place := self._place.pop(path, None)) is not None}
        self._free.extend(sorted(gone))
        self._coming = [place for place in self._coming if place not in gone]
        self._touched -= gone
        self._hits = [place for place in self._hits if place not in gone]
        if len(gone) > _FEW:
            self._show([place for place in self._visible if place not in gone])
            return
        self.visible_about_to_change.emit()
        for row in (row for place in gone if (row := self._shown(place)) is not None):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._visible[row]
            self._shown_at = None
            self.endRemoveRows()
        self.visible_changed.emit()

    @Slot(object)
    def _update(self, paths: Iterable[str]) -> None:
        changed: list[int] = []
        fresh: list[Row] = []
        for path in paths:
            row = self._session.rows.get(path)
            place = self._place.get(path)
            if row is None:
                continue
            if place is None:
                fresh.append(row)
                continue
            self._rows[place] = row
            changed.append(place)
        if changed:
            self._orders.changed(changed)
            self._touched.update(changed)
        if fresh:
            self._add(fresh)
        if len(changed) > _FEW:
            self._late = True
            if not self._lateness.isActive():
                self._tell_late()
            return
        for row in (row for place in changed if (row := self._shown(place)) is not None):
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    @Slot()
    def _tell_late(self) -> None:
        if not self._late:
            return
        self._late = False
        if self._visible:
            # A view paints all that is seen of it for any two rows: which they are is all the same.
            last = self.index(len(self._visible) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self._lateness.start()

    @Slot(object)
    def _touch(self, paths: set[str]) -> None:
        if self._shows_all():
            # A search looks at all of them.
            return
        # Only now are they among the changed ones: the session has told of the save before.
        self._touched.update(self._place[path] for path in paths if path in self._place)

    def _show(self, visible: list[int]) -> None:
        old = self._visible
        if visible == old:
            return
        self.visible_about_to_change.emit()
        self._change(old, visible)
        self.visible_changed.emit()

    def _change(self, old: list[int], visible: list[int]) -> None:
        apart = abs(len(old) - len(visible))
        if apart > _MOST_APART or max(len(old), len(visible)) > _MOST_COMPARED:
            self._replace_all(visible)
            return
        runs = different_runs(old, visible, _MOST_RUNS)
        if runs is None:
            self._replace_all(visible)
            return
        gone, come = runs
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._visible[first : last + 1]
            self._shown_at = None
            self.endRemoveRows()
        for first, last in come:
            self._insert(first, visible[first : last + 1])

    def _insert(self, at: int, places: list[int]) -> None:
        self.beginInsertRows(QModelIndex(), at, at + len(places) - 1)
        self._visible[at:at] = places
        self._shown_at = None
        self.endInsertRows()

    def _replace_all(self, visible: list[int]) -> None:
        if self._visible:
            self.beginRemoveRows(QModelIndex(), 0, len(self._visible) - 1)
            self._visible = []
            self._shown_at = None
            self.endRemoveRows()
        if visible:
            self._insert(0, visible)

    def _shown(self, place: int) -> int | None:
        """The visible row of a place; for a few, looking for each beats making a table of all."""
        if self._shown_at is None:
            try:
                return self._visible.index(place)
            except ValueError:
                return None
        shown = self._shown_at[place] if place < len(self._shown_at) else -1
        return shown if shown >= 0 else None

    def _places(self) -> array[int]:
        """For each place its visible row, or -1; an array takes a tenth of a dictionary's room."""
        if self._shown_at is None:
            self._shown_at = numbered(self._visible, len(self._rows))
        return self._shown_at

    # -- texts and order

    def text_of(self, row: Row, column: int) -> str:
        """What stands in a column of a row, as text."""
        if column == Column.TITLE:
            return row.title or self.tr("(no title)")
        if column == Column.PROVIDER:
            return row.provider or row.domain
        if column == Column.DATE:
            return short_date(row.date_text)
        if column == Column.QUALITY:
            return "" if row.quality is None else f"{row.quality}"
        if column == Column.HEAT:
            return "" if row.heat is None else f"{row.heat}"
        if column == Column.TOPICS:
            return ", ".join(row.topics)
        if column == Column.RELATED:
            return str(row.related) if row.related else ""
        if column == Column.STATE:
            return self._state(row)
        return self.tr("unsaved") if self._session.is_unsaved(row.path) else ""

    def _state(self, row: Row) -> str:
        if not row.readable:
            return self.tr("cannot be read")
        return self._states[row.published]

    def _spoken(self, row: Row) -> str:
        """All that others see of a row at a glance: the arrow keys go from title to title."""
        counted = self.tr("1 related") if row.related == 1 else self.tr("{0} related")
        parts = [
            self.text_of(row, Column.TITLE),
            self._state(row),
            self.tr("to review") if self._is_due(row.path) else "",
            self.text_of(row, Column.UNSAVED),
            *(problem.message for problem in row.problems),
            self.text_of(row, Column.PROVIDER),
            self.text_of(row, Column.DATE),
            counted.format(row.related) if row.related else "",
            row.excerpt,
        ]
        return ". ".join(part.rstrip(".") for part in parts if part)

    def _tip(self, row: Row, column: int) -> str:
        if column == Column.DATE:
            return row.date_text
        if column == Column.UNSAVED and (error := self._session.save_error(row.path)):
            return error.message
        lines = [row.path] if column == Column.TITLE else [self.text_of(row, column)]
        if column in (Column.STATE, Column.TITLE, Column.RELATED):
            for problem in row.problems:
                place = self.tr("line {0}: ").format(problem.line) if problem.line else ""
                lines.append(place + problem.message)
        return "\n".join(line for line in lines if line)
