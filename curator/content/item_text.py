"""Related items as text, for the clipboard and for drags, and back; text is never trusted.

Items are written as YAML, so that they can be pasted into other programs, and plain addresses one
to a line.  A parcel is the same with where the items come from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curator.content.item_style import TITLE_KEYS
from curator.content.related import address_of, is_address
from curator.frontmatter import FrontMatterError, Value
from curator.frontmatter.document import Style
from curator.frontmatter.parsing import parse_yaml
from curator.frontmatter.render import Pen
from curator.frontmatter.scalars import value_of

MOST_LETTERS = 2_000_000
MOST_ITEMS = 1_000

_PEN = Pen(Style("\n", '"', step=2, list_indent=2, flow_lists=False, spaced=False))
_REFERENCE = re.compile(r"/?[\w.%~+-]+(?:/[\w.%~+-]+)*/?")
_LONGEST_REFERENCE = 300


class ItemTextError(ValueError):
    """A text that holds no related items; the message says so in a sentence."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Items on their way, with the folder and the path of the article that they come from."""

    folder: str
    path: str
    items: tuple[Value, ...]


def text_of(items: Sequence[Value]) -> str:
    """Items as text that `read_text` reads: addresses one to a line, all else as a YAML list."""
    if items and all(isinstance(item, str) and is_address(item) for item in items):
        return "".join(f"{item}\n" for item in items)
    return "".join(f"{line}\n" for line in _PEN.list_lines(list(items), None, 0))


def read_text(text: str) -> list[Value]:
    """The items that a text holds: web addresses, a YAML list, or the fields of a single item.

    A single word may be the name of an article.  Raises ItemTextError.
    """
    text = text.strip()
    if not text:
        raise ItemTextError("There is nothing to paste.")
    if len(text) > MOST_LETTERS:
        raise ItemTextError("This text is too long to be a list of related items.")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if all(map(is_address, lines)):
        return _checked(list(lines))
    try:
        value = value_of(parse_yaml(text + "\n"))
    except (FrontMatterError, RecursionError) as error:
        raise ItemTextError("This is neither a related item nor a web address.") from error
    if isinstance(value, dict) and isinstance(value.get("related"), list):
        value = value["related"]
    return _checked(value if isinstance(value, list) else [value])


def packed(parcel: Parcel) -> bytes:
    """A parcel as YAML."""
    head = {"folder": parcel.folder, "path": parcel.path}
    lines = [f"{key}: {_PEN.flow(text)}" for key, text in head.items()]
    return "\n".join(
        [*lines, "items:" + _PEN.behind_colon(list(parcel.items), None, 0), ""]
    ).encode()


def unpacked(data: bytes) -> Parcel:
    """The parcel that `packed` wrote, in this program or in another.  Raises ItemTextError."""
    if len(data) > 4 * MOST_LETTERS:
        raise ItemTextError("This is too much to be a list of related items.")
    try:
        value = value_of(parse_yaml(data.decode()))
    except (FrontMatterError, UnicodeDecodeError, RecursionError) as error:
        raise ItemTextError("What was dropped cannot be read.") from error
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        raise ItemTextError("What was dropped cannot be read.")
    items = value["items"]
    assert isinstance(items, list)
    folder, path = value.get("folder"), value.get("path")
    return Parcel(
        folder if isinstance(folder, str) else "",
        path if isinstance(path, str) else "",
        tuple(_checked(items)),
    )


def _checked(items: list[Value]) -> list[Value]:
    if not items:
        raise ItemTextError("There is nothing to paste.")
    if len(items) > MOST_ITEMS:
        raise ItemTextError(f"These are more than {MOST_ITEMS:,} items.")
    for item in items:
        if isinstance(item, dict):
            titled = any(isinstance(item.get(key), str) and item[key] for key in TITLE_KEYS)
            if not titled and not address_of(item):
                raise ItemTextError("An item needs a title or a web address.")
        elif not isinstance(item, str) or not _is_reference(item):
            raise ItemTextError("This is neither a related item nor a web address.")
    return items


def _is_reference(text: str) -> bool:
    short = len(text) <= _LONGEST_REFERENCE
    return is_address(text) or (short and _REFERENCE.fullmatch(text) is not None)
