"""Which files are articles, and a scan that nothing in a folder can stop."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from curator.content.folder import (
    FolderError,
    FolderProblem,
    candidates,
    is_article_name,
    open_folder,
    scan,
)
from curator.resources import resource

STORY = b"---\ntitle: A story\n---\nBody\n"


def put(folder: Path, *names: str, data: bytes = STORY) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def found(folder: Path) -> list[str]:
    return [candidate.path for candidate in candidates(folder)]


def rows(folder: Path) -> dict[str, str]:
    return {row.path: row.title for batch in scan(folder) for row in batch.rows}


def test_articles_are_told_by_name_and_place(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "b.markdown", "c.html", "D.MD", "_news/e.md", "_news/deep/er/f.md")
    put(tmp_path, "a.txt", "a.md.bak", ".hidden.md", "md", "a.yml")
    assert found(tmp_path) == [
        "D.MD",
        "a.md",
        "b.markdown",
        "c.html",
        "_news/e.md",
        "_news/deep/er/f.md",
    ]
    assert is_article_name("x.Html")
    assert not is_article_name(".curator-0123.tmp")


@pytest.mark.parametrize(
    "folder", [".git", "_site", "node_modules", "vendor", "_data", "_includes", "deep/_layouts"]
)
def test_folders_that_hold_no_articles_are_left_out(tmp_path: Path, folder: str) -> None:
    put(tmp_path, f"{folder}/a.md", f"{folder}/below/b.md", "_sites/c.md")
    assert found(tmp_path) == ["_sites/c.md"]


def test_odd_names_are_read(tmp_path: Path) -> None:
    names = ["with blanks.md", "emoji 🦊.md", "line\nbreak.md", "quote\"'.md", "ünï.md", "#?%20.md"]
    put(tmp_path, *names)
    assert set(rows(tmp_path)) == set(names)


@pytest.mark.skipif(os.name != "posix", reason="names that are bytes")
def test_a_name_that_is_not_text_is_reported(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    with open(os.fsencode(tmp_path) + b"/caf\xe9.md", "wb") as file:  # noqa: PTH123
        file.write(STORY)
    batches = list(scan(tmp_path))
    assert [row.path for batch in batches for row in batch.rows] == ["a.md"]
    (problem,) = [problem for batch in batches for problem in batch.problems]
    assert problem.path.startswith("caf")
    assert "not UTF-8" in problem.message
    problem.path.encode()


def test_links_in_a_circle_do_not_hold_up_the_scan(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "below/b.md")
    (tmp_path / "below" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    (tmp_path / "linked.md").symlink_to("below/b.md")
    problems: list[FolderProblem] = []
    assert [c.path for c in candidates(tmp_path, problems.append)] == [
        "a.md",
        "linked.md",
        "below/b.md",
    ]
    assert [problem.path for problem in problems] == ["loop.md"]
    assert set(rows(tmp_path)) == {"a.md", "linked.md", "below/b.md"}


def test_a_folder_with_the_name_of_an_article_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "folder.md/a.md")
    assert found(tmp_path) == ["folder.md/a.md"]


def test_files_without_a_fence_are_counted_and_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    put(tmp_path, "README.md", "empty.md", data=b"# Read me\n")
    (last,) = scan(tmp_path)
    assert ([row.path for row in last.rows], last.without_front_matter) == (["a.md"], 2)


BROKEN = {
    "broken.md": (b"---\na: b: c\n---\n", "yaml", 2, 5),
    "list.md": (b"---\n- a\n---\n", "not-a-mapping", 2, 1),
    "open.md": (b"---\na: 1\n", "unclosed-fence", 1, 1),
    "latin.md": (b"---\na: \xe9\n---\n", "not-utf8", 2, 4),
    "large.md": (b"---\na: " + b"x" * 5_000_000 + b"\n---\n", "too-large", 1, 1),
}


def test_a_file_that_cannot_be_read_is_a_row_with_its_reason(tmp_path: Path) -> None:
    for name, (data, *_) in BROKEN.items():
        put(tmp_path, name, data=data)
    (batch,) = scan(tmp_path)
    assert len(batch.rows) == len(BROKEN)
    for row in batch.rows:
        _, code, line, column = BROKEN[row.path]
        (problem,) = row.problems
        assert not row.readable
        assert (problem.code, problem.line, problem.column) == (code, line, column)
        assert row.excerpt == problem.message
        assert row.title == row.path


def test_a_file_that_vanishes_meanwhile_is_a_row_with_its_reason(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "b.md")
    batches = scan(tmp_path, batch_size=1)
    assert [row.readable for row in next(batches).rows] == [True]
    (tmp_path / "b.md").unlink()
    (row,) = next(batches).rows
    assert not row.readable
    assert row.problems[0].code == "cannot-read"
    assert "No such file" in row.problems[0].message


def test_a_scan_tells_how_far_it_is(tmp_path: Path) -> None:
    put(tmp_path, *(f"{number}.md" for number in range(5)))
    batches = list(scan(tmp_path, batch_size=2))
    assert [(batch.done, batch.total, len(batch.rows)) for batch in batches] == [
        (2, 5, 2),
        (4, 5, 2),
        (5, 5, 1),
    ]


def test_an_empty_folder_gives_one_empty_batch(tmp_path: Path) -> None:
    (batch,) = scan(tmp_path)
    assert (batch.rows, batch.done, batch.total) == ([], 0, 0)


def test_a_folder_that_cannot_be_opened_is_told_in_words(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    with pytest.raises(FolderError, match="does not exist: choose another"):
        open_folder(tmp_path / "nowhere")
    with pytest.raises(FolderError, match="is a file: choose the folder"):
        open_folder(tmp_path / "a.md")
    assert open_folder(tmp_path / "." / "..") == tmp_path.parent.resolve()


def test_a_part_that_cannot_be_listed_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.md", "closed/b.md", "open/c.md")
    real = os.scandir

    def scandir(path: str | Path) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    # Root may list any folder, so no real one can be closed to it.
    monkeypatch.setattr(os, "scandir", scandir)
    (batch,) = scan(tmp_path)
    assert [row.path for row in batch.rows] == ["a.md", "open/c.md"]
    assert batch.problems == (FolderProblem("closed", "Permission denied"),)
    with pytest.raises(FolderError, match="cannot be read"):
        open_folder(tmp_path / "closed")


def test_the_sample_folder_has_what_it_says(tmp_path: Path) -> None:
    (batch,) = scan(resource("sample"))
    codes = {problem.code for row in batch.rows for problem in row.problems}
    assert {"yaml", "date-unreadable", "title-missing", "related-duplicate"} <= codes
    assert {row.collection for row in batch.rows} >= {"news", "learning", ""}
    assert sum(not row.readable for row in batch.rows) == 1
