"""The stories of a made-up content folder: their kinds, and what their keys are written with."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.benchmarks.generator_words import (
    BLOB_SIGNS,
    CLAUSES,
    OBJECTS,
    PARAGRAPH,
    PROVIDERS,
    RARER_CLAUSES,
    SUBJECTS,
    TAILS,
    TOPICS,
    VERBS,
)

_FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)
_DAYS = 3650
_TO_BLOB = bytes(BLOB_SIGNS[number % 64].encode()[0] for number in range(256))


class Writer:
    """The habits of one file, and what its keys are written with."""

    def __init__(self, rng: random.Random, number: int) -> None:
        self.rng = rng
        self.number = number
        self.day = _FIRST_DAY + timedelta(minutes=rng.randrange(_DAYS * 1440))
        self.dash = "- " if rng.random() < 0.3 else "  - "
        self.flow = rng.random() < 0.25
        self.plain = rng.random() < 0.3
        self.title = self.headline()

    def headline(self) -> str:
        """A headline; often one of many alike."""
        pick = self.rng.choice
        return f"{pick(SUBJECTS)} {pick(VERBS)} {pick(OBJECTS)}{pick(TAILS)}"

    def excerpt(self) -> str:
        """One to four sentences."""
        clauses: list[str] = self.rng.choices(CLAUSES, k=self.rng.choice((1, 2, 3, 3, 4)))
        if self.rng.random() < 0.25:
            clauses[-1] = self.rng.choice(RARER_CLAUSES)
        return " ".join(clauses)

    def slug(self, title: str) -> str:
        """The name of a file; the number keeps two stories of one title apart."""
        words = "".join(sign if sign.isalnum() else " " for sign in title.lower()).split()
        name = "-".join(words) or "story"
        odd = self.rng.random()
        if odd < 0.001:
            name = name.replace("-", " ")
        elif odd < 0.0015:
            name += "-🦊"
        elif odd < 0.0017 and os.name == "posix":
            name += "-line\nbreak"
        return f"{name}-{self.number}"

    def quoted(self, text: str) -> str:
        """A text as one line of YAML, in the file's habit where that is possible."""
        if self.plain and text[0].isalnum() and not any(s in text for s in (": ", " #", '"')):
            return text.rstrip()
        if self.plain and self.number % 3 == 0:
            return "'" + text.replace("'", "''") + "'"
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def moment(self, day: datetime) -> str:
        """A date in one of the forms that are in use, mostly the usual one."""
        odd = self.rng.random()
        if odd < 0.93:
            return day.strftime("%Y-%m-%dT%H:%M:%SZ")
        if odd < 0.96:
            return day.strftime("%Y-%m-%d %H:%M:%S +0200")
        if odd < 0.995:
            return day.strftime("%Y-%m-%d")
        return self.rng.choice(("2022-00-00", "{{ page.date }}", '"some day"'))

    def address(self, domain: str, title: str) -> str:
        """The web address of a story."""
        words = "-".join("".join(s if s.isascii() and s.isalnum() else " " for s in title).split())
        return (
            f"https://www.{domain}/{self.day:%Y/%m/%d}/{words.lower()}-{self.rng.randrange(10**6)}"
        )

    def provider(self, indent: str = "", images: bool = False) -> list[str]:
        """The lines of a provider."""
        name, domain = self.rng.choice(PROVIDERS)
        lines = [f"{indent}provider:", f"{indent}  name: {name}", f"{indent}  domain: {domain}"]
        if images:
            lines += self.images(indent + "  ", f"/assets/images/organizations/{domain}-50x50.jpg")
        return lines

    def images(self, indent: str = "", address: str = "") -> list[str]:
        """The lines of a list with one image."""
        shown = address or f"https://cdn.example/{self.rng.getrandbits(64):016x}/social-share.jpg"
        sizes = self.rng.choice(((1200, 630), (50, 50), (1280, 720), (900, 300)))
        lines = [
            f"{indent}images:",
            f'{indent}  - url: "{shown}"',
            f"{indent}    width: {sizes[0]}",
        ]
        return [*lines, f"{indent}    height: {sizes[1]}", f"{indent}    isCached: true"][
            : self.rng.choice((4, 5, 5))
        ]

    def topics(self) -> list[str]:
        """The lines of the topics, in brackets or below one another."""
        names = self.rng.sample(TOPICS, k=self.rng.choice((1, 1, 2, 2, 3)))
        if self.flow:
            return [f"topics: [{', '.join(names)}]"]
        return ["topics:", *(self.dash + name for name in names)]

    def secured(self) -> list[str]:
        """The line of an opaque value."""
        blob = self.rng.randbytes(self.rng.choice((200, 300, 400))).translate(_TO_BLOB).decode()
        return [f'secured: "{blob}=;{blob[:22]}=="']

    def related(self) -> list[str]:
        """The lines of a related list, a few with the same story twice."""
        count = self.rng.choice((0, 0, 1, 2, 2, 3, 5, 8))
        items: list[list[str]] = []
        for _ in range(count):
            title = self.headline()
            provider = self.provider("    ")
            domain = provider[2].partition(": ")[2]
            item = [
                f"  - title: {self.quoted(title)}",
                f"    excerpt: {self.quoted(self.excerpt())}",
                f"    publishedDateTime: {self.day:%Y-%m-%dT%H:%M:%SZ}",
                f'    webUrl: "{self.address(domain, title)}"',
                "    type: article",
                *provider,
                f"    quality: {self.rng.randrange(100)}",
            ]
            items.append(item + self.images("    ") if self.rng.random() < 0.6 else item)
        if len(items) > 1 and self.rng.random() < 0.06:
            items[-1] = items[0]
        return ["related:", *(line for item in items for line in item)] if items else []


def _news(writer: Writer) -> tuple[str, list[str], str]:
    rng = writer.rng
    _, domain = rng.choice(PROVIDERS)
    lines = [
        "category: news",
        f"title: {writer.quoted(writer.title)}",
        f"excerpt: {writer.quoted(writer.excerpt())}",
        f"publishedDateTime: {writer.moment(writer.day)}",
        f'webUrl: "{writer.address(domain, writer.title)}"',
        "type: article",
        f"quality: {rng.randrange(100)}",
        f"heat: {rng.choice((-1, 50, rng.randrange(300)))}",
        *rng.choice(((), ("published: false",), ("published: false",), ("published: true",))),
        "",
        *writer.provider(images=rng.random() < 0.4),
        "",
        *writer.topics(),
        "",
        *(writer.images() if rng.random() < 0.7 else ()),
        "",
        *writer.related(),
        "",
        *writer.secured(),
    ]
    name = f"{writer.day:%Y-%m-%d}-{writer.slug(writer.title)}.md"
    return f"_news/{writer.day:%Y}/{name}", lines, "\n"


def _learning(writer: Writer) -> tuple[str, list[str], str]:
    rng = writer.rng
    kind = rng.choice(("videos", "courses", "collections"))
    lines = [
        f"title: {writer.quoted(writer.title)}",
        f"excerpt: {writer.quoted(writer.excerpt())}",
        f"originalUrl: https://youtube.example/watch?v={rng.getrandbits(48):012x}",
        f"type: {kind}",
        "price: Free",
        f"length: PT{rng.randrange(60)}M",
        *((f"publishedDateTime: {writer.moment(writer.day)}",) if rng.random() < 0.8 else ()),
        "ratings:",
        f"  count: {rng.randrange(2000)}",
        f"  average: {rng.random() * 5:.4f}",
        "heat: 50",
        "",
        *writer.provider(images=True),
        "",
        *writer.topics(),
        "",
        *writer.images(),
        "",
        *writer.secured(),
    ]
    return f"_learning/{kind}/{writer.day:%Y}/{writer.slug(writer.title)}.md", lines, ""


def _sample(writer: Writer) -> tuple[str, list[str], str]:
    lines = [
        f"title: {writer.quoted(writer.title)}",
        f"description: {writer.quoted(writer.excerpt())}",
        f"date: {writer.moment(writer.day)}",
        "layout: sample",
        f"permalink: /samples/{writer.number}/",
        *writer.topics(),
        *writer.provider(),
        "  authors:",
        "    - name: ZePowerDiver",
        f"published: {writer.rng.choice(('true', 'yes', 'false', 'true', 'true'))}",
    ]
    return (
        f"_samples/{writer.slug(writer.title)}.md",
        lines,
        PARAGRAPH * writer.rng.randrange(1, 14),
    )


def _newsletter(writer: Writer) -> tuple[str, list[str], str]:
    lines = [
        f'title: "Newsletter ({writer.day:%Y-%m-%d})"',
        f"excerpt: {writer.quoted(writer.headline() + ' / ' + writer.headline())}",
        f"publishedDateTime: {writer.moment(writer.day)}",
        "type: article",
        *writer.topics(),
        *writer.secured(),
    ]
    body = "<html>\n" + f"<p>{PARAGRAPH}</p>\n" * writer.rng.randrange(20, 200) + "</html>\n"
    return f"_newsletters/newsletter-{writer.day:%Y-%m-%d}-{writer.number}.html", lines, body


def _person(writer: Writer) -> tuple[str, list[str], str]:
    lines = [
        f'name: "Person No. {writer.number}"',
        f"bio: {writer.quoted(writer.excerpt())}",
        "type: profile",
        "affiliation: {name: Market Wire, domain: marketwire.example}",
        "links:",
        "- text: Home page",
        f"  url: https://people.example/{writer.number}",
        *writer.topics(),
    ]
    return f"_people/person-{writer.number}.markdown", lines, ""


def _post(writer: Writer) -> tuple[str, list[str], str]:
    rng = writer.rng
    tags = " ".join(rng.sample(("ruby", "web", "a11y", "maps", "data"), k=2))
    excerpt = writer.excerpt()
    described = rng.choice(
        (
            [f"description: {writer.quoted(excerpt)}"],
            ["description: >-", *(f"  {clause}" for clause in excerpt.split(". "))],
            ["description: |", f"  {excerpt}", "", "  Second paragraph."],
            ["description: First line", "  and a second one"],
        )
        if rng.random() < 0.3
        else ([f"description: {writer.quoted(excerpt)}"],)
    )
    lines = [
        "layout: post  # as all of them",
        f"title: {writer.quoted(writer.title)}",
        *described,
        f"date: {writer.moment(writer.day)}",
        f"tags: {tags}",
        "authors:",
        "  # in the order of the alphabet",
        "  - anna-keller",
        "  - o-neill",
        'extra: {"map": [1, 2], nested: {deep: true}}' if rng.random() < 0.2 else "lang: en",
    ]
    return f"_posts/{writer.day:%Y/%m}/{writer.slug(writer.title)}.md", lines, PARAGRAPH * 12


KINDS: tuple[Callable[[Writer], tuple[str, list[str], str]], ...] = (
    _news,
    _learning,
    _sample,
    _newsletter,
    _person,
    _post,
)
"""Each gives an article's path, the lines of its front matter, and its body."""

WEIGHTS = (55, 22, 10, 1, 4, 8)
"""How often each kind occurs."""
