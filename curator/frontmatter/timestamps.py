"""Dates and times as people write them in front matter, kept in the form they were written in.

The forms are those of the YAML timestamp type (https://yaml.org/type/timestamp.html) with the
shorter ones that site generators also take: no seconds, an offset without a colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

_FORM = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:(?P<separator>[Tt]|[ \t]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?P<fraction>\.\d*)?)?"
    r"(?P<gap>[ \t]*)(?P<zone>[Zz]|UTC|[-+]\d{1,2}(?::?\d{2})?)?)?"
)


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A moment together with the form in which it is written.

    `moment` is naive where the text names no offset.  `has_time` is false for a bare date.
    """

    moment: datetime
    has_time: bool
    separator: str
    has_seconds: bool
    fraction: int
    """Digits after the decimal point of the seconds."""
    gap: str
    zone: str
    padded: bool

    @classmethod
    def read(cls, text: str) -> Timestamp | None:
        """The timestamp that `text` is, or None where it is no date that exists."""
        match = _FORM.fullmatch(text.strip())
        if match is None:
            return None
        part = match.groupdict(default="")
        fraction = part["fraction"][1:]
        try:
            moment = datetime(
                int(part["year"]),
                int(part["month"]),
                int(part["day"]),
                int(part["hour"] or 0),
                int(part["minute"] or 0),
                int(part["second"] or 0),
                int((fraction or "0")[:6].ljust(6, "0")),
                _zone(part["zone"]),
            )
        except ValueError:
            return None
        return cls(
            moment,
            bool(part["hour"]),
            part["separator"] or "T",
            bool(part["second"]) or not part["hour"],
            len(fraction),
            part["gap"] if part["zone"] else "",
            part["zone"],
            len(part["month"]) == 2 and len(part["day"]) == 2,
        )

    def at(self, moment: datetime) -> Timestamp:
        """The same form for another moment.

        The wall clock of `moment` is taken as it is when it is naive; otherwise it is told in
        this timestamp's own offset.
        """
        zone = self.moment.tzinfo
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone)
        elif zone is not None:
            moment = moment.astimezone(zone)
        else:
            moment = moment.replace(tzinfo=None)
        shows_time = self.has_time or moment.time() != time.min
        digits = max(self.fraction, len(f"{moment.microsecond:06}".rstrip("0")))
        seconds = self.has_seconds or bool(moment.second or digits)
        return replace(
            self, moment=moment, has_time=shows_time, has_seconds=seconds, fraction=digits
        )

    def __str__(self) -> str:
        moment = self.moment
        if self.padded:
            text = f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
        else:
            text = f"{moment.year:04}-{moment.month}-{moment.day}"
        if not self.has_time:
            return text
        text += f"{self.separator}{moment.hour:02}:{moment.minute:02}"
        if self.has_seconds:
            text += f":{moment.second:02}"
            if self.fraction:
                text += "." + f"{moment.microsecond:06}".ljust(self.fraction, "0")[: self.fraction]
        return text + self.gap + self.zone


def _zone(text: str) -> tzinfo | None:
    if not text:
        return None
    if text in ("Z", "z", "UTC"):
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if text[0] == "-" else offset)
