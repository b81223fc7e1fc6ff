"""Suggestions for the article at hand: asked beside the window, taken over as an edit."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.frontmatter import Remove, Set
from curator.session.editing import FEW
from curator.session.session import Session
from curator.session.suggestions import Suggestions

Opened = Callable[[Path], Session]
WAIT = 20_000
FACES = "_news/2026-01-27-face-matching-cameras-go-live-at-three-ellerby-stations.md"
JUDGE = "_news/2026-01-30-judge-orders-larger-notices-beside-ellerbys-station-cameras.md"
WEEK = (
    "_news/2026-02-01-station-cameras-in-ellerby-matched-nine-faces-in-their-first-week-"
    "four-of-them-wrongly.md"
)


@pytest.fixture
def suggestions(qtbot: QtBot, session: Session) -> Iterator[Suggestions]:
    suggestions = Suggestions(session)
    yield suggestions
    suggestions.close()


def paths(suggestions: Suggestions) -> list[str]:
    return [suggested.row.path for suggested in suggestions.found]


def show(qtbot: QtBot, suggestions: Suggestions, path: str) -> None:
    suggestions.show_article(path)
    assert suggestions.waiting
    assert paths(suggestions) == []
    qtbot.waitUntil(lambda: not suggestions.waiting and not suggestions.reading, timeout=WAIT)


def test_the_nearest_articles_come_with_their_reasons(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    opened(sample)
    show(qtbot, suggestions, FACES)
    assert paths(suggestions)[:2] == [JUDGE, WEEK]
    reason = suggestions.found[0].reason
    assert "transport police" in reason.phrases
    assert reason.days is not None
    assert reason.days < 7


def test_one_is_taken_over_undone_and_suggested_again(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    session = opened(sample)
    before = (sample / FACES).read_bytes()
    show(qtbot, suggestions, FACES)
    assert suggestions.accept(JUDGE)
    # The next one has its place before anybody was asked.
    assert paths(suggestions)[0] == WEEK
    session.save_all()
    after = (sample / FACES).read_bytes()
    start = after.index(b'  - title: "Judge orders larger notices')
    added = after[start : after.index(b"\n\nsecured", start) + 1]
    assert after.replace(added, b"") == before
    assert b"\n    webUrl: " in added
    assert b"\n    quality: 82\n" in added
    session.undo_stack.undo()
    session.save_all()
    assert (sample / FACES).read_bytes() == before
    qtbot.waitUntil(lambda: paths(suggestions)[:2] == [JUDGE, WEEK], timeout=WAIT)


def test_what_is_in_the_list_is_not_suggested(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    opened(sample)
    show(qtbot, suggestions, FACES)
    assert suggestions.accept(JUDGE)
    suggestions.show_article("")
    show(qtbot, suggestions, FACES)
    assert paths(suggestions)[0] == WEEK
    assert JUDGE not in paths(suggestions)


def test_a_list_that_is_not_there_yet_is_begun(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    session = opened(sample)
    show(qtbot, suggestions, WEEK)
    assert suggestions.accept(FACES)
    items = session.held(WEEK).document.value(("related",))
    assert isinstance(items, list)
    assert [item["title"] for item in items if isinstance(item, dict)] == [
        session.rows[FACES].title
    ]


def test_only_the_answer_for_the_article_at_hand_counts(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    session = opened(sample)
    show(qtbot, suggestions, FACES)
    for path in [*session.rows, WEEK]:
        suggestions.show_article(path)
    qtbot.waitUntil(lambda: not suggestions.waiting, timeout=WAIT)
    assert suggestions.article == WEEK
    assert paths(suggestions)[:2] == [FACES, JUDGE]


def test_an_edit_of_the_story_changes_what_is_near(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    session = opened(sample)
    show(qtbot, suggestions, WEEK)
    edits = [Set(("title",), "Salmon at Penhallow weir"), Set(("excerpt",), "An otter")]
    assert session.edit({WEEK: edits}, "Edit")
    qtbot.waitUntil(lambda: "penhallow" in paths(suggestions)[0], timeout=WAIT)


def test_nothing_is_asked_while_many_are_edited(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    session = opened(sample)
    many = {path: [Set(("heat",), 7)] for path in session.rows if session.rows[path].readable}
    assert len(many) > FEW
    session.edit(many, "Edit")
    assert session.is_editing
    suggestions.show_article(WEEK)
    suggestions._ask()
    assert suggestions._asked is None
    qtbot.waitUntil(lambda: not session.is_editing, timeout=WAIT)
    qtbot.waitUntil(lambda: paths(suggestions)[:2] == [FACES, JUDGE], timeout=WAIT)


def test_the_misfit_is_known_and_goes_with_its_list(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    session = opened(sample)
    show(qtbot, suggestions, FACES)
    items = session.held(FACES).document.value(("related",))
    assert isinstance(items, list)
    marked = [number for number, item in enumerate(items) if suggestions.misfit_of(item)]
    assert marked == [3]
    with qtbot.waitSignal(suggestions.misfits_changed, timeout=WAIT):
        session.edit({FACES: [Remove(("related", 3))]}, "Remove")
    assert suggestions.misfit_of(items[3]) is None


def test_an_article_that_comes_in_is_suggested(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    session = opened(sample)
    show(qtbot, suggestions, FACES)
    new = "_news/2026-01-28-new.md"
    title = "Face-matching cameras at three Ellerby stations: the transport police explain"
    (sample / new).write_text(f'---\ntitle: "{title}"\ndate: 2026-01-28\n---\n')
    session.look_outside()
    qtbot.waitUntil(lambda: new in paths(suggestions), timeout=WAIT)


def test_one_that_is_gone_is_suggested_no_more(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    session = opened(sample)
    show(qtbot, suggestions, FACES)
    (sample / JUDGE).unlink()
    with qtbot.waitSignal(suggestions.changed, timeout=WAIT):
        session.look_outside()
    assert JUDGE not in paths(suggestions)
    assert not suggestions.accept(JUDGE)


def test_a_process_that_dies_is_started_again(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path
) -> None:
    opened(sample)
    show(qtbot, suggestions, FACES)
    for child in multiprocessing.active_children():
        if child.name == "curator-suggestions":
            child.kill()
            child.join()
    show(qtbot, suggestions, WEEK)
    assert paths(suggestions)[:2] == [FACES, JUDGE]


def test_another_folder_ends_what_was_asked(
    qtbot: QtBot, suggestions: Suggestions, opened: Opened, sample: Path, seed: Path
) -> None:
    opened(sample)
    show(qtbot, suggestions, FACES)
    opened(seed)
    assert suggestions.article == ""
    assert paths(suggestions) == []
    show(qtbot, suggestions, "_news/seed.md")
    assert paths(suggestions) == []
