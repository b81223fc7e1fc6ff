"""Captions keep their proportion to the text around them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from curator.ui.form.field_base import Caption
from curator.ui.theme import DARK, LIGHT, apply_theme


def test_a_caption_follows_the_size_of_text_also_when_the_colours_change(
    qtbot: QtBot, qapp: QApplication
) -> None:
    style = qapp.style().objectName()
    apply_theme(qapp, LIGHT)
    window = QWidget()
    qtbot.addWidget(window)
    caption = Caption("words", "hint", window)
    QVBoxLayout(window).addWidget(caption)
    window.show()
    before = caption.font().pointSizeF()
    font = qapp.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    qapp.setFont(font)
    assert caption.font().pointSizeF() == pytest.approx(before * 2)
    apply_theme(qapp, DARK)
    assert caption.font().pointSizeF() == pytest.approx(before * 2)
    qapp.setStyle(style)
