"""Shapes of real files that break a naive splicer, each as it should be edited."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from curator.frontmatter import (
    Document,
    Edit,
    FrontMatterError,
    Insert,
    Move,
    Remove,
    Set,
    Written,
    apply,
)


def edited(text: str, *edits: Edit, newline: str = "\n") -> str:
    """The front matter after edits, proven by plain PyYAML to be what we say it is."""
    document = Document.parse(f"---{newline}{text}---{newline}The story.{newline}".encode())
    for edit in edits:
        document = apply(document, edit)
    again = Document.parse(document.to_bytes())
    assert again.tail == f"---{newline}The story.{newline}".encode()
    assert yaml.load(document.yaml, yaml.CSafeLoader) == document.data
    return document.yaml


def test_trap_01_empty_value() -> None:
    text = "title: x\r\nreq.idl: \r\nlast: y\r\n"
    after = edited(text, Set(("req.idl",), "dbgeng.h"), newline="\r\n")
    assert after == "title: x\r\nreq.idl: dbgeng.h\r\nlast: y\r\n"


def test_trap_02_block_list_of_maps() -> None:
    text = "images:\n  - url: a.png\n    width: 1\n  - url: b.png\n    width: 2\nlast: y\n"
    assert edited(text, Move(("images",), 1, 0)) == (
        "images:\n  - url: b.png\n    width: 2\n  - url: a.png\n    width: 1\nlast: y\n"
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("comment: |-\n  one\n  two\n\nnext: 1\n", "comment: |-\n  new\n\nnext: 1\n"),
        ("first: 1\ncomment: |-\n  one\n  two\n", "first: 1\ncomment: |-\n  new\n"),
    ],
    ids=["before a key", "before the fence"],
)
def test_trap_03_block_scalar(text: str, after: str) -> None:
    assert edited(text, Set(("comment",), "new")) == after


def test_trap_04_anchor_inside_the_span() -> None:
    text = "title: &title 'Welcome!'\nseo: *title\n"
    after = "title: &title 'Hello!'\nseo: *title\n"
    assert edited(text, Set(("title",), "Hello!")) == after


def test_trap_05_alias() -> None:
    text = "description: &desc A place\nhead:\n  meta:\n    - content: *desc\n"
    after = "description: &desc A place\nhead:\n  meta:\n    - content: Another\n"
    assert edited(text, Set(("head", "meta", 0, "content"), "Another")) == after


def test_trap_06_duplicate_key() -> None:
    text = "expirydate: 2014\ntitle: x\nexpirydate: 2015\n"
    after = "expirydate: 2014\ntitle: x\nexpirydate: 2016\n"
    assert edited(text, Set(("expirydate",), 2016)) == after
    assert edited(text, Remove(("expirydate",))) == "title: x\n"


def test_trap_07_collection_ends_before_the_comments_behind_it() -> None:
    text = "auto:\n  method: git\n\n# eol(x) = releaseDate(x+2)\nreleases: 1\n"
    assert edited(text, Set(("auto", "url"), "x")) == (
        "auto:\n  method: git\n  url: x\n\n# eol(x) = releaseDate(x+2)\nreleases: 1\n"
    )


def test_trap_08_comment_between_items() -> None:
    text = "ids:\n  - purl: brew\n  # - purl: snap\n  - purl: docker\n"
    assert edited(text, Insert(("ids",), 2, {"purl": "new"})) == text + "  - purl: new\n"
    assert "# - purl: snap" in edited(text, Move(("ids",), 1, 0))


def test_trap_09_marks_count_characters() -> None:
    text = "title: Möwen über Łódź 🦊\nsecured: abc==\nlast: 1\n"
    assert edited(text, Set(("secured",), "def==")) == text.replace("abc==", "def==")


def test_trap_10_byte_order_mark() -> None:
    data = b"\xef\xbb\xbf---\ntitle: ab\nlast: 1\n---\n"
    after = apply(Document.parse(data), Set(("title",), "cd")).to_bytes()
    assert after == data.replace(b"ab", b"cd")


def test_trap_11_unusual_line_ends_in_quotes() -> None:
    text = 'title: "one\u2028two\x85three"\nlast: 1\n'
    assert edited(text, Set(("last",), 2)) == text.replace("1", "2")
    with pytest.raises(FrontMatterError) as refused:
        Document.parse(f"---\n{text}bad: [\n---\n".encode())
    assert refused.value.line in (4, 5)


def test_trap_12_tabs() -> None:
    text = "date: 2021-05-14\t# keep\nl:\n- melody\t\t\nlast: 1\n"
    after = "date: 2021-05-15\t# keep\nl:\n- melody\t\t\nlast: 1\n"
    assert edited(text, Set(("date",), Written("2021-05-15"))) == after


@pytest.mark.parametrize("value", ["{{ replace .Name }}", "2022-00-00"])
def test_trap_13_composes_but_does_not_load(value: str) -> None:
    data = f"---\nodd: {value}\ntitle: x\n---\n".encode()
    after = apply(Document.parse(data), Set(("title",), "new")).to_bytes()
    assert after == data.replace(b"title: x", b"title: new")
    mended = apply(Document.parse(data), Set(("odd",), "well"))
    assert yaml.load(mended.yaml, yaml.CSafeLoader) == {"odd": "well", "title": "x"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("l:\n- %\n", 3), ("x: a: b\n", 2), ("l:\n\t- a\n", 3), ("a: *gone\n", 2)],
    ids=["percent", "two colons", "tab", "undefined alias"],
)
def test_trap_14_not_yaml(text: str, line: int) -> None:
    with pytest.raises(FrontMatterError) as refused:
        Document.parse(f"---\n{text}---\n".encode())
    assert refused.value.line == line
    assert refused.value.column is not None


def test_trap_15_the_value_is_not_what_was_written() -> None:
    text = "time: 16:00:00\nEAN: 046135747465\nmonth: 08\nday: 02\ntitle: # comment\n"
    assert edited(text, Set(("title",), "x")) == text.replace("title: #", "title: x #")
    assert edited(text, Set(("day",), Written("03"))) == text.replace("02", "03")
    for value in ("16:00:00", "046135747465", "08", "02", "yes", "~"):
        after = edited("title: x\n", Set(("title",), value))
        assert yaml.load(after, yaml.CSafeLoader) == {"title": value}


def test_trap_16_quoted_text_continued_at_column_0() -> None:
    text = 'description: "a text that goes\non at column 0: like a key"\nlast: 1\n'
    assert edited(text, Set(("last",), 2)) == text.replace("last: 1", "last: 2")
    assert edited(text, Set(("description",), "short")) == 'description: "short"\nlast: 1\n'


def test_trap_17_flow_list_closed_at_column_0() -> None:
    text = 'helpviewer: [\n"a",\n"b"\n]\nlast: 1\n'
    assert edited(text, Set(("last",), 2)) == text.replace("last: 1", "last: 2")
    assert yaml.safe_load(edited(text, Insert(("helpviewer",), 2, "c")))["helpviewer"] == [
        *("a", "b", "c")
    ]


@pytest.mark.parametrize(
    "form",
    [
        "---\n{}...\n",
        "---\n{}--- \t\nbody\n",
        "--- \n{}---\nbody\n",
        "---\n{}---",
        "---\n{}---\nbody\n---\nmore\n",
    ],
    ids=["dots", "blanks behind the closer", "blanks behind the opener", "no end", "later fence"],
)
def test_trap_18_fences(form: str) -> None:
    before, after = (form.format(f"title: {value}\n").encode() for value in ("x", "new"))
    assert apply(Document.parse(before), Set(("title",), "new")).to_bytes() == after


def test_trap_18_nothing_between_the_fences() -> None:
    for inside in ("", "# only a comment\n"):
        data = f"---\n{inside}---\nbody\n".encode()
        after = apply(Document.parse(data), Set(("published",), False)).to_bytes()
        assert after == f"---\n{inside}published: false\n---\nbody\n".encode()


def test_trap_19_items_of_mixed_kind() -> None:
    text = "l:\n  - text\n  - key: value\n    more: 1\n  - 5\n"
    after = "l:\n  - key: value\n    more: 1\n  - text\n  - 5\n"
    assert edited(text, Move(("l",), 1, 0)) == after


def test_trap_20_body_in_another_encoding() -> None:
    data = b"---\ntitle: x\n---\ncaf\xe9 \x93quoted\x94\n"
    after = apply(Document.parse(data), Set(("title",), "new")).to_bytes()
    assert after == data.replace(b"title: x", b"title: new")


def test_trap_21_indentation_indicator_with_a_blank_first_line() -> None:
    text = "description: |2\n\n  text\nlast: 1\n"
    assert edited(text, Set(("last",), 2)) == text.replace("last: 1", "last: 2")
    after = edited(text, Set(("description",), "\n new\n"))
    assert yaml.safe_load(after) == {"description": "\n new\n", "last": 1}


def test_trap_22_size() -> None:
    releases = "".join(f"  - name: v{n}\n    eol: false\n" for n in range(1500))
    text = f"long: {'x' * 182_369}\nreleases:\n{releases}last: 1\n"
    assert edited(text, Set(("last",), 2)) == text.replace("last: 1", "last: 2")


def test_every_trap_has_its_test() -> None:
    names = Path(__file__).read_text(encoding="utf-8")
    assert all(f"def test_trap_{number:02}_" in names for number in range(1, 23))
