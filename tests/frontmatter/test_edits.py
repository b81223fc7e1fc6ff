"""What every edit leaves alone, and what is refused."""

from __future__ import annotations

import pytest

from curator.frontmatter import Document, Edit, Insert, Move, Remove, Set, Written, apply, path_text
from curator.frontmatter.errors import EditRefused, PathNotFound
from tests.frontmatter.texts import document, edited

FENCES = {
    "BOM": b"\xef\xbb\xbf---\na: one\n---\nBody\n",
    "BOM behind the fence": b"---\n\xef\xbb\xbfa: one\n---\nBody\n",
    "dots": b"---\na: one\n...\nBody\n",
    "blanks behind the fences": b"---  \na: one\n---\t\nBody\n",
    "nothing behind the closer": b"---\na: one\n---",
    "Windows-1252 below": b"---\na: one\n---\ncaf\xe9 \x93quoted\x94\n",
    "CRLF above and LF below": b"---\r\na: one\r\n---\nBody\n",
    "another fence in the body": b"---\na: one\n---\nBody\n---\nb: x\n---\n",
    "blank lines above": b"\n \n---\na: one\n---\n",
}


@pytest.mark.parametrize("before", FENCES.values(), ids=FENCES)
def test_what_is_around_the_front_matter_stays(before: bytes) -> None:
    after = apply(Document.parse(before), Set(("a",), "two")).to_bytes()
    assert after == before.replace(b"one", b"two", 1)
    back = apply(Document.parse(after), Set(("a",), "one")).to_bytes()
    assert back == before


REFUSED: dict[str, tuple[str, Edit, type[Exception], str]] = {
    "no such list": ("a: 1\n", Move(("l",), 0, 1), PathNotFound, "no field l"),
    "not a list": ("a: 1\n", Move(("a",), 0, 1), EditRefused, "not a list"),
    "no such item to move": ("l: [1]\n", Move(("l",), 1, 0), PathNotFound, "number 1"),
    "no such place to move to": ("l: [1]\n", Move(("l",), 0, 1), PathNotFound, "number 1"),
    "a negative place": ("l: [1, 2]\n", Move(("l",), 0, -1), PathNotFound, "number -1"),
    "no such key": ("a: 1\n", Remove(("b",)), PathNotFound, "no field b"),
    "no such item": ("l: [1]\n", Remove(("l", 1)), PathNotFound, "no field l.1"),
    "inserting too far": ("l: [1]\n", Insert(("l",), 3, 1), PathNotFound, "number 3"),
    "setting too far": ("l: [1]\n", Set(("l", 3), 1), PathNotFound, "list without that item"),
    "inside a single value": ("a: 1\n", Set(("a", "b"), 1), PathNotFound, "single value"),
    "half a character": ("a: 1\n", Set(("a",), "\ud800"), EditRefused, "surrogate"),
    "half a character as written": ("a: 1\n", Set(("a",), Written("\ud800")), EditRefused, "half"),
    "a key with half a character": ("a: 1\n", Set(("\ud800",), 1), EditRefused, "surrogate"),
    "text as written that means something else": (
        "a: 1\n",
        Set(("a",), Written("x # y")),
        EditRefused,
        "something else",
    ),
    "text as written that closes the fence": (
        "a: 1\n",
        Set(("a",), Written("|\n---")),
        EditRefused,
        "cannot be edited safely",
    ),
    "a merge in an alias": (
        "b: &b {q: 1}\nx: &x\n  <<: *b\nz: *x\n",
        Set(("z", "<<", "q"), 2),
        EditRefused,
        "through <<",
    ),
    "everything": ("a: 1\n", Set((), 1), EditRefused, "as a whole"),
}


@pytest.mark.parametrize(("text", "edit", "error", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_refused_in_words(
    text: str, edit: Edit, error: type[Exception], said: str
) -> None:
    before = document(text)
    with pytest.raises(error, match=said):
        apply(before, edit)
    assert before.yaml == text


def test_several_edits_are_all_made_or_none() -> None:
    before = document("a: 1\nb: 2\n")
    with pytest.raises(PathNotFound):
        edited(before.yaml, Set(("a",), 5), Remove(("c",)))
    assert edited(before.yaml, Set(("a",), 5), Remove(("b",))) == "a: 5\n"


def test_a_path_as_text() -> None:
    assert path_text(("related", 0, "title")) == "related.0.title"
