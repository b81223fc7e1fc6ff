"""The quiet switch of the history: the story at hand, or all stories."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from curator.ui.form.field_base import RHYTHM
from curator.ui.marks import rounded
from curator.ui.theme import theme_of


class ScopeSwitch(QWidget):
    """Two sides of which one is chosen; arrows go from one to the other."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._this = _Side(self.tr("This story"), self)
        self._this.setObjectName("history.this_story")
        self._this.setAccessibleName(self.tr("History of this story"))
        self._all = _Side(self.tr("All stories"), self)
        self._all.setObjectName("history.all_stories")
        self._all.setAccessibleName(self.tr("History of all stories"))
        self._all.setToolTip(self.tr("Everything that was written in the folder, day by day"))
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(RHYTHM, RHYTHM, 2 * RHYTHM, RHYTHM // 2)
        layout.setSpacing(RHYTHM // 2)
        for button in self.buttons:
            self._group.addButton(button)
            layout.addWidget(button)
        layout.addStretch(1)
        self._this.setChecked(True)
        self._group.buttonToggled.connect(self._tell)

    @property
    def buttons(self) -> list[QPushButton]:
        """The two sides."""
        return [self._this, self._all]

    @property
    def all_stories(self) -> bool:
        """Whether all stories are wanted."""
        return self._all.isChecked()

    def choose(self, all_stories: bool) -> None:
        """Turn the switch."""
        (self._all if all_stories else self._this).setChecked(True)

    @Slot(object, bool)
    def _tell(self, _button: QPushButton, checked: bool) -> None:
        if checked:
            self.changed.emit()


class _Side(QPushButton):
    """One side.  Painted here: a style sheet of its own would keep the colours of its first day."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * RHYTHM, metrics.height() + RHYTHM)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        ground = theme.accent_ground if self.isChecked() else theme.background
        edge = theme.accent if self.hasFocus() else ""
        rounded(painter, QRectF(self.rect()), ground, edge, 6, 2)
        strong = self.isChecked() or self.underMouse()
        painter.setPen(QColor(theme.text if strong else theme.dim))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
