"""Recovery codes: ten on paper, each good once, for when phone and keys are gone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.accounts.models import Account, RecoveryCode, Session
from veivalg.web.accounts.operations import second_factor
from veivalg.web.accounts.operations.second_factor import FactorRefused
from veivalg.web.accounts.second_factor import codes
from veivalg.web.accounts.second_factor.factors import Kind, has_second_factor
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb


@transaction.atomic
def make_recovery_codes(*, actor: Actor, session: Session, now: datetime) -> list[str]:
    """Make ten new codes, which are shown now and never again. Earlier ones are over.

    Raises FactorNotShown, and FactorRefused when there is no second factor that they could stand in for.
    """
    account = Account.objects.select_for_update().get(pk=session.account_id)
    if not has_second_factor(account.pk):
        raise FactorRefused(gettext("Add a code app or a passkey first. Recovery codes stand in for them."))
    second_factor.require_shown(session=session, now=now)
    made = codes.new_codes()
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, code_hash=codes.hashes_of(code, account_id=account.pk)[0], made_at=now)
        for code in made
    )
    record(actor, Verb.RECOVERY_CODES_MADE, subject=account, at=now)
    second_factor.tell_owner(
        account=account,
        kind="recovery_codes_made",
        subject=lambda: gettext("New recovery codes were made for your account in Veivalg"),
        body=lambda: gettext(
            "The earlier codes no longer work. "
            "If it was not you, make new ones, and end the sessions that you do not know:"
        ),
        now=now,
    )
    return made


def use_recovery_code(*, actor: Actor, session: Session, typed: str, now: datetime) -> int:
    """Show a recovery code, which thereby is used up. Returns how many are left.

    Raises FactorRefused and limits.TooMany.
    """
    second_factor.count_try(second_factor.RECOVERY_CODES_IN_SESSION, session=session, now=now)
    wanted = codes.hashes_of(typed, account_id=session.account_id)
    unused = RecoveryCode.objects.filter(account_id=session.account_id, used_at=None)
    # All are compared, so that how long it takes tells nothing.
    matching = [code.pk for code in unused if codes.is_one_of(code.code_hash, wanted)]
    with transaction.atomic():
        if matching and RecoveryCode.objects.filter(pk__in=matching, used_at=None).update(used_at=now):
            left = RecoveryCode.objects.filter(account_id=session.account_id, used_at=None).count()
            second_factor.shown(actor=actor, session=session, kind=Kind.RECOVERY_CODE, now=now)
            second_factor.tell_owner(
                account=session.account,
                kind="recovery_code_used",
                subject=lambda: gettext("A recovery code was used for your account in Veivalg"),
                body=lambda: (
                    ngettext(
                        "%(count)s code is left. "
                        "If it was not you, make new ones, and end the sessions that you do not know:",
                        "%(count)s codes are left. "
                        "If it was not you, make new ones, and end the sessions that you do not know:",
                        left,
                    )
                    % {"count": left}
                ),
                now=now,
            )
            return left
    second_factor.refused(actor=actor, session=session, kind=Kind.RECOVERY_CODE, now=now)
    raise FactorRefused(gettext("The recovery code is not right, or has been used. Type another from your list."))
