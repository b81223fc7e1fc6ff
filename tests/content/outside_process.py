"""A pipeline that rewrites `heat` and `quality` of articles 20 times a second; run by tests.

    outside_process.py replace|in-place ARTICLE...

It goes on until its input ends; then it prints its last value of each article.  It keeps a file
open for writing from its reading to its own writing, so that it overwrites nothing by mistake, and
stops with a message as soon as a value that it wrote is not in the file any more.
"""

from __future__ import annotations

import os
import re
import select
import sys
import time
from pathlib import Path

PERIOD = 0.05
_VALUES = re.compile(rb"^heat: (\d+)\nquality: (\d+)$", re.MULTILINE)


def main() -> None:
    how, articles = sys.argv[1], [Path(name) for name in sys.argv[2:]]
    number, due = 0, time.monotonic()
    while True:
        number += 1
        for article in articles:
            rewrite(article, number, how == "replace")
        due += PERIOD
        wait = max(0.0, due - time.monotonic())
        if select.select([sys.stdin], [], [], wait)[0]:
            break
    print(number)


def rewrite(article: Path, number: int, by_replacing: bool) -> None:
    while True:
        with article.open("r+b", buffering=0) as file:
            # Somebody may have put another file there since it was opened.
            if not os.path.samestat(os.fstat(file.fileno()), article.stat()):
                continue
            data = file.read()
            found = _VALUES.search(data)
            if found is None:
                sys.exit(f"{article} is damaged: {data!r}")
            if int(found[1]) != number - 1 or int(found[2]) != 3 * (number - 1):
                sys.exit(f"{article} has {found[0]!r}, and not what was written: {number - 1}")
            values = f"heat: {number}\nquality: {3 * number}".encode()
            data = data[: found.start()] + values + data[found.end() :]
            if by_replacing:
                other = article.with_name(f"{article.name}.new")
                with other.open("wb") as new:
                    new.write(data)
                    os.fsync(new.fileno())
                other.replace(article)
            else:
                file.truncate(0)
                file.seek(0)
                time.sleep(0.002)
                file.write(data[: len(data) // 2])
                time.sleep(0.002)
                file.write(data[len(data) // 2 :])
                os.fsync(file.fileno())
            return


if __name__ == "__main__":
    main()
