"""What each engine does to real files: do exactly the intended lines change, is the data right?

curator edits every file; the rivals, most of which are slow, a seeded sample of each corpus.  A
rival's share is held against curator's on the very same files.  Behind the shares stands one edit
of each kind a file; curator then has to make more, in other places, and none of them may fail.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from curator.frontmatter import Document, FrontMatterError
from tests.benchmarks.corpora import OWN, Article, sample
from tests.benchmarks.engines import Engine
from tests.benchmarks.judge import Verdict, judge
from tests.benchmarks.measure import Figure
from tests.benchmarks.operations import OPERATIONS, Task, tasks
from tests.benchmarks.reading import Reading, Unjudged

SAMPLE = 60
"""The files of a corpus that the rivals edit, unless all are asked for."""

MORE_ROUNDS = 2
FULL_ROUNDS = 11
"""How often curator edits each file again, in other places."""

WRONG = Verdict(lines=False, data=False)
READ_ONLY_GOAL = 0.005


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one engine made of one edit."""

    engine: str
    operation: str
    article: Article
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """A file that curator does not open for editing, and whether PyYAML can read it."""

    article: Article
    reason: str
    readable: bool


@dataclass(slots=True)
class Fidelity:
    """Everything that was found.

    `more` are curator's outcomes of further rounds; `unjudged` names files that curator edits and
    PyYAML refuses.
    """

    engines: list[Engine]
    missing: list[str]
    articles: list[Article] = field(default_factory=list["Article"])
    outcomes: list[Outcome] = field(default_factory=list["Outcome"])
    more: list[Outcome] = field(default_factory=list["Outcome"])
    read_only: list[ReadOnly] = field(default_factory=list["ReadOnly"])
    unjudged: list[str] = field(default_factory=list["str"])

    def ours(self) -> list[Outcome]:
        """All of curator's edits."""
        return [each for each in self.outcomes if each.engine == "curator"] + self.more

    def failures(self) -> list[Outcome]:
        """The edits that curator itself got wrong."""
        return [each for each in self.ours() if not each.verdict.right]


def measure(
    found: dict[str, list[Article]], engines: list[Engine], missing: list[str], full: bool
) -> Fidelity:
    """Let every engine make every edit; `full` spares the rivals no file."""
    result = Fidelity(engines, missing)
    for articles in found.values():
        chosen = {id(article) for article in sample(articles, None if full else SAMPLE)}
        result.articles.extend(articles)
        for article in articles:
            opened = _open(article, result)
            if opened is not None:
                taking_part = engines if id(article) in chosen else engines[:1]
                result.outcomes.extend(_edits(article, opened, taking_part, 0))
                for round_ in range(1, 1 + (FULL_ROUNDS if full else MORE_ROUNDS)):
                    result.more.extend(_edits(article, opened, engines[:1], round_))
    return result


def _open(article: Article, result: Fidelity) -> Reading | None:
    """The file as the judge reads it, where curator edits it."""
    reading = refusal = None
    try:
        reading = Reading(article.data)
    except Unjudged as error:
        refusal = str(error)
    try:
        Document.parse(article.data)
    except FrontMatterError as error:
        result.read_only.append(ReadOnly(article, str(error), reading is not None))
        return None
    if refusal is not None:
        result.unjudged.append(f"{article.name}: {refusal}")
    return reading


def _edits(
    article: Article, reading: Reading, engines: list[Engine], round_: int
) -> Iterator[Outcome]:
    for task in tasks(article.name, reading, round_):
        for engine in engines:
            verdict, reason = _attempt(article, reading, task, engine)
            yield Outcome(engine.name, task.operation, article, verdict, reason)


def _attempt(article: Article, reading: Reading, task: Task, engine: Engine) -> tuple[Verdict, str]:
    try:
        new = engine.edit(article.data, task.change)
    except KeyboardInterrupt:
        raise
    # A library written in Rust panics with what is no Exception.
    except BaseException as error:
        return WRONG, f"{type(error).__name__}: {error}".splitlines()[0]
    verdict = judge(reading, task, new)
    wrong = [name for name in ("lines", "data") if not getattr(verdict, name)]
    return verdict, f"{task.change}: {' and '.join(wrong)} wrong" if wrong else ""


# --- figures ----------------------------------------------------------------------------------


def figures(result: Fidelity) -> Iterator[Figure]:
    """The goals first, then the shares of all corpora, of each, and the files opened read-only."""
    yield from _goals(result)
    titles = {engine.name: engine.title for engine in result.engines}
    real = [each for each in result.outcomes if each.article.corpus not in OWN]
    for operation, by_engine in _grouped(real or result.outcomes).items():
        for what in ("lines", "data"):
            for name, outcomes in by_engine.items():
                yield _share("fidelity", operation, what, titles[name], outcomes, by_engine)
    by_corpus: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in result.outcomes:
        by_corpus[outcome.article.corpus].append(outcome)
    for corpus, inside in by_corpus.items():
        for operation, by_engine in _grouped(inside).items():
            for name, outcomes in by_engine.items():
                yield _share(corpus, operation, "right", titles[name], outcomes, by_engine)
    for each in result.read_only:
        name = f"{each.article.name}: {each.reason}"
        yield Figure("read-only", name, 1, 1, "file", "", None, None)


def _goals(result: Fidelity) -> Iterator[Figure]:
    real = [each for each in result.articles if each.corpus not in OWN]
    counted = real or result.articles
    closed = [each for each in result.read_only if each.article.corpus not in OWN or not real]
    share = len(closed) / max(1, len(counted))
    yield Figure(
        "fidelity",
        "files that curator opens read-only",
        len(counted),
        share * 100,
        "%",
        "all files with front matter",
        share,
        # Files that were made up to be broken say nothing about how many are.
        READ_ONLY_GOAL if real else None,
    )
    ours = result.ours()
    files = {each.article.name for each in ours}
    wrong = {each.article.name for each in result.failures()}
    yield Figure(
        "fidelity",
        "files where an edit by curator fails",
        len(files),
        len(wrong),
        "files",
        f"all that it opens for editing, with {len(ours):,} edits",
        len(wrong) / max(1, len(files)),
        0,
    )


def _share(
    area: str,
    operation: str,
    what: str,
    engine: str,
    outcomes: list[Outcome],
    by_engine: dict[str, list[Outcome]],
) -> Figure:
    """One share.  A rival's is held against curator's on the same files."""
    value = share(outcomes, what)
    name = f"{operation}, {what}: {engine}"
    if outcomes[0].engine == "curator":
        return Figure(area, name, len(outcomes), value, "%", "all edits", value / 100, None)
    files = {each.article.name for each in outcomes}
    same_files = [each for each in by_engine["curator"] if each.article.name in files]
    ours = share(same_files, what)
    ratio = value / ours if ours else None
    return Figure(area, name, len(outcomes), value, "%", "curator on the same files", ratio, None)


def share(outcomes: list[Outcome], what: str) -> float:
    """The percentage of outcomes with `lines` right, or `data`, or both for `right`."""
    return sum(getattr(each.verdict, what) for each in outcomes) / max(1, len(outcomes)) * 100


def _grouped(outcomes: list[Outcome]) -> dict[str, dict[str, list[Outcome]]]:
    """By operation, in the order in which these are written down, and by engine."""
    grouped: dict[str, dict[str, list[Outcome]]] = {name: {} for name in OPERATIONS}
    for outcome in outcomes:
        grouped[outcome.operation].setdefault(outcome.engine, []).append(outcome)
    return {name: by_engine for name, by_engine in grouped.items() if by_engine}


# --- tables -----------------------------------------------------------------------------------


def tables(result: Fidelity) -> str:
    """The shares as people read them, in Markdown."""
    real = [each for each in result.outcomes if each.article.corpus not in OWN]
    parts = [
        "Share of files in which exactly the intended lines change / the intended data reads back:",
        _table(result.engines, "operation", _grouped(real or result.outcomes), ("lines", "data")),
        "Share of edits with both right, by corpus:",
        _table(result.engines, "corpus", _by_corpus(result.outcomes), ("right",)),
    ]
    for name in result.missing:
        parts.append(f"{name} is not installed here, so it is left out.")
    parts.append(f"Opened read-only ({len(result.read_only)} of {len(result.articles)} files):")
    lines = [
        f"- {each.article.name}: {each.reason}" + (" (PyYAML reads it)" if each.readable else "")
        for each in result.read_only
    ]
    parts.append("\n".join(lines) or "none")
    for title, names in (
        ("Edits that curator got wrong:", [_told(each) for each in result.failures()]),
        ("Edited by curator though PyYAML refuses it, so not judged:", result.unjudged),
    ):
        if names:
            parts.append(title + "\n\n" + "\n".join(f"- {name}" for name in names))
    return "\n\n".join(parts)


def _told(outcome: Outcome) -> str:
    return f"{outcome.article.name}, {outcome.operation}: {outcome.reason}"


def _by_corpus(outcomes: list[Outcome]) -> dict[str, dict[str, list[Outcome]]]:
    grouped: dict[str, dict[str, list[Outcome]]] = {}
    for outcome in outcomes:
        by_engine = grouped.setdefault(outcome.article.corpus, {})
        by_engine.setdefault(outcome.engine, []).append(outcome)
    return grouped


def _percent(value: float) -> str:
    """Rounded down: 100 means all."""
    return "100" if value == 100 else f"{math.floor(value * 10) / 10:.1f}"


def _table(
    engines: list[Engine],
    heading: str,
    rows: dict[str, dict[str, list[Outcome]]],
    shares: tuple[str, ...],
) -> str:
    """A row a group; the number of edits stands behind the name: curator's, each rival's."""
    lines = [
        f"| {heading} | n | " + " | ".join(engine.title for engine in engines) + " |",
        "|---|---:|" + "---:|" * len(engines),
    ]
    for name, by_engine in rows.items():
        cells = [
            " / ".join(_percent(share(by_engine[engine.name], what)) for what in shares) + " %"
            for engine in engines
        ]
        counts = list(dict.fromkeys(str(len(outcomes)) for outcomes in by_engine.values()))
        lines.append(f"| {name} | {' / '.join(counts)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
