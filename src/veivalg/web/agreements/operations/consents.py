"""What the participants' own councils answer to a change: registered once, and corrected by a new row."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import queries
from veivalg.web.agreements.models import AgreementChange, ParticipantConsent
from veivalg.web.agreements.operations.holding import held, one_line, under_way
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings import asked
from veivalg.web.ui.dates import day

LONGEST_NUMBER = 40


@transaction.atomic
def register_consent(
    *,
    actor: Actor,
    council: Council,
    change_id: int,
    participant_id: int,
    is_yes: bool,
    decided_on: date,
    case_number: str,
    on: date,
    now: datetime,
) -> ParticipantConsent:
    """Register what a participant's own council answered; `on` is today in Norway.

    Raises access.doors.Refused, AgreementChange.DoesNotExist, and NotPossible for a day that lies ahead or before the
    text was sent out, for one that did not take part on that day, for a second answer, and for one that is asked on
    endorsement: its yes is registered there, once.
    """
    change = _for_everyone(actor, council, change_id)
    _check_asked_here(change, participant_id)
    participant = asked_on(change, participant_id, decided_on, on=on)
    if change.consents.filter(participant=participant).exists():
        raise NotPossible(
            gettext("%(name)s has answered already. Correct the answer if it is wrong.") % {"name": participant.name},
            field="participant",
        )
    consent = ParticipantConsent.objects.create(
        change=change,
        participant=participant,
        is_yes=is_yes,
        decided_on=decided_on,
        case_number=_case_number(case_number),
        registered_at=now,
    )
    note_consent(actor, Verb.CONSENT_REGISTERED, consent, council, now=now)
    return consent


@transaction.atomic
def correct_consent(
    *,
    actor: Actor,
    council: Council,
    consent_id: int,
    is_yes: bool,
    decided_on: date,
    case_number: str,
    reason: str,
    on: date,
    now: datetime,
) -> ParticipantConsent:
    """Register the answer anew beside the old one (arkivforskrifta § 11).

    Raises the same as `register_consent`, and NotPossible without a reason or when it has been corrected already.
    """
    old = ParticipantConsent.objects.select_related("change").get(pk=consent_id, change__agreement__council=council)
    change = _for_everyone(actor, council, old.change_id)
    _check_asked_here(change, old.participant_id)
    participant = asked_on(change, old.participant_id, decided_on, on=on)
    if ParticipantConsent.objects.filter(corrects=old).exists():
        raise NotPossible(gettext("The answer has been corrected already. Look at the newest one."))
    if not (why := one_line(reason)):
        raise NotPossible(gettext("Say why it is corrected."), field="reason")
    consent = ParticipantConsent.objects.create(
        change=change,
        participant=participant,
        is_yes=is_yes,
        decided_on=decided_on,
        case_number=_case_number(case_number),
        registered_at=now,
        corrects=old,
        correction_reason=why,
    )
    note_consent(actor, Verb.CONSENT_CORRECTED, consent, council, reason=why, now=now)
    return consent


def _for_everyone(actor: Actor, council: Council, change_id: int) -> AgreementChange:
    agreement = held(actor, council, Permission.AGREEMENTS_CHANGE_SEND)
    change = under_way(agreement, change_id)
    if not change.is_for_everyone:
        raise NotPossible(gettext("The assembly settles this change. The participants are not asked one by one."))
    return change


def asked_on(change: AgreementChange, participant_id: int, decided_on: date, *, on: date) -> Participant:
    """The participant, when its council can have answered that day. Raises NotPossible."""
    if decided_on > on:
        raise NotPossible(gettext("%(day)s lies ahead.") % {"day": day(decided_on)}, field="decided_on")
    if decided_on < change.sent_on:
        raise NotPossible(
            gettext("The change was sent out %(sent)s, and nobody can have answered it on %(day)s.")
            % {"sent": day(change.sent_on), "day": day(decided_on)},
            field="decided_on",
        )
    everyone = queries.members(change.agreement.council)
    found = {each.pk: each for each in queries.asked(change, everyone, decided_on)}.get(participant_id)
    if found is None:
        name = next((each.name for each in everyone if each.pk == participant_id), gettext("It"))
        raise NotPossible(
            gettext("%(name)s did not take part on %(day)s, and is not asked.")
            % {"name": name, "day": day(decided_on)},
            field="participant",
        )
    return found


def _check_asked_here(change: AgreementChange, participant_id: int) -> None:
    """Pass when the participant is not asked on endorsement. Raises NotPossible: one yes is registered once."""
    if change.asked_in is None:
        return
    if participant_id in (asked.answers_to(change.asked_in) or {}):
        raise NotPossible(
            gettext(
                "The participants are asked about this under Endorsements, in “%(title)s”. Register the answer there: "
                "it counts here as well."
            )
            % {"title": change.asked_in},
            field="participant",
        )


def _case_number(text: str) -> str:
    number = one_line(text)
    if len(number) > LONGEST_NUMBER:
        raise NotPossible(
            gettext("A case number has at most %(most)s signs.") % {"most": LONGEST_NUMBER}, field="case_number"
        )
    return number


def note_consent(
    actor: Actor, verb: Verb, consent: ParticipantConsent, council: Council, *, now: datetime, reason: str = ""
) -> None:
    """Write down what a participant answered."""
    record(
        actor,
        verb,
        subject=consent,
        under=consent.change,
        council_id=council.pk,
        changes={
            "participant": [None, consent.participant.name],
            "is_yes": [None, consent.is_yes],
            "decided_on": [None, consent.decided_on.isoformat()],
            "case_number": [None, consent.case_number],
        },
        reason=reason,
        at=now,
    )
