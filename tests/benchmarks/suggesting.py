"""What the suggestions for related lists find, which items are misfits, and how long it takes.

    python -m tests.benchmarks.suggesting INDEX

measures the process of the suggestions on the folder of an index, and prints the result as JSON.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty

import yaml

from curator.content.index.database import Index
from curator.content.index.packing import unpacked
from curator.content.index.updating import update
from curator.content.row import Row
from curator.content.suggestions.likeness import Story
from curator.content.suggestions.misfits import misfits
from curator.content.suggestions.postings import Postings
from curator.content.suggestions.serving import Reply
from curator.content.suggestions.suggesting import Question, story_of, suggest, weights_of
from curator.content.suggestions.words import words
from curator.session.suggestion_process import SuggestionProcess
from tests.benchmarks.corpora import REPOSITORY, Article
from tests.benchmarks.generator import generate
from tests.benchmarks.labelled import Case, Labelled, labelled
from tests.benchmarks.measure import Figure

AREA = "suggestions"
SIZE, FULL_SIZE = 10_000, 100_000
QUESTIONS = 200
SHOWN = 5
LONGEST = 100.0
LEAST_PRECISION = 0.85
MOST_WRONG = 0.02
"""The share of items that belong to their list and may be called misfits."""
LEAST_GAIN = 0.8
"""What the plain overlap of words may find, of what the suggestions find."""
_PATIENCE = 300.0


def figures(found: Mapping[str, list[Article]], work: Path, full: bool) -> Iterator[Figure]:
    """All figures: the labelled set's half that nothing was tuned on, and a large folder."""
    (work / AREA).mkdir()
    everything = labelled(found)
    desk = _Desk(everything, work / AREA / "labelled")
    cases = [case for case in everything.cases if not case.is_for_tuning]
    yield from _recall(desk, cases)
    yield from _misfits(desk, cases)
    desk.close()
    yield from _large(work / AREA, FULL_SIZE if full else SIZE)


# --- the labelled set -------------------------------------------------------------------------


class _Desk:
    """The labelled articles as a real folder with its index and postings."""

    def __init__(self, labelled: Labelled, place: Path) -> None:
        self.labelled = labelled
        self._paths = {name: f"_news/{n}.md" for n, name in enumerate(labelled.articles)}
        self._names = {path: name for name, path in self._paths.items()}
        (place / "folder" / "_news").mkdir(parents=True)
        for name, path in self._paths.items():
            (place / "folder" / path).write_bytes(_file(name, labelled.articles[name]))
        index = Index(place / "index" / "rows.sqlite")
        for _ in update(place / "folder", index):
            pass
        index.close()
        self._postings = Postings(place / "index" / "rows.sqlite")
        while self._postings.advance():
            pass
        self.weights = weights_of(self._postings)
        self._words = {
            name: frozenset(words(f"{story.title} {story.excerpt}"))
            for name, story in labelled.articles.items()
        }

    def close(self) -> None:
        """Let go of the files."""
        self._postings.close()

    def suggested(self, case: Case, known: Sequence[str] = (), *, dates: bool = True) -> list[str]:
        """The names of what is shown for a story with these items in its list."""
        articles = self.labelled.articles
        story = case.story if dates else case.story._replace(moment=None)
        question = Question(
            self._paths[case.name],
            story,
            tuple(articles[name] for name in known),
            frozenset((*known, *case.same_event)),
        )
        answer = suggest(question, self._postings, self.weights, SHOWN)
        return [self._names[each.path] for each in answer.suggestions]

    def overlapping(self, case: Case, known: Sequence[str] = ()) -> list[str]:
        """The plain way: the articles with most words in common, of all words of both."""
        own = self._words[case.name]
        ranked = sorted(
            (-len(own & other) / len(own | other), name)
            for name, other in self._words.items()
            if name != case.name and name not in case.same_event and name not in known
        )
        return [name for _, name in ranked[:SHOWN]]


def _recall(desk: _Desk, cases: list[Case]) -> Iterator[Figure]:
    lists = [case for case in cases if case.belongs]
    plain = _found(lists, desk.overlapping)
    against = f"words in common, of all (Jaccard), among {len(desk.labelled.articles):,} articles"
    for name, value, goal in (
        ("recall at 5", _found(lists, desk.suggested), LEAST_GAIN),
        ("recall at 5, without dates", _found(lists, lambda c: desk.suggested(c, dates=False)), 1),
    ):
        told = f"{against}: {plain:.0%}"
        yield Figure(AREA, name, _wanted(lists), 100 * value, "%", told, plain / value, goal)
    # One item of each list is missing, and the others help to find it.
    ours, plain = (_one_missing(lists, way) for way in (desk.suggested, desk.overlapping))
    told = f"{against}: {plain:.0%}"
    name = "recall at 5 of one missing from its list"
    yield Figure(AREA, name, _wanted(lists), 100 * ours, "%", told, plain / ours, LEAST_GAIN)


def _wanted(cases: list[Case]) -> int:
    return sum(min(SHOWN, len(case.belongs)) for case in cases)


def _found(cases: list[Case], way: Callable[[Case], list[str]]) -> float:
    """The share of the items that belong to the lists and are found."""
    return sum(len(set(way(case)) & set(case.belongs)) for case in cases) / _wanted(cases)


def _one_missing(cases: list[Case], way: Callable[[Case, list[str]], list[str]]) -> float:
    pairs = [(case, name) for case in cases for name in case.belongs]
    hits = sum(
        name in way(case, [other for other in case.belongs if other != name])
        for case, name in pairs
    )
    return hits / len(pairs)


def _misfits(desk: _Desk, cases: list[Case]) -> Iterator[Figure]:
    """One item of another event is put into each list, each in turn; and the lists as they are."""
    marked = wrongly = tried = 0.0
    by_hand = by_hand_found = 0
    for case in cases:
        flags = _marked(desk, case, [*case.belongs, *case.misfits])
        wrongly += sum(flags[: len(case.belongs)])
        by_hand_found += sum(flags[len(case.belongs) :])
        by_hand += len(case.misfits)
        others = [
            name
            for other in cases
            if other.group != case.group
            for name in other.belongs
            if name not in case.belongs and name != case.name
        ]
        hits = sum(_marked(desk, case, [*case.belongs, name])[-1] for name in others)
        tried += 1
        marked += hits / len(others)
    precision = marked / (marked + wrongly) if marked else 0.0
    told = f"goal: {LEAST_PRECISION:.0%}; one foreign item in each list"
    yield Figure(
        AREA,
        "misfits: precision",
        len(cases),
        100 * precision,
        "%",
        told,
        LEAST_PRECISION / precision if precision else None,
        1.0,
    )
    good = sum(len(case.belongs) for case in cases)
    name, told = "misfits: good items that are marked", f"{MOST_WRONG:.0%} of them"
    wrong = wrongly / good
    yield Figure(AREA, name, good, 100 * wrong, "%", told, wrong / MOST_WRONG, 1.0)
    yield Figure(AREA, "misfits: recall", len(cases), 100 * marked / tried, "%", "", None, None)
    if by_hand:
        share = 100 * by_hand_found / by_hand
        name = "misfits: recall of those in the lists"
        yield Figure(AREA, name, by_hand, share, "%", "", None, None)


def _marked(desk: _Desk, case: Case, names: Sequence[str]) -> list[bool]:
    items = [desk.labelled.articles[name] for name in names]
    return [each is not None for each in misfits(case.story, items, desk.weights)]


def _file(name: str, story: Story) -> bytes:
    """An article with these words, as a file."""
    data: dict[str, object] = {"title": story.title, "excerpt": story.excerpt}
    if story.moment is not None:
        data["date"] = datetime.fromtimestamp(story.moment, UTC)
    data["topics"] = list(story.topics)
    if re.match(r"[\w-]+(?:\.[\w-]+)+/", name):
        data["webUrl"] = f"https://{name}"
    text = yaml.safe_dump(data, allow_unicode=True, width=10_000)
    return f"---\n{text}---\n".encode()


# --- a large folder ---------------------------------------------------------------------------


def _large(work: Path, size: int) -> Iterator[Figure]:
    folder, file = work / "folder", work / "index" / "rows.sqlite"
    generate(folder, size)
    index = Index(file)
    start = time.perf_counter()
    for _ in update(folder, index):
        pass
    indexing = time.perf_counter() - start
    index.close()
    command = [sys.executable, "-m", "tests.benchmarks.suggesting", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    result = json.loads(done.stdout.splitlines()[-1])
    p95 = result["p95"]
    yield Figure(AREA, "an answer, p95", size, p95, "ms", "100 ms", p95 / LONGEST, 1.0)
    yield Figure(AREA, "an answer, median", size, result["median"], "ms", "", None, None)
    told = f"reading the folder for the first time: {indexing:.1f} s"
    built = result["built"]
    yield Figure(AREA, "reading all words, once", size, built, "s", told, built / indexing, None)
    if result["memory"]:
        name = "memory of the process"
        yield Figure(AREA, name, size, result["memory"], "MB", "", None, None)
    told = f"index: {file.stat().st_size / 2**20:.1f} MB"
    words_size = result["file"] / 2**20
    yield Figure(AREA, "file of the words", size, words_size, "MB", told, None, None)


def _measure(file: Path) -> dict[str, float]:
    """Ask the process for suggestions for stories of the folder, as the window does."""
    rows = _some_rows(file)
    process = SuggestionProcess(file, lambda: None)
    numbers = itertools.count(1)

    def ask(row: Row) -> Reply:
        number = next(numbers)
        process.ask(number, Question(row.path, story_of(row)))
        return _reply(process, number)

    start = time.perf_counter()
    reply = ask(rows[0])
    while reply.behind:
        reply = _reply(process, 1)
    built = time.perf_counter() - start
    times: list[float] = []
    for row in rows:
        start = time.perf_counter()
        ask(row)
        times.append((time.perf_counter() - start) * 1000)
    memory = sum(_memory(child.pid) for child in multiprocessing.active_children())
    process.stop()
    times.sort()
    size = sum(part.stat().st_size for part in file.parent.glob("words.sqlite*"))
    return {
        "built": built,
        "p95": times[int(len(times) * 0.95)],
        "median": times[len(times) // 2],
        "memory": memory,
        "file": size,
    }


def _reply(process: SuggestionProcess, number: int) -> Reply:
    while True:
        try:
            of, reply = process.replies.get(timeout=_PATIENCE)
        except Empty:
            raise TimeoutError("the process does not answer") from None
        assert reply is not None, "the process has died"
        if of == number:
            return reply


def _some_rows(file: Path) -> list[Row]:
    index = Index(file)
    paths = sorted(index.stamps())
    chosen = set(random.Random(1).sample(paths, min(2 * QUESTIONS, len(paths))))
    rows = [unpacked(pack) for packs in index.packs() for pack in packs if pack[0] in chosen]
    index.close()
    return [row for row in rows if row.readable][:QUESTIONS]


def _memory(pid: int | None) -> float:
    """The megabytes that a process has for itself; 0 where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.M)
    return int(found.group(1)) / 1024 if found else 0.0


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))), flush=True)
