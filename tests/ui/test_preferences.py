"""The preferences: what is chosen is remembered and told at once, the bounds once one is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from curator.ui import preferences
from curator.ui.actions import Actions
from curator.ui.key_settings import KeySettings
from curator.ui.preferences import PreferencesDialog
from curator.ui.theme import DARK, LIGHT, apply_theme, theme_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "curator.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 500)
    window.show()
    return window


@pytest.fixture
def told() -> list[str]:
    """The keys that the dialog named, in order."""
    return []


@pytest.fixture
def dialog(
    qtbot: QtBot, window: QWidget, settings: QSettings, told: list[str]
) -> PreferencesDialog:
    return opened(qtbot, window, settings, told)


def opened(
    qtbot: QtBot, window: QWidget, settings: QSettings, told: list[str]
) -> PreferencesDialog:
    keys = KeySettings(settings, Actions(window), window)
    dialog = PreferencesDialog(settings, keys, window)
    dialog.changed.connect(told.append)
    with qtbot.waitActive(dialog, timeout=5000):
        dialog.open()
        dialog.activateWindow()
    return dialog


def again(settings: QSettings) -> QSettings:
    """The settings as another start of the program reads them from the file."""
    settings.sync()
    return QSettings(settings.fileName(), QSettings.Format.IniFormat)


def test_without_settings_it_shows_the_defaults(dialog: PreferencesDialog) -> None:
    assert dialog.general.save_as_you_go.isChecked()
    days = dialog.general.days
    assert (days.value(), days.minimum(), days.maximum()) == (90, 1, 3650)
    sizes = dialog.general.megabytes
    assert (sizes.value(), sizes.minimum(), sizes.maximum()) == (200, 10, 10_000)
    assert dialog.general.theme.currentData() == "system"


def test_what_was_chosen_before_is_shown(
    qtbot: QtBot, window: QWidget, settings: QSettings, told: list[str]
) -> None:
    settings.setValue("save_as_you_go", False)
    settings.setValue("history_days", 7)
    settings.setValue("history_megabytes", 1000)
    settings.setValue("theme", "dark")
    dialog = opened(qtbot, window, again(settings), told)
    assert not dialog.general.save_as_you_go.isChecked()
    assert dialog.general.days.value() == 7
    assert dialog.general.megabytes.value() == 1000
    assert dialog.general.theme.currentData() == "dark"
    dialog.close()
    assert told == []


@pytest.mark.parametrize(
    ("written", "days", "megabytes", "theme"),
    [("many", 90, 200, "system"), ("", 90, 200, "system"), ("0", 1, 10, "system")],
)
def test_nonsense_in_the_file_does_no_harm(
    qtbot: QtBot,
    window: QWidget,
    settings: QSettings,
    told: list[str],
    written: str,
    days: int,
    megabytes: int,
    theme: str,
) -> None:
    for key in ("history_days", "history_megabytes", "theme"):
        settings.setValue(key, written)
    dialog = opened(qtbot, window, again(settings), told)
    assert (dialog.general.days.value(), dialog.general.megabytes.value()) == (days, megabytes)
    assert preferences.theme_name(settings) == dialog.general.theme.currentData() == theme
    assert preferences.saves_as_you_go(settings)


def test_saving_as_you_go_is_switched_at_once(
    dialog: PreferencesDialog, settings: QSettings, told: list[str]
) -> None:
    QTest.mouseClick(dialog.general.save_as_you_go, LEFT, pos=QPoint(8, 8))
    assert told == ["save_as_you_go"]
    assert not preferences.saves_as_you_go(again(settings))
    QTest.keyClick(dialog.general.save_as_you_go, Qt.Key.Key_Space)
    assert told == ["save_as_you_go"] * 2
    assert preferences.saves_as_you_go(again(settings))


def test_colours_are_changed_at_once(
    dialog: PreferencesDialog, settings: QSettings, told: list[str]
) -> None:
    dialog.general.theme.setFocus()
    QTest.keyClick(dialog.general.theme, Qt.Key.Key_Down)
    assert told == ["theme"]
    assert preferences.theme_name(again(settings)) == "light"
    QTest.keyClick(dialog.general.theme, Qt.Key.Key_Down)
    assert preferences.theme_name(again(settings)) == "dark"


def test_bounds_count_when_the_field_is_left_and_not_on_the_way(
    dialog: PreferencesDialog, settings: QSettings, told: list[str]
) -> None:
    dialog.general.days.setFocus()
    dialog.general.days.selectAll()
    QTest.keyClicks(dialog.general.days, "3")
    QTest.keyClick(dialog.general.days, Qt.Key.Key_Down)
    QTest.keyClick(dialog.general.days, Qt.Key.Key_Up)
    assert (dialog.general.days.value(), told) == (3, [])
    assert preferences.history_days(again(settings)) == 90
    QTest.keyClick(dialog.general.days, Qt.Key.Key_Tab)
    assert preferences.history_days(again(settings)) == 3
    assert told == ["history_days"]
    assert QApplication.focusWidget() is dialog.general.megabytes


def test_return_takes_a_bound(
    dialog: PreferencesDialog, settings: QSettings, told: list[str]
) -> None:
    dialog.general.megabytes.setFocus()
    dialog.general.megabytes.selectAll()
    QTest.keyClicks(dialog.general.megabytes, "500")
    QTest.keyClick(dialog.general.megabytes, Qt.Key.Key_Return)
    assert told == ["history_megabytes"]
    assert preferences.history_megabytes(again(settings)) == 500


@pytest.mark.parametrize("how", ["escape", "button"])
def test_closing_takes_what_was_typed(
    qtbot: QtBot, dialog: PreferencesDialog, settings: QSettings, told: list[str], how: str
) -> None:
    dialog.general.days.setFocus()
    dialog.general.days.selectAll()
    QTest.keyClicks(dialog.general.days, "30")
    close = dialog.findChild(QDialogButtonBox)
    assert isinstance(close, QDialogButtonBox)
    with qtbot.waitSignal(dialog.finished):
        if how == "escape":
            QTest.keyClick(dialog.general.days, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(close.button(QDialogButtonBox.StandardButton.Close), LEFT)
    assert told == ["history_days"]
    assert preferences.history_days(again(settings)) == 30


def test_the_wheel_changes_nothing_in_passing(dialog: PreferencesDialog, told: list[str]) -> None:
    for box in (dialog.general.days, dialog.general.megabytes, dialog.general.theme):
        box.setFocus()
        middle = QPointF(box.rect().center())
        event = QWheelEvent(
            middle,
            box.mapToGlobal(middle),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(box, event)
    assert (dialog.general.days.value(), dialog.general.megabytes.value()) == (90, 200)
    assert dialog.general.theme.currentData() == "system"
    dialog.close()
    assert told == []


def test_it_says_where_the_history_is_and_how_large(dialog: PreferencesDialog) -> None:
    line = dialog.findChild(QLabel, "preferences.history_file")
    assert isinstance(line, QLabel)
    dialog.show_history_file(Path("/home/<b>me</b>/history.sqlite"), 1_234_567)
    words = line.text().replace("\u200b", "")
    assert words == "1.2 MB at present, in /home/<b>me</b>/history.sqlite"
    dialog.show_history_file(None, 0)
    assert line.text() == "No history is kept."


def test_one_day_is_a_day(dialog: PreferencesDialog) -> None:
    dialog.general.days.setValue(1)
    assert dialog.general.days.text() == "1 day"
    dialog.general.days.setValue(2)
    assert dialog.general.days.text() == "2 days"


def test_every_control_has_a_name_and_no_label_guesses_rich_text(
    dialog: PreferencesDialog,
) -> None:
    page = dialog.general
    controls = [page.save_as_you_go, page.theme, page.density, page.days, page.megabytes]
    for control in [*controls, *dialog.findChildren(QPushButton)]:
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface.text(QAccessible.Text.Name), control.objectName()
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    visited: list[QWidget | None] = []
    dialog.general.save_as_you_go.setFocus()
    for _ in controls:
        visited.append(QApplication.focusWidget())
        QTest.keyClick(visited[-1] or dialog, Qt.Key.Key_Tab)
    assert visited == controls


def test_labels_stand_level_with_their_fields_in_both_sizes(
    qtbot: QtBot, window: QWidget, settings: QSettings, told: list[str], qapp: QApplication
) -> None:
    usual = qapp.font()
    for factor in (1, 2):
        font = qapp.font()
        font.setPointSizeF(usual.pointSizeF() * factor)
        qapp.setFont(font)
        try:
            dialog = opened(qtbot, window, settings, told)
            labels = {
                label.buddy(): label
                for label in dialog.findChildren(QLabel)
                if label.buddy() is not None
            }
            for box in (dialog.general.theme, dialog.general.days, dialog.general.megabytes):
                middle = labels[box].geometry().center().y()
                assert abs(middle - box.geometry().center().y()) <= 1, box.objectName()
            lefts = {
                box.x()
                for box in (dialog.general.theme, dialog.general.days, dialog.general.megabytes)
            }
            assert len(lefts) == 1
            dialog.close()
        finally:
            qapp.setFont(usual)


def test_it_follows_the_colours(qapp: QApplication, dialog: PreferencesDialog) -> None:
    before = qapp.styleSheet(), qapp.palette(), qapp.style().objectName()
    try:
        for theme in (LIGHT, DARK, LIGHT, DARK):
            apply_theme(qapp, theme)
            QTest.qWait(20)
            assert theme_of(dialog) is theme
            picture = dialog.grab().toImage()
            place = dialog.general.days.mapTo(dialog, QPoint(5, dialog.general.days.height() - 6))
            assert picture.pixelColor(place).name() == theme.field
            steps = QRect(
                dialog.general.days.mapTo(dialog, QPoint(dialog.general.days.width() - 18, 4)),
                QSize(8, 12),
            )
            inks = {
                picture.pixelColor(x, y).name()
                for x in range(steps.left(), steps.right())
                for y in range(steps.top(), steps.bottom())
            }
            assert theme.dim in inks
    finally:
        qapp.setStyleSheet(before[0])
        qapp.setPalette(before[1])
        qapp.setStyle(before[2])
