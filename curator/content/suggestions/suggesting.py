"""The articles of a folder that are nearest to a story, and why.

Postings give the candidates: the rarest words of the story first, until enough articles have been
touched.  Their texts are then compared in full.  So the time hangs on neither the size of the
folder nor on how common the words of the story are.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

from curator.content.article import MOST_TEXT
from curator.content.index.packing import unpacked
from curator.content.related import canonical_address, slug_of
from curator.content.row import Row
from curator.content.suggestions.likeness import (
    Bag,
    Story,
    Weights,
    asked,
    bag_of,
    likeness,
    nearness,
    with_list,
)
from curator.content.suggestions.misfits import Misfit, misfits
from curator.content.suggestions.postings import Postings
from curator.content.suggestions.reasons import Reason, reason
from curator.frontmatter import Value

MOST = 8
"""Suggestions that are given: more than are shown, so that the next can take a place at once."""
CLOSE = 0.07
"""The share of what the story itself would reach that an article must reach by its words."""
LEAST_WORDS = 2
"""So many words must be the same: a single one may mean something else there."""
FAR_BEHIND = 0.25
"""Less than this share of the nearest one's score, and an article looks silly beside it."""
FAR_BEHIND_ALL = 0.15
"""The same for the nearest one that may be related already: what was far is not near without it."""

_MOST_TOUCHED = 40_000
"""Articles that the words lead to, counted once for each word."""
_CANDIDATES = 150
_MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Question:
    """A story, as its editor sees it, with the items of its related list.

    `identities` are those of `content.related`: of the story and of its items, which are not to
    be suggested.
    """

    path: str
    story: Story
    items: tuple[Story | None, ...] = ()
    identities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article that goes with the story: its path, how near it is, and why.

    `score` is the share, from 0 to 1 and more, of what the story itself would reach; a near date
    makes it larger.
    """

    path: str
    score: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Answer:
    """The nearest articles, the nearest first, and for each item what makes it a misfit."""

    suggestions: list[Suggestion] = field(default_factory=list[Suggestion])
    misfits: list[Misfit | None] = field(default_factory=list["Misfit | None"])


def weights_of(postings: Postings) -> Weights:
    """What the words of a folder tell; to be had anew when the postings have gone on."""
    count, length = postings.articles
    return Weights(count, postings.standing, length) if count else Weights()


def suggest(question: Question, postings: Postings, weights: Weights, most: int = MOST) -> Answer:
    """What goes with a story in the folder of the postings.  Raises PostingsUnusable."""
    count, _ = postings.articles
    found = _nearest(question, postings, weights, most) if count else []
    return Answer(found, misfits(question.story, question.items, weights))


def _nearest(
    question: Question, postings: Postings, weights: Weights, most: int
) -> list[Suggestion]:
    bag = bag_of(question.story)
    itself = likeness(asked(bag, weights), bag, weights)
    if not itself:
        return []
    listed = [bag_of(Story(item.title, item.excerpt)) for item in question.items if item]
    worth = asked(with_list(bag, listed), weights)
    ranked: list[tuple[float, int, str, float]] = []
    for article in postings.read(_candidates(worth, postings)):
        if article.path != question.path:
            words = likeness(worth, article.bag, weights) / itself
            if words >= CLOSE and len(worth.keys() & article.bag.keys()) >= LEAST_WORDS:
                near = nearness(question.story.moment, article.moment)
                ranked.append((-words * near, article.number, article.path, words))
    ranked.sort()
    return _told(question, ranked, worth, postings, weights, most)


def _candidates(worth: Bag, postings: Postings) -> list[int]:
    """The numbers of the articles that share most with the story, by its weightiest words."""
    scores: dict[int, float] = {}
    get = scores.get
    touched = 0
    for word in heapq.nlargest(_MOST_WORDS, worth, key=worth.__getitem__):
        numbers = postings.numbers(word)
        touched += len(numbers)
        if touched > _MOST_TOUCHED and scores:
            break
        weight = worth[word]
        for number in numbers:
            scores[number] = get(number, 0.0) + weight
    return heapq.nlargest(_CANDIDATES, scores, key=scores.__getitem__)


def _told(
    question: Question,
    ranked: Sequence[tuple[float, int, str, float]],
    worth: Bag,
    postings: Postings,
    weights: Weights,
    most: int,
) -> list[Suggestion]:
    """The first few that are no duplicates of the story, of its items or of each other."""
    identities = set(question.identities)
    titles = {question.story.title.casefold(), *(i.title.casefold() for i in question.items if i)}
    found: list[Suggestion] = []
    # Once the near ones are taken over, the far ones are no better than before.
    nearest = -ranked[0][0] if ranked else 0.0
    for score, number, path, _ in ranked:
        pack = postings.packed(number)
        if len(found) == most or -score < max(
            FAR_BEHIND * (found[0].score if found else 0.0), FAR_BEHIND_ALL * nearest
        ):
            break
        if pack is None:
            continue
        row = unpacked(pack)
        identity = canonical_address(row.address) if row.address else slug_of(path)
        if (
            not row.readable
            or identity in identities
            or slug_of(path) in identities
            or row.folded_title in titles
        ):
            continue
        identities.add(identity)
        titles.add(row.folded_title)
        why = reason(question.story, story_of(row), worth)
        found.append(Suggestion(path, -score, why))
    return found


def story_of(row: Row) -> Story:
    """An article as it is compared."""
    return Story(row.title, row.excerpt, row.topics, row.moment)


def story_of_item(item: Value) -> Story | None:
    """A related item as it is compared; None for one that is a mere name or address."""
    if not isinstance(item, dict):
        return None
    title, excerpt = item.get("title"), item.get("excerpt")
    story = Story(
        title if isinstance(title, str) else "",
        excerpt[:MOST_TEXT] if isinstance(excerpt, str) else "",
    )
    return story if story.title or story.excerpt else None
