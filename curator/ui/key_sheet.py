"""All keys on one sheet, in columns, to be found by typing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from curator.ui.actions import (
    FIXED_KEYS,
    Actions,
    key_text,
    menu_text,
    plain_text,
    portable_keys,
    specs,
)
from curator.ui.form.field_base import RHYTHM, Caption, offer_clearing
from curator.ui.fuzzy import fold
from curator.ui.theme import bold

Lines = list[tuple[str, list[str]]]
"""What is done, and the keys that do it as they are shown."""


def all_keys(actions: Actions) -> dict[str, Lines]:
    """Everything that has a key at present, by menu and by part of the window."""
    groups: dict[str, Lines] = {}
    for spec in specs():
        if keys := portable_keys(actions[spec.name]):
            line = (plain_text(spec), [key_text(key) for key in keys])
            groups.setdefault(menu_text(spec), []).append(line)
    for fixed in FIXED_KEYS:
        line = (_tr(fixed.text), [key_text(key) for key in fixed.keys])
        groups.setdefault(_tr(fixed.place), []).append(line)
    return groups


class KeySheet(QDialog):
    """The sheet; show it with `open`."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent.window()
        self.setObjectName("key_sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        self.filter = QLineEdit(self)
        self.filter.setObjectName("key_sheet.filter")
        self.filter.setAccessibleName(self.tr("Find an action or a key"))
        self.filter.setPlaceholderText(self.tr("Find an action or a key"))
        offer_clearing(self.filter)
        self._columns = _Columns(all_keys(actions), self)
        self._none = Caption(self.tr("No key is called so."), "hint", self)
        self._none.hide()
        self._area = QScrollArea(self)
        self._area.setObjectName("key_sheet.keys")
        self._area.setAccessibleName(self.tr("Keys"))
        self._area.setWidget(self._columns)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setIcon(QIcon())
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        change = Caption(self.tr("Keys can be changed in the preferences."), "hint", self)
        foot = QHBoxLayout()
        foot.addWidget(change, 1)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*([3 * RHYTHM] * 4))
        layout.setSpacing(2 * RHYTHM)
        layout.addWidget(self.filter)
        layout.addWidget(self._none)
        layout.addWidget(self._area, 1)
        layout.addLayout(foot)
        self.filter.textChanged.connect(self._find)

    def shown(self) -> dict[str, Lines]:
        """What is on the sheet at present."""
        return self._columns.shown()

    @property
    def scrolled_away(self) -> int:
        """How many pixels of the sheet are not to be seen without scrolling."""
        return self._area.verticalScrollBar().maximum()

    def showEvent(self, event: QShowEvent) -> None:
        """As large as it needs to be, where the screen has the room."""
        super().showEvent(event)
        most = self.screen().availableSize() - QSize(4 * RHYTHM, 8 * RHYTHM)
        self.resize(most)
        self._activate()
        surround = most - self._area.size()
        inner = self._columns.best_size(self._area.size())
        self.resize((inner + surround).boundedTo(most))
        self.move(self._window.geometry().center() - self.rect().center())
        self.filter.setFocus()

    def _activate(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()

    @Slot(str)
    def _find(self, typed: str) -> None:
        self._none.setVisible(not self._columns.find_words(typed))


class _Columns(QWidget):
    """Groups one below the other, in as many columns of equal width as there is room for."""

    def __init__(self, groups: dict[str, Lines], parent: QWidget) -> None:
        super().__init__(parent)
        self._groups = [_Group(title, lines, self) for title, lines in groups.items()]

    def shown(self) -> dict[str, Lines]:
        return {group.title: lines for group in self._groups if (lines := group.shown())}

    def find_words(self, typed: str) -> bool:
        """Show only what has all typed words in its name, its keys or its heading."""
        words = fold(typed).split()
        found = [group.find_words(words) for group in self._groups]
        self._arrange()
        return any(found)

    def best_size(self, most: QSize) -> QSize:
        """The size with the fewest columns that fits, else with as many as fit."""
        fit = max(1, (most.width() + _GAP) // (self._column_width() + _GAP))
        for count in range(1, fit + 1):
            height = self._height(count)
            # A sheet that is much higher than wide is not read at a glance.
            if height <= most.height() and (count >= min(3, fit)):
                return QSize(self._width(count), height)
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        fit = max(1, (most.width() - bar + _GAP) // (self._column_width() + _GAP))
        return QSize(self._width(fit) + bar, most.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        column = self._column_width()
        count = max(1, (self.width() + _GAP) // (column + _GAP))
        width = (self.width() - (count - 1) * _GAP) // count
        highest = self._height(count)
        x = y = 0
        for group in self._visible():
            height = group.sizeHint().height()
            if y and y + height > highest:
                x, y = x + width + _GAP, 0
            group.setGeometry(x, y, width, height)
            y += height + 2 * RHYTHM
        self.setMinimumHeight(highest)

    def _visible(self) -> list[_Group]:
        return [group for group in self._groups if not group.isHidden()]

    def _column_width(self) -> int:
        return max(group.sizeHint().width() for group in self._groups)

    def _width(self, count: int) -> int:
        return count * self._column_width() + (count - 1) * _GAP

    def _height(self, count: int) -> int:
        """The least height at which the groups, in their order, fit into so many columns."""
        heights = [group.sizeHint().height() for group in self._visible()]
        tried = sorted(
            {
                sum(heights[first:last]) + (last - first - 1) * 2 * RHYTHM
                for first in range(len(heights))
                for last in range(first + 1, len(heights) + 1)
            }
        )
        return next((height for height in tried if _columns(heights, height) <= count), 0)


class _Group(QWidget):
    """A heading with its keys below."""

    def __init__(self, title: str, lines: Lines, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = title
        self._lines = lines
        self._rows: list[list[QWidget]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * RHYTHM)
        grid.setVerticalSpacing(RHYTHM // 2)
        heading = _label(title, self)
        heading.setFont(bold(heading.font()))
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, (text, keys) in enumerate(lines, 1):
            caps = QWidget(self)
            line = QHBoxLayout(caps)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(RHYTHM // 2)
            line.addStretch(1)
            for key in keys:
                cap = _label(key, caps)
                cap.setProperty("role", "key")
                line.addWidget(cap)
            name = _label(text, self)
            grid.addWidget(name, row, 0)
            grid.addWidget(caps, row, 1)
            self._rows.append([name, caps])
        grid.setColumnStretch(0, 1)

    def shown(self) -> Lines:
        rows = zip(self._lines, self._rows, strict=True)
        return [line for line, widgets in rows if not widgets[0].isHidden()]

    def find_words(self, words: list[str]) -> bool:
        found = False
        for (text, keys), widgets in zip(self._lines, self._rows, strict=True):
            everything = fold(" ".join((self.title, text, *keys)))
            fits = all(word in everything for word in words)
            for widget in widgets:
                widget.setVisible(fits)
            found = found or fits
        self.setVisible(found)
        return found


_GAP = 5 * RHYTHM


def _columns(heights: list[int], most: int) -> int:
    count, y = 1, 0
    for height in heights:
        if height > most:
            return len(heights) + 1
        if y and y + height > most:
            count, y = count + 1, 0
        y += height + 2 * RHYTHM
    return count


def _label(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
