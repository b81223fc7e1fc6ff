"""Related items whose words have little to do with the story that they stand with.

An item is held against the story and against the other items.  It is told only where it shares
next to nothing with them and the others share a good deal: where a whole list is written in words
of its own, words say nothing about one of its items.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from curator.content.suggestions.likeness import Bag, Story, Weights, bag_of

_OTHERS = 0.6
"""What it counts to be near another item, beside being near the story."""
_ONE_WORD = 0.25
"""What the weightiest common word counts: voice and face recognition share only "recognition"."""
_TWINS = 0.9
"""From here on two items are one text, and neither speaks for the other."""
_COHERENT = 0.08
"""What half of the other items reach in a list in which words tell something.

Each list is counted as if it had one more item that shares nothing: a single one proves little.
"""
_LITTLE = 0.04
_LITTLE_SHARE = 0.15
"""A misfit has less than both: absolutely, and of what the others reach."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """What sets an item apart: its score and that of the others, from 0 to 1.

    `words` are those that it has in common with the story or an item, the weightiest first.
    """

    score: float
    others: float
    words: tuple[str, ...]


def misfits(
    story: Story, items: Sequence[Story | None], weights: Weights | None = None
) -> list[Misfit | None]:
    """For each item what makes it a misfit, or None where it is none.

    None among the items stands for one whose words are not known.
    """
    weights = weights or Weights()
    own = _Vector(bag_of(Story(story.title, story.excerpt)), weights)
    vectors = [
        _Vector(bag_of(Story(item.title, item.excerpt)), weights) if item is not None else None
        for item in items
    ]
    scores = [
        None if vector is None else _score(own, vector, [v for v in vectors if v is not vector])
        for vector in vectors
    ]
    found: list[Misfit | None] = []
    for number, score in enumerate(scores):
        rest = [
            other for place, other in enumerate(scores) if other is not None and place != number
        ]
        usual = median(rest) * len(rest) / (len(rest) + 1) if rest else 0.0
        vector = vectors[number]
        if (
            score is None
            or vector is None
            or not vector.parts
            or usual < _COHERENT
            or score >= min(_LITTLE, _LITTLE_SHARE * usual)
        ):
            found.append(None)
        else:
            found.append(Misfit(score, usual, _common(vector, own)))
    return found


class _Vector:
    """The words of a story as a direction: TF-IDF, of length 1."""

    def __init__(self, bag: Bag, weights: Weights) -> None:
        parts = {word: (1 + math.log(count)) * weights[word] for word, count in bag.items()}
        length = math.sqrt(sum(part * part for part in parts.values()))
        self.parts = {word: part / length for word, part in parts.items() if part} if length else {}

    def nearness(self, other: _Vector) -> tuple[float, float]:
        """The cosine, from 0 to 1, and what of it does not hang on a single word."""
        fewer, more = sorted((self.parts, other.parts), key=len)
        common = [part * more[word] for word, part in fewer.items() if word in more]
        cosine = sum(common)
        return cosine, cosine - (1 - _ONE_WORD) * max(common, default=0.0)


def _score(story: _Vector, item: _Vector, others: Sequence[_Vector | None]) -> float:
    near = [item.nearness(other) for other in others if other is not None]
    nearest = max((sure for cosine, sure in near if cosine < _TWINS), default=0.0)
    return max(item.nearness(story)[1], _OTHERS * nearest)


def _common(item: _Vector, story: _Vector) -> tuple[str, ...]:
    shared = [word for word in item.parts if word in story.parts]
    shared.sort(key=lambda word: -item.parts[word] * story.parts[word])
    return tuple(shared[:3])
