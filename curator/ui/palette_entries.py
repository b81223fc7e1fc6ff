"""What the command palette offers: actions, views, saved searches, topics and providers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
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
    """Entries of one kind with their names prepared, made anew only when they have changed."""

    def __init__(self, bonus: float = 0.0) -> None:
        self.bonus = bonus
        self.entries: Sequence[Entry] = ()
        self.names = Names(())

    def fill(self, entries: Sequence[Entry]) -> None:
        if [entry.text for entry in entries] != [entry.text for entry in self.entries]:
            self.names = Names(entry.text for entry in entries)
        self.entries = entries


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

    def look(self) -> None:
        """Take in which actions are possible, and which views there are."""
        self._recent = self._read_recent()
        self._doing.fill([self._action(spec.name, menu_text(spec)) for spec in specs()])
        self._views.fill(self._sidebar_views())

    def look_at_names(self) -> None:
        """Take in topics and providers, which can be many; quick where none has changed."""
        counts = self._session.view_counts
        if counts.version != self._version:
            self._version = counts.version
            self._topics.fill(self._named(TOPIC, _tr("Topic"), counts.topics))
            self._providers.fill(self._named(PROVIDER, _tr("Provider"), counts.providers))

    def find(self, typed: str) -> list[Entry]:
        """The entries that match, the likeliest first; what was used last where nothing is typed.

        `>` at the beginning asks for actions, `#` for topics, `@` for providers only.
        """
        self.look_at_names()
        kinds = {">": [self._doing], "#": [self._topics], "@": [self._providers]}
        narrowed = kinds.get(typed[:1])
        groups = narrowed or [self._doing, self._views, self._topics, self._providers]
        words = (typed[1:] if narrowed else typed).strip()
        if not words:
            return self._unasked(narrowed)
        rank = {key: _RECENT_BONUS - place for place, key in enumerate(self._recent)}
        found: list[tuple[float, int, Entry]] = []
        for group in groups:
            for match in group.names.find(words):
                entry = group.entries[match.place]
                score = match.score + group.bonus + rank.get(entry.key, 0.0)
                score -= 0 if entry.enabled else 2 * _ACTION_BONUS
                found.append((-score, len(found), replace(entry, letters=match.letters)))
        found.sort(key=lambda one: one[:2])
        return [self._counted(entry) for _, _, entry in found[:MOST_SHOWN]]

    def note_use(self, entry: Entry) -> None:
        """Offer an entry among the first from now on."""
        recent = [entry.key, *(key for key in self._read_recent() if key != entry.key)]
        self._settings.setValue(RECENT, json.dumps(recent[:_MOST_RECENT]))

    def _unasked(self, narrowed: list[_Group] | None) -> list[Entry]:
        if narrowed:
            return [self._counted(entry) for entry in narrowed[0].entries[:MOST_SHOWN]]
        groups = (self._doing, self._views, self._topics, self._providers)
        wanted = set(self._recent)
        there = {e.key: e for group in groups for e in group.entries if e.key in wanted}
        recent = [there[key] for key in self._recent if key in there]
        others = [e for e in (*self._views.entries, *self._doing.entries) if e.key not in there]
        return [self._counted(entry) for entry in (*recent, *others)]

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

    def _named(self, name: str, kind: str, values: Iterable[str]) -> list[Entry]:
        return [Entry(f"view:{name}:{v}", v, kind, view=View(name, v)) for v in values]

    def _counted(self, entry: Entry) -> Entry:
        if entry.view is None or entry.view.name not in (TOPIC, PROVIDER):
            return entry
        return replace(entry, count=self._session.view_counts[entry.view])

    def _read_recent(self) -> list[str]:
        try:
            known = json.loads(str(self._settings.value(RECENT, "[]")))
        except (ValueError, RecursionError):
            return []
        keys = cast("list[object]", known) if isinstance(known, list) else []
        return [key for key in keys if isinstance(key, str)][:_MOST_RECENT]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Palette", text)
