"""The fewest moves that bring a list into another order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator


def moves_into(order: list[int]) -> Iterator[tuple[int, int]]:
    """The moves, source and target, that bring the items 0, 1, 2 and so on into `order`.

    A move takes an item out and puts it back so that it becomes the item number `target`.  Items
    that stand in the right order among themselves stay, as many as can.
    """
    stay = _longest_rise(order)
    now = sorted(order)
    for place, number in enumerate(order):
        if number in stay:
            continue
        source = now.index(number)
        del now[source]
        target = now.index(order[place - 1]) + 1 if place else 0
        now.insert(target, number)
        yield source, target


def _longest_rise(numbers: list[int]) -> set[int]:
    """The members of a longest rising run within different numbers, gaps allowed."""
    # For each length, the run of that length that ends lowest.
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    found: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found
