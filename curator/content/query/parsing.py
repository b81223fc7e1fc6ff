"""The grammar of the search: and is implied and binds closer than or."""

from __future__ import annotations

from curator.content.query.tokens import Shape, Token, tokens
from curator.content.query.tree import All, Node, all_of, either_of, opposite
from curator.content.query.values import QueryError, node_of, unfinished

_DEEPEST = 40
"""More parentheses than this inside one another are no search that a person writes."""


def read(text: str) -> tuple[Node, str]:
    """What a text looks for, and what its end still waits for (empty where it is complete).

    `QueryError` where the text cannot be understood.
    """
    left, waits = _finished(text)
    return _Reader(left).read(waits) if left else (All(()), waits)


def _finished(text: str) -> tuple[list[Token], str]:
    """The tokens without the unfinished ones at the end, and what the very last waits for."""
    left = list(tokens(text))
    waits = ""
    at_cursor = bool(left) and left[-1].end == len(text)
    while left and left[-1].shape is not Shape.CLOSE:
        words = unfinished(left[-1], at_cursor)
        if not words:
            break
        waits = waits or words
        at_cursor = False
        left.pop()
    return left, waits


class _Reader:
    """Reads tokens from left to right, by recursive descent."""

    def __init__(self, left: list[Token]) -> None:
        self._tokens = left
        self._at = 0
        self._depth = 0

    def read(self, waits: str) -> tuple[Node, str]:
        """The whole; open parentheses close at its end."""
        node = self._either()
        token = self._next()
        if token is not None:
            raise _not_open(token)
        return node, waits or ("a parenthesis is still open" if self._depth else "")

    def _next(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _either(self) -> Node:
        parts = [self._all()]
        while (token := self._next()) and token.shape is Shape.OR:
            self._at += 1
            parts.append(self._all(token))
        return either_of(parts)

    def _all(self, joint: Token | None = None) -> Node:
        parts: list[Node] = []
        while (token := self._next()) and token.shape not in (Shape.OR, Shape.CLOSE):
            if token.shape is Shape.AND:
                self._at += 1
                if not parts or not self._begins_part():
                    raise _alone(token)
                continue
            parts.append(self._part(token))
        if not parts:
            raise self._nothing(joint, token)
        return all_of(parts)

    def _begins_part(self) -> bool:
        token = self._next()
        return token is not None and token.shape not in (Shape.OR, Shape.AND, Shape.CLOSE)

    def _part(self, token: Token) -> Node:
        self._at += 1
        if token.shape is Shape.OPEN:
            return self._group(token)
        if token.shape is not Shape.MINUS:
            return node_of(token)
        left_out = self._next()
        if left_out is None or left_out.start != token.end or left_out.shape is Shape.CLOSE:
            message = '`-` must touch what it leaves out, such as -topic:AI; for a dash write "-"'
            raise QueryError(message, token.start, token.end)
        node = self._part(left_out)
        return opposite(node) if len(token.text) % 2 else node

    def _group(self, opening: Token) -> Node:
        if self._depth == _DEEPEST:
            message = f"more than {_DEEPEST} parentheses stand inside one another"
            raise QueryError(message, opening.start, opening.end)
        self._depth += 1
        node = self._either()
        if self._next() is not None:
            self._at += 1
            self._depth -= 1
        return node

    def _nothing(self, joint: Token | None, token: Token | None) -> QueryError:
        """The error of a place where a term should stand, behind `joint` and before `token`."""
        wrong = token if token is not None and token.shape is Shape.OR else joint
        if wrong is not None:
            return _alone(wrong)
        if token is None or not self._depth:
            return _not_open(token or self._tokens[-1])
        message = "nothing stands between these parentheses"
        return QueryError(message, self._tokens[self._at - 1].start, token.end)


def _not_open(token: Token) -> QueryError:
    return QueryError("no parenthesis is open that this one closes", token.start, token.end)


def _alone(token: Token) -> QueryError:
    word = token.text
    message = f'`{word}` needs something on both sides; to look for the word, write "{word}"'
    return QueryError(message, token.start, token.end)
