"""Reading an article's file for its row alone, as fast as can be done without being wrong.

Plain front matter is read line by line, and the body not at all.  Wherever that may not give the
very row that the parser would, the parser gives it.
"""

# Paths are texts here: a Path for each of 100,000 files would cost more than reading them.

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn, cast

from curator.content.addresses import canonical_address
from curator.content.article import row_of
from curator.content.backlinks import RELATED, joined, marks_of
from curator.content.checks import DATE_KEYS
from curator.content.folder import Found, read_row
from curator.content.index.plain_yaml import Fields, place_of, plain_fields
from curator.content.related import ADDRESS_KEYS, address_of
from curator.content.row import Row
from curator.frontmatter import FieldPath, FrontMatterError, Value
from curator.frontmatter.nodes import Scalar

if TYPE_CHECKING:
    from curator.frontmatter import Document

_KEYS = frozenset(
    (
        *("title", "name", "excerpt", "description", "provider", "topics", "tags", "published"),
        *("quality", "heat", *DATE_KEYS, *ADDRESS_KEYS),
    )
)
"""All keys from which `row_of` makes a row, but for the related list."""

USUAL_HEADS = tuple(mark + line for mark in (b"", BOM_UTF8) for line in (b"---\n", b"---\r\n"))
"""What stands before front matter that begins on the second line."""

_FIRST_PART = 32 * 1024
"""Bytes that hold the front matter of nearly every article."""
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    # Should a pipe have taken the place of the file, nobody waits for its other end.
    | getattr(os, "O_NONBLOCK", 0)
)


class InDoubt(Exception):
    """Only the parser can tell."""


class _PlainDocument:
    """As much of a `Document` as a row is made of, over fields that were read line by line."""

    # The usual fence is one line.
    first_line = 2

    def __init__(self, yaml: str, fields: Fields) -> None:
        self.yaml = yaml
        self.data = data = fields.loaded(_KEYS)
        self._fields = fields
        pages = _different_pages(fields, canonical_address(address_of(data)))
        if pages is not None:
            # Where no story stands twice, only their number counts.
            others: list[Value] = [None] * len(pages)
            data["related"] = others
            self.marks = joined(pages)
        else:
            if "related" in fields:
                data["related"] = fields["related"]
            self.marks = marks_of(data.get("related"))
        """The marks of the related list."""

    def text(self, path: FieldPath) -> str | None:
        """The text of a scalar."""
        (key,) = path
        return self._fields.text(str(key))

    def node(self, path: FieldPath) -> Scalar | None:
        """A node of which nothing but its beginning is true."""
        if path[0] not in self._fields:
            return None
        start = place_of(self.yaml, self._fields, path)
        if start is None:
            raise InDoubt
        return Scalar(start, start, start, "", "")

    def __getattr__(self, name: str) -> NoReturn:
        raise InDoubt(name)


def quick_row(path: str, text: str) -> Row | None:
    """The row of an article whose front matter begins on its second line.

    None where only the parser can tell.
    """
    return _row(path, _document(text))


def row_of_plain(path: str, text: str, fields: Fields) -> Row | None:
    """The same where the fields of the text, with line feeds alone, are known."""
    return _row(path, _plain(text, fields))


def read_quickly(
    folder: str, paths: Sequence[str]
) -> list[tuple[os.stat_result | None, Row | None]]:
    """For each file its state just before it was read, and its row; see `folder.read_row`."""
    return [(about, row) for about, row, _ in read_with_marks(folder, paths)]


def read_with_marks(
    folder: str, paths: Sequence[str]
) -> list[tuple[os.stat_result | None, Row | None, bytes]]:
    """As `read_quickly`, and the marks of the related list; see `backlinks`.

    Each step is done for all files before the next one: a processor that is at the same few
    instructions for a while takes a fifth less time.
    """
    files = [f"{folder}/{path}" for path in paths]
    found = [_opened(full) for full in files]
    texts = [_text(data) for _, data in found]
    documents = [_document(text) for text in texts]
    rows = [_row(path, document) for path, document in zip(paths, documents, strict=True)]
    return [
        (about, row, document.marks)
        if row is not None and document is not None
        else _read_thoroughly(path, full, about)
        for path, full, (about, _), document, row in zip(
            paths, files, found, documents, rows, strict=True
        )
    ]


def _opened(full: str) -> tuple[os.stat_result | None, bytes]:
    about: os.stat_result | None = None
    try:
        handle = os.open(full, _FLAGS)
        try:
            about = os.fstat(handle)
            return about, os.read(handle, _FIRST_PART)
        finally:
            os.close(handle)
    except OSError:
        return about, b""


def _text(data: bytes) -> str | None:
    """The front matter where its fences are the usual ones; None where they are not."""
    raw = _between_usual_fences(data)
    try:
        return raw.decode() if raw is not None else None
    except UnicodeDecodeError:
        return None


def _document(text: str | None) -> _PlainDocument | None:
    if text is None:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    fields = plain_fields(text)
    return _plain(text, fields) if fields is not None else None


def _plain(text: str, fields: Fields) -> _PlainDocument | None:
    try:
        return _PlainDocument(text, fields)
    except (InDoubt, FrontMatterError, ValueError):
        return None


def _row(path: str, document: _PlainDocument | None) -> Row | None:
    if document is None:
        return None
    try:
        return row_of(path, cast("Document", document))
    except (InDoubt, FrontMatterError, ValueError):
        return None


def _read_thoroughly(
    path: str, full: str, about: os.stat_result | None
) -> tuple[os.stat_result | None, Row | None, bytes]:
    if about is not None and not stat.S_ISREG(about.st_mode):
        # Opening it again might take for ever.
        return None, None, b""
    marks: list[bytes] = []
    row = read_row(Found(path, full), lambda document: marks.append(_marks_of(document)))
    return about, row, marks[0] if marks else b""


def _marks_of(document: Document) -> bytes:
    return marks_of(document.value(RELATED))


def _between_usual_fences(data: bytes) -> bytes | None:
    """The front matter where its fences are the usual ones; None where they are not."""
    start = 3 if data.startswith(BOM_UTF8) else 0
    if not data.startswith((b"---\n", b"---\r\n"), start):
        return None
    start = data.index(b"\n", start)
    end = data.find(b"\n---", start)
    dots = data.find(b"\n...", start, end if end > 0 else len(data))
    end = dots if dots > 0 else end
    # A fence behind a carriage return alone is found by none of these; but then the text is not
    # plain either.
    if end > 0 and data[end + 4 : end + 5] in (b"\n", b"\r"):
        return data[start + 1 : end + 1]
    return None


def _different_pages(fields: Fields, own: str) -> set[str] | None:
    """The pages of related items that surely are different ones, and none the `own` page.

    None where that is not sure.
    """
    addresses = fields.addresses("related", ADDRESS_KEYS[0])
    if addresses is None:
        return None
    pages = set(map(canonical_address, addresses))
    return pages if len(pages) == len(addresses) and own not in pages else None
