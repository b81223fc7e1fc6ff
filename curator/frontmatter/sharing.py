"""Which values stand in several places at once, through anchors, aliases and merges.

A value behind an anchor (`&name`) is written once and read wherever an alias (`*name`) refers to
it, or a merge (`<<: *name`) brings its keys in.  Who changes it where it is written changes it
everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curator.frontmatter.document import Document
from curator.frontmatter.nodes import (
    Alias,
    FieldPath,
    Mapping,
    Node,
    PathElement,
    Scalar,
    Sequence,
    Slot,
    find_merged,
    key_text,
    merge_sources,
    resolved,
    slot_at,
    step,
)


@dataclass(frozen=True, slots=True)
class Shared:
    """A value that stands in several places: at `path` and at the `others`.

    `name` is that of its anchor.  `is_alias` says that it is not written at `path` but only
    referred to.
    """

    path: FieldPath
    name: str
    others: tuple[FieldPath, ...]
    is_alias: bool


def shared_with(document: Document, path: FieldPath) -> list[FieldPath]:
    """The other places that have the very value that stands at `path`, in the order of the file.

    They change with it where it is written: the anchored original, its aliases, what they stand
    for inside other aliases, and the mappings that merge it.  Empty where nothing is shared, or
    where there is no such path.
    """
    target = find_merged(document.root, path)
    if target is None or not _may_share(document):
        return []
    return _Places(document.root).of(resolved(target), path)


def written_at(document: Document, path: FieldPath) -> FieldPath:
    """The path at which the value at `path` is written: where an edit changes it everywhere.

    The same path where no alias and no merge stands on the way.
    """
    target = find_merged(document.root, path)
    if target is None or not _may_share(document):
        return path
    return _Places(document.root).written_at(resolved(target))


def shares(document: Document, path: FieldPath) -> list[Shared]:
    """What is shared at `path`, or inside it with places outside, as far as an edit there tells.

    An alias at `path` is told; one further down is not, because an edit gives it a value of its
    own and changes nothing else.
    """
    node = document.node(path)
    if node is None or not _may_share(document):
        return []
    places = _Places(document.root)
    if isinstance(node, Alias):
        return [Shared(path, node.name, tuple(places.of(resolved(node), path)), True)]
    found: list[Shared] = []
    for slot, where in slots(node, path):
        inner = slot.node
        if not isinstance(inner, Alias) and inner.anchor is not None and not slot.is_key:
            found += _outside(places, inner, where, path)
    return [*_outside(places, node, path, path), *found]


def _outside(
    places: _Places, node: Scalar | Sequence | Mapping, where: FieldPath, path: FieldPath
) -> list[Shared]:
    if node.anchor is None:
        return []
    others = tuple(other for other in places.of(node, where) if other[: len(path)] != path)
    return [Shared(where, node.anchor, others, False)] if others else []


def _may_share(document: Document) -> bool:
    return "*" in document.yaml


def places_from(slot: Slot, path: FieldPath) -> Iterator[tuple[Slot, FieldPath]]:
    """A place and every one below it, as `slots` gives them; `path` is its own."""
    yield slot, path
    yield from slots(slot.node, path)


def slots(root: Node, path: FieldPath = ()) -> Iterator[tuple[Slot, FieldPath]]:
    """Every place below a node with its path, keys too, in the order of the file.

    Aliases are not followed.  The place of a key has the path of its value.
    """
    stack: list[tuple[Slot, FieldPath]] = [*reversed(list(_children(root, path)))]
    while stack:
        slot, where = stack.pop()
        yield slot, where
        stack.extend(reversed(list(_children(slot.node, where))))


def _children(node: Node, path: FieldPath) -> Iterator[tuple[Slot, FieldPath]]:
    if isinstance(node, Sequence):
        for number in range(len(node.items)):
            yield Slot(node, number), (*path, number)
    elif isinstance(node, Mapping):
        for number, (key, _) in enumerate(node.entries):
            below = (*path, key_text(key))
            yield Slot(node, number, is_key=True), below
            yield Slot(node, number), below


def aliases_of(root: Mapping, node: Node) -> list[Slot]:
    """The places of all aliases that refer to a node, in the order of the file."""
    return [slot for slot, _ in slots(root) if _refers(slot.node, node)]


def _refers(alias: Node, node: Node) -> bool:
    return isinstance(alias, Alias) and alias.target is node


class _Places:
    """By which paths each node of a tree is reached."""

    def __init__(self, root: Mapping) -> None:
        self._root = root
        self._parents: dict[int, tuple[Node, PathElement]] = {}
        self._aliases: dict[int, list[tuple[Node, PathElement]]] = {}
        self._merging: dict[int, list[Mapping]] = {}
        for slot, path in slots(root):
            if slot.is_key:
                continue
            node, place = slot.node, (slot.parent, path[-1])
            if slot.is_merge:
                assert isinstance(slot.parent, Mapping)
                for source in merge_sources(node):
                    self._merging.setdefault(id(source), []).append(slot.parent)
            if not isinstance(node, Alias):
                self._parents[id(node)] = place
            elif not slot.is_merge:
                self._aliases.setdefault(id(node.target), []).append(place)

    def of(self, node: Node, besides: FieldPath) -> list[FieldPath]:
        """The paths that lead to a node, but for one of them."""
        found = [path for path in self._to(node) if self._leads(path, node)]
        found += [path for merging in self._merged_by(node) for path in self._to(merging)]
        others = [path for path in dict.fromkeys(found) if path != besides]
        return sorted(others, key=self._position)

    def _position(self, path: FieldPath) -> int:
        """Where in the text the value at a path stands, or the alias or merge that brings it."""
        node: Node = self._root
        for element in path:
            below = step(node, element) if not isinstance(node, Alias) else None
            if below is None:
                break
            node = below
        return node.start

    def written_at(self, node: Node) -> FieldPath:
        """The path of the place where a node is written."""
        path: list[PathElement] = []
        while node is not self._root:
            node, element = self._parents[id(node)]
            path.append(element)
        return tuple(reversed(path))

    def _to(self, node: Node) -> Iterator[FieldPath]:
        if node is self._root:
            yield ()
            return
        for holder, element in (self._parents[id(node)], *self._aliases.get(id(node), ())):
            for container in (holder, *self._merged_by(holder)):
                for path in self._to(container):
                    yield (*path, element)

    def _merged_by(self, node: Node) -> Iterator[Mapping]:
        """The mappings that merge this one, and those that merge them."""
        for merging in self._merging.get(id(node), ()):
            yield merging
            yield from self._merged_by(merging)

    def _leads(self, path: FieldPath, node: Node) -> bool:
        """Whether readers find the node there: no later key or own key stands in its way."""
        if any(element == "<<" for element in path) and self._is_through_merge(path):
            return False
        found = find_merged(self._root, path)
        return found is not None and resolved(found) is node

    def _is_through_merge(self, path: FieldPath) -> bool:
        for length, element in enumerate(path):
            if element == "<<":
                slot = slot_at(self._root, path[: length + 1])
                if slot is not None and slot.is_merge:
                    return True
        return False
