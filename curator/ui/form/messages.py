"""What the form says where it has no fields to show, or none that can be changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from curator.ui.form.field_base import RHYTHM
from curator.ui.theme import icon, theme_of


class Message(QWidget):
    """A calm message in the middle, with room for a control below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        self.heading.setProperty("role", "section")
        self.hint = QLabel(self)
        self.hint.setProperty("role", "hint")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(*([3 * RHYTHM] * 4))
        self._layout.setSpacing(RHYTHM)
        self._layout.addStretch(2)
        for label in (self.heading, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._layout.addWidget(label)
        self._layout.addStretch(3)

    def say(self, heading: str, hint: str) -> None:
        """Show a heading and a hint; either may be empty."""
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def add(self, control: QWidget, *, centred: bool = False) -> None:
        """Put a control below the words, no wider than it needs where it is centred."""
        self._layout.insertSpacing(self._layout.count() - 1, RHYTHM)
        self._layout.insertWidget(self._layout.count() - 1, control)
        if centred:
            self._layout.setAlignment(control, Qt.AlignmentFlag.AlignHCenter)


class ReasonBar(QFrame):
    """A bar that says why nothing can be changed; hidden where there is no reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QLabel(self)
        self.reason = QLabel(self)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * RHYTHM, RHYTHM, 2 * RHYTHM, RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.reason, 1)
        self._draw()
        self.hide()

    def say(self, reason: str) -> None:
        """Show the reason, or hide the bar where it is empty."""
        self.reason.setText(reason)
        self.setVisible(bool(reason))

    def changeEvent(self, event: QEvent) -> None:
        """Draw the lock anew for another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A calm ground and a line below."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.panel))
        painter.setPen(QColor(theme.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _draw(self) -> None:
        side = self.fontMetrics().height()
        self._sign.setPixmap(icon("lock", theme_of(self).dim).pixmap(side, side))
