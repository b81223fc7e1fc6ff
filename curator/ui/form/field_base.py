"""What every field editor has in common, and the small controls that they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from curator.content.schema import CONVENTIONAL_ORDER, Field, Kind
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Edit, Remove, Set, Value, path_text
from curator.ui.theme import icon, smaller, theme_of

RHYTHM = 8
"""Distances are this or a simple part of it."""


class FieldEditor(QWidget):
    """Shows one field and says, through `edited`, what the person wants changed.

    `edited` carries the edits and the words for undo.  The editor keeps no truth of its own: the
    answer to an edit is a call of `show_field`, which never emits.
    """

    edited = Signal(object, str)
    error_changed = Signal(str)
    counter_changed = Signal(str)
    stops_changed = Signal()

    kinds: frozenset[Kind] = frozenset()
    """The kinds of fields that the editor is made for."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._origin = field
        self._read_only = False
        self._complaint = ""
        self._problem = ""
        self._counter = ""

    @property
    def field(self) -> Field:
        """The field as it was shown last."""
        return self._field

    @property
    def error(self) -> str:
        """What is wrong, in words; what the person just typed comes before all else."""
        return self._complaint or self._problem

    @property
    def counter(self) -> str:
        """The text of the counter beside the label; empty where there is none."""
        return self._counter

    def show_field(self, field: Field) -> None:
        """Show a new state of the same field of the same article.

        Cursor, selection and focus stay where they are, and so does text that could not be taken
        over yet, unless the stored value is another one now.
        """
        previous, self._field = self._field, field
        self._refresh(previous)

    def open_field(self, field: Field) -> None:
        """Show the field of another article: nothing is left of what was typed before."""
        self._field = self._origin = field
        self._refresh(None)

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the editor; its text can be selected and copied all the same."""
        self._read_only = read_only

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Offer these words for completion."""

    def set_problem(self, problem: str) -> None:
        """Words about a problem of the stored value that was found elsewhere."""
        self._problem = problem
        self._tell_error()

    def can_show(self, field: Field) -> bool:
        """Whether the field fits this editor, even if a new one would get another kind."""
        return field.kind in self.kinds

    def main_control(self) -> QWidget:
        """The control that the label belongs to and that takes the focus."""
        raise NotImplementedError

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits, in the order in which a person reads them."""
        return [self.main_control()]

    def _refresh(self, previous: Field | None) -> None:
        """Bring the controls up to the field; `previous` is None where it has just been opened."""
        raise NotImplementedError

    def _name(self, control: QWidget, *below: str | int, said: str = "") -> None:
        """Give a control its object name and the name that a screen reader says."""
        control.setObjectName("field." + path_text((*self._field.path, *below)))
        control.setAccessibleName(said or self._field.label)

    def _emit(self, edits: list[Edit], words: str = "") -> None:
        if not self._read_only and edits:
            self.edited.emit(edits, words or self._edit_words())

    def _set(self, value: Value) -> None:
        self._emit([Set(self._field.path, value, CONVENTIONAL_ORDER)])

    def _set_or_clear(self, value: Value) -> None:
        """Emit the new value; an emptied field goes back to the kind of nothing it was before."""
        if value == "" and not self._origin.present:
            self._emit([Remove(self._field.path)])
        elif value == "" and self._origin.value is None:
            self._set(None)
        else:
            self._set(value)

    def _edit_words(self) -> str:
        return self.tr("Edit {0}").format(self._field.label)

    def _set_complaint(self, complaint: str) -> None:
        self._complaint = complaint
        self._tell_error()

    def _set_counter(self, text: str) -> None:
        if text != self._counter:
            self._counter = text
            self.counter_changed.emit(text)

    def _tell_error(self) -> None:
        control = self.main_control()
        if control.accessibleDescription() != self.error:
            control.setAccessibleDescription(self.error)
            self._mark(bool(self.error))
            self.error_changed.emit(self.error)

    def _mark(self, wrong: bool) -> None:
        """Show on the control that something is wrong."""
        mark_error(self.main_control(), wrong)


def mark_error(control: QWidget, wrong: bool) -> None:
    """Give an input the border that says that something is wrong with it, or take it away."""
    state = "error" if wrong else ""
    if (control.property("state") or "") != state:
        control.setProperty("state", state)
        control.style().unpolish(control)
        control.style().polish(control)


def offer_clearing(line: QLineEdit) -> None:
    """Give a line a button that empties it, with a name: Qt gives it none."""
    line.setClearButtonEnabled(True)
    for button in line.findChildren(QToolButton):
        if not button.accessibleName() and not button.text():
            button.setAccessibleName(QCoreApplication.translate("FieldEditor", "Clear"))


class UndoPassedOn(QObject):
    """Lets the undo and redo keys of a text input go to the program, which has one undo for all.

    Only while the input holds text that the program does not know yet (`pending`), its own undo
    is the one that helps.
    """

    def __init__(self, source: QLineEdit | QPlainTextEdit, pending: Callable[[], bool]) -> None:
        super().__init__(source)
        self._pending = pending
        source.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave undo and redo to the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            if (undo or event.matches(QKeySequence.StandardKey.Redo)) and not self._pending():
                event.ignore()
                return True
        return super().eventFilter(watched, event)


class Caption(QLabel):
    """A line of plain text in one of the theme's roles, smaller than the text around it."""

    def __init__(
        self, text: str = "", role: str = "field-label", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role in ("error", "hint"):
            self.setWordWrap(True)
        self._fit()
        # Qt tells only windows of another font, and a size of one's own is not inherited.
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.fontChanged.connect(self._fit)

    def changeEvent(self, event: QEvent) -> None:
        """A new style sheet brings back the font that was there before."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    @Slot()
    def _fit(self) -> None:
        self.setFont(smaller(QApplication.font()))


class IconButton(QToolButton):
    """A button with an icon of the theme; `said` is its name for tips and screen readers."""

    def __init__(self, name: str, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = name
        self.setProperty("role", "quiet")
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew for another palette or font."""
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.PaletteChange,
            QEvent.Type.FontChange,
            QEvent.Type.ApplicationFontChange,
        ):
            self._draw()

    def _draw(self) -> None:
        side = self.fontMetrics().height()
        self.setIconSize(QSize(side, side))
        colour, ratio = theme_of(self).dim, self.devicePixelRatioF()
        self.setIcon(_icon_with_faint_twin(self._icon_name, colour, side, ratio))


@lru_cache(maxsize=64)
def _icon_with_faint_twin(name: str, colour: str, side: int, ratio: float) -> QIcon:
    """An icon that is faint where its button is disabled; Qt's own way shows no difference."""
    shown = icon(name, colour).pixmap(QSize(side, side), ratio)
    faint = QPixmap(shown.size())
    faint.setDevicePixelRatio(shown.devicePixelRatio())
    faint.fill(Qt.GlobalColor.transparent)
    painter = QPainter(faint)
    painter.setOpacity(0.35)
    painter.drawPixmap(0, 0, shown)
    painter.end()
    drawn = QIcon(shown)
    drawn.addPixmap(faint, QIcon.Mode.Disabled)
    return drawn


def chain_tab_stops(stops: Iterable[QWidget]) -> None:
    """Make Tab visit these controls one after the other."""
    before: QWidget | None = None
    for stop in stops:
        if before is not None:
            QWidget.setTabOrder(before, stop)
        before = stop
