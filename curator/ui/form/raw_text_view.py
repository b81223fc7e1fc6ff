"""The text of a file that cannot be edited here, with line numbers and the line at fault."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from curator.ui.form.field_base import RHYTHM
from curator.ui.theme import icon, theme_of

# Very long files would only make the window wait; what is wrong is said above the text anyway.
_MOST_CHARACTERS = 400_000


class NumberedText(QPlainTextEdit):
    """Read-only text in a monospaced font with line numbers beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faulty: int | None = None
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        # Read-only inputs are dimmed, but this text is there to be read.
        self.setStyleSheet("QPlainTextEdit { color: palette(window-text); }")
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._on_update)
        self._fit_font()
        # Qt tells only windows of another font, and a family of one's own is not inherited.
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.fontChanged.connect(self._fit_font)

    def show_text(self, text: str, line: int | None) -> None:
        """Show the text; `line`, counted from 1, is lit up and scrolled to."""
        shown = text[:_MOST_CHARACTERS]
        if self.toPlainText() != shown:
            self.setPlainText(shown)
        self._faulty = line
        self._light_up()
        cursor = QTextCursor(self.document())
        if line is not None:
            cursor.movePosition(
                QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.MoveAnchor, line - 1
            )
        self.setTextCursor(cursor)
        self.centerCursor()
        self.horizontalScrollBar().setValue(0)

    def changeEvent(self, event: QEvent) -> None:
        """Other colours with another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._light_up()

    @Slot()
    def _fit_font(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(QApplication.font().pointSizeF())
        self.setFont(font)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the numbers beside the text."""
        super().resizeEvent(event)
        area = self.contentsRect()
        self._numbers.setGeometry(QRect(area.left(), area.top(), self.room(), area.height()))

    def room(self) -> int:
        """How wide the line numbers are."""
        digits = len(str(max(1, self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9") * max(2, digits) + 2 * RHYTHM

    def paint_numbers(self, painter: QPainter, area: QRect) -> None:
        """Paint the numbers of the lines in view."""
        theme = theme_of(self)
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        width = self.room() - RHYTHM
        while block.isValid() and top <= area.bottom():
            height = self.blockBoundingRect(block).height()
            number = block.blockNumber() + 1
            painter.setPen(QColor(theme.warning if number == self._faulty else theme.dim))
            line = QRect(0, round(top), width, round(height))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, str(number))
            top += height
            block = block.next()

    def _light_up(self) -> None:
        if self._faulty is None:
            self.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        mark.format.setBackground(QColor(theme_of(self).warning_ground))  # type: ignore[attr-defined]
        mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # type: ignore[attr-defined]
        cursor = QTextCursor(self.document().findBlockByNumber(self._faulty - 1))
        mark.cursor = cursor  # type: ignore[attr-defined]
        self.setExtraSelections([mark])

    def _make_room(self) -> None:
        self.setViewportMargins(self.room(), 0, 0, 0)

    def _on_update(self, area: QRect, scrolled: int) -> None:
        if scrolled:
            self._numbers.scroll(0, scrolled)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())


class _Numbers(QWidget):
    def __init__(self, text: NumberedText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        """As wide as the highest number."""
        return QSize(self._text.room(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The numbers in view."""
        self._text.paint_numbers(QPainter(self), self.rect())


class RawTextView(QWidget):
    """Says why a file cannot be edited here, and shows its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = QLabel(self)
        self.reason = QLabel(self)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        self.reason.setProperty("role", "error")
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint = QLabel(
            self.tr("Mend it in a text editor; curator reads it again when you come back."),
            self,
        )
        self.hint.setProperty("role", "hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.text = NumberedText(self)
        self.text.setObjectName("form.text")
        self.text.setAccessibleName(self.tr("Text of the file"))
        self.setFocusProxy(self.text)
        said = QHBoxLayout()
        said.setSpacing(RHYTHM)
        said.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.reason, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * RHYTHM, 2 * RHYTHM, 2 * RHYTHM, 2 * RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addLayout(said)
        layout.addWidget(self.hint)
        layout.addWidget(self.text, 1)
        self._draw()

    def show_text(self, reason: str, text: str, line: int | None) -> None:
        """Show the reason in words and the text with its faulty line, counted from 1."""
        self.reason.setText(reason)
        self.text.setAccessibleDescription(reason)
        self.text.show_text(text, line)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the sign anew for another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        side = self.fontMetrics().height()
        self._sign.setPixmap(icon("warning", theme_of(self).warning).pixmap(side, side))
