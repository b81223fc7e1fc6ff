"""Finds words and controls that do not fit where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)

_SPELLED_OUT = (QLabel, QPushButton, QCheckBox, QRadioButton, QComboBox, QTabBar)
_LEAST = 2
"""Pixels that may be missing, so that rounding does not count."""


def cut_off() -> list[str]:
    """What is too small for its words, is cut at a side, or lies over its neighbour."""
    return sorted({fault for widget in _visible() for fault in _faults(widget)})


def _visible() -> Iterator[QWidget]:
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            yield from (w for w in window.findChildren(QWidget) if w.isVisible())


def _faults(widget: QWidget) -> Iterator[str]:
    seen = widget.visibleRegion().boundingRect()
    if seen.isEmpty():
        return
    place = _called(widget)
    if isinstance(widget, _SPELLED_OUT) or (isinstance(widget, QToolButton) and _has_words(widget)):
        wanted = widget.sizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            high = widget.heightForWidth(widget.width())
            if widget.height() < high - _LEAST:
                yield f"{place} needs a height of {high}, has {widget.height()}"
        elif widget.width() < wanted.width() - _LEAST and not _elides(widget):
            yield f"{place} needs a width of {wanted.width()}, has {widget.width()}"
        elif widget.height() < wanted.height() - _LEAST:
            yield f"{place} needs a height of {wanted.height()}, has {widget.height()}"
    if widget.focusPolicy() or isinstance(widget, (QLabel, QAbstractButton)):
        if _cut_at_a_side(widget):
            yield f"{place} is cut at a side"
        for other in _neighbours(widget):
            common = widget.geometry() & other.geometry()
            if common.width() > _LEAST and common.height() > _LEAST:
                yield f"{place} lies over {_called(other)}"


def _has_words(button: QToolButton) -> bool:
    return bool(button.text()) and button.icon().isNull()


def _elides(widget: QWidget) -> bool:
    return isinstance(widget, QLabel) and not widget.text()


def _cut_at_a_side(widget: QWidget) -> bool:
    """What scrolls up and down is not cut for that; nothing should have to be scrolled aside."""
    area = widget.parentWidget()
    left = right = 0
    inside = widget.geometry()
    while area is not None:
        left = max(left, -inside.left())
        right = max(right, inside.right() - area.width() + 1)
        if area.isWindow():
            break
        inside = QRect(area.mapToParent(inside.topLeft()), inside.size())
        area = area.parentWidget()
    return max(left, right) > _LEAST


def _neighbours(widget: QWidget) -> Iterator[QWidget]:
    """Those that stand in the same layout; what lies over everything does so on purpose."""
    parent = widget.parentWidget()
    if parent is None or parent.layout() is None or parent.isWindow():
        return
    for other in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if other is not widget and other.isVisible() and not other.isWindow():
            yield other


def _called(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    words = str(text())[:40] if callable(text) and not isinstance(widget, QTabBar) else ""
    names: list[str] = []
    each: QWidget | None = widget
    while each is not None:
        if each.objectName() and not each.objectName().startswith("qt_"):
            names.append(each.objectName())
        each = each.parentWidget()
    return f"{' / '.join(reversed(names[:3]))} {type(widget).__name__} {words!r}"
