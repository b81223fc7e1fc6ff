"""The lines that a save changes."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.content import changes
from curator.content.changes import Line, Side, changed_lines, compare

OLD = "".join(f"line {number}\n" for number in range(1, 21)).encode()


def shown(hunks: list[list[Line]]) -> list[str]:
    return [line.side.value + line.text for hunk in hunks for line in hunk]


def test_equal_files_have_no_changes() -> None:
    assert compare(OLD, OLD) == []
    assert changed_lines([]) == 0


def test_one_line_with_its_surroundings_and_numbers() -> None:
    (hunk,) = compare(OLD, OLD.replace(b"line 10\n", b"line ten\n"), context=1)
    assert [(line.side, line.before, line.after, line.text) for line in hunk] == [
        (Side.SAME, 9, 9, "line 9\n"),
        (Side.REMOVED, 10, None, "line 10\n"),
        (Side.ADDED, None, 10, "line ten\n"),
        (Side.SAME, 11, 11, "line 11\n"),
    ]
    assert changed_lines([hunk]) == 1


def test_the_words_that_differ_are_marked() -> None:
    (hunk,) = compare(b'title: "One two"\n', b'title: "One three"\n')
    removed, added = hunk
    assert [removed.text[start:end] for start, end in removed.words] == ["two"]
    assert [added.text[start:end] for start, end in added.words] == ["three"]


def test_changes_far_apart_are_hunks_of_their_own() -> None:
    new = OLD.replace(b"line 2\n", b"").replace(b"line 19\n", b"line 19\nmore\n")
    hunks = compare(OLD, new)
    assert len(hunks) == 2
    assert [line.before for line in hunks[0] if line.side is Side.REMOVED] == [2]
    assert [line.after for line in hunks[1] if line.side is Side.ADDED] == [19]
    assert changed_lines(hunks) == 1


def test_a_change_of_line_ends_is_seen() -> None:
    assert shown(compare(b"a\nb\n", b"a\nb\r\n", context=0)) == ["-b\n", "+b\r\n"]
    assert shown(compare(b"a\n", b"a", context=0)) == ["-a\n", "+a"]


def test_bytes_that_are_no_text_are_told_apart() -> None:
    assert shown(compare(b"caf\xe9\n", b"caf\xe8\n")) == ["-caf\\xe9\n", "+caf\\xe8\n"]


def test_from_nothing_and_to_nothing() -> None:
    assert shown(compare(b"", b"a\nb\n")) == ["+a\n", "+b\n"]
    assert shown(compare(b"a\nb\n", b"")) == ["-a\n", "-b\n"]


def test_a_long_body_costs_little() -> None:
    body = b"\n".join([b"", b"text"] * 50_000)
    start = time.perf_counter()
    hunks = compare(b"title: a\n" + body, b"title: b\n" + body)
    assert changed_lines(hunks) == 1
    assert time.perf_counter() - start < 2


def test_items_that_change_places_in_a_long_list_stay_whole() -> None:
    items = [f"- title: {n}\n  url: /{n}\n  type: article\n".encode() for n in range(400)]
    moved = [*items[1:200], items[0], *items[200:]]
    hunks = compare(b"".join(items[::-1]), b"".join(items))
    assert changed_lines(hunks) == 3 * 399
    going, coming = compare(b"".join(items), b"".join(moved), context=0)
    for hunk in (going, coming):
        assert sorted(line.text for line in hunk) == sorted(items[0].decode().splitlines(True))
    assert all(line.side is Side.ADDED and not line.words for line in coming)


LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\r\n", b"\n", b"d\n", b"e\n"]), max_size=12)


@pytest.mark.parametrize("few", [0, 40, 1500])
@given(LINES, LINES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_lines_with_full_context_are_both_files(
    monkeypatch: pytest.MonkeyPatch, few: int, old: list[bytes], new: list[bytes]
) -> None:
    # From so many lines on a text counts as long.
    monkeypatch.setattr(changes, "_FEW", few)
    before, after = b"".join(old), b"".join(new)
    lines = [line for hunk in compare(before, after, context=100) for line in hunk]
    if before == after:
        assert lines == []
    else:
        for left_out, whole in ((Side.ADDED, before), (Side.REMOVED, after)):
            assert "".join(x.text for x in lines if x.side is not left_out).encode() == whole
        assert [x.before for x in lines if x.before] == list(range(1, len(old) + 1))
        assert [x.after for x in lines if x.after] == list(range(1, len(new) + 1))
