"""Who else is writing a file: wait until they are done, and let nobody begin meanwhile."""

from __future__ import annotations

import errno
import signal
import sys
import time

if sys.platform == "linux":
    import fcntl

PATIENCE = 0.5
"""Seconds that a program which is writing a file is given to finish."""


class Writers:
    """Holds off the writers of a file by a lease on a descriptor of it, where the system can.

    While the lease is held nobody has the file open for writing, and one who tries waits in the
    system, at most until the lease is let go.  A rename does not wait.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.held = False
        """Whether nobody was writing, and nobody could begin unnoticed."""
        self.busy = False
        """Whether somebody has the file open for writing, for longer than we were patient."""

    def hold_off(self, patience: float = PATIENCE) -> None:
        """Take the lease; wait for writers to finish, but only so many seconds.

        Without one, as on systems that have none or on files of others, neither `held` nor
        `busy` is set.
        """
        last = time.monotonic() + patience
        pause = 0.001
        while True:
            error = self._try()
            if error == 0:
                self.held = True
                return
            if error != errno.EAGAIN:
                return
            if time.monotonic() >= last:
                self.busy = True
                return
            time.sleep(pause)
            pause = min(2 * pause, 0.02)

    def waiting(self) -> bool:
        """Whether somebody waits to open the file for writing, or could not be kept from it."""
        if sys.platform != "linux" or not self.held:
            return False
        return fcntl.fcntl(self._descriptor, fcntl.F_GETLEASE) != fcntl.F_RDLCK

    def let_go(self) -> None:
        """Let those who wait go on."""
        if sys.platform == "linux" and self.held:
            self.held = False
            fcntl.fcntl(self._descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)

    def _try(self) -> int:
        if sys.platform != "linux":
            return errno.ENOSYS
        try:
            # Whoever waits makes the system send a signal.  The usual one would end the program;
            # this one is ignored, and must be named again for each lease.
            fcntl.fcntl(self._descriptor, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(self._descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except OSError as error:
            return error.errno or errno.ENOSYS
        return 0
