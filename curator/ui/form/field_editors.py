"""Which editor a field gets, and the one for values that nobody edits."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from curator.content.schema import Field, Kind
from curator.content.vocabulary import Vocabulary
from curator.ui.form.field_base import RHYTHM, FieldEditor
from curator.ui.form.generic_editor import GenericEditor
from curator.ui.form.image_row import Resolve
from curator.ui.form.images_editor import ImagesEditor
from curator.ui.form.line_editors import AddressEditor, LineEditor
from curator.ui.form.number_editors import BooleanEditor, IntegerEditor, NumberEditor
from curator.ui.form.provider_editor import ProviderEditor
from curator.ui.form.published_switch import PublishedEditor
from curator.ui.form.text_editor import TextEditor
from curator.ui.form.timestamp_editor import TimestampEditor
from curator.ui.form.topics_editor import TopicsEditor
from curator.ui.theme import icon, smaller, theme_of

__all__ = ["FieldEditor", "OpaqueEditor", "make_editor"]


class LockedText(QWidget):
    """A lock, how long the text is, and as much of its beginning as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._said = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, said: str) -> None:
        """Show the beginning of `text` below the words `said`."""
        self._text, self._said = text[:400], said
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        height = self.fontMetrics().lineSpacing() * 2 + RHYTHM * 5 // 2
        return QSize(self.fontMetrics().averageCharWidth() * 30, height)

    def minimumSizeHint(self) -> QSize:
        """Room for the words."""
        return QSize(self.fontMetrics().averageCharWidth() * 16, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lock and words above, the text in a monospaced font below."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        metrics = self.fontMetrics()
        side, line = metrics.height(), metrics.lineSpacing()
        left, top, room = RHYTHM + 2, RHYTHM, self.width() - 2 * RHYTHM - 4
        icon("lock", theme.dim).paint(painter, left, top, side, side)
        painter.setPen(QColor(theme.text))
        words = metrics.elidedText(self._said, Qt.TextElideMode.ElideRight, room - side - 6)
        painter.drawText(left + side + 6, top + metrics.ascent(), words)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(smaller(self.font(), 0.9).pointSizeF())
        painter.setFont(font)
        painter.setPen(QColor(theme.dim))
        fixed = painter.fontMetrics()
        text = fixed.elidedText(self._text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, top + line + RHYTHM // 2 + fixed.ascent(), text)


class OpaqueEditor(FieldEditor):
    """Shows that a value is there and how long it is; it cannot be changed."""

    kinds = frozenset({Kind.OPAQUE})

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = LockedText(self)
        self._name(self.box)
        self.box.setToolTip(self.tr("curator never changes this value"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self._refresh(None)

    def main_control(self) -> QWidget:
        """The box."""
        return self.box

    def tab_stops(self) -> list[QWidget]:
        """None: there is nothing to do."""
        return []

    def _refresh(self, previous: Field | None) -> None:
        value = self._field.value
        text = self._field.text or (value if isinstance(value, str) else "")
        said = self.tr("Locked · {0} characters").format(f"{len(text):,}")
        self.box.show_text(text, said)
        self.box.setAccessibleName(f"{self._field.label}: {said}")


def make_editor(
    field: Field, vocabulary: Vocabulary, resolve: Resolve | None = None
) -> FieldEditor:
    """The editor for a field; `resolve` finds the files of pictures inside the site."""
    match field.kind:
        case Kind.PUBLISHED:
            return PublishedEditor(field)
        case Kind.TEXT:
            return TextEditor(field)
        case Kind.ADDRESS:
            return AddressEditor(field)
        case Kind.TIMESTAMP:
            return TimestampEditor(field)
        case Kind.INTEGER:
            return IntegerEditor(field)
        case Kind.NUMBER:
            return NumberEditor(field)
        case Kind.BOOLEAN:
            return BooleanEditor(field)
        case Kind.PROVIDER:
            return ProviderEditor(field, vocabulary)
        case Kind.TOPICS:
            return TopicsEditor(field, vocabulary)
        case Kind.IMAGES:
            return ImagesEditor(field, resolve)
        case Kind.OPAQUE:
            return OpaqueEditor(field)
        case Kind.LINE:
            return LineEditor(field, vocabulary)
        case Kind.GENERIC | Kind.RELATED:
            return GenericEditor(field)
