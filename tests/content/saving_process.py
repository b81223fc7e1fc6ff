"""A program that saves articles as fast as it can until it is killed; run by test_kill.

For each line on its input it forks a process, whose number it prints; that one prints the article
and the version of each save that was made.  When it has died, `dead` is printed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from curator.content.saving.store import load, save
from curator.frontmatter import Document

START = b"---\ntitle: '0'\nrelated:\n  - one\n  - two\n---\n" + 4_000 * b"A body \xf0\x9f\xa6\x8a\n"
"""An article of which writing and reading take most of the time of a save."""


def version(number: int) -> Document:
    """The article as its save of that number writes it: of many sizes, so that halves show."""
    title = f"{number}" + " long" * (number * 7919 % 2000)
    return Document.parse(START.replace(b"'0'", f"'{title}'".encode()))


def number_of(document: Document) -> int:
    """Which save an article is of."""
    return int((document.text(("title",)) or "").split(" ")[0])


def save_until_killed(articles: list[Path]) -> None:
    stored = [load(article) for article in articles]
    numbers = [number_of(each.document) for each in stored]
    while True:
        for index, each in enumerate(stored):
            numbers[index] += 1
            stored[index] = save(each, version(numbers[index]))
            os.write(1, f"{index} {numbers[index]}\n".encode())


def main() -> None:
    articles = [Path(name) for name in sys.argv[1:]]
    for _ in sys.stdin:
        process = os.fork()
        if process == 0:
            save_until_killed(articles)
        os.write(1, f"{process}\n".encode())
        os.waitpid(process, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main()
