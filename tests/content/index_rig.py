"""What tests of the index need: a folder to change, and what a window would show of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.content.folder import candidates, read_row
from curator.content.index import entry
from curator.content.index.database import Index
from curator.content.index.packing import unpacked
from curator.content.index.updating import Batch, update
from curator.content.row import Row

STORY = "---\ntitle: {title}\npublishedDateTime: {date}\n---\nBody\n"


def put(folder: Path, *names: str, title: str = "A story", date: str = "2020-02-11") -> None:
    """Write articles."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STORY.format(title=title, date=date), encoding="utf-8")


def trust_new_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files that were written this very moment count as if they were some seconds old."""
    monkeypatch.setattr(entry, "_SETTLED", 0)


class Window:
    """The rows that a window would show, kept as it would keep them."""

    def __init__(self, folder: Path, index: Index | None) -> None:
        self.folder = folder
        self.index = index
        self.rows: dict[str, Row] = {}
        self.batches: list[Batch] = []
        self.since: int | None = None

    def warm_start(self) -> None:
        """Show what the index has."""
        assert self.index is not None
        self.since = self.index.generation()
        self.rows = {row.path: row for chunk in self.index.packs() for row in map(unpacked, chunk)}

    def update(self, helpers: int = 0) -> list[str]:
        """Bring the rows up to date; returns the paths of those that came."""
        self.batches = []
        came: list[str] = []
        unsure: set[str] = set()
        for batch in update(self.folder, self.index, self.since, helpers=helpers):
            self.batches.append(batch)
            if batch.anew:
                unsure = set(self.rows)
            for path in batch.removed:
                self.rows.pop(path, None)
            for row in batch.rows:
                self.rows[row.path] = row
                unsure.discard(row.path)
                came.append(row.path)
        for path in unsure:
            self.rows.pop(path, None)
        return came

    @property
    def read(self) -> int:
        """How many files the last update has read."""
        return self.batches[-1].done

    def assert_right(self, right: dict[str, Row] | None = None) -> None:
        """The rows are those of the files, as the parser reads them, or those that are given."""
        right = truth(self.folder) if right is None else right
        assert set(self.rows) == set(right)
        assert all(repr(self.rows[path]) == repr(right[path]) for path in right)


def again(window: Window) -> Window:
    """The window after a restart."""
    assert window.index is not None
    window.index.close()
    other = Window(window.folder, Index(window.index.path))
    other.warm_start()
    return other


def truth(folder: Path) -> dict[str, Row]:
    """The rows of the files as they are now; names that are no text are left out."""
    named = (found for found in candidates(folder) if "\udce9" not in found.path)
    rows = (read_row(found) for found in named)
    return {row.path: row for row in rows if row is not None}
