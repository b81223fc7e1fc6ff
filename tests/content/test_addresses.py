"""Pairs of addresses that are one page, and pairs that are two, with the rule that says so.

The addresses have the shape of real ones.  The sources of the rules are those of
`docs/same-story.md`.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.content.addresses import canonical_address, is_address

SOURCES = {
    "rfc": "https://www.rfc-editor.org/rfc/rfc3986#section-6 (case, escapes, dots, ports)",
    "slash": "https://developers.google.com/search/blog/2010/04/to-slash-or-not-to-slash",
    "www": "https://developers.google.com/search/docs/crawling-indexing/"
    "consolidate-duplicate-urls (scheme, www, and the forms for devices)",
    "idn": "https://www.rfc-editor.org/rfc/rfc3490 (ToASCII)",
    "index": "https://httpd.apache.org/docs/current/mod/mod_dir.html#directoryindex",
    "fragment": "https://www.rfc-editor.org/rfc/rfc3986#section-3.5; for `#!` "
    "https://developers.google.com/search/docs/ajax-crawling/docs/specification",
    "cache": "https://developers.google.com/amp/cache/overview#amp-cache-url-format",
    "viewer": "https://github.com/ampproject/amphtml/issues/6369 (Google, BBC); "
    "https://blogs.bing.com/Webmaster-Blog/September-2018/Introducing-Bing-AMP-viewer-and-Bing-"
    "AMP-cache (Bing)",
    "paired": "https://amp-wp.org/?p=10004 (paired URL structures: /amp/, ?amp, ?amp=1)",
    "arc": "the addresses of Arc XP sites such as inquirer.com (outputType=amp)",
    "utm": "https://support.google.com/analytics/answer/10917952",
    "clear": "https://github.com/ClearURLs/Rules data.min.json, globalRules",
    "firefox": "privacy.query_stripping.strip_list of Firefox, "
    "https://firefox.settings.services.mozilla.com (query-stripping)",
    "matomo": "https://matomo.org/faq/reports/what-is-campaign-tracking-and-why-it-is-important/",
    "piano": "https://developers.atinternet-solutions.com (xtor, at_medium, at_campaign)",
    "site": "the parameter that the site's own share links and front page add",
    "youtube": "https://developers.google.com/youtube/player_parameters (watch, embed, youtu.be)",
    "wiki": "https://en.wikipedia.org/wiki/Help:Mobile_access; wprov: "
    "https://wikitech.wikimedia.org/wiki/Provenance",
    "moved": "the site's own redirect from the old host",
    "forward": "https://github.com/ClearURLs/Rules data.min.json, redirections",
    "content": "the part tells which page it is",
}

FT = "https://www.ft.com/content/db8bfc3c-4cf4-11ea-95a0-43d18ec715f5"
FORBES = "https://www.forbes.com/sites/world/2020/04/22/intel--use-ai-to-save-the-coral-reef/"
POKEMON = "https://www.gamepur.com/guides/how-to-use-voice-recognition-in-pokemon-home"
STORY = "https://www.inquirer.com/news/philly-police-20220502.html"

SAME: list[tuple[str, str, str]] = [
    # Scheme, host, port.
    ("www", "https://x.example/a-story", "http://x.example/a-story"),
    ("www", "https://x.example/a-story", "https://www.x.example/a-story"),
    ("rfc", "https://x.example/a-story", "HTTPS://X.Example/a-story"),
    ("rfc", "https://x.example/a-story", "https://x.example:443/a-story"),
    ("rfc", "http://x.example/a-story", "http://www.x.example:80/a-story"),
    ("rfc", "https://x.example", "https://x.example/"),
    ("rfc", "https://x.example./a-story", "https://x.example/a-story"),
    ("idn", "https://münchen.example/a-story", "https://xn--mnchen-3ya.example/a-story"),
    ("idn", "https://MÜNCHEN.example/a-story", "https://www.xn--mnchen-3ya.example/a-story"),
    ("www", "https://m.facebook.com/story/12", "https://www.facebook.com/story/12"),
    ("www", "https://mobile.reuters.com/article/idUS1", "https://www.reuters.com/article/idUS1"),
    ("www", "https://touch.latimes.com/a-story", "https://www.latimes.com/a-story"),
    ("www", "https://www.m.x.example/a-story", "https://x.example/a-story"),
    ("www", "https://forum.x.com/a-story", "https://forum.x.com/a-story?"),
    # Path.
    ("slash", "https://x.example/a-story", "https://x.example/a-story/"),
    ("rfc", "https://x.example/é", "https://x.example/%C3%A9"),
    ("rfc", "https://x.example/%c3%a9", "https://x.example/%C3%A9"),
    ("rfc", "https://x.example/%7Euser/a", "https://x.example/~user/a"),
    ("rfc", "https://x.example/a%2Cb,7.html", "https://x.example/a,b,7.html"),
    ("rfc", "https://x.example/cafe\u0301", "https://x.example/caf\u00e9"),
    ("rfc", "https://x.example/a/./b/../c", "https://x.example/a/c"),
    ("rfc", "https://x.example/%e0%zz", "https://x.example/%E0%zz"),
    ("index", "https://x.example/2020/index.html", "https://x.example/2020/"),
    ("index", "https://x.example/index.php?p=7", "https://x.example/?p=7"),
    ("index", "https://x.example/news/Default.aspx", "https://x.example/news"),
    # Fragment.
    ("fragment", "https://x.example/a-story", "https://x.example/a-story#comments"),
    ("fragment", "https://x.example/a-story", "https://x.example/a-story#:~:text=a%20word"),
    ("fragment", "https://x.example/a-story", "https://x.example/a-story#page=2"),
    # AMP.
    ("paired", FORBES, FORBES + "amp/"),
    ("paired", POKEMON, POKEMON + "/amp"),
    ("paired", POKEMON, POKEMON + "?amp"),
    ("paired", POKEMON, POKEMON + "?amp=1"),
    ("paired", POKEMON, POKEMON + "/?amp=true"),
    ("paired", "https://x.example/7.html", "https://x.example/7.amp.html"),
    ("paired", "https://x.example/a-story", "https://x.example/a-story.amp"),
    ("paired", "https://x.example/a-story", "https://x.example/a-story/amp/index.html"),
    ("arc", STORY, STORY + "?outputType=amp"),
    ("www", FT, "https://amp.ft.com/content/db8bfc3c-4cf4-11ea-95a0-43d18ec715f5"),
    ("cache", FT, "https://amp-ft-com.cdn.ampproject.org/c/s/amp.ft.com" + FT[18:]),
    ("cache", FT, "https://amp-ft-com.cdn.ampproject.org/v/s/amp.ft.com" + FT[18:] + "?usqp=mq331"),
    ("cache", POKEMON, "https://cdn.ampproject.org/c/s/" + POKEMON[8:] + "/amp"),
    ("cache", POKEMON, "https://www-gamepur-com.bing-amp.com/c/s/" + POKEMON[8:] + "/amp"),
    (
        "cache",
        STORY,
        "https://www-inquirer-com.cdn.ampproject.org/v/s/" + STORY[8:] + "?amp_js_v=a6&amp_gsa=1"
        "&outputType=amp&usqp=mq331AQKKAFQArABIIACAw%3D%3D#aoh=16515090761779&amp_tf=From",
    ),
    ("viewer", POKEMON, "https://www.google.com/amp/s/" + POKEMON[8:] + "/amp"),
    ("viewer", POKEMON, "https://www.google.co.uk/amp/s/" + POKEMON[8:] + "%3famp"),
    ("viewer", POKEMON, "https://www.google.com/amp/" + POKEMON[8:] + "/amp"),
    ("viewer", POKEMON, "https://www.bing.com/amp/s/" + POKEMON[8:] + "/amp"),
    (
        "viewer",
        "https://www.bbc.co.uk/news/35531727",
        "https://www.google.com/amp/www.bbc.co.uk/news/amp/35531727",
    ),
    # Parameters.
    ("utm", FT, FT + "?utm_source=y&utm_medium=social&UTM_Campaign=z"),
    ("utm", "https://x.example/a?b=1&c=2", "https://x.example/a?c=2&utm_term=y&b=1"),
    ("rfc", "https://x.example/a?b=1&a-b=2", "https://x.example/a?utm_id=%20&a%2Db=2&b=1"),
    ("clear", FT, FT + "?fbclid=IwAR0x&mc_cid=1&mc_eid=2&mkt_tok=3"),
    ("clear", FT, FT + "?gclid=1&dclid=2&_ga=2.1&_gl=1&__twitter_impression=true"),
    ("clear", FT, FT + "?ref=home&ref_src=twsrc%5Etfw"),
    ("clear", FT, FT + "?fb_action_ids=1&fb_source=2&yclid=3&_openstat=4&spm=5&cmpid=6"),
    ("firefox", FT, FT + "?msclkid=1&twclid=2&gbraid=3&igshid=4&__s=5&_hsenc=6&oly_enc_id=7"),
    ("matomo", FT, FT + "?mtm_campaign=a&pk_kwd=b&matomo_source=c"),
    ("piano", "https://www.bbc.com/news/world-1", "https://www.bbc.com/news/world-1?at_medium=RSS"),
    ("piano", "https://www.lemonde.fr/a_1.html", "https://www.lemonde.fr/a_1.html?xtor=RSS-3208"),
    ("site", "https://www.theguardian.com/a-1", "https://www.theguardian.com/a-1?CMP=share_btn_tw"),
    (
        "site",
        "https://www.wsj.com/articles/a-1",
        "https://www.wsj.com/articles/a-1?mod=hp_lead_pos1",
    ),
    (
        "site",
        "https://www.nytimes.com/a.html",
        "https://www.nytimes.com/a.html?partner=rss&emc=rss",
    ),
    ("site", FORBES, FORBES + "?sh=4d2f1a7c6f3b"),
    ("rfc", "https://x.example/a?q=a+b", "https://x.example/a?q=a%20b"),
    # Sites with several hosts or forms.
    ("youtube", "https://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    (
        "youtube",
        "https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ&t=42s",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=3",
    ),
    ("youtube", "https://youtu.be/dQw4w9WgXcQ?si=x", "https://youtube.com/shorts/dQw4w9WgXcQ"),
    (
        "wiki",
        "https://en.m.wikipedia.org/wiki/Coral_reef?wprov=sfti1#History",
        "https://en.wikipedia.org/wiki/Coral_reef",
    ),
    ("moved", "https://twitter.com/nasa/status/1?s=20", "https://mobile.x.com/nasa/status/1"),
    ("moved", "https://old.reddit.com/r/x/comments/1", "https://www.reddit.com/r/x/comments/1/"),
    ("forward", FT, "https://www.google.com/url?sa=t&url=" + quote(FT, "") + "&usg=AOvVaw"),
    ("forward", FT, "https://l.facebook.com/l.php?u=" + quote(FT + "?fbclid=1", "") + "&h=AT0"),
]

OTHER: list[tuple[str, str, str]] = [
    ("rfc", "https://x.example/a", "https://x.example/b"),
    ("rfc", "https://x.example/a", "https://x.example/A"),
    ("rfc", "https://x.example/a", "https://y.example/a"),
    ("rfc", "https://x.example/a", "https://x.example:8080/a"),
    ("rfc", "https://x.example/a%2Fb", "https://x.example/a/b"),
    ("rfc", "https://x.example/a%3Fb", "https://x.example/a?b"),
    ("rfc", "https://x.example/a//b", "https://x.example/a/b"),
    ("content", "https://x.example/a?id=1", "https://x.example/a?id=2"),
    ("content", "https://x.example/?p=1", "https://x.example/?p=2"),
    ("content", "https://x.example/a?12345", "https://x.example/a?67890"),
    ("content", "https://x.example/a?cid=1", "https://x.example/a?cid=2"),
    ("content", "https://x.example/a", "https://x.example/a?page=2"),
    ("content", "https://x.example/a/1", "https://x.example/a/2"),
    ("content", "https://x.example/a?lang=en", "https://x.example/a?lang=de"),
    ("content", "https://x.example/en/a", "https://x.example/de/a"),
    ("content", "https://x.example/a?q=a%26b", "https://x.example/a?q=a&b"),
    ("content", "https://x.example/a?b=1&b=2", "https://x.example/a?b=2"),
    ("content", "https://x.example/a.html", "https://x.example/a.pdf"),
    ("content", "https://x.example/a?source=1", "https://x.example/a?source=2"),
    ("content", "https://github.com/o/r/file?ref=main", "https://github.com/o/r/file?ref=next"),
    ("content", "https://forum.example/x?mod=viewthread", "https://forum.example/x?mod=space"),
    ("content", "https://en.wikipedia.org/wiki/Amp", "https://de.wikipedia.org/wiki/Amp"),
    ("content", "https://news.x.example/a", "https://sport.x.example/a"),
    ("fragment", "https://x.example/#!/story/1", "https://x.example/#!/story/2"),
    ("fragment", "https://x.example/#/story/1", "https://x.example/#/story/2"),
    ("paired", "https://x.example/camp", "https://x.example/c"),
    ("paired", "https://x.example/topics/amp", "https://x.example/topics"),
    ("paired", "https://x.example/amp", "https://x.example/"),
    ("paired", "https://x.example/guitar-amp", "https://x.example/guitar"),
    ("paired", "https://x.example/amp/about-us", "https://x.example/about-us"),
    ("paired", "https://shop.example/fuses-1?amp=10", "https://shop.example/fuses-1?amp=16"),
    ("arc", "https://x.example/a?outputType=xml", "https://x.example/a"),
    ("www", "https://amp.dev/about", "https://dev/about"),
    ("www", "https://m.co/about", "https://co/about"),
    ("www", "https://stamp.x.example/a-story?", "https://stx.example/a-story"),
    ("www", "https://www.co/about", "https://co/about"),
    ("viewer", "https://www.google.com/amp/help", "https://help/"),
    ("viewer", "https://www.google.com/search?q=a", "https://www.google.com/search?q=b"),
    ("youtube", "https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/9bZkp7q19f0"),
    ("youtube", "https://www.youtube.com/@nasa", "https://www.youtube.com/@esa"),
    ("forward", "https://t.co/abc", "https://t.co/abd"),
    (
        "forward",
        "https://news.google.com/articles/CBMiAAA?hl=en-US",
        "https://news.google.com/articles/CBMiBBB?hl=en-US",
    ),
    ("forward", "https://x.example/url?url=" + FT, FT),
]


@pytest.mark.parametrize(("rule", "one", "other"), SAME)
def test_addresses_of_one_page(rule: str, one: str, other: str) -> None:
    assert canonical_address(one) == canonical_address(other), SOURCES[rule]


@pytest.mark.parametrize(("rule", "one", "other"), OTHER)
def test_addresses_of_two_pages(rule: str, one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other), SOURCES[rule]


@pytest.mark.parametrize(
    "address", ["http://[", "http://x:y/", "", "no address", "http://x:99999/", "https://x/%"]
)
def test_what_is_no_address_is_itself(address: str) -> None:
    assert canonical_address(f" {address} ") == canonical_address(address)


def test_a_cache_of_a_cache_of_a_cache_ends() -> None:
    address = (
        "https://x.cdn.ampproject.org" + "/c/s/x.cdn.ampproject.org" * 20_000 + "/c/s/y.example"
    )
    assert canonical_address(address).startswith("x.cdn.ampproject.org")


_WORDS = st.text("abAB019é%._~-+,&=?#/:@!' ", max_size=12)


@given(st.sampled_from(["x.example", "www.m.x.example:80", "amp.x.example"]), _WORDS, _WORDS)
def test_the_same_whatever_leads_there(host: str, path: str, query: str) -> None:
    rest = f"/{path.split('#')[0].split('?')[0]}?{query.split('#')[0]}".strip()
    plain = canonical_address(f"https://{host}{rest}")
    assert canonical_address(f"http://{host}{rest}&utm_source=x#y") == plain
    # Whatever is made of it stays so.
    assert canonical_address(f"https://{plain}") == canonical_address(
        f"https://{canonical_address(f'https://{plain}')}"
    )


_LABELS = st.sampled_from(("m", "mobile", "amp", "touch", "www", "forum", "stamp", "x", "bing-amp"))
_STEPS = st.sampled_from(
    ("amp", "news", "a-1", "a.amp", "a.amp.html", "camp", "c", "s", "Index.php")
)


@given(st.lists(_LABELS, max_size=4), st.sampled_from(("x.com", "bbc.com")), st.lists(_STEPS))
def test_plain_addresses_are_told_as_others_are(
    labels: list[str], site: str, steps: list[str]
) -> None:
    address = f"https://{'.'.join([*labels, site])}/{'/'.join(steps)}"
    assert canonical_address(address) == canonical_address(f"{address}#top")


def test_what_an_address_is() -> None:
    assert is_address("https://x.example/a?b#c")
    assert is_address("HTTP://x.example")
    for text in ("x.example", "ftp://x.example", "https://", "https:///a", "https://x y", "slug"):
        assert not is_address(text)
