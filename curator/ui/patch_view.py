"""Shows what a change would do, article by article, before it is applied to those with a tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from curator.session.dry_run import DryRun, PlannedChange
from curator.session.session import Session
from curator.ui.form.field_base import RHYTHM, chain_tab_stops
from curator.ui.marks import rounded
from curator.ui.patch_list import PatchList
from curator.ui.theme import bold, theme_of


class PatchPanel(QWidget):
    """A dry run with its counts: which articles would be changed, how, and which cannot be."""

    updated = Signal()
    """More was found, or other articles have a tick."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._total = 0
        self.run = DryRun(session, self)
        self.list = PatchList(self._title_of, self)
        self.all = QCheckBox(self.tr("All"), self)
        self.all.setObjectName("patch.all")
        self.all.setAccessibleName(self.tr("Tick all articles"))
        self.counts = QLabel(self)
        self.counts.setObjectName("patch.counts")
        self.refused = QPushButton(self)
        self.refused.setObjectName("patch.refused")
        self.refused.setAutoDefault(False)
        self.refused.setToolTip(self.tr("Go to the next article that cannot be changed"))
        self._progress = QProgressBar(self)
        self._progress.setAccessibleName(self.tr("Looking through the articles"))
        self._progress.setTextVisible(False)
        self._hint = QLabel(self)
        self._hint.setObjectName("patch.hint")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "hint")
        self._waiting = ""
        self._build()
        patch = self.list.patch
        self.run.found.connect(patch.add)
        self.run.revised.connect(patch.revise)
        self.run.progressed.connect(self._show_progress)
        self.run.ended.connect(self._show)
        patch.ticks_changed.connect(self._show)
        self.all.clicked.connect(self._tick_all)
        self.refused.clicked.connect(self._go_to_refused)
        self.show_change(None, [])

    def _build(self) -> None:
        for label in (self.counts, self._hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
        head = QHBoxLayout()
        head.setContentsMargins(RHYTHM, 0, 0, 0)
        head.setSpacing(RHYTHM)
        head.addWidget(self.all)
        head.addWidget(self.counts)
        head.addWidget(self.refused)
        head.addStretch(1)
        self._progress.setFixedWidth(self.fontMetrics().averageCharWidth() * 22)
        head.addWidget(self._progress)
        self._box = _Box(self.list, self._hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addLayout(head)
        layout.addWidget(self._box, 1)

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits."""
        return [self.all, self.refused, self.list]

    @property
    def ready(self) -> bool:
        """Whether everything was looked at and something has a tick."""
        return not self.run.running and self.list.patch.ticked_count > 0

    @property
    def ticked_count(self) -> int:
        """How many articles have a tick."""
        return self.list.patch.ticked_count

    def show_change(
        self, change: PlannedChange | None, paths: Sequence[str], hint: str = ""
    ) -> None:
        """Try a change on articles; without one say in `hint` what is to be done first."""
        self._waiting = hint
        self._total = len(paths)
        self.run.stop()
        self.run.results.clear()
        self.list.patch.clear()
        if change is not None:
            self.list.patch.forget_ticks()
            self.run.start(change, paths)
        self._show()

    def apply(self) -> int:
        """Make the change in the articles with a tick; how many they are."""
        return self.run.apply(self.list.patch.ticked)

    # -- what is shown

    @Slot(object, object)
    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._show()

    @Slot()
    def _show(self) -> None:
        patch, running = self.list.patch, self.run.running
        changed, ticked = patch.changed, patch.ticked_count
        self._progress.setVisible(running)
        self.all.setVisible(changed > 0)
        state = Qt.CheckState.PartiallyChecked
        if ticked in (0, changed):
            state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        self.all.setCheckState(state)
        self.counts.setText(self._said(changed, ticked))
        self.refused.setVisible(patch.refused > 0)
        self.refused.setText(self.tr("{0} cannot be changed").format(f"{patch.refused:,}"))
        self._hint.setText(self._said_empty())
        self._box.show_list(patch.rowCount() > 0)
        self.updated.emit()

    def _said(self, changed: int, ticked: int) -> str:
        if not self.run.results:
            return ""
        text = self.tr("{0} of {1} ticked").format(f"{ticked:,}", f"{changed:,}")
        same = len(self.run.results) - changed - self.list.patch.refused
        if same:
            one = self.tr("1 stays as it is")
            many = self.tr("{0} stay as they are").format(f"{same:,}")
            text += " · " + (one if same == 1 else many)
        if self.run.running:
            done = self.tr("{0} of {1} looked at")
            text += " · " + done.format(f"{len(self.run.results):,}", f"{self._total:,}")
        return text

    def _said_empty(self) -> str:
        if self.run.running:
            return self.tr("Looking through the articles …")
        if self.run.results:
            return self.tr("Nothing would change.")
        return self._waiting

    def _title_of(self, path: str) -> str:
        row = self._session.rows.get(path)
        return row.title if row is not None and row.title else path

    # -- what is asked for

    @Slot()
    def _tick_all(self) -> None:
        patch = self.list.patch
        patch.tick_all(patch.ticked_count < patch.changed)

    @Slot()
    def _go_to_refused(self) -> None:
        self.list.go_to(self.list.patch.next_refused(self.list.currentIndex().row()))
        self.list.setFocus()


class PatchDialog(QDialog):
    """Shows what a change would do to articles and applies it; to be shown with `open`."""

    def __init__(
        self,
        session: Session,
        paths: Sequence[str],
        change: PlannedChange,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("patch_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        heading = QLabel(self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setText(title)
        heading.setFont(bold(heading.font()))
        self.panel = PatchPanel(session, self)
        self.buttons = ApplyRow(self.panel, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * RHYTHM, 2 * RHYTHM, 2 * RHYTHM, 2 * RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addWidget(heading)
        layout.addWidget(self.panel, 1)
        layout.addWidget(self.buttons)
        self.resize(self.sizeHint())
        self.panel.show_change(change, paths)
        chain_tab_stops([*self.panel.tab_stops(), *self.buttons.tab_stops()])
        self.panel.list.setFocus()

    def sizeHint(self) -> QSize:
        """Room for a patch, but no more than the screen has."""
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * 120, metrics.height() * 40)
        return wanted.boundedTo(self.screen().availableSize() * 0.9)

    def done(self, result: int) -> None:
        """Look at no more articles once it is closed."""
        self.panel.run.stop()
        super().done(result)


class ApplyRow(QWidget):
    """The buttons below a patch: leave all as it is, or apply it to the articles with a tick."""

    def __init__(self, panel: PatchPanel, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._panel = panel
        self._dialog = dialog
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._cancel.setObjectName("patch.cancel")
        self.apply = QPushButton(self)
        self.apply.setObjectName("patch.apply")
        self._keys = QShortcut(QKeySequence("Ctrl+Return"), dialog)
        self._keys.activated.connect(self._apply)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addStretch(1)
        for button in (self._cancel, self.apply):
            # Return belongs to the fields: nobody shall apply by accident what was not looked at.
            button.setAutoDefault(False)
            layout.addWidget(button)
        self._cancel.clicked.connect(dialog.reject)
        self.apply.clicked.connect(self._apply)
        panel.updated.connect(self._show)
        self._show()

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits."""
        return [self._cancel, self.apply]

    @Slot()
    def _show(self) -> None:
        count = self._panel.ticked_count
        ready = self._panel.ready
        one = self.tr("Apply to 1 Article")
        text = one if count == 1 else self.tr("Apply to {0} Articles").format(f"{count:,}")
        self.apply.setText(text if count else self.tr("Apply"))
        self.apply.setToolTip(self._keys.key().toString(QKeySequence.SequenceFormat.NativeText))
        if self.apply.isEnabled() != ready or self.apply.property("role") is None:
            self.apply.setEnabled(ready)
            self.apply.setProperty("role", "primary" if ready else "")
            self.apply.style().unpolish(self.apply)
            self.apply.style().polish(self.apply)

    @Slot()
    def _apply(self) -> None:
        if self._panel.ready:
            self._panel.apply()
            self._dialog.accept()


class _Box(QWidget):
    """A line around the list, or around the words that stand in its place."""

    def __init__(self, inner: PatchList, hint: QLabel) -> None:
        super().__init__()
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(2, 2, 2, 2)
        self._pages.addWidget(inner)
        self._pages.addWidget(hint)

    def show_list(self, wanted: bool) -> None:
        """Show the list or the words."""
        self._pages.setCurrentIndex(0 if wanted else 1)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        theme = theme_of(self)
        rounded(QPainter(self), QRectF(self.rect()), theme.background, theme.line)
