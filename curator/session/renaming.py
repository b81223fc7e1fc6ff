"""Giving the file of an article another name, as one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from PySide6.QtCore import QCoreApplication

from curator.content.file_names import fault_of_name, rename, suggested_name
from curator.content.saving.store import SaveError
from curator.frontmatter import FrontMatterError
from curator.session.commands import EditCommand
from curator.session.notice import Notice, in_words
from curator.session.session import Session


def name_for(session: Session, path: str) -> str:
    """The file name that goes with an article's title; its own where it cannot be read."""
    assert session.folder is not None
    try:
        document = session.held(path).document
    except (FrontMatterError, OSError):
        return PurePosixPath(path).name
    return suggested_name(session.folder, path, session.rows, document)


def fault_of(session: Session, path: str, name: str) -> str:
    """Why the file of an article cannot be called so; empty where it can."""
    assert session.folder is not None
    if fault := fault_of_name(session.folder, path, name):
        return fault
    if session.is_unsaved(str(PurePosixPath(path).with_name(name))):
        return _tr("There are unsaved edits of an article of this name, whose file is gone")
    return ""


def rename_article(session: Session, path: str, name: str) -> RenameCommand | None:
    """Give the file of an article another name in its folder; what was edited is saved first.

    Its history goes with it.  One step of undo.  None, and a notice, where it cannot be done.
    """
    if why := fault_of(session, path, name):
        _refuse(session, path, why)
        return None
    command = RenameCommand(session, path, str(PurePosixPath(path).with_name(name)))
    if not command.go(path, command.new):
        return None
    session.editing.push(command)
    return command


class RenameCommand(EditCommand):
    """A file has another name, or its old one again.

    Earlier steps know the article by its earlier path; undo comes to them only once it is back.
    """

    def __init__(self, session: Session, old: str, new: str) -> None:
        super().__init__(session.editing, _tr("Rename File"), [])
        self.old, self.new = old, new
        self.moved: Callable[[str, str], object] | None = None
        """Called with the path before and the one now, where undo or redo has renamed the file."""
        self._session = session
        self._at = old

    def redo(self) -> None:
        """Give the file its new name, unless it has it."""
        if self._at == self.new or self.go(self.old, self.new):
            super().redo()

    def undo(self) -> None:
        """Give the file its old name back."""
        if self._at == self.old or self.go(self.new, self.old):
            super().undo()

    def go(self, source: str, target: str) -> bool:
        """Rename, once what was edited is saved; False, and a notice, where that fails."""
        session = self._session
        session.editing.catch_up(source)
        session.saver.save([source])
        session.saver.drain()
        if session.is_unsaved(source):
            words = _tr("save its edits first: they could not be saved")
            return _refuse(session, source, words)
        try:
            rename(session.full_path(source), session.full_path(target))
        except FileExistsError:
            words = _tr("there is a file called {0} already").format(PurePosixPath(target).name)
            return _refuse(session, source, words)
        except SaveError as error:
            _refuse(session, source, error.message)
        except OSError as error:
            return _refuse(session, source, in_words(error))
        self._at = target
        session.saver.renamed(source, target, session.full_path(source), session.full_path(target))
        session.look_outside({source, target}, gone=source)
        if self.moved is not None:
            self.moved(source, target)
        return True


def _refuse(session: Session, path: str, words: str) -> bool:
    session.noticed.emit(Notice("error", f"{session.title_of(path)}: {words}", path))
    return False


def _tr(text: str) -> str:
    return QCoreApplication.translate("Renaming", text)
