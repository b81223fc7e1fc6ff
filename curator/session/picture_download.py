"""Downloads one picture over a connection to an address that was checked before."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Generator
from functools import lru_cache

from curator import __version__
from curator.content.picture_rules import (
    MOST_BYTES,
    MOST_REDIRECTS,
    Refused,
    Target,
    is_picture_type,
    may_connect,
    redirected,
    target_of,
)

STEP_SECONDS = 10.0
"""How long to wait for a connection, and for each part of what is sent over it."""
WHOLE_SECONDS = 30.0
"""How long one picture may take with all its redirects."""
_PORTION = 64 * 1024
_MOST_TRIES = 3
_MOVED = frozenset((301, 302, 303, 307, 308))
_HEADERS = {
    "User-Agent": f"curator/{__version__}",
    "Accept": "image/webp,image/png,image/jpeg,image/gif,image/*;q=0.8",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class NotLoaded(Exception):
    """A picture that could not be had this time; another time it may be there."""


class Download:
    """Fetches pictures, one at a time, on whatever thread calls it.

    The host's name is looked up once, each number is checked, and the connection goes to a checked
    number: a name that answers differently the second time gains nothing.  No proxy is used, since
    it would look the name up again; cookies are neither kept nor sent.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._ended = False

    def fetch(
        self, address: str, *, private_allowed: bool, seconds: float = WHOLE_SECONDS
    ) -> bytes:
        """The bytes behind an address.  Raises Refused, or NotLoaded where the net is at fault."""
        end = time.monotonic() + seconds
        target = target_of(address)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                answer = self._ask(target, private_allowed, end)
                if isinstance(answer, bytes):
                    return answer
                target = redirected(target, answer)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NotLoaded(str(error) or type(error).__name__) from error
        raise Refused("its server sends us on and on")

    def end(self) -> None:
        """Break off what is under way, from another thread; nothing is fetched afterwards."""
        with self._lock:
            self._ended = True
            _shut(self._socket)

    def _ask(self, target: Target, private_allowed: bool, end: float) -> bytes | str:
        """The bytes, or the address to which the server sends us on."""
        numbers = _numbers(target, private_allowed)
        left = end - time.monotonic()
        if left <= 0:
            raise NotLoaded("it takes too long")
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.default_port = 443 if target.secure else 80
        raw = _connected(numbers, target.port, min(left, STEP_SECONDS))
        with self._watched(raw, end):
            plug = raw
            if target.secure:
                plug = _trusted().wrap_socket(raw, server_hostname=target.host)
                with self._lock:
                    self._socket = plug
            with contextlib.closing(plug):
                connection.sock = plug
                # Nothing may be connected a second time, past the check.
                connection.auto_open = 0
                connection.request("GET", target.path, headers=_HEADERS)
                response = connection.getresponse()
                try:
                    return _read(response)
                finally:
                    response.close()

    @contextlib.contextmanager
    def _watched(self, plug: socket.socket, end: float) -> Generator[None]:
        """Shut the connection when its time is over: a server may send a byte now and then."""
        with self._lock:
            self._socket = plug
            if self._ended:
                plug.close()
                raise NotLoaded("the program is leaving")
        timer = threading.Timer(max(0.0, end - time.monotonic()), self._shut_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                self._socket = None

    def _shut_late(self) -> None:
        with self._lock:
            _shut(self._socket)


def _numbers(target: Target, private_allowed: bool) -> list[str]:
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not all(may_connect(number, private_allowed=private_allowed) for number in numbers):
        raise Refused("its host is in a private network")
    return numbers


def _connected(numbers: list[str], port: int, seconds: float) -> socket.socket:
    problem: OSError | None = None
    for number in numbers[:_MOST_TRIES]:
        try:
            return socket.create_connection((number, port), seconds)
        except OSError as error:
            problem = error
    raise problem or OSError("the host has no address")


def _read(response: http.client.HTTPResponse) -> bytes | str:
    if response.status in _MOVED:
        if location := response.getheader("Location"):
            return location
        raise Refused("its server sends us on to nowhere")
    if response.status != http.client.OK:
        gone = response.status in (http.client.NOT_FOUND, http.client.GONE)
        raise (Refused if gone else NotLoaded)(f"its server answers {response.status}")
    if not is_picture_type(response.getheader("Content-Type", "")):
        raise Refused("its server sends no picture")
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        # A few packed bytes may stand for gigabytes.
        raise Refused("its server sends it packed")
    expected = response.length
    if expected is not None and expected > MOST_BYTES:
        raise Refused("it is too large")
    data = bytearray()
    while part := response.read1(_PORTION):
        data += part
        if len(data) > MOST_BYTES:
            raise Refused("it is too large")
    if expected is not None and len(data) < expected:
        raise NotLoaded("it was cut short")
    return bytes(data)


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _shut(plug: socket.socket | None) -> None:
    if plug is not None:
        with contextlib.suppress(OSError):
            plug.shutdown(socket.SHUT_RDWR)
