"""A story and its related list changing parts: make an item the lead, split one off, gather.

All functions give edits, so that whatever they do not name stays as it is, byte by byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as ValueSequence
from dataclasses import dataclass

from curator.content.item_style import item_of
from curator.content.new_article import document_for
from curator.content.related import identity_of, is_own, slug_of
from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Document, Edit, FieldPath, Insert, Remove, Set, Value, Written
from curator.frontmatter.copies import faithful
from curator.frontmatter.nodes import (
    Node,
    Scalar,
    Sequence,
    effective,
    find_merged,
    key_text,
    resolved,
)
from curator.frontmatter.timestamps import Timestamp

RELATED: FieldPath = ("related",)

_ROLES: tuple[tuple[str, ...], ...] = (
    ("title", "name"),
    ("excerpt", "description", "summary"),
    ("publishedDateTime", "date"),
    ("webUrl", "url", "link", "originalUrl"),
    ("ampWebUrl",),
    ("cdnAmpWebUrl",),
    ("type",),
    ("provider", "source"),
    ("author", "authors"),
    ("language",),
    ("quality",),
    ("heat",),
    ("images", "image"),
)
"""The fields that tell of a story, each with the names it goes by.

All others tell of its place on the site (`published`, `category`, `topics`, `secured`), or nobody
knows what, and stay where they are.
"""

_OF_ITS_ADDRESS = ("ampWebUrl", "cdnAmpWebUrl")
"""Fields that would lead to the other story if they stayed behind."""

_NEEDS_QUOTES = "true"
"""A text that is no text without its quotes; what takes its place keeps them."""


class LeadError(Exception):
    """What was asked for makes no sense for these articles; the text says why."""


def make_lead(document: Document, number: int) -> list[Edit]:
    """The edits by which an item and the article change places.

    Each field that both have is exchanged.  What the article lacks moves to it; what the item
    lacks moves into it where items of this list have such a field, and stays where none has it.
    Done twice it undoes itself, unless the item alone had a field.  Raises LeadError where the
    item has no fields of its own.
    """
    items, item = _item(document, number)
    if not any(key in item for role in _ROLES[:4] for key in role):
        raise LeadError("this item has neither title nor address: there is nothing to lead with")
    into_article: list[Edit] = []
    into_item: list[Edit] = []
    gone: list[Edit] = []
    where: FieldPath = (*RELATED, number)
    for role in _ROLES:
        own, its = _key(document.data, role), _key(item, role)
        if its is None:
            its_name = _usual_key(items, role)
            if own is not None and (its_name is not None or own in _OF_ITS_ADDRESS):
                into_item += _placed(document, (own,), (*where, its_name or own))
                gone.append(Remove((own,)))
            continue
        if own is None:
            into_article += _placed(document, (*where, its), (its,))
            gone.append(Remove((*where, its)))
        else:
            into_article += _placed(document, (*where, its), (own,))
            into_item += _placed(document, (own,), (*where, its))
    return [*into_article, *into_item, *gone]


def split_off(document: Document, number: int) -> tuple[Document, list[Edit]]:
    """An item as an article of its own, and the edits that take it off the list.

    It has all fields of the item, under the names that the article it comes from uses.  Raises
    LeadError where it has none.
    """
    _, item = _item(document, number)
    fields: dict[str, Value] = {}
    models: dict[str, Node] = {}
    for key in item:
        role = next((role for role in _ROLES if key in role), (key,))
        name = _key(document.data, role) or key
        name = key if name in fields else name
        node = find_merged(document.root, (*RELATED, number, key))
        assert node is not None
        fields[name], models[name] = _exact(node), node
    return document_for(fields, document, models), [Remove((*RELATED, number))]


@dataclass(frozen=True, slots=True)
class Gathering:
    """Edits by path of the article, and the articles that were in the list already."""

    edits: dict[str, list[Edit]]
    known: tuple[str, ...]


def gather(
    lead: tuple[str, Document], others: Iterable[tuple[str, Document]], *, hold: bool
) -> Gathering:
    """Put articles into the related list of one of them; with `hold` they are published no more.

    What is in the list already, or is the lead itself, is not put there a second time.
    """
    path, document = lead
    items = _items_of(document)
    there = {identity_of(item) for item in items} - {""}
    edits: dict[str, list[Edit]] = {path: []}
    known: list[str] = []
    for other_path, other in others:
        if other_path == path:
            continue
        item = item_of(other, items, other_path)
        identity = identity_of(item)
        by_name = slug_of(other_path) in there
        if is_own(item, document.data, path) or identity in there or by_name:
            known.append(other_path)
        else:
            edits[path] += _inserted(other, item, items)
            items.append(item)
            there |= {identity} - {""}
        if hold and other.value(("published",)) is not False:
            edits[other_path] = [Set(("published",), False, CONVENTIONAL_ORDER)]
    return Gathering({each: made for each, made in edits.items() if made}, tuple(known))


def _inserted(other: Document, item: Value, items: ValueSequence[Value]) -> list[Edit]:
    """The edits that put an article at the end of a list, in quotes where it has quotes.

    Keys that the last item of the list has are written as that one writes them.
    """
    last = items[-1] if items else None
    after: list[Edit] = []
    number, written = len(items), item
    if isinstance(item, dict):
        for key in item:
            role = next((role for role in _ROLES if key in role), (key,))
            own = _key(other.data, role)
            node = find_merged(other.root, (own,)) if own is not None else None
            if node is None or (isinstance(last, dict) and key in last):
                continue
            for below in _quoted(node):
                if _is_in(item[key], below):
                    written = _with(written, (key, *below), _NEEDS_QUOTES)
                    after.append(Set((*RELATED, number, key, *below), _at(node, below)))
    return [Insert(RELATED, number, written, CONVENTIONAL_ORDER), *after]


def _is_in(value: Value, path: FieldPath) -> bool:
    for part in path:
        if isinstance(value, list) and isinstance(part, int):
            value = value[part]
        elif isinstance(value, dict) and part in value:
            value = value[str(part)]
        else:
            return False
    return True


def _items_of(document: Document) -> list[Value]:
    items = document.value(RELATED)
    return list(items) if isinstance(items, list) else []


def _item(document: Document, number: int) -> tuple[list[Value], dict[str, Value]]:
    items = _items_of(document)
    item = items[number] if 0 <= number < len(items) else None
    if not isinstance(item, dict):
        raise LeadError(
            "this item is only a name or an address: it has no title of its own to exchange"
        )
    return items, item


def _key(fields: dict[str, Value], role: tuple[str, ...]) -> str | None:
    return next((key for key in role if key in fields), None)


def _usual_key(items: ValueSequence[Value], role: tuple[str, ...]) -> str | None:
    """The name by which items of a list call a field; None where none of them has it."""
    found = (_key(item, role) for item in items if isinstance(item, dict))
    return next((key for key in found if key is not None), None)


def _placed(document: Document, source: FieldPath, target: FieldPath) -> list[Edit]:
    """The edits that write a field in another place as well.

    What is there already keeps its quotes; what is new has those of its source.
    """
    node = find_merged(document.root, source)
    assert node is not None
    new = [b for b in _quoted(node) if find_merged(document.root, (*target, *b)) is None]
    value = _exact(node)
    for below in new:
        value = _with(value, below, _NEEDS_QUOTES)
    edits: list[Edit] = [Set(target, value, CONVENTIONAL_ORDER)]
    return edits + [Set((*target, *below), _at(node, below)) for below in new]


def _quoted(node: Node) -> Iterator[FieldPath]:
    """The paths below a node to the texts that stand in quotes."""
    target = resolved(node)
    if isinstance(target, Scalar):
        if target.style in ("'", '"') and isinstance(faithful(target), str):
            yield ()
    elif isinstance(target, Sequence):
        for number, item in enumerate(target.items):
            yield from ((number, *below) for below in _quoted(item))
    else:
        for key, value in effective(target).values():
            yield from ((key_text(key), *below) for below in _quoted(value))


def _at(node: Node, path: FieldPath) -> Value:
    value = faithful(node)
    for part in path:
        if isinstance(value, list) and isinstance(part, int):
            value = value[part]
        elif isinstance(value, dict):
            value = value[str(part)]
    return value


def _with(value: Value, path: FieldPath, leaf: Value) -> Value:
    if not path:
        return leaf
    part, rest = path[0], path[1:]
    if isinstance(value, list) and isinstance(part, int):
        return [_with(v, rest, leaf) if n == part else v for n, v in enumerate(value)]
    if isinstance(value, dict):
        return {k: _with(v, rest, leaf) if k == part else v for k, v in value.items()}
    return value


def _exact(node: Node) -> Value:
    """A node's value, and that of a date as it is written, also where YAML reads a text in it.

    Ruby takes `2020-02-11 19:20:00 +0100` for a time, but not in quotes.
    """
    value, target = faithful(node), resolved(node)
    is_plain = isinstance(target, Scalar) and not target.style
    if is_plain and isinstance(value, str) and Timestamp.read(value) is not None:
        return Written(value)
    return value
