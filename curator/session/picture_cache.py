"""Pictures from the web as they were downloaded, on the disk, up to a bound."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import threading
import time
from pathlib import Path

MOST_BYTES = 200 * 1024 * 1024
_MOST_DAYS = 30
_AFTER_CLEARING = 0.8
_PART = ".part-"


class PictureCache:
    """Files named by the digest of their address; may be used on any thread.

    It is a cache: whatever is missing, damaged or cannot be written is only downloaded again.
    """

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most
        self._size: int | None = None
        self._lock = threading.Lock()

    def bound(self, most: int) -> None:
        """Take up at most so many bytes from the next picture on."""
        self._most = most

    def get(self, address: str) -> bytes | None:
        """The bytes that were kept for an address, or None."""
        path = self._path(address)
        try:
            written = path.stat().st_mtime
            if time.time() - written > _MOST_DAYS * 86_400:
                return None
            data = path.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(path, (time.time(), written))
        return data

    def put(self, address: str, data: bytes) -> None:
        """Keep the bytes of an address, and let go of what was used longest ago."""
        path = self._path(address)
        part = path.with_name(f"{path.name}{_PART}{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()
            return
        with self._lock:
            self._size = self._measure() if self._size is None else self._size + len(data)
            if self._size > self._most:
                self._size = self._clear()

    def drop(self, address: str) -> None:
        """Forget an address whose bytes turned out to be no picture."""
        with contextlib.suppress(OSError):
            self._path(address).unlink()

    def _path(self, address: str) -> Path:
        name = hashlib.blake2b(address.encode("utf-8", "replace"), digest_size=20).hexdigest()
        return self._folder / name[:2] / name

    def _files(self) -> list[tuple[float, int, str]]:
        """When each file was used, its size and its path."""
        found: list[tuple[float, int, str]] = []
        with contextlib.suppress(OSError):
            for shelf in os.scandir(self._folder):
                with contextlib.suppress(OSError), os.scandir(shelf.path) as entries:
                    for entry in entries:
                        state = entry.stat(follow_symlinks=False)
                        found.append((state.st_atime, state.st_size, entry.path))
        return found

    def _measure(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _clear(self) -> int:
        files = sorted(self._files())
        left = sum(size for _, size, _ in files)
        for _, size, path in files:
            if left <= self._most * _AFTER_CLEARING:
                break
            with contextlib.suppress(OSError):
                Path(path).unlink()
                left -= size
        return left
