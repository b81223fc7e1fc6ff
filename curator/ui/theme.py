"""The look: colours in light and dark, the style sheet made from them, recoloured icons.

Widgets ask `theme_of` for their colours when they paint, so that a change of the palette is all
that a switch between light and dark takes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from string import Template

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from curator.resources import resource


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, as `#rrggbb`."""

    background: str
    panel: str
    field: str
    """The ground of inputs and cards."""
    line: str
    outline: str
    """The border of inputs: it alone tells where one can type, so it has 3:1 contrast."""
    text: str
    dim: str
    accent: str
    accent_ground: str
    published: str
    held: str
    warning: str
    warning_ground: str
    added_ground: str
    removed_ground: str


LIGHT = Theme(
    background="#fbfbfa",
    panel="#f3f3f1",
    field="#ffffff",
    line="#e2e2de",
    outline="#888781",
    text="#1d1d1b",
    dim="#6b6a65",
    accent="#2457c5",
    accent_ground="#e6edfb",
    published="#1f7a45",
    held="#8f6200",
    warning="#b3401d",
    warning_ground="#fdeee8",
    added_ground="#e2f3e8",
    removed_ground="#fbe6df",
)
DARK = Theme(
    background="#1e1f21",
    panel="#26282b",
    field="#2b2d31",
    line="#383a3e",
    outline="#7f8187",
    text="#e9e9e7",
    dim="#9f9f9b",
    accent="#7fa8ff",
    accent_ground="#2a3650",
    published="#63c08a",
    held="#d6a53a",
    warning="#f08a63",
    warning_ground="#43281f",
    added_ground="#22382b",
    removed_ground="#452a22",
)

# Families that fontconfig falls back to where no desktop has named a font.
_FALLBACK_FONTS = {"sans serif", "sans-serif", "sans", "dejavu sans", "bitstream vera sans", ""}
_WELL_DRAWN = ("Inter", "Inter Variable", "Noto Sans", "Cantarell", "Liberation Sans")


def theme_of(source: QWidget | QPalette) -> Theme:
    """The colours that go with the palette of a widget."""
    palette = source.palette() if isinstance(source, QWidget) else source
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole program the colours of `theme`."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(theme))
    values = {field.name: getattr(theme, field.name) for field in fields(theme)}
    # Arrows and ticks in a style sheet can only come from files.
    shade = "dark" if theme is DARK else "light"
    for direction in ("up", "down"):
        values[direction] = resource("theme", f"chevron-{direction}-{shade}.svg").as_posix()
    values["tick"] = resource("theme", f"tick-{shade}.svg").as_posix()
    values["check"] = resource("theme", f"check-{shade}.svg").as_posix()
    app.setStyleSheet(Template(_SHEET).substitute(values))


def prefers_dark(app: QApplication) -> bool:
    """Whether the platform asks for dark windows."""
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def use_a_well_drawn_font(app: QApplication) -> None:
    """Where no desktop names a font, take one made for screens instead of the last resort."""
    font = app.font()
    if font.family().lower() not in _FALLBACK_FONTS:
        return
    known = set(QFontDatabase.families())
    family = next((name for name in _WELL_DRAWN if name in known), None)
    if family is not None:
        chosen = QFont(family)
        chosen.setPointSizeF(font.pointSizeF() if font.pointSizeF() > 0 else 10)
        app.setFont(chosen)


def smaller(font: QFont, factor: float = 0.88) -> QFont:
    """A font for secondary text, in proportion to the one beside it."""
    other = QFont(font)
    other.setPointSizeF(font.pointSizeF() * factor)
    return other


def bold(font: QFont) -> QFont:
    """The font in the weight used for headings."""
    other = QFont(font)
    other.setWeight(QFont.Weight.DemiBold)
    return other


def medium(font: QFont) -> QFont:
    """The font in the weight used for headlines in lists."""
    other = QFont(font)
    other.setWeight(QFont.Weight.Medium)
    return other


@lru_cache(maxsize=256)
def icon(name: str, colour: str) -> QIcon:
    """One of the icons of `resources/icons` in a colour; empty where there is no such icon."""
    path = resource("icons", f"{name}.svg")
    if not path.is_file():
        return QIcon()
    source = path.read_text(encoding="utf-8").replace("#000", colour)
    renderer = QSvgRenderer(QByteArray(source.encode("utf-8")))
    result = QIcon()
    for size in (16, 24, 32, 48, 64):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        result.addPixmap(pixmap)
    return result


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    colours = {
        role.Window: theme.background,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.warning,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.background,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.PlaceholderText: theme.dim,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.Light: theme.field,
        role.Midlight: theme.line,
        role.Mid: theme.line,
        role.Dark: theme.outline,
        role.Shadow: theme.outline,
        role.Accent: theme.accent,
    }
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.dim))
    return palette


_SHEET = """
QToolTip { background: $panel; color: $text; border: 1px solid $outline; padding: 4px 6px; }
QMainWindow, QDialog { background: $background; }
QMenuBar { background: $panel; border-bottom: 1px solid $line; padding: 2px 8px; }
QMenuBar::item { padding: 5px 9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $accent_ground; }
QMenu { background: $field; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 24px; border-radius: 5px; }
QMenu::item:selected { background: $accent_ground; color: $text; }
QMenu::item:disabled { color: $dim; }
QMenu::indicator { width: 1em; height: 1em; left: 6px; }
QMenu::indicator:checked { image: url($tick); }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QStatusBar { background: $panel; border-top: 1px solid $line; color: $dim; }
QStatusBar::item { border: none; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }

QLabel[role="field-label"], QLabel[role="counter"], QLabel[role="hint"] { color: $dim; }
QLabel[role="error"] { color: $warning; }
QLabel[role="changed"] { color: $accent; }
QLabel[role="key"] { background: $field; color: $dim; border: 1px solid $line; border-radius: 4px;
    padding: 1px 6px; }
QLabel[role="section"] { font-weight: 600; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
    background: $field; color: $text; border: 1px solid $outline; border-radius: 6px;
    padding: 6px 8px; selection-background-color: $accent; selection-color: $background;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 5px 7px;
}
QLineEdit[state="error"], QPlainTextEdit[state="error"] { border-color: $warning; }
QLineEdit:read-only, QPlainTextEdit:read-only, QLineEdit:disabled, QPlainTextEdit:disabled {
    background: $panel; border-color: $line; color: $dim;
}
QComboBox::drop-down { border: none; width: 1.8em; }
QComboBox::down-arrow { image: url($down); width: 0.75em; height: 0.75em; }
QAbstractItemView { background: $background; selection-background-color: $accent_ground;
    selection-color: $text; outline: none; }
QComboBox QAbstractItemView, QListView[role="completions"] {
    background: $field; border: 1px solid $outline; padding: 4px;
}
QListView[role="completions"] { padding: 0; }
QListView[role="completions"]::item { padding: 4px; }

QPushButton, QToolButton {
    background: $field; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 6px 12px;
}
QToolButton { padding: 5px; }
QPushButton:hover, QToolButton:hover { border-color: $outline; }
QPushButton:pressed, QToolButton:pressed { background: $accent_ground; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 5px 11px; }
QToolButton:focus { padding: 4px; }
QPushButton:disabled, QToolButton:disabled { color: $dim; background: $background; }
QPushButton[role="quiet"], QToolButton[role="quiet"] {
    background: transparent; border: 1px solid transparent; color: $dim;
}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover {
    background: $accent_ground; color: $text;
}
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus { border: 2px solid $accent; }
QPushButton[role="danger"] { color: $warning; font-weight: 600; }
QPushButton[role="listening"] { border: 2px solid $accent; background: $accent_ground;
    padding: 5px 11px; }
QPushButton[role="primary"] { background: $accent; color: $background; border-color: $accent; }

QTabBar { background: transparent; }
QTabBar::tab { padding: 8px 6px; margin-right: 10px; color: $dim; background: transparent;
    border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected:focus { border: 2px solid $accent; border-radius: 4px;
    padding: 6px 4px 8px 4px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }

QScrollArea { border: none; background: transparent; }
QTableView, QListView, QTreeView { border: none; }
QTableView[role="framed"], QTableView[role="framed"]:focus { border: 1px solid $line; }
QTableView[role="framed"]:focus { border-color: $accent; }
QTableView[role="framed"]::item { padding: 0 5px; border: none; }
QTableView[role="framed"]::item:selected { background: $accent_ground; color: $text; }
QListView[role="pages"] { background: transparent; }
QListView[role="entries"] { background: $field; }
QListView[role="pages"]::item { padding: 6px 10px; border-radius: 6px;
    border: 1px solid transparent; }
QListView[role="pages"]::item:hover { background: $panel; }
QListView[role="pages"]::item:selected { background: $accent_ground; color: $accent; }
QListView[role="pages"]::item:focus { border: 1px solid $accent; }
#sidebar { background: $panel; border-right: 1px solid $line; }
QFrame[objectName="related.item"] { background: $panel; border: 1px solid $line;
    border-radius: 6px; }
#changes { background: $background; color: $text; border: 2px solid transparent;
    border-radius: 0; padding: 6px; }
#changes:focus { border: 2px solid $accent; padding: 6px; }
#preview { background: $background; border: 2px solid transparent; border-radius: 0; padding: 0; }
#preview:focus { border: 2px solid $accent; padding: 0; }
#tab_line { background: $line; }
#sidebar:focus { border-right-color: $accent; }
QHeaderView { background: $background; }
QHeaderView::section { background: $background; color: $dim; border: none;
    border-bottom: 1px solid $line; padding: 7px 8px; font-weight: 500; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url($up); width: 0.75em; height: 0.75em;
    subcontrol-position: center right; right: 6px; }
QHeaderView::down-arrow { image: url($down); width: 0.75em; height: 0.75em;
    subcontrol-position: center right; right: 6px; }
QPushButton::menu-indicator { image: url($down); width: 0.75em; height: 0.75em;
    subcontrol-position: center right; right: 8px; }
QPushButton[menu="true"], QPushButton[menu="true"]:focus { padding-right: 1.4em; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $outline; border-radius: 3px; min-height: 32px; min-width: 32px;
    margin: 2px; }
QScrollBar::handle:hover { background: $dim; border-radius: 4px; margin: 1px; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: 1em; height: 1em; border: 1px solid $outline; border-radius: 3px;
    background: $field; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:disabled { background: $panel; border-color: $line; }
QCheckBox::indicator:checked:disabled { background: $dim; }
"""
