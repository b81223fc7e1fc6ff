"""Every file of a real content folder: an edit changes the lines of its field and no others."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from curator.content.folder import is_article_name
from curator.frontmatter import Document, Edit, FrontMatterError, Move, Set, apply
from curator.frontmatter.nodes import Mapping, Sequence, key_text, line_and_column, resolved
from curator.resources import resource
from tests.frontmatter.texts import SHARED

FOLDERS = [
    folder
    for folder in (SHARED / "corpus" / "microsoft-power-apps", resource("sample"))
    if folder.is_dir()
]
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def documents(folder: Path) -> list[tuple[Path, Document]]:
    found: list[tuple[Path, Document]] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and is_article_name(path.name):
            data = path.read_bytes()
            try:
                read = Document.parse(data)
            except FrontMatterError:
                continue
            assert read.to_bytes() == data, path
            found.append((path, read))
    assert len(found) > 30
    return found


def loaded(text: str) -> dict[str, Any]:
    """What plain PyYAML reads; a date that does not exist is told by a note instead."""
    try:
        return yaml.load(text, Loader=LOADER) or {}
    except ValueError:
        return {"unreadable": True}


def lines_of(read: Document, key: str) -> tuple[int, int]:
    """The lines of a key: the first, and the one behind the last."""
    for number, (name, _) in enumerate(read.root.entries):
        if key_text(name) == key:
            following = read.root.entries[number + 1 :]
            end = following[0][0].outer if following else len(read.yaml)
            first, _ = line_and_column(read.yaml, name.outer)
            last, _ = line_and_column(read.yaml, end)
            return first - 1, last - 1
    raise AssertionError(f"no {key}")


def outside(read: Document, key: str) -> list[str]:
    lines = read.yaml.splitlines(keepends=True)
    start, end = lines_of(read, key)
    return lines[:start] + lines[end:]


def assert_only(path: Path, before: Document, after: Document, key: str, value: Any) -> None:
    assert (after.head, after.tail) == (before.head, before.tail), path
    if key in before.data:
        assert outside(after, key) == outside(before, key), path
    else:
        lines = after.yaml.splitlines(keepends=True)
        start, _ = lines_of(after, key)
        assert lines.pop(start).startswith(f"{key}: "), path
        assert lines == before.yaml.splitlines(keepends=True), path
    wanted = loaded(before.yaml)
    if "unreadable" not in wanted:
        assert loaded(after.yaml) == {**wanted, key: value}, path


def single_line(before: Document, after: Document) -> bool:
    old, new = before.yaml.splitlines(keepends=True), after.yaml.splitlines(keepends=True)
    return len(old) == len(new) and sum(a != b for a, b in zip(old, new, strict=True)) == 1


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_toggling_published_touches_nothing_else(folder: Path) -> None:
    for path, before in documents(folder):
        flag = before.data.get("published")
        after = apply(before, Set(("published",), not flag))
        assert_only(path, before, after, "published", not flag)
        if isinstance(flag, bool):
            assert single_line(before, after), path
            assert apply(after, Set(("published",), flag)).yaml == before.yaml, path


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_editing_the_title_touches_nothing_else(folder: Path) -> None:
    titled = 0
    for path, before in documents(folder):
        title = before.data.get("title")
        if isinstance(title, str) and title:
            titled += 1
            new = f"Edited: {title} “now” #1 \\ 🦊"
            after = apply(before, Set(("title",), new))
            assert_only(path, before, after, "title", new)
    assert titled > 20


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_reversing_a_list_moves_its_lines_and_no_others(folder: Path) -> None:
    reversed_lists = 0
    for path, before in documents(folder):
        for key, length, is_flow in lists_of(before):
            after, moves = reverse(before, key, length)
            items = loaded(before.yaml)
            if "unreadable" not in items:
                assert_only(path, before, after, key, items[key][::-1])
            if not is_flow:
                assert sorted(after.yaml.splitlines()) == sorted(before.yaml.splitlines()), path
            for move in reversed(moves):
                after = apply(after, Move(move.path, move.target, move.source))
            assert after.yaml == before.yaml, path
            reversed_lists += 1
    assert reversed_lists > 5


def lists_of(read: Document) -> list[tuple[str, int, bool]]:
    assert isinstance(read.root, Mapping)
    found: list[tuple[str, int, bool]] = []
    for name, value in read.root.entries:
        node = resolved(value)
        if isinstance(node, Sequence) and len(node.items) > 1:
            found.append((key_text(name), len(node.items), node.flow))
    return found


def reverse(read: Document, key: str, length: int) -> tuple[Document, list[Move]]:
    moves = [Move((key,), length - 1, target) for target in range(length - 1)]
    for move in moves:
        edit: Edit = move
        read = apply(read, edit)
    return read, moves
