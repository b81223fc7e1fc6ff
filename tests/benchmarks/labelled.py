"""Stories with the related lists that people gave them: what a suggestion should find.

An item belongs to its own list and to no other.  Every item becomes an article and is hidden
among the other articles of the corpora; what a list holds twice is one article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path

from curator.content.article import row_of
from curator.content.related import identity_of, slug_of
from curator.content.row import Row
from curator.content.suggestions.likeness import Story
from curator.frontmatter import Document, FrontMatterError, Value
from curator.resources import resource
from tests.benchmarks.corpora import Article

LISTS = ("smartable-ai", "seed", "sample")
"""The corpora whose lists count."""

MISFITS = frozenset(
    (
        "How to use voice recognition in Pokémon HOME",
        "A one-pot barley soup for cold platforms",
        "How to restore power in the Sunken Reactor (and find the hidden fuse)",
        "Night bus tycoon: how to unlock the double-decker before level ten",
        "Pea soup as thick as fog",
        "Three jams for soft strawberries",
    )
)
"""Titles of items that people would take off the list that they stand in."""

EVENTS: tuple[tuple[str, ...], ...] = (
    ("Intel & Accenture Use AI", "Intel is using AI to gather"),
    ("Reducing carbon footprint", "Reducing the carbon footprint"),
    ("Met police deploy live",),
    ("Face-matching cameras go live", "Judge orders larger", "Station cameras in Ellerby"),
    ("One relay, nineteen minutes", "After the blackout", "Relay maker says Tarn"),
    ("“I never said that”", "Ellerby savings bank drops"),
    ("Driverless night bus stops", "Two hundred and twelve phantom"),
    ("Exam board withdraws", "“I wrote about fog”"),
    ("Skerry islands get", "Can drones keep"),
    ("Lookout cameras on Corrie", "The ridge that rings"),
)
"""How the titles of stories of one event begin: none of them is right or wrong for another."""

TUNED_ON_ANYHOW = ("Met police deploy live",)
"""The story whose misfit must be found: a measure that was made to find it proves nothing by it."""


@dataclass(slots=True)
class Case:
    """A story that has a list: the names of the articles that belong to it, and do not."""

    name: str
    corpus: str
    story: Story
    belongs: list[str] = field(default_factory=list[str])
    misfits: list[str] = field(default_factory=list[str])
    group: str = ""
    same_event: set[str] = field(default_factory=set[str])

    @property
    def is_for_tuning(self) -> bool:
        """Whether it is of the half that the measure was tuned on; the other half is reported."""
        if self.story.title.startswith(TUNED_ON_ANYHOW):
            return True
        return blake2b(self.group.encode(), digest_size=1).digest()[0] % 2 == 0


@dataclass(slots=True)
class Labelled:
    """All articles by name, and the cases among them."""

    articles: dict[str, Story] = field(default_factory=dict[str, Story])
    cases: list[Case] = field(default_factory=list[Case])


def labelled(found: Mapping[str, list[Article]]) -> Labelled:
    """The labelled set of the corpora that are at hand; the sample folder is always there."""
    result = Labelled()
    read = {**found, "sample": list(_files(resource("sample")))}
    slugs: dict[str, str] = {}
    documents: list[tuple[str, str, Document]] = []
    for corpus, articles in read.items():
        for article in articles:
            document = _document(article.data)
            if document is None or "_data" in article.path.split("/"):
                continue
            row = row_of(article.path, document)
            if not row.title or corpus == "quirks":
                continue
            name = identity_of(row.address) if row.address else article.name
            if corpus in LISTS and isinstance(document.data.get("related"), list):
                documents.append((corpus, name, document))
            result.articles.setdefault(name, story_of(row))
            if corpus == "sample":
                slugs[slug_of(article.path)] = name
    for corpus, name, document in documents:
        result.cases.append(_case(result, corpus, name, document, slugs))
    result.cases = [case for case in result.cases if case.belongs or case.misfits]
    _group(result)
    return result


def story_of(row: Row) -> Story:
    """An article as it is compared."""
    return Story(row.title, row.excerpt, row.topics, row.moment)


def story_of_item(item: Mapping[str, Value]) -> Story:
    """An item of a related list as an article: its words and its date, and no topics."""
    when = item.get("publishedDateTime")
    moment = None
    if isinstance(when, date):
        if not isinstance(when, datetime):
            when = datetime(when.year, when.month, when.day, tzinfo=UTC)
        moment = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    return Story(_text(item.get("title")), _text(item.get("excerpt")), (), moment)


def _case(
    result: Labelled, corpus: str, name: str, document: Document, slugs: Mapping[str, str]
) -> Case:
    case = Case(name, corpus, result.articles[name], group=name)
    items = document.data.get("related")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and item.get("title"):
            other = identity_of(item) or f"{name}#{item['title']}"
            result.articles.setdefault(other, story_of_item(item))
            known = case.misfits if item["title"] in MISFITS else case.belongs
        elif isinstance(item, str) and slug_of(item) in slugs:
            other, known = slugs[slug_of(item)], case.belongs
        else:
            continue
        if other != name and other not in known:
            known.append(other)
    return case


def _group(result: Labelled) -> None:
    """Stories of one event are of the same half."""
    for event in EVENTS:
        names = {name for name, story in result.articles.items() if story.title.startswith(event)}
        for case in result.cases:
            if case.story.title.startswith(event):
                case.group = event[0]
                case.same_event = names - set(case.belongs)


def _document(data: bytes) -> Document | None:
    try:
        return Document.parse(data)
    except FrontMatterError:
        return None


def _files(folder: Path) -> Iterator[Article]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".md", ".html"):
            yield Article("sample", path.relative_to(folder).as_posix(), path.read_bytes())


def _text(value: Value) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
