"""Reads of resolutions."""

from datetime import MAXYEAR, MINYEAR

from django.db.models import QuerySet

from veivalg.web.councils.models import Council
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.paging import holds


def standing_resolutions(
    council: Council, *, words: str = "", body_id: int | None = None, year: int | None = None
) -> QuerySet[Resolution]:
    """Resolutions of a council that no later one corrects, newest first, with their bodies."""
    found = Resolution.objects.standing().filter(holds(words, "title", "text", "case_number"), council=council)
    if body_id is not None:
        found = found.filter(body_id=body_id)
    if year is not None:
        # The calendar has no other years, and the database stumbles over them.
        found = found.filter(resolved_on__year=year) if MINYEAR <= year <= MAXYEAR else found.none()
    return found.select_related("body")


def resolution_years(council: Council) -> list[int]:
    """Years with resolutions, latest first."""
    days = Resolution.objects.filter(council=council).dates("resolved_on", "year", order="DESC")
    return [day.year for day in days]
