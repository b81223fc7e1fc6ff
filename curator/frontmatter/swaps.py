"""Letting an anchored value and one of its aliases change places, where a move needs it.

An alias can only refer to what stands above it.  Where an item moves past one that it shares a
value with, the value has to go along with whichever stands first then.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from curator.frontmatter.document import Document
from curator.frontmatter.errors import EditRefused
from curator.frontmatter.nodes import Alias, FieldPath, Sequence, Slot, slot_at
from curator.frontmatter.ownership import bare, written_out
from curator.frontmatter.proof import Expectation, Reference
from curator.frontmatter.sharing import places_from
from curator.frontmatter.splices import Splice
from curator.frontmatter.trial import first_proven


@dataclass(frozen=True, slots=True)
class Crossing:
    """An alias that a move would bring above the value that it refers to.

    The paths with `after` are those that the two will have after the move.
    """

    alias: FieldPath
    value: FieldPath
    alias_after: FieldPath
    value_after: FieldPath


def first_crossing(
    document: Document, path: FieldPath, source: int, target: int
) -> Crossing | None:
    """The first alias in the list at `path`, in its new order, that would stand above its value."""
    node = document.node(path)
    if not isinstance(node, Sequence) or "*" not in document.yaml:
        return None
    order = list(range(len(node.items)))
    order.insert(target, order.pop(source))
    waiting: dict[int, Crossing] = {}
    for now, number in enumerate(order):
        for slot, below in places_from(Slot(node, number), ()):
            if (crossing := waiting.get(id(slot.node))) is not None:
                before, after = (*path, number, *below), (*path, now, *below)
                return replace(crossing, value=before, value_after=after)
            if isinstance(slot.node, Alias) and not slot.is_key:
                before, after = (*path, number, *below), (*path, now, *below)
                waiting.setdefault(id(slot.node.target), Crossing(before, (), after, ()))
    return None


def anchored_at(document: Document, path: FieldPath) -> Document:
    """Write the value of the alias at `path` there, as the anchor for the aliases behind it."""
    slot = slot_at(document.root, path)
    assert slot is not None
    assert isinstance(slot.node, Alias)
    return written_out(document, path, slot, slot.node.name)


def alias_instead(document: Document, path: FieldPath, other: FieldPath) -> Document:
    """Put an alias of the equal anchored value at `other` in place of the one at `path`."""
    slot, to = slot_at(document.root, path), document.node(other)
    assert slot is not None
    assert not isinstance(slot.node, Alias)
    assert not isinstance(to, Alias)
    assert to is not None
    node = slot.node
    expectation = Expectation(document.root)
    expectation.put(slot, Reference(to, node))
    splice = Splice(node.outer, node.end, f"*{to.anchor}")
    try:
        return first_proven(document, path, lambda: [splice], expectation)
    except EditRefused:
        # Something inside it is needed elsewhere: both keep their equal values.
        return bare(document, path)
