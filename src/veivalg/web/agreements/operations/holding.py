"""What every write of an agreement begins with: the agreement held, so that two who write follow each other."""

from datetime import datetime

from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.agreements.models import AgreementChange, CooperationAgreement
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.cleaning import clean


def held(actor: Actor, council: Council, permission: Permission) -> CooperationAgreement:
    """The agreement, locked until the transaction ends. Raises access.doors.Refused, and NotPossible without one."""
    require(actor, permission, council_id=council.pk)
    found = CooperationAgreement.objects.select_for_update(of=("self",), no_key=True).filter(council=council).first()
    if found is None:
        raise NotPossible(gettext("The council has no agreement here yet. Begin one first."))
    found.council = council
    return found


def opened(actor: Actor, council: Council, *, now: datetime) -> CooperationAgreement:
    """The same to write its text, and marked as changed."""
    agreement = held(actor, council, Permission.AGREEMENTS_AGREEMENT_EDIT)
    touch(agreement, now=now)
    return agreement


def touch(agreement: CooperationAgreement, *, now: datetime) -> None:
    """Mark the text as changed, so that what was read before is another text."""
    agreement.changed_at = now
    agreement.save(update_fields=["changed_at"])


def under_way(agreement: CooperationAgreement, change_id: int) -> AgreementChange:
    """A change that can be answered, locked. Raises AgreementChange.DoesNotExist, and NotPossible when settled."""
    change = agreement.changes.select_for_update(of=("self",), no_key=True).get(pk=change_id)
    change.agreement = agreement
    if change.state == AgreementChange.State.IN_FORCE:
        raise NotPossible(
            gettext(
                "The change is in force, and what is in force is only changed by a new one "
                "(kommuneloven § 18-4). Nothing was changed."
            )
        )
    if change.state == AgreementChange.State.WITHDRAWN:
        raise NotPossible(gettext("The change was withdrawn. Send the text out again."))
    return change


def lines(text: str) -> str:
    """A text as it is stored: nothing hidden in it, one kind of line break, and none at the ends."""
    return clean(text)[0]


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(lines(text).split())
