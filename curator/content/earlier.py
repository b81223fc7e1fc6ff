"""What a story said at an earlier time, field by field, where it says something else now."""

from __future__ import annotations

from curator.content.schema import Kind, kind_of
from curator.frontmatter import Document, FrontMatterError, Value

_COUNTED = ("quality", "heat", "published")
"""The pipeline counts these anew all the time, and the flag is what the editor decides."""

_MOST_LETTERS = 400


def earlier_values(text: str, now: Document) -> dict[str, str]:
    """What the fields that are different now were in an earlier front matter, in words.

    By key; empty for a field that was not there.  What only machines read is left out.
    """
    try:
        before = Document.of(b"---\n", text, b"---\n")
    except FrontMatterError:
        return {}
    old, new = before.data, now.data
    found: dict[str, str] = {}
    for key in dict.fromkeys((*new, *old)):
        was, value = old.get(key), new.get(key)
        if key in _COUNTED or ((key in old) == (key in new) and was == value):
            continue
        if Kind.OPAQUE not in (kind_of(key, was), kind_of(key, value)):
            found[key] = _words(before, key, was)
    return found


def _words(document: Document, key: str, value: Value) -> str:
    written = document.text((key,))
    text = written if written is not None else _said(value)
    text = " ".join(text.split())
    return text if len(text) <= _MOST_LETTERS else text[:_MOST_LETTERS] + "…"


def _said(value: Value) -> str:
    if isinstance(value, dict):
        return ", ".join(_said(each) for each in value.values())
    if isinstance(value, list):
        if any(isinstance(each, (dict, list)) for each in value):
            return "; ".join(_heading(each) for each in value)
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)


def _heading(value: Value) -> str:
    """What an item of a list is called, if it says so."""
    if isinstance(value, dict):
        for key in ("title", "name", "url"):
            if isinstance(found := value.get(key), str) and found:
                return found
    return _said(value)
