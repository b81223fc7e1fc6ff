"""The files that the benchmarks read: public corpora where they are at hand, else our own."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from curator.resources import resource

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SHARED = REPOSITORY.parent / "shared"
QUIRKS = REPOSITORY / "tests" / "data" / "quirks"
MAIN = "microsoft-power-apps"
"""The corpus of the very kind of site that curator is made for; figures of speed are of it."""

NOT_ARTICLES = {"yaml-test-suite"}
"""Folders beside the corpora that hold no front matter."""

OWN = {"quirks", "sample"}
"""Files that were made up for this repository: they count for no share of real files."""

SEED = "curator"


@dataclass(frozen=True, slots=True)
class Article:
    """One file of a corpus; `path` is relative to the corpus, with `/`."""

    corpus: str
    path: str
    data: bytes

    @property
    def name(self) -> str:
        """Corpus and path, as figures and lists name the file."""
        return f"{self.corpus}/{self.path}"


def corpora() -> dict[str, list[Article]]:
    """All corpora by name; the sample folder stands in where the public ones are not at hand."""
    folders = {
        path.name: path
        for path in sorted((SHARED / "corpus").glob("*"))
        if path.is_dir() and path.name not in NOT_ARTICLES
    }
    if (SHARED / "seed").is_dir():
        folders["seed"] = SHARED / "seed"
    if not folders:
        folders["sample"] = resource("sample")
    if QUIRKS.is_dir():
        folders["quirks"] = QUIRKS
    found = {name: _articles(name, folder) for name, folder in folders.items()}
    return {name: articles for name, articles in found.items() if articles}


def sample(articles: list[Article], most: int | None) -> list[Article]:
    """At most `most` of the articles, always the same ones; all of them for None."""
    if most is None or len(articles) <= most:
        return articles
    # The numbers of a corpus are its own, so that another corpus leaves its sample as it is.
    chosen = random.Random(f"{SEED}/{articles[0].corpus}").sample(range(len(articles)), most)
    return [articles[number] for number in sorted(chosen)]


def _articles(corpus: str, folder: Path) -> list[Article]:
    """Every file that opens with a fence, whatever its name."""
    articles: list[Article] = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"---"):
            articles.append(Article(corpus, path.relative_to(folder).as_posix(), data))
    return articles
