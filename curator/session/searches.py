"""Searches that the editor keeps, by folder, and how many articles each finds."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Slot

from curator.content.query import never
from curator.content.row import Row
from curator.session.session import Session
from curator.session.views import understood


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search and the name that the editor gave it."""

    name: str
    text: str


class SavedSearches:
    """The searches kept for a folder, in one small file for all folders.

    The file is read again before every change, so that two windows lose nothing of each other.
    What in it cannot be understood counts as no search at all.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, folder: Path) -> list[SavedSearch]:
        """The searches of a folder, in the order in which they were kept."""
        found = self._read().get(str(folder))
        if not isinstance(found, list):
            return []
        searches: list[SavedSearch] = []
        for entry in cast(list[object], found):
            match entry:
                case {"name": str(name), "search": str(text)} if name.strip() and text.strip():
                    if all(text != known.text for known in searches):
                        searches.append(SavedSearch(name, text))
                case _:
                    pass
        return searches

    def keep(self, folder: Path, name: str, text: str) -> None:
        """Keep a search, or give one that is kept another name; OSError where that fails."""
        known = self.of(folder)
        search = SavedSearch(name, text)
        if any(other.text == text for other in known):
            self._write(folder, [search if other.text == text else other for other in known])
        else:
            self._write(folder, [*known, search])

    def forget(self, folder: Path, text: str) -> None:
        """Keep a search no longer; OSError where that fails."""
        self._write(folder, [other for other in self.of(folder) if other.text != text])

    def _read(self) -> dict[str, object]:
        try:
            content = json.loads(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return cast(dict[str, object], content) if isinstance(content, dict) else {}

    def _write(self, folder: Path, searches: list[SavedSearch]) -> None:
        content = self._read()
        content[str(folder)] = [{"name": s.name, "search": s.text} for s in searches]
        if not searches:
            del content[str(folder)]
        self._file.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        try:
            text = json.dumps(content, ensure_ascii=False, indent=1)
            temporary.write_text(text + "\n", encoding="utf-8", errors="surrogatepass")
            temporary.replace(self._file)
        finally:
            temporary.unlink(missing_ok=True)


class Changed(QObject):
    """Which articles `is:changed` finds: not saved yet, or written since the folder was opened."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._written: set[str] = set()
        session.folder_opened.connect(self._forget)
        session.saved.connect(self._note)

    def has(self, path: str) -> bool:
        """Whether the article at a path is one of them."""
        return path in self._written or self._session.is_unsaved(path)

    @Slot()
    def _forget(self) -> None:
        self._written.clear()

    @Slot(object)
    def _note(self, paths: set[str]) -> None:
        self._written |= paths


class SearchCounts:
    """How many articles each of some searches finds, kept up to date article by article."""

    def __init__(
        self, is_due: Callable[[str], bool] = never, is_twin: Callable[[str], bool] = never
    ) -> None:
        self._is_due = is_due
        self._is_twin = is_twin
        self._hits: dict[str, set[str]] = {}
        self._day = date.today()

    def __getitem__(self, text: str) -> int:
        return len(self._hits.get(text, ()))

    def __contains__(self, text: str) -> bool:
        return text in self._hits

    def clear(self) -> None:
        """Forget all searches."""
        self._hits.clear()

    def drop(self, text: str) -> None:
        """Count a search no longer."""
        self._hits.pop(text, None)

    def add(self, text: str, rows: Iterable[Row], is_changed: Callable[[str], bool]) -> None:
        """Count a search from now on, beginning with these rows."""
        self._hits[text] = self._found(text, list(rows), is_changed)

    def is_of_today(self) -> bool:
        """Whether the counts are of this day; else dates such as `-7d` want all counted anew."""
        return self._day == date.today()

    def count_anew(self, rows: Iterable[Row], is_changed: Callable[[str], bool]) -> None:
        """Count all searches again, on this day."""
        self._day = date.today()
        everything = list(rows)
        for text in self._hits:
            self._hits[text] = self._found(text, everything, is_changed)

    def remove(self, paths: set[str]) -> None:
        """Forget articles that are gone."""
        for hits in self._hits.values():
            hits -= paths

    def update(self, rows: Iterable[Row], is_changed: Callable[[str], bool]) -> None:
        """Take in rows, new ones or ones that take the place of earlier ones."""
        fresh = list(rows)
        paths = {row.path for row in fresh}
        for text, hits in self._hits.items():
            hits -= paths
            hits |= self._found(text, fresh, is_changed)

    def _found(self, text: str, rows: list[Row], is_changed: Callable[[str], bool]) -> set[str]:
        query = understood(text)
        if query is None:
            return set()
        told = (is_changed, self._day, self._is_due, self._is_twin)
        hits = query.filter(rows, range(len(rows)), *told)
        return {rows[place].path for place in hits}
