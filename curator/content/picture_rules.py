"""Which pictures may be fetched, and from where; nothing here touches the network."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

MOST_BYTES = 10 * 1024 * 1024
"""Bytes of a picture from the web."""
MOST_PIXELS = 50_000_000
"""Pixels of a picture; a small file may claim billions."""
MOST_REDIRECTS = 5
MOST_ADDRESS = 4_000
MOST_DATA = 500_000
"""Characters of a picture that is written into the story itself."""
FORMATS = frozenset(("bmp", "gif", "ico", "jpeg", "jpg", "png", "webp"))
"""Kinds of pictures that are shown; SVG is a program as much as a picture."""

_PORTS = frozenset((80, 443))
_FIRST_FREE_PORT = 1024
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_IN_PATHS = "%/:=&?~+!$,;'@()*[]|"
_GLOBAL_6 = IPv6Network("2000::/3")
_TUNNELS = ((IPv6Network("64:ff9b::/96"), 0), (IPv6Network("2002::/16"), 80))
"""Networks whose addresses hold an IPv4 address, and how far from their end it stands."""
_TEREDO = IPv6Network("2001::/32")

# RFC 2606 and RFC 6761 keep these for examples and tests.
_NOWHERE = re.compile(r"(?:^|\.)(?:example|invalid|test|onion|example\.(?:com|net|org))\.?$")


class Refused(Exception):
    """A picture that is not fetched or not shown; the text says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a picture is fetched from: `path` is what the server is asked for."""

    address: str
    secure: bool
    host: str
    port: int
    path: str


def target_of(address: str) -> Target:
    """What an address of a picture says, read strictly.  Raises Refused.

    Only http and https, no user names, no ports below 1024 but the usual two, and no way to write
    a host that two programs could read differently.
    """
    if len(address) > MOST_ADDRESS:
        raise Refused("its address is too long")
    address = address.strip(" ")
    if _CONTROL.search(address.replace(" ", "")) or "\\" in address:
        raise Refused("its address contains control characters or backslashes")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused("its address cannot be read") from error
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise Refused(f"only http and https are fetched, not {scheme or 'a bare path'}")
    if "@" in parts.netloc:
        raise Refused("its address contains a user name")
    if port is None:
        port = 443 if scheme == "https" else 80
    if port not in _PORTS and port < _FIRST_FREE_PORT:
        raise Refused(f"port {port} is not one for web pages")
    path = quote(parts.path or "/", safe=_IN_PATHS)
    if not path.startswith("/"):
        raise Refused("its address cannot be read")
    if parts.query:
        path += "?" + quote(parts.query, safe=_IN_PATHS)
    return Target(address, scheme == "https", _host(host, parts.netloc), port, path)


def redirected(target: Target, location: str) -> Target:
    """Where a server sends us on to.  Raises Refused as `target_of` does."""
    try:
        return target_of(urljoin(target.address, location))
    except ValueError as error:
        raise Refused("its server sends us on to nowhere") from error


def may_connect(address: str, *, private_allowed: bool) -> bool:
    """Whether a numeric address may be connected to.

    Without `private_allowed` only those of the public internet: nothing of this machine, of the
    local network, of a group, or reserved, however it is written.
    """
    try:
        number = ip_address(address)
    except ValueError:
        return False
    if isinstance(number, IPv6Address):
        number = _inner(number)
    if private_allowed:
        return not (number.is_multicast or number.is_unspecified)
    if isinstance(number, IPv6Address):
        return number in _GLOBAL_6 and number.is_global and number not in _TEREDO
    return number.is_global and not number.is_multicast


def data_of(address: str) -> bytes:
    """The bytes of a picture that a `data:` address holds.  Raises Refused."""
    if len(address) > MOST_DATA:
        raise Refused("the picture in the text is too large")
    head, comma, body = address.partition(",")
    kind = head[len("data:") :].lower()
    if not comma or not kind.startswith("image/") or kind.startswith("image/svg"):
        raise Refused("this is no picture")
    try:
        raw = unquote_to_bytes(body)
        return b64decode(raw, validate=False) if kind.endswith(";base64") else raw
    except (Base64Error, ValueError) as error:
        raise Refused("the picture in the text is damaged") from error


def is_picture_type(content_type: str) -> bool:
    """Whether a server says that it sends a picture, or nothing that says otherwise."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith("image/"):
        return not kind.startswith("image/svg")
    return kind in ("", "application/octet-stream", "binary/octet-stream")


def _host(host: str, written: str) -> str:
    if "[" in written or ":" in host:
        if "%" in host:
            raise Refused("its address names a network card")
        try:
            return str(IPv6Address(host))
        except ValueError as error:
            raise Refused("its host cannot be read") from error
    try:
        plain = host.encode("idna").decode("ascii").lower() if not host.isascii() else host
    except UnicodeError as error:
        raise Refused("its host cannot be read") from error
    labels = plain.removesuffix(".").split(".")
    if len(plain) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused("its host cannot be read")
    if labels[-1].isdigit() or re.fullmatch(r"0x[0-9a-f]*", labels[-1]):
        # `2130706433` and `0x7f.1` are this machine for some programs and a name for others.
        try:
            return str(IPv4Address(plain))
        except ValueError as error:
            raise Refused("its host is a number that is no address") from error
    if _NOWHERE.search(plain):
        raise Refused("its host is a name kept for examples")
    return plain


def _inner(number: IPv6Address) -> IPv4Address | IPv6Address:
    if number.ipv4_mapped is not None:
        return number.ipv4_mapped
    for network, shift in _TUNNELS:
        if number in network:
            return IPv4Address((int(number) >> shift) & 0xFFFFFFFF)
    return number
