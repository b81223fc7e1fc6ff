"""Taking back what was written: the buttons, what came of it, and whether to insist."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from curator.content.journal import Write
from curator.session.history import Step, TakenBack
from curator.ui.form.chips import FlowLayout
from curator.ui.form.field_base import RHYTHM, Caption
from curator.ui.marks import rounded
from curator.ui.theme import theme_of

KEY = "Ctrl+Backspace"
"""Takes the chosen row back."""

_MOST_BUTTONS = 4
"""Up to so many fields have buttons of their own; more are in a menu."""

_MOST_LETTERS = 32


class TakeBackPanel(QWidget):
    """The ways to take a row of the history back."""

    wanted = Signal(object)
    """The field to take back; an empty text for all of it."""
    insisted = Signal()
    """Put the earlier value back although it was changed again since."""
    answered = Signal()
    """The question is settled, one way or the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = QPushButton(self)
        self._all.setObjectName("history.take_back")
        self._all.clicked.connect(partial(self.wanted.emit, ""))
        key = QKeySequence(KEY).toString(QKeySequence.SequenceFormat.NativeText)
        self._all.setToolTip(self.tr("Take back what was changed here ({0})").format(key))
        self._fields = [QPushButton(self) for _ in range(_MOST_BUTTONS)]
        self._more = QPushButton(self.tr("Take back one field"), self)
        self._more.setObjectName("history.take_back_field")
        self._more.setProperty("menu", "true")
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        buttons = QWidget(self)
        flow = FlowLayout(buttons, RHYTHM)
        for button in (self._all, *self._fields, self._more):
            flow.addWidget(button)
        for button in self._fields:
            button.clicked.connect(self._want_field)
        self._note = Caption("", "hint", self)
        self._note.setObjectName("history.note")
        self._question = _Question(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * RHYTHM, RHYTHM, 2 * RHYTHM, RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addWidget(buttons)
        layout.addWidget(self._question)
        layout.addWidget(self._note)
        self._question.answered.connect(self._answer)
        self.offer((), None)

    @property
    def asking(self) -> bool:
        """Whether a question stands open."""
        return not self._question.isHidden()

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits."""
        return [self._all, *self._fields, self._more, *self._question.tab_stops()]

    def offer(self, writes: Sequence[Write], step: Step | None) -> None:
        """Offer what there is to take back in the chosen row."""
        many = len(writes) > 1
        fields = writes[0].fields if len(writes) == 1 and len(writes[0].fields) > 1 else ()
        self._all.setVisible(bool(writes))
        text = self.tr("Take back all {0}").format(f"{len(writes):,}")
        self._all.setText(text if many else self.tr("Take back"))
        said = self._all.text() if step is None else f"{self._all.text()}: {step.label}"
        self._all.setAccessibleName(said)
        few = fields if len(fields) <= _MOST_BUTTONS else ()
        for number, button in enumerate(self._fields):
            button.setVisible(number < len(few))
            self._name(button, few[number] if number < len(few) else "")
        self._more.setVisible(few != fields)
        self._menu.clear()
        for name in () if few else fields:
            action = self._menu.addAction(_on_button(name))
            action.triggered.connect(partial(self.wanted.emit, name))
        self._question.hide()
        self.say("")

    def _name(self, button: QPushButton, field: str) -> None:
        button.setObjectName(f"history.take_back.{field}")
        button.setProperty("field", field)
        button.setText(self.tr("Take back {0}").format(_on_button(field)))
        button.setAccessibleName(self.tr("Take back {0}").format(field))

    @Slot()
    def _want_field(self) -> None:
        self.wanted.emit(self.sender().property("field"))

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something below the buttons, or nothing."""
        self._note.setProperty("role", "error" if wrong else "hint")
        self._note.style().unpolish(self._note)
        self._note.style().polish(self._note)
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def tell(self, outcome: TakenBack, *, saved_by_itself: bool) -> None:
        """Say what came of it, and ask where fields were changed again since."""
        lines = [self._done(outcome, saved_by_itself)] if outcome.done else []
        for message, times in outcome.refused.items():
            alone = times == 1 and not outcome.done and not outcome.changed
            told = self.tr("1 story: {1}") if times == 1 else self.tr("{0} stories: {1}")
            words = _sentence(message)
            lines.append(words if alone else told.format(f"{times:,}", words))
        self.say("\n".join(lines), wrong=bool(outcome.refused and not outcome.done))
        if outcome.changed:
            self._question.ask(_question(outcome))
        else:
            self._question.hide()

    def _done(self, outcome: TakenBack, saved_by_itself: bool) -> str:
        if not saved_by_itself:
            return self.tr("Taken back, but not saved yet. This can be undone.")
        if outcome.done > 1:
            count = f"{outcome.done:,}"
            return self.tr("Taken back in {0} stories. This can be undone.").format(count)
        if outcome.refused or outcome.changed:
            return self.tr("Taken back in one story. This can be undone.")
        return self.tr("Taken back. This can be undone.")

    @Slot(object)
    def _answer(self, insist: bool) -> None:
        self._question.hide()
        if insist:
            self.insisted.emit()
        self.answered.emit()


class _Question(QFrame):
    """Asks whether to put back what was changed again since; Escape leaves it."""

    answered = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("history.question")
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._put = QPushButton(self.tr("Put back"), self)
        self._put.setObjectName("history.put_back")
        self._leave = QPushButton(self.tr("Leave"), self)
        self._leave.setObjectName("history.leave")
        self._put.clicked.connect(partial(self.answered.emit, True))
        self._leave.clicked.connect(partial(self.answered.emit, False))
        buttons = QWidget(self)
        flow = FlowLayout(buttons, RHYTHM)
        flow.addWidget(self._put)
        flow.addWidget(self._leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(RHYTHM * 3 // 2, RHYTHM, RHYTHM * 3 // 2, RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self._words)
        layout.addWidget(buttons)
        self.hide()

    def ask(self, words: str) -> None:
        """Show the question; the answer that changes nothing has the focus."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self._leave.setAccessibleDescription(words)
        self.show()
        self._leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """The two answers."""
        return [self._put, self._leave]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.answered.emit(False)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        rounded(QPainter(self), QRectF(self.rect()), theme.warning_ground, theme.warning)


def _question(outcome: TakenBack) -> str:
    names = ", ".join(" ".join(name.split()) for name in outcome.fields)
    if len(outcome.changed) > 1:
        told = _tr(
            "{0} was changed again since in {1} stories. Put the earlier values back anyway?"
        )
        return told.format(names, f"{len(outcome.changed):,}")
    if len(outcome.fields) > 1:
        told = _tr("These were changed again since: {0}. Put the earlier values back anyway?")
    else:
        told = _tr("{0} was changed again since. Put the earlier value back anyway?")
    return told.format(names)


def _on_button(field: str) -> str:
    """A field's name as the text of a button: on one line, short, and without a mnemonic."""
    name = " ".join(field.split())
    short = name if len(name) <= _MOST_LETTERS else name[: _MOST_LETTERS - 1] + "…"
    return short.replace("&", "&&")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _tr(text: str) -> str:
    return QCoreApplication.translate("TakeBack", text)
