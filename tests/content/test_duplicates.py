"""Which items are the same story, which one stays, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.content.duplicates import (
    THE_ARTICLE,
    Certainty,
    DropDuplicates,
    Marker,
    drops,
    has_duplicates,
    marks,
    sign_of,
)
from curator.content.related import duplicates
from curator.content.titles import ALIKE, likeness, words_of
from curator.frontmatter import Document, Value, apply_all

ARTICLE: dict[str, Value] = {
    "title": "Met police deploy live facial recognition technology",
    "webUrl": "https://www.theguardian.com/uk-news/met-police",
}


def item(title: str = "", url: str = "", **more: Value) -> Value:
    fields: dict[str, Value] = {"title": title} if title else {}
    return {**fields, **({"webUrl": url} if url else {}), **more}


def test_marks_name_the_earlier_one_and_why() -> None:
    items: list[Value] = [
        item("One", "https://x.example/a"),
        item("Two", "https://www.x.example/a/?utm_source=y"),
        item("Three", "https://theguardian.com/uk-news/met-police/"),
        item(
            "Met Police deploy live facial recognition technology | Sky News", "https://s.example"
        ),
        item("Zoox settles with Tesla over stolen documents", "https://z.example/1"),
        item("Zoox settles with Tesla over the stolen documents", "https://z.example/2"),
        "a-story",
        "2020-02-11-a-story.md",
        "2020-02-11-met.md",
        None,
    ]
    found = marks(items, ARTICLE, "_news/2020-02-11-met.md")
    assert [mark.same_as for mark in found] == [
        *(None, 0, THE_ARTICLE, THE_ARTICLE, None, 4, None, 6, THE_ARTICLE, None)
    ]
    likely = [n for n, mark in enumerate(found) if mark.certainty is Certainty.LIKELY]
    assert likely == [3, 5]
    assert found[1].words == "same story as number 1: it has the same address"
    assert found[2].words == found[8].words == "is this article itself"
    assert "the same words as that of this article" in found[3].words
    assert "the same words as that of number 5" in found[5].words
    assert found[7].words == "same story as number 7: it names the same article"
    assert found[2].is_article
    assert not found[1].is_article


@given(st.lists(st.sampled_from(["a", "b", "2020-01-01-a.md", "https://x.example/a", ""])))
def test_marks_agree_with_duplicates(items: list[str]) -> None:
    values: list[Value] = list(items)
    assert [mark.same_as for mark in marks(values, {})] == duplicates(values)


WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "7", "eins", "zwei"]), max_size=7)
titles = WORDS.map(lambda words: " ".join(words))


@given(st.lists(st.lists(titles, max_size=6), min_size=1, max_size=4), titles)
def test_marks_of_a_list_in_any_order_are_those_of_the_nearest_before(
    lists: list[list[str]], own: str
) -> None:
    marker = Marker({"title": own})
    for shown in lists:
        signs = [sign_of(item(title, f"https://x.example/{n}")) for n, title in enumerate(shown)]
        for number, mark in enumerate(marker.marks(signs)):
            before = [words_of(own), *(words_of(title) for title in shown[:number])]
            scores = [likeness(words_of(shown[number]), other) for other in before]
            best = max(scores)
            assert mark.same_as == (scores.index(best) - 1 if best >= ALIKE else None)
            assert mark.same_as is None or mark.score == best


A = "https://x.example/a"
BETTER: dict[str, tuple[Value, Value, str]] = {
    "quality": (
        item("a", A, quality=41),
        item("a", A, quality=59, provider={"name": "Reuters"}, images=[{"url": "p"}]),
        "keeps the Reuters item (number 2): quality 59 against 41, has a provider and a picture",
    ),
    "a quality at all": (
        item("a", A, excerpt="x"),
        item("a", A, quality=0),
        "keeps item 2: has a quality",
    ),
    "fuller fields": (
        item("a", A, quality=5),
        item("a", A, quality=5, excerpt="x"),
        "keeps item 2: has an excerpt",
    ),
    "the earlier date": (
        item("a", A, publishedDateTime="2020-02-12"),
        item("a", A, publishedDateTime="2020-02-12T01:00:00+02:00"),
        "keeps item 2: it is the earlier one",
    ),
    "fields rather than an address": (A, item("a", A), "keeps item 2: has a title"),
}


@pytest.mark.parametrize(("worse", "better", "words"), BETTER.values(), ids=BETTER)
def test_the_better_one_is_kept_wherever_it_stands(worse: Value, better: Value, words: str) -> None:
    (drop,) = drops([worse, better], {})
    assert (drop.number, drop.kept, drop.certainty) == (0, 1, Certainty.CERTAIN)
    assert drop.reason == words
    (drop,) = drops([better, worse], {})
    assert (drop.number, drop.kept) == (1, 0)


def test_the_first_of_equals_is_kept() -> None:
    (drop,) = drops([item("a", A), item("b", A)], {})
    assert (drop.number, drop.reason) == (1, "keeps item 1: both are alike, and it stands first")


def test_what_only_the_dropped_one_has_is_said() -> None:
    (drop,) = drops([item("a", A, quality=9), item("a", A, ampWebUrl="x", images=[{}])], {})
    assert drop.lost == ("ampWebUrl", "images")
    assert drop.words.endswith("; the dropped one alone has an AMP address and a picture")


def test_what_is_only_likely_is_dropped_when_it_is_asked_for() -> None:
    titles = [
        "Zoox settles with Tesla over stolen documents",
        "Zoox settles, Tesla, stolen documents",
    ]
    items = [
        item(titles[0], "https://z.example/1"),
        item(titles[1], "https://z.example/2"),
        item("Other", "https://z.example/2", quality=3),
        item(str(ARTICLE["title"]), "https://y.example"),
    ]
    assert [(d.number, d.kept) for d in drops(items, ARTICLE)] == [(1, 2)]
    found = drops(items, ARTICLE, likely=True)
    assert [(d.number, d.kept, d.certainty.value) for d in found] == [
        (0, 2, "likely"),
        (1, 2, "certain"),
        (3, THE_ARTICLE, "likely"),
    ]


def test_the_change_gives_edits_a_label_and_notes(seed: Path) -> None:
    path = seed / "_news" / "seed.md"
    before = path.read_bytes()
    document = Document.parse(before)
    change = DropDuplicates()
    after = apply_all(document, list(change(document, "_news/seed.md"))).to_bytes()
    items = document.value(("related",))
    assert isinstance(items, list)
    assert len(change.dropped["_news/seed.md"]) == 1
    (drop,) = change.dropped["_news/seed.md"]
    # The lines of one item are gone, and nothing else is different.
    lines, left = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if n >= len(left) or line != left[n])
    gone = len(lines) - len(left)
    assert lines[:start] + lines[start + gone :] == left
    assert sum(line.startswith(b"  - title:") for line in lines) == len(items)
    assert sum(line.startswith(b"  - title:") for line in left) == len(items) - 1
    assert change.note("_news/seed.md").startswith(f"Item {drop.number + 1}: keeps the ")
    assert change.note("other.md") == ""
    assert (change.label(1), change.label(1200)) == (
        "Drop Duplicates",
        "Drop Duplicates in 1,200 Articles",
    )
    assert change(Document.parse(after), "_news/seed.md") == []
    assert not has_duplicates(Document.parse(after))


_ITEMS = st.lists(
    st.sampled_from(
        [
            *("a", "b", "2020-01-01-a.md", "https://x.example/a"),
            *({"title": "x", "webUrl": f"https://x.example/{n}", "quality": n} for n in "aab"),
            *({"webUrl": "http://www.x.example/a/", "quality": n} for n in (1, 2)),
            {"title": "no address"},
        ]
    ),
    max_size=8,
)


@given(_ITEMS, st.booleans())
def test_each_story_is_left_once(items: list[Value], likely: bool) -> None:
    gone = {drop.number for drop in drops(items, {}, likely=likely)}
    assert all(drop.kept not in gone for drop in drops(items, {}, likely=likely))
    left = [each for number, each in enumerate(items) if number not in gone]
    assert drops(left, {}, likely=likely) == []
    # Whatever was marked as a duplicate has one of its kind left.
    assert len(gone) == sum(number is not None for number in duplicates(items))
