"""What the lower floors cost: reading, editing, saving."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from curator.content import store
from curator.content.folder import candidates, read_row
from curator.frontmatter import Document, Set, apply
from curator.frontmatter.document import split
from tests.benchmarks.measure import Figure, paired_medians


def figures(folder: Path) -> Iterator[Figure]:
    """All figures of the lower floors over the articles of a folder."""
    found = list(candidates(folder))
    texts = [split(data)[1].decode() for data in _datas(folder)]
    datas = _datas(folder)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def load_all() -> None:
        for text in texts:
            try:
                yaml.load(text, Loader=loader)
            except (yaml.YAMLError, ValueError):
                continue

    def rows() -> None:
        for file in found:
            read_row(file)

    ours, plain = paired_medians(rows, load_all)
    yield Figure(
        "scan",
        "read and make list rows",
        len(found),
        len(found) / ours,
        "files/s",
        "PyYAML C load of the front matter alone",
        ours / plain,
        2.5,
    )

    def edit_all() -> None:
        for data in datas:
            document = Document.parse(data)
            apply(document, Set(("published",), document.data.get("published") is not True))

    ours, plain = paired_medians(edit_all, load_all)
    yield Figure(
        "edit",
        "parse, toggle published, prove",
        len(datas),
        ours / len(datas) * 1000,
        "ms/file",
        "PyYAML C load",
        ours / plain,
        6.0,
    )
    yield from _save(datas)


def _datas(folder: Path) -> list[bytes]:
    datas: list[bytes] = []
    for file in candidates(folder):
        data = Path(file.full).read_bytes()
        try:
            Document.parse(data)
        except Exception:
            continue
        datas.append(data)
    return datas


def _save(datas: list[bytes]) -> Iterator[Figure]:
    folder = Path(tempfile.mkdtemp(prefix="curator-bench-"))
    try:
        path = folder / "article.md"
        path.write_bytes(datas[0])
        stored = [store.load(path)]
        flag = [False]

        def ours() -> None:
            for _ in range(50):
                flag[0] = not flag[0]
                changed = apply(stored[0].document, Set(("published",), flag[0]))
                stored[0] = store.save(stored[0], changed)

        other = folder / "bare.md"

        def bare() -> None:
            for _ in range(50):
                temporary = folder / ".bare.tmp"
                with temporary.open("wb") as file:
                    file.write(datas[0])
                    file.flush()
                    os.fsync(file.fileno())
                temporary.replace(other)

        saving, floor = paired_medians(ours, bare)
        yield Figure(
            "save",
            "toggle and save one article",
            50,
            saving / 50 * 1000,
            "ms",
            "bare write + fsync + replace",
            saving / floor,
            None,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
