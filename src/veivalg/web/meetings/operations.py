"""Register a resolution, and correct one by registering it anew."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import as_noted
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.writing import short_line
from veivalg.web.meetings import beside
from veivalg.web.meetings.case_numbers import CaseNumberBroken, plain_case_number
from veivalg.web.meetings.models import LONGEST_TEXT, Resolution
from veivalg.web.ui.dates import day

FIRST_YEAR = 1900
LONGEST_REASON = 500
_BARE = re.compile(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?([/?#]|$)")
"""The beginning of an address that is typed without ``https://``."""
SHOWN_OF_TEXT = 200
"""Signs of a text that the trail repeats; the whole text stands in the row, which never changes."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a resolution says."""

    body: Body
    resolved_on: date
    kind: Resolution.Kind
    title: str
    text: str
    case_number: str = ""
    link: str = ""


class AlreadyCorrected(NotPossible):
    """Someone has corrected it in the meantime; `latest` is how it stands now."""

    def __init__(self, latest: Resolution) -> None:
        super().__init__(
            gettext("It has been corrected already. Read the new text, and correct that if it is wrong too.")
        )
        self.latest = latest


@transaction.atomic
def register_resolution(*, actor: Actor, council: Council, content: Content, on: date, now: datetime) -> Resolution:
    """Register what a body has resolved; `on` is today in Norway.

    Raises access.doors.Refused, and NotPossible when the day lies ahead or outside the body's own days, when another
    resolution of the body has the case number, or when a field cannot be used.
    """
    require(actor, Permission.MEETINGS_RESOLUTION_REGISTER, council_id=council.pk)
    resolution = _made(council, content, on=on, now=now)
    resolution.save(force_insert=True)
    record(
        actor,
        Verb.RESOLUTION_REGISTERED,
        subject=resolution,
        under=resolution.body,
        council_id=council.pk,
        changes=as_noted(_values(resolution)),
        at=now,
    )
    return resolution


@transaction.atomic
def look_over(*, actor: Actor, council: Council, content: Content, on: date, now: datetime) -> Resolution:
    """The resolution as it would be registered, not stored: to be read once more first. Raises the same."""
    require(actor, Permission.MEETINGS_RESOLUTION_REGISTER, council_id=council.pk)
    return _made(council, content, on=on, now=now)


@transaction.atomic
def correct_resolution(
    *, actor: Actor, council: Council, resolution_id: int, content: Content, reason: str, on: date, now: datetime
) -> Resolution:
    """Register a resolution anew because something in it was wrong. The old row stays as it was.

    Raises the same as `register_resolution`, AlreadyCorrected, and Resolution.DoesNotExist.
    """
    require(actor, Permission.MEETINGS_RESOLUTION_REGISTER, council_id=council.pk)
    old = Resolution.objects.select_for_update(of=("self",)).get(pk=resolution_id, council=council)
    if later := Resolution.objects.filter(corrects=old).first():
        raise AlreadyCorrected(later)
    reason = short_line(reason, most=LONGEST_REASON, field="reason")
    if not reason:
        raise NotPossible(gettext("Say why it is corrected. The reason is shown beside the old text."), field="reason")
    new = _made(council, content, on=on, now=now, instead_of=old)
    new.corrects, new.correction_reason = old, reason
    new.save(force_insert=True)
    before, after = _values(old), _values(new)
    record(
        actor,
        Verb.RESOLUTION_CORRECTED,
        subject=new,
        under=new.body,
        council_id=council.pk,
        changes={name: [before[name], after[name]] for name in after if before[name] != after[name]},
        reason=reason,
        at=now,
    )
    beside.follow_all(actor, old, new, now=now)
    return new


def _made(
    council: Council, content: Content, *, on: date, now: datetime, instead_of: Resolution | None = None
) -> Resolution:
    """The row, checked and not saved. The body is held, so that two never get one case number."""
    body = Body.objects.select_for_update(of=("self",)).filter(pk=content.body.pk, council=council).first()
    if body is None:
        raise NotPossible(gettext("Choose one of the council's own bodies."), field="body")
    title, text = " ".join(content.title.split()), content.text.replace("\r\n", "\n").strip()
    _check_words(title, text)
    _check_day(body, content.resolved_on, on=on)
    return Resolution(
        council=council,
        body=body,
        resolved_on=content.resolved_on,
        case_number=_case_number(body, content.case_number, instead_of=instead_of),
        kind=content.kind,
        title=title,
        text=text,
        link=_link(content.link),
        registered_at=now,
    )


def _check_words(title: str, text: str) -> None:
    if not title or len(title) > 200:
        raise NotPossible(gettext("The title takes from 1 to 200 signs."), field="title")
    if not text or len(text) > LONGEST_TEXT:
        raise NotPossible(
            gettext("The text takes from 1 to %(most)s signs. Give a link to what is longer.") % {"most": LONGEST_TEXT},
            field="text",
        )


def _check_day(body: Body, resolved_on: date, *, on: date) -> None:
    if resolved_on > on:
        raise NotPossible(
            gettext("%(day)s has not come yet. Register the resolution when it has been made.")
            % {"day": day(resolved_on)},
            field="resolved_on",
        )
    if resolved_on.year < FIRST_YEAR:
        raise NotPossible(gettext("Check the year: no council is that old."), field="resolved_on")
    if (body.starts_on and resolved_on < body.starts_on) or (body.ends_on and resolved_on > body.ends_on):
        raise NotPossible(
            gettext(
                "%(body)s did not exist on %(day)s. Check the day, the body, and the body's own first and last day."
            )
            % {"body": body.name, "day": day(resolved_on)},
            field="resolved_on",
        )


def _case_number(body: Body, typed: str, *, instead_of: Resolution | None) -> str:
    """The number, which no other standing resolution of the body has."""
    if not typed.strip():
        return ""
    try:
        number = plain_case_number(typed)
    except CaseNumberBroken as error:
        raise NotPossible(
            gettext("Write the case number as 15/26 or RR-sak 15/26: a running number, a slash and the year."),
            field="case_number",
        ) from error
    others = Resolution.objects.standing().filter(body=body)
    if instead_of is not None:
        others = others.exclude(pk=instead_of.pk)
    # The year is part of the number, and each body counts for itself.
    taken = next(
        (row for row in others.exclude(case_number="").only("case_number", "title") if _same(row, number)), None
    )
    if taken is not None:
        raise NotPossible(
            gettext("%(body)s has already registered %(number)s: “%(title)s”. Check the number, or correct that one.")
            % {"body": body.name, "number": number, "title": taken.title},
            field="case_number",
        )
    return number


def _same(row: Resolution, number: str) -> bool:
    return row.case_number.casefold() == number.casefold()


def _link(typed: str) -> str:
    link = typed.strip()
    if not link:
        return ""
    if _BARE.match(link):
        link = f"https://{link}"
    if link.lower().startswith("http://"):
        raise NotPossible(
            gettext(
                "The address begins with http://, which is not encrypted. Write the one that begins with https://."
            ),
            field="link",
        )
    try:
        parts = urlsplit(link)
        is_usable = parts.scheme == "https" and bool(parts.hostname) and not parts.username and len(link) <= 500
    except ValueError:
        is_usable = False
    if not is_usable or any(sign.isspace() or not sign.isprintable() for sign in link):
        raise NotPossible(
            gettext("Write the whole address, beginning with https://. Other kinds of links are not shown."),
            field="link",
        )
    return link


def _values(resolution: Resolution) -> dict[str, object]:
    """What the trail repeats of it."""
    text = resolution.text
    return {
        "body": resolution.body.name,
        "resolved_on": resolution.resolved_on.isoformat(),
        "case_number": resolution.case_number,
        "kind": str(resolution.kind),
        "title": resolution.title,
        "text": text if len(text) <= SHOWN_OF_TEXT else f"{text[:SHOWN_OF_TEXT]}…",
        "link": resolution.link,
    }
