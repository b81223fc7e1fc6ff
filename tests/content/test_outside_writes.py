"""An editor's saves and a pipeline's, 20 times a second, to the same files: nothing is lost.

`CURATOR_OUTSIDE_SECONDS=60` makes each of the runs as long.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from curator.content.saving.store import ChangedOutside, Stored, load, save_merging
from curator.frontmatter import Document, Edit, Insert, Move, Remove, Set, apply
from curator.frontmatter.scalars import Value
from tests.content.faults import temporary_files

SECONDS = float(os.environ.get("CURATOR_OUTSIDE_SECONDS", "2"))
REPOSITORY = Path(__file__).resolve().parents[2]
START = b"""\
---
# What the editor decides
title: "start"   # the headline
published: false
related:
  - title: Kept
    url: https://example.org/kept
# What the pipeline measures
heat: 0
quality: 0
---
Body \xf0\x9f\xa6\x8a and \xe9
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs leases to be exact")


@dataclass
class Edited:
    """An article, and what of it the editor was told is saved."""

    stored: Stored
    title: str = "start"
    published: bool = False
    urls: set[str] = field(default_factory=lambda: {"https://example.org/kept"})
    saves: int = 0
    merges: int = 0

    def edit(self, chance: random.Random) -> None:
        """Make an edit and save it, as often as that takes."""
        document = self.stored.document
        title, published, urls = self.title, self.published, set(self.urls)
        count = len(urls)
        choice = chance.randrange(5)
        if choice == 0:
            title = f"Title {self.saves}: {'long ' * chance.randrange(50)}".strip()
            document = apply(document, Set(("title",), title))
        elif choice == 1:
            published = not published
            document = apply(document, Set(("published",), published))
        elif count > 6 or (choice == 2 and count > 1):
            index = chance.randrange(count)
            urls.remove(str(document.value(("related", index, "url"))))
            document = apply(document, Remove(("related", index)))
        elif choice == 3 and count > 1:
            edit: Edit = Move(("related",), chance.randrange(count), chance.randrange(count))
            document = apply(document, edit)
        else:
            url = f"https://example.org/{self.saves}"
            urls.add(url)
            item: Value = {"title": f"Story {self.saves}", "url": url}
            document = apply(document, Insert(("related",), chance.randrange(count + 1), item))
        self._save(document)
        self.title, self.published, self.urls = title, published, urls

    def _save(self, document: Document) -> None:
        last = time.monotonic() + 30
        while True:
            try:
                saved = save_merging(self.stored, document)
            except ChangedOutside as error:
                if error.conflicts or time.monotonic() > last:
                    # Neither side touches what the other writes, and each has its turn.
                    raise
            else:
                break
        assert set(saved.outside) <= {"heat", "quality"}
        self.saves += 1
        self.merges += bool(saved.outside)
        self.stored = saved.stored


@contextmanager
def pipeline(how: str, articles: list[Path]) -> Iterator[list[int]]:
    """Runs the other program; its last value is there when this is over."""
    command = [sys.executable, "-m", "tests.content.outside_process", how, *map(str, articles)]
    values: list[int] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    ) as program:
        try:
            yield values
        finally:
            said, problem = program.communicate("end\n", timeout=30)
    assert problem == ""
    values.append(int(said))


@pytest.mark.parametrize("how", ["replace", "in-place"])
def test_neither_the_editor_nor_a_pipeline_loses_anything(tmp_path: Path, how: str) -> None:
    articles = [tmp_path / f"{number}.md" for number in range(4)]
    for article in articles:
        article.write_bytes(START)
    edited = [Edited(load(article)) for article in articles]
    chance = random.Random(how)
    with pipeline(how, articles) as last:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            chance.choice(edited).edit(chance)
    (number,) = last
    for each in edited:
        now = load(each.stored.path).document
        assert now.value(("title",)) == each.title
        assert now.value(("published",)) is each.published
        related = now.value(("related",))
        assert isinstance(related, list)
        urls = [item["url"] for item in related if isinstance(item, dict)]
        assert len(urls) == len(related)
        assert sorted(map(str, urls)) == sorted(each.urls)
        assert now.value(("heat",)) == number
        assert now.value(("quality",)) == 3 * number
        assert now.tail == Document.parse(START).tail
        assert "# the headline\n" in now.yaml
    assert temporary_files(tmp_path) == []
    # Else the two never met.
    assert sum(each.merges for each in edited) > SECONDS * 2
    assert number > SECONDS * 2
