"""Keys can be changed, and what the settings hold does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from curator.ui.actions import FIXED_KEYS, Actions, portable_keys, specs
from curator.ui.key_settings import KeySettings, why_not


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "curator.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def started(settings: QSettings, window: QWidget) -> tuple[KeySettings, Actions]:
    """What another start of the program makes of the file."""
    settings.sync()
    read = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    actions = Actions(window)
    return KeySettings(read, actions, window), actions


def test_no_key_is_given_twice() -> None:
    keys = [key for spec in specs() for key in spec.keys]
    keys.extend(sorted({key for fixed in FIXED_KEYS for key in fixed.keys}))
    assert len(keys) == len(set(keys))


def test_without_settings_all_have_the_keys_of_the_program(
    settings: QSettings, window: QWidget
) -> None:
    keys, actions = started(settings, window)
    for spec in specs():
        assert keys.keys(spec.name) == spec.keys == portable_keys(actions[spec.name])
    assert not keys.any_changed()


def test_a_key_is_added_at_once_and_for_good(
    qtbot: QtBot, settings: QSettings, window: QWidget
) -> None:
    keys, actions = started(settings, window)
    with qtbot.waitSignal(keys.changed):
        keys.add("publish", "Ctrl+Shift+P")
    assert portable_keys(actions["publish"]) == ("P", "Ctrl+Shift+P")
    again, _ = started(settings, window)
    assert again.keys("publish") == ("P", "Ctrl+Shift+P")
    assert again.is_changed("publish")
    assert not again.is_changed("hold")


def test_a_key_that_is_taken_over_is_gone_from_the_other(
    settings: QSettings, window: QWidget
) -> None:
    keys, actions = started(settings, window)
    holder = keys.holder("H")
    assert holder is not None
    assert holder.name == "hold"
    keys.add("publish", "H")
    assert portable_keys(actions["hold"]) == ()
    again, _ = started(settings, window)
    assert again.keys("publish") == ("P", "H")
    assert again.keys("hold") == ()
    again.reset("hold")
    assert (again.keys("publish"), again.keys("hold")) == (("P",), ("H",))
    assert not again.any_changed()
    assert started(settings, window)[0].keys("hold") == ("H",)


def test_a_key_is_removed_and_all_are_reset(settings: QSettings, window: QWidget) -> None:
    keys, actions = started(settings, window)
    keys.remove("undo", "Z")
    keys.remove("open", "Ctrl+O")
    again, _ = started(settings, window)
    assert again.keys("undo") == ("Ctrl+Z",)
    assert again.keys("open") == ()
    keys.reset_all()
    assert portable_keys(actions["undo"]) == ("Ctrl+Z", "Z")
    assert not started(settings, window)[0].any_changed()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("rubbish", ("P",)),
        ("Tab\nReturn", ("P",)),
        ("X\nrubbish\nX", ("X",)),
        (["A", "B"], ("P",)),
        (17, ("P",)),
        ("Ctrl+K, Ctrl+L", ("P",)),
        ("", ()),
        ("\n".join("ABDGIL"), ("A", "B", "D", "G")),
    ],
)
def test_nonsense_in_the_settings_does_no_harm(
    settings: QSettings, window: QWidget, written: object, kept: tuple[str, ...]
) -> None:
    settings.setValue("keys/publish", written)
    settings.setValue("keys/nobody", "N")
    keys, _ = started(settings, window)
    assert keys.keys("publish") == kept
    assert keys.holder("N") is None


def test_a_key_that_two_claim_goes_to_one_of_them(settings: QSettings, window: QWidget) -> None:
    settings.setValue("keys/publish", "X")
    settings.setValue("keys/hold", "X")
    settings.setValue("keys/edit_title", "U")
    keys, actions = started(settings, window)
    assert sorted([keys.keys("publish"), keys.keys("hold")]) == [(), ("X",)]
    # The program's own key gives way to what was chosen.
    assert portable_keys(actions["edit_title"]) == ("U",)
    assert portable_keys(actions["undecide"]) == ()


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("Tab", "next"),
        ("Backtab", "next"),
        ("Ctrl+Tab", "next"),
        ("Esc", "closes"),
        ("Return", "answers"),
        ("Space", "answers"),
        ("Shift+Return", "answers"),
        ("Up", "moves"),
        ("Ctrl+Left", "moves"),
        ("PgDown", "moves"),
        ("Del", "edit texts"),
        ("Backspace", "edit texts"),
        ("Ctrl+C", "copies"),
        ("Alt+F4", "system"),
        ("Alt+Up", "Related list"),
        ("Shift", "together"),
        ("rubbish", "cannot be used"),
        ("Ctrl+K, Ctrl+L", "cannot be used"),
        ("", "cannot be used"),
    ],
)
def test_keys_that_would_break_something_are_refused_with_a_reason(key: str, why: str) -> None:
    assert why in why_not(key)


@pytest.mark.parametrize("key", ["X", "?", "+", "Ctrl++", "F7", "Ctrl+Shift+1", "Alt+Left", "É"])
def test_other_keys_can_be_had(key: str) -> None:
    assert why_not(key) == ""
