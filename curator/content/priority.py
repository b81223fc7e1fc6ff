"""How much of the processor a process beside the window takes where the cores are few."""

from __future__ import annotations

import contextlib
import os


def stand_back(steps: int) -> None:
    """Let whatever the window does come first; twenty steps are the most, and last."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(steps)
