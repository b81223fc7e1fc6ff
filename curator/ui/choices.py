"""What the editor has chosen once and for all: in the menus and in the preferences alike."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QWidget

from curator.session.session import Session
from curator.ui import preferences
from curator.ui.actions import Actions
from curator.ui.key_settings import KeySettings


class Choices(QObject):
    """Keeps the settings, the menus' ticks and the session in step."""

    theme_chosen = Signal(object)
    """`system`, `light` or `dark`."""
    changed = Signal(object)
    """The key of a setting that has another value now, for whoever goes by it."""

    def __init__(
        self,
        settings: QSettings,
        session: Session,
        actions: Actions,
        keys: KeySettings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._keys = keys
        self._settings = settings
        self._session = session
        self._actions = actions
        self._window = window
        wanted = preferences.saves_as_you_go(settings)
        session.save_as_you_go = wanted
        actions["save_as_you_go"].setChecked(wanted)
        actions["save_as_you_go"].toggled.connect(self._set_save_as_you_go)
        actions["preferences"].triggered.connect(self._show_preferences)
        for name in preferences.THEMES:
            actions[f"theme_{name}"].triggered.connect(self._choose_theme)
        session.folder_opened.connect(self._bound_history)

    def show_theme(self, name: str) -> None:
        """Tick the colours that are in use: `system`, `light` or `dark`."""
        for other in preferences.THEMES:
            self._actions[f"theme_{other}"].setChecked(other == name)

    @Slot(bool)
    def _set_save_as_you_go(self, wanted: bool) -> None:
        self._session.save_as_you_go = wanted
        self._settings.setValue(preferences.SAVE_AS_YOU_GO, wanted)
        if wanted:
            self._session.save_all()

    @Slot()
    def _choose_theme(self) -> None:
        action = self.sender()
        name = action.objectName().removeprefix("action.theme_") if action else "system"
        self._settings.setValue(preferences.THEME, name)
        self.show_theme(name)
        self.theme_chosen.emit(name)

    @Slot()
    def _show_preferences(self) -> None:
        dialog = preferences.PreferencesDialog(self._settings, self._keys, self._window)
        dialog.show_history_file(*self._session.history.file())
        dialog.changed.connect(self._follow)
        dialog.open()

    @Slot(object)
    def _follow(self, key: str) -> None:
        if key == preferences.SAVE_AS_YOU_GO:
            wanted = preferences.saves_as_you_go(self._settings)
            self._actions["save_as_you_go"].setChecked(wanted)
        elif key == preferences.THEME:
            self.theme_chosen.emit(preferences.theme_name(self._settings))
        elif key in (preferences.HISTORY_DAYS_KEY, preferences.HISTORY_MEGABYTES_KEY):
            self._bound_history()
        self.changed.emit(key)

    @Slot()
    def _bound_history(self) -> None:
        settings = self._settings
        self._session.bound_history(
            preferences.history_days(settings), preferences.history_megabytes(settings)
        )
