"""The exact lines that a save will change, before and after."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QShowEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from curator.content.changes import Line, Side
from curator.ui.text_units import units_in
from curator.ui.theme import theme_of

_MANY = 200
"""Lines that take a good part of a frame to write."""


class ChangesView(QPlainTextEdit):
    """A comparison of the article on disk with the edited one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changes")
        self.setAccessibleName(self.tr("Changes"))
        self.setReadOnly(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        # A headline's change is often at its end: it must be seen without scrolling.
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * 0.95)
        self.setFont(font)
        self._hunks: list[list[Line]] = []
        self._note = ""
        self._waiting: tuple[list[list[Line]], str] | None = None
        self.show_changes([])

    def show_changes(self, hunks: list[list[Line]]) -> None:
        """Show the hunks that a save will change; none means that everything is saved."""
        self._show(hunks, "")

    def show_saved(self, hunks: list[list[Line]]) -> None:
        """Everything is saved: show what has changed since the article was opened."""
        note = self.tr("Everything is saved. Changed since you opened this story:")
        self._show(hunks, note if hunks else "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._waiting is not None:
            self._show(*self._waiting)

    def _show(self, hunks: list[list[Line]], note: str) -> None:
        self._waiting = None
        if not self.isVisible() and sum(map(len, hunks)) > _MANY:
            # Nobody looks, and writing so many lines would hold up the next key.
            self._waiting = hunks, note
            return
        if (hunks, note) == (self._hunks, self._note) and self.toPlainText():
            return
        self._hunks, self._note = hunks, note
        if not hunks:
            self.setPlainText(self.tr("Everything is saved: no line will change."))
            self.setExtraSelections([])
            return
        width = max(len(str(line.before or line.after or 0)) for hunk in hunks for line in hunk)
        texts: list[str] = [note, ""] if note else []
        for number, hunk in enumerate(hunks):
            if number:
                texts.append(" " * width + "  ⋯")
            texts.extend(self._text(line, width) for line in hunk)
        position = self.verticalScrollBar().value()
        self.setPlainText("\n".join(texts))
        self.verticalScrollBar().setValue(position)
        self._colour(width)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._hunks:
            hunks, self._hunks = self._hunks, []
            self._show(hunks, self._note)

    def _text(self, line: Line, width: int) -> str:
        before = "" if line.before is None else str(line.before)
        after = "" if line.after is None else str(line.after)
        sign = {Side.SAME: " ", Side.REMOVED: "−", Side.ADDED: "+"}[line.side]
        # Unusual line ends would break the comparison up, and their change could not be seen.
        text = line.text.removesuffix("\n").replace("\r", "␍")
        return f"{before:>{width}} {after:>{width}} {sign} {text}"

    def _colour(self, width: int) -> None:
        theme = theme_of(self)
        grounds = {Side.ADDED: theme.added_ground, Side.REMOVED: theme.removed_ground}
        inks = {Side.ADDED: theme.published, Side.REMOVED: theme.warning}
        selections: list[QTextEdit.ExtraSelection] = []
        block = self.document().findBlockByNumber(2 if self._note else 0)
        for number, hunk in enumerate(self._hunks):
            if number:
                block = block.next()
            for line in hunk:
                if line.side in grounds:
                    ground = QTextBlockFormat()
                    ground.setBackground(QColor(grounds[line.side]))
                    QTextCursor(block).setBlockFormat(ground)
                    for start, end in line.words:
                        word = QTextEdit.ExtraSelection()
                        word.cursor = QTextCursor(block)
                        offset = block.position() + 2 * width + 4
                        word.cursor.setPosition(offset + units_in(line.text[:start]))
                        word.cursor.setPosition(
                            min(
                                offset + units_in(line.text[:end]),
                                block.position() + block.length() - 1,
                            ),
                            QTextCursor.MoveMode.KeepAnchor,
                        )
                        style = QTextCharFormat()
                        style.setForeground(QColor(inks[line.side]))
                        style.setFontUnderline(True)
                        word.format = style
                        selections.append(word)
                block = block.next()
        self.setExtraSelections(selections)
