"""Where the indexes of content folders are kept, and how they go."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import time
from pathlib import Path

from curator.content.sqlite_file import remove

_FOLDER = "index"
_FILE = "rows.sqlite"
_GONE = ".gone-"


def index_path(cache: Path, folder: Path) -> Path:
    """The file for the index of a content folder below the user's cache folder.

    Each has a folder of its own: a database has several files, which must go at once or not at
    all.
    """
    name = hashlib.blake2b(os.fsencode(folder), digest_size=12).hexdigest()
    return cache / _FOLDER / name / _FILE


def throw_away(path: Path) -> None:
    """Delete an index with all its files, as far as the system lets us.

    A process that still uses it goes on with what nobody else can see any more.
    """
    doomed = path.parent.with_name(f"{path.parent.name}{_GONE}{secrets.token_hex(4)}")
    try:
        path.parent.rename(doomed)
    except OSError:
        # Windows does not rename the folder of an open file.
        remove(path)
    else:
        shutil.rmtree(doomed, ignore_errors=True)


def forget_unused(cache: Path, days: float = 90.0) -> None:
    """Delete the indexes that nobody has used for so long, and what is left of others."""
    oldest = time.time() - days * 86_400
    with contextlib.suppress(OSError):
        for place in (cache / _FOLDER).iterdir():
            with contextlib.suppress(OSError):
                if _GONE in place.name or (place / _FILE).stat().st_mtime < oldest:
                    throw_away(place / _FILE)
