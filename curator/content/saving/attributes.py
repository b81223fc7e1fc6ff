"""What belongs to a file beside its bytes: owner, mode, access lists and other attributes."""

from __future__ import annotations

import errno
import os
import stat

_ACCESS_LIST = "system.posix_acl_access"
_NOT_ALLOWED = (errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.ENODATA)


def keep_attributes(old: int, before: os.stat_result, new: int, made: os.stat_result) -> None:
    """Give a new file what belongs to the old one, as far as the system allows.

    `old` and `new` are descriptors, `before` and `made` what is known of them.  What may not be
    kept is no reason not to save, and gives nobody rights that they did not have.  Raises OSError
    where the disk fails.
    """
    if not hasattr(os, "fchmod"):
        return
    mode = stat.S_IMODE(before.st_mode)
    if (made.st_uid, made.st_gid) != (before.st_uid, before.st_gid):
        made, mode = _keep_owner(before, new, mode)
    extended = hasattr(os, "listxattr") and _keep_extended(old, new)
    if extended or stat.S_IMODE(made.st_mode) != mode:
        os.fchmod(new, mode)


def _keep_owner(before: os.stat_result, new: int, mode: int) -> tuple[os.stat_result, int]:
    """Keep owner and group, or one of them; what the file is now, and the mode it may have."""
    if not _give(new, before.st_uid, before.st_gid):
        # Only root may give files away, but a group that one belongs to may be chosen.
        _give(new, -1, before.st_gid)
    made = os.fstat(new)
    if made.st_uid != before.st_uid:
        mode &= ~(stat.S_ISUID | stat.S_ISGID)
    if made.st_gid != before.st_gid:
        # Another group may do no more than everybody.
        mode &= ~stat.S_IRWXG | ((mode & stat.S_IRWXO) << 3)
    return made, mode


def _give(new: int, owner: int, group: int) -> bool:
    try:
        os.fchown(new, owner, group)
    except OSError as error:
        if error.errno not in _NOT_ALLOWED:
            raise
        return False
    return True


def _keep_extended(old: int, new: int) -> bool:
    """Copy extended attributes; whether that may have changed the mode.

    A new file can have an access list from its folder that the old one does not have.
    """
    wanted, present = _names(old), _names(new)
    if not wanted and not present:
        return False
    for name in present:
        if name not in wanted and name == _ACCESS_LIST:
            os.removexattr(new, name)
    for name in wanted:
        try:
            value = os.getxattr(old, name)
            if name not in present or os.getxattr(new, name) != value:
                os.setxattr(new, name, value)
        except OSError as error:
            # One that may not be set must not cost the others.
            if error.errno not in _NOT_ALLOWED:
                raise
    return _ACCESS_LIST in wanted or _ACCESS_LIST in present


def _names(descriptor: int) -> list[str]:
    try:
        return os.listxattr(descriptor)
    except OSError as error:
        if error.errno not in _NOT_ALLOWED:
            raise
        return []
