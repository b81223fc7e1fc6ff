"""The YAML test suite (https://github.com/yaml/yaml-test-suite), each case as front matter.

The cases are not part of the project; without them beside it these tests are skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from curator.frontmatter import Document, Edit, FrontMatterError, Remove, Set, apply
from curator.frontmatter.errors import NotAMapping, YamlError
from tests.frontmatter.oracle import judge, judge_data
from tests.frontmatter.texts import SHARED
from tests.frontmatter.twin import LOADER, places, read

SUITE = SHARED / "corpus" / "yaml-test-suite"

pytestmark = pytest.mark.skipif(
    not SUITE.is_dir(), reason="the YAML test suite is not beside the repository"
)

REJECTED = """
    2JQS 2LFX 2SXE 4ABK 4MUZ/00 4MUZ/01 4MUZ/02 58MP 5MUD 5T43 6BCT 6CA3 6LVF 6M2F 7Z25 8XYN
    96NN/00 96NN/01 9SA2 A2M4 BEC7 CFD4 DBG4 DK3J DK95/00 DK95/03 DK95/04 FP8R FRK4 HM87/00 HWV9
    K3WX M2N8/00 M7A3 MUS6/05 MUS6/06 NHX8 NJ66 NKF9 Q5MG QT73 R4YG S3PD SM9W/01 UKK6/00 UT92
    VJP3/01 W4TN W5VH Y79Y/01 Y79Y/10
"""
"""Valid YAML 1.2 that PyYAML's C parser does not take: such a file opens read-only."""

ACCEPTED = """
    9C9N 9HCY 9JBA CVW2 DK95/01 EB22 G5U8 MUS6/00 MUS6/01 QB6E RHX7 S98Z SU5Z X4QW Y79Y/03 YJV2
"""
"""Invalid YAML 1.2 that PyYAML's C parser takes: such a file can be edited all the same."""

LATER = "BS4K DK3J FP8R QLJ7"
"""Cases that PyYAML rejects only behind the first of several documents; no more is read."""

TIDIED = {
    "DK95/05": "the line of a blank and a tab that libyaml takes behind a plain value only",
    "SU5Z": "a comment without a blank before it, which is none behind a plain value",
}
"""Cases in which what stands behind a value has to change as well for a new value to be read."""

CLOSER = re.compile(r"^(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.M)


@dataclass(frozen=True)
class Case:
    """One case; `inside` is what of its text is front matter, which a line of it may close."""

    name: str
    text: str
    valid: bool

    @property
    def inside(self) -> str:
        closer = CLOSER.search(self.text)
        return self.text if closer is None else self.text[: closer.start()]

    @property
    def data(self) -> bytes:
        end = "" if self.text[-1:] in ("\n", "\r", "") else "\n"
        return f"---\n{self.text}{end}---\nThe body.\n".encode()

    @property
    def is_parsed(self) -> bool:
        try:
            list(yaml.parse(self.text, Loader=LOADER))
        except yaml.YAMLError:
            return False
        return True


def cases() -> list[Case]:
    found: list[Case] = []
    for path in sorted(SUITE.glob("*.yaml")):
        parts: list[dict[str, Any]] = yaml.load(path.read_text("utf-8"), Loader=LOADER)
        for number, part in enumerate(parts):
            if not parts[0].get("skip"):
                name = path.stem if len(parts) == 1 else f"{path.stem}/{number:02}"
                found.append(Case(name, visible(part["yaml"]), not part.get("fail")))
    return found


def visible(text: str) -> str:
    """The text of a case without the signs by which the suite shows what cannot be seen."""
    for sign, meant in (("␣", " "), ("⇔", "\ufeff"), ("↵", ""), ("←", "\r")):
        text = text.replace(sign, meant)
    return re.sub(r"∎\n\Z", "", re.sub("—*»", "\t", text))


CASES = cases()
each_case = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


def test_pyyaml_and_the_suite_disagree_on_these_cases_alone() -> None:
    assert len(CASES) == 402
    assert [c.name for c in CASES if c.valid and not c.is_parsed] == REJECTED.split()
    assert [c.name for c in CASES if not c.valid and c.is_parsed] == ACCEPTED.split()


@each_case
def test_a_case_is_read_exactly_or_refused_with_its_place(case: Case) -> None:
    error: FrontMatterError | None = None
    try:
        assert Document.parse(case.data).to_bytes() == case.data
    except (YamlError, NotAMapping) as raised:
        error = raised
    if case.inside == case.text and case.name not in LATER.split():
        assert isinstance(error, YamlError) is not case.is_parsed
    if error is not None:
        lines = ["---", *re.split(r"\r\n|\r|\n", case.inside)]
        assert error.line is not None
        assert error.column is not None
        assert 2 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1


@each_case
def test_a_case_that_is_a_mapping_is_edited_and_nothing_else_changes(case: Case) -> None:
    try:
        document = Document.parse(case.data)
    except FrontMatterError:
        return
    for edit in edits_of(document):
        after = apply(document, edit)
        if case.name in TIDIED:
            judge_data(document.yaml, edit, after.yaml)
        else:
            judge(document, edit, after)


def edits_of(document: Document) -> list[Edit]:
    edits: list[Edit] = [Set(("published",), False)]
    for path, _, child in places(read(document.yaml)):
        if len(path) == 1:
            if child.twin.kind == "scalar":
                edits += [Set(path, "new: value"), Set(path, True)]
            edits.append(Remove(path))
    return edits
