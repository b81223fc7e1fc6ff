"""Renames that Python's own library does not offer; each is one step that nothing comes between."""

# ruff: noqa: PTH104
# Paths are texts here: a Path for each step would cost a tenth of a save.

from __future__ import annotations

import ctypes
import errno
import os
import sys
from functools import cache

_HERE = -100  # AT_FDCWD
_NO_REPLACE = 1
_EXCHANGE = 2
_UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)


def swap(one: str, other: str) -> bool:
    """Let two files change names.  False where the system or the disk cannot; raises OSError."""
    return _rename(one, other, _EXCHANGE)


def take_name(temporary: str, name: str) -> None:
    """Give a file another name where there is no file of that name; it may keep the first, too.

    Raises FileExistsError where there is one, or another OSError.
    """
    if _rename(temporary, name, _NO_REPLACE):
        return
    if os.name == "nt":
        os.rename(temporary, name)
        return
    # A link, because unlike a rename it fails where somebody has put a file there.
    os.link(temporary, name)


def _rename(source: str, target: str, flag: int) -> bool:
    function = _renameat2()
    if function is None:
        return False
    if function(_HERE, os.fsencode(source), _HERE, os.fsencode(target), flag) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), source, None, target)


@cache
def _renameat2() -> ctypes._NamedFuncPointer | None:  # pyright: ignore[reportPrivateUsage]
    """The C library's function; it lets go of the interpreter's lock while it works."""
    if sys.platform != "linux":
        return None
    try:
        function = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return None
    path, number = ctypes.c_char_p, ctypes.c_int
    function.argtypes = (number, path, number, path, ctypes.c_uint)
    function.restype = number
    return function
