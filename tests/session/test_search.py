"""A search in portions finds what one in a single pass would, and can be narrowed in between."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from curator.session.search import SLICE, Picks, Search


def thirds(places: Sequence[int]) -> list[int]:
    return [place for place in places if place % 3 == 0]


PLACES = list(range(5 * SLICE, 0, -1))
TOTAL = 5 * SLICE + 1


def arranged(places: Sequence[int]) -> list[int]:
    # Place 0 has no row any more.
    return sorted((place for place in places if place), reverse=True)


def search_for(matching: Picks, awaited: Sequence[int] = ()) -> Search:
    return Search(PLACES, matching, arranged, TOTAL, awaited)


def test_portions_give_what_one_pass_gives() -> None:
    search = search_for(thirds)
    portions = 0
    while not search.done:
        search.go_on(0)
        portions += 1
    assert search.hits == thirds(PLACES)
    assert portions == 5


@pytest.mark.parametrize("hits", [[], [1], [5 * SLICE], [3, 7, SLICE, 4 * SLICE, 5 * SLICE]])
def test_rare_hits_are_found_in_the_order_of_the_list(hits: list[int]) -> None:
    asked: list[Sequence[int]] = []

    def rare(places: Sequence[int]) -> list[int]:
        asked.append(places)
        return [place for place in places if place in {0, *hits}]

    search = search_for(rare)
    search.go_on(0)
    assert search.left == [*(hit for hit in hits if hit > 4 * SLICE), *PLACES[SLICE:]]
    while not search.done:
        search.go_on(0)
    assert search.hits == sorted(hits, reverse=True)
    assert asked[0] == PLACES[:SLICE]
    assert asked[1] == range(SLICE)


def test_what_is_rare_among_few_is_looked_for_there() -> None:
    search = Search(PLACES[: 2 * SLICE], lambda _: [], arranged, TOTAL)
    search.go_on(0)
    search.go_on(0)
    assert search.done


def test_finishing_does_what_is_left() -> None:
    for portions in (1, 2):
        search = search_for(lambda places: [place for place in places if place in (5, 9_999)])
        for _ in range(portions):
            search.go_on(0)
        search.finish()
        assert search.done
        assert search.hits == [9_999, 5]


def test_one_stops_at_a_screenful() -> None:
    search = search_for(thirds)
    search.go_on(3600, 10)
    assert not search.done
    assert search.has(10)


def test_a_narrower_search_looks_at_hits_and_at_what_is_left() -> None:
    search = search_for(thirds)
    search.go_on(0)
    left = search.left
    assert len(left) < len(PLACES)
    assert [place for place in left if place % 6 == 0] == [p for p in PLACES if p % 6 == 0]


def test_a_screenful_waits_for_what_is_to_be_kept() -> None:
    last = PLACES[-1]
    search = search_for(thirds, [last])
    search.go_on(0)
    assert len(search.hits) > 100
    assert not search.has(100)
    search.finish()
    assert search.has(100)
    assert search_for(thirds).has(1) is False
