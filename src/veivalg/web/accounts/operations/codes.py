"""Ways in without a mail each time: personal codes for the youth panel, and links in mail."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.accounts import limits
from veivalg.web.accounts.models import MailLink, PersonalCode, Session
from veivalg.web.accounts.operations import sessions
from veivalg.web.accounts.operations.sign_in import CodeRefused
from veivalg.web.accounts.secrets import key_hash, keyed_hashes, plain_code


class LinkRefused(Exception):
    """The link is unknown, too old or used; the message says which and what to do."""


def enter_personal_code(
    *, typed: str, network: str, device: str, now: datetime, is_shared_machine: bool = False, request_id: str = ""
) -> tuple[str, Session]:
    """Exchange a personal code for a session. Raises CodeRefused, and limits.TooMany for a network that guesses."""
    limits.count(limits.PERSONAL_CODES_TRIED, network, now=now)
    wanted = keyed_hashes("personal", plain_code(typed))
    code = PersonalCode.objects.filter(code_hash__in=wanted, ended_at=None).select_related("account").first()
    if code is None:
        raise CodeRefused(
            gettext("The code is not right. Look at the note you were given, and ask whoever gave it to you.")
        )
    if code.ends_on < timezone.localdate(now):
        raise CodeRefused(gettext("The code has run out. Ask whoever gave it to you for a new one."))
    # Kept under the newest key from now on, so that a former one can be taken away in time.
    PersonalCode.objects.filter(pk=code.pk).update(last_used_on=timezone.localdate(now), code_hash=wanted[0])
    return sessions.start(
        account=code.account,
        method="personal_code",
        device=device,
        is_shared_machine=is_shared_machine,
        now=now,
        request_id=request_id,
    )


def link_of(*, key: str, purpose: MailLink.Purpose, now: datetime) -> MailLink:
    """The link that a mail carried. Reading it changes nothing. Raises LinkRefused."""
    link = MailLink.objects.filter(key_hash=key_hash(key), purpose=purpose).select_related("account").first()
    if link is None:
        raise LinkRefused(gettext("We do not know this link. Open the newest mail from us and try again."))
    if link.used_at is not None:
        raise LinkRefused(gettext("The link has been used. If it was not you, tell the secretariat of the council."))
    if link.expires_at <= now:
        raise LinkRefused(gettext("The link has run out. Ask the secretariat of the council for a new one."))
    return link
