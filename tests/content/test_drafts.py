"""Drafts: what is not saved yet outlives the process."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.content.drafts import Draft, Drafts
from curator.content.sqlite_file import KeepingError

STORY = Path("/stories/a.md")

_EDITOR = """
import sys, time
from pathlib import Path
from curator.content.drafts import Draft, Drafts
drafts = Drafts(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    mine = b"edit %d" % number
    file = Path("/stories/a.md")
    drafts.keep([(file, Draft(file, "Edit Title", 1.5, b"base", mine))])
print("kept", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


@pytest.fixture
def editor(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another curator that has kept a draft and runs on."""
    process = subprocess.Popen(
        [sys.executable, "-c", _EDITOR, str(folder), "3"], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"kept\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def draft(mine: bytes = b"mine", file: Path = STORY) -> Draft:
    return Draft(file, "Edit Title", 2.5, b"base", mine)


def test_drafts_of_a_running_curator_are_its_own(
    folder: Path, editor: subprocess.Popen[bytes]
) -> None:
    assert Drafts(folder).take_over() == ([], [])
    assert editor.poll() is None


def test_drafts_of_a_killed_curator_are_found_by_the_next(
    folder: Path, editor: subprocess.Popen[bytes]
) -> None:
    editor.send_signal(signal.SIGKILL)
    editor.wait()
    drafts = Drafts(folder)
    [found], damaged = drafts.take_over()
    assert not damaged
    assert (found.file, found.label, found.at) == (STORY, "Edit Title", 1.5)
    assert (found.base, found.mine) == (b"base", b"edit 2")
    # They stay until they are dropped, and wander on where this one dies as well.
    assert drafts.take_over()[0] == [found]
    drafts.close()
    again = Drafts(folder)
    assert [each.mine for each in again.take_over()[0]] == [b"edit 2"]
    again.drop(again.take_over()[0])
    assert again.take_over() == ([], [])
    again.close()
    assert list(folder.iterdir()) == []


def test_the_latest_draft_of_a_file_takes_the_place_of_the_one_before(folder: Path) -> None:
    drafts = Drafts(folder)
    other = Path("/stories/b.md")
    drafts.keep([(STORY, draft(b"one")), (other, draft(b"other", other))])
    drafts.keep([(STORY, draft(b"two"))])
    drafts.keep([(other, None)])
    drafts.close()
    assert [each.mine for each in Drafts(folder).take_over()[0]] == [b"two"]


def test_own_drafts_are_not_offered_and_a_file_without_drafts_goes(folder: Path) -> None:
    drafts = Drafts(folder)
    drafts.keep([(STORY, draft())])
    assert drafts.take_over() == ([], [])
    drafts.keep([(STORY, None)])
    drafts.close()
    assert list(folder.iterdir()) == []


def test_drafts_that_stand_at_the_end_stay(folder: Path) -> None:
    drafts = Drafts(folder)
    drafts.keep([(STORY, draft())])
    drafts.close()
    assert [each.mine for each in Drafts(folder).take_over()[0]] == [b"mine"]


def test_a_taking_over_that_was_broken_off_offers_nothing_twice(folder: Path) -> None:
    first = Drafts(folder)
    first.keep([(STORY, draft())])
    first.close()
    [path] = folder.glob("drafts-*.sqlite")
    copy = path.read_bytes()
    second = Drafts(folder)
    second.take_over()
    path.write_bytes(copy)
    assert len(second.take_over()[0]) == 1


def test_a_damaged_file_is_set_aside_and_the_others_are_read(folder: Path) -> None:
    drafts = Drafts(folder)
    drafts.keep([(STORY, draft())])
    drafts.close()
    (folder / "drafts-0.sqlite").write_bytes(b"no database " * 400)
    found, damaged = Drafts(folder).take_over()
    assert [each.mine for each in found] == [b"mine"]
    assert [path.read_bytes()[:11] for path in damaged] == [b"no database"]
    assert Drafts(folder).take_over()[1] == []


def test_where_nothing_can_be_kept_the_reason_is_said(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file")
    with pytest.raises(KeepingError, match="cannot be used"):
        Drafts(tmp_path / "drafts").keep([(STORY, draft())])


def test_drafts_of_another_folder_stay_for_whoever_opens_it(folder: Path) -> None:
    first = Drafts(folder)
    other = Path("/notes/b.md")
    first.keep([(STORY, draft()), (other, draft(b"other", other))])
    first.close()
    second, third = Drafts(folder), Drafts(folder)
    assert [each.file for each in second.take_over(Path("/stories"))[0]] == [STORY]
    assert [each.file for each in third.take_over(Path("/notes"))[0]] == [other]
    assert len(list(folder.glob("*.sqlite"))) == 2


def test_a_new_file_is_begun_where_the_own_one_is_damaged(folder: Path) -> None:
    drafts = Drafts(folder)
    drafts.keep([(STORY, draft(b"one"))])
    drafts.close()
    [path] = folder.glob("*.sqlite")
    path.write_bytes(b"no database " * 400)
    drafts.keep([(STORY, draft(b"two"))])
    assert drafts.set_aside is not None
    assert drafts.set_aside.read_bytes()[:11] == b"no database"
    drafts.close()
    assert [each.mine for each in Drafts(folder).take_over()[0]] == [b"two"]
