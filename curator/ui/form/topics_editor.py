"""The editor of lists of words such as topics: chips, and a line to add one."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from curator.content.schema import CONVENTIONAL_ORDER, Field, Kind
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import Insert, Move, Remove
from curator.ui.form.chips import AddChip, Chip, FlowLayout
from curator.ui.form.field_base import FieldEditor
from curator.ui.form.line_editors import CompletedLine, contains_completer


class WordLine(CompletedLine):
    """The line for a new word; `walked_back` and `emptied` come from keys at its empty start."""

    walked_back = Signal()
    emptied = Signal()
    escaped = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """At the start of an empty line, Left goes to the last word and Backspace removes it."""
        if not self.text() and event.key() == Qt.Key.Key_Left:
            self.walked_back.emit()
        elif not self.text() and event.key() == Qt.Key.Key_Backspace:
            self.emptied.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person went elsewhere, and not just into the list of completions."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.left.emit()


class TopicsEditor(FieldEditor):
    """Words as chips that wrap, with "+ Add" behind them, which turns into a line.

    Return adds what was typed, in the spelling that the folder uses; Left and Right walk over the
    chips, with Alt they move one, Delete removes it.
    """

    kinds = frozenset({Kind.TOPICS})

    def __init__(self, field: Field, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.chips: list[Chip] = []
        self._known: list[str] = []
        self._words = QStringListModel(self)
        self._flow = FlowLayout(self, spacing=6)
        one = self._singular()
        self.add_button = AddChip(self)
        self.add_button.setText(self.tr("+ Add"))
        self._name(self.add_button, said=self.tr("Add {0}").format(one))
        self.line = WordLine(self)
        self._name(self.line, "new", said=self.tr("New {0}").format(one))
        self.line.setPlaceholderText(self.tr("New {0}").format(one.lower()))
        self.line.hide()
        self._completer = contains_completer(self._words, self.line)
        self.line.setCompleter(self._completer)
        self._flow.addWidget(self.add_button)
        self._flow.addWidget(self.line)
        self.setFocusProxy(self.add_button)
        self.add_button.clicked.connect(self._on_add_clicked)
        self.line.returnPressed.connect(self._on_return)
        self.line.textEdited.connect(self._on_typed)
        self.line.walked_back.connect(self._on_walked_back)
        self.line.emptied.connect(self._on_emptied)
        self.line.escaped.connect(self._on_escaped)
        self.line.left.connect(self._on_left)
        # Behind the line's own answer, which writes the completion into the line.
        self._completer.activated.connect(self._on_completed, Qt.ConnectionType.QueuedConnection)
        self.set_vocabulary(vocabulary)
        self._refresh(None)

    def main_control(self) -> QWidget:
        """The button that adds, which has the focus when there is no chip."""
        return self.add_button

    def tab_stops(self) -> list[QWidget]:
        """The chip that the arrows left off at, then what adds."""
        return [*self.chips[:1], self.line, self.add_button]

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the list."""
        super().set_read_only(read_only)
        for chip in self.chips:
            chip.set_locked(read_only)
        if read_only:
            self._close_line()
        self.add_button.setVisible(not read_only and self.line.isHidden())

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Offer the topics in use."""
        self._known = vocabulary.topics if self._field.key == "topics" else []
        self._known = vocabulary.values.get(self._field.key, self._known)
        self._offer()

    def words(self) -> list[str]:
        """The words of the field as stored."""
        value = self._field.value
        return [str(word) for word in value] if isinstance(value, list) else []

    def _refresh(self, previous: Field | None) -> None:
        words = self.words()
        if previous is None:
            self._close_line()
            self._set_complaint("")
        had_focus = any(chip.hasFocus() for chip in self.chips)
        count = len(self.chips)
        while len(self.chips) > len(words):
            chip = self.chips.pop()
            if chip.hasFocus() and self.chips and words:
                self.chips[-1].setFocus()
            elif chip.hasFocus():
                self.add_button.setFocus()
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        while len(self.chips) < len(words):
            self._new_chip()
        one = self._singular()
        for place, (chip, word) in enumerate(zip(self.chips, words, strict=True)):
            if chip.text() != word:
                chip.setText(word)
                chip.updateGeometry()
                chip.setToolTip(word if len(word) > 24 else "")
            self._name(chip, place, said=f"{one} {word}")
        if count != len(words):
            if had_focus and not words:
                self.add_button.setFocus()
            self._update_stop()
            self._flow.invalidate()
            self.updateGeometry()
            self.stops_changed.emit()
        self._offer()

    def _new_chip(self) -> None:
        chip = Chip(self)
        chip.set_locked(self._read_only)
        chip.setAccessibleDescription(self.tr("Delete removes it, Alt with an arrow moves it"))
        chip.walked.connect(self._on_walked)
        chip.pushed.connect(self._on_pushed)
        chip.dropped.connect(self._on_dropped)
        self._flow.insert_widget(len(self.chips), chip)
        self.chips.append(chip)
        chip.show()

    def _update_stop(self) -> None:
        for place, chip in enumerate(self.chips):
            focus = Qt.FocusPolicy.StrongFocus if place == 0 else Qt.FocusPolicy.ClickFocus
            chip.setFocusPolicy(focus)

    def _offer(self) -> None:
        has = {word.casefold() for word in self.words()}
        words = [word for word in self._known if word.casefold() not in has]
        if words != self._words.stringList():
            self._words.setStringList(words)

    def _singular(self) -> str:
        words = {
            "topics": self.tr("Topic"),
            "tags": self.tr("Tag"),
            "categories": self.tr("Category"),
        }
        return words.get(self._field.key, self._field.label)

    def _add(self, text: str) -> None:
        word = " ".join(text.split())
        if not word:
            return
        # The folder's own spelling, so that "ai" does not become a second topic beside "AI".
        word = next((known for known in self._known if known.casefold() == word.casefold()), word)
        twin = next((w for w in self.words() if w.casefold() == word.casefold()), None)
        if twin is not None:
            self._set_complaint(self.tr("“{0}” is there already").format(twin))
            return
        self._set_complaint("")
        self.line.clear()
        edit = Insert(self._field.path, len(self.words()), word, CONVENTIONAL_ORDER)
        self._emit([edit], self.tr("Add {0} {1}").format(self._singular(), word))

    def _remove(self, place: int) -> None:
        words = self.words()
        if 0 <= place < len(words):
            said = self.tr("Remove {0} {1}").format(self._singular(), words[place])
            self._emit([Remove((*self._field.path, place))], said)

    def _open_line(self) -> None:
        width = self.fontMetrics().averageCharWidth() * 22
        self.line.setFixedWidth(width)
        self.add_button.hide()
        self.line.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_line(self) -> None:
        self.line.clear()
        if not self.line.isHidden():
            self.line.hide()
            self.add_button.setVisible(not self._read_only)

    def _place_of_sender(self) -> int:
        chip = self.sender()
        return self.chips.index(chip) if isinstance(chip, Chip) and chip in self.chips else -1

    def _on_add_clicked(self) -> None:
        if not self._read_only:
            self._open_line()

    def _on_return(self) -> None:
        popup = self._completer.popup()
        if popup is not None and popup.isVisible() and popup.currentIndex().isValid():
            # The completer answers this very key with the word that is marked in its list.
            return
        self._add(self.line.text())

    def _on_completed(self, text: str) -> None:
        self._add(text)
        self.line.clear()

    def _on_typed(self) -> None:
        self._set_complaint("")

    def _on_walked_back(self) -> None:
        if self.chips:
            self.chips[-1].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_emptied(self) -> None:
        self._remove(len(self.words()) - 1)

    def _on_escaped(self) -> None:
        self._set_complaint("")
        self._close_line()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_left(self) -> None:
        self._add(self.line.text())
        self._set_complaint("")
        self._close_line()

    def _on_walked(self, step: int) -> None:
        place = self._place_of_sender() + step
        if 0 <= place < len(self.chips):
            self.chips[place].setFocus(Qt.FocusReason.TabFocusReason)
        elif place >= len(self.chips):
            (self.line if self.line.isVisible() else self.add_button).setFocus()

    def _on_pushed(self, step: int) -> None:
        place = self._place_of_sender()
        words = self.words()
        if self._read_only or not 0 <= place + step < len(words):
            return
        said = self.tr("Move {0} {1}").format(self._singular(), words[place])
        # The chips keep their places and change their words, so the focus goes along by hand.
        self._emit([Move(self._field.path, place, place + step)], said)
        if place + step < len(self.chips):
            self.chips[place + step].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_dropped(self) -> None:
        self._remove(self._place_of_sender())
