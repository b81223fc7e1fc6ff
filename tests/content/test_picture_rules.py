"""Where pictures may come from."""

from __future__ import annotations

import pytest

from curator.content.picture_rules import (
    MOST_DATA,
    Refused,
    data_of,
    is_picture_type,
    may_connect,
    redirected,
    target_of,
)


@pytest.mark.parametrize(
    ("address", "host", "port", "path"),
    [
        ("http://a.org", "a.org", 80, "/"),
        ("HTTPS://A.org/b?c=d#e", "a.org", 443, "/b?c=d"),
        ("http://a.org:8080/x", "a.org", 8080, "/x"),
        ("https://a.org/ü b", "a.org", 443, "/%C3%BC%20b"),
        ("https://a.org/%20?q=%26", "a.org", 443, "/%20?q=%26"),
        ("https://bücher.de/", "xn--bcher-kva.de", 443, "/"),
        ("http://8.8.8.8/", "8.8.8.8", 80, "/"),
        ("http://[2606:4700::1111]/", "2606:4700::1111", 80, "/"),
        ("http://[::ffff:127.0.0.1]/", "::ffff:7f00:1", 80, "/"),
    ],
)
def test_an_address_is_read(address: str, host: str, port: int, path: str) -> None:
    target = target_of(address)
    assert (target.host, target.port, target.path) == (host, port, path)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a.png",
        "/a.png",
        "//a.org/a.png",
        "file:///etc/passwd",
        "ftp://a.org/a.png",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "qrc:/a.png",
        "http://",
        "http:///a.png",
        "http://user@a.org/",
        "http://user:pass@a.org/",
        "http://a.org@127.0.0.1/",
        "http://a.org\\@127.0.0.1/",
        "http://a.org:22/",
        "http://a.org:25/",
        "http://a.org:99999/",
        "http://a.org:x/",
        "http://a.org/\r\nHost: b.org",
        "http://a.org/\tb",
        "http://a b.org/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://1.2.3.4.5/",
        "http://[fe80::1%25eth0]/",
        "http://[::1",
        "http://[a.org]/",
        "http://-a.org/",
        "http://a..org/",
        "http://images.paper.example/",
        "http://www.example.com/",
        "http://x.invalid./",
        "http://" + "a" * 70 + ".org/",
        "http://a.org/" + "a" * 5_000,
    ],
)
def test_an_address_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        target_of(address)


PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]
NEVER = ["0.0.0.0", "::", "224.0.0.1", "239.255.255.250", "ff02::1", "::ffff:0.0.0.0", "a.org", ""]


@pytest.mark.parametrize("number", PUBLIC)
def test_the_public_internet_may_be_connected_to(number: str) -> None:
    assert may_connect(number, private_allowed=False)


@pytest.mark.parametrize("number", PRIVATE)
def test_private_addresses_only_where_they_are_allowed(number: str) -> None:
    assert not may_connect(number, private_allowed=False)
    assert may_connect(number, private_allowed=True)


@pytest.mark.parametrize("number", NEVER)
def test_some_addresses_never(number: str) -> None:
    assert not may_connect(number, private_allowed=False)
    assert not may_connect(number, private_allowed=True)


def test_a_redirect_is_read_as_strictly() -> None:
    start = target_of("https://a.org/b/c.png")
    assert redirected(start, "d.png").path == "/b/d.png"
    assert redirected(start, "//e.org/f").host == "e.org"
    assert not redirected(start, "http://e.org/").secure
    for location in ("file:///etc/passwd", "http://x@e.org/", "http://127.1/", "http://[::1"):
        with pytest.raises(Refused):
            redirected(start, location)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("image/png", True),
        ("IMAGE/JPEG; q=1", True),
        ("", True),
        ("application/octet-stream", True),
        ("text/html; charset=utf-8", False),
        ("image/svg+xml", False),
        ("application/json", False),
    ],
)
def test_what_a_server_says_that_it_sends(kind: str, expected: bool) -> None:
    assert is_picture_type(kind) is expected


def test_a_picture_in_the_address_itself() -> None:
    assert data_of("data:image/png;base64,QUJD") == b"ABC"
    assert data_of("data:image/gif,A%42C") == b"ABC"
    for address in (
        "data:text/html,<script>",
        "data:image/svg+xml,<svg/>",
        "data:image/png;base64",
        "data:image/png;base64,A",
        "data:image/png;base64," + "A" * MOST_DATA,
    ):
        with pytest.raises(Refused):
            data_of(address)
