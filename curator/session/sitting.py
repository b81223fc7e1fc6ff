"""How far one has come with the stories to review, and how long the rest will take."""

from __future__ import annotations

import statistics
import time
from collections import deque
from collections.abc import Callable

PAUSE = 120.0
"""Seconds after which one was away, or in thought; they say nothing of one's pace."""

_LATEST = 20
_LEAST = 3
"""Intervals that it takes to tell a pace at all."""


class Sitting:
    """The decisions since the folder was opened, and their pace."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: float | None = None
        self._intervals: deque[float] = deque(maxlen=_LATEST)
        self.done = 0
        """How many stories were reviewed that were to be."""
        self.seconds = 0.0
        """How long that took, without pauses."""

    def note(self, count: int) -> None:
        """So many stories were reviewed in one go."""
        now = self._clock()
        if self._last is not None and now - self._last < PAUSE:
            self.seconds += now - self._last
            if count == 1:
                # Holding thirty at once says nothing of how long one story takes.
                self._intervals.append(now - self._last)
        self._last = now
        self.done += count

    def take_back(self, count: int) -> None:
        """So many of them are to be reviewed again."""
        self.done = max(0, self.done - count)
        self._last = self._clock()

    def seconds_for(self, count: int) -> float | None:
        """How long so many more will take; None as long as nobody can tell.

        It is told by the middle one of the latest intervals, which one long look does not move.
        """
        if len(self._intervals) < _LEAST:
            return None
        return statistics.median(self._intervals) * count
