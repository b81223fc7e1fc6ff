"""The command palette: type a few letters of what you want to do or see, and press Return."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QRegion,
)
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QMainWindow, QVBoxLayout, QWidget
from shiboken6 import isValid

from curator.ui.form.field_base import RHYTHM, Caption
from curator.ui.marks import rounded
from curator.ui.palette_entries import Entry, PaletteEntries
from curator.ui.palette_list import ENTRY, EntryList, EntryModel
from curator.ui.theme import DARK, theme_of

MOST_ROWS = 10
"""So many lines are seen at once; the others are reached by going on."""

_SHADOW = RHYTHM
_STAYS_OPEN = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class CommandPalette(QFrame):
    """Lies over the top of the window while it is open, and takes no part of it away.

    Return runs the marked line, Escape gives the focus back to where it was.
    """

    chosen = Signal(object)
    """The `Entry` that is to be run; the palette is closed by then."""

    def __init__(self, entries: PaletteEntries, window: QMainWindow) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Command palette"))
        self._entries = entries
        self._window = window
        self._before: QWidget | None = None
        self._model = EntryModel(self)
        self.field = QLineEdit(self)
        self.field.setObjectName("palette.field")
        self.field.setAccessibleName(self.tr("Find an action, a view, a topic or a provider"))
        self.field.setPlaceholderText(self.tr("What do you want to do or see?"))
        self.list = EntryList(self)
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName(self.tr("Matches"))
        self.list.setModel(self._model)
        self._none = Caption(self.tr("Nothing matches."), "hint", self)
        self._none.setContentsMargins(RHYTHM, RHYTHM, RHYTHM, RHYTHM)
        self._hint = Caption(self.tr(">  actions      #  topics      @  providers"), "hint", self)
        self._hint.setWordWrap(False)
        self._hint.setContentsMargins(RHYTHM, 0, RHYTHM, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*([_SHADOW + RHYTHM + 2] * 4))
        layout.setSpacing(RHYTHM)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        layout.addWidget(self._none)
        layout.addWidget(self._hint)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._show_matches)
        self.list.clicked.connect(self._run)
        self.list.selectionModel().currentChanged.connect(self._say)
        window.installEventFilter(self)
        self.hide()

    @Slot()
    def toggle(self) -> None:
        """Open the palette, or close it where it is open."""
        if self.isVisible():
            self.close_and_go_back()
            return
        self._before = QApplication.focusWidget()
        self._entries.look()
        self.field.clear()
        self._show_matches("")
        self.show()
        self._place()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # So that the first letter does not have to wait for many thousands of topics.
        QTimer.singleShot(0, self, self._look_at_names)

    @Slot()
    def close_and_go_back(self) -> None:
        """Close the palette; the focus is again where it was before."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the field, and the size of the window."""
        if watched is self.field:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._take_key(event)
            if not isinstance(event, QFocusEvent) or event.gotFocus():
                return False
            if event.reason() not in _STAYS_OPEN:
                # Whoever clicks elsewhere wants to be there.
                QTimer.singleShot(0, self, self._close_if_left)
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Another font wants another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ground of its own with round corners, lifted a little from what lies below."""
        theme, painter = theme_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = self.rect().adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        # Only its rim is seen, and a large soft area takes long to paint.
        painter.setClipRegion(QRegion(self.rect()) - QRegion(box.adjusted(10, 10, -10, -10)))
        painter.setBrush(QColor(0, 0, 0, 12 if theme is DARK else 5))
        whole = QRectF(self.rect())
        for step in range(_SHADOW):
            painter.drawRoundedRect(whole.adjusted(step, step, -step, -step), 16, 16)
        painter.setClipping(False)
        rounded(painter, QRectF(box), theme.field, theme.outline, 10)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        page = max(1, self._rows_seen() - 1)
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        if key in steps:
            self._step(steps[key], wraps=abs(steps[key]) == 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_and_go_back()
        else:
            return False
        return True

    def _step(self, step: int, *, wraps: bool) -> None:
        count = self._model.rowCount()
        if count:
            row = self.list.currentIndex().row() + step
            row = row % count if wraps else min(max(row, 0), count - 1)
            self.list.setCurrentIndex(self._model.index(row))

    @Slot()
    def _look_at_names(self) -> None:
        self._entries.look_at_names()

    @Slot(str)
    def _show_matches(self, typed: str) -> None:
        entries = self._entries.find(typed)
        self._model.show_entries(entries)
        self.list.setVisible(bool(entries))
        self._none.setVisible(not entries)
        if entries:
            first = next((row for row, entry in enumerate(entries) if entry.enabled), 0)
            self.list.setCurrentIndex(self._model.index(first))
        else:
            self.field.setAccessibleDescription(self._none.text())
        if self.isVisible():
            self._place()

    @Slot(QModelIndex)
    def _run(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and entry.enabled:
            self.close_and_go_back()
            self._entries.note_use(entry)
            self.chosen.emit(entry)

    @Slot(QModelIndex)
    def _say(self, index: QModelIndex) -> None:
        """The focus is in the field; a reader is told of the marked line all the same."""
        entry = index.data(ENTRY)
        self.field.setAccessibleDescription(entry.spoken() if isinstance(entry, Entry) else "")
        if index.isValid() and QAccessible.isActive():
            event = QAccessibleEvent(self.list, QAccessible.Event.Focus)
            event.setChild(index.row())
            QAccessible.updateAccessibility(event)

    @Slot()
    def _close_if_left(self) -> None:
        focus = QApplication.focusWidget()
        if self.isVisible() and not (focus is not None and self.isAncestorOf(focus)):
            self._before = None
            self.hide()

    def _rows_seen(self) -> int:
        return max(1, self.list.height() // self.list.row_height())

    def _place(self) -> None:
        """In the middle, near the top, no larger than the window."""
        window = self._window
        width = min(window.width() - 4 * RHYTHM, self.fontMetrics().averageCharWidth() * 84)
        top = min(window.height() // 10, 10 * RHYTHM)
        margins = 2 * (_SHADOW + RHYTHM + 2)
        others = self.field.sizeHint().height() + self._hint.sizeHint().height() + 2 * RHYTHM
        row = self.list.row_height()
        room = window.height() - top - margins - others - RHYTHM
        rows = min(self._model.rowCount(), MOST_ROWS, max(2, room // row))
        inner = rows * row if rows else self._none.sizeHint().height()
        if rows:
            self.list.setFixedHeight(inner)
        self.setGeometry((window.width() - width) // 2, top, width, margins + others + inner)
