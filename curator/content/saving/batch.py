"""Many saves at once, whose bytes go onto the disk together."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import chain
from threading import Event

from curator.content.saving.errors import NotDurable, SaveError
from curator.content.saving.replace import Replacement, Stamp
from curator.content.saving.store import Order
from curator.content.saving.syncing import sync_folders

SYNCED_AT_ONCE = 4
"""So many files go onto the disk at the same time, which takes many that come together as one.

Nothing else is done by several threads: they would only wait for each other's interpreter.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of orders: a stamp for each that was carried out, None for the others.

    `uncertain` has, by their numbers, those whose file is not as it was but not for certain as it
    should be, with the reason.  With `problem`, in words, the disk would not confirm new names.
    """

    stamps: Sequence[Stamp | None]
    problem: str = ""
    uncertain: Mapping[int, str] = field(default_factory=dict[int, str])


def carry_out_all(orders: Sequence[Order], pool: Executor, gone: Event) -> Written:
    """Carry out orders, each as `store.carry_out` does, until whoever wants them is `gone`.

    Of several for one file the first is carried out; the others find it changed.  None waits for
    other programs that write its file: that would keep the others waiting.
    """
    later: set[str] = set()
    stamps: list[Stamp | None] = [None] * len(orders)
    uncertain: dict[int, str] = {}
    begun: dict[int, Replacement] = {}
    with contextlib.ExitStack() as stack:
        for number, order in enumerate(orders):
            with contextlib.suppress(SaveError, OSError):
                replacement = Replacement.begin(order.path, order.data, order.replaces, order.stamp)
                begun[number] = stack.enter_context(contextlib.closing(replacement))
        for number in _synced(begun, pool):
            if gone.is_set():
                break
            try:
                stamps[number] = begun[number].finish(later, patience=0.0)
            except NotDurable as error:
                uncertain[number] = error.message
            except (SaveError, OSError):
                pass
            # Whoever waits to write the old file should not have to wait for all.
            begun[number].close()
    problem = ""
    try:
        sync_folders(later)
    except SaveError as error:
        problem = error.message
    return Written(stamps, problem, uncertain)


def _synced(begun: Mapping[int, Replacement], pool: Executor) -> list[int]:
    """Put all onto the disk; the numbers of those that are there, in order."""

    def sync(numbers: Sequence[int]) -> list[int]:
        done: list[int] = []
        for number in numbers:
            with contextlib.suppress(OSError):
                begun[number].sync()
                done.append(number)
        return done

    numbers = list(begun)
    shares = [numbers[first::SYNCED_AT_ONCE] for first in range(SYNCED_AT_ONCE)]
    return sorted(chain.from_iterable(pool.map(sync, shares)))
