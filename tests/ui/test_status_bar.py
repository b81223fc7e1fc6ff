"""The bar below the panes shows how far an edit of many articles is, and stops it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMainWindow, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from curator.content.row import Published
from curator.session.article_model import ArticleModel
from curator.session.decisions import decide
from curator.session.session import Session
from curator.ui.status_bar import StatusBar


def test_an_edit_of_many_is_shown_and_can_be_stopped(
    qtbot: QtBot, opened: Callable[[Path], Session], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    (site / "_news").mkdir(parents=True)
    for number in range(300):
        (site / "_news" / f"{number}.md").write_text("---\ntitle: A\npublished: true\n---\n")
    session = opened(site)
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = StatusBar(session, ArticleModel(session), window)
    progress = bar.findChild(QProgressBar, "progress")
    stop = bar.findChild(QPushButton)
    assert isinstance(progress, QProgressBar)
    assert isinstance(stop, QPushButton)
    assert progress.isHidden()
    decide(session, list(session.rows), Published.NO)
    assert not progress.isHidden()
    assert (progress.maximum(), stop.accessibleName()) == (300, "Stop editing articles")
    qtbot.waitUntil(lambda: progress.value() > 0, timeout=10_000)
    stop.click()
    assert progress.isHidden()
    assert 0 < sum(row.published is Published.NO for row in session.rows.values()) < 300
