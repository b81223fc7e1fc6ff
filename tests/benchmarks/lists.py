"""A related list of 500 items: what a drag, a key and an edit hold up the window for.

Measured is the processor's time from the event until all that follows from it at once is painted.
What a worker does meanwhile is told apart: how long until the article itself has the edit.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from curator.app import open_window
from curator.ui.main_window import MainWindow
from tests.benchmarks.measure import Figure
from tests.demo import wait_until

ITEMS = 500
STEPS = 60
"""So many of each kind: of fewer a twentieth is none."""
FRAME = 16.0
"""Milliseconds of one frame at 60 a second."""
_TEN = "cameras stations trial police city council privacy public system report"
_WORDS = tuple(_TEN.split(" "))


def story(count: int = ITEMS) -> str:
    """An article whose related items have the fields of the pipeline's."""
    items = "".join(_item(number) for number in range(count))
    return f'---\ntitle: "A long list"\npublished: false\nrelated:\n{items}\nsecured: "x"\n---\n'


def _item(number: int) -> str:
    words = " ".join(_WORDS[(number * 7 + n) % 10] for n in range(25))
    site = f"site{number % 37}.example"
    return (
        f'  - title: "Story {number} of {words[:50]}"\n'
        f'    excerpt: "{words}"\n'
        f"    publishedDateTime: 2020-02-{number % 28 + 1:02}T{number % 24:02}:00:00Z\n"
        f'    webUrl: "https://www.{site}/news/{number}/story"\n'
        f'    ampWebUrl: "https://amp.{site}/news/{number}/story"\n'
        f'    cdnAmpWebUrl: "https://amp-{site}.cdn.example/c/s/amp.{site}/news/{number}/story"\n'
        "    type: article\n"
        f"    provider:\n      name: Site {number % 37}\n      domain: {site}\n"
        f"    quality: {number * 13 % 100}\n"
        f'    images:\n      - url: "https://{site}/{number}.jpg"\n'
        "        width: 1280\n        height: 720\n"
    )


def figures(work: Path) -> Iterator[Figure]:
    """All figures of a long list; ratios are to one frame."""
    folder = work / "lists" / "_news"
    folder.mkdir(parents=True)
    (folder / "long.md").write_text(story(), encoding="utf-8")
    window = open_window(folder.parent)
    wait_until(lambda: not window.session.scanning, 60)
    window.activateWindow()
    wait_until(window.isActiveWindow)
    window.list.select("_news/long.md")
    wait_until(lambda: window.related.list.related.rowCount() == ITEMS)
    for name, work_on in (
        ("a move of the pointer in a drag", _hover),
        ("a drop", _drop),
        ("a key that moves an item", _move),
        ("a key that moves several", _move_many),
        ("an edit of many items: sort", _sort),
        ("removing an item", _remove),
    ):
        at_once, until_made = _measured(window, work_on)
        p95 = statistics.quantiles(at_once, n=20)[-1] if len(at_once) > 1 else at_once[0]
        count = len(at_once)
        yield Figure("lists", f"{name}, p95", count, p95, "ms", "one frame", p95 / FRAME, 1.0)
        if until_made:
            middle = statistics.median(until_made)
            yield Figure("lists", f"{name}, until made", count, middle, "ms", "", None, None)
    worst = _gap(window)
    yield Figure(
        "lists", "longest gap while a worker proves", 1, worst, "ms", "one frame", None, None
    )
    window.session.flush()
    window.close()


Step = Callable[[], object]


def _measured(
    window: MainWindow, work: Callable[[MainWindow], Iterator[Step]]
) -> tuple[list[float], list[float]]:
    """Milliseconds of each step, and those until the article has it; the first warms up."""
    at_once: list[float] = []
    until_made: list[float] = []
    path = window.pane.path
    for step in work(window):
        QTest.qWait(20)
        began, start = time.perf_counter(), time.thread_time()
        step()
        QApplication.processEvents()
        at_once.append((time.thread_time() - start) * 1000)
        if window.session.awaits(path):
            wait_until(lambda: not window.session.awaits(path), 30)
            until_made.append((time.perf_counter() - began) * 1000)
    return at_once[1:], until_made[1:]


def _hover(window: MainWindow) -> Iterator[Step]:
    cards = window.related.list
    data = window.list.model().mimeData([window.list.model().index(0, 0)])
    for number in range(STEPS):
        place = QPoint(100, 20 + number * 45)

        def move(place: QPoint = place) -> None:
            event = QDragMoveEvent(
                place,
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            cards.dragMoveEvent(event)

        yield move
    cards.dragLeaveEvent(QDragLeaveEvent())


def _drop(window: MainWindow) -> Iterator[Step]:
    cards = window.related.list
    for number in range(STEPS):
        cards.select_rows([number * 5 + 5])
        yield lambda number=number: cards.move_selected(number)


def _move(window: MainWindow) -> Iterator[Step]:
    cards = window.related.list
    cards.setFocus()
    cards.select_rows([200])
    for number in range(STEPS):
        key = Qt.Key.Key_Down if number % 3 else Qt.Key.Key_Up
        yield lambda key=key: QTest.keyClick(cards, key, Qt.KeyboardModifier.AltModifier)


def _move_many(window: MainWindow) -> Iterator[Step]:
    cards = window.related.list
    cards.select_rows(range(100, 110))
    for _ in range(STEPS):
        yield lambda: QTest.keyClick(cards, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)


def _remove(window: MainWindow) -> Iterator[Step]:
    cards = window.related.list
    cards.select_rows([250])
    for _ in range(STEPS):
        yield lambda: QTest.keyClick(cards, Qt.Key.Key_Delete)


def _sort(window: MainWindow) -> Iterator[Step]:
    actions = window.related.actions_by_name
    for _ in range(STEPS // 3):
        for name in ("quality", "date", "provider"):
            yield actions[name].trigger


def _gap(window: MainWindow) -> float:
    """The longest time for which the window did not answer while an edit was made behind."""
    cards, path = window.related.list, window.pane.path
    longest = 0.0
    for _ in range(5):
        cards.select_rows([300])
        QApplication.processEvents()
        cards.move_selected(2)
        while window.session.awaits(path):
            start = time.perf_counter()
            QApplication.processEvents()
            longest = max(longest, (time.perf_counter() - start) * 1000)
            time.sleep(0.001)
        start = time.perf_counter()
        QApplication.processEvents()
        longest = max(longest, (time.perf_counter() - start) * 1000)
    return longest
