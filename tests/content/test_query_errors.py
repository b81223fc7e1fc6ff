"""What a search that makes no sense is told, and what one that is still being typed is not."""

from __future__ import annotations

import pytest

from curator.content.query import QueryError, parse


@pytest.mark.parametrize(
    ("text", "wrong", "words"),
    [
        ("topc:AI", "topc:", "there is no `topc:`; did you mean `topic:`?"),
        ("a -topics:AI", "topics:", "did you mean `topic:`?"),
        ("tag:AI", "tag:", "did you mean `topic:`?"),
        ("qualty>5", "qualty>", "did you mean `quality>`?"),
        ("titel>5", "titel>", "did you mean `title:`?"),
        ("foo:bar", "foo:", 'there is no `foo:`; to look for these very letters, write "foo:bar"'),
        ("views>100", "views>", 'write "views>100"'),
        ("published:maybe x", "maybe", "there is no `published:maybe`; it takes yes, no or none"),
        ("published:n ", "n", "there is no `published:n`"),
        ("published:y topic:", "y", "there is no `published:y`; it takes yes, no or none"),
        ('published:"n"', '"n"', "there is no `published:n`"),
        ("has:topic x", "topic", "there is no `has:topic`; did you mean `has:topics`?"),
        ("is:new x", "new", "it takes changed, due, duplicate or unreadable"),
        ("quality>many x", "many", "`quality>` needs a number, such as quality>50"),
        ("quality: topic:AI", "topic:AI", "`quality:` needs a number"),
        ("quality> topic:AI", "topic:AI", "`quality>` needs a number"),
        ("heat:5. x", "5.", "`heat:` needs a number, such as heat<=20"),
        ("quality:1234567890123456 x", "1234567890123456", "needs a number"),
        ("quality>none", "quality>none", "`none` cannot be compared: write quality:none"),
        ("related>many", "many", "`related>` needs a number, such as related>3"),
        ("date>soon", "soon", "`date>` needs a date that exists, such as date>=2020-02-01"),
        ("date:2020-02-30", "2020-02-30", "needs a date that exists"),
        ("date:0000", "0000", "needs a date that exists"),
        ("date:2020-13 x", "2020-13", "or date>-7d"),
        ("topic>5", "topic>5", "`topic` cannot be compared: write topic:5"),
        ('title="a b"', 'title="a b"', 'write title:"a b"'),
        ("path<", "path<", "write path:_news/2020"),
        ("topic: AI", "topic:", '`topic:` needs a topic right behind it, such as topic:"Comp'),
        ("(title:)", "title:", "`title:` needs a text right behind it"),
        ('topic:"" x', 'topic:""', "`topic:` needs a topic"),
        ('"" x', '""', "nothing stands between the quotation marks"),
        ("a)", ")", "no parenthesis is open that this one closes"),
        (")", ")", "no parenthesis is open"),
        ("a ()", "()", "nothing stands between these parentheses"),
        ("or a", "or", "`or` needs something on both sides"),
        ("a or or b", "or", "needs something on both sides"),
        ("(a OR ) b", "OR", 'to look for the word, write "OR"'),
        ("and a", "and", "`and` needs something on both sides"),
        ("a or and b", "and", "`and` needs something on both sides"),
        ("a and or b", "and", "`and` needs something on both sides"),
        (
            "a - b",
            "-",
            '`-` must touch what it leaves out, such as -topic:AI; for a dash write "-"',
        ),
        ("(a -)", "-", "must touch"),
        ("(" * 41 + "a", "(", "more than 40 parentheses stand inside one another"),
    ],
)
def test_says_what_is_wrong_and_where(text: str, wrong: str, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert words in error.message
    assert text[error.start : error.end] == wrong
    assert str(error) == error.message


@pytest.mark.parametrize(
    ("text", "rest", "words"),
    [
        ("a topic:", "a", '`topic:` waits for a topic, such as topic:"Computer Vision"'),
        ("a topic: ", "a", "`topic:` waits for a topic"),
        ("a -topic:", "a", "`topic:` waits for a topic"),
        ('a topic:"Comp', "a", "the quotation mark is still open"),
        ('a "open phr', "a", "the quotation mark is still open"),
        ('a "', "a", "the quotation mark is still open"),
        (r'a "b\"', "a", "the quotation mark is still open"),
        ('a ""', "a", "nothing stands between the quotation marks yet"),
        ("a quality>", "a", "`quality>` waits for a number, such as quality>50"),
        ("a quality >= ", "a", "`quality>=` waits for a number"),
        ("a quality:n", "a", "`quality:` takes a number"),
        ("a quality>-", "a", "`quality>` takes a number"),
        ("a quality:5.", "a", "`quality:` takes a number"),
        ("a date:", "a", "`date:` waits for a date, such as date>=2020-02-01 or date>-7d"),
        ("a date:to", "a", "`date:` takes a date"),
        ("a date>=202", "a", "`date>=` takes a date"),
        ("a date>=2020-0", "a", "`date>=` takes a date"),
        ("a date>=2020-02-", "a", "`date>=` takes a date"),
        ("a date>-7", "a", "`date>` takes a date"),
        ("a published:y", "a", "`published:` takes yes, no or none, such as published:no"),
        ("a published:tru", "a", "`published:` takes yes, no or none"),
        ("a has:dup", "a", "`has:` takes one of title, excerpt, "),
        ("a topc:", "a", "there is no `topc:`; did you mean `topic:`?"),
        ("a or", "a", "`or` waits for what comes next"),
        ("a or ", "a", "`or` waits for what comes next"),
        ("or", "", "`or` waits for what comes next"),
        ("a or -", "a", "`-` waits for what comes next"),
        ("a and", "a", "`and` waits for what comes next"),
        ("a (", "a", "`(` waits for what comes next"),
        ("a or (b or topic:", "a or b", "`topic:` waits for a topic"),
        ("a (b or c", "a (b or c)", "a parenthesis is still open"),
    ],
)
def test_an_unfinished_end_is_passed_over_and_said(text: str, rest: str, words: str) -> None:
    query = parse(text)
    assert query == parse(rest)
    assert query.incomplete.startswith(words)


@pytest.mark.parametrize(
    "text", ["topic:n", "provider:no", "title:non", "related:none", "quality>5", "published:no"]
)
def test_what_could_go_on_but_is_all_there_is_not_unfinished(text: str) -> None:
    query = parse(text)
    assert query.incomplete == ""
    assert query != parse("")


@pytest.mark.parametrize(
    "text",
    [
        'topic:"Computer Vision" quality>=50 -published:none or oracle -has:duplicates is:changed',
        "(date>=2020-02-01 or date:yesterday) heat:none provider:ft.com related>3 date>-7d",
        '-(title:"a (b)" or excerpt:x) path:_news/2020 http://x.example/a?b=c 10:30 quality:-3.5',
        "Breaking: Tesla (TSLA) & Zoox settle – “at last”, says FT",
        "published:false date:2020-12-31 quality<=.5 collection:news",
    ],
)
def test_no_error_flickers_while_one_types(text: str) -> None:
    for end in range(len(text)):
        parse(text[:end])
    assert parse(text).incomplete == ""


@pytest.mark.parametrize(
    "text",
    [
        "10:30",
        "http://x.example/a",
        "https:",
        "C:\\news",
        "Q:why",
        "std::string",
        "Update: x",
        "a->b",
        "<b>",
        "x=5",
        "this<that",
        "标题:x",
        "e-mail:x",
        '5"tv',
        "–",
        "state-of-the-art",
        "qual\N{LATIN SMALL LETTER DOTLESS I}ty>5",
    ],
)
def test_what_only_looks_like_an_operator_is_a_word(text: str) -> None:
    assert parse(text) == parse('"' + text.replace('"', '\\"').replace(" x", '" "x') + '"')
