"""Random acts on a related list, held against a list of Python's own; nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from curator.content.duplicates import drops
from curator.content.item_text import read_text, text_of
from curator.frontmatter import Document, Value
from curator.session import editing
from curator.session.leads import lead_with, split
from curator.session.related_model import RelatedModel
from curator.session.session import Session

LIST = """related:
  - title: "One" # first
    quality: 5
    images:
      - url: "/a.png"
  # about two
  - title: "Two: with a colon"
    webUrl: "https://two.org/2"
    publishedDateTime: 2020-01-02T03:04:05Z

  - https://three.org/3
  - title: 'Four'
    provider: {name: The Four, domain: four.org}
    quality: 9
"""
TEXT = "---\ntitle: A # why\n\n" + LIST + '\nsecured: "x"\n...\nBody.\n'
FRESH: tuple[Value, ...] = (
    {"title": "Fresh", "webUrl": "https://fresh.org", "quality": 7},
    {"title": "Plain", "url": "https://plain.org"},
    "https://address.org/a",
)

SINGLE = ["sort by quality", "sort by date", "keep", "drop", "split", "undo", "redo"]
NUMBERS = count(100)
numbers = st.integers(0, 30)
acts = st.one_of(
    st.tuples(st.just("move"), st.lists(numbers, min_size=1, max_size=3), numbers),
    st.tuples(st.just("remove"), st.lists(numbers, min_size=1, max_size=2), numbers),
    st.tuples(st.just("paste"), st.lists(numbers, min_size=1, max_size=2), numbers),
    st.tuples(st.just("insert"), st.just([0]), numbers),
    st.tuples(st.sampled_from(SINGLE), st.just([0]), numbers),
)


class Twin:
    """A plain list with a plain undo."""

    def __init__(self, items: list[Value]) -> None:
        self.past: list[list[Value]] = []
        self.future: list[list[Value]] = []
        self.items = items

    def become(self, items: list[Value]) -> None:
        if items != self.items:
            self.past.append(self.items)
            self.future.clear()
            self.items = items

    def undo(self) -> None:
        if self.past:
            self.future.append(self.items)
            self.items = self.past.pop()

    def redo(self) -> None:
        if self.future:
            self.past.append(self.items)
            self.items = self.future.pop()


def act(model: RelatedModel, session: Session, twin: Twin, what: str, given: list[int], at: int):
    items = list(twin.items)
    total = len(items)
    rows = sorted({number % total for number in given}) if total else []
    gap = at % (total + 1)
    if what == "move" and rows:
        model.move_rows(rows, gap)
        moving = [items[row] for row in rows]
        before = [item for n, item in enumerate(items[:gap]) if n not in rows]
        after = [item for n, item in enumerate(items[gap:], gap) if n not in rows]
        twin.become([*before, *moving, *after])
    elif what == "remove" and rows:
        model.remove(rows)
        twin.become([item for n, item in enumerate(items) if n not in rows])
    elif what == "paste" and rows:
        pasted = read_text(text_of([items[row] for row in rows]))
        for item in pasted:
            if isinstance(item, dict):
                # Items of the same lines that change places would be no step of undo.
                item["n"] = next(NUMBERS)
        pasted = [item for item in pasted if isinstance(item, dict)]
        if pasted:
            model.insert(pasted, gap, origin=model.article)
            twin.become([*items[:gap], *pasted, *items[gap:]])
    elif what == "insert":
        new = FRESH[at % len(FRESH)]
        if model.insert([new], gap) == "":
            twin.become([*items[:gap], model.item(gap), *items[gap:]])
    elif what.startswith("sort by "):
        key = what.removeprefix("sort by ")
        model.sort_by(key)
        key = "publishedDateTime" if key == "date" else key
        have = [item for item in items if isinstance(item, dict) and key in item]
        have.sort(key=lambda item: worth(item[key]), reverse=True)
        lack = [item for item in items if not (isinstance(item, dict) and key in item)]
        twin.become([*have, *lack])
    elif what == "drop":
        model.drop_duplicates()
        gone = {drop.number for drop in drops(items, {"title": "A"})}
        twin.become([item for n, item in enumerate(items) if n not in gone])
    elif what == "split" and total:
        at %= total
        if split(session, model.article, at):
            twin.become([*items[:at], *items[at + 1 :]])
    elif what == "keep" and total > 1:
        model.keep_first(gap)
        twin.become(items[:gap])
    elif what == "undo":
        session.undo_stack.undo()
        twin.undo()
    elif what == "redo":
        session.undo_stack.redo()
        twin.redo()


def worth(value: Value) -> float:
    return value.timestamp() if isinstance(value, datetime) else float(str(value))


def around(text: str) -> tuple[str, str]:
    """What stands before the list and behind it."""
    before, _, rest = text.partition("related:")
    return before, rest[rest.rindex("secured:") :]


@pytest.mark.parametrize("long", [False, True])
@example([("move", [1], 0), ("undo", [0], 0), ("redo", [0], 0)])
@example([("move", [3], 0), ("split", [0], 0), ("undo", [0], 0), ("redo", [0], 0)])
@given(st.lists(acts, min_size=1, max_size=12))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_random_acts_are_those_of_a_plain_list(
    session: Session,
    opened: Callable[[Path], Session],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    long: bool,
    steps: list[tuple[str, list[int], int]],
) -> None:
    # The way of a long list is proven behind what is shown; here any list goes it.
    monkeypatch.setattr(editing, "LONG", 1 if long else 10**9)
    if session.folder is None:
        opened(tmp_path)
    session.discard()
    path = f"{len(list(tmp_path.iterdir()))}.md"
    file = tmp_path / path
    file.write_text(TEXT)
    files = files_of(tmp_path)
    model = RelatedModel(session)
    model.show_article(path)
    twin = Twin(model.items(range(model.rowCount())))
    for what, rows, at in steps:
        act(model, session, twin, what, rows, at)
        assert model.items(range(model.rowCount())) == twin.items
        assert [model.card(row).title for row in range(model.rowCount())] == [
            title_of(item) for item in twin.items
        ]
        if not long:
            assert session.held(path).document.value(("related",)) == twin.items
    assert session.flush() == []
    assert session.held(path).document.value(("related",)) == twin.items
    written = file.read_text()
    assert around(written) == around(TEXT)
    if twin.items:
        assert re.match(r"related:\n", written[written.index("related:") :])
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    session.flush()
    assert files_of(tmp_path) == files
    model.deleteLater()


@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_lead_leaves_all_other_items_and_fields_as_they_are(
    session: Session,
    opened: Callable[[Path], Session],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    long: bool,
    number: int,
) -> None:
    monkeypatch.setattr(editing, "LONG", 1 if long else 10**9)
    (tmp_path / "a.md").write_text(TEXT)
    (tmp_path / "b.md").write_text(TEXT)
    opened(tmp_path)
    model = RelatedModel(session)
    model.show_article("a.md")
    last = model.item(3)
    # What is shown counts, also while it is being proven.
    assert model.move(3, 0)
    at = {3: 0}.get(number, number + 1)
    lead = model.item(at)
    assert isinstance(lead, dict)
    assert lead_with(session, "a.md", at)
    session.flush()
    document = session.held("a.md").document
    assert document.text(("title",)) == lead["title"]
    items = document.value(("related",))
    assert isinstance(items, list)
    others = [n for n in range(4) if n != at]
    before = Document.parse(TEXT.encode()).value(("related",))
    assert isinstance(before, list)
    assert [items[n] for n in others] == [[last, *before[:3]][n] for n in others]
    written = (tmp_path / "a.md").read_text()
    assert around(written)[1] == around(TEXT)[1]
    assert "# why" in written
    assert (tmp_path / "b.md").read_text() == TEXT
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    session.flush()
    assert (tmp_path / "a.md").read_text() == TEXT


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def title_of(item: Value) -> str:
    if isinstance(item, dict):
        return str(item["title"] or item.get("webUrl") or item["url"])
    return str(item)
