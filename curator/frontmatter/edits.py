"""What can be asked of front matter; `editing` does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from curator.frontmatter.nodes import FieldPath
from curator.frontmatter.scalars import Value


@dataclass(frozen=True, slots=True)
class Set:
    """Give the field at `path` a value; a key that is not there is added, its parents too.

    `order` lists keys in the order in which the site writes them: a new key goes behind the
    nearest of those before it.
    """

    path: FieldPath
    value: Value
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away a key with its value (every one, where it is written twice) or a list item."""

    path: FieldPath


@dataclass(frozen=True, slots=True)
class Insert:
    """Put `value` into the list at `path` so that it becomes number `index`, from 0.

    A list that is missing or empty is made.
    """

    path: FieldPath
    index: int
    value: Value
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """Move the item `source` of the list at `path` so that it becomes number `target`."""

    path: FieldPath
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Arrange:
    """Bring the items of the list at `path` into `order`, which names them by their numbers.

    Items that are not named go.  It is one proof for as many moves and removals as one likes.
    """

    path: FieldPath
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """Let the field at `path` keep its value, but share it with no other place any more.

    The path of a merge key (`<<`) gives its mapping keys of its own.
    """

    path: FieldPath


Edit: TypeAlias = Set | Remove | Insert | Move | Arrange | Own
