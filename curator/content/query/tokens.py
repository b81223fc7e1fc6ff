"""The text of a search, cut into words, phrases, terms with a key, and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from curator.content.query.keys import KEYS

SIGN = "(?:>=|<=|[<>=≥≤])"

_COMPARABLE = (key.name for key in KEYS.values() if key.compares)
_KEYED = re.compile(rf"((?ai:{'|'.join(KEYS)}))(:|{SIGN})")
# People write `quality > 50` as they would on paper.
_COMPARED = re.compile(rf"((?ai:{'|'.join(_COMPARABLE)}))\s*(:|{SIGN})\s*")
_BLANKS = re.compile(r"\s*")
_DASHES = re.compile("-+")
_BARE = re.compile(r"[^\s()]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.?)*)("?)', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_BARE_VALUE = re.compile(r'[^\s()"]+')
_BARE_WORD = re.compile(r'[^\W_][^\s()":<>=≥≤]*')
_SIGNS = {"≥": ">=", "≤": "<="}


class Shape(Enum):
    """What a token is."""

    WORD = "a word"
    PHRASE = "a text in quotation marks"
    TERM = "a key with its value"
    OPEN = "("
    CLOSE = ")"
    MINUS = "-"
    OR = "or"
    AND = "and"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text from `start` to `end`.

    `text` is the word, the phrase or the value, without quotation marks; the value of a term
    begins at `value_start`.  `closed` is false where a quotation mark is still open.
    """

    shape: Shape
    start: int
    end: int
    text: str
    key: str = ""
    sign: str = ""
    value_start: int = 0
    quoted: bool = False
    closed: bool = True


def tokens(text: str) -> Iterator[Token]:
    """The tokens of any text whatever."""
    at = _skip_blanks(text, 0)
    earlier: Token | None = None
    while at < len(text):
        after_minus = earlier is not None and earlier.shape is Shape.MINUS and earlier.end == at
        earlier = _token(text, at, after_minus)
        yield earlier
        at = _skip_blanks(text, earlier.end)


def quoted(value: str) -> str:
    """A value as it may stand behind a key: in quotation marks only where it needs them."""
    return value if _BARE_VALUE.fullmatch(value) else in_quotes(value)


def quoted_word(word: str) -> str:
    """A word as it may stand alone: in quotation marks where it could be taken for more."""
    plain = _BARE_WORD.fullmatch(word) and word.casefold() not in ("or", "and")
    return word if plain else in_quotes(word)


def in_quotes(text: str) -> str:
    """A text in quotation marks, with those inside it marked as its own."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _token(text: str, at: int, after_minus: bool) -> Token:
    if text[at] == "(":
        return Token(Shape.OPEN, at, at + 1, "(")
    if text[at] == ")":
        return Token(Shape.CLOSE, at, at + 1, ")")
    if match := _DASHES.match(text, at):
        return Token(Shape.MINUS, at, match.end(), match[0])
    if match := _COMPARED.match(text, at) or _KEYED.match(text, at):
        return _term(text, at, match)
    value, end, in_quotes, closed = _value(text, at)
    if in_quotes:
        return Token(Shape.PHRASE, at, end, value, quoted=True, closed=closed)
    joins = {} if after_minus else {"or": Shape.OR, "and": Shape.AND}
    return Token(joins.get(value.casefold(), Shape.WORD), at, end, value)


def _term(text: str, at: int, match: re.Match[str]) -> Token:
    start = match.end()
    value, end, in_quotes, closed = _value(text, start)
    return Token(
        Shape.TERM,
        at,
        end,
        value,
        key=match[1].casefold(),
        sign=_SIGNS.get(match[2], match[2]),
        value_start=start,
        quoted=in_quotes,
        closed=closed,
    )


def _value(text: str, at: int) -> tuple[str, int, bool, bool]:
    """A value: its text, its end, whether it stands in quotation marks, whether these close."""
    if match := _QUOTED.match(text, at):
        return _ESCAPED.sub(r"\1", match[1]), match.end(), True, bool(match[2])
    if match := _BARE.match(text, at):
        return match[0], match.end(), False, True
    return "", at, False, True


def _skip_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at
