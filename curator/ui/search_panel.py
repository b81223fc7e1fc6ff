"""What drops down below the search field: what may be typed next, and what is wrong or missing.

It is a part of the window and not a window of its own: it takes neither the focus nor a key, and
nothing moves when it comes or goes.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from curator.content.query import Completion
from curator.ui.marks import rounded
from curator.ui.theme import smaller, theme_of

MOST_ROWS = 8
"""So many completions are seen at once; the others are reached with Down."""
_MOST_OFFERED = 200
_HINT = int(Qt.ItemDataRole.UserRole)


class SearchPanel(QFrame):
    """A list of completions with a line of words below; hidden while both are empty."""

    chosen = Signal(object)
    """The place of the completion that was clicked."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self._window: QWidget | None = None
        self.setObjectName("search.panel")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = QStandardItemModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_CompletionDelegate(self))
        self.list.setAccessibleName(self.tr("Completions"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setStyleSheet("background: transparent;")
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setContentsMargins(8, 4, 8, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 5, 5, 5)
        layout.setSpacing(0)
        layout.addWidget(self.list)
        layout.addWidget(self.words)
        self.list.clicked.connect(self._tell)
        self.hide()

    def offer(self, completions: list[Completion]) -> None:
        """Show these completions, none of them marked."""
        self._model.clear()
        for completion in completions[:_MOST_OFFERED]:
            item = QStandardItem(completion.text)
            item.setData(completion.hint, _HINT)
            said = f"{completion.text}, {completion.hint}" if completion.hint else completion.text
            item.setData(said, int(Qt.ItemDataRole.AccessibleTextRole))
            self._model.appendRow(item)
        self.list.setVisible(bool(completions))
        self.place()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show words below the completions, as an error or as a hint."""
        self.words.setText(text)
        self.words.setProperty("role", "error" if wrong else "hint")
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self.words.setVisible(bool(text))
        self.place()

    @property
    def offers(self) -> bool:
        """Whether completions are to be seen."""
        return self.isVisible() and not self.list.isHidden()

    @property
    def marked(self) -> int:
        """The place of the marked completion, -1 where none is."""
        return self.list.currentIndex().row()

    def mark(self, step: int) -> str:
        """Mark the next or an earlier completion, coming round; what a reader says of it."""
        count = self._model.rowCount()
        if not count:
            return ""
        # One more place, in which nothing is marked and the field is as it was typed.
        place = (self.marked + 1 + step) % (count + 1) - 1
        index = self._model.index(place, 0) if place >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        return str(index.data(int(Qt.ItemDataRole.AccessibleTextRole)) or "")

    def place(self) -> None:
        """Show, size and put the panel right below the field."""
        window = self._field.window()
        has_something = not self.list.isHidden() or bool(self.words.text())
        if not has_something or not self._field.isVisible():
            self.hide()
            return
        if window is not self._window:
            self._window = window
            self.setParent(window)
            window.installEventFilter(self)
            self._field.installEventFilter(self)
        rows = min(self._model.rowCount(), MOST_ROWS)
        if rows:
            self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + 1)
        width = self._field.width()
        corner = self._field.mapTo(window, QPoint(0, self._field.height() + 3))
        self.setFixedWidth(width)
        inner = width - 10
        words = self.words.heightForWidth(inner) if not self.words.isHidden() else 0
        self.words.setFixedHeight(max(words, 0) if words else self.words.sizeHint().height())
        shown = self.list.height() if not self.list.isHidden() else 0
        self.setFixedHeight(shown + words + 10)
        self.move(corner)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay below the field where that moves."""
        kinds = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Hide)
        if event.type() in kinds and self.isVisible():
            self.place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ground of its own: the panel lies over other parts of the window."""
        theme = theme_of(self)
        rounded(QPainter(self), QRectF(self.rect()), theme.field, theme.outline, 6)

    @Slot(QModelIndex)
    def _tell(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())


class _CompletionDelegate(QStyledItemDelegate):
    """The completion at the left, in one line with its meaning behind it."""

    def __init__(self, panel: SearchPanel) -> None:
        super().__init__(panel)
        self._panel = panel

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(80, round(option.fontMetrics.height() * 1.7))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        # The list itself has no ground whose colour could tell.
        theme = theme_of(self._panel)
        rect = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, rect, theme.accent_ground, theme.accent, 5)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, rect, theme.accent_ground, "", 5)
        area = rect.adjusted(8, 0, -8, 0)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(option.font)
        painter.setPen(QColor(theme.text))
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(area.width())
        )
        painter.drawText(area, flags, text)
        # Meanings begin at one edge, so that they read as a column.
        used = max(painter.fontMetrics().horizontalAdvance(text) + 16, int(area.width() * 0.3))
        area.setLeft(area.left() + used)
        if area.width() > 40:
            painter.setFont(smaller(option.font, 0.92))
            painter.setPen(QColor(theme.dim))
            hint = painter.fontMetrics().elidedText(
                str(index.data(_HINT) or ""), Qt.TextElideMode.ElideRight, int(area.width())
            )
            painter.drawText(area, flags, hint)
        painter.restore()
