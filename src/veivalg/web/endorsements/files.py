"""Endorsements as files: one row for each resolution and municipality."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext

from veivalg.web.councils.models import Council
from veivalg.web.endorsements.standing import Standing
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook

KINDS = ("csv", "xlsx")


def of(council: Council, found: Iterable[Standing], kind: str) -> bytes:
    """The file's content."""
    head: list[Cell] = [
        gettext("Resolution"),
        gettext("Council's case number"),
        gettext("Resolved on"),
        gettext("Municipality"),
        gettext("Sent on"),
        gettext("Body"),
        gettext("Case number"),
        gettext("Day of the meeting"),
        gettext("Result"),
        gettext("What was changed"),
        gettext("Link"),
        gettext("Note"),
        gettext("Address"),
    ]
    rows = [head, *(line for each in found for line in _rows(council, each))]
    if kind == "csv":
        return write_csv(rows)
    title = gettext("Endorsements in %(council)s") % {"council": council.name}
    about = [gettext("One row for each resolution and municipality. Without a result the municipality owes an answer.")]
    return write_workbook([TableSheet(name=gettext("Endorsements"), rows=rows)], title=title, about=about)


def _rows(council: Council, each: Standing) -> Iterable[list[Cell]]:
    resolution = each.round.resolution
    for row in each.rows:
        yield [
            resolution.title,
            resolution.case_number,
            resolution.resolved_on,
            row.participant.name,
            row.sent_on,
            str(row.get_by_whom_display()),
            row.case_number,
            row.decided_on,
            str(row.get_result_display()),
            row.amendment,
            row.link,
            row.note,
            f"{settings.ADDRESS}/r/{council.slug}/forankring/{resolution.pk}/",
        ]
