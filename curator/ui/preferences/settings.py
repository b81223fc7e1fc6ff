"""The settings behind the preferences: their keys, and what is read where they hold nonsense."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from curator.session.safekeeping import HISTORY_DAYS, HISTORY_MEGABYTES

SAVE_AS_YOU_GO = "save_as_you_go"
HISTORY_DAYS_KEY = "history_days"
HISTORY_MEGABYTES_KEY = "history_megabytes"
THEME = "theme"
DENSITY = "density"
AFTER_DECIDING = "after_deciding"
PICTURES_FROM_WEB = "pictures_from_web"
PICTURES_MEGABYTES_KEY = "pictures_cache_megabytes"

DAYS = (1, 3650)
"""The fewest and the most days for which writes can be kept."""

MEGABYTES = (10, 10_000)
"""The least and the most room that the history, and the pictures, can be given."""

PICTURES_MEGABYTES = 200

THEMES = ("system", "light", "dark")
DENSITIES = ("table", "cards")
AFTERWARDS = ("next", "previous", "stay")


def saves_as_you_go(settings: QSettings) -> bool:
    """Whether edits are saved a second after they were made."""
    return _switch(settings, SAVE_AS_YOU_GO)


def history_days(settings: QSettings) -> int:
    """For how many days writes are kept."""
    return _number(settings, HISTORY_DAYS_KEY, HISTORY_DAYS, DAYS)


def history_megabytes(settings: QSettings) -> int:
    """How much room the history may take."""
    return _number(settings, HISTORY_MEGABYTES_KEY, HISTORY_MEGABYTES, MEGABYTES)


def theme_name(settings: QSettings) -> str:
    """Which colours are wanted: `system`, `light` or `dark`."""
    return _choice(settings, THEME, THEMES)


def density(settings: QSettings) -> str:
    """How the articles are listed: as a `table`, or as `cards` with pictures."""
    return _choice(settings, DENSITY, DENSITIES)


def after_deciding(settings: QSettings) -> str:
    """Where a decision leads: to the `next` or the `previous` undecided story, or `stay`."""
    return _choice(settings, AFTER_DECIDING, AFTERWARDS)


def pictures_from_web(settings: QSettings) -> bool:
    """Whether pictures may be loaded from the web."""
    return _switch(settings, PICTURES_FROM_WEB)


def pictures_cache_megabytes(settings: QSettings) -> int:
    """How much room the pictures that were loaded may take on the disk."""
    return _number(settings, PICTURES_MEGABYTES_KEY, PICTURES_MEGABYTES, MEGABYTES)


def _switch(settings: QSettings, key: str) -> bool:
    return str(settings.value(key, True)).lower() not in ("false", "0", "no")


def _choice(settings: QSettings, key: str, choices: tuple[str, ...]) -> str:
    name = str(settings.value(key, choices[0]))
    return name if name in choices else choices[0]


def _number(settings: QSettings, key: str, default: int, bounds: tuple[int, int]) -> int:
    try:
        value = int(str(settings.value(key, default)))
    except ValueError:
        return default
    return min(max(value, bounds[0]), bounds[1])
