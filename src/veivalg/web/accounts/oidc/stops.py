"""Why a sign-in stopped."""

from enum import StrEnum


class Reason(StrEnum):
    """One reason per page. The name is what stands in the log."""

    TOO_MANY = "too_many"
    DENIED = "denied"
    NOT_SIGNED_IN_THERE = "not_signed_in_there"
    PROVIDER_TROUBLED = "provider_troubled"
    SETTINGS_WRONG = "settings_wrong"
    ANSWER_INCOMPLETE = "answer_incomplete"
    STATE_UNKNOWN = "state_unknown"
    STATE_USED = "state_used"
    STATE_EXPIRED = "state_expired"
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    TOO_LARGE = "too_large"
    NONSENSE = "nonsense"
    ADDRESS_REFUSED = "address_refused"
    CODE_REFUSED = "code_refused"
    OTHER_SENDER = "other_sender"
    ALGORITHM_REFUSED = "algorithm_refused"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE_WRONG = "signature_wrong"
    WRONG_AUDIENCE = "wrong_audience"
    WRONG_NONCE = "wrong_nonce"
    TOKEN_EXPIRED = "token_expired"
    TOKEN_EARLY = "token_early"
    TOKEN_MISMATCH = "token_mismatch"
    NATIONAL_IDENTITY_NUMBER = "national_identity_number"
    NO_EMAIL = "no_email"
    NOT_INVITED = "not_invited"
    OTHER_IDENTITY = "other_identity"


class Stopped(Exception):
    """A sign-in that cannot go on.

    The detail is for the log: never a token, a code, a secret, or what the provider said about the person.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason.value, detail)
        self.reason = reason
        self.detail = detail
