"""Making edits: each the smallest change of the text, proven before it counts.

`apply` takes an edit apart into simple ones, tries the ways in which each can be written, most
natural first, and takes the first one that passes the proof: the new text, split and parsed from
its bytes, holds exactly the intended data, every untouched value with its old type and text.  If
none passes the edit is refused and the document stays what it was.

Where an anchor makes several places share a value, an edit where it is written changes them all,
as it would in a text editor; `sharing.shared_with` says which.  An edit of an alias, or through
one, changes that place alone: its value is written out there first.  What is taken away where
others need it moves to the first of them.
"""

from __future__ import annotations

import contextlib

from curator.frontmatter.document import Document
from curator.frontmatter.edits import Arrange, Edit, Insert, Move, Own, Remove, Set
from curator.frontmatter.errors import EditRefused, PathNotFound
from curator.frontmatter.list_splices import arrangements, insertions, item_removals, thinnings
from curator.frontmatter.mapping_splices import additions, key_removals
from curator.frontmatter.nodes import (
    Alias,
    FieldPath,
    Mapping,
    Sequence,
    Slot,
    effective,
    find_merged,
    path_text,
    resolved,
    slot_at,
)
from curator.frontmatter.ordering import moves_into
from curator.frontmatter.ownership import detached, freed, opened, own, parted, without_merge
from curator.frontmatter.partition import check_index, parts_of, told_apart
from curator.frontmatter.proof import Expectation, New, same_value
from curator.frontmatter.scalars import value_of
from curator.frontmatter.swaps import Crossing, alias_instead, anchored_at, first_crossing
from curator.frontmatter.trial import first_proven
from curator.frontmatter.value_splices import settings


def apply(document: Document, edit: Edit) -> Document:
    """The document after the edit; the very same object where nothing changes.

    Raises PathNotFound where there is no such place and EditRefused where the edit cannot be
    written so that nothing else changes.
    """
    if isinstance(edit, Own):
        return own(document, edit.path)
    if isinstance(edit, Arrange):
        return _arranged(document, edit)
    if _changes_nothing(document, edit):
        return document
    document = _still_there(document, _made_apart(document, edit), edit.path)
    parts = parts_of(document, edit)
    if parts is None:
        return _apply_one(document, edit)
    for part in parts:
        if isinstance(edit, Set) and isinstance(part, Set) and not _changes_nothing(document, part):
            # Its place is not the one that was named, so nothing else may change with it.
            document = parted(document, part.path)
        document = apply(document, part)
    return document


def apply_all(document: Document, edits: list[Edit]) -> Document:
    """The document after several edits, or none of them: raises what `apply` raises."""
    for edit in edits:
        document = apply(document, edit)
    return document


def _changes_nothing(document: Document, edit: Set | Remove | Insert | Move) -> bool:
    if isinstance(edit, Set):
        node = find_merged(document.root, edit.path) if edit.path else None
        if node is None or same_value(node, edit.value):
            return node is not None
        # What is written may also be more, such as merges and keys that stand twice.
        is_collection = isinstance(edit.value, (dict, list))
        return is_collection and told_apart(value_of(node)) == told_apart(edit.value)
    if isinstance(edit, Move) and edit.source == edit.target:
        node = find_merged(document.root, edit.path)
        target = resolved(node) if node is not None else None
        return isinstance(target, Sequence) and target.position(edit.source) is not None
    return False


def _made_apart(document: Document, edit: Set | Remove | Insert | Move) -> Document:
    """The document with what the edit changes written out, where an alias or a merge is now."""
    path = edit.path
    if isinstance(edit, (Insert, Move)) or not path:
        return opened(document, path)
    document = opened(document, path[:-1])
    parent, node = document.node(path[:-1]), find_merged(document.root, path)
    if node is None:
        return document
    node = resolved(node)
    if isinstance(edit, Remove):
        merged_only = isinstance(parent, Mapping) and parent.position(path[-1]) is None
        return without_merge(document, path[:-1]) if merged_only else document
    if isinstance(edit.value, dict) and edit.value and isinstance(node, Mapping) and node.entries:
        document = opened(document, path)
        stays = effective(node).keys() <= edit.value.keys()
        return document if stays else without_merge(document, path)
    if isinstance(edit.value, list) and edit.value and isinstance(node, Sequence) and node.items:
        return opened(document, path)
    return document


def _still_there(before: Document, after: Document, path: FieldPath) -> Document:
    """The document made ready for an edit, unless a merge on the path to it was written out."""
    for length in range(1, len(path) + 1 if "<<" in path else 0):
        slot = slot_at(before.root, path[:length])
        if slot is not None and slot.is_merge and slot_at(after.root, path[:length]) is None:
            raise EditRefused(f"{path_text(path)} cannot be edited through <<: edit the key itself")
    return after


def _apply_one(document: Document, edit: Set | Remove | Insert | Move) -> Document:
    if isinstance(edit, Set):
        return _set(document, edit)
    if isinstance(edit, Remove):
        return _removed(document, edit.path)
    if isinstance(edit, Insert):
        return _inserted(document, edit)
    return _moved(document, edit)


def _set(document: Document, edit: Set) -> Document:
    path, value = edit.path, edit.value
    if not path:
        raise EditRefused("the front matter as a whole is not a field")
    document = freed(detached(document, path, value), path)
    slot = slot_at(document.root, path)
    if slot is None:
        return _added(document, edit)
    node = slot.node
    expectation = Expectation(document.root)
    expectation.put(slot, New(value, None if isinstance(node, Alias) else node))
    return first_proven(document, path, lambda: settings(document, slot, value), expectation)


def _added(document: Document, edit: Set) -> Document:
    path, value = edit.path, edit.value
    parent = document.node(path[:-1])
    if not isinstance(parent, Mapping):
        what = "a list without that item" if isinstance(parent, Sequence) else "a single value"
        raise PathNotFound(f"cannot set {path[-1]!r}: its parent is {what}")
    expectation = Expectation(document.root)
    expectation.add(parent, str(path[-1]), New(value))
    # A key that a merge brings in so far is the best model for an own one.
    like = find_merged(document.root, path)
    return first_proven(
        document,
        path,
        lambda: additions(document, parent, path, value, edit.order, like),
        expectation,
    )


def _removed(document: Document, path: FieldPath) -> Document:
    slot = slot_at(document.root, path)
    if slot is None:
        raise PathNotFound(f"there is no field {path_text(path)}")
    document = freed(document, path, with_itself=True)
    # A key that is written twice goes twice: the path finds the last one that is left.
    while (slot := slot_at(document.root, path)) is not None:
        document = _without(document, path, slot)
        if isinstance(slot.parent, Sequence):
            break
    return document


def _without(document: Document, path: FieldPath, slot: Slot) -> Document:
    parent, number = slot.parent, slot.number
    expectation = Expectation(document.root)
    expectation.drop(parent, number)
    if isinstance(parent, Mapping):
        return first_proven(
            document, path, lambda: key_removals(document, parent, path, number), expectation
        )
    place = slot_at(document.root, path[:-1])
    assert place is not None
    return first_proven(
        document, path, lambda: item_removals(document, place, parent, number), expectation
    )


def _inserted(document: Document, edit: Insert) -> Document:
    path, index, value = edit.path, edit.index, edit.value
    place, node = _list_at(document, path)
    check_index(path, index, len(node.items), "insert at")
    expectation = Expectation(document.root)
    expectation.insert(node, index, New(value))
    return first_proven(
        document, path, lambda: insertions(document, place, node, index, value), expectation
    )


def _moved(document: Document, edit: Move, crossed: tuple[Crossing, ...] = ()) -> Document:
    path, source, target = edit.path, edit.source, edit.target
    _, node = _list_at(document, path)
    check_index(path, source, len(node.items) - 1, "move")
    check_index(path, target, len(node.items) - 1, "move to")
    crossing = first_crossing(document, path, source, target)
    if crossing is not None:
        # The alias will stand first, so the value goes there, and an alias where it was.
        document = anchored_at(document, crossing.alias)
        document = _moved(document, edit, (*crossed, crossing))
        return alias_instead(document, crossing.value_after, crossing.alias_after)
    expectation = Expectation(document.root)
    expectation.move(node, source, target)
    order = list(range(len(node.items)))
    order.insert(target, order.pop(source))
    for pair in crossed:
        value, twin = document.node(pair.value), document.node(pair.alias)
        if value is not None and twin is not None:
            expectation.follow(value, twin)
    return first_proven(document, path, lambda: arrangements(document, node, order), expectation)


def _arranged(document: Document, edit: Arrange) -> Document:
    path, order = edit.path, edit.order
    document = opened(document, path)
    _, node = _list_at(document, path)
    count = len(node.items)
    for number in order:
        check_index(path, number, count - 1, "arrange")
    if len(set(order)) != len(order):
        raise EditRefused(f"{path_text(path)} cannot have an item twice")
    if len(order) < count:
        kept = sorted(order)
        document = _thinned(document, path, kept)
        place = {number: now for now, number in enumerate(kept)}
        order = tuple(place[number] for number in order)
    if list(order) == sorted(order):
        return document
    if "*" in document.yaml:
        # What items share may have to change places with each single move.
        for source, target in moves_into(list(order)):
            document = apply(document, Move(path, source, target))
        return document
    _, node = _list_at(document, path)
    expectation = Expectation(document.root)
    expectation.arrange(node, order)
    return first_proven(
        document, path, lambda: arrangements(document, node, list(order)), expectation
    )


def _thinned(document: Document, path: FieldPath, kept: list[int]) -> Document:
    """The document with only these items of a list left."""
    _, node = _list_at(document, path)
    gone = sorted(set(range(len(node.items))).difference(kept), reverse=True)
    if kept and len(gone) > 1 and not node.flow and "&" not in document.yaml:
        expectation = Expectation(document.root)
        expectation.arrange(node, kept)
        with contextlib.suppress(EditRefused):
            return first_proven(
                document, path, lambda: thinnings(document, node, kept), expectation
            )
    for number in gone:
        document = apply(document, Remove((*path, number)))
    return document


def _list_at(document: Document, path: FieldPath) -> tuple[Slot, Sequence]:
    slot = slot_at(document.root, path)
    if slot is None and path:
        raise PathNotFound(f"there is no field {path_text(path)}")
    if slot is None or not isinstance(slot.node, Sequence):
        raise EditRefused(f"{path_text(path)} is not a list")
    return slot, slot.node
