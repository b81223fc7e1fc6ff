"""New YAML text for new values, in the manner of the file and of the values beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from curator.frontmatter.document import Style
from curator.frontmatter.nodes import Mapping, Node, Scalar, Sequence, resolved, step
from curator.frontmatter.scalars import (
    Value,
    Written,
    block_scalar,
    flow_scalar,
    is_plain_safe,
    quoted,
)


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes values in one file's style.  Raises ValueError for what YAML cannot hold."""

    style: Style

    def key(self, key: str) -> str:
        """A mapping key as written."""
        plain = isinstance(key, Written) or is_plain_safe(key, flow=True)
        return str(key) if plain else quoted(key, self.style.quote)

    def flow(self, value: Value, like: Node | None = None, *, inside: bool = True) -> str:
        """A value on one line; `inside` says that it stands in brackets already."""
        if isinstance(value, dict):
            pairs = (f"{self.key(k)}: {self.flow(v, _child(like, k))}" for k, v in value.items())
            return "{" + ", ".join(pairs) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(item, _item(like)) for item in value) + "]"
        return flow_scalar(value, _scalar(like), self.style.quote, inside)

    def flow_forms(self, value: Value, like: Node | None) -> list[str]:
        """Ways to write a value inside brackets; the form of a date may not be able to tell it."""
        return list(dict.fromkeys([self.flow(value, like), self.flow(value)]))

    def forms(self, first: str, value: Value, like: Node | None) -> list[str]:
        """Ways to write a value behind a colon or dash, from the most natural one on."""
        one_line = self.flow(value, like, inside=False)
        return list(dict.fromkeys([first, f" {one_line}", f" {self.flow(value, inside=False)}"]))

    def behind_colon(self, value: Value, like: Node | None, column: int) -> str:
        """What follows the colon of a key that stands at `column`, to the end of the value."""
        newline = self.style.newline
        if isinstance(value, dict) and value:
            return newline + newline.join(self._mapping(value, like, column + self.style.step))
        if isinstance(value, list) and value:
            if self.style.flow_lists and _all_scalars(value) and not _is_block_list(like):
                return " " + self.flow(value, like, inside=False)
            return newline + newline.join(
                self.list_lines(value, like, column + self.style.list_indent)
            )
        return " " + self._inline(value, like, column)

    def behind_dash(self, value: Value, like: Node | None, column: int, width: int = 2) -> str:
        """What follows the dash of a list item that stands at `column`.

        `width` is how many columns behind the dash the item itself stands.
        """
        blanks = " " * (width - 1)
        if isinstance(value, dict) and value:
            lines = self._mapping(value, like, column + width)
            return blanks + self.style.newline.join(lines)[column + width :]
        if isinstance(value, list) and value:
            return blanks + self.flow(value, like, inside=False)
        return blanks + self._inline(value, like, column)

    def list_lines(self, value: list[Value], like: Node | None, column: int) -> list[str]:
        """The lines of a block sequence whose dashes stand at `column`."""
        return [" " * column + "-" + self.behind_dash(item, _item(like), column) for item in value]

    def _mapping(self, value: dict[str, Value], like: Node | None, column: int) -> list[str]:
        return [
            f"{' ' * column}{self.key(key)}:{self.behind_colon(item, _child(like, key), column)}"
            for key, item in value.items()
        ]

    def _inline(self, value: Value, like: Node | None, column: int) -> str:
        if isinstance(value, (dict, list)):
            return "{}" if isinstance(value, dict) else "[]"
        old = _scalar(like)
        if isinstance(value, str) and not isinstance(value, Written):
            header = "|" if "\n" in value and (old is None or not old.style) else ""
            if old is not None and old.style in ("|", ">"):
                header = old.style
            if header:
                indent = column + self.style.step
                block = block_scalar(value, header, indent, self.style.newline)
                if block is not None:
                    return block
        return flow_scalar(value, old, self.style.quote)


def like_scalar(value: str, old: Scalar, text: str, indent: int, newline: str) -> str | None:
    """`value` as a block scalar in the manner of `old`, whose source is `text`, or None."""
    source = text[old.start : old.end]
    header, *lines = re.split(r"\r\n|\n|\r", source)
    filled = [line for line in lines if line.strip()]
    if filled:
        indent = len(filled[0]) - len(filled[0].lstrip(" "))
    width = max([80, *(len(line) for line in filled)]) if old.style == ">" else 80
    return block_scalar(value, header, indent, newline, width)


def _all_scalars(value: list[Value]) -> bool:
    return not any(isinstance(item, (dict, list)) for item in value)


def _is_block_list(like: Node | None) -> bool:
    return isinstance(like, Sequence) and not like.flow and bool(like.items)


def _scalar(like: Node | None) -> Scalar | None:
    node = resolved(like) if like is not None else None
    return node if isinstance(node, Scalar) else None


def _child(like: Node | None, key: str) -> Node | None:
    node = resolved(like) if like is not None else None
    return step(node, key) if isinstance(node, Mapping) else None


def _item(like: Node | None) -> Node | None:
    node = resolved(like) if like is not None else None
    return node.items[0] if isinstance(node, Sequence) and node.items else None
