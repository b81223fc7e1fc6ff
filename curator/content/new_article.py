"""The file of a new article: its name and its text, in the manner of the articles beside it."""

# ruff: noqa: RUF001
# Letters of other scripts are meant here, however much they look like Latin ones.

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AnyMapping
from datetime import date
from itertools import islice
from pathlib import Path

from curator.content.saving.syncing import sync_folder
from curator.content.saving.temporary import temporary_beside
from curator.content.schema import CONVENTIONAL_ORDER
from curator.frontmatter import Document, Value
from curator.frontmatter.nodes import Node
from curator.frontmatter.render import Pen
from curator.frontmatter.timestamps import Timestamp

LONGEST_SLUG = 100
"""Characters; a name that is longer ends with the last whole word before."""

LONGEST_NAME = 240
"""Of a file name: most systems take 255, and something may be put in front or behind."""

_LOOKED_AT = 400
"""Neighbours from whose names the pattern is learned."""

_DATED = re.compile(r"(\d{4})(-?)(\d{2})\2(\d{2})([-_])(?=.)")

_OF_THE_SITE = ("layout", "category")
"""Fields without which the site would not know where the new article belongs."""

_SPELT = (
    "ß=ss æ=ae œ=oe ø=o đ=d ð=d þ=th ł=l ı=i ŋ=n"
    " а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f"
    " х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye"
    " α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f"
    " χ=ch ψ=ps ω=o"
)
_LETTERS = str.maketrans({pair[0]: pair[2:] for pair in _SPELT.split()})
"""Letters that do not become Latin ones by taking off their accents, as addresses spell them."""


def slug_for(title: str, separator: str = "-") -> str:
    """A title as part of a file name: small Latin letters and digits, `story` for none."""
    apart = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’ʼ]", "", plain.translate(_LETTERS)))
    slug = ""
    for word in words:
        longer = f"{slug}{separator}{word}" if slug else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug or "story"


def path_for(
    beside: str,
    neighbours: Iterable[str],
    title: str,
    day: date,
    is_taken: Callable[[str], bool],
) -> str:
    """The path of a new article in the folder of another one, named as its neighbours are.

    `neighbours` are paths of the same site, of which those in that folder count; `is_taken` says
    of a path whether something is there.
    """
    folder, slash, own = beside.rpartition("/")
    inside = folder + slash
    names = [own]
    near = (path for path in neighbours if path.startswith(inside) and path != beside)
    names += (path[len(inside) :] for path in islice(near, _LOOKED_AT))
    names = [name for name in names if "/" not in name]
    marks = Counter(match[2] + match[5] for name in names if (match := _DATED.match(name)))
    head = ""
    if marks.total() * 2 > len(names):
        (mark, _), *_ = marks.most_common(1)
        dash, behind = mark[:-1], mark[-1]
        head = f"{day:%Y}{dash}{day:%m}{dash}{day:%d}{behind}"
    ending = Counter(Path(name).suffix for name in names).most_common(1)[0][0]
    stems = [_DATED.sub("", Path(name).stem, count=1) for name in names]
    lines, dashes = (sum(sign in stem for stem in stems) for sign in "_-")
    separator = "_" if lines > dashes else "-"
    slug = slug_for(title, separator)
    most = LONGEST_NAME - len(os.fsencode(head + ending))
    number, path = 1, f"{inside}{head}{slug[:most]}{ending}"
    while is_taken(path):
        number += 1
        path = f"{inside}{head}{slug[: most - 6]}{separator}{number}{ending}"
    return path


def document_for(
    fields: dict[str, Value], like: Document, models: AnyMapping[str, Node]
) -> Document:
    """A new article with these fields, written as another article of the site is.

    `models` has, by key, how fields are written that the other article does not have.
    Its keys stand in the order of that one, which also lends it the fields that say where in the
    site it belongs.  It is held: nothing goes live that nobody has decided on.
    """
    values = {key: like.data[key] for key in _OF_THE_SITE if _is_single(like.data.get(key))}
    values |= fields
    values["published"] = False
    order = _order(like, values)
    pen, newline, spaced = Pen(like.style), like.style.newline, like.style.spaced
    text, before_is_block = "", False
    for number, key in enumerate(order):
        value = values[key]
        is_block = isinstance(value, (dict, list)) and bool(value)
        if spaced and number and (is_block or before_is_block):
            text += newline
        model = like.root.get(key) or models.get(key)
        text += f"{pen.key(key)}:{pen.behind_colon(value, model, 0)}{newline}"
        before_is_block = is_block
    tail = re.match(rb"[^\r\n]*", like.tail)
    closing = tail[0].rstrip() if tail is not None else b"---"
    return Document.of(b"---" + newline.encode(), "", closing + newline.encode()).with_yaml(text)


def day_of(fields: dict[str, Value], otherwise: date) -> date:
    """The day of a story as it is written, whatever the time zone."""
    for key in ("publishedDateTime", "date"):
        form = Timestamp.read(str(fields.get(key, "")))
        if form is not None:
            return form.moment.date()
    return otherwise


def remove_unchanged(path: Path, data: bytes) -> bool:
    """Delete a file that still holds exactly these bytes; False, and the file stays, otherwise.

    It is taken away under another name first, so that what somebody writes meanwhile is not lost.
    Raises OSError.
    """
    aside = temporary_beside(os.fspath(path))
    if path.is_symlink() or path.read_bytes() != data:
        return False
    path.rename(aside)
    if Path(aside).read_bytes() != data:
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
            Path(aside).unlink()
        return False
    Path(aside).unlink()
    sync_folder(path, os.fspath(path.parent))
    return True


def _is_single(value: Value) -> bool:
    return value is not None and not isinstance(value, (dict, list))


def _order(like: Document, values: dict[str, Value]) -> list[str]:
    """The keys in the order in which another article has them, the others where the site would."""
    order = [key for key in dict.fromkeys(like.data) if key in values]
    for key in values:
        if key in order:
            continue
        before = CONVENTIONAL_ORDER[: _place(key)]
        at = max((order.index(each) + 1 for each in before if each in order), default=len(order))
        if key not in CONVENTIONAL_ORDER:
            at = next((n for n, k in enumerate(order) if isinstance(values[k], (dict, list))), at)
        order.insert(at, key)
    return order


def _place(key: str) -> int:
    return CONVENTIONAL_ORDER.index(key) if key in CONVENTIONAL_ORDER else len(CONVENTIONAL_ORDER)
