"""What an editor has looked at: kept by folder, shared by windows, never in the way."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from curator.content.looks import KEPT_TEXTS, Look, Looks, key_of, mark_in, mark_of, notes_as_text
from curator.content.row import Published, Row, make_row
from curator.content.sqlite_file import KeepingError

FOLDER = Path("/stories")


@pytest.fixture
def looks(tmp_path: Path) -> Looks:
    return Looks(tmp_path / "data" / "looks.sqlite")


def row(**values: object) -> Row:
    text = {
        "title": "Zoox settles with Tesla",
        "excerpt": "It admits that new hires had taken papers along.",
        "provider": "Reuters",
        "domain": "reuters.com",
        "topics": ("AI", "Cars"),
        "date_text": "2020-04-15",
        "address": "https://reuters.com/zoox",
    }
    return make_row("_news/zoox.md", **{**text, **values})  # type: ignore[arg-type]


def test_a_key_never_becomes_another_one() -> None:
    # Whoever changes this number makes every story due in every folder.
    assert key_of(row()) == 1193368026770768181


def test_a_key_tells_texts_apart_but_not_what_the_pipeline_counts() -> None:
    same = row(quality=90, heat=3, published=Published.YES, related=5, moment=1.0)
    assert key_of(same) == key_of(row())
    others = [
        row(title="Zoox Settles With Tesla"),
        row(excerpt=""),
        row(provider="AP"),
        row(topics=("AI",)),
        row(date_text="2020-04-16"),
        row(address=""),
    ]
    keys = {key_of(each) for each in (*others, row())}
    assert len(keys) == 7
    assert {mark_in(key) for key in keys} == {mark_of("_news/zoox.md")}
    assert mark_in(key_of(make_row("_news/other.md"))) == mark_of("_news/other.md")


def test_looks_are_known_to_the_next_run_of_their_folder_alone(looks: Looks) -> None:
    looks.record(FOLDER, [Look("b.md", 7, 2.0, "held"), Look("a.md", -3, 1.0, "published")])
    looks.record(FOLDER / "deeper", [Look("a.md", 5)])
    looks.close()
    again = Looks(looks.path)
    known = again.load(FOLDER)
    assert (known.opened, list(known.keys)) == (False, [-3, 7])
    assert list(again.load(Path("/other")).keys) == []


def test_only_what_came_after_the_first_opening_is_new(looks: Looks) -> None:
    looks.record(FOLDER, [Look("decided.md", 9, 5.0, "held")])
    looks.begin(FOLDER, [Look("decided.md", 1), Look("there.md", 2)])
    assert not looks.load(FOLDER).opened
    looks.begun(FOLDER, 6.0)
    known = looks.load(FOLDER)
    assert (known.opened, list(known.keys)) == (True, [2, 9])
    assert [note.path for note in looks.notes(FOLDER)] == ["decided.md"]


def test_what_a_look_replaced_can_be_put_back_with_its_text(looks: Looks) -> None:
    first = Look("a.md", 1, 1.0, "published", "title: one\n")
    assert looks.record(FOLDER, [first]) == [Look("a.md", None)]
    earlier = looks.record(FOLDER, [Look("a.md", 2, 2.0, "held", "title: two\n")])
    assert earlier == [replace(first, text=None)]
    assert looks.text(FOLDER, "a.md") == "title: two\n"
    looks.record(FOLDER, earlier)
    assert looks.text(FOLDER, "a.md") == "title: one\n"
    looks.record(FOLDER, [Look("a.md", None)])
    assert looks.text(FOLDER, "a.md") is None
    assert list(looks.load(FOLDER).keys) == []


def test_an_own_edit_keeps_time_and_decision(looks: Looks) -> None:
    looks.record(FOLDER, [Look("a.md", 1, 1.0, "held")])
    looks.record(FOLDER, [Look("a.md", 2, decision=None, text="title: mine\n")])
    assert looks.notes(FOLDER) == [Look("a.md", 2, 1.0, "held")]
    assert looks.text(FOLDER, "a.md") == "title: mine\n"


def test_another_window_learns_what_was_looked_at_since(looks: Looks) -> None:
    other = Looks(looks.path)
    looks.record(FOLDER, [Look("a.md", 1), Look("b.md", 2)])
    turn = other.load(FOLDER).turn
    looks.record(FOLDER, [Look("b.md", None)])
    looks.record(FOLDER / "deeper", [Look("c.md", 3)])
    told, latest = other.since(FOLDER, turn)
    assert told == [("b.md", None)]
    assert other.since(FOLDER, latest)[0] == []


def test_texts_are_bounded(looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curator.content.looks.KEPT_TEXTS", 3)
    assert KEPT_TEXTS > 3
    looks.record(FOLDER, [Look(f"{n}.md", n, text=f"n: {n}\n") for n in range(5)])
    kept = [looks.text(FOLDER, f"{n}.md") for n in range(5)]
    assert kept == [None, None, "n: 2\n", "n: 3\n", "n: 4\n"]
    assert len(looks.load(FOLDER).keys) == 5


def test_a_damaged_file_is_set_aside_and_one_of_a_newer_curator_is_left_alone(
    looks: Looks,
) -> None:
    looks.path.parent.mkdir()
    looks.path.write_bytes(b"this is no database" * 100)
    looks.record(FOLDER, [Look("a.md", 1)])
    assert looks.set_aside is not None
    assert looks.set_aside.read_bytes().startswith(b"this is no database")
    assert list(looks.load(FOLDER).keys) == [1]
    looks.do(lambda database: database.execute("PRAGMA user_version = 99"), begin="")
    with pytest.raises(KeepingError, match="newer curator"):
        Looks(looks.path).load(FOLDER)


def test_notes_are_told_as_csv_and_json() -> None:
    notes = [Look('a "b", c.md', 1, 86_400.0, "held"), Look("ü.md", 1, 0.0, "reviewed")]
    assert notes_as_text(notes, as_json=False).splitlines() == [
        "path,time,decision",
        '"a ""b"", c.md",1970-01-02T00:00:00Z,held',
        "ü.md,1970-01-01T00:00:00Z,reviewed",
    ]
    assert json.loads(notes_as_text(notes, as_json=True))[1] == {
        "path": "ü.md",
        "time": "1970-01-01T00:00:00Z",
        "decision": "reviewed",
    }
