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


class WordCounts:
    """How often the articles of a folder use their words, kept up to date article by article."""

    def __init__(self) -> None:
        self._topics: Counter[str] = Counter()
        self._providers: dict[str, Counter[str]] = {}

    def count(self, rows: Iterable[Row], times: int = 1) -> None:
        """Take rows in, or out with -1 for `times`."""
        topics, providers = self._topics, self._providers
        for row in rows:
            for topic in row.topics:
                topics[topic] += times
            if row.provider:
                domains = providers.get(row.provider)
                if domains is None:
                    domains = providers[row.provider] = Counter()
                domains[row.domain] += times

    def vocabulary(self, declared: Vocabulary) -> Vocabulary:
        """The words in use, the most used first, with what the site declares behind them."""
        used = [topic for topic, count in self._topics.most_common() if count > 0]
        known: dict[str, str] = {}
        for name, domains in sorted(self._providers.items()):
            in_use = [domain for domain, count in domains.most_common() if count > 0]
            if in_use:
                named = next(filter(None, in_use), "")
                known[name] = named or declared.providers.get(name, "")
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
