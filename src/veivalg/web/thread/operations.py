"""What someone does with everything of their own at once: take it with them, or have it erased."""

from datetime import datetime
from typing import Any

from django.db import transaction

from veivalg.web.access.actor import Actor
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations.account import erase_own
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.operations.leaving import leave_every_council
from veivalg.web.endorsements.operations import sending as endorsements
from veivalg.web.participation.operations.own import leave_submissions
from veivalg.web.reminders.operations import digests as reminders
from veivalg.web.thread import own_data
from veivalg.web.youth.operations import sending as youth


@transaction.atomic
def export_own(*, actor: Actor, account: Account, now: datetime) -> dict[str, Any]:
    """Everything that is stored about whoever asks. That it was taken out is written down."""
    content = own_data.of(actor, account, now=now)
    record(actor, Verb.ACCOUNT_EXPORTED, subject=account, at=now)
    return content


@transaction.atomic
def erase_own_account(*, actor: Actor, now: datetime) -> None:
    """Leave every council and empty the account. Raises councils.operations.leaving.WouldLockOut."""
    leave_every_council(actor=actor, now=now)
    leave_submissions(actor=actor, now=now)
    youth.leave_submissions(actor=actor)
    account = Account.objects.get(pk=actor.account_id)
    account.set_up_drafts.all().delete()
    endorsements.forget_account(account_id=account.pk)
    reminders.forget_account(account_id=account.pk)
    erase_own(actor=actor, now=now)
