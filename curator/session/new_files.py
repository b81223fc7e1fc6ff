"""Steps of undo that make a file: undone, it goes if nobody has changed it; redone, it is back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from curator.content.new_article import remove_unchanged
from curator.content.saving.store import SaveError
from curator.content.sqlite_file import KeepingError
from curator.frontmatter import Document, FrontMatterError
from curator.session.commands import Change, EditCommand
from curator.session.editing import Editing
from curator.session.notice import Notice, in_words
from curator.session.safekeeping import new_step
from curator.session.saver import Saver


class FileTable(Protocol):
    """What is needed of the session."""

    saver: Saver

    @property
    def scanning(self) -> bool: ...
    def full_path(self, path: str) -> Path: ...
    def is_unsaved(self, path: str) -> bool: ...
    def title_of(self, path: str) -> str: ...
    def rescan(self) -> None: ...
    def look_outside(self, paths: AbstractSet[str] | None = None, gone: str = "") -> None: ...


class NewFilesCommand(EditCommand):
    """An edit that goes with new files; `files` gives the bytes of each by its path.

    The files are there before the edit is made, and go once it was taken back and that is saved: so
    what moves from an article into a file of its own is at no time in neither of them.  One that
    was `made` by an earlier run of the program is not made again when the stack takes it in.
    """

    def __init__(
        self,
        table: FileTable,
        editing: Editing,
        label: str,
        changes: Sequence[Change],
        files: Mapping[str, Callable[[], bytes]],
        *,
        name: str = "",
        made: bool = False,
    ) -> None:
        super().__init__(editing, label, changes)
        self.name = name or label
        self._table = table
        self._editing = editing
        self._files = dict(files)
        self._made = made
        self._ready = False

    def create(self) -> bool:
        """Write the files that are not there; False, and a notice, where that fails."""
        self.step = new_step()
        for path, data in self._files.items():
            file = self._table.full_path(path)
            try:
                if not file.exists():
                    self._table.saver.create(file, Document.parse(data()), self.name, self.step)
                elif file.read_bytes() != data():
                    raise SaveError(file, _tr("there is another file of that name by now"))
            except (SaveError, KeepingError, FrontMatterError, OSError) as error:
                return self._refuse(path, error)
            self._look(path)
        self._ready = True
        return True

    def redo(self) -> None:
        """Write the files, unless they are there, and make the edit."""
        if self._made:
            self._made = False
        elif self._ready or self.create():
            self._ready = False
            super().redo()
        else:
            # Nothing was done that could be taken back.
            self.setObsolete(True)

    def undo(self) -> None:
        """Take the edit back, and the files away that nobody has changed since."""
        self.step = new_step()
        super().undo()
        changed = {change.path for change in self.changes}
        # What is being saved is not saved once more before that is done.
        self._table.saver.drain()
        self._table.saver.save(changed)
        self._table.saver.drain()
        if any(map(self._table.is_unsaved, changed)):
            text = _tr("{0} stays as well, for what came from it is not saved yet")
            for path in self._files:
                text = text.format(self._table.title_of(path))
                self._editing.noticed.emit(Notice("warning", text, path))
            return
        for path, data in self._files.items():
            if not self._is_gone(path, data):
                text = _tr("{0} stays: it was changed since it was split off")
                text = text.format(self._table.title_of(path))
                self._editing.noticed.emit(Notice("info", text, path))

    def _is_gone(self, path: str, data: Callable[[], bytes]) -> bool:
        if self._table.is_unsaved(path):
            return False
        file = self._table.full_path(path)
        try:
            was = data()
            if not remove_unchanged(file, was):
                return False
            undone = QCoreApplication.translate("Editing", "Undo {0}").format(self.name)
            self._table.saver.removed(file, was, undone, self.step)
        except FileNotFoundError:
            return True
        except (OSError, SaveError, KeepingError) as error:
            self._refuse(path, error)
            # Said already, and in better words.
            return True
        finally:
            self._look(path, gone=path)
        return True

    def _look(self, path: str, gone: str = "") -> None:
        if self._table.scanning:
            # The reading under way may have passed the folder already.
            self._table.rescan()
        else:
            self._table.look_outside({path}, gone)

    def _refuse(self, path: str, error: Exception) -> bool:
        if isinstance(error, (FrontMatterError, OSError)):
            words = in_words(error)
        elif isinstance(error, (SaveError, KeepingError)):
            words = error.message
        else:
            words = str(error)
        text = f"{self._table.title_of(path)}: {words}"
        self._editing.noticed.emit(Notice("error", text, path))
        return False


def _tr(text: str) -> str:
    return QCoreApplication.translate("Leads", text)
