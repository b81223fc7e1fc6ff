"""The orders of the list: what is made ahead of the click that asks for it, and what is kept."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from curator.content.row import Row, make_row
from curator.session import orders as orders_module
from curator.session.columns import Column, SortKey, sort_key
from curator.session.orders import AHEAD, Orders

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders_module, "QUIET", 30)
    monkeypatch.setattr(orders_module, "LARGE", 1_000)


@pytest.fixture
def parent() -> QObject:
    return QObject()


class Rig:
    """Some rows, their orders, and how often all titles were gone through."""

    def __init__(self, parent: QObject, count: int) -> None:
        self.sorted_at_once: list[Column] = []
        self.rows: list[Row] = [a_row(number) for number in range(count)]
        self.unsaved: set[str] = set()
        self.orders = Orders(self.rows, self.key_of, parent)
        self.orders.grown(range(count))

    def key_of(self, column: Column) -> SortKey:
        key = sort_key(column, self.unsaved.__contains__, lambda: self.unsaved)

        def all_of(rows: Sequence[Row]) -> list[object]:
            self.sorted_at_once.append(column)
            return key.of_all(rows)

        return SortKey(key.of, all_of)

    def titles(self, order: Qt.SortOrder) -> list[str]:
        self.orders.choose(Column.TITLE, order)
        return [self.rows[place].title for place in self.orders.ordering.order]


def a_row(number: int) -> Row:
    source = random.Random(number)
    title = source.choice(["", *(f"Title {n:03}" for n in range(200))])
    return make_row(f"{number:05}.md", title=title, quality=number % 7)


def test_titles_are_in_order_before_they_are_asked_for(parent: QObject, qtbot: QtBot) -> None:
    rig = Rig(parent, 1_500)
    qtbot.waitUntil(lambda: all(is_made(rig, wanted) for wanted in AHEAD))
    named = sorted(row.title for row in rig.rows if row.title)
    without = [""] * (1_500 - len(named))
    assert rig.titles(UP) == [*named, *without]
    assert rig.titles(DOWN) == [*reversed(named), *without]
    assert rig.sorted_at_once == []


def is_made(rig: Rig, wanted: tuple[Column, Qt.SortOrder]) -> bool:
    known = rig.orders._orderings.get(wanted)
    return known is not None and not known.is_to_be_sorted


def test_titles_stay_in_order_while_others_are_shown(parent: QObject, qtbot: QtBot) -> None:
    rig = Rig(parent, 1_500)
    qtbot.waitUntil(lambda: all(is_made(rig, wanted) for wanted in AHEAD))
    for column in Column:
        for order in (UP, DOWN):
            if column is not Column.TITLE:
                rig.orders.choose(column, order)
                assert len(rig.orders.ordering.order) == 1_500
    rig.sorted_at_once.clear()
    rig.titles(UP)
    rig.titles(DOWN)
    assert rig.sorted_at_once == []
    # Of the others only the last ones are known.
    rig.orders.choose(Column.STATE, UP)
    assert len(rig.orders.ordering.order) == 1_500
    assert rig.sorted_at_once == [Column.STATE]


def test_titles_that_changed_are_put_in_order_again(parent: QObject, qtbot: QtBot) -> None:
    rig = Rig(parent, 1_500)
    qtbot.waitUntil(lambda: all(is_made(rig, wanted) for wanted in AHEAD))
    for place in range(600):
        rig.rows[place] = a_row(10_000 + place)
    rig.orders.changed(range(600))
    assert not is_made(rig, AHEAD[0])
    qtbot.waitUntil(lambda: all(is_made(rig, wanted) for wanted in AHEAD))
    named = sorted(row.title for row in rig.rows if row.title)
    assert rig.titles(UP)[: len(named)] == named
    assert rig.sorted_at_once == []


def test_an_order_that_is_asked_for_meanwhile_is_made_at_once(
    parent: QObject, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curator.session.ordering._STEP", 10)
    rig = Rig(parent, 1_500)
    qtbot.waitUntil(lambda: AHEAD[0] in rig.orders._orderings)
    named = sorted(row.title for row in rig.rows if row.title)
    assert rig.titles(UP)[: len(named)] == named
    assert rig.sorted_at_once == [Column.TITLE]


def test_few_rows_are_left_until_they_are_asked_for(parent: QObject, qtbot: QtBot) -> None:
    rig = Rig(parent, 900)
    qtbot.wait(150)
    assert not any(wanted in rig.orders._orderings for wanted in AHEAD)


def test_what_is_unsaved_is_asked_anew_each_time(parent: QObject) -> None:
    rig = Rig(parent, 20)
    rig.orders.choose(Column.UNSAVED, UP)
    assert rig.orders.ordering.order[0] == 0
    rig.unsaved.add(rig.rows[9].path)
    rig.orders.choose(Column.UNSAVED, UP)
    assert rig.orders.ordering.order[0] == 9
