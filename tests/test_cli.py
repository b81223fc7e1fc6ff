"""The command line: exit codes, what it prints, and what it leaves in the files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from curator import __version__
from curator.cli import run

REPOSITORY = Path(__file__).resolve().parents[1]
STORY = """\
---
title: "One" # first
date: 2020-02-11 19:20:00 +0100
heat: 3

related:
  - title: A
    webUrl: https://x.example/a
  - title: B
    webUrl: https://x.example/b
---
Body
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "a story.md"
    path.write_text(STORY, encoding="utf-8", newline="")
    return path


def curator(*words: str | Path, block_qt: bool = True) -> subprocess.CompletedProcess[str]:
    """A process of its own, in which importing Qt fails."""
    program = "import sys\n"
    if block_qt:
        program += (
            "class Block:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name.split('.')[0] in ('PySide6', 'shiboken6'):\n"
            "            raise ImportError('Qt is blocked')\n"
            "sys.meta_path.insert(0, Block())\n"
        )
    program += "from curator.__main__ import main\nsys.exit(main())\n"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_nothing_but_the_window_needs_qt(story: Path) -> None:
    for words in (
        ["check", story.parent],
        ["set", "published=true", story],
        ["move", "related", "1", "0", story],
        ["remove", "heat", story],
        ["--version"],
        ["--help"],
    ):
        done = curator(*words)
        assert done.returncode == 0, (words, done.stderr)
    window = curator(story.parent)
    assert window.returncode != 0
    assert "Qt is blocked" in window.stderr


def test_set_changes_one_line(story: Path) -> None:
    done = curator("set", "title=Two: three", story)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{story}: changed\n", "")
    assert story.read_text(encoding="utf-8") == STORY.replace('"One"', '"Two: three"')


def test_move_and_remove_change_the_lines_of_the_item(story: Path) -> None:
    first = "  - title: A\n    webUrl: https://x.example/a\n"
    second = "  - title: B\n    webUrl: https://x.example/b\n"
    assert curator("move", "related", "1", "0", story).returncode == 0
    moved = STORY.replace(first + second, second + first)
    assert story.read_text(encoding="utf-8") == moved
    assert curator("remove", "related.0", story).returncode == 0
    assert story.read_text(encoding="utf-8") == moved.replace(second, "")


def test_the_module_runs(story: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "curator", "--version"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == f"curator {__version__}"


VALUES: dict[str, tuple[str, str]] = {
    "text": ("title=Two", 'title: "Two" # first'),
    "text in quotes": ("title='Two'", 'title: "Two" # first'),
    "a colon": ("title=Two: three", 'title: "Two: three" # first'),
    "an equals sign": ("title=a=b", 'title: "a=b" # first'),
    "broken YAML is text": ('title="Two', 'title: "\\"Two" # first'),
    "a star is text": ("title=*Two*", 'title: "*Two*" # first'),
    "a second line is text": ("title=Two\nb: 1", 'title: "Two\\nb: 1" # first'),
    "nothing": ("heat=", "heat: null"),
    "a number": ("heat=5", "heat: 5"),
    "a number as text": ("heat='5'", 'heat: "5"'),
    "a flag": ("heat=yes", "heat: true"),
    "a date in its own form": ("date=2021-01-02", "date: 2021-01-02"),
    "a date with a comment": ("date=2021-01-02 # x", "date: 2021-01-02"),
    "a date that does not exist": ("heat=2022-00-00", 'heat: "2022-00-00"'),
    "a list": ("heat=[a, b]", "heat:\n  - a\n  - b"),
    "a mapping": ("heat={a: 1}", "heat:\n  a: 1"),
    "an item": ("related.1.title=C", "  - title: C"),
    "a new key": ("published=true", "published: true"),
}


@pytest.mark.parametrize(("assignment", "line"), VALUES.values(), ids=VALUES)
def test_values_are_read_as_yaml(story: Path, assignment: str, line: str) -> None:
    assert run(["set", assignment, str(story)]) == 0
    text = story.read_text(encoding="utf-8")
    assert f"\n{line}\n" in text
    old = set(STORY.splitlines())
    assert len(old - set(text.splitlines())) <= 1


def test_what_is_already_so_is_not_written(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = story.stat()
    assert run(["set", "heat=3", str(story)]) == 0
    assert run(["move", "related", "1", "1", str(story)]) == 0
    assert run(["remove", "nothing", str(story)]) == 0
    assert capsys.readouterr().out == f"{story}: already so\n" * 3
    assert (story.stat().st_mtime_ns, story.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_refused_file_does_not_stop_the_others(
    tmp_path: Path, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, text, missing = (tmp_path / name for name in ("broken.md", "text.md", "missing.md"))
    broken.write_text("---\na: b: c\n---\n", encoding="utf-8")
    text.write_text("Just text\n", encoding="utf-8")
    read_only = tmp_path / "read-only.md"
    read_only.write_text(STORY, encoding="utf-8")
    read_only.chmod(0o444)
    files = [broken, text, missing, read_only, story]
    assert run(["set", "published=true", *map(str, files)]) == 1
    out, err = capsys.readouterr()
    assert out == f"{story}: changed\n"
    said = err.splitlines()
    assert said[0].startswith(f"curator: {broken}: line 2: a second colon")
    assert "three dashes" in said[1]
    assert "No such file" in said[2]
    assert "read-only" in said[3]
    assert read_only.read_text(encoding="utf-8") == STORY


@pytest.mark.parametrize(
    "words",
    [
        ["move", "related", "0", "9"],
        ["move", "related", "-1", "0"],
        ["move", "nothing", "0", "1"],
        ["move", "title", "0", "1"],
        ["set", "related.9.title=x"],
        ["set", "title.deeper=x"],
    ],
)
def test_what_cannot_be_done_is_refused(story: Path, words: list[str]) -> None:
    assert run([*words, str(story)]) == 1
    assert story.read_text(encoding="utf-8") == STORY


@pytest.mark.parametrize(
    "words",
    [
        ["set", "title", "FILE"],
        ["set", "=x", "FILE"],
        ["set", "a..b=x", "FILE"],
        ["set", "title=x"],
        ["move", "related", "one", "0", "FILE"],
        ["move", "related", "1"],
        ["remove", "FILE"],
        ["remove", ".", "FILE"],
        ["check"],
        ["check", "/nowhere/at/all"],
        ["check", "FILE"],
        ["check", "FOLDER", "--format", "xml"],
        ["--nonsense"],
    ],
)
def test_wrong_words_are_said(
    story: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    known = {"FILE": str(story), "FOLDER": str(story.parent)}
    assert run([known.get(word, word) for word in words]) == 2
    assert "curator" in capsys.readouterr().err
    assert story.read_text(encoding="utf-8") == STORY


def test_check_of_a_folder_without_problems(
    story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(story.parent)]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", "0 problems in 1 article\n")
    assert run(["check", str(story.parent), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_check_as_text_and_as_json(story: Path) -> None:
    folder = story.parent
    (folder / "_news").mkdir()
    (folder / "_news" / "broken é.md").write_text("---\na: b: c\n---\n", encoding="utf-8")
    (folder / "maybe.md").write_text("---\ntitle: x\npublished: maybe\n---\n", encoding="utf-8")
    done = curator("check", folder)
    assert done.returncode == 1
    maybe, broken = done.stdout.splitlines()
    assert maybe.startswith("maybe.md:3:12: error: ")
    assert maybe.endswith("[published-no-flag]")
    assert broken.startswith("_news/broken é.md:2:5: error: ")
    assert done.stderr == "2 problems in 3 articles\n"
    as_json = curator("check", folder, "--format", "json")
    assert as_json.returncode == 1
    problems = json.loads(as_json.stdout)
    assert [list(problem) for problem in problems] == [
        ["path", "line", "column", "field", "code", "severity", "message"]
    ] * 2
    assert problems[1]["path"] == "_news/broken é.md"
    assert (problems[0]["line"], problems[0]["field"]) == (3, "published")


def test_check_finds_one_story_in_two_articles(tmp_path: Path) -> None:
    for name, flag, address in (
        ("a.md", "true", "https://amp.x.example/a-story/amp"),
        ("b.md", "true", "https://x.example/a-story?utm_source=y"),
        ("c.md", "false", "https://x.example/a-story"),
    ):
        text = f"---\ntitle: {name}\npublished: {flag}\nwebUrl: {address}\n---\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = curator("check", tmp_path)
    assert done.returncode == 1
    assert done.stdout == (
        "b.md: warning: this is the same story as a.md: hold one, or relate it to the other"
        " [story-twice]\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="names that are bytes")
def test_names_that_no_terminal_can_show(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.md"
    with open(name, "wb") as file:  # noqa: PTH123
        file.write(STORY.encode())
    done = curator("set", "heat=5", os.fsdecode(name))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("caf\\udce9.md: changed\n")
    checked = curator("check", tmp_path)
    assert checked.returncode == 1
    assert "left out" in checked.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes of a shell")
def test_a_reader_that_has_seen_enough(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number}.md").write_text("---\na: 1\n---\n", encoding="utf-8")
    command = f"{sys.executable} -m curator check '{tmp_path}' | head -1"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
