"""New links instead of those that ran out: to the same address, and with the same answer for those nobody knows."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from veivalg.web.access.actor import Actor
from veivalg.web.accounts import limits
from veivalg.web.accounts.secrets import key_hash
from veivalg.web.outbox import operations as outbox
from veivalg.web.reminders import queries
from veivalg.web.reminders.models import Digest, UpdateLink
from veivalg.web.reminders.operations.digests import write_letter
from veivalg.web.reminders.queries import Letter
from veivalg.web.strategy.models import Action
from veivalg.web.strategy.status import is_done_for_good

ASKED_ANEW = limits.Limit(kind="update_links_anew", most=30, minutes=60)
"""From one network."""
ASKED_ANEW_BY_ONE = limits.Limit(kind="update_link_anew", most=3, minutes=1440)
"""To one address, by whichever of its links: a mail has many, and each new mail as many again."""


def send_anew(*, key: str, network: str, now: datetime) -> None:
    """Send new links to the address that an old one was sent to, if whoever has it still answers for its actions.

    The same answer, by the same work, for a link that nobody knows. Raises limits.TooMany.
    """
    limits.count(ASKED_ANEW, network, now=now)
    link = UpdateLink.objects.select_related("digest").filter(key_hash=key_hash(key)).first()
    limits.count(ASKED_ANEW_BY_ONE, link.digest.recipient_hash if link else key_hash(key), now=now)
    with transaction.atomic():
        letter, mark = _letter_again(link, on=timezone.localdate(now))
        if letter is None:
            outbox.write(kind="reminder", recipient="", subject="", body="", is_withheld=True, now=now)
            return
        write_letter(
            actor=Actor(),
            letter=letter,
            kind=Digest.Kind.RENEWED,
            mark=f"{mark}:{now:%Y%m%d%H%M%S}",
            on=timezone.localdate(now),
            now=now,
        )


def _letter_again(link: UpdateLink | None, *, on: date) -> tuple[Letter | None, int]:
    """Those actions of the mail with that link that the same address still answers for, and are not done."""
    if link is None:
        return None, 0
    rows = queries.standing_actions(Action.objects.filter(update_links__digest=link.digest_id).distinct(), on=on)
    letter = None
    for each in rows:
        for recipient in each.answering.recipients:
            is_theirs = link.digest.recipient_hash in recipient.hashes
            if is_theirs and not is_done_for_good(each.action, each.said, on=on):
                letter = letter or Letter(recipient)
                letter.asked.append(each)
    return letter, link.digest_id
