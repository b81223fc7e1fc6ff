"""From a token to the term that it means, or to words that say what is wrong with it."""

from __future__ import annotations

import re

from curator.content.query.dates import may_become_date, read_date
from curator.content.query.keys import KEYS, NONE, Key, Kind, nearest, nearest_key
from curator.content.query.terms import Dated, Flag, Has, Is, Number, Part, Whole, Word
from curator.content.query.tokens import SIGN, Shape, Token, in_quotes, quoted
from curator.content.query.tree import Node, Not
from curator.content.row import Published

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{1,15})?|\.[0-9]{1,15})")
_NUMBER_BEGINNING = re.compile(r"[+-]?[0-9]{0,15}\.?")
_LIKE_A_KEY = re.compile(rf"([A-Za-z]{{2,}})(:|{SIGN})(.*)", re.DOTALL)
_LIKE_A_VALUE = re.compile(r'[^\W_]|["*]')
_STATES = {"yes": Published.YES, "no": Published.NO, "none": Published.NONE}
# What stands in the files is as good as what the search calls it.
_SAME_AS = {"true": "yes", "false": "no"}


class QueryError(ValueError):
    """A search that cannot be understood: why, and which part of the text to underline."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


def node_of(token: Token) -> Node:
    """What a word, a phrase or a term looks for; `QueryError` where it makes no sense."""
    if token.shape is Shape.TERM:
        return _term(token)
    if token.shape is Shape.WORD:
        _refuse_unknown_key(token)
    text = " ".join(token.text.split())
    if not text:
        message = "nothing stands between the quotation marks: write the words to look for"
        raise QueryError(message, token.start, token.end)
    return Word(text.casefold(), text)


def unfinished(token: Token, at_cursor: bool) -> str:
    """What the last token of a text still waits for; empty where it is all there or just wrong.

    `at_cursor` tells that the text ends with the token, so that it may still grow.
    """
    if token.shape is Shape.TERM:
        return _unfinished_term(token, at_cursor)
    if token.shape is Shape.PHRASE:
        if not token.closed:
            return "the quotation mark is still open"
        return "" if token.text.strip() else "nothing stands between the quotation marks yet"
    if token.shape is Shape.WORD:
        match = _LIKE_A_KEY.fullmatch(token.text)
        close = nearest_key(match[1]) if match and not match[3] else None
        return _no_such_key(token.text, close) if close else ""
    return f"`{token.text}` waits for what comes next"


def _unfinished_term(token: Token, at_cursor: bool) -> str:
    key = KEYS[token.key]
    if token.sign != ":" and not key.compares:
        return ""
    if not token.closed:
        return "the quotation mark is still open"
    value = token.text.strip().casefold()
    if not value:
        return f"`{_head(token)}` waits for {key.wants}, such as {_example(key)}"
    if at_cursor and not token.quoted and _may_grow(key, token.sign, value):
        return f"`{_head(token)}` takes {key.wants}, such as {_example(key)}"
    return ""


def _may_grow(key: Key, sign: str, value: str) -> bool:
    """Whether a value is none yet and may become one by a few more letters."""
    if key.kind is Kind.CHOICE:
        known = [*key.choices, *(_SAME_AS if key.name == "published" else ())]
        return value not in known and any(word.startswith(value) for word in known)
    if key.compares and sign in (":", "=") and value != NONE and NONE.startswith(value):
        return True
    if key.kind is Kind.NUMBER:
        return not _NUMBER.fullmatch(value) and bool(_NUMBER_BEGINNING.fullmatch(value))
    return key.kind is Kind.DATE and not read_date(value) and may_become_date(value)


def _term(token: Token) -> Node:
    key = KEYS[token.key]
    text = token.text.strip()
    if token.sign != ":" and not key.compares:
        value = quoted(text) if text else key.example.partition(":")[2]
        message = f"`{key.name}` cannot be compared: write {key.name}:{value}"
        raise QueryError(message, token.start, token.end)
    if not text:
        near = "" if key.compares else " right behind it"
        raise _needs(token, key, f"needs {key.wants}{near}")
    if key.kind is Kind.CHOICE:
        return _choice(token, key, text.casefold())
    if key.kind is Kind.WHOLE:
        text = " ".join(text.split())
        return Whole(key.name, text.casefold(), text)
    if key.kind is Kind.PART:
        text = text if key.name == "path" else " ".join(text.split())
        return Part(key.name, text.casefold(), text)
    return _compared(token, key, text)


def _choice(token: Token, key: Key, value: str) -> Node:
    value = _SAME_AS.get(value, value) if key.name == "published" else value
    if value not in key.choices:
        close = nearest(value, key.choices)
        meant = f"did you mean `{key.name}:{close}`?" if close else f"it takes {key.wants}"
        message = f"there is no `{key.name}:{value}`; {meant}"
        raise QueryError(message, token.value_start, token.end)
    if key.name == "published":
        return Flag(_STATES[value], value)
    return Has(value) if key.name == "has" else Is(value)


def _compared(token: Token, key: Key, text: str) -> Node:
    sign = "=" if token.sign == ":" else token.sign
    if text.casefold() == NONE:
        if sign != "=":
            message = f"`none` cannot be compared: write {key.name}:none"
            raise QueryError(message, token.start, token.end)
        return Not(Has(key.name))
    if key.kind is Kind.NUMBER:
        if not _NUMBER.fullmatch(text):
            raise _needs(token, key, "needs a number")
        # Most numbers in articles are whole, and compare much faster with another whole one.
        number = float(text)
        return Number(key.name, sign, int(number) if number.is_integer() else number, text)
    when = read_date(text)
    if when is None:
        raise _needs(token, key, "needs a date that exists")
    return Dated(sign, when, text)


def _needs(token: Token, key: Key, needs: str) -> QueryError:
    start = token.value_start if token.text else token.start
    return QueryError(f"`{_head(token)}` {needs}, such as {_example(key)}", start, token.end)


def _example(key: Key) -> str:
    return f"{key.example} or date>-7d" if key.kind is Kind.DATE else key.example


def _head(token: Token) -> str:
    return token.key + token.sign


def _refuse_unknown_key(token: Token) -> None:
    """Tell a key that does not exist from the colons and signs that texts are full of."""
    match = _LIKE_A_KEY.fullmatch(token.text)
    if match is None or not _LIKE_A_VALUE.match(match[3]):
        return
    name, sign, value = match.groups()
    close = nearest_key(name)
    if sign != ":" and not close and not (_NUMBER.fullmatch(value) or read_date(value)):
        return
    raise QueryError(_no_such_key(token.text, close), token.start, token.start + match.end(2))


def _no_such_key(text: str, close: str | None) -> str:
    match = _LIKE_A_KEY.fullmatch(text)
    name, sign = (match[1], match[2]) if match else (text, "")
    if close is None:
        return (
            f"there is no `{name}{sign}`; to look for these very letters, write {in_quotes(text)}"
        )
    meant = close + (sign if KEYS[close].compares else ":")
    return f"there is no `{name}{sign}`; did you mean `{meant}`?"
