"""What a folder of 1,000, of 10,000 and of 100,000 articles feels like; `docs/speed.md` tells it.

Goals are for 100,000 articles; a run without `--full` holds them against its 10,000.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import saving
from tests.benchmarks.corpora import REPOSITORY
from tests.benchmarks.generator import article, generate
from tests.benchmarks.measure import Figure
from tests.benchmarks.scale_reading import GRAY_MATTER

SIZES = (1_000, 10_000)
FULL_SIZE = 100_000
RUNS = 3
STARTS = 5

FIRST_INDEX = "first index"
UP_TO_DATE = "up to date at a start"
RESCAN = "up to date later on"
FIRST_ROWS = "first rows, beyond an empty window"
GAP = "longest gap, first index"
GAP_OUTSIDE = "longest gap, changes outside"
LETTER = "a letter of a search, p95"
EACH_KEY = "a letter of a search, key "
SORT = "sort by the slowest column"
EACH_COLUMN = "sort by column "
DECIDE = "from deciding to the next painted, p95"
HOLD = "hold many at once"
MEMORY = "memory beyond an empty folder"

FRAME = 16.0
LONGEST_GAP = 50.0
_TIME_LIMIT = 1800


def figures(work: Path, full: bool) -> Iterator[Figure]:
    """All figures, by size of the folder."""
    sizes = (*SIZES, FULL_SIZE) if full else SIZES
    for size in sizes:
        place = work / f"scale-{size}"
        (place / "empty").mkdir(parents=True)
        generate(place / "folder", size)
        print(f"{size:,} articles; load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
        yield from _Size(place, size, size == sizes[-1]).figures()
        shutil.rmtree(place)


class _Size:
    """The measurements of one folder, of which each is a process of its own."""

    def __init__(self, place: Path, size: int, last: bool) -> None:
        self._place = place
        self._folder = place / "folder"
        self._size = size
        self._last = last

    def figures(self) -> Iterator[Figure]:
        yield from self._reading()
        yield from self._opening()
        yield from self._using()
        yield from self._outside()
        yield from self._saving()

    # -- the measurements

    def _reading(self) -> Iterator[Figure]:
        work = self._place / "reading"
        work.mkdir()
        arguments = [str(self._folder), str(work), str(RUNS)]
        result = self._run("scale_reading", arguments)
        times = {name: statistics.median(each) for name, each in result["times"].items()}
        of = f"{result['sample']:,} of the files" if result["sample"] < self._size else "the files"
        for name, title, goal in (
            ("python-frontmatter", f"python-frontmatter's load of {of}", 1 / 3),
            ("gray-matter", f"gray-matter {GRAY_MATTER}'s parse of {of}", 1.0),
            ("hugo", f"hugo list all of {of}", 1 / 2),
            ("floor", "reading the files", None),
        ):
            if name in times:
                ratio = times["first"] / times[name]
                against = f"{title}: {1 / times[name]:,.0f} files/s"
                yield self._figure(FIRST_INDEX, 1 / times["first"], "files/s", against, ratio, goal)
        walk = times["walk"]
        for name, key in ((UP_TO_DATE, "warm"), (RESCAN, "rescan")):
            against = f"scandir and stat: {walk * self._size * 1000:,.1f} ms"
            value = times[key] * self._size * 1000
            yield self._figure(name, value, "ms", against, times[key] / walk, 2.0)

    def _opening(self) -> Iterator[Figure]:
        first: list[Any] = []
        warm: list[Any] = []
        empty: list[Any] = []
        for _ in range(RUNS):
            shutil.rmtree(self._place / "cache", ignore_errors=True)
            first.append(self._window("read", self._folder))
            warm.append(self._window("read", self._folder))
            empty.append(self._window("read", self._place / "empty"))
        yield from self._gaps("first index", first, "")
        yield from self._gaps("start", warm, "", goals=False)
        ready = _median(first, "ready")
        yield self._figure("from opening to all rows, at first", ready, "s", "", None, None)
        ready = _median(warm, "ready")
        yield self._figure("from opening to all rows, later on", ready, "s", "", None, None)
        starts: list[tuple[float, float]] = []
        for _ in range(STARTS):
            with_rows, without = (
                self._window("start", each)["seconds"] * 1000
                for each in (self._folder, self._place / "empty")
            )
            starts.append((with_rows, without))
        with_rows, without = (statistics.median(each) for each in zip(*starts, strict=True))
        value = with_rows - without
        against = f"300 ms; an empty window takes {without:,.0f} ms"
        yield self._figure(FIRST_ROWS, value, "ms", against, value / 300, 1.0)
        if all(each["memory"] for each in (*first, *warm, *empty)):
            least = _median(empty, "memory")
            for when, runs in (("", warm), (", at first", first)):
                more = _median(runs, "memory") - least
                each = more / self._size
                against = f"1,500 bytes an article: it is {each:,.0f}"
                name = f"{MEMORY}{when}"
                yield self._figure(name, more / 1e6, "MB", against, each / 1500, 1.0)

    def _using(self) -> Iterator[Figure]:
        result = self._window("use", self._folder)
        typed = {name: _p95(times) for name, times in result["typed"].items()}
        yield self._answer(LETTER, typed.pop("words"), FRAME)
        full, busy = _p95(result["full"])
        against = f"{busy:,.1f} ms of the processor"
        name = "from a letter to a window full, p95"
        yield self._figure(name, full, "ms", against, None, None)
        slowest = max(typed, key=lambda name: typed[name][0])
        yield self._answer(
            "a letter of a search, slowest key", typed[slowest], FRAME, f"{slowest}, "
        )
        if self._last:
            for name, times in typed.items():
                yield self._answer(EACH_KEY + name, times, FRAME)
        yield self._answer("a letter erased, p95", _p95(result["erased"]), FRAME)
        by_column = {name: _middle(times) for name, times in result["sorted"].items()}
        slowest = max(by_column, key=lambda name: by_column[name][0])
        yield self._answer(SORT, by_column[slowest], 100.0, f"{slowest}, ")
        if self._last:
            for name, times in by_column.items():
                yield self._answer(EACH_COLUMN + name, times, 100.0)
        yield self._answer(DECIDE, _p95(result["decided"]), FRAME)
        shown, busy = _p95(result["shown"])
        against = f"{busy:,.1f} ms of the processor"
        yield self._figure("from deciding to the form shown, p95", shown, "ms", against, None, None)

    def _outside(self) -> Iterator[Figure]:
        result = self._window("outside", self._folder)
        what = f"{result['changed']:,} articles written anew; "
        yield from self._gaps("changes outside", [result], what)
        shown = result["seconds"]
        name = "from the last change to all shown"
        yield self._figure(name, shown, "s", what.rstrip("; "), None, None)

    def _saving(self) -> Iterator[Figure]:
        holds = [self._window("hold", self._folder) for _ in range(RUNS)]
        seconds, bare = _median(holds, "seconds"), _median(holds, "bare")
        held = holds[0]["held"]
        against = f"{held:,} bare atomic writes: {bare:,.2f} s"
        yield self._figure(HOLD, seconds, "s", against, seconds / bare, 2.0)
        yield from self._gaps(HOLD, holds, f"{held:,} articles; ", goals=False)
        result = self._window("toggle", self._folder)
        one, bare = (statistics.median(result[key]) * 1000 for key in ("one", "bare"))
        against = f"bare atomic write: {bare:,.2f} ms"
        name = "from the key to saved, one article"
        yield self._figure(name, one, "ms", against, one / bare, None)
        if self._last:
            place = self._place / "one"
            place.mkdir()
            for each in saving.figures(place, article(1)[1]):
                yield Figure(
                    "scale", each.name, each.n, each.value, each.unit,
                    each.against, each.ratio, each.goal,
                )  # fmt: skip

    # -- figures

    def _figure(
        self,
        name: str,
        value: float,
        unit: str,
        against: str,
        ratio: float | None,
        goal: float | None,
    ) -> Figure:
        # What takes as long in a small folder as in a large one would be a goal missed there.
        goal = goal if self._last else None
        return Figure("scale", name, self._size, value, unit, against, ratio, goal)

    def _answer(
        self, name: str, times: tuple[float, float], bound: float, detail: str = ""
    ) -> Figure:
        value, busy = times
        against = f"{bound:.0f} ms; {detail}{busy:,.1f} ms of the processor"
        return self._figure(name, value, "ms", against, value / bound, 1.0)

    def _gaps(
        self, name: str, runs: Sequence[Any], detail: str, *, goals: bool = True
    ) -> Iterator[Figure]:
        """The medians over the runs; the worst is told beside them."""
        for word, key, bound in (
            ("longest gap", "longest", LONGEST_GAP),
            ("gap p99", "p99", FRAME),
        ):
            value = _median(runs, key)
            worst = max(run[key] for run in runs)
            told = f"; the worst of {len(runs)}: {worst:,.0f} ms" if len(runs) > 1 else ""
            against = f"{detail}{bound:.0f} ms{told}"
            goal = 1.0 if goals else None
            yield self._figure(f"{word}, {name}", value, "ms", against, value / bound, goal)

    # -- processes

    def _window(self, what: str, folder: Path) -> Any:
        return self._run("scale_window", [what, str(folder)])

    def _run(self, module: str, arguments: list[str]) -> Any:
        """What a fresh process prints; with all it has begun it is ended when its time is over."""
        # Named so, the processes that it begins itself do not import what it is made of.
        program = f"import sys; from tests.benchmarks.{module} import main; main(sys.argv[1:])"
        homes = {
            f"XDG_{name}_HOME": str(self._place / name.lower())
            for name in ("CONFIG", "DATA", "CACHE", "STATE")
        }
        with subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            cwd=REPOSITORY,
            env={**os.environ, **homes},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                output, _ = process.communicate(timeout=_TIME_LIMIT)
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)
                raise
        if process.returncode:
            raise RuntimeError(f"{module} {' '.join(arguments)} failed")
        return json.loads(output.splitlines()[-1])


def _median(runs: Sequence[Any], key: str) -> float:
    return statistics.median(run[key] for run in runs)


def _p95(times: list[tuple[float, float]]) -> tuple[float, float]:
    clock, busy = (statistics.quantiles(each, n=20)[-1] for each in zip(*times, strict=True))
    return clock, busy


def _middle(times: list[tuple[float, float]]) -> tuple[float, float]:
    clock, busy = (statistics.median(each) for each in zip(*times, strict=True))
    return clock, busy
