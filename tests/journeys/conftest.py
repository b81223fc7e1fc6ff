"""A real window on a real folder, used with keyboard and mouse alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from curator.app import open_window
from curator.ui.main_window import MainWindow

Desk = Callable[[Path], MainWindow]


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    """Opens windows on folders, each ready to use; closes what is left open at the end."""
    windows: list[MainWindow] = []

    def open_desk(folder: Path) -> MainWindow:
        window = open_window(folder)
        windows.append(window)
        qtbot.addWidget(window)
        if window.session.scanning:
            qtbot.waitSignal(window.folder_ready, timeout=20000).wait()
        with qtbot.waitActive(window, timeout=5000):
            window.activateWindow()
        return window

    yield open_desk
    for window in windows:
        window.session.flush()
        window.close()


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is, as a person would."""
    target = QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None
    QTest.keyClick(target, key, modifiers)
    QTest.qWait(20)


def type_text(text: str) -> None:
    """Type Latin text where the focus is."""
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClicks(target, text)
    QTest.qWait(20)


def click(widget: QWidget, position: QPoint | None = None) -> None:
    """Click with the left button."""
    where = position if position is not None else widget.rect().center()
    QTest.mouseClick(
        widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where, delay=20
    )
    QTest.qWait(20)


def drag(qtbot: QtBot, widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Drag with the left button, in steps, as a hand does.

    A drag runs an event loop of its own, so the later moves are set off before it begins.
    """
    if QGuiApplication.platformName() == "offscreen":
        pytest.skip("Qt's offscreen platform cannot complete a drag")
    steps = 6
    done: list[bool] = []

    def move(number: int) -> Callable[[], None]:
        def go() -> None:
            QTest.mouseMove(widget, start + (end - start) * number / steps)

        return go

    def release() -> None:
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
        done.append(True)

    QTest.mouseMove(widget, start)
    QTest.qWait(50)
    for number in range(2, steps + 1):
        QTimer.singleShot(60 * number, move(number))
    QTimer.singleShot(60 * (steps + 1), lambda: QTest.mouseMove(widget, end + QPoint(0, 1)))
    QTimer.singleShot(60 * (steps + 2), release)
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(widget, start + QPoint(0, 4))
    QTest.mouseMove(widget, start + (end - start) * 1 / steps)
    qtbot.waitUntil(lambda: bool(done), timeout=5000)
    QTest.qWait(100)
