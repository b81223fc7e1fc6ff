"""Lines of text: the same picture each time they are drawn, however that is done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from curator.app import dress
from curator.ui.lettering import Lettering

TEXTS = (
    "Station cameras in Ellerby matched nine faces in their first week, four of them wrongly",
    "AV To fi office, Zürich",
    "„Quoted“ – 日本 🙂 and a curly’s end",
    "<b>no</b> &amp; markup",
    "2026-11-23",
    "السلام عليكم",
)


def drawn(letters: Lettering, text: str, y: float, width: int, *, right: bool = False) -> QImage:
    picture = QImage(400, 60, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    letters.draw(painter, 5, y, width, text, right=right)
    painter.end()
    return picture


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("size", [9, 13.5, 20])
@pytest.mark.parametrize("y", [3, 10.25])
def test_a_line_does_not_move_when_it_is_drawn_again(
    qapp: QApplication, text: str, size: float, y: float
) -> None:
    dress(qapp)
    font = QFont(qapp.font())
    font.setPointSizeF(size)
    letters = Lettering(font)
    first = drawn(letters, text, y, 300)
    assert drawn(letters, text, y, 300) == first
    assert drawn(letters, text, y, 300) == first
    blank = drawn(letters, "", y, 300)
    assert first != blank


def test_a_line_at_the_right_ends_there(qapp: QApplication) -> None:
    dress(qapp)
    letters = Lettering(qapp.font())
    picture = drawn(letters, "42", 3, 300, right=True)
    inked = [
        x
        for x in range(picture.width())
        if any(picture.pixelColor(x, y) != Qt.GlobalColor.white for y in range(picture.height()))
    ]
    assert 290 < max(inked) <= 305
    assert min(inked) > 250


def elided(text: str, font: QFont, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


@pytest.mark.parametrize("text", ["i" * 900, "l.i,l'" * 100, "Wide Words " * 40, *TEXTS])
def test_a_line_is_as_long_as_the_whole_text_makes_it(qapp: QApplication, text: str) -> None:
    # Only the beginning is looked at, unless many narrow letters let more of it fit.
    dress(qapp)
    quick = QFont(qapp.font())
    quick.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    is_quick = Lettering(qapp.font()).width_of(text) == QFontMetrics(quick).horizontalAdvance(text)
    font = quick if is_quick else qapp.font()
    for width in (40, 150, 299):
        shown = elided(text, font, width)
        letters = Lettering(qapp.font())
        assert drawn(letters, text, 3, width) == drawn(letters, shown, 3, 10_000)


def test_joined_letters_are_joined_and_latin_ones_are_not(qapp: QApplication) -> None:
    dress(qapp)
    letters = Lettering(qapp.font())
    plain = QFontMetrics(qapp.font())
    assert letters.width_of("السلام عليكم") == plain.horizontalAdvance("السلام عليكم")
    # Kerned, these two would stand closer; quotes and dashes change nothing of that.
    assert letters.width_of("“AV” – AV") >= plain.horizontalAdvance("“AV” – AV")
    assert letters.width_of("AV" * 20) > plain.horizontalAdvance("AV" * 20)


def test_the_lines_of_a_text_are_as_wide_as_when_it_was_broken(qapp: QApplication) -> None:
    # By itself a line may be of simple letters where the text is not, and would be drawn wider.
    dress(qapp)
    letters = Lettering(qapp.font())
    text = "LTV Tax: Two Years After, Tory Yard Vow AVATAR To Wave Away Tyne Valley. " * 6 + "π"
    for width in range(150, 390, 20):
        lines = letters.lines(text, width, 4)
        for line in lines[:-1]:
            shown = picture(letters, line, width, text)
            assert shown == picture(letters, line, 10_000, text)
            assert shown != picture(letters, line, 10_000, "")


def picture(letters: Lettering, text: str, width: int, whole: str) -> QImage:
    image = QImage(600, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    letters.draw(painter, 5, 3, width, text, whole=whole)
    painter.end()
    return image
