"""The articles that a notice tells of, each with its reason; one click goes to the story."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from curator.session.dry_run import FileChange, Outcome
from curator.ui.form.field_base import RHYTHM
from curator.ui.patch_list import PatchList
from curator.ui.theme import bold


class ProblemsDialog(QDialog):
    """Lists articles by path and what is the matter with each; to be shown with `open`."""

    story_wanted = Signal(object)
    """The path of the article that was chosen; the dialog is closed then."""

    def __init__(
        self,
        heading: str,
        details: Sequence[tuple[str, str]],
        titles: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """`titles` gives the title of the story at a path; empty where it knows none."""
        super().__init__(parent)
        self.setObjectName("problems_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Articles With Problems"))
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(heading)
        label.setWordWrap(True)
        label.setFont(bold(label.font()))
        hint = QLabel(self.tr("Click a story to go to it."), self)
        hint.setProperty("role", "hint")
        self._titles = titles
        self.list = PatchList(self._title_of, self)
        self.list.setAccessibleName(self.tr("Articles with problems"))
        self.list.patch.add(
            [FileChange(path, Outcome.REFUSED, reason=why) for path, why in details]
        )
        self.list.go_to(0)
        close = QPushButton(self.tr("Close"), self)
        close.setObjectName("problems.close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * RHYTHM, 2 * RHYTHM, 2 * RHYTHM, 2 * RHYTHM)
        layout.setSpacing(RHYTHM)
        for widget in (label, hint):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.resize(self.sizeHint())
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.list.setFocus()

    def sizeHint(self) -> QSize:
        """Room for some stories, but no more than the screen has."""
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * 100, metrics.height() * 24)
        return wanted.boundedTo(self.screen().availableSize() * 0.9)

    def _title_of(self, path: str) -> str:
        return self._titles(path) or path

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        change = self.list.patch.file_at(index.row())
        if change is not None and self.isVisible():
            self.accept()
            self.story_wanted.emit(change.path)
