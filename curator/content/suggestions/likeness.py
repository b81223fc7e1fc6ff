"""How much two stories have to do with each other, told by their words and their dates.

The measure is BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009) over
title, excerpt and topics as one text in which a word of the title counts twice and a topic half.
A story of the same days counts up to two and a half times as much.  `docs/suggestions.md` tells
what each of these choices is worth on the labelled set.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from curator.content.suggestions.everyday_words import EVERYDAY
from curator.content.suggestions.words import stem, words

_TITLE, _EXCERPT, _TOPIC = 2.0, 1.0, 0.5
_LIST = 0.5
_K, _B = 1.2, 0.75
"""How soon a word that comes again counts no more, and how much long texts are held back."""
_TOO_COMMON = 0.2
"""The share of articles from which on a word tells nothing."""
_PRIOR = 200
"""As many imagined articles stand beside those of the folder, so that a small one has weights."""
_PRIOR_COMMON = 0.4
"""The share of the imagined articles in which a common word stands."""
_DATE, _DAYS = 1.5, 14.0
"""What an article of the same moment gains, and the days in which that falls to a third of it."""
_DAY = 86_400.0
_USUAL_LENGTH = 45.0

_STEMS = frozenset(map(stem, EVERYDAY))

Bag = Mapping[str, float]
"""How often each word stands in a story, by the weight of its places."""


class Story(NamedTuple):
    """What is compared of an article, or of a related item; `moment` is in seconds since 1970."""

    title: str
    excerpt: str = ""
    topics: tuple[str, ...] = ()
    moment: float | None = None


class Weights:
    """How much a word tells: the fewer articles it stands in, the more.

    `articles` is their number, and `standing` says in how many of them a word stands.
    """

    def __init__(
        self,
        articles: int = 0,
        standing: Callable[[str], int] = lambda _word: 0,
        length: float = _USUAL_LENGTH,
    ) -> None:
        self._articles = articles + _PRIOR
        self._standing = standing
        self._known: dict[str, float] = {}
        self.length = length
        """How long an article is on the average, in words."""

    def __getitem__(self, word: str) -> float:
        """The weight of a word; 0 for one that is too common to count."""
        weight = self._known.get(word)
        if weight is None:
            count = self._standing(word) + (_PRIOR * _PRIOR_COMMON if word in _STEMS else 0)
            weight = 0.0
            if count < _TOO_COMMON * self._articles:
                weight = math.log(1 + (self._articles - count + 0.5) / (count + 0.5))
            self._known[word] = weight
        return weight


def bag_of(story: Story) -> dict[str, float]:
    """The words of a story."""
    bag: dict[str, float] = {}
    texts = ((_TITLE, story.title), (_EXCERPT, story.excerpt), (_TOPIC, " ".join(story.topics)))
    for weight, text in texts:
        for word in words(text):
            bag[word] = bag.get(word, 0.0) + weight
    return bag


def with_list(bag: Bag, items: Sequence[Bag]) -> dict[str, float]:
    """The words of a story with those of its related items, which count half as much together."""
    total = dict(bag)
    for item in items:
        for word, count in item.items():
            total[word] = total.get(word, 0.0) + _LIST * count / len(items)
    return total


def asked(bag: Bag, weights: Weights) -> dict[str, float]:
    """What each word of a story is worth when it stands in another, without idle words."""
    worth = {word: 2 * count / (count + 1) * weights[word] for word, count in bag.items()}
    return {word: value for word, value in worth.items() if value > 0}


def likeness(worth: Bag, other: Bag, weights: Weights) -> float:
    """How well another story answers what `asked` gave."""
    length = sum(other.values())
    held_back = _K * (1 - _B + _B * length / weights.length)
    total = 0.0
    for word, value in worth.items():
        count = other.get(word)
        if count:
            total += value * count * (_K + 1) / (count + held_back)
    return total


def nearness(one: float | None, other: float | None) -> float:
    """The factor for two dates: 2.5 for the same moment, 1 for far away or unknown."""
    if one is None or other is None:
        return 1.0
    return 1.0 + _DATE * math.exp(-abs(one - other) / (_DAYS * _DAY))
