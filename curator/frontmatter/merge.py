"""Three-way merge of front matter by field path.

What one side changed is taken over into the other as edits, so the text of the other side stays
what it is.  Items of a list are matched by an identity (a web address, say) and not by their
place: a reorder on one side and a changed field of an item on the other are no conflict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from curator.frontmatter.copies import faithful
from curator.frontmatter.document import Document, column_of
from curator.frontmatter.editing import apply
from curator.frontmatter.edits import Edit, Insert, Move, Own, Remove, Set
from curator.frontmatter.errors import EditError
from curator.frontmatter.nodes import (
    Alias,
    FieldPath,
    Mapping,
    Node,
    Sequence,
    key_text,
    resolved,
)
from curator.frontmatter.ordering import moves_into
from curator.frontmatter.proof import alike
from curator.frontmatter.scalars import Value, value_of
from curator.frontmatter.sharing import slots

_KEEPS_BREAKS = re.compile(r"[|>]\d?\+")
Identity: TypeAlias = Callable[[Value], str]
"""What makes two list items the same one; empty where only their being equal does."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both sides changed, each in its own way; None for a side without it."""

    path: FieldPath
    base: Value
    ours: Value
    theirs: Value


@dataclass(slots=True)
class Merge:
    """The outcome: `document` has everything that could be merged, and their value in conflicts.

    `taken` are the paths at which our changes went in.
    """

    document: Document
    conflicts: list[Conflict] = field(default_factory=list[Conflict])
    taken: list[FieldPath] = field(default_factory=list[FieldPath])


def merge(
    base: Document,
    ours: Document,
    theirs: Document,
    identity: Identity,
    *,
    prefer_ours: bool | Container[FieldPath] = False,
) -> Merge:
    """Bring what changed from `base` to `ours` into `theirs`; the bodies are not looked at.

    A change of ours that cannot be written into their text is a conflict too.  With `prefer_ours`
    conflicts, or those at the given paths, are settled with our value, and named all the same.
    """
    return _Merger(base, ours, theirs, identity, prefer_ours).run()


class _Merger:
    def __init__(
        self,
        base: Document,
        ours: Document,
        theirs: Document,
        identity: Identity,
        prefer_ours: bool | Container[FieldPath],
    ) -> None:
        self._base = base
        self._ours = ours
        self._theirs = theirs
        self._identity = identity
        self._prefer_ours = prefer_ours
        self._order = tuple(ours.root.keys())
        self._merge = Merge(theirs)

    def run(self) -> Merge:
        self._mapping((), self._base.root, self._ours.root, self._theirs.root)
        if "*" in self._theirs.yaml:
            self._keep_apart()
        return self._merge

    def _keep_apart(self) -> None:
        """Give fields back what an edit of ours changed in them through an anchor of theirs.

        What we gave a value of its own gets one in their text too.
        """
        base, ours, theirs = self._base.root, self._ours.root, self._theirs.root
        settled = {conflict.path[0] for conflict in self._merge.conflicts}
        for key in dict.fromkeys(theirs.keys()):
            ours_is_new = not _same(ours.get(key), base.get(key))
            if key in settled or (ours_is_new and not _same(theirs.get(key), base.get(key))):
                continue
            wanted = ours.get(key) if ours_is_new else theirs.get(key)
            if wanted is not None and not _same(self._merge.document.root.get(key), wanted):
                self._edit(Set((key,), faithful(wanted), self._order))
        for slot, path in slots(base):
            node, now = self._ours.node(path), self._merge.document.node(path)
            owned = isinstance(slot.node, Alias) and not isinstance(node, Alias)
            if owned and isinstance(now, Alias) and _same(node, now):
                self._edit(Own(path))

    def _edit(self, edit: Edit) -> None:
        try:
            self._merge.document = apply(self._merge.document, edit)
        except EditError:
            sides = (self._base, self._ours, self._merge.document)
            values = (side.value(edit.path) for side in sides)
            self._merge.conflicts.append(Conflict(edit.path, *values))
        else:
            self._merge.taken.append(edit.path)

    def _prefers_ours(self, path: FieldPath) -> bool:
        chosen = self._prefer_ours
        return chosen if isinstance(chosen, bool) else path in chosen

    def _conflict(
        self, path: FieldPath, base: Node | None, ours: Node | None, theirs: Node | None
    ) -> None:
        values = (value_of(node) for node in (base, ours, theirs))
        self._merge.conflicts.append(Conflict(path, *values))
        if not self._prefers_ours(path):
            return
        if ours is None:
            self._edit(Remove(path))
        elif theirs is None and isinstance(path[-1], int):
            self._edit(Insert(path[:-1], path[-1], faithful(ours), self._order))
        else:
            self._edit(Set(path, faithful(ours), self._order))

    def _field(
        self, path: FieldPath, base: Node | None, ours: Node | None, theirs: Node | None
    ) -> None:
        """Merge one field; the nodes are None on sides that do not have it."""
        if _same(ours, base) or _same(ours, theirs):
            return
        if _same(theirs, base):
            if ours is None:
                self._edit(Remove(path))
            elif not self._go_inside(path, base, ours, theirs):
                self._edit(Set(path, faithful(ours), self._order))
        elif not self._go_inside(path, base, ours, theirs):
            self._conflict(path, base, ours, theirs)

    def _go_inside(
        self, path: FieldPath, base: Node | None, ours: Node | None, theirs: Node | None
    ) -> bool:
        """Merge child by child, where all sides have children of one kind."""
        nodes = [resolved(node) if node is not None else None for node in (base, ours, theirs)]
        if all(isinstance(node, Mapping) for node in nodes):
            first, second, third = nodes
            assert isinstance(first, Mapping)
            assert isinstance(second, Mapping)
            assert isinstance(third, Mapping)
            self._mapping(path, first, second, third)
            return True
        if all(isinstance(node, Sequence) for node in nodes):
            first, second, third = nodes
            assert isinstance(first, Sequence)
            assert isinstance(second, Sequence)
            assert isinstance(third, Sequence)
            return self._list(path, first, second, third)
        return False

    def _mapping(self, path: FieldPath, base: Mapping, ours: Mapping, theirs: Mapping) -> None:
        for key in dict.fromkeys([*theirs.keys(), *ours.keys(), *base.keys()]):
            self._field((*path, key), base.get(key), ours.get(key), theirs.get(key))

    # -- lists

    def _list(self, path: FieldPath, base: Sequence, ours: Sequence, theirs: Sequence) -> bool:
        """Merge a list item by item; False where the orders contradict each other."""
        b, o, t = (dict(self._named(node)) for node in (base, ours, theirs))
        kept = [name for name in t if name in o or (name not in b) or not _same(b[name], t[name])]
        order = _merged_order(list(b), list(o), list(t), [*kept, *(n for n in o if n not in t)])
        if order is None:
            return False
        now = list(t)
        for name in list(now):
            if name in b and name not in o:
                if _same(b[name], t[name]):
                    self._edit(Remove((*path, now.index(name))))
                    now.remove(name)
                else:
                    item = (*path, now.index(name))
                    self._conflict(item, b[name], None, t[name])
                    if self._prefers_ours(item):
                        now.remove(name)
                        order.remove(name)
        for name in now:
            if name in o:
                # An item that both sides added is in conflict unless they agree on it.
                self._field((*path, now.index(name)), b.get(name), o[name], t[name])
        wanted = [name for name in order if name in now]
        for source, target in moves_into([now.index(name) for name in wanted]):
            self._edit(Move(path, source, target))
        now = wanted
        for name in list(order):
            if name in now:
                continue
            if name in b and _same(o[name], b[name]):
                # They removed it, and we did not touch it.
                order.remove(name)
                continue
            at = sum(other in now for other in order[: order.index(name)])
            if name in b:
                self._conflict((*path, at), b[name], o[name], None)
            else:
                self._edit(Insert(path, at, faithful(o[name]), self._order))
            if name not in b or self._prefers_ours((*path, at)):
                now.insert(at, name)
        return True

    def _named(self, node: Sequence) -> Iterator[tuple[str, Node]]:
        """The items by their identity; those that are there twice are told apart by a number."""
        seen: dict[str, int] = {}
        for item in node.items:
            value = value_of(item)
            name = self._identity(value) or f"{type(value).__name__} {value!r}"
            seen[name] = seen.get(name, 0) + 1
            yield (name if seen[name] == 1 else f"{name} #{seen[name]}"), item


def _merged_order(
    base: list[str], ours: list[str], theirs: list[str], names: list[str]
) -> list[str] | None:
    """Names in an order in which each pair stands as the side that changed it has it.

    Where both sides changed the order of a pair they agree, for there are only two orders.  A pair
    of which each side knows but one is free.  None where the pairs go round in a circle.
    """
    places = [{name: n for n, name in enumerate(side)} for side in (base, ours, theirs)]
    before: dict[str, set[str]] = {name: set() for name in names}
    for n, first in enumerate(names):
        for second in names[n + 1 :]:
            goes_first = _goes_first(first, second, places)
            if goes_first is not None:
                before[second if goes_first else first].add(first if goes_first else second)
    order: list[str] = []
    waiting = list(names)
    while waiting:
        ready = next((name for name in waiting if not before[name]), None)
        if ready is None:
            return None
        waiting.remove(ready)
        order.append(ready)
        for name in waiting:
            before[name].discard(ready)
    return order


def _goes_first(first: str, second: str, places: list[dict[str, int]]) -> bool | None:
    base, ours, theirs = (
        side[first] < side[second] if first in side and second in side else None for side in places
    )
    if ours is None or theirs is None:
        return theirs if ours is None else ours
    return theirs if ours == base else ours


def changed_keys(one: Document, other: Document) -> list[str]:
    """The keys at the top whose values differ between two documents."""
    ours, theirs = (
        {key_text(key): value for key, value in each.root.entries} for each in (one, other)
    )
    telling = _is_told_by_its_text(one) and _is_told_by_its_text(other)
    changed: list[str] = []
    for key in dict.fromkeys([*ours, *theirs]):
        mine, its = ours.get(key), theirs.get(key)
        text = _source(one, mine) if telling else None
        if (text is None or text != _source(other, its)) and not _same(mine, its):
            changed.append(key)
    return changed


def _same(one: Node | None, other: Node | None) -> bool:
    if one is None or other is None:
        return one is other
    return alike(one, other)


def _is_told_by_its_text(document: Document) -> bool:
    """Whether what a list or a mapping holds is told by its own text and nothing else.

    It is not where aliases stand in it, or line breaks behind it belong to a block scalar.
    """
    return "*" not in document.yaml and not _KEEPS_BREAKS.search(document.yaml)


def _source(document: Document, node: Node | None) -> tuple[int, str] | None:
    """A list or a mapping as it is written; to compare two single values takes no longer.

    The column in which it begins counts too: block scalars may be indented from there.
    """
    if not isinstance(node, (Sequence, Mapping)):
        return None
    return column_of(document.yaml, node.outer), document.yaml[node.outer : node.end]
