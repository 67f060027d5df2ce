"""A closed round gets its finding, once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from veivalg.web.access.actor import OPERATOR
from veivalg.web.audit.apart import apart
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.barometer.findings import KINDS, content_of
from veivalg.web.barometer.models import RoundFinding
from veivalg.web.councils.models import Council
from veivalg.web.survey.models import Round
from veivalg.web.survey.operations.closing import close_if_due


def publish_due(*, now: datetime, council: Council | None = None) -> int:
    """Publish what each closed round found, of all councils or of one. Returns how many.

    One that cannot be published is noted in the log, and stops no other.
    """
    rows = Round.objects.filter(kind__in=KINDS, finding=None).exclude(opened_at=None)
    if council is not None:
        rows = rows.filter(council=council)
    due = list(rows.filter(closes_at__lte=now) | rows.exclude(closed_at=None))
    count = 0
    for each in due:
        with apart("publishing what a round found", each.pk):
            count += _publish(each.pk, now=now)
    return count


def _publish(round_id: int, *, now: datetime) -> bool:
    close_if_due(round_id, now=now)
    with transaction.atomic():
        # Held, so that two who publish at once make one finding.
        rows = Round.objects.select_for_update(of=("self",), no_key=True).select_related("council")
        found = rows.get(pk=round_id)
        if not found.is_closed or RoundFinding.objects.filter(round=found).exists():
            return False
        on = timezone.localdate(found.closed_at)
        made = RoundFinding.objects.create(round=found, published_at=now, content=content_of(found, on=on))
        record(OPERATOR, Verb.FINDING_PUBLISHED, subject=made, under=found, council_id=found.council_id, at=now)
    return True
