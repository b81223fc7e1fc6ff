"""New values read back as exactly what was meant, for readers of YAML 1.1 and of YAML 1.2."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from curator.frontmatter import Insert, Set, Unreadable, Value, apply
from curator.frontmatter.scalars import block_scalar, double_quoted, is_plain_safe, single_quoted
from tests.frontmatter.texts import document, edited, witness


def yaml_1_2(text: str) -> Any:
    """What a reader of YAML 1.2 makes of it."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return reader.load(text)


TRICKY = [
    *("", " ", "Yes", "no", "y", "N", "on", "OFF", "true", "Null", "~", "null", "=", "<<", "?"),
    *("1", "-1", "+1", "007", "08", "0x1F", "0o17", "0b1", "1_000", "1e3", "1.5", ".5", "5.", "1."),
    *(".inf", "-.inf", "+.Inf", ".nan", "12:30", "12:30:45", "190:20:30", "1,000", "0.", "-", "--"),
    *("2020-02-11", "2020-02-11T19:20:00Z", "2020-2-1", "2022-00-00", "2020-02-11 19:20"),
    *("- x", "-x", "? x", "?x", ": x", ":x", "a: b", "a:", "a:b", "x #y", "#x", "x#y", "@x", "`x`"),
    *("%x", "!x", "!!str x", "&x", "*x", "|", ">", "|-", "[x]", "]", "{x}", "}", "{{x}}"),
    "{% x %}",
    *("x, y", ",x", "'", '"', "''", "it's", '"x"', "'x'", '"x', "x'", '\\', "C:\\new", "\\n"),
    *("x\ny", "x\n", "\nx", "x\n\ny\n\n", " x\n y", "x \ny", "\tx", "x\t", "x\ty", "x\ry", "x\r\n"),
    *("---", "--- x", "...", "... x", "-- x", " x", "x ", "x  y", "\u00a0x", "x\u00a0", "\u3000"),
    *("\x00", "\x07", "\x1b[0m", "\x7f", "\x80", "\x85", "x\x85y", "\u2028", "x\u2029y", "\ufeffx"),
    *("x\ufeff", "\ufffe", "\uffff", "🦊", "👩‍👩‍👧", "é", "e\u0301", "שלום", "日本", "\u202eabc"),
    *("http://x.example/?a=b#c", "x:", "::", "key: [1", "<b>x</b>", "100%", "a & b", "a*b", "a!"),
    *("word " * 60, "x" * 2000, "y" * 200 + ": z", "9" * 60, "nan", "NaN", "infinity", "None"),
]  # fmt: skip
PLACES = {
    "plain": "k: 1\nv: old\nz: 1\n",
    "double quoted": 'k: 1\nv: "old"\nz: 1\n',
    "single quoted": "k: 1\nv: 'old'\nz: 1\n",
    "empty": "k: 1\nv:\nz: 1\n",
    "commented": "k: 1\nv: old # why\nz: 1\n",
    "a number": "k: 1\nv: 5\nz: 1\n",
    "literal": "k: 1\nv: |\n  old\nz: 1\n",
    "folded": "k: 1\nv: >-\n    old\nz: 1\n",
    "kept": "k: 1\nv: |+\n  old\n\nz: 1\n",
    "absent": "k: 1\nz: 1\n",
    "CRLF": "k: 1\r\nv: |\r\n  old\r\nz: 1\r\n",
}


def assert_reads_back(text: str, value: Value) -> None:
    for read in (witness(text), yaml_1_2(text)):
        assert read["v"] == value
        assert type(read["v"]) is type(value)
        assert (read["k"], read["z"]) == (1, 1)


@pytest.mark.parametrize("place", PLACES)
def test_tricky_texts_read_back(place: str) -> None:
    for value in TRICKY:
        assert_reads_back(edited(PLACES[place], Set(("v",), value)), value)


@pytest.mark.parametrize("place", ["[old, {a: b}]", "\n  - old\n  - x\n", '["old"]'])
def test_tricky_texts_read_back_as_items(place: str) -> None:
    for value in TRICKY:
        text = edited(f"l: {place}\n".replace("\n\n", "\n"), Insert(("l",), 1, value))
        assert witness(text)["l"][1] == value
        assert yaml_1_2(text)["l"][1] == value


@pytest.mark.parametrize("place", ["k: 1\n", "k: 1\nm: {}\n", "k: 1\nm: {a: 1}\n"])
def test_tricky_texts_read_back_as_keys(place: str) -> None:
    for key in TRICKY:
        # A simple key has at most 1024 characters on one line.
        if len(double_quoted(key)) < 1000:
            path = ("m", key) if "m:" in place else (key,)
            text = edited(place, Set(path, "x"))
            read, newer = witness(text), yaml_1_2(text)
            if "m:" in place:
                read, newer = read["m"], newer["m"]
            assert read[key] == newer[key] == "x"


anything = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
nearly_yaml = st.text(alphabet=" \n\t-:#'\"[]{}|>&*!%@`,?~aé0.\\\r", max_size=25)


@given(st.sampled_from(sorted(PLACES)), anything | nearly_yaml)
def test_any_text_reads_back_in_any_place(place: str, value: str) -> None:
    assert_reads_back(edited(PLACES[place], Set(("v",), value)), value)


@given(st.sampled_from(sorted(PLACES)), anything | nearly_yaml)
def test_setting_a_text_and_setting_it_back_gives_the_same_data(place: str, value: str) -> None:
    before = document(PLACES[place])
    changed = apply(before, Set(("v",), value))
    assert apply(changed, Set(("v",), before.value(("v",)))).value(("v",)) == before.value(("v",))


@given(anything | nearly_yaml)
def test_setting_back_in_quotes_gives_the_same_bytes(value: str) -> None:
    for place in ("double quoted", "single quoted"):
        changed = apply(document(PLACES[place]), Set(("v",), value))
        if place == "double quoted" or single_quoted(value) is not None:
            assert apply(changed, Set(("v",), "old")).yaml == PLACES[place]


numbers = (
    st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.none()
    | st.dates()
    | st.datetimes(timezones=st.none() | st.sampled_from([UTC, timezone(timedelta(hours=5.5))]))
)


@given(
    st.sampled_from(["plain", "double quoted", "empty", "a number", "literal", "absent"]), numbers
)
def test_any_number_or_date_reads_back(place: str, value: Value) -> None:
    text = edited(PLACES[place], Set(("v",), value))
    read = witness(text)["v"]
    assert read == value
    assert type(read) is type(value)


@given(
    st.recursive(
        anything | nearly_yaml | st.integers() | st.booleans() | st.none(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(nearly_yaml, inner, max_size=4),
        max_leaves=12,
    ),
    st.sampled_from(["plain", "empty", "commented", "literal", "absent", "CRLF"]),
)
def test_any_structure_reads_back(value: Any, place: str) -> None:
    text = edited(PLACES[place], Set(("v",), value))
    assert witness(text)["v"] == value
    assert yaml_1_2(text)["v"] == value


def test_nothing_is_a_number_that_is_not_one() -> None:
    text = edited("v: 1.5\n", Set(("v",), math.nan))
    assert math.isnan(witness(text)["v"])


def test_an_unreadable_value_is_copied_as_it_is() -> None:
    before = document("l:\n  - d: 2022-00-00\n")
    item = before.value(("l", 0))
    assert (
        edited(before.yaml, Insert(("l",), 1, item)) == "l:\n  - d: 2022-00-00\n  - d: 2022-00-00\n"
    )
    assert isinstance(before.value(("l", 0, "d")), Unreadable)


def test_a_date_is_not_mistaken_for_a_moment() -> None:
    text = edited("v: 2020-01-01\n", Set(("v",), datetime(2020, 1, 1)))
    assert witness(text)["v"] == datetime(2020, 1, 1)
    assert witness(edited(text, Set(("v",), date(2020, 1, 1))))["v"] == date(2020, 1, 1)


def test_plain_text_is_left_alone() -> None:
    for text in (
        "Met police deploy cameras",
        "x#y",
        "a:b",
        "It's 5 o'clock",
        "A, B & C",
        "3D",
        "1st",
    ):
        assert is_plain_safe(text)
    for text in ("A, B", "[x]", "a:b", "Why?"):
        assert not is_plain_safe(text, flow=True)


def test_a_block_cannot_hold_everything() -> None:
    for text in ("", "  x", "\nx", "x\r\ny", "x\x07", "\tx"):
        assert block_scalar(text, "|", 2, "\n") is None
    assert block_scalar("x\n\ny\n", "| # c", 2, "\n") == "| # c\n  x\n\n  y"
