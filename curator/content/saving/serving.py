"""The process that writes articles when many are saved, beside the window that shows them.

In the window's own process each step of a save would wait for the interpreter again.  What cannot
be written here is left to the window, which then meets the reason itself.
"""

from __future__ import annotations

import contextlib
import signal
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection

from curator.content.asked import Asked
from curator.content.saving.batch import SYNCED_AT_ONCE, carry_out_all
from curator.content.saving.store import Order


def serve(pipe: Connection) -> None:
    """Say that it is there, then carry out each list of orders and answer what came of it.

    Lists may be sent ahead.  Ends when the other side of the pipe is closed, as it is when the
    window's process dies, and then carries out no more.
    """
    # The window is told of the keyboard as well; and nobody is to end it in the middle of a save.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    asked = Asked[list[Order]](pipe)
    with contextlib.suppress(OSError), ThreadPoolExecutor(SYNCED_AT_ONCE) as pool:
        pipe.send(None)
        for orders in asked:
            pipe.send(carry_out_all(orders, pool, asked.gone))
