"""The rows of a patch: each article with its changed lines below it, all rows of one height."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from curator.content.changes import Line, Side
from curator.session.dry_run import FileChange, Outcome

Index = QModelIndex | QPersistentModelIndex

KIND_ROLE = int(Qt.ItemDataRole.UserRole)
FILE_ROLE = KIND_ROLE + 1
LINE_ROLE = KIND_ROLE + 2

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TICK = int(Qt.ItemDataRole.CheckStateRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_MOST_TIP = 2_000


class RowKind(IntEnum):
    """What a row shows."""

    FILE = 0
    NOTE = 1
    REASON = 2
    LINE = 3
    MORE = 4


class PatchModel(QAbstractListModel):
    """Articles that would be changed or cannot be; the former have a tick."""

    ticks_changed = Signal()
    """Other articles have a tick now, or there are more."""

    def __init__(self, titles: Callable[[str], str], parent: QObject | None = None) -> None:
        """`titles` gives what to call the article at a path."""
        super().__init__(parent)
        self._titles = titles
        self._files: list[FileChange] = []
        self._place: dict[str, int] = {}
        self._unticked: set[str] = set()
        self._first = array("L")
        """The row of each article."""
        self._file_of = array("L")
        """The article of each row."""
        self._changed = 0

    # -- what is in it

    def clear(self) -> None:
        """Nothing is found yet; ticks that were taken away are remembered."""
        self.beginResetModel()
        self._files, self._place = [], {}
        self._first, self._file_of = array("L"), array("L")
        self._changed = 0
        self.endResetModel()
        self.ticks_changed.emit()

    def forget_ticks(self) -> None:
        """Let everything have a tick again."""
        self._unticked.clear()

    def add(self, found: Iterable[FileChange]) -> None:
        """Show more articles; those that are so already have no row."""
        new = [each for each in found if each.outcome is not Outcome.SAME]
        if not new:
            return
        count = sum(map(_height, new))
        first = len(self._file_of)
        self.beginInsertRows(QModelIndex(), first, first + count - 1)
        for each in new:
            self._append(each)
        self.endInsertRows()
        self.ticks_changed.emit()

    def revise(self, change: FileChange) -> None:
        """Show something else of an article."""
        place = self._place.get(change.path)
        if place is None:
            self.add([change])
            return
        # This is rare, and the place in the list is kept as only these rows change.
        files, first = self._files, self._first[place]
        self.beginRemoveRows(QModelIndex(), first, first + _height(files[place]) - 1)
        self._rebuild([*files[:place], *files[place + 1 :]])
        self.endRemoveRows()
        if change.outcome is not Outcome.SAME:
            self.beginInsertRows(QModelIndex(), first, first + _height(change) - 1)
            self._rebuild([*files[:place], change, *files[place + 1 :]])
            self.endInsertRows()
        self.ticks_changed.emit()

    def _rebuild(self, files: Sequence[FileChange]) -> None:
        self._files, self._place = [], {}
        self._first, self._file_of = array("L"), array("L")
        self._changed = 0
        for each in files:
            self._append(each)

    def _append(self, change: FileChange) -> None:
        number = len(self._files)
        self._files.append(change)
        self._place[change.path] = number
        self._first.append(len(self._file_of))
        self._file_of.extend([number] * _height(change))
        self._changed += change.outcome is Outcome.CHANGED

    # -- ticks

    @property
    def changed(self) -> int:
        """How many articles can have a tick."""
        return self._changed

    @property
    def refused(self) -> int:
        """How many articles cannot be changed."""
        return len(self._files) - self._changed

    @property
    def ticked_count(self) -> int:
        """How many have a tick."""
        gone = (self._place.get(path) for path in self._unticked)
        found = (self._files[place] for place in gone if place is not None)
        return self._changed - sum(each.outcome is Outcome.CHANGED for each in found)

    @property
    def ticked(self) -> list[str]:
        """The paths of those with a tick, in order."""
        return [
            each.path
            for each in self._files
            if each.outcome is Outcome.CHANGED and each.path not in self._unticked
        ]

    def tick(self, path: str, wanted: bool) -> None:
        """Give an article a tick, or take it away."""
        if wanted:
            self._unticked.discard(path)
        else:
            self._unticked.add(path)
        row = self._first[self._place[path]]
        self.dataChanged.emit(self.index(row), self.index(row), [_TICK])
        self.ticks_changed.emit()

    def tick_all(self, wanted: bool) -> None:
        """Give all a tick, or none."""
        self._unticked = set() if wanted else {each.path for each in self._files}
        if self._file_of:
            last = self.index(len(self._file_of) - 1)
            self.dataChanged.emit(self.index(0), last, [_TICK])
        self.ticks_changed.emit()

    def is_ticked(self, path: str) -> bool:
        """Whether an article has a tick."""
        return path not in self._unticked

    # -- going about

    def file_at(self, row: int) -> FileChange | None:
        """The article that a row belongs to."""
        return self._files[self._file_of[row]] if 0 <= row < len(self._file_of) else None

    def row_of(self, path: str) -> int:
        """The row with which an article begins."""
        return self._first[self._place[path]]

    def row_below(self, path: str) -> int:
        """The row with which the article behind another begins; -1 behind the last."""
        place = self._place[path] + 1
        return self._first[place] if place < len(self._first) else -1

    def next_refused(self, row: int) -> int:
        """The row of the next article behind `row` that cannot be changed, round and round."""
        refused = [
            self._first[number]
            for number, each in enumerate(self._files)
            if each.outcome is Outcome.REFUSED
        ]
        return next((each for each in refused if each > row), refused[0] if refused else -1)

    # -- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._file_of)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        change = self.file_at(index.row())
        if change is not None and change.outcome is Outcome.CHANGED and self._is_first(index):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        change = self.file_at(index.row())
        if change is None:
            return None
        inside = index.row() - self._first[self._file_of[index.row()]]
        kind, line = _row(change, inside)
        if role == KIND_ROLE:
            return kind
        if role == FILE_ROLE:
            return change
        if role == LINE_ROLE:
            return line
        if role == _TICK:
            if kind is not RowKind.FILE or change.outcome is not Outcome.CHANGED:
                return None
            ticked = self.is_ticked(change.path)
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role in (_DISPLAY, _ACCESSIBLE, _TIP):
            return self._text(change, kind, line, role)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        change = self.file_at(index.row())
        if role != _TICK or change is None or change.outcome is not Outcome.CHANGED:
            return False
        self.tick(change.path, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _is_first(self, index: Index) -> bool:
        return self._first[self._file_of[index.row()]] == index.row()

    def _text(self, change: FileChange, kind: RowKind, line: Line | None, role: int) -> str:
        if kind is RowKind.FILE:
            title = self._titles(change.path)
            return change.path if role == _TIP else title
        if kind is RowKind.NOTE:
            return change.note
        if kind is RowKind.REASON:
            return change.reason
        if kind is RowKind.MORE or line is None:
            return self.tr("… and {0} more lines").format(f"{change.more:,}")
        text = line.text.rstrip("\r\n")[:_MOST_TIP]
        if role == _ACCESSIBLE:
            removed = line.side is Side.REMOVED
            said = self.tr("removed: {0}") if removed else self.tr("added: {0}")
            return said.format(text)
        return text


def _height(change: FileChange) -> int:
    """How many rows an article takes."""
    refused = change.outcome is Outcome.REFUSED
    return 1 + bool(change.note) + refused + len(change.lines) + bool(change.more)


def _row(change: FileChange, inside: int) -> tuple[RowKind, Line | None]:
    """What the row of that number within an article shows."""
    if inside == 0:
        return RowKind.FILE, None
    if change.note:
        if inside == 1:
            return RowKind.NOTE, None
        inside -= 1
    if change.outcome is Outcome.REFUSED:
        return RowKind.REASON, None
    if inside <= len(change.lines):
        return RowKind.LINE, change.lines[inside - 1]
    return RowKind.MORE, None
