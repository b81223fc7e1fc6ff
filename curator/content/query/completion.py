"""What may follow while someone types a search: keys behind a partial word, values behind a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curator.content.query.keys import DATES, KEYS, NONE, Kind
from curator.content.query.tokens import Shape, Token, quoted, tokens


@dataclass(frozen=True, slots=True)
class Completion:
    """A text to put in place of what stands from `start` to `end`, and a few words about it."""

    text: str
    start: int
    end: int
    hint: str


def completions(
    text: str, cursor: int, vocabulary: Mapping[str, Sequence[str]]
) -> list[Completion]:
    """What may stand at the cursor, the likeliest first; nothing where no word ends there.

    `vocabulary` has the values in use for `topic`, `provider` and `collection`, most used first.
    """
    before = list(tokens(text[:cursor]))
    if not before or before[-1].end != cursor:
        return []
    token = before[-1]
    if token.quoted and token.closed:
        return []
    whole = next((whole for whole in tokens(text) if whole.start == token.start), token)
    if token.shape is Shape.WORD:
        # Behind a word that is to become a key, what follows the cursor may be its value.
        return _keys(token, whole.value_start if whole.shape is Shape.TERM else cursor)
    if token.shape is Shape.TERM:
        return _values(token, whole.end if whole.closed else cursor, vocabulary)
    return []


def _keys(token: Token, end: int) -> list[Completion]:
    prefix = token.text.casefold()
    return [
        Completion(key.name + (">" if key.compares else ":"), token.start, end, key.meaning)
        for key in KEYS.values()
        if key.name.startswith(prefix)
    ]


def _values(token: Token, end: int, vocabulary: Mapping[str, Sequence[str]]) -> list[Completion]:
    hints = _known(token, vocabulary)
    prefix = token.text.casefold()
    first = [value for value in hints if value.casefold().startswith(prefix)]
    later = [value for value in hints if f" {prefix}" in value.casefold()] if prefix else []
    return [
        Completion(quoted(value), token.value_start, end, hints[value])
        for value in dict.fromkeys([*first, *later])
    ]


def _known(token: Token, vocabulary: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """The values that a key may take, each with a hint."""
    key = KEYS[token.key]
    equals = token.sign in (":", "=")
    if key.kind is Kind.CHOICE:
        return key.choices
    if key.kind is Kind.WHOLE:
        return {value: "" for value in vocabulary.get(key.name, ()) if value.strip()}
    dates = DATES if key.kind is Kind.DATE else {}
    without = {NONE: f"without a {key.name}"} if key.compares and equals else {}
    return {**dates, **without}
