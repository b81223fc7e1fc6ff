"""Random edits that make sense in a document."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

from curator.frontmatter import Edit, FieldPath, Insert, Move, Remove, Set, Value, Written
from curator.frontmatter.errors import EditRefused
from tests.frontmatter.twin import Twin, at, child_at, is_shared, places, value_of

TEXTS = (
    "New text", "Yes", "1e3", "2020-02-11", "null", "- x", "a: b", "#tag", "@x", "{{x}}", "a\nb",
    "a\nb\n", "\nx\n\n", 'say "hi"', "it's", "🦊", "\x07", "x ", " x", "", "---", "...", "a\tb",
    "x #y", "[a", "{a", "a, b", "%x", "!x", "&x", "*x", "|", ">", "?", "? x", "-", ":", "<<", "=",
    "\u2028", "\x85", "~", "012", "1_0", "1:30", "0x1", ".5", "+1", "'", '"', "\\", "x" * 200,
    "a  b\nc", "é: ü",
)  # fmt: skip
SCALARS: tuple[Value, ...] = (
    True, False, None, 0, -7, 2**60, 0.5, 1e20, date(2021, 3, 4),
    datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC), datetime(2021, 3, 4, 5, 6),
    Written("2021-03-04T05:06:07+02:00"), Written("2021-03-04"),
)  # fmt: skip
COLLECTIONS: tuple[Value, ...] = (
    [], {}, ["a", "b: c"], [1], {"k": "v"}, {"k": {"m": ["x", {"n": None}]}, "o": "p\nq\n"},
    [{"title": "t", "quality": 5}, {"title": "u"}], [["a"], []], {"a b": "", "404": {}},
)  # fmt: skip


def some_value(dice: Random) -> Value:
    kind = dice.randrange(8)
    if kind < 4:
        return dice.choice(TEXTS)
    return dice.choice(SCALARS if kind < 6 else COLLECTIONS)


def some_edit(dice: Random, root: Twin) -> Edit:
    """An edit that makes sense in a document."""
    found = list(places(root, through=True))
    kind = dice.randrange(10)
    open_maps: list[FieldPath] = [()]
    lists: list[tuple[FieldPath, int]] = []
    for path, _, child in found:
        if not child.alias:
            if child.twin.kind == "map":
                open_maps.append(path)
            elif child.twin.kind == "list" or child.twin.is_null:
                lists.append((path, len(child.twin.children)))
    if kind == 0 or not found:
        parent = dice.choice(open_maps)
        name = dice.choice(("published", "new key", "404", "ключ", "yes", "a: b"))
        path = (*parent, name)
        if child_at(at(root, parent) or root, name) is None:
            path += dice.choice(((), (), ("inner",), (0,), ("inner", 0, "most")))
            return Set(path, some_value(dice))
        return Remove(path)
    if kind in (1, 2) and lists:
        path, size = dice.choice(lists)
        return Insert(path, dice.randrange(size + 1), some_value(dice))
    if kind in (3, 4) and (longer := [pair for pair in lists if pair[1] > 1]):
        path, size = dice.choice(longer)
        return Move(path, dice.randrange(size), dice.randrange(size))
    path, _, child = dice.choice(found)
    parts = [] if child.alias else child.twin.children
    if any(is_shared(root, part.twin) for part in parts if not part.alias):
        # A new collection could keep the anchor or not; both can be meant.
        return dice.choice((Remove(path), Set(path, dice.choice(TEXTS))))
    if kind == 7 and not _has_nameless(old := value_of(child.twin)):
        return Set(path, _changed(old, dice))
    return Remove(path) if kind in (5, 6) else Set(path, some_value(dice))


def _has_nameless(value: Value) -> bool:
    if isinstance(value, dict):
        return any(key.startswith("? ") or _has_nameless(item) for key, item in value.items())
    return isinstance(value, list) and any(map(_has_nameless, value))


def _changed(value: Value, dice: Random) -> Value:
    """A collection with a part gone, new or elsewhere; any other value instead of a single one."""
    if isinstance(value, list) and value:
        items = list(value)
        kind = dice.randrange(4)
        if kind == 0:
            items.pop(dice.randrange(len(items)))
        elif kind == 1:
            items.insert(dice.randrange(len(items) + 1), some_value(dice))
        elif kind == 2:
            dice.shuffle(items)
        else:
            place = dice.randrange(len(items))
            items[place] = _changed(items[place], dice)
        return items
    if isinstance(value, dict) and value:
        pairs = dict(value)
        key = dice.choice(list(pairs))
        kind = dice.randrange(3)
        if kind == 0:
            del pairs[key]
        elif kind == 1:
            pairs["brand new"] = some_value(dice)
        else:
            pairs[key] = _changed(pairs[key], dice)
        return pairs
    return some_value(dice)


def may_be_refused(edit: Edit, error: EditRefused) -> bool:
    """What cannot be written at all: only keys with values can be merged."""
    if "through <<" in error.message:
        return True
    merging = edit.path[-1:] == ("<<",) or edit.path[-2:-1] == ("<<",)
    return merging and (not isinstance(edit, Set) or not isinstance(edit.value, dict))
