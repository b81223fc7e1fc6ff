"""Edits of front matter: each the smallest change of the text, proven before it counts.

`apply` tries the ways in which the edit can be written, most natural first, and takes the first
one that passes the proof: the new text, split and parsed from its bytes, holds exactly the
intended data, every untouched value with its old type and text.  If none passes the edit is
refused and the document stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from curator.frontmatter.document import Document
from curator.frontmatter.errors import EditRefused, FrontMatterError, PathNotFound
from curator.frontmatter.list_splices import insertions, item_removals, moves
from curator.frontmatter.mapping_splices import key_removals
from curator.frontmatter.nodes import (
    Alias,
    FieldPath,
    Mapping,
    Node,
    PathElement,
    Scalar,
    Sequence,
    resolved,
)
from curator.frontmatter.proof import Expectation, fits, same_value
from curator.frontmatter.scalars import Value, value_of
from curator.frontmatter.splices import Splice
from curator.frontmatter.value_splices import settings


@dataclass(frozen=True, slots=True)
class Set:
    """Give the field at `path` a value; a key that is not there is added, its parents too.

    `order` lists keys in the order in which the site writes them: a new key goes behind the
    nearest of those before it.
    """

    path: FieldPath
    value: Value
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away a key with its value (every one, where it is written twice) or a list item."""

    path: FieldPath


@dataclass(frozen=True, slots=True)
class Insert:
    """Put `value` into the list at `path` so that it becomes number `index`, from 0.

    A list that is missing or empty is made.
    """

    path: FieldPath
    index: int
    value: Value
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """Move the item `source` of the list at `path` so that it becomes number `target`."""

    path: FieldPath
    source: int
    target: int


Edit: TypeAlias = Set | Remove | Insert | Move


def apply(document: Document, edit: Edit) -> Document:
    """The document after the edit; the very same object where nothing changes.

    Raises PathNotFound where there is no such place and EditRefused where the edit cannot be
    written so that nothing else changes.
    """
    parts = _parts(document, edit)
    if parts is None:
        return _apply_one(document, edit)
    for part in parts:
        document = apply(document, part)
    return document


def apply_all(document: Document, edits: list[Edit]) -> Document:
    """The document after several edits, or none of them: raises what `apply` raises."""
    for edit in edits:
        document = apply(document, edit)
    return document


def path_text(path: FieldPath) -> str:
    """A field path as people write it: `related.0.title`."""
    return ".".join(str(element) for element in path)


def _parts(document: Document, edit: Edit) -> list[Edit] | None:
    """The edit as simpler ones, so that what stays equal inside a collection stays untouched.

    None for an edit that is as simple as can be.
    """
    if isinstance(edit, Insert):
        node = document.node(edit.path)
        if not _is_missing(resolved(node) if node is not None else None):
            return None
        _check_index(edit.path, edit.index, 0, "insert at")
        return [Set(edit.path, [edit.value], edit.order)]
    if not isinstance(edit, Set) or not edit.path:
        return None
    node = document.node(edit.path)
    if node is None:
        return _with_parents(document, edit)
    if same_value(node, edit.value):
        return []
    if isinstance(edit.value, dict) and edit.value and isinstance(node, Mapping) and node.entries:
        return _mapping_parts(edit, edit.value, node)
    if isinstance(edit.value, list) and edit.value and isinstance(node, Sequence) and node.items:
        return _list_parts(edit, edit.value, node)
    return None


def _with_parents(document: Document, edit: Set) -> list[Edit] | None:
    """The setting of the uppermost parent that is not there, if one is not."""
    path, value = edit.path, edit.value
    while len(path) > 1 and _is_missing(document.node(path[:-1])):
        last = path[-1]
        if isinstance(last, int):
            _check_index(path[:-1], last, 0, "set")
        value, path = _within(last, value), path[:-1]
    return None if path == edit.path else [Set(path, value, edit.order)]


def _within(element: PathElement, value: Value) -> Value:
    """A collection that holds nothing but `value`, at that place."""
    return [value] if isinstance(element, int) else {element: value}


def _is_missing(node: Node | None) -> bool:
    return node is None or (isinstance(node, Scalar) and value_of(node) is None)


def _mapping_parts(edit: Set, value: dict[str, Value], node: Mapping) -> list[Edit]:
    whole = value_of(node)
    assert isinstance(whole, dict)
    own = node.keys()
    parts: list[Edit] = []
    for key, item in value.items():
        # What a merge (`<<`) brings in is not written a second time.
        if key in own or key not in whole or _told_apart(whole[key]) != _told_apart(item):
            parts.append(Set((*edit.path, key), item, tuple(value)))
    merged_stays = whole.keys() <= value.keys()
    gone = [key for key in own if key not in value and not (key == "<<" and merged_stays)]
    return [*parts, *(Remove((*edit.path, key)) for key in gone)]


def _list_parts(edit: Set, value: list[Value], node: Sequence) -> list[Edit]:
    old = [_told_apart(value_of(item)) for item in node.items]
    new = [_told_apart(item) for item in value]
    if sorted(old) == sorted(new):
        return _reorder(edit.path, old, new)
    parts: list[Edit] = []
    # Worked from the front, so that everything before a change stands where it shall be already.
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        common = min(i2 - i1, j2 - j1)
        parts.extend(Set((*edit.path, j), value[j]) for j in range(j1, j1 + common))
        parts.extend(Remove((*edit.path, j1 + common)) for _ in range(i1 + common, i2))
        parts.extend(Insert(edit.path, j, value[j]) for j in range(j1 + common, j2))
    return parts


def _reorder(path: FieldPath, old: list[str], new: list[str]) -> list[Edit]:
    parts: list[Edit] = []
    for target, wanted in enumerate(new):
        source = old.index(wanted, target)
        if source != target:
            old.insert(target, old.pop(source))
            parts.append(Move(path, source, target))
    return parts


def _told_apart(value: Value) -> str:
    return f"{type(value).__name__} {value!r}"


def _check_index(path: FieldPath, index: int, most: int, verb: str) -> None:
    if not 0 <= index <= most:
        raise PathNotFound(f"cannot {verb} number {index}: {path_text(path)} has no such place")


def _apply_one(document: Document, edit: Edit) -> Document:
    ways = _ways(document, edit)
    expectation = Expectation.of(document.root)
    _expect(document, expectation, edit)
    reason = "no way was found to write it"
    for splice in ways:
        text = document.yaml[: splice.start] + splice.text + document.yaml[splice.end :]
        try:
            changed = document if text == document.yaml else document.with_yaml(text)
        except FrontMatterError as error:
            reason = error.message
            continue
        if fits(expectation, changed.root):
            return changed
        reason = "something else would change as well"
    raise EditRefused(f"{path_text(edit.path)} cannot be edited safely: {reason}")


def _ways(document: Document, edit: Edit) -> list[Splice]:
    try:
        if isinstance(edit, Set):
            _same_anchor_or_refuse(document, edit.path)
            return list(settings(document, edit.path, edit.value, edit.order))
        parent = edit.path if isinstance(edit, (Insert, Move)) else edit.path[:-1]
        _same_anchor_or_refuse(document, (*parent, ""))
        if isinstance(edit, Remove):
            return list(_removals(document, edit.path))
        node = _list_at(document, edit.path)
        if isinstance(edit, Insert):
            _check_index(edit.path, edit.index, len(node.items), "insert at")
            return list(insertions(document, edit.path, node, edit.index, edit.value))
        _check_index(edit.path, edit.source, len(node.items) - 1, "move")
        _check_index(edit.path, edit.target, len(node.items) - 1, "move to")
        return list(moves(document, node, edit.source, edit.target))
    except (ValueError, TypeError, OverflowError) as error:
        raise EditRefused(f"{path_text(edit.path)}: {error}") from error


def _removals(document: Document, path: FieldPath) -> Iterator[Splice]:
    parent, last = document.node(path[:-1]), path[-1]
    if isinstance(parent, Sequence) and isinstance(last, int) and 0 <= last < len(parent.items):
        return item_removals(document, parent, path, last)
    if isinstance(parent, Mapping) and parent.position(last) is not None:
        return key_removals(document, parent, path)
    raise PathNotFound(f"there is no field {path_text(path)}")


def _same_anchor_or_refuse(document: Document, path: FieldPath) -> None:
    """Refuse to reach through an alias: the change would be made in another field."""
    for length in range(1, len(path)):
        node = document.node(path[:length])
        if isinstance(node, Alias):
            raise EditRefused(
                f"{path_text(path[:length])} is the alias *{node.name} of another value; "
                "edit that one, or give this field a value of its own"
            )


def _list_at(document: Document, path: FieldPath) -> Sequence:
    node = document.node(path)
    if node is None:
        raise PathNotFound(f"there is no field {path_text(path)}")
    if not isinstance(node, Sequence):
        raise EditRefused(f"{path_text(path)} is not a list")
    return node


def _expect(document: Document, expectation: Expectation, edit: Edit) -> None:
    if isinstance(edit, Set):
        if isinstance(document.node(edit.path), Alias):
            expectation.own(edit.path)
        expectation.set(edit.path, edit.value)
    elif isinstance(edit, Remove):
        expectation.remove(edit.path)
    elif isinstance(edit, Insert):
        expectation.insert(edit.path, edit.index, edit.value)
    else:
        expectation.move(edit.path, edit.source, edit.target)
