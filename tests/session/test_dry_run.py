"""What a change would do is shown before it is made, and just that is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.content.bulk import AddEntries, BulkError, SetField
from curator.content.changes import Side
from curator.content.find import Find
from curator.frontmatter import Document, Edit, Remove, Set
from curator.session.bulk_change import BulkChange
from curator.session.dry_run import DryRun, FileChange, Outcome
from curator.session.notice import Notice
from curator.session.session import Session

Open = Callable[[Path], Session]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: Apple pie\ntopics: [Food]\n---\n")
    (folder / "b.md").write_text("---\ntitle: Pear apple apple\ntopics: [AI, Law]\n---\n")
    (folder / "c.md").write_text("---\ntitle: Plum\ntopics: AI\n---\n")
    (folder / "d.md").write_text("---\ntitle: [broken\n---\n")
    return folder


@pytest.fixture
def session(opened: Open, site: Path) -> Session:
    return opened(site)


def tried(qtbot: QtBot, session: Session, change: BulkChange) -> DryRun:
    run = DryRun(session, session)
    with qtbot.waitSignal(run.ended, timeout=30_000):
        run.start(change, sorted(session.rows))
    return run


def outcomes(run: DryRun) -> dict[str, Outcome]:
    return {path: each.outcome for path, each in run.results.items()}


def done(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.editing.running and not session.unsaved, timeout=30_000)


def test_each_article_has_its_lines_or_a_reason(qtbot: QtBot, session: Session) -> None:
    run = tried(qtbot, session, BulkChange(AddEntries(("topics",), ("AI",))))
    assert outcomes(run) == {
        "a.md": Outcome.CHANGED,
        "b.md": Outcome.SAME,
        "c.md": Outcome.REFUSED,
        "d.md": Outcome.REFUSED,
    }
    lines = [(line.side, line.text) for line in run.results["a.md"].lines]
    assert lines == [
        (Side.REMOVED, "topics: [Food]\n"),
        (Side.ADDED, "topics: [Food, AI]\n"),
    ]
    assert "one text there, not a list" in run.results["c.md"].reason
    assert run.results["d.md"].reason.endswith("never closed (line 2)")


def test_what_was_shown_is_made_as_one_step(qtbot: QtBot, session: Session, site: Path) -> None:
    run = tried(qtbot, session, BulkChange(SetField(("quality",), 7)))
    assert run.apply(["a.md", "c.md", "d.md"]) == 2
    done(qtbot, session)
    assert session.undo_stack.undoText() == "Set Quality of 2 Articles"
    assert "quality: 7" in (site / "a.md").read_text()
    assert "quality" not in (site / "b.md").read_text()
    session.undo_stack.undo()
    done(qtbot, session)
    assert (site / "a.md").read_text() == "---\ntitle: Apple pie\ntopics: [Food]\n---\n"


@pytest.mark.parametrize("regular", [False, True])
def test_matches_are_counted(qtbot: QtBot, session: Session, regular: bool) -> None:
    change = BulkChange.replacing(("title",), Find("apple", "Fig", regular=regular))
    run = tried(qtbot, session, change)
    assert change.matches == {"a.md": 1, "b.md": 2}
    assert [path for path, each in run.results.items() if each.lines] == ["a.md", "b.md"]
    assert list(run.results) == ["a.md", "b.md", "c.md", "d.md"]
    assert run.results["b.md"].lines[1].text == "title: Pear Fig Fig\n"
    assert change.label(2) == "Replace “apple” in Title of 2 Articles"
    change.close()


def test_an_expression_that_runs_away_is_the_reason(
    qtbot: QtBot, session: Session, site: Path
) -> None:
    session.edit({"c.md": [Set(("title",), "a" * 60)]}, "Edit Title")
    change = BulkChange.replacing(("title",), Find("(a+)+$^b", "", regular=True))
    run = tried(qtbot, session, change)
    assert "takes too long" in change.problem
    assert "takes too long" in run.results["c.md"].reason
    change.close()


def test_what_is_edited_meanwhile_is_tried_again(qtbot: QtBot, session: Session) -> None:
    run = tried(qtbot, session, BulkChange(SetField(("quality",), 7)))
    revised: list[FileChange] = []
    run.revised.connect(revised.append)
    told: list[bool] = []
    run.progressed.connect(lambda *_: told.append(run.running))
    session.edit({"a.md": [Set(("quality",), 7)]}, "Edit Quality")
    assert told == [True]  # nothing is offered to be applied until it is tried again
    qtbot.waitUntil(lambda: revised != [], timeout=10_000)
    assert [(each.path, each.outcome) for each in revised] == [("a.md", Outcome.SAME)]


class RemoveFirstTopic:
    """A change that finds list items by number."""

    def __call__(self, document: Document, path: str, /) -> Sequence[Edit]:
        if path == "c.md":
            raise BulkError("not this one")
        return [Remove(("topics", 0))]

    def label(self, count: int) -> str:
        return f"Remove {count}"

    def note(self, path: str, /) -> str:
        return f"the first of {path}"


def test_another_text_than_was_shown_is_left_alone(
    qtbot: QtBot, session: Session, site: Path
) -> None:
    run = DryRun(session, session)
    with qtbot.waitSignal(run.ended, timeout=30_000):
        run.start(RemoveFirstTopic(), ["a.md", "b.md", "c.md"])
    assert run.results["b.md"].note == "the first of b.md"
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    new = "---\ntitle: Pear\ntopics: [Robots, AI, Law]\n---\n"
    (site / "b.md").write_text(new)
    run.apply(["a.md", "b.md"])
    done(qtbot, session)
    assert (site / "a.md").read_text() == "---\ntitle: Apple pie\ntopics: []\n---\n"
    assert (site / "b.md").read_text() == new
    assert [notice.details for notice in notices] == [
        (("b.md", "it was changed after the patch was shown"),)
    ]
