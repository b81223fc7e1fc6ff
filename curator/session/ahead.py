"""Proving an edit of a long article on a worker, so that the window only has to take it in.

What the window then shows of the article is made ready as well: its values, its row, the lines
that a save would change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from curator.content.article import row_of
from curator.content.changes import compare
from curator.frontmatter import Document, Edit, FrontMatterError, apply_all
from curator.session.jobs import Runner
from curator.session.open_articles import OpenArticle, Prepared

LONG = 40_000
"""Characters of front matter of which the proof of an edit takes a good part of a frame."""


Result: TypeAlias = Prepared | FrontMatterError


@dataclass(slots=True, eq=False)
class _Job:
    before: Document
    edits: tuple[Edit, ...]
    waiting: list[Callable[[], None]]
    result: Result | None = None
    others: tuple[Document, ...] = field(default=())


class Ahead:
    """One edit at a time, known by the document that it is made on."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._job: _Job | None = None

    def is_ready(
        self, article: OpenArticle, edits: Sequence[Edit], tell: Callable[[], None]
    ) -> bool:
        """Whether an edit can be taken; where not it is being proven, and `tell` is called."""
        job = self._find(article.document, edits)
        if job is None:
            job = self._begin(article, edits)
        if job.result is None and tell not in job.waiting:
            job.waiting.append(tell)
        return job.result is not None

    def take(self, before: Document, edits: Sequence[Edit]) -> Prepared | None:
        """What became of an edit; None where nobody has proven it.

        Raises FrontMatterError where it is refused.
        """
        job = self._find(before, edits)
        if job is None or job.result is None:
            return None
        self._job = None
        if isinstance(job.result, FrontMatterError):
            raise job.result
        return job.result

    def _find(self, before: Document, edits: Sequence[Edit]) -> _Job | None:
        job = self._job
        same = job is not None and job.before is before and job.edits == tuple(edits)
        return job if same else None

    def _begin(self, article: OpenArticle, edits: Sequence[Edit]) -> _Job:
        # A save under way, or one of what this edit is made on, may have ended by then.
        shown = [article.stored.document, article.opened, article.writing, article.document]
        others = tuple({id(each): each for each in shown if each is not None}.values())
        self._job = job = _Job(article.document, tuple(edits), [], others=others)
        path = article.path

        def done(result: Result) -> None:
            job.result = result
            for tell in job.waiting:
                tell()

        def failed(error: Exception) -> None:
            # Whoever needs it makes the edit then and there, and meets the error as well.
            if self._job is job:
                self._job = None
            for tell in job.waiting:
                tell()

        self._runner.run(lambda: _prepared(path, job), done, failed)
        return job


def _prepared(path: str, job: _Job) -> Result:
    try:
        after = apply_all(job.before, list(job.edits))
    except FrontMatterError as error:
        return error
    row = row_of(path, after)
    data = after.to_bytes()
    hunks = tuple((other, compare(other.to_bytes(), data)) for other in job.others)
    return Prepared(after, row, hunks)
