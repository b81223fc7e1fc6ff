"""Whatever is typed: the search against a plain evaluator, and what must hold of any text."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from curator.content.checks import Problem
from curator.content.query import Query, QueryError, completions, parse
from curator.content.row import Published, Row, make_row

TODAY = date(2020, 3, 31)
CHANGED = {"_news/2020-a.md", "about.md"}
WORDS = ("ai", "AI", "Air", "or", "Straße", "STRASSE", "computer", "vision", "a-b", "10:30", 'x"y')
NAMES = ("", "AI", "ai", "Computer Vision", "ft.com", "www.ft.com", "news.ft.com", "The FT", "*")
PATHS = ("_news/2020-a.md", "_News/b.md", "__news/c.md", "about.md", "_learning/straße/(d) e.md")
NUMBERS = (None, 0, 5, 49.5, 50, 51, -3, float("inf"), float("nan"))
DAYS = ("2019-12-31", "2020-01-01", "2020-02-29", "2020-03-01", "2020-03-24", "2020-03-31")
SIGNS: dict[str, Callable[[float, float], bool]] = {
    ":": lambda one, other: one == other,
    "=": lambda one, other: one == other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
}
FLAGS = {"yes": Published.YES, "no": Published.NO, "none": Published.NONE}


def moment(day: str, second: int = 0) -> float:
    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() + second


def problem(code: str) -> Problem:
    return Problem("", None, None, "", code, "error", "")


def some_text(source: random.Random) -> str:
    return " ".join(source.choices(WORDS, k=source.randint(0, 4)))


def a_row(source: random.Random) -> Row:
    path = source.choice(PATHS)
    title, excerpt = some_text(source), some_text(source)
    provider, domain = source.choice(NAMES), source.choice(NAMES)
    topics = tuple(source.choices(NAMES[1:], k=source.randint(0, 3)))
    codes = source.choices(("title-missing", "related-duplicate"), k=source.randint(0, 2))
    return make_row(
        path,
        published=source.choice(list(Published)),
        title=title,
        excerpt=excerpt,
        provider=provider,
        domain=domain,
        moment=source.choice([None, moment(source.choice(DAYS), source.choice((0, 1, 86399)))]),
        quality=source.choice(NUMBERS),
        heat=source.choice(NUMBERS),
        topics=topics,
        related=source.randint(0, 6),
        address=source.choice(("", "https://x.example/")),
        problems=tuple(map(problem, codes)),
        readable=source.random() < 0.9,
    )


_SOURCE = random.Random(7)
MANY = [a_row(_SOURCE) for _ in range(1500)]
FEW = MANY[:60]


@dataclass(frozen=True)
class Case:
    """A search as text, and the same said again in plain Python."""

    text: str
    holds: Callable[[Row], bool]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@st.composite
def words(draw: st.DrawFn) -> Case:
    word = draw(st.sampled_from((*WORDS, "i", "er v", "straß")))
    bare = word not in ("or", "er v")
    return Case(
        word if bare and draw(st.booleans()) else quoted(word),
        lambda row: any(
            word.casefold() in text.casefold()
            for text in (row.title, row.excerpt, row.provider, row.domain, *row.topics)
        ),
    )


def fits(name: str, pattern: str) -> bool:
    name, pattern = name.casefold(), pattern.casefold()
    core = pattern.strip("*")
    if pattern.startswith("*") and pattern.endswith("*"):
        return bool(name) and core in name
    if pattern.startswith("*"):
        return name.endswith(core)
    return name.startswith(core) if pattern.endswith("*") else name == core


def comes_from(name: str, pattern: str) -> bool:
    if "*" in pattern:
        return fits(name, pattern)
    domain = pattern.casefold().removeprefix("www.")
    return fits(name, pattern) or f".{name.casefold()}".endswith(f".{domain}")


@st.composite
def wholes(draw: st.DrawFn) -> Case:
    value = draw(st.sampled_from((*NAMES[1:], "a*", "*.com", "*o*", "news", "_news", "learning")))
    key = draw(st.sampled_from(("topic", "provider", "collection")))
    holds: dict[str, Callable[[Row], bool]] = {
        "topic": lambda row: any(fits(topic, value) for topic in row.topics),
        "provider": lambda row: comes_from(row.provider, value) or comes_from(row.domain, value),
        "collection": lambda row: (
            fits(row.collection, value)
            or fits(row.collection, value.removeprefix("_") if "*" not in value else value)
        ),
    }
    return Case(f"{key}:{quoted(value)}", holds[key])


@st.composite
def parts(draw: st.DrawFn) -> Case:
    key = draw(st.sampled_from(("title", "excerpt", "path")))
    value = draw(st.sampled_from((*WORDS, "a", "NEWS/", "(d) e")))
    return Case(
        f"{key}:{quoted(value)}",
        lambda row: value.casefold() in str(getattr(row, key)).casefold(),
    )


@st.composite
def numbers(draw: st.DrawFn) -> Case:
    key = draw(st.sampled_from(("quality", "heat", "related")))
    if draw(st.integers(0, 5)) == 0:
        return Case(f"{key}:none", lambda row: getattr(row, key) in (None, *[0] * (key[0] == "r")))
    sign = draw(st.sampled_from(list(SIGNS)))
    number = draw(st.sampled_from((0, 3, 5, 49.5, 50, 51, -3)))
    blank = draw(st.sampled_from(("", " ")))
    return Case(
        f"{key}{blank}{sign}{blank}{number}",
        lambda row: getattr(row, key) is not None and SIGNS[sign](getattr(row, key), number),
    )


@st.composite
def dates(draw: st.DrawFn) -> Case:
    sign = draw(st.sampled_from(list(SIGNS)))
    text, first, last = draw(
        st.sampled_from(
            (
                ("2019", "2019-01-01", "2019-12-31"),
                ("2020-02", "2020-02-01", "2020-02-29"),
                ("2020-03-24", "2020-03-24", "2020-03-24"),
                ("today", "2020-03-31", "2020-03-31"),
                ("yesterday", "2020-03-30", "2020-03-30"),
                ("-7d", "2020-03-24", "2020-03-24"),
                ("-1m", "2020-02-29", "2020-02-29"),
            )
        )
    )

    def holds(row: Row) -> bool:
        if row.moment is None:
            return False
        day = (datetime(1970, 1, 1) + timedelta(seconds=row.moment)).date().isoformat()
        if sign in (":", "="):
            return first <= day <= last
        return {
            ">": day > last,
            ">=": day >= first,
            "<": day < first,
            "<=": day <= last,
        }[sign]

    return Case(f"date{sign}{text}", holds)


OTHERS: dict[str, Callable[[Row], bool]] = {
    **{
        f"published:{name}": lambda row, flag=flag: row.published is flag
        for name, flag in FLAGS.items()
    },
    "has:title": lambda row: row.title != "",
    "has:excerpt": lambda row: row.excerpt != "",
    "has:provider": lambda row: row.provider + row.domain != "",
    "has:topics": lambda row: len(row.topics) > 0,
    "has:address": lambda row: row.address != "",
    "has:date": lambda row: row.moment is not None,
    "has:quality": lambda row: row.quality is not None,
    "has:heat": lambda row: row.heat is not None,
    "has:related": lambda row: row.related > 0,
    "has:duplicates": lambda row: "related-duplicate" in [one.code for one in row.problems],
    "has:problems": lambda row: len(row.problems) > 0,
    "is:changed": lambda row: row.path in CHANGED,
    "is:unreadable": lambda row: not row.readable,
    "date:none": lambda row: row.moment is None,
}


def others() -> st.SearchStrategy[Case]:
    return st.sampled_from([Case(text, holds) for text, holds in OTHERS.items()])


def joined(inner: st.SearchStrategy[Case]) -> st.SearchStrategy[Case]:
    def both(pair: tuple[Case, Case]) -> Case:
        one, other = pair
        return Case(
            f"({one.text}) {other.text}" if " or " in one.text else f"{one.text} {other.text}",
            lambda row: one.holds(row) and other.holds(row),
        )

    def either(pair: tuple[Case, Case]) -> Case:
        one, other = pair
        return Case(f"({one.text} or {other.text})", lambda row: one.holds(row) or other.holds(row))

    def no(one: Case) -> Case:
        return Case(f"-({one.text})", lambda row: not one.holds(row))

    pairs = st.tuples(inner, inner)
    return pairs.map(both) | pairs.map(either) | inner.map(no)


SINGLE = words() | wholes() | parts() | numbers() | dates() | others()
CASES = st.recursive(SINGLE, joined, max_leaves=8)
TYPED = st.lists(
    st.sampled_from(
        (
            *(
                '"',
                "(",
                ")",
                "-",
                " ",
                " ",
                ":",
                ">",
                "<=",
                "≥",
                "\\",
                "*",
                "a",
                "AI",
                "or ",
                "and ",
            ),
            *("topic:", "quality>", "date:", "related=", "has:", "is:", "path:", "title:", "topc:"),
            *("none", "50", "-7d", "2020-02", "today", "yes", "changed", "http://", "10:30", "or"),
        )
    ),
    max_size=14,
).map("".join)


def hits(query: Query, rows: list[Row]) -> list[int]:
    return query.filter(rows, range(len(rows)), CHANGED.__contains__, TODAY)


def read(text: str) -> Query | None:
    wrong = None
    try:
        return parse(text)
    except QueryError as error:
        wrong = error
    assert wrong.message
    assert 0 <= wrong.start < wrong.end <= len(text)
    return None


@settings(max_examples=400, deadline=None)
@given(st.text() | TYPED)
@example("(" * 5000)
@example("-" * 5000 + "a")
@example("quality:" + "9" * 5000)
@example("date>-" + "9" * 5000 + "d")
@example('"\\')
def test_any_text_is_a_search_or_a_query_error(text: str) -> None:
    query = read(text)
    if query is not None:
        assert parse(str(query)) == query
        assert parse(str(query)).incomplete == ""


@settings(max_examples=300, deadline=None)
@given(CASES)
def test_as_text_it_is_the_same_search(case: Case) -> None:
    query = parse(case.text)
    assert parse(str(query)) == query
    assert str(parse(str(query))) == str(query)


@settings(max_examples=400, deadline=None)
@given(CASES, st.randoms(use_true_random=False))
def test_filters_as_a_plain_evaluator_does(case: Case, source: random.Random) -> None:
    places = source.sample(range(len(FEW)), k=source.randint(0, len(FEW)))
    found = parse(case.text).filter(FEW, places, CHANGED.__contains__, TODAY)
    assert found == [place for place in places if case.holds(FEW[place])]


@settings(max_examples=60, deadline=None)
@given(st.lists(CASES, min_size=2, max_size=4))
def test_filters_many_rows_as_a_plain_evaluator_does(cases: list[Case]) -> None:
    text = " ".join(f"({case.text})" for case in cases)
    expected = [place for place, row in enumerate(MANY) if all(case.holds(row) for case in cases)]
    assert hits(parse(text), MANY) == expected
    matches = parse(text).matcher(CHANGED.__contains__, TODAY)
    assert [place for place, row in enumerate(FEW) if matches(row)] == [
        place for place in expected if place < len(FEW)
    ]


def assert_sound(query: Query, earlier: Query) -> None:
    narrows = query.narrows(earlier)
    event(f"narrows: {narrows}")
    if narrows:
        assert set(hits(query, MANY)) <= set(hits(earlier, MANY))


@settings(max_examples=300, deadline=None)
@given(SINGLE, SINGLE)
def test_what_narrows_has_no_other_hits(one: Case, other: Case) -> None:
    assert_sound(parse(one.text), parse(other.text))


@settings(max_examples=200, deadline=None)
@given(CASES, CASES, st.sampled_from(("{0} {1}", "({0}) {1}", "{1} or {0}", "-({0} {1})")))
def test_what_narrows_after_more_is_typed_has_no_other_hits(
    one: Case, other: Case, joint: str
) -> None:
    assert_sound(parse(joint.format(one.text, other.text)), parse(one.text))
    assert_sound(parse(one.text), parse(joint.format(one.text, other.text)))


@settings(max_examples=200, deadline=None)
@given(CASES, st.data())
def test_what_narrows_letter_by_letter_has_no_other_hits(case: Case, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(case.text)))
    earlier, query = read(case.text[:end]), read(case.text[: end + 1])
    assume(earlier is not None and query is not None)
    assert earlier is not None
    assert query is not None
    assert_sound(query, earlier)


@settings(max_examples=200, deadline=None)
@given(CASES, CASES)
def test_one_more_term_always_narrows(one: Case, other: Case) -> None:
    query = parse(f"({one.text}) ({other.text})")
    assert query.narrows(parse(one.text))
    assert parse(one.text).narrows(parse(f"({one.text}) or ({other.text})"))


@settings(max_examples=300, deadline=None)
@given(TYPED, st.data())
def test_completions_fit_into_any_text(text: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    used = {"topic": NAMES, "provider": NAMES, "collection": ("news", 'a"b (c)')}
    for completion in completions(text, cursor, used):
        assert 0 <= completion.start <= cursor <= completion.end <= len(text)
        if not completion.text.endswith((":", ">")):
            taken = text[: completion.start] + completion.text
            again = completions(taken, len(taken), used)
            closed = completion.text.endswith('"')
            assert again == [] if closed else completion.text in [one.text for one in again]
