"""A text as PyYAML's events tell it, and what an edit means; without any of curator's nodes.

`expect` does to a `Twin` what an edit means, and `value_of` gives its plain data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from curator.frontmatter import (
    Arrange,
    Edit,
    FieldPath,
    Insert,
    Move,
    Own,
    Remove,
    Set,
    Value,
    Written,
)

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
RESOLVER: Any = yaml.resolver.Resolver()
CONSTRUCTOR: Any = yaml.constructor.SafeConstructor()
SCALAR: Any = yaml.ScalarNode
NULL = "tag:yaml.org,2002:null"
MERGE = "tag:yaml.org,2002:merge"
TEXT = "tag:yaml.org,2002:str"
BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line in YAML 1.1, where PyYAML keeps to it."""
GAP_COMMENT = re.compile(r"(?<![^ \t\r\n])#[^\r\n]*")


@dataclass(eq=False)
class Twin:
    """A node as PyYAML's events tell it; `kind` is scalar, list, map or wanted.

    `start:end` reaches from an anchor or tag to the last character that is not blank.
    """

    kind: str
    tag: str = ""
    text: str = ""
    start: int = 0
    end: int = 0
    flow: bool = False
    style: str = ""
    anchor: str | None = None
    children: list[Child] = field(default_factory=list["Child"])
    wanted: Value = None

    @property
    def is_null(self) -> bool:
        return self.kind == "scalar" and self.tag == NULL


@dataclass(eq=False)
class Child:
    """A place in a collection; `alias` says that its value is written elsewhere."""

    key: Twin | None
    twin: Twin
    alias: bool
    start: int
    end: int
    new: bool = False

    @property
    def refers(self) -> bool:
        """Whether its value or its key is an alias."""
        return self.alias or (self.key is not None and self.key.start != self.start)

    @property
    def is_merge(self) -> bool:
        """Whether its value is merged into the mapping that it stands in."""
        return self.key is not None and self.key.tag == MERGE

    @property
    def name(self) -> str | None:
        """The key by which a path names it; None for a list item or a key of several parts."""
        return self.key.text if self.key is not None and self.key.kind == "scalar" else None


def read(text: str) -> Twin:
    """The first document of a text, as PyYAML's parser sees it; an empty mapping for nothing."""
    anchors: dict[str, Twin] = {}
    top = Twin("list")
    stack: list[tuple[Twin, list[Child]]] = [(top, top.children)]
    for event in yaml.parse(text, Loader=LOADER):
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.DocumentEndEvent):
            break
        if isinstance(event, yaml.CollectionEndEvent):
            twin, parts = stack.pop()
            _close(text, twin, parts, end)
            stack[-1][1].append(Child(None, twin, False, twin.start, twin.end))
        elif isinstance(event, yaml.AliasEvent):
            stack[-1][1].append(Child(None, anchors[event.anchor], True, start, end))
        elif isinstance(event, yaml.CollectionStartEvent):
            kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
            twin = Twin(kind, event.tag or "", start=start, anchor=event.anchor)
            twin.flow = bool(event.flow_style)
            anchors[event.anchor or ""] = twin
            stack.append((twin, []))
        elif isinstance(event, yaml.ScalarEvent):
            twin = _scalar(text, event)
            anchors[event.anchor or ""] = twin
            stack[-1][1].append(Child(None, twin, False, twin.start, twin.end))
    root = top.children[0].twin if top.children else Twin("scalar", NULL)
    return Twin("map", start=len(text), end=len(text)) if root.is_null else root


def _scalar(text: str, event: Any) -> Twin:
    tag, start, end = event.tag, event.start_mark.index, event.end_mark.index
    if tag is None or tag == "!":
        tag = RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
    end = start + len(text[start:end].rstrip(" \t\r\n"))
    return Twin("scalar", tag, event.value, start, end, style=event.style, anchor=event.anchor)


def _close(text: str, twin: Twin, parts: list[Child], end: int) -> None:
    twin.children = parts
    if twin.kind == "map":
        twin.children = []
        for key, value in zip(parts[::2], parts[1::2], strict=True):
            if value.start == value.end and not without_comments(text[key.end : value.end]).strip():
                # The value of a key without a colon is marked at whatever comes next.
                value.start = value.end = value.twin.start = value.twin.end = key.end
            both = max(key.end, value.end)
            twin.children.append(Child(key.twin, value.twin, value.alias, key.start, both))
    twin.end = end if twin.flow else max([twin.start, *(child.end for child in twin.children)])


def places(root: Twin, *, through: bool = False) -> Iterator[tuple[FieldPath, Twin, Child]]:
    """Every place that a path names: its path, parent and child; `through` aliases as well."""
    stack: list[tuple[FieldPath, Twin]] = [((), root)]
    while stack:
        path, parent = stack.pop()
        last = {child.name: child for child in parent.children}
        for number, child in enumerate(parent.children):
            if parent.kind == "map" and (child.name is None or last[child.name] is not child):
                continue
            here: FieldPath = (*path, number if parent.kind == "list" else child.name or "")
            yield here, parent, child
            if child.twin.kind in ("list", "map") and (through or not child.alias):
                stack.append((here, child.twin))


def at(root: Twin, path: FieldPath) -> Twin | None:
    """The node at a path, or None."""
    twin = root
    for element in path:
        child = child_at(twin, element)
        if child is None:
            return None
        twin = child.twin
    return twin


def child_at(twin: Twin, element: str | int) -> Child | None:
    if twin.kind == "list":
        inside = isinstance(element, int) and 0 <= element < len(twin.children)
        return twin.children[element] if inside and isinstance(element, int) else None
    named = [child for child in twin.children if child.name == str(element)]
    return named[-1] if named else None


def leaves(twin: Twin, seen: set[int]) -> Iterator[Twin]:
    """All nodes below, each once, in the order of the text."""
    if id(twin) not in seen:
        seen.add(id(twin))
        yield twin
        for child in twin.children:
            if child.key is not None:
                yield from leaves(child.key, seen)
            yield from leaves(child.twin, seen)


def expect(root: Twin, edit: Edit) -> None:
    """Do to the twin what the edit means.

    An edit of an alias, or through one, changes that place alone; one of a value where it is
    written changes it for its aliases too, unless one of them is a key or a merge.
    """
    assert not isinstance(edit, (Arrange, Own))
    _unshare(root, edit.path if isinstance(edit, (Insert, Move)) else edit.path[:-1])
    if isinstance(edit, (Insert, Move)):
        twin = at(root, edit.path)
        if isinstance(edit, Insert):
            if twin is None or twin.is_null:
                expect(root, Set(edit.path, [edit.value]))
                return
            wanted = Twin("wanted", wanted=edit.value)
            twin.children.insert(edit.index, Child(None, wanted, False, 0, 0, new=True))
        else:
            assert twin is not None
            twin.children.insert(edit.target, twin.children.pop(edit.source))
        return
    parent, last = at(root, edit.path[:-1]), edit.path[-1]
    if isinstance(edit, Set) and (parent is None or parent.is_null):
        value: Value = [edit.value] if isinstance(last, int) else {last: edit.value}
        expect(root, Set(edit.path[:-1], value))
        return
    assert parent is not None
    child = child_at(parent, last)
    if isinstance(edit, Remove):
        parent.children = [
            other
            for other in parent.children
            if other is not child and (parent.kind == "list" or other.name != str(last))
        ]
        return
    wanted = Twin("wanted", wanted=edit.value)
    if child is None:
        key = Twin("scalar", text=str(last))
        parent.children.append(Child(key, wanted, False, 0, 0, new=True))
    elif child.alias or is_key(root, child.twin):
        child.twin, child.alias = wanted, False
    elif is_merged(root, child.twin) and not isinstance(edit.value, dict):
        child.twin = wanted
    else:
        child.twin.kind, child.twin.wanted, child.twin.children = "wanted", edit.value, []


def _unshare(root: Twin, path: FieldPath) -> None:
    """Give every alias on the way a value of its own."""
    twin = root
    for element in path:
        child = child_at(twin, element)
        if child is None:
            return
        if child.alias:
            child.twin, child.alias = _copy(child.twin), False
        twin = child.twin


def _copy(twin: Twin) -> Twin:
    children = [replace(c, twin=c.twin if c.alias else _copy(c.twin)) for c in twin.children]
    return replace(twin, children=children)


def is_key(root: Twin, twin: Twin) -> bool:
    """Whether a value is also a key somewhere."""
    return any(child.key is twin for node in leaves(root, set()) for child in node.children)


def is_merged(root: Twin, twin: Twin) -> bool:
    """Whether `<<` brings in what is in this mapping, or in one of this list."""
    for node in leaves(root, set()):
        for child in node.children:
            sources = [child.twin, *(part.twin for part in child.twin.children)]
            if child.is_merge and any(source is twin for source in sources):
                return True
    return False


def is_shared(root: Twin, twin: Twin) -> bool:
    """Whether anything in a node is referred to from outside of it."""
    inside = {id(node) for node in leaves(twin, set())}
    for node in leaves(root, set()):
        for child in node.children if id(node) not in inside else ():
            if child.alias and id(child.twin) in inside:
                return True
            if child.key is not None and child.key is not twin and id(child.key) in inside:
                return True
    return False


def is_entangled(root: Twin, edit: Edit) -> bool:
    """Whether an edit needs other places to be written anew, because they share what it changes."""
    for length in range(1, len(edit.path) + 1):
        parent = at(root, edit.path[: length - 1])
        child = child_at(parent, edit.path[length - 1]) if parent is not None else None
        if child is not None and child.alias:
            return True
    target = at(root, edit.path)
    if target is None:
        return False
    if "<<" in edit.path or is_merged(root, target) or is_key(root, target):
        return True
    parts = [child.twin for child in target.children if not child.alias]
    if isinstance(edit, (Insert, Move)) and target.kind == "list":
        return isinstance(edit, Move) and any(is_shared(root, part) for part in parts)
    parts += [child.key for child in target.children if child.key]
    if isinstance(edit, Remove):
        parts.append(target)
        # A key that is written twice goes twice.
        parent = at(root, edit.path[:-1])
        for child in parent.children if parent is not None else ():
            if child.key is not None and child.name == str(edit.path[-1]):
                parts += [child.key] if child.alias else [child.key, child.twin]
    return any(is_shared(root, part) for part in parts)


def value_of(twin: Twin) -> Value:
    """The plain data of a node; text that is not what its tag claims stays text."""
    if twin.kind == "wanted":
        return meant(twin.wanted)
    if twin.kind == "list":
        return [value_of(child.twin) for child in twin.children]
    if twin.kind == "map":
        merged: dict[str, Value] = {}
        own: dict[str, Value] = {}
        for child in twin.children:
            if child.is_merge:
                given = value_of(child.twin)
                for part in given if isinstance(given, list) else [given]:
                    merged = {**part, **merged} if isinstance(part, dict) else merged
            else:
                own[f"? {_words(child.key)}" if child.name is None else child.name] = value_of(
                    child.twin
                )
        return {**merged, **own}
    try:
        value: Value = CONSTRUCTOR.construct_object(yaml.ScalarNode(twin.tag, twin.text), deep=True)
    except (yaml.YAMLError, ValueError, LookupError, OverflowError, AttributeError):
        return twin.text
    return value


def _words(twin: Twin | None) -> str:
    """What tells a key of several parts from others."""
    if twin is None or twin.kind == "scalar":
        return "" if twin is None else twin.text
    parts = (f"{_words(child.key)} {_words(child.twin)}" for child in twin.children)
    return twin.kind + "(" + ", ".join(parts) + ")"


def meant(value: Value) -> Value:
    """A value in which what is given as text to write is what PyYAML reads in it."""
    if isinstance(value, Written):
        return value_of(Twin("scalar", RESOLVER.resolve(SCALAR, value, (True, False)), value))
    if isinstance(value, dict):
        return {key: meant(item) for key, item in value.items()}
    return [meant(item) for item in value] if isinstance(value, list) else value


def normal(value: Value) -> Value:
    """Data in which keys of several parts, which have no name, are all called `?`."""
    if isinstance(value, dict):
        return {"?" if key.startswith("? ") else key: normal(item) for key, item in value.items()}
    return [normal(item) for item in value] if isinstance(value, list) else value


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal in type as well; `1` is not `True`."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return str(one) == str(other)
    return type(one) is type(other) and (one == other or (one != one and other != other))


def without_comments(text: str) -> str:
    return GAP_COMMENT.sub(lambda match: " " * len(match.group()), text)
