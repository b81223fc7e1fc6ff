"""How alike two titles are, as a weak sign that two articles are one story.

A title counts as the set of its words that carry meaning: without capitals and accents, without
words such as "the", and without the name of the provider that many feeds put at its end.  Two
titles are as alike as the share of words that they have in common (Dice's coefficient: twice the
common words, by the words of both).  Numbers and negations must agree: "Q1 results" and "Q2
results" are two stories.  A title with few such words says too little to be compared.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

FEWEST_WORDS = 4
"""A title with fewer words that carry meaning is like no other."""

ALIKE = 0.85
"""From here on two titles count as nearly equal: one word of seven may be another one."""

_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_SEPARATORS = re.compile(r"\s+(?:[|·•»«]|::|[-–—])\s+")
_LITTLE = frozenset(("of", "the", "and", "&", "for", "on", "in"))

_SAYING_NOTHING = frozenset(
    re.findall(
        r"\w+",
        "a an the and or of to in on at by for from with as is are be was were its it this that s "
        "into over after how why what will has have "
        "der die das und oder von zu im in am für mit ein eine ist auf den dem des "
        "le la les et ou de du un une en au aux pour par est dans sur "
        "el los las y o del con para por es al",
    )
)
_NEGATIONS = frozenset(("not", "no", "never", "without", "nicht", "kein", "keine", "pas", "sin"))


def without_provider(title: str, provider: str = "", domain: str = "") -> str:
    """A title without the name of its provider at the end: `… - The Guardian`, `… | Reuters`.

    Behind a bar whatever is short counts as a name; behind a dash, which titles have for other
    reasons too, what is capitalised like one.  The `provider` itself is known in any writing.
    """
    separators = list(_SEPARATORS.finditer(title))
    if not separators:
        return title
    last = separators[-1]
    name = title[last.end() :]
    words = name.split()
    if not words or not title[: last.start()].strip():
        return title
    known = {text.casefold() for text in (provider, domain, domain.partition(".")[0]) if text}
    said = name.casefold()
    if known & {said, f"the {said}", said.removeprefix("the ")}:
        return title[: last.start()]
    is_dash = last[0].strip() in ("-", "–", "—")
    if len(words) > (3 if is_dash else 5) or _DIGIT.search(name):
        return title
    if is_dash and not all(w in _LITTLE or w[0].isupper() or "." in w[1:-1] for w in words):
        return title
    rest = title[: last.start()]
    # What is left must still be a title.
    return rest if len(words_of(rest)) >= FEWEST_WORDS else title


@lru_cache(maxsize=2048)
def words_of(title: str) -> frozenset[str]:
    """The words of a title that carry meaning, folded."""
    return frozenset(_words_of(title))


def _words_of(title: str) -> set[str]:
    folded = title.casefold()
    if not folded.isascii():
        apart = unicodedata.normalize("NFKD", folded)
        folded = "".join(sign for sign in apart if not unicodedata.combining(sign))
    found = set(_WORDS.findall(folded))
    if not folded.isascii() and _UNSPACED.search(folded):
        # Where words are not set apart, pairs of letters stand for them.
        for word in [word for word in found if _UNSPACED.search(word)]:
            found.discard(word)
            found.update(word[at : at + 2] for at in range(max(1, len(word) - 1)))
    found -= _SAYING_NOTHING
    return found


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two titles are, from 0 to 1, by their words."""
    if min(len(one), len(other)) < FEWEST_WORDS:
        return 0.0
    common = one & other
    score = 2 * len(common) / (len(one) + len(other))
    if score >= ALIKE and _decisive(one) != _decisive(other):
        return ALIKE / 2
    return score


@lru_cache(maxsize=2048)
def _decisive(words: frozenset[str]) -> frozenset[str]:
    """The words by which two stories differ however alike their titles are."""
    return frozenset([word for word in words if word in _NEGATIONS or _DIGIT.search(word)])


class Likenesses:
    """Finds the titles that are nearly equal to another one among those that were added."""

    def __init__(self, titles: Iterable[frozenset[str]]) -> None:
        """`titles` are the words of those that are known: how rare a word is goes by them."""
        self._common = Counter(word for words in titles for word in words)
        self._by_word: dict[tuple[frozenset[str], str], list[frozenset[str]]] = {}
        self._rare: dict[frozenset[str], list[str]] = {}

    def add(self, words: frozenset[str]) -> None:
        """Add a title by its words."""
        decisive = _decisive(words)
        for word in self._rarest(words):
            self._by_word.setdefault((decisive, word), []).append(words)

    def near(self, words: frozenset[str]) -> list[tuple[float, frozenset[str]]]:
        """All titles that are nearly equal to one, each once, with how much they are like it."""
        decisive = _decisive(words)
        found: dict[frozenset[str], float] = {}
        for word in self._rarest(words):
            for other in self._by_word.get((decisive, word), ()):
                if other not in found:
                    found[other] = likeness(words, other)
        return [(score, other) for other, score in found.items() if score >= ALIKE]

    def _rarest(self, words: frozenset[str]) -> list[str]:
        """The words of a title of which any that is nearly equal to it must have one."""
        size = len(words)
        if size < FEWEST_WORDS:
            return []
        if (known := self._rare.get(words)) is not None:
            return known
        # Two titles with n and m words share at least 0.85 * (n + m) / 2 of them, and no more than
        # m; so 0.739 * n.  Whoever has these has one of the others but for so many.
        shared = math.ceil(size * ALIKE / (2 - ALIKE) - 1e-9)
        common = self._common
        rare = sorted(words, key=lambda word: (common[word], word))[: size - shared + 1]
        self._rare[words] = rare
        return rare


def key_of(title: str) -> str:
    """One text for all titles with the same words; empty where they are too few to compare."""
    # Kept by nobody: a folder's titles would drive out what is asked for again and again.
    words = _words_of(title)
    return " ".join(sorted(words)) if len(words) >= FEWEST_WORDS else ""
