"""What the secretariat does with those who say that others answer for an action."""

from datetime import datetime

from django.db import transaction

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.reminders.models import Referral


@transaction.atomic
def settle_referral(*, actor: Actor, council: Council, referral_id: int, now: datetime) -> None:
    """Say that it has been dealt with; its words go. Raises access.doors.Refused and Referral.DoesNotExist."""
    require(actor, Permission.REMINDERS_REMINDER_SEND, council_id=council.pk)
    referral = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("action__strategy")
        .get(pk=referral_id, action__strategy__council=council)
    )
    record(
        actor,
        Verb.ACTION_REFERRAL_SETTLED,
        subject=referral.action,
        under=referral.action.strategy,
        council_id=council.pk,
        at=now,
    )
    referral.delete()
