"""Offers the edits that a curator which ended without saving has left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from curator.content.changes import compare
from curator.session.safekeeping import LeftBehind
from curator.ui.changes_view import ChangesView
from curator.ui.drafts_list import DraftsList
from curator.ui.form.field_base import RHYTHM
from curator.ui.marks import rounded
from curator.ui.theme import bold, theme_of


class DraftsDialog(QDialog):
    """Asks what to do with unsaved edits, story by story; to be shown with `open`.

    What is neither restored nor discarded stays for the next start.
    """

    restored = Signal(object)
    """A list of `LeftBehind` whose edits shall be taken up."""
    discarded = Signal(object)
    """A list of `LeftBehind` whose edits shall be given up."""

    def __init__(
        self,
        found: Sequence[LeftBehind],
        titles: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """`titles` gives the title of the story at a path; empty where it knows none."""
        super().__init__(parent)
        self.setObjectName("drafts_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Unsaved Edits"))
        self._list = DraftsList(found, titles, self)
        self._changes = ChangesView(self)
        self._build()
        self.resize(self.sizeHint())
        self._list.currentRowChanged.connect(self._show_changes)
        self._list.ticks_changed.connect(self._show_ticks)
        self._show_changes()
        self._show_ticks()
        self._list.setFocus()

    def sizeHint(self) -> QSize:
        """Room for a sentence and for the diff of a headline, but no more than the screen has."""
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * 100, metrics.height() * 42)
        return wanted.boundedTo(self.screen().availableSize() * 0.9)

    # -- layout

    def _build(self) -> None:
        heading = _words(self.tr("curator ended without saving these edits"), self)
        heading.setFont(bold(heading.font()))
        hint = _words(
            self.tr(
                "Restored edits are saved as usual, and one undo takes them back. Stories without "
                "a tick are offered again at the next start."
            ),
            self,
        )
        hint.setProperty("role", "hint")
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        above, below = _Box(self._list), _Box(self._changes)
        above.setContentsMargins(0, 0, 0, RHYTHM)
        below.setContentsMargins(0, RHYTHM, 0, 0)
        for part, stretch in ((above, 0), (below, 1)):
            parts.addWidget(part)
            parts.setStretchFactor(parts.count() - 1, stretch)
        self._footer = QStackedWidget(self)
        self._footer.addWidget(self._make_buttons())
        self._footer.addWidget(self._make_question())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * RHYTHM, 2 * RHYTHM, 2 * RHYTHM, 2 * RHYTHM)
        layout.setSpacing(RHYTHM // 2)
        layout.addWidget(heading)
        layout.addWidget(hint)
        layout.addSpacing(RHYTHM)
        layout.addWidget(parts, 1)
        layout.addSpacing(RHYTHM)
        layout.addWidget(self._footer)
        self._restore.setDefault(True)

    def _make_buttons(self) -> QWidget:
        self._discard = _button(self.tr("Discard…"), "drafts.discard")
        self._later = _button(self.tr("Decide Later"), "drafts.later")
        self._restore = _button(self.tr("Restore"), "drafts.restore")
        self._discard.clicked.connect(self._ask)
        self._later.clicked.connect(self.reject)
        self._restore.clicked.connect(self._restore_ticked)
        row = QWidget()
        _fill(row, [self._discard, None, self._later, self._restore])
        return row

    def _make_question(self) -> QWidget:
        self._question = _words("", self)
        self._give_up = _button(self.tr("Give Up"), "drafts.give_up")
        self._give_up.setProperty("role", "danger")
        self._keep = _button(self.tr("Keep"), "drafts.keep")
        self._give_up.clicked.connect(self._discard_ticked)
        self._keep.clicked.connect(self._stop_asking)
        frame = _Warning()
        _fill(frame, [self._question, self._give_up, self._keep])
        frame.setContentsMargins(3 * RHYTHM // 2, RHYTHM, RHYTHM, RHYTHM)
        return frame

    # -- what is shown

    @Slot()
    def _show_changes(self) -> None:
        current = self._list.current
        if current is not None:
            self._changes.show_changes(compare(current.draft.base, current.draft.mine))

    @Slot()
    def _show_ticks(self) -> None:
        count = len(self._list.ticked)
        self._restore.setEnabled(bool(count))
        self._discard.setEnabled(bool(count))
        self._restore.setProperty("role", "primary" if count else "")
        self._restore.style().unpolish(self._restore)
        self._restore.style().polish(self._restore)
        if count == 1:
            text = self.tr("Give up the edits of 1 story? They cannot be brought back.")
        else:
            text = self.tr("Give up the edits of {0} stories? They cannot be brought back.")
        self._question.setText(text.format(count))
        if self._asks and not count:
            self._stop_asking()

    @property
    def _asks(self) -> bool:
        return self._footer.currentIndex() == 1

    # -- what is answered

    @Slot()
    def _restore_ticked(self) -> None:
        self.restored.emit(self._list.ticked)
        self.accept()

    @Slot()
    def _ask(self) -> None:
        self._footer.setCurrentIndex(1)
        self._keep.setFocus()

    @Slot()
    def _stop_asking(self) -> None:
        self._footer.setCurrentIndex(0)
        self._restore.setDefault(True)
        self._list.setFocus()

    @Slot()
    def _discard_ticked(self) -> None:
        gone = self._list.ticked
        self._list.take_away(gone)
        self.discarded.emit(gone)
        if not self._list.count():
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape answers the question first."""
        if event.key() == Qt.Key.Key_Escape and self._asks:
            self._stop_asking()
        else:
            super().keyPressEvent(event)


class _Box(QWidget):
    """A line around a widget; in the accent colour where only it can tell that one is there."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(inner)
        inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The focus comes or goes."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        theme = theme_of(self)
        told = self._inner.hasFocus() and not isinstance(self._inner, DraftsList)
        edge = theme.accent if told else theme.line
        rounded(QPainter(self), QRectF(self.contentsRect()), theme.background, edge)


class _Warning(QWidget):
    """The ground and edge of a warning."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and the edge."""
        theme = theme_of(self)
        rounded(QPainter(self), QRectF(self.rect()), theme.warning_ground, theme.warning)


def _words(text: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    return label


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    return button


def _fill(row: QWidget, parts: Sequence[QWidget | None]) -> None:
    """Put widgets side by side; None is a gap that grows, and so does a label."""
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(RHYTHM)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part, 1 if isinstance(part, QLabel) else 0)
