"""A table of numbers by keys, against a dictionary."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curator.content.key_table import KeyTable

_KEYS = st.sampled_from([0, 1, 1024, 2**41 + 1, 2**42 - 1])


@given(st.lists(st.tuples(st.booleans(), _KEYS, st.integers(0, 5))))
def test_it_holds_what_was_entered(acts: list[tuple[bool, int, int]]) -> None:
    table = KeyTable()
    kept: dict[int, list[int]] = {}
    for adds, key, number in acts:
        numbers = kept.setdefault(key, [])
        if adds and number not in numbers:
            table.add(key, number)
            numbers.append(number)
        elif not adds:
            table.discard(key, number)
            if number in numbers:
                numbers.remove(number)
        assert {each: table.numbers(each) for each in kept} == kept
    table.clear()
    assert all(table.numbers(key) == [] for key in kept)
