"""The stories with edits that were left behind, each with a tick and what is to be known of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QDate,
    QDateTime,
    QEvent,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from curator.frontmatter import Document, FrontMatterError
from curator.session.safekeeping import FileState, LeftBehind
from curator.ui.form.field_base import RHYTHM
from curator.ui.marks import paint_focus, rounded
from curator.ui.theme import icon, medium, smaller, theme_of

_DETAIL = Qt.ItemDataRole.UserRole
_WARNING = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class DraftsList(QListWidget):
    """All ticked to begin with; Space or a click on the box changes that."""

    ticks_changed = Signal()

    def __init__(
        self,
        found: Sequence[LeftBehind],
        titles: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("drafts")
        self.setAccessibleName(self.tr("Stories with unsaved edits"))
        self.setItemDelegate(_RowDelegate(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._found: list[LeftBehind] = []
        for each in found:
            self._add(each, titles(each.path) or _own_title(each) or each.path)
        self.setCurrentRow(0)
        self.itemChanged.connect(self.ticks_changed)

    @property
    def current(self) -> LeftBehind | None:
        """The one whose row is selected."""
        row = self.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    @property
    def ticked(self) -> list[LeftBehind]:
        """Those with a tick, in order."""
        ticked = Qt.CheckState.Checked
        return [
            each for row, each in enumerate(self._found) if self.item(row).checkState() == ticked
        ]

    def take_away(self, gone: Sequence[LeftBehind]) -> None:
        """Remove rows."""
        for row in reversed(range(len(self._found))):
            if any(each is self._found[row] for each in gone):
                del self._found[row]
                self.takeItem(row)
        self.ticks_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows with a long warning are higher where there is less room."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        """Room for a few stories."""
        line = self.fontMetrics().height()
        rows = [line * (3 if self.item(row).data(_WARNING) else 2) for row in range(self.count())]
        height = sum(rows) + (2 * RHYTHM + 2) * len(rows) + 2 * self.frameWidth()
        return QSize(self.fontMetrics().averageCharWidth() * 80, min(height, 16 * line))

    def _add(self, each: LeftBehind, title: str) -> None:
        detail = " · ".join(
            part for part in (each.draft.label, _moment(each.draft.at), each.path) if part
        )
        warning = self._warning(each.state)
        item = QListWidgetItem(title)
        item.setData(_DETAIL, detail)
        item.setData(_WARNING, warning)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(filter(None, (title, detail))))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, warning)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked)
        self._found.append(each)
        self.addItem(item)

    def _warning(self, state: FileState) -> str:
        if state is FileState.CHANGED:
            return self.tr(
                "The file was changed since; both are merged, and you are asked where the same "
                "field differs."
            )
        if state is FileState.GONE:
            return self.tr("The file is gone; you will be asked whether to write it again.")
        return ""


class _RowDelegate(QStyledItemDelegate):
    """Draws a box to tick, title and details below each other, and a warning where there is one."""

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines, and as many as the warning takes."""
        width = self._view.viewport().width()
        height = self._lines_height(option) + self._warning_height(option, index, width)
        return QSize(width, height + 2 * RHYTHM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row in the colours of the window."""
        theme = theme_of(option.palette)
        area = QRect(option.rect)
        painter.save()
        painter.setClipRect(area)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(theme.accent_ground))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._paint_box(painter, option, index)
        left = self._text_left(option)
        text = area.adjusted(left, RHYTHM, -RHYTHM, -RHYTHM)
        title = QFontMetrics(medium(option.font))
        self._paint_line(painter, text, medium(option.font), theme.text, str(index.data() or ""))
        text.setTop(text.top() + title.height() + 2)
        small = smaller(option.font)
        self._paint_line(painter, text, small, theme.dim, str(index.data(_DETAIL) or ""))
        text.setTop(text.top() + QFontMetrics(small).height() + 2)
        painter.setPen(QColor(theme.warning))
        painter.drawText(text, _WRAPPED, str(index.data(_WARNING) or ""))
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, area, theme)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A click on the box or near it changes the tick, and so does Space."""
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        near = event.position().x() < option.rect.left() + self._text_left(option)
        left = event.button() == Qt.MouseButton.LeftButton
        if near and left and event.type() == QEvent.Type.MouseButtonRelease:
            item = self._view.item(index.row())
            ticked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)
            return True
        return False

    def _paint_box(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = theme_of(option.palette)
        side = option.fontMetrics.height()
        box = QRect(option.rect.left() + 3 * RHYTHM // 2, option.rect.top() + RHYTHM, side, side)
        on = self._view.item(index.row()).checkState() == Qt.CheckState.Checked
        ground, edge = (theme.accent, theme.accent) if on else (theme.field, theme.outline)
        rounded(painter, QRectF(box), ground, edge, radius=side / 5, width=max(1.2, side / 14))
        if on:
            inset = side // 8
            inner = box.adjusted(inset, inset, -inset, -inset)
            icon("check", theme.background).paint(painter, inner)

    def _paint_line(
        self, painter: QPainter, area: QRect, font: QFont, colour: str, text: str
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
        where = QRect(area.left(), area.top(), area.width(), metrics.height())
        painter.drawText(where, _LEFT, shown)

    def _lines_height(self, option: QStyleOptionViewItem) -> int:
        small = QFontMetrics(smaller(option.font))
        return QFontMetrics(medium(option.font)).height() + 2 + small.height()

    def _warning_height(self, option: QStyleOptionViewItem, index: Index, width: int) -> int:
        warning = str(index.data(_WARNING) or "")
        if not warning:
            return 0
        room = QRect(0, 0, width - self._text_left(option) - RHYTHM, 1 << 20)
        small = QFontMetrics(smaller(option.font))
        return small.boundingRect(room, _WRAPPED, warning).height() + 2

    def _text_left(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.height() + 5 * RHYTHM // 2


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


def _own_title(each: LeftBehind) -> str:
    """The title in the edits themselves, for a story that the folder does not know yet, or ever."""
    try:
        title = Document.parse(each.draft.mine).value(("title",))
    except FrontMatterError:
        return ""
    return title if isinstance(title, str) else ""


def _moment(seconds: float) -> str:
    """A moment of the past as one says it: "yesterday at 14:32"."""
    moment = QDateTime.fromSecsSinceEpoch(int(seconds))
    clock = QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    days = moment.date().daysTo(QDate.currentDate())
    if days == 0:
        return _tr("today at {0}").format(clock)
    if days == 1:
        return _tr("yesterday at {0}").format(clock)
    day = QLocale().toString(moment.date(), QLocale.FormatType.LongFormat)
    return _tr("{0} at {1}").format(day, clock)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Drafts", text)
