"""How figures grow with the folder: as figures of their own, as a table and as a plot."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import qVersion

from tests.benchmarks import scale
from tests.benchmarks.measure import Figure

BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
PLOT = "speed.svg"
PAGE = "speed.md"

LINEAR = 1.1
"""Up to so much more than ten times as long for ten times the articles is the machine's mood."""
FLAT = 2.0
"""Up to so many times as long for ten times the articles is nearly flat."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the small plots; `goal` is the value to stay below, or above where more is better."""

    name: str
    title: str
    goal: float | None = None
    flat: bool = False


PANELS = (
    Panel(scale.FIRST_INDEX, "First index, files/s"),
    Panel(scale.UP_TO_DATE, "Unchanged folder, ms"),
    Panel(scale.FIRST_ROWS, "First rows, ms", 300, flat=True),
    Panel(scale.GAP, "Longest gap, ms", 50),
    Panel(scale.LETTER, "A letter of a search, ms", 16, flat=True),
    Panel(scale.SORT, "Slowest sort, ms", 100),
    Panel(scale.GAP_OUTSIDE, "Longest gap, outside, ms", 50),
    Panel(scale.MEMORY, "Memory, MB"),
)


def figures(measured: list[Figure]) -> Iterator[Figure]:
    """How many times as long each takes with ten times the articles."""
    for panel in PANELS:
        points = list(_points(measured, panel.name))
        for before, after in pairwise(points):
            if before.value <= 0 or after.value <= 0:
                continue
            times = after.value / before.value
            steps = after.n / before.n
            if after.unit.endswith("/s"):
                times = steps / times
            bound = FLAT if panel.flat else steps * LINEAR
            against = f"{before.n:,} articles; {'nearly flat' if panel.flat else 'linear'}"
            yield Figure("growth", panel.name, after.n, times, "x", against, times / bound, 1.0)


def write(measured: list[Figure], docs: Path) -> None:
    """Draw the plot, and put the table of this run into the page that shows it."""
    ours = [figure for figure in measured if figure.area in ("scale", "growth")]
    (docs / PLOT).write_text(_plot(ours), encoding="utf-8")
    page = docs / PAGE
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(before + BEGIN + _measured(ours) + END + after, encoding="utf-8")


# --- the table --------------------------------------------------------------------------------


def _measured(measured: list[Figure]) -> str:
    ours = [figure for figure in measured if figure.area == "scale"]
    sizes = sorted({figure.n for figure in ours if figure.n in (*scale.SIZES, scale.FULL_SIZE)})
    lines = [
        f"Measured on {date.today():%d %B %Y} with {machine()}.",
        "",
        "| what | " + " | ".join(f"{size:,}" for size in sizes) + " | beside, at the largest | |",
        "|---|" + "---:|" * len(sizes) + "---|---|",
    ]
    by_key: dict[tuple[str, str], dict[int, Figure]] = {}
    for figure in ours:
        # Against each rival, and each floor of a save, there is one figure of the same name.
        several = figure.unit == "files/s" or figure.n not in sizes
        rival = figure.against.partition(":")[0] if several else ""
        by_key.setdefault((figure.name, rival.partition(" of ")[0]), {})[figure.n] = figure
    for (name, _), by_size in by_key.items():
        if name.startswith((scale.EACH_KEY, scale.EACH_COLUMN)):
            continue
        last = by_size[max(by_size)]
        cells = [_cell(by_size[size]) if size in by_size else "" for size in sizes]
        if not any(cells):
            cells[-1] = _cell(last)
        met = {None: "", True: "met", False: "**missed**"}[last.met]
        lines.append(f"| {name} | {' | '.join(cells)} | {last.against} | {met} |")
    lines += ["", "| ten times the articles take | " + " | ".join(_steps(sizes)) + " | |"]
    lines.append("|---|" + "---:|" * len(_steps(sizes)) + "---|")
    for panel in PANELS:
        grown = [f for f in measured if f.area == "growth" and f.name == panel.name]
        found = {figure.n: figure for figure in grown}
        cells = [f"{found[size].value:.2g} x" if size in found else "" for size in sizes[1:]]
        wish = "nearly flat" if panel.flat else "no worse than linear"
        lines.append(f"| {panel.name} | {' | '.join(cells)} | {wish} |")
    for what, prefix in (
        ("A letter of a search by its key, p95", scale.EACH_KEY),
        ("Sorting by column, median", scale.EACH_COLUMN),
    ):
        each = [figure for figure in ours if figure.name.startswith(prefix)]
        words = ", ".join(f"`{f.name.removeprefix(prefix)}` {f.value:.0f}" for f in each)
        if each:
            lines += ["", f"{what}, ms at {sizes[-1]:,}: {words}."]
    return "\n".join(lines) + "\n"


def _cell(figure: Figure) -> str:
    digits = 0 if abs(figure.value) >= 100 else 1 if abs(figure.value) >= 10 else 2
    return f"{figure.value:,.{digits}f} {figure.unit}"


def _steps(sizes: list[int]) -> list[str]:
    return [f"to {size:,}" for size in sizes[1:]]


def machine() -> str:
    """What this computer is, and how busy, in a phrase."""
    processor = platform.processor() or platform.machine()
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        names = [line for line in cpu.read_text().splitlines() if line.startswith("model name")]
        processor = names[0].partition(":")[2].strip() if names else processor
    memory = ""
    if hasattr(os, "sysconf"):
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        memory = f", {size / 2**30:.0f} GB"
    cores = os.cpu_count() or 1
    load = f", load {busy:.1f}" if (busy := _load()) else ""
    # The bench itself keeps a process more than there are cores busy.
    if busy > cores + 1:
        load += ": busy with other things as well, so that times by the clock are too long"
    return (
        f"{cores} cores of {processor}{memory}, {platform.system()}, "
        f"Python {platform.python_version()}, Qt {qVersion()}{load}"
    )


def _load() -> float:
    return os.getloadavg()[2] if hasattr(os, "getloadavg") else 0.0


# --- the plot ---------------------------------------------------------------------------------

_STYLE = """
text { font: 11px system-ui, "Segoe UI", Inter, Helvetica, Arial, sans-serif; fill: #6d6c67 }
.ground { fill: #fbfbfa } .title { fill: #1d1d1b; font-weight: 600 } .value { fill: #1d1d1b }
.axis { stroke: #e2e2de } .line { stroke: #2457c5; stroke-width: 2; fill: none }
.dot { fill: #2457c5; stroke: #fbfbfa; stroke-width: 1.5 }
.goal { stroke: #9a6a00; stroke-dasharray: 3 3 } .wish { fill: #9a6a00 }
@media (prefers-color-scheme: dark) {
text { fill: #9c9c98 } .ground { fill: #1e1f21 } .title, .value { fill: #e9e9e7 }
.axis { stroke: #383a3e } .line { stroke: #7fa8ff } .dot { fill: #7fa8ff; stroke: #1e1f21 }
.goal { stroke: #d6a53a } .wish { fill: #d6a53a }
}
"""
_ACROSS = 4
_WIDTH, _HEIGHT = 212, 158
_LEFT, _RIGHT, _TOP, _BOTTOM = 26, 30, 46, 28


def _plot(measured: list[Figure]) -> str:
    """Small plots: articles to the right, the figure upwards, both by powers of ten."""
    rows = math.ceil(len(PANELS) / _ACROSS)
    width, height = _ACROSS * _WIDTH, rows * _HEIGHT + 8
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" role="img"',
        f'  viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        "<title>How the figures grow from 1,000 to 100,000 articles</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{width}" height="{height}" rx="6"/>',
    ]
    for number, panel in enumerate(PANELS):
        down, along = divmod(number, _ACROSS)
        parts.append(f'<g transform="translate({along * _WIDTH} {down * _HEIGHT})">')
        parts.extend(_drawn(panel, [p for p in _points(measured, panel.name) if p.value > 0]))
        parts.append("</g>")
    return "\n".join([*parts, "</svg>"]) + "\n"


def _drawn(panel: Panel, points: list[Figure]) -> Iterator[str]:
    yield f'<text class="title" x="{_LEFT - 10}" y="22">{escape(panel.title)}</text>'
    if not points:
        return
    values = [point.value for point in points] + ([panel.goal] if panel.goal else [])
    # Never less than two powers of ten, so that a small difference looks small.
    low, high = math.log10(min(values)), math.log10(max(values))
    spare = max(0.0, 2.0 - (high - low)) / 2
    low, high = low - spare, high + spare

    def x(n: int) -> float:
        first = math.log10(scale.SIZES[0])
        part = (math.log10(n) - first) / (math.log10(scale.FULL_SIZE) - first)
        return _LEFT + part * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        part = (math.log10(value) - low) / (high - low)
        return _HEIGHT - _BOTTOM - part * (_HEIGHT - _TOP - _BOTTOM)

    base = _HEIGHT - _BOTTOM + 8
    yield f'<path class="axis" d="M{_LEFT - 10} {base}H{_WIDTH - _RIGHT + 10}"/>'
    for size in (*scale.SIZES, scale.FULL_SIZE):
        yield _text(x(size), base + 14, f"{size:,}")
    if panel.goal:
        at = y(panel.goal)
        yield f'<path class="goal" d="M{_LEFT - 10} {at:.1f}H{_WIDTH - _RIGHT + 10}"/>'
        yield _text(_WIDTH - _RIGHT + 18, at + 4, f"{panel.goal:g}", "wish")
    line = " ".join(f"{x(point.n):.1f},{y(point.value):.1f}" for point in points)
    yield f'<polyline class="line" points="{line}"/>'
    for point in points:
        across, up = x(point.n), y(point.value)
        yield f'<circle class="dot" cx="{across:.1f}" cy="{up:.1f}" r="4"/>'
        # Below the point where the goal would run through it.
        crossed = panel.goal is not None and 0 < up - y(panel.goal) < 24
        yield _text(across, up + (19 if crossed else -9), _short(point.value), "value")


def _text(x: float, y: float, words: str, kind: str = "") -> str:
    kind = f' class="{kind}"' if kind else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(words)}</text>'


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _points(measured: Iterable[Figure], name: str) -> Iterator[Figure]:
    """The figure of a name for each size, the smallest first."""
    by_size: dict[int, Figure] = {}
    for figure in measured:
        if figure.area == "scale" and figure.name == name:
            by_size.setdefault(figure.n, figure)
    yield from (by_size[n] for n in sorted(by_size))
