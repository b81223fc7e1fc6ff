"""How long an edit takes, curator's proof included, beside what the rivals take for theirs.

It is the processor's time that counts: nothing here waits, so what else the machine is doing is
kept out of it as far as can be.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from tests.benchmarks.corpora import MAIN, Article
from tests.benchmarks.engines import Engine
from tests.benchmarks.measure import Figure
from tests.benchmarks.operations import Change, tasks
from tests.benchmarks.reading import Reading, Unjudged

GOAL = 0.2
"""curator's time to that of ruamel's round trip, on the main corpus."""

ROUNDS = 60
OPERATION = "toggle published"


def figures(articles: list[Article], engines: list[Engine]) -> Iterator[Figure]:
    """From the bytes of a file to its new bytes: one file of median size, then all of them."""
    by_size = sorted(articles, key=lambda article: len(article.data))
    work = [(article, change) for article in by_size if (change := _change(article)) is not None]
    median = next(each for each in work[len(work) // 2 :] if _all_seconds(*each, engines))
    rounds = [_seconds(*median, engines) for _ in range(ROUNDS + 1)][1:]
    times = [statistics.median(each[n] for each in rounds) for n in range(len(engines))]
    goal = GOAL if articles[0].corpus == MAIN else None
    yield from _figures("median file", ROUNDS, times, engines, goal)
    each_file = [seconds for each in work if (seconds := _all_seconds(*each, engines))]
    means = [statistics.mean(seconds[n] for seconds in each_file) for n in range(len(engines))]
    yield from _figures("all files", len(each_file), means, engines, goal)


def _change(article: Article) -> Change | None:
    """The edit, where there is something to edit."""
    try:
        reading = Reading(article.data)
    except Unjudged:
        return None
    wanted = [task for task in tasks(article.name, reading) if task.operation == OPERATION]
    return wanted[0].change if wanted else None


def _all_seconds(article: Article, change: Change, engines: list[Engine]) -> list[float]:
    """The times for a file; none where one of the engines cannot do it."""
    try:
        return _seconds(article, change, engines)
    except Exception:
        return []


def _seconds(article: Article, change: Change, engines: list[Engine]) -> list[float]:
    """What each engine takes for one file, one right behind the other."""
    seconds: list[float] = []
    for engine in engines:
        start = time.process_time()
        engine.edit(article.data, change)
        seconds.append(time.process_time() - start)
    return seconds


def _figures(
    what: str, n: int, times: list[float], engines: list[Engine], goal: float | None
) -> Iterator[Figure]:
    ours = times[0] * 1000
    for engine, seconds in zip(engines[1:], times[1:], strict=True):
        theirs = seconds * 1000
        against = f"{engine.title}: {theirs:.2f} ms"
        bound = goal if engine.name == "ruamel.yaml" else None
        name = f"{OPERATION}, {what}"
        yield Figure("speed", name, n, ours, "ms/file", against, ours / theirs, bound)
