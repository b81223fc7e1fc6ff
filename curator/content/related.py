"""Related lists: what an item refers to, and which items are the same story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from curator.frontmatter import Value

ADDRESS_KEYS = ("webUrl", "url", "link", "originalUrl", "permalink")
"""Keys under which an item of a related list may hold its web address, the usual one first."""

_TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref|ref_src|cmpid|ocid|ncid|smid|s_cid"
    r"|amp|amp_js_v|outputtype|guccounter|guce_.*|_ga|spm",
    re.I,
)
_AMP_HOST = re.compile(r"^(?:www|amp|m|mobile)\.", re.I)
_AMP_PATH = re.compile(r"(?:/amp|/amp/index\.html|\.amp)$|\.amp(?=\.html?$)", re.I)
_MOST_CACHES = 3
_AMP_CACHE_PATH = re.compile(r"/[cvi](?:/s)?/(.+)", re.S)
_AMP_CACHE = re.compile(r"^[^.]+\.cdn\.ampproject\.org$", re.I)


def address_of(item: Value) -> str:
    """The web address of a related item; empty where it has none (a slug, say)."""
    if isinstance(item, dict):
        for key in ADDRESS_KEYS:
            value = item.get(key)
            if isinstance(value, str) and value:
                return value
        return ""
    return item if isinstance(item, str) and is_address(item) else ""


def is_address(text: str) -> bool:
    """Whether a text is an absolute web address."""
    if not re.match(r"https?://[^\s/]", text, re.I) or re.search(r"\s", text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def canonical_address(address: str) -> str:
    """One text for all addresses of one page, for comparing and never for opening.

    Scheme, `www.`, AMP forms, tracking parameters, trailing slash and the order of parameters do
    not matter, nor does a fragment that names a place on the page; the case of the path does.
    """
    for _ in range(_MOST_CACHES):
        cached = _cached_address(address)
        if cached is None:
            break
        address = cached
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower()
        port = parts.port
    except ValueError:
        return address.strip()
    path = unquote(parts.path)
    host = _AMP_HOST.sub("", host)
    if port not in (None, 80, 443):
        host += f":{port}"
    path = _AMP_PATH.sub("", path.rstrip("/")).rstrip("/")
    # A parameter without a value (`?12345`) may be all that tells two stories apart.
    given = parse_qsl(parts.query, keep_blank_values=True)
    query = [(name, value) for name, value in given if not _TRACKING.fullmatch(name)]
    # Some sites load their stories by what follows `#!` or `#/`.
    page = "#" + parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return host + path + ("?" + urlencode(sorted(query)) if query else "") + page


def _cached_address(address: str) -> str | None:
    """The address of which the given one is a copy in the AMP cache, or None."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    match = _AMP_CACHE_PATH.match(unquote(parts.path)) if _AMP_CACHE.match(host) else None
    return f"https://{match.group(1)}?{parts.query}" if match else None


def identity_of(item: Value) -> str:
    """What makes two related items the same story: the canonical address, else the slug."""
    address = address_of(item)
    if address:
        return canonical_address(address)
    return slug_of(item) if isinstance(item, str) else ""


def duplicates(items: Iterable[Value]) -> list[int | None]:
    """For each item the number of the earlier item that is the same story, or None."""
    first: dict[str, int] = {}
    found: list[int | None] = []
    for number, item in enumerate(items):
        identity = identity_of(item)
        earlier = first.setdefault(identity, number) if identity else number
        found.append(earlier if earlier != number else None)
    return found


def slug_of(reference: str) -> str:
    """The slug that a file name, a path or a site address stands for: `2020-02-11-a-b.md`, `a-b`.

    Jekyll takes the date off a post's file name (https://jekyllrb.com/docs/permalinks/), so a
    list may name an article either way.
    """
    name = reference.strip().rstrip("/").rsplit("/", 1)[-1]
    name = re.sub(r"\.(?:md|markdown|html?)$", "", name, flags=re.I)
    return re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-(?=.)", "", name)
