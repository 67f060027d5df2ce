"""Downloading everyone and every mandate of a council."""

from datetime import datetime

from django.db import transaction

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.importing import export
from veivalg.web.councils.importing.stored import stored_in
from veivalg.web.councils.models import Council
from veivalg.web.files.workbook import Cell


@transaction.atomic
def export_people(*, actor: Actor, council: Council, now: datetime) -> list[list[Cell]]:
    """Heads and rows, noted in the trail with how many. Raises access.doors.Refused."""
    require(actor, Permission.COUNCILS_PERSON_EXPORT, council_id=council.pk)
    rows = export.table(stored_in(council))
    record(
        actor,
        Verb.PEOPLE_EXPORTED,
        subject=council,
        council_id=council.pk,
        at=now,
        changes={"rows": [0, len(rows) - 1]},
    )
    return rows
