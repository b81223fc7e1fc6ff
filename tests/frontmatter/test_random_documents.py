"""Random documents and random edits, held against what they mean."""

from __future__ import annotations

import os
import re
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from curator.frontmatter import Document, Move, Remove, Set, apply
from curator.frontmatter.errors import EditRefused
from tests.frontmatter.findings import Finding, shrunk
from tests.frontmatter.oracle import judge, loaded
from tests.frontmatter.random_edits import may_be_refused, some_edit
from tests.frontmatter.scribe import PLAIN, Scribe
from tests.frontmatter.twin import TEXT, is_entangled, normal, places, read, same, value_of

LOOK_HARDER = os.environ.get("EXAMPLES")
"""How many documents each property is tried on, others each time: `EXAMPLES=5000 pytest ...`."""

dices = st.randoms(use_true_random=False)
many = settings(
    max_examples=int(LOOK_HARDER or 100),
    derandomize=LOOK_HARDER is None,
    # Hypothesis would take minutes to make a document smaller; `shrunk` takes seconds.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)


def named(value: Any) -> Any:
    """Loaded data with its keys as text, as fields are named."""
    if isinstance(value, dict):
        return {str(key): named(item) for key, item in value.items()}
    return [named(item) for item in value] if isinstance(value, list) else value


@many
@given(dices)
def test_a_document_reads_as_it_was_meant(dice: Random) -> None:
    data, meant = Scribe(dice).file()
    document = Document.parse(data)
    assert document.to_bytes() == data
    assert same(normal(document.data), meant)
    assert same(normal(value_of(read(document.yaml))), meant)
    if (data_of := loaded(document.yaml)) is not None:
        assert same(named(data_of), meant)


@many
@given(dices)
def test_edits_do_what_they_mean_and_nothing_else(dice: Random) -> None:
    document = Document.parse(Scribe(dice).file()[0])
    done = [(document, document.to_bytes())]
    for _ in range(dice.randrange(1, 7)):
        edit = some_edit(dice, read(document.yaml))
        try:
            changed = apply(document, edit)
        except EditRefused as error:
            if not may_be_refused(edit, error):
                raise AssertionError(f"{error}\n{document.yaml!r}\n{edit}") from error
            continue
        try:
            judge(document, edit, changed)
        except AssertionError as error:
            small = shrunk(Finding(str(error), document.to_bytes(), edit))
            raise AssertionError(f"{small.what}\n{small.data!r}\n{edit}") from None
        document = changed
        done.append((document, document.to_bytes()))
    # Undo puts the documents back that were there before, so no edit may have touched one.
    for document, before in reversed(done):
        assert document.to_bytes() == before
        assert Document.parse(before).data == document.data


@many
@given(dices)
def test_a_move_and_the_move_back_give_the_same_bytes(dice: Random) -> None:
    before = Document.parse(Scribe(dice).file()[0])
    edits = (some_edit(dice, read(before.yaml)) for _ in range(8))
    for edit in edits:
        if isinstance(edit, Move) and not is_entangled(read(before.yaml), edit):
            there = apply(before, edit)
            back = apply(there, Move(edit.path, edit.target, edit.source))
            if _may_lose_blanks(before.yaml):
                assert filled(back.yaml) == filled(before.yaml), (before.yaml, edit)
            else:
                assert back.to_bytes() == before.to_bytes(), (before.yaml, edit)


def _may_lose_blanks(text: str) -> bool:
    """Whether a block may take blanks behind it in, or a lone CR may come to stand before a LF."""
    mixed = re.search(r"\r(?!\n)", text) and "\n" in text
    return bool(mixed or re.search(r"[|>]\d?\+|[|>][^\0]*^[ \t]+$", text, re.M))


def filled(text: str) -> list[str]:
    """The lines that are not blank."""
    return [line for line in text.splitlines() if line.strip()]


@many
@given(dices)
def test_a_word_and_the_word_of_before_give_the_same_bytes(dice: Random) -> None:
    before = Document.parse(Scribe(dice).file()[0])
    for path, _, child in places(read(before.yaml)):
        twin = child.twin
        if twin.kind == "scalar" and twin.text in PLAIN and twin.tag == TEXT and not child.alias:
            if twin.style not in (None, "'") or "!" in before.yaml[twin.start : twin.end]:
                continue
            there = apply(before, Set(path, "Other"))
            back = apply(there, Set(path, twin.text))
            assert back.to_bytes() == before.to_bytes(), (before.yaml, path)


@many
@given(dices)
def test_a_new_key_and_its_removal_give_the_same_bytes(dice: Random) -> None:
    before = Document.parse(Scribe(dice).file()[0])
    there = apply(before, Set(("published",), False))
    assert apply(there, Remove(("published",))).to_bytes() == before.to_bytes(), before.yaml


def test_the_oracle_sees_what_is_wrong() -> None:
    before = Document.parse(b"---\na: 1 # x\n# y\nb: [1.0, 'z']\n---\n")
    edit = Set(("a",), 2)
    judge(before, edit, apply(before, edit))
    for wrong in (
        "a: 1 # x\n# y\nb: [1.0, 'z']\n",
        "a: 2\n# y\nb: [1.0, 'z']\n",
        "a: 2 # x\nb: [1.0, 'z']\n",
        "a: 2 # x\n# y\nb: [1.00, 'z']\n",
        'a: 2 # x\n# y\nb: [1.0, "z"]\n',
        "a: 2 # x\n# y\nb: [1.0,  'z']\n",
        "a: 2 # x\n# y\n\nb: [1.0, 'z']\n",
        "a: '2' # x\n# y\nb: [1.0, 'z']\n",
        "a: 2  # x\n# y\nb: [1.0, 'z']\n",
    ):
        with pytest.raises(AssertionError):
            judge(before, edit, before.with_yaml(wrong))
