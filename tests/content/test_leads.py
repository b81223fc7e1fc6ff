"""Items and articles changing parts: exact bytes, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.content.item_style import item_of
from curator.content.leads import LeadError, gather, make_lead, split_off
from curator.frontmatter import Document, Set, Value, apply_all
from tests.conftest import SHARED

STORY = b"""\
---
category: news
title: "Met police deploy cameras" # ours
excerpt: 'Cameras used'
date: 2020-02-11 19:20:00 +0100
webUrl: "https://www.guardian.example/met"
quality: 19
heat: -1
published: true
note: keep

provider:
  name: The Guardian
  domain: guardian.example

related:
  - title: "Met rolls out cameras"
    publishedDateTime: 2020-02-12T04:00:00Z
    webUrl: https://ft.example/1
    ampWebUrl: "https://amp.ft.example/1"
    provider: {name: FT, domain: ft.example}
    quality: 59
    remark: good
    images:
      - url: "https://ft.example/1.jpg"
  - title: Second
    excerpt: Plain
    webUrl: https://y.example/2
  - a-name
secured: "x=="
---
Body
"""

LED = b"""\
---
category: news
title: "Met rolls out cameras" # ours
date: 2020-02-12T04:00:00Z
webUrl: "https://ft.example/1"
ampWebUrl: "https://amp.ft.example/1"
quality: 59
heat: -1
published: true
note: keep

provider:
  name: FT
  domain: ft.example

images:
  - url: "https://ft.example/1.jpg"

related:
  - title: "Met police deploy cameras"
    excerpt: "Cameras used"
    publishedDateTime: 2020-02-11 19:20:00 +0100
    webUrl: https://www.guardian.example/met
    provider: {name: The Guardian, domain: guardian.example}
    quality: 19
    remark: good
  - title: Second
    excerpt: Plain
    webUrl: https://y.example/2
  - a-name
secured: "x=="
---
Body
"""

OWN = b"""\
---
category: news
title: "Met rolls out cameras"
date: 2020-02-12T04:00:00Z
webUrl: "https://ft.example/1"
ampWebUrl: "https://amp.ft.example/1"
quality: 59
published: false
remark: good

provider:
  name: FT
  domain: ft.example

images:
  - url: "https://ft.example/1.jpg"
---
"""


def led(document: Document, number: int) -> Document:
    return apply_all(document, make_lead(document, number))


def test_an_item_becomes_the_lead() -> None:
    assert led(Document.parse(STORY), 0).to_bytes().decode() == LED.decode()


def test_what_no_item_can_hold_stays_with_the_article() -> None:
    bare = STORY.replace(b"    excerpt: Plain\n", b"").replace(b"    quality: 59\n", b"")
    after = led(Document.parse(bare), 0)
    assert after.value(("excerpt",)) == "Cameras used"
    assert after.value(("quality",)) == 19
    item = after.value(("related", 0))
    assert isinstance(item, dict)
    assert "quality" not in item
    # The address of a page goes with that page, whatever other items have.
    amp = STORY.replace(b"note: keep\n", b'ampWebUrl: "https://amp.guardian.example/met"\n')
    after = led(Document.parse(amp.replace(b'    ampWebUrl: "https://amp.ft.example/1"\n', b"")), 1)
    assert "ampWebUrl" not in after.data
    assert after.value(("related", 1, "ampWebUrl")) == "https://amp.guardian.example/met"


@pytest.mark.parametrize("number", [2, 3, -1])
def test_what_has_no_fields_cannot_lead(number: int) -> None:
    document = Document.parse(STORY)
    for asked in (make_lead, split_off):
        with pytest.raises(LeadError):
            asked(document, number)


def stories() -> list[Path]:
    folders = [SHARED / "seed", SHARED / "corpus" / "smartable-ai" / "_news"]
    folders.append(Path(__file__).parents[2] / "resources" / "sample" / "_news")
    return [path for folder in folders for path in sorted(folder.glob("*.md"))]


def lists_of(document: Document) -> list[int]:
    items = document.value(("related",))
    found = items if isinstance(items, list) else []
    return [number for number, item in enumerate(found) if isinstance(item, dict)]


def documents() -> list[Document]:
    found: list[Document] = []
    for path in stories():
        data = path.read_bytes()
        if b"\nrelated:" in data and b"\ntitle:" in data:
            found.append(Document.parse(data))
    return found


def test_twice_gives_back_the_same_bytes() -> None:
    tried = 0
    for document in documents():
        for number in lists_of(document):
            after = led(document, number)
            assert after.to_bytes() != document.to_bytes()
            if after.data.keys() != document.data.keys():
                # A field that the item alone had stays with the article.
                continue
            assert led(after, number).to_bytes() == document.to_bytes()
            tried += 1
    assert tried > 20


_FIELDS = st.dictionaries(
    st.sampled_from(
        ["title", "excerpt", "webUrl", "date", "quality", "images", "provider", "type", "x"]
    ),
    st.one_of(
        st.sampled_from(["a", "b: c", "", "#", "true", "é", "a\nb"]),
        st.integers(-5, 99),
        st.just([{"url": "https://x.example/p", "width": 3}]),
        st.just({"name": "N", "domain": "n.example"}),
    ),
    min_size=1,
)


@given(_FIELDS, st.lists(_FIELDS, min_size=1, max_size=3), st.data())
def test_nothing_else_changes(
    own: dict[str, Value], items: list[dict[str, Value]], data: st.DataObject
) -> None:
    values: list[Value] = [*items]
    start = Document.parse(STORY)
    keep = {key: start.data[key] for key in ("category", "published", "note", "secured")}
    text = "category: news\nnote: keep\n"
    document = Document.parse(f"---\n{text}published: true\nsecured: 'x=='\n---\nBody\n".encode())
    document = apply_all(document, [Set((key,), value) for key, value in own.items()])
    document = apply_all(document, [Set(("related",), values)])
    number = data.draw(st.integers(0, len(items) - 1))
    try:
        after = led(document, number)
    except LeadError:
        return
    assert {key: after.data[key] for key in keep} == keep
    assert after.value(("x",)) == own.get("x")
    assert (after.head, after.tail) == (document.head, document.tail)
    left = after.value(("related",))
    assert isinstance(left, list)
    assert left[:number] == items[:number]
    assert left[number + 1 :] == items[number + 1 :]
    other = left[number]
    assert isinstance(other, dict)
    assert other.get("x") == items[number].get("x")
    # No value is lost: each is in one of the two, as before.
    both = sorted(map(repr, [*own.values(), *items[number].values()]))
    fields = {key: value for key, value in after.data.items() if key not in (*keep, "related")}
    assert sorted(map(repr, [*fields.values(), *other.values()])) == both
    # It can be taken back by doing it once more where the list still has all such fields.
    there = {key for n, item in enumerate(items) if n != number for key in item} | own.keys()
    if items[number].keys() <= there and other.keys() & {"title", "excerpt", "webUrl", "date"}:
        again = led(after, number)
        assert again.data == document.data


def test_an_item_is_split_off() -> None:
    made, edits = split_off(Document.parse(STORY), 0)
    assert made.to_bytes().decode() == OWN.decode()
    after = apply_all(Document.parse(STORY), edits).to_bytes()
    start, end = STORY.index(b'  - title: "Met rolls'), STORY.index(b"  - title: Second")
    assert after == STORY[:start] + STORY[end:]


def test_every_item_can_be_split_off() -> None:
    for document in documents():
        for number in lists_of(document):
            made, _ = split_off(document, number)
            item = document.value(("related", number))
            assert isinstance(item, dict)
            assert {key: value for key, value in made.data.items() if key in item} == item
            assert made.data["published"] is False
            assert "secured" not in made.data
            assert "related" not in made.data
            assert made.tail in (b"---\n", b"---\r\n")


def article(number: int, extra: str = "") -> tuple[str, Document]:
    text = (
        f'---\ntitle: "Story {number}"\nexcerpt: "Words"\nwebUrl: "https://s{number}.example/a"\n'
        f"quality: {number}\nprovider:\n  name: P\n  domain: p.example\n"
        f"  images: [1]\n{extra}---\n"
    )
    return f"_news/2020-02-1{number}-story-{number}.md", Document.parse(text.encode())


def test_articles_are_gathered_under_one_of_them() -> None:
    lead = article(1, "related:\n- title: One\n  webUrl: http://www.s3.example/a/\n")
    found = gather(lead, [article(n) for n in (1, 2, 3)], hold=True)
    assert found.known == ("_news/2020-02-13-story-3.md",)
    after = found.edits
    assert apply_all(lead[1], after[lead[0]]).to_bytes() == lead[1].to_bytes()[:-4] + (
        b"- title: Story 2\n  webUrl: https://s2.example/a\n---\n"
    )
    assert sorted(after) == [path for path, _ in (article(1), article(2), article(3))]
    held = apply_all(article(2)[1], after[article(2)[0]])
    assert held.to_bytes() == article(2)[1].to_bytes().replace(
        b"quality: 2\n", b"quality: 2\npublished: false\n"
    )
    kept = gather(lead, [article(2)], hold=False)
    assert list(kept.edits) == [lead[0]]
    assert gather(lead, [lead, article(3)], hold=False).edits == {}


def test_the_first_items_of_a_list_have_the_usual_fields() -> None:
    lead = article(1)
    found = gather(lead, [article(2)], hold=False)
    assert apply_all(lead[1], found.edits[lead[0]]).to_bytes() == lead[1].to_bytes()[:-4] + (
        b'related:\n  - title: "Story 2"\n    excerpt: "Words"\n'
        b'    webUrl: "https://s2.example/a"\n'
        b"    provider:\n      name: P\n      domain: p.example\n    quality: 2\n---\n"
    )


NAMES = [
    (["a-b"], "story-2"),
    (["2020-01-01-a.md", "2020-01-02-b.md"], "2020-02-12-story-2.md"),
    (["2020-01-01-a"], "2020-02-12-story-2"),
    (["https://x.example"], "https://s2.example/a"),
    (["a", "https://x.example"], "story-2"),
]


@pytest.mark.parametrize(("items", "made"), NAMES)
def test_lists_of_names_get_names(items: list[Value], made: str) -> None:
    path, document = article(2)
    assert item_of(document, items, path) == made
