"""Where to cut the text and what to put there, for each kind of edit.

The functions yield candidates, most natural first; `edits` proves them and takes the first that
holds.  They need not be right in every corner, because a wrong one is never used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curator.frontmatter.document import Document, column_of
from curator.frontmatter.errors import EditRefused, PathNotFound
from curator.frontmatter.layout import (
    entry_chunks,
    find_colon,
    is_blank,
    item_chunks,
    line_end,
    line_start,
    next_line,
)
from curator.frontmatter.nodes import (
    Alias,
    FieldPath,
    Mapping,
    Node,
    PathElement,
    Scalar,
    Sequence,
    resolved,
    step,
)
from curator.frontmatter.render import Pen, like_scalar
from curator.frontmatter.scalars import Value, Written, double_quoted, flow_scalar


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace the characters `start:end` of the YAML text by `text`."""

    start: int
    end: int
    text: str


def settings(
    document: Document, path: FieldPath, value: Value, order: tuple[str, ...]
) -> Iterator[Splice]:
    """Ways to give the field at `path` a value; its parent exists."""
    if not path:
        raise EditRefused("the front matter as a whole is not a field")
    parent = document.root if len(path) == 1 else document.node(path[:-1])
    node = None if parent is None else step(parent, path[-1])
    if isinstance(parent, Mapping) and node is None:
        yield from _additions(document, parent, path, value, order)
    elif node is None:
        what = "a list without that item" if isinstance(parent, Sequence) else "a single value"
        raise PathNotFound(f"cannot set {path[-1]!r}: its parent is {what}")
    elif isinstance(value, (dict, list)):
        yield from _collection_settings(document, parent, path[-1], node, value)
    else:
        yield from _scalar_settings(document, parent, path[-1], node, value)


def _scalar_settings(
    document: Document, parent: Node | None, last: PathElement, node: Node, value: Value
) -> Iterator[Splice]:
    text, pen = document.yaml, Pen(document.style)
    flow = isinstance(parent, (Mapping, Sequence)) and parent.flow
    forms: list[str] = []
    if isinstance(node, Scalar) and node.style in ("|", ">") and _is_text(value):
        indent = column_of(text, line_start(text, node.start)) + document.style.step
        block = like_scalar(str(value), node, text, indent, document.style.newline)
        forms.extend([] if block is None else [block])
    like = node if isinstance(node, Scalar) else None
    forms.append(flow_scalar(value, like, document.style.quote, flow))
    if _is_text(value):
        forms.append(double_quoted(str(value)))
    for form in forms:
        if isinstance(node, (Scalar, Alias)) and node.start < node.end:
            yield Splice(node.start, node.end, form)
        elif isinstance(node, Scalar):
            yield _fill(text, parent, last, node, form)
        elif node.flow:
            yield Splice(node.start, node.end, form)
        else:
            yield _replace_block(text, parent, last, node, " " + form)
    _ = pen


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and not isinstance(value, Written)


def _fill(
    text: str, parent: Node | None, last: PathElement, node: Scalar, form: str
) -> Splice:
    """Put a value where there is none: behind the colon or dash, before any comment."""
    before = "" if text[node.start - 1 : node.start] in (" ", "\t") else " "
    if isinstance(parent, Mapping) and parent.flow:
        key = parent.entries[parent.position(last) or 0][0]
        if find_colon(text, key, node) is None:
            before = ": "
    stop = line_end(text, node.start)
    end = stop if is_blank(text[node.start : stop]) else node.start
    return Splice(node.start, end, before + form)


def _replace_block(
    text: str, parent: Node | None, last: PathElement, node: Node, behind: str
) -> Splice:
    """Replace what follows a colon or dash up to the end of the value.

    A comment on the line of the colon stays there.
    """
    start = _behind_marker(text, parent, last, node)
    if node.outer < node.start:
        raise EditRefused("this value has an anchor or a tag that would be lost")
    stop = line_end(text, start)
    if node.start > stop:
        comment = text[start:stop].rstrip()
    else:
        tail = text[node.end : line_end(text, node.end)].rstrip()
        comment = tail if tail.lstrip().startswith("#") else ""
    end = node.end
    if behind[:1] in "\r\n":
        end = max(end, line_end(text, end) if comment and node.start <= stop else end)
        return Splice(start, end, comment + behind)
    return Splice(start, end, behind + (comment if node.start > stop else ""))


def _behind_marker(text: str, parent: Node | None, last: PathElement, node: Node) -> int:
    if isinstance(parent, Mapping):
        key, value = parent.entries[parent.position(last) or 0]
        colon = find_colon(text, key, value)
        if colon is None:
            raise EditRefused("the colon of this key cannot be found")
        return colon + 1
    if isinstance(parent, Sequence) and isinstance(last, int) and not parent.flow:
        return item_chunks(text, parent)[last].mark + 1
    return node.outer


def _collection_settings(
    document: Document, parent: Node | None, last: PathElement, node: Node, value: Value
) -> Iterator[Splice]:
    text, pen = document.yaml, Pen(document.style)
    in_flow = isinstance(parent, (Mapping, Sequence)) and parent.flow
    if not in_flow and not (isinstance(node, (Mapping, Sequence)) and node.flow and node.end):
        yield _block_collection(document, parent, last, node, value)
    elif not in_flow and isinstance(node, (Mapping, Sequence)) and not _children(node):
        if not document.style.flow_lists or not _all_plain(value):
            yield _block_collection(document, parent, last, node, value)
    form = pen.flow(value, node)
    if isinstance(node, Scalar) and node.start == node.end:
        yield _fill(text, parent, last, node, form)
    elif isinstance(node, (Mapping, Sequence)) and not node.flow:
        yield _replace_block(text, parent, last, node, " " + form)
    else:
        yield Splice(node.start, node.end, form)


def _block_collection(
    document: Document, parent: Node | None, last: PathElement, node: Node, value: Value
) -> Splice:
    text, pen = document.yaml, Pen(document.style)
    if isinstance(parent, Sequence) and isinstance(last, int):
        column = column_of(text, item_chunks(text, parent)[last].mark)
        behind = pen.behind_dash(value, node, column)
    else:
        assert isinstance(parent, Mapping)
        column = _key_column(text, parent)
        behind = pen.behind_colon(value, node, column)
    return _replace_block(text, parent, last, node, behind)


def _children(node: Mapping | Sequence) -> int:
    return len(node.entries if isinstance(node, Mapping) else node.items)


def _all_plain(value: Value) -> bool:
    return isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value)


def _key_column(text: str, node: Mapping) -> int:
    return column_of(text, node.entries[0][0].outer) if node.entries else 0


def _additions(
    document: Document, parent: Mapping, path: FieldPath, value: Value, order: tuple[str, ...]
) -> Iterator[Splice]:
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
    column = _key_column(text, parent)
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
    keys = [str(name) for name in parent.keys()]
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


def removals(document: Document, path: FieldPath) -> Iterator[Splice]:
    """Ways to take away the key or item at `path`."""
    parent = document.root if len(path) == 1 else document.node(path[:-1])
    if isinstance(parent, Sequence) and isinstance(path[-1], int):
        if not 0 <= path[-1] < len(parent.items):
            raise PathNotFound(f"the list has no item {path[-1]}")
        yield from _item_removals(document, parent, path, path[-1])
    elif isinstance(parent, Mapping) and parent.position(path[-1]) is not None:
        yield from _entry_removals(document, parent, path)
    else:
        raise PathNotFound(f"there is no field {'.'.join(map(str, path))}")


def _item_removals(
    document: Document, parent: Sequence, path: FieldPath, index: int
) -> Iterator[Splice]:
    text = document.yaml
    if parent.flow:
        spans = [(item.outer, item.end) for item in parent.items]
        yield _cut_from_flow(parent, spans, index)
        return
    chunks = item_chunks(text, parent)
    if len(chunks) == 1:
        grand = document.node(path[:-2]) if len(path) > 2 else document.root
        yield from _emptied(document, grand, path[-2], parent, chunks[0].end, "[]")
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


def _emptied(
    document: Document,
    grand: Node | None,
    last: PathElement,
    node: Mapping | Sequence,
    end: int,
    brackets: str,
) -> Iterator[Splice]:
    """Leave brackets behind the colon or dash of a collection that loses its last child."""
    text, newline = document.yaml, document.style.newline
    at = node.outer if node.outer < node.start else _behind_marker(text, grand, last, node)
    if at == node.outer:
        # Behind an anchor or a tag, on its line.
        at = line_start(text, node.start) if node.start > line_end(text, at) else node.start
        at = len(text[:at].rstrip())
    stop = line_end(text, at)
    if stop < node.start:
        yield Splice(at, end, " " + brackets + text[at : next_line(text, at)])
    else:
        yield Splice(at, end, " " + brackets + newline)


def _cut_from_flow(
    parent: Mapping | Sequence, spans: list[tuple[int, int]], index: int
) -> Splice:
    if len(spans) == 1:
        return Splice(parent.start + 1, parent.end - 1, "")
    if index + 1 < len(spans):
        return Splice(spans[index][0], spans[index + 1][0], "")
    return Splice(spans[index - 1][1], spans[index][1], "")


def _entry_removals(document: Document, parent: Mapping, path: FieldPath) -> Iterator[Splice]:
    text = document.yaml
    doomed = [n for n, (key, _) in enumerate(parent.entries) if _names(key, path[-1])]
    index = doomed[-1]
    if parent.flow:
        spans = [(key.outer, max(key.end, value.end)) for key, value in parent.entries]
        yield _cut_from_flow(parent, spans, index)
        return
    chunks = entry_chunks(text, parent)
    if len(doomed) > 1:
        # From the first to the last of them, what stands between kept.
        pieces = [chunks[n] for n in doomed]
        kept = [text[a.end : b.start] for a, b in zip(pieces, pieces[1:], strict=False)]
        yield Splice(pieces[0].start, pieces[-1].end, "".join(kept))
        return
    chunk = chunks[index]
    if len(chunks) == 1 and parent is not document.root:
        grand = document.node(path[:-2]) if len(path) > 2 else document.root
        yield from _emptied(document, grand, path[-2], parent, chunk.end, "{}")
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


def insertions(
    document: Document, path: FieldPath, node: Sequence, index: int, value: Value
) -> Iterator[Splice]:
    """Ways to put `value` into the list `node` before its item `index`."""
    text, pen, newline = document.yaml, Pen(document.style), document.style.newline
    parent = document.node(path[:-1]) if len(path) > 1 else document.root
    if not node.items:
        yield from _collection_settings(document, parent, path[-1], node, [value])
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
