"""Bodies as HTML: what a reader sees, and that nothing else gets through."""

from __future__ import annotations

import re

import pytest

from curator.content import story_html
from curator.content.story_blocks import MOST_BLOCK, Stopped
from curator.content.story_html import MOST_BODY, StoryBody, body_html, text_of


def markdown(text: str) -> StoryBody:
    return body_html(text, is_html=False)


def html(text: str) -> StoryBody:
    return body_html(text, is_html=True)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("A *b* **c** ~~d~~", ["<p>A <em>b</em> <strong>c</strong> <s>d</s></p>"]),
        ("# One\n\ntwo", ["<h2>One</h2>", "<p>two</p>"]),
        ("> said", ["<blockquote>\n<p>said</p>\n</blockquote>"]),
        ("- a\n- b", ["<ul>\n<li>a</li>\n<li>b</li>\n</ul>"]),
        ("```\na < b\n```", ["<pre><code>a &lt; b\n</code></pre>"]),
        ("---", ["<hr>"]),
        ("", []),
    ],
)
def test_markdown(text: str, blocks: list[str]) -> None:
    assert list(markdown(text).blocks) == blocks


def test_a_table_keeps_the_sides_of_its_columns() -> None:
    (table,) = markdown("|a|b|\n|-|-:|\n|1|2|").blocks
    assert '<td align="right">2</td>' in table
    assert "style" not in table


def test_pictures_and_links_are_numbered() -> None:
    body = markdown("![x](http://a.b/p.png?q=1&r=2) [y](https://c.d/) ![z](/assets/z.png)")
    assert body.pictures == ("http://a.b/p.png?q=1&r=2", "/assets/z.png")
    assert body.links == ("https://c.d/",)
    assert body.blocks == (
        '<p><img src="body:0" alt="x"> <a href="link:0">y</a> <img src="body:1" alt="z"></p>',
    )


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script in Markdown": "a\n\n<script src=http://x.y/z.js></script>\n\nb",
    "handler": "<p onclick='x()' onmouseover=y()>a</p>",
    "style sheet": "<link rel=stylesheet href=http://x.y/z.css><style>@import 'http://x.y'</style>",
    "style": "<p style=\"background: url('http://x.y/z.png')\">a</p>",
    "background": "<table background='http://x.y/z.png'><tr><td background=http://x.y>a</table>",
    "refresh": "<meta http-equiv=refresh content='0;url=http://x.y'>",
    "base": "<base href=http://x.y/>",
    "form": "<form action=http://x.y><input name=a><button>b</button></form>",
    "object": "<object data=http://x.y/z.swf><embed src=file:///z></object>",
    "svg": "<svg><script>1</script><image href=http://x.y/z.png /></svg>",
    "script address": "<a href='javascript:alert(1)'>a</a>[b](javascript:alert(1))",
    "hidden script address": "<a href='java&#10;script:alert(1)'>a</a>",
    "quote in Liquid": "<a title='{{ \" onclick=x }}' href=\"{{ '\\\" onclick=x' }}\">y</a>",
    "our own marks": "\ue0000\ue001 \ue000999\ue001 <a href='\ue0001\ue001'>x</a> {{ a }}",
    "a file": "<img src='file:///etc/passwd'><img src='FILE:///etc/passwd' srcset='http://x.y 2x'>",
    "half a tag": '<p title="a>b<img src=http://x.y/z.png onerror=1',
    "comment": "<!-- <script> --> a <!--> b",
    "noscript": "<noscript><p title='</noscript><img src=x onerror=1>'></noscript>",
}


SHOWN = {"a", "blockquote", "br", "code", "em", "h2", "img", "li", "p", "pre", "span", "table"} | {
    "tbody",
    "td",
    "tr",
    "ul",
}


@pytest.mark.parametrize("is_html", [True, False], ids=["html", "markdown"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_hostile_is_left(text: str, is_html: bool) -> None:
    body = body_html(text, is_html=is_html)
    for tag, rest in re.findall(r"<([a-zA-Z]\w*)([^>]*)>", "".join(body.blocks)):
        assert tag in SHOWN
        assert re.fullmatch(
            r'(?: (?:src="body:\d+"|href="link:\d+"|alt="[^"]*"|class="liquid"))*', rest
        ), (tag, rest)
    assert not [each for each in body.pictures if re.match(r"(?!https?:)\w+:", each)]
    assert not [each for each in body.links if "script:" in each]


def test_liquid_is_shown_as_it_is_written() -> None:
    body = markdown('{% include a.html t="*x*" %} and {{ page.x | join: "_" }} {: .lead}')
    (block,) = body.blocks
    assert block == (
        '<p><span class="liquid">{% include a.html t=&quot;*x*&quot; %}</span> and '
        '<span class="liquid">{{ page.x | join: &quot;_&quot; }}</span> '
        '<span class="liquid">{: .lead}</span></p>'
    )


def test_liquid_that_only_says_where_the_site_is_leaves_the_address() -> None:
    body = markdown(
        "![a]({{ site.baseurl }}/a.png) ![b]({{ '/b.png' | relative_url }}) [c]({% link _n/c.md %})"
    )
    assert body.pictures == ("/a.png", "/b.png")
    assert body.links == ("_n/c.md",)


def test_parts_of_a_page_become_blocks_side_by_side() -> None:
    body = html("<article><p>a</p>b <b>c<div>d</div> e</b><h1>f</h1><img src='/g.png'></article>")
    assert list(body.blocks) == [
        "<p>a</p>",
        "<p>b <b>c</b></p>",
        "<p><b>d</b></p>",
        "<p><b> e</b></p>",
        "<h2>f</h2>",
        '<p><img src="body:0"></p>',
    ]


def test_a_frame_becomes_a_link() -> None:
    body = html("<p>a</p><iframe src='https://x.y/v'></iframe><iframe src='file:///x'></iframe>")
    assert list(body.blocks) == ["<p>a</p>", '<p><a href="link:0">▶ https://x.y/v</a></p>']
    assert body.links == ("https://x.y/v",)


@pytest.mark.parametrize(
    "text",
    [
        "word " * 100_000,
        "- a\n" * 100_000,
        "para\n\n" * 100_000,
        "<div>" * 100_000,
        "<ul><li>" * 50_000,
        "{%" * 200_000,
    ],
)
def test_a_huge_body_is_cut(text: str) -> None:
    body = markdown(text)
    assert body.cut
    assert sum(map(len, body.blocks)) < 4 * MOST_BODY
    assert max(map(len, body.blocks)) < MOST_BLOCK * 1.5


def test_what_is_left_out_of_a_long_block_leaves_no_ends_behind() -> None:
    (block,) = markdown("- *a*\n  > b\n" * 4_000).blocks
    for name in ("ul", "li", "em", "blockquote", "p"):
        assert block.count(f"<{name}>") == block.count(f"</{name}>"), name
    assert block.endswith(("</li>\n</ul>", "</li></ul>"))


def test_what_takes_too_long_is_shown_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_html, "MOST_SECONDS", -1.0)
    body = markdown("a *b* <script>\n\nc")
    assert body == StoryBody(("<p>a *b* &lt;script&gt;</p>", "<p>c</p>"), plain=True)


def test_it_can_be_stopped() -> None:
    asked = iter([False] * 20)
    with pytest.raises(Stopped):
        body_html("a *b*\n\n" * 100, is_html=False, stop=lambda: next(asked, True))


def test_the_body_begins_below_the_fence() -> None:
    assert text_of(b"---\r\n\r\nT\xe4xt\n") == "\r\nT\ufffdxt\n"
    assert text_of(b"---") == ""
