"""Merging three versions of an article for git, as a merge driver (see gitattributes(5))."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from curator.content.related import identity_of
from curator.frontmatter import Document, FrontMatterError
from curator.frontmatter.merge import merge


class MergeDriverError(Exception):
    """The merge could not be tried; nothing was written."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged bytes, with git's conflict marks in them where `clean` is false."""

    data: bytes
    clean: bool


def merge_versions(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    """Merge an article: its front matter by field, its body by lines.

    A merge by lines is preferred where it is clean and gives the same data, because it keeps the
    comments of both sides.  A conflict of fields is marked by lines, as git does.  Raises
    MergeDriverError where git cannot be run.
    """
    by_lines = _merge_lines(base, ours, theirs)
    try:
        old, mine, other = Document.parse(base), Document.parse(ours), Document.parse(theirs)
        by_field = merge(old, mine, other, identity_of)
    except FrontMatterError:
        return by_lines
    if by_field.conflicts:
        return Merged(by_lines.data, clean=False)
    if by_lines.clean and _data(by_lines.data) == by_field.document.data:
        return by_lines
    tails = _merge_lines(old.tail, mine.tail, other.tail)
    document = by_field.document
    return Merged(document.head + document.yaml.encode() + tails.data, tails.clean)


def _data(version: bytes) -> object:
    try:
        return Document.parse(version).data
    except FrontMatterError:
        return None


def _merge_lines(base: bytes, ours: bytes, theirs: bytes) -> Merged:
    if theirs in (base, ours):
        return Merged(ours, clean=True)
    if ours == base:
        return Merged(theirs, clean=True)
    with tempfile.TemporaryDirectory(prefix="curator-merge-") as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, version in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(version)
        words = ["git", "merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs"]
        try:
            done = subprocess.run([*words, *map(str, paths)], capture_output=True, check=False)
        except OSError as error:
            raise MergeDriverError(f"git cannot be run: {error.strerror}") from error
    # The exit code is the number of conflicts, and above 127 an error.
    if done.returncode > 127:
        raise MergeDriverError(done.stderr.decode("utf-8", "replace").strip())
    return Merged(done.stdout, clean=done.returncode == 0)
