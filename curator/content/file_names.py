"""Giving the file of an article another name in its folder."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path, PurePosixPath

from curator.content.folder import SUFFIXES
from curator.content.new_article import LONGEST_NAME, day_of, path_for
from curator.content.saving.renaming import take_name
from curator.content.saving.syncing import sync_folder
from curator.frontmatter import Document

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')
"""What one system or another does not take in a file name."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)


def suggested_name(folder: Path, path: str, paths: Iterable[str], document: Document) -> str:
    """The file name that the article at a path would get by its title, as its neighbours' are."""
    title = document.text(("title",)) or PurePosixPath(path).stem
    known = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", PurePosixPath(path).name)
    day = date.today()
    if known:
        with contextlib.suppress(ValueError):
            day = date(*map(int, known.groups()))
    made = path_for(
        path,
        paths,
        title,
        day_of(document.data, day),
        lambda other: other != path and (folder / other).exists(),
    )
    return PurePosixPath(made).name


def fault_of_name(folder: Path, path: str, name: str) -> str:
    """Why the file of an article cannot be called so, in words; empty where it can."""
    if not name.strip():
        return "Type a file name"
    if "/" in name or "\\" in name:
        return "The file stays in its folder: a name has no / and no \\"
    if found := _FORBIDDEN.search(name):
        return f"Not every system takes {found[0]!r} in a file name"
    if name != name.strip() or name.startswith((".", "_", "#", "~")) or name.endswith("."):
        return "A name neither begins with a space, . _ # ~ nor ends with a space or a dot"
    if not name.lower().endswith(SUFFIXES):
        return f"The name of an article ends with {' or '.join(SUFFIXES)}"
    if _RESERVED.fullmatch(name) or PurePosixPath(name).stem in ("", "."):
        return "No file can have this name everywhere"
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        return "Half of a surrogate pair is no character"
    if len(os.fsencode(name)) > LONGEST_NAME:
        return "This name is too long"
    if name == PurePosixPath(path).name:
        return "The file has this name already"
    if os.path.lexists((folder / path).with_name(name)):
        return "There is a file of this name already"
    return ""


def rename(old: Path, new: Path) -> None:
    """Give a file another name in its folder, where no file has it.

    What others write meanwhile goes along or stays under the first name; nothing is overwritten.
    Raises FileExistsError or another OSError, or NotDurable.
    """
    take_name(os.fspath(old), os.fspath(new))
    if old.exists() and old.samefile(new):
        # Where the system only gives a file a second name.
        old.unlink()
    sync_folder(new, os.fspath(new.parent))
