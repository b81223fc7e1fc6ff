"""Deciding: the keys that publish, hold, clear, mark and skip, and where they lead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from types import NoneType

from PySide6.QtCore import QObject, QSettings, Slot

from curator.content.row import Published
from curator.frontmatter import Edit, Set
from curator.session.article_model import ArticleModel
from curator.session.decisions import FLAG, decide_and_look, look_with_edit, mark_reviewed
from curator.session.foresight import Foresight
from curator.session.notice import Notice
from curator.session.review import Review
from curator.session.session import Session
from curator.ui.actions import Actions
from curator.ui.article_list import ArticleList
from curator.ui.article_tabs import ArticleTabs
from curator.ui.look_marks import LookMarks
from curator.ui.passing import Passing
from curator.ui.preferences import after_deciding
from curator.ui.review_notes import export_notes
from curator.ui.review_progress import in_words
from curator.ui.selected import selected_rows

_FEW = 8


class Triage(QObject):
    """Carries out decisions on what is selected, and goes on to the next undecided story."""

    def __init__(
        self,
        session: Session,
        review: Review,
        articles: ArticleModel,
        view: ArticleList,
        tabs: ArticleTabs,
        settings: QSettings,
    ) -> None:
        super().__init__(view)
        self._session = session
        self._review = review
        self._articles = articles
        self._list = view
        self._tabs = tabs
        self._settings = settings
        self.passing = Passing(session, tabs)
        self._marks = LookMarks(session, review, tabs)
        self._foresight = Foresight(session, self)
        tabs.article_shown.connect(self._foresight.expect)
        view.is_done = review.is_done
        review.due_changed.connect(self._paint_done)
        review.noticed.connect(session.noticed)
        session.focus_requested.connect(self.passing.finish)
        view.state_clicked.connect(self._toggle)

    def connect_actions(self, actions: Actions, others: Sequence[str]) -> None:
        """Connect the actions that decide; all the `others` see the story at hand shown first."""
        self._deciding = [actions[name] for name in ("publish", "hold", "undecide")]
        self._list.selection_changed.connect(self._set_repeat)
        for name, slot in (
            ("publish", self._publish),
            ("hold", self._hold),
            ("undecide", self._undecide),
            ("mark_reviewed", self._mark),
            ("mark_all_reviewed", self._mark_all),
            ("skip", self._skip),
            ("next", self.go_down),
            ("previous", self.go_up),
            ("export_notes", self._export),
        ):
            actions[name].triggered.connect(slot)
        own = ("publish", "hold", "undecide", "mark_reviewed", "skip", "next", "previous", "page")
        for name in others:
            if name not in own:
                actions[name].triggered.connect(self.passing.finish)

    @Slot(object)
    def _set_repeat(self, paths: list[str]) -> None:
        """A key held down decides one story after the other, but on many at once only once."""
        for action in self._deciding:
            action.setAutoRepeat(len(paths) < 2)

    # -- deciding

    @Slot()
    def _publish(self) -> None:
        self._decide(Published.YES)

    @Slot()
    def _hold(self) -> None:
        self._decide(Published.NO)

    @Slot()
    def _undecide(self) -> None:
        self._decide(Published.NONE)

    def _decide(self, published: Published) -> None:
        paths = self._list.selected
        self._do_and_go_on(
            lambda: decide_and_look(self._session, self._review, paths, published), paths
        )

    @Slot()
    def _mark(self) -> None:
        paths = self._list.selected
        if any(self._review.is_due(path) for path in paths):
            self._do_and_go_on(lambda: mark_reviewed(self._session, self._review, paths), paths)
        else:
            # Taken back: one wants to look at it now.
            mark_reviewed(self._session, self._review, paths)

    @Slot()
    def _mark_all(self) -> None:
        """Mark all that the list shows, also below what one sees."""
        self._articles.finish_search()
        due = self._articles.paths_where(self._review.is_due)
        if due:
            mark_reviewed(self._session, self._review, due)
            text = self.tr("{0} marked as reviewed").format(self._stories(len(due)))
        else:
            text = self.tr("No story in this list is to be reviewed")
        self._say(text)

    @Slot(object)
    def _toggle(self, path: str) -> None:
        """A click on the mark of a row decides on it and leaves all else where it is."""
        row = self._session.rows.get(path)
        if row is not None:
            wanted = Published.NO if row.published is Published.YES else Published.YES
            decide_and_look(self._session, self._review, [path], wanted)

    def decide_in_form(self, paths: Sequence[str], edits: list[Edit], label: str) -> bool | None:
        """Make edits of the form that decide; None where they are others, False where refused."""
        flag = edits[0].value if isinstance(edits[0], Set) else None
        if any(edit.path != FLAG for edit in edits) or not isinstance(flag, (bool, NoneType)):
            return None
        states = {True: Published.YES, False: Published.NO, None: Published.NONE}
        if len(paths) > 1:
            return decide_and_look(self._session, self._review, paths, states[flag])
        before = self._session.undo_stack.index()
        if not self._session.edit({paths[0]: edits}, label):
            return False
        look_with_edit(self._session, self._review, paths, states[flag], label, before)
        return True

    # -- going on

    @Slot()
    def go_down(self) -> None:
        """Go to the story below."""
        with self.passing.going():
            self._list.step(1)

    @Slot()
    def go_up(self) -> None:
        """Go to the story above."""
        with self.passing.going():
            self._list.step(-1)

    @Slot()
    def _skip(self) -> None:
        """Go on to the next undecided story and leave this one as it is."""
        paths = self._list.selected
        was_due = self._is_any_due(paths)
        with self.passing.going():
            found = self._go_on(was_due, "next", set(paths))
        if not found and paths:
            self._say(self.tr("There is no other story to decide in this list"))

    def _do_and_go_on(self, decide: Callable[[], bool], paths: Sequence[str]) -> None:
        if not paths:
            return
        was_due = self._is_any_due(paths)
        where = after_deciding(self._settings)
        if where == "stay":
            decide()
            return
        with self.passing.going():
            decided = decide()
            gone_on = decided and self._go_on(was_due, where, set(paths))
        if not gone_on:
            # It was not brought up to date while it seemed that it would be left.
            self._tabs.refresh()
        if decided and not gone_on and len(paths) == 1:
            # Whoever decides on many at once has seen what she did.
            self._tell_end(was_due)

    def _is_any_due(self, paths: Sequence[str]) -> bool:
        return any(self._review.is_due(path) for path in paths)

    def _go_on(self, was_due: bool, where: str, left: set[str]) -> bool:
        """Go to the next undecided story, round the end of the list; False where there is none.

        Whoever reviews goes through what is due; whoever goes through other stories does not meet
        those again that were decided meanwhile.
        """
        is_due, was_decided = self._review.is_due, self._review.was_decided

        def undecided(path: str) -> bool:
            return path not in left and (is_due(path) if was_due else not was_decided(path))

        # A search that is under way may still find it.
        self._articles.finish_search()
        rows = selected_rows(self._list.selectionModel())
        count = self._articles.rowCount()
        if not rows:
            return False
        if where == "previous":
            order = chain(range(min(rows) - 1, -1, -1), range(count - 1, max(rows), -1))
        else:
            order = chain(range(max(rows) + 1, count), range(min(rows)))
        target = self._articles.next_row(order, undecided)
        if target is None:
            return False
        self._list.step(target - self._list.currentIndex().row())
        return True

    def _tell_end(self, was_due: bool) -> None:
        review, sitting = self._review, self._review.sitting
        if not was_due:
            self._say(self.tr("You have decided on every story in this list"))
            return
        reviewed = self.tr("{0} in {1}").format(f"{sitting.done:,}", in_words(sitting.seconds))
        if review.count:
            rest = self._stories(review.count)
            text = self.tr("All reviewed in this list: {0}. Elsewhere {1} to review.")
            self._say(text.format(reviewed, rest))
        else:
            self._say(self.tr("All reviewed: {0}").format(reviewed))

    def _say(self, text: str) -> None:
        self._session.noticed.emit(Notice("info", text, about="triage"))

    # -- the rest

    @Slot(object)
    def _paint_done(self, paths: set[str]) -> None:
        if len(paths) > _FEW:
            self._list.viewport().update()
            return
        for path in paths:
            row = self._articles.row_of(path)
            if row is not None:
                self._list.update(self._articles.index(row, 0))

    @Slot()
    def _export(self) -> None:
        export_notes(self._session, self._review, self._list.window())

    def _stories(self, count: int) -> str:
        return self.tr("1 story") if count == 1 else self.tr("{0} stories").format(f"{count:,}")
