"""Choosing an article of the folder by typing some words of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from curator.content.row import Row, narrowed
from curator.session.dates import short_date
from curator.ui.marks import paint_state, rounded
from curator.ui.theme import medium, smaller, theme_of

MOST_HITS = 20
_PATH = int(Qt.ItemDataRole.UserRole)
_STATE = _PATH + 1


def hits(rows: Mapping[str, Row], text: str, without: str) -> list[Row]:
    """The first articles that have all words of a text, those with them in the title before."""
    words = [(word, narrowed(word)) for word in text.casefold().split()]
    titled: list[Row] = []
    others: list[Row] = []
    for row in rows.values():
        if row.path == without or not row.readable:
            continue
        if all(narrow in row.haystack or word in row.path.casefold() for word, narrow in words):
            title = row.title_key
            (titled if all(narrow in title for _, narrow in words) else others).append(row)
            if len(titled) >= MOST_HITS:
                break
    return [*titled, *others][:MOST_HITS]


class ArticleChooser(QDialog):
    """A line to type words in, and the articles that have them; Return takes the marked one."""

    chosen = Signal(object)
    """The path of the article."""

    def __init__(
        self, heading: str, rows: Mapping[str, Row], without: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("article_chooser")
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows, self._without = rows, without
        self.line = QLineEdit(self)
        self.line.setObjectName("article_chooser.words")
        self.line.setPlaceholderText(self.tr("Words of the title, excerpt or file name"))
        self.line.setAccessibleName(self.tr("Words of the article to choose"))
        self.line.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setObjectName("article_chooser.hits")
        self.list.setAccessibleName(self.tr("Articles found"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self._hint = QLabel(self)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setProperty("role", "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._hint)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 76, metrics.height() * 26)
        self.line.textChanged.connect(self._find)
        self.list.itemActivated.connect(self._take)
        self._find("")

    @Slot(str)
    def _find(self, text: str) -> None:
        self.list.clear()
        found = hits(self._rows, text, self._without)
        for row in found:
            source = " · ".join(
                part for part in (row.provider or row.domain, short_date(row.date_text)) if part
            )
            item = QListWidgetItem(f"{row.title or row.path}\n{source or row.path}")
            item.setData(_PATH, row.path)
            item.setData(_STATE, row.published)
            item.setToolTip(row.path)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not found:
            self._hint.setText(self.tr("No article has all these words."))
        elif len(found) == MOST_HITS:
            self._hint.setText(self.tr("The first {0}: type more words").format(MOST_HITS))
        else:
            self._hint.setText(self.tr("Return chooses, Escape goes back"))

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem) -> None:
        path = item.data(_PATH)
        self.accept()
        self.chosen.emit(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.list.currentItem()
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if current is not None:
                self._take(current)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            row = self.list.currentRow() + step
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        else:
            super().keyPressEvent(event)


class _HitDelegate(QStyledItemDelegate):
    """The headline with its mark of state; below it, dim, where it comes from and when."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines, and some air around them."""
        return QSize(80, round(option.fontMetrics.height() * 2.6))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Both lines, each cut where the room ends."""
        theme = theme_of(option.palette)
        rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
        title, _, source = str(index.data()).partition("\n")
        side = option.fontMetrics.height()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, rect, theme.accent_ground, theme.accent, 6)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, rect, theme.panel, "", 6)
        area = rect.adjusted(10, 0, -10, 0)
        centre = QPointF(area.left() + side * 0.35, rect.center().y())
        paint_state(painter, centre, side * 0.7, index.data(_STATE), theme)
        area.setLeft(area.left() + side * 1.1)
        half = rect.height() / 2
        for font, colour, text, place, aligned in (
            (medium(option.font), theme.text, title, area.adjusted(0, 0, 0, -half), _BOTTOM),
            (smaller(option.font), theme.dim, source, area.adjusted(0, half + 1, 0, 0), _TOP),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, int(aligned), shown)
        painter.restore()


_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_BOTTOM = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
