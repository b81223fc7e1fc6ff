"""The related list: moving, removing, adding, and precise signals for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from curator.frontmatter import Set
from curator.session.related_cards import MarkKind
from curator.session.related_model import RelatedModel
from curator.session.session import Session

Opened = Callable[[Path], Session]
SEED = "_news/seed.md"


@pytest.fixture
def model(qtbot: QtBot, session: Session, opened: Opened, seed: Path) -> RelatedModel:
    model = RelatedModel(session)
    QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, parent=model
    )
    opened(seed)
    model.show_article(SEED)
    return model


def titles(model: RelatedModel) -> list[str]:
    return [model.card(row).title for row in range(model.rowCount())]


@pytest.mark.parametrize(("source", "target"), [(4, 0), (0, 4), (2, 3), (3, 2), (1, 1)])
def test_moving_equals_a_plain_list(model: RelatedModel, source: int, target: int) -> None:
    wanted = titles(model)
    wanted.insert(target, wanted.pop(source))
    assert model.move(source, target) is (source != target)
    assert titles(model) == wanted


def test_moving_beyond_the_ends_does_nothing(model: RelatedModel) -> None:
    before = titles(model)
    assert not model.move(0, -1)
    assert not model.move(0, len(before))
    assert not model.move(99, 0)
    assert titles(model) == before


def test_a_move_is_told_as_a_move(qtbot: QtBot, model: RelatedModel) -> None:
    with (
        qtbot.waitSignal(model.rowsMoved),
        qtbot.assertNotEmitted(model.modelReset),
        qtbot.assertNotEmitted(model.rowsRemoved),
    ):
        model.move(4, 0)


def test_removing_and_undoing(qtbot: QtBot, model: RelatedModel, session: Session) -> None:
    before = titles(model)
    assert model.remove([0, 2])
    assert titles(model) == [before[1], *before[3:]]
    session.undo_stack.undo()
    assert titles(model) == before
    assert not session.unsaved


def test_the_same_story_twice_is_marked_and_dropped(model: RelatedModel) -> None:
    count = model.rowCount()
    assert model.duplicate_count == 1
    (twice,) = [row for row in range(count) if model.card(row).same_as is not None]
    assert model.card(twice).same_as == 0
    assert model.drop_duplicates()
    assert model.rowCount() == count - 1
    assert model.duplicate_count == 0


ALIKE = """---
title: Harbour cranes learn to see in the dark
webUrl: https://own.example/cranes
related:
  - title: Zoox settles with Tesla over stolen documents
    webUrl: https://a.example/1
    quality: 3
  - title: Zoox settles with Tesla over the stolen documents - Reuters
    webUrl: https://b.example/2
  - title: Cranes of the harbour learn to see in the dark
    webUrl: https://c.example/3
  - title: Anything
    webUrl: https://www.own.example/cranes?utm_source=x
  - title: Zoox pays
    webUrl: https://www.a.example/1/
    quality: 9
---
"""


def marks(model: RelatedModel) -> list[tuple[str, MarkKind]]:
    cards = (model.card(row) for row in range(model.rowCount()))
    return [(card.mark, card.mark_kind) for card in cards]


def test_what_is_likely_the_same_story_is_marked_softly(
    session: Session, opened: Opened, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(ALIKE)
    model = RelatedModel(session)
    opened(tmp_path)
    model.show_article("a.md")
    assert marks(model) == [
        ("", MarkKind.NONE),
        ("same story?", MarkKind.DOUBT),
        ("this article?", MarkKind.DOUBT),
        ("is this article", MarkKind.WRONG),
        ("same story", MarkKind.WRONG),
    ]
    assert model.card(1).mark_tip == (
        "Perhaps the same story as number 1, “Zoox settles with Tesla over stolen documents”: "
        "the titles are 100 % alike"
    )
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "perhaps the same story as number 1, 100 percent alike, 2 of 5" in spoken
    # The mark goes with what stands first, and with the words.
    assert model.move(1, 0)
    assert [mark for mark, _ in marks(model)][:2] == ["", "same story?"]
    title = ("related", 1, "title")
    assert model.edit_fields([Set(title, "Something else altogether, of four words")], "Edit", "")
    assert marks(model)[1] == ("", MarkKind.NONE)
    assert session.edit({"a.md": [Set(("title",), "Quite another headline of this one")]}, "Edit")
    assert marks(model)[2] == ("", MarkKind.NONE)


def test_dropping_duplicates_keeps_the_better_one_and_says_why(
    session: Session, opened: Opened, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(ALIKE)
    model = RelatedModel(session)
    opened(tmp_path)
    model.show_article("a.md")
    assert model.duplicate_count == 2
    words = model.drop_duplicates()
    assert "Item 1: keeps item 5: quality 9 against 3" in words
    assert "Item 4: is this article itself" in words
    assert [model.card(row).quality for row in range(model.rowCount())] == ["", "", "9"]
    assert model.duplicate_count == 0
    assert session.undo_stack.undoText() == "Drop Duplicates"
    assert model.drop_duplicates() == ""


def test_a_sort_keeps_what_is_selected(model: RelatedModel, session: Session) -> None:
    item = model.item(4)
    kept = QPersistentModelIndex(model.index(4))
    assert model.sort_by("date")
    assert model.item(kept.row()) == item
    session.undo_stack.undo()
    assert kept.row() == 4


def test_adding_by_address_writes_an_item_like_its_siblings(
    model: RelatedModel, session: Session
) -> None:
    count = model.rowCount()
    assert model.add("https://www.example.org/one-more") == ""
    assert model.rowCount() == count + 1
    text = session.article(SEED).document.yaml
    assert '    webUrl: "https://www.example.org/one-more"\n' in text


@pytest.mark.parametrize("text", ["", "no address", "ftp://example.org/x", "https://"])
def test_what_is_no_address_is_refused_in_words(model: RelatedModel, text: str) -> None:
    count = model.rowCount()
    assert "web address" in model.add(text)
    assert model.rowCount() == count


def test_plain_slugs_are_shown_by_the_article_they_name(
    session: Session, opened: Opened, sample: Path
) -> None:
    model = RelatedModel(session)
    opened(sample)
    path = next(path for path in session.rows if path.endswith("small-sensors-big-claims.md"))
    model.show_article(path)
    cards = [model.card(row) for row in range(model.rowCount())]
    assert cards
    assert all(card.found and card.reference and card.title != card.reference for card in cards)


def test_a_slug_is_added_to_a_list_of_slugs(session: Session, opened: Opened, sample: Path) -> None:
    model = RelatedModel(session)
    opened(sample)
    path = next(path for path in session.rows if path.endswith("small-sensors-big-claims.md"))
    model.show_article(path)
    count = model.rowCount()
    slug = next(row.slug for row in session.rows.values() if "harbour-cranes" in row.path)
    assert model.add(slug) == ""
    assert model.rowCount() == count + 1
    assert model.item(count) == slug


def test_an_article_of_the_folder_is_added_with_its_fields(
    session: Session, opened: Opened, sample: Path
) -> None:
    model = RelatedModel(session)
    opened(sample)
    path = next(path for path in session.rows if "face-matching" in path)
    model.show_article(path)
    row = next(row for row in session.rows.values() if "harbour-cranes" in row.path)
    assert model.add(row.slug) == ""
    item = model.item(model.rowCount() - 1)
    assert isinstance(item, dict)
    assert item["title"] == row.title
    assert item["webUrl"] == row.address


def test_an_article_whose_related_is_no_list_shows_none(
    session: Session, opened: Opened, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\nrelated: none\n---\n")
    model = RelatedModel(session)
    opened(tmp_path)
    model.show_article("a.md")
    assert model.rowCount() == 0
