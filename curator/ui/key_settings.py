"""Which keys each action has: those of the table of actions, or what the editor chose instead."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Signal
from PySide6.QtGui import QKeySequence

from curator.ui.actions import FIXED_KEYS, Actions, Spec, key_text, plain_text, specs

GROUP = "keys"
MOST_KEYS = 4
"""So many keys an action can have."""

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_TEXT_KEYS = frozenset({"Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+A", "Ctrl+Ins"})
_OF_THE_SYSTEM = frozenset({"Alt+F4", "Alt+Tab", "Ctrl+Alt+Del", "F10", "Shift+F10", "Menu"})
_MOVES = frozenset({"Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown"})
_TAKES_AWAY = frozenset({"Backspace", "Del", "Ins"})
_ANSWERS = frozenset({"Return", "Enter", "Space"})
_MODIFIERS = frozenset({"Shift", "Control", "Ctrl", "Alt", "AltGr", "Meta", "CapsLock", "NumLock"})


class KeySettings(QObject):
    """Gives the actions their keys, at the start and whenever one is changed.

    What the settings hold is believed only as far as it makes sense: unknown actions, keys that
    do not exist or must not be taken, and a key given away twice are passed over.
    """

    changed = Signal()
    """Some action has other keys now."""

    def __init__(
        self, settings: QSettings, actions: Actions, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._actions = actions
        self._specs = {spec.name: spec for spec in specs()}
        self._own: dict[str, tuple[str, ...]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        for name in self._specs:
            if (keys := self._read(name)) is not None:
                self._own[name] = keys
        self._apply()

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of an action at present, as portable texts; the first one is shown."""
        return self._keys[name]

    def is_changed(self, name: str) -> bool:
        """Whether an action has other keys than the program gives it."""
        return self._keys[name] != self._defaults(name)

    def any_changed(self) -> bool:
        """Whether any action has."""
        return any(self.is_changed(name) for name in self._specs)

    def holder(self, key: str) -> Spec | None:
        """The action that has a key at present."""
        return next((self._specs[name] for name, keys in self._keys.items() if key in keys), None)

    def add(self, name: str, key: str) -> None:
        """Give an action one more key; the action that had it loses it."""
        holder = self.holder(key)
        if holder is not None and holder.name != name:
            self._own[holder.name] = tuple(k for k in self._keys[holder.name] if k != key)
        self._own[name] = (*(k for k in self._keys[name] if k != key), key)
        self._store()

    def remove(self, name: str, key: str) -> None:
        """Take a key away from an action."""
        self._own[name] = tuple(k for k in self._keys[name] if k != key)
        self._store()

    def reset(self, name: str) -> None:
        """Give an action the keys of the program, away from whoever has them now."""
        self._own.pop(name, None)
        wanted = self._defaults(name)
        for other, keys in list(self._own.items()):
            if any(key in wanted for key in keys):
                self._own[other] = tuple(key for key in keys if key not in wanted)
        self._store()

    def reset_all(self) -> None:
        """Give all actions the keys of the program."""
        self._own.clear()
        self._store()

    def _defaults(self, name: str) -> tuple[str, ...]:
        return tuple(_portable(key) for key in self._specs[name].keys)

    def _read(self, name: str) -> tuple[str, ...] | None:
        place = f"{GROUP}/{name}"
        if not self._settings.contains(place):
            return None
        text = self._settings.value(place)
        if not isinstance(text, str):
            return None
        lines = text.split("\n") if text else []
        keys = [key for line in lines if (key := _portable(line)) and not why_not(key)]
        # What is nothing but nonsense says less than the program's own keys.
        return tuple(dict.fromkeys(keys))[:MOST_KEYS] if keys or not lines else None

    def _store(self) -> None:
        for name in self._specs:
            place = f"{GROUP}/{name}"
            keys = self._own.get(name)
            if keys is None or keys == self._defaults(name):
                self._own.pop(name, None)
                self._settings.remove(place)
            else:
                self._settings.setValue(place, "\n".join(keys))
        self._settings.sync()
        self._apply()

    def _apply(self) -> None:
        """What the editor chose comes first: a key of the program that it needs is given up."""
        taken: set[str] = set()
        keys: dict[str, tuple[str, ...]] = {}
        for name in (*self._own, *(name for name in self._specs if name not in self._own)):
            wanted = self._own.get(name, self._defaults(name))
            keys[name] = tuple(key for key in wanted if key not in taken)
            taken.update(keys[name])
        self._keys = {name: keys[name] for name in self._specs}
        for name, there in self._keys.items():
            self._actions[name].setShortcuts([QKeySequence(key, _PORTABLE) for key in there])
        self.changed.emit()


def why_not(key: str) -> str:
    """Why no action can have a key, in a sentence; empty where one can."""
    if not key or _portable(key) != key:
        return _tr("This key cannot be used.")
    # The key for plus is itself written with what joins the others.
    pressed = key.rsplit("+", 1)[-1] or "+"
    modifiers = key[: len(key) - len(pressed)]
    shown, plain = key_text(key), modifiers in ("", "Shift+")
    if pressed in _MODIFIERS:
        return _tr("{0} is only pressed together with another key.").format(shown)
    if pressed in ("Tab", "Backtab"):
        return _tr("{0} goes from one control to the next.").format(shown)
    if pressed == "Esc":
        return _tr("{0} leads back to the list and closes what is open.").format(shown)
    if pressed in _ANSWERS and plain:
        return _tr("{0} answers, ticks and types.").format(shown)
    if pressed in _MOVES and (plain or modifiers == "Ctrl+"):
        return _tr("{0} moves in lists and texts.").format(shown)
    if pressed in _TAKES_AWAY and plain:
        return _tr("{0} is needed to edit texts and lists.").format(shown)
    if key in _TEXT_KEYS:
        return _tr("{0} copies and pastes in every field.").format(shown)
    if key in _OF_THE_SYSTEM:
        return _tr("{0} belongs to the system.").format(shown)
    for fixed in FIXED_KEYS:
        if key in fixed.keys:
            place = QCoreApplication.translate("Actions", fixed.place)
            does = QCoreApplication.translate("Actions", fixed.text)
            return _tr("{0} has a fixed meaning ({1}: {2}).").format(shown, place, does)
    return ""


def conflict_text(key: str, holder: Spec) -> str:
    """Who has a key already, as a sentence."""
    return _tr("{0} is a key of “{1}”.").format(key_text(key), plain_text(holder))


def _portable(key: str) -> str:
    sequence = QKeySequence(key, _PORTABLE)
    return sequence.toString(_PORTABLE) if sequence.count() == 1 else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeySettings", text)
