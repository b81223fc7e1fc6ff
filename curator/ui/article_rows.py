"""How the rows of the list of articles are drawn: compact ones in columns, roomy ones as cards.

A letter of a search paints a window full of rows anew.  So a row is drawn in one go and not cell
by cell, which through Qt's delegates takes three times as long, and what rows have in common is
made once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from curator.content.row import Row
from curator.session.article_model import ArticleModel
from curator.session.columns import Column
from curator.session.session import Session
from curator.ui.lettering import Lettering
from curator.ui.marks import paint_state, paint_warning, rounded
from curator.ui.theme import icon, medium, smaller, theme_of

PADDING = 8
_NUMBERS = (Column.QUALITY, Column.HEAT, Column.RELATED)
_CARD_LINES = 4


class Look:
    """What all rows have in common as long as font and palette are the same."""

    def __init__(self, view: QWidget) -> None:
        self.key = look_key(view)
        self.theme = theme = theme_of(view)
        self.plain = Lettering(view.font())
        self.title = Lettering(medium(view.font()))
        self.small = Lettering(smaller(view.font()))
        self.line_height = self.plain.height
        self.text, self.dim = QColor(theme.text), QColor(theme.dim)
        self.warning, self.accent = QColor(theme.warning), QColor(theme.accent)
        self.background, self.ground = QColor(theme.background), QColor(theme.accent_ground)
        self.line = QPen(QColor(theme.line), 1)
        self.focus = QPen(self.accent, 2)


def look_key(view: QWidget) -> tuple[int, str, float]:
    """Tells whether a `Look` is still the one of a view."""
    # Text may change its size with the screen that the window is moved to.
    return view.palette().cacheKey(), view.font().key(), view.devicePixelRatioF()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a row stands in the list at the moment."""

    selected: bool
    framed: bool
    """The keys act on it."""
    done: bool
    """It was decided on since the list was last put in order."""


class RowPainter(Protocol):
    """Draws the rows in one of the ways in which the list can be shown."""

    def height(self, look: Look) -> int:
        """How high a row is, in pixels."""
        ...

    def paint(self, painter: QPainter, look: Look, rect: QRect, row: Row, at: Standing) -> None:
        """Draw what is in a row; ground and lines are there."""
        ...


def paint_ground(painter: QPainter, look: Look, rect: QRect, at: Standing) -> None:
    """What all rows have around them: ground, line, and the frame of the current one."""
    if at.selected:
        painter.fillRect(rect, look.ground)
    if at.framed:
        painter.setPen(look.focus)
        painter.drawLine(rect.left(), rect.top() + 1, rect.right(), rect.top() + 1)
    else:
        painter.setPen(look.line)
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


class _Mark:
    """Says at the edge of a row whether its article is on the disk."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def paint(self, painter: QPainter, look: Look, centre: QPointF, path: str) -> None:
        size = look.line_height * 0.45
        if self._session.save_error(path) is not None:
            paint_warning(painter, centre, size * 1.8, look.theme)
        elif self._session.is_unsaved(path):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.accent)
            painter.drawEllipse(centre, size / 2, size / 2)


class TableRows:
    """Two lines for the story, a mark for its state, plain text for the rest."""

    def __init__(self, model: ArticleModel, session: Session) -> None:
        self._model = model
        self._unsaved = _Mark(session)
        self.shows_problems = False
        self.columns: Sequence[tuple[Column, int, int]] = ()
        """The columns that are shown, each with its left edge and its width."""

    def height(self, look: Look) -> int:
        return round(look.line_height * 2.1) + 2 * PADDING + 4

    def paint(self, painter: QPainter, look: Look, rect: QRect, row: Row, at: Standing) -> None:
        top = rect.top() + (rect.height() - look.plain.height) / 2
        for column, left, width in self.columns:
            if column == Column.TITLE:
                area = QRect(left + PADDING, rect.top(), width - 2 * PADDING, rect.height() - 1)
                _paint_story(painter, look, area, row, at, self.shows_problems)
            elif column == Column.STATE:
                centre = QPointF(left + width / 2, rect.top() + rect.height() / 2)
                size = look.line_height * 0.85
                paint_state(painter, centre, size, row.published, look.theme)
            elif column == Column.UNSAVED:
                centre = QPointF(left + width / 2, rect.top() + rect.height() / 2)
                self._unsaved.paint(painter, look, centre, row.path)
            elif text := self._model.text_of(row, column):
                room = width - 2 * PADDING
                if column == Column.RELATED and row.duplicates:
                    size = look.line_height * 0.8
                    centre = QPointF(left + width - PADDING - size / 2, rect.center().y())
                    paint_warning(painter, centre, size, look.theme)
                    room -= round(size) + 5
                painter.setPen(look.dim if at.done or column == Column.DATE else look.text)
                right = column in _NUMBERS
                look.plain.draw(painter, left + PADDING, top, room, text, right=right)


def _paint_story(
    painter: QPainter, look: Look, area: QRect, row: Row, at: Standing, shows_problems: bool
) -> None:
    told = shows_problems and bool(row.problems)
    title, excerpt = row.texts
    if told:
        excerpt = row.problems[0].message
    line = look.line_height
    top = area.top() + (area.height() - round(line * 2.05)) // 2
    painter.setPen(_title_colour(look, row, title, at))
    look.title.draw(painter, area.left(), top, area.width(), title or no_title())
    painter.setPen(look.warning if told or not row.readable else look.dim)
    below = top + line * 1.05 + (line - look.small.height) / 2
    look.small.draw(painter, area.left(), below, area.width(), excerpt)


def _title_colour(look: Look, row: Row, title: str, at: Standing) -> QColor:
    if not title or not row.readable:
        return look.warning
    return look.dim if at.done else look.text


def no_title() -> str:
    """What stands for a missing title."""
    return QCoreApplication.translate("ArticleModel", "(no title)")


class CardRows:
    """A picture, the headline, some lines of the excerpt, and where the story is from."""

    def __init__(
        self,
        model: ArticleModel,
        session: Session,
        picture: Callable[[str, QSize], QPixmap | None],
    ) -> None:
        """`picture` gives the picture of the article at a path in device pixels, if it is there."""
        self._model = model
        self._picture = picture
        self._unsaved = _Mark(session)
        self.shows_problems = False

    def height(self, look: Look) -> int:
        return round(look.line_height * (_CARD_LINES + 0.4)) + 4 * PADDING

    def paint(self, painter: QPainter, look: Look, rect: QRect, row: Row, at: Standing) -> None:
        line = look.line_height
        inner = rect.adjusted(2 * PADDING, 2 * PADDING, -2 * PADDING, -2 * PADDING)
        mark = round(line * 0.85)
        centre = QPointF(inner.left() + mark / 2, inner.top() + line / 2)
        paint_state(painter, centre, mark, row.published, look.theme)
        below = QPointF(centre.x(), centre.y() + line * 1.3)
        self._unsaved.paint(painter, look, below, row.path)
        left = inner.left() + mark + 2 * PADDING
        frame = QRect(left, inner.top(), round(inner.height() * 16 / 9), inner.height())
        # Where it is narrow the words come first.
        if inner.right() - frame.right() > frame.width():
            self._paint_picture(painter, look, frame, row)
            left = frame.right() + 2 * PADDING
        self._paint_words(
            painter, look, QRect(inner).adjusted(left - inner.left(), 0, 0, 0), row, at
        )

    def _paint_picture(self, painter: QPainter, look: Look, frame: QRect, row: Row) -> None:
        scale = painter.device().devicePixelRatio()
        picture = self._picture(row.path, frame.size() * scale)
        if picture is not None:
            picture.setDevicePixelRatio(scale)
            painter.drawPixmap(frame.topLeft(), picture)
            return
        rounded(painter, QRectF(frame), look.theme.panel, look.theme.line, radius=4)
        side = round(look.line_height * 1.2)
        place = QRect(0, 0, side, side)
        place.moveCenter(frame.center())
        icon("image", look.theme.dim).paint(painter, place)

    def _paint_words(
        self, painter: QPainter, look: Look, area: QRect, row: Row, at: Standing
    ) -> None:
        line, width = look.line_height, area.width()
        told = self.shows_problems and bool(row.problems)
        title, excerpt = row.texts
        if told:
            excerpt = row.problems[0].message
        y = float(area.top())
        painter.setPen(_title_colour(look, row, title, at))
        titles = look.title.lines(title or no_title(), width, 2)
        for text in titles:
            look.title.draw(painter, area.left(), y, width, text, whole=title)
            y += line * 1.1
        painter.setPen(look.warning if told or not row.readable else look.dim)
        for text in look.small.lines(excerpt, width, _CARD_LINES - 1 - len(titles)):
            look.small.draw(painter, area.left(), y, width, text, whole=excerpt)
            y += line
        painter.setPen(look.dim if at.done else look.text)
        bottom = area.bottom() + 1 - look.small.height
        where = [
            self._model.text_of(row, Column.PROVIDER),
            self._model.text_of(row, Column.DATE),
            self._model.text_of(row, Column.TOPICS),
        ]
        related = self._related(row)
        room = look.small.width_of(related) if related else 0
        look.small.draw(
            painter,
            area.left(),
            bottom,
            width - room - 2 * PADDING,
            " · ".join(text for text in where if text),
        )
        painter.setPen(look.warning if row.duplicates else look.dim)
        look.small.draw(painter, area.left(), bottom, width, related, right=True)

    def _related(self, row: Row) -> str:
        parts: list[str] = []
        if row.quality is not None:
            parts.append(_tr("quality {0}").format(row.quality))
        if row.related:
            parts.append(_tr("{0} related").format(row.related))
        if row.duplicates:
            parts.append(_tr("{0} the same").format(row.duplicates))
        return " · ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("CardRows", text)
