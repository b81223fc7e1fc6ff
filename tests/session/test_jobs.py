"""Background work: order, errors, and where results arrive."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from curator.session.collector import MUCH, GarbageCollector
from curator.session.jobs import DirectRunner, Runner, ThreadRunner


@pytest.fixture(params=[ThreadRunner, DirectRunner])
def runner(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Runner]:
    made: Runner = request.param()
    yield made
    made.close()


def test_results_and_errors_arrive_in_order_on_this_thread(qtbot: QtBot, runner: Runner) -> None:
    told: list[tuple[object, bool]] = []
    here = threading.main_thread()

    def tell(what: object) -> None:
        told.append((str(what), threading.current_thread() is here))

    def fail() -> None:
        raise ValueError("no")

    runner.run(lambda: 1, tell, tell)
    runner.run(fail, tell, tell)
    runner.run(lambda: 3, tell, tell)
    qtbot.waitUntil(lambda: len(told) == 3, timeout=5000)
    assert told == [("1", True), ("no", True), ("3", True)]


def test_draining_delivers_before_it_returns(qtbot: QtBot) -> None:
    runner = ThreadRunner()
    told: list[int] = []

    def slow() -> int:
        time.sleep(0.05)
        return 1

    runner.run(slow, told.append, lambda error: None)
    runner.drain()
    assert told == [1]
    runner.close()
    runner.drain()


def test_work_apart_waits_for_no_other_and_is_drained_along(qtbot: QtBot) -> None:
    runner = ThreadRunner()
    other = runner.apart()
    told: list[str] = []
    gate = threading.Event()

    def hold() -> str:
        return "held" if gate.wait(5) else "never let go"

    runner.run(hold, told.append, lambda error: None)
    other.run(lambda: "apart", told.append, lambda error: None)
    qtbot.waitUntil(lambda: told == ["apart"], timeout=5000)
    other.run(lambda: time.sleep(0.05) or "last", told.append, lambda error: None)
    gate.set()
    runner.drain()
    assert told == ["apart", "held", "last"]
    # What it leads to is done as well.
    tell = lambda _: runner.run(lambda: "more", told.append, lambda error: None)  # noqa: E731
    other.run(lambda: None, tell, lambda error: None)
    runner.drain()
    assert told[-1] == "more"
    # However often it goes to and fro.
    again = lambda _: other.run(lambda: None, tell, lambda error: None)  # noqa: E731
    told.clear()
    runner.run(lambda: None, again, lambda error: None)
    runner.drain()
    assert told == ["more"]
    other.run(lambda: time.sleep(0.05) or "at the end", told.append, lambda error: None)
    runner.close()
    assert told[-1] == "at the end"


def test_garbage_is_collected_on_this_thread_only(qtbot: QtBot) -> None:
    class Node:
        me: object = None

    parent = QObject()
    collector = GarbageCollector(parent)
    assert not gc.isenabled()
    node = Node()
    node.me = node
    gone = weakref.ref(node)
    del node
    extra = [[] for _ in range(gc.get_threshold()[0] + 10)]
    collector.look()
    assert gone() is None
    assert extra


def test_much_that_is_new_is_not_gone_through(qtbot: QtBot) -> None:
    parent = QObject()
    collector = GarbageCollector(parent)
    extra = [[] for _ in range(MUCH + 10)]
    before = gc.get_freeze_count()
    collector.look()
    assert gc.get_freeze_count() >= before + len(extra)
    gc.unfreeze()
