"""All that can be done to related items: one table of words, keys and what they do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from curator.content.related import is_address
from curator.session.related_model import RelatedModel
from curator.ui.related_list import RelatedList

_SEPARATOR = ("", "", ())
_TABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("edit", "Edit Fields…", ("Return", "Enter", "F2")),
    ("go", "Go to Article or Open Page", ("Ctrl+Return", "Ctrl+Enter")),
    _SEPARATOR,
    ("up", "Move Up", ("Alt+Up",)),
    ("down", "Move Down", ("Alt+Down",)),
    ("top", "Move to the Top", ("Alt+Home",)),
    ("end", "Move to the End", ("Alt+End",)),
    ("move_to", "Move to Article…", ("Ctrl+M",)),
    ("copy_to", "Copy to Article…", ("Ctrl+Shift+M",)),
    _SEPARATOR,
    ("cut", "Cut", ("Ctrl+X", "Shift+Delete")),
    ("copy", "Copy", ("Ctrl+C", "Ctrl+Insert")),
    ("paste", "Paste", ("Ctrl+V", "Shift+Insert")),
    ("add", "Add…", ("Insert",)),
    ("remove", "Remove", ("Delete", "Backspace")),
    ("all", "Select All", ("Ctrl+A",)),
    _SEPARATOR,
    ("quality", "Sort by Quality", ()),
    ("date", "Sort by Date", ()),
    ("provider", "Sort by Provider", ()),
    ("keep", "Keep First…", ()),
)
SORTING = ("quality", "date", "provider", "keep")
_CHANGES_NOTHING = ("go", "copy", "copy_to", "all")
_NEEDS_NO_ITEM = ("paste", "add")
_NEEDS_TWO = ("quality", "date", "provider", "keep")


class RelatedActions(QObject):
    """The actions of a related list; their keys work while it has the focus."""

    add_wanted = Signal()
    """Somebody wants to type what shall be added."""
    limit_wanted = Signal()
    """Somebody wants to say how many items shall stay."""
    article_wanted = Signal(object)
    """Another article shall be chosen for the selected items; whether to copy them there."""
    article_followed = Signal(object)
    """The path of the article that an item is."""
    page_followed = Signal(object)
    """The web address of an item."""

    def __init__(self, view: RelatedList) -> None:
        super().__init__(view)
        self._view = view
        self._model: RelatedModel = view.related
        self._by_name: dict[str, QAction] = {}
        does: dict[str, Callable[[], object]] = {
            "edit": self._edit,
            "go": self._go,
            "up": self._up,
            "down": self._down,
            "top": self._top,
            "end": self._end,
            "move_to": self._move_to,
            "copy_to": self._copy_to,
            "cut": self._cut,
            "copy": view.copy_selected,
            "paste": view.paste,
            "add": self.add_wanted.emit,
            "remove": view.remove_selected,
            "all": view.selectAll,
            "quality": self._sort,
            "date": self._sort,
            "provider": self._sort,
            "keep": self.limit_wanted.emit,
        }
        for name, text, keys in _TABLE:
            if not name:
                continue
            action = QAction(self.tr(text), view)
            action.setObjectName(f"related.{name}")
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(does[name])
            view.addAction(action)
            self._by_name[name] = action
        view.menu_wanted.connect(self._show_menu)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def menu(self, names: tuple[str, ...] = ()) -> QMenu:
        """A menu of all actions, or of some; each can be chosen only where it does something."""
        menu = QMenu(self._view)
        for name, _, _ in _TABLE:
            if names and name not in names:
                continue
            if name == "keep" or not name:
                menu.addSeparator()
            if name:
                menu.addAction(self._by_name[name])
        menu.aboutToShow.connect(self._enable)
        menu.aboutToHide.connect(self._enable_all)
        return menu

    @Slot(object)
    def _show_menu(self, position: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(position)

    @Slot()
    def _enable(self) -> None:
        count = self._model.rowCount()
        chosen = bool(self._view.selected_rows)
        for name, action in self._by_name.items():
            needed = 2 if name in _NEEDS_TWO else 0 if name in _NEEDS_NO_ITEM else 1
            selects = name not in (*_NEEDS_TWO, *_NEEDS_NO_ITEM, "all")
            may = name in _CHANGES_NOTHING or not self._view.read_only
            action.setEnabled(may and count >= needed and (chosen or not selects))

    @Slot()
    def _enable_all(self) -> None:
        # A key must not depend on what a menu has found when it was last open.
        for action in self._by_name.values():
            action.setEnabled(True)

    # -- what they do

    @Slot()
    def _edit(self) -> None:
        row = self._view.currentIndex().row()
        if row >= 0 and not self._view.read_only:
            self._view.edit_requested.emit(row)

    @Slot()
    def _go(self) -> None:
        row = self._view.currentIndex().row()
        if row >= 0:
            self.follow(row)

    def follow(self, row: int) -> None:
        """Go to the article that an item is, or else to its page."""
        path = self._model.article_of(row)
        card = self._model.card(row)
        if path:
            self.article_followed.emit(path)
        elif is_address(card.address):
            self.page_followed.emit(card.address)
        else:
            self._view.refused.emit(
                self.tr("This item is no article of this folder and has no web address.")
            )

    @Slot()
    def _up(self) -> None:
        rows = self._view.selected_rows
        if rows:
            self._view.move_selected(max(rows[0] - 1, 0))

    @Slot()
    def _down(self) -> None:
        rows = self._view.selected_rows
        if rows:
            self._view.move_selected(min(rows[-1] + 2, self._model.rowCount()))

    @Slot()
    def _top(self) -> None:
        self._view.move_selected(0)

    @Slot()
    def _end(self) -> None:
        self._view.move_selected(self._model.rowCount())

    @Slot()
    def _cut(self) -> None:
        if not self._view.read_only and self._view.copy_selected():
            self._view.remove_selected()

    @Slot()
    def _move_to(self) -> None:
        if self._view.selected_rows and not self._view.read_only:
            self.article_wanted.emit(False)

    @Slot()
    def _copy_to(self) -> None:
        if self._view.selected_rows:
            self.article_wanted.emit(True)

    @Slot()
    def _sort(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and not self._view.read_only:
            row = self._view.currentIndex().row()
            item = self._model.item(row) if row >= 0 else None
            if self._model.sort_by(action.objectName().removeprefix("related.")) and row >= 0:
                rows = range(self._model.rowCount())
                self._view.select_rows([next(r for r in rows if self._model.item(r) == item)])
