"""Mutated files against random edits: `python -m tests.frontmatter.fuzz --minutes 10 [--seed N]`.

Each case takes a real or a generated file, damages it, reads it and edits it, and holds every step
against `oracle`.  What is found is shrunk and printed, and the exit code is 1.  A case depends on
the seed and its number alone: `--case N` runs one again.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from curator.frontmatter import Document, FrontMatterError, apply
from curator.frontmatter.document import split
from curator.frontmatter.errors import EditError, EditRefused
from tests.frontmatter.findings import Finding, checked, report, shrunk
from tests.frontmatter.random_edits import may_be_refused, some_edit
from tests.frontmatter.scribe import Scribe
from tests.frontmatter.texts import REPOSITORY, SHARED
from tests.frontmatter.twin import read

LARGEST = 6000
"""Bytes of front matter beyond which a file is no seed: small files find as much in less time."""

SIGNS = (
    b": ", b":", b"- ", b"#", b" # x", b"&a ", b"*a", b"!!str ", b"!x ", b"'", b'"', b"[", b"]",
    b"{", b"}", b"|\n", b">-\n", b"|+\n", b"? ", b"?\n", b"---\n", b"...\n", b", ", b"<<: ", b"~",
    b"\xc3", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc2\x85", b"\x00", b"\x07", b"\x7f", b"\t", b"\r",
    b"\n", b"\xff", b"\xed\xa0\x80", b"\xf0\x9f\xa6\x8a", b"\r\n", b"  ", b"\\", b"%", b"@", b"`",
)  # fmt: skip


@dataclass
class Tally:
    cases: int = 0
    read: int = 0
    edited: int = 0
    refused: Counter[str] = field(default_factory=Counter[str])
    first: dict[str, int] = field(default_factory=dict[str, int])
    findings: dict[str, Finding] = field(default_factory=dict[str, Finding])
    again: Counter[str] = field(default_factory=Counter[str])


@cache
def seeds() -> list[bytes]:
    """Real files to damage, with a short body."""
    folders = [
        REPOSITORY / "tests" / "data",
        REPOSITORY / "resources" / "sample",
        SHARED / "corpus",
    ]
    found: list[bytes] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".md", ".markdown", ".html") and path.is_file():
                try:
                    head, text, tail = split(path.read_bytes())
                except FrontMatterError:
                    continue
                if len(text) <= LARGEST:
                    found.append(head + text + tail[:40])
    for path in sorted((SHARED / "corpus" / "yaml-test-suite").glob("*.yaml")):
        found.append(b"---\n" + path.read_bytes()[:LARGEST] + b"\n---\n")
    return found


def some_file(dice: Random) -> bytes:
    """A seed or a generated file."""
    if dice.randrange(3) == 0 or not seeds():
        return Scribe(dice).file()[0]
    return dice.choice(seeds())


def mutated(data: bytes, dice: Random) -> bytes:
    """The file with a few things wrong."""
    for _ in range(dice.choice((0, 1, 1, 1, 2, 3, 5))):
        data = dice.choice(MUTATIONS)(data, dice)
    return data


def _flip(data: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + bytes([dice.randrange(256)]) + data[at + dice.randrange(2) :]


def _sign(data: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(SIGNS) + data[at + dice.choice((0, 0, 1, 2)) :]


def _cut(data: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + data[at + dice.choice((1, 1, 2, 5, 20)) :]


def _end(data: bytes, dice: Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)] + dice.choice((b"", b"\n---\n", b"\n...", b"---"))


def _lines(data: bytes, dice: Random) -> bytes:
    """Lines taken twice, away, to another place or from another file."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    first = dice.randrange(len(lines))
    run = lines[first : first + dice.choice((1, 1, 2, 4))]
    kind = dice.randrange(4)
    if kind == 0:
        del lines[first : first + len(run)]
    elif kind == 3:
        others = some_file(dice).splitlines(keepends=True)
        start = dice.randrange(len(others) + 1)
        lines[first:first] = others[start : start + dice.choice((1, 3, 8))]
    else:
        at = dice.randrange(len(lines) + 1)
        lines[at:at] = run
        if kind == 1:
            del lines[first + (len(run) if at <= first else 0) :][: len(run)]
    return b"".join(lines)


def _indent(data: bytes, dice: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    first = dice.randrange(len(lines) + 1)
    pad = dice.choice((b" ", b"  ", b"\t", b"", b"- "))
    for at in range(first, min(len(lines), first + dice.choice((1, 1, 3)))):
        lines[at] = pad + lines[at] if pad else lines[at][1:]
    return b"".join(lines)


MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...]
MUTATIONS = (_flip, _sign, _sign, _cut, _end, _lines, _lines, _indent)


def run_case(seed: int, number: int, tally: Tally) -> None:
    """One file with its edits; adds to the tally what is found."""
    dice = Random(f"{seed}/{number}")
    data = mutated(some_file(dice), dice)
    tally.cases += 1
    finding = checked(data, None)
    for _ in range(dice.randrange(1, 5)):
        if finding is not None:
            break
        try:
            document = Document.parse(data)
        except FrontMatterError:
            break
        tally.read += 1
        edit = some_edit(dice, read(document.yaml))
        finding = checked(data, edit)
        try:
            if finding is None:
                data = apply(document, edit).to_bytes()
                tally.edited += 1
        except EditRefused as error:
            words = re.sub(r"^.*safely: |[.\w]*\*?&?\w+$", "", error.message)[:60]
            reason = "what cannot be merged" if may_be_refused(edit, error) else words
            tally.refused[reason] += 1
            tally.first.setdefault(reason, number)
        except EditError:
            pass
    if finding is not None:
        tally.again[finding.kind] += 1
        if finding.kind not in tally.findings:
            tally.findings[finding.kind] = shrunk(finding)
            report(tally.findings[finding.kind], f"seed {seed}, case {number}")


def main(arguments: Sequence[str]) -> int:
    """Run cases for a while; 0 where nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.frontmatter.fuzz")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, help="stop after so many, whatever the time")
    parser.add_argument("--case", type=int, help="run this one again")
    options = parser.parse_args(arguments)
    tally, stop = Tally(), time.monotonic() + 60 * options.minutes
    if options.case is not None:
        run_case(options.seed, options.case, tally)
    elif options.cases is not None:
        for number in range(options.cases):
            run_case(options.seed, number, tally)
    else:
        while time.monotonic() < stop:
            run_case(options.seed, tally.cases, tally)
    print(
        f"seed {options.seed}: {tally.cases:,} cases from {len(seeds()):,} files and new ones, "
        f"{tally.read:,} readable states, {tally.edited:,} edits made, "
        f"{tally.refused.total():,} refused, {len(tally.findings)} findings"
    )
    for reason, count in tally.refused.most_common(8):
        print(f"  refused {count:,} times, first in case {tally.first[reason]}: {reason}")
    for kind, count in tally.again.most_common():
        print(f"  found {count:,} times: {kind}")
    return 1 if tally.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
