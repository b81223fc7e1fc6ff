"""Splitting a file at its fences, and what is said where that or the YAML fails."""

from __future__ import annotations

import random
import re
import time
from datetime import UTC, date, datetime

import pytest
import yaml

from curator.frontmatter import Document, FrontMatterError, Unreadable, nodes, parsing
from curator.frontmatter.document import MAX_BYTES, has_front_matter, split
from curator.frontmatter.errors import (
    NoFrontMatter,
    NotAMapping,
    NotUtf8,
    TooLarge,
    UnclosedFence,
    YamlError,
)
from tests.frontmatter.texts import document

WHOLE = {
    "plain": (b"---\na: 1\n---\nBody\n", "a: 1\n", "Body\n"),
    "empty": (b"---\n---\n", "", ""),
    "blank": (b"---\n\n \n---\nBody", "\n \n", "Body"),
    "comments only": (b"---\n# x\n---\n", "# x\n", ""),
    "dots": (b"---\na: 1\n...\nBody\n", "a: 1\n", "Body\n"),
    "BOM": (b"\xef\xbb\xbf---\na: 1\n---\n", "a: 1\n", ""),
    "BOM behind the fence": (b"---\n\xef\xbb\xbfa: 1\n---\n", "a: 1\n", ""),
    "CRLF": (b"---\r\na: 1\r\n---\r\nBody\r\n", "a: 1\r\n", "Body\r\n"),
    "lone CR": (b"---\ra: 1\r---\rBody\r", "a: 1\r", "Body\r"),
    "mixed": (b"---\r\na: 1\nb: 2\r---\nBody", "a: 1\nb: 2\r", "Body"),
    "blanks behind fences": (b"--- \t\na: 1\n---  \nBody", "a: 1\n", "Body"),
    "blank lines above": (b"\n\t\n---\na: 1\n---\n", "a: 1\n", ""),
    "no line end at all behind the closer": (b"---\na: 1\n---", "a: 1\n", ""),
    "a rule in the body": (b"---\na: 1\n---\nx\n---\ny: 1\n---\n", "a: 1\n", "x\n---\ny: 1\n---\n"),
    "dashes inside a value": (b"---\na: x ---\nb: '\n ---'\n---\n", "a: x ---\nb: '\n ---'\n", ""),
    "a longer line of dashes": (b"---\na: |\n ----\n---\n", "a: |\n ----\n", ""),
    "a body in Windows-1252": (b"---\na: 1\n---\ncaf\xe9\n", "a: 1\n", "caf\ufffd\n"),
}


@pytest.mark.parametrize(("data", "text", "body"), WHOLE.values(), ids=WHOLE)
def test_a_file_is_split_and_put_together_again(data: bytes, text: str, body: str) -> None:
    read = Document.parse(data)
    assert (read.yaml, read.body) == (text, body)
    assert read.to_bytes() == data
    assert b"".join(split(data)) == data
    assert has_front_matter(data[:64])


def test_the_first_line_that_closes_is_found_among_any_others() -> None:
    rng = random.Random(4)
    for _ in range(5000):
        words = rng.choices(("---", "...", "----", "..", "a: 1", " ", " ---", "", "\t"), k=9)
        rest = "".join(word + rng.choice(("\n", "\r", "\r\n")) for word in words)
        lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)", rest)
        closing = [n for n, each in enumerate(lines) if each.strip() in ("---", "...")]
        # What is indented closes nothing.
        closing = [n for n in closing if lines[n][0] in "-."]
        data = f"---\n{rest}".encode()
        if not closing:
            with pytest.raises(UnclosedFence):
                split(data)
            continue
        inside, tail = ("".join(part) for part in (lines[: closing[0]], lines[closing[0] :]))
        assert split(data) == (b"---\n", inside.encode(), tail.encode())


def test_spans_are_right_behind_a_byte_order_mark() -> None:
    for data in (WHOLE["BOM"][0], WHOLE["BOM behind the fence"][0]):
        read = Document.parse(data)
        node = read.node(("a",))
        assert node is not None
        assert read.yaml[node.start : node.end] == "1"


def test_values_are_those_of_pyyaml() -> None:
    text = (
        "a: yes\nb: 0o17\nc: 017\nd: 1_000\ne: 16:00:00\nf: 1.5\ng: ~\nh:\ni: 2020-02-11\n"
        "j: 2020-02-11T19:20:00Z\nk: .inf\nl: !!binary aGk=\nm: 'x'\n404: x\nn: [1, {o: p}]\n"
        "q: &x {r: 1}\ns: *x\nt:\n  <<: *x\n  u: 2\nm: last\n"
    )
    wanted = yaml.safe_load(text)
    wanted["404"] = wanted.pop(404)
    read = document(text).data
    assert {key: read[key] for key in wanted} == wanted
    assert read["a"] is True
    assert read["i"] == date(2020, 2, 11)
    assert read["j"] == datetime(2020, 2, 11, 19, 20, tzinfo=UTC)
    assert read["m"] == "last"
    assert document(text).first_line == 2


UNREADABLE = {
    "a date that does not exist": "2022-00-00",
    "a time that does not exist": "2022-01-01T99:00:00Z",
    "an empty number": "!!int ''",
    "a sign without a number": "!!int '-'",
    "no boolean": "!!bool maybe",
    "no date": "!!timestamp soon",
    "broken base64": "!!binary é",
    "an unknown tag": "!ruby/object x",
    "the value sign": "=",
    "a number of 5000 digits": "9" * 5000,
    "a number of 5000 hexadecimal digits": "0x" + "f" * 5000,
}


@pytest.mark.parametrize("written", UNREADABLE.values(), ids=UNREADABLE)
def test_a_value_that_is_not_what_it_claims_is_kept_as_text(written: str) -> None:
    assert isinstance(document(f"a: {written}\n").data["a"], Unreadable)


def test_a_sexagesimal_number_of_a_megabyte_is_not_worked_out() -> None:
    start = time.perf_counter()
    assert isinstance(document("a: 1" + ":01" * 300_000 + "\n").data["a"], Unreadable)
    assert time.perf_counter() - start < 5


NOT_YAML: dict[str, tuple[str, int, int, str]] = {
    "a colon in a title": ("a: 1\ntitle: Foo: bar\n", 3, 11, "quotes"),
    "a colon in an item": ("a:\n  - b: c: d\n", 3, 9, "quotes"),
    "a key below a value": ("title: x\n  foo: bar\n", 3, 6, "line it up"),
    "no blank behind the colon": ("title:foo\nb: 1\n", 3, 2, "line above"),
    "a line without a colon": ("a: 1\nfoo\nb: 1\n", 3, 1, "no colon"),
    "a tab for indentation": ("a:\n\tb: 1\n", 3, 1, "spaces"),
    "a tab below a value": ("a: 1\n\tb: 1\n", 3, 1, "spaces"),
    "a tab in a block": ("a: |\n\tb\n", 3, 1, "spaces"),
    "an at sign": ("a: @x\n", 2, 4, "@: put it in quotes"),
    "a backtick": ("a: `x`\n", 2, 4, "`: put it in quotes"),
    "a percent sign": ("a: %x\n", 2, 4, "%: put it in quotes"),
    "a directive without a number": ("%YAML\n", 2, 1, "a line cannot begin with %"),
    "a directive that stands twice": (
        "%YAML 1.1\n%YAML 1.1\n--- {}\n",
        3,
        1,
        "a line cannot begin with %",
    ),
    "Liquid": ("a: {% if x %}\n", 2, 5, "{%: put it in quotes"),
    "a star": ("a: **bold** x\n", 2, 4, "*: put it in quotes"),
    "an ampersand": ("a: & b\n", 2, 4, "&: put it in quotes"),
    "an exclamation mark": ("a: !x!y z\n", 2, 4, "!: put it in quotes"),
    "an unknown alias": ("b: 1\na: *x\n", 3, 4, "anchor &x that is not there"),
    "an alias inside its own anchor": ("a: &x [1, *x]\n", 2, 11, "inside the value"),
    "an open double quote": ('b: 1\na: "x\n', 3, 4, 'the quote " that opens here'),
    "an open single quote": ("a: 'x\nb: 1\n", 2, 4, "the quote ' that opens here"),
    "quotes in quotes": ('a: "He said "hi" to me"\nb: 1\n', 2, 14, "closing quote"),
    "an apostrophe in quotes": ("a: 'it's fine'\nb: 1\n", 2, 8, "closing quote"),
    "an open bracket": ("b: 1\na: [x, y\nc: 1\n", 3, 4, "the bracket [ that opens here"),
    "an open brace": ("a: {x: 1\nb: 2\n", 2, 4, "the bracket { that opens here"),
    "a comma too few": ('a: ["x" "y"]\n', 2, 9, "comma"),
    "a comma too many": ("a: [x, , y]\n", 2, 8, "a value is missing"),
    "text behind a bracket": ("a: [x, y] z\nb: 1\n", 2, 11, "in quotes"),
    "a key too far left": ("a:\n    b: 1\n  c: 2\n", 4, 3, "indentation"),
    "a dash too far left": ("a:\n  - x\n - y\nb: 1\n", 4, 2, "dash"),
    "a dash among keys": ("a: 1\n- x\n", 3, 1, "dash"),
    "a list behind a colon": ("a: - x\n", 2, 4, "line of its own"),
    "a question mark": ("a: ? b\n", 2, 4, "question mark"),
    "an unknown escape": ('a: "\\q"\n', 2, 5, "backslash"),
    "a broken escape": ('a: "\\xZZ"\n', 2, 7, "hexadecimal"),
    "text behind a block mark": ("a: > text\n  x\n", 2, 4, "next line"),
    "a control character": ("a: 1\nb: x\x07\n", 3, 5, "U+0007"),
    "NUL": ("a: 1\nb: \x00\n", 3, 4, "U+0000"),
    "a line end of old Macs above": ("a: 1\rb: Foo: bar\r", 3, 7, "quotes"),
    "letters of several bytes before": ("a: 1\ntitle: Ünï 🦊: bar\n", 3, 13, "quotes"),
}


@pytest.mark.parametrize(("text", "line", "column", "said"), NOT_YAML.values(), ids=NOT_YAML)
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_what_is_not_yaml_is_said_in_words_with_its_place(
    monkeypatch: pytest.MonkeyPatch, loader: str, text: str, line: int, column: int, said: str
) -> None:
    monkeypatch.setattr(parsing, "_LOADER", getattr(yaml, loader))
    with pytest.raises(YamlError) as caught:
        document(text)
    assert said in caught.value.message
    assert (caught.value.line, caught.value.column) == (line, column)
    assert "while " not in caught.value.message
    assert "token" not in caught.value.message


BAD: dict[str, tuple[bytes, type[FrontMatterError], int, int]] = {
    "nothing": (b"", NoFrontMatter, 1, 1),
    "no fence": (b"Just text.\n", NoFrontMatter, 1, 1),
    "a fence with text": (b"---js\na: 1\n---\n", NoFrontMatter, 1, 1),
    "a fence and no more": (b"---", NoFrontMatter, 1, 1),
    "NULs": (b"\x00" * 4096, NoFrontMatter, 1, 1),
    "UTF-16": ("---\na: 1\n---\n".encode("utf-16"), NotUtf8, 1, 1),
    "UTF-16 without a mark": ("---\na: 1\n---\n".encode("utf-16-be"), NotUtf8, 1, 1),
    "UTF-32": ("---\na: 1\n---\n".encode("utf-32"), NotUtf8, 1, 1),
    "a tag alone": (b"---\n!\n---\n", NotAMapping, 2, 1),
    "unclosed": (b"---\na: 1\n\nBody\n", UnclosedFence, 1, 1),
    "unclosed below blank lines": (b"\n\n---\na: 1\n", UnclosedFence, 3, 1),
    "not UTF-8": (b"---\na: 1\nb: \xc3\xa9 \xe9\n---\n", NotUtf8, 3, 6),
    "not UTF-8, old Mac line ends": (b"---\ra: 1\rb: \xe9\r---\r", NotUtf8, 3, 4),
    "a list": (b"---\n- a\n---\n", NotAMapping, 2, 1),
    "a text": (b"---\nJust text.\n---\n", NotAMapping, 2, 1),
    "broken below a blank line": (b"\n---\na: b: c\n---\n", YamlError, 3, 5),
}


@pytest.mark.parametrize(("data", "error", "line", "column"), BAD.values(), ids=BAD)
def test_bad_files_raise_their_own_error_with_a_place(
    data: bytes, error: type[FrontMatterError], line: int, column: int
) -> None:
    with pytest.raises(error) as caught:
        Document.parse(data)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.message
    assert str(caught.value).startswith(f"{line}:{column}: ")


def test_what_is_damaged_or_in_another_encoding_is_said_and_not_passed_over() -> None:
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"):
        data = "---\na: 1\n---\n".encode(encoding)
        assert has_front_matter(data[:64])
        with pytest.raises(NotUtf8, match=f"the file is {encoding[:6].upper()}; save it as UTF-8"):
            Document.parse(data)
    assert has_front_matter(bytes(64))
    with pytest.raises(NoFrontMatter, match="nothing but NUL"):
        Document.parse(bytes(64))
    assert has_front_matter(bytes(64) + b"the rest")
    with pytest.raises(NoFrontMatter, match="begins with NUL"):
        Document.parse(bytes(64) + b"the rest")
    for other in (b"", b"# A heading\n", "# Überschrift\n".encode("utf-16"), b"\0\0PK"):
        assert not has_front_matter(other)


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 12)]
    return "\n".join(lines) + "\n"


HUGE = {
    "alias bomb": bomb(),
    "nested brackets": "a: " + "[" * 10_000 + "]" * 10_000 + "\n",
    "nested braces": "a: " + "{a: " * 10_000 + "}" * 10_000 + "\n",
    "nested dashes": "a:\n  " + "- " * 10_000 + "x\n",
    "nested keys": "".join(" " * n + "a:\n" for n in range(2_000)),
    "too many values": "a: [" + "x," * 300_000 + "]\n",
    "five megabytes": "a: " + "x" * 5 * 1024 * 1024 + "\n",
    "five megabytes of lines": "a: |\n" + "  line\n" * 750_000,
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_what_is_too_large_is_refused_in_bounded_time(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(TooLarge) as caught:
        document(text)
    assert caught.value.line is not None
    assert time.perf_counter() - start < 10


LARGE = {
    "one long text": "a: " + "x" * (MAX_BYTES - 10) + "\n",
    "many keys": "".join(f"key{n}: value\n" for n in range(50_000)),
    "many lists": "".join(f"key{n}:\n- value\n" for n in range(30_000)),
    "many blank lines": "\n" * 1_000_000 + "a: 1\n",
    "many comments": "# x\n" * 500_000 + "a: 1\n",
    "a body without end": "a: 1\n",
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_what_is_large_is_read_and_described_in_bounded_time(text: str) -> None:
    start = time.perf_counter()
    read = document(text, body="---- x\n" * 500_000 if text == "a: 1\n" else "")
    assert read.style.newline == "\n"
    assert read.data
    assert time.perf_counter() - start < 10


def test_an_alias_bomb_below_the_bound_is_read_without_being_written_out() -> None:
    read = document("\n".join(bomb().splitlines()[:4]) + "\n").data
    assert read["a3"][0] is read["a2"]  # type: ignore[index]


TYPICAL = (
    "a: 1\nb: 'x'\nc: \"y\"\n",
    "l:\n  - a: 1\n    b: |\n      x\n\n  - c\n# z\nd: [1, {e: f}]\n",
    "a: &x\n  b: 1\nc: *x\nd: !!str 5\ne:\nf: # g\nh: >+\n  i\n\n",
    "? a\n? [b]\n: c\nl:\n- ?\n- - d\n  - e\n",
    'a: "x\ny"\nb: é 🦊 \u2028\nc: 2020-02-11T19:20:00Z # d\n',
)


@pytest.mark.parametrize("text", [*TYPICAL, *(t.replace("\n", "\r\n") for t in TYPICAL)])
def test_the_tree_is_the_same_without_the_c_loader(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    assert parsing._LOADER is yaml.CSafeLoader  # type: ignore[attr-defined]

    def tree() -> list[object]:
        return [
            (path, type(node).__name__, node.outer, node.start, node.end, getattr(node, "text", 0))
            for path, node in nodes.walk(document(text).root)
        ]

    fast = tree()
    monkeypatch.setattr(parsing, "_LOADER", parsing._PLAIN_LOADER)
    assert tree() == fast
