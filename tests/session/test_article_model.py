"""Sorting, filtering and following in the table model."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from curator.content.query import QueryError
from curator.content.row import Published, make_row
from curator.frontmatter import Set
from curator.session.article_model import ArticleModel
from curator.session.columns import Column
from curator.session.jobs import DirectRunner
from curator.session.ordering import different_runs
from curator.session.session import Session
from curator.session.views import HELD, PROBLEMS, PROVIDER, PUBLISHED, SEARCH, TOPIC, View

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
    assert model.rowCount() == model.total == 58
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
    assert 0 < model.rowCount() < 58
    for row in range(model.rowCount()):
        assert "ellerby" in model._session.rows[model.path_at(row)].haystack
    model.show_words("ELLERBY nosuchword")
    assert model.rowCount() == 0
    model.show_words("")
    assert model.rowCount() == 58


def test_a_phrase_in_quotes_is_one_word(model: ArticleModel) -> None:
    model.show_words('"go live at three"')
    assert titles(model) == ["Face-matching cameras go live at three Ellerby stations"]
    model.show_words('three "go live"')
    assert model.rowCount() == 1
    model.show_words('three "go live at th')
    assert model.rowCount() > 1, "a phrase that is still open is not searched yet"


def test_the_search_language_reaches_the_list(model: ArticleModel, session: Session) -> None:
    model.show_words("published:no -has:problems or title:lagoon")
    wanted = {
        path
        for path, row in session.rows.items()
        if (row.published is Published.NO and not row.problems) or "lagoon" in row.title.casefold()
    }
    assert {model.path_at(row) for row in range(model.rowCount())} == wanted
    assert 0 < len(wanted) < 58


def test_a_search_that_makes_no_sense_is_refused_and_changes_nothing(model: ArticleModel) -> None:
    told: list[object] = []
    model.search_refused.connect(told.append)
    model.show_words("published:no")
    before = titles(model)
    model.show_words("published:no qualty>50")
    assert titles(model) == before
    model.show_words("published:no quality>50")
    assert len(titles(model)) < len(before)
    assert [type(error) for error in told] == [QueryError, type(None)]


def test_what_was_changed_is_found_at_the_next_letter(
    model: ArticleModel, session: Session
) -> None:
    model.show_words("zo")
    path = next(path for path, row in session.rows.items() if "zo" not in row.haystack)
    session.edit({path: [Set(("title",), "Zoox settles")]}, "Edit Title")
    assert model.row_of(path) is None
    model.show_words("zoo")
    assert model.row_of(path) is not None


def test_changed_are_those_not_saved_and_those_written(
    model: ArticleModel, session: Session
) -> None:
    paths = [model.path_at(row) for row in (3, 9)]
    model.show_words("is:changed")
    assert model.rowCount() == 0
    session.edit({path: [Set(("title",), "New")] for path in paths}, "Edit Title")
    model.refresh()
    assert model.rowCount() == 2
    session.save_all()
    model.show_words("is:changed new")
    assert {model.path_at(row) for row in range(model.rowCount())} == set(paths)


def test_views_of_a_topic_a_provider_and_a_search(model: ArticleModel, session: Session) -> None:
    for view in (
        View(TOPIC, "AI"),
        View(PROVIDER, "Northwind Courier"),
        View(SEARCH, "date>=2026-02 or heat>50"),
    ):
        model.show_view(view)
        shown = {model.path_at(row) for row in range(model.rowCount())}
        assert 0 < len(shown) < 58
        assert shown == {path for path, row in session.rows.items() if view.shows(row)}
        model.show_view(View("all"))
        model.show_words(view.as_search())
        assert {model.path_at(row) for row in range(model.rowCount())} == shown
        model.show_words("")


@pytest.mark.parametrize("order", list(Qt.SortOrder))
@pytest.mark.parametrize("column", list(Column))
def test_an_edited_row_goes_to_the_place_that_a_fresh_sort_gives_it(
    model: ArticleModel, session: Session, column: Column, order: Qt.SortOrder
) -> None:
    model.sort(column, order)
    chance = random.Random(3)
    for number in range(12):
        path = chance.choice([path for path, row in session.rows.items() if row.readable])
        edits = [Set(("title",), chance.choice(["Aa", "mm", f"Zz {number}"]))]
        if chance.random() < 0.5:
            edits.append(Set(("heat",), chance.randrange(100)))
            edits.append(Set(("topics",), chance.choice([["Bees"], ["Apes", "Bees"], []])))
            edits.append(Set(("provider",), chance.choice(["anna", "Zoe", ""])))
            edits.append(Set(("published",), chance.choice([True, False])))
        session.edit({path: edits}, "Edit")
        model.refresh()
        moved = [model.path_at(row) for row in range(model.rowCount())]
        # Otherwise the order that is known would be taken.
        model._orders.clear()
        model.sort(column, order)
        assert moved == [model.path_at(row) for row in range(model.rowCount())]


def test_views_show_their_articles(model: ArticleModel) -> None:
    for view, count in (
        (View(PUBLISHED), 15),
        (View(HELD), 33),
        (View(PROBLEMS), 6),
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
    assert model.rowCount() == 33
    assert model.path_at(3) == path
    assert model.index(3, Column.STATE).data() == "published"
    model.refresh()
    assert model.rowCount() == 32
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


@pytest.mark.parametrize("size", [0, 3, 40, 2000])
def test_the_runs_that_differ_lead_from_one_list_to_the_other(size: int) -> None:
    chance = random.Random(size)
    for _ in range(200 if size < 100 else 10):
        everything = chance.sample(range(size), size)
        old = [number for number in everything if chance.random() < 0.9]
        new = [number for number in everything if chance.random() < 0.9]
        runs = different_runs(old, new, most=10_000)
        assert runs is not None
        gone, come = runs
        result = list(old)
        for first, last in reversed(gone):
            del result[first : last + 1]
        for first, last in come:
            result[first:first] = new[first : last + 1]
        assert result == new
    assert different_runs([1, 2, 3], [2, 1, 3], most=9) is None
    assert different_runs([1, 2, 3, 4, 5], [2, 4], most=2) is None


def test_a_letter_finds_rows_that_have_come_but_are_not_shown_yet(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(DirectRunner())
    model = ArticleModel(session)
    session.rows_added.emit([make_row(f"{n:04}.md", title=f"no {n}") for n in range(1_100)])
    model.show_words("n")
    monkeypatch.setattr(Session, "reading", True)
    session.rows_added.emit([make_row(f"new/{n}.md", title=f"needle {n}") for n in range(20)])
    assert model.rowCount() == 1_100
    model.show_words("ne")
    assert model.rowCount() == 20
    model.show_words("nee")
    assert model.rowCount() == 20
    session.shut()
