"""Deadlines as a calendar that others subscribe to (iCalendar, RFC 5545).

Days without hours need no time zones, and no moment is of the clock: the same plan gives the same bytes. An action that
is done again and again has no day that repeats, only an end; so nothing repeats here either.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

_LONGEST_LINE = 75
"""In octets, without the end of the line."""


def calendar(name: str, events: Iterable[Sequence[str]]) -> bytes:
    """A whole calendar; `events` are what `event` gave."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Veivalg//Deadlines//NO",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        *(line for each in events for line in each),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def event(
    *, key: str, day: date, summary: str, about: str, url: str, version: int, changed_at: datetime, category: str
) -> list[str]:
    """One deadline: a whole day that takes up nobody's time. `key` tells it from all others for good."""
    stamp = changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    following = day + timedelta(days=1) if day < date.max else day
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(key)}@veivalg",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{version}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{following:%Y%m%d}",
        f"SUMMARY:{escaped(summary)}",
        f"DESCRIPTION:{escaped(about)}",
        f"URL:{_plain(url)}",
        f"CATEGORIES:{escaped(category)}",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    r"""A text as a calendar holds it, without signs that end a line or that no text has.

    >>> escaped("Ja; nei, \\ og\nny linje")
    'Ja\\; nei\\, \\\\ og\\nny linje'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return _plain(text)


def folded(line: str) -> str:
    """A line cut so that none is longer than 75 octets, never inside a sign; each later part begins with a space."""
    parts, length = [""], 0
    for sign in line:
        size = len(sign.encode())
        if length + size > _LONGEST_LINE:
            parts.append(" ")
            length = 1
        parts[-1] += sign
        length += size
    return "\r\n".join(parts)


def _plain(text: str) -> str:
    """Without control signs and halves of signs. Line ends of other alphabets would end a line for some readers."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs", "Zl", "Zp"))
