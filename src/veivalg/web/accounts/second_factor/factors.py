"""Reads: which second factors an account has."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from veivalg.web.accounts.models import Account, Passkey, RecoveryCode, TotpDevice


class Kind(StrEnum):
    """Kinds of second factor, as the trail and addresses call them."""

    CODE_APP = "code_app"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"

    def words(self) -> str:
        """As people read it."""
        match self:
            case Kind.CODE_APP:
                return gettext("code app")
            case Kind.PASSKEY:
                return gettext("passkey")
            case Kind.RECOVERY_CODE:
                return gettext("recovery code")


@dataclass(frozen=True, kw_only=True)
class Factors:
    """What an account has besides its mailbox."""

    code_app: TotpDevice | None
    passkeys: list[Passkey]
    recovery_codes_left: int

    @property
    def has_any(self) -> bool:
        """Recovery codes alone are none: they only stand in."""
        return self.code_app is not None or bool(self.passkeys)


def factors_of(account_id: int) -> Factors:
    """The factors of an account, in three queries."""
    return Factors(
        code_app=TotpDevice.objects.filter(account_id=account_id, confirmed_at__isnull=False).first(),
        passkeys=list(Passkey.objects.filter(account_id=account_id)),
        recovery_codes_left=RecoveryCode.objects.filter(account_id=account_id, used_at=None).count(),
    )


def factor_exists(account: str) -> Q:
    """Whether the account that a column names has a factor that can be asked for; a condition for a query."""
    own = {"account_id": OuterRef(account)}
    confirmed = TotpDevice.objects.filter(**own, confirmed_at__isnull=False)
    return Q(Exists(confirmed)) | Q(Exists(Passkey.objects.filter(**own)))


def has_second_factor(account_id: int) -> bool:
    """Whether the account has a factor that can be asked for, in one query."""
    return Account.objects.filter(factor_exists("pk"), pk=account_id).exists()
