"""Find and replace in texts; expressions run in a process that can be ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import re
import signal
import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from curator.content.bulk import BulkError, NotYet

LONGEST = 1_000
"""Characters of what is looked for, and of what takes its place."""

LONGEST_RESULT = 1_000_000
"""Characters of a text after it was replaced in."""

PATIENCE = 2.0
"""Seconds in which an expression has to be done with some texts; usual ones take microseconds."""

_AT_ONCE = 50
"""So many texts are given to the process together."""

Found = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Find:
    """What to look for and what to put in its place.

    With `regular` the text is an expression as Python's `re` has them, and `\\1` in the
    replacement is its first group.  With `whole` only a text that matches from end to end counts.
    """

    text: str
    replacement: str = ""
    regular: bool = False
    match_case: bool = False
    whole: bool = False

    def check(self) -> None:
        """Raises BulkError, in words, where this cannot be looked for or put there."""
        pattern = self._pattern()
        if self.regular:
            try:
                pattern.sub(self.replacement, "")
            except (re.error, IndexError) as error:
                raise BulkError(f"The replacement is not valid: {_explained(error)}") from error

    def substituted(self, text: str) -> Found:
        """The text with all matches replaced, and their number.  Raises BulkError."""
        pattern = self._pattern()
        if self.whole:
            match = pattern.fullmatch(text)
            found = iter([match] if match is not None else [])
        else:
            found = pattern.finditer(text)
        parts: list[str] = []
        at = size = count = 0
        for match in found:
            new = match.expand(self.replacement) if self.regular else self.replacement
            parts += (text[at : match.start()], new)
            size += match.start() - at + len(new)
            at = match.end()
            count += 1
            if size > LONGEST_RESULT:
                raise BulkError("the text would become longer than a million characters")
        parts.append(text[at:])
        return "".join(parts), count

    def _pattern(self) -> re.Pattern[str]:
        if max(len(self.text), len(self.replacement)) > LONGEST:
            raise BulkError(f"This is longer than {LONGEST:,} characters")
        wanted = self.text if self.regular else re.escape(self.text)
        try:
            with warnings.catch_warnings():
                # What a later Python may read differently is read as this one does.
                warnings.simplefilter("ignore")
                return re.compile(wanted, 0 if self.match_case else re.IGNORECASE)
        except (re.error, RecursionError, OverflowError) as error:
            raise BulkError(f"The expression is not valid: {_explained(error)}") from error


def _explained(error: Exception) -> str:
    if isinstance(error, re.error):
        where = f" at character {error.pos + 1}" if error.pos is not None else ""
        return error.msg + where
    return str(error) or "it is too deeply nested"


class Finder:
    """Works out what a `Find` makes of texts, on another process where it is an expression.

    The interpreter cannot be stopped in the middle of an expression, and some would run for ever.
    """

    def __init__(self, find: Find) -> None:
        """Raises BulkError where the expression is not valid."""
        find.check()
        self.find = find
        self._known: dict[str, Found | BulkError] = {}
        self._wanted: dict[str, None] = {}
        self._problem: BulkError | None = None
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._process: BaseProcess | None = None
        self._closed = False

    @property
    def problem(self) -> str:
        """Why the expression was given up; empty as long as it works."""
        return self._problem.message if self._problem else ""

    def substitute(self, text: str) -> Found:
        """The text with all matches replaced, and their number.

        Raises NotYet where that is being worked out, and BulkError where it cannot be.
        """
        if not self.find.regular:
            return self.find.substituted(text)
        with self._changed:
            found = self._known.get(text)
            if found is None and self._problem is None:
                self._wanted[text] = None
                self._start()
                self._changed.notify()
                raise NotYet
        if isinstance(found, tuple):
            return found
        raise found or self._problem or NotYet

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with self._changed:
            self._closed = True
            self._changed.notify()
            if self._process is not None:
                self._process.kill()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="find", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self.find), daemon=True)
        try:
            process.start()
            with self._changed:
                self._process = process
            theirs.close()
            # Starting up is not what the expression is to be blamed for.
            ours.recv()
            while batch := self._next():
                ours.send(batch)
                if not ours.poll(PATIENCE):
                    raise TimeoutError
                self._take(batch, ours.recv())
        except (TimeoutError, EOFError, OSError) as error:
            self._give_up(error)
        finally:
            if process.pid is not None:
                process.kill()
                process.join()
            ours.close()

    def _next(self) -> list[str]:
        with self._changed:
            while not (self._wanted or self._closed):
                self._changed.wait()
            if self._closed:
                return []
            return list(self._wanted)[:_AT_ONCE]

    def _take(self, batch: Sequence[str], answers: Sequence[Found | str]) -> None:
        with self._changed:
            for text, answer in zip(batch, answers, strict=True):
                self._wanted.pop(text, None)
                self._known[text] = BulkError(answer) if isinstance(answer, str) else answer

    def _give_up(self, error: Exception) -> None:
        with self._changed:
            if isinstance(error, TimeoutError):
                message = "The expression takes too long: it can match in too many ways"
            else:
                message = f"The expression could not be tried: {error or 'its process ended'}"
            self._problem = BulkError(message)


def serve(requests: Connection, find: Find) -> None:
    """Answer lists of texts until the other side of the pipe is closed."""
    # The window is told of the keyboard as well, and decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        requests.send(None)
        while True:
            requests.send([_answer(find, text) for text in requests.recv()])


def _answer(find: Find, text: str) -> Found | str:
    try:
        return find.substituted(text)
    except BulkError as error:
        return error.message
    except (RecursionError, MemoryError) as error:
        return f"the expression failed: {type(error).__name__}"
