"""A story as a page: the HTML of its head and of its cards, and the style sheet for all of it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontMetrics

from curator.content.related import is_address, slug_of
from curator.content.row import Row
from curator.frontmatter import Value
from curator.session.dates import long_date
from curator.session.related_model import Card
from curator.ui.theme import Theme

MOST_TITLE = 1_000
MOST_EXCERPT = 4_000
MOST_CARDS = 40
MOST_TOPICS = 30
LEAD = "picture:lead"
_TR = "Preview"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the body.  `lead` is the address of the picture, `shape` its width and
    height as the file has them, or zeros.
    """

    html: str
    lead: str
    shape: tuple[int, int]


def head_of(data: dict[str, Value], row: Row | None, path: str) -> Head:
    """The head of a story from its front matter; `row` knows provider, date and topics."""
    lead, shape = _lead(data.get("images"))
    title = _text(data.get("title")) or _text(data.get("name")) or slug_of(path)
    excerpt = _text(data.get("excerpt")) or _text(data.get("description"))
    parts: list[str] = []
    if lead:
        parts.append(f'<p class="lead"><img src="{LEAD}"></p>')
    parts.append(f'<p class="title">{escape(_cut(title, MOST_TITLE))}</p>')
    if row is not None:
        date = long_date(row.date_text) if row.date_text else ""
        source = " · ".join(_apart(part) for part in (row.provider or row.domain, date) if part)
        if source:
            parts.append(f'<p class="source">{source}</p>')
        if row.topics:
            topics = " · ".join(_apart(_cut(topic, 80)) for topic in row.topics[:MOST_TOPICS])
            parts.append(f'<p class="topics">{topics}</p>')
    if excerpt:
        parts.append(f'<p class="excerpt">{escape(_cut(excerpt, MOST_EXCERPT))}</p>')
    return Head("".join(parts), lead, shape)


def cards_html(cards: list[Card], picture_width: int, theme: Theme) -> str:
    """The related stories; `card:N` is the link of card N and `picture:card-N` its picture."""
    if not cards:
        return ""
    gap = 8
    parts = [f'<p class="related">{escape(_said("Related"))}</p>']
    for number, card in enumerate(cards[:MOST_CARDS]):
        parts_of_source = [card.provider or _host(card.address), card.date_text]
        if card.reference and not card.found and not card.address:
            parts_of_source.append(_said("not in this folder"))
        source = " · ".join(_apart(part) for part in parts_of_source if part)
        away = " ↗" if card.address else ""
        below = f'<p class="card-source">{source}{away}</p>' if source else ""
        title = f'<span class="card">{escape(_cut(card.title, 300))}</span>'
        if card.address or card.found:
            title = f'<a href="card:{number}">{title}</a>'
        # A border around one cell, since Qt draws lines between cells as well.
        parts.append(
            f'<table width="100%" cellspacing="0" cellpadding="0" bgcolor="{theme.field}" '
            f'style="border: 1px solid {theme.line}; margin-bottom: {gap}px"><tr><td>'
            '<table width="100%" cellspacing="0" cellpadding="8"><tr>'
            f'<td width="{picture_width}" valign="middle">'
            f'<p class="picture"><img src="picture:card-{number}"></p></td>'
            f'<td valign="middle"><p class="card">{title}</p>{below}</td>'
            "</tr></table></td></tr></table>"
        )
    if len(cards) > MOST_CARDS:
        more = _said("and {0} more").format(len(cards) - MOST_CARDS)
        parts.append(f'<p class="note">{escape(more)}</p>')
    return "".join(parts)


def note_html(text: str) -> str:
    """A line of the program's own in the page."""
    return f'<p class="note">{escape(text)}</p>'


def style_sheet(theme: Theme, font: QFont) -> str:
    """How the page looks, in proportion to the font of the program."""
    size = font.pointSizeF()
    line = QFontMetrics(font).height()

    def points(factor: float) -> str:
        return f"font-size: {size * factor:.1f}pt"

    def space(above: float, below: float) -> str:
        return f"margin-top: {round(line * above)}px; margin-bottom: {round(line * below)}px"

    return f"""
p, li, td, th, blockquote {{ {points(1.08)}; line-height: 145% }}
p {{ {space(0, 0.75)} }}
p.picture {{ line-height: 100%; {space(0, 0)} }}
p.lead {{ {space(0, 0.9)}; line-height: 100% }}
p.title {{ {points(1.75)}; font-weight: 600; line-height: 118%; {space(0, 0.35)} }}
p.source, p.topics {{ color: {theme.dim}; {points(0.96)}; line-height: 130%; {space(0, 0.15)} }}
p.topics {{ color: {theme.accent}; {space(0, 0.1)} }}
p.excerpt {{ {points(1.2)}; line-height: 140%; {space(0.7, 1.0)} }}
p.note {{ color: {theme.dim}; {points(0.96)}; {space(0.4, 0.8)} }}
p.related {{ font-weight: 600; {points(1.08)}; {space(1.5, 0.6)} }}
p.card {{ font-weight: 500; {points(1.0)}; line-height: 125%; {space(0, 0.1)} }}
span.card {{ color: {theme.text} }}
p.card-source {{ color: {theme.dim}; {points(0.9)}; line-height: 120%; {space(0, 0)} }}
h2 {{ {points(1.38)}; font-weight: 600; line-height: 125%; {space(1.2, 0.4)} }}
h3 {{ {points(1.2)}; font-weight: 600; line-height: 125%; {space(1.0, 0.35)} }}
h4, h5, h6 {{ {points(1.08)}; font-weight: 600; {space(0.9, 0.3)} }}
ul, ol {{ {space(0, 0.75)} }}
blockquote {{ color: {theme.dim}; {space(0.3, 0.9)}; margin-left: {line}px }}
pre, code, kbd, samp {{ font-family: monospace; {points(0.98)} }}
pre {{ background-color: {theme.panel}; {space(0.2, 0.9)}; line-height: 130% }}
code, kbd, samp {{ background-color: {theme.panel} }}
table.body {{ border-color: {theme.line}; border-collapse: collapse; {space(0.2, 0.9)} }}
th {{ font-weight: 600 }}
a {{ color: {theme.accent}; text-decoration: none }}
.liquid {{ color: {theme.dim}; background-color: {theme.panel} }}
.liquid {{ font-family: monospace; {points(0.95)} }}
"""


def _lead(images: Value) -> tuple[str, tuple[int, int]]:
    first = images[0] if isinstance(images, list) and images else images
    if isinstance(first, str):
        return first, (0, 0)
    if not isinstance(first, dict) or not isinstance(first.get("url"), str):
        return "", (0, 0)
    width, height = first.get("width"), first.get("height")
    shape = (0, 0)
    if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
        shape = (width, height)
    return str(first["url"]), shape


def _text(value: Value) -> str:
    if isinstance(value, str):
        # Not all of a text that is cut anyway.
        return " ".join(value[: MOST_EXCERPT * 2].split())
    return "" if value is None or isinstance(value, (bool, dict, list)) else str(value)[:MOST_TITLE]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rstrip() + " …"


def _host(address: str) -> str:
    return urlsplit(address).netloc.removeprefix("www.") if is_address(address) else ""


def _apart(text: str) -> str:
    """A part of a line that may run the other way than its neighbours."""
    return f"\u2068{escape(text)}\u2069"


def _said(text: str) -> str:
    return QCoreApplication.translate(_TR, text)
