"""What a save costs beside the least that puts the same bytes safely on the same disk."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from curator.content.saving import store
from curator.frontmatter import Document, Set, apply
from tests.benchmarks.measure import Figure

GOAL = 1.3
ROUNDS = 400
WARM_UP = 10


def figures(folder: Path, data: bytes) -> Iterator[Figure]:
    """Saves of one article in turn with bare writes of the same bytes, all in `folder`.

    Goals are for like and like: a save that syncs its folder beside a bare write that does, and
    one of a batch, whose folder is synced once at its end, beside a bare write that does not.
    """
    path = folder / "article.md"
    path.write_bytes(data)
    stored = [store.load(path)]
    versions = [apply(stored[0].document, Set(("published",), flag)) for flag in (True, False)]
    bare = folder / "bare.md"

    def save(document: Document) -> None:
        stored[0] = store.save(stored[0], document)

    def save_of_batch(document: Document) -> None:
        stored[0] = store.save(stored[0], document, set())

    def write(document: Document) -> None:
        replace(bare, document.to_bytes())

    def write_and_sync(document: Document) -> None:
        replace(bare, document.to_bytes())
        _sync(folder)

    ways = (save, save_of_batch, write, write_and_sync)
    times: list[list[float]] = [[] for _ in ways]
    for number in range(WARM_UP + ROUNDS):
        for place in range(len(ways)):
            # Another one goes first each time: what one leaves for the disk to do hits all alike.
            turn = (place + number) % len(ways)
            times[turn].append(_seconds(ways[turn], versions[(number + place) % 2]))
    one, of_batch, plain, synced = (statistics.median(each[WARM_UP:]) * 1000 for each in times)
    bare_synced, bare_plain = "write, fsync, replace, folder fsync", "write, fsync, replace"
    yield _figure("save one article", one, bare_synced, synced, GOAL)
    yield _figure("save one article", one, bare_plain, plain, None)
    yield _figure("save one article of a batch", of_batch, bare_plain, plain, GOAL)


def _figure(name: str, ours: float, against: str, floor: float, goal: float | None) -> Figure:
    against = f"bare {against}: {floor:.2f} ms"
    return Figure("save", name, ROUNDS, ours, "ms", against, ours / floor, goal)


def _seconds(way: Callable[[Document], None], document: Document) -> float:
    start = time.perf_counter()
    way(document)
    return time.perf_counter() - start


def replace(path: Path, data: bytes) -> None:
    """The bare atomic write of a file."""
    temporary = path.with_name(".bare.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
