"""Resolutions as files: every standing one, in Norwegian columns, with its permanent address."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext

from veivalg.web.councils.models import Council
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.meetings.models import Resolution

KINDS = ("csv", "xlsx")


def of(council: Council, resolutions: Iterable[Resolution], kind: str) -> bytes:
    """The file's content."""
    head: list[Cell] = [
        gettext("Body"),
        gettext("Resolved on"),
        gettext("Case number"),
        gettext("What it is about"),
        gettext("Title"),
        gettext("Text"),
        gettext("Link"),
        gettext("Corrects an earlier text, because"),
        gettext("Address"),
    ]
    rows = [head, *(_row(council, resolution) for resolution in resolutions)]
    if kind == "csv":
        return write_csv(rows)
    title = gettext("Resolutions of %(council)s") % {"council": council.name}
    about = [
        gettext("Only texts that have not been corrected. Earlier ones are found from the address of the new one.")
    ]
    return write_workbook([TableSheet(name=gettext("Resolutions"), rows=rows)], title=title, about=about)


def _row(council: Council, resolution: Resolution) -> list[Cell]:
    return [
        resolution.body.name,
        resolution.resolved_on,
        resolution.case_number,
        str(resolution.get_kind_display()),
        resolution.title,
        resolution.text,
        resolution.link,
        resolution.correction_reason,
        f"{settings.ADDRESS}/r/{council.slug}/vedtak/{resolution.pk}/",
    ]
