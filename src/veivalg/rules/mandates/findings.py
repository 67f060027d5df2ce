"""What a rule found (funn): a code that the website puts into words, the paragraph, and whom it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Key = int | str
"""What tells one person, participant, body or mandate from another."""


class Severity(StrEnum):
    """What follows from a finding (følge)."""

    REFUSED = "refused"
    """It cannot be registered."""
    NOTED = "noted"
    """It may be registered, and is shown with its paragraph."""
    INFORMATION = "information"
    """Nothing is asked of anyone."""


class FindingCode(StrEnum):
    """Every finding there is; stable, since texts hang on them."""

    VOTE_WITHOUT_SEAT = "vote_without_seat"
    """Someone who is not an elected member, or a substitute who is not called in, has been given a vote."""
    RIGHTS_GIVEN_TO_OUTSIDER = "rights_given_to_outsider"
    """Attendance, speech or motions given to someone who is not a member; ``rights`` says which."""
    RIGHTS_BY_OFFICE = "rights_by_office"
    """The same, where an act gives them to the office; ``rights`` says which, ``office`` whose."""
    MEMBER_LACKS_RIGHTS = "member_lacks_rights"
    """A member of an elected body is without a right that the act gives; ``rights`` says which."""
    NO_ASSEMBLY = "no_assembly"
    NO_MEMBER = "no_member"
    """A participant without a member of the representantskap."""
    TOO_FEW_SUBSTITUTES = "too_few_substitutes"
    """A participant with fewer substitutes (``substitutes``) than members (``members``)."""
    NO_LEADER = "no_leader"
    NO_VICE_LEADER = "no_vice_leader"
    SEVERAL_LEADERS = "several_leaders"
    """More than one leader on the same day; ``leaders`` says how many."""
    TERM_TOO_LONG = "term_too_long"
    """A mandate is set to last longer than ``years``; ``last_day`` is the last day it may have."""
    TERM_HAS_RUN_OUT = "term_has_run_out"
    """A mandate without a last day has lasted longer than ``years``; ``last_day`` was the last day it may have."""
    SUBSTITUTE_ORDER_TAKEN = "substitute_order_taken"
    """Two substitutes of a participant have the same number (``order``) at the same time; ``other`` is the second."""
    SUBSTITUTE_WITHOUT_ORDER = "substitute_without_order"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing a rule found."""

    code: FindingCode
    severity: Severity
    paragraph: str
    """As it is cited; empty when the finding rests on no act."""
    subject: Key | None = None
    """The participant, body or mandate it is about; None for the council."""
    details: Mapping[str, int | str] = field(default_factory=dict)
    """Values that the text needs; which ones stands at the code."""
