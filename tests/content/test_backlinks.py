"""Which lists refer to an article, by their marks in the index and by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.content.backlinks import Reference, marks_of
from curator.content.index.database import Index
from curator.content.index.updating import update
from curator.frontmatter import Value

STORY = "_news/2026-02-01-zoox-and-tesla.md"
ADDRESS = "https://www.reuters.example/Business/zoox-1"


@pytest.mark.parametrize(
    ("item", "refers"),
    [
        ({"title": "a", "webUrl": "http://reuters.example/Business/zoox-1/?utm_source=x"}, True),
        ({"url": "https://m.reuters.example/Business/zoox-1#part"}, True),
        ("https://reuters.example/Business/zoox-1", True),
        ("zoox-and-tesla", True),
        ("2026-02-01-zoox-and-tesla.md", True),
        ({"webUrl": "https://reuters.example/Business/zoox-2"}, False),
        ({"webUrl": "https://reuters.example/business/zoox-1"}, False),
        ({"title": "zoox-and-tesla"}, False),
        ("zoox-and", False),
        (None, False),
    ],
)
def test_a_list_refers_by_any_form_of_the_address_or_by_the_slug(item: Value, refers: bool) -> None:
    reference = Reference(STORY, ADDRESS)
    items: Value = [{"webUrl": "https://x.example/1"}, item]
    assert reference.is_in(items) == refers
    assert reference.is_marked(marks_of(items)) == refers
    assert not refers or reference.may_be_in(str(items))


def test_what_is_no_list_refers_to_nothing() -> None:
    reference = Reference(STORY, "")
    values: list[Value] = [None, "zoox-and-tesla", {"a": "zoox-and-tesla"}, []]
    for value in values:
        assert marks_of(value) == b""
        assert not reference.is_in(value)
    assert reference.is_in(["zoox-and-tesla"])
    assert not reference.may_be_in("title: Something else")


def test_marks_are_told_apart_only_where_they_begin() -> None:
    reference = Reference(STORY, "")
    shifted = b"\0" * 3 + marks_of(["zoox-and-tesla"]) + b"\0" * 5
    assert not reference.is_marked(shifted)


LISTS = {
    "plain.md": 'related:\n  - title: "A"\n    webUrl: "http://reuters.example/Business/zoox-1/"\n',
    "parsed.md": "related: &a\n  - {webUrl: 'https://reuters.example/Business/zoox-1'}\n",
    "twice.md": "related:\n  - webUrl: https://reuters.example/Business/zoox-1\n"
    "  - webUrl: https://reuters.example/Business/zoox-1\n",
    "slug.md": "related:\n  - other\n  - zoox-and-tesla\n",
    "flow.md": "related: [other, zoox-and-tesla]\n",
    "windows.md": "related:\r\n  - webUrl: https://reuters.example/Business/zoox-1\r\n",
    "another.md": "related:\n  - webUrl: https://reuters.example/Business/zoox-2\n",
    "none.md": "",
}


def test_the_index_knows_who_refers_to_an_article(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    for name, text in LISTS.items():
        data = f"---\ntitle: t\n{text}---\n".encode()
        (folder / name).write_bytes(data)
    index = Index(tmp_path / "index" / "rows.sqlite")

    def linking() -> list[str]:
        for _ in update(folder, index, helpers=0):
            pass
        return sorted(index.linking_to(Reference(STORY, ADDRESS)))

    expected = sorted(set(LISTS) - {"another.md", "none.md"})
    assert linking() == expected
    (folder / "slug.md").write_text("---\ntitle: t\nrelated:\n  - other\n---\n")
    (folder / "flow.md").unlink()
    assert linking() == sorted(set(expected) - {"slug.md", "flow.md"})
    index.close()
