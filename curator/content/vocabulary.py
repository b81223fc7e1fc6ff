"""The words in use: topics, providers and short values, for completion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from curator.content.row import Row
from curator.frontmatter import Document, FrontMatterError


@dataclass(slots=True)
class Vocabulary:
    """Topics by how often they are used, providers with their domains, other short values."""

    topics: list[str] = field(default_factory=list[str])
    providers: dict[str, str] = field(default_factory=dict[str, str])
    values: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


def gather(rows: Iterable[Row], declared: Vocabulary | None = None) -> Vocabulary:
    """What the articles of a folder use, with what its site declares behind it."""
    topics: Counter[str] = Counter()
    providers: dict[str, Counter[str]] = {}
    for row in rows:
        topics.update(row.topics)
        if row.provider:
            providers.setdefault(row.provider, Counter())[row.domain] += 1
    declared = declared or Vocabulary()
    used = [topic for topic, _ in topics.most_common()]
    known: dict[str, str] = {}
    for name, domains in sorted(providers.items()):
        named = [domain for domain, _ in domains.most_common() if domain]
        known[name] = named[0] if named else declared.providers.get(name, "")
    return Vocabulary(
        topics=list(dict.fromkeys([*used, *declared.topics])),
        providers={**declared.providers, **known},
        values=declared.values,
    )


def declared_by(folder: Path) -> Vocabulary:
    """The topics and organizations that a site declares as files in its `_data` folder.

    Files that do not parse are passed over: they are not what the editor came for.
    """
    vocabulary = Vocabulary()
    for document in _documents(folder / "_data" / "topics"):
        name = document.value(("name",)) or document.value(("title",))
        if isinstance(name, str):
            vocabulary.topics.append(name)
    for document in _documents(folder / "_data" / "organizations"):
        name, domain = document.value(("name",)), document.value(("domain",))
        if isinstance(name, str):
            vocabulary.providers[name] = domain if isinstance(domain, str) else ""
    return vocabulary


def _documents(folder: Path) -> Iterable[Document]:
    for path in sorted(folder.glob("*.md")):
        try:
            yield Document.parse(path.read_bytes())
        except (FrontMatterError, OSError):
            continue
