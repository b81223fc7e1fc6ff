"""What is done where several articles or items tell the same story: lead, split, gather, drop."""

from __future__ import annotations

from pathlib import PurePosixPath

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from curator.content.duplicates import DropDuplicates
from curator.session.duplicates import with_duplicates
from curator.session.leads import gather_into, lead_with, split
from curator.session.notice import Notice
from curator.session.renaming import fault_of, name_for, rename_article
from curator.session.review import Review
from curator.session.session import Session
from curator.ui import dialogs
from curator.ui.actions import Actions
from curator.ui.article_list import ArticleList
from curator.ui.patch_view import PatchDialog
from curator.ui.related_list import RelatedList


class SameStory(QObject):
    """Carries out these actions on the current related item and on the selected articles."""

    def __init__(
        self,
        session: Session,
        actions: Actions,
        articles: ArticleList,
        related: RelatedList,
        review: Review,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._articles = articles
        self._related = related
        self._window = window
        self._review = review
        self._awaited = ""
        self._looked_at = ""
        self._renaming = ""
        for name, slot in (
            ("make_lead", self._make_lead),
            ("split_off", self._split),
            ("gather", self._gather),
            ("rename_file", self._ask_name),
            ("drop_in_selection", self._drop_in_selection),
            ("drop_in_folder", self._drop_in_folder),
        ):
            actions[name].triggered.connect(slot)
        session.rows_added.connect(self._go_to_awaited)

    @Slot()
    def _make_lead(self) -> None:
        if (number := self._item()) is not None:
            lead_with(self._session, self._related.related.article, number)

    @Slot()
    def _split(self) -> None:
        if (number := self._item()) is not None:
            self._awaited = split(self._session, self._related.related.article, number)
            self._go_to_awaited()

    @Slot()
    def _go_to_awaited(self) -> None:
        """Go to an article that is new in the list: it is to be decided on, or was open before."""
        if self._awaited and self._articles.select(self._awaited):
            if self._awaited == self._looked_at:
                self._review.look([self._looked_at])
            self._awaited = self._looked_at = ""

    @Slot()
    def _ask_name(self) -> None:
        path = self._articles.current
        if not path:
            return
        self._renaming = path
        dialog = dialogs.FileNameDialog(
            self._window,
            PurePosixPath(path).name,
            name_for(self._session, path),
            self._fault_of_name,
        )
        dialog.chosen.connect(self._rename)
        dialog.finished.connect(self._articles.setFocus)
        dialog.open()

    def _fault_of_name(self, name: str) -> str:
        return fault_of(self._session, self._renaming, name)

    @Slot(str)
    def _rename(self, name: str) -> None:
        command = rename_article(self._session, self._renaming, name)
        if command is not None:
            command.moved = self._follow_name
            self._follow_name(command.old, command.new)

    def _follow_name(self, old: str, new: str) -> None:
        """The story stays open under its other name, and is to be reviewed only if it was."""
        self._awaited = new
        self._looked_at = "" if self._review.is_due(old) else new
        self._go_to_awaited()

    def _item(self) -> int | None:
        """The number of the current related item; None, and a word of what to do, without one."""
        current = self._related.currentIndex()
        if current.isValid():
            return current.row()
        self._tell(self.tr("Choose a related story first: press R, then the arrow keys."))
        return None

    @Slot()
    def _gather(self) -> None:
        selected, lead = self._articles.selected, self._articles.current
        if len(selected) < 2 or not lead:
            self._tell(self.tr("Select the articles on one event first, the lead last."))
            return
        title = self._session.title_of(lead)
        answer = dialogs.ask_to_gather(self._window, len(selected) - 1, title)
        if answer != "stay":
            gather_into(self._session, lead, selected, hold=answer == "hold")
            self._articles.select(lead)

    @Slot()
    def _drop_in_selection(self) -> None:
        self._drop_in(with_duplicates(self._session, self._articles.selected))

    @Slot()
    def _drop_in_folder(self) -> None:
        self._drop_in(with_duplicates(self._session))

    def _drop_in(self, paths: list[str]) -> None:
        if not paths:
            self._tell(self.tr("No related list has the same story twice."))
            return
        title = self.tr("Drop Duplicates")
        dialog = PatchDialog(self._session, paths, DropDuplicates(), title, self._window)
        dialog.finished.connect(self._articles.setFocus)
        dialog.open()

    def _tell(self, text: str) -> None:
        self._session.noticed.emit(Notice("info", text, about="same story"))
