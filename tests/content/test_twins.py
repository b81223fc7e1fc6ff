"""Articles that are the same story, found in whatever order they come and go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curator.content.duplicates import Certainty
from curator.content.row import Published, Row, make_row
from curator.content.titles import key_of
from curator.content.twins import DAYS_APART, MOST_ALIKE, TwinIndex, problems_across

DAY = 24 * 60 * 60.0
TITLES = ["Zoox settles with Tesla over documents", "Tesla, Zoox settles: documents", "Weekly news"]


def row(path: str, address: str = "", title: str = "", day: float | None = 0.0) -> Row:
    moment = None if day is None else day * DAY
    return make_row(path, title=title, address=address, moment=moment)


def index_of(*rows: Row) -> TwinIndex:
    by_path = {each.path: each for each in rows}
    index = TwinIndex(by_path.get)
    for each in rows:
        index.put(each)
    return index


def test_groups_say_how_sure_they_are() -> None:
    index = index_of(
        row("b.md", "https://x.example/a", TITLES[0]),
        row("a.md", "http://www.x.example/a/?utm_source=y"),
        row("c.md", "https://y.example", TITLES[1], DAYS_APART),
        row("d.md", "https://z.example/amp-1/amp"),
        row("e.md", "https://z.example/amp-1"),
        row("f.md", "https://w.example"),
        row("g.md"),
        row("h.md"),
    )
    assert [(group.paths, group.certainty.value) for group in index.groups()] == [
        (("a.md", "b.md", "c.md"), "likely"),
        (("d.md", "e.md"), "certain"),
    ]
    assert len(index) == 5
    assert "c.md" in index
    assert "f.md" not in index
    assert [(twin.path, twin.words) for twin in index.same_as("b.md")] == [
        ("a.md", "has the same address"),
        ("c.md", "perhaps the same story: its title has the same words"),
    ]
    assert index.same_as("f.md") == index.same_as("nowhere.md") == []


def test_a_title_is_a_sign_only_where_it_is_rare_and_of_the_same_days() -> None:
    far = index_of(row("a.md", "", TITLES[0]), row("b.md", "", TITLES[0], DAYS_APART + 0.1))
    assert len(far) == 0
    undated = index_of(row("a.md", "", TITLES[0]), row("b.md", "", TITLES[0], None))
    assert len(undated) == 2
    assert len(index_of(row("a.md", "", TITLES[2]), row("b.md", "", TITLES[2]))) == 0
    column = [row(f"{n}.md", "", TITLES[0]) for n in range(MOST_ALIKE + 1)]
    index = index_of(*column)
    assert len(index) == 0
    index.remove("0.md")
    assert len(index) == MOST_ALIKE


def test_a_story_of_which_all_but_one_are_held_is_told_once() -> None:
    rows = {each.path: each for each in (row(f"{name}.md", "https://x.example/1") for name in "ab")}
    index = TwinIndex(rows.get)
    for each in rows.values():
        index.put(each)
    assert index.take_changed() == {"a.md", "b.md"}
    rows["a.md"] = rows["a.md"]._replace(published=Published.NO)
    assert index.put(rows["a.md"])
    assert len(index) == 0
    assert index.take_changed() == {"a.md", "b.md"}
    assert [twin.path for twin in index.same_as("b.md")] == ["a.md"]
    assert index.group_of("b.md").paths == ("a.md", "b.md")


def test_one_that_cannot_be_read_is_no_story() -> None:
    broken = row("a.md", "https://x.example")._replace(readable=False)
    assert len(index_of(broken, row("b.md", "https://x.example"))) == 0


_ROWS = st.builds(
    row,
    st.sampled_from([f"{name}.md" for name in "abcdefghi"]),
    st.sampled_from(["", "https://x.example/1", "http://www.x.example/1/", "https://x.example/2"]),
    st.sampled_from(["", *TITLES]),
    st.sampled_from([None, 0.0, 2.0, 4.0]),
)


def twins_by_hand(rows: dict[str, Row]) -> set[str]:
    found: set[str] = set()
    for one in rows.values():
        key = key_of(one.title)
        alike = [other for other in rows.values() if key and key_of(other.title) == key]
        for other in rows.values():
            if other is one:
                continue
            same = one.address[-2:] == other.address[-2:] != "" or (
                one.address.rstrip("/")[-1:] == other.address.rstrip("/")[-1:] != ""
            )
            near = (
                None in (one.moment, other.moment)
                or abs((one.moment or 0) - (other.moment or 0)) <= DAYS_APART * DAY
            )
            if same or (other in alike and len(alike) <= MOST_ALIKE and near):
                found.add(one.path)
    return found


@given(st.lists(st.one_of(_ROWS, st.sampled_from([f"{name}.md" for name in "abcdefghi"]))))
def test_it_is_always_what_a_fresh_look_would_find(acts: list[Row | str]) -> None:
    rows: dict[str, Row] = {}
    index = TwinIndex(rows.get)
    for act in acts:
        before = index.paths
        if isinstance(act, str):
            rows.pop(act, None)
            changed = index.remove(act)
        else:
            rows[act.path] = act
            changed = index.put(act)
        assert index.paths == twins_by_hand(rows)
        assert changed or index.paths == before
    order = [sorted(rows)[place] for place in index.together(sorted(rows))]
    for group in index.groups():
        places = [order.index(path) for path in group.paths]
        assert max(places) - min(places) < len(places)
    members = [path for group in index.groups() for path in group.paths]
    assert sorted(members) == sorted(index.paths)


def test_problems_across_a_folder_leave_out_what_is_held() -> None:
    rows = [row(f"{name}.md", "https://x.example/a") for name in "bac"]
    rows.append(row("d.md", "https://x.example/d", TITLES[0]))
    rows.append(row("e.md", "https://x.example/e", TITLES[0]))
    found = problems_across(rows)
    assert [(p.path, p.code, p.severity) for p in found] == [
        ("b.md", "story-twice", "warning"),
        ("c.md", "story-twice", "warning"),
    ]
    assert "a.md" in found[0].message
    held = [each._replace(published=Published.NO) for each in rows[:2]]
    assert problems_across([*held, *rows[2:]]) == []
    assert Certainty.LIKELY not in {twin.certainty for twin in index_of(*rows[:3]).same_as("a.md")}
