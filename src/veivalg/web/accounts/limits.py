"""How often something may be tried. Counted per browser that is known, else per network; never only per victim."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F

from veivalg.web.accounts.models import RateCount
from veivalg.web.accounts.secrets import keyed_hash


class TooMany(Exception):
    """Tried too often; `until` is when it may be tried again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"too many until {until:%H:%M}")
        self.until = until


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many in so long."""

    kind: str
    most: int
    minutes: int


CODES_TO_ONE_ADDRESS = Limit(kind="codes_from_here", most=5, minutes=15)
"""Asked for by one browser or network."""
CODES_BY_STRANGERS = Limit(kind="codes_by_strangers", most=20, minutes=60)
"""To one address, by all browsers that have never been signed in with it. Known browsers are not among them."""
CODES_FROM_ONE_NETWORK = Limit(kind="codes_from_network", most=300, minutes=60)
"""To whomever: a whole town hall may sit behind one network address."""
PERSONAL_CODES_TRIED = Limit(kind="personal_codes", most=30, minutes=15)
SUBMISSIONS_FROM_ONE_NETWORK = Limit(kind="submissions", most=30, minutes=60)
"""To all rounds together: a school class behind one network address gets through, a program does not get far."""
RECEIPTS_TO_ONE_ADDRESS = Limit(kind="receipts", most=10, minutes=60)
"""Whoever sends: nobody's mailbox is filled from here."""
YOUTH_SUBMISSIONS_A_DAY = Limit(kind="youth_submissions", most=20, minutes=24 * 60)
"""By one of the young, to all matters together and of their own."""
LINKS_TRIED = Limit(kind="links", most=60, minutes=15)


def count(limit: Limit, *parts: object, now: datetime) -> None:
    """Count one more. Raises TooMany when it is one too many; then nothing more is counted."""
    length = timedelta(minutes=limit.minutes)
    epoch = datetime(2020, 1, 1, tzinfo=UTC)
    starts_at = epoch + (now - epoch) // length * length
    bucket = keyed_hash(limit.kind, *parts)
    with transaction.atomic():
        row, _ = RateCount.objects.get_or_create(
            bucket=bucket, starts_at=starts_at, defaults={"ends_at": starts_at + length}
        )
        # Asked and counted in one statement: two at the same moment cannot both be the last.
        if not RateCount.objects.filter(pk=row.pk, count__lt=limit.most).update(count=F("count") + 1):
            raise TooMany(starts_at + length)
