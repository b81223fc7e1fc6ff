"""Ways to add a key to a mapping, and to take one away."""

from __future__ import annotations

from collections.abc import Iterator

from curator.frontmatter.document import Document, column_of
from curator.frontmatter.flow_splices import added, removed
from curator.frontmatter.layout import entry_chunks, is_blank, line_start, next_line
from curator.frontmatter.nodes import (
    FieldPath,
    Mapping,
    Node,
    PathElement,
    Scalar,
    Sequence,
    key_text,
    resolved,
    slot_at,
)
from curator.frontmatter.render import Pen
from curator.frontmatter.scalars import Value
from curator.frontmatter.splices import Splice, emptied, key_column, without_first


def additions(
    document: Document,
    parent: Mapping,
    path: FieldPath,
    value: Value,
    order: tuple[str, ...],
    like: Node | None = None,
) -> Iterator[Splice]:
    """Ways to add the key that `path` names to `parent`, which does not have it.

    The value is written in the manner of `like`, or of what other items of the same list have.
    """
    text, pen, newline = document.yaml, Pen(document.style), document.style.newline
    key = str(path[-1])
    place, model = _place(document, parent, path, value, order)
    like = like or model
    if parent.flow:
        for form in pen.flow_forms(value, like):
            yield from added(document, parent, place + 1, f"{pen.key(key)}: {form}")
        return
    column = key_column(text, parent)
    for behind in pen.forms(pen.behind_colon(value, like, column), value, like):
        line = f"{pen.key(key)}:{behind}"
        if not parent.entries:
            before = "" if not text or text[-1] in "\r\n" else newline
            yield Splice(len(text), len(text), before + line + newline)
            continue
        chunks = entry_chunks(text, parent)
        if place < 0:
            at = chunks[0].mark
            yield Splice(at, at, line + newline + " " * column)
            continue
        at = chunks[place].end
        spaced = parent is document.root and document.style.spaced
        gap = newline if spaced and isinstance(value, (dict, list)) and value else ""
        before = "" if text[at - 1 : at] in ("\n", "\r") else newline
        whole = " " * column + line + newline
        yield Splice(at, at, before + gap + whole)
        # A block that keeps its blank lines would take the gap for its own.
        yield Splice(at, at, before + whole)


def _place(
    document: Document, parent: Mapping, path: FieldPath, value: Value, order: tuple[str, ...]
) -> tuple[int, Node | None]:
    """The number of the entry behind which a new key goes (-1: before all), and a model for it.

    Where other items of the same list have the key, it goes where they have it; else where
    `order` has it; else a single value goes to the end of the leading run of single values.
    """
    key = str(path[-1])
    keys = parent.keys()
    like: Node | None = None
    if len(path) > 2 and isinstance(path[-2], int):
        siblings = document.node(path[:-2])
        for item in siblings.items if isinstance(siblings, Sequence) else []:
            target = resolved(item)
            if isinstance(target, Mapping) and (like := target.get(key)) is not None:
                order = tuple(target.keys())
                break
    if key in order:
        for name in reversed(order[: order.index(key)]):
            if name in keys:
                return parent.position(name) or 0, like
        if any(name in keys for name in order[order.index(key) :]):
            return -1, like
    if not isinstance(value, (dict, list)):
        run = 0
        while run < len(parent.entries) and isinstance(parent.entries[run][1], Scalar):
            run += 1
        if run:
            return run - 1, like
    return len(parent.entries) - 1, like


def key_removals(
    document: Document, parent: Mapping, path: FieldPath, index: int
) -> Iterator[Splice]:
    """Ways to take away entry `index` of the mapping `parent`; `path` is that of its key."""
    text = document.yaml
    if parent.flow:
        yield from removed(document, parent, index)
        return
    chunks = entry_chunks(text, parent)
    chunk = chunks[index]
    if len(chunks) == 1 and parent is document.root:
        yield Splice(chunk.start, chunk.end, "")
        # Where a tag or a document marker stands before it, something must stand behind it.
        yield Splice(chunk.start, chunk.end, "{}" + document.style.newline)
        return
    if len(chunks) == 1:
        slot = slot_at(document.root, path[:-1])
        assert slot is not None
        yield emptied(document, slot, chunk, "{}")
        return
    if chunk.start == chunk.mark and column_of(text, chunk.mark) and index + 1 < len(chunks):
        # The first key of a list item, on the line of the dash.
        following = chunks[index + 1]
        between = text[chunk.end : following.start]
        if is_blank(between):
            yield Splice(chunk.mark, following.mark, "")
        else:
            yield without_first(document, chunk)
        return
    end = chunk.end
    above = chunk.start
    while end < len(text) and is_blank(text[end : next_line(text, end)]):
        # Of the blank lines on either side the larger gap stays; at the top none does.
        if above:
            higher = line_start(text, above - 1)
            if not is_blank(text[higher:above]):
                break
            above = higher
        end = next_line(text, end)
    yield Splice(chunk.start, end, "")


def named(parent: Mapping, key: PathElement) -> list[int]:
    """The numbers of the entries that have a key: several where it is written more than once."""
    return [n for n, (own, _) in enumerate(parent.entries) if key_text(own) == str(key)]
