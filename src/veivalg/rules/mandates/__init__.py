"""People with mandates from equal participants: names, rights, periods, balance, turns, and what the act asks for."""

from veivalg.rules.mandates.balance import Balance, BalanceNote, BalanceOutcome, Gender, balance_on, note_balance
from veivalg.rules.mandates.checks import BodyFacts, CouncilFacts, ParticipantFacts, check_council
from veivalg.rules.mandates.eligibility import EligibilityNote, ExcludedOffice, note_eligibility
from veivalg.rules.mandates.findings import Finding, FindingCode, Key, Severity
from veivalg.rules.mandates.law import Act, Checked, Provision
from veivalg.rules.mandates.mandate import MandateFacts
from veivalg.rules.mandates.names import NameCode, NameFinding, check_name
from veivalg.rules.mandates.periods import Period, day_of, last_day_after_years
from veivalg.rules.mandates.rights import (
    ALL_RIGHTS,
    SEATED,
    BodyKind,
    Office,
    Position,
    Right,
    check_rights,
    is_elected_body,
    usual_rights,
)
from veivalg.rules.mandates.rotation import NextTurn, RotationCode, Turn, next_turn
from veivalg.rules.mandates.substitutes import call_in_order, check_substitute_order, free_order

__all__ = [
    "ALL_RIGHTS",
    "SEATED",
    "Act",
    "Balance",
    "BalanceNote",
    "BalanceOutcome",
    "BodyFacts",
    "BodyKind",
    "Checked",
    "CouncilFacts",
    "EligibilityNote",
    "ExcludedOffice",
    "Finding",
    "FindingCode",
    "Gender",
    "Key",
    "MandateFacts",
    "NameCode",
    "NameFinding",
    "NextTurn",
    "Office",
    "ParticipantFacts",
    "Period",
    "Position",
    "Provision",
    "Right",
    "RotationCode",
    "Severity",
    "Turn",
    "balance_on",
    "call_in_order",
    "check_council",
    "check_name",
    "check_rights",
    "check_substitute_order",
    "day_of",
    "free_order",
    "is_elected_body",
    "last_day_after_years",
    "next_turn",
    "note_balance",
    "note_eligibility",
    "usual_rights",
]
