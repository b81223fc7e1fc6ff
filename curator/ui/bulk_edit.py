"""Edits one field of many articles: what to do, what it would change, and then the doing."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from curator.content.bulk import (
    AddEntries,
    BulkError,
    ClearField,
    RemoveEntries,
    ReplaceText,
    SetField,
    name_of,
)
from curator.content.field_survey import FieldSummary, FieldSurvey
from curator.content.schema import Kind
from curator.content.vocabulary import Vocabulary
from curator.frontmatter import FieldPath
from curator.session.bulk_change import BulkChange, said_of
from curator.session.dry_run import SLICE, Reading
from curator.session.session import Session
from curator.ui.bulk_inputs import FindInput, ValueInput, plain, vocabulary_of
from curator.ui.form.field_base import RHYTHM, Caption, chain_tab_stops
from curator.ui.patch_view import ApplyRow, PatchPanel
from curator.ui.theme import bold

PAUSE = 250
"""Milliseconds without a letter after which it is tried what was typed."""

_ONLY_CLEARED = (Kind.IMAGES, Kind.RELATED, Kind.GENERIC, Kind.OPAQUE)
_TEXTS = (Kind.LINE, Kind.TEXT, Kind.ADDRESS, Kind.TIMESTAMP, Kind.TOPICS)


class Do(Enum):
    """What can be done to a field."""

    SET = "set"
    CLEAR = "clear"
    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"


class BulkEditDialog(QDialog):
    """Chooses a field and what to do to it, with the patch below; to be shown with `open`."""

    def __init__(
        self,
        session: Session,
        selected: Sequence[str],
        in_view: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """`in_view` has the paths of all articles among which those were selected."""
        super().__init__(parent)
        self.setObjectName("bulk_edit")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._selected = list(selected)
        self._in_view = list(in_view)
        self._paths = self._selected
        self._survey = FieldSurvey()
        self._reading = Reading(session)
        self._change: BulkChange | None = None
        self._heading = QLabel(self)
        self._heading.setFont(bold(self._heading.font()))
        self.scope = QPushButton(self)
        self.scope.setObjectName("bulk.scope")
        self.scope.setProperty("role", "quiet")
        self.scope.setAutoDefault(False)
        self.field = self._combo("bulk.field", self.tr("Field"))
        self.field.setMaxVisibleItems(24)
        self.what = self._combo("bulk.do", self.tr("What to do"))
        self.now = plain("", "hint", self, "bulk.now")
        self.value = ValueInput(self)
        self.entries = ValueInput(self)
        self.finding = FindInput(self)
        self._clear = plain(self.tr("The field is taken out of each file."), "hint", self)
        self.panel = PatchPanel(session, self)
        self.buttons = ApplyRow(self.panel, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._looking = QTimer(self)
        self._looking.setInterval(0)
        self._build()
        self._connect()
        self._take_scope()
        self.choose(("topics",), Do.ADD)
        self.resize(self.sizeHint())
        self.field.setFocus()

    def sizeHint(self) -> QSize:
        """Room for the fields and a patch, but no more than the screen has."""
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * 124, metrics.height() * 46)
        return wanted.boundedTo(self.screen().availableSize() * 0.92)

    def choose(self, path: FieldPath, do: Do) -> None:
        """Choose a field and what to do to it."""
        self.field.setCurrentIndex(self._place_of(path))
        self._show_field()
        self.what.setCurrentIndex(self.what.findData(do))

    def done(self, result: int) -> None:
        """Let go of everything that is under way."""
        self._pause.stop()
        self._looking.stop()
        self.panel.run.stop()
        self._drop_change()
        super().done(result)

    # -- layout

    def _combo(self, name: str, said: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(said)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return combo

    def _build(self) -> None:
        self.setWindowTitle(self.tr("Edit Articles"))
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self.scope)
        grid = QGridLayout()
        grid.setHorizontalSpacing(RHYTHM)
        grid.setVerticalSpacing(RHYTHM // 2)
        for column, combo in enumerate((self.field, self.what)):
            caption = Caption(combo.accessibleName(), "field-label", self)
            caption.setBuddy(combo)
            grid.addWidget(caption, 0, column)
            grid.addWidget(combo, 1, column)
        grid.setColumnStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * RHYTHM, 2 * RHYTHM, 2 * RHYTHM, 2 * RHYTHM)
        layout.setSpacing(RHYTHM)
        layout.addLayout(head)
        layout.addLayout(grid)
        layout.addWidget(self.now)
        for part in self._inputs().values():
            layout.addWidget(part)
        layout.addWidget(self.panel, 1)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.scope.clicked.connect(self._change_scope)
        self.field.currentIndexChanged.connect(self._show_field)
        self.what.currentIndexChanged.connect(self._show_input)
        for source in (self.value, self.entries, self.finding):
            source.changed.connect(self._wait)
        self._pause.timeout.connect(self._try)
        self._looking.timeout.connect(self._look)
        self.panel.updated.connect(self._show_matches)

    def _inputs(self) -> dict[Do, QWidget]:
        """Where is typed what is to be done."""
        return {
            Do.SET: self.value,
            Do.CLEAR: self._clear,
            Do.REPLACE: self.finding,
            Do.ADD: self.entries,
            Do.REMOVE: self.entries,
        }

    def _chain(self) -> None:
        inputs = {
            Do.SET: self.value.tab_stops(),
            Do.REPLACE: self.finding.tab_stops(),
            Do.ADD: self.entries.tab_stops(),
            Do.REMOVE: self.entries.tab_stops(),
        }
        stops = inputs.get(self.what.currentData(), [])
        panel = self.panel.tab_stops()
        chain_tab_stops(
            [self.scope, self.field, self.what, *stops, *panel, *self.buttons.tab_stops()]
        )

    # -- which articles

    @Slot()
    def _change_scope(self) -> None:
        whole = self._paths is self._selected
        self._paths = self._in_view if whole else self._selected
        self._take_scope()
        self._try()

    def _take_scope(self) -> None:
        count, selected = len(self._paths), len(self._selected)
        in_view = len(self._in_view)
        if self._paths is self._selected:
            self._heading.setText(self._said(selected, self.tr("Edit {0} selected {1}")))
            other = self.tr("Edit all {0} of this view instead").format(f"{in_view:,}")
        else:
            self._heading.setText(self._said(count, self.tr("Edit all {0} {1} of this view")))
            other = self.tr("Edit only the {0} selected").format(f"{selected:,}")
        self.scope.setText(other)
        self.scope.setVisible(in_view > selected)
        self._survey = FieldSurvey()
        self._reading = Reading(self._session, deque(self._paths))
        self._fill_fields()
        self._looking.start()

    def _said(self, count: int, text: str) -> str:
        noun = self.tr("article") if count == 1 else self.tr("articles")
        return text.format(f"{count:,}", noun)

    @Slot()
    def _look(self) -> None:
        """Look at some more articles, to say what their fields hold."""
        for document in self._reading.take(SLICE):
            self._survey.add(document)
        if not self._reading.left:
            self._looking.stop()
            self._fill_fields()
        self._show_now()

    # -- which field

    @property
    def _path(self) -> FieldPath:
        return tuple(self.field.currentData() or ("topics",))

    @property
    def _summary(self) -> FieldSummary:
        return self._survey.summary(self._path)

    def _place_of(self, path: FieldPath) -> int:
        # Qt gives a tuple back as a list, and would not find it.
        places = (n for n in range(self.field.count()) if tuple(self.field.itemData(n)) == path)
        return next(places, 0)

    def _fill_fields(self) -> None:
        """Offer what the articles have, without leaving the field that is chosen."""
        chosen = self._path
        wanted = [each.path for each in self._survey.fields()]
        self.field.blockSignals(True)
        self.field.clear()
        for path in wanted:
            self.field.addItem(name_of(path), path)
        self.field.setCurrentIndex(self._place_of(chosen))
        self.field.blockSignals(False)
        if self._reading.left or self.what.count() == 0:
            return
        if self._ways() != [self.what.itemData(n) for n in range(self.what.count())]:
            self._show_field()
        elif self.entries.path:
            # The words that can be removed are known now.
            self._offer_words()

    def _ways(self) -> list[Do]:
        """What can be done to the field."""
        summary = self._summary
        kind, is_list = summary.kind, bool(summary.entries) or summary.kind is Kind.TOPICS
        ways = [Do.CLEAR] if kind in _ONLY_CLEARED else [Do.SET, Do.CLEAR]
        if kind in _TEXTS or is_list:
            ways.append(Do.REPLACE)
        return [*ways, Do.ADD, Do.REMOVE] if is_list else ways

    @Slot()
    def _show_field(self) -> None:
        chosen: Do | None = self.what.currentData()
        words = {
            Do.SET: self.tr("Set to"),
            Do.CLEAR: self.tr("Clear"),
            Do.REPLACE: self.tr("Find and replace"),
            Do.ADD: self.tr("Add entries"),
            Do.REMOVE: self.tr("Remove entries"),
        }
        ways = self._ways()
        self.what.blockSignals(True)
        self.what.clear()
        for way in ways:
            self.what.addItem(words[way], way)
        self.what.setCurrentIndex(ways.index(chosen) if chosen in ways else 0)
        self.what.blockSignals(False)
        self._show_now()
        self._show_input()

    @Slot()
    def _show_input(self) -> None:
        do, summary = self.what.currentData(), self._summary
        if do is Do.SET:
            self.value.show_field(summary.path, summary.kind, summary.label, self._words())
        elif do in (Do.ADD, Do.REMOVE):
            self.entries.show_field(summary.path, Kind.TOPICS, summary.label, self._words())
        inputs = self._inputs()
        for part in inputs.values():
            part.setVisible(part is inputs.get(do))
        self._chain()
        self._try()

    def _words(self) -> Vocabulary:
        summary = self._summary
        if self.what.currentData() is Do.REMOVE:
            used = [word for word, _ in summary.entries.most_common()]
            return Vocabulary([], {}, {str(summary.path[-1]): used})
        counts: Counter[str] = summary.entries or summary.values
        used = [text for text, _ in counts.most_common(200) if "\n" not in text]
        return vocabulary_of(summary.path, self._session.vocabulary, used)

    def _offer_words(self) -> None:
        for source in (self.value, self.entries):
            if source.editor is not None:
                source.editor.set_vocabulary(self._words())

    def _show_now(self) -> None:
        """Say what the articles hold there at present."""
        survey, summary = self._survey, self._summary
        text = said_of(summary, survey.articles)
        if self._reading.left:
            so_far = self.tr("So far, of {0} articles: {1}")
            text = so_far.format(f"{survey.articles:,}", text)
        self.now.setText(text)

    # -- what to do

    @Slot()
    def _wait(self) -> None:
        self._pause.start()

    @Slot()
    def _try(self) -> None:
        """Show what the change would do that is described at the moment."""
        self._pause.stop()
        self.finding.show_error("")
        self._drop_change()
        try:
            self._change = self._described()
        except BulkError as error:
            self.finding.show_error(f"{error.message}.")
        self.panel.show_change(self._change, self._paths, self._what_is_missing())
        self._show_matches()

    def _drop_change(self) -> None:
        if self._change is not None:
            self._change.close()
            self._change = None

    def _described(self) -> BulkChange | None:
        do, path = self.what.currentData(), self._path
        if do is Do.CLEAR:
            return BulkChange(ClearField(path))
        if do is Do.SET:
            value = self.value.value
            return BulkChange(SetField(path, value)) if value is not None else None
        if do is Do.REPLACE:
            find = self.finding.wanted
            return BulkChange.replacing(path, find) if find.text else None
        words = self.entries.words
        if not words:
            return None
        return BulkChange(AddEntries(path, words) if do is Do.ADD else RemoveEntries(path, words))

    def _what_is_missing(self) -> str:
        if self.finding.error.text() and self.what.currentData() is Do.REPLACE:
            return self.tr("Mend the expression to see what it would change.")
        return {
            Do.SET: self.tr("Type a value to see what it would change."),
            Do.REPLACE: self.tr("Type what to find to see what would change."),
            Do.ADD: self.tr("Add an entry to see what would change."),
            Do.REMOVE: self.tr("Name an entry to see what would change."),
        }.get(self.what.currentData(), "")

    @Slot()
    def _show_matches(self) -> None:
        change = self._change
        text = ""
        if change is not None and isinstance(change.action, ReplaceText):
            count = sum(change.matches.values())
            text = self.tr("1 match in {1}") if count == 1 else self.tr("{0} matches in {1}")
            said = self._said(len(change.matches), "{0} {1}")
            text = text.format(f"{count:,}", said)
            if change.problem:
                self.finding.show_error(f"{change.problem}.")
        self.finding.show_matches(text)
