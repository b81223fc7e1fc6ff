"""Every view with text of twice the usual size: nothing is cut off, nothing is without a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.accessible_tree import unnamed
from tests.journeys.conftest import Desk
from tests.journeys.cut_off import cut_off
from tests.views import GROUPS, Views, make_folder


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_is_cut_off_or_unnamed(
    desk: Desk, qapp: QApplication, tmp_path: Path, group: str
) -> None:
    font = qapp.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    qapp.setFont(font)
    faults: list[str] = []

    def look(name: str, _widget: QWidget) -> None:
        faults.extend(f"{name}: {fault}" for fault in _lasting())
        faults.extend(f"{name}: {path} has no name" for path in unnamed())

    make_folder(tmp_path / "site")
    window = desk(tmp_path / "site")
    window.resize(1440, 900)
    Views(window, tmp_path / "site", look).bring_up(group)
    window.session.discard()
    assert faults == []


def _lasting() -> list[str]:
    """Faults that are still there when all is laid out."""
    found = cut_off()
    for _ in range(20):
        if not found:
            break
        QTest.qWait(50)
        found = cut_off()
    return found


def test_what_is_cut_off_is_found(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    button = QPushButton("Words that need their room")
    wrapped = QLabel("Many words that must be wrapped where there is as little room as here")
    wrapped.setWordWrap(True)
    for part in (button, wrapped):
        column.addWidget(part)
    box.resize(box.sizeHint())
    box.show()
    qtbot.waitExposed(box)
    assert cut_off() == []
    button.setFixedWidth(40)
    wrapped.setFixedHeight(10)
    QApplication.processEvents()
    faults = [fault.split(" needs ")[1].split(",")[0] for fault in cut_off()]
    assert faults == [
        f"a height of {wrapped.heightForWidth(wrapped.width())}",
        f"a width of {button.sizeHint().width()}",
    ]
