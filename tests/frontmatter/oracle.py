"""Whether an edit did what it means and nothing else, told by PyYAML's events and by the lines.

`judge` holds the edited text against the old one: data, tags, the source of every untouched
scalar, the lines of every other field, and the comments.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import yaml

from curator.frontmatter import Document, Edit, Insert, Remove, Set, Unreadable, Written
from tests.frontmatter.twin import (
    BREAK,
    LOADER,
    Child,
    Twin,
    at,
    expect,
    is_entangled,
    is_shared,
    leaves,
    meant,
    normal,
    places,
    read,
    same,
    value_of,
    without_comments,
)

LINE = re.compile(rf"[^\r\n\x85\u2028\u2029]*(?:{BREAK.pattern})|[^\r\n\x85\u2028\u2029]+\Z")
COMMENT = re.compile(r"[ \t]*#")


def judge(before: Document, edit: Edit, after: Document) -> None:
    """Raise AssertionError unless the edit did what it means, and nothing else."""
    text, new = before.yaml, after.yaml
    assert (after.head, after.tail) == (before.head, before.tail), "head or tail changed"
    assert Document.parse(after.to_bytes()).yaml == new, "the file is split elsewhere"
    judge_data(text, edit, new)
    root = read(text)
    if is_entangled(root, edit):
        _judge_fields(root, edit, (text, new))
    elif text != new:
        _judge_lines(root, edit, (_even(text, new), _even(new, text)))


def judge_data(text: str, edit: Edit, new: str) -> None:
    """Raise AssertionError unless the data is what the edit means, to the last tag and text."""
    root, wanted, actual = read(text), read(text), read(new)
    expect(wanted, edit)
    if is_entangled(root, edit):
        # Aliases and merges elsewhere may be written out, so it is the data that counts.
        assert same(normal(value_of(actual)), normal(value_of(wanted))), "other data than wanted"
    else:
        _match(wanted, actual, (text, new), "", set())
    if loaded(text) is not None:
        assert loaded(new) is not None, "PyYAML loads it no longer"


def loaded(text: str) -> Any:
    try:
        return next(yaml.load_all(text, Loader=LOADER), None) or {}
    except (yaml.YAMLError, ValueError, LookupError, OverflowError, AttributeError, TypeError):
        return None


def _even(text: str, other: str) -> str:
    """The text; with LF alone where line ends are mixed so that an edit may have to change one."""
    mixed = any(re.search(r"\r(?!\n)", one) and "\n" in one for one in (text, other))
    return text.replace("\r\n", " \n").replace("\r", "\n") if mixed else text


def _judge_fields(root: Twin, edit: Edit, texts: tuple[str, str]) -> None:
    """Every field of the top that shares nothing keeps its lines, and their order."""
    if root.flow:
        return
    old_lines, new_lines = LINE.findall(texts[0]), LINE.findall(texts[1])
    kept: list[str] = []
    for child in root.children:
        own = span(texts[0], root, child)
        nodes = list(leaves(child.twin, set()))
        aliases = [node for node in nodes if any(part.refers for part in node.children)]
        loose = child.refers or aliases or is_shared(root, child.twin) or child.name == edit.path[0]
        if not loose and (child.key is None or not is_shared(root, child.key)):
            kept += old_lines[own.first : own.last + 1]
    rest = iter(line.strip("\r\n") for line in new_lines)
    assert all(line.strip("\r\n") in rest for line in kept), "a line of another field changed"


def _match(old: Twin, got: Twin, texts: tuple[str, str], where: str, seen: set[Any]) -> None:
    if (id(old), id(got)) in seen:
        return
    seen.add((id(old), id(got)))
    if old.kind == "wanted":
        if isinstance(old.wanted, (Written, Unreadable)):
            assert (got.kind, got.text, got.style or "") == ("scalar", old.wanted, ""), (
                f"not written as wanted: {where}"
            )
        else:
            assert same(value_of(got), meant(old.wanted)), (
                f"not the value wanted: {where} is {value_of(got)!r}"
            )
        return
    assert (old.kind, old.tag) == (got.kind, got.tag), (
        f"another kind of node: {where} is {got.kind} {got.tag}"
    )
    if old.kind == "scalar":
        source = texts[1][got.start : got.end]
        assert texts[0][old.start : old.end] == source, f"written otherwise: {where} is {source!r}"
        assert old.text == got.text, f"another text: {where} is {got.text!r}"
        return
    added = {child.name: child for child in old.children if child.new and child.key is not None}
    kept = [child for child in old.children if child.key is None or not child.new]
    here = [child for child in got.children if child.key is None or child.name not in added]
    assert len(kept) == len(here), (
        f"more or fewer children: {where} has {len(here)}, not {len(kept)}"
    )
    for number, (one, other) in enumerate(zip(kept, here, strict=True)):
        if one.key is not None and other.key is not None:
            _match(one.key, other.key, texts, f"{where}.{one.name} (key)", seen)
        name = number if one.key is None else one.name
        _match(one.twin, other.twin, texts, f"{where}.{name}", seen)
    for name, child in added.items():
        found = [other.twin for other in got.children if other.name == name]
        assert len(found) == 1, f"not there once: {where}.{name}"
        _match(child.twin, found[0], texts, f"{where}.{name}", seen)


@dataclass
class Span:
    """The lines of one place, counted from 0.

    `top` is the line after what stands above, `first` has its dash or key, `last` its last
    character, `following` the next dash or key.
    """

    top: int
    first: int
    last: int
    following: int
    column: int
    alone: bool
    """Whether nothing stands before its dash or key on that line."""


def span(text: str, root: Twin, child: Child) -> Span:
    """Which lines belong to a place."""
    inside = {id(node) for node in leaves(child.twin, set())} if not child.alias else set[int]()
    inside |= {id(node) for node in leaves(child.key, set())} if child.key else set()
    marks: list[tuple[int, int]] = []
    for node in leaves(root, set()):
        if id(node) not in inside:
            marks += [(node.start, node.end)]
            marks += [(c.start, c.end) for c in node.children if c.alias and c is not child]
    # What contains it is neither above nor below, even where it ends with it.
    marks = [(a, b) for a, b in marks if a > child.start or b < child.end]
    above = max((end for _, end in marks if end <= child.start), default=None)
    below = min((start for start, _ in marks if start >= child.end), default=len(text))
    gap = without_comments(text[above or 0 : child.start])
    marker = max(gap.rfind("?"), -1 if child.key is not None else gap.rfind("-"))
    mark = child.start if marker < 0 else (above or 0) + marker
    ahead = re.search(r"[-?]", without_comments(text[child.end : below]))
    below = child.end + ahead.start() if ahead else below
    first, last = _line(text, mark), _line(text, max(child.end, mark))
    begin = max(text.rfind(sign, 0, mark) for sign in "\n\r\x85\u2028\u2029") + 1
    top = 0 if above is None else _line(text, above) + 1
    following = _line(text, below) if below < len(text) else len(LINE.findall(text))
    alone = not text[begin:mark].strip()
    return Span(min(top, first), first, last, following, mark - begin, alone)


def _line(text: str, index: int) -> int:
    return sum(1 for _ in BREAK.finditer(text, 0, index))


def _judge_lines(root: Twin, edit: Edit, texts: tuple[str, str]) -> None:
    text, new = texts
    old_lines, new_lines = LINE.findall(text), LINE.findall(new)
    found = {path: (parent, child) for path, parent, child in places(root)}
    path = edit.path
    while path not in found and len(path) > 1 and _is_open(at(root, path[:-1])):
        path = path[:-1]
    lost = Counter(_comments(_as_seen(text))) - Counter(_comments(_as_seen(new)))
    if path not in found:
        assert not lost, f"comments lost: {lost}"
        parent = at(root, path[:-1])
        if parent is root and not root.flow:
            _assert_run(old_lines, new_lines, "adding")
        elif parent is not root:
            own = span(text, root, found[path[:-1]][1])
            _assert_outside(own.first, max(own.last + 1, own.following), old_lines, new_lines)
        return
    parent, child = found[path]
    own = span(text, root, child)
    low, high = own.first, max(own.last + 1, own.following)
    twice = [c for c in parent.children if c.key is not None and c.name == child.name]
    joined = False
    if isinstance(edit, Remove):
        low = min(span(text, root, other).first for other in twice or [child])
        low = own.top if parent.kind == "list" else low
        neighbours = parent.children if parent.flow else []
        if parent.children[0] is child and not own.alone:
            # The next one comes to stand on the line of the dash.
            neighbours = parent.children[:2]
        if len(twice or [child]) == len(parent.children) and len(path) > 1:
            neighbours = [found[path[:-1]][1]]
        for other in neighbours:
            joined = True
            whole = span(text, root, other)
            low, high = min(low, whole.first), max(high, whole.last + 1, whole.following)
    if not (parent is root and root.flow):
        _assert_outside(low, high, old_lines, new_lines)
    spans = [span(text, root, other) for other in twice or [child]]
    _judge_comments(edit, child, spans, (old_lines, lost), text)
    if isinstance(edit, Set):
        _judge_scalar(edit, child, texts)
    elif isinstance(edit, Remove):
        if not joined and len(twice) < 2 and len(parent.children) > 1:
            _assert_run(new_lines, old_lines, "removing")
    elif (
        child.twin.children
        and not child.twin.flow
        and span(text, root, child.twin.children[0]).alone
    ):
        if isinstance(edit, Insert):
            _assert_run(old_lines, new_lines, "inserting")
        else:
            # A block that keeps the blank lines behind it may have to lose one to stay as it is.
            counts = [Counter(filter(str.strip, part)) for part in (old_lines, new_lines)]
            assert counts[0] == counts[1], "a moved line changed"
            assert re.search(r"[|>]\d?\+", text) or len(old_lines) == len(new_lines), "a blank line"


def _assert_outside(low: int, high: int, old_lines: list[str], new_lines: list[str]) -> None:
    rest = len(old_lines) - high
    assert old_lines[:low] == new_lines[:low], "a line above changed"
    assert rest <= len(new_lines) - low, "a line below is gone"
    assert old_lines[high:] == new_lines[len(new_lines) - rest :], "a line below changed"


def _is_open(twin: Twin | None) -> bool:
    return twin is None or twin.is_null


def _as_seen(text: str) -> list[str]:
    """The lines as editors show them, who know of fewer line ends than YAML."""
    return re.split(r"\r\n|\n|\r", text)


def _comments(lines: list[str]) -> list[str]:
    """The comments among lines, but for those that for YAML end in the middle of a line."""
    whole = [line for line in lines if not re.search("[\\x85\\u2028\\u2029]", line)]
    return [line.strip() for line in whole if COMMENT.match(line)]


def _assert_run(short: list[str], long: list[str], what: str) -> None:
    """Assert that `long` is `short` with one run of lines more; blanks alone on a line may go.

    They would be taken in by a block scalar that comes to stand above them.
    """
    short, long = ([line if line.strip() else "" for line in lines] for lines in (short, long))
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    rest = len(short) - start
    assert rest == 0 or short[start:] == long[-rest:], f"{what} touched other lines"


def _judge_comments(
    edit: Edit, child: Child, spans: list[Span], lines: tuple[list[str], Counter[str]], text: str
) -> None:
    """A comment is lost only with the value that it stands in, or the item that it stands above."""
    old_lines, lost = lines
    mine: list[str] = []
    if child.twin.kind == "scalar" and isinstance(edit, Set):
        own = spans[-1]
        mine = old_lines[_line(text, child.twin.start) : own.last + 1] if not child.alias else []
    elif isinstance(edit, (Set, Remove)):
        for own in spans:
            mine += old_lines[own.first : own.last + 1]
            behind = old_lines[own.last + 1 : own.following]
            mine += [line for line in behind if len(line) - len(line.lstrip(" \t")) > own.column]
            mine += old_lines[own.top : own.first] if child.key is None else []
    gone = lost - Counter(_comments(mine))
    assert not gone, f"comments lost: {gone}"


def _judge_scalar(edit: Set, child: Child, texts: tuple[str, str]) -> None:
    """A new scalar in the place of a scalar: not a character beside it changes."""
    text, new = texts
    scalar = child.alias or child.twin.kind == "scalar"
    if child.key is not None and child.end == child.key.end:
        # There is not even a colon: the value goes to a line of its own.
        return
    if (
        not scalar
        or isinstance(edit.value, (list, dict))
        or (child.twin.style or "") in tuple("|>")
    ):
        return
    start, end = child.twin.start, child.twin.end
    if child.alias:
        start = text.rindex("*", 0, child.end)
        end = child.end
    behind = text[end:]
    if not child.alias and not child.twin.text and not child.twin.style:
        # Nothing was written there: blanks may go, and a key in brackets may want its colon.
        behind = behind.lstrip(" \t")
        start = end = child.key.end if child.key is not None else start
    assert new[:start] == text[:start], "something before the value changed"
    if not new.endswith(behind):
        # A line of blanks may be the end of a plain text, but not of a quoted one.
        behind = re.sub(r"(?<=[\r\n])[ \t]+(?=[\r\n])", "", behind)
    assert new.endswith(behind), "something behind the value changed"
    written = new[start : len(new) - len(behind)]
    if text[start:end] and not behind.startswith("#"):
        assert written == written.rstrip(" \t"), "blanks behind the value"
