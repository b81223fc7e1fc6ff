"""The bar above the panes: search, columns, what will change, undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from curator.ui.actions import Actions
from curator.ui.theme import icon, theme_of


class TopBar(QWidget):
    """Search on the left; on the right what a save will change, and the last step to take back."""

    words_changed = Signal(str)
    """The text in the search field."""

    def __init__(self, actions: Actions, stack: QUndoStack, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._stack = stack
        self.search = QLineEdit(self)
        self.search.setObjectName("search")
        self.search.setPlaceholderText(self.tr("Search title, excerpt, provider, topics"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(self.fontMetrics().averageCharWidth() * 60)
        self._glass: QAction = self.search.addAction(
            icon("search", theme_of(self).dim), QLineEdit.ActionPosition.LeadingPosition
        )
        self._columns = QPushButton(self.tr("Columns"), self)
        self._columns.setProperty("menu", "true")
        self._lines = QPushButton(self)
        self._lines.setObjectName("lines")
        self._undo = QPushButton(self)
        self._undo.setObjectName("undo")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search, 3)
        layout.addWidget(self._columns)
        layout.addStretch(1)
        layout.addWidget(self._lines)
        layout.addWidget(self._undo)
        self.search.textChanged.connect(self.words_changed)
        self._lines.clicked.connect(actions["changes_tab"].trigger)
        self._undo.clicked.connect(stack.undo)
        for changed in (stack.indexChanged, stack.undoTextChanged, stack.redoTextChanged):
            changed.connect(self._show_undo)
        self.show_changed_lines(0)
        self._show_undo()
        self._dress()

    def set_column_menu(self, menu: QMenu) -> None:
        """The menu of the columns button."""
        self._columns.setMenu(menu)

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits."""
        return [self.search, self._columns, self._lines, self._undo]

    def focus_search(self) -> None:
        """Go to the search field, ready to type over what is there."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_changed_lines(self, count: int) -> None:
        """Tell how many lines saving the article at hand will change."""
        self._lines.setVisible(count > 0)
        self._lines.setText(
            self.tr("1 line will change")
            if count == 1
            else self.tr("{0} lines will change").format(count)
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_undo"):
            self._dress()

    def _dress(self) -> None:
        theme = theme_of(self)
        self._glass.setIcon(icon("search", theme.dim))
        self._undo.setIcon(icon("undo", theme.text))

    def _show_undo(self) -> None:
        stack = self._stack
        undo = self.tr("Undo {0}").format(stack.undoText()) if stack.canUndo() else self.tr("Undo")
        redo = self.tr("Redo {0}").format(stack.redoText()) if stack.canRedo() else self.tr("Redo")
        self._actions["undo"].setText(undo)
        self._actions["undo"].setEnabled(stack.canUndo())
        self._actions["redo"].setText(redo)
        self._actions["redo"].setEnabled(stack.canRedo())
        self._undo.setText(undo)
        self._undo.setVisible(stack.canUndo())
