"""The colours can be told apart by people who see less, and nothing moves by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import curator
from curator.ui.theme import DARK, LIGHT, Theme

PACKAGE = Path(curator.__file__).parent

TEXT = 4.5
"""What WCAG 2.2 AA asks of text (1.4.3)."""

MARK = 3.0
"""What it asks of borders and marks without which a control is not understood (1.4.11)."""

# The border `line` of cards, buttons and chips is not among them: these have words inside that
# say what they are.  Nor is what is disabled, from which WCAG asks nothing.
PAIRS = [
    # ink, grounds, least contrast
    ("text", "background panel field accent_ground", TEXT),
    ("text", "warning_ground added_ground removed_ground", TEXT),
    ("dim", "background panel field accent_ground warning_ground", TEXT),
    ("accent", "background panel field accent_ground", TEXT),
    ("warning", "background panel field warning_ground accent_ground removed_ground", TEXT),
    ("published", "background field added_ground accent_ground", TEXT),
    ("background", "accent", TEXT),
    ("held", "background field accent_ground", TEXT),
    ("published", "background panel field accent_ground", MARK),
    ("held", "background panel field accent_ground", MARK),
    ("dim", "line", MARK),
    # The border of an input stands between its own ground and what lies around it.
    ("outline", "background panel field accent_ground warning_ground", MARK),
    ("accent", "warning_ground", MARK),
]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "grounds", "least"), PAIRS)
def test_contrast_is_enough(theme: Theme, ink: str, grounds: str, least: float) -> None:
    for ground in grounds.split():
        found = contrast(getattr(theme, ink), getattr(theme, ground))
        assert found >= least, f"{ink} on {ground}: {found:.2f}"


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#123456") == 1


def test_nothing_is_animated() -> None:
    """There is no motion to reduce: what moves are Qt's own effects, which follow the system.

    Whoever adds an animation must ask `SH_Widget_Animation_Duration` of the style, which is 0
    where the person wants none, and then name the module here.
    """
    moving = re.compile(
        r"QPropertyAnimation|QVariantAnimation|QSequentialAnimation|QParallelAnimation|QTimeLine"
        r"|QMovie|QGraphicsEffect|QGraphicsOpacityEffect|setAnimated\(True|setEffectEnabled"
    )
    found = [
        str(file.relative_to(PACKAGE))
        for file in sorted(PACKAGE.rglob("*.py"))
        if moving.search(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, by the formula of WCAG 2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
