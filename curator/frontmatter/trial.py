"""Trying one way to write an edit after another, until one is proven to do what is expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from curator.frontmatter.document import Document
from curator.frontmatter.errors import EditRefused, FrontMatterError
from curator.frontmatter.nodes import (
    FieldPath,
    Mapping,
    Sequence,
    is_merge,
    path_text,
    resolved,
    walk,
)
from curator.frontmatter.proof import Expectation
from curator.frontmatter.splices import Splice, joined

_REST_AND_BLANK_LINES = re.compile(
    r"((?<![\r\n])[ \t]*(?:\r\n|\n|\r)|(?<=[\r\n]))((?:[ \t]*(?:\r\n|\n|\r))+)"
)


def first_proven(
    document: Document,
    path: FieldPath,
    ways: Callable[[], Iterable[Splice]],
    expectation: Expectation,
) -> Document:
    """The document after the first of several ways to write an edit that does what is expected.

    Raises EditRefused where none does; `path` names the edited field in its words.
    """
    reason = "no way was found to write it"
    for splice in _with_tidied(document.yaml, _written(path, ways)):
        text = joined([document.yaml[: splice.start], splice.text, document.yaml[splice.end :]])
        try:
            changed = document if text == document.yaml else document.with_yaml(text)
        except FrontMatterError as error:
            reason = error.message
            continue
        if not expectation.fits(changed.root):
            reason = "something else would change as well"
        elif _merges_nothing(changed) and not _merges_nothing(document):
            reason = "a merge (<<) needs keys with values"
        else:
            return changed
    raise EditRefused(f"{path_text(path)} cannot be edited safely: {reason}")


def _written(path: FieldPath, ways: Callable[[], Iterable[Splice]]) -> Iterator[Splice]:
    """The ways, where the value is one that YAML can hold."""
    try:
        yield from ways()
    except (ValueError, TypeError, OverflowError) as error:
        raise EditRefused(f"{path_text(path)}: {error}") from error


def _with_tidied(text: str, ways: Iterable[Splice]) -> Iterator[Splice]:
    """All ways as they are, then each again with what stands behind it tidied up."""
    tried: list[Splice] = []
    for splice in ways:
        yield splice
        tried.append(splice)
    for splice in tried:
        yield from _tidied(text, splice)


def _tidied(text: str, splice: Splice) -> Iterator[Splice]:
    """The splice with what may stand behind the old text, but not behind the new one.

    Some parsers take `"a"# b` for a comment; a line of blanks may be the end of a plain text, but
    not of a quoted one; and blank lines would be taken in by a block that keeps them.
    """
    if text.startswith("#", splice.end):
        yield Splice(splice.start, splice.end, splice.text + " ")
    behind = _REST_AND_BLANK_LINES.match(text, splice.end)
    if behind is not None:
        rest, blank = behind.groups()
        bare = re.sub(r"[ \t]", "", blank)
        yield Splice(splice.start, behind.end(), splice.text + rest + bare)
        yield Splice(splice.start, behind.end(), splice.text + rest)


def _merges_nothing(document: Document) -> bool:
    """Whether some `<<` merges what is no mapping, which readers reject."""
    if "<<" not in document.yaml:
        return False
    for _, node in walk(document.root):
        if isinstance(node, Mapping):
            for key, value in node.entries:
                if is_merge(key):
                    target = resolved(value)
                    sources = target.items if isinstance(target, Sequence) else [target]
                    if not all(isinstance(resolved(source), Mapping) for source in sources):
                        return True
    return False
