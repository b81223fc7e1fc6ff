"""Between Python values and YAML text, one scalar at a time.

Reading follows YAML 1.1 as PyYAML and Jekyll's parser do.  Writing is more careful: what it
writes plain means the same to a YAML 1.1 and to a YAML 1.2 reader, or it gets quotes.
"""

from __future__ import annotations

import math
import re
import textwrap
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

import yaml

from curator.frontmatter.nodes import Alias, Mapping, Node, Scalar, effective, is_merge, key_text
from curator.frontmatter.timestamps import Timestamp

Value: TypeAlias = "bool | int | float | str | date | bytes | list[Value] | dict[str, Value] | None"
"""What front matter holds, in Python; a `datetime` is a `date` too.  Keys are their text."""


class Unreadable(str):
    """The text of a value that claims a type which it does not fulfil, such as `2022-00-00`."""

    __slots__ = ()


class Written(str):
    """A new value given as the very text to write, unquoted: a date in a certain form."""

    __slots__ = ()


_TAG = "tag:yaml.org,2002:"
NULL = _TAG + "null"
_RESOLVERS: dict[str | None, list[tuple[str, re.Pattern[str]]]]
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers  # type: ignore[attr-defined]
_LONGEST_NUMBER = 1000
"""Characters; reading longer ones takes time that grows with the square of their length."""
_CONSTRUCTOR: Any = yaml.constructor.SafeConstructor()
_CONSTRUCT: dict[str, Any] = {
    NULL: lambda node: None,  # type: ignore[misc]
    _TAG + "bool": _CONSTRUCTOR.construct_yaml_bool,
    _TAG + "int": _CONSTRUCTOR.construct_yaml_int,
    _TAG + "float": _CONSTRUCTOR.construct_yaml_float,
    _TAG + "timestamp": _CONSTRUCTOR.construct_yaml_timestamp,
    _TAG + "binary": _CONSTRUCTOR.construct_yaml_binary,
    _TAG + "str": lambda node: node.value,  # type: ignore[misc]
}


def scalar_tag(node: Scalar) -> str:
    """The full tag of a scalar: its own, or the one that its text resolves to."""
    if node.tag is not None and node.tag != "!":
        return node.tag
    if node.style or node.tag == "!":
        return _TAG + "str"
    return plain_tag(node.text)


def plain_tag(text: str) -> str:
    """The tag to which YAML 1.1 resolves unquoted text."""
    for tag, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            return tag
    return _TAG + "str"


def scalar_value(node: Scalar) -> Value:
    """The Python value of a scalar; Unreadable text where it does not fulfil its type."""
    tag = scalar_tag(node)
    if tag == _TAG + "str":
        return node.text
    construct = _CONSTRUCT.get(tag)
    if construct is None or (len(node.text) > _LONGEST_NUMBER and tag != _TAG + "binary"):
        return Unreadable(node.text)
    try:
        return construct(yaml.ScalarNode(tag, node.text))
    except (ValueError, LookupError, OverflowError, AttributeError, yaml.YAMLError):
        return Unreadable(node.text)


def value_of(node: Node | None, known: dict[int, Value] | None = None) -> Value:
    """The Python value of a node and all below it.

    The last of two equal keys wins; `<<` brings in the keys that are not there otherwise.  An
    alias gives the very same object as its target, so that an alias bomb stays small.
    """
    if known is None:
        known = {}
    if node is None:
        return None
    if isinstance(node, Alias):
        target = node.target
        if id(target) not in known:
            known[id(target)] = value_of(target, known)
        return known[id(target)]
    if isinstance(node, Scalar):
        return scalar_value(node)
    value: Value
    if isinstance(node, Mapping):
        value = _mapping_value(node, known)
    else:
        value = [value_of(item, known) for item in node.items]
    if node.anchor is not None:
        known[id(node)] = value
    return value


def _mapping_value(node: Mapping, known: dict[int, Value]) -> dict[str, Value]:
    if any(is_merge(key) for key, _ in node.entries):
        return {key: value_of(item, known) for key, (_, item) in effective(node).items()}
    return {key_text(key): value_of(item, known) for key, item in node.entries}


# Words that some reader of some YAML version takes for a boolean, a null or a number.
_LOADED_WORDS = frozenset(
    ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<", ".inf", ".nan"]
)
_LIKE_A_NUMBER = re.compile(
    r"[-+]?[.:]?\d[\d_,.:eETtZz+\- ]*|[-+]?0[xXoObB][\da-fA-F_]+|[-+]\.(?:inf|nan)", re.I
)
_INDICATORS = "-?:,[]{}#&*!|>'\"%@`=~<"
_UNSAFE_IN_PLAIN = re.compile(r": |:$| #|[\t\n\r]|^---|^\.\.\.")
_NOT_PRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x00": "\\0"}
_ESCAPES.update({"\x07": "\\a", "\x08": "\\b", "\x1b": "\\e", "\x0b": "\\v", "\x0c": "\\f"})


def is_plain_safe(text: str, flow: bool = False) -> bool:
    """Whether `text` unquoted reads back as exactly this text, in YAML 1.1 and in YAML 1.2."""
    if not text or text != text.strip() or text[0] in _INDICATORS:
        return False
    if text.lower() in _LOADED_WORDS or _LIKE_A_NUMBER.fullmatch(text):
        return False
    if _UNSAFE_IN_PLAIN.search(text) or _NOT_PRINTABLE.search(text):
        return False
    if flow and re.search(r"[,\[\]{}:?]", text):
        return False
    return plain_tag(text) == _TAG + "str"


def double_quoted(text: str) -> str:
    """`text` in double quotes, on one line, with everything unusual escaped."""
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if not _NOT_PRINTABLE.match(char):
        return char
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        raise ValueError(f"half of a surrogate pair (U+{code:04X}) is not text")
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def single_quoted(text: str) -> str | None:
    """`text` in single quotes, or None where it holds what these cannot express."""
    if _NOT_PRINTABLE.search(text) or re.search(r"[\n\r\t]", text):
        return None
    return "'" + text.replace("'", "''") + "'"


def quoted(text: str, quote: str) -> str:
    """`text` in the quotes asked for, in double ones where single ones cannot express it."""
    return (single_quoted(text) if quote == "'" else None) or double_quoted(text)


def flow_scalar(value: Value, like: Scalar | None, quote: str, flow: bool = False) -> str:
    """`value` as one line of YAML in the style of `like`, else plain where it is safe.

    `quote` is the kind of quotes that the file prefers; `flow` says that the place is inside
    brackets.  Raises ValueError for what YAML cannot hold and TypeError for collections.
    """
    if isinstance(value, (Written, Unreadable)):
        return str(value)
    if isinstance(value, str):
        style = like.style if like is not None and not isinstance(_typed(like), _NOT_TEXT) else ""
        if style in ("'", '"'):
            return quoted(value, style)
        return str(value) if is_plain_safe(value, flow) else quoted(value, quote)
    old = like.text if like is not None and not like.style else ""
    if value is None:
        return old if like is not None and old in ("~", "null", "Null", "NULL") else "null"
    if isinstance(value, bool):
        return _boolean(value, old)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, date):
        return _timestamp(value, old)
    raise TypeError(f"{type(value).__name__} is not written as a scalar")


_NOT_TEXT = (bool, int, float, date, type(None))


def _typed(node: Scalar) -> Value:
    return scalar_value(node) if not node.style else node.text


def _boolean(value: bool, old: str) -> str:
    pair = {"yes": "no", "no": "yes", "on": "off", "off": "on"}.get(old.lower())
    positive = old.lower() in ("yes", "on", "true")
    if pair is None:
        text = "true" if value else "false"
    else:
        text = old.lower() if positive == value else pair
    if old.isupper():
        return text.upper()
    return text.capitalize() if old[:1].isupper() else text


def _float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    text = repr(value)
    # YAML 1.1 takes `1e+20` for text: its floats need the point.
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


def _timestamp(value: date, old: str) -> str:
    form = Timestamp.read(old)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    if form is not None and isinstance(value, datetime) == form.has_time:
        return str(form.at(moment))
    if not isinstance(value, datetime):
        return value.isoformat()
    if moment.tzinfo is not None and not moment.utcoffset():
        return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return moment.isoformat()


def block_scalar(text: str, header: str, indent: int, newline: str, width: int = 80) -> str | None:
    """`text` as a block scalar, from its header to its last character, or None.

    `header` begins with `|` or `>` and may end with a comment; its other marks are made anew.
    `indent` is the column of the lines and `width` where a folded line is broken.  None where a
    block scalar cannot hold the text.
    """
    body = text.rstrip("\n")
    if not body.strip() or "\r" in text or "\t" in body[:1] or _NOT_PRINTABLE.search(text):
        return None
    ends = len(text) - len(body)
    marks = "-" if ends == 0 else "" if ends == 1 else "+"
    lines = body.split("\n")
    if header[0] == ">":
        folded = _folded(lines, width - indent)
        if folded is None:
            return None
        lines = folded
    if not lines[0] or lines[0][0] == " ":
        # It would be taken for the indentation; quotes say it better than an indicator.
        return None
    comment = re.search(r"[ \t]+#.*", header)
    head = header[0] + marks + (comment.group() if comment else "")
    pad = " " * indent
    out = [head, *(pad + line if line else "" for line in lines), *[""] * max(0, ends - 1)]
    return newline.join(out)


def _folded(lines: list[str], width: int) -> list[str] | None:
    """The lines of a folded scalar that read back as `lines`; None where folding is not sure."""
    out: list[str] = []
    for number, line in enumerate(lines):
        if line[:1] in (" ", "\t") or line != line.rstrip() or "  " in line:
            return None
        if number and line:
            out.append("")
        wrap = textwrap.wrap(line, max(width, 20), break_long_words=False, break_on_hyphens=False)
        out.extend(wrap or [""])
    return out
