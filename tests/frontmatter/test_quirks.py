"""Our own files of every odd shape: each edit touches its lines alone and reads back as meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.frontmatter import (
    Document,
    Edit,
    Insert,
    Move,
    Remove,
    Set,
    Value,
    apply,
)
from curator.frontmatter.sharing import shared_with

FOLDER = Path(__file__).parent.parent / "data" / "quirks"
FILES = sorted(FOLDER.glob("*.md"))


def edits(document: Document) -> Iterator[Edit]:
    """Every kind of edit at every key and list of the top, and one below."""
    data = document.data
    yield Set(("published",), not data.get("published"))
    yield Set(("title",), "Yes: a 'new' title # with marks")
    for key, value in list(data.items())[:40]:
        yield Remove((key,))
        if isinstance(value, list):
            yield Insert((key,), len(value), "new item")
            yield Set((key,), [])
            if value:
                yield Remove((key, 0))
            if len(value) > 1:
                yield Move((key,), len(value) - 1, 0)
        elif isinstance(value, dict):
            yield Set((key, "a new key"), 5)
        else:
            yield Set((key,), "another text")


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_edit_of_a_quirk_is_proven_and_lossless(path: Path) -> None:
    data = path.read_bytes()
    document = Document.parse(data)
    assert document.to_bytes() == data
    assert Document.parse(data).with_yaml(document.yaml).to_bytes() == data
    made = 0
    for edit in edits(document):
        after = apply(document, edit)
        if after is document:
            continue
        made += 1
        again = Document.parse(after.to_bytes())
        assert again.data == after.data
        assert (after.head, after.tail) == (document.head, document.tail)
        others = [*shared_with(document, edit.path), *shared_with(document, edit.path[:1])]
        keys = {edit.path[0], *(other[0] for other in others)}
        assert unlike(document.data, after.data) <= keys, edit
    assert made


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_list_emptied_and_filled_again_reads_as_before(path: Path) -> None:
    document = Document.parse(path.read_bytes())
    for key, value in document.data.items():
        if not isinstance(value, list) or not value:
            continue
        emptied = apply(document, Set((key,), []))
        assert apply(emptied, Set((key,), value)).data == document.data


def test_there_is_a_quirk_of_every_kind() -> None:
    assert len(FILES) > 40


def unlike(one: dict[str, Value], other: dict[str, Value]) -> set[str]:
    return {key for key in {*one, *other} if repr(one.get(key)) != repr(other.get(key))}
