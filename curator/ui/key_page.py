"""The page of the preferences on which keys are changed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from curator.ui.actions import Spec, key_text, menu_text, plain_text, specs
from curator.ui.form.chips import FlowLayout
from curator.ui.form.field_base import RHYTHM, Caption, offer_clearing
from curator.ui.fuzzy import fold
from curator.ui.key_capture import KeyCapture
from curator.ui.key_settings import MOST_KEYS, KeySettings, conflict_text, why_not
from curator.ui.theme import bold

_NAME = int(Qt.ItemDataRole.UserRole)
_ACTION, _MENU, _KEYS = range(3)


class KeyPage(QWidget):
    """A table of all actions; below it the keys of the chosen one, to be removed and added.

    A key that another action has is asked about; nothing changes before that is answered.
    """

    def __init__(self, keys: KeySettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._specs = {spec.name: spec for spec in specs()}
        self._wanted = ""
        """The key that was pressed and belongs to another action."""
        self.filter = QLineEdit(self)
        self.filter.setObjectName("preferences.keys.filter")
        self.filter.setAccessibleName(self.tr("Find an action or a key"))
        self.filter.setPlaceholderText(self.tr("Find an action or a key"))
        offer_clearing(self.filter)
        self.table = _Table(self)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.chips = [self._chip(number) for number in range(MOST_KEYS)]
        self.capture = KeyCapture(self)
        self.capture.setObjectName("preferences.keys.add")
        self.reset = QPushButton(self.tr("Reset"), self)
        self.reset.setObjectName("preferences.keys.reset")
        self.reset.setToolTip(self.tr("Give this action the key that the program gives it"))
        self.reset_all = QPushButton(self.tr("Reset All Keys"), self)
        self.reset_all.setObjectName("preferences.keys.reset_all")
        self.told = Caption("", "hint", self)
        self.told.setObjectName("preferences.keys.told")
        self.take = _Answer(self.tr("Take It Over"), self)
        self.take.setObjectName("preferences.keys.take")
        self.leave = _Answer(self.tr("Leave It"), self)
        self.leave.setObjectName("preferences.keys.leave")
        for button in (self.reset, self.reset_all, self.take, self.leave):
            button.setAutoDefault(False)
        self._lay_out()
        self._fill()
        self.filter.textChanged.connect(self._find)
        self.table.currentCellChanged.connect(self._show_chosen)
        self.table.cellActivated.connect(self._add)
        self.capture.captured.connect(self._take_key)
        self.capture.listening_changed.connect(self._show_listening)
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)
        self.take.clicked.connect(self._take_over)
        self.leave.clicked.connect(self._leave)
        keys.changed.connect(self._show_keys)
        self.table.setCurrentCell(0, _ACTION)

    @property
    def chosen(self) -> str:
        """The name of the action whose keys are shown; empty for none."""
        item = self.table.item(self.table.currentRow(), _ACTION)
        return str(item.data(_NAME)) if item is not None else ""

    def choose(self, name: str) -> None:
        """Choose an action."""
        for row in range(self.table.rowCount()):
            if self._item(row, _ACTION).data(_NAME) == name:
                self.table.setCurrentCell(row, _ACTION)

    def _lay_out(self) -> None:
        line = QWidget(self)
        flow = FlowLayout(line, RHYTHM)
        flow.addWidget(self.title)
        for chip in self.chips:
            flow.addWidget(chip)
        flow.addWidget(self.capture)
        flow.addWidget(self.reset)
        asked = QHBoxLayout()
        asked.setSpacing(RHYTHM)
        asked.addWidget(self.told, 1)
        asked.addWidget(self.take)
        asked.addWidget(self.leave)
        asked.addWidget(self.reset_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(RHYTHM)
        layout.addWidget(self.filter)
        layout.addWidget(self.table, 1)
        layout.addWidget(line)
        layout.addLayout(asked)

    def _chip(self, number: int) -> QPushButton:
        chip = QPushButton(self)
        chip.setObjectName(f"preferences.keys.key.{number}")
        chip.setAccessibleName(self.tr("Remove a key"))
        chip.setAutoDefault(False)
        chip.clicked.connect(self._remove)
        return chip

    def _fill(self) -> None:
        self.table.setRowCount(len(self._specs))
        for row, spec in enumerate(self._specs.values()):
            item = QTableWidgetItem(plain_text(spec))
            item.setData(_NAME, spec.name)
            self.table.setItem(row, _ACTION, item)
            self.table.setItem(row, _MENU, QTableWidgetItem(menu_text(spec)))
            self.table.setItem(row, _KEYS, QTableWidgetItem())
        self._show_keys()

    def _item(self, row: int, column: int) -> QTableWidgetItem:
        item = self.table.item(row, column)
        assert item is not None
        return item

    @Slot()
    def _show_keys(self) -> None:
        usual, strong = self.table.font(), bold(self.table.font())
        for row, spec in enumerate(self._specs.values()):
            keys, changed = self._keys.keys(spec.name), self._keys.is_changed(spec.name)
            shown = "   ".join(key_text(key) for key in keys)
            item = self._item(row, _KEYS)
            item.setText(self.tr("{0}   (changed)").format(shown or "–") if changed else shown)
            item.setFont(strong if changed else usual)
        self.reset_all.setEnabled(self._keys.any_changed())
        self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        self._forget()
        spec = self._specs.get(self.chosen)
        keys = self._keys.keys(spec.name) if spec else ()
        self.title.setText(self._keys_of(spec) if spec else self.tr("No action is chosen."))
        for number, chip in enumerate(self.chips):
            chip.setVisible(number < len(keys))
            if number < len(keys):
                shown = key_text(keys[number])
                chip.setText(f"{shown}  ×")
                chip.setProperty("key", keys[number])
                chip.setAccessibleName(self.tr("Remove the key {0}").format(shown))
                chip.setToolTip(chip.accessibleName())
        self.capture.setVisible(spec is not None)
        self.capture.setEnabled(len(keys) < MOST_KEYS)
        self.reset.setVisible(spec is not None and self._keys.is_changed(spec.name))

    def _keys_of(self, spec: Spec) -> str:
        return self.tr("Keys of “{0}”:").format(plain_text(spec))

    @Slot(str)
    def _find(self, typed: str) -> None:
        words = fold(typed).split()
        first = -1
        for row in range(self.table.rowCount()):
            texts = [self._item(row, column).text() for column in range(3)]
            fits = all(word in fold(" ".join(texts)) for word in words)
            self.table.setRowHidden(row, not fits)
            first = row if fits and first < 0 else first
        current = self.table.currentRow()
        if first < 0:
            self.table.setCurrentCell(-1, -1)
        elif current < 0 or self.table.isRowHidden(current):
            self.table.setCurrentCell(first, _ACTION)

    @Slot()
    def _add(self) -> None:
        if self.capture.isEnabled():
            self.capture.listen()

    @Slot(str)
    def _take_key(self, key: str) -> None:
        name, reason = self.chosen, why_not(key)
        holder = self._keys.holder(key)
        if reason:
            self._tell(reason, wrong=True)
        elif holder is not None and holder.name == name:
            self._tell(self.tr("{0} is a key of this action already.").format(key_text(key)))
        elif holder is not None:
            self._wanted = key
            self._tell(conflict_text(key, holder), wrong=True)
            self.take.show()
            self.leave.show()
            self.reset_all.hide()
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name:
            self._keys.add(name, key)
            self._tell(self._what(key))

    @Slot()
    def _take_over(self) -> None:
        key = self._wanted
        if key and self.chosen:
            self._keys.add(self.chosen, key)
            self._tell(self._what(key))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _leave(self) -> None:
        self._forget()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _remove(self) -> None:
        chip = self.sender()
        if chip is not None and self.chosen:
            # The button goes away with its key; the focus must not go with it.
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._keys.remove(self.chosen, str(chip.property("key")))

    @Slot()
    def _reset(self) -> None:
        if self.chosen:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._keys.reset(self.chosen)

    @Slot()
    def _reset_all(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keys.reset_all()

    @Slot(bool)
    def _show_listening(self, listening: bool) -> None:
        if listening:
            self._forget()

    def _what(self, key: str) -> str:
        spec = self._specs[self.chosen]
        return self.tr("{0} is a key of “{1}” now.").format(key_text(key), plain_text(spec))

    def _forget(self) -> None:
        self._wanted = ""
        self._tell("")
        self.take.hide()
        self.leave.hide()
        self.reset_all.show()

    def _tell(self, text: str, *, wrong: bool = False) -> None:
        self.told.setText(text)
        self.told.setProperty("role", "error" if wrong else "hint")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.capture.setAccessibleDescription(text)
        self.take.setAccessibleDescription(text)


class _Answer(QPushButton):
    """An answer to a question: Return gives it, but only while the focus is there."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class _Table(QTableWidget):
    """Actions, their menus and their keys; one row is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 3, parent)
        self.setObjectName("preferences.keys.table")
        self.setAccessibleName(self.tr("Actions and their keys"))
        self.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Menu"), self.tr("Keys")])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setProperty("role", "framed")
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.8))
        width = self.viewport().width()
        self.setColumnWidth(_ACTION, width * 45 // 100)
        self.setColumnWidth(_MENU, width * 18 // 100)

    def minimumSizeHint(self) -> QSize:
        """A few rows."""
        return QSize(200, self.fontMetrics().height() * 8)
