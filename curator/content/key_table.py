"""Numbers found by keys, for very many of them: some ten bytes for each."""

from __future__ import annotations

from array import array

_PARTS = 1024
"""Few enough that empty ones take no room to speak of, and many enough that each is short."""

_Part = tuple["array[int]", "array[int]"]


class KeyTable:
    """The numbers that were entered under keys of 64 bits.

    Some of the bits are not looked at, so that once in a blue moon it gives a number that was
    entered under another key: whoever asks must know what belongs to whom.
    """

    def __init__(self) -> None:
        self._parts: list[_Part | None] = [None] * _PARTS

    def clear(self) -> None:
        """Forget all."""
        self._parts = [None] * _PARTS

    def add(self, key: int, number: int) -> None:
        """Enter a number, below four thousand millions, under a key."""
        at = key % _PARTS
        part = self._parts[at]
        if part is None:
            part = self._parts[at] = (array("I"), array("I"))
        part[0].append(_mark(key))
        part[1].append(number)

    def numbers(self, key: int) -> list[int]:
        """The numbers under a key, in the order in which they were entered."""
        part = self._parts[key % _PARTS]
        found: list[int] = []
        if part is not None:
            marks, numbers = part
            mark, at = _mark(key), 0
            try:
                # The array looks through itself many times as fast as a loop would.
                while True:
                    at = marks.index(mark, at) + 1
                    found.append(numbers[at - 1])
            except ValueError:
                pass
        return found

    def discard(self, key: int, number: int) -> None:
        """Take a number away from under a key."""
        part = self._parts[key % _PARTS]
        if part is None:
            return
        marks, numbers = part
        mark = _mark(key)
        for at in range(len(marks) - 1, -1, -1):
            if numbers[at] == number and marks[at] == mark:
                del marks[at], numbers[at]
                return


def _mark(key: int) -> int:
    return key // _PARTS & 0xFFFFFFFF
