"""What the program has to say, quietly: a bar a notice, with what can be done about it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from curator.session.notice import SHOW, Notice
from curator.ui.marks import rounded
from curator.ui.theme import icon, theme_of

SHOWN_FOR = 8000
"""Milliseconds that a notice without choices stays."""

_MOST = 4


class Notices(QWidget):
    """The notices that stand at the moment, newest first."""

    chosen = Signal(object, object)
    """What a notice is about, and the name of the choice taken."""
    details_wanted = Signal(object)
    """A `Notice` whose details are to be shown; it stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notices")
        self.setAccessibleName(self.tr("Notices"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 8, 8, 0)
        self._layout.setSpacing(6)
        self._bars: list[_Bar] = []
        self.hide()

    @property
    def texts(self) -> list[str]:
        """What stands there, newest first."""
        return [bar.notice.text for bar in self._bars]

    @Slot(object)
    def show_notice(self, notice: Notice) -> None:
        """Show a notice in place of an earlier one about the same thing."""
        if notice.about:
            self.settle({notice.about})
        bar = _Bar(notice, self)
        bar.closed.connect(self._close)
        bar.chosen.connect(self._take)
        self._bars.insert(0, bar)
        self._layout.insertWidget(0, bar)
        while len(self._bars) > _MOST:
            spare = next((b for b in reversed(self._bars) if not b.notice.choices), self._bars[-1])
            self._remove(spare)
        self.show()

    @Slot(object)
    def settle(self, abouts: AbstractSet[str]) -> None:
        """Take away the notices about what is settled."""
        for bar in [bar for bar in self._bars if bar.notice.about in abouts]:
            self._remove(bar)

    def clear(self) -> None:
        """Take all away."""
        for bar in list(self._bars):
            self._remove(bar)

    def _remove(self, bar: _Bar) -> None:
        if bar in self._bars:
            self._bars.remove(bar)
            self._layout.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self._bars))

    @Slot()
    def _close(self) -> None:
        bar = self.sender()
        if isinstance(bar, _Bar):
            self._remove(bar)

    @Slot(object)
    def _take(self, name: str) -> None:
        bar = self.sender()
        if isinstance(bar, _Bar) and name == SHOW:
            self.details_wanted.emit(bar.notice)
        elif isinstance(bar, _Bar):
            self._remove(bar)
            self.chosen.emit(bar.notice.about, name)


class _Bar(QFrame):
    """One notice."""

    closed = Signal()
    chosen = Signal(object)

    def __init__(self, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setAccessibleName(notice.text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(8)
        self._mark = QLabel(self)
        text = QLabel(self)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setText(notice.text)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # A policy made anew would forget that the height of wrapped words follows their width.
        policy = text.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        text.setSizePolicy(policy)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(text, 1)
        for name, label in notice.choices:
            button = QPushButton(label, self)
            button.setObjectName(f"notice.{name}")
            button.setProperty("choice", name)
            button.clicked.connect(self._choose)
            layout.addWidget(button)
        self._close = QToolButton(self)
        self._close.setProperty("role", "quiet")
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setToolTip(self.tr("Dismiss"))
        self._close.clicked.connect(self.closed)
        layout.addWidget(self._close)
        self._dress()
        if not notice.choices and notice.severity != "error":
            QTimer.singleShot(SHOWN_FOR, self, self.closed.emit)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and edge; a style sheet of its own would keep the bar from later palettes."""
        theme = theme_of(self)
        ground = theme.accent_ground if self._calm else theme.warning_ground
        rounded(QPainter(self), QRectF(self.rect()), ground, self._edge)

    @property
    def _calm(self) -> bool:
        return self.notice.severity == "info"

    @property
    def _edge(self) -> str:
        theme = theme_of(self)
        return theme.accent if self._calm else theme.warning

    def _dress(self) -> None:
        theme = theme_of(self)
        side = self.fontMetrics().height()
        mark = icon("check" if self._calm else "warning", self._edge)
        self._mark.setPixmap(mark.pixmap(side, side))
        self._close.setIcon(icon("remove", theme.text))
        self._close.setIconSize(QSize(side, side))

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit(self.sender().property("choice"))
