"""Walks what a screen reader sees of every window that is open."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

MOST_CELLS = 120
"""Children of a list or table that are looked at: they are alike, and can be very many."""

_ROLE = QAccessible.Role
_MANY = (_ROLE.Table, _ROLE.List, _ROLE.Tree)
_CONTROLS = frozenset(
    {
        _ROLE.Button,
        _ROLE.ButtonMenu,
        _ROLE.ButtonDropDown,
        _ROLE.CheckBox,
        _ROLE.RadioButton,
        _ROLE.EditableText,
        _ROLE.ComboBox,
        _ROLE.SpinBox,
        _ROLE.Slider,
        _ROLE.ProgressBar,
        _ROLE.Link,
        _ROLE.List,
        _ROLE.ListItem,
        _ROLE.Table,
        _ROLE.ColumnHeader,
        _ROLE.Tree,
        _ROLE.TreeItem,
        _ROLE.PageTabList,
        _ROLE.PageTab,
        _ROLE.MenuBar,
        _ROLE.MenuItem,
        _ROLE.PopupMenu,
        _ROLE.Dialog,
        _ROLE.AlertMessage,
        _ROLE.Window,
    }
)

Path = tuple[str, ...]


def unnamed() -> list[str]:
    """The path of every control without a name in any window, menu or dialog that is open."""
    return sorted({" / ".join(path) for path, node in nodes() if _lacks_name(node)})


def nodes() -> Iterator[tuple[Path, QAccessibleInterface]]:
    """Everything that can be seen, with where it stands."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            yield from _below(QAccessible.queryAccessibleInterface(window), ())


def _below(node: QAccessibleInterface, above: Path) -> Iterator[tuple[Path, QAccessibleInterface]]:
    if node.state().invisible:
        return
    path = (*above, _called(node))
    yield path, node
    count = node.childCount()
    for number in range(min(count, MOST_CELLS) if node.role() in _MANY else count):
        child = node.child(number)
        if child is not None and child.isValid():
            yield from _below(child, path)


def _called(node: QAccessibleInterface) -> str:
    thing = node.object()
    own = thing.objectName() if thing is not None else ""
    return own or f"{node.role().name} {_name(node)!r}"


def _name(node: QAccessibleInterface) -> str:
    return node.text(QAccessible.Text.Name).strip()


def _lacks_name(node: QAccessibleInterface) -> bool:
    # A cell says what stands in it, and that can be nothing.
    if node.role() in (_ROLE.Cell, _ROLE.Separator) or _name(node):
        return False
    return bool(node.state().focusable) or node.role() in _CONTROLS
