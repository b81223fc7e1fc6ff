"""The search language told to a person: the table of operators and the page made from it."""

from __future__ import annotations

from dataclasses import dataclass

from curator.content.query.keys import KEYS


@dataclass(frozen=True, slots=True)
class Help:
    """An operator, an example of it, and in one line what it finds."""

    operator: str
    example: str
    meaning: str


HELP: tuple[Help, ...] = (
    Help("word", "zoox tesla", "has all these words in title, excerpt, provider or topics"),
    Help("phrase", '"facial recognition"', "has these words one after the other"),
    *(Help(key.name, key.example, key.meaning) for key in KEYS.values()),
    Help("-", "-topic:AI", "leaves out what follows: a word, a phrase, a key or parentheses"),
    Help("or", "tesla or topic:Robotics", "one side or the other; spaces bind closer than or"),
    Help("( )", "(tesla or zoox) quality>50", "groups what belongs together"),
)

_PAGE = """# Searching the list

Type words and the list shows the articles that have all of them, in any order, also as parts of
longer words. Capital letters make no difference anywhere.

| to find | write | an article is shown if it |
|---|---|---|
{table}

- Quotation marks are needed only around a value with a space or a parenthesis in it; inside them,
  `\\"` is a quotation mark.
- `topic:`, `provider:` and `collection:` want the whole name. A `*` at its beginning or end stands
  for anything: `topic:robot*`, `provider:*times`. `topic:*` is any topic at all.
- A provider's domain includes what stands before it: `provider:bbc.co.uk` finds news.bbc.co.uk.
- Numbers and dates take `:` `=` `>` `>=` `<` `<=`. An article without the number or the date fits
  none of them; `quality:none` finds it.
- A date is a day (`2020-02-01`), a month (`2020-02`) or a year (`2020`), counted in UTC.
  `date>2020` begins with 2021. Seen from today: `today`, `yesterday`, `-7d`, `-2w`, `-3m`, `-1y`
  (days, weeks, months, years ago). `date>-7d` is the last seven days, today among them.
- `and` may be written, and means nothing more than the space does.
- A word with a colon that is no key, such as `10:30` or a web address, is looked for as it stands.
  Where it could be a misspelt key, the search asks; quotation marks make it a text.
- While the last term is unfinished, the list is searched by what stands before it.
"""


def as_markdown() -> str:
    """The page `docs/search.md`."""
    lines = [f"| {_code(row.operator)} | {_code(row.example)} | {row.meaning} |" for row in HELP]
    return _PAGE.format(table="\n".join(lines))


def _code(text: str) -> str:
    return f"`{text}`"
