"""Finds names by a few of their letters, the likeliest first.

A name matches where it holds every typed word, or its letters in order from the start of some
word on.  Letters at the starts of words and letters in a row count for more.  It is made for
many thousands of names: these are prepared once, most are passed over by searches in one long
text, and only the likeliest are weighed letter by letter.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

MOST_WEIGHED = 120
"""So many names are weighed: those of the likeliest kind of match, and of these the first."""

_LONGEST = 80
"""Letters of a name that are looked at one by one."""
_START = "\x01"
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")

_SAME, _BEGINS, _AT_WORD, _INITIALS, _WITHIN = 1000.0, 800.0, 600.0, 450.0, 400.0
"""What a word is worth that is the name, begins it or a word of it, is initials, stands within."""


@dataclass(frozen=True, slots=True)
class Match:
    """A name that was found: its place among the names, its worth, the places of the letters."""

    place: int
    score: float
    letters: tuple[int, ...]


def fold(text: str) -> str:
    """A text as it is compared, letter by letter: without case and accents."""
    if text.isascii():
        return text.lower()
    return "".join(_folded(letter) for letter in text)


def _folded(letter: str) -> str:
    return unicodedata.normalize("NFKD", letter)[:1].casefold()[:1] or letter


class Names:
    """Names to find, prepared once.  Where two are equally like, the earlier one comes first."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [fold(name).replace("\n", " ").replace(_START, " ") for name in names]
        self._text = "\n".join(["", *self._names, ""])
        self._starts = list(accumulate((len(name) + 1 for name in self._names), initial=1))
        self._marked = _WORD_START.sub(rf"{_START}\g<0>", self._text)
        self._marked_names = self._marked.split("\n")[1:-1]
        self._marked_starts = [found.end() for found in re.finditer("\n", self._marked)]

    def __len__(self) -> int:
        return len(self._names)

    def find(self, typed: str) -> list[Match]:
        """The names that hold all typed words, the likeliest first; all where none is typed."""
        words = fold(typed).split()
        if not words:
            return [Match(place, 0.0, ()) for place in range(len(self._names))]
        if len(words) > 1:
            # The rarest word leaves the fewest names.
            words.sort(key=lambda word: self._text.count(word) or len(self._names))
        others = [(word, _in_order(word).search) for word in words[1:]]
        found: dict[int, Match] = {}
        for places in self._ways(words[0]):
            for place in places:
                if place in found:
                    continue
                name, marked = self._names[place], self._marked_names[place]
                if not all(word in name or search(marked) for word, search in others):
                    continue
                if (match := self._match(place, words)) is not None:
                    found[place] = match
                    if len(found) >= MOST_WEIGHED:
                        break
            if len(found) >= MOST_WEIGHED:
                break
        return sorted(found.values(), key=lambda match: (-match.score, match.place))

    def _ways(self, word: str) -> Iterator[Iterator[int]]:
        """Names that a word may be in, by ways to find them, the likeliest way first."""
        yield _lines_with(self._text, f"\n{word}\n", self._starts, 1)
        yield _lines_with(self._text, "\n" + word, self._starts, 1)
        yield _lines_with(self._marked, _START + word, self._marked_starts, 0)
        yield _lines_with(self._text, word, self._starts, 0)
        if len(word) > 1:
            search = _in_order(word).search
            yield (place for place, name in enumerate(self._marked_names) if search(name))

    def _match(self, place: int, words: Sequence[str]) -> Match | None:
        name = self._names[place]
        score, letters = 0.0, set[int]()
        for word in words:
            weighed = weigh(word, name)
            if weighed is None:
                return None
            score += weighed[0]
            letters.update(weighed[1])
        # Of two names with the same letters the shorter one is meant.
        score = score / len(words) - min(len(name), _LONGEST) / 4
        return Match(place, score, tuple(sorted(letters)))


def weigh(word: str, name: str) -> tuple[float, tuple[int, ...]] | None:
    """How well a folded word fits a folded name, and with which letters; None where it does not."""
    if word == name:
        return _SAME, tuple(range(len(word)))
    if name.startswith(word):
        return _BEGINS, tuple(range(len(word)))
    at = name.find(word)
    within = at
    while at >= 0:
        if _begins_word(name, at):
            return _AT_WORD - min(at, 100), tuple(range(at, at + len(word)))
        at = name.find(word, at + 1)
    short = name[:_LONGEST]
    starts = [place for place in range(len(short)) if _begins_word(short, place)]
    initials = "".join(short[place] for place in starts)
    if len(word) > 1 and (at := initials.find(word)) >= 0:
        return _INITIALS - at, tuple(starts[at : at + len(word)])
    if within >= 0:
        return _WITHIN - min(within, 100), tuple(range(within, within + len(word)))
    return _scattered(word, short)


def _in_order(word: str) -> re.Pattern[str]:
    """Finds the letters of a word in order, the first of them at the start of a word."""
    rest = "".join(f"[^{re.escape(letter)}]*+{re.escape(letter)}" for letter in word[1:])
    return re.compile(_START + re.escape(word[0]) + rest)


def _scattered(word: str, name: str) -> tuple[float, tuple[int, ...]] | None:
    """The best way to find the letters of a word one after the other."""
    best: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    for letter in word:
        further: dict[int, tuple[float, tuple[int, ...]]] = {}
        at = name.find(letter)
        while at >= 0:
            worth = 40.0 if _begins_word(name, at) else 0.0
            choices = [
                (
                    score
                    + worth
                    + (25.0 if before == at - 1 and before >= 0 else 0.0)
                    # A gap costs a little, however long it is.
                    - (min(at - before - 1, 8) if worth == 0 else 0),
                    (*letters, at),
                )
                for before, (score, letters) in best.items()
                if before < at and (before >= 0 or worth)
            ]
            if choices:
                further[at] = max(choices)
            at = name.find(letter, at + 1)
        if not further:
            return None
        best = further
    score, letters = max(best.values())
    # Less than a word in one piece.
    return min(_WITHIN - 110, _WITHIN * score / (40.0 * len(word))), letters


def _begins_word(name: str, at: int) -> bool:
    return at == 0 or (not name[at - 1].isalnum() and name[at].isalnum())


def _lines_with(text: str, wanted: str, starts: Sequence[int], skip: int) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        place = bisect_right(starts, at + skip) - 1
        if place >= 0:
            yield place
        # On to the next line: one hit is enough.
        end = text.find("\n", at + 1)
        if end < 0:
            return
        at = text.find(wanted, end)
