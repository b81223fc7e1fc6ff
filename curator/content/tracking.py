"""Parameters of web addresses that tell where a reader came from, and never which page it is.

Names that mean that everywhere stand in `_EVERYWHERE`; `_ON` has those that do so only on one
site.  The sources are told in `docs/same-story.md`.
"""

from __future__ import annotations

import re

_EVERYWHERE = re.compile(
    r"utm_.*"
    # Click identifiers of advertisers.
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_source|gad_campaignid|srsltid|msclkid|twclid"
    r"|ttclid|li_fat_id|yclid|ysclid|_openstat|epik|igshid|igsh|rb_clickid|wickedid"
    # Analytics.
    r"|_ga|_gl|ga_(?:source|medium|term|content|campaign|place)|(?:pk|mtm|piwik|matomo)_.+"
    r"|wt[._](?:mc|zmc|nav|tsrc|srch|rss).*|ns_(?:source|mchannel|campaign|linkname|fee)|xtor"
    r"|at_(?:medium|campaign|campaign_type|custom\d|link_.+|ptr_name|bbc_team|format|creation)"
    r"|s_cid|s_kwcid|cmpid|intcmp|ncid|ocid|icid|smid|ftag|sr_share|spm|wprov|guccounter|guce_.*"
    # Newsletters.
    r"|mc_(?:cid|eid|tc)|mkt_tok|_hs(?:enc|mi)|__hs(?:fp|sc|tc)|hsctatracking|hsa_.+|vero_.+"
    r"|oly_(?:anon|enc)_id|ml_subscriber(?:_hash)?|ck_subscriber_id|oft_.+|__s|dm_i|_bhlid"
    # Shares.
    r"|fb_(?:action_ids|action_types|source|ref)|ref_src|ref_url|__twitter_impression"
    r"|_branch_match_id"
    # What the AMP caches and viewers add.
    r"|amp_(?:js_v|gsa|lite|tf|kit)|usqp|ampshare",
    re.I,
)

_AMP = {"amp": ("", "1", "true", "yes", "amp"), "_amp": ("", "1", "true"), "outputtype": ("amp",)}
"""What asks for the AMP form of a page with these values, and may mean more with others."""

_REF_IS_A_BRANCH = frozenset(("github.com", "api.github.com", "gitlab.com", "bitbucket.org"))

_ON: dict[str, frozenset[str]] = {
    "nytimes.com": frozenset(
        ("partner", "emc", "searchresultposition", "unlocked_article_code", "te", "nl", "regi_id")
    ),
    "wsj.com": frozenset(("mod", "reflink", "st")),
    "marketwatch.com": frozenset(("mod", "reflink")),
    "barrons.com": frozenset(("mod", "reflink")),
    "theguardian.com": frozenset(("cmp",)),
    "forbes.com": frozenset(("sh",)),
    "ft.com": frozenset(("ftcamp", "segmentid", "sharetype", "accesstoken")),
    "dailymail.co.uk": frozenset(("ito",)),
    "washingtonpost.com": frozenset(("itid",)),
    "bloomberg.com": frozenset(("srnd", "leadsource", "sref")),
    "msn.com": frozenset(("cvid", "ei", "pc")),
    "linkedin.com": frozenset(("trk", "trackingid")),
    "x.com": frozenset(("s", "t")),
    "reddit.com": frozenset(("share_id", "rdt")),
}


def is_tracking(host: str, name: str, value: str) -> bool:
    """Whether a parameter of a page on `host`, without `www.`, tells nothing of the page."""
    if _EVERYWHERE.fullmatch(name):
        return True
    name = name.lower()
    if name in _AMP:
        return value.lower() in _AMP[name]
    if name == "ref":
        return host not in _REF_IS_A_BRANCH
    names = _ON.get(host)
    return names is not None and name in names
