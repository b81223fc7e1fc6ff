"""Ways to give a place a value that it does not have yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.frontmatter.document import Document, column_of
from curator.frontmatter.flow_splices import added, is_commented
from curator.frontmatter.layout import item_chunks, line_end, line_start
from curator.frontmatter.nodes import Alias, Mapping, Node, Scalar, Sequence, Slot
from curator.frontmatter.render import Pen, like_scalar
from curator.frontmatter.scalars import Unreadable, Value, Written, double_quoted, flow_scalar
from curator.frontmatter.splices import Splice, fill, is_empty, key_column, replace_block


def settings(document: Document, slot: Slot, value: Value) -> Iterator[Splice]:
    """Ways to replace what stands in a place."""
    if isinstance(value, (dict, list)):
        yield from collection_settings(document, slot, value)
    else:
        yield from _scalar_settings(document, slot, value)


def _scalar_settings(document: Document, slot: Slot, value: Value) -> Iterator[Splice]:
    node = slot.node
    forms = list(dict.fromkeys(_scalar_forms(document, slot, value)))
    for form in forms:
        if is_empty(node):
            yield fill(document, slot, form)
        elif isinstance(node, (Scalar, Alias)) or node.flow:
            yield Splice(node.start, node.end, form)
        else:
            yield replace_block(document, slot, " " + form)
    for form in forms:
        yield from _without_tag(node, form)


def _without_tag(node: Node, form: str) -> Iterator[Splice]:
    """A tag belongs to the old value; an anchor stays for its aliases."""
    if not isinstance(node, Alias) and node.tag is not None:
        anchor = "" if node.anchor is None else f"&{node.anchor} "
        yield Splice(node.outer, node.end, anchor + form)


def _scalar_forms(document: Document, slot: Slot, value: Value) -> Iterator[str]:
    text, node, in_flow = document.yaml, slot.node, slot.parent.flow
    like = node if isinstance(node, Scalar) else None
    comment = ""
    # The habits of a file take as long to find out as all else, and only texts have quotes.
    quote = document.style.quote if isinstance(value, str) else '"'
    if like is not None and like.style in ("|", ">"):
        if _is_text(value):
            indent = column_of(text, line_start(text, like.start)) + document.style.step
            block = like_scalar(str(value), like, text, indent, document.style.newline)
            if block is not None:
                yield block
        header = text[like.start : line_end(text, like.start)]
        comment = match.group() if (match := re.search(r"[ \t]+#.*", header)) else ""
    yield flow_scalar(value, like, quote, in_flow) + comment
    if _is_text(value):
        yield double_quoted(str(value)) + comment
    else:
        # Where the form of the old value cannot tell the new one: a date that gets a time.
        yield flow_scalar(value, None, quote, in_flow) + comment


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and not isinstance(value, (Written, Unreadable))


def collection_settings(
    document: Document, slot: Slot, value: dict[str, Value] | list[Value]
) -> Iterator[Splice]:
    """Ways to replace what stands in a place by a list or a mapping."""
    node, pen = slot.node, Pen(document.style)
    if isinstance(node, (Mapping, Sequence)) and node.flow and is_commented(document, node):
        yield from added(document, node, 0, pen.flow(value, node)[1:-1])
    if not slot.parent.flow and _may_be_block(document, node, value):
        yield replace_block(document, slot, behind(document, slot, value, node))
    form = pen.flow(value, node)
    if is_empty(node):
        yield fill(document, slot, form)
    elif isinstance(node, (Mapping, Sequence)) and not node.flow:
        yield replace_block(document, slot, " " + form)
    else:
        yield Splice(node.start, node.end, form)
    yield from _without_tag(node, form)


def behind(document: Document, slot: Slot, value: Value, like: Node | None) -> str:
    """A value as it stands behind the dash or colon of a place, in the manner of `like`."""
    text, pen = document.yaml, Pen(document.style)
    if isinstance(slot.parent, Sequence):
        column = column_of(text, item_chunks(text, slot.parent)[slot.number].mark)
        return pen.behind_dash(value, like, column)
    return pen.behind_colon(value, like, key_column(text, slot.parent))


def _may_be_block(document: Document, node: Node, value: Value) -> bool:
    """Whether a new collection stands on lines of its own, as far as the old value tells.

    What is in brackets stays in brackets, but empty ones say nothing about the list to come.
    """
    if not isinstance(node, (Mapping, Sequence)) or not node.flow:
        return True
    filled = node.entries if isinstance(node, Mapping) else node.items
    plain = isinstance(value, list) and not any(isinstance(i, (dict, list)) for i in value)
    return not filled and not (plain and document.style.flow_lists)
