"""Ways to add a key to a mapping, and to take one away."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from curator.frontmatter.document import Document, column_of
from curator.frontmatter.errors import EditRefused
from curator.frontmatter.layout import entry_chunks, is_blank, line_start, next_line
from curator.frontmatter.nodes import (
    FieldPath,
    Mapping,
    Node,
    PathElement,
    Scalar,
    Sequence,
    resolved,
)
from curator.frontmatter.render import Pen
from curator.frontmatter.scalars import Value
from curator.frontmatter.splices import Splice, cut_from_flow, emptied, key_column


def additions(
    document: Document, parent: Mapping, path: FieldPath, value: Value, order: tuple[str, ...]
) -> Iterator[Splice]:
    """Ways to add the key that `path` names to `parent`, which does not have it."""
    text, pen, newline = document.yaml, Pen(document.style), document.style.newline
    key = str(path[-1])
    place, like = _place(document, parent, path, value, order)
    if parent.flow:
        pair = f"{pen.key(key)}: {pen.flow(value, like)}"
        if not parent.entries and parent.start == parent.end:
            raise EditRefused("this mapping has no place for a key")
        if not parent.entries:
            yield Splice(parent.start + 1, parent.end - 1, pair)
        elif place < 0:
            yield Splice(parent.entries[0][0].outer, parent.entries[0][0].outer, pair + ", ")
        else:
            last = parent.entries[place]
            at = max(last[0].end, last[1].end)
            yield Splice(at, at, ", " + pair)
        return
    column = key_column(text, parent)
    behinds = [pen.behind_colon(value, like, column), " " + pen.flow(value, like, inside=False)]
    for behind in dict.fromkeys(behinds):
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
        yield Splice(at, at, before + gap + " " * column + line + newline)


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


def key_removals(document: Document, parent: Mapping, path: FieldPath) -> Iterator[Splice]:
    """Ways to take away the key that `path` names, every time it is written."""
    text = document.yaml
    doomed = [n for n, (key, _) in enumerate(parent.entries) if _names(key, path[-1])]
    index = doomed[-1]
    if parent.flow:
        spans = [(key.outer, max(key.end, value.end)) for key, value in parent.entries]
        yield cut_from_flow(parent, spans, index)
        return
    chunks = entry_chunks(text, parent)
    if len(doomed) > 1:
        # From the first to the last of them, what stands between kept.
        pieces = [chunks[n] for n in doomed]
        kept = [text[a.end : b.start] for a, b in pairwise(pieces)]
        yield Splice(pieces[0].start, pieces[-1].end, "".join(kept))
        return
    chunk = chunks[index]
    if len(chunks) == 1 and parent is not document.root:
        grand = document.node(path[:-2])
        yield emptied(document, grand, path[-2], parent, chunk.end, "{}")
        return
    if chunk.start == chunk.mark and column_of(text, chunk.mark):
        # The first key of a list item, on the line of the dash.
        following = chunks[index + 1]
        between = text[chunk.end : following.start]
        if is_blank(between):
            yield Splice(chunk.mark, following.mark, "")
        else:
            yield Splice(chunk.mark, chunk.end, document.style.newline)
        return
    start, end = chunk.start, chunk.end
    above = text[line_start(text, start - 1) : start] if start else ""
    if is_blank(above):
        # Not two blank lines where there was one on either side.
        while end < len(text) and is_blank(text[end : next_line(text, end)]):
            end = next_line(text, end)
    yield Splice(start, end, "")


def _names(key: Node, wanted: PathElement) -> bool:
    key = resolved(key)
    return isinstance(key, Scalar) and key.text == str(wanted)
