"""Ways to write out the value of an alias or a merge where it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.frontmatter.document import Document, column_of
from curator.frontmatter.layout import entry_chunks, item_chunks, line_end, line_start
from curator.frontmatter.nodes import (
    Alias,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Slot,
    effective,
    is_merge,
    key_text,
    resolved,
)
from curator.frontmatter.render import Pen
from curator.frontmatter.scalars import Unreadable, Value, Written, scalar_value
from curator.frontmatter.sharing import slots
from curator.frontmatter.splices import Splice, comment_in, key_column, properties_in, replace_block
from curator.frontmatter.value_splices import behind

_BREAK = re.compile(r"\r\n|\n|\r")
_MARKERS = re.compile(r"[ \t]*(?:[-?][ \t]+)*")


def faithful(node: Node) -> Value:
    """A node's value with the very text of everything plain that is not text: dates, numbers."""
    node = resolved(node)
    if isinstance(node, Scalar):
        value = scalar_value(node)
        if isinstance(value, Unreadable):
            return Written(node.text) if not node.style else str(node.text)
        return value if isinstance(value, str) or value is None else Written(node.text)
    if isinstance(node, Sequence):
        return [faithful(item) for item in node.items]
    return {_faithful_key(key): faithful(value) for key, value in effective(node).values()}


def _faithful_key(key: Node) -> str:
    """A key's name, as it is written where it is a number, say."""
    key = resolved(key)
    value = faithful(key) if isinstance(key, Scalar) else key_text(key)
    return value if isinstance(value, str) else Written(key_text(key))


def copies(document: Document, slot: Slot, name: str = "") -> Iterator[Splice]:
    """Ways to write the value out where its alias stands, as the new anchor `name` if there is one.

    First in the very characters of the original, then as new text in its manner.
    """
    text, alias = document.yaml, slot.node
    target, value = resolved(alias), faithful(alias)
    anchor = f"&{name}" if name else ""
    tags = [w for w in properties_in(text[target.outer : target.start]) if w.startswith("!")]
    properties = " ".join(filter(None, (anchor, *tags)))
    source = _source(text, target)
    if not properties and not source:
        # Nothing is written, so the blanks before it go as well.
        yield Splice(len(text[: alias.start].rstrip(" \t\r\n")), alias.end, "")
    if not _BREAK.search(source):
        yield Splice(alias.start, alias.end, " ".join(filter(None, (properties, source))))
    if not slot.parent.flow and not slot.is_key:
        column = _column(document, slot)
        written = _as_written(document, slot, target, source, column)
        yield replace_block(document, slot, written, properties)
        yield replace_block(document, slot, behind(document, slot, value, target), anchor)
        if isinstance(slot.parent, Sequence):
            below = _below(document, target, source, column + 2)
            yield replace_block(document, slot, below, properties)
    form = Pen(document.style).flow(value, target)
    yield Splice(alias.start, alias.end, " ".join(filter(None, (anchor, form))))


def _source(text: str, target: Scalar | Sequence | Mapping) -> str:
    """The characters of a value without the anchors inside, and without aliases of single values.

    An anchor must not stand there twice: PyYAML and Psych read no such file.
    """
    out: list[str] = []
    at = target.start
    for slot, _ in slots(target):
        node = slot.node
        if not isinstance(node, Alias) and node.anchor is not None:
            start = text.index(f"&{node.anchor}", node.outer)
            end = start + len(node.anchor) + 1
            stop = line_end(text, end)
            rest = text[end:stop].lstrip(" \t")
            out.append(text[at:start] if rest else text[at:start].rstrip(" \t"))
            at = stop - len(rest)
        elif isinstance(node, Alias) and isinstance(single := resolved(node), Scalar):
            written = text[single.start : single.end]
            if not single.tag and not _BREAK.search(written):
                out += [text[at : node.start], written or "null"]
                at = node.end
    return "".join([*out, text[at : target.end]])


def _column(document: Document, slot: Slot) -> int:
    """The column of the dash or key to which a place belongs."""
    if isinstance(slot.parent, Mapping):
        return key_column(document.yaml, slot.parent)
    return column_of(document.yaml, item_chunks(document.yaml, slot.parent)[slot.number].mark)


def _as_written(
    document: Document,
    slot: Slot,
    target: Scalar | Sequence | Mapping,
    source: str,
    column: int,
) -> str:
    """The characters of a value, moved to the indentation of another place."""
    text, style = document.yaml, document.style
    if isinstance(target, Scalar) or target.flow:
        first = line_start(text, target.start)
        marker = _MARKERS.match(text, first)
        old = marker.end() - first if marker else 0
        return " " + _shifted(source, column - old)
    if isinstance(slot.parent, Sequence):
        return " " + _shifted(source, column + 2 - column_of(text, target.start))
    inner = column + (style.list_indent if isinstance(target, Sequence) else style.step)
    return _below(document, target, source, inner)


def _below(document: Document, target: Node, source: str, column: int) -> str:
    """The lines of a block collection at another column, below what they belong to."""
    moved = column - column_of(document.yaml, target.start)
    return document.style.newline + " " * column + _shifted(source, moved)


def _shifted(source: str, columns: int) -> str:
    """All lines but the first indented by more columns, or by fewer."""
    if columns >= 0:
        return re.sub(r"(\r\n|\n|\r)(?![\r\n])", r"\1" + " " * columns, source)
    return re.sub(rf"(\r\n|\n|\r) {{0,{-columns}}}", r"\1", source)


def unmerged(document: Document, parent: Mapping, number: int) -> Iterator[Splice]:
    """Ways to write keys out where entry `number` of a mapping merges them."""
    text, pen = document.yaml, Pen(document.style)
    entries = brought_in(parent, number)
    key, alias = parent.entries[number]
    if parent.flow:
        pairs = (f"{_key_form(text, pen, k)}: {pen.flow(faithful(v), v)}" for k, v in entries)
        yield Splice(key.outer, alias.end, ", ".join(pairs))
        return
    column, newline = key_column(text, parent), document.style.newline
    chunk = entry_chunks(text, parent)[number]
    pad = " " * column
    comment = comment_in(text[alias.end : line_end(text, alias.end)]).strip()
    lines = [comment] if comment else []
    for name, value in entries:
        form = pen.behind_colon(faithful(value), value, column)
        lines.append(f"{_key_form(text, pen, name)}:{form}")
    before = pad if chunk.start < chunk.mark else ""
    yield Splice(chunk.start, chunk.end, before + (newline + pad).join(lines) + newline)


def brought_in(parent: Mapping, number: int) -> list[tuple[Node, Node]]:
    """The entries that a mapping has only from the merge in its entry `number`."""
    own = {key_text(key) for key, _ in parent.entries if not is_merge(key)}
    alone = Mapping(0, 0, 0, flow=False, entries=[parent.entries[number]])
    seen = {id(value) for _, value in effective(parent).values()}
    return [
        (key, value)
        for name, (key, value) in effective(alone).items()
        if name not in own and id(value) in seen
    ]


def _key_form(text: str, pen: Pen, key: Node) -> str:
    """A key as it is written elsewhere, if on one line."""
    source = text[key.start : key.end]
    if isinstance(key, Alias) or _BREAK.search(source):
        return pen.key(key_text(key))
    return source
