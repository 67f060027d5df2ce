"""Downloading everything of a round."""

from datetime import datetime

from django.db import transaction

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.participation import queries
from veivalg.web.participation.models import ParticipationRound, Submission


@transaction.atomic
def export_submissions(
    *, actor: Actor, council: Council, round_row: ParticipationRound, now: datetime
) -> list[Submission]:
    """Every submission of a round that stands, noted in the trail with how many. What was withdrawn is shown to nobody,
    as its sender was told. Raises access.doors.Refused."""
    require(actor, Permission.PARTICIPATION_SUBMISSION_READ, council_id=council.pk)
    rows = list(queries.every(round_row).exclude(state=Submission.State.WITHDRAWN))
    changes = {"rows": [0, len(rows)]}
    record(actor, Verb.SUBMISSIONS_EXPORTED, subject=round_row, council_id=council.pk, changes=changes, at=now)
    return rows
