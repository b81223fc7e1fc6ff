"""Giving a place a value of its own where aliases and merges make it share one.

Each step is one splice with its own proof.  What stays shared is not written out, and a value
that is taken away where it is written moves to the first alias that needs it.
"""

from __future__ import annotations

from collections.abc import Iterable

from curator.frontmatter.copies import brought_in, copies, faithful, unmerged
from curator.frontmatter.document import Document
from curator.frontmatter.errors import PathNotFound
from curator.frontmatter.layout import is_blank
from curator.frontmatter.mapping_splices import additions, key_removals, named
from curator.frontmatter.nodes import (
    Alias,
    FieldPath,
    Mapping,
    Node,
    Slot,
    effective,
    is_merge,
    merge_sources,
    path_text,
    slot_at,
)
from curator.frontmatter.proof import Copy, Expectation
from curator.frontmatter.scalars import Value
from curator.frontmatter.sharing import aliases_of, slots
from curator.frontmatter.splices import Splice
from curator.frontmatter.trial import first_proven


def opened(document: Document, path: FieldPath) -> Document:
    """The document with every alias and merge on the way to `path` written out, itself included.

    An edit below then changes this place and no other.  That is what an edit through an alias is
    taken to mean: the alias is what is written in this field, and nothing in the field says where
    else its value is used.  Who wants to change it everywhere edits it where it is written.
    """
    if "*" not in document.yaml:
        return document
    for length in range(1, len(path) + 1):
        prefix = path[:length]
        slot = slot_at(document.root, prefix)
        if slot is not None and isinstance(slot.node, Alias):
            document = written_out(document, prefix, slot)
        elif slot is None:
            parent = document.node(prefix[:-1])
            merged = effective(parent) if isinstance(parent, Mapping) else {}
            if str(prefix[-1]) not in merged:
                return document
            document = _copied_in(document, prefix, merged[str(prefix[-1])][1])
    return document


def own(document: Document, path: FieldPath) -> Document:
    """The document in which the value at `path` is shared with no other place.

    Raises PathNotFound where there is no such value.
    """
    if slot_at(document.root, path) is None or not _is_merge_at(document, path):
        document = opened(document, path)
    if slot_at(document.root, path) is None:
        raise PathNotFound(f"there is no field {path_text(path)}")
    while (freer := _with_less_shared(document, path)) is not None:
        document = freer
    return document


def without_merge(document: Document, path: FieldPath) -> Document:
    """The document in which the mapping at `path` has keys of its own instead of merged ones."""
    node = document.node(path)
    while isinstance(node, Mapping):
        merge = next((n for n, (key, _) in enumerate(node.entries) if is_merge(key)), None)
        if merge is None:
            break
        document = _unmerged(document, path, Slot(node, merge))
        node = document.node(path)
    return document


def freed(document: Document, path: FieldPath, *, with_itself: bool = False) -> Document:
    """The document in which no alias elsewhere needs an anchor below `path`.

    With `with_itself` none needs the value at `path` either, nor its key.
    """
    while "*" in document.yaml:
        doomed = _doomed(document, path, with_itself)
        inside = {id(slot.node) for slot in doomed}
        for slot in doomed:
            if others := _aliases_outside(document, slot.node, inside):
                document = _handed_over(document, path, slot.node, others)
                break
        else:
            break
    return document


def _doomed(document: Document, path: FieldPath, with_itself: bool) -> list[Slot]:
    slot = slot_at(document.root, path)
    if slot is None:
        return []
    if not with_itself:
        return [below for below, _ in slots(slot.node)]
    parent = slot.parent
    tops = [slot]
    if isinstance(parent, Mapping):
        numbers = named(parent, path[-1])
        tops = [Slot(parent, n, is_key=is_key) for n in numbers for is_key in (True, False)]
    return [below for top in tops for below in _all_below(top)]


def detached(document: Document, path: FieldPath, value: Value) -> Document:
    """The document in which no alias of the value at `path` stands where `value` cannot.

    Only a mapping can be merged, and a new value cannot take the place of a key.
    """
    slot = slot_at(document.root, path)
    if slot is None or "*" not in document.yaml:
        return document
    others = _aliases_outside(document, slot.node, set())
    if not others or _can_all_be(document, slot.node, others, value):
        return document
    return parted(document, path)


def parted(document: Document, path: FieldPath) -> Document:
    """The document in which no alias refers to the very value at `path`."""
    while "*" in document.yaml and (slot := slot_at(document.root, path)) is not None:
        others = _aliases_outside(document, slot.node, set())
        if not others:
            break
        document = bare(_handed_over(document, path, slot.node, others), path)
    return document


def _can_all_be(document: Document, node: Node, others: list[Slot], value: Value) -> bool:
    if any(slot.is_key for slot in others):
        return False
    return isinstance(value, dict) or not any(
        node is source
        for slot, _ in slots(document.root)
        if slot.is_merge
        for source in merge_sources(slot.node)
    )


def _all_below(slot: Slot) -> Iterable[Slot]:
    return (slot, *(below for below, _ in slots(slot.node)))


def _aliases_outside(document: Document, node: Node, inside: set[int]) -> list[Slot]:
    if isinstance(node, Alias) or node.anchor is None:
        return []
    return [slot for slot in aliases_of(document.root, node) if id(slot.node) not in inside]


def _is_merge_at(document: Document, path: FieldPath) -> bool:
    slot = slot_at(document.root, path)
    return slot is not None and slot.is_merge


def _with_less_shared(document: Document, path: FieldPath) -> Document | None:
    """One step towards nothing at, above or below `path` being shared; None where nothing is."""
    slot = slot_at(document.root, path)
    if slot is None or "*" not in document.yaml:
        return None
    if slot.is_merge:
        return _unmerged(document, path[:-1], slot)
    below = list(_all_below(slot))
    inside = {id(place.node) for place in below}
    for length in range(1, len(path)):
        above = slot_at(document.root, path[:length])
        if above is not None and (others := _aliases_outside(document, above.node, set())):
            return bare(_handed_over(document, path, above.node, others), path[:length])
    for place, where in ((slot, path), *slots(slot.node, path)):
        node = place.node
        if isinstance(node, Alias):
            if id(node.target) not in inside:
                if place.is_merge:
                    return _unmerged(document, where[:-1], place)
                return written_out(document, where, place)
        elif others := _aliases_outside(document, node, inside):
            still_needed = place.is_key or len(others) < len(aliases_of(document.root, node))
            document = _handed_over(document, path, node, others, apart=still_needed)
            return document if still_needed else bare(document, where)
    return None


# -- the steps


def written_out(document: Document, path: FieldPath, slot: Slot, name: str = "") -> Document:
    """Put a copy of its value where an alias stands; as the anchor `name` for those behind it."""
    alias = slot.node
    assert isinstance(alias, Alias)
    expectation = Expectation(document.root)
    expectation.put(slot, Copy(alias.target, name or None))
    return first_proven(document, path, lambda: copies(document, slot, name), expectation)


def _copied_in(document: Document, path: FieldPath, merged: Node) -> Document:
    """Give a mapping a key of its own with the value that a merge brings in."""
    parent = document.node(path[:-1])
    assert isinstance(parent, Mapping)
    expectation = Expectation(document.root)
    expectation.add(parent, str(path[-1]), Copy(merged))
    behind_merge = ("<<", str(path[-1]))

    def ways() -> Iterable[Splice]:
        return additions(document, parent, path, faithful(merged), behind_merge, merged)

    return first_proven(document, path, ways, expectation)


def _unmerged(document: Document, path: FieldPath, slot: Slot) -> Document:
    """Give the mapping at `path` keys of its own instead of what one of its entries merges."""
    parent, number = slot.parent, slot.number
    assert isinstance(parent, Mapping)
    entries = brought_in(parent, number)
    expectation = Expectation(document.root)
    if not entries:
        expectation.drop(parent, number)
        where = (*path, "<<")
        return first_proven(
            document, where, lambda: key_removals(document, parent, where, number), expectation
        )
    expectation.replace(parent, number, [(Copy(key), Copy(value)) for key, value in entries])
    return first_proven(document, path, lambda: unmerged(document, parent, number), expectation)


def _handed_over(
    document: Document, path: FieldPath, node: Node, others: list[Slot], *, apart: bool = False
) -> Document:
    """Write the value of an anchored node at the first of its aliases `others`.

    The other ones refer to it there; with `apart` the first gets a copy of its own instead.
    """
    assert not isinstance(node, Alias)
    first = others[0]
    if len(others) == 1 and first.is_merge:
        owner = next(where[:-1] for slot, where in slots(document.root) if slot == first)
        return _unmerged(document, owner, first)
    name = node.anchor or "" if len(others) > 1 and not apart else ""
    return written_out(document, path, first, name)


def bare(document: Document, path: FieldPath) -> Document:
    """Take an anchor away that no alias needs any more."""
    slot = slot_at(document.root, path)
    node = slot.node if slot is not None else None
    if node is None or isinstance(node, Alias) or node.anchor is None:
        return document
    if aliases_of(document.root, node):
        return document
    text, name = document.yaml, f"&{node.anchor}"
    start = text.index(name, node.outer)
    end = start + len(name)
    cuts: list[Splice] = []
    if is_blank(text[end : node.start]):
        # The value begins where the anchor stood, also that of an item below its dash.
        cuts.append(Splice(start, node.start, ""))
    blank = len(text[:start].rstrip(" \t"))
    cuts.append(Splice(blank, end, ""))
    return first_proven(document, path, lambda: cuts, Expectation(document.root))
