"""What a YAML parser complains of, said so that an editor knows what to do about it.

The parser names the rule that was broken; the mistake behind it is mostly one of a dozen, such as
a headline with a colon and no quotes, and the text around the place tells which.  Both loaders of
PyYAML are understood, whose words differ.
"""

from __future__ import annotations

import re

_QUOTE_IT = "put the whole text after the first colon in quotes"
_NO_START = {
    "\t": "a tab stands where only spaces may: indent with spaces",
    "@": "a text cannot begin with @: put it in quotes",
    "`": "a text cannot begin with `: put it in quotes",
    "%": "a text cannot begin with %: put it in quotes",
}
_BY_PROBLEM: tuple[tuple[str, str], ...] = (
    (r"tab character", _NO_START["\t"]),
    (r"directive|incompatible YAML", "a line cannot begin with %: put the text in quotes"),
    (
        r"block sequence entries|sequence entries",
        "a list cannot begin behind a colon: put each item on a line of its own, below the key",
    ),
    (
        r"mapping keys are not allowed",
        "a text cannot begin with a question mark and a blank: put it in quotes",
    ),
    (
        r"unknown escape",
        (
            "a backslash has a meaning of its own in double quotes: write \\\\ for "
            "one, or use single quotes"
        ),
    ),
    (
        r"hexdecimal|hexadecimal",
        (
            "\\x, \\u and \\U need hexadecimal digits: write \\\\ for a "
            "backslash, or use single quotes"
        ),
    ),
    (
        r"unexpected ':'",
        "a colon stands here in the middle of a text: put the text in quotes",
    ),
    (
        r"expected node content|the node content",
        (
            "a value is missing here, or begins with a sign "
            "that it cannot begin with: put the text in quotes"
        ),
    ),
)
_BY_CONTEXT: tuple[tuple[str, str], ...] = (
    (r"scanning an alias", "a text cannot begin with *: put it in quotes"),
    (r"scanning an anchor", "a text cannot begin with &: put it in quotes"),
    (r"(?:scanning|parsing) a tag", "a text cannot begin with !: put it in quotes"),
    (
        r"scanning a block scalar",
        (
            "text after | or > belongs on the next line, indented; if the "
            "sign is part of the text, put it all in quotes"
        ),
    ),
    (r"directive", "a line cannot begin with %: put the text in quotes"),
    (
        r"scanning a simple key",
        (
            "this line has no colon with a blank behind it: write key: value, "
            "or indent it if it goes on from the line above"
        ),
    ),
)


def explained(
    text: str, context: str, problem: str, context_at: int | None, at: int
) -> tuple[str, int]:
    """A message for people and the character of `text` that it is about.

    `context` and `problem` are the parser's words, `context_at` and `at` where it says they are.
    Words that are not known are given as they are.
    """
    at = min(at, len(text))
    opened = at if context_at is None else context_at
    if "mapping values are not allowed" in problem:
        return _second_colon(text, at), at
    if "cannot start any token" in problem:
        sign = "{%" if text.startswith("{%", at - 1) else text[at : at + 1]
        return _NO_START.get(sign, f"a text cannot begin with {sign}: put it in quotes"), at
    if "quoted scalar" in context and "unexpected" in problem:
        return f"the quote {text[opened : opened + 1]} that opens here is never closed", opened
    if "flow sequence" in context or "flow mapping" in context:
        return _bracket(text, opened, at)
    if "<document start>" in problem:
        directive = re.search(r"^%", text, re.M)
        if directive is not None:
            return "a line cannot begin with %: delete it, or indent it", directive.start()
        return "something stands behind the closing bracket: put the whole text in quotes", at
    if "undefined tag handle" in problem:
        return "a text cannot begin with !: put it in quotes", at
    if "unknown escape" in problem and text.startswith("\\", at - 1):
        at -= 1
    for pattern, message in _BY_PROBLEM:
        if re.search(pattern, problem):
            return message, at
    for pattern, message in _BY_CONTEXT:
        if re.search(pattern, context):
            return message, opened
    if "block mapping" in context or "block collection" in context:
        return _out_of_line(text, at, in_list="collection" in context), at
    return " ".join(part for part in (context, problem) if part) or "this is not YAML", at


def _line(text: str, at: int) -> str:
    """What stands before `at` on its line."""
    return text[max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1 : at]


def _second_colon(text: str, at: int) -> str:
    before = _line(text, at)
    if re.search(r":[ \t]", before):
        return f"a second colon with a blank behind it: {_QUOTE_IT}"
    if before[:1] in (" ", "\t"):
        return (
            "this key is indented below a value: line it up with the keys above, or put the "
            "value above in quotes if this is a part of it"
        )
    return (
        "this key goes on from the line above: that line needs a colon with a blank behind it, "
        "as in key: value"
    )


def _bracket(text: str, opened: int, at: int) -> tuple[str, int]:
    sign = text[opened : opened + 1]
    if "\n" in text[opened:at] or "\r" in text[opened:at] or not text[at:].strip():
        return f"the bracket {sign} that opens here is never closed", opened
    return "a comma is missing here, or the text needs quotes", at


def _out_of_line(text: str, at: int, *, in_list: bool) -> str:
    before, sign = _line(text, at), text[at : at + 1]
    if before.rstrip().endswith(('"', "'")) or (before.strip() and re.search("[\"']", before)):
        return (
            "the text goes on behind its closing quote: put all of it in quotes, and write a "
            "quote inside it as \\\" between double quotes, as '' between single ones"
        )
    if before.strip():
        return "something stands behind the end of the value: put the whole text in quotes"
    if in_list:
        return "an item of the list must begin here: line its dash up with those above"
    if sign == "-":
        return "this dash does not line up with a list: indent it like the items above"
    return "this line does not line up with the keys above: correct its indentation"
