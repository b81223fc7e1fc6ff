"""What was written, newest first: a heading a day, a row a step, the writes of a large one below.

The list is flat, and a step of many writes is unfolded by inserting rows: a tree would ask Python
about each of its rows whenever one is added.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from curator.content.journal import Write
from curator.session.history import Step

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `Entry` of a row, for delegates."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one row; a heading has a label alone, a write inside a step no time.

    `below` stands in a second line.  `stories` is how many a step that can be unfolded was
    about, else 0.
    """

    label: str
    time: str = ""
    below: str = ""
    fields: str = ""
    stories: int = 0
    unfolded: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """The heading of a day, a step, or a write of the step above it."""

    day: date
    step: Step | None = None
    inner: Write | None = None

    @property
    def key(self) -> Hashable:
        """What it is known by when the history is read again."""
        if self.inner is not None:
            return "write", self.inner.id
        return self.day if self.step is None else self.step.writes[0].step

    @property
    def writes(self) -> tuple[Write, ...]:
        """What it stands for."""
        if self.inner is not None:
            return (self.inner,)
        return () if self.step is None else self.step.writes

    @property
    def ends(self) -> tuple[int, ...]:
        """The newest and the oldest of its writes."""
        return () if self.step is None else (self.step.writes[0].id, self.step.writes[-1].id)


class HistoryModel(QAbstractListModel):
    """The steps of one story, or of all.

    `path_of` says where a written article is, `title_of` what the article at a path is called.
    """

    def __init__(
        self,
        path_of: Callable[[Write], str],
        title_of: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._path_of = path_of
        self._title_of = title_of
        self._steps: Sequence[Step] = ()
        self._rows: list[_Row] = []
        self._unfolded: set[int] = set()
        self._with_stories = False

    # -- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self._row(index)
        if row is None or row.step is None:
            return Qt.ItemFlag.NoItemFlags
        never = Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | never

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (_DISPLAY, ENTRY_ROLE, _ACCESSIBLE, _TOOL_TIP):
            return None
        row = self._row(index)
        if row is None:
            return None
        if role == _TOOL_TIP:
            return self._tip(row)
        entry = self._entry(row)
        if role == ENTRY_ROLE:
            return entry
        return entry.label if role == _DISPLAY else self._said(entry)

    # -- what the view asks

    @property
    def with_stories(self) -> bool:
        """Whether each row says which story it is about, in a second line."""
        return self._with_stories

    def show(self, steps: Sequence[Step], *, with_stories: bool) -> None:
        """Show other steps; `with_stories` where they are of more than one story."""
        self.beginResetModel()
        self._with_stories = with_stories
        self._steps = steps
        self._unfolded.clear()
        self._rows = list(self._rows_of(steps))
        self.endResetModel()

    def refresh(self, steps: Sequence[Step]) -> None:
        """Show the same steps as they are now: some have come, grown, or were forgotten."""
        self._steps = steps
        self._change(list(self._rows_of(steps)))

    def unfold(self, index: Index, wanted: bool) -> None:
        """Show the writes of a step below it, or hide them."""
        row = self._row(index)
        if row is None or row.step is None or not self.stories(index):
            return
        number = row.step.writes[0].step
        (self._unfolded.add if wanted else self._unfolded.discard)(number)
        self._change(list(self._rows_of(self._steps)))
        self.dataChanged.emit(index, index)

    def unfolded(self, index: Index) -> bool:
        """Whether the writes of a step stand below it."""
        row = self._row(index)
        return row is not None and row.inner is None and self._is_unfolded(row.step)

    def stories(self, index: Index) -> int:
        """How many writes a row can be unfolded into."""
        row = self._row(index)
        return 0 if row is None or len(row.writes) < 2 else len(row.writes)

    def step(self, index: Index) -> Step | None:
        """The step that a row is, or is a part of; None for headings."""
        row = self._row(index)
        return None if row is None else row.step

    def writes(self, index: Index) -> tuple[Write, ...]:
        """What a row stands for: all writes of a step, or the one."""
        row = self._row(index)
        return () if row is None else row.writes

    def step_above(self, index: Index) -> QModelIndex:
        """The row of the step that a write is a part of; invalid for other rows."""
        row = self._row(index)
        if row is None or row.inner is None:
            return QModelIndex()
        place = index.row()
        while self._rows[place].inner is not None:
            place -= 1
        return self.index(place)

    # -- rows

    def _row(self, index: Index) -> _Row | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def _is_unfolded(self, step: Step | None) -> bool:
        return step is not None and len(step.writes) > 1 and step.writes[0].step in self._unfolded

    def _rows_of(self, steps: Sequence[Step]) -> Iterator[_Row]:
        day = None
        # By its first write, which stays where it is while others come; and an entry that a
        # crash had kept back is late in the journal, but not in the day.
        for step in sorted(steps, key=lambda step: step.writes[-1].at, reverse=True):
            if day != (day := date.fromtimestamp(step.writes[-1].at)):
                yield _Row(day)
            yield _Row(day, step)
            if self._is_unfolded(step):
                yield from (_Row(day, step, write) for write in step.writes)

    def _change(self, rows: list[_Row]) -> None:
        """Go over to other rows by as few signals as need be."""
        keys = [row.key for row in self._rows]
        new, old = {row.key: row for row in rows}, set(keys)
        if [key for key in keys if key in new] != [key for key in new if key in old]:
            # Programs that write at the same time may have overtaken each other.
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        for first, end in reversed(_runs([key not in new for key in keys])):
            self.beginRemoveRows(QModelIndex(), first, end - 1)
            del self._rows[first:end]
            self.endRemoveRows()
        for place, row in enumerate(self._rows):
            now = new[row.key]
            # A recorded write never changes: a step is another one where it has others.
            changed = row.ends != now.ends
            self._rows[place] = now
            if changed:
                self.dataChanged.emit(self.index(place), self.index(place))
        for first, end in _runs([key not in old for key in new]):
            self.beginInsertRows(QModelIndex(), first, end - 1)
            self._rows[first:first] = rows[first:end]
            self.endInsertRows()

    # -- words

    def _entry(self, row: _Row) -> Entry:
        step = row.step
        if step is None:
            return Entry(self._day(row.day), heading=True)
        fields = _fields(row.writes)
        if row.inner is not None:
            # What the row above says already would take the room of the title.
            fields = "" if fields == _fields(step.writes) else fields
            path = self._path_of(row.inner)
            return Entry(self._title(path), below=path, fields=fields)
        time = f"{step.at:%H:%M}"
        if not self._with_stories:
            return Entry(step.label, time, fields=fields)
        count = len(step.writes)
        if count == 1:
            return Entry(step.label, time, self._title(self._path_of(step.writes[0])), fields)
        told = self.tr("{0} stories").format(f"{count:,}")
        return Entry(step.label, time, told, fields, count, self._is_unfolded(step))

    def _title(self, path: str) -> str:
        return " ".join(self._title_of(path).split()) or path

    def _day(self, day: date) -> str:
        today = date.today()
        if day == today:
            return self.tr("Today")
        if day == today - timedelta(days=1):
            return self.tr("Yesterday")
        words = QDate(day.year, day.month, day.day)
        return QLocale().toString(words, QLocale.FormatType.LongFormat)

    def _tip(self, row: _Row) -> str:
        if not row.writes:
            return ""
        newest = row.writes[0]
        moment = QDateTime.fromMSecsSinceEpoch(round(newest.at * 1000))
        lines = [QLocale().toString(moment, QLocale.FormatType.LongFormat)]
        if len(row.writes) > 1:
            lines.append(self.tr("Double click or Return unfolds it"))
        elif self._with_stories:
            lines.append(self._path_of(newest))
            lines.append(self.tr("Double click or Return shows the story"))
        # A file's name may look like HTML, and a tip would take it for that.
        return f"<p style='white-space: pre-wrap'>{escape(chr(10).join(lines))}</p>"

    def _said(self, entry: Entry) -> str:
        changed = self.tr("changed: {0}").format(entry.fields) if entry.fields else ""
        fold = ""
        if entry.stories:
            fold = self.tr("unfolded") if entry.unfolded else self.tr("folded")
        words = (entry.time, entry.label, entry.below, changed, fold)
        return ", ".join(word for word in words if word)


def _fields(writes: Sequence[Write]) -> str:
    names = dict.fromkeys(name for write in writes for name in write.fields)
    return ", ".join(" ".join(name.split()) for name in names)


def _runs(wanted: Sequence[bool]) -> list[tuple[int, int]]:
    """The stretches of a list in which all are true: the first of each, and the one behind it."""
    runs: list[tuple[int, int]] = []
    for place, is_wanted in enumerate(wanted):
        if not is_wanted:
            continue
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs
