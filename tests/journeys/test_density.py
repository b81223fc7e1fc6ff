"""The list as a table and as cards: pictures, the click on the mark, the order, what is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from curator.content.row import Published
from curator.session.columns import Column
from curator.ui.main_window import MainWindow
from tests.journeys.conftest import Desk, click, press

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def colours(window: MainWindow, path: str) -> set[str]:
    """What one sees of an article in the list."""
    view = window.list
    row = window.list.model().row_of(path)  # type: ignore[attr-defined]
    assert isinstance(row, int)
    top = view.rowViewportPosition(row)
    image: QImage = view.viewport().grab().toImage()
    height = view.rowHeight(row)
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(0, image.width(), 3)
        for y in range(max(top, 0), min(top + height, image.height()), 3)
    }


def picture_site(folder: Path) -> Path:
    """A folder with two stories, one of them with a red picture."""
    (folder / "assets").mkdir(parents=True)
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    image.save(str(folder / "assets" / "red.png"))
    (folder / "a.md").write_text(
        "---\ntitle: A\npublished: true\ndate: 2026-01-02\nimages:\n- url: /assets/red.png\n---\n"
    )
    (folder / "b.md").write_text("---\ntitle: B\npublished: true\ndate: 2026-01-01\n---\n")
    return folder


def test_cards_show_pictures_and_a_click_on_the_mark_decides(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    window = desk(picture_site(tmp_path / "site"))
    assert "#ff0000" not in colours(window, "a.md")
    press(Qt.Key.Key_L, CTRL_SHIFT)
    assert window.list.shows_cards
    qtbot.waitUntil(lambda: "#ff0000" in colours(window, "a.md"), timeout=5000)
    assert "#ff0000" not in colours(window, "b.md")
    assert window.list.horizontalScrollBar().maximum() == 0
    window.list.select("b.md")
    click(window.list.viewport(), QPoint(22, window.list.rowViewportPosition(0) + 26))
    assert window.session.rows["a.md"].published is Published.NO
    assert window.list.current == "b.md"


def test_the_choice_is_remembered_and_the_story_stays_in_view(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    window.list.step(25)
    current = window.list.current
    window.actions_by_name["density_cards"].trigger()
    assert window.list.current == current
    row = window.list.currentIndex().row()
    assert 0 <= window.list.rowViewportPosition(row) < window.list.viewport().height()
    window.close()
    again = desk(sample)
    assert again.list.shows_cards
    assert again.actions_by_name["density_cards"].isChecked()
    again.actions_by_name["density_table"].trigger()
    assert not again.list.shows_cards
    assert again.list.horizontalHeader().isVisible()


def test_cards_are_put_in_order_by_a_menu(desk: Desk, sample: Path) -> None:
    window = desk(sample)
    window.actions_by_name["density_cards"].trigger()
    menu = next(m for m in window.top.findChildren(QMenu) if "Provider" in _texts(m) and _sorts(m))
    menu.aboutToShow.emit()
    by_quality = next(action for action in menu.actions() if action.text() == "Quality")
    by_quality.trigger()
    first = window.session.rows[window.list.model().index(0, 0).data(Qt.ItemDataRole.UserRole).path]
    assert first.quality == max(row.quality or 0 for row in window.session.rows.values())
    assert window.list.horizontalHeader().sortIndicatorSection() == Column.QUALITY
    menu.actions()[-1].trigger()
    first = window.session.rows[window.list.model().index(0, 0).data(Qt.ItemDataRole.UserRole).path]
    assert first.quality == min(
        row.quality for row in window.session.rows.values() if row.quality is not None
    )


def _texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def _sorts(menu: QMenu) -> bool:
    return "Highest or Latest First" in _texts(menu)
