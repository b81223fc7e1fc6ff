"""Pictures from a real server on this machine, and everything that can be wrong with them."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from curator.session import picture_download, pictures
from curator.session.picture_cache import PictureCache
from curator.session.pictures import Pictures
from tests.session.picture_server import PictureServer, png, running, silent


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with running() as server:
        yield server


Make = Callable[..., Pictures]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    """Makes what loads pictures, with the addresses of this machine allowed."""
    made: list[Pictures] = []

    def make(seconds: float = 20.0, private: bool = True) -> Pictures:
        pictures = Pictures(tmp_path / "cache", seconds=seconds)
        pictures.set_private_allowed(private)
        made.append(pictures)
        return pictures

    yield make
    for each in made:
        each.close()


def load(qtbot: QtBot, pictures: Pictures, address: str, file: Path | None = None) -> QImage:
    with qtbot.waitSignal(pictures.arrived, timeout=15000) as told:
        assert pictures.ask(address, file) is None
    assert told.args == [address]
    image = pictures.ask(address, file)
    assert image is not None
    return image


def fail(qtbot: QtBot, pictures: Pictures, address: str, file: Path | None = None) -> str:
    with qtbot.waitSignal(pictures.failed, timeout=15000) as told:
        assert pictures.ask(address, file) is None
    assert told.args == [address]
    assert pictures.ask(address, file) is None
    return pictures.why_not(address, file)


def test_a_picture_arrives(qtbot: QtBot, make: Make, server: PictureServer) -> None:
    image = load(qtbot, make(), server.url("/good?a=ü b"))
    assert (image.width(), image.height()) == (40, 30)
    assert server.asked == ["/good?a=%C3%BC%20b"]
    (headers,) = server.headers
    assert headers["user-agent"].startswith("curator/")
    assert not {"cookie", "referer", "authorization"} & set(headers)


def test_it_is_fetched_once_and_then_read_from_the_disk(
    qtbot: QtBot, make: Make, server: PictureServer
) -> None:
    load(qtbot, make(), server.url("/good"))
    load(qtbot, make(), server.url("/good"))
    assert server.asked == ["/good"]


def test_a_damaged_file_of_the_cache_is_fetched_again(
    qtbot: QtBot, make: Make, server: PictureServer, tmp_path: Path
) -> None:
    load(qtbot, make(), server.url("/good"))
    (kept,) = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    kept.write_bytes(b"nonsense")
    load(qtbot, make(), server.url("/good"))
    assert server.asked == ["/good", "/good"]
    assert kept.read_bytes() == png()


def test_a_cache_that_cannot_be_written_is_done_without(
    qtbot: QtBot, make: Make, server: PictureServer, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    load(qtbot, make(), server.url("/good"))


BAD = {
    "/status/404": "answers 404",
    "/status/500": "answers 500",
    "/html": "no picture",
    "/html-as-png": "no picture",
    "/svg/image/svg+xml": "no picture",
    "/svg/image/png": "no picture",
    "/bomb": "60000 × 60000",
    "/damaged": "damaged",
    "/cut": "cut short",
    "/says-large": "too large",
    "/endless": "too large",
    "/round/0": "on and on",
    "/to/file:///etc/passwd": "only http and https",
    "/to/ftp://a.org/x.png": "only http and https",
    "/to/http://user@a.org/x.png": "user name",
    "/to/data:image/png;base64,AAAA": "only http and https",
}


@pytest.mark.parametrize(("path", "why"), BAD.items(), ids=BAD)
def test_a_bad_picture_is_refused_and_not_asked_for_again(
    qtbot: QtBot, make: Make, server: PictureServer, path: str, why: str
) -> None:
    pictures = make()
    assert why in fail(qtbot, pictures, server.url(path))
    asked = len(server.asked)
    assert asked <= 6
    load(qtbot, pictures, server.url("/good"))
    assert len(server.asked) == asked + 1


@pytest.mark.parametrize("path", ["/slow", "/late"])
def test_a_slow_server_is_given_up(
    qtbot: QtBot, make: Make, server: PictureServer, path: str
) -> None:
    assert fail(qtbot, make(seconds=0.5), server.url(path))


def test_a_server_that_never_answers_is_given_up(qtbot: QtBot, make: Make) -> None:
    listener, address = silent()
    with listener:
        assert fail(qtbot, make(seconds=0.5), address)


def test_a_slow_server_holds_up_nobody_else(
    qtbot: QtBot, make: Make, server: PictureServer
) -> None:
    pictures = make()
    pictures.ask(server.url("/late"))
    load(qtbot, pictures, server.url("/good"))
    with qtbot.waitSignal(pictures.arrived, timeout=15000):
        server.let_go.set()


def test_private_addresses_are_refused_unless_allowed(
    qtbot: QtBot, make: Make, server: PictureServer
) -> None:
    pictures = make(private=False)
    assert "private network" in fail(qtbot, pictures, server.url("/good"))
    assert server.asked == []
    pictures.set_private_allowed(True)
    load(qtbot, pictures, server.url("/good"))


def test_a_name_is_looked_up_once_and_its_number_connected_to(
    qtbot: QtBot, make: Make, server: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    def look_up(host: str, port: int, type: int = 0) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(socket.AF_INET, type, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(picture_download.socket, "getaddrinfo", look_up)
    connected: list[object] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address[0])
        # A second look-up would go through the name.
        monkeypatch.setattr(picture_download.socket, "getaddrinfo", None)
        plug = socket.socket()
        plug.settimeout(timeout)
        plug.connect(address)
        return plug

    monkeypatch.setattr(picture_download.socket, "create_connection", connect)
    load(qtbot, make(), f"http://pictures.org:{server.server_port}/good")
    assert (looked_up, connected) == (["pictures.org"], ["127.0.0.1"])
    assert server.headers[0]["host"] == f"pictures.org:{server.server_port}"


def test_a_redirect_into_the_local_network_is_refused(
    qtbot: QtBot, make: Make, server: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first host counts as public here, as only this machine is there to answer."""
    may = picture_download.may_connect
    asked: list[str] = []

    def first_only(number: str, *, private_allowed: bool) -> bool:
        asked.append(number)
        return len(asked) == 1 or may(number, private_allowed=private_allowed)

    monkeypatch.setattr(picture_download, "may_connect", first_only)
    pictures = make(private=False)
    why = fail(qtbot, pictures, server.url("/to/" + server.url("/good")))
    assert "private network" in why
    assert [path[:4] for path in server.asked] == ["/to/"]


def test_a_redirect_is_followed(qtbot: QtBot, make: Make, server: PictureServer) -> None:
    load(qtbot, make(), server.url("/to/" + server.url("/to//good")))
    assert server.asked[-1] == "/good"


def test_cookies_are_not_kept(qtbot: QtBot, make: Make, server: PictureServer) -> None:
    pictures = make()
    load(qtbot, pictures, server.url("/cookie"))
    load(qtbot, pictures, server.url("/good"))
    assert "cookie" not in server.headers[1]


def test_no_proxy_is_used(
    qtbot: QtBot, make: Make, server: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    load(qtbot, make(), server.url("/good"))


def test_pictures_from_the_web_can_be_turned_off(
    qtbot: QtBot, make: Make, server: PictureServer, tmp_path: Path
) -> None:
    pictures = make()
    load(qtbot, pictures, server.url("/good"))
    with qtbot.waitSignal(pictures.changed):
        pictures.set_from_web(False)
    assert pictures.ask(server.url("/good")) is None
    assert pictures.ask(server.url("/other")) is None
    assert "turned off" in pictures.why_not(server.url("/other"))
    file = tmp_path / "a.png"
    file.write_bytes(png())
    load(qtbot, pictures, "/a.png", file)
    assert server.asked == ["/good"]
    pictures.set_from_web(True)
    assert pictures.ask(server.url("/good")) is not None


def test_what_was_under_way_when_they_were_turned_off_does_not_arrive(
    qtbot: QtBot, make: Make, server: PictureServer
) -> None:
    pictures = make()
    pictures.ask(server.url("/late"))
    qtbot.waitUntil(lambda: bool(server.asked))
    pictures.set_from_web(False)
    with qtbot.assertNotEmitted(pictures.arrived, wait=200):
        server.let_go.set()


def test_files_of_the_site_and_pictures_in_addresses(
    qtbot: QtBot, make: Make, tmp_path: Path
) -> None:
    pictures = make()
    file = tmp_path / "a.png"
    file.write_bytes(png(3_000, 30))
    assert load(qtbot, pictures, "/a.png", file).width() == 1_600
    file.write_bytes(b"x")
    assert "damaged" in fail(qtbot, pictures, "/a.png", file)
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    assert load(qtbot, pictures, dot).width() == 1
    assert fail(qtbot, pictures, "data:text/html,<b>")


def test_what_has_scrolled_away_is_not_loaded(
    qtbot: QtBot, make: Make, server: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_WAITING", 3)
    monkeypatch.setattr(pictures, "_WORKERS", 1)
    loading = make()
    loading.ask(server.url("/late"))
    qtbot.waitUntil(lambda: bool(server.asked))
    for number in range(6):
        loading.ask(server.url(f"/good/{number}"))
    loading.ask(server.url("/good/4"))
    server.let_go.set()
    qtbot.waitUntil(lambda: len(server.asked) == 4)
    loading.forget_waiting()
    assert server.asked == ["/late", "/good/4", "/good/5", "/good/3"]


def test_memory_is_bounded(
    qtbot: QtBot, make: Make, server: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_KEPT", 10_000)
    loading = make()
    load(qtbot, loading, server.url("/good/1"))
    assert loading.at_hand(server.url("/good/1")) is not None
    load(qtbot, loading, server.url("/good/2"))
    load(qtbot, loading, server.url("/good/3"))
    assert loading.at_hand(server.url("/good/1")) is None


def test_the_disk_cache_lets_go_of_what_was_used_longest_ago(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path, most=1_000)
    for number in range(4):
        cache.put(f"a{number}", bytes(250))
        for path in tmp_path.rglob("*/*"):
            # One hour passes.
            state = path.stat()
            os.utime(path, (state.st_atime - 3_600, state.st_mtime))
    assert cache.get("a0") == bytes(250)
    cache.put("a4", bytes(250))
    assert [cache.get(f"a{number}") is not None for number in range(5)] == [
        True,
        False,
        False,
        True,
        True,
    ]


def test_after_closing_nothing_arrives(qtbot: QtBot, make: Make, server: PictureServer) -> None:
    pictures = make()
    pictures.ask(server.url("/late"))
    qtbot.waitUntil(lambda: bool(server.asked))
    with qtbot.assertNotEmitted(pictures.arrived, wait=100):
        pictures.close()
        server.let_go.set()
    assert pictures.ask(server.url("/good")) is None
