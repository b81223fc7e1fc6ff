"""The page that tells how to search, made from the table of the search language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontDatabase, QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from curator.content.query import HELP
from curator.ui.theme import bold


def _tr(text: str) -> str:
    return QCoreApplication.translate("SearchHelp", text)


def show_search_help(parent: QWidget) -> QDialog:
    """The sheet of all that can be searched; closed with any key that closes dialogs."""
    dialog = QDialog(parent)
    dialog.setObjectName("search.help")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(_tr("How to Search"))
    sheet = _sheet()
    area = QScrollArea(dialog)
    area.setWidget(sheet)
    area.setWidgetResizable(True)
    area.setAccessibleName(_tr("How to Search"))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(area)
    layout.addWidget(buttons)
    width = min(parent.window().width(), dialog.fontMetrics().averageCharWidth() * 118)
    fitting = sheet.heightForWidth(width - 60) + 110
    dialog.resize(width, min(fitting, max(480, parent.window().height())))
    dialog.open()
    return dialog


def _sheet() -> QWidget:
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(2, 1)
    intro = _label(
        _tr(
            "Type words and the list shows the articles that have all of them, in any order, "
            "also as parts of longer words. Capital letters make no difference."
        )
    )
    intro.setWordWrap(True)
    intro.setContentsMargins(0, 0, 0, 8)
    grid.addWidget(intro, 0, 0, 1, 3)
    for column, text in enumerate((_tr("To find"), _tr("Write"), _tr("An article is shown if it"))):
        heading = _label(text)
        heading.setFont(bold(heading.font()))
        grid.addWidget(heading, 1, column)
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    top = Qt.AlignmentFlag.AlignTop
    for row, line in enumerate(HELP, 2):
        example = _label(line.example)
        fixed.setPointSizeF(example.font().pointSizeF())
        example.setFont(fixed)
        example.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        meaning = _label(_tr(line.meaning))
        meaning.setWordWrap(True)
        meaning.setProperty("role", "hint")
        grid.addWidget(_label(line.operator), row, 0, top)
        grid.addWidget(example, row, 1, top)
        grid.addWidget(meaning, row, 2, top)
    grid.setRowStretch(grid.rowCount(), 1)
    return sheet


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
