"""Every question that stops the editor is asked here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from curator import __version__


def _tr(text: str) -> str:
    return QCoreApplication.translate("Dialogs", text)


def ask_folder(parent: QWidget, start: Path | None) -> Path | None:
    """A content folder to open, or None."""
    chosen = QFileDialog.getExistingDirectory(
        parent, _tr("Open Content Folder"), str(start or Path.home())
    )
    return Path(chosen) if chosen else None


def ask_to_leave_unsaved(parent: QWidget, paths: list[str], why: str) -> bool:
    """Whether to close although these articles could not be saved."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(_tr("Unsaved Edits"))
    box.setText(_tr("{0} could not be saved.").format(_named(paths)))
    kept = _tr("The edits are kept, and offered again at the next start.")
    box.setInformativeText(f"{why}\n\n{kept}")
    leave = box.addButton(_tr("Leave Without Saving"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_tr("Go Back"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave


def ask_to_save(parent: QWidget, paths: list[str]) -> str:
    """What to do with edits that are not saved: `save`, `discard` or `stay`."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(_tr("Unsaved Edits"))
    box.setText(_tr("Save the edits of {0}?").format(_named(paths)))
    save = box.addButton(_tr("Save"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(_tr("Leave Without Saving"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_tr("Go Back"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(stay)
    box.exec()
    clicked = box.clickedButton()
    if clicked is save:
        return "save"
    return "discard" if clicked is discard else "stay"


def ask_to_gather(parent: QWidget, others: int, lead: str) -> str:
    """Ask what becomes of articles that are gathered below a lead: `hold`, `keep` or `stay`."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(_tr("Gather Articles"))
    one = others == 1
    box.setText(
        (_tr("Make 1 article related to {1}?") if one else _tr("Make {0} articles related to {1}?"))
        .replace("{0}", f"{others:,}")
        .replace("{1}", lead)
    )
    box.setInformativeText(
        _tr("Nothing is deleted. Held articles are not published beside their lead.")
    )
    hold = box.addButton(_tr("Gather and Hold"), QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton(_tr("Gather Only"), QMessageBox.ButtonRole.ActionRole)
    stay = box.addButton(_tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(hold)
    box.setEscapeButton(stay)
    box.exec()
    if box.clickedButton() is hold:
        return "hold"
    return "keep" if box.clickedButton() is keep else "stay"


class FileNameDialog(QDialog):
    """Asks for a file name, and says at once what is wrong with it."""

    chosen = Signal(str)

    def __init__(
        self, parent: QWidget, now: str, suggested: str, fault: Callable[[str], str]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("file_name")
        self.setWindowTitle(_tr("Rename File"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fault = fault
        label = QLabel(_tr("New name of {0}").format(now), self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.line = QLineEdit(suggested, self)
        self.line.setObjectName("file_name.line")
        self.line.setAccessibleName(_tr("New file name"))
        self.line.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)
        label.setBuddy(self.line)
        self.error = QLabel(self)
        self.error.setObjectName("file_name.error")
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton(_tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.button = buttons.addButton(_tr("Rename"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.button.setDefault(True)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (label, self.line, self.error, buttons):
            column.addWidget(widget)
        self.line.textChanged.connect(self._look)
        # What one changes is the name, not its ending.
        self.line.setSelection(0, suggested.rfind("."))
        self._look()

    @Slot()
    def _look(self) -> None:
        fault = self._fault(self.line.text())
        self.error.setText(fault)
        self.line.setAccessibleDescription(fault)
        self.button.setEnabled(not fault)

    @Slot()
    def _choose(self) -> None:
        name = self.line.text()
        self.accept()
        self.chosen.emit(name)


def show_about(parent: QWidget) -> None:
    """What program this is."""
    box = QMessageBox(parent)
    side = 4 * box.fontMetrics().height()
    box.setIconPixmap(parent.windowIcon().pixmap(side, side))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(_tr("About curator"))
    what = _tr("The desk at which editors triage and curate stories.")
    box.setText(f"curator {__version__}\n\n{what}")
    _close_button(box)
    box.exec()


def show_crash(parent: QWidget | None, report: Path) -> None:
    """Say that something went wrong inside the program, and where the report is."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Critical)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("curator")
    box.setText(_tr("Something went wrong inside curator."))
    box.setInformativeText(
        _tr("Your edits are kept; the program goes on. A report is in {0}.").format(report)
    )
    _close_button(box)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def _close_button(box: QMessageBox) -> None:
    """The only button; Qt's own has a picture from another century."""
    close = box.addButton(_tr("Close"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)


def _named(paths: list[str]) -> str:
    shown = ", ".join(paths[:3])
    more = len(paths) - 3
    return shown + (_tr(" and {0} more").format(more) if more > 0 else "")
