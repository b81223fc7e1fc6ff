"""Asks about fields that were changed both here and in the file, before anything is written."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from curator.frontmatter import FieldPath
from curator.frontmatter.merge import Conflict
from curator.session.session import Session
from curator.ui.conflict_field import ConflictField, ValueCard
from curator.ui.conflict_values import fingerprint
from curator.ui.form.chips import FlowLayout
from curator.ui.form.field_base import RHYTHM, chain_tab_stops
from curator.ui.marks import rounded
from curator.ui.theme import bold, icon, theme_of

_MARGIN = 12


class ConflictBar(QFrame):
    """Stands above the form while the article at hand has conflicts, and settles them.

    It grows to about half the height of its parent and scrolls from there.
    """

    settled = Signal(object)
    """The path of an article whose conflicts the editor has just settled here."""

    # Qt calls overrides before the constructor is through.
    _built = False

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conflict")
        self.setAccessibleName(self.tr("Fields changed here and in the file"))
        self._session = session
        self._path = ""
        self._fields: dict[int, ConflictField] = {}
        self._choices: dict[str, dict[int, bool]] = {}
        self._answers: dict[int, bool] = {}
        self._build()
        self._built = True
        self._watch_parent()
        self._dress()
        self.hide()
        session.articles_changed.connect(self._follow)
        session.settled.connect(self._put_away)
        session.folder_opened.connect(self._forget)

    # -- layout

    def _build(self) -> None:
        self._mark = QLabel(self)
        self._heading = QLabel(self)
        self._hint = QLabel(self.tr("Nothing is written until you choose."), self)
        words = QVBoxLayout()
        words.setSpacing(RHYTHM // 4)
        for label in (self._heading, self._hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            words.addWidget(label)
        self._head = QHBoxLayout()
        self._head.setSpacing(RHYTHM)
        self._head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._head.addLayout(words, 1)

        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * RHYTHM)
        self._column.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._content)
        # The bar's own ground shows through.
        for see_through in (self._content, self._area.viewport()):
            see_through.setAutoFillBackground(False)

        self._keep = self._button("keep_mine")
        self._take = self._button("take_file")
        self._save = self._button("save")
        self._save.setText(self.tr("Save"))
        self._buttons = FlowLayout(spacing=RHYTHM)
        for button, slot in (
            (self._keep, self._keep_all),
            (self._take, self._take_all),
            (self._save, self._settle_as_chosen),
        ):
            button.clicked.connect(slot)
            self._buttons.addWidget(button)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_MARGIN)
        layout.addLayout(self._head)
        layout.addWidget(self._area)
        layout.addLayout(self._buttons)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"conflict.{name}")
        return button

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits, in the order in which a person reads them."""
        return [*self._cards(), self._keep, self._take, self._save]

    def focus_first(self) -> None:
        """Put the focus where the editor has something to choose."""
        fields = list(self._fields.values())
        if fields:
            first = next((field for field in fields if field.mine is None), fields[0])
            first.file_card.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(first.file_card, 0, 4 * RHYTHM)

    def _cards(self) -> list[ValueCard]:
        return [card for field in self._fields.values() for card in field.cards]

    def _fit(self) -> None:
        """Take the room that the fields need, but no more than half of the parent's."""
        self._heading.setFont(bold(self.font()))
        width = self.contentsRect().width() - 2 * _MARGIN
        need = max(self._content.heightForWidth(width), 0)
        parent = self.parentWidget()
        if parent is not None:
            around = self._head.heightForWidth(width) + self._buttons.heightForWidth(width)
            room = parent.height() // 2 - around - 4 * _MARGIN
            need = min(need, max(room, 6 * self.fontMetrics().height()))
        if self._area.height() != need:
            self._area.setFixedHeight(need)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if self._built:
            kind = event.type()
            if kind == QEvent.Type.ParentChange:
                self._watch_parent()
            elif kind in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
                self._dress()
            if kind in (QEvent.Type.LayoutRequest, QEvent.Type.FontChange):
                self._fit()
        return done

    def _watch_parent(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground and edge of a warning."""
        theme = theme_of(self)
        rounded(QPainter(self), QRectF(self.rect()), theme.warning_ground, theme.warning)

    def _dress(self) -> None:
        side = self.fontMetrics().height()
        self._mark.setPixmap(icon("warning", theme_of(self).warning).pixmap(side, side))

    # -- what is asked

    def show_article(self, path: str) -> None:
        """Ask about the conflicts of an article; empty for none."""
        if path != self._path:
            self._path, self._answers = path, {}
            self._show([])
        self._refresh()

    @Slot(object)
    def _follow(self, paths: set[str]) -> None:
        for path in self._choices.keys() & paths:
            if not self._session.is_unsaved(path):
                del self._choices[path]
        if self._path in paths:
            if not self._session.is_unsaved(self._path):
                self._answers = {}
            self._refresh()

    @Slot()
    def _forget(self) -> None:
        self._choices.clear()
        self.show_article("")

    @Slot(object)
    def _put_away(self, abouts: AbstractSet[str]) -> None:
        if self._path in abouts:
            self._show([])

    def _refresh(self) -> None:
        conflicts = self._session.conflicts(self._path) if self._path else []
        if conflicts or not self._awaits_save():
            self._show(conflicts)
        if conflicts and self._answers:
            QTimer.singleShot(0, self, self._settle_again)

    def _awaits_save(self) -> bool:
        """Whether the next save will tell if the conflicts that are shown still stand.

        The editor has gone on typing since they were found; a bar that went away and came back
        at each pause would push the form up and down under her hands.
        """
        session = self._session
        return (
            bool(self._fields)
            and session.is_unsaved(self._path)
            and session.save_error(self._path) is None
        )

    def _show(self, conflicts: list[Conflict]) -> None:
        wanted = {fingerprint(conflict): conflict for conflict in conflicts}
        if wanted.keys() != self._fields.keys():
            self._rebuild(wanted)
        if wanted:
            self._tell()
        self.setVisible(bool(wanted))

    def _rebuild(self, wanted: dict[int, Conflict]) -> None:
        focus = next((card.objectName() for card in self._cards() if card.hasFocus()), "")
        known, self._fields = self._fields, {}
        for number, conflict in wanted.items():
            self._fields[number] = known.pop(number, None) or self._field(number, conflict)
        for field in known.values():
            self._column.removeWidget(field)
            field.hide()
            field.deleteLater()
        for place, field in enumerate(self._fields.values()):
            self._column.insertWidget(place, field)
            field.show()
        chain_tab_stops(self.tab_stops())
        for card in self._cards():
            if card.objectName() == focus:
                card.setFocus()

    def _field(self, number: int, conflict: Conflict) -> ConflictField:
        field = ConflictField(conflict, self._content)
        mine = self._choices.get(self._path, {}).get(number)
        if mine is not None:
            field.choose(mine)
        field.chosen.connect(self._remember)
        field.moved.connect(self._move)
        return field

    def _tell(self) -> None:
        count = len(self._fields)
        if count == 1:
            self._heading.setText(self.tr("1 field was changed here and in the file."))
            self._keep.setText(self.tr("Keep mine"))
            self._take.setText(self.tr("Take the file’s"))
        else:
            self._heading.setText(
                self.tr("{0} fields were changed here and in the file.").format(count)
            )
            self._keep.setText(self.tr("Keep all mine"))
            self._take.setText(self.tr("Take all from the file"))
        self.setAccessibleDescription(f"{self._heading.text()} {self._hint.text()}")
        ready = all(field.mine is not None for field in self._fields.values())
        self._save.setEnabled(ready)
        self._save.setProperty("role", "primary" if ready else "")
        self._save.style().unpolish(self._save)
        self._save.style().polish(self._save)
        self._save.setToolTip("" if ready else self.tr("Choose a value for each field first"))

    # -- what is answered

    @Slot()
    def _remember(self) -> None:
        self._choices[self._path] = {
            number: field.mine for number, field in self._fields.items() if field.mine is not None
        }
        self._tell()

    @Slot(object, int)
    def _move(self, card: ValueCard, step: int) -> None:
        cards = self._cards()
        place = cards.index(card) + step
        if 0 <= place < len(cards):
            cards[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(cards[place], 0, 4 * RHYTHM)

    @Slot()
    def _keep_all(self) -> None:
        self._settle({field.conflict.path for field in self._fields.values()})

    @Slot()
    def _take_all(self) -> None:
        self._settle(set())

    @Slot()
    def _settle_as_chosen(self) -> None:
        self._settle({field.conflict.path for field in self._fields.values() if field.mine})

    def _settle(self, mine: set[FieldPath]) -> None:
        path = self._path
        # After further typing the session has to find the conflicts anew before it can settle
        # them.  Where they are the same then, the answer still holds.
        self._answers = (
            {}
            if self._session.conflicts(path)
            else {n: field.conflict.path in mine for n, field in self._fields.items()}
        )
        self._session.settle_conflicts(path, mine)
        if not self._session.conflicts(path):
            self.settled.emit(path)

    @Slot()
    def _settle_again(self) -> None:
        answers, self._answers = self._answers, {}
        if answers and self._fields.keys() <= answers.keys():
            self._settle({f.conflict.path for n, f in self._fields.items() if answers[n]})
