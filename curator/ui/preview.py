"""A story as a reader would see it, with nothing in it that runs or fetches anything by itself."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QDesktopServices,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
    QStatusTipEvent,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget

from curator.content.related import canonical_address, is_address, slug_of
from curator.content.story_html import StoryBody
from curator.frontmatter import Document, FrontMatterError
from curator.session.related_model import Card, RelatedModel
from curator.session.session import Session
from curator.session.story_bodies import StoryBodies
from curator.ui import preview_page as page
from curator.ui.preview_pictures import PagePictures, Setting
from curator.ui.theme import theme_of
from curator.ui.thumbnails import Thumbnails

MEASURE = 66
"""Letters of a line that are comfortable to read."""
_AT_ONCE = 12_000
"""Characters of the body that are laid out with the head; more follows between two frames."""
_PORTION = 6_000
_FOUND = "\ufffc"
"""The character that stands for a picture in a text."""


class Preview(QTextBrowser):
    """Shows the story at hand while it can be seen.

    The HTML names pictures and links by number only, so that Qt has nothing to resolve or to open.
    """

    story_wanted = Signal(object)
    """The path of an article of the folder that a link leads to."""

    # Qt calls overrides before the constructor is through.
    _built = False

    def __init__(
        self,
        session: Session,
        related: RelatedModel,
        thumbnails: Thumbnails,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._related = related
        self._bodies = StoryBodies(self)
        self._pictures = PagePictures(thumbnails)
        self._path = ""
        self._note = self.tr("Select a story to read it.")
        self._shown: object = None
        """What the page was made from, for not making it again."""
        self._body = StoryBody(())
        self._rest: list[str] = []
        self._cards: list[Card] = []
        self._asked: set[str] = set()
        self.setObjectName("preview")
        self.setAccessibleName(self.tr("Preview"))
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        option = self.document().defaultTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self._appending = self._timer(0, self._append)
        self._looking = self._timer(20, self._ask_for_visible)
        self._again = self._timer(0, self._render_anew)
        self._bodies.ready.connect(self._render)
        self.anchorClicked.connect(self._follow_link)
        self.highlighted.connect(self._tell_address)
        self.verticalScrollBar().valueChanged.connect(self._look_soon)
        thumbnails.arrived.connect(self._put_picture)
        thumbnails.failed.connect(self._put_picture)
        self._built = True

    def _timer(self, pause: int, slot: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(slot)
        return timer

    # -- what is shown

    def show_article(self, path: str) -> None:
        """Show an article as it is now, or none; made only while the preview can be seen."""
        self._path = path
        self._note = "" if path else self.tr("Select a story to read it.")
        self._render()

    def show_many(self, count: int) -> None:
        """Show that many articles are selected."""
        self._path = ""
        self._note = self.tr("{0} stories are selected.").format(count)
        self._render()

    @property
    def is_busy(self) -> bool:
        """Whether more of the story is still to come."""
        return self._bodies.busy or bool(self._rest)

    def scroll_page(self, *, back: bool = False) -> bool:
        """Scroll by what can be seen; False where there is no more to see in that direction."""
        bar = self.verticalScrollBar()
        if bar.value() == (bar.minimum() if back else bar.maximum()):
            # What is still to come will be scrolled to by the next press.
            return not back and self.is_busy
        # A line of the page before stays, to read on from.
        step = max(1, bar.pageStep() - 2 * self.fontMetrics().height())
        bar.setValue(bar.value() + (-step if back else step))
        return True

    @Slot()
    def _render(self) -> None:
        if not self.isVisible():
            self._bodies.leave()
            return
        if not self._path:
            self._show_note(self._note)
            return
        try:
            document = self._session.held(self._path).document
        except (FrontMatterError, OSError) as error:
            why = error.message if isinstance(error, FrontMatterError) else str(error)
            self._show_note(self.tr("This story cannot be shown: {0}.").format(why.rstrip(".")))
            return
        self._show_story(document)

    @Slot()
    def _render_anew(self) -> None:
        self._shown = None
        self._render()

    def _show_note(self, text: str) -> None:
        self._bodies.leave()
        if self._shown != text:
            self._shown = text
            self._start_page()
            self.setHtml(page.note_html(text))

    def _show_story(self, document: Document) -> None:
        row = self._session.rows.get(self._path)
        head = page.head_of(document.data, row, self._path)
        body = self._bodies.ask(self._path, document.tail)
        cards = [self._related.card(row) for row in range(self._related.rowCount())]
        made_from = (self._path, head, body, cards)
        if made_from == self._shown:
            return
        bar = self.verticalScrollBar()
        place = (
            bar.value() if isinstance(self._shown, tuple) and self._shown[0] == self._path else 0
        )
        self._shown = made_from
        self._cards = cards
        self._body = body if body is not None else StoryBody(())
        self._start_page()
        self._name_pictures(head)
        blocks = list(self._body.blocks)
        size = count = 0
        while count < len(blocks) and size < _AT_ONCE:
            size += len(blocks[count])
            count += 1
        self._rest = blocks[count:]
        html = head.html + _dressed("".join(blocks[:count]))
        if body is not None and not self._rest:
            html += self._ending()
        self.setHtml(html)
        bar.setValue(place)
        if self._rest:
            self._appending.start()
        self._looking.start()

    def _start_page(self) -> None:
        self._appending.stop()
        self._rest = []
        self._asked.clear()
        self._pictures.begin()
        self.document().setDefaultStyleSheet(page.style_sheet(theme_of(self), self.font()))
        self._tell_address(QUrl())

    def _name_pictures(self, head: page.Head) -> None:
        if head.lead:
            self._pictures.add(page.LEAD, head.lead, shape=head.shape)
        for number, address in enumerate(self._body.pictures):
            self._pictures.add(f"body:{number}", address)
        for number, card in enumerate(self._cards[: page.MOST_CARDS]):
            self._pictures.add(f"picture:card-{number}", card.picture, small=self._card_size())

    def _ending(self) -> str:
        """What follows the body: what to know of it, and the related stories."""
        note = ""
        if self._body.cut:
            note += page.note_html(self.tr("The text is longer: it is cut here."))
        if self._body.plain:
            note += page.note_html(self.tr("The text is too tangled to be set: it is as written."))
        return note + page.cards_html(self._cards, self._card_size().width(), theme_of(self))

    @Slot()
    def _append(self) -> None:
        """Lay out more of a long body, as much as fits between two frames."""
        size = count = 0
        while count < len(self._rest) and size < _PORTION:
            size += len(self._rest[count])
            count += 1
        html = _dressed("".join(self._rest[:count]))
        del self._rest[:count]
        if not self._rest:
            html += self._ending()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertBlock()
        cursor.insertHtml(html)
        if self._rest:
            self._appending.start()
        self._looking.start()

    # -- pictures

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        # Whatever else a page may name gives an empty picture: Qt would look for a file.
        known = QUrl(name).toString()
        return self._pictures.painted(known, self._setting())

    def _setting(self) -> Setting:
        margins = 2 * round(self.document().documentMargin())
        width = max(80, self.viewport().width() - margins)
        return Setting(theme_of(self), self.font(), width, self.devicePixelRatioF())

    def _card_size(self) -> QSize:
        high = round(self.fontMetrics().height() * 2.7)
        return QSize(round(high * 1.5), high)

    @Slot(object)
    def _put_picture(self, address: str) -> None:
        """Show a picture that has arrived, or that it will not; all for an empty address."""
        if not self.isVisible():
            return
        self._put(self._pictures.names_of(address))
        if not address:
            self._asked.clear()
        self._looking.start()

    def _put(self, names: list[str]) -> None:
        if not names:
            return
        setting = self._setting()
        document = self.document()
        for name in names:
            image = self._pictures.painted(name, setting)
            document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
        for name, cursor in self._places():
            if name in names:
                document.markContentsDirty(cursor.selectionStart(), 1)

    def _places(self) -> list[tuple[str, QTextCursor]]:
        """Where pictures stand in the page, by their names."""
        found: list[tuple[str, QTextCursor]] = []
        cursor = self.document().find(_FOUND, 0)
        while not cursor.isNull():
            format = cursor.charFormat()
            if format.isImageFormat():
                found.append((format.toImageFormat().name(), cursor))
            cursor = self.document().find(_FOUND, cursor)
        return found

    @Slot()
    def _look_soon(self) -> None:
        self._looking.start()

    @Slot()
    def _ask_for_visible(self) -> None:
        """Have those pictures loaded that are in sight, or will be after the next page."""
        if not self.isVisible() or not self._pictures.names_of(""):
            return
        room = self.viewport().height()
        near: list[str] = []
        for name, cursor in self._places():
            if name not in self._asked:
                cursor.setPosition(cursor.selectionStart())
                area = self.cursorRect(cursor)
                if area.bottom() >= -room and area.top() <= 2 * room:
                    near.append(name)
        self._asked.update(near)
        # What is asked for last is loaded first.
        self._put([name for name in reversed(near) if self._pictures.ask(name)])

    # -- links

    @Slot(QUrl)
    def _follow_link(self, link: QUrl) -> None:
        address, card = self._target(link)
        if card is not None and card.reference and card.found:
            row = self._session.article_named(slug_of(card.reference))
            path = row.path if row is not None else ""
        else:
            path = self._article_at(address)
        if path:
            self.story_wanted.emit(path)
        elif is_address(address):
            QDesktopServices.openUrl(QUrl(address))

    @Slot(QUrl)
    def _tell_address(self, link: QUrl) -> None:
        """Say where a link leads before anyone follows it."""
        address, card = self._target(link)
        text = address or (card.reference if card is not None else "")
        self.setToolTip(text[:500])
        QApplication.sendEvent(self, QStatusTipEvent(text[:200]))

    def _target(self, link: QUrl) -> tuple[str, Card | None]:
        kind, _, number = link.toString().partition(":")
        place = int(number) if number.isdecimal() else -1
        if kind == "link" and 0 <= place < len(self._body.links):
            return self._body.links[place], None
        if kind == "card" and 0 <= place < len(self._cards):
            return self._cards[place].address, self._cards[place]
        return "", None

    def _article_at(self, address: str) -> str:
        """The article of the folder that an address is that of; empty for none."""
        if not is_address(address):
            row = self._session.article_named(slug_of(address)) if address else None
            return row.path if row is not None else ""
        wanted = canonical_address(address)
        # Only those that end alike need a closer look.
        end = address.partition("?")[0].rstrip("/").rsplit("/", 1)[-1]
        for path, row in self._session.rows.items():
            if end in row.address and canonical_address(row.address) == wanted:
                return path
        return ""

    # -- what Qt asks

    def event(self, event: QEvent) -> bool:
        if self._built and event.type() == QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            kept = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll)
            # All other keys are for the actions of the window: nothing is typed here.
            event.setAccepted(any(event.matches(key) for key in kept))
            return event.isAccepted()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        looks = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if self._built and event.type() in looks:
            self._fit_column()
            self._again.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._built:
            before = self.viewport().width()
            self._fit_column()
            if before != self.viewport().width() or event.oldSize().width() != before:
                self._put_picture("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_column()
        self._render()

    def _fit_column(self) -> None:
        """Keep lines at a comfortable length, in the middle of what there is."""
        least = self.fontMetrics().height()
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        wanted = round(self.fontMetrics().averageCharWidth() * 1.08 * MEASURE)
        side = max(least, (room - wanted) // 2)
        self.document().setDocumentMargin(least)
        self.setViewportMargins(side - least, 0, side - least, 0)


def _dressed(html: str) -> str:
    """Tables of a body with lines between their cells, pictures without the gaps of lines."""
    html = html.replace("<p><img ", '<p class="lead"><img ')
    return html.replace(
        "<table>", '<table class="body" border="1" cellspacing="0" cellpadding="6">'
    )
