"""The process that finds suggestions, beside the window and beside the one that reads the folder.

Finding takes some hundredths of a second in which the interpreter is held, and reading all words
of a large folder for the first time some seconds; neither must keep the window or a reading
waiting.
"""

from __future__ import annotations

import contextlib
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from curator.content.priority import stand_back
from curator.content.suggestions.likeness import Weights
from curator.content.suggestions.misfits import misfits
from curator.content.suggestions.postings import Postings, PostingsUnusable
from curator.content.suggestions.suggesting import Answer, Question, suggest, weights_of


@dataclass(frozen=True, slots=True)
class Reply:
    """What was found for a question; None where it was asked to go on reading.

    `behind` says that there is more to read, and `far_behind` that it is too much for the answer
    to mean anything yet.
    """

    answer: Answer | None
    behind: bool = False
    far_behind: bool = False


def serve(pipe: Connection, index: str) -> None:
    """Reply to each question, and to each None after reading a portion of the folder's words.

    Ends when the other side of the pipe is closed, as it is when the window's process dies.
    """
    # The window is told of the keyboard as well, and decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stand_back(10)
    finder = Finder(Path(index))
    with contextlib.suppress(EOFError, OSError):
        while True:
            question: Question | None = pipe.recv()
            pipe.send(finder.go_on() if question is None else finder.find(question))


class Finder:
    """What the process does: `find` answers, and `go_on` takes in what is new in the index.

    It lets go of the files between two questions, so that an index can be thrown away.
    """

    def __init__(self, index: Path) -> None:
        self._postings = Postings(index)
        self._weights: Weights | None = None
        self._state: object = None

    def find(self, question: Question) -> Reply:
        """The answer from what was read by now; without suggestions where nothing can be read."""
        postings = self._postings
        try:
            state = postings.state()
            if self._weights is None or state != self._state:
                self._weights, self._state = weights_of(postings), state
            answer = suggest(question, postings, self._weights)
            behind = postings.is_behind()
            reply = Reply(answer, behind, behind and postings.is_far_behind())
        except PostingsUnusable:
            reply = Reply(Answer([], misfits(question.story, question.items)))
        if not reply.behind:
            postings.close()
        return reply

    def go_on(self) -> Reply:
        """Read a portion."""
        postings = self._postings
        try:
            behind = postings.advance()
            return Reply(None, behind, behind and postings.is_far_behind())
        except PostingsUnusable:
            return Reply(None)

    def close(self) -> None:
        """Let go of the files."""
        self._postings.close()
