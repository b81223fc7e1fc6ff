"""Ways to insert, remove and move the items of a list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from curator.frontmatter.document import Document, column_of
from curator.frontmatter.flow_splices import added, moved, rearranged, removed
from curator.frontmatter.layout import is_blank, item_chunks, line_end, line_start, next_line
from curator.frontmatter.nodes import Alias, Mapping, Node, Scalar, Sequence, Slot, resolved
from curator.frontmatter.render import Pen
from curator.frontmatter.scalars import Value
from curator.frontmatter.splices import Splice, emptied, is_empty, without_first
from curator.frontmatter.value_splices import collection_settings


def insertions(
    document: Document, slot: Slot, node: Sequence, index: int, value: Value
) -> Iterator[Splice]:
    """Ways to put `value` into the list `node` in a place, before its item `index`."""
    text, pen, newline = document.yaml, Pen(document.style), document.style.newline
    if not node.items:
        yield from collection_settings(document, slot, [value])
        return
    like: Node | None = _model(node, min(index, len(node.items) - 1), value)
    if isinstance(like, Scalar) and like.style in ("|", ">") and "\n" not in str(value):
        # Nobody writes a single line as a block because its neighbour needs one.
        like = None
    if node.flow:
        for form in pen.flow_forms(value, like):
            yield from added(document, node, index, form)
        return
    chunks = item_chunks(text, node)
    column = column_of(text, chunks[0].mark)
    near = min(index, len(chunks) - 1)
    width = _width(text, node.items[near], chunks[near].mark)
    for behind in pen.forms(pen.behind_dash(value, like, column, width), value, like):
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
            # A block that keeps its blank lines would take the gap for its own.
            yield Splice(at, at, " " * column + line)


def _model(node: Sequence, index: int, value: Value) -> Node:
    """What a new item is written like: the item there, for keys it lacks the next one with them."""
    near = resolved(node.items[index])
    if not isinstance(value, dict) or not isinstance(near, Mapping):
        return near
    missing = value.keys() - set(near.keys())
    if not missing:
        return near
    model = Mapping(near.outer, near.start, near.end, near.flow)
    model.entries = list(near.entries)
    numbers = sorted(range(len(node.items)), key=lambda number: (abs(number - index), number))
    for number in numbers[1:]:
        other = resolved(node.items[number])
        for key, item in other.entries if isinstance(other, Mapping) else ():
            if isinstance(key, Scalar) and key.text in missing:
                missing.discard(key.text)
                model.entries.append((key, item))
        if not missing:
            break
    return model


def _width(text: str, item: Node, dash: int) -> int:
    """How many columns behind its dash an item stands; 2 where it is not on the same line."""
    beside = not is_empty(item) and item.outer < line_end(text, dash)
    return item.outer - dash if beside else 2


def item_removals(document: Document, slot: Slot, parent: Sequence, index: int) -> Iterator[Splice]:
    """Ways to take away the item `index` of the list `parent`, which stands in `slot`."""
    text = document.yaml
    if parent.flow:
        yield from removed(document, parent, index)
        return
    chunks = item_chunks(text, parent)
    if len(chunks) == 1:
        yield emptied(document, slot, chunks[0], "[]")
        return
    chunk = chunks[index]
    if index + 1 < len(chunks):
        following = chunks[index + 1]
        if chunk.start == chunk.mark and column_of(text, chunk.mark):
            # The first item of a list that begins in the middle of a line.
            if is_blank(text[chunk.end : following.mark]):
                yield Splice(chunk.mark, following.mark, "")
            else:
                yield without_first(document, chunk)
            return
        above = chunks[index - 1].end if index else chunk.start
        below = following.start if is_blank(text[chunk.end : following.start]) else chunk.end
    else:
        above = chunks[index - 1].end
        below = _blank_lines_end(text, chunk.end)
        if below == chunk.end and is_blank(text[above : chunk.start]):
            yield Splice(above, chunk.end, "")
            return
    # Of the blank lines on either side the larger gap stays.
    wider = is_blank(text[above : chunk.start]) and (
        _lines(text[above : chunk.start]) < _lines(text[chunk.end : below])
    )
    yield Splice(above, chunk.end, "") if wider else Splice(chunk.start, below, "")


def thinnings(document: Document, node: Sequence, kept: list[int]) -> Iterator[Splice]:
    """A way to leave only some items of a list that stands on lines of its own.

    It leaves what taking away the others one by one from the end would leave.
    """
    text = document.yaml
    chunks = item_chunks(text, node)
    if chunks[0].start == chunks[0].mark and column_of(text, chunks[0].mark):
        return
    if any(not is_blank(text[a.end : b.start]) for a, b in pairwise(chunks)):
        return
    end = max(chunks[-1].end, _blank_lines_end(text, chunks[-1].end))
    bodies = [text[chunk.start : chunk.end] for chunk in chunks]
    gaps = [text[a.end : b.start] for a, b in pairwise(chunks)] + [text[chunks[-1].end : end]]
    stays, top = set(kept), ""
    for number in sorted(set(range(len(chunks))) - stays, reverse=True):
        del bodies[number]
        if not number:
            top = gaps.pop(0)
            continue
        above, below = gaps[number - 1], gaps[number]
        wider = _lines(above) < _lines(below) or (number == len(bodies) and not below)
        del gaps[number - 1 if wider else number]
    parts = [part for pair in zip(bodies, gaps, strict=True) for part in pair]
    yield Splice(chunks[0].start, end, top + "".join(parts))


def _blank_lines_end(text: str, start: int) -> int:
    """The end of the blank lines that begin there."""
    end = start
    while end < len(text) and is_blank(text[end : next_line(text, end)]):
        end = next_line(text, end)
    return end


def _lines(text: str) -> int:
    return len(text.splitlines())


def arrangements(document: Document, node: Sequence, order: list[int]) -> Iterator[Splice]:
    """Ways to bring the items of the list `node` into another order.

    Whole lines change places, with the comments that belong to the items.
    """
    text = document.yaml
    if node.flow:
        yield from moved(document, node, order)
        return
    chunks = item_chunks(text, node)
    whole = [(chunk.start, chunk.end) for chunk in chunks]
    bare = [(chunk.mark, chunk.end) for chunk in chunks]
    # Where the first item begins in the middle of a line, none takes its indentation along.
    on_lines = is_blank(text[line_start(text, chunks[0].mark) : chunks[0].mark])
    ways = [whole, bare] if on_lines else [bare]
    keeping = {number for number, item in enumerate(node.items) if _keeps_blanks(text, item)}
    for spans in ways:
        yield rearranged(text, spans, order)
    for spans in ways:
        yield rearranged(text, spans, order, keeping)


def _keeps_blanks(text: str, node: Node) -> bool:
    """Whether an item ends in a block scalar to which the blank lines behind it would belong."""
    while not isinstance(node, (Scalar, Alias)):
        children = node.items if isinstance(node, Sequence) else [v for _, v in node.entries]
        if node.flow or not children:
            return False
        node = children[-1]
    if isinstance(node, Alias) or node.style not in ("|", ">"):
        return False
    return "+" in text[node.start : line_end(text, node.start)].partition("#")[0]
