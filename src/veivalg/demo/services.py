"""The demo council's joint services, and what its participants pay to the council in the year, all invented."""

from datetime import date, datetime
from importlib import resources

import yaml

from veivalg.web.access.actor import OPERATOR
from veivalg.web.agreements.costs import years
from veivalg.web.agreements.models import CouncilBudget
from veivalg.web.agreements.operations.budget import set_budget
from veivalg.web.councils.models import Council, Participant
from veivalg.web.joint_services.models import JointService
from veivalg.web.joint_services.operations import register_service, set_parts

BUDGET = {"budget_nok": 4_800_000, "others_nok": 600_000, "flat_percent": 40}


def fill(council: Council, *, on: date, now: datetime) -> None:
    """Everything of services.yaml and a budget, in a council that has none."""
    if not JointService.objects.filter(council=council).exists():
        _register(council, on=on, now=now)
    if not CouncilBudget.objects.filter(council=council).exists():
        values = BUDGET | {"inhabitants_year": years()[0]}
        set_budget(actor=OPERATOR, council=council, year=on.year, values=values, version=None, now=now)


def _register(council: Council, *, on: date, now: datetime) -> None:
    text = resources.files("veivalg.demo").joinpath("services.yaml").read_text(encoding="utf-8")
    members = {
        each.municipality.code: each
        for each in Participant.objects.on(on).with_places().filter(council=council)
        if each.municipality is not None
    }
    for row in yaml.safe_load(text):
        who = [members[code] for code in row["participants"] if code in members]
        host = members.get(row.get("host", ""))
        if not who or ("host" in row and host is None):
            # Someone has changed who takes part.
            continue
        cost = row.get("yearly_cost_nok")
        values = {
            "name": row["name"],
            "about": row["about"],
            "form": row["form"],
            "host": host,
            "run_by": row.get("run_by", ""),
            "participants": who,
            "others": row.get("others", ""),
            "yearly_cost_nok": cost,
            "cost_year": on.year if cost is not None else None,
            "contact": row.get("contact", ""),
            "link": "",
        }
        service = register_service(actor=OPERATOR, council=council, values=values, on=on, now=now)
        parts = {members[code].pk: amount for code, amount in row.get("parts", {}).items() if code in members}
        if parts:
            set_parts(
                actor=OPERATOR,
                council=council,
                service_id=service.pk,
                version=service.version,
                amounts=parts,
                year=on.year,
                source="Budsjettet for legevakta, oppdiktet",
                now=now,
            )
