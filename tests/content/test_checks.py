"""Every check with an article that has the problem and one that nearly has it."""

from __future__ import annotations

import json

import pytest

from curator.content.checks import Problem, check, unreadable
from curator.frontmatter import Document
from curator.frontmatter.errors import YamlError

FINE = "title: A story\n"
WARNINGS = ("related-duplicate", "related-own-story")


def problems(text: str) -> list[Problem]:
    return check("a.md", Document.parse(f"---\n{text}---\n".encode()))


def brief(text: str) -> list[tuple[str, str, int | None, int | None]]:
    return [(p.code, p.field, p.line, p.column) for p in problems(text)]


WRONG: dict[str, tuple[str, str, str, int, int]] = {
    "no title": ("quality: 1\n", "title-missing", "title", 1, 1),
    "an empty title": ("a: 1\ntitle:\n", "title-missing", "title", 3, 7),
    "a blank title": ('title: "  "\n', "title-missing", "title", 2, 8),
    "an empty title beside a name": ("name: x\ntitle: ''\n", "title-missing", "title", 3, 8),
    "a date that does not exist": (
        FINE + "date: 2020-02-30\n",
        "date-unreadable",
        "date",
        3,
        7,
    ),
    "a date in words": (FINE + "date: yesterday\n", "date-unreadable", "date", 3, 7),
    "a date that is a number": (
        FINE + "publishedDateTime: 2020\n",
        "date-unreadable",
        "publishedDateTime",
        3,
        20,
    ),
    "a date that is a list": (FINE + "date: [1]\n", "date-unreadable", "date", 3, 7),
    "maybe": (FINE + 'published: "maybe"\n', "published-no-flag", "published", 3, 12),
    "quoted false": (FINE + "published: 'false'\n", "published-no-flag", "published", 3, 12),
    "zero": (FINE + "published: 0\n", "published-no-flag", "published", 3, 12),
    "a list of flags": (FINE + "published: [true]\n", "published-no-flag", "published", 3, 12),
    "related as a text": (FINE + "related: a, b\n", "related-no-list", "related", 3, 10),
    "related as a mapping": (
        FINE + "related:\n  a: 1\n",
        "related-no-list",
        "related",
        4,
        3,
    ),
    "the same address twice": (
        FINE + "related:\n  - webUrl: https://x.example/a\n  - webUrl: http://www.x.example/a/\n",
        "related-duplicate",
        "related.1",
        5,
        5,
    ),
    "the article itself": (
        FINE + "webUrl: https://x.example/a\nrelated:\n  - url: http://www.x.example/a/#b\n",
        "related-own-story",
        "related.0",
        5,
        5,
    ),
    "the article's own name": (
        FINE + "related: [x, 2020-01-02-a.md]\n",
        "related-own-story",
        "related.1",
        3,
        14,
    ),
    "the same slug twice": (
        FINE + "related: [x, y, 2020-01-02-x.md]\n",
        "related-duplicate",
        "related.2",
        3,
        17,
    ),
}


@pytest.mark.parametrize(("text", "code", "field", "line", "column"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_place(
    text: str, code: str, field: str, line: int, column: int
) -> None:
    assert brief(text) == [(code, field, line, column)]
    (problem,) = problems(text)
    assert problem.path == "a.md"
    assert problem.severity == ("warning" if code in WARNINGS else "error")
    assert ":" in problem.message
    assert len(problem.message) < 200


RIGHT = {
    "a title": FINE,
    "a title that is a number": "title: 404\n",
    "a name in place of a title": "name: Somebody\n",
    "a date": FINE + "date: 2020-02-11\n",
    "a date as Jekyll writes it": FINE + "date: 2020-02-11 19:20:00 +0200\n",
    "a quoted date": FINE + "date: '2020-02-11T19:20:00Z'\n",
    "no date": FINE + "date:\n",
    "published": FINE + "published: yes\n",
    "held": FINE + "published: false\n",
    "an empty flag": FINE + "published:\n",
    "no related stories": FINE + "related: []\n",
    "an empty related": FINE + "related:\n",
    "different addresses": FINE
    + "related:\n- url: https://x.example/a\n- url: https://x.example/A\n",
    "an address, and none of the article's own": FINE + "related:\n- url: https://x.example/a\n",
    "items without address": FINE + "related:\n  - title: x\n  - title: x\n",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_is_nearly_wrong_is_fine(text: str) -> None:
    assert problems(text) == []


def test_a_long_value_does_not_make_a_long_message() -> None:
    for key in ("date", "published"):
        (problem,) = problems(f"{FINE}{key}: {'x' * 100_000}\n")
        assert len(problem.message) < 300


def test_lines_are_those_of_the_file() -> None:
    data = b"\xef\xbb\xbf\r\n---\r\ntitle: x\r\ndate: soon\r\n---\r\n"
    (problem,) = check("a.md", Document.parse(data))
    assert (problem.line, problem.column) == (4, 7)


def test_a_file_that_cannot_be_read_is_a_problem() -> None:
    error = unreadable("a.md", PermissionError(13, "Permission denied"))
    assert (error.code, error.severity, error.line) == ("cannot-read", "error", None)
    assert "Permission denied" in error.message
    broken = unreadable("a.md", YamlError("said", 3, 4))
    assert (broken.code, broken.line, broken.column, broken.message) == ("yaml", 3, 4, "said")


def test_a_problem_is_written_as_json() -> None:
    (problem,) = problems("quality: 1\n")
    assert json.loads(json.dumps(problem.as_dict())) == {
        "path": "a.md",
        "line": 1,
        "column": 1,
        "field": "title",
        "code": "title-missing",
        "severity": "error",
        "message": "the title is missing: write one",
    }
