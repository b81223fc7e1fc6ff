"""What the lower floors cost beside PyYAML's bare load: reading and editing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

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
