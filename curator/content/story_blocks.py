"""Clean HTML written once more, as blocks that stand side by side, with numbered addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape

MOST_BLOCK = 40_000
"""Characters of one block: a paragraph, list or table must be laid out in one go."""

BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "hr", "dl")
)
PARTS = frozenset(("li", "dt", "dd", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"))
CONTAINERS = frozenset(
    ("div", "section", "article", "main", "header", "footer", "aside", "figure", "figcaption")
) | {"address", "nav", "details", "summary", "center"}
INLINE = frozenset(
    ("a", "b", "strong", "i", "em", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "code")
) | {"kbd", "samp", "var", "cite", "q", "br", "img"}
FRAMES = frozenset(("iframe", "video", "audio", "embed"))
_VOID = frozenset(("br", "img", "hr"))
GONE = frozenset(
    ("script", "style", "template", "noscript", "object", "svg", "math", "title", "textarea")
) | {"select", "option", "button"}
"""Elements that go together with what is inside them."""
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"align", "style", "colspan", "rowspan"},
    "th": {"align", "style", "colspan", "rowspan"},
    **{name: {"src"} for name in FRAMES},
}
_AS = {"h1": "h2", "mark": "b", "q": "i", "ins": "u", "dl": "ul", "dt": "li", "dd": "li"}
"""What is shown as something else: the story's own title is the only first heading."""

_OPENING = re.compile(r"<([a-z0-9]+)(?: [^<>]*)?>")
_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?:[^>"]|"[^"]*")*)>|([^<]+)|<')
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
OPEN, CLOSE = "\ue000", "\ue001"
HELD = re.compile(f"(?:{OPEN}|%EE%80%80)([0-9]+)(?:{CLOSE}|%EE%80%81)")
_OF_THE_SITE = re.compile(r"\{\{-?\s*site\.(?:base)?url\s*-?\}\}")
_PATH_IN_LIQUID = re.compile(
    r"""\{\{-?\s*(["'])([^"'{}]*)\1\s*\|\s*(?:relative_url|absolute_url)\s*-?\}\}"""
)
_LINK_IN_LIQUID = re.compile(r"\{%-?\s*(?:link|post_url)\s+([^\s%]+)\s*-?%\}")


class Stopped(Exception):
    """Nobody waits for the HTML any more."""


def piece_of(held: list[str], match: re.Match[str]) -> str:
    """The piece of Liquid that a mark in the text stands for."""
    number = int(match.group(1))
    return held[number] if number < len(held) else ""


@dataclass(slots=True)
class BlockWriter:
    """Writes clean HTML once more, as blocks that stand side by side."""

    held: list[str]
    stop: Callable[[], bool]
    blocks: list[str] = field(default_factory=list[str])
    pictures: list[str] = field(default_factory=list[str])
    links: list[str] = field(default_factory=list[str])
    cut: bool = False
    _parts: list[str] = field(default_factory=list[str])
    _size: int = 0
    _inside: list[str] = field(default_factory=list[str])
    """The elements that are open in the block, each as what closes it."""
    _loose: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Open inline elements outside of any block: name and opening tag."""
    _paragraph: bool = False
    _left_out: list[str] = field(default_factory=list[str])
    """What would close the elements for which the block had no room."""

    def write(self, clean: str) -> None:
        """Take in HTML that nh3 has cleaned; raises Stopped."""
        for number, token in enumerate(_TOKEN.finditer(clean)):
            if not number % 256 and self.stop():
                raise Stopped
            if token.group(2):
                self._tag(token.group(2), bool(token.group(1)), token.group(3))
            else:
                self._text(token.group())
        self._end_paragraph()
        if self._inside:
            self._inside.clear()
            self._end_block()

    def _tag(self, name: str, closing: bool, rest: str) -> None:
        if name in CONTAINERS:
            self._break()
        elif name in FRAMES:
            if not closing:
                self._frame(rest)
        elif name in BLOCKS or name in PARTS:
            self._block(_AS.get(name, name), closing, rest)
        elif name in INLINE:
            attributes = self._attributes(name, rest)
            if name != "img" or " src=" in attributes:
                self._inline(_AS.get(name, name), closing, attributes)

    def _break(self) -> None:
        """A part of the page begins or ends, which is a new line wherever it is."""
        if not self._inside:
            self._end_paragraph()
        elif self._parts and not self._parts[-1].startswith(("<li", "<td", "<th", "<br", "<block")):
            self._put("<br>")

    def _block(self, name: str, closing: bool, rest: str) -> None:
        if closing:
            if name in self._inside:
                self._put(f"</{name}>")
                self._inside.remove(name)
            if not self._inside and not self._paragraph:
                self._end_block()
            return
        if not self._inside:
            if name in PARTS:
                return
            self._end_paragraph()
        self._put(f"<{name}{self._attributes(name, rest)}>")
        if name not in _VOID:
            self._inside.append(name)
        elif not self._inside:
            self._end_block()

    def _inline(self, name: str, closing: bool, attributes: str) -> None:
        if self._inside:
            self._put(f"</{name}>" if closing else f"<{name}{attributes}>")
            return
        if closing:
            for place in range(len(self._loose) - 1, -1, -1):
                if self._loose[place][0] == name:
                    del self._loose[place]
                    if self._paragraph:
                        self._put(f"</{name}>")
                    break
            return
        tag = f"<{name}{attributes}>"
        self._begin_paragraph()
        self._put(tag)
        if name not in _VOID:
            self._loose.append((name, tag))

    def _frame(self, rest: str) -> None:
        source = self._address(dict(_ATTRIBUTE.findall(rest)).get("src", ""))
        if not source.lower().startswith(("http://", "https://")):
            return
        self.links.append(source)
        link = f'<a href="link:{len(self.links) - 1}">▶ {escape(source[:200])}</a>'
        if self._inside:
            self._put(link)
            return
        self._end_paragraph()
        self._begin_paragraph()
        self._put(link)
        self._end_paragraph()

    def _text(self, text: str) -> None:
        if not self._inside:
            if not text.strip() and not self._paragraph:
                return
            self._begin_paragraph()
        text = "&lt;" if text == "<" else text
        room = MOST_BLOCK - self._size
        if len(text) > room:
            # Not in the middle of an entity.
            text = text[: max(0, room)].rpartition("&")[0] or text[: max(0, room)]
            self.cut = True
        self._put(HELD.sub(self._soft, text))

    def _soft(self, match: re.Match[str]) -> str:
        return f'<span class="liquid">{escape(piece_of(self.held, match))}</span>'

    def _attributes(self, name: str, rest: str) -> str:
        written: list[str] = []
        for key, value in _ATTRIBUTE.findall(rest):
            if key in ("href", "src"):
                if not (address := self._address(value)):
                    continue
                known, kind = (self.links, "link") if key == "href" else (self.pictures, "body")
                known.append(address)
                written.append(f'{key}="{kind}:{len(known) - 1}"')
            elif key in ATTRIBUTES.get(name, ()):
                plain = HELD.sub(self._plain, unescape(value))
                if key == "style":
                    # How Markdown says that a column is aligned.
                    key, plain = "align", plain.partition(":")[2]
                # A cell that spans a million columns is a table that nobody can lay out.
                if key in ("colspan", "rowspan") and not re.fullmatch(r"[1-9]\d?", plain):
                    continue
                written.append(f'{key}="{escape(plain[:500].strip(" ;"))}"')
        return "".join(f" {each}" for each in written)

    def _plain(self, match: re.Match[str]) -> str:
        return piece_of(self.held, match)

    def _address(self, value: str) -> str:
        """An address, with those forms of Liquid that merely say where the site is read as such."""
        text = HELD.sub(self._plain, unescape(value)).strip()
        if "{" in text:
            text = _OF_THE_SITE.sub("", text)
            text = _PATH_IN_LIQUID.sub(r"\2", text)
            text = _LINK_IN_LIQUID.sub(r"\1", text)
        return text

    def _put(self, text: str) -> None:
        if self._left_out and text == self._left_out[-1]:
            self._left_out.pop()
            return
        if self._size >= MOST_BLOCK and not text.startswith("</"):
            self.cut = True
            opened = _OPENING.fullmatch(text)
            if opened is not None and opened[1] not in _VOID:
                self._left_out.append(f"</{opened[1]}>")
            return
        self._size += len(text)
        self._parts.append(text)

    def _begin_paragraph(self) -> None:
        if not self._paragraph:
            self._paragraph = True
            self._put("<p>")
            for _, tag in self._loose:
                self._put(tag)

    def _end_paragraph(self) -> None:
        if self._paragraph:
            for name, _ in reversed(self._loose):
                self._put(f"</{name}>")
            self._put("</p>")
            self._paragraph = False
            self._end_block()

    def _end_block(self) -> None:
        if self._parts:
            self.blocks.append("".join(self._parts))
        self._parts.clear()
        self._left_out.clear()
        self._size = 0
