"""The made-up folders that the index is measured on: always the same, varied as real ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from curator.content.folder import scan
from tests.benchmarks.generator import article, generate, main


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_is_always_the_same_and_holds_the_smaller_one(tmp_path: Path) -> None:
    generate(tmp_path / "a", 150)
    assert main([str(tmp_path / "b"), "200"]) == 0
    assert main([str(tmp_path / "c"), "150", "--seed", "2"]) == 0
    small, large, other = (contents(tmp_path / name) for name in "abc")
    assert len(small) == 150
    assert small == dict(article(number) for number in range(150))
    assert small.items() <= large.items()
    assert not small.keys() & other.keys()


def test_a_folder_is_as_varied_as_real_ones(tmp_path: Path) -> None:
    generate(tmp_path, 1200)
    rows = [row for batch in scan(tmp_path) for row in batch.rows]
    files = contents(tmp_path).values()
    assert {row.collection for row in rows} >= {"news", "learning", "samples", "people", "posts"}
    assert len({row.published for row in rows}) == 4
    codes = Counter(problem.code for row in rows for problem in row.problems)
    assert codes.keys() >= {"related-duplicate", "title-missing", "date-unreadable", "yaml"}
    assert 10 < sum(codes.values()) < 120
    assert len({row.moment for row in rows}) > 800
    assert max(row.related for row in rows) == 8
    assert len({topic for row in rows for topic in row.topics}) > 15
    for shape in (b"\r\n", b"\xef\xbb\xbf", b"\n...\n", b"&seo", b": >-\n", b"{{", b"# imported"):
        assert 0 < sum(shape in data for data in files) < 400, shape
    assert 1000 < sum(map(len, files)) / len(files) < 6000
