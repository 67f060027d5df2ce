"""Joint services as files."""

from collections.abc import Iterable

from django.utils.translation import gettext

from veivalg.web.councils.models import Council
from veivalg.web.files.workbook import Cell
from veivalg.web.files.writing import TableSheet, write_csv, write_workbook
from veivalg.web.joint_services.models import JointService

KINDS = ("csv", "xlsx")


def of(council: Council, services: Iterable[JointService], kind: str) -> bytes:
    """The file's content."""
    head: list[Cell] = [
        gettext("Service"),
        gettext("What it does"),
        gettext("Legal form"),
        gettext("Host municipality"),
        gettext("Run by"),
        gettext("Who takes part"),
        gettext("Others who take part"),
        gettext("Cost a year in kroner"),
        gettext("The cost is for the year"),
        gettext("What each of them pays"),
        gettext("Source of what each of them pays"),
        gettext("Office to contact"),
        gettext("Link"),
    ]
    rows = [head, *(_row(service) for service in services)]
    if kind == "csv":
        return write_csv(rows)
    title = gettext("Joint services in %(council)s") % {"council": council.name}
    about = [gettext("Registered by the council's secretariat. The council itself runs none of them.")]
    return write_workbook([TableSheet(name=gettext("Joint services"), rows=rows)], title=title, about=about)


def _row(service: JointService) -> list[Cell]:
    return [
        service.name,
        service.about,
        service.form_name,
        service.host.name if service.host else "",
        service.run_by,
        ", ".join(each.name for each in service.participants.all()),
        service.others,
        service.yearly_cost_nok,
        service.cost_year,
        ", ".join(f"{row.participant.name}: {row.amount_nok} ({row.year})" for row in service.parts.all()),
        next((row.source for row in service.parts.all()), ""),
        service.contact,
        service.link,
    ]
