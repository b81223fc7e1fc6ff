"""The process that keeps the index of a folder, beside the window that shows it."""

from __future__ import annotations

import contextlib
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from curator.content.index.database import Index
from curator.content.index.updating import look, update
from curator.content.priority import stand_back

Request = list[str] | None
"""Paths of articles whose files may have changed, or None: look at the whole folder."""


def serve(requests: Connection, answers: Connection, folder: str, file: str) -> None:
    """Answer each request with batches, and then with None, or words where it failed.

    Ends when the other side of either pipe is closed, as it is when the window's process dies.
    """
    # The window is told of the keyboard as well, and decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stand_back(5)
    place = Path(folder)
    index = Index(Path(file))
    since: int | None = None
    with contextlib.suppress(EOFError, OSError):
        while True:
            request: Request = requests.recv()
            whole = update(place, index, since) if request is None else look(place, index, request)
            reason: str | None = None
            try:
                for batch in whole:
                    answers.send(batch)
                if request is None:
                    since = index.known
            except (BrokenPipeError, ConnectionError):
                raise
            except Exception as error:
                reason = f"the folder could not be read to its end: {error}"
            finally:
                whole.close()
            answers.send(reason)
