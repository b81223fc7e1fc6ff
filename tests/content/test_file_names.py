"""Other names for the files of articles: which are suggested, refused, and how they are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.content.file_names import fault_of_name, rename, suggested_name
from curator.frontmatter import Document

PATH = "_news/2026-01-02-old.md"
REFUSED = [
    "",
    "  ",
    "a/b.md",
    "..\\b.md",
    ".hidden.md",
    "_draft.md",
    " a.md",
    "a.md ",
    "a.txt",
    "a",
    "what?.md",
    "a\nb.md",
    "con.md",
    "x" * 260 + ".md",
    "2026-01-02-old.md",
    "2026-01-03-there.md",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "_news").mkdir()
    for name in ("2026-01-02-old.md", "2026-01-03-there.md"):
        (tmp_path / "_news" / name).write_text("---\ntitle: A\n---\n")
    return tmp_path


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_name_is_said(folder: Path, name: str) -> None:
    assert fault_of_name(folder, PATH, name)


def test_other_names_are_fine(folder: Path) -> None:
    for name in ("new.md", "2026-01-02-déjà-vu.md", "a.b.markdown"):
        assert fault_of_name(folder, PATH, name) == ""


def test_the_name_goes_with_the_title_and_the_pattern(folder: Path) -> None:
    paths = [f"_news/{file.name}" for file in (folder / "_news").iterdir()]

    def suggested(text: str) -> str:
        return suggested_name(folder, PATH, paths, Document.parse(text.encode()))

    assert suggested("---\ntitle: A Fair!\n---\n") == "2026-01-02-a-fair.md"
    assert suggested("---\ntitle: A\ndate: 2026-02-03\n---\n") == "2026-02-03-a.md"
    assert suggested("---\ntitle: Old\n---\n") == "2026-01-02-old.md"
    assert suggested("---\ntitle: There\ndate: 2026-01-03\n---\n") == "2026-01-03-there-2.md"


def test_nothing_is_overwritten(folder: Path) -> None:
    old, there = folder / PATH, folder / "_news" / "2026-01-03-there.md"
    before = old.read_bytes()
    with pytest.raises(FileExistsError):
        rename(old, there)
    assert old.read_bytes() == before
    rename(old, folder / "_news" / "new.md")
    assert not old.exists()
    assert (folder / "_news" / "new.md").read_bytes() == before


def test_a_system_that_can_only_give_second_names(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curator.content.saving.renaming._renameat2", lambda: None)
    test_nothing_is_overwritten(folder)
