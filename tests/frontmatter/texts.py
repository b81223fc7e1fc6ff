"""Short ways to write a test about text before and after."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

from curator.frontmatter import Document, Edit, apply_all

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared"
LOADERS: tuple[Any, ...] = tuple(
    {getattr(yaml, name) for name in ("CSafeLoader", "SafeLoader") if hasattr(yaml, name)}
)


def document(text: str, body: str = "The body.\n") -> Document:
    """A file with this front matter."""
    return Document.parse(f"---\n{text}---\n{body}".encode())


def edited(text: str, *edits: Edit) -> str:
    """The front matter after the edits; what is around it must not have moved."""
    before = document(text)
    after = apply_all(before, list(edits))
    assert (after.head, after.tail) == (before.head, before.tail)
    assert Document.parse(after.to_bytes()).yaml == after.yaml
    return after.yaml


def witness(text: str) -> Any:
    """What a plain PyYAML reads, both of its loaders agreeing."""
    first, *others = [yaml.load(text, Loader=loader) for loader in LOADERS]
    assert all(repr(other) == repr(first) for other in others)
    return first


def lines_that_differ(before: bytes, after: bytes) -> tuple[list[bytes], list[bytes]]:
    """The lines that went and those that came."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    gone: list[bytes] = []
    came: list[bytes] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += old[i1:i2]
            came += new[j1:j2]
    return gone, came
