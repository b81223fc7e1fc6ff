"""A web server on this machine that sends pictures well and badly."""

from __future__ import annotations

import socket
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter


def png(width: int = 40, height: int = 30, colour: str = "#d04020") -> bytes:
    """A picture of one colour."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def bomb() -> bytes:
    """A few bytes that say they are a picture of 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


class PictureServer(ThreadingHTTPServer):
    """Answers by the path that is asked for and notes what was asked."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.let_go = threading.Event()

    def url(self, path: str) -> str:
        """The address of something on this server."""
        return f"http://127.0.0.1:{self.server_port}{path}"


class _Answer(BaseHTTPRequestHandler):
    @property
    def pictures(self) -> PictureServer:
        assert isinstance(self.server, PictureServer)
        return self.server

    def log_message(self, format: str, *args: object) -> None:
        """Tests print nothing."""

    def do_GET(self) -> None:
        self.pictures.asked.append(self.path)
        self.pictures.headers.append({key.lower(): value for key, value in self.headers.items()})
        name, _, rest = self.path.lstrip("/").partition("/")
        if name == "to":
            self.send_response(302)
            self.send_header("Location", rest)
            self.end_headers()
            return
        if name == "round":
            self.send_response(302)
            self.send_header("Location", f"/round/{int(rest or 0) + 1}")
            self.end_headers()
            return
        if name == "status":
            self.send_error(int(rest))
            return
        data, kind, length = png(), "image/png", -1
        if name == "html":
            data, kind = b"<html><img src=/good>", "text/html"
        elif name == "html-as-png":
            data = b"<html><img src=/good>"
        elif name == "svg":
            data, kind = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", rest
        elif name == "bomb":
            data = bomb()
        elif name == "damaged":
            data = png(300, 300)[:60] + bytes(200)
        elif name == "cut":
            length = len(data) + 100
        elif name == "says-large":
            length = 50_000_000
        elif name == "cookie":
            self.send_response(200)
            self.send_header("Set-Cookie", "a=b")
            self.end_headers()
            self.wfile.write(data)
            return
        elif name == "endless":
            self._endless()
            return
        elif name == "slow":
            self._drip()
            return
        elif name == "late":
            self.pictures.let_go.wait(10)
        self.send_response(200)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data) if length < 0 else length))
        self.end_headers()
        self.wfile.write(data)

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        try:
            self.wfile.write(png())
            while not self.pictures.let_go.is_set():
                self.wfile.write(bytes(100_000))
        except OSError:
            pass

    def _drip(self) -> None:
        """A header now and then, for ever."""
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.pictures.let_go.is_set():
                self.wfile.write(b"X-Wait: 1\r\n")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass


@contextmanager
def running() -> Iterator[PictureServer]:
    """A server that is there while the context is."""
    server = PictureServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


def silent() -> tuple[socket.socket, str]:
    """A listener that takes connections and never answers, and its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}/x.png"
