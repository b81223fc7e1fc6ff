"""The story that the program was made for, at the level of its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.frontmatter import Document, Insert, Move, Remove, Set, apply, apply_all
from curator.resources import resource
from tests.frontmatter.texts import SHARED, lines_that_differ, witness


def stories() -> list[Path]:
    """The seed where it is at hand, and a story of the same shape from the sample folder."""
    own = sorted(resource("sample", "_news").glob("*face-matching*"))
    assert own
    return [*sorted((SHARED / "seed").glob("*.md")), *own]


@pytest.fixture(params=stories(), ids=lambda path: path.parent.name)
def story(request: pytest.FixtureRequest) -> Document:
    return Document.parse(request.param.read_bytes())


def test_nothing_changes_by_reading(story: Document) -> None:
    assert apply_all(story, []) is story
    assert story.data == {**witness(story.yaml)}


def test_toggling_published_changes_one_line(story: Document) -> None:
    flag = story.data["published"]
    assert isinstance(flag, bool)
    after = apply(story, Set(("published",), not flag))
    gone, came = lines_that_differ(story.to_bytes(), after.to_bytes())
    assert gone == [f"published: {str(flag).lower()}\n".encode()]
    assert came == [f"published: {str(not flag).lower()}\n".encode()]


def test_the_fifth_related_item_moves_to_the_top_with_its_lines(story: Document) -> None:
    items = witness(story.yaml)["related"]
    assert len(items) > 4
    after = apply(story, Move(("related",), 4, 0))
    assert witness(after.yaml) == {
        **witness(story.yaml),
        "related": [items[4], *items[:4], *items[5:]],
    }
    before_lines = story.yaml.splitlines(keepends=True)
    after_lines = after.yaml.splitlines(keepends=True)
    dashes = [n for n, line in enumerate(before_lines) if line.startswith("  - title: ")]
    start, end = dashes[4], dashes[5] if len(dashes) > 5 else dashes[4] + 1
    if len(dashes) == 5:
        while end < len(before_lines) and before_lines[end].startswith("    "):
            end += 1
    moved = before_lines[start:end]
    del before_lines[start:end]
    before_lines[dashes[0] : dashes[0]] = moved
    assert after_lines == before_lines


def test_editing_the_title_changes_one_line_and_keeps_its_quotes(story: Document) -> None:
    after = apply(story, Set(("title",), 'Police: "live" cameras'))
    gone, came = lines_that_differ(story.to_bytes(), after.to_bytes())
    assert len(gone) == 1
    assert gone[0].startswith(b'title: "')
    assert came == [b'title: "Police: \\"live\\" cameras"\n']


def test_the_secured_value_is_never_touched(story: Document) -> None:
    line = next(line for line in story.yaml.splitlines(True) if line.startswith("secured:"))
    after = apply_all(
        story,
        [
            Set(("published",), True),
            Set(("title",), "Other"),
            Move(("related",), 0, 2),
            Remove(("related", 1)),
            Insert(("topics",), 0, "Police"),
            Set(("provider", "name"), "Somebody: else"),
            Set(("excerpt",), "One\nTwo"),
            Remove(("heat",)),
        ],
    )
    assert line in after.yaml.splitlines(True)


def test_taking_everything_back_gives_the_bytes(story: Document) -> None:
    flag, title = story.data["published"], story.data["title"]
    there = apply_all(
        story,
        [Set(("published",), not flag), Move(("related",), 4, 0), Set(("title",), "Other")],
    )
    assert there.to_bytes() != story.to_bytes()
    back = apply_all(
        there, [Set(("title",), title), Move(("related",), 0, 4), Set(("published",), flag)]
    )
    assert back.to_bytes() == story.to_bytes()
