"""Background work: order, errors, cancelling, and where results arrive."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from curator.content.folder import Batch
from curator.session.collector import GarbageCollector
from curator.session.jobs import DirectRunner, FolderScan, Runner, ThreadRunner


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


def test_a_scan_streams_batches_and_ends(qtbot: QtBot, sample: Path) -> None:
    scan = FolderScan(sample)
    batches: list[Batch] = []
    scan.batch_read.connect(batches.append)
    with qtbot.waitSignal(scan.finished, timeout=15000) as ended:
        scan.start()
    assert ended.args == [None]
    assert sum(len(batch.rows) for batch in batches) == 41
    assert batches[-1].done == batches[-1].total


def test_a_cancelled_scan_says_nothing_more(qtbot: QtBot, sample: Path) -> None:
    scan = FolderScan(sample)
    scan.start()
    scan.cancel()
    with qtbot.assertNotEmitted(scan.finished, wait=300):
        scan.cancel()


def test_a_scan_whose_process_dies_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number}.md").write_text("---\ntitle: A\n---\n")
    scan = FolderScan(tmp_path)
    with qtbot.waitSignal(scan.batch_read, timeout=15000):
        scan.start()
    with qtbot.waitSignal(scan.finished, timeout=15000) as ended:
        scan._process.kill()
    assert ended.args is not None
    assert ended.args[0] is None or "died" in str(ended.args[0])


def test_garbage_is_collected_on_this_thread_only(qtbot: QtBot) -> None:
    import gc
    import weakref

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
