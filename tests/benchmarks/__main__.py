"""`make bench`: prints a table and writes `build/bench.json`."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from curator.resources import resource
from tests.benchmarks import floors, window
from tests.benchmarks.measure import Figure

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    """Measure everything; 1 where a goal is missed."""
    corpus = REPOSITORY.parent / "shared" / "corpus" / "microsoft-power-apps"
    source = corpus if corpus.is_dir() else resource("sample")
    work = Path(tempfile.mkdtemp(prefix="curator-bench-"))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(work / name.lower())
    try:
        folder = work / "folder"
        shutil.copytree(source, folder, copy_function=shutil.copyfile)
        app = QApplication(sys.argv[:1])
        results = [*floors.figures(folder), *window.figures(folder)]
        app.quit()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    build = REPOSITORY / "build"
    build.mkdir(exist_ok=True)
    text = json.dumps([figure.as_dict() for figure in results], indent=2)
    (build / "bench.json").write_text(text + "\n", encoding="utf-8")
    print(f"Measured on {source.name}:\n")
    print(table(results))
    return 1 if any(figure.met is False for figure in results) else 0


def table(results: list[Figure]) -> str:
    """The figures as people read them."""
    lines = [f"{'area':8} {'what':34} {'n':>6} {'value':>16}  {'ratio':>7}  {'goal':>6}  against"]
    for figure in results:
        value = f"{figure.value:,.2f} {figure.unit}"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        goal = "" if figure.goal is None else f"<= {figure.goal:.2g}"
        missed = "  MISSED" if figure.met is False else ""
        lines.append(
            f"{figure.area:8} {figure.name:34} {figure.n:>6} {value:>16}  {ratio:>7}  "
            f"{goal:>6}  {figure.against}{missed}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
