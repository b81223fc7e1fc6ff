"""Ways to insert, remove and move the items of a list."""

from __future__ import annotations

from collections.abc import Iterator

from curator.frontmatter.document import Document, column_of
from curator.frontmatter.layout import is_blank, item_chunks, line_start
from curator.frontmatter.nodes import FieldPath, Sequence, resolved
from curator.frontmatter.render import Pen
from curator.frontmatter.scalars import Value
from curator.frontmatter.splices import Splice, cut_from_flow, emptied
from curator.frontmatter.value_splices import collection_settings


def insertions(
    document: Document, path: FieldPath, node: Sequence, index: int, value: Value
) -> Iterator[Splice]:
    """Ways to put `value` into the list `node` before its item `index`."""
    text, pen, newline = document.yaml, Pen(document.style), document.style.newline
    parent = document.node(path[:-1])
    if not node.items:
        yield from collection_settings(document, parent, path[-1], node, [value])
        return
    like = resolved(node.items[min(index, len(node.items) - 1)])
    if node.flow:
        form = pen.flow(value, like)
        if index < len(node.items):
            at = node.items[index].outer
            yield Splice(at, at, form + ", ")
        else:
            at = node.items[-1].end
            yield Splice(at, at, ", " + form)
        return
    chunks = item_chunks(text, node)
    column = column_of(text, chunks[0].mark)
    behinds = [pen.behind_dash(value, like, column), " " + pen.flow(value, like, inside=False)]
    for behind in dict.fromkeys(behinds):
        line = f"-{behind}{newline}"
        spaced = len(chunks) > 1 and is_blank(text[chunks[0].end : chunks[1].start])
        gap = text[chunks[0].end : chunks[1].start] if spaced else ""
        if index < len(chunks):
            chunk = chunks[index]
            if chunk.start == chunk.mark:
                yield Splice(chunk.mark, chunk.mark, line + gap + " " * column)
            else:
                yield Splice(chunk.start, chunk.start, " " * column + line + gap)
        else:
            at = chunks[-1].end
            yield Splice(at, at, gap + " " * column + line)


def item_removals(
    document: Document, parent: Sequence, path: FieldPath, index: int
) -> Iterator[Splice]:
    """Ways to take away the item `index` of the list `parent`; `path` is the item's."""
    text = document.yaml
    if parent.flow:
        spans = [(item.outer, item.end) for item in parent.items]
        yield cut_from_flow(parent, spans, index)
        return
    chunks = item_chunks(text, parent)
    if len(chunks) == 1:
        grand = document.node(path[:-2])
        yield emptied(document, grand, path[-2], parent, chunks[0].end, "[]")
        return
    chunk = chunks[index]
    if index + 1 < len(chunks):
        following = chunks[index + 1]
        if chunk.start == chunk.mark and column_of(text, chunk.mark):
            # The first item of a list that begins in the middle of a line.
            yield Splice(chunk.mark, following.mark, "")
            return
        end = following.start if is_blank(text[chunk.end : following.start]) else chunk.end
        yield Splice(chunk.start, end, "")
    else:
        before = chunks[index - 1]
        start = before.end if is_blank(text[before.end : chunk.start]) else chunk.start
        yield Splice(start, chunk.end, "")


def moves(document: Document, node: Sequence, source: int, target: int) -> Iterator[Splice]:
    """Ways to move an item of the list `node`, whole lines with the comments that belong to it."""
    text = document.yaml
    order = list(range(len(node.items)))
    order.insert(target, order.pop(source))
    if node.flow:
        yield _rearranged(text, [(item.outer, item.end) for item in node.items], order)
        return
    chunks = item_chunks(text, node)
    if not is_blank(text[line_start(text, chunks[0].mark) : chunks[0].mark]):
        yield _rearranged(text, [(chunk.mark, chunk.end) for chunk in chunks], order)
        return
    yield _rearranged(text, [(chunk.start, chunk.end) for chunk in chunks], order)
    yield _rearranged(text, [(chunk.mark, chunk.end) for chunk in chunks], order)


def _rearranged(text: str, spans: list[tuple[int, int]], order: list[int]) -> Splice:
    """The spans in a new order, what stands between them left in place."""
    first = next((n for n, number in enumerate(order) if n != number), 0)
    last = next((n for n in range(len(order) - 1, -1, -1) if order[n] != n), 0)
    out: list[str] = []
    for place in range(first, last + 1):
        start, end = spans[order[place]]
        out.append(text[start:end])
        if place < last:
            out.append(text[spans[place][1] : spans[place + 1][0]])
    return Splice(spans[first][0], spans[last][1], "".join(out))
