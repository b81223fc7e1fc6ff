"""Edits of many articles that a process proves: as if the window had made each by itself."""

from __future__ import annotations

import os
import pickle
import signal
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from curator.content.article import Published, row_of
from curator.content.journal import Journal
from curator.content.proving import Wish, prove
from curator.content.saving import store
from curator.frontmatter import Document, Set
from curator.session import editing
from curator.session.decisions import decide
from curator.session.notice import Notice
from curator.session.proofs import Proofs
from curator.session.session import Session
from tests.session.many_stories import (
    COUNT,
    held,
    held_story,
    hold_all,
    make_site,
    name,
    open_for_many,
    settle,
    story,
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


@pytest.fixture
def session(qtbot: QtBot, site: Path, tmp_path: Path) -> Iterator[Session]:
    """A session on the site whose process is up."""
    with open_for_many(qtbot, site, tmp_path / "data") as session:
        qtbot.waitUntil(lambda: proofs(session).is_up, timeout=15_000)
        yield session


def proofs(session: Session) -> Proofs:
    found = session.editing.findChild(Proofs)
    assert found is not None
    return found


def test_what_is_proven_is_what_the_window_would_make(site: Path) -> None:
    file = site / name(3)
    proven = prove(Wish(name(3), str(file), [Set(("published",), False)]))
    assert proven is not None
    before = store.load(file)
    after = before.document.with_yaml(before.document.yaml.replace("true", "false"))
    assert proven.stored.digest == before.digest
    assert proven.stored.stamp == before.stamp
    sent = pickle.loads(pickle.dumps(proven))
    assert sent.stored.document.to_bytes() == file.read_bytes()
    assert sent.document.yaml == after.yaml
    assert sent.document.data == after.data
    assert sent.row == row_of(name(3), after)
    assert sent.fields == ("published",)


def test_what_changes_nothing_is_the_same_document(site: Path) -> None:
    proven = prove(Wish(name(3), str(site / name(3)), [Set(("published",), True)]))
    assert proven is not None
    sent = pickle.loads(pickle.dumps(proven))
    assert sent.document is sent.stored.document
    assert sent.fields == ()


def test_what_is_in_the_way_is_left_to_the_window(site: Path) -> None:
    (site / name(3)).write_text("---\ntitle: [broken\n---\n")
    (site / name(4)).unlink()
    for number in (3, 4):
        assert prove(Wish(name(number), str(site / name(number)), [Set(("a",), 1)])) is None


def test_a_text_takes_the_place_of_the_one_that_is_known(site: Path) -> None:
    before = store.load(site / name(3)).document.yaml
    after = before.replace("true", "false")
    proven = prove(Wish(name(3), str(site / name(3)), texts=(before, after)))
    assert proven is not None
    assert proven.document.yaml == after
    assert proven.row.published is Published.NO
    assert prove(Wish(name(3), str(site / name(3)), texts=(after, before))) is None
    assert prove(Wish(name(3), str(site / name(3)), texts=(before, "title: [broken\n"))) is None


def test_a_document_of_known_parts_is_parsed_when_needed() -> None:
    document = Document(b"---\n", "title: A\n", b"---\n")
    assert "root" not in vars(document)
    assert document.text(("title",)) == "A"


def test_many_are_held_entered_in_the_history_and_taken_back(
    qtbot: QtBot,
    session: Session,
    site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(editing, "apply_all", lambda *_: pytest.fail("left to the window"))
    hold_all(session)
    settle(qtbot, session)
    assert held(site) == COUNT
    assert all(row.published is Published.NO for row in session.rows.values())
    journal = Journal(tmp_path / "data" / "history.sqlite")
    writes = journal.writes(site, limit=2 * COUNT)
    journal.close()
    assert len(writes) == COUNT
    assert {write.fields for write in writes} == {("published",)}
    monkeypatch.setattr(Document, "with_yaml", lambda *_: pytest.fail("left to the window"))
    session.undo_stack.undo()
    settle(qtbot, session)
    assert [(site / name(n)).read_bytes() for n in range(COUNT)] == [story(n) for n in range(COUNT)]
    assert all(row.published is Published.YES for row in session.rows.values())
    session.undo_stack.redo()
    settle(qtbot, session)
    assert held(site) == COUNT


def test_the_history_of_many_is_packed_once_all_is_saved(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    hold_all(session)
    settle(qtbot, session)

    def are_packed() -> bool:
        with sqlite3.connect(tmp_path / "data" / "history.sqlite") as database:
            found = [data for (data,) in database.execute("SELECT data FROM texts")]
        database.close()
        assert len(found) == 2 * COUNT
        return found == [zlib.compress(zlib.decompress(data)) for data in found]

    qtbot.waitUntil(are_packed)


def test_what_was_changed_outside_since_stays_in_an_undo(
    qtbot: QtBot, session: Session, site: Path
) -> None:
    hold_all(session)
    settle(qtbot, session)
    theirs = (site / name(COUNT - 1)).read_bytes().replace(b"Story", b"Their story")
    (site / name(COUNT - 1)).write_bytes(theirs)
    session.undo_stack.undo()
    settle(qtbot, session)
    assert (site / name(COUNT - 1)).read_bytes() == theirs.replace(b"false", b"true")
    assert (site / name(0)).read_bytes() == story(0)


def test_what_was_changed_outside_since_the_proof_stays(
    qtbot: QtBot, session: Session, site: Path
) -> None:
    proven = prove(Wish(name(0), str(site / name(0)), [Set(("published",), False)]))
    assert proven is not None
    proofs(session)._proven[name(0)] = proven  # pyright: ignore[reportPrivateUsage]
    (site / name(0)).write_bytes(story(0).replace(b"Story", b"Other"))
    assert decide(session, sorted(session.rows)[:30], Published.NO)
    settle(qtbot, session)
    assert (site / name(0)).read_bytes() == held_story(0).replace(b"Story", b"Other")


def test_a_proof_of_what_was_saved_since_is_not_taken(
    qtbot: QtBot, session: Session, site: Path
) -> None:
    path = name(0)
    session.edit({path: [Set(("title",), "Mine")]}, "Edit Title")
    proven = prove(Wish(path, str(site / path), [Set(("published",), False)]))
    assert proven is not None
    proofs(session)._proven[path] = proven  # pyright: ignore[reportPrivateUsage]
    session.save_all()
    settle(qtbot, session)
    assert proofs(session).take(path) is None
    assert b"Mine" in (site / path).read_bytes()


def test_a_proof_under_way_while_its_article_is_saved_is_not_taken(
    qtbot: QtBot, session: Session, site: Path
) -> None:
    asked = proofs(session)
    with qtbot.waitSignal(asked.arrived):
        wish = Wish(name(0), str(site / name(0)), [Set(("published",), False)])
        asked.ask(iter([wish]))
        asked.spoil({name(0), name(1)})
    assert not asked.waits_for(name(0))
    assert asked.take(name(0)) is None


def test_the_later_of_two_quick_edits_counts(qtbot: QtBot, session: Session, site: Path) -> None:
    hold_all(session)
    assert decide(session, sorted(session.rows), Published.YES)
    settle(qtbot, session)
    assert held(site) == 0
    session.undo_stack.undo()
    settle(qtbot, session)
    assert held(site) == COUNT


def test_an_answer_to_what_is_forgotten_is_nobodys(
    qtbot: QtBot, session: Session, site: Path
) -> None:
    mine = proofs(session)
    mine.ask(Wish(name(n), str(site / name(n)), [Set(("a",), 1)]) for n in range(16))
    mine.forget()
    mine.ask(Wish(name(n), str(site / name(n)), [Set(("a",), 2)]) for n in range(8, 24))
    qtbot.waitUntil(lambda: not any(mine.waits_for(name(n)) for n in range(24)))
    assert [mine.take(name(n)) for n in range(8)] == [None] * 8
    for number in range(8, 24):
        proven = mine.take(name(number))
        assert proven is not None
        assert proven.document.value(("a",)) == 2


def test_unsaved_and_outside_changes_are_kept(qtbot: QtBot, session: Session, site: Path) -> None:
    session.saver.as_you_go = False
    session.edit({name(5): [Set(("title",), "Mine")]}, "Edit Title")
    (site / name(COUNT - 1)).write_bytes(story(0).replace(b"Story 0", b"Theirs"))
    session.saver.as_you_go = True
    hold_all(session)
    settle(qtbot, session)
    assert b"title: 'Mine' # own\npublished: false\n" in (site / name(5)).read_bytes()
    assert b"'Theirs' # own\npublished: false\n" in (site / name(COUNT - 1)).read_bytes()


def test_what_is_edited_meanwhile_comes_on_top(qtbot: QtBot, session: Session, site: Path) -> None:
    hold_all(session)
    last = name(COUNT - 1)
    session.edit({last: [Set(("title",), "Later")]}, "Edit Title")
    assert session.rows[last].published is Published.NO
    settle(qtbot, session)
    assert b"title: 'Later' # own\npublished: false\n" in (site / last).read_bytes()
    assert held(site) == COUNT - 1


def test_a_step_that_is_stopped_stays_where_it_is(
    qtbot: QtBot, session: Session, site: Path
) -> None:
    told: list[int] = []
    session.edit_progressed.connect(lambda done, _total: told.append(done))
    hold_all(session)
    qtbot.waitUntil(lambda: told[-1:] > [20], timeout=20_000)
    session.editing.cancel()
    settle(qtbot, session)
    done = held(site)
    assert 20 < done < COUNT
    hold_all(session)
    settle(qtbot, session)
    assert held(site) == COUNT


def test_without_the_process_the_window_goes_on(qtbot: QtBot, session: Session, site: Path) -> None:
    process = proofs(session)._process  # pyright: ignore[reportPrivateUsage]
    assert process is not None
    pid = process._process.pid  # pyright: ignore[reportPrivateUsage]
    assert pid is not None
    notices: list[Notice] = []
    session.noticed.connect(notices.append)
    hold_all(session)
    qtbot.waitUntil(lambda: held(site) > 0, timeout=20_000)
    os.kill(pid, signal.SIGKILL)
    settle(qtbot, session)
    assert held(site) == COUNT
    assert notices == []


def test_one_that_is_not_needed_any_more_is_ended(qtbot: QtBot, session: Session) -> None:
    proofs(session).close()
    assert not proofs(session).is_up
