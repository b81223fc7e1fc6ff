"""Content folders of any size, with the shape and variety of real ones; always the same.

    python -m tests.benchmarks.generator FOLDER N [--seed SEED]

Article number n depends on the seed and on n alone, so a larger folder holds the smaller one.
How often each odd shape occurs follows a survey of 153,690 real files; broken files are somewhat
more frequent than there, so that folders of a hundred have one.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.generator_stories import KINDS, WEIGHTS, Writer


def generate(folder: Path, count: int, seed: int = 1) -> None:
    """Write articles number 0 to `count` - 1 below `folder`."""
    made: set[str] = set()
    for number in range(count):
        path, data = article(number, seed)
        target = f"{folder}/{path}"
        parent = target.rpartition("/")[0]
        if parent not in made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            made.add(parent)
        # A Path for each of 100,000 files would double the time.
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)


def article(number: int, seed: int = 1) -> tuple[str, bytes]:
    """The path of an article, relative to the folder and with `/`, and the bytes of its file."""
    rng = random.Random(seed * 1_000_003 + number)
    writer = Writer(rng, number)
    kind = rng.choices(KINDS, WEIGHTS)[0]
    path, text, body = kind(writer)
    return path, _encoded(rng, text, body)


def _encoded(rng: random.Random, lines: list[str], body: str) -> bytes:
    """The file's bytes: fences, line ends, the odd shapes, the broken ones."""
    odd = rng.random()
    closer = "---"
    for share, change in _ODD:
        if odd < share:
            change(lines)
            break
        odd -= share
    if rng.random() < 0.003:
        closer = "..."
    if rng.random() < 0.05:
        place = rng.randrange(len(lines))
        lines[place] += "  "
    ends = rng.choices(("\n", "\r\n", "mixed", "\r"), (842, 150, 7, 1))[0]
    text = "\n".join(["---", *lines, closer, body])
    if rng.random() < 0.001:
        text = text.rstrip("\n")
    if ends == "mixed":
        text = text.replace("\n", "\r\n", 5)
    elif ends != "\n":
        text = text.replace("\n", ends)
    data = text.encode()
    if rng.random() < 0.013:
        data = b"\xef\xbb\xbf" + data
    if rng.random() < 0.0003:
        data += "Grüße aus Zürich\n".encode("cp1252")
    return data


def _in_front(*extra: str) -> Callable[[list[str]], None]:
    return lambda lines: lines.__setitem__(slice(0, 0), extra)


def _behind(*extra: str) -> Callable[[list[str]], None]:
    return lambda lines: lines.extend(extra)


def _without_blanks_or_title(lines: list[str]) -> None:
    lines[:] = [line for line in lines if line and not line.startswith(("title:", "name:"))]


_ODD: tuple[tuple[float, Callable[[list[str]], None]], ...] = (
    (0.025, _in_front("# imported from the old site", "")),
    (0.01, _behind("notes: first", "  and second line")),
    (0.01, _behind("summary: |", "  One line.", "", "  Another one.")),
    (0.002, _behind("seo: &seo Texts", "og: *seo")),
    (0.002, _behind("canonical: {{ site.url }}{{ page.url }}")),
    (0.003, _without_blanks_or_title),
    (0.001, _behind("type: article", "type: report")),
    (0.001, _behind("published: maybe")),
    # What does not parse: a second colon, an open quote, a tab, a stray key, no front matter.
    (0.001, _behind("note: see also: the other story")),
    (0.0005, _behind('note: "never closed')),
    (0.0005, _behind("list:", "\t- tab")),
    (0.0005, _behind("   stray: 1")),
    (0.0005, _behind("- a list item")),
)


def main(arguments: list[str] | None = None) -> int:
    """Make a folder as the words on the command line say."""
    parser = argparse.ArgumentParser(prog="generator", description="Make up a content folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    generate(given.folder, given.count, given.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
