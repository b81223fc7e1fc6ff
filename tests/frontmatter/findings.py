"""What is wrong with reading a file or with an edit of it, in as few bytes as show it."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from curator.frontmatter import Document, Edit, FrontMatterError, Set, apply
from curator.frontmatter.errors import EditError
from tests.frontmatter.oracle import judge
from tests.frontmatter.twin import normal, places, read, same, value_of

SECONDS = 5
"""How long a case may take, reading, editing and judging."""


class TooSlow(Exception):
    """A case took longer than it may."""


@dataclass(frozen=True)
class Finding:
    """Something wrong: what, in which file, and with which edit (None for reading it)."""

    what: str
    data: bytes
    edit: Edit | None

    @property
    def kind(self) -> str:
        """What tells one fault from another: the words without names and numbers."""
        words = re.split(r"[:({\"'0-9]", self.what, maxsplit=1)[0]
        return f"{type(self.edit).__name__}: {words[:60].strip()}"


@contextmanager
def bounded(seconds: int) -> Iterator[None]:
    """Raise TooSlow in what takes longer."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def checked(data: bytes, edit: Edit | None) -> Finding | None:
    """What is wrong with reading a file, or with one edit of it."""
    try:
        with bounded(SECONDS):
            _check_reading(data) if edit is None else _check_edit(data, edit)
    except Exception as error:
        what = (
            str(error) if isinstance(error, AssertionError) else f"{type(error).__name__} {error}"
        )
        return Finding(what.split("\n")[0], data, edit)
    return None


def _check_reading(data: bytes) -> None:
    try:
        document = Document.parse(data)
    except FrontMatterError as error:
        line, column = error.line, error.column
        if line is None or column is None:
            raise AssertionError(f"no place is named: {error.message}") from None
        lines = re.split(rb"\r\n|\r|\n", data)
        if not (1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 2):
            raise AssertionError(f"a place outside of the file: {error}") from None
        if not error.message or "token" in error.message or "while " in error.message:
            raise AssertionError(f"not said for people: {error}") from None
        return
    assert document.to_bytes() == data, "other bytes than were read"
    root = read(document.yaml)
    assert same(normal(document.data), normal(value_of(root))), "other data than PyYAML reads"
    assert (document.style.newline, document.body) is not None
    for path, _, child in places(root):
        if not child.alias:
            kept = apply(document, Set(path, document.value(path)))
            assert kept.yaml == document.yaml, "setting the same value changes the text"


def _check_edit(data: bytes, edit: Edit) -> None:
    document = Document.parse(data)
    try:
        after = apply(document, edit)
    except EditError:
        after = None
    if after is not None:
        judge(document, edit, after)
    assert document.to_bytes() == data, "the document before the edit changed"


def shrunk(finding: Finding, seconds: float = 20) -> Finding:
    """The same fault in as few lines and bytes as can be found in a while."""
    stop = time.monotonic() + seconds

    def holds(data: bytes) -> bool:
        return time.monotonic() < stop and _same_fault(finding, data)

    data = finding.data
    for pieces in (lambda text: text.splitlines(keepends=True), _characters):
        parts: list[bytes] = pieces(data)
        size = len(parts) // 2
        while size:
            at = 0
            while at < len(parts):
                fewer = parts[:at] + parts[at + size :]
                if holds(b"".join(fewer)):
                    parts = fewer
                else:
                    at += size
            size //= 2
        data = b"".join(parts)
    return checked(data, finding.edit) or finding


def _characters(data: bytes) -> list[bytes]:
    return re.findall(rb"[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]*|[\x80-\xbf]", data)


def _same_fault(finding: Finding, data: bytes) -> bool:
    found = checked(data, finding.edit)
    if found is None or found.kind != finding.kind:
        return False
    return finding.edit is None or _is_there(data, finding.edit) == _is_there(
        finding.data, finding.edit
    )


def _is_there(data: bytes, edit: Edit) -> bool:
    """Whether the place of the edit is there: an edit of nothing is another fault."""
    try:
        return edit.path in {path for path, _, _ in places(read(Document.parse(data).yaml))}
    except FrontMatterError:
        return False


def report(finding: Finding, where: str) -> None:
    """Print a finding with what it takes to see it again."""
    print(f"{where}: {finding.what}\n  file: {finding.data!r}\n  edit: {finding.edit}", flush=True)
    if finding.edit is not None:
        try:
            after = apply(Document.parse(finding.data), finding.edit).to_bytes()
            print(f"  then: {after!r}", flush=True)
        except Exception as error:
            print(f"  then: {type(error).__name__}: {error}", flush=True)
