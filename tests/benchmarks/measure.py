"""Timing, and the form in which figures are written down."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One result: a value, what it is held against, and whether the goal is met.

    `ratio` is the value to that of `against`; `goal` bounds it from above, and is None where
    there is no goal.
    """

    area: str
    name: str
    n: int
    value: float
    unit: str
    against: str
    ratio: float | None
    goal: float | None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.goal is None or self.ratio is None:
            return None
        return self.ratio <= self.goal

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {**asdict(self), "met": self.met}


def paired_medians(
    first: Callable[[], object], second: Callable[[], object], runs: int = 5
) -> tuple[float, float]:
    """The medians of two pieces of work done in turn, so that a drifting machine hits both."""
    first()
    second()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for number, work in enumerate((first, second)):
            start = time.perf_counter()
            work()
            times[number].append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])
