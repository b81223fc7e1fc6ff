"""curator and its rivals, each asked for the same edits through the interface that users have.

Every rival gets what a careful user would give it.  The two that edit plain YAML get the text
between the fences, so that body, fences and byte order mark are safe without their doing.  What a
library cannot write it raises for, and that counts as a failure: this is what its user gets.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from curator.frontmatter import Document, Edit, Insert, Move, Remove, Set, apply
from tests.benchmarks.operations import Add, Change, Drop, Key, Path, Put, Shift
from tests.benchmarks.reading import fences

_BOM = b"\xef\xbb\xbf"
_INDENTED_LIST = re.compile(
    r"^( *)[^\s#-][^\n]*:[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)(- +)(?=\S)", re.MULTILINE
)
_INDENTED_KEY = re.compile(r"^( *)[^\s#-][^\n]*:[ \t]*\n( +)[^\s#-][^\n]*:(?: |$)", re.MULTILINE)
_BLOCK_SCALAR = re.compile(r"^( *)[^\s#-][^\n]*: [|>][^\n]*\n( +)\S", re.MULTILINE)
_NULL = re.compile(r": +(null|Null|NULL|~)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Engine:
    """Something that edits front matter: the bytes of a file in, those after the change out.

    `edit` raises whatever it likes where the change cannot be made.
    """

    name: str
    version: str
    edit: Callable[[bytes, Change], bytes]

    @property
    def title(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}".rstrip()


def engines() -> tuple[list[Engine], list[str]]:
    """curator and the rivals that are installed, and the names of those that are not."""
    found = [Engine("curator", "", by_curator)]
    missing: list[str] = []
    for package, module, edit in (
        ("python-frontmatter", "frontmatter", by_python_frontmatter),
        ("ruamel.yaml", "ruamel.yaml", by_ruamel),
        ("yaml-edit", "yaml_edit", by_yaml_edit),
    ):
        try:
            # Any folder of that name on the path passes for a module; this does not.
            version = importlib.metadata.version(package)
            importlib.import_module(module)
        except ImportError:
            missing.append(package)
        else:
            found.append(Engine(package, version, edit))
    return found, missing


# --- curator ----------------------------------------------------------------------------------


def by_curator(data: bytes, change: Change) -> bytes:
    """Parse, edit, prove, and give the bytes."""
    return apply(Document.parse(data), _as_edit(change)).to_bytes()


def _as_edit(change: Change) -> Edit:
    path = tuple(step.text if isinstance(step, Key) else step for step in change.path)
    if isinstance(change, Put):
        return Set(path, change.value)
    if isinstance(change, Drop):
        return Remove(path)
    if isinstance(change, Add):
        return Insert(path, change.index, change.value)
    return Move(path, change.source, change.target)


# --- python-frontmatter -----------------------------------------------------------------------


def by_python_frontmatter(data: bytes, change: Change) -> bytes:
    """Load and dump the whole file; order of keys, BOM, line ends and the last one are kept."""
    library: Any = importlib.import_module("frontmatter")
    marked = data.startswith(_BOM)
    post = library.loads(data.removeprefix(_BOM))
    _change_plain(post.metadata, change)
    text: str = library.dumps(post, sort_keys=False, width=2**20)
    text += "\n" if data.endswith((b"\n", b"\r")) else ""
    out = text.replace("\n", _newline(data)).encode()
    return _BOM + out if marked else out


def _change_plain(root: Any, change: Change) -> None:
    """Make a change in lists and mappings of Python's kind."""
    if isinstance(change, Shift):
        items = _at(root, change.path)
        items.insert(change.target, items.pop(change.source))
    elif isinstance(change, Add):
        _at(root, change.path).insert(change.index, change.value)
    else:
        parent = _at(root, change.path[:-1])
        step = _step(parent, change.path[-1])
        if isinstance(change, Put):
            parent[step] = change.value
        else:
            del parent[step]


def _at(root: Any, path: Path) -> Any:
    for element in path:
        root = root[_step(root, element)]
    return root


def _step(parent: Any, element: Key | int) -> Any:
    """The key as this library has it: readers of YAML 1.2 take `yes` or `2020-01-01` for text."""
    if isinstance(element, int):
        return element
    return element.text if element.value not in parent else element.value


# --- ruamel.yaml ------------------------------------------------------------------------------


def by_ruamel(data: bytes, change: Change) -> bytes:
    """The round trip, told to keep quotes and lines, with the habits that the file has."""
    library: Any = importlib.import_module("ruamel.yaml")
    head, text, tail, newline = _parted(data)
    yaml = library.YAML()
    yaml.preserve_quotes = True
    yaml.allow_duplicate_keys = True
    yaml.width = 2**20
    yaml.indent(**_indentation(text))
    found = _NULL.search(text)
    yaml.Representer = _representer(found[1] if found else "")
    root = yaml.load(text)
    # Front matter of nothing but comments is nothing to ruamel, and it would drop them.
    before = text if root is None else ""
    root = library.comments.CommentedMap() if root is None else root
    if isinstance(change, Put):
        _keep_quotes(library, root, change)
    elif isinstance(change, Shift):
        _move_with_comment(_at(root, change.path), change)
    else:
        _change_plain(root, change)
    out = io.StringIO(before)
    out.seek(0, io.SEEK_END)
    yaml.dump(root, out)
    return head + out.getvalue().replace("\n", newline).encode() + tail


def _indentation(text: str) -> dict[str, int]:
    found = _INDENTED_LIST.search(text)
    offset = max(0, len(found[2]) - len(found[1])) if found else 0
    dash = len(found[3]) if found else 2
    inner = _INDENTED_KEY.search(text) or _BLOCK_SCALAR.search(text)
    step = max(2, len(inner[2]) - len(inner[1])) if inner else 2
    return {"mapping": step, "sequence": offset + dash, "offset": offset}


@cache
def _representer(word: str) -> Any:
    """One that writes a null as this word; by itself ruamel writes nothing."""
    library: Any = importlib.import_module("ruamel.yaml")

    class Representer(library.representer.RoundTripRepresenter):
        pass

    def null(self: Any, value: None) -> Any:
        return self.represent_scalar("tag:yaml.org,2002:null", word)

    if word:
        Representer.add_representer(type(None), null)
    return Representer


def _keep_quotes(library: Any, root: Any, change: Put) -> None:
    """Put a text in the quotes that the old one has; ruamel would drop them."""
    parent = _at(root, change.path[:-1])
    step = _step(parent, change.path[-1])
    value = change.value
    old = parent[step] if isinstance(step, int) else parent.get(step)
    quoted = (
        library.scalarstring.DoubleQuotedScalarString,
        library.scalarstring.SingleQuotedScalarString,
    )
    if isinstance(value, str) and isinstance(old, quoted):
        value = type(old)(value)
    parent[step] = value


def _move_with_comment(items: Any, change: Shift) -> None:
    """Move an item together with the comment on its line, which ruamel would leave behind."""
    comment = items.ca.items.pop(change.source, None)
    items.insert(change.target, items.pop(change.source))
    if comment is not None:
        items.ca.items[change.target] = comment


# --- yaml-edit --------------------------------------------------------------------------------


def by_yaml_edit(data: bytes, change: Change) -> bytes:
    """Edit the syntax tree.

    There is no move.  Of the ways to write one, putting the item in anew before the old one is
    taken away goes well most often.
    """
    library: Any = importlib.import_module("yaml_edit")
    head, text, tail, newline = _parted(data)
    stream = library.YamlFile.parse(text)
    document = stream.document() or stream.ensure_document()
    root = document.as_mapping()
    if root is None:
        # Nothing but comments, or nothing at all: only the document takes new keys then.
        root = document
    if isinstance(change, Shift):
        items = _inner(root, change.path)
        forward = change.target > change.source
        items.insert(change.target + forward, items[change.source])
        del items[change.source + (not forward)]
    elif isinstance(change, Add):
        _inner(root, change.path).insert(change.index, change.value)
    else:
        _put_or_drop(_inner(root, change.path[:-1]), change)
    return head + str(stream).replace("\n", newline).encode() + tail


def _inner(root: Any, path: Path) -> Any:
    for element in path:
        node = root[element if isinstance(element, int) else _known_key(root, element)]
        node = node if node.as_tagged() is None else node.as_tagged()
        root = node.as_sequence() if node.as_sequence() is not None else node.as_mapping()
        if root is None:
            raise LookupError(f"{element} is neither list nor mapping")
    return root


def _put_or_drop(parent: Any, change: Put | Drop) -> None:
    last = change.path[-1]
    if isinstance(last, int):
        if isinstance(change, Put):
            parent[last] = change.value
        else:
            del parent[last]
        return
    key = _known_key(parent, last)
    # Of a key that stands twice the last one counts; by itself the library takes the first.
    twice = parent.find_all_entries(key) if hasattr(parent, "find_all_entries") else []
    if isinstance(change, Put) and len(twice) > 1:
        twice[-1].set_value(change.value)
    elif isinstance(change, Put):
        parent[key] = change.value
    else:
        del parent[key]


def _known_key(parent: Any, key: Key) -> Any:
    return key.text if key.text in parent else key.value


# --- shared -----------------------------------------------------------------------------------


def _parted(data: bytes) -> tuple[bytes, str, bytes, str]:
    """Up to the front matter, its text with plain line feeds, the rest, and its line end."""
    lines = data.splitlines(keepends=True)
    top, bottom = fences(lines)
    raw = b"".join(lines[top:bottom])
    head = b"".join(lines[:top])
    if raw.startswith(_BOM):
        head, raw = head + _BOM, raw.removeprefix(_BOM)
    newline = _newline(raw or data)
    text = re.sub(r"\r\n|\r", "\n", raw.decode("utf-8"))
    return head, text, b"".join(lines[bottom:]), newline


def _newline(data: bytes) -> str:
    """The line end that a text has most."""
    windows = data.count(b"\r\n")
    if windows > data.count(b"\n") - windows:
        return "\r\n"
    return "\r" if b"\n" not in data and b"\r" in data else "\n"
