"""What a mail says of a case that a municipality owes an answer on: one line for each thing, in plain text."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from veivalg.web.endorsements.models import Endorsement
from veivalg.web.files.cleaning import clean
from veivalg.web.ui.dates import day


def about(row: Endorsement, key: str, *, on: date) -> str:
    """The case, how long it has waited on a day, its briefing paper, and the address to answer at."""
    lines = [f"{one_line(row.participant.name, 60)}: {one_line(str(row.round.resolution), 200)}"]
    if facts := [*_sent(row, on), *_wanted(row, on)]:
        lines.append(" ".join(facts))
    paper = reverse("endorsements:paper", args=[row.round.council.slug, row.round.resolution_id, row.pk])
    lines.append(gettext("Briefing paper (Word): %(address)s") % {"address": settings.ADDRESS + paper})
    return "\n".join([*lines, settings.ADDRESS + reverse("endorsements:open_link", args=[key])])


def how_long_they_work(last_day: date) -> str:
    """The last day of the addresses, and that each takes one answer."""
    return gettext(
        "The addresses work until %(day)s, and each takes one answer. They are yours: do not send them on."
    ) % {"day": day(last_day)}


def subject(count: int) -> str:
    """What a mail about cases alone is called, without the councils' names."""
    return ngettext(
        "What has the municipality resolved in %(count)s case?",
        "What has the municipality resolved in %(count)s cases?",
        count,
    ) % {"count": count}


def one_line(text: str, longest: int) -> str:
    """A text as it may stand in a mail: on one line, without signs that are hidden."""
    line = " ".join(clean(text)[0].split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _sent(row: Endorsement, on: date) -> list[str]:
    if row.sent_on is None or row.sent_on >= on:
        return []
    waited = (on - row.sent_on).days
    text = ngettext("Sent %(day)s, %(count)s day ago.", "Sent %(day)s, %(count)s days ago.", waited)
    return [text % {"day": day(row.sent_on), "count": waited}]


def _wanted(row: Endorsement, on: date) -> list[str]:
    wanted = row.round.response_by
    if wanted is None:
        return []
    if wanted < on:
        return [gettext("Answer was wanted by %(day)s, so it is late.") % {"day": day(wanted)}]
    return [gettext("Answer wanted by %(day)s.") % {"day": day(wanted)}]
