"""The lines of the form that say which other articles are the same story, and how to get there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.content.duplicates import Certainty
from curator.content.row import Published
from curator.content.twins import Twin
from curator.session.notice import Notice
from curator.session.related_model import RelatedModel
from curator.session.session import Session
from curator.session.twins import Twins
from curator.session.views import ALL, View
from curator.ui.actions import Actions, key_text, portable_keys
from curator.ui.article_list import ArticleList
from curator.ui.form.article_form import Inset
from curator.ui.search_field import SearchField
from curator.ui.sidebar import Sidebar
from curator.ui.story_line import StoryLine

_MOST_SHOWN = 3


class SameStoryLine(Inset):
    """A line for each of the first other articles that tell the story at hand."""

    story_wanted = Signal(object)
    """The path of one of them."""
    all_wanted = Signal()
    """All of them, with the article at hand, shall be selected."""
    left = Signal()
    """The line that had the focus is gone."""

    def __init__(
        self,
        session: Session,
        twins: Twins,
        model: RelatedModel,
        actions: Actions,
        parent: QWidget | None = None,
    ) -> None:
        """`model` tells which article is at hand."""
        super().__init__(parent)
        self.setObjectName("same_story")
        self.setAccessibleName(self.tr("The same story"))
        self._session, self._twins, self._model = session, twins, model
        self._actions = actions
        self._paths: list[str] = []
        self._shown: tuple[object, ...] = ()
        self.lines = [StoryLine(self) for _ in range(_MOST_SHOWN)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, line in enumerate(self.lines):
            line.setObjectName(f"same_story.{number}")
            line.clicked.connect(self._go)
            layout.addWidget(line)
        self.hide()
        model.modelReset.connect(self._show)
        twins.settled.connect(self._show)

    def tab_stops(self) -> list[QWidget]:
        """The lines."""
        return list(self.lines)

    @Slot()
    def _show(self) -> None:
        path = self._model.article
        found = self._twins.same_as(path) if path else []
        # The surest first, and what is held last.
        rows = self._session.rows
        found = [twin for twin in found if twin.path in rows]
        found.sort(key=lambda t: (t.certainty is not Certainty.CERTAIN, self._is_held(t), t.path))
        more = len(found) - _MOST_SHOWN + 1 if len(found) > _MOST_SHOWN else 0
        told = found[: _MOST_SHOWN - 1] if more else found
        shown = (more, *((twin, rows[twin.path]) for twin in told))
        if shown == self._shown:
            return
        self._shown = shown
        self._paths = [twin.path for twin in told]
        for line, twin in zip(self.lines, told, strict=False):
            self._say(line, twin)
        if more:
            self.lines[-1].say(
                self.tr("and"),
                self.tr("{0} more articles").format(more),
                "",
                self.tr("Select all articles that tell this story ({0})").format(
                    self._key("select_same_story")
                ),
            )
        if any(line.hasFocus() for line in self.lines[len(told) + bool(more) :]):
            # The focus must not fall on whatever comes next.
            self.left.emit()
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(told) + bool(more))
        self.setVisible(bool(found))

    def _is_held(self, twin: Twin) -> bool:
        return self._session.rows[twin.path].published is Published.NO

    def _say(self, line: StoryLine, twin: Twin) -> None:
        row = self._session.rows[twin.path]
        sure = twin.certainty is Certainty.CERTAIN
        source = row.provider or row.domain
        after = [source] if source else []
        if self._is_held(twin):
            after.append(self.tr("held"))
        why = self.tr("It has the same web address.")
        if not sure:
            why = self.tr("Its title has the same words, and it is of the same days.")
        keys = self.tr("{0} goes there, {1} selects all that tell it.").format(
            self._key("go_same_story"), self._key("select_same_story")
        )
        line.say(
            self.tr("Same story as:") if sure else self.tr("Perhaps the same story as:"),
            row.title or row.path,
            "".join(f"· {part} " for part in after).strip(),
            "\n".join((row.title, row.path, why, keys)),
        )

    def _key(self, name: str) -> str:
        keys = portable_keys(self._actions[name])
        return key_text(keys[0]) if keys else self._actions[name].text()

    @Slot()
    def _go(self) -> None:
        number = next((n for n, line in enumerate(self.lines) if line is self.sender()), 0)
        if number < len(self._paths):
            self.story_wanted.emit(self._paths[number])
        else:
            self.all_wanted.emit()


class SameStoryWays(QObject):
    """Goes round the articles that tell the story at hand, and selects them all."""

    story_wanted = Signal(object)
    """The path of the next one."""

    def __init__(
        self,
        session: Session,
        twins: Twins,
        actions: Actions,
        shown: RelatedModel,
        articles: ArticleList,
        sidebar: Sidebar,
        search: SearchField,
    ) -> None:
        """`shown` tells which article the form shows, where the list has it not."""
        super().__init__(articles)
        self._session, self._twins, self._shown = session, twins, shown
        self._articles, self._sidebar, self._search = articles, sidebar, search
        actions["go_same_story"].triggered.connect(self.go_on)
        actions["select_same_story"].triggered.connect(self.select_all)

    @Slot()
    def go_on(self) -> None:
        """Go to the next article that tells the story, and from the last one to the first."""
        group = self._group()
        if len(group) > 1:
            at = group.index(self._at_hand())
            self.story_wanted.emit(group[(at + 1) % len(group)])

    @Slot()
    def select_all(self) -> None:
        """Select all articles that tell the story, the one at hand to be their lead.

        Where the list shows none of the others it shows all articles from then on.
        """
        group, lead = self._group(), self._at_hand()
        if len(group) < 2:
            return
        if self._articles.select_several(group, lead) < 2:
            self._search.clear()
            self._sidebar.choose(View(ALL))
            self._articles.select_several(group, lead)
        self._articles.setFocus(Qt.FocusReason.OtherFocusReason)
        left = len(group) - len(self._articles.selected)
        if left:
            text = self.tr("{0} of the {1} articles on this story are not in this view.")
            self._tell(text.format(left, len(group)))

    def _at_hand(self) -> str:
        # The form follows the list in a moment, but for an article that the list does not show.
        shown = self._shown.article
        return shown if shown and not self._articles.shows(shown) else self._articles.current

    def _group(self) -> list[str]:
        """The articles that tell the story at hand, by path; says so where no other one does."""
        path = self._at_hand()
        group = list(self._twins.group_of(path).paths) if path else []
        if len(group) < 2:
            self._tell(
                self.tr("The folder is still being looked through for the same stories.")
                if self._twins.busy
                else self.tr("No other article tells this story.")
            )
        return group

    def _tell(self, text: str) -> None:
        self._session.noticed.emit(Notice("info", text, about="same story"))
