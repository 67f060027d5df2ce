"""Tables of accounts and of what it takes to sign in."""

from veivalg.web.accounts.models.account import Account
from veivalg.web.accounts.models.second_factor import Passkey, PasskeyChallenge, RecoveryCode, TotpDevice
from veivalg.web.accounts.models.session import Session
from veivalg.web.accounts.models.ways_in import MailLink, PersonalCode, RateCount, SignInAttempt

__all__ = [
    "Account",
    "MailLink",
    "Passkey",
    "PasskeyChallenge",
    "PersonalCode",
    "RateCount",
    "RecoveryCode",
    "Session",
    "SignInAttempt",
    "TotpDevice",
]
