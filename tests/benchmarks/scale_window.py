"""A large folder in a real window: when it is there, its gaps, what it answers, what it needs.

Each measurement is a process of its own, begun by `scale`, which prints its results as JSON:

    start FOLDER    seconds to the first rows, or to an empty window
    read FOLDER     gaps while the folder is read, and the memory in the end
    use FOLDER      searching, sorting, deciding
    outside FOLDER  gaps while another program changes articles
    toggle FOLDER   from a key to one article saved
    hold FOLDER     many articles held at once
    rewrite FOLDER  that other program
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QObject,
    Qt,
    QTimer,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from curator.app import open_window
from curator.content.row import Published
from curator.session import saver
from curator.session.article_model import ArticleModel
from curator.session.columns import Column
from curator.ui.main_window import MainWindow
from tests.benchmarks.deciding import decide
from tests.benchmarks.generator import article
from tests.benchmarks.saving import replace
from tests.demo import wait_until

LETTER_PAUSE = 0.1
"""Seconds from one letter to the next: 120 words a minute."""

CHANGED_OUTSIDE = 5_000
HELD_AT_ONCE = 1_000
TOGGLED = 40
ROUNDS = 3
PATIENCE = 300.0
"""Seconds after which a measurement is given up."""

WORDS = "words"
SEARCHES: dict[str, tuple[str, ...]] = {
    WORDS: ("reading assistant", "carmaker tests", "harbour gazette", "police buses", "chips"),
    "phrase": ('"facial recognition"', '"is sued over"'),
    "topic": ('topic:"Computer Vision"', "topic:robot*"),
    "provider": ("provider:marketwire.example", "provider:*ledger"),
    "collection": ("collection:news", "collection:posts"),
    "published": ("published:no", "published:none"),
    "quality": ("quality>50", "quality<=20"),
    "heat": ("heat>50", "heat<=20"),
    "related": ("related>3", "related:0"),
    "date": ("date>=2020-02-01", "date<2019"),
    "title": ("title:drone", 'title:"city council"'),
    "excerpt": ('excerpt:"costs rose"', "excerpt:video"),
    "path": ("path:_news/2020", "path:museum"),
    "has": ("has:duplicates", "has:problems"),
    "is": ("is:changed", "is:unreadable"),
    "-": ("-topic:AI", "-council"),
    "or": ("museum or topic:Robotics", "tests or pauses"),
    "( )": ("(museum or volunteers) quality>50",),
}
"""What is typed, letter by letter, for each key of docs/search.md."""


def main(arguments: list[str]) -> None:
    """Do one measurement, and print it."""
    what, folder = arguments[0], Path(arguments[1])
    if what == "rewrite":
        _rewrite(folder)
        return
    app = QApplication(sys.argv[:1])
    result = _MEASURES[what](folder)
    print(json.dumps(result), flush=True)
    app.quit()


Times: TypeAlias = tuple[float, float]
"""Milliseconds by the clock, and those of them that the processor worked for it.

The two are far apart where a machine is busy with other things.
"""


# --- tools ------------------------------------------------------------------------------------


class FirstPaint(QObject):
    """When a widget was painted for the first time that `counts` says yes."""

    def __init__(self, widget: QWidget, counts: Callable[[], bool]) -> None:
        super().__init__()
        self.at: float | None = None
        self._widget = widget
        self._counts = counts
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._widget and event.type() == QEvent.Type.Paint and self._counts():
            self._widget.removeEventFilter(self)
            # It comes after the painting that is under way.
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def customEvent(self, event: QEvent) -> None:
        self.at = time.perf_counter()


class Gaps(QObject):
    """How long the event loop keeps others waiting: the time between ticks of a millisecond."""

    def __init__(self) -> None:
        super().__init__()
        self._seconds: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0

    def start(self) -> None:
        """Begin to count."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> dict[str, float]:
        """The longest gap and the 99th of a hundred, in milliseconds."""
        self._timer.stop()
        # A gap that is going on counts, too.
        self._tick()
        gaps = sorted(self._seconds)
        return {"longest": gaps[-1] * 1000, "p99": gaps[int(len(gaps) * 0.99)] * 1000}

    def _tick(self) -> None:
        now = time.perf_counter()
        self._seconds.append(now - self._last)
        self._last = now


def _timed(step: Callable[[], object]) -> Times:
    """From the event until everything that follows from it at once is done and painted."""
    QApplication.processEvents()
    start, busy = time.perf_counter(), time.thread_time()
    step()
    QApplication.processEvents()
    return _since(start, busy)


class _ListPainted(QObject):
    """When the list was painted anew, if it was."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._painted: list[Times] = []
        self._waits = False
        window.list.viewport().installEventFilter(self)

    def typed(self, step: Callable[[], object]) -> Times:
        """From a key until the list is painted; where it stays as it is, until all is done."""
        QApplication.processEvents()
        self._painted.clear()
        self._waits = True
        start, busy = time.perf_counter(), time.thread_time()
        step()
        QApplication.processEvents()
        self._waits = False
        done = _since(start, busy)
        if not self._painted:
            return done
        clock, work = self._painted[0]
        return (clock - start) * 1000, (work - busy) * 1000

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._waits and event.type() == QEvent.Type.Paint:
            self._waits = False
            # It comes after the painting that is under way, and before all else.
            urgent = Qt.EventPriority.HighEventPriority.value
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), urgent)
        return False

    def customEvent(self, event: QEvent) -> None:
        self._painted.append((time.perf_counter(), time.thread_time()))


def _since(start: float, busy: float) -> Times:
    return (time.perf_counter() - start) * 1000, (time.thread_time() - busy) * 1000


def _pause(start: float) -> None:
    """Wait for the time of the next letter."""
    _wait(max(0.0, start + LETTER_PAUSE - time.perf_counter()))


def _ready(folder: Path) -> MainWindow:
    """A window on a folder, when all is read and quiet."""
    window = open_window(folder)
    wait_until(lambda: not window.session.scanning, PATIENCE)
    window.activateWindow()
    wait_until(window.isActiveWindow)
    # The watching of the folder begins meanwhile, and asks for one more look.
    _wait(2.0 + len(window.session.rows) / 25_000)
    return window


def _wait(seconds: float) -> None:
    end = time.perf_counter() + seconds
    wait_until(lambda: time.perf_counter() >= end, seconds + 60)


def _memory() -> int | None:
    """Bytes that this process holds; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


# --- measurements -----------------------------------------------------------------------------


def _start(folder: Path) -> dict[str, Any]:
    begin = time.perf_counter()
    window = open_window(folder)
    empty = not any(folder.iterdir())
    if empty:
        paint = FirstPaint(window, lambda: True)
    else:
        paint = FirstPaint(window.list.viewport(), lambda: window.list.model().rowCount() > 0)
    wait_until(lambda: paint.at is not None, PATIENCE)
    window.close()
    assert paint.at is not None
    return {"seconds": paint.at - begin}


def _read(folder: Path) -> dict[str, Any]:
    begin = time.perf_counter()
    window = open_window(folder)
    ready: list[float] = []
    window.folder_ready.connect(lambda: ready.append(time.perf_counter() - begin))
    paint = FirstPaint(window.list.viewport(), lambda: window.list.model().rowCount() > 0)
    gaps = Gaps()
    wait_until(lambda: paint.at is not None or bool(ready), PATIENCE)
    gaps.start()
    wait_until(lambda: bool(ready), PATIENCE)
    _wait(1.0)
    told = gaps.stop()
    rows = len(window.session.rows)
    _wait(1.0 + rows / 25_000)
    memory = _memory()
    window.close()
    return {**told, "ready": ready[0], "rows": rows, "memory": memory}


def _use(folder: Path) -> dict[str, Any]:
    window = _ready(folder)
    window.session.save_as_you_go = False
    typed: dict[str, list[Times]] = {}
    full: list[Times] = []
    erased: list[Times] = []
    field, model = window.top.search, window.list.model()
    assert isinstance(model, ArticleModel)
    field.setFocus()
    painted = _ListPainted(window)
    for name, searches in [
        (name, texts) for _ in range(ROUNDS) for name, texts in SEARCHES.items()
    ]:
        for text in searches:
            for letter in text:
                begin = time.perf_counter(), time.thread_time()
                step = painted.typed(lambda letter=letter: QTest.keyClicks(field, letter))
                typed.setdefault(name, []).append(step)
                while not model.has_screenful:
                    QApplication.processEvents()
                full.append(_since(*begin))
                _pause(begin[0])
            while field.text():
                start = time.perf_counter()
                erased.append(painted.typed(lambda: QTest.keyClick(field, Qt.Key.Key_Backspace)))
                _pause(start)
    by_column: dict[str, list[Times]] = {}
    for column in [column for _ in range(ROUNDS) for column in Column]:
        for order in Qt.SortOrder:
            step = _timed(lambda c=column, o=order: window.list.sortByColumn(c, o))
            by_column.setdefault(column.name.lower(), []).append(step)
    decided = decide(window)
    window.session.discard()
    window.close()
    return {
        "typed": typed,
        "full": full,
        "erased": erased,
        "sorted": by_column,
        "decided": [each.painted for each in decided],
        "shown": [each.shown for each in decided],
    }


def _outside(folder: Path) -> dict[str, Any]:
    window = _ready(folder)
    rows = window.session.rows
    paths = sorted(rows)[:: max(1, len(rows) // CHANGED_OUTSIDE)][:CHANGED_OUTSIDE]
    before = {path: rows[path] for path in paths}
    command = [sys.executable, "-m", "tests.benchmarks.scale_window", "rewrite", str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write(json.dumps(paths) + "\n")
        other.stdin.flush()
        other.stdout.readline()
        gaps = Gaps()
        gaps.start()
        other.stdin.write("go\n")
        other.stdin.flush()
        left = list(paths)

        def all_shown() -> bool:
            # Looking at all of them each time would be a stall of its own.
            while left and rows.get(left[-1]) is not before[left[-1]]:
                left.pop()
            return not left

        wait_until(all_shown, PATIENCE)
        shown = time.monotonic()
        _wait(1.0)
        told = gaps.stop()
        written = float(other.stdout.readline())
    window.close()
    return {**told, "seconds": shown - written, "changed": len(paths)}


def _rewrite(folder: Path) -> None:
    """Give articles the text of others, as another branch would, as fast as it goes."""
    paths: list[str] = json.loads(sys.stdin.readline())
    # Numbers that no folder has.
    texts = [article(10_000_000 + number)[1] for number in range(len(paths))]
    print("ready", flush=True)
    sys.stdin.readline()
    for path, text in zip(paths, texts, strict=True):
        target = f"{folder}/{path}"
        with open(f"{target}~", "wb") as file:  # noqa: PTH123
            file.write(text)
        os.replace(f"{target}~", target)  # noqa: PTH105
    print(time.monotonic(), flush=True)


def _hold(folder: Path) -> dict[str, Any]:
    window = _ready(folder)
    window.top.search.setText("published:yes")
    QApplication.processEvents()
    model = window.list.model()
    assert isinstance(model, ArticleModel)
    # In a large folder it goes on finding for a while.
    model.finish_search()
    count = min(HELD_AT_ONCE, model.rowCount())
    selection = QItemSelection(model.index(0, 0), model.index(count - 1, len(Column) - 1))
    window.list.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    chosen = window.list.selected
    _wait(1.0)
    files = [folder / path for path in chosen]
    texts = [file.read_bytes() for file in files]
    # What is written first is created, not replaced.
    _bare(folder.parent / "bare", texts)
    bare = [_bare(folder.parent / "bare", texts)]
    before = {file: _identity(file) for file in files}
    left = list(files)
    told: list[str] = []
    window.session.noticed.connect(lambda notice: told.append(notice.text))

    def on_disk() -> bool:
        while left and _identity(left[-1]) != before[left[-1]]:
            left.pop()
        return not left

    # The window could do nothing while that was written.
    _wait(1.0)
    gaps = Gaps()
    gaps.start()
    begin = time.perf_counter()
    window.actions_by_name["hold"].trigger()
    try:
        wait_until(on_disk, PATIENCE)
    except TimeoutError as error:
        raise RuntimeError(f"{len(left)} of {count} were not written: {told[:3]}") from error
    seconds = time.perf_counter() - begin
    wait_until(lambda: not window.session.unsaved, PATIENCE)
    _wait(1.0)
    longest = gaps.stop()
    bare.append(_bare(folder.parent / "bare", texts))
    rows = window.session.rows
    if wrong := [path for path in chosen if rows[path].published is not Published.NO]:
        raise RuntimeError(f"{len(wrong)} of {count} are not held, such as {wrong[0]}")
    # The next run finds the folder as this one did.
    window.session.undo_stack.undo()
    wait_until(lambda: not (window.session.unsaved or window.session.is_at_work), PATIENCE)
    window.close()
    return {**longest, "seconds": seconds, "bare": sum(bare) / len(bare), "held": count}


def _toggle(folder: Path) -> dict[str, Any]:
    """Seconds from the key until an article is saved, in turn with those of a bare write."""
    # The pause before a save is for the editor's sake; it says nothing of the saving.
    saver.SAVE_DELAY = 0
    window = _ready(folder)
    bare = folder.parent / "bare"
    ours: list[float] = []
    theirs: list[float] = []
    saved: list[float] = []
    window.session.saved.connect(lambda _: saved.append(time.perf_counter()))
    window.list.setFocus()
    for _ in range(TOGGLED):
        window.list.step(1)
        _wait(0.05)
        row = window.session.rows[window.list.current]
        if not row.readable:
            continue
        saved.clear()
        begin = time.perf_counter()
        key = Qt.Key.Key_H if row.published is Published.YES else Qt.Key.Key_P
        QTest.keyClick(window.list, key)
        wait_until(lambda: bool(saved))
        ours.append(saved[0] - begin)
        theirs.append(_bare(bare, [(folder / row.path).read_bytes()]))
    window.close()
    return {"one": ours, "bare": theirs}


def _bare(folder: Path, texts: list[bytes]) -> float:
    """Seconds that bare atomic writes of texts take, one behind the other."""
    folder.mkdir(exist_ok=True)
    start = time.perf_counter()
    for number, text in enumerate(texts):
        replace(folder / f"{number}.md", text)
    return time.perf_counter() - start


def _identity(file: Path) -> tuple[int, int]:
    about = file.stat()
    return about.st_ino, about.st_mtime_ns


_MEASURES: dict[str, Callable[[Path], dict[str, Any]]] = {
    "start": _start,
    "read": _read,
    "use": _use,
    "outside": _outside,
    "toggle": _toggle,
    "hold": _hold,
}

if __name__ == "__main__":
    main(sys.argv[1:])
