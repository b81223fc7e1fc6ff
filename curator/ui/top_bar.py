"""The bar above the panes: search, columns, what will change, undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from curator.ui.actions import Actions
from curator.ui.later import Later
from curator.ui.search_field import SearchField
from curator.ui.search_help import show_search_help
from curator.ui.sidebar import Sidebar
from curator.ui.theme import icon, theme_of


class TopBar(QWidget):
    """Search on the left; on the right what a save will change, and the last step to take back."""

    words_changed = Signal(str)
    """The text in the search field."""

    def __init__(self, actions: Actions, stack: QUndoStack, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._stack = stack
        self._sidebar: Sidebar | None = None
        self.search = SearchField(self)
        self._help = QToolButton(self)
        self._help.setObjectName("search.help_button")
        self._help.setText("?")
        self._help.setProperty("role", "quiet")
        self._help.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._help.setToolTip(self.tr("How to search"))
        self._help.setAccessibleName(self.tr("How to search"))
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
        layout.addWidget(self._help)
        layout.addWidget(self._columns)
        layout.addStretch(1)
        layout.addWidget(self._lines)
        layout.addWidget(self._undo)
        self.search.words_changed.connect(self.words_changed)
        self.search.help_wanted.connect(self._show_help)
        self.search.save_wanted.connect(self._keep_search)
        self._help.clicked.connect(self._show_help)
        self._lines.clicked.connect(actions["changes_tab"].trigger)
        self._undo.clicked.connect(stack.undo)
        # A key that comes next counts on these; the words may wait.
        stack.canUndoChanged.connect(actions["undo"].setEnabled)
        stack.canRedoChanged.connect(actions["redo"].setEnabled)
        words = Later(self._show_undo, self)
        for changed in (stack.indexChanged, stack.undoTextChanged, stack.redoTextChanged):
            changed.connect(words.ask)
        self.show_changed_lines(0)
        self._show_undo()
        self._dress()

    def set_sidebar(self, sidebar: Sidebar) -> None:
        """Where searches are kept, and from where they come back into the field."""
        self._sidebar = sidebar
        self.search.set_values_in_use(sidebar.in_use)
        sidebar.search_wanted.connect(self._take_search)

    def set_list_menu(self, menu: QMenu, name: str) -> None:
        """The menu of the button that arranges the list, and what to call it."""
        self._columns.setMenu(menu)
        self._columns.setText(name)

    def tab_stops(self) -> list[QWidget]:
        """The controls that Tab visits."""
        return [self.search, self._help, self._columns, self._lines, self._undo]

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
        looks = (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        if event.type() in looks and hasattr(self, "_undo"):
            self._dress()

    @Slot()
    def _show_help(self) -> None:
        show_search_help(self)

    @Slot(str)
    def _keep_search(self, text: str) -> None:
        # The search is a view from then on, and what is typed narrows that.
        if self._sidebar is not None and self._sidebar.keep_search(text):
            self.search.clear()

    @Slot(str)
    def _take_search(self, text: str) -> None:
        self.search.setText(text)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress(self) -> None:
        theme = theme_of(self)
        side = self.fontMetrics().height()
        self._undo.setIcon(icon("undo", theme.text))
        self._undo.setIconSize(QSize(side, side))
        self.search.setMaximumWidth(self.fontMetrics().averageCharWidth() * 60)

    @Slot()
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
