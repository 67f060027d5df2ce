"""Note when a case was sent to municipalities that got it in another way than by mail from here."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import put
from veivalg.web.audit.operations import Noted, record_many
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.endorsements.models import Endorsement, EndorsementRound
from veivalg.web.ui.dates import day


@transaction.atomic
def note_sent(
    *,
    actor: Actor,
    council: Council,
    round_id: int,
    endorsement_ids: Collection[int],
    sent_on: date,
    on: date,
    now: datetime,
) -> list[Endorsement]:
    """Write the same day of sending on several municipalities at once; `on` is today in Norway. Returns those written.

    One that got its day, or answered, while the page was read keeps what it has. Raises access.doors.Refused,
    EndorsementRound.DoesNotExist, and NotPossible for a day ahead, one before the resolution, and when nobody is left.
    """
    require(actor, Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk)
    held = EndorsementRound.objects.select_for_update(of=("self",)).select_related("resolution")
    found = held.get(pk=round_id, council=council)
    if sent_on > on:
        raise NotPossible(gettext("%(day)s has not come yet.") % {"day": day(sent_on)}, field="sent_on")
    if sent_on < found.resolution.resolved_on:
        raise NotPossible(
            gettext("It cannot have been sent before it was resolved, %(day)s.")
            % {"day": day(found.resolution.resolved_on)},
            field="sent_on",
        )
    rows = list(
        found.endorsements.owed(on=on)
        .filter(pk__in=endorsement_ids, sent_on=None)
        .with_everything()
        .select_for_update(of=("self",))
    )
    if not rows:
        raise NotPossible(gettext("None of these lack a day any more. Look again."), field="endorsements")
    noted = [
        Noted(Verb.ENDORSEMENT_SENDING_NOTED, row, put(row, {"sent_on": sent_on}), found.resolution) for row in rows
    ]
    Endorsement.objects.bulk_update(rows, ["sent_on", "version"], batch_size=200)
    record_many(actor, noted, at=now, council_id=council.pk)
    return rows
