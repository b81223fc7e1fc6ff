"""Going through stories faster than their forms can be built.

A key takes effect in the list at once.  The form follows right after the list is painted, or, while
a key is held down, once it rests; until then a card says which story is at hand.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from curator.content.row import Row
from curator.session.dates import short_date
from curator.session.session import Session
from curator.ui.article_tabs import ArticleTabs
from curator.ui.later import paint_now
from curator.ui.marks import paint_state
from curator.ui.theme import bold, medium, theme_of

HELD = 0.09
"""Seconds between two stories that tell a key held down, which repeats some thirty times each."""

REST = 80
"""Milliseconds after which it rests."""

_LOOKED_AT = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


class Passing(QObject):
    """Lets the story at hand be shown later than it is selected."""

    rested = Signal()
    """The story that is current in the list is to be shown now."""

    def __init__(self, session: Session, tabs: ArticleTabs) -> None:
        super().__init__(tabs)
        self._session = session
        self._tabs = tabs
        self._card = PassingCard(tabs)
        self._going = False
        self._waits = False
        self._path = ""
        self._last = 0.0
        self._watched: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.finish)

    @property
    def waits(self) -> bool:
        """Whether the story at hand is not shown yet."""
        return self._waits

    @contextmanager
    def going(self) -> Iterator[None]:
        """What is selected inside the block is shown later, see `put_off`.

        The story that is shown is not brought up to date inside: it is about to be left.
        """
        self._going = True
        self._tabs.passing = True
        try:
            yield
        finally:
            self._going = False
            if not self._waits:
                self._tabs.passing = False
        # The form would come first.
        paint_now(self._tabs.window())

    def put_off(self, path: str) -> bool:
        """Whether an article that was selected is shown later."""
        if not (self._going or self._waits) or not path:
            return False
        if self._waits and path == self._path:
            # The list tells of its current row and of its selection.
            return True
        self._path = path
        now = time.monotonic()
        held, self._last = now - self._last < HELD, now
        if held and (row := self._session.rows.get(path)) is not None:
            self._card.show_row(row)
        self._waits = self._tabs.passing = True
        self._timer.start(REST if held else 0)
        self._watch()
        return True

    def finish(self) -> None:
        """Show the story at hand now, if that is still to be done."""
        if self._waits:
            self._timer.stop()
            self._waits = self._tabs.passing = False
            self.rested.emit()
            self._card.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is typed or clicked is meant for the story that is selected."""
        if self._waits and event.type() in _LOOKED_AT:
            is_key = isinstance(event, QKeyEvent)
            if not is_key or (event.text() and not event.isAutoRepeat()):
                self.finish()
        return False

    def _watch(self) -> None:
        """All keys that are no shortcuts, and all clicks, come by the native window."""
        native = self._tabs.window().windowHandle()
        if native is not None and native is not self._watched:
            native.installEventFilter(self)
            self._watched = native


class PassingCard(QWidget):
    """Says which story is at hand, in place of its form: state, headline, excerpt."""

    def __init__(self, tabs: ArticleTabs) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._row: Row | None = None
        self.setObjectName("passing")
        self.setAccessibleName(self.tr("Story passed over"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def row(self) -> Row | None:
        """The story that is told."""
        return self._row

    def show_row(self, row: Row) -> None:
        """Tell of a story, above all that the tabs show."""
        self._row = row
        self.setGeometry(self._tabs.page_area)
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The same words as the form begins with, in one go."""
        row = self._row
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.background))
        if row is None:
            painter.end()
            return
        line = self.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(16, 16, -16, -16)
        size = line * 0.85
        mark = QRectF(area.left(), area.top() + (line - size) / 2, size, size)
        paint_state(painter, mark.center(), size, row.published, theme)
        source = " · ".join(
            text for text in (row.provider or row.domain, short_date(row.date_text)) if text
        )
        painter.setPen(QPen(QColor(theme.dim)))
        painter.setFont(medium(self.font()))
        beside = QRectF(area.left() + size + 8, area.top(), area.width() - size - 8, line)
        source = painter.fontMetrics().elidedText(
            source, Qt.TextElideMode.ElideRight, int(beside.width())
        )
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, source)
        wrap = int(Qt.TextFlag.TextWordWrap)
        below = area.adjusted(0, line + 12, 0, 0)
        painter.setFont(bold(self.font()))
        painter.setPen(QPen(QColor(theme.text)))
        used = painter.drawText(below, wrap, row.title or self.tr("(no title)"))
        painter.setFont(self.font())
        painter.setPen(QPen(QColor(theme.dim)))
        if isinstance(used, QRectF):
            below.setTop(used.bottom() + 8)
        painter.drawText(below, wrap, row.excerpt)
        painter.end()
