"""An edit as simpler ones, so that what stays equal inside a collection stays untouched."""

from __future__ import annotations

from difflib import SequenceMatcher

from curator.frontmatter.document import Document
from curator.frontmatter.edits import Edit, Insert, Move, Remove, Set
from curator.frontmatter.errors import PathNotFound
from curator.frontmatter.nodes import (
    FieldPath,
    Mapping,
    Node,
    PathElement,
    Scalar,
    Sequence,
    path_text,
    resolved,
)
from curator.frontmatter.ordering import moves_into
from curator.frontmatter.scalars import Value, value_of


def parts_of(document: Document, edit: Edit) -> list[Edit] | None:
    """The simpler edits that make up this one; None for one that is as simple as can be.

    Raises PathNotFound where a list that has to be made lacks the place.
    """
    if isinstance(edit, Insert):
        if not _is_missing(document.node(edit.path)):
            return None
        check_index(edit.path, edit.index, 0, "insert at")
        return [Set(edit.path, [edit.value], edit.order)]
    if not isinstance(edit, Set) or not edit.path:
        return None
    node = document.node(edit.path)
    if node is None:
        return _with_parents(document, edit)
    if isinstance(edit.value, dict) and edit.value and isinstance(node, Mapping) and node.entries:
        return _mapping_parts(edit, edit.value, node)
    if isinstance(edit.value, list) and edit.value and isinstance(node, Sequence) and node.items:
        return _list_parts(edit, edit.value, node)
    return None


def check_index(path: FieldPath, index: int, most: int, verb: str) -> None:
    """Raise PathNotFound where a list has no place `index`; `verb` says what it is for."""
    if not 0 <= index <= most:
        raise PathNotFound(f"cannot {verb} number {index}: {path_text(path)} has no such place")


def _with_parents(document: Document, edit: Set) -> list[Edit] | None:
    """The setting of the uppermost parent that is not there, if one is not."""
    path, value = edit.path, edit.value
    while len(path) > 1 and _is_missing(document.node(path[:-1])):
        last = path[-1]
        if isinstance(last, int):
            check_index(path[:-1], last, 0, "set")
        value, path = _within(last, value), path[:-1]
    return None if path == edit.path else [Set(path, value, edit.order)]


def _within(element: PathElement, value: Value) -> Value:
    """A collection that holds nothing but `value`, at that place."""
    return [value] if isinstance(element, int) else {element: value}


def _is_missing(node: Node | None) -> bool:
    if node is None:
        return True
    node = resolved(node)
    return isinstance(node, Scalar) and value_of(node) is None


def _mapping_parts(edit: Set, value: dict[str, Value], node: Mapping) -> list[Edit]:
    whole = value_of(node)
    assert isinstance(whole, dict)
    own = node.keys()
    parts: list[Edit] = []
    for key, item in value.items():
        # What a merge (`<<`) brings in is not written a second time.
        if key in own or key not in whole or told_apart(whole[key]) != told_apart(item):
            parts.append(Set((*edit.path, key), item, tuple(value)))
    gone = [key for key in whole if key not in value]
    return [*parts, *(Remove((*edit.path, key)) for key in gone)]


def _list_parts(edit: Set, value: list[Value], node: Sequence) -> list[Edit]:
    old = [told_apart(value_of(item)) for item in node.items]
    new = [told_apart(item) for item in value]
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
    places: dict[str, list[int]] = {}
    for number, item in reversed(list(enumerate(old))):
        places.setdefault(item, []).append(number)
    order = [places[item].pop() for item in new]
    return [Move(path, source, target) for source, target in moves_into(order)]


def told_apart(value: Value) -> str:
    """A text that is the same for two values only where they are equal and of the same types."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {told_apart(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(told_apart, value)) + "]"
    return f"{type(value).__name__} {value!r}"
