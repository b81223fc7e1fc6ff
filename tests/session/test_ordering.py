"""The order of the rows, kept while they come and change: always what sorting them would give."""

from __future__ import annotations

import random

import pytest

from curator.content.row import Row, make_row
from curator.session import ordering as ordering_module
from curator.session.columns import each
from curator.session.ordering import Ordering


def a_row(source: random.Random) -> Row:
    return make_row(f"{source.randrange(10**9)}.md", quality=source.choice([None, *range(40)]))


def in_order(rows: list[Row], *, descending: bool) -> list[int]:
    def key(place: int) -> tuple[bool, int | float, str]:
        quality = rows[place].quality or 0
        missing = rows[place].quality is None
        return missing, -quality if descending else quality, rows[place].path

    return sorted(range(len(rows)), key=key)


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_rows_that_come_and_change_by_one_and_by_hundreds(seed: int, descending: bool) -> None:
    source = random.Random(seed)
    rows: list[Row] = []
    ordering = Ordering(rows, each(lambda row: row.quality), descending=descending)
    for _ in range(10):
        first = len(rows)
        rows.extend(a_row(source) for _ in range(source.choice((0, 1, 40, 400))))
        ordering.changed(range(first, len(rows)))
        if rows and source.random() < 0.5:
            changed = source.choices(range(len(rows)), k=source.choice((1, 5, 300)))
            for place in changed:
                rows[place] = a_row(source)
            ordering.changed(changed)
        if source.random() < 0.7:
            right = in_order(rows, descending=descending)
            assert ordering.arrange(range(len(rows))) == right
            some = set(source.sample(range(len(rows)), len(rows) // 3))
            assert ordering.arrange(sorted(some)) == [place for place in right if place in some]


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 730])
def test_an_order_that_is_made_step_by_step(
    monkeypatch: pytest.MonkeyPatch, size: int, descending: bool
) -> None:
    monkeypatch.setattr(ordering_module, "_STEP", 100)
    source = random.Random(size)
    rows = [a_row(source) for _ in range(size)]
    ordering = Ordering(rows, each(lambda row: row.quality), descending=descending)
    ordering.changed(range(size))
    steps = sum(1 for _ in ordering.prepare())
    assert steps >= size // 50
    assert not (size and ordering.is_to_be_sorted)
    assert ordering.order == in_order(rows, descending=descending)


@pytest.mark.parametrize("step", range(12))
def test_rows_that_come_while_the_order_is_made_step_by_step(
    monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(ordering_module, "_STEP", 100)
    source = random.Random(step)
    rows = [a_row(source) for _ in range(400)]
    ordering = Ordering(rows, each(lambda row: row.quality), descending=True)
    ordering.changed(range(400))
    for number, _ in enumerate(ordering.prepare()):
        if number == step:
            rows[7] = a_row(source)
            rows.extend(a_row(source) for _ in range(300))
            ordering.changed([7, *range(400, 700)])
    assert ordering.arrange(range(len(rows))) == in_order(rows, descending=True)
