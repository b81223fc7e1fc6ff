"""Ways to give a field a value that it does not have yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.frontmatter.document import Document, column_of
from curator.frontmatter.errors import EditRefused, PathNotFound
from curator.frontmatter.layout import item_chunks, line_end, line_start
from curator.frontmatter.mapping_splices import additions
from curator.frontmatter.nodes import (
    Alias,
    FieldPath,
    Mapping,
    Node,
    PathElement,
    Scalar,
    Sequence,
    step,
)
from curator.frontmatter.render import Pen, like_scalar
from curator.frontmatter.scalars import Unreadable, Value, Written, double_quoted, flow_scalar
from curator.frontmatter.splices import Splice, fill, key_column, replace_block


def settings(
    document: Document, path: FieldPath, value: Value, order: tuple[str, ...]
) -> Iterator[Splice]:
    """Ways to give the field at `path` a value; its parent exists."""
    if not path:
        raise EditRefused("the front matter as a whole is not a field")
    parent = document.node(path[:-1])
    node = None if parent is None else step(parent, path[-1])
    if isinstance(parent, Mapping) and node is None:
        yield from additions(document, parent, path, value, order)
    elif node is None:
        what = "a list without that item" if isinstance(parent, Sequence) else "a single value"
        raise PathNotFound(f"cannot set {path[-1]!r}: its parent is {what}")
    elif isinstance(value, (dict, list)):
        yield from collection_settings(document, parent, path[-1], node, value)
    else:
        yield from _scalar_settings(document, parent, path[-1], node, value)


def _scalar_settings(
    document: Document, parent: Node | None, last: PathElement, node: Node, value: Value
) -> Iterator[Splice]:
    text = document.yaml
    forms = list(dict.fromkeys(_scalar_forms(document, parent, node, value)))
    for form in forms:
        if isinstance(node, Scalar) and node.start == node.end:
            yield fill(text, parent, last, node, form)
        elif isinstance(node, (Scalar, Alias)) or node.flow:
            yield Splice(node.start, node.end, form)
        else:
            yield replace_block(text, parent, last, node, " " + form)
    if isinstance(node, Scalar) and node.tag is not None:
        # The tag belongs to the old value; an anchor stays for its aliases.
        anchor = "" if node.anchor is None else f"&{node.anchor} "
        yield from (Splice(node.outer, node.end, anchor + form) for form in forms)


def _scalar_forms(
    document: Document, parent: Node | None, node: Node, value: Value
) -> Iterator[str]:
    text, style = document.yaml, document.style
    in_flow = isinstance(parent, (Mapping, Sequence)) and parent.flow
    like = node if isinstance(node, Scalar) else None
    comment = ""
    if like is not None and like.style in ("|", ">"):
        if _is_text(value):
            indent = column_of(text, line_start(text, like.start)) + style.step
            block = like_scalar(str(value), like, text, indent, style.newline)
            if block is not None:
                yield block
        header = text[like.start : line_end(text, like.start)]
        comment = match.group() if (match := re.search(r"[ \t]+#.*", header)) else ""
    yield flow_scalar(value, like, style.quote, in_flow) + comment
    if _is_text(value):
        yield double_quoted(str(value)) + comment
    else:
        # Where the form of the old value cannot tell the new one: a date that gets a time.
        yield flow_scalar(value, None, style.quote, in_flow) + comment


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and not isinstance(value, (Written, Unreadable))


def collection_settings(
    document: Document, parent: Node | None, last: PathElement, node: Node, value: Value
) -> Iterator[Splice]:
    text, pen = document.yaml, Pen(document.style)
    in_flow = isinstance(parent, (Mapping, Sequence)) and parent.flow
    if not in_flow and _may_be_block(document, node, value):
        yield _block_collection(document, parent, last, node, value)
    form = pen.flow(value, node)
    if isinstance(node, Scalar) and node.start == node.end:
        yield fill(text, parent, last, node, form)
    elif isinstance(node, (Mapping, Sequence)) and not node.flow:
        yield replace_block(text, parent, last, node, " " + form)
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
        column = key_column(text, parent)
        behind = pen.behind_colon(value, node, column)
    return replace_block(text, parent, last, node, behind)


def _may_be_block(document: Document, node: Node, value: Value) -> bool:
    """Whether a new collection stands on lines of its own, as far as the old value tells.

    What is in brackets stays in brackets, but empty ones say nothing about the list to come.
    """
    if not isinstance(node, (Mapping, Sequence)) or not node.flow:
        return True
    filled = node.entries if isinstance(node, Mapping) else node.items
    plain = isinstance(value, list) and not any(isinstance(i, (dict, list)) for i in value)
    return not filled and not (plain and document.style.flow_lists)
