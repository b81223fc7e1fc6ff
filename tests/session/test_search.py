"""A search in portions finds what one in a single pass would, and can be narrowed in between."""

from __future__ import annotations

from collections.abc import Sequence

from curator.session.search import SLICE, Search


def thirds(places: Sequence[int]) -> list[int]:
    return [place for place in places if place % 3 == 0]


PLACES = list(range(5 * SLICE, 0, -1))


def test_portions_give_what_one_pass_gives() -> None:
    search = Search(PLACES, thirds)
    portions = 0
    while not search.done:
        search.go_on(0)
        portions += 1
    assert search.hits == thirds(PLACES)
    assert portions == 5


def test_finishing_does_what_is_left() -> None:
    search = Search(PLACES, thirds)
    search.go_on(0)
    search.finish()
    assert search.done
    assert search.hits == thirds(PLACES)


def test_one_stops_at_a_screenful() -> None:
    search = Search(PLACES, thirds)
    search.go_on(3600, 10)
    assert not search.done
    assert search.has_screenful(10)


def test_a_narrower_search_looks_at_hits_and_at_what_is_left() -> None:
    search = Search(PLACES, thirds)
    search.go_on(0)
    left = search.left
    assert len(left) < len(PLACES)
    assert [place for place in left if place % 6 == 0] == [p for p in PLACES if p % 6 == 0]


def test_a_screenful_waits_for_what_is_to_be_kept() -> None:
    last = PLACES[-1]
    search = Search(PLACES, thirds, [last])
    search.go_on(0)
    assert len(search.hits) > 100
    assert not search.has_screenful(100)
    search.finish()
    assert search.has_screenful(100)
    assert Search(PLACES, thirds).has_screenful(1) is False
