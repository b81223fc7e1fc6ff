"""`curator merge` as git's merge driver, with real git."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from curator.content.merge_driver import merge_versions
from curator.frontmatter import Document, Edit, Move, Set, apply_all

STORY = b"""---
title: "One"
quality: 19
heat: -1
related:
  - title: "A"
    webUrl: https://a.example/
  - title: "B"
    webUrl: https://b.example/
  - title: "C"
    webUrl: https://c.example/
  - title: "D"
    webUrl: https://d.example/
---
First line.

Second line.
"""


def changed(*edits: Edit) -> bytes:
    return apply_all(Document.parse(STORY), list(edits)).to_bytes()


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@desk.example"]
    return subprocess.run(
        ["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the driver set up as the README says, and the story committed."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / ".gitattributes").write_text("*.md merge=curator\n")
    driver = f"'{sys.executable}' -m curator merge %O %A %B"
    git(tmp_path, "config", "merge.curator.name", "curator")
    git(tmp_path, "config", "merge.curator.driver", driver)
    (tmp_path / "story.md").write_bytes(STORY)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "Add a story")
    return tmp_path


def merged_by_git(folder: Path, ours: bytes, theirs: bytes) -> tuple[int, bytes]:
    git(folder, "switch", "-q", "-c", "other")
    (folder / "story.md").write_bytes(theirs)
    git(folder, "commit", "-q", "-a", "-m", "Change theirs")
    git(folder, "switch", "-q", "main")
    (folder / "story.md").write_bytes(ours)
    git(folder, "commit", "-q", "-a", "-m", "Change ours")
    done = git(folder, "merge", "-q", "--no-edit", "other")
    return done.returncode, (folder / "story.md").read_bytes()


def test_neighbouring_fields_of_two_branches_are_merged(repository: Path) -> None:
    ours, theirs = changed(Set(("title",), "Mine")), changed(Set(("quality",), 20))
    code, data = merged_by_git(repository, ours, theirs)
    assert code == 0
    assert data == changed(Set(("title",), "Mine"), Set(("quality",), 20))


def test_two_reorders_of_related_are_merged(repository: Path) -> None:
    ours = changed(Move(("related",), 1, 0))
    theirs = changed(Move(("related",), 3, 2))
    code, data = merged_by_git(repository, ours, theirs)
    assert code == 0
    assert data == changed(Move(("related",), 1, 0), Move(("related",), 3, 2))


def test_a_real_conflict_is_left_to_a_person(repository: Path) -> None:
    ours, theirs = changed(Set(("title",), "Mine")), changed(Set(("title",), "Theirs"))
    code, data = merged_by_git(repository, ours, theirs)
    assert code == 1
    assert b"<<<<<<<" in data
    assert b'"Mine"' in data
    assert b'"Theirs"' in data


def test_bodies_are_merged_by_lines() -> None:
    ours = changed(Set(("title",), "Mine")).replace(b"First line", b"My line")
    theirs = changed(Set(("quality",), 20)).replace(b"Second line", b"Their line")
    merged = merge_versions(STORY, ours, theirs)
    assert merged.clean
    assert merged.data.endswith(b"---\nMy line.\n\nTheir line.\n")
    assert Document.parse(merged.data).value(("quality",)) == 20


def test_comments_of_both_sides_are_kept_where_lines_allow_it() -> None:
    ours = STORY.replace(b"title:", b"# mine\ntitle:", 1)
    theirs = STORY.replace(b"First line", b"Their line").replace(b"related:", b"related:  # x")
    merged = merge_versions(STORY, ours, theirs)
    assert merged.clean
    assert b"# mine\n" in merged.data
    assert b"related:  # x" in merged.data


def test_what_does_not_parse_is_merged_by_lines() -> None:
    broken = STORY.replace(b"quality: 19", b"quality: [")
    merged = merge_versions(STORY, broken, STORY.replace(b"Second", b"Last"))
    assert merged.clean
    assert b"quality: [" in merged.data
    assert b"Last line" in merged.data
