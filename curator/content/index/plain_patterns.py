"""Regular expressions of front matter that is plain enough to be read without a parser.

Two readers use them: one takes an entry at the top in one go where its value has a usual shape,
the other one goes line by line and knows more of YAML.  See `plain_yaml`.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Characters that YAML forbids, or that its parsers take for a line break and Python does not.
NEVER_AT_ALL = ("\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff")
"""Those that have to be looked for before: sets of characters beyond 255 take twice as long."""
_NEVER = r"\x00-\x1f\x7f-\x9f"
_NEVER_IN_BLOCK = _NEVER.replace(r"\x00-\x1f", r"\x00-\x08\x0a-\x1f")
_ESCAPE = (
    r'\\(?:["\\/nrt]|x[0-9a-fA-F]{2}'
    r"|u(?:[0-9a-cA-CefEF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2}))"
)
_DOUBLE = rf'"[^"\\{_NEVER}]*+(?:{_ESCAPE}[^"\\{_NEVER}]*+)*+"'
_SINGLE = rf"'[^'{_NEVER}]*+(?:''[^'{_NEVER}]*+)*+'"
_FIRST = rf"(?:(?=[^ \-?:,\[\]{{}}#&*!|>'\"%@`{_NEVER}])|-(?=[0-9A-Za-z.]))"
# Most texts reach to the end of their line, and are not told word by word.
_TO_THE_END = rf"(?:[^:#{_NEVER}]++(?<! )$|(?:[^:#{_NEVER}]++|:(?=[^ \n])|(?<! )#)++(?<! )$)"
_WORDS = (
    rf"(?:{_TO_THE_END}"
    rf"|(?:[^ :#{_NEVER}]++|:(?=[^ \n])|#| ++(?=[^ #\n]))++)"
)
_WORDS_IN_BRACKETS = rf"(?:[^ :#,?\[\]{{}}{_NEVER}]++|(?<! )#| ++(?=[^ :#,?\[\]{{}}\n]))++"
_ITEM = rf"(?:{_DOUBLE}|{_SINGLE}|{_FIRST}{_WORDS_IN_BRACKETS})"
_BRACKETS = rf"\[ *+(?:{_ITEM} *+(?:, *+{_ITEM} *+)*+)?\]"


def _braces(value: str) -> str:
    """A mapping in braces, with such values."""
    pair = rf"(?:[A-Za-z0-9_\-]++|{_DOUBLE}): ++{value}"
    return rf"\{{ *+(?:{pair} *+(?:, *+{pair} *+)*+)?\}}"


_BRACES = _braces(rf"(?:{_ITEM}|{_BRACKETS}|{_braces(_ITEM)})")
_WORD = r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,80}+"
_KEY = rf"{_WORD}(?: [A-Za-z0-9_.\-]{{1,40}}+){{0,5}}+"
_COMMENT = rf"#[^{_NEVER}]*+"

# --- line by line -----------------------------------------------------------------------------

# Each further line of a value is indented more than its first, which is what \1 is for.  Behind a
# dash with a key the next line may be the next key: a value has one line there.
_ON = r"(?(2)(?(3)(?!)))\n(?: *+\n)*+\1 ++"
# Inside quotes it may begin anywhere.
_ON_QUOTED = r"\n(?: *+\n)*+ *+(?!---|\.\.\.)"
_VALUES = (
    rf'"[^"\\{_NEVER}]*+(?:(?:{_ESCAPE}|\\?{_ON_QUOTED})[^"\\{_NEVER}]*+)*+"',
    rf"'[^'{_NEVER}]*+(?:(?:''|{_ON_QUOTED})[^'{_NEVER}]*+)*+'",
    rf"{_FIRST}{_WORDS}(?: *+{_ON}(?!#){_WORDS})*+",
    _BRACKETS,
    _BRACES,
    (
        rf"[|>][-+]?+(?: ++{_COMMENT}| *+)(?=\n( ++)[^ \t\n])"
        rf"(?:\n(?:\5[^{_NEVER_IN_BLOCK}]*+| *+$))++"
    ),
)

LINE = re.compile(
    rf"\n*+^( *+)(?:(- ++)?+(?:({_KEY}) *+:(?= |$))?+ *+({'|'.join(_VALUES)})?+"
    rf" *+(?:(?:^|(?<= )){_COMMENT})?+$|([^\n]+))",
    re.MULTILINE,
)
"""One line, or several where a value goes on: see `plain_yaml.Line`."""

ITEMS = re.compile(_ITEM)
"""The items of a list in brackets."""

USUAL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
ESCAPES = re.compile(r"\\(?:x(..)|u(....)|(.))")

_WEB = r"https?://[!#-&(-\[\]-~]+"
ADDRESS = re.compile(rf"([\"']?)({_WEB})\1")
"""A web address as it is written, in which nothing is escaped."""

# --- entry by entry ---------------------------------------------------------------------------

# What matters here is how often the machine of `re` has to go into a group: two characters from a
# set are faster than one of two texts, and what is rare is looked for last.
_QUOTED = rf'"[^"\\{_NEVER}]*+(?:"|(?:{_ESCAPE}[^"\\{_NEVER}]*+)++")'
_ONE_LINE = rf"(?:{_QUOTED}|{_FIRST}{_TO_THE_END}|{_SINGLE}) *+$"


def _list(at: str, entry: str) -> str:
    """A list of mappings of such entries, or one of scalars, in lines that begin with `at`."""
    # Of the lines of mappings the first one has a dash, and each further one a dash or its room.
    mappings = rf"(?=\n{at}- {_WORD}:(?: |$))(?:\n{at}[ -] {entry})++"
    return rf"{mappings}|(?:\n{at}- {_ONE_LINE})++"


def _entry(inside: str) -> str:
    """An entry with a scalar, or with a collection of scalars or of entries that have them."""
    flat = rf"{_WORD}:(?: ++{_ONE_LINE}| *+$)"
    below = rf"(?:\n{inside}  {flat})++|{_list(f'{inside}  ', flat)}|{_list(inside, flat)}"
    return rf"{_WORD}:(?: ++{_ONE_LINE}| *+$(?:{below})?+)"


@lru_cache(maxsize=1)
def entries() -> re.Pattern[str]:
    """An entry at the top: its key, its value on the same line or in lines below; or another line.

    What stands below is in block style, three collections deep at most, the inner ones indented
    by two, with neither comments nor blank lines within; what is in brackets stands at the top.
    It takes a moment to compile, which not every process needs.
    """
    # The indentation of a collection is taken ahead and outside of what repeats: the machine
    # of `re` mistakes the places of groups within possessive repeats.
    mapping = rf"(?=\n(?P<mapping> ++))(?:\n(?P=mapping){_entry('(?P=mapping)')})++"
    inside = "(?P=list)"
    lists = rf"(?=\n(?P<list> *+)- )(?:{_list(inside, _entry(f'{inside}  '))})"
    value = (
        rf"({_QUOTED}|{_FIRST}{_WORDS}|{_SINGLE}|{_BRACKETS}|{_BRACES}) *+(?:(?<= ){_COMMENT})?$"
    )
    # The end of the text is matched as well: many blank lines before it would otherwise be gone
    # through from each of them anew.
    return re.compile(
        rf"(?: *+(?:{_COMMENT})?\n)*+^"
        rf"(?:({_KEY}) *+:(?: ++{value}| *+$(?:({mapping}|{lists})|))|([^\n]+)|\Z)",
        re.MULTILINE,
    )


@lru_cache(maxsize=64)
def address_in_each(indent: str, key: str) -> re.Pattern[str]:
    """For a list of mappings at an indentation: an item to its first address under that key."""
    others = rf"(?:(?!{key})[^\n]++\n{indent}  )*+"
    return re.compile(rf"\n{indent}- {others}{key}: ++([\"']?)({_WEB})\1 *+$", re.MULTILINE)
