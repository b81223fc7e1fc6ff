"""Rows come, change and go while views, words and order change: always what a plain list gives."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from curator.content.query import parse
from curator.content.row import Published, Row, make_row
from curator.session import article_model
from curator.session import search as searches
from curator.session.article_model import ArticleModel
from curator.session.columns import Column
from curator.session.session import Session
from curator.session.views import ALL, HELD, PUBLISHED, View

Opened = Callable[[Path], Session]
WORDS = ("", "a", "ab", "abc", "b", "quality>20", "published:no", "zzz", "-a")
VIEWS = (View(ALL), View(PUBLISHED), View(HELD))


def a_row(source: random.Random) -> Row:
    return make_row(
        f"{source.randrange(120)}.md",
        title="".join(source.choices("abc ", k=3)),
        quality=source.choice([None, 1, 30, 30, 45]),
        published=source.choice(list(Published)),
    )


def right(session: Session, words: str, view: View, order: Qt.SortOrder) -> list[str]:
    rows = [row for row in session.rows.values() if view.shows(row)]
    rows = [rows[place] for place in parse(words).filter(rows, range(len(rows)))]
    sign = 1 if order == Qt.SortOrder.AscendingOrder else -1
    rows.sort(key=lambda row: (row.quality is None, sign * (row.quality or 0), row.path))
    return [row.path for row in rows]


@pytest.mark.parametrize("seed", range(8))
def test_any_course_of_events(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(article_model, "_AT_ONCE", 0)
    monkeypatch.setattr(article_model, "_PORTION", 0.0)
    monkeypatch.setattr(article_model, "_SCREENFUL", 4)
    monkeypatch.setattr(searches, "SLICE", 7)
    folder = tmp_path / "empty"
    folder.mkdir()
    session = opened(folder)
    rows = session._rows
    assert rows is not None
    model = ArticleModel(session)
    QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, parent=model
    )
    source = random.Random(seed)
    words, view, order = "", View(ALL), Qt.SortOrder.DescendingOrder
    model.sort(Column.QUALITY, order)
    for _ in range(150):
        deed = source.randrange(7)
        if deed == 0:
            rows._put([a_row(source) for _ in range(source.randrange(30))], read=True)
        elif deed == 1:
            rows._drop(source.sample(sorted(session.rows), len(session.rows) // 3))
        elif deed == 2:
            words = source.choice(WORDS)
            model.show_words(words)
        elif deed == 3:
            view = source.choice(VIEWS)
            model.show_view(view)
        elif deed == 4:
            order = source.choice(list(Qt.SortOrder))
            model.sort(Column.QUALITY, order)
        elif deed == 5:
            QTest.qWait(1)
        else:
            model.keep(source.sample(sorted(session.rows), min(2, len(session.rows))))
        shown = [model.path_at(row) for row in range(model.rowCount())]
        assert len(set(shown)) == len(shown)
        assert set(shown) <= set(session.rows)
        if shown:
            assert model.row_of(shown[-1]) == len(shown) - 1
        if source.random() < 0.3:
            model.refresh()
            shown = [model.path_at(row) for row in range(model.rowCount())]
            assert shown == right(session, words, view, order)
        assert model.total == len(session.rows)
    # An edit leaves a row where it was until the next refresh; a search alone needs none.
    model.refresh()
    for words in ("", "a", "ab", "abc", "b", ""):
        model.show_words(words)
        qtbot.waitUntil(lambda: model._search is None, timeout=5000)
        shown = [model.path_at(row) for row in range(model.rowCount())]
        assert shown == right(session, words, view, order)
    qtbot.wait(1)
