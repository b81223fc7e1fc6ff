"""Suggestions below the related list: articles of the folder that may belong into it, and why."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from curator.content.suggestions.reasons import Reason
from curator.frontmatter import Value
from curator.session.dates import short_date
from curator.session.related_model import RelatedModel
from curator.session.suggestions import MOST_SHOWN, Suggested, Suggestions
from curator.ui.form.article_form import Inset
from curator.ui.form.field_base import Caption, IconButton
from curator.ui.marks import rounded
from curator.ui.theme import smaller, theme_of

_DAY, _WEEK, _MONTH = 1.0, 7.0, 31.0


class SuggestionsPanel(Inset):
    """The nearest articles as quiet cards; A or Enter on one, or its button, takes it over."""

    story_wanted = Signal(object)
    """The path of a suggested article that the editor wants to see."""

    def __init__(
        self, suggestions: Suggestions, model: RelatedModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("suggestions")
        self.setAccessibleName(self.tr("Suggestions"))
        self._suggestions = suggestions
        self._model = model
        self._article = ""
        self._tallest = 0
        self._is_filled = False
        self._heading = QLabel(self.tr("Suggestions"), self)
        self._heading.setProperty("role", "section")
        self._key = Caption(self.tr("A adds the first"), "hint", self)
        self._key.setWordWrap(False)
        self._hint = Caption("", "hint", self)
        self._cards = [SuggestionCard(number, self) for number in range(MOST_SHOWN)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._key)
        layout.addLayout(head)
        layout.addWidget(self._hint)
        for card in self._cards:
            card.hide()
            card.accepted.connect(self._accept)
            card.stepped.connect(self._step)
            card.opened.connect(self.story_wanted)
            layout.addWidget(card)
        layout.addStretch(1)
        suggestions.changed.connect(self._show)
        model.modelReset.connect(self._show_article)
        model.ask_for_misfits(self._misfit_of)
        suggestions.misfits_changed.connect(model.show_misfits)
        self._show()

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits, as a person reads them."""
        return [card.button for card in self._cards if not card.isHidden()]

    @Slot()
    def accept_first(self) -> None:
        """Add the best suggestion to the related list, where the panel is not behind a tab."""
        found = self._suggestions.found if self.isVisible() else []
        if found and not self._suggestions.reading:
            self._suggestions.accept(found[0].row.path)
            # What was done must be seen, also where the form shows something else.
            self.uncovered.emit(self._cards[0])

    @Slot()
    def _show_article(self) -> None:
        self._suggestions.show_article(self._model.article)

    def _misfit_of(self, item: Value) -> str:
        """Why an item may not belong to the list, in words."""
        misfit = self._suggestions.misfit_of(item)
        if misfit is None:
            return ""
        score = self.tr("Likeness {0} %, the others {1} %").format(
            round(100 * misfit.score), round(100 * misfit.others)
        )
        if misfit.words:
            shared = ", ".join(f"“{word}”" for word in misfit.words)
            return self.tr("It shares little with the story but {0}. {1}.").format(shared, score)
        return self.tr("It shares no telling word with the story. {0}.").format(score)

    @Slot(object)
    def _accept(self, number: int) -> None:
        found = self._suggestions.found
        if number < len(found) and self._suggestions.accept(found[number].row.path):
            # The next suggestion stands in its place by now; behind the last one is none.
            left = len(self._suggestions.found)
            if left:
                self._focus(min(number, left - 1))
            else:
                self._focus_list()

    @Slot(object, object)
    def _step(self, number: int, step: int) -> None:
        self._focus(max(0, min(number + step, len(self.tab_stops()) - 1)))

    def _focus(self, number: int) -> None:
        button = self._cards[number].button
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.uncovered.emit(self._cards[number])

    def _focus_list(self) -> None:
        above = self.parentWidget()
        if above is not None:
            above.setFocus()

    @Slot()
    def _show(self) -> None:
        suggestions = self._suggestions
        self.setVisible(bool(suggestions.article))
        if suggestions.article != self._article:
            self._article = suggestions.article
            self._tallest = 0
        if suggestions.waiting and self._is_filled:
            # The answer comes in a moment: until then nothing moves, nor is anything laid out.
            for card in self._cards:
                card.clear()
            return
        self._is_filled = True
        found = [] if suggestions.reading else suggestions.found
        focused = next((n for n, card in enumerate(self._cards) if card.button.hasFocus()), -1)
        if focused >= len(found):
            # The focus must not fall on whatever comes next.
            if found:
                self._cards[len(found) - 1].button.setFocus()
            else:
                self._focus_list()
        shown = self.tab_stops()
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(found))
            if number < len(found):
                card.show_suggestion(found[number])
        self._hint.setText("" if found else self._words())
        self._hint.setVisible(not found)
        self._key.setVisible(bool(found))
        self._hold_height()
        if self.tab_stops() != shown:
            self.stops_changed.emit()

    def _words(self) -> str:
        if self._suggestions.reading or self._suggestions.waiting:
            return self.tr("Looking for stories that belong here …")
        return self.tr("No other story of the folder is close to this one.")

    def _hold_height(self) -> None:
        """While one works on a story the panel does not shrink, so that nothing below moves."""
        box = self.layout()
        assert box is not None
        self._tallest = max(self._tallest, box.sizeHint().height())
        if self.minimumHeight() != self._tallest:
            self.setMinimumHeight(self._tallest)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._tallest = 0
            self._hold_height()


class SuggestionCard(QWidget):
    """One suggested article: title, source and reason, and the button that takes it over."""

    accepted = Signal(object)
    """The number of the card."""
    stepped = Signal(object, object)
    """The number of the card, and 1 or -1 for the one below or above it."""
    opened = Signal(object)
    """The path of the article."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"suggestions.{number}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._number = number
        self._path = ""
        self._lines = ("", "", "")
        self.button = _AddButton(self)
        self.button.setObjectName(f"suggestions.{number}.add")
        self.button.clicked.connect(self._accept)
        self.button.stepped.connect(self._step)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 8, 8, 8)
        layout.addStretch(1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_suggestion(self, suggested: Suggested) -> None:
        """Show an article."""
        row = suggested.row
        reason = self._reason(suggested.reason)
        source = " · ".join(part for part in (row.provider, short_date(row.date_text)) if part)
        self._path = row.path
        self._lines = (row.title, source, reason)
        said = self.tr("Add “{0}” to the related stories").format(row.title)
        details = ", ".join(part for part in (source, reason) if part)
        self.button.setAccessibleName(said)
        self.button.setAccessibleDescription(details)
        self.button.setToolTip(said)
        self.setAccessibleName(f"{row.title}, {details}")
        score = self.tr("likeness {0} %").format(round(100 * suggested.score))
        self.setToolTip("\n".join(part for part in (row.title, row.excerpt, reason, score) if part))
        self.update()

    def clear(self) -> None:
        """Show nothing in the same place."""
        if not self._path:
            return
        self._path = ""
        self._lines = ("", "", "")
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:
        small = self._small_height()
        return QSize(120, self.fontMetrics().height() + 2 * small + 4 + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = theme_of(self)
        focused = self.button.hasFocus()
        box = QRectF(self.rect())
        rounded(painter, box, theme.panel, theme.accent if focused else "", 6)
        left, height, small = 10, self.fontMetrics().height(), self._small_height()
        width = self.button.x() - left - 8
        top = (self.height() - height - 2 * small - 4) // 2
        title, source, reason = self._lines
        self._line(painter, QRect(left, top, width, height), title, theme.text)
        painter.setFont(smaller(self.font()))
        self._line(painter, QRect(left, top + height + 2, width, small), source, theme.dim)
        place = QRect(left, top + height + small + 4, width, small)
        self._line(painter, place, reason, theme.text)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._path:
            self.opened.emit(self._path)

    def _small_height(self) -> int:
        return round(self.fontMetrics().height() * 0.92)

    def _line(self, painter: QPainter, area: QRect, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _reason(self, reason: Reason) -> str:
        near = ""
        if reason.days is not None:
            if reason.days < _DAY:
                near = self.tr("same day")
            elif reason.days <= _WEEK:
                near = self.tr("same week")
            elif reason.days <= _MONTH:
                near = self.tr("same month")
        return ", ".join(part for part in (*reason.phrases, near) if part)

    @Slot()
    def _accept(self) -> None:
        if self._path:
            self.accepted.emit(self._number)

    @Slot(object)
    def _step(self, step: int) -> None:
        self.stepped.emit(self._number, step)


class _AddButton(IconButton):
    """Takes over with A and Enter as well as with a click; the arrows lead to the next card."""

    stepped = Signal(object)

    def __init__(self, card: QWidget) -> None:
        super().__init__("add", "", card)
        self._card = card
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._card.update()
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_A
            and not event.modifiers()
        ):
            # The key of the window takes the first one.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            key == Qt.Key.Key_A and not event.modifiers()
        ):
            if not event.isAutoRepeat():
                self.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
