"""Cuts between brackets: of the items of `[a, b]` and of the entries of `{a: 1, b: 2}`.

Both are a row of spans with commas between, on one line or with lines of their own, where a
comment behind an item belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from curator.frontmatter.document import Document
from curator.frontmatter.layout import is_blank, line_end, line_start, next_line
from curator.frontmatter.nodes import Mapping, Node, Sequence
from curator.frontmatter.splices import Splice, entry_start, joined

Span = tuple[int, int]
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))+")
_COMMA_FIRST = re.compile(r"^[ \t]*,[ \t]*(?=[ \t\r\n])")
_COMMA = re.compile(r"[ \t]*,[ \t]*")
_COMMA_AND_COMMENT = re.compile(r"((?:[ \t]*,)?)([ \t]+#[^\r\n]*|[ \t]*)")


def is_braceless(document: Document, node: Node) -> bool:
    """Whether a mapping is a lone pair in a list in brackets: `[a: 1]`."""
    return not document.yaml.startswith(("{", "["), node.start)


def is_commented(document: Document, node: Mapping | Sequence) -> bool:
    """Whether brackets hold nothing but a comment."""
    return not _spans(document, node) and "#" in document.yaml[node.start : node.end]


def added(document: Document, node: Mapping | Sequence, index: int, form: str) -> Iterator[Splice]:
    """Ways to put one more in, before the one of that number."""
    text, spans = document.yaml, _spans(document, node)
    if is_braceless(document, node):
        whole = text[node.start : node.end]
        whole += " " if whole.endswith(":") else ""
        pairs = [form, whole] if index == 0 else [whole, form]
        yield Splice(node.start, node.end, "{" + ", ".join(pairs) + "}")
        return
    if not spans:
        yield _alone(document, node, form)
        return
    start, end = spans[min(index, len(spans) - 1)]
    separator = _separator(text, spans)
    if _begins_line(text, start):
        separator = "," + document.style.newline + text[line_start(text, start) : start]
        stop = line_end(text, end)
        rest = _COMMA_AND_COMMENT.fullmatch(text, end, stop)
        if index == len(spans) and rest is not None:
            comma, comment = rest.group(1).strip(), rest.group(2)
            below = separator[1:] + form + comma
            yield Splice(end, stop, f",{comment.rstrip()}{below}")
    if index < len(spans):
        yield Splice(start, start, form + separator)
    else:
        yield Splice(end, end, separator + form)


def _alone(document: Document, node: Mapping | Sequence, form: str) -> Splice:
    """Put the first one between brackets that are empty but for a comment."""
    text, last = document.yaml, node.end - 1
    if not is_commented(document, node):
        return Splice(node.start + 1, last, form)
    at = line_start(text, last)
    pad = text[at:last] + " " * document.style.step
    return Splice(at, at, pad + form + document.style.newline)


def removed(document: Document, node: Mapping | Sequence, index: int) -> Iterator[Splice]:
    """Ways to take one out, with a comma and its comment."""
    text, spans = document.yaml, _spans(document, node)
    if is_braceless(document, node):
        yield Splice(node.start, node.end, "{}")
        return
    start, end = spans[index]
    rest = _COMMA_AND_COMMENT.fullmatch(text, end, line_end(text, end))
    alone = rest is not None and _begins_line(text, start)
    if len(spans) == 1:
        around = text[node.start : start] + text[line_end(text, end) : node.end]
        if alone and "#" in around:
            yield Splice(line_start(text, start), next_line(text, end), "")
        elif "#" in around:
            yield Splice(start, line_end(text, end) if rest is not None else end, "")
        yield Splice(node.start + 1, node.end - 1, "")
        return
    if alone and rest is not None and rest.group(1):
        yield Splice(line_start(text, start), next_line(text, end), "")
    if index + 1 < len(spans):
        yield Splice(start, spans[index + 1][0], "")
        return
    before = spans[index - 1][1]
    between = _COMMA_FIRST.sub("", text[before:start])
    if _begins_line(text, start) and "#" in between:
        # The comments of the one above and below it stay, its comma does not.
        if rest is not None:
            yield Splice(before, line_end(text, end), between.rstrip())
        yield Splice(before, end, between)
    elif "#" in between and between.rstrip().endswith(","):
        yield Splice(before, end, between.rstrip()[:-1])
    yield Splice(before, end, "")


def moved(document: Document, node: Sequence, order: list[int]) -> Iterator[Splice]:
    """Ways to bring the items into another order."""
    text, spans = document.yaml, _spans(document, node)
    stops = [line_end(text, end) for _, end in spans]
    rests = [
        _COMMA_AND_COMMENT.fullmatch(text, end, stop)
        for (_, end), stop in zip(spans, stops, strict=True)
    ]
    if any(rest is not None and rest.group(2).strip() for rest in rests):
        commas = [rest.group(1) for rest in rests if rest is not None]
        comments = [rest.group(2) for rest in rests if rest is not None]
        if len(comments) == len(spans):
            out: list[str] = []
            for place, number in enumerate(order):
                gap = text[stops[place] : spans[place + 1][0]] if place + 1 < len(spans) else ""
                body = text[spans[number][0] : spans[number][1]]
                out.append(body + commas[place] + comments[number] + gap)
            yield Splice(spans[0][0], stops[-1], joined(out))
    yield rearranged(text, spans, order)


def rearranged(
    text: str, spans: list[Span], order: list[int], keeping: Container[int] | None = None
) -> Splice:
    """The spans in a new order, what stands between them left in place.

    With `keeping` blank lines hold no blanks, and those behind the items of these numbers, which
    would take them in, are left out.
    """
    first = next((n for n, number in enumerate(order) if n != number), 0)
    last = next((n for n in range(len(order) - 1, -1, -1) if order[n] != n), 0)
    out: list[str] = []
    for place in range(first, last + 1):
        start, end = spans[order[place]]
        out.append(text[start:end])
        if place < last:
            gap = text[spans[place][1] : spans[place + 1][0]]
            if keeping is not None and (blank := _BLANK_LINES.match(gap)):
                bare = "" if order[place] in keeping else re.sub(r"[ \t]", "", blank.group())
                gap = bare + gap[blank.end() :]
            out.append(gap)
    return Splice(spans[first][0], spans[last][1], joined(out))


def _spans(document: Document, node: Mapping | Sequence) -> list[Span]:
    text = document.yaml
    if isinstance(node, Sequence):
        spans = [(item.outer, item.end) for item in node.items]
    else:
        spans = [(entry_start(text, key), max(key.end, value.end)) for key, value in node.entries]
    # A colon with nothing behind it needs its blank: `{a: , b}`.
    return [
        (start, end + (text[end - 1 : end] == ":" and text[end : end + 1] in (" ", "\t")))
        for start, end in spans
    ]


def _begins_line(text: str, start: int) -> bool:
    return is_blank(text[line_start(text, start) : start])


def _separator(text: str, spans: list[Span]) -> str:
    """What stands between the first two, where that is a comma with blanks."""
    between = text[spans[0][1] : spans[1][0]] if len(spans) > 1 else ""
    return between if _COMMA.fullmatch(between) else ", "
