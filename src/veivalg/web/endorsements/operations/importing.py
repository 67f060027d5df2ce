"""Write what municipalities have resolved from a list that has been looked over."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.endorsements import import_list
from veivalg.web.endorsements.models import Endorsement, EndorsementRound
from veivalg.web.endorsements.operations.answers import note_refusal, write_answer


@transaction.atomic
def import_answers(
    *, actor: Actor, council: Council, round_id: int, texts: Sequence[Sequence[str]], on: date, now: datetime
) -> list[import_list.Row]:
    """Write every line that holds, and return all of them; lines with a problem are left out. The list is read anew
    behind the lock: who has answered since it was looked over is not written over.

    Raises access.doors.Refused, EndorsementRound.DoesNotExist and import_list.NoHead.
    """
    require(actor, Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk)
    found = EndorsementRound.objects.select_for_update(of=("self",)).get(pk=round_id, council=council)
    list(Endorsement.objects.select_for_update(of=("self",), no_key=True).filter(round=found).values_list("pk"))
    rows = import_list.read(texts, found.endorsements.with_everything(), on=on, title=found.resolution.title)
    written = [(row.endorsement, row.answer) for row in rows if row.endorsement is not None and row.answer is not None]
    for endorsement, answer in written:
        write_answer(actor, endorsement, answer, verb=Verb.ENDORSEMENT_ANSWERED, reason="", on=on, now=now)
    for row in rows:
        if row.endorsement is not None and row.broken is not None:
            note_refusal(actor=actor, council=council, endorsement_id=row.endorsement.pk, rule=row.broken, now=now)
    if written:
        record(
            actor,
            Verb.ENDORSEMENTS_IMPORTED,
            subject=found,
            under=found.resolution,
            council_id=council.pk,
            changes={"rows": [None, len(written)], "left_out": [None, len(rows) - len(written)]},
            at=now,
        )
    return rows
