"""The words of a folder: read in portions, kept up with the index, never needed to be right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.content.index.database import Index
from curator.content.suggestions import postings as postings_module
from curator.content.suggestions.likeness import Story, asked, bag_of, likeness, nearness
from curator.content.suggestions.postings import FILE, Postings, PostingsUnusable
from curator.content.suggestions.serving import Finder
from curator.content.suggestions.suggesting import (
    CLOSE,
    FAR_BEHIND,
    FAR_BEHIND_ALL,
    LEAST_WORDS,
    Question,
    story_of,
    suggest,
    weights_of,
)
from tests.content.index_rig import Window, put, trust_new_files


class Desk(Window):
    """A folder, its index and what is suggested in it."""

    def __init__(self, folder: Path, file: Path) -> None:
        super().__init__(folder, Index(file))
        self.file = file
        self.finder = Finder(file)

    def catch_up(self) -> None:
        """Bring everything up to date."""
        self.update()
        while self.finder.go_on().behind:
            pass

    def question(self, path: str, **rest: object) -> Question:
        return Question(path, story_of(self.rows[path]), **rest)  # type: ignore[arg-type]

    def found(self, path: str, **rest: object) -> list[str]:
        """The paths of what is suggested for an article."""
        answer = self.finder.find(self.question(path, **rest)).answer
        assert answer is not None
        return [each.path for each in answer.suggestions]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    trust_new_files(monkeypatch)
    monkeypatch.setattr(postings_module, "_SEGMENT", 8)
    folder = tmp_path / "folder"
    folder.mkdir()
    desk = Desk(folder, tmp_path / "index" / "rows.sqlite")
    yield desk
    desk.finder.close()
    assert desk.index is not None
    desk.index.close()


def fill(desk: Desk, count: int = 40) -> None:
    """Stories of which each tenth is about the same."""
    places = ("harbour", "valley", "library", "glasshouse", "tramway")
    for number in range(count):
        kind = "Zeppelin lands beside lighthouse" if number % 10 == 0 else f"Fair no {number}x"
        put(desk.folder, f"{number}.md", title=f"{kind} at the {places[number // 10]}")
    desk.catch_up()


def test_what_is_suggested_equals_a_comparison_with_everything(desk: Desk, sample: Path) -> None:
    desk.folder = sample
    desk.catch_up()
    postings = Postings(desk.file)
    weights = weights_of(postings)
    assert postings.articles[0] == len(desk.rows)
    for path, row in desk.rows.items():
        story = story_of(row)
        worth = asked(bag_of(story), weights)
        itself = likeness(worth, bag_of(story), weights)
        scores: dict[str, float] = {}
        for other in desk.rows.values():
            bag = bag_of(story_of(other))
            words = likeness(worth, bag, weights) / itself if itself else 0.0
            if words >= CLOSE and len(worth.keys() & bag.keys()) >= LEAST_WORDS:
                scores[other.path] = words * nearness(story.moment, other.moment)
        scores.pop(path, None)
        there = [score for p, score in scores.items() if desk.rows[p].readable]
        least = max(
            FAR_BEHIND * max(there, default=0.0), FAR_BEHIND_ALL * max(scores.values(), default=0.0)
        )
        wanted = sorted((score for score in there if score >= least), reverse=True)[:5]
        answer = suggest(Question(path, story), postings, weights, 5)
        # Of equal ones and of two that are the same story either may come first.
        assert [s.score for s in answer.suggestions] == pytest.approx(wanted), path
    postings.close()


def test_portions_join_to_the_whole(desk: Desk) -> None:
    fill(desk)
    assert set(desk.found("0.md")) == {"10.md", "20.md", "30.md"}


def test_a_new_story_a_changed_one_and_one_that_is_gone(desk: Desk) -> None:
    fill(desk)
    put(desk.folder, "new.md", title="A zeppelin over the lighthouse")
    put(desk.folder, "10.md", title="Nothing of that kind")
    (desk.folder / "20.md").unlink()
    desk.catch_up()
    assert set(desk.found("0.md")) == {"30.md", "new.md"}


def test_before_it_is_read_a_change_does_no_harm(desk: Desk) -> None:
    fill(desk)
    put(desk.folder, "10.md", title="Nothing of that kind")
    (desk.folder / "20.md").unlink()
    desk.update()
    reply = desk.finder.find(desk.question("0.md"))
    assert reply.behind
    assert not reply.far_behind
    assert reply.answer is not None
    assert [each.path for each in reply.answer.suggestions] == ["30.md"]


def test_an_index_made_anew_is_read_anew(desk: Desk) -> None:
    fill(desk)
    assert desk.index is not None
    desk.index.close()
    desk.finder.close()
    for part in desk.file.parent.glob(f"{desk.file.name}*"):
        part.unlink()
    put(desk.folder, "10.md", title="Nothing of that kind")
    desk.since = None
    desk.update()
    assert desk.finder.find(desk.question("0.md")).far_behind
    desk.catch_up()
    assert set(desk.found("0.md")) == {"20.md", "30.md"}


def test_after_many_changes_nothing_piles_up(desk: Desk) -> None:
    fill(desk, 20)
    for number in range(12):
        for name in range(10, 20):
            put(desk.folder, f"{name}.md", title=f"Zeppelin at lighthouse {name} {number}")
        desk.catch_up()
    postings = Postings(desk.file)
    assert postings.articles[0] <= 2 * len(desk.rows) + 10
    postings.close()
    assert len(desk.found("0.md")) == 8


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 500])
def test_a_damaged_file_is_made_anew(desk: Desk, damage: bytes) -> None:
    fill(desk)
    desk.finder.close()
    (desk.file.with_name(FILE)).write_bytes(damage)
    desk.catch_up()
    assert len(desk.found("0.md")) == 3


def test_without_an_index_there_are_no_suggestions_but_misfits(tmp_path: Path) -> None:
    finder = Finder(tmp_path / "none" / "rows.sqlite")
    reply = finder.find(Question("a.md", Story(""), (Story(""),)))
    assert reply.answer is not None
    assert reply.answer.suggestions == []
    assert reply.answer.misfits == [None]
    assert not finder.go_on().behind
    with pytest.raises(PostingsUnusable):
        Postings(tmp_path / "none" / "rows.sqlite").is_behind()


def test_what_is_related_already_and_its_copies_are_left_out(desk: Desk) -> None:
    fill(desk)
    assert set(desk.found("0.md", identities=frozenset({"10"}))) == {"20.md", "30.md"}
    # The same headline is the same story, wherever it stands.
    copied = desk.folder / "copy.md"
    copied.write_bytes((desk.folder / "20.md").read_bytes())
    desk.catch_up()
    assert len(set(desk.found("0.md")) & {"20.md", "copy.md"}) == 1


def test_one_address_is_suggested_once_and_not_to_itself(desk: Desk) -> None:
    for name, address in (("a", "https://www.x.example/1"), ("b", "http://x.example/1?utm_id=3")):
        text = f"---\ntitle: Zeppelin lighthouse {name}{name}\nwebUrl: {address}\n---\n"
        (desk.folder / f"{name}.md").write_text(text)
    put(desk.folder, "c.md", title="Zeppelin lighthouse story")
    desk.catch_up()
    assert len(desk.found("c.md")) == 1
    assert desk.found("c.md", identities=frozenset({"x.example/1"})) == []


def test_a_file_that_cannot_be_read_is_not_suggested(desk: Desk) -> None:
    put(desk.folder, "zeppelin-lighthouse-1.md", title="Zeppelin lighthouse")
    (desk.folder / "zeppelin-lighthouse-2.md").write_text("---\ntitle: a: b\n---\n")
    desk.catch_up()
    assert desk.found("zeppelin-lighthouse-1.md") == []
