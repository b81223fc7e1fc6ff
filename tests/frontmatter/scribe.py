"""Random front matter out of every construct, with what it means."""

from __future__ import annotations

import re
from random import Random

from curator.frontmatter import Value
from tests.frontmatter.twin import RESOLVER, SCALAR, Twin, value_of

PLAIN = ("word", "two words", "naïve 🦊", "http://x.y/z?a=b#c", "it's", 'say "hi"', "a-b", "x:y")
BLOCK_ONLY = ("a, b", "Title {{ page.x }}", "a [b] {c}", "x%}", "C:\\dir\\", "é")
ODD = (
    "0o17", "017", "0x1F", "0b11", "1_000", "190:20:30", "16:00:00", "08", "1e3", "1.0e+3", ".5",
    "0.10", "9007199254740993", "00", "+1", "-0", "1.", "6e23", "046135747465", ".inf", ".NaN",
    "2020-02-11", "2020-02-11T19:20:00Z", "2020-02-11T19:20:00.000+02:00", "2020-2-1",
    "2020-02-11 19:20:00", "2020-02-11 19:20:00 +02:00", "2020-02-11 19:20:00 +0200", "2022-00-00",
    "yes", "No", "on", "~", "null", "true", "False",
)  # fmt: skip
KEYS = ("title", "date", "tags", "a b", "größe", "日本", "404", "x-y", "under_score", "Ключ")
FOLD = re.compile(r"(?<=[^\n])\n(\n*)(?=[^\n])")


def folded(lines: list[str]) -> str:
    """Lines joined as YAML folds them: one break is a blank, more are one fewer."""
    return FOLD.sub(lambda match: match[1] or " ", "\n".join(lines))


class Scribe:
    """Writes random front matter, and knows what it means without parsing it."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.anchors: list[tuple[str, Value]] = []
        self.count = 0
        # Whether the value written last is a block scalar ("|"), or one that keeps blanks ("+").
        self.open = ""
        self.tabs = True
        self.named = False

    def chance(self, percent: int) -> bool:
        return self.dice.randrange(100) < percent

    def front_matter(self) -> tuple[str, dict[str, Value]]:
        """YAML text with LF line ends, and its data."""
        column = 2 if self.chance(3) else 0
        text, data = self.mapping(column, 3, self.dice.randrange(1, 6))
        return text + self.gap(column), data

    def file(self) -> tuple[bytes, dict[str, Value]]:
        """A whole file, and the data of its front matter."""
        text, data = self.front_matter()
        choose = self.dice.choice
        style = choose(("\n", "\n", "\n", "\r\n", "\r", "mixed"))
        head = choose(("", "", "", "\ufeff", "\n", " \n")) + "---" + choose(("", "", " ", "\t"))
        tail = choose(("---", "---", "---  ", "...")) + choose(("", "\n", "\nBody\n---\nx\n"))
        whole = head + "\n" + text + tail
        return _broken(whole, style, self.dice).encode(), data

    def gap(self, column: int) -> str:
        """What may stand between two entries or items."""
        pad = " " * column
        choices = ["", "", "", "", "", "", f"{pad}# note\n"]
        if self.open != "+":
            choices += ["\n", f"\n{pad}# set off\n\n", f"{pad}# one\n{pad}# two\n"]
        if not self.open:
            choices += [f"{pad}    # deeper\n", "  \n"]
        return self.dice.choice(choices)

    def mapping(self, column: int, depth: int, count: int) -> tuple[str, dict[str, Value]]:
        """The lines of a block mapping."""
        text, data = "", dict[str, Value]()
        merged: dict[str, Value] = {}
        pad = " " * column
        bases = [
            (n, base) for n, base in self.anchors if isinstance(base, dict) and "?" not in base
        ]
        if bases and self.chance(30):
            name, base = self.dice.choice(bases)
            merged = base if isinstance(base, dict) else {}
            text += f"{pad}<<: *{name}\n"
            self.open = ""
        for _ in range(count):
            text += self.gap(column) if text else ""
            written, key = self.key()
            if self.chance(4):
                behind, value = self.behind(column, depth, key=False)
                text += f"{pad}? {written}\n{pad}:{behind}\n"
            elif self.chance(2):
                text, value, self.open = f"{text}{pad}? {written}\n", None, ""
            else:
                behind, value = self.behind(column, depth)
                text += f"{pad}{written}:{behind}\n"
            data[key] = value
        if count > 1 and self.chance(4):
            key = self.dice.choice(list(data))
            if re.fullmatch(r"[a-z]+\d+", key):
                data[key] = value = self.dice.choice(PLAIN)
                text, self.open = f"{text}{pad}{key}: {value}\n", ""
        return text, {**merged, **data}

    def key(self) -> tuple[str, str]:
        self.count += 1
        key = f"{self.dice.choice(KEYS)}{self.count}"
        form = self.dice.choice(("{}", "{}", "{}", "{}", "'{}'", '"{}"', "{} ", "!!str {}"))
        return form.format(key), key

    def behind(
        self, column: int, depth: int, *, dash: bool = False, key: bool = True
    ) -> tuple[str, Value]:
        """What stands behind a colon or dash at `column`, without the last line break."""
        if self.anchors and self.chance(6):
            name, value = self.dice.choice(self.anchors)
            self.open = ""
            return f" *{name}{self.trailing()}", value
        prefix, name = "", ""
        if self.chance(7):
            self.count += 1
            name = f"a{self.count}"
            prefix = f" &{name}"
        kinds = [self.scalar, self.scalar, self.scalar, self.flow_value, self.long_scalar]
        kinds += [self.block_scalar, self.empty]
        if depth:
            kinds += [self.inner_collection if dash else self.collection] * 3
        self.tabs, self.named = key, bool(name)
        text, value = self.dice.choice(kinds)(column, depth)
        if name:
            self.anchors.append((name, value))
        return prefix + text, value

    def trailing(self) -> str:
        return self.dice.choice(("", "", "", "", " # why", "  ", "\t# tab", " \t"))

    def empty(self, column: int, depth: int) -> tuple[str, Value]:
        self.open = ""
        return self.dice.choice(("", "", " ", " # nothing")), None

    def scalar(self, column: int, depth: int) -> tuple[str, Value]:
        self.open = ""
        text, value = self.one_line(flow=False)
        # Where a key could begin, libyaml takes no tab.
        gap = self.dice.choice((" ", " ", " ", " ", "   ", " \t" if self.tabs else "  "))
        return gap + text + self.trailing(), value

    def one_line(self, flow: bool) -> tuple[str, Value]:
        kind = self.dice.randrange(9)
        if kind < 3:
            text = self.dice.choice(PLAIN[:4] if flow else PLAIN + BLOCK_ONLY)
            return text, text
        if kind < 6:
            text = self.dice.choice([odd for odd in ODD if not flow or ":" not in odd])
            return text, value_of(
                Twin("scalar", RESOLVER.resolve(SCALAR, text, (True, False)), text)
            )
        if kind == 6:
            text = self.dice.choice(
                (*PLAIN, *BLOCK_ONLY, "# no comment", "- x", "a: b", "", "{{x}}")
            )
            return "'" + text.replace("'", "''") + "'", text
        if kind == 7:
            text = self.dice.choice(("a\\tb", "caf\\u00e9", '\\"q\\"', "\\U0001F98A", "x # y"))
            return f'"{text}"', text.encode("ascii").decode("unicode_escape")
        text = self.dice.choice(("5", "yes", "word"))
        return self.dice.choice(("!!str ", "!<tag:yaml.org,2002:str> ")) + text, text

    def long_scalar(self, column: int, depth: int) -> tuple[str, Value]:
        """A plain or quoted text over several lines."""
        self.open = ""
        quote = self.dice.choice(("", "'", '"'))
        lines = ["first"]
        for _ in range(self.dice.randrange(1, 3)):
            lines += [""] * self.dice.choice((0, 0, 0, 1, 2)) + [self.dice.choice(PLAIN[:4])]
        pad = " " * (0 if quote and self.chance(15) else column + self.dice.randrange(1, 5))
        text = "\n".join(pad + line if n and line else line for n, line in enumerate(lines))
        between = " " if self.chance(80) else "\n" + " " * (column + 2)
        return between + quote + text + quote + self.trailing(), folded(lines)

    def block_scalar(self, column: int, depth: int) -> tuple[str, Value]:
        sign, chomp = self.dice.choice("|>"), self.dice.choice(("", "", "-", "+"))
        width = self.dice.randrange(1, 5)
        lines = [""] * self.dice.choice((0, 0, 0, 1)) + [self.dice.choice(PLAIN)]
        for _ in range(self.dice.randrange(0, 3)):
            lines += [""] * self.dice.choice((0, 0, 0, 1, 2))
            lines += [
                self.dice.choice((*PLAIN, *BLOCK_ONLY, "# no comment", "- x", "a: b", "\ttab"))
            ]
        indicator = str(width) if self.chance(25) or lines[0] == "" else ""
        if sign == "|":
            first = 0 if indicator else lines.index(next(filter(None, lines))) + 1
            lines = [
                " " * self.chance(20) + x if x and n >= first else x for n, x in enumerate(lines)
            ]
        elif any(line.startswith("\t") for line in lines):
            lines = [line.lstrip("\t") for line in lines]
        ends = self.dice.choice((0, 0, 0, 1, 2))
        header = sign + self.dice.choice((chomp + indicator, indicator + chomp))
        pad = " " * (column + width)
        text = "".join("\n" + (pad + line if line else "") for line in lines) + "\n" * ends
        body = folded(lines) if sign == ">" else "\n".join(lines)
        self.open = "+" if chomp == "+" else "|"
        value = body + {"-": "", "": "\n", "+": "\n" * (ends + 1)}[chomp]
        return f" {header}{self.dice.choice(('', '', ' # why', '  '))}{text}", value

    def flow_value(self, column: int, depth: int) -> tuple[str, Value]:
        self.open = ""
        if self.chance(10):
            return " {{ page.x }}" + self.trailing(), {"?": None}
        breaks = self.chance(35)
        text, value = self.flow(column + 1 if breaks else -1, 2)
        return f" {text}{self.trailing()}", value

    def flow(self, column: int, depth: int) -> tuple[str, Value]:
        """A collection in brackets; over several lines where `column` is not negative."""
        mapping = self.chance(40)
        parts: list[str] = []
        items: list[Value] = []
        pairs: dict[str, Value] = {}
        for _ in range(self.dice.randrange(0, 4)):
            text, value = (
                self.flow(column, depth - 1)
                if depth and self.chance(20)
                else self.one_line(flow=True)
            )
            if not mapping and not self.chance(8):
                items.append(value)
            else:
                written, key = self.key()
                text, value = (f"{written}: {text}", value) if self.chance(90) else (written, None)
                if mapping:
                    pairs[key] = value
                else:
                    text = text if value is not None else f"{written}: "
                    items.append({key: value})
            parts.append(text)
        first, comma, last = ("", ", ", "") if self.chance(80) else (" ", " , ", " ")
        if column >= 0:
            pad = "\n" + " " * (column + self.dice.randrange(0, 3))
            comma = self.dice.choice((f",{pad}", f", # why{pad}", f" ,{pad}"))
            first = self.dice.choice(("", pad, f" # first{pad}"))
            last = self.dice.choice(("", pad, "\n" + " " * column, f" # last{pad}", "\n"))
        trailing = self.dice.choice(("", "", comma.rstrip(" "))) if parts else ""
        inside = first + comma.join(parts) + (trailing.split("\n")[0] if column < 0 else trailing)
        inside += last
        return ("{" + inside + "}", pairs) if mapping else ("[" + inside + "]", items)

    def collection(self, column: int, depth: int) -> tuple[str, Value]:
        """A block mapping or list on the lines below a key."""
        return self.below(column, depth, self.dice.choice((0, 0, 2, 2, 4)))

    def inner_collection(self, column: int, depth: int) -> tuple[str, Value]:
        """A block mapping or list on the lines below a dash, or beginning on its line."""
        if self.named or self.chance(40):
            return self.below(column, depth, self.dice.choice((1, 2, 4)))
        gap = self.dice.choice((1, 1, 1, 1, 3))
        inner = column + 1 + gap
        if self.chance(70):
            text, value = self.mapping(inner, depth - 1, self.dice.randrange(1, 4))
        else:
            text, value = self.items(inner, depth - 1)
        return " " * gap + text[inner:].removesuffix("\n"), value

    def below(self, column: int, depth: int, deeper: int) -> tuple[str, Value]:
        note = self.dice.choice(("", "", "", " # why", "  "))
        self.open = ""
        value: Value
        if self.chance(45):
            count = self.dice.randrange(1, 4)
            text, value = self.mapping(column + max(deeper, 1), depth - 1, count)
        else:
            text, value = self.items(column + deeper, depth - 1)
        return f"{note}\n" + text.removesuffix("\n"), value

    def items(self, column: int, depth: int) -> tuple[str, list[Value]]:
        """The lines of a block list."""
        text, data = "", list[Value]()
        for _ in range(self.dice.randrange(1, 5)):
            text += self.gap(column) if text else ""
            behind, value = self.behind(column, depth, dash=True, key=False)
            text += f"{' ' * column}-{behind}\n"
            data.append(value)
        return text, data


def _broken(text: str, style: str, dice: Random) -> str:
    """The text with other line breaks; a lone CR and a lone LF never meet to make a CRLF."""
    if style != "mixed":
        return text.replace("\n", style)
    out = ""
    for line in text.split("\n"):
        choices = ["\r\n", "\r"] if not line and out.endswith("\r") else ["\n", "\r\n", "\r"]
        out += line + dice.choice(choices)
    return out[: -2 if out.endswith("\r\n") else -1]
