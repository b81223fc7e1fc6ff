"""Which lines belong to an item or a key."""

from __future__ import annotations

import pytest

from curator.frontmatter.layout import entry_chunks, item_chunks, line_end, line_start, next_line
from curator.frontmatter.nodes import Mapping, Sequence
from tests.frontmatter.texts import document


def items(text: str, *path: str | int) -> list[str]:
    read = document(text)
    node = read.node(path)
    assert isinstance(node, Sequence)
    return [read.yaml[chunk.start : chunk.end] for chunk in item_chunks(read.yaml, node)]


def entries(text: str, *path: str | int) -> list[str]:
    read = document(text)
    node = read.node(path)
    assert isinstance(node, Mapping)
    return [read.yaml[chunk.start : chunk.end] for chunk in entry_chunks(read.yaml, node)]


ITEMS = {
    "lines": ("l:\n  - a\n  - b\n", ["  - a\n", "  - b\n"]),
    "trailing comments": ("l:\n  - a # x\n  - b # y\n", ["  - a # x\n", "  - b # y\n"]),
    "comments above": ("l:\n  # x\n  - a\n  # y\n  - b\n", ["  # x\n  - a\n", "  # y\n  - b\n"]),
    "comments set off": ("l:\n  - a\n  # x\n\n  - b\n", ["  - a\n", "  - b\n"]),
    "comments inside": ("l:\n  - a: 1\n    # x\n  - b\n", ["  - a: 1\n    # x\n", "  - b\n"]),
    "blank lines between": ("l:\n  - a\n\n  - b\n\nz: 1\n", ["  - a\n", "  - b\n"]),
    "the next key's comment": ("l:\n  - a\n# z\nz: 1\n", ["  - a\n"]),
    "block scalars": ("l:\n  - |\n    a\n\n  - b\n", ["  - |\n    a\n", "  - b\n"]),
    "kept block scalars": ("l:\n  - |+\n    a\n\n  - b\n", ["  - |+\n    a\n\n", "  - b\n"]),
    "quotes at column 0": ('l:\n- "a\nb"\n- c\n', ['- "a\nb"\n', "- c\n"]),
    "empty items": ("l:\n  -\n  - b\n  -\n", ["  -\n", "  - b\n", "  -\n"]),
    "empty keys": ("l:\n  - ?\n  - b\n", ["  - ?\n", "  - b\n"]),
    "a hash inside a text": ("l:\n  - a#b\n  - 'c # d'\n", ["  - a#b\n", "  - 'c # d'\n"]),
    "CRLF": ("l:\r\n- a\r\n- b\r\n", ["- a\r\n", "- b\r\n"]),
}


@pytest.mark.parametrize(("text", "wanted"), ITEMS.values(), ids=ITEMS)
def test_an_item_owns_its_lines(text: str, wanted: list[str]) -> None:
    assert items(text, "l") == wanted


def test_an_item_in_the_middle_of_a_line_begins_at_its_dash() -> None:
    assert items("l:\n  - - a\n    - b\n", "l", 0) == ["- a\n", "    - b\n"]


def test_a_key_does_not_own_the_comments_above_it() -> None:
    assert entries("# x\na: 1\n# y\nb: # z\n  - c\n  # d\n\ne:\n") == [
        "a: 1\n",
        "b: # z\n  - c\n  # d\n",
        "e:\n",
    ]


def test_lines_end_at_every_kind_of_line_break() -> None:
    text = "ab\r\ncd\ref\ngh"
    for letter, start, following in (("b", 0, 4), ("d", 4, 7), ("f", 7, 10), ("h", 10, 12)):
        at = text.index(letter)
        assert line_start(text, at) == start
        assert line_end(text, at) == at + 1
        assert next_line(text, at) == following
