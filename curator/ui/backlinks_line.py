"""The line below the related list that says in whose lists the article at hand stands itself."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.content.row import Row
from curator.session.backlinks import Backlinks
from curator.session.dates import short_date
from curator.session.notice import Notice
from curator.session.related_model import RelatedModel
from curator.ui.actions import key_text, portable_keys
from curator.ui.article_chooser import ArticleChooser
from curator.ui.form.article_form import Inset
from curator.ui.story_line import StoryLine

_MOST_TOLD = 8


class BacklinksLine(Inset):
    """Leads to the article that has this one in its list, or lets one choose among several."""

    story_wanted = Signal(object)
    """The path of an article to go to."""
    left = Signal()
    """There is nothing to press here any more, or the choice among several is over."""

    def __init__(
        self,
        backlinks: Backlinks,
        model: RelatedModel,
        action: QAction,
        parent: QWidget | None = None,
    ) -> None:
        """`model` tells which article is at hand, `action` does what a click does."""
        super().__init__(parent)
        self.setObjectName("backlinks")
        self.setAccessibleName(self.tr("Related in"))
        self._backlinks, self._model, self._action = backlinks, model, action
        self.line = StoryLine(self)
        self.line.setObjectName("backlinks.line")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.line.clicked.connect(self.follow)
        action.triggered.connect(self.follow)
        backlinks.changed.connect(self._show)
        model.modelReset.connect(self._show_article)
        self._show()

    def tab_stops(self) -> list[QWidget]:
        """The line."""
        return [self.line]

    @Slot()
    def follow(self) -> None:
        """Go to the article that has this one in its list; of several one is chosen."""
        self._show_article()
        found = self._backlinks.found
        if len(found) == 1:
            self.story_wanted.emit(found[0].path)
        elif found:
            heading = self.tr("Related in {0} Articles").format(len(found))
            rows = {row.path: row for row in found}
            chooser = ArticleChooser(heading, rows, self._backlinks.article, self.window())
            chooser.chosen.connect(self.story_wanted)
            chooser.finished.connect(self.left)
            chooser.open()
        elif self._backlinks.article:
            text = self.tr("No other article has this one in its related list.")
            if self._backlinks.waiting:
                text = self.tr("The lists of the folder are still being looked through.")
            self._model.session.noticed.emit(Notice("info", text, about="backlinks"))

    @Slot()
    def _show_article(self) -> None:
        self._backlinks.show_article(self._model.article)

    @Slot()
    def _show(self) -> None:
        found = self._backlinks.found
        # Where nothing is found the line keeps its room, so that nothing below it moves.
        if not found and self.line.hasFocus():
            # The focus must not fall on whatever comes next.
            self.left.emit()
        self.line.setEnabled(bool(found))
        if self._backlinks.waiting:
            self.line.say("", "", "", "")
            self.line.setAccessibleName(self.tr("Looking for where it is related"))
        elif not found:
            self.line.say(self.tr("Is related in no other article"), "", "", "")
        elif len(found) == 1:
            source = found[0].provider or found[0].domain
            title = found[0].title or found[0].path
            after = f"· {source}" if source else ""
            self.line.say(self.tr("Is related in:"), title, after, self._tip(found))
        else:
            count = self.tr("{0} articles").format(f"{len(found):,}")
            self.line.say(self.tr("Is related in"), count, "", self._tip(found))

    def _tip(self, found: list[Row]) -> str:
        told = [
            " · ".join(part for part in (row.title or row.path, short_date(row.date_text)) if part)
            for row in found[:_MOST_TOLD]
        ]
        if len(found) > _MOST_TOLD:
            told.append(self.tr("and {0} more").format(f"{len(found) - _MOST_TOLD:,}"))
        if keys := portable_keys(self._action):
            told.append(self.tr("{0} goes there").format(key_text(keys[0])))
        return "\n".join(told)
