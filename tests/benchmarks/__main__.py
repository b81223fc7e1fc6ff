"""`make bench`: prints tables and writes `build/bench.json`.

python -m tests.benchmarks [--full] [--plot] [fidelity] [speed] [save] [floors] [window]
                              [lists] [scale] [suggestions]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.benchmarks import (
    fidelity,
    floors,
    growth,
    lists,
    saving,
    scale,
    speed,
    suggesting,
    window,
)
from tests.benchmarks.corpora import MAIN, REPOSITORY, Article, corpora
from tests.benchmarks.engines import engines
from tests.benchmarks.measure import Figure


def main() -> int:
    """Measure everything that is asked for; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument(
        "--full",
        action="store_true",
        help="let the rivals edit all files, too, and measure 100,000 articles",
    )
    parser.add_argument("--plot", action="store_true", help="put the growth into docs/speed.md")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all, if none is named")
    arguments = parser.parse_args()
    found = corpora()
    work = Path(tempfile.mkdtemp(prefix="curator-bench-"))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(work / name.lower())
    results: list[Figure] = []
    # So that whoever ends the bench ends what it has begun.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        for part in arguments.parts or PARTS:
            results.extend(PARTS[part](found, work, arguments.full))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    shared = {"fidelity", "read-only", *found}
    build = REPOSITORY / "build"
    build.mkdir(exist_ok=True)
    text = json.dumps([figure.as_dict() for figure in results], indent=2, ensure_ascii=False)
    (build / "bench.json").write_text(text + "\n", encoding="utf-8")
    if arguments.plot:
        growth.write(results, REPOSITORY / "docs")
    # The shares are in tables of their own.
    print(table([each for each in results if each.goal is not None or each.area not in shared]))
    return 1 if any(figure.met is False for figure in results) else 0


Corpora = dict[str, list[Article]]


def _fidelity(found: Corpora, work: Path, full: bool) -> Iterator[Figure]:
    result = fidelity.measure(found, *engines(), full)
    print(fidelity.tables(result) + "\n", flush=True)
    yield from fidelity.figures(result)


def _speed(found: Corpora, work: Path, full: bool) -> Iterator[Figure]:
    return speed.figures(_main_corpus(found), engines()[0])


def _save(found: Corpora, work: Path, full: bool) -> Iterator[Figure]:
    folder = work / "save"
    folder.mkdir()
    articles = sorted(_main_corpus(found), key=lambda article: len(article.data))
    return saving.figures(folder, articles[len(articles) // 2].data)


def _floors(found: Corpora, work: Path, full: bool) -> Iterator[Figure]:
    return floors.figures(_copy(found, work))


def _window(found: Corpora, work: Path, full: bool) -> Iterator[Figure]:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    yield from window.figures(_copy(found, work))
    app.quit()


def _lists(found: Corpora, work: Path, full: bool) -> Iterator[Figure]:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    yield from lists.figures(work)
    app.quit()


def _scale(found: Corpora, work: Path, full: bool) -> Iterator[Figure]:
    measured = list(scale.figures(work, full))
    yield from measured
    yield from growth.figures(measured)


def _suggestions(found: Corpora, work: Path, full: bool) -> Iterator[Figure]:
    return suggesting.figures(found, work, full)


PARTS: dict[str, Callable[[Corpora, Path, bool], Iterator[Figure]]] = {
    "fidelity": _fidelity,
    "speed": _speed,
    "save": _save,
    "floors": _floors,
    "window": _window,
    "lists": _lists,
    "scale": _scale,
    "suggestions": _suggestions,
}


def _main_corpus(found: Corpora) -> list[Article]:
    return found.get(MAIN) or next(iter(found.values()))


def _copy(found: Corpora, work: Path) -> Path:
    """The main corpus as a content folder."""
    folder = work / "folder"
    for article in _main_corpus(found) if not folder.exists() else []:
        path = folder / article.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(article.data)
    return folder


def table(results: list[Figure]) -> str:
    """The figures as people read them."""
    lines = [f"{'area':11} {'what':42} {'n':>6} {'value':>16}  {'ratio':>7}  {'goal':>8}  against"]
    for figure in results:
        value = f"{figure.value:,.2f} {figure.unit}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.3g}"
        goal = "" if figure.goal is None else f"<= {figure.goal:.2g}"
        missed = "  MISSED" if figure.met is False else ""
        lines.append(
            f"{figure.area:11} {figure.name:42} {figure.n:>6} {value:>16}  {ratio:>7}  "
            f"{goal:>8}  {figure.against}{missed}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
