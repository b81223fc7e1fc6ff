"""What many tests need: folders to work on, a session, a window; never the user's own settings."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from curator.resources import resource
from curator.session.jobs import DirectRunner
from curator.session.session import Session

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture(autouse=True)
def _own_user_folders(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings, reports and caches of the person who runs the tests are left alone."""
    home = tmp_path_factory.mktemp("home")
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


@pytest.fixture(autouse=True)
def _collect_here() -> Iterator[None]:
    """Qt objects must not be destroyed by a collection on a worker's thread."""
    gc.disable()
    yield
    gc.collect(1)


@pytest.fixture(autouse=True)
def _usual_look() -> Iterator[None]:
    """No test sees the style, colours or font that another one gave the application."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        yield
        return
    font, palette, sheet = app.font(), app.palette(), app.styleSheet()
    yield
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)
    if app.palette() != palette:
        app.setPalette(palette)
    if app.font() != font:
        app.setFont(font)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample folder."""
    folder = tmp_path / "sample"
    shutil.copytree(resource("sample"), folder)
    return folder


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A folder with one article of the shape that the program was made for, as `_news/seed.md`.

    It is the project's own seed where that is at hand, else a story of the sample folder.
    """
    found = sorted((SHARED / "seed").glob("*.md")) if (SHARED / "seed").is_dir() else []
    story = found[0] if found else sorted(resource("sample", "_news").glob("*face-matching*"))[0]
    folder = tmp_path / "seed"
    (folder / "_news").mkdir(parents=True)
    shutil.copyfile(story, folder / "_news" / "seed.md")
    return folder


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    """A session without a folder whose saves happen at once."""
    session = Session(DirectRunner())
    yield session
    session.cancel_scan()


@pytest.fixture
def opened(qtbot: QtBot, session: Session) -> Callable[[Path], Session]:
    """Opens a folder in the session and waits until it is read."""

    def open_and_wait(folder: Path) -> Session:
        with qtbot.waitSignal(session.folder_ready, timeout=15000):
            session.open_folder(folder)
        return session

    return open_and_wait
