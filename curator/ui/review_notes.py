"""Writes what was decided into a file for other programs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from curator.content.looks import Look, notes_as_text
from curator.session.notice import Notice
from curator.session.review import Review
from curator.session.session import Session


def export_notes(session: Session, review: Review, parent: QWidget) -> None:
    """Ask for a file, and write the notes of the open folder there."""
    if session.folder is None:
        return
    start = Path.home() / f"{session.folder.name}-review.csv"
    name, chosen = QFileDialog.getSaveFileName(
        parent,
        _tr("Export Review Notes"),
        str(start),
        ";;".join((_tr("Table (*.csv)"), _tr("JSON (*.json)"))),
    )
    if name:
        file = Path(name)
        if not file.suffix:
            file = file.with_suffix(".json" if "json" in chosen else ".csv")
        review.ask_notes(partial(_write, session, file))


def _write(session: Session, file: Path, notes: list[Look]) -> None:
    text = notes_as_text(notes, as_json=file.suffix.lower() == ".json")

    def done(_result: object) -> None:
        said = _tr("{0} decisions were written to {1}").format(f"{len(notes):,}", file)
        session.noticed.emit(Notice("info", said, about="notes"))

    def failed(error: Exception) -> None:
        why = getattr(error, "strerror", None) or str(error)
        said = _tr("{0} could not be written: {1}").format(file, why)
        session.noticed.emit(Notice("error", said, about="notes"))

    session.runner.run(lambda: file.write_text(text, encoding="utf-8", newline=""), done, failed)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReviewNotes", text)
