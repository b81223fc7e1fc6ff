"""The body of a story as safe HTML, cut into its blocks.

Nothing of what a body names is in the HTML itself: its pictures and links are numbered, so that
whoever shows it must ask for each of them, and nothing is fetched because it is shown.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from curator.content.story_blocks import (
    ATTRIBUTES,
    BLOCKS,
    CLOSE,
    CONTAINERS,
    FRAMES,
    GONE,
    HELD,
    INLINE,
    MOST_BLOCK,
    OPEN,
    PARTS,
    BlockWriter,
    Stopped,
    piece_of,
)

MOST_BODY = 300_000
"""Characters of a body that are shown; the longest story takes some 60,000."""
MOST_SECONDS = 3.0
"""A text whose Markdown takes longer is shown as it is written."""
_MOST_LIQUID = 2_000
_MOST_DEPTH = 500
"""Elements inside each other; reading HTML costs the square of that."""

_NESTING = re.compile(r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|br|hr|img|wbr|input|meta|link)\b)[a-zA-Z]")
_OWN_CHARACTERS = re.compile(f"[{OPEN}{CLOSE}\0]")


@dataclass(frozen=True, slots=True)
class StoryBody:
    """A body as HTML.  In it `body:N` is the address of picture N, and `link:N` that of link N.

    `blocks` are whole elements; each may be shown without the others.  `cut` says that the body
    is longer than what is shown of it, `plain` that it is shown as it is written.
    """

    blocks: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    cut: bool = False
    plain: bool = False


def _go_on() -> bool:
    return False


def body_html(text: str, *, is_html: bool, stop: Callable[[], bool] = _go_on) -> StoryBody:
    """The HTML of a body in Markdown or, with `is_html`, in HTML.

    Liquid is shown as it is written and never run.  `stop` is called often; when it returns true,
    Stopped is raised.
    """
    cut = len(text) > MOST_BODY
    if cut:
        line = text.rfind("\n", MOST_BODY - 2_000, MOST_BODY)
        text = text[: line if line > 0 else MOST_BODY]
    end = time.monotonic() + MOST_SECONDS
    late = False

    def stop_or_late() -> bool:
        nonlocal late
        late = time.monotonic() > end
        return late or stop()

    try:
        return _styled(text, cut, is_html, stop_or_late)
    except Stopped:
        if not late:
            raise
    return _plain_body(text, cut)


def text_of(tail: bytes) -> str:
    """The body in the bytes from a file's closing fence on, as much of it as may be shown."""
    text = tail[: MOST_BODY * 5].decode("utf-8", "replace")
    # The first line is the fence.
    parts = re.split(r"\r\n|\n|\r", text, maxsplit=1)
    return parts[1] if len(parts) > 1 else ""


def _styled(text: str, cut: bool, is_html: bool, stop: Callable[[], bool]) -> StoryBody:
    text, held = _hold_liquid(_OWN_CHARACTERS.sub("\ufffd", text))
    html = text if is_html else _markdown(stop).render(text)
    if stop():
        raise Stopped
    if _is_deep(html):
        return _plain_body(HELD.sub(lambda match: piece_of(held, match), text), cut)
    clean = nh3.clean(
        html,
        tags=set(BLOCKS | PARTS | CONTAINERS | INLINE | FRAMES),
        clean_content_tags=set(GONE),
        attributes=ATTRIBUTES,
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "data"},
        link_rel=None,
    )
    writer = BlockWriter(held, stop)
    writer.write(clean)
    return StoryBody(
        tuple(writer.blocks), tuple(writer.pictures), tuple(writer.links), cut or writer.cut
    )


def _plain_body(text: str, cut: bool) -> StoryBody:
    lines = [line for line in text.splitlines() if line.strip()]
    # Escaped, a character may take five.
    most = MOST_BLOCK // 5
    blocks = tuple(f"<p>{escape(line[:most])}</p>" for line in lines)
    return StoryBody(blocks, cut=cut or max(map(len, lines), default=0) > most, plain=True)


def _is_deep(html: str) -> bool:
    depth = 0
    for match in _NESTING.finditer(html):
        depth += -1 if match.group(1) else 1
        if depth > _MOST_DEPTH:
            return True
    return False


def _markdown(stop: Callable[[], bool]) -> MarkdownIt:
    def check_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if stop():
            raise Stopped
        return False

    def check_inline(state: StateInline, silent: bool) -> bool:
        if stop():
            raise Stopped
        return False

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.block.ruler.before("table", "stop", check_block)
    parser.inline.ruler.before("text", "stop", check_inline)
    return parser


def _hold_liquid(text: str) -> tuple[str, list[str]]:
    """The text with a mark in place of each piece of Liquid, and those pieces.

    Markdown must not find emphasis or links in them.
    """
    pieces: list[str] = []
    parts: list[str] = []
    place = 0
    ends = {"{%": "%}", "{{": "}}", "{:": "}"}
    lacking: set[str] = set()
    for match in re.finditer(r"\{[%{:]", text):
        opener, start = match.group(), match.start()
        if start < place or opener in lacking:
            continue
        end = text.find(ends[opener], start + 2)
        if end < 0:
            lacking.add(opener)
            continue
        end += len(ends[opener])
        if end - start > _MOST_LIQUID or (opener == "{:" and "\n" in text[start:end]):
            continue
        parts += (text[place:start], f"{OPEN}{len(pieces)}{CLOSE}")
        pieces.append(text[start:end])
        place = end
    return "".join((*parts, text[place:])), pieces
