"""Kinds of fields, told from keys and values, and what fields are called."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from curator.content.schema import CONVENTIONAL_ORDER, Kind, field_at, fields_of, kind_of, label_of
from curator.frontmatter import Document, Set, Shared, Unreadable, Value, apply

KINDS: list[tuple[str, Value, Kind]] = [
    ("published", True, Kind.PUBLISHED),
    ("published", "maybe", Kind.PUBLISHED),
    ("published", None, Kind.PUBLISHED),
    ("title", "x", Kind.LINE),
    ("title", "x\ny", Kind.TEXT),
    ("title", 5, Kind.LINE),
    ("title", ["x"], Kind.GENERIC),
    ("excerpt", "x", Kind.TEXT),
    ("excerpt", None, Kind.TEXT),
    ("description", None, Kind.TEXT),
    ("quality", 5, Kind.INTEGER),
    ("quality", 5.5, Kind.NUMBER),
    ("quality", True, Kind.BOOLEAN),
    ("quality", "high", Kind.LINE),
    ("date", date(2020, 1, 1), Kind.TIMESTAMP),
    ("date", "soon", Kind.TIMESTAMP),
    ("date", Unreadable("2022-00-00"), Kind.TIMESTAMP),
    ("anything", datetime(2020, 1, 1), Kind.TIMESTAMP),
    ("modified", "2020-01-01 10:00 +0200", Kind.TIMESTAMP),
    ("last_modified_at", "2020-01-01", Kind.TIMESTAMP),
    ("expiryDate", None, Kind.TIMESTAMP),
    ("title", "2020-01-01", Kind.LINE),
    ("note", "2020-01-01", Kind.LINE),
    ("caption", None, Kind.LINE),
    ("location", None, Kind.LINE),
    ("format", None, Kind.LINE),
    ("candidate", None, Kind.LINE),
    ("webUrl", "https://x.example", Kind.ADDRESS),
    ("logoUrl", None, Kind.ADDRESS),
    ("link", "https://x.example/" + "x" * 300, Kind.ADDRESS),
    ("provider", {"name": "x", "domain": "y"}, Kind.PROVIDER),
    ("provider", {"name": 5}, Kind.GENERIC),
    ("provider", "x", Kind.LINE),
    ("topics", ["AI"], Kind.TOPICS),
    ("topics", ["AI", 5], Kind.GENERIC),
    ("tags", [], Kind.TOPICS),
    ("images", [{"url": "x", "width": 1}], Kind.IMAGES),
    ("images", ["x.png"], Kind.GENERIC),
    ("related", [{"title": "x"}], Kind.RELATED),
    ("related", ["slug"], Kind.RELATED),
    ("related", "slug", Kind.LINE),
    ("secured", "abc", Kind.OPAQUE),
    ("token", "QUJD" * 40, Kind.OPAQUE),
    ("token", "https:" + "x" * 200, Kind.TEXT),
    ("note", "words " * 40, Kind.TEXT),
    ("flag", False, Kind.BOOLEAN),
    ("data", b"x", Kind.GENERIC),
    ("author", {"name": "x"}, Kind.GENERIC),
]


@pytest.mark.parametrize(("key", "value", "kind"), KINDS)
def test_the_kind_of_a_field(key: str, value: Value, kind: Kind) -> None:
    assert kind_of(key, value) is kind


def test_labels_are_what_a_person_would_say() -> None:
    assert label_of("publishedDateTime") == "Published on"
    assert label_of("webUrl") == "Web address"
    assert label_of("logoUrl") == "Logo URL"
    assert label_of("last_modified-at") == "Last modified at"
    assert label_of("title") == "Title"
    assert label_of("__") == "__"


def read(text: str) -> Document:
    return Document.parse(f"---\n{text}---\n".encode())


def test_the_form_has_every_field_once_and_offers_the_usual_ones() -> None:
    fields = fields_of(read("custom: 1\nheat: 2\ntitle: x\nsecured: y\nrelated: []\n"))
    keys = [field.key for field in fields]
    assert len(keys) == len(set(keys))
    assert {"custom", "heat", "title", "secured", "related"} <= set(keys)
    assert {"published", "excerpt", "provider", "topics"} <= set(keys)
    assert keys.index("published") < keys.index("title") < keys.index("custom")
    assert keys[-2:] == ["related", "secured"]
    assert [field.key for field in fields if not field.present] == [
        "published",
        "excerpt",
        "publishedDateTime",
        "provider",
        "topics",
    ]


def test_a_date_is_offered_once() -> None:
    keys = [field.key for field in fields_of(read("date: 2020-01-01\n"))]
    assert "publishedDateTime" not in keys


def test_a_field_tells_how_it_is_written() -> None:
    document = read("a: &x '2020-01-01'\nb: *x\nc: 007\nd: [1]\n")
    quoted = field_at(document, ("a",))
    assert (quoted.quoted, quoted.text) == (True, "2020-01-01")
    assert (field_at(document, ("c",)).value, field_at(document, ("c",)).text) == (7, "007")
    assert field_at(document, ("d",)).text is None
    assert field_at(document, ("d", 0)).value == 1
    missing = field_at(document, ("title",))
    assert (missing.present, missing.kind, missing.value) == (False, Kind.LINE, None)


def test_a_field_tells_what_it_shares() -> None:
    document = read(
        "base: &b\n  title: One\ntitle: &t Two\nrelated:\n  - &r\n    title: *t\n    type: x\n"
        "also: *r\nmerging:\n  <<: *b\nplain: '**'\n"
    )
    told = {
        ".".join(map(str, path)): field_at(document, path).shared
        for path in (
            ("title",),
            ("related", 0, "title"),
            ("related", 0, "type"),
            ("also", "type"),
            ("merging", "title"),
            ("plain",),
        )
    }
    inner = ("related", 0, "title")
    title = (("related", 0, "title"), ("also", "title"))
    assert told == {
        "title": (Shared(("title",), "t", title, False),),
        "related.0.title": (Shared(inner, "t", (("title",), ("also", "title")), True),),
        "related.0.type": (Shared(("related", 0, "type"), "r", (("also", "type"),), False),),
        "also.type": (Shared(("also", "type"), "r", (("related", 0, "type"),), True),),
        "merging.title": (Shared(("merging", "title"), "b", (("base", "title"),), True),),
        "plain": (),
    }


def test_a_merged_value_is_shown() -> None:
    field = field_at(read("base: &b\n  title: One\n<<: *b\n"), ("title",))
    assert (field.value, field.text, field.present) == ("One", "One", True)


def test_the_conventional_order_names_no_key_twice() -> None:
    assert len(CONVENTIONAL_ORDER) == len(set(CONVENTIONAL_ORDER))


def test_a_headline_that_reads_as_a_number_is_text() -> None:
    for written in ("1984", "2020-01-01", "yes", "1.5"):
        document = Document.parse(f"---\ntitle: {written}\n---\n".encode())
        field = field_at(document, ("title",))
        assert (field.kind, field.text) == (Kind.LINE, written)
        changed = apply(document, Set(("title",), f"{written} again"))
        assert changed.yaml == f"title: {written} again\n"
