"""What the command palette offers: actions, views, saved searches, topics and providers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtGui import QKeySequence

from curator.session.session import Session
from curator.session.views import COLLECTION, PROVIDER, SEARCH, TOPIC, View
from curator.ui.actions import Actions, menu_text, specs
from curator.ui.fuzzy import Names
from curator.ui.sidebar import Sidebar
from curator.ui.sidebar_model import COUNT, VIEW

RECENT = "palette_recent"
"""The setting that holds what was used last."""

MOST_SHOWN = 60
"""So many entries are offered at once, however many match."""

_MOST_RECENT = 12
_RECENT_BONUS = 60.0
_ACTION_BONUS = 20.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette: an action, or a view to choose."""

    key: str
    """By this it is known again after a restart."""
    text: str
    place: str
    """The menu, or what kind of view it is."""
    action: str = ""
    view: View | None = None
    keys: str = ""
    count: int = 0
    enabled: bool = True
    letters: tuple[int, ...] = ()
    """The places of the letters that were typed."""

    def spoken(self) -> str:
        """All of it as a screen reader says it."""
        parts = [self.text, self.place, self.keys]
        if self.view is not None:
            one = self.count == 1
            parts.append(_tr("1 article") if one else _tr("{0} articles").format(self.count))
        if not self.enabled:
            parts.append(_tr("not possible now"))
        return ", ".join(part for part in parts if part)


class _Group:
    """Names of one kind, prepared anew only when they have changed, and their entries."""

    def __init__(self, bonus: float = 0.0) -> None:
        self.bonus = bonus
        self.names = Names(())
        self._texts: list[str] = []
        self._entry: Callable[[int], Entry] | None = None

    def fill(self, texts: list[str], entry: Callable[[int], Entry]) -> None:
        """Take other names; `entry` makes the entry of one from its place."""
        if texts != self._texts:
            self._texts = texts
            self.names = Names(texts)
        self._entry = entry

    def __getitem__(self, place: int) -> Entry:
        assert self._entry is not None
        return self._entry(place)

    def first(self, count: int) -> list[Entry]:
        """The entries at the beginning."""
        return [self[place] for place in range(min(count, len(self._texts)))]


class PaletteEntries:
    """Finds entries; `look` takes in what there is at present."""

    def __init__(
        self, settings: QSettings, actions: Actions, sidebar: Sidebar, session: Session
    ) -> None:
        self._settings = settings
        self._actions = actions
        self._sidebar = sidebar
        self._session = session
        self._doing = _Group(_ACTION_BONUS)
        self._views = _Group()
        self._topics = _Group()
        self._providers = _Group()
        self._version = -1
        self._recent: list[str] = []
        self._now: list[Entry] = []
        self._there: list[Entry] = []

    def look(self) -> None:
        """Take in which actions are possible, and which views there are."""
        self._recent = self._read_recent()
        self._now = [self._action(spec.name, menu_text(spec)) for spec in specs()]
        self._doing.fill([entry.text for entry in self._now], self._now.__getitem__)
        self._there = self._sidebar_views()
        self._views.fill([entry.text for entry in self._there], self._there.__getitem__)

    def look_at_names(self) -> None:
        """Take in topics and providers, which can be many; quick where none has changed."""
        counts = self._session.view_counts
        if counts.version != self._version:
            self._version = counts.version
            topics, providers = counts.topics, counts.providers
            self._topics.fill(topics, lambda place: self._named(TOPIC, topics[place]))
            self._providers.fill(providers, lambda place: self._named(PROVIDER, providers[place]))

    def find(self, typed: str) -> list[Entry]:
        """The entries that match, the likeliest first; what was used last where nothing is typed.

        `>` at the beginning asks for actions, `#` for topics, `@` for providers only.
        """
        kinds = {">": [self._doing], "#": [self._topics], "@": [self._providers]}
        narrowed = kinds.get(typed[:1])
        groups = narrowed or [self._doing, self._views, self._topics, self._providers]
        words = (typed[1:] if narrowed else typed).strip()
        if not words and not narrowed:
            return self._unasked()
        self.look_at_names()
        if not words:
            return groups[0].first(MOST_SHOWN)
        rank = {key: _RECENT_BONUS - place for place, key in enumerate(self._recent)}
        found: list[tuple[float, int, Entry]] = []
        for group in groups:
            for match in group.names.find(words)[:MOST_SHOWN]:
                entry = group[match.place]
                score = match.score + group.bonus + rank.get(entry.key, 0.0)
                score -= 0 if entry.enabled else 2 * _ACTION_BONUS
                found.append((-score, len(found), replace(entry, letters=match.letters)))
        found.sort(key=lambda one: one[:2])
        return [entry for _, _, entry in found[:MOST_SHOWN]]

    def note_use(self, entry: Entry) -> None:
        """Offer an entry among the first from now on."""
        recent = [entry.key, *(key for key in self._read_recent() if key != entry.key)]
        self._settings.setValue(RECENT, json.dumps(recent[:_MOST_RECENT]))

    def _unasked(self) -> list[Entry]:
        there = {entry.key: entry for entry in (*self._there, *self._now)}
        recent = [there.get(key) or self._remembered(key) for key in self._recent]
        others = [entry for key, entry in there.items() if key not in self._recent]
        return [*(entry for entry in recent if entry is not None), *others]

    def _remembered(self, key: str) -> Entry | None:
        """The topic or provider of a key, where it has articles."""
        for name in (TOPIC, PROVIDER):
            value = key.removeprefix(f"view:{name}:")
            if value != key and self._session.view_counts[View(name, value)]:
                return self._named(name, value)
        return None

    def _action(self, name: str, menu: str) -> Entry:
        action = self._actions[name]
        ticked = action.isCheckable() and action.isChecked()
        return Entry(
            f"action:{name}",
            action.text().removesuffix("…"),
            _tr("{0}, chosen").format(menu) if ticked else menu,
            name,
            keys=action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            enabled=action.isEnabled(),
        )

    def _sidebar_views(self) -> list[Entry]:
        model = self._sidebar.model()
        kinds = {COLLECTION: _tr("Collection"), SEARCH: _tr("Saved search")}
        entries: list[Entry] = []
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            view = index.data(VIEW)
            if isinstance(view, View) and view.name not in (TOPIC, PROVIDER):
                key = f"view:{view.name}:{view.value}"
                text, count = str(index.data()), int(index.data(COUNT) or 0)
                kind = kinds.get(view.name, _tr("View"))
                entries.append(Entry(key, text, kind, view=view, count=count))
        return entries

    def _named(self, name: str, value: str) -> Entry:
        view = View(name, value)
        kind = _tr("Topic") if name == TOPIC else _tr("Provider")
        count = self._session.view_counts[view]
        return Entry(f"view:{name}:{value}", value, kind, view=view, count=count)

    def _read_recent(self) -> list[str]:
        try:
            known = json.loads(str(self._settings.value(RECENT, "[]")))
        except (ValueError, RecursionError):
            return []
        keys = cast("list[object]", known) if isinstance(known, list) else []
        return [key for key in keys if isinstance(key, str)][:_MOST_RECENT]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Palette", text)
