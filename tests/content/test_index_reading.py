"""Reading line by line gives the very rows that the parser gives, or leaves it to the parser."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

from curator.content.article import row_of
from curator.content.folder import Found, read_row
from curator.content.index import quick_row as quick
from curator.content.index.plain_patterns import entries
from curator.content.index.plain_yaml import Fields, plain_fields
from curator.content.index.quick_row import quick_row, read_quickly
from curator.content.row import Row
from curator.frontmatter import Document, FrontMatterError
from curator.frontmatter.document import split
from tests.benchmarks.corpora import Article, corpora
from tests.benchmarks.generator import article

CORPORA = corpora()
MADE_UP = [Article("made-up", *article(number)) for number in range(400)]


def shown(value: Any) -> str:
    """All of a value as text, with its types; what is not a number is equal to itself here."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {shown(value[key])}" for key in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(shown(item) for item in value) + "]"
    return f"{type(value).__name__} {value!r}"


def both(folder: Path, name: str, data: bytes) -> tuple[Row | None, Row | None]:
    """The row of a file as the parser gives it, and as it is read quickly."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return read_row(Found(name, str(file))), read_quickly(str(folder), [name])[0][1]


@pytest.mark.parametrize("corpus", [*CORPORA, "made-up"])
def test_every_file_of_a_corpus_gives_the_same_row(tmp_path: Path, corpus: str) -> None:
    for each in CORPORA.get(corpus, MADE_UP):
        slow, fast = both(tmp_path, each.path, each.data)
        assert fast == slow, each.path


@pytest.mark.parametrize("corpus", [*CORPORA, "made-up"])
def test_every_value_of_a_corpus_is_the_same(corpus: str) -> None:
    for each in CORPORA.get(corpus, MADE_UP):
        try:
            text = split(each.data)[1].decode().replace("\r\n", "\n")
            fields = plain_fields(text)
        except (FrontMatterError, UnicodeDecodeError):
            continue
        if fields is not None:
            document = Document.parse(each.data)
            assert shown(fields) == shown(document.data), each.path
            for key in fields:
                assert fields.text(key) == document.text((key,)), (each.path, key)


def test_nearly_all_files_are_read_without_the_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(quick, "read_row", lambda found, _seen: asked.append(found.path))
    for each in MADE_UP:
        file = tmp_path / each.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(each.data)
    read_quickly(str(tmp_path), [each.path for each in MADE_UP])
    assert len(asked) < len(MADE_UP) * 0.06


PLAIN = {
    "keys": "title: One\nexcerpt: two three\n",
    "quotes": "title: \"a \\\"b\\\" \\u00e9 \\x41 \\\\ \\/\"\nexcerpt: 'it''s'\n",
    "escaped line breaks": 'title: "one\\r\\ntwo\\ttabbed"\n',
    "empty values": "title:\nexcerpt: \nname: x\ntopics:\n",
    "null, booleans, numbers": "title: ~\nname: Null\npublished: Yes\nquality: 1_0\nheat: -1e3\n",
    "sexagesimal and octal": "title: a\nquality: 16:00:00\nheat: 046135\n",
    "not a number": "title: a\nquality: .nan\nheat: -.INF\n",
    "huge numbers": f"title: a\nquality: {'9' * 30}\nheat: 0x{'f' * 40}\n",
    "dates": "title: a\npublishedDateTime: 2020-02-11T19:20:00Z\n",
    "a bare date": "title: a\ndate: 2020-2-1\n",
    "a date with an offset": "title: a\ndate: 2020-02-11 19:20:00.5 +02:00\n",
    "a quoted date": 'title: a\ndate: "2020-02-11"\n',
    "a date that does not exist": "title: a\ndate: 2022-00-00\n",
    "a time that does not exist": "title: a\ndate: 2020-02-11T25:20:00Z\n",
    "a date that is none": "title: a\nother: b\ndate: some day\n",
    "a list at its key": "title: a\ntopics:\n- AI\n- C#\n",
    "an indented list": "title: a\ntopics:\n    - AI\n    - C++\nheat: 5\n",
    "a list in brackets": "title: a\ntopics: [ AI, 'b c',\"d, e\" , 5]\n",
    "empty brackets": "title: a\ntopics: []\nprovider: {}\n",
    "tags as text": "title: a\ntags: one two  three\n",
    "a mapping": "title: a\nprovider:\n  name: N\n  domain: n.example\n",
    "a mapping in braces": 'title: a\nprovider: {name: N, domain: "n.example"}\n',
    "a provider as text": "title: a\nprovider: The Times\n",
    "comments": "# one\n\ntitle: a # two\n# three\nexcerpt: b#c\n  # four\ntopics: # five\n"
    "  # six\n  - x\n",
    "a folded text": "title: >-\n  one\n  two\n\n  three\nheat: 1\n",
    "a literal text": "title: |+ # note\n    one\n      two\n\n\nheat: 1\n",
    "a text over lines": "title: one\n  two # not\nheat: 1\n",
    "a quoted text over lines": 'title: "one\n  two \\\n  three\n\nfour"\nheat: 1\n',
    "a text with a dash below": "title: one\n  - two\nheat: 1\n",
    "related": "title: a\nrelated:\n  - title: x\n    webUrl: https://a.example/1\n    provider:\n"
    "      name: N\n  - title: y\n    webUrl: https://a.example/2\n",
    "related twice": "title: a\nrelated:\n- webUrl: https://a.example/1\n- title: y\n"
    "  webUrl: http://www.a.example/1/?utm_source=x\n",
    "related twice by AMP": "title: a\nrelated:\n- webUrl: https://amp.a.example/1\n"
    "- webUrl: https://a.example/1\n- webUrl: https://a.example/1/amp\n",
    "related to itself": "title: a\nwebUrl: https://a.example/1\nrelated:\n- title: x\n"
    "  webUrl: 'http://www.a.example/1/#x'\n",
    "related to itself by its name": "title: a\nrelated:\n  - b\n  - a\n",
    "related slugs": "title: a\nrelated:\n  - one-story\n  # note\n  - 2020-02-11-one-story.md\n",
    "related in brackets, twice": "title: a\nrelated: [one, one]\n",
    "related is no list": "title: a\nrelated: one\n",
    "related is empty": "title: a\nrelated:\n",
    "the same key twice": "title: a\npublished: true\ntitle: b\npublished: perhaps\n",
    "no title": "excerpt: a\n",
    "an empty title": 'excerpt: a\ntitle: ""\n',
    "published is a list": "title: a\npublished:\n  - x\n",
    "spaces before the colon": "title : a\nexcerpt   : b\n",
    "trailing blanks": "title: a  \ntopics:  \n  - x  \n",
    "wide and far characters": "title: 新しい 🦊\nexcerpt: Straße ﬁn İ ς ǅ\n",
    "keys with blanks": "title: a\nModule Name: x\nms.date: 01/01/2020\n404: x\n",
    "braces in braces": 'title: a\nx: {"y": [1, 2], z: {w: true}, v: {}}\n',
    "related with pictures": "title: a\nrelated:\n- title: x\n  webUrl: 'https://a.example/1'\n"
    "  provider:\n    name: N\n  images:\n  - url: /1.jpg\n    width: 50\n  - url: /2.jpg\n"
    "- webUrl: https://a.example/2\n  images:\n    - /3.jpg\n",
    "an address twice in one item": "title: a\nrelated:\n- webUrl: https://a.example/1\n"
    "  webUrl: https://a.example/2\n- title: x\n",
    "an address within the provider": "title: a\nrelated:\n- title: x\n  provider:\n"
    "    webUrl: https://a.example/1\n- webUrl: https://a.example/2\n",
    "the same collection under two keys": "related:\n- webUrl: https://a.example/1\n"
    "- webUrl: https://a.example/1\nunrelated:\n- webUrl: https://a.example/1\n"
    "- webUrl: https://a.example/1\ntitle: a\n",
    "related twice, the last one counts": "title: a\nrelated:\n- one\n- one\nx: 1\n"
    "related:\n- two\n- three\n- two\n",
    "collections of other indentations": "title: a\nx:\n   y:\n    z: 1\n   w:\n     v: 2\n   u:\n"
    "   - 3\nt:\n-  s: 4\n   r: 5\n",
    "a list in a list of mappings": "title: a\nx:\n- y:\n  - z\n  - w: 1\n    v:\n    - u\n- y:\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_plain_shapes_are_read_as_the_parser_reads_them(
    tmp_path: Path, text: str, newline: str
) -> None:
    data = f"---\n{text}---\nBody\n".replace("\n", newline).encode()
    slow, fast = both(tmp_path, "_news/a.md", data)
    assert slow is not None
    assert repr(fast) == repr(slow)
    quickly = quick_row("_news/a.md", text.replace("\n", newline))
    # Where a value begins is not always plain to see; whatever is said must be right.
    assert quickly is None or repr(quickly) == repr(slow)
    fields = plain_fields(text)
    assert fields is not None
    assert shown(fields) == shown(Document.parse(data).data)


NOT_PLAIN = {
    "a second colon": "title: a: b\n",
    "an open quote": 'title: "a\nexcerpt: b\n',
    "text behind a quote": 'title: "a" b\n',
    "no blank behind the colon": "title:a\n",
    "a tab": "title: a\ntopics:\n\t- x\n",
    "an anchor": "title: &t a\nname: *t\n",
    "a tag": "title: !!str 5\n",
    "a merge": "base: &b {x: 1}\n<<: *b\n",
    "a template": "title: {{ page.title }}\n",
    "a list at the top": "- a\n- b\n",
    "a text at the top": "just text\n",
    "an indented key": "title: a\n  excerpt: b\n",
    "a key too far to the left": "provider:\n    name: a\n  domain: b\n",
    "a list that does not line up": "topics:\n  - a\n - b\n",
    "a dash behind the colon": "topics: - a\n",
    "a list below a text": "title: a\n- b\n",
    "keys among items": "topics:\n  - a\n  name: b\n",
    "an unknown escape": 'title: "\\q"\n',
    "half a character": 'title: "\\ud83d\\ude00"\n',
    "a text over lines among items": "x:\n- y: one\n   two\n    z: 3\n",
    "a key below a text in a list": "x:\n- one\n  two: 3\n",
    "a list and a mapping at one place": "x:\n  - one\n  y: 2\n",
    "a mapping and a list at one place": "x:\n  y: 2\n  - one\n",
    "an open brace within": "x: {y: {z: 1}\n",
    "a forbidden character in a list": "x:\n- y: a\ufeffb\n",
    "a forbidden character": "title: a\x07b\n",
    "another line break": "title: a\u2028b\n",
    "a lone carriage return": "title: a\rexcerpt: b\n",
    "a question mark": "? title\n: a\n",
    "a dash in a dash": "topics:\n  - - a\n",
    "a directive": "%YAML 1.2\n",
    "an alias in a list": "topics:\n  - *a\n",
    "a reserved sign": "title: @a\n",
    "brackets over lines": "topics: [a,\n  b]\n",
    "a fence inside a quote": 'title: "a\n--- b"\n',
    "blanks that stand out in a block": "title: |\n\n     \n  a\n",
    "nothing": "",
    "only a comment": "# nothing\n",
}


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_all_else_is_left_to_the_parser(tmp_path: Path, text: str) -> None:
    assert plain_fields(text) is None
    slow, fast = both(tmp_path, "a.md", f"---\n{text}---\n".encode())
    assert fast == slow


FILES = {
    "a byte order mark": b"\xef\xbb\xbf---\ntitle: a\n---\n",
    "a byte order mark inside": b"---\n\xef\xbb\xbftitle: a\n---\n",
    "dots as the closer": b"---\ntitle: a\n...\nBody\n",
    "dots before dashes": b"---\ntitle: a\n...\n---\n",
    "dots that close nothing": b"---\ntitle: a\n...b: c\n---\n",
    "no line end behind the closer": b"---\ntitle: a\n---",
    "blanks behind the closer": b"---\ntitle: a\n---  \nBody",
    "blanks behind the opener": b"---  \ntitle: a\n---\n",
    "blank lines before the opener": b"\n\n---\npublished: maybe\n---\n",
    "four dashes": b"---\ntitle: a\n----\n---\n",
    "text behind the closer": b"---\ntitle: a\n--- b\n---\n",
    "carriage returns": b"---\rtitle: a\r---\rBody",
    "a carriage return before the closer": b"---\ntitle: a\r---\rBody\n---\n",
    "no closer": b"---\ntitle: a\n",
    "no fence": b"title: a\n",
    "empty": b"",
    "empty front matter": b"---\n---\n",
    "an opener alone": b"---\n",
    "Windows-1252 in the body": b"---\ntitle: a\n---\nGr\xfc\xdfe\n",
    "Windows-1252 in front": b"---\ntitle: Gr\xfc\xdfe\n---\n",
    "a closer behind the first part": b"---\ntitle: a\nb: '" + b"x" * 40_000 + b"'\n---\nBody",
    "a closer at the end of the first part": b"---\na: '" + b"x" * 32_753 + b"'\n---\n---\n",
    "a long body": b"---\ntitle: a\n---\n" + b"Body\n" * 20_000,
    "much front matter": b"---\ntitle: a\n" + b"b: c\n" * 20_000 + b"---\n",
    "deep nesting": b"---\n" + b"".join(b" " * n + b"a:\n" for n in range(150)) + b"---\n",
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_fences_and_sizes(tmp_path: Path, data: bytes) -> None:
    slow, fast = both(tmp_path, "_news/a.md", data)
    assert fast == slow


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    ((about, row),) = read_quickly(str(tmp_path), ["gone.md"])
    assert about is None
    assert row is not None
    assert not row.readable
    assert row.problems[0].code == "cannot-read"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name")
def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert read_quickly(str(tmp_path), ["a.md"]) == [(None, None)]


@pytest.mark.parametrize("line", ["\n", "# c\n", "  \n", "- x\n", "  x: y\n", "a: 'b\n", "k:\n"])
def test_no_line_is_looked_at_again_from_the_next_one(line: str) -> None:
    text = "a: b\nc:\n" + line * 1000
    matches = list(entries().finditer(text))
    # What no match takes in would be tried anew from each of its characters.
    assert matches[-1].end() == len(text)
    taken = sum(match.end() - match.start() for match in matches)
    assert taken >= len(text) - len(matches)


BITS = (
    *("- ", "-", "  ", "    ", " ", "\n", ":", ": ", "#", " #", '"', "'", "[", "]", "{", "}", ","),
    *("&a ", "*a", "!", "|", ">", "%", "@", "\\", "\\n", "\\ud800", "?", "? ", "key: v", "- a: b"),
    *("~", "yes", "-1", "0x1F", "12:30", "2020-01-01", ".nan", "=", "<<: ", "é", "’", "\t", "\r"),
    *("\x85", "\u2028", "\ufeff", "😀", "...", "--- ", "!!str ", "''", '""', "\n  ", "\n- "),
    *("\n  - ", "\n# c\n", "k:\n", 'k: "v"\n', "k: |\n", "k: >-\n  x\n", "[a, b]", "{a: b}"),
)


def is_as_parsed(text: str, fields: Fields) -> bool:
    """Whether there is a row as well; whatever there is must be what the parser gives."""
    document = Document.of(b"---\n", text, b"---\n")
    assert shown(fields) == shown(document.data), text
    row = quick_row("a.md", text)
    assert row is None or repr(row) == repr(row_of("a.md", document)), text
    return row is not None


def _shaped(chance: random.Random) -> str:
    """Front matter like that of a story with a related list, in which a few things are off."""
    lines = ["title: a"]
    for _ in range(chance.randrange(1, 4)):
        inside = chance.choice(("", "  ", "  "))
        lines.append(chance.choice(("related:", "related:", "x:", "topics:")))
        for _ in range(chance.randrange(4)):
            address = f"webUrl: https://a.example/{chance.randrange(4)}"
            lines += [f"{inside}- {chance.choice(('title: b', address))}", f"{inside}  {address}"]
            if chance.random() < 0.5:
                inner = chance.choice(("    ", "  ", "   "))
                lines += [f"{inside}  y:", *(f"{inside}{inner}{each}: 1" for each in "zw")]
            if chance.random() < 0.3:
                lines += [f"{inside}  v:", f"{inside}  - url: 1", f"{inside}    width: 2"]
    for _ in range(chance.choice((0, 0, 1, 2))):
        at = chance.randrange(len(lines))
        line = lines[at]
        lines[at : at + 1] = chance.choice(
            ([], [line, line], [f" {line}"], [line[1:]], [line.replace("- ", "  ")], ["- c", line],
             [line, "# d"], [line, ""], [line.replace(": ", " : ")], [f"{line} "])
        )  # fmt: skip
    return "\n".join(lines) + "\n"


def test_lists_of_all_shapes_are_those_of_the_parser() -> None:
    chance = random.Random(6)
    accepted = told = 0
    for _ in range(1500):
        text = _shaped(chance)
        fields = plain_fields(text)
        if fields is None:
            continue
        accepted += 1
        told += is_as_parsed(text, fields)
    assert accepted > 500
    assert told > 400


def test_whatever_is_done_to_a_file_the_row_is_that_of_the_parser() -> None:
    chance = random.Random(4)
    texts = [split(each.data)[1].decode() for each in MADE_UP if each.data.startswith(b"---\n")]
    lines = [line for text in texts for line in text.split("\n") if len(line) < 100]
    accepted = 0
    for _ in range(1500):
        if chance.random() < 0.5:
            text = chance.choice(texts)[:1500] + "\n"
        else:
            text = "".join(
                f"{' ' * chance.choice((0, 0, 2, 4))}{chance.choice(lines)}\n" for _ in "12345"
            )
        for _ in range(chance.choice((0, 1, 1, 2))):
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(BITS) + text[at + chance.randrange(3) :]
        try:
            text = split(b"---\n" + text.encode() + b"\n---\n")[1].decode()
        except FrontMatterError:
            continue
        fields = plain_fields(text.replace("\r\n", "\n"))
        if fields is None:
            continue
        accepted += 1
        is_as_parsed(text, fields)
    assert accepted > 200
