"""An article's file as bytes: fence, front matter, fence, body, each kept as it is.

What counts as front matter follows Jekyll (`Jekyll::Document::YAML_FRONT_MATTER_REGEXP`, see
https://jekyllrb.com/docs/front-matter/): a line `---` at the very top, and a later line `---` or
`...`; blanks may follow on both.  A byte order mark and blank lines may stand before.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from curator.frontmatter.errors import (
    NoFrontMatter,
    NotAMapping,
    NotUtf8,
    TooLarge,
    UnclosedFence,
    YamlError,
)
from curator.frontmatter.nodes import (
    FieldPath,
    Mapping,
    Node,
    Scalar,
    Sequence,
    find,
    find_merged,
    line_and_column,
    resolved,
    walk,
)
from curator.frontmatter.parsing import parse_yaml
from curator.frontmatter.scalars import Value, value_of

MAX_BYTES = 4 * 1024 * 1024
"""Largest front matter that is read; the largest seen in 153,690 real files has 190 kB."""

# A byte order mark behind the fence is counted by one of PyYAML's loaders and not by the other, so
# it belongs to the fence.
_OPENER = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*+(?:\r\n|\n|\r))*+---[ \t]*(?:\r\n|\n|\r)(?:\xef\xbb\xbf)?"
)
_CLOSER = re.compile(rb"(?:---|\.\.\.)(?<=[\r\n]...)[ \t]*(?=[\r\n]|\Z)")
_CLOSERS = (b"\n---", b"\n...", b"\r---", b"\r...")
_BREAK = re.compile(r"\r\n|\n|\r")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Style:
    """What a file does by habit, for new text to do likewise."""

    newline: str
    quote: str
    """The kind of quotes that it uses most."""
    step: int
    """Columns from a mapping to the mapping inside it."""
    list_indent: int
    """Columns from a key to the dashes of its list: 0, or usually 2."""
    flow_lists: bool
    """Whether lists of plain values stand in brackets."""
    spaced: bool
    """Whether blank lines set off the collections at the top level."""


@dataclass(frozen=True, eq=False)
class Document:
    """One file, split at its fences.  Immutable: an edit gives a new document.

    `head` is everything up to and with the opening fence, `yaml` the text between the fences,
    `tail` the closing fence and the body, whatever its encoding.

    `parse` and `of` make one that is known to parse.  One made of its parts, or sent from another
    process, is parsed when that is needed: they must be those of a document.
    """

    head: bytes
    yaml: str
    tail: bytes

    @classmethod
    def parse(cls, data: bytes) -> Document:
        """Split and parse a file's bytes; `to_bytes` gives them back exactly.

        Raises NoFrontMatter, UnclosedFence, NotUtf8, YamlError, NotAMapping or TooLarge.
        """
        head, raw, tail = split(data)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            before = raw[: error.start].decode("utf-8")
            line, column = line_and_column(before, len(before))
            shown = f"the byte 0x{raw[error.start]:02X}"
            raise NotUtf8(
                f"{shown} is not UTF-8; save the file as UTF-8 in a text editor",
                _lines_in(head) + line,
                column,
            ) from None
        try:
            return cls.of(head, text, tail)
        except (YamlError, NotAMapping, TooLarge) as error:
            if error.line is not None:
                error.line += _lines_in(head)
            raise

    @classmethod
    def of(cls, head: bytes, text: str, tail: bytes) -> Document:
        """A document of known parts; errors count lines from the first of `text`."""
        document = cls(head, text, tail)
        document.__dict__["root"] = _root_of(text)
        return document

    def __reduce__(self) -> tuple[type[Document], tuple[bytes, str, bytes]]:
        return (Document, (self.head, self.yaml, self.tail))

    @cached_property
    def root(self) -> Mapping:
        """The parsed front matter; an empty mapping where there is none between the fences."""
        return _root_of(self.yaml)

    def to_bytes(self) -> bytes:
        """The file's bytes."""
        return self.head + self.yaml.encode("utf-8") + self.tail

    def with_yaml(self, text: str) -> Document:
        """The same file with other front matter; it is split anew to prove that it reads back.

        Raises what `parse` raises.
        """
        try:
            raw = text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise NotUtf8("half of a surrogate pair is no character") from error
        other = Document.parse(self.head + raw + self.tail)
        if other.yaml != text:
            raise YamlError("the new text contains a line that closes the front matter")
        return other

    def node(self, path: FieldPath) -> Node | None:
        """The node that is written at `path`, or None where there is none."""
        return find(self.root, path)

    def value(self, path: FieldPath) -> Value:
        """The Python value at `path`, merged ones too; None where there is none."""
        if len(path) == 1 and "data" in self.__dict__:
            return self.data.get(str(path[0]))
        return value_of(find_merged(self.root, path))

    def text(self, path: FieldPath) -> str | None:
        """The text of the scalar at `path`, unquoted but not converted; None for all else."""
        node = find_merged(self.root, path)
        target = resolved(node) if node is not None else None
        return target.text if isinstance(target, Scalar) else None

    @cached_property
    def data(self) -> dict[str, Value]:
        """All front matter as Python values, in the order of the file.  Do not change it."""
        value = value_of(self.root)
        assert isinstance(value, dict)
        return value

    @cached_property
    def style(self) -> Style:
        """The habits of this file."""
        return _style(self)

    @property
    def first_line(self) -> int:
        """The number of the line, from 1, with which the YAML text begins."""
        return _lines_in(self.head) + 1

    @property
    def body(self) -> str:
        """The text behind the closing fence, for showing: bytes that are not UTF-8 replaced."""
        text = self.tail.decode("utf-8", "replace")
        parts = _BREAK.split(text, maxsplit=1)
        return parts[1] if len(parts) > 1 else ""


def _root_of(text: str) -> Mapping:
    root: Node | None = parse_yaml(text)
    if root is None or (isinstance(root, Scalar) and root.outer == root.end):
        return Mapping(len(text), len(text), len(text), flow=False)
    if not isinstance(root, Mapping):
        what = "a list" if isinstance(root, Sequence) else "a single value"
        raise NotAMapping(
            f"the front matter is {what}: write keys with values, such as title: A story", 1, 1
        )
    return root


def _lines_in(head: bytes) -> int:
    return len(_BREAK.findall(head.decode("utf-8", "replace")))


def split(data: bytes) -> tuple[bytes, bytes, bytes]:
    """The bytes up to the front matter, the front matter, and those from the closing fence on.

    Raises NoFrontMatter, UnclosedFence or TooLarge.
    """
    opener = _OPENER.match(data)
    if opener is None:
        if encoding := _other_encoding(data[:64]):
            raise NotUtf8(f"the file is {encoding}; save it as UTF-8 in a text editor", 1, 1)
        if _is_void(data):
            what = "begins with" if data.strip(b"\0") else "holds nothing but"
            raise NoFrontMatter(f"the file {what} NUL: restore it from a copy", 1, 1)
        raise NoFrontMatter(
            "the file does not begin with a line of three dashes: write one above the keys", 1, 1
        )
    closer = _closer(data, opener.end())
    if closer is None:
        line = len(_BREAK.findall(opener.group().decode("utf-8", "replace")))
        raise UnclosedFence(
            "the front matter has no closing line of three dashes: write one below the keys",
            line,
            1,
        )
    if closer.start() - opener.end() > MAX_BYTES:
        size = (closer.start() - opener.end()) / 1024 / 1024
        raise TooLarge(f"the front matter has {size:.1f} MB; at most 4 MB are read", 1, 1)
    return data[: opener.end()], data[opener.end() : closer.start()], data[closer.start() :]


def _closer(data: bytes, start: int) -> re.Match[bytes] | None:
    """The closing fence of front matter that begins at `start`."""
    # Plain searches find the place four times as fast as the expression, which then decides.
    first = len(data)
    for mark in _CLOSERS:
        if (found := data.find(mark, start - 1, first + len(mark) - 1)) >= 0:
            first = found
    return _CLOSER.search(data, first + 1) if first < len(data) else None


def has_front_matter(start: bytes) -> bool:
    """Whether a file that begins with these bytes opens a front-matter fence.

    So does one that says so in another encoding, and one that begins with NULs may have before a
    crash: reading them tells what is wrong.
    """
    return _OPENER.match(start) is not None or bool(_other_encoding(start[:64])) or _is_void(start)


def _other_encoding(start: bytes) -> str:
    """The encoding in which a file begins with a fence, if it has several bytes a letter."""
    if b"\0" in start:
        for encoding in ("UTF-32", "UTF-32-LE", "UTF-32-BE", "UTF-16", "UTF-16-LE", "UTF-16-BE"):
            text = start[: len(start) // 4 * 4].decode(encoding, "replace")
            if text.lstrip("\ufeff \t\r\n").startswith("---"):
                return encoding[:6]
    return ""


def _is_void(start: bytes) -> bool:
    return bool(start) and (start.startswith(bytes(16)) or not start.strip(b"\0"))


def column_of(text: str, index: int) -> int:
    """How many characters stand before `index` on its line."""
    newline = text.rfind("\n", 0, index)
    return index - max(newline, text.rfind("\r", newline + 1, index)) - 1


def _style(document: Document) -> Style:
    text = document.yaml
    breaks = Counter(_BREAK.findall(text or document.head.decode("utf-8", "replace")))
    quotes: Counter[str] = Counter()
    lists: Counter[int] = Counter()
    steps: Counter[int] = Counter()
    flow = block = 0
    for _, node in walk(document.root):
        if isinstance(node, Scalar) and node.style in ("'", '"'):
            quotes[node.style] += 1
        elif isinstance(node, Sequence):
            if node.flow and node.items:
                flow += 1
            elif not node.flow and all(isinstance(resolved(i), Scalar) for i in node.items):
                block += 1
        elif isinstance(node, Mapping) and not node.flow:
            own = column_of(text, node.start)
            for _, value in node.entries:
                if isinstance(value, (Mapping, Sequence)) and not value.flow and value.start:
                    columns = column_of(text, value.start) - own
                    (lists if isinstance(value, Sequence) else steps)[columns] += 1
    step = _commonest(steps, 2)
    return Style(
        newline=_commonest(breaks, "\n"),
        quote=_commonest(quotes, '"'),
        step=step if step > 0 else 2,
        list_indent=max(0, _commonest(lists, 2)),
        flow_lists=flow > block,
        spaced=_is_spaced(document),
    )


def _commonest(counts: Counter[T], default: T) -> T:
    return counts.most_common(1)[0][0] if counts else default


def _is_spaced(document: Document) -> bool:
    votes = 0
    for number, (key, value) in enumerate(document.root.entries):
        if number and isinstance(value, (Mapping, Sequence)) and not value.flow:
            # Four characters hold two line breaks of any kind, with no blanks between.
            before = document.yaml[max(0, key.start - 4) : key.start].replace("\r\n", "\n")
            votes += 1 if before.endswith(("\n\n", "\r\r")) else -1
    return votes > 0
