"""A flag that is set line by line: the very file, row and keys that the parser's way gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.content import proving
from curator.content.proving import Proven, Wish, prove
from curator.content.saving import store
from curator.frontmatter import Document, FrontMatterError, Set
from tests.benchmarks.corpora import Article, corpora
from tests.benchmarks.generator import article

CORPORA = corpora()
MADE_UP = [Article("made-up", *article(number)) for number in range(400)]
PUBLISHED = ("published",)


def both(file: Path, wish: Wish) -> tuple[Proven | None, Proven | None]:
    """What is proven by the parser, and what line by line."""
    data, stamp = store.read(file)
    try:
        slow = proving._proven(wish, file, data, stamp)
    except FrontMatterError:
        slow = None
    try:
        return slow, proving._proven_by_lines(wish, file, data, stamp)
    except FrontMatterError:
        return slow, None


def slow_data(slow: Proven | None) -> object:
    return slow.document.data if slow is not None else None


def check_same(slow: Proven | None, fast: Proven) -> None:
    assert slow is not None
    assert fast.document.to_bytes() == slow.document.to_bytes()
    assert fast.stored == slow.stored or fast.stored.digest == slow.stored.digest
    assert fast.stored.document.to_bytes() == slow.stored.document.to_bytes()
    assert (fast.document is fast.stored.document) == (slow.document is slow.stored.document)
    assert fast.row == slow.row
    assert fast.fields == slow.fields
    assert fast.document.data == slow.document.data


@pytest.mark.parametrize("corpus", [*CORPORA, "made-up"])
def test_every_flag_of_a_corpus_is_set_and_taken_back_alike(tmp_path: Path, corpus: str) -> None:
    file = tmp_path / "a.md"
    flags = by_lines = 0
    for each in CORPORA.get(corpus, MADE_UP):
        file.write_bytes(each.data)
        for value in (True, False):
            slow, fast = both(file, Wish(each.path, str(file), [Set(PUBLISHED, value)]))
            if slow is not None and isinstance(slow.stored.document.data.get("published"), bool):
                flags += 1
                by_lines += fast is not None
            if fast is None:
                continue
            check_same(slow, fast)
            texts = (fast.document.yaml, fast.stored.document.yaml)
            if texts[0] == texts[1]:
                continue
            file.write_bytes(fast.document.to_bytes())
            slow, back = both(file, Wish(each.path, str(file), texts=texts))
            assert back is not None
            check_same(slow, back)
            file.write_bytes(each.data)
    if corpus == "made-up":
        assert by_lines > 0.9 * flags > 300


SET = {
    "alone": "published: true\n",
    "false": "title: A\npublished: false\n",
    "with a comment": "published: true   # as of May\ntitle: A\n",
    "last, with no line end of its own": "title: A\npublished:   true",
    "with blank lines": "\n\npublished: true\n\n\ntitle: A\n",
    "below a block": "excerpt: |\n  published: true\n  text\npublished: true\n",
    "beside one inside": "image:\n  published: true\npublished: true\nlist:\n- published: true\n",
    "with Windows line ends": "title: A\r\npublished: true\r\nexcerpt: |\r\n  a\r\n\r\n  b\r\n",
}
LEFT = {
    "missing": "title: A\n",
    "empty": "published:\n",
    "of another kind": "published: yes\n",
    "capital": "published: True\n",
    "in quotes": "published: 'true'\n",
    "below its key": "published:\n  true\n",
    "in a text that looks like it": 'published : true\nexcerpt: "a\n\npublished: true\nb"\n',
    "only in such a text": 'excerpt: "a\npublished: true\nb"\n',
    "beside such a text": 'excerpt: "a\npublished : x\nb"\npublished: true\n',
    "beside a text with its very line": 'excerpt: "a\npublished: x\nb"\npublished: true\n',
    "twice": "published: true\npublished: false\n",
    "twice, spelt differently": "published: true\npublished : true\n",
    "twice, with two values": "published: true\npublished : false\n",
    "shadowed in a shadowed text": 'a: "b\n\npublished: true\nc"\na: x\npublished : true\n',
    "shared": "published: &p true\nother: *p\n",
    "of a longer text": "published: true\n  or not\n",
    "merged": "base: &b\n  x: 1\n<<: *b\npublished: true\n",
    "mixed line ends": "title: A\rpublished: true\n",
    "no mapping": "- published: true\n",
    "no YAML": "published: true\ntitle: [broken\n",
}


@pytest.mark.parametrize("text", SET.values(), ids=SET)
@pytest.mark.parametrize("value", [True, False])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_plain_flag_is_set_line_by_line(
    tmp_path: Path, text: str, value: bool, mark: bytes
) -> None:
    file = tmp_path / "a.md"
    end = b"\r\n" if "\r" in text else b"\n"
    body = text.encode() if text.endswith("\n") else text.encode() + end
    file.write_bytes(mark + b"---" + end + body + b"---" + end + b"Body \xff\n")
    slow, fast = both(file, Wish("a.md", str(file), [Set(PUBLISHED, value)]))
    assert fast is not None
    check_same(slow, fast)
    assert fast.document.data["published"] is value


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_is_not_plain_is_left_to_the_parser(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"---\n" + text.encode() + b"---\n")
    for value in (True, False):
        wish = Wish("a.md", str(file), [Set(PUBLISHED, value)])
        slow, fast = both(file, wish)
        # What the flag is already can be told.
        assert fast is None or (fast.fields == () and fast.document.data == slow_data(slow))
        proven = prove(wish)
        assert (proven is None) == (slow is None)
        if proven is not None:
            assert proven.document.data["published"] is value


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("last", [True, False])
def test_of_several_edits_the_last_one_counts(tmp_path: Path, first: bool, last: bool) -> None:
    file = tmp_path / "a.md"
    edits = [Set(PUBLISHED, first), Set(("draft",), True), Set(PUBLISHED, last)]
    file.write_bytes(b"---\ndraft: false\npublished: true # so far\n---\n")
    slow, fast = both(file, Wish("a.md", str(file), edits))
    assert slow is not None
    assert fast is not None
    assert fast.document.to_bytes() == slow.document.to_bytes()
    assert fast.fields == slow.fields
    # One that need not be set, and stands there a second time in other words.
    file.write_bytes(b"---\npublished: false\npublished : true\ndraft: false\n---\n")
    slow, fast = both(file, Wish("a.md", str(file), edits))
    assert slow is not None
    assert fast is None or fast.document.to_bytes() == slow.document.to_bytes()


def test_bytes_that_are_no_text_are_left_to_the_parser(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"---\ntitle: \xff\npublished: true\n---\n")
    assert both(file, Wish("a.md", str(file), [Set(PUBLISHED, False)])) == (None, None)


@pytest.mark.parametrize(
    "after",
    [
        "title: B\npublished: false\n",
        "published: false\ntitle: A\n",
        "title: A\npublished: false\nmore: 1\n",
        "title: A\n",
        "title: A\npublished: no\n",
        "title: A\npublished: false\n---\n",
        "title: [broken\n",
    ],
)
def test_a_text_with_other_differences_is_left_to_the_parser(tmp_path: Path, after: str) -> None:
    file = tmp_path / "a.md"
    before = "title: A\npublished: true\n"
    file.write_bytes(b"---\n" + before.encode() + b"---\n")
    assert both(file, Wish("a.md", str(file), texts=(before, after)))[1] is None
    # Nor is it taken for granted what the file has.
    assert both(file, Wish("a.md", str(file), texts=(after, before)))[1] is None


def test_no_other_edit_is_made_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"---\ntitle: A\npublished: true\nimage:\n  own: true\n---\n")
    for edit in (
        Set(("title",), "B"),
        Set(PUBLISHED, None),
        Set(PUBLISHED, 1),
        Set(("image", "own"), False),
        Set(("own",), False),
    ):
        assert both(file, Wish("a.md", str(file), [edit]))[1] is None
    assert Document.parse(file.read_bytes()).data["published"] is True


def test_a_flag_that_stands_twice_is_left_to_the_parser_also_when_it_is_taken_back(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.md"
    before, after = (f"published: {flag}\npublished: true\n" for flag in ("true", "false"))
    file.write_bytes(b"---\n" + before.encode() + b"---\n")
    slow, fast = both(file, Wish("a.md", str(file), texts=(before, after)))
    assert fast is None
    proven = prove(Wish("a.md", str(file), texts=(before, after)))
    assert proven is not None
    check_same(slow, proven)
