"""Files made to hang or to crash a reader: each ends in bounded time and memory, and is told of.

Every file is read in a process of its own with little memory; the processor time that it may use
is bounded too, which unlike the clock says the same on a busy machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.frontmatter.texts import REPOSITORY

resource = pytest.importorskip("resource", reason="processes can be bounded on POSIX only")

MEMORY = 1 << 30
SECONDS = 20
"""Processor time for one file, starting Python included; most need a tenth of a second."""

READ_AND_EDIT = """
import json, sys
from curator.frontmatter import Document, FrontMatterError, Set, apply
with open(sys.argv[1], "rb") as file:
    data = file.read()
try:
    document = Document.parse(data)
    document.data, document.style, document.body
    assert document.to_bytes() == data
    edited = apply(document, Set(("published",), False))
    assert edited.data["published"] is False
    said = {"keys": len(document.data)}
except FrontMatterError as error:
    said = {"code": error.code, "said": error.message, "at": [error.line, error.column]}
print(json.dumps(said))
"""


@dataclass(frozen=True)
class Hostile:
    """How to make the file, and what must come of it: a code with a part of the message.

    An empty code says that the file is read, and `said` how many keys it has.
    """

    make: Callable[[], bytes]
    code: str
    said: str
    at: tuple[int, int] | None = None


def front(text: str | bytes) -> bytes:
    raw = text if isinstance(text, bytes) else text.encode()
    return b"---\n" + raw + b"\n---\nThe body.\n"


def laughs() -> bytes:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 12)]
    return front("\n".join(lines))


def keys(count: int) -> bytes:
    return front("\n".join(f"k{n}: {n}" for n in range(count)))


FILES: dict[str, Hostile] = {
    "billion-laughs": Hostile(laughs, "too-large", "aliases written out"),
    "quadratic": Hostile(
        lambda: front("a: &a [" + "x, " * 2000 + "]\nb: [" + "*a, " * 2000 + "]"),
        "too-large",
        "aliases written out",
    ),
    "many-aliases": Hostile(
        lambda: front("title: &a x\nl: [" + "*a, " * 80_000 + "]"), "", "2 keys"
    ),
    "aliases-of-a-long-text": Hostile(
        lambda: front(f"title: &a {'x' * 1_000_000}\ntags: [" + "*a, " * 2000 + "]"), "", "2 keys"
    ),
    "merges-of-merges": Hostile(
        lambda: front(
            "a0: &a0 {x: 1}\n"
            + "\n".join(f"a{n}: &a{n} {{<<: *a{n - 1}, k{n}: 1}}" for n in range(1, 900))
        ),
        "too-large",
        "aliases written out",
    ),
    "50-mb": Hostile(lambda: front("a: " + "x" * 50_000_000), "too-large", "47.7 MB", (1, 1)),
    "50-mb-of-keys": Hostile(lambda: front("a: 1\n" * 10_000_000), "too-large", "47.7 MB", (1, 1)),
    "50-mb-unclosed": Hostile(
        lambda: b"---\n" + b"a: 1\n" * 10_000_000, "unclosed-fence", "no closing line", (1, 1)
    ),
    "brackets-in-brackets": Hostile(
        lambda: front("a: " + "[" * 10_000 + "]" * 10_000), "too-large", "levels deep", (2, 103)
    ),
    "brackets-never-closed": Hostile(
        lambda: front("a: " + "[" * 10_000), "too-large", "levels deep", (2, 103)
    ),
    "braces-in-braces": Hostile(
        lambda: front("a: " + "{a: " * 10_000 + "}" * 10_000), "too-large", "levels deep"
    ),
    "lists-in-lists": Hostile(
        lambda: front("a:\n  " + "- " * 10_000 + "x"), "too-large", "levels deep", (3, 201)
    ),
    "keys-in-keys": Hostile(
        lambda: front("\n".join(" " * n + "a:" for n in range(2500))), "too-large", "levels deep"
    ),
    "question-marks": Hostile(lambda: front("? " * 10_000 + "x"), "too-large", "levels deep"),
    "tags-in-tags": Hostile(
        lambda: front("a: " + "!!seq [" * 10_000 + "]" * 10_000), "too-large", "levels deep"
    ),
    "anchors-in-anchors": Hostile(
        lambda: front("a: " + "".join(f"&a{n} [" for n in range(10_000)) + "]" * 10_000),
        "too-large",
        "levels deep",
    ),
    "tags-on-tags": Hostile(lambda: front("a: " + "!!str " * 100_000 + "x"), "yaml", "quotes"),
    "many-anchors": Hostile(
        lambda: front("\n".join(f"k{n}: &a{n} x" for n in range(10_000))), "", "10000 keys"
    ),
    "long-names": Hostile(
        lambda: front(f"a: !{'x' * 500_000} y\nb: &{'x' * 500_000} z\nc: *{'x' * 500_000}"),
        "",
        "3 keys",
    ),
    "nul": Hostile(lambda: b"\0" * 1_000_000, "no-front-matter", "nothing but NUL", (1, 1)),
    "nul-inside": Hostile(lambda: front("a: " + "\0" * 1_000_000), "yaml", "U+0000", (2, 4)),
    "200000-characters": Hostile(lambda: front("a: " + "x" * 200_000), "", "1 keys"),
    "200000-escapes": Hostile(lambda: front('a: "' + "\\u00e9" * 200_000 + '"'), "", "1 keys"),
    "20000-keys": Hostile(lambda: keys(20_000), "", "20000 keys"),
    "100000-keys": Hostile(lambda: keys(100_000), "too-large", "200,000 values"),
    "one-key-again-and-again": Hostile(lambda: front("k: 1\n" * 15_000), "", "1 keys"),
    "keys-of-several-parts": Hostile(
        lambda: front("\n".join(f"? [a{n}]\n: x" for n in range(10_000))), "", "10000 keys"
    ),
    "integer": Hostile(lambda: front("a: " + "9" * 1_000_000), "", "1 keys"),
    "hexadecimal": Hostile(lambda: front("a: 0x" + "f" * 1_000_000), "", "1 keys"),
    "base-60": Hostile(lambda: front("a: 1" + ":01" * 300_000 + "\nb: 1" + ":01" * 300), "", "2"),
    "exponent": Hostile(lambda: front("a: 1.0e+999999999999\nb: 1e999999999"), "", "2 keys"),
    "not-utf-8": Hostile(lambda: front(b"a: 1\nb: caf\xe9"), "not-utf8", "0xE9", (3, 7)),
    "utf-16": Hostile(lambda: "---\na: 1\n---\n".encode("utf-16"), "not-utf8", "UTF-8", (1, 1)),
    "utf-16-be": Hostile(
        lambda: b"\xfe\xff" + "---\na: 1\n---\n".encode("utf-16-be"), "not-utf8", "UTF-8", (1, 1)
    ),
    "line-ends": Hostile(lambda: front("\r" * 3_000_000 + "a: 1"), "", "1 keys"),
    "blanks": Hostile(lambda: front("a: 1\n" + " " * 3_000_000), "", "1 keys"),
    "colons": Hostile(lambda: front("a: " + "b:" * 500_000), "yaml", "second colon"),
    "an-open-quote": Hostile(lambda: front("a: '" + "x\n" * 1_000_000), "yaml", "quote '", (2, 4)),
    "the-same-related-story": Hostile(
        lambda: front("title: x\nrelated:\n" + "- slug\n" * 50_000), "", "2 keys"
    ),
    "the-same-long-address": Hostile(
        lambda: front(f"title: &a {'x' * 300_000}\nrelated: [" + "*a, " * 1000 + "]"), "", "2 keys"
    ),
}


def run(*words: str | Path, seconds: int = SECONDS) -> subprocess.CompletedProcess[str]:
    """Run Python on these words within the bounds; the clock only stops what waits for ever."""

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    return subprocess.run(
        [sys.executable, *map(str, words)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=10 * seconds,
        preexec_fn=bounded,
        check=False,
    )


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_and_edited_or_refused_in_words(tmp_path: Path, name: str) -> None:
    hostile = FILES[name]
    path = tmp_path / "hostile.md"
    path.write_bytes(hostile.make())
    done = run("-c", READ_AND_EDIT, path)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    assert said.get("code", "") == hostile.code
    assert hostile.said in said.get("said", f"{said.get('keys')} keys")
    if hostile.code:
        assert min(said["at"]) >= 1
        assert len(said["said"]) < 300
    if hostile.at is not None:
        assert tuple(said["at"]) == hostile.at


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("hostile")
    for name, hostile in FILES.items():
        (where / f"{name}.md").write_bytes(hostile.make())
    (where / "sound.md").write_bytes(front("published: maybe"))
    return where


def test_a_folder_of_hostile_files_is_checked_to_its_end(folder: Path) -> None:
    done = run("-m", "curator", "check", folder, "--format", "json", seconds=60)
    assert done.returncode == 1, done.stderr[-2000:]
    problems = json.loads(done.stdout)
    found = {problem["path"]: problem for problem in problems if problem["severity"] == "error"}
    for name, hostile in FILES.items():
        if hostile.code:
            problem = found[f"{name}.md"]
            assert problem["code"] == hostile.code, name
            assert hostile.said in problem["message"], name
    assert found["sound.md"]
    assert "title-missing" in {p["code"] for p in problems if p["path"] == "20000-keys.md"}
    assert len(done.stdout) < 1_000_000


@pytest.mark.parametrize("name", ["aliases-of-a-long-text", "the-same-related-story"])
def test_a_hostile_file_does_not_hide_what_is_beside_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "hostile.md").write_bytes(FILES[name].make())
    (tmp_path / "sound.md").write_bytes(front("title: x\npublished: maybe"))
    done = run("-m", "curator", "check", tmp_path)
    assert done.returncode == 1, done.stderr[-2000:]
    assert "sound.md:3:12: error: published is 'maybe'" in done.stdout
