"""Dates as Språkrådet writes them, and as English does."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from veivalg.web.ui.numbers import NBSP


def day(value: date | None) -> str:
    """``5. juni 2026``; ``5 June 2026`` in English. Empty when there is none."""
    if value is None:
        return ""
    point = "" if get_language() == "en" else "."
    return f"{value.day}{point}{NBSP}{date_format(value, 'F')} {value.year}"


def month(value: date) -> str:
    """``juni 2026``; ``June 2026`` in English."""
    return f"{date_format(value, 'F')} {value.year}"


def moment(value: datetime | None) -> str:
    """``5. juni 2026 kl. 14.30``, in Norwegian time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    if get_language() == "en":
        return f"{day(local.date())} at {local:%H:%M}"
    return f"{day(local.date())} kl.{NBSP}{local:%H.%M}"


def end_of(on: date) -> datetime:
    """The last moment of a day in Norway, so that the whole of its last minute is in it and it is still shown as that
    day at 23.59."""
    return timezone.make_aware(datetime.combine(on, time.max))


def period(starts_on: date | None, ends_on: date | None) -> str:
    """``1. januar 2024–31. desember 2027``; an open end is said in words."""
    if starts_on is None and ends_on is None:
        return gettext("no dates given")
    if ends_on is None:
        return gettext("from %(day)s") % {"day": day(starts_on)}
    if starts_on is None:
        return gettext("until %(day)s") % {"day": day(ends_on)}
    return f"{day(starts_on)}–{day(ends_on)}"
