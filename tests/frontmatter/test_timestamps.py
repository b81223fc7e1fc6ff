"""Dates keep the form in which they are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from curator.frontmatter.timestamps import Timestamp

FORMS = [
    "2020-02-11",
    "2020-2-1",
    "2020-02-11T19:20:00Z",
    "2020-02-11t19:20:00z",
    "2020-02-11 19:20:00",
    "2020-02-11 19:20",
    "2020-02-11 19:20:00 +0200",
    "2020-02-11 19:20:00 UTC",
    "2020-02-11T19:20:00.123Z",
    "2020-02-11T19:20:00-05:30",
    "2020-02-11  19:20:00 -5",
]


@pytest.mark.parametrize("text", FORMS)
def test_a_timestamp_is_written_as_it_was_read(text: str) -> None:
    form = Timestamp.read(text)
    assert form is not None
    assert str(form) == text
    assert str(form.at(form.moment)) == text


NEW = {
    "2020-02-11": "2021-12-31T23:59:30Z",
    "2020-2-1 19:20": "2021-12-31 23:59:30",
    "2020-02-11T19:20:00Z": "2021-12-31T23:59:30Z",
    "2020-02-11 19:20:00 +0200": "2022-01-01 01:59:30 +0200",
    "2020-02-11T19:20:00.000-05:30": "2021-12-31T18:29:30.000-05:30",
}


@pytest.mark.parametrize("text", NEW)
def test_another_moment_is_told_in_the_same_offset(text: str) -> None:
    form = Timestamp.read(text)
    assert form is not None
    moment = datetime(2021, 12, 31, 23, 59, 30, tzinfo=UTC)
    wanted = NEW[text] if form.zone or ":" in text else "2021-12-31T23:59:30"
    assert str(form.at(moment)) == wanted


def test_midnight_leaves_a_date_a_date() -> None:
    form = Timestamp.read("2020-02-11")
    assert form is not None
    assert str(form.at(datetime(2021, 1, 2))) == "2021-01-02"


def test_digits_of_the_seconds_are_added_where_the_moment_has_them() -> None:
    form = Timestamp.read("2020-02-11T19:20Z")
    assert form is not None
    moment = datetime(2021, 1, 2, 3, 4, 5, 60_000, tzinfo=UTC)
    assert str(form.at(moment)) == "2021-01-02T03:04:05.06Z"


def test_the_offset_is_part_of_the_moment() -> None:
    form = Timestamp.read("2020-02-11 19:20:00 -0530")
    assert form is not None
    offset = timezone(-timedelta(hours=5, minutes=30))
    assert form.moment == datetime(2020, 2, 11, 19, 20, tzinfo=offset)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2020",
        "2020-02",
        "2022-00-00",
        "2020-02-30",
        "2020-02-11T25:00:00Z",
        "2020-02-11T19",
        "2020-02-11T19:20:00+99:00",
        "12020-02-11",
        "2020-02-11 later",
    ],
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert Timestamp.read(text) is None
