"""From the key that decides until the next story is painted in the list, and until its form is."""

from __future__ import annotations

import time
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from curator.session.views import DUE, View
from curator.ui.main_window import MainWindow
from tests.demo import wait_until

DECISIONS = 60

_PAUSE = 120
"""Milliseconds between two decisions: the pace of one who presses as fast as she can."""


class Decided(NamedTuple):
    """Milliseconds by the clock, and those of them that the processor worked for it."""

    painted: tuple[float, float]
    shown: tuple[float, float]


class _NextPainted(QObject):
    """When the list was painted for the first time with another story at hand."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.at: tuple[float, float] | None = None
        self._window = window
        self._left = ""
        window.list.viewport().installEventFilter(self)

    def begin(self) -> None:
        """From now on."""
        self.at = None
        self._left = self._window.list.current

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        waits = self.at is None and event.type() == QEvent.Type.Paint
        if waits and self._window.list.current != self._left:
            # It comes after the painting that is under way, and before all else.
            urgent = Qt.EventPriority.HighEventPriority.value
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), urgent)
        return False

    def customEvent(self, event: QEvent) -> None:
        if self.at is None:
            self.at = (time.perf_counter(), time.thread_time())


def decide(window: MainWindow) -> list[Decided]:
    """Publish and hold stories that are to be reviewed, each by a key, from the first on."""
    window.sidebar.choose(View(DUE))
    window.list.setFocus()
    window.list.step(-window.list.model().rowCount())
    painted = _NextPainted(window)
    results: list[Decided] = []
    for number in range(min(DECISIONS, window.review.count - 1)):
        QTest.qWait(_PAUSE)
        painted.begin()
        key = Qt.Key.Key_P if number % 2 else Qt.Key.Key_H
        start, busy = time.perf_counter(), time.thread_time()
        QTest.keyClick(window.list, key)
        wait_until(lambda: painted.at is not None)
        wait_until(lambda: window.pane.path == window.list.current)
        QApplication.processEvents()
        end = (time.perf_counter(), time.thread_time())
        assert painted.at is not None
        first, last = (
            ((clock - start) * 1000, (work - busy) * 1000) for clock, work in (painted.at, end)
        )
        results.append(Decided(first, last))
    return results
