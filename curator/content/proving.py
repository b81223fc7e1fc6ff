"""The process that reads articles and proves edits of them, beside the window that asks for them.

It writes nothing.  What it cannot do it leaves to the window, which then meets the reason itself.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from curator.content.article import row_of
from curator.content.asked import Asked
from curator.content.flags import changed_flags, has_flags, with_flags
from curator.content.index.plain_yaml import lines_of, plain_fields
from curator.content.index.quick_row import USUAL_HEADS, row_of_plain
from curator.content.row import Row
from curator.content.saving import store
from curator.content.saving.store import Stamp, Stored
from curator.frontmatter import Document, Edit, FrontMatterError, apply_all
from curator.frontmatter.document import split
from curator.frontmatter.merge import changed_keys


class Wish(NamedTuple):
    """What is wanted of the article at a path within the folder, which is a file.

    Edits of it; or, where its front matter is the first of two `texts`, the second one instead.
    """

    path: str
    file: str
    edits: Sequence[Edit] = ()
    texts: tuple[str, str] | None = None


class Proven(NamedTuple):
    """An article as it was read, and what becomes of it.

    `document` is the one of `stored` where edits change nothing; `fields` are the keys at the top
    whose values are different.
    """

    path: str
    stored: Stored
    document: Document
    row: Row
    fields: tuple[str, ...]


def prove(wish: Wish) -> Proven | None:
    """Read an article and make of it what is wanted; None where something is in the way."""
    try:
        file = Path(wish.file)
        data, stamp = store.read(file)
        return _proven_by_lines(wish, file, data, stamp) or _proven(wish, file, data, stamp)
    except (FrontMatterError, OSError):
        return None


def _proven(wish: Wish, file: Path, data: bytes, stamp: Stamp) -> Proven | None:
    stored = store.stored(file, Document.parse(data), data, stamp)
    before = stored.document
    if wish.texts is None:
        after = apply_all(before, list(wish.edits))
    elif before.yaml == wish.texts[0]:
        after = before.with_yaml(wish.texts[1])
    else:
        return None
    fields = () if after is before else tuple(changed_keys(before, after))
    return Proven(wish.path, stored, after, row_of(wish.path, after), fields)


def _proven_by_lines(wish: Wish, file: Path, data: bytes, stamp: Stamp) -> Proven | None:
    """The same where all is plain and only flags change; None where that is not so."""
    head, raw, tail = split(data)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    if head not in USUAL_HEADS:
        return None
    made = with_flags(text, wish.edits) if wish.texts is None else _swapped(wish.texts, text)
    if made is None:
        return None
    now, keys = made
    plain = _with_line_feeds(now)
    fields = plain_fields(plain)
    if fields is None or not has_flags(fields, wish.edits):
        return None
    row = row_of_plain(wish.path, plain, fields)
    new = now.encode()
    if row is None or split(head + new + tail) != (head, new, tail):
        return None
    before = Document(head, text, tail)
    document = Document(head, now, tail) if now != text else before
    changed = tuple(key for key in fields if key in keys)
    return Proven(wish.path, store.stored(file, before, data, stamp), document, row, changed)


def _swapped(texts: tuple[str, str], text: str) -> tuple[str, tuple[str, ...]] | None:
    """The second text in the place of the first, with the keys whose flags are different."""
    before, after = (lines_of(_with_line_feeds(each)) for each in texts)
    if text != texts[0] or before is None or after is None:
        return None
    changed = changed_flags(before, after)
    return (texts[1], changed) if changed is not None else None


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n")


def serve(pipe: Connection) -> None:
    """Say that it is there, then answer each list of wishes with what was proven, in their order.

    Ends when the other side of the pipe is closed, as it is when the window's process dies.
    """
    # The window is told of the keyboard as well, and decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked = Asked[list[Wish]](pipe)
    with contextlib.suppress(OSError):
        pipe.send([])
        for wishes in asked:
            pipe.send([prove(wish) for wish in wishes])
