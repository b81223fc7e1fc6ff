"""The words of a story, as they are compared with those of another.

No language is favoured: case and accents do not matter, scripts that are written without blanks
are cut into pairs of signs, and which words are too common to count is seen from the folder.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 40
"""Signs of a word that count: what is longer is an address or a key, and no word."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
# Han, kana, Hangul, Thai, Lao, Burmese, Khmer: words stand there without blanks, or with endings.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7af\U00020000-\U0002fa1f]+"
)
_TAIL = re.compile(r"['’](?:s|t|re|ve|ll|d|m)?$")


def words(text: str) -> list[str]:
    """The words of a text in order, each as all its forms are written alike."""
    return [form for word in WORD.findall(text.casefold()) for form in _forms(word)]


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, ...]:
    if word.isascii():
        return (stem(word),) if len(word) > 1 else ()
    return tuple(_pieces(word)) if _UNSPACED.search(word) else (stem(word),)


def stem(word: str) -> str:
    """The form that stands for all forms of a folded word."""
    word = _TAIL.sub("", word)
    if not word.isascii():
        word = "".join(
            sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign)
        )
    # The plural of many languages; to cut off more than that found no more of the labelled set.
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    return word[:LONGEST]


def _pieces(word: str) -> list[str]:
    pieces: list[str] = []
    at = 0
    for match in _UNSPACED.finditer(word):
        if match.start() > at:
            pieces.append(stem(word[at : match.start()]))
        run = match.group()
        pieces += [run[n : n + 2] for n in range(max(1, len(run) - 1))]
        at = match.end()
    if at < len(word):
        pieces.append(stem(word[at:]))
    return pieces
