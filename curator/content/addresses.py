"""One text for all web addresses of one page, for comparing and never for opening.

What counts as the same, rule by rule and with sources, is told in `docs/same-story.md`.  Where a
rule might merge two pages it is left out: a story shown twice is a nuisance, a lost one is a loss.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, unquote_to_bytes, urlencode, urlsplit

from curator.content.tracking import is_tracking

# What most addresses look like.  Host and path then are what counts, as they stand.
_PLAIN = re.compile(
    r"https?://(?:www\.)?+(?!(?:www|m|mobile|amp|touch|old|np|new)\.|youtu|twitter\.)"
    r"([a-z0-9\-]++(?:\.(?!(?:m|mobile|amp|touch)\.)[a-z0-9\-]++)+"
    r"(?:/[A-Za-z0-9_~\-][A-Za-z0-9._~\-]*+)*+)/?"
)

_ADDRESS = re.compile(
    r"https?://(?:[^/?#@]*@)?([^/?#@:\[\]]+|\[[0-9a-f:.]+\])(:\d*)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?",
    re.I | re.S,
)


class _Parts(NamedTuple):
    host: str
    port: str
    path: str
    query: str
    fragment: str


_MOST_WRAPPINGS = 3
_VIEWER = re.compile(r"(?:www\.)?(?:google\.(?:com?\.)?[a-z]{2,3}|bing\.com)")
_VIEWED = re.compile(r"/amp/(?:s/)?([^/]+\.[^/]+.*)", re.S)
_CACHES = ("cdn.ampproject.org", ".bing-amp.com")
_CACHED = re.compile(r"/[cv](?:/s)?/(.+)", re.S)
_FORWARDERS = (
    (_VIEWER, "/url", ("q", "url")),
    (re.compile(r"lm?\.facebook\.com"), "/l.php", ("u",)),
)

_DEVICE = re.compile(r"(?:^|(?<=\.))(?:m|mobile|amp|touch)\.(?=.*\.)")
_WIKI = re.compile(
    r"\.m\.(?=(?:wikipedia|wiktionary|wikinews|wikiquote|wikibooks|wikisource|wikiversity"
    r"|wikivoyage|wikimedia|wikidata)\.org$)"
)
_HOSTS = {
    "twitter.com": "x.com",
    "old.reddit.com": "reddit.com",
    "np.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
    "youtube-nocookie.com": "youtube.com",
}
_VIDEO_HOSTS = frozenset(("youtube.com", "youtu.be"))
_VIDEO = re.compile(r"/(?:embed|shorts|live|v)/([A-Za-z0-9_\-]{11})")

_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_MEANT = frozenset(b"/?#%;\\ ")
"""Characters that mean something else where they stand for themselves."""
_INDEX = re.compile(r"/(?:index\.(?:html?|php|shtml|aspx?|jsp)|default\.(?:html?|aspx?))$", re.I)
_LONGEST_INDEX = len("/default.aspx")
# What stands before `/amp` must be the name of a story: `/topics/amp` is about amplifiers.
_AMP_FOLDER = re.compile(r"(/[^/]*[\d._\-][^/]*)/amp$")
_AMP_ENDING = re.compile(r"(?<=[^/])\.amp(?=\.html?$|$)")
_AMP_NEWS = re.compile(r"^/(news|sport)/amp/")
_SIMPLE_QUERY = re.compile(r"(?:[\w.~\-]*+(?:=[\w.~\-]*+)?+(?:&|$))*", re.ASCII)
_BBC = frozenset(("bbc.com", "bbc.co.uk"))


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

    Scheme, `www.`, mobile and AMP forms, tracking parameters, trailing slash and the order of
    parameters do not matter, nor does a fragment that names a place on the page; the case of the
    path does.
    """
    plain = _PLAIN.fullmatch(address)
    # Looking for these letters first costs far less than a pattern that tells what they mean.
    # Each rule for AMP pages needs a mark before or behind them: `campaign` has none.
    if plain is not None and not (
        ("amp" in address and ("/amp" in address or ".amp" in address or "-amp." in address))
        or "/index." in (end := address[-_LONGEST_INDEX:].lower())
        or "/default." in end
    ):
        return plain[1]
    return _canonical(address)


@lru_cache(maxsize=4096)
def _canonical(address: str) -> str:
    address = address.strip()
    for _ in range(_MOST_WRAPPINGS):
        parts = _split(address)
        if parts is None:
            return address
        inner = _unwrapped(parts)
        if inner is None:
            break
        address = inner
    else:
        parts = _split(address)
        if parts is None:
            return address
    host = _host(parts.host)
    if host in _VIDEO_HOSTS and (video := _video(host, parts)):
        return f"youtube.com/watch?v={video}"
    path = _path(host, parts.path)
    query, page = _query(host, parts.query), _page(parts.fragment)
    return f"{host}{parts.port}{path}{query}{page}"


def _split(address: str) -> _Parts | None:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    host, port, path, query, fragment = match.groups("")
    return _Parts(host.lower(), "" if port in (":80", ":443", ":") else port, path, query, fragment)


def _unwrapped(parts: _Parts) -> str | None:
    """The address inside that of an AMP viewer, an AMP cache or a forwarder; None for others."""
    host, path = parts.host, parts.path
    match = None
    if host.endswith(_CACHES):
        match = _CACHED.match(path)
    elif _VIEWER.fullmatch(host):
        match = _VIEWED.match(path)
    if match is not None:
        inner = match[1]
        if "/" not in inner or "%3f" in inner.lower():
            # The viewers also escape what parts the query from the path.
            inner = unquote(inner)
        return f"https://{inner}" + (f"?{parts.query}" if parts.query else "")
    for hosts, known, names in _FORWARDERS:
        if path == known and hosts.fullmatch(host):
            given = dict(parse_qsl(parts.query))
            return next((given[name] for name in names if is_address(given.get(name, ""))), None)
    return None


def _host(host: str) -> str:
    host = host.rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return host
    host = _DEVICE.sub("", _without_www(host), count=1)
    host = _WIKI.sub(".", _without_www(host))
    return _HOSTS.get(host, host)


def _without_www(host: str) -> str:
    rest = host.removeprefix("www.")
    return rest if "." in rest else host


def _video(host: str, parts: _Parts) -> str:
    if host == "youtu.be":
        return parts.path[1:].rstrip("/")
    if parts.path.rstrip("/") == "/watch":
        return dict(parse_qsl(parts.query)).get("v", "")
    match = _VIDEO.match(parts.path)
    return match[1] if match else ""


def _path(host: str, path: str) -> str:
    if "%" in path:
        path = _ESCAPES.sub(_decoded, path)
    if not path.isascii():
        path = unicodedata.normalize("NFC", path)
    if "/." in path:
        path = _without_dots(path)
    path = _INDEX.sub("/", path).rstrip("/")
    if host in _BBC:
        path = _AMP_NEWS.sub(r"/\1/", path)
    return _AMP_ENDING.sub("", _AMP_FOLDER.sub(r"\1", path))


def _decoded(match: re.Match[str]) -> str:
    """A run of escapes with those characters decoded that mean the same either way."""
    kept = bytearray()
    for byte in unquote_to_bytes(match[0]):
        if byte in _MEANT or byte < 0x20 or byte == 0x7F:
            kept += b"%%%02X" % byte
        else:
            kept.append(byte)
    try:
        return kept.decode("utf-8")
    except UnicodeDecodeError:
        return match[0].upper()


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)


def _query(host: str, query: str) -> str:
    if not query:
        return ""
    # A parameter without a value (`?12345`) may be all that tells two stories apart.
    if _SIMPLE_QUERY.fullmatch(query):
        left = [part for part in query.split("&") if part and not _is_tracking(host, part)]
        left = [part if "=" in part else f"{part}=" for part in left]
    else:
        given = parse_qsl(query, keep_blank_values=True)
        left = [urlencode([pair]) for pair in given if not is_tracking(host, *pair)]
    return "?" + "&".join(sorted(left)) if left else ""


def _is_tracking(host: str, part: str) -> bool:
    name, _, value = part.partition("=")
    return is_tracking(host, name, value)


def _page(fragment: str) -> str:
    # Some sites load their stories by what follows `#!` or `#/`.
    return "#" + fragment if fragment.startswith(("!", "/")) else ""
