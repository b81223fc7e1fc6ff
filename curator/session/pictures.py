"""Pictures, loaded in the background when somebody shows them, kept within bounds."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage, QImageReader

from curator.content.picture_rules import Refused, data_of, target_of
from curator.session.picture_cache import PictureCache
from curator.session.picture_decoding import decoded, decoded_file
from curator.session.picture_download import WHOLE_SECONDS, Download, NotLoaded

MOST_KEPT = 96 * 1024 * 1024
"""Bytes of pictures in memory."""
MOST_WAITING = 64
"""Pictures that wait to be loaded; those asked for longest ago have scrolled away."""
_WORKERS = 4
_MOST_MEGABYTES = 256
_MOST_FAILED = 2_000
_REFUSED_SECONDS = 3_600.0
_NOT_LOADED_SECONDS = 60.0
_FOLDER = "pictures"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A picture to be loaded: from a file, from the address itself, or from the web."""

    key: str
    address: str
    file: Path | None
    private_allowed: bool
    round: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A picture that was loaded, or why there is none and for how long not to ask again."""

    wanted: _Wanted
    image: QImage | None
    why: str = ""
    seconds: float = 0.0


class Pictures(QObject):
    """Gives pictures by address: at once what is in memory, the rest when it has arrived."""

    arrived = Signal(object)
    """The address of a picture that is there now."""
    failed = Signal(object)
    """The address of a picture that cannot be shown; `why_not` says why."""
    changed = Signal()
    """What may be loaded is different: whoever shows pictures asks again."""

    _came = Signal()

    def __init__(
        self,
        cache: Path | None = None,
        parent: QObject | None = None,
        *,
        seconds: float = WHOLE_SECONDS,
    ) -> None:
        """`cache` is the user's folder for caches, None does without.  `seconds` is the longest
        that one picture may take.
        """
        super().__init__(parent)
        # A bound for the formats that unpack more than they say at first.
        QImageReader.setAllocationLimit(_MOST_MEGABYTES)
        self._disk = PictureCache(cache / _FOLDER) if cache is not None else None
        self._loading = _Loading(self._disk, seconds, self._came.emit)
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._size = 0
        self._failures: OrderedDict[str, tuple[float, str]] = OrderedDict()
        self._from_web = True
        self._private_allowed = False
        self._round = 0
        self._came.connect(self._take_in)

    @property
    def from_web(self) -> bool:
        """Whether pictures from the web are loaded and shown."""
        return self._from_web

    def set_from_web(self, on: bool) -> None:
        """Load and show pictures from the web, or only those of the site itself."""
        if on != self._from_web:
            self._from_web = on
            self._start_over()

    def bound_cache(self, megabytes: int) -> None:
        """Keep at most so much of the pictures on the disk."""
        if self._disk is not None:
            self._disk.bound(megabytes * 1024 * 1024)

    def set_private_allowed(self, on: bool) -> None:
        """Allow addresses of this machine and of the local network."""
        if on != self._private_allowed:
            self._private_allowed = on
            self._start_over()

    def ask(self, address: str, file: Path | None = None) -> QImage | None:
        """The picture if it is at hand; else None, and it is loaded where that is allowed.

        `file` is the file of the site that the address names; without it the web is asked, or the
        address itself where it is a `data:` one.  Asking for what is already waited for brings it
        to the front.
        """
        image = self.at_hand(address, file)
        if image is not None or self.why_not(address, file):
            return image
        key = _key(address, file)
        try:
            if file is None and not address.startswith("data:"):
                target_of(_absolute(address))
        except Refused as error:
            self._fail(key, str(error), _REFUSED_SECONDS)
        else:
            wanted = _Wanted(key, address, file, self._private_allowed, self._round)
            self._loading.begin(wanted)
        return None

    def at_hand(self, address: str, file: Path | None = None) -> QImage | None:
        """The picture if it is in memory and may be shown."""
        key = _key(address, file)
        image = self._kept.get(key)
        if image is None or self._is_barred(address, file):
            return None
        self._kept.move_to_end(key)
        return image

    def why_not(self, address: str, file: Path | None = None) -> str:
        """Why a picture cannot be shown; empty where it can, or may yet."""
        if self._is_barred(address, file):
            return self.tr("pictures from the web are turned off")
        until, why = self._failures.get(_key(address, file), (0.0, ""))
        return why if until > time.monotonic() else ""

    def forget_waiting(self) -> None:
        """Nobody waits any more for what has not been begun."""
        self._loading.forget_waiting()

    def close(self) -> None:
        """Break off what is being loaded; nothing arrives afterwards."""
        self._loading.end()

    def _is_barred(self, address: str, file: Path | None) -> bool:
        return not self._from_web and file is None and not address.startswith("data:")

    def _start_over(self) -> None:
        self._round += 1
        self._failures.clear()
        self._loading.forget_waiting()
        self.changed.emit()

    @Slot()
    def _take_in(self) -> None:
        while not self._loading.outcomes.empty():
            outcome = self._loading.outcomes.get()
            wanted = outcome.wanted
            if wanted.round != self._round and wanted.file is None:
                continue
            if outcome.image is None:
                self._fail(wanted.key, outcome.why, outcome.seconds)
                self.failed.emit(wanted.address)
            else:
                self._keep(wanted.key, outcome.image)
                self.arrived.emit(wanted.address)

    def _keep(self, key: str, image: QImage) -> None:
        if (old := self._kept.pop(key, None)) is not None:
            self._size -= old.sizeInBytes()
        self._kept[key] = image
        self._size += image.sizeInBytes()
        while self._size > MOST_KEPT and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1].sizeInBytes()

    def _fail(self, key: str, why: str, seconds: float) -> None:
        self._failures[key] = (time.monotonic() + seconds, why)
        self._failures.move_to_end(key)
        if len(self._failures) > _MOST_FAILED:
            self._failures.popitem(last=False)


class _Loading:
    """The threads that load.  They know nothing of Qt's objects, so they may outlive them."""

    def __init__(self, disk: PictureCache | None, seconds: float, ring: Callable[[], None]) -> None:
        self.outcomes: SimpleQueue[_Outcome] = SimpleQueue()
        self._disk = disk
        self._seconds = seconds
        self._ring = ring
        self._state = threading.Condition()
        self._waiting: OrderedDict[str, _Wanted] = OrderedDict()
        self._under_way: set[tuple[str, int]] = set()
        self._downloads: list[Download] = []
        self._threads: list[threading.Thread] = []
        self._ended = False

    def begin(self, wanted: _Wanted) -> None:
        """Load next what was asked for last: that is what one looks at."""
        with self._state:
            if self._ended or (wanted.key, wanted.round) in self._under_way:
                return
            self._waiting[wanted.key] = wanted
            self._waiting.move_to_end(wanted.key)
            if len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
            if len(self._threads) < min(_WORKERS, len(self._waiting) + len(self._under_way)):
                self._start()
            self._state.notify()

    def forget_waiting(self) -> None:
        with self._state:
            self._waiting.clear()

    def end(self) -> None:
        with self._state:
            self._ended = True
            self._waiting.clear()
            self._state.notify_all()
        for download in self._downloads:
            download.end()
        for thread in self._threads:
            # A look-up of a name cannot be broken off; the thread dies with the program.
            thread.join(0.5)

    def _start(self) -> None:
        download = Download()
        thread = threading.Thread(
            target=self._work, args=(download,), name="curator-pictures", daemon=True
        )
        self._downloads.append(download)
        self._threads.append(thread)
        thread.start()

    def _work(self, download: Download) -> None:
        while True:
            with self._state:
                while not self._waiting and not self._ended:
                    self._state.wait()
                if self._ended:
                    return
                _, wanted = self._waiting.popitem()
                self._under_way.add((wanted.key, wanted.round))
            outcome = self._load(wanted, download)
            with self._state:
                self._under_way.discard((wanted.key, wanted.round))
                if self._ended:
                    return
            self.outcomes.put(outcome)
            # The window may be gone.
            with suppress(RuntimeError):
                self._ring()

    def _load(self, wanted: _Wanted, download: Download) -> _Outcome:
        try:
            return _Outcome(wanted, self._image(wanted, download))
        except Refused as error:
            return _Outcome(wanted, None, str(error), _REFUSED_SECONDS)
        except NotLoaded as error:
            return _Outcome(wanted, None, str(error), _NOT_LOADED_SECONDS)
        except Exception as error:
            # Whatever a picture does to us, the thread must be there for the next.
            return _Outcome(wanted, None, f"{type(error).__name__}: {error}", _REFUSED_SECONDS)

    def _image(self, wanted: _Wanted, download: Download) -> QImage:
        if wanted.file is not None:
            return decoded_file(wanted.file)
        if wanted.address.startswith("data:"):
            return decoded(data_of(wanted.address))
        address = _absolute(wanted.address)
        if self._disk is not None and (data := self._disk.get(address)) is not None:
            try:
                return decoded(data)
            except Refused:
                self._disk.drop(address)
        data = download.fetch(
            address, private_allowed=wanted.private_allowed, seconds=self._seconds
        )
        image = decoded(data)
        if self._disk is not None:
            self._disk.put(address, data)
        return image


def _absolute(address: str) -> str:
    return "https:" + address if address.startswith("//") else address


def _key(address: str, file: Path | None) -> str:
    if file is not None:
        try:
            return f"file:{file.stat().st_mtime_ns}:{file}"
        except OSError:
            return f"file:{file}"
    if address.startswith("data:"):
        return "data:" + hashlib.blake2b(address.encode("utf-8", "replace")).hexdigest()
    return _absolute(address)
