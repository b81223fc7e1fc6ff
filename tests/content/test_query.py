"""Each operator of the search: what it finds, how it is told, what narrows what."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from curator.content.article import row_of, unreadable_row
from curator.content.checks import Problem
from curator.content.query import HELP, never, parse
from curator.content.query.help import as_markdown
from curator.content.row import Published, make_row
from curator.frontmatter import Document

TODAY = date(2020, 2, 11)
GUIDE = Path(__file__).parents[2] / "docs" / "search.md"
REPEATED = Problem("", 1, 1, "related.1", "related-duplicate", "warning", "the same story")
UNTITLED = Problem("", 1, 1, "title", "title-missing", "error", "no title")


def at(text: str) -> float:
    """A moment as a row has it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


ROWS = {
    "met": make_row(
        "_news/2020-02-11-met.md",
        published=Published.NO,
        title="Met police deploy live facial recognition",
        excerpt="Cameras used at an east London mall: no hiding for “us”",
        provider="The Guardian",
        domain="www.theguardian.com",
        moment=at("2020-02-11T19:20:00"),
        quality=50,
        heat=12.5,
        topics=("AI", "Computer Vision"),
        related=3,
        address="https://theguardian.com/met",
        problems=(REPEATED,),
    ),
    "zoox": make_row(
        "_news/2020-04-15-zoox.md",
        published=Published.YES,
        title="Zoox settles with Tesla",
        excerpt="At 10:30 the makers of (some) cars agreed",
        provider="Financial Times",
        domain="ft.com",
        moment=at("2020-02-04T00:00:00"),
        quality=51,
        heat=0,
        topics=("Robotics",),
        related=4,
    ),
    "straße": make_row(
        "_learning/Straße.md",
        title="STRASSENBAHN",
        provider="BBC",
        domain="news.bbc.co.uk",
        moment=at("2019-12-31T23:59:59"),
        quality=-3,
        topics=("AI in Autos",),
        related=1,
    ),
    "about": make_row("about.md", title="About", problems=(UNTITLED,)),
    "broken": make_row(
        "_news/broken.md",
        published=Published.OTHER,
        title="broken.md",
        excerpt="a quotation mark is missing",
        problems=(UNTITLED,),
        readable=False,
    ),
}
CHANGED = {"about.md", "_news/2020-02-11-met.md"}


def found(text: str) -> str:
    """The names of the rows that a search finds."""
    rows = list(ROWS.values())
    places = parse(text).filter(rows, range(len(rows)), CHANGED.__contains__, TODAY)
    return " ".join(list(ROWS)[place] for place in places)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "met zoox straße about broken"),
        ("police", "met"),
        ("POLICE guard", "met"),
        ("police tesla", ""),
        ("strasse", "straße"),
        ("straße", "straße"),
        ("vision", "met"),
        ("ft.com", "zoox"),
        ("quotation", "broken"),
        ("10:30", "zoox"),
        ('"live facial"', "met"),
        ('"live  FACIAL "', "met"),
        ('"facial live"', ""),
        ('"(some)"', "zoox"),
        ('"recognition cameras"', ""),
        ("published:yes", "zoox"),
        ("published:no", "met"),
        ("published:none", "straße about"),
        ("published:TRUE", "zoox"),
        ("published:false", "met"),
        ("topic:ai", "met"),
        ('topic:"computer vision"', "met"),
        ("topic:vision", ""),
        ("topic:ai*", "met straße"),
        ("topic:*vision", "met"),
        ("topic:*auto*", "straße"),
        ("topic:*", "met zoox straße"),
        ("provider:ft.com", "zoox"),
        ("provider:www.ft.com", "zoox"),
        ('provider:"financial times"', "zoox"),
        ("provider:financial", ""),
        ("provider:theguardian.com", "met"),
        ("provider:bbc.co.uk", "straße"),
        ("provider:c.co.uk", ""),
        ("provider:*guardian*", "met"),
        ("provider:www.", ""),
        ("provider:*", "met zoox straße"),
        ("collection:news", "met zoox broken"),
        ("collection:_NEWS", "met zoox broken"),
        ("collection:new", ""),
        ("-collection:*", "about"),
        ("quality>50", "zoox"),
        ("quality>=50", "met zoox"),
        ("quality≥50", "met zoox"),
        ("quality<50", "straße"),
        ("quality<=50", "met straße"),
        ("quality=50", "met"),
        ("quality:50", "met"),
        ("quality:50.0", "met"),
        ("quality > 50", "zoox"),
        ('quality:"50"', "met"),
        ("quality:none", "about broken"),
        ("-quality>50", "met straße about broken"),
        ("quality<0", "straße"),
        ("quality:-3", "straße"),
        ("heat>.5", "met"),
        ("heat<=12.5", "met zoox"),
        ("heat=none", "straße about broken"),
        ("related>3", "zoox"),
        ("related:0", "about broken"),
        ("related:none", "about broken"),
        ("date>=2020-02-04", "met zoox"),
        ("date>2020-02-04", "met"),
        ("date<=2020-02-04", "zoox straße"),
        ("date<2020-02-04", "straße"),
        ("date:2020-02-11", "met"),
        ("date:2020-2", "met zoox"),
        ("date:2019", "straße"),
        ("date>2019", "met zoox"),
        ("date>=2019", "met zoox straße"),
        ("date<=2019-12", "straße"),
        ("date:today", "met"),
        ("date>=yesterday", "met"),
        ("date>-7d", "met"),
        ("date>=-7d", "met zoox"),
        ("date:-1w", "zoox"),
        ("date>-2m", "met zoox straße"),
        ("date<-1y", ""),
        ("date:none", "about broken"),
        ("title:police", "met"),
        ("title:cameras", ""),
        ("title:straße", "straße"),
        ('title:"live facial"', "met"),
        ("excerpt:cameras", "met"),
        ("excerpt:police", ""),
        ("path:_news/2020", "met zoox"),
        ("path:STRASSE", "straße"),
        ("has:title", "met zoox straße about broken"),
        ("has:excerpt", "met zoox broken"),
        ("has:provider", "met zoox straße"),
        ("has:topics", "met zoox straße"),
        ("has:address", "met"),
        ("has:date", "met zoox straße"),
        ("has:quality", "met zoox straße"),
        ("has:heat", "met zoox"),
        ("has:related", "met zoox straße"),
        ("has:duplicates", "met"),
        ("has:problems", "met about broken"),
        ("is:changed", "met about"),
        ("is:unreadable", "broken"),
        ("-police", "zoox straße about broken"),
        ("--police", "met"),
        ("---police", "zoox straße about broken"),
        ('-"live facial"', "zoox straße about broken"),
        ("-topic:AI -topic:Robotics", "straße about broken"),
        ("police or tesla", "met zoox"),
        ("police OR tesla or about", "met zoox about"),
        ("police and cameras", "met"),
        ("police or tesla published:yes", "met zoox"),
        ("(police or tesla) published:yes", "zoox"),
        ("published:yes (police or tesla)", "zoox"),
        ("-(police or tesla)", "straße about broken"),
        ("-(police cameras) has:topics", "zoox straße"),
        ("-(police or -has:topics)", "zoox straße"),
        ("((police) or (about or (tesla)))", "met zoox about"),
        ("police(cameras)", "met"),
        ('"or"', "met"),
        ("Update: zoox", ""),
        ("TOPIC:AI Has:Related", "met"),
    ],
)
def test_finds(text: str, names: str) -> None:
    assert found(text) == names


def test_rows_of_real_articles_are_found_by_what_they_show() -> None:
    document = Document.parse(
        b"---\ntitle: 'Don\xe2\x80\x99t  Stop'\nexcerpt: \xc3\x89t\xc3\xa9\ntopics: [AI]\n"
        b"provider:\n  name: FT\n  domain: ft.com\npublished: false\nquality: 3\n---\n"
    )
    row = row_of("_news/x.md", document)
    broken = unreadable_row("_news/y.md", OSError(13, "Permission denied"))
    for text in (
        'title:"don’t stop"',
        "excerpt:éTÉ",
        "topic:ai",
        "provider:ft",
        "published:no",
        "quality:3",
    ):
        assert parse(text).filter([broken, row], range(2)) == [1]
    for text in ("is:unreadable", "title:y.md", "excerpt:permission"):
        assert parse(text).filter([broken, row], range(2)) == [0]


def test_the_order_of_the_places_is_kept() -> None:
    rows = list(ROWS.values())
    places = [4, 0, 3, 1]
    assert parse("").filter(rows, places) == places
    assert parse("o").filter(rows, iter(places)) == [4, 0, 3, 1]
    assert parse("about or police or zoox").filter(rows, places) == [0, 3, 1]
    assert parse("-police").filter(rows, places) == [4, 3, 1]


def test_many_rows_are_filtered_as_few_are() -> None:
    rows = [*ROWS.values()] * 1000
    hits = parse("(police or tesla) -published:yes quality:50").filter(rows, range(len(rows)))
    assert hits == list(range(0, 5000, 5))


def test_what_rules_out_most_is_looked_at_first() -> None:
    rows = [*ROWS.values()] * 1000
    asked: list[str] = []

    def is_changed(path: str) -> bool:
        asked.append(path)
        return True

    assert len(parse("is:changed zoox").filter(rows, range(len(rows)), is_changed)) == 1000
    assert len(asked) < 1200


def test_a_matcher_looks_at_one_article() -> None:
    matches = parse("is:changed date:today").matcher(CHANGED.__contains__, TODAY)
    assert [name for name, row in ROWS.items() if matches(row)] == ["met"]


def test_nothing_is_changed_unless_told() -> None:
    rows = list(ROWS.values())
    assert parse("is:changed").filter(rows, range(5)) == []
    assert parse("is:due").filter(rows, range(5)) == []


def test_what_is_due_is_told_by_the_caller() -> None:
    rows = list(ROWS.values())
    due = {rows[1].path, rows[3].path}.__contains__
    assert parse("is:due").filter(rows, range(5), is_due=due) == [1, 3]
    assert parse("-is:due is:changed").filter(rows, range(5), CHANGED.__contains__, TODAY, due) == [
        place for place in (0, 2, 4) if rows[place].path in CHANGED
    ]
    assert parse("is:due").matcher(CHANGED.__contains__, TODAY, due)(rows[1])


def test_what_is_the_same_story_is_told_by_the_caller() -> None:
    rows = list(ROWS.values())
    told = {rows[0].path, rows[4].path}.__contains__
    assert parse("is:duplicate").filter(rows, range(5), is_twin=told) == [0, 4]
    assert parse("-is:duplicate").filter(rows, range(5), is_twin=told) == [1, 2, 3]
    assert parse("is:duplicate").filter(rows, range(5)) == []
    assert parse("is:duplicate").matcher(never, TODAY, is_twin=told)(rows[4])


@pytest.mark.parametrize(
    ("text", "today", "first", "last"),
    [
        ("date:-1m", date(2020, 3, 31), "2020-02-29", "2020-02-29"),
        ("date:-1y", date(2020, 2, 29), "2019-02-28", "2019-02-28"),
        ("date:-14m", date(2020, 1, 15), "2018-11-15", "2018-11-15"),
        ("date:-2w", date(2020, 1, 1), "2019-12-18", "2019-12-18"),
        ("date:2020-02", TODAY, "2020-02-01", "2020-02-29"),
        ("date:9999", TODAY, "9999-01-01", "9999-12-31"),
        ("date:-9999y", TODAY, "0001-01-01", "0001-01-01"),
        ("date:-9999d", date(1, 1, 3), "0001-01-01", "0001-01-01"),
    ],
)
def test_the_days_that_a_date_means(text: str, today: date, first: str, last: str) -> None:
    moments = [at(f"{first}T00:00:00"), at(f"{last}T23:59:59")]
    moments += [moments[0] - 1, moments[1] + 1]
    rows = [make_row("a.md", moment=moment) for moment in moments]
    assert parse(text).filter(rows, range(4), today=today) == [0, 1]


def test_numbers_beyond_all_bounds() -> None:
    rows = [make_row("a.md", quality=quality) for quality in (float("inf"), float("nan"), 10**400)]
    assert parse("quality>999999999999999").filter(rows, range(3)) == [0, 2]
    assert parse("-quality>5").filter(rows, range(3)) == [1]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a and b", "a b"),
        ("A a", "A"),
        ("quality : 5", "quality:5"),
        ("date: today", "date:today"),
        ("quality >= 50", "quality>=50"),
        ("quality:none", "-has:quality"),
        ("date≤2020", "date<=2020"),
        ("topic:'x", "topic:'x"),
        ('topic:"AI"', "topic:AI"),
        ('title:"a b', ""),
        ("-(a b)", "-a or -b"),
        ("-(a or b)", "-a -b"),
        ("(a (b or (c or d)))", "a (b or c or d)"),
        ('"or" "and" "-x" "a(b" "quality>5"', '"or" "and" "-x" "a(b" "quality>5"'),
        (r'"say \"yes\" \ no"', r'"say \"yes\" \\ no"'),
        ('quality ">5"', 'quality ">5"'),
        ("-or", '-"or"'),
    ],
)
def test_as_text(text: str, same: str) -> None:
    assert str(parse(text)) == same
    assert parse(same) == parse(text)


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("", ""),
        ("a", ""),
        ("police", "pol"),
        ("police", "olic"),
        ('"met police"', "met p"),
        ("police tesla", "tesla"),
        ("police tesl", "tes pol"),
        ("-pol", "-police"),
        ("a (b or c)", "b or c or d"),
        ("a", "a or b"),
        ("ab", "(a or x) (b or y)"),
        ("a x or a y", "a"),
        ("-(a or b)", "-a"),
        ("title:police", "title:pol"),
        ("path:_news/20", "path:news"),
        ("quality>50", "quality>5"),
        ("quality=50", "quality>=50"),
        ("quality>50", "quality>=50"),
        ("-quality>5", "-quality>50"),
        ("date:2020-02-11", "date:2020-02"),
        ("date>2019", "date>=2019-12"),
        ("date>-7d a", "date>-7d"),
        ("topic:AI published:no is:changed", "is:changed topic:ai"),
        ("has:duplicates a", "has:duplicates"),
        ("a topic:", "a"),
        ("a -", "a"),
    ],
)
def test_narrows(text: str, earlier: str) -> None:
    assert parse(text).narrows(parse(earlier))


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("", "a"),
        ("pol", "police"),
        ("-police", "-pol"),
        ("a or b", "a"),
        ("a or b", "a b"),
        ("a", "a b"),
        ("quality>5", "quality>50"),
        ("quality>=50", "quality>50"),
        ("quality:5", "heat:5"),
        ("date:2020", "date:2020-02"),
        ("date>-7d", "date>-6d"),
        ("title:a", "excerpt:a"),
        ("topic:ai", "topic:a"),
        ("provider:ft.com", "provider:ft*"),
        ("-a", "b"),
        ("a", "-b"),
    ],
)
def test_does_not_narrow(text: str, earlier: str) -> None:
    assert not parse(text).narrows(parse(earlier))


def test_a_search_too_long_to_compare_is_taken_for_another() -> None:
    text = " ".join(f"w{number}" for number in range(200))
    assert parse(text).narrows(parse(text))
    assert not parse(f"{text} more").narrows(parse(text))


@pytest.mark.parametrize("example", [row.example for row in HELP])
def test_the_examples_are_searches(example: str) -> None:
    assert parse(example).incomplete == ""


def test_the_page_is_made_from_the_table() -> None:
    assert GUIDE.read_text(encoding="utf-8") == as_markdown(), (
        "write curator.content.query.help.as_markdown() to docs/search.md"
    )
