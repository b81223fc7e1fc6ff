"""Sorting, filtering and following in the table model."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from curator.frontmatter import Set
from curator.session.article_model import ArticleModel, Column
from curator.session.session import Session
from curator.session.views import HELD, PROBLEMS, PUBLISHED, View

Opened = Callable[[Path], Session]


@pytest.fixture
def model(qtbot: QtBot, session: Session, opened: Opened, sample: Path) -> ArticleModel:
    model = ArticleModel(session)
    # Kept by the model's parenthood: reports every breach of Qt's rules as a warning.
    QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, parent=model
    )
    opened(sample)
    return model


def titles(model: ArticleModel) -> list[str]:
    return [str(model.index(row, Column.TITLE).data()) for row in range(model.rowCount())]


def test_all_articles_are_there_the_newest_first(model: ArticleModel) -> None:
    assert model.rowCount() == model.total == 41
    moments = [model._session.rows[model.path_at(row)].moment for row in range(41)]
    known = [moment for moment in moments if moment is not None]
    assert known == sorted(known, reverse=True)
    assert moments[: len(known)] == known


@pytest.mark.parametrize("column", list(Column))
@pytest.mark.parametrize("order", list(Qt.SortOrder))
def test_sorting_keeps_every_article_and_persistent_indexes(
    model: ArticleModel, column: Column, order: Qt.SortOrder
) -> None:
    before = sorted(model.path_at(row) for row in range(model.rowCount()))
    kept = [QPersistentModelIndex(model.index(row, 1)) for row in (0, 7, 40)]
    paths = [model.path_at(index.row()) for index in kept]
    model.sort(column, order)
    assert sorted(model.path_at(row) for row in range(model.rowCount())) == before
    assert [model.path_at(index.row()) for index in kept] == paths


def test_articles_without_a_value_come_last_both_ways(model: ArticleModel) -> None:
    for order in Qt.SortOrder:
        model.sort(Column.HEAT, order)
        heats = [model._session.rows[model.path_at(row)].heat for row in range(model.rowCount())]
        known = [heat for heat in heats if heat is not None]
        assert heats[: len(known)] == known
        assert known == sorted(known, reverse=order == Qt.SortOrder.DescendingOrder)


def test_words_filter_over_title_excerpt_provider_and_topics(model: ArticleModel) -> None:
    model.show_words("ellerby")
    assert 0 < model.rowCount() < 41
    for row in range(model.rowCount()):
        assert "ellerby" in model._session.rows[model.path_at(row)].haystack
    model.show_words("ELLERBY nosuchword")
    assert model.rowCount() == 0
    model.show_words("")
    assert model.rowCount() == 41


def test_a_phrase_in_quotes_is_one_word(model: ArticleModel) -> None:
    model.show_words('"go live at three"')
    assert titles(model) == ["Face-matching cameras go live at three Ellerby stations"]
    model.show_words('three "go live"')
    assert model.rowCount() == 1
    model.show_words('"go live at th')
    assert model.rowCount() == 1


def test_views_show_their_articles(model: ArticleModel) -> None:
    for view, count in (
        (View(PUBLISHED), 14),
        (View(HELD), 20),
        (View(PROBLEMS), 4),
        (View("collection", "learning"), 12),
    ):
        model.show_view(view)
        assert model.rowCount() == count


def test_random_filters_and_sorts_equal_a_plain_list(model: ArticleModel) -> None:
    chance = random.Random(7)
    rows = model._session.rows
    for _ in range(60):
        word = chance.choice(["", "a", "the", "sea", "ai", "port", "zzz", "model"])
        view = chance.choice([View("all"), View(HELD), View(PUBLISHED), View(PROBLEMS)])
        model.show_view(view)
        model.show_words(word)
        model.sort(chance.choice(list(Column)), chance.choice(list(Qt.SortOrder)))
        shown = {model.path_at(row) for row in range(model.rowCount())}
        wanted = {path for path, row in rows.items() if word in row.haystack and view.shows(row)}
        assert shown == wanted


def test_a_decided_article_keeps_its_place_until_the_view_is_refreshed(
    model: ArticleModel, session: Session
) -> None:
    model.show_view(View(HELD))
    path = model.path_at(3)
    session.edit({path: [Set(("published",), True)]}, "Publish 1 Article")
    assert model.rowCount() == 20
    assert model.path_at(3) == path
    assert model.index(3, Column.STATE).data() == "published"
    model.refresh()
    assert model.rowCount() == 19
    assert model.row_of(path) is None


def test_an_edit_is_told_for_its_row_only(
    qtbot: QtBot, model: ArticleModel, session: Session
) -> None:
    path = model.path_at(5)
    changed: list[tuple[int, int]] = []

    def note(first: QModelIndex, last: QModelIndex) -> None:
        changed.append((first.row(), last.row()))

    model.dataChanged.connect(note)
    session.edit({path: [Set(("title",), "New")]}, "Edit Title")
    assert set(changed) == {(5, 5)}
    assert model.index(5, Column.UNSAVED).data() == "unsaved"


def test_an_unreadable_file_is_a_row_with_its_reason(model: ArticleModel) -> None:
    model.show_view(View(PROBLEMS))
    broken = [
        row
        for row in range(model.rowCount())
        if not model._session.rows[model.path_at(row)].readable
    ]
    assert len(broken) == 1
    tip = model.index(broken[0], Column.TITLE).data(Qt.ItemDataRole.ToolTipRole)
    assert "line 3" in tip
    assert model.index(broken[0], Column.STATE).data() == "cannot be read"
