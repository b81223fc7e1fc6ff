"""The rows of the sidebar: headings, views with their counts, and what shows more of a group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Slot,
)

from curator.content.query import never
from curator.content.row import Row
from curator.session.notice import Notice
from curator.session.review import Review
from curator.session.searches import Changed, SavedSearch, SavedSearches, SearchCounts
from curator.session.session import Session
from curator.session.twins import Twins
from curator.session.views import (
    ALL,
    COLLECTION,
    DUE,
    DUPLICATES,
    HELD,
    NO_FLAG,
    PROBLEMS,
    PROVIDER,
    PUBLISHED,
    SEARCH,
    TOPIC,
    View,
    ViewCounts,
)
from curator.ui.later import Later

VIEW = int(Qt.ItemDataRole.UserRole)
COUNT = VIEW + 1
MORE = VIEW + 2
"""The group of which a row shows more, None on other rows."""

_FIRST = 12
"""So many topics and providers are shown until one asks for more."""
_STEP = 200
_REST = 100
"""Milliseconds between two tellings of the counts, each of which makes the sidebar paint."""
_PAUSE = 200
"""Milliseconds between two looks at the counts while a folder is read."""
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class Entry:
    """A row: a view, or without one a heading, or what shows more of a group."""

    text: str
    view: View | None = None
    more: str | None = None
    count: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """By this a row is the same although its text or its count has changed."""
        return (self.view,) if self.view else ("more", self.more) if self.more else (self.text,)


class SidebarModel(QAbstractListModel):
    """Follows the session; the order of topics and providers changes only with the folder."""

    def __init__(
        self,
        session: Session,
        searches: SavedSearches,
        parent: QObject,
        review: Review | None = None,
        twins: Twins | None = None,
    ) -> None:
        """Without `review` there is no view of what is to review, without `twins` of duplicates."""
        super().__init__(parent)
        self.pinned = View(ALL)
        """The chosen view, which stays where it is however few articles it has."""
        self._session = session
        self._searches = searches
        self._kept: list[SavedSearch] = []
        self._review = review
        self._twins = twins
        self._found = SearchCounts(
            review.is_due if review is not None else never,
            twins.has if twins is not None else never,
        )
        self._changed = Changed(session, self)
        self._entries: list[Entry] = []
        self._limits: dict[str, int] = {}
        self._names: dict[str, list[str]] = {}
        self._seen = -1
        self._soon = Later(self._catch_up, self, _REST)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._rank)
        self._rank()
        session.folder_opened.connect(self._start_anew)
        session.rows_added.connect(self._add)
        session.rows_removed.connect(self._remove)
        session.folder_ready.connect(self._rank)
        session.articles_changed.connect(self._update)
        session.saved.connect(self._update)
        if review is not None:
            review.due_changed.connect(self._follow_due)
            review.counted.connect(self._soon.ask)
            review.ready.connect(self._count_searches)
        if twins is not None:
            twins.twins_changed.connect(self._follow_twins)
            twins.counted.connect(self._soon.ask)

    # -- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or index.row() >= len(self._entries):
            return Qt.ItemFlag.NoItemFlags
        entry = self._entries[index.row()]
        if entry.view is None and entry.more is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if entry.view is not None and entry.view.name == SEARCH:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        is_heading = entry.view is None and entry.more is None
        if role == _DISPLAY:
            return entry.text.upper() if is_heading else entry.text
        if role == VIEW:
            return entry.view
        if role == COUNT:
            return entry.count
        if role == MORE:
            return entry.more
        if role == _EDIT:
            return entry.text
        if role == _ACCESSIBLE:
            if is_heading:
                return entry.text
            one = self.tr("{0}, 1 article").format(entry.text)
            return (
                one
                if entry.count == 1
                else self.tr("{0}, {1} articles").format(entry.text, entry.count)
            )
        if role == _TOOL_TIP and entry.view is not None and entry.view.value:
            return entry.view.value if entry.text != entry.view.value else None
        return None

    def setData(self, index: Index, value: Any, role: int = _EDIT) -> bool:
        """Give a saved search another name."""
        view, name = index.data(VIEW), " ".join(str(value).split())
        if role != _EDIT or not isinstance(view, View) or view.name != SEARCH or not name:
            return False
        return self.keep_search(view.value, name)

    # -- what the sidebar asks

    @property
    def counts(self) -> ViewCounts:
        """How many articles each view has."""
        return self._session.view_counts

    def index_of(self, view: View) -> QModelIndex:
        """Where a view stands; it is put there where a group shows only its first names."""
        if view.name in self._names and view.value not in self._names[view.name]:
            if not self.counts[view]:
                return QModelIndex()
            self._names[view.name].append(view.value)
            self._arrange()
        rows = (row for row, entry in enumerate(self._entries) if entry.view == view)
        row = next(rows, -1)
        return self.index(row) if row >= 0 else QModelIndex()

    def show_more(self, group: str) -> None:
        """Show more names of a group, or after the last of them only the first again."""
        total = len(self._used(group))
        limit = self._limits.get(group, _FIRST)
        self._limits[group] = limit + _STEP if limit < total else _FIRST
        self._rank()

    def keep_search(self, text: str, name: str) -> bool:
        """Keep a search under a name, or give it this name."""
        folder = self._session.folder
        return folder is not None and self._store(lambda: self._searches.keep(folder, name, text))

    def forget_search(self, text: str) -> bool:
        """Keep a search no longer."""
        folder = self._session.folder
        if folder is None or not self._store(lambda: self._searches.forget(folder, text)):
            return False
        self._found.drop(text)
        return True

    def in_use(self) -> dict[str, list[str]]:
        """What is in use for the keys of the search language, the most used first."""
        return {name: self._used(name) for name in (TOPIC, PROVIDER, COLLECTION)}

    # -- following the session

    @Slot()
    def _start_anew(self) -> None:
        self.pinned = View(ALL)
        self._seen = -1
        self._limits.clear()
        self._found.clear()
        self._read_searches()
        self._rank()

    @Slot(object)
    def _add(self, rows: list[Row]) -> None:
        self._found.update(rows, self._changed.has)
        if not self._session.scanning:
            self._arrange()
        elif not self._pause.isActive():
            self._pause.start()

    @Slot(object)
    def _remove(self, paths: set[str]) -> None:
        self._found.remove(paths)
        self._arrange()

    @Slot(object)
    def _update(self, paths: set[str]) -> None:
        rows = self._session.rows
        known = [rows[path] for path in paths if path in rows]
        if self._found.is_of_today():
            self._found.update(known, self._changed.has)
        else:
            self._found.count_anew(rows.values(), self._changed.has)
        self._soon.ask()

    @Slot(object)
    def _follow_due(self, paths: set[str]) -> None:
        rows = self._session.rows
        known = [rows[path] for path in paths if path in rows]
        if any("due" in search.text for search in self._kept):
            self._found.update(known, self._changed.has)
            self._soon.ask()

    @Slot(object)
    def _follow_twins(self, paths: set[str]) -> None:
        rows = self._session.rows
        if any("duplicate" in search.text for search in self._kept):
            known = [rows[path] for path in paths if path in rows]
            self._found.update(known, self._changed.has)

    @Slot()
    def _count_searches(self) -> None:
        """It is known now what is due, for searches that ask for it."""
        for search in self._kept:
            if "due" in search.text:
                self._found.drop(search.text)
        self._recount()

    @Slot()
    def _rank(self) -> None:
        """Put the most used names first, which is not done while one looks at them."""
        self._names.clear()
        self._arrange()

    def _arrange(self) -> None:
        self._seen = self.counts.names_version
        self._become(self._wanted())
        self._recount()

    def _wanted(self) -> list[Entry]:
        entries = [Entry(self.tr("Views"))]
        if self._review is not None:
            entries.append(Entry(self.tr("To review"), View(DUE)))
        for name, text in (
            (ALL, self.tr("All")),
            (PUBLISHED, self.tr("Published")),
            (HELD, self.tr("Held")),
            (NO_FLAG, self.tr("No flag")),
            (PROBLEMS, self.tr("Problems")),
        ):
            entries.append(Entry(text, View(name)))
        if self._twins is not None:
            entries.append(Entry(self.tr("Duplicates"), View(DUPLICATES)))
        if self._kept:
            entries.append(Entry(self.tr("Saved searches")))
            entries.extend(Entry(search.name, View(SEARCH, search.text)) for search in self._kept)
        collections = self.counts.collections
        if collections:
            entries.append(Entry(self.tr("Collections")))
            entries.extend(Entry(c[:1].upper() + c[1:], View(COLLECTION, c)) for c in collections)
        entries.extend(self._group(TOPIC, self.tr("Topics")))
        entries.extend(self._group(PROVIDER, self.tr("Providers")))
        return entries

    def _group(self, group: str, heading: str) -> list[Entry]:
        used = self._used(group)
        limit = self._limits.get(group, _FIRST)
        names = self._names.setdefault(group, [])
        there = set(names)
        room = max(0, limit - len(names))
        names.extend([name for name in used if name not in there][:room])
        if self.pinned.name == group and self.pinned.value not in names:
            names.append(self.pinned.value)
        if not names:
            return []
        entries = [Entry(heading), *(Entry(name, View(group, name)) for name in names)]
        rest = len(set(used) - set(names))
        if rest:
            entries.append(Entry(self.tr("More…"), more=group, count=rest))
        elif limit > _FIRST:
            entries.append(Entry(self.tr("Fewer"), more=group))
        return entries

    def _used(self, group: str) -> list[str]:
        if group == TOPIC:
            return self.counts.topics
        return self.counts.providers if group == PROVIDER else self.counts.collections

    def _become(self, wanted: list[Entry]) -> None:
        """Take over other rows by inserting, moving and removing, so that the chosen one stays."""
        entries = self._entries
        keys = {entry.key for entry in wanted}
        for row in reversed(range(len(entries))):
            if entries[row].key not in keys:
                self.beginRemoveRows(QModelIndex(), row, row)
                del entries[row]
                self.endRemoveRows()
        for row, entry in enumerate(wanted):
            there = next((n for n in range(row, len(entries)) if entries[n].key == entry.key), -1)
            if there < 0:
                self.beginInsertRows(QModelIndex(), row, row)
                entries.insert(row, entry)
                self.endInsertRows()
                continue
            if there > row:
                self.beginMoveRows(QModelIndex(), there, there, QModelIndex(), row)
                entries.insert(row, entries.pop(there))
                self.endMoveRows()
            if entries[row].text != entry.text or entry.more:
                entries[row].text, entries[row].count = entry.text, entry.count
                self.dataChanged.emit(self.index(row), self.index(row))

    @Slot()
    def _catch_up(self) -> None:
        if self.counts.names_version != self._seen:
            self._arrange()
        else:
            self._recount()

    @Slot()
    def _recount(self) -> None:
        for row, entry in enumerate(self._entries):
            if entry.view is None:
                continue
            if entry.view.name == SEARCH:
                count = self._count_of_search(entry.view.value)
            elif entry.view.name == DUE:
                count = self._review.count if self._review is not None else 0
            elif entry.view.name == DUPLICATES:
                count = self._twins.count if self._twins is not None else 0
            else:
                count = self.counts[entry.view]
            if count != entry.count:
                entry.count = count
                self.dataChanged.emit(self.index(row), self.index(row))

    def _count_of_search(self, text: str) -> int:
        if text not in self._found:
            self._found.add(text, self._session.rows.values(), self._changed.has)
        return self._found[text]

    def _store(self, change: Callable[[], None]) -> bool:
        try:
            change()
        except OSError as error:
            why = error.strerror or str(error)
            text = self.tr("The search could not be saved: {0}").format(why)
            self._session.noticed.emit(Notice("warning", text, about="searches"))
            return False
        self._read_searches()
        self._arrange()
        return True

    def _read_searches(self) -> None:
        folder = self._session.folder
        self._kept = self._searches.of(folder) if folder is not None else []
