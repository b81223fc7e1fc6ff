"""The cards of a related list: drawn once, and shown wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.session.pictures import Pictures
from curator.session.related_model import RelatedModel
from curator.session.session import Session
from curator.ui.related_list import RelatedList
from curator.ui.thumbnails import Thumbnails

TEXT = "---\ntitle: A\nrelated:\n" + "".join(f"  - title: Item {n}\n" for n in range(5)) + "---\n"


@pytest.fixture
def cards(qtbot: QtBot, opened: Callable[[Path], Session], tmp_path: Path) -> RelatedList:
    (tmp_path / "a.md").write_text(TEXT)
    model = RelatedModel(opened(tmp_path))
    model.show_article("a.md")
    cards = RelatedList(model, Thumbnails(Pictures(None, model), model))
    qtbot.addWidget(cards)
    model.setParent(cards)
    cards.resize(400, cards.sizeHint().height())
    return cards


def test_a_card_that_is_drawn_for_the_first_time_stands_in_its_place(cards: RelatedList) -> None:
    first = cards.grab().toImage()
    assert cards.grab().toImage() == first
    height = cards.visualRect(cards.model().index(0, 0)).height()
    row = first.copy(0, 3 * height, first.width(), height)
    assert row != first.copy(0, 0, first.width(), height)
