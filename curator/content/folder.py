"""Which files of a content folder are articles, and reading them all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from curator.content.article import row_of, unreadable_row
from curator.content.row import Row
from curator.content.saving.temporary import PREFIX, clear_left_behind
from curator.frontmatter import Document, FrontMatterError
from curator.frontmatter.document import MAX_BYTES, has_front_matter

SUFFIXES = (".md", ".markdown", ".html")

LEFT_OUT = frozenset(
    (
        "_cache",
        "_data",
        "_includes",
        "_layouts",
        "_plugins",
        "_sass",
        "_site",
        "__pycache__",
        "bower_components",
        "node_modules",
        "vendor",
    )
)
"""Folders that hold what a site is made with or made into, and no articles.

Those with an underscore are Jekyll's (https://jekyllrb.com/docs/structure/); dot folders are left
out as well, as Jekyll does.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be an article; `path` is relative to the folder, with `/`."""

    path: str
    full: str


@dataclass(frozen=True, slots=True)
class FolderProblem:
    """A folder, or a part of one, that cannot be read, and why."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of a scan: rows read since the last one, and how far it is."""

    rows: list[Row]
    done: int
    total: int
    without_front_matter: int
    problems: tuple[FolderProblem, ...] = ()


class FolderError(Exception):
    """A content folder that cannot be opened; its text says what, where and what to do."""


def open_folder(folder: Path) -> Path:
    """The folder as an absolute path.  Raises FolderError where it cannot be read."""
    path = Path(folder).expanduser()
    try:
        if not path.exists():
            raise FolderError(f"{path} does not exist: choose another folder")
        if not path.is_dir():
            raise FolderError(f"{path} is a file: choose the folder that it is in")
        with os.scandir(path) as entries:
            next(entries, None)
    except OSError as error:
        why = error.strerror or error
        raise FolderError(f"{path} cannot be read ({why}): check its permissions") from error
    return path.resolve()


def candidates(
    folder: Path,
    on_problem: Callable[[FolderProblem], None] | None = None,
    on_temporary: Callable[[str], object] | None = None,
) -> Iterator[Found]:
    """Every file below `folder` that is an article by name and place, each folder's own first.

    Links to folders are not followed, so that none is visited twice.  `on_temporary` is told what
    saves have written beside articles, also beside those that are links to other folders.
    """
    pending = [(str(folder), "")]
    elsewhere: set[str] = set()
    while pending:
        full, relative = pending.pop()
        try:
            with os.scandir(full) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            if on_problem is not None:
                on_problem(FolderProblem(relative or ".", error.strerror or str(error)))
            continue
        folders: list[tuple[str, str]] = []
        for entry in entries:
            path = f"{relative}/{entry.name}" if relative else entry.name
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(".") and entry.name not in LEFT_OUT:
                        folders.append((entry.path, path))
                elif is_article_name(entry.name) and entry.is_file():
                    if entry.is_symlink():
                        elsewhere.add(str(Path(entry.path).resolve().parent))
                    yield Found(path, entry.path)
                elif entry.name.startswith(PREFIX) and on_temporary is not None:
                    on_temporary(entry.path)
            except OSError as error:
                # A link that leads back to itself, say.
                if on_problem is not None:
                    on_problem(FolderProblem(path, error.strerror or str(error)))
        pending.extend(reversed(folders))
    if on_temporary is not None:
        for place in elsewhere:
            _tell_temporary(place, on_temporary)


def _tell_temporary(folder: str, on_temporary: Callable[[str], object]) -> None:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                on_temporary(entry.path)


def is_article_name(name: str) -> bool:
    """Whether a file of this name can be an article."""
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def read_row(found: Found, seen: Callable[[Document], object] | None = None) -> Row | None:
    """The row of one file; None for a file without a fence, which is no article.

    `seen` is called with what the row is made of, where the file can be read.
    """
    try:
        with Path(found.full).open("rb") as file:
            data = file.read(MAX_BYTES + 4096)
            if not has_front_matter(data):
                return None
            data += file.read()
        document = Document.parse(data)
        if seen is not None:
            seen(document)
        return row_of(found.path, document)
    except (FrontMatterError, OSError) as error:
        return unreadable_row(found.path, error)


def scan(folder: Path, batch_size: int = 200) -> Iterator[Batch]:
    """Read all articles of a folder, a batch at a time; a last batch may be empty.

    File names that are not text (rare, from other systems) are reported and left out.  What saves
    that were cut short have left in the folder is deleted.
    """
    problems: list[FolderProblem] = []
    files = list(candidates(folder, problems.append, clear_left_behind))
    done = skipped = 0
    for start in range(0, max(len(files), 1), batch_size):
        rows: list[Row] = []
        for found in files[start : start + batch_size]:
            done += 1
            row = read_row(found) if _is_text(found) else None
            if row is not None:
                rows.append(row)
            elif _is_text(found):
                skipped += 1
            else:
                shown = found.path.encode("utf-8", "replace").decode()
                problems.append(FolderProblem(shown, "the file name is not UTF-8"))
        yield Batch(rows, done, len(files), skipped, tuple(problems))
        problems.clear()


def _is_text(found: Found) -> bool:
    try:
        found.path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
