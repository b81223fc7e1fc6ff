"""Problems of an article that an editor wants to know of before readers do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from curator.content.related import address_of, duplicates, own_items
from curator.frontmatter import Document, FieldPath, FrontMatterError, Value, path_text
from curator.frontmatter.nodes import line_and_column
from curator.frontmatter.timestamps import Timestamp

DATE_KEYS = ("publishedDateTime", "date")
"""Keys that hold the date of a story, the usual one first."""

DUPLICATE_CODES = ("related-duplicate", "related-own-story")
"""The codes of problems that dropping duplicates mends."""

MOST_OF_A_KIND = 200
"""So many duplicates of one article are told; each costs a look for its line."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and in `message` what to do about it.

    `line` and `column` count from 1 in the file and are None where there is no place to name.
    `severity` is `error` where a site or a reader is misled, else `warning`.
    """

    path: str
    line: int | None
    column: int | None
    field: str
    code: str
    severity: str
    message: str

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def unreadable(path: str, error: FrontMatterError | OSError) -> Problem:
    """The problem of a file that cannot be read or parsed."""
    if isinstance(error, OSError):
        words = error.strerror or str(error)
        return Problem(path, None, None, "", "cannot-read", "error", f"cannot be read: {words}")
    return Problem(path, error.line, error.column, "", error.code, "error", error.message)


def check(path: str, document: Document) -> list[Problem]:
    """All problems of one article; `path` is what they name the file by."""
    return [problem for rule in _RULES for problem in rule(path, document)]


def _problem(
    path: str, document: Document, field: FieldPath, code: str, severity: str, message: str
) -> Problem:
    node = document.node(field)
    line, column = 1, 1
    if node is not None:
        line, column = line_and_column(document.yaml, node.start)
        line += document.first_line - 1
    return Problem(path, line, column, path_text(field), code, severity, message)


def _shown(value: Value) -> str:
    return _cut(repr(value), 60)


def _cut(text: str, most: int = 300) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _title(path: str, document: Document) -> Iterator[Problem]:
    value = document.data.get("title")
    if value is None or (isinstance(value, str) and not value.strip()):
        if "title" not in document.data and document.data.get("name"):
            return
        yield _problem(
            path, document, ("title",), "title-missing", "error", "the title is missing: write one"
        )


def _date(path: str, document: Document) -> Iterator[Problem]:
    for key in DATE_KEYS:
        value = document.data.get(key)
        if isinstance(value, str) and value and Timestamp.read(value) is None:
            message = f"{_shown(value)} is no date that exists: write it as 2020-02-11T19:20:00Z"
            yield _problem(path, document, (key,), "date-unreadable", "error", message)
        elif isinstance(value, (dict, list, int, float)):
            message = "this is no date: write it as 2020-02-11T19:20:00Z"
            yield _problem(path, document, (key,), "date-unreadable", "error", message)


def _published(path: str, document: Document) -> Iterator[Problem]:
    value = document.data.get("published")
    if "published" in document.data and not isinstance(value, bool) and value is not None:
        shown = "a list or mapping" if isinstance(value, (list, dict)) else _shown(value)
        message = f"published is {shown}, neither true nor false, so the story is live: choose one"
        yield _problem(path, document, ("published",), "published-no-flag", "error", message)


def _related(path: str, document: Document) -> Iterator[Problem]:
    items = document.data.get("related")
    if items is None:
        return
    if not isinstance(items, list):
        message = "related is not a list: write each item on a line of its own after a dash"
        yield _problem(path, document, ("related",), "related-no-list", "error", message)
        return
    if not any(items):
        # Nor has the quick reading anything else, where it knows that no story stands twice.
        return
    earlier_ones = duplicates(items)
    own = own_items(items, document.data, path)
    found = [n for n, earlier in enumerate(earlier_ones) if n in own or earlier is not None]
    for number in found[:MOST_OF_A_KIND]:
        address = _cut(address_of(items[number]) or str(items[number]))
        earlier = earlier_ones[number]
        field = ("related", number)
        if number in own:
            message = f"item {number + 1} is this article itself ({address}): drop it"
            yield _problem(path, document, field, "related-own-story", "warning", message)
        elif earlier is not None:
            message = (
                f"item {number + 1} is the same story as item {earlier + 1} ({address}): "
                "drop one of them"
            )
            yield _problem(path, document, field, "related-duplicate", "warning", message)


_RULES: tuple[Callable[[str, Document], Iterator[Problem]], ...] = (
    _title,
    _date,
    _published,
    _related,
)
