"""Which lines of a file an edit may change, and how: a pattern for each kind of edit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.benchmarks.operations import Add, Drop, Place, Put, Shift, Task
from tests.benchmarks.reading import Node, Reading, comments_in

_LINE_END = re.compile(rb"\r\n|\n|\r|\Z")


@dataclass(frozen=True, slots=True)
class Pattern:
    """How the lines `first` up to, without, `stop` may change; outside of them nothing may.

    Of these lines those in `gone` must go and those in `may` may go, at most `most_gone` of them;
    the others stay.  Between `least` and `most` new lines come, all at the place of `at` if that
    is given.  `said` are comments that the lines must still hold.
    """

    first: int
    stop: int
    gone: frozenset[int] = frozenset()
    may: frozenset[int] = frozenset()
    most_gone: int = 0
    least: int = 0
    most: int = 0
    at: int | None = None
    said: tuple[str, ...] = ()

    def fits(self, old: list[bytes], new: list[bytes]) -> bool:
        """Whether the new lines are the old ones changed in this way."""
        stop = len(new) - (len(old) - self.stop)
        if stop < self.first or new[: self.first] != old[: self.first]:
            return False
        if new[stop:] != old[self.stop :]:
            return False
        inside = new[self.first : stop]
        if not self._walk(old, inside):
            return False
        around = old[max(0, self.first - 1) : self.stop + 1]
        ends = {_end_of(line) for line in around}
        text = b"".join(inside)
        return all(_end_of(line) in ends for line in inside) and all(
            comment.rstrip().encode() in text for comment in self.said
        )

    def _walk(self, old: list[bytes], new: list[bytes]) -> bool:
        """Follow all ways at once in which `new` can have come about.

        A way is how many new lines are behind, how many of them were added, how many old ones
        went that need not.
        """
        ways = {(0, 0, 0)}
        for number in range(self.first, self.stop + 1):
            if self.at in (None, number):
                ways = self._with_added(ways, len(new))
            if number == self.stop:
                break
            following: set[tuple[int, int, int]] = set()
            for done, added, went in ways:
                if number in self.gone:
                    following.add((done, added, went))
                    continue
                if done < len(new) and new[done] == old[number]:
                    following.add((done + 1, added, went))
                if number in self.may and went < self.most_gone:
                    following.add((done, added, went + 1))
            ways = following
        return any(done == len(new) and added >= self.least for done, added, _ in ways)

    def _with_added(self, ways: set[tuple[int, int, int]], end: int) -> set[tuple[int, int, int]]:
        return {
            (done + more, added + more, went)
            for done, added, went in ways
            for more in range(min(self.most - added, end - done) + 1)
        }


def lines_right(reading: Reading, task: Task, new: bytes) -> bool:
    """Whether exactly the intended lines are other than they were."""
    lines = new.splitlines(keepends=True)
    change, place = task.change, task.place
    if isinstance(change, Shift):
        assert place is not None
        return _moved(reading, place.node, lines)
    patterns: Iterable[Pattern]
    if place is None:
        patterns = [_new_key(reading)]
    elif isinstance(change, Put):
        patterns = [_new_value(reading, place)]
    elif isinstance(change, Add):
        patterns = [_new_item(reading, place, change)]
    else:
        assert isinstance(change, Drop)
        patterns = _gone(reading, place)
    return any(pattern.fits(reading.lines, lines) for pattern in patterns)


def _new_key(reading: Reading) -> Pattern:
    root = reading.root
    if root is not None and root.flow:
        return _anywhere(reading, root, gone=1, new=2)
    return Pattern(reading.top, reading.bottom, least=1, most=1)


def _new_value(reading: Reading, place: Place) -> Pattern:
    node = place.node
    line = reading.lines[place.line]
    if not node.text and line.lstrip(b" -").startswith(b"?") and b":" not in line:
        # A key behind a question mark has no colon yet: that comes on a line of its own.
        return Pattern(place.line, place.line + 1, least=1, most=1, at=place.line + 1)
    return Pattern(
        place.line,
        node.kept + 1,
        gone=frozenset(range(place.line, node.last + 1)),
        may=frozenset(range(node.last + 1, node.kept + 1)),
        most_gone=node.kept - node.last,
        least=1,
        most=node.last - place.line + 1,
        at=place.line,
        said=_comments(reading, place),
    )


def _comments(reading: Reading, place: Place) -> tuple[str, ...]:
    """The comments between a key and its value, behind a block header, and behind the value."""
    node = place.node
    found = reading.comments(place.behind, node.start)
    if node.kind == "scalar" and not node.flow:
        # Behind a block scalar nothing can stand; its header ends with its first line.
        return (*found, *reading.comments(node.start, reading.rest_of_line(node.start)))
    return (*found, *_behind(reading, node))


def _behind(reading: Reading, node: Node) -> tuple[str, ...]:
    """The comment behind a value on its last line."""
    rest = reading.text[node.end : reading.rest_of_line(node.end)]
    if node.start == node.end:
        # An empty value stands right behind its key, before the colon.
        rest = rest.lstrip(" \t:")
    rest = rest.strip()
    return (rest,) if rest.startswith("#") else ()


def _new_item(reading: Reading, place: Place, change: Add) -> Pattern:
    node = place.node
    if not node.items:
        return Pattern(
            place.line,
            node.last + 1,
            may=frozenset(range(place.line, node.last + 1)),
            most_gone=node.last + 1 - place.line,
            least=1,
            most=2,
        )
    if node.flow:
        return _anywhere(reading, node, gone=1, new=2)
    size = len(change.value) if isinstance(change.value, dict) else 1
    blanks = any(not line.strip() for line in reading.lines[node.first : node.last + 1])
    if _compact(reading, node) and change.index == 0:
        # The new item comes to stand on the line that the list shares, the old first one below.
        line = reading.lines[node.first]
        return Pattern(
            node.first,
            node.kept + 1,
            gone=frozenset({node.first}),
            least=2,
            most=1 + size + blanks,
            said=tuple(comments_in(line.decode())),
        )
    first, stop = _surroundings(reading, node)
    if _compact(reading, node):
        first = node.first + 1
    return Pattern(first, stop, least=1, most=size + blanks)


def _anywhere(reading: Reading, node: Node, gone: int, new: int) -> Pattern:
    """Lines of which any `gone` may go and `new` may come; a single line stays a single one."""
    first, stop = node.first, node.last + 1
    lines = frozenset(range(first, stop))
    said = _behind(reading, node) if node.flow else ()
    if len(lines) == 1:
        return Pattern(first, stop, gone=lines, least=1, most=1, said=said)
    return Pattern(first, stop, may=lines, most_gone=gone, most=new, said=said)


def _compact(reading: Reading, node: Node) -> bool:
    """Whether the first dash of a block list shares its line with another one or a key."""
    dash = node.dashes[0]
    before = re.split(r"[\r\n]", reading.text[:dash])[-1]
    return bool(before.strip(" \t"))


def _surroundings(reading: Reading, node: Node) -> tuple[int, int]:
    """The lines of a block list, with the comments directly above it and those that follow."""
    column = _column(reading, node.dashes[0])
    first = _above(reading, reading.line(node.dashes[0]))
    stop = node.kept + 1
    while stop < reading.bottom and _comment_column(reading.lines[stop]) >= max(column, 1):
        stop += 1
    return first, stop


def _gone(reading: Reading, place: Place) -> list[Pattern]:
    parent, node = place.parent, place.node
    size = node.last - place.line + 1
    if parent.kind == "list" and len(parent.items) == 1:
        return [_emptied(reading, place)]
    if parent.flow or (parent.kind == "list" and _compact(reading, parent)):
        inside = reading.lines[parent.first : parent.last + 1]
        blank = any(not line.strip() for line in inside)
        return [_anywhere(reading, parent, gone=size + 1 + blank, new=size + 1)]
    is_list = parent.kind == "list"
    mark = parent.dashes[place.number] if is_list else parent.entries[place.number][0].start
    # The last key at the top may leave `{}` behind.
    more = int(parent is reading.root and len(parent.entries) == 1)
    return _without(reading, place.line, node, _column(reading, mark), more)


def _emptied(reading: Reading, place: Place) -> Pattern:
    """A list that loses its only item: what is left is one line with its key."""
    parent = place.parent
    stop = parent.last + 1 if parent.flow else _surroundings(reading, parent)[1]
    if not parent.flow and stop < reading.bottom and not reading.lines[stop].strip():
        stop += 1
    lines = range(place.outer, stop)
    notes = {number for number in lines if _is_note(reading.lines[number])}
    return Pattern(
        place.outer,
        stop,
        gone=frozenset(lines) - notes,
        may=frozenset(notes),
        most_gone=len(notes),
        least=1,
        most=1,
        said=_behind(reading, parent) if parent.flow else _heading(reading, place),
    )


def _heading(reading: Reading, place: Place) -> tuple[str, ...]:
    """The comment on the line of the key whose block list begins below."""
    if reading.line(place.parent.dashes[0]) == place.outer:
        return ()
    return tuple(comments_in(reading.lines[place.outer].decode()))


def _is_note(line: bytes) -> bool:
    return not line.strip() or _comment_column(line) >= 0


def _without(reading: Reading, first: int, node: Node, column: int, more: int) -> list[Pattern]:
    """Lines that go, perhaps with blank lines above or below."""
    above = _above(reading, first)
    below = node.kept + 1
    while below < reading.bottom and _comment_column(reading.lines[below]) > column:
        below += 1
    top, bottom = above, below
    while top > reading.top and not reading.lines[top - 1].strip():
        top -= 1
    while bottom < reading.bottom and not reading.lines[bottom].strip():
        bottom += 1
    blanks = max(1, min(above - top, bottom - below))
    comments = frozenset([*range(above, first), *range(node.last + 1, below)])
    return [
        Pattern(
            top,
            bottom,
            gone=frozenset(range(first, node.last + 1)),
            may=comments.union(side),
            most_gone=len(comments) + len(side),
            most=more,
        )
        for side in (
            range(max(top, above - blanks), above),
            range(below, min(bottom, below + blanks)),
        )
    ]


def _moved(reading: Reading, node: Node, new: list[bytes]) -> bool:
    old = reading.lines
    if len(new) != len(old):
        return False
    if node.flow or _compact(reading, node):
        size = node.last - node.first + 1
        return _anywhere(reading, node, gone=size, new=size).fits(old, new)
    first, stop = _surroundings(reading, node)
    return (
        new[:first] == old[:first]
        and new[stop:] == old[stop:]
        and sorted(new[first:stop]) == sorted(old[first:stop])
    )


def _above(reading: Reading, line: int) -> int:
    """The first of the comment lines directly above a line, or the line itself."""
    while line > reading.top and _comment_column(reading.lines[line - 1]) >= 0:
        line -= 1
    return line


def _comment_column(line: bytes) -> int:
    """The column of the comment that a line consists of; -1 where it is none."""
    text = line.lstrip(b" \t")
    return len(line) - len(text) if text.startswith(b"#") else -1


def _column(reading: Reading, index: int) -> int:
    return len(re.split(r"[\r\n]", reading.text[:index])[-1])


def _end_of(line: bytes) -> bytes:
    match = _LINE_END.search(line)
    return match.group() if match else b""
