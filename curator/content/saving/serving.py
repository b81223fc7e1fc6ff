"""The process that writes articles when many are saved, beside the window that shows them.

In the window's own process each step of a save would wait for the interpreter again.  What cannot
be written here is left to the window, which then meets the reason itself.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from curator.content.saving.errors import NotDurable, SaveError
from curator.content.saving.replace import Stamp
from curator.content.saving.store import Order, carry_out
from curator.content.saving.syncing import sync_folders

_AT_ONCE = 4
"""So many are written at the same time: each waits for the disk and for its folder's turn."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of orders: a stamp for each that was carried out, None for the others.

    `uncertain` has, by their numbers, those whose file is not as it was but not for certain as it
    should be, with the reason.  With `problem`, in words, the disk would not confirm new names.
    """

    stamps: Sequence[Stamp | None]
    problem: str = ""
    uncertain: Mapping[int, str] = field(default_factory=dict[int, str])


def serve(pipe: Connection) -> None:
    """Say that it is there, then carry out each list of orders.

    Ends when the other side of the pipe is closed, as it is when the window's process dies, and
    then carries out no more.
    """
    # The window is told of the keyboard as well; and nobody is to end it in the middle of a save.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError), ThreadPoolExecutor(_AT_ONCE) as pool:
        pipe.send(None)
        while True:
            orders: list[Order] = pipe.recv()
            pipe.send(carry_out_all(orders, pipe, pool))


def carry_out_all(orders: list[Order], pipe: Connection, pool: Executor) -> Written:
    """Carry out orders, as long as somebody is at the other end."""
    later: set[str] = set()
    stamps: list[Stamp | None] = [None] * len(orders)
    uncertain: dict[int, str] = {}
    by_file: dict[str, list[int]] = {}
    for number, order in enumerate(orders):
        by_file.setdefault(os.path.realpath(order.path), []).append(number)

    def carry_out_of_one_file(numbers: list[int]) -> None:
        # Links to one file may come together: at the same time each would undo the other's.
        for number in numbers:
            # Nothing is sent while an answer is awaited: once it is closed, there is something.
            if pipe.poll():
                return
            try:
                stamps[number] = carry_out(orders[number], later)
            except NotDurable as error:
                uncertain[number] = error.message
            except (SaveError, OSError):
                pass

    list(pool.map(carry_out_of_one_file, by_file.values()))
    problem = ""
    try:
        sync_folders(later)
    except SaveError as error:
        problem = error.message
    return Written(stamps, problem, uncertain)
