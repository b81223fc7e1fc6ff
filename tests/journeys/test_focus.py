"""Whoever works by keyboard sees where she is: the focus changes what a control looks like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from curator.ui.preferences import PreferencesDialog
from curator.ui.theme import DARK, LIGHT, Theme, apply_theme
from tests.journeys.conftest import Desk
from tests.ui.test_theme import contrast

LEAST = 3.0
"""The contrast that WCAG 2.2 asks of a mark of the focus (1.4.11)."""


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_is_seen_on_every_control(
    desk: Desk, qapp: QApplication, sample: Path, theme: Theme
) -> None:
    window = desk(sample)
    window.resize(1440, 900)
    apply_theme(qapp, theme)
    window.list.select(next(path for path in window.session.rows if "face-matching" in path))
    QTest.qWait(100)
    seen: dict[str, bool] = {}
    for tab in ("story_tab", "preview_tab", "changes_tab", "history_tab"):
        window.actions_by_name[tab].trigger()
        QTest.qWait(50)
        seen.update(_looks(window))
    window.actions_by_name["preferences"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PreferencesDialog)
    for page in range(dialog.names.count()):
        dialog.show_page(page)
        QTest.qWait(20)
        seen.update(_looks(dialog))
    dialog.close()
    assert len(seen) > 40
    assert [name for name, is_seen in seen.items() if not is_seen] == []


def _looks(window: QWidget) -> Iterator[tuple[str, bool]]:
    for control in window.findChildren(QWidget):
        by_tab = control.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not by_tab or control.focusProxy() or not control.isEnabled():
            continue
        if control.isVisible() and control.window() is window:
            _bring_into_view(control)
            if not control.visibleRegion().isEmpty():
                name = f"{control.objectName()} {control.accessibleName()} {type(control).__name__}"
                yield name, _changes(control)


def _bring_into_view(control: QWidget) -> None:
    above = control.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(control)
        above = above.parentWidget()


def _changes(control: QWidget) -> bool:
    window = control.window()
    window.setFocus()
    before = window.grab(_around(control)).toImage()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = window.grab(_around(control)).toImage()
    return _clearly_changed(before, after) >= min(control.width(), 24)


def _around(control: QWidget) -> QRect:
    at = control.mapTo(control.window(), QPoint(0, 0))
    return QRect(at, control.size()).adjusted(-4, -4, 4, 4)


def _clearly_changed(before: QImage, after: QImage) -> int:
    """How many points look clearly different."""
    if before.size() != after.size():
        return 0
    size: QSize = before.size()
    count = 0
    for y in range(size.height()):
        for x in range(size.width()):
            one, other = before.pixel(x, y), after.pixel(x, y)
            if one != other and contrast(QColor(one).name(), QColor(other).name()) >= LEAST:
                count += 1
    return count
