"""The search field: says what it does not understand, and offers what may be typed next."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from curator.content.query import Completion, QueryError, completions, parse
from curator.content.query.tokens import Shape, tokens
from curator.ui.form.field_base import offer_clearing
from curator.ui.later import Later
from curator.ui.search_panel import SearchPanel
from curator.ui.text_units import points_in, units_in
from curator.ui.theme import Theme, icon, theme_of

InUse = Mapping[str, Sequence[str]]
"""Values in use for `topic`, `provider` and `collection`, the most used first."""
_FEWEST_LETTERS = 2
"""A plain word gets as long before keys are offered for it."""

_QUOTED = re.compile("`([^`]*)`")
Span = tuple[int, int, QTextCharFormat]


class SearchField(QLineEdit):
    """A line in which the terms of the search language stand out.

    Down and Up mark a completion, Return or Tab takes it, Escape closes the panel.  Nothing is
    taken that was not marked, except that Tab takes the first value behind a key.
    """

    words_changed = Signal(str)
    """The text, before completions are looked for."""
    save_wanted = Signal(str)
    """The search that the editor wants to keep."""
    help_wanted = Signal()
    """The editor wants to know what can be typed."""

    # Qt calls overrides before the constructor is through.
    _panel: SearchPanel | None = None
    _composing = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setPlaceholderText(self.tr("Search title, excerpt, provider, topics"))
        self.setAccessibleName(self.tr("Search"))
        offer_clearing(self)
        self._offered: list[Completion] = []
        self._error: QueryError | None = None
        self._waits = ""
        self._typed = False
        self._in_use: Callable[[], InUse] = dict
        self._glass = self.addAction(
            icon("search", theme_of(self).dim), QLineEdit.ActionPosition.LeadingPosition
        )
        self._glass.setText(self.tr("Search"))
        self._star = QAction(icon("star", theme_of(self).dim), self.tr("Save This Search…"), self)
        self._star.setToolTip(self.tr("Keep this search in the sidebar"))
        self._star.triggered.connect(self._ask_to_save)
        self._help = QAction(self.tr("How to Search"), self)
        self._help.triggered.connect(self.help_wanted)
        self._panel = SearchPanel(self)
        self._panel.chosen.connect(self._take)
        self._offering = Later(self._offer, self)
        self.textChanged.connect(self._read)
        self.textEdited.connect(self._note_typing)
        self.cursorPositionChanged.connect(self._follow_cursor)

    def set_values_in_use(self, in_use: Callable[[], InUse]) -> None:
        """Where the values come from that are offered behind `topic:` and its like."""
        self._in_use = in_use

    @property
    def panel(self) -> SearchPanel:
        """What drops down below the field."""
        assert self._panel is not None
        self._offering.settle()
        return self._panel

    # -- what is typed

    @Slot()
    def _read(self) -> None:
        text = self.text()
        self._error, self._waits = None, ""
        try:
            self._waits = parse(text).incomplete
        except QueryError as error:
            self._error = error
        # It is painted along with what is found.
        self._dress()
        self.words_changed.emit(text)
        if self._typed:
            self._typed = False
            self._offering.ask()
        else:
            self._close()
        may_be_saved = bool(text.strip()) and self._error is None
        if may_be_saved and self._star not in self.actions():
            self.addAction(self._star, QLineEdit.ActionPosition.TrailingPosition)
        elif not may_be_saved:
            self.removeAction(self._star)

    @Slot()
    def _note_typing(self) -> None:
        # Qt tells of the edit before it tells of the text.
        self._typed = True

    @Slot()
    def _offer(self) -> None:
        """Completions of what stands at the cursor; only typing asks for them."""
        text, cursor = self.text(), points_in(self.text(), self.cursorPosition())
        word = next((t for t in tokens(text[:cursor]) if t.end == cursor), None)
        is_term = word is not None and word.shape is Shape.TERM
        found = completions(text, cursor, self._in_use() if is_term else {})
        too_short = (
            word is not None
            and word.shape is Shape.WORD
            and (word.end - word.start < _FEWEST_LETTERS)
        )
        there = [c for c in found if text[c.start : c.end].casefold() == c.text.casefold()]
        self._offered = [] if too_short or there else found
        self.panel.offer(self._offered)
        self._say()

    def _say(self) -> None:
        """The error, or while one types what is missing; in the panel and to a screen reader."""
        error = self._error
        waits = self._waits if self.hasFocus() and not self._offered else ""
        text = error.message if error is not None else waits
        said = _QUOTED.sub("“\\1”", text[:1].upper() + text[1:])
        self.panel.say(said, wrong=error is not None)
        self.setAccessibleDescription(said)

    @Slot(object)
    def _take(self, place: int) -> None:
        if not 0 <= place < len(self._offered):
            return
        completion = self._offered[place]
        text = self.text()
        behind = text[completion.end :]
        put = completion.text
        if not put.endswith((":", ">")) and not behind:
            put += " "
        self.setSelection(
            units_in(text[: completion.start]),
            units_in(text[completion.start : completion.end]),
        )
        # As if typed, so that one Ctrl+Z of the field takes it back.
        self.insert(put)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer()

    def _close(self) -> None:
        self._offering.cancel()
        self._offered = []
        self.panel.offer([])
        self._say()

    @Slot()
    def _follow_cursor(self) -> None:
        if self._offered:
            self._offering.ask()

    @Slot()
    def _ask_to_save(self) -> None:
        if self._error is None and self.text().strip():
            self.save_wanted.emit(self.text().strip())

    # -- what Qt calls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Where completions are offered, the keys that choose among them; else Down is Return."""
        if not self._answer(event):
            super().keyPressEvent(event)

    def _answer(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        panel, key = self.panel, event.key()
        if plain and not panel.offers and key == Qt.Key.Key_Down:
            self.returnPressed.emit()
            return True
        if not plain or not panel.offers:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            said = panel.mark(1 if key == Qt.Key.Key_Down else -1)
            self.setAccessibleDescription(said)
        elif key == Qt.Key.Key_Escape:
            self._close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and panel.marked >= 0:
            self._take(panel.marked)
        else:
            return False
        return True

    def event(self, event: QEvent) -> bool:
        """Tab never reaches `keyPressEvent`."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and self._panel is not None
            and self.panel.offers
            and (place := self._tab_takes()) >= 0
        ):
            self._take(place)
            return True
        return super().event(event)

    def _tab_takes(self) -> int:
        if self.panel.marked >= 0:
            return self.panel.marked
        # Behind a key there is nothing else to do; a plain word is complete as it is.
        first = self._offered[0] if self._offered else None
        return 0 if first is not None and not first.text.endswith((":", ">")) else -1

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The hint comes back."""
        super().focusInEvent(event)
        if self._panel is not None:
            self._say()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Offers go; what is wrong with the search stays."""
        super().focusOutEvent(event)
        if self._panel is not None and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._close()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of every line, and what this one can do besides."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        save = menu.addAction(self._star.text())
        save.setEnabled(self._error is None and bool(self.text().strip()))
        save.triggered.connect(self._ask_to_save)
        menu.addAction(self._help)
        menu.popup(event.globalPos())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Keep away while letters are being composed."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if not self._composing:
            self._dress()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._panel is not None:
            theme = theme_of(self)
            self._glass.setIcon(icon("search", theme.dim))
            self._star.setIcon(icon("star", theme.dim))
            self._dress()

    # -- the look of the text

    def _dress(self) -> None:
        """Colour terms and underline what is wrong.

        A line knows no formats of its own, but takes those of an input method, whose places count
        from the cursor.
        """
        if self._composing:
            return
        text, cursor = self.text(), self.cursorPosition()
        attributes = [
            QInputMethodEvent.Attribute(
                QInputMethodEvent.AttributeType.TextFormat,
                units_in(text[:start]) - cursor,
                units_in(text[start:end]),
                how,
            )
            for start, end, how in self._spans(text, theme_of(self))
        ]
        super().inputMethodEvent(QInputMethodEvent("", attributes))
        self.update()

    def _spans(self, text: str, theme: Theme) -> list[Span]:
        term, wrong = QTextCharFormat(), QTextCharFormat()
        term.setForeground(QColor(theme.accent))
        term.setBackground(QColor(theme.accent_ground))
        wrong.setForeground(QColor(theme.warning))
        wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wrong.setUnderlineColor(QColor(theme.warning))
        error = self._error
        spans = [
            (token.start, token.end, term)
            for token in tokens(text)
            if token.shape is Shape.TERM
            and (error is None or token.end <= error.start or error.end <= token.start)
        ]
        if error is not None:
            spans.append((error.start, max(error.end, error.start + 1), wrong))
        return spans
