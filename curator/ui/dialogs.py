"""Every question that stops the editor is asked here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from curator import __version__
from curator.ui.actions import key_sheet
from curator.ui.theme import bold


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


def show_keys(parent: QWidget) -> QDialog:
    """The sheet of all keys; closed with any key that closes dialogs."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(_tr("Keys"))
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(6)
    last = ""
    rows = [*key_sheet(), *_OTHER_KEYS]
    for menu, text, keys in rows:
        if menu != last:
            heading = QLabel(menu)
            heading.setFont(bold(heading.font()))
            heading.setContentsMargins(0, 10 if last else 0, 0, 2)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            last = menu
        row = grid.rowCount()
        grid.addWidget(QLabel(text), row, 0)
        label = QLabel(keys)
        label.setProperty("role", "hint")
        grid.addWidget(label, row, 1)
    area = QScrollArea(dialog)
    area.setWidget(sheet)
    area.setWidgetResizable(True)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    fitting = sheet.sizeHint().height() + 110
    most = min(max(480, parent.height()), dialog.screen().availableSize().height() - 80)
    dialog.resize(sheet.sizeHint().width() + 80, min(fitting, most))
    dialog.open()
    return dialog


_OTHER_KEYS = (
    ("Related list", "Move up, down", "Alt+Up  Alt+Down"),
    ("Related list", "Move to the top, to the end", "Alt+Home  Alt+End"),
    ("Related list", "Edit the story's fields", "Return"),
    ("Related list", "Remove", "Delete"),
    ("Related list", "Cut, copy, paste", "Ctrl+X  Ctrl+C  Ctrl+V"),
    ("Related list", "Add", "Insert"),
    ("Related list", "Go to the article or open the page", "Ctrl+Return"),
    ("Related list", "Move, copy to another article", "Ctrl+M  Ctrl+Shift+M"),
    ("Articles", "Copy, to be pasted into a related list", "Ctrl+C"),
)


def show_about(parent: QWidget) -> None:
    """What program this is."""
    QMessageBox.about(
        parent,
        _tr("About curator"),
        _tr("curator {0}\n\nThe desk at which editors triage and curate stories.").format(
            __version__
        ),
    )


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
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def _named(paths: list[str]) -> str:
    shown = ", ".join(paths[:3])
    more = len(paths) - 3
    return shown + (_tr(" and {0} more").format(more) if more > 0 else "")
