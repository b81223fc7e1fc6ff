"""What the editor feels: filter, sort, decide and select, in a real window."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from curator.app import open_window
from curator.session.columns import Column
from curator.ui.main_window import MainWindow
from tests.benchmarks.deciding import decide
from tests.benchmarks.measure import Figure
from tests.demo import wait_until

FRAME = 16.0
"""Milliseconds of one frame at 60 a second: what an editor does not notice."""


def figures(folder: Path) -> Iterator[Figure]:
    """All figures of the window on a folder; ratios are to one frame."""
    window = open_window(folder)
    wait_until(lambda: not window.session.scanning, 120)
    window.activateWindow()
    wait_until(window.isActiveWindow)
    window.session.save_as_you_go = False
    count = window.list.model().rowCount()
    for name, work in (
        ("a letter in the search field", _search(window)),
        ("sort by another column", _sort(window)),
        ("go to the next story", _next(window)),
    ):
        times = [_milliseconds(step) for step in work]
        value = statistics.quantiles(times, n=20)[-1]
        goal = 100 / FRAME if name.startswith("sort") else None
        yield Figure("window", f"{name}, p95", count, value, "ms", "one frame", value / FRAME, goal)
    decided = decide(window)
    for name, times in (
        ("from deciding to the next story painted", [each.painted[0] for each in decided]),
        ("from deciding to its form shown", [each.shown[0] for each in decided]),
    ):
        value = statistics.quantiles(times, n=20)[-1]
        yield Figure("window", f"{name}, p95", count, value, "ms", "one frame", value / FRAME, None)
    while window.session.undo_stack.canUndo():
        window.session.undo_stack.undo()
    window.close()


def _milliseconds(step: Callable[[], object]) -> float:
    """From the event until everything that follows from it is done and painted."""
    QApplication.processEvents()
    start = time.perf_counter()
    step()
    QApplication.processEvents()
    return (time.perf_counter() - start) * 1000


def _search(window: MainWindow) -> Iterator[Callable[[], object]]:
    window.top.search.setFocus()
    for word in ("power", "apps", "model", "excel", "data"):
        for letter in word:
            yield lambda letter=letter: QTest.keyClicks(window.top.search, letter)
        yield window.top.search.clear


def _sort(window: MainWindow) -> Iterator[Callable[[], object]]:
    for order in Qt.SortOrder:
        for column in Column:
            yield lambda c=column, o=order: window.list.sortByColumn(c, o)


def _next(window: MainWindow) -> Iterator[Callable[[], object]]:
    for _ in range(60):
        yield lambda: QTest.keyClick(window.list, Qt.Key.Key_J)
