"""How long it takes to read a large folder, beside what others take for the same files.

To be run as a process of its own that knows nothing of Qt, as the one of the program that reads.
All times are of files that the system has in its memory already.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from curator.content.folder import candidates
from curator.content.index.database import Index
from curator.content.index.place import throw_away
from curator.content.index.updating import update
from tests.benchmarks.corpora import REPOSITORY

MOST_FOR_RIVALS = 5_000
"""Files that rivals read where there are more, evenly spread; their speed does not depend on it."""

GRAY_MATTER = "4.0.3"
_NODE = REPOSITORY / "build" / "node"
_PARSE_ALL = """
const matter = require('gray-matter'), fs = require('fs');
const names = JSON.parse(fs.readFileSync(0, 'utf8'));
const texts = names.map(name => fs.readFileSync(name, 'utf8'));
// With options it keeps no results.
const parse = text => { try { matter(text, {}); } catch (error) {} };
texts.slice(0, 500).forEach(parse);
const start = process.hrtime.bigint();
texts.forEach(parse);
console.log(Number(process.hrtime.bigint() - start) / 1e9);
"""
_NOT_HUGOS = re.compile(rb"^\.\.\.\s*$|\r(?!\n)", re.MULTILINE)
"""Closers and line ends that Hugo does not know; at the first one it gives up altogether."""

Way = Callable[[], float]
"""A piece of work that says how many seconds it took for each file."""


def main(arguments: list[str]) -> None:
    """Print as JSON what reading takes, in seconds a file by name, each some times in turn."""
    folder, work, runs = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    names = [found.full for found in candidates(folder)]
    some = names[:: -(-len(names) // MOST_FOR_RIVALS)]
    index = work / "index" / "rows.sqlite"
    ways: dict[str, Way] = {
        "floor": lambda: _seconds(lambda: _read(names), len(names)),
        "first": lambda: _first(folder, index, len(names)),
        "python-frontmatter": lambda: _seconds(lambda: _load(some), len(some)),
    }
    if _has_gray_matter():
        ways["gray-matter"] = lambda: _gray_matter(some)
    if hugo := shutil.which("hugo"):
        site, count = _site(folder, some, work / "hugo")
        ways["hugo"] = lambda: _hugo(hugo, site, count)
    _read(names)
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            times[name].append(way())
    times |= _warm(folder, index, len(names), runs * 3)
    print(json.dumps({"files": len(names), "sample": len(some), "times": times}))


def _seconds(work: Callable[[], object], count: int) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) / count


# --- curator ----------------------------------------------------------------------------------


def _first(folder: Path, file: Path, count: int) -> float:
    """The first index, with the processes that are started for it."""
    throw_away(file)
    return _seconds(lambda: _update(folder, file), count)


def _update(folder: Path, file: Path, since: int | None = None) -> None:
    index = Index(file)
    for _ in update(folder, index, since):
        pass
    index.close()


def _warm(folder: Path, file: Path, count: int, runs: int) -> dict[str, list[float]]:
    """Nothing has changed: with all rows given, as at a start, and without, as later on."""
    index = Index(file)
    generation = index.generation()
    index.close()
    ways: dict[str, Callable[[], object]] = {
        "walk": lambda: _walk(str(folder)),
        "warm": lambda: _update(folder, file),
        "rescan": lambda: _update(folder, file, generation),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(runs + 1):
        for name, way in ways.items():
            seconds = _seconds(way, count)
            if number:
                times[name].append(seconds)
    return times


# --- floors -----------------------------------------------------------------------------------


def _read(names: list[str]) -> None:
    # A Path for each file would be no floor.
    for name in names:
        with open(name, "rb") as file:  # noqa: PTH123
            file.read()


def _walk(folder: str) -> int:
    """List all folders, and ask for size and times of all files."""
    total = 0
    pending = [folder]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    total += entry.stat().st_size
    return total


# --- rivals -----------------------------------------------------------------------------------


def _load(names: list[str]) -> None:
    library: Any = importlib.import_module("frontmatter")
    for name in names:
        # What it cannot read costs it time as well.
        try:
            library.load(name)
        except Exception:
            continue


def _has_gray_matter() -> bool:
    """Whether it can be used; fetched where there is npm but not this package yet."""
    if shutil.which("node") is None:
        return False
    if (_NODE / "node_modules" / "gray-matter").is_dir():
        return True
    npm = shutil.which("npm")
    if npm is None:
        return False
    _NODE.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(_NODE)]
    fetched = subprocess.run([*command, f"gray-matter@{GRAY_MATTER}"], capture_output=True)
    return fetched.returncode == 0


def _gray_matter(names: list[str]) -> float:
    command = ["node", "-e", _PARSE_ALL]
    words = json.dumps(names).encode()
    done = subprocess.run(command, cwd=_NODE, input=words, capture_output=True, check=True)
    return float(done.stdout) / len(names)


def _hugo(hugo: str, site: Path, count: int) -> float:
    command = [hugo, "list", "all", "--source", str(site)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=True)
    seconds = time.perf_counter() - start
    # It must have read them, and not only have found a site without pages.
    listed = done.stdout.count(b"\n") - 1
    if listed < count * 0.9:
        raise RuntimeError(f"hugo listed {listed} of {count} files")
    return seconds / count


def _site(folder: Path, names: list[str], site: Path) -> tuple[Path, int]:
    """A site of those of the files that Hugo does not end at, and how many these are."""
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    (site / "config.toml").write_text('baseURL = "https://example.org/"\n')
    count = 0
    for name in _readable(names):
        target = site / "content" / Path(name).relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(name, target)
        count += 1
    return site, count


def _readable(names: list[str]) -> Iterator[str]:
    library: Any = importlib.import_module("frontmatter")
    for name in names:
        data = Path(name).read_bytes()
        try:
            if not _NOT_HUGOS.search(data) and library.loads(data.decode()).metadata:
                yield name
        except Exception:
            continue


if __name__ == "__main__":
    main(sys.argv[1:])
