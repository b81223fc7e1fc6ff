"""Why an article is suggested: the words that it shares with the story, and how near its date is.

The words are told as they stand in the article, and those that stand together there are told
together: "facial recognition", "London".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from curator.content.suggestions.likeness import Bag, Story, bag_of
from curator.content.suggestions.words import WORD, words

MOST_PHRASES = 3
_LEAST = 0.3
"""The share of the first phrase's weight that the others must have."""
_LONGEST = 3
"""Words of a phrase."""
_JOINING = " -\u00a0"
"""What may stand between the words of a phrase."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Phrases that both texts have, the weightiest first, and the days between them if known."""

    phrases: tuple[str, ...]
    days: float | None


def reason(story: Story, article: Story, worth: Bag) -> Reason:
    """Why an article is near a story, whose words are worth what `asked` says."""
    days = None
    if story.moment is not None and article.moment is not None:
        days = abs(story.moment - article.moment) / 86_400
    own = bag_of(story)
    shared = {word: value for word, value in worth.items() if word in own}
    pairs = {pair for text in _texts(story) for pair in _pairs(text)}
    phrases: dict[str, tuple[float, str]] = {}
    for text in _texts(article):
        for run, phrase in _runs(text, shared, pairs):
            key = " ".join(run)
            known = phrases.get(key)
            # A headline may have capitals that mean nothing.
            if known is None or (known[1] != known[1].lower() and phrase == phrase.lower()):
                phrases[key] = sum(shared[word] for word in run), phrase
    chosen: list[str] = []
    told: set[str] = set()
    ranked = sorted(phrases.items(), key=lambda item: -item[1][0])
    for key, (weight, phrase) in ranked:
        if weight < _LEAST * ranked[0][1][0] or len(chosen) == MOST_PHRASES:
            break
        if told.isdisjoint(key.split(" ")):
            chosen.append(phrase)
            told.update(key.split(" "))
    return Reason(tuple(chosen), days)


def _texts(story: Story) -> tuple[str, ...]:
    return story.title, story.excerpt, *story.topics


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Words that stand side by side."""
    before = ""
    end = 0
    for match in WORD.finditer(text):
        for word in words(match.group()):
            if before and not text[end : match.start()].strip(_JOINING):
                yield before, word
            before = word
        end = match.end()


def _runs(text: str, shared: Bag, pairs: set[tuple[str, str]]) -> Iterator[tuple[list[str], str]]:
    """Shared words that stand together in both texts: as they are compared, and as they stand."""
    run: list[str] = []
    start = end = 0
    for match in WORD.finditer(text):
        parts = words(match.group())
        known = bool(parts) and all(part in shared for part in parts)
        joins = (
            known
            and 0 < len(run) < _LONGEST
            and not text[end : match.start()].strip(_JOINING)
            and (run[-1], parts[0]) in pairs
        )
        if run and not joins:
            yield run, text[start:end]
            run = []
        if known:
            start = start if run else match.start()
            end = match.end()
            run = [*run, *parts]
    if run:
        yield run, text[start:end]
