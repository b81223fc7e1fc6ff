"""The fuzz command runs, finds nothing on good code, and does find what is wrong."""

from __future__ import annotations

import signal
import subprocess
import sys
from random import Random

import pytest

from curator.frontmatter import Document, Edit, apply
from tests.frontmatter import findings, fuzz
from tests.frontmatter.texts import REPOSITORY

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "SIGALRM"), reason="a case is bounded by an alarm, as on POSIX"
)


def test_some_cases_of_the_command_find_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.frontmatter.fuzz", "--cases", "250", "--seed", "7"],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("seed 7: 250 cases from ")
    assert "0 findings" in done.stdout


def test_a_case_is_the_same_every_time() -> None:
    def files(seed: int) -> list[bytes]:
        dices = [Random(f"{seed}/{number}") for number in range(50)]
        return [fuzz.mutated(fuzz.some_file(dice), dice) for dice in dices]

    assert files(1) == files(1)
    assert files(1) != files(2)


def test_an_edit_that_goes_wrong_is_found_and_shrunk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def careless(document: Document, edit: Edit) -> Document:
        after = apply(document, edit)
        return after.with_yaml(after.yaml.replace(" # why", " # Why"))

    monkeypatch.setattr(findings, "apply", careless)
    assert fuzz.main(["--cases", "100", "--seed", "7"]) == 1
    said = capsys.readouterr().out
    files = [line for line in said.splitlines() if line.startswith("  file: ")]
    assert files
    assert min(map(len, files)) < 60


def test_a_hang_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(data: bytes) -> Document:
        while True:
            pass

    monkeypatch.setattr(findings, "SECONDS", 1)
    monkeypatch.setattr(findings.Document, "parse", never)
    finding = findings.checked(b"---\na: 1\n---\n", None)
    assert finding is not None
    assert finding.kind == "NoneType: TooSlow took longer than"


@pytest.mark.parametrize("data", [b"---\na: 1\nb: [x\n---\n", b"no fence", b"---\na: 1\n", b""])
def test_a_place_that_is_named_lies_in_the_file(data: bytes) -> None:
    assert findings.checked(data, None) is None
