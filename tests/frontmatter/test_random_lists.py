"""Random edits of lists, held against a list of Python's own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curator.frontmatter import Arrange, Document, Edit, Insert, Move, Remove, Value, apply
from tests.frontmatter.texts import document, witness

words = st.sampled_from(
    ["alpha", "'beta'", '"gamma: x"', "delta # why", "|\n{in}  epsilon\n{in}  x"]
)
plain = words.filter(lambda word: "\n" not in word)
maps = st.builds("title: {}\n{{in}}  quality: {}".format, plain, st.integers(0, 99))
nested = st.builds("- {}\n{{in}}  - {}".format, st.just("a"), st.just("b"))
gaps = st.sampled_from(
    ["", "", "", "\n", "{in}# above\n", "\n{in}# above\n", "\n\n", "# set off\n\n"]
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Front matter with a list in the middle, of one of the ways to write it."""
    indent = draw(st.sampled_from(["", "  ", "    "]))
    items = draw(st.lists(words | maps | nested, min_size=1, max_size=5))
    lines = [draw(gaps) + "{in}- " + item + "\n" for item in items]
    text = "".join(lines).replace("{in}", indent)
    after = draw(st.sampled_from(["", "\n", "# about z\n", "\n# about z\n\n"]))
    whole = (
        "a: 1 # first\nl:" + draw(st.sampled_from(["\n", " # why\n"])) + text + after + "z: 'x'\n"
    )
    return whole.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


def around(text: str) -> tuple[str, str, str]:
    """The lines that are not the list's: those above it, its key's and the last."""
    lines = text.splitlines()
    key = next(line for line in lines if line.startswith("l:"))
    return lines[0], key.replace(" []", ""), lines[-1]


@given(texts(), st.data())
def test_random_edits_are_those_of_a_plain_list(text: str, data: st.DataObject) -> None:
    current = document(text)
    model = witness(text)["l"]
    for _ in range(data.draw(st.integers(1, 6))):
        count = len(model)
        kind = data.draw(st.sampled_from(["move", "insert", "remove"]))
        if kind == "insert" or not count:
            at = data.draw(st.integers(0, count))
            value: Value = data.draw(
                st.sampled_from(["new", "n: w", {"title": "t", "quality": 5}, 7])
            )
            edit: Edit = Insert(("l",), at, value)
            model.insert(at, value)
        elif kind == "remove":
            at = data.draw(st.integers(0, count - 1))
            edit = Remove(("l", at))
            del model[at]
        else:
            source, target = (data.draw(st.integers(0, count - 1)) for _ in range(2))
            edit = Move(("l",), source, target)
            model.insert(target, model.pop(source))
        current = apply(current, edit)
        read = witness(current.yaml)
        assert read["l"] == model
        assert (read["a"], read["z"]) == (1, "x")
    assert around(current.yaml) == around(text)


@given(texts(), st.data())
def test_a_move_and_the_move_back_give_the_same_bytes(text: str, data: st.DataObject) -> None:
    before = document(text)
    count = len(witness(text)["l"])
    source, target = (data.draw(st.integers(0, count - 1)) for _ in range(2))
    there = apply(before, Move(("l",), source, target))
    assert sorted(there.yaml.splitlines()) == sorted(text.splitlines())
    assert apply(there, Move(("l",), target, source)).yaml == text


@given(texts(), st.data())
def test_an_inserted_item_and_its_removal_give_the_same_bytes(
    text: str, data: st.DataObject
) -> None:
    before = document(text)
    at = data.draw(st.integers(0, len(witness(text)["l"])))
    there = apply(before, Insert(("l",), at, "new"))
    assert set(text.splitlines()) <= set(there.yaml.splitlines())
    assert without_blanks(apply(there, Remove(("l", at)))) == without_blanks(before)


@given(texts(), st.data())
def test_arranging_is_many_removals_and_moves(text: str, data: st.DataObject) -> None:
    before = document(text)
    model = witness(text)["l"]
    order = data.draw(st.permutations(range(len(model))))
    order = order[: data.draw(st.integers(0, len(order)))]
    arranged = apply(before, Arrange(("l",), tuple(order)))
    assert witness(arranged.yaml)["l"] == [model[number] for number in order]
    one_by_one = before
    for number in sorted(set(range(len(model))) - set(order), reverse=True):
        one_by_one = apply(one_by_one, Remove(("l", number)))
    if order == sorted(order):
        assert arranged.yaml == one_by_one.yaml
    if len(order) == len(model):
        back = tuple(order.index(number) for number in range(len(order)))
        assert apply(arranged, Arrange(("l",), back)).yaml == text


def without_blanks(read: Document) -> list[str]:
    # How many blank lines stand around an item is the list's affair, not the item's.
    return [line for line in read.yaml.splitlines() if line]
