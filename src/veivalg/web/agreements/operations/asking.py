"""Answers that are given on endorsement and count for a change of the agreement: one yes is registered once.

Whoever calls has passed a door of its own; what is written here is written in the caller's transaction.
"""

from datetime import date, datetime

from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.agreements.models import AgreementChange, CooperationAgreement, ParticipantConsent
from veivalg.web.agreements.operations.consents import asked_on, note_consent
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings import asked
from veivalg.web.meetings.asked import Said
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.dates import day
from veivalg.web.ui.numbers import listed

State = AgreementChange.State


class Counting:
    """Lets what is answered on endorsement count for the change that it is about."""

    def opened(self, actor: Actor, resolution: Resolution, *, now: datetime) -> None:
        """The participants are asked: their answers count for the change that is under way, when it goes to everyone.

        Raises NotPossible when some have answered the change already.
        """
        if resolution.kind != Resolution.Kind.AGREEMENT_CHANGE:
            return
        _hold(resolution)
        found = AgreementChange.objects.filter(
            agreement__council=resolution.council_id, state=State.UNDER_WAY, asked_in=None
        ).first()
        if found is None or not found.is_for_everyone:
            return
        given = found.consents.standing().select_related("participant__municipality", "participant__county")
        if names := sorted(row.participant.name for row in given):
            raise NotPossible(
                gettext(
                    "%(names)s has answered “%(title)s” under Agreement already. Register the other answers there, so "
                    "that nobody answers twice."
                )
                % {"names": listed(names), "title": found.title}
            )
        _ask(actor, found, resolution, now=now)

    def check(self, resolution: Resolution, participant_id: int, said: Said, *, on: date) -> None:
        """Pass when the answer can count for the change: it is about the frozen text, which is not settled."""
        change = _counting(resolution)
        if change is not None:
            _check(change, participant_id, said, on=on)

    def answered(
        self, actor: Actor, resolution: Resolution, participant_id: int, said: Said, *, on: date, now: datetime
    ) -> None:
        """Write the answer on the change as well; a corrected one beside the old."""
        _hold(resolution)
        change = _counting(resolution)
        if change is None or not _check(change, participant_id, said, on=on):
            return
        old = _newest(change, participant_id)
        participant = Participant.objects.with_places().get(pk=participant_id)
        decided_on = said.decided_on if said.is_yes is not None and said.decided_on else None
        consent = ParticipantConsent.objects.create(
            change=change,
            participant=participant,
            is_yes=said.is_yes,
            decided_on=decided_on or (old.decided_on if old else on),
            case_number=said.case_number,
            registered_at=now,
            corrects=old,
            correction_reason=_reason(said, old),
        )
        verb = Verb.CONSENT_CORRECTED if old else Verb.CONSENT_REGISTERED
        note_consent(actor, verb, consent, change.agreement.council, reason=consent.correction_reason, now=now)

    def taken_back(self, actor: Actor, resolution: Resolution, *, now: datetime) -> None:
        """The change is asked about no more; answers can be registered on it again."""
        _hold(resolution)
        change = _counting(resolution)
        if change is None:
            return
        _note(actor, Verb.AGREEMENT_CHANGE_ASKED_NO_MORE, change, [str(resolution), None], now=now)
        change.asked_in = None
        change.version += 1
        change.save(update_fields=["asked_in", "version"])


def ask_in(actor: Actor, change: AgreementChange, resolution_id: int, *, on: date, now: datetime) -> None:
    """Let the answers to a resolution that was sent out before the text was frozen count, those that have come as well.

    Raises NotPossible for a resolution that was not sent to them, one that counts for another change, a change that the
    assembly settles, and answers that cannot be about this text.
    """
    council = change.agreement.council
    held = Resolution.objects.standing().select_related("body")
    resolution = held.filter(pk=resolution_id, council=council, kind=Resolution.Kind.AGREEMENT_CHANGE).first()
    answers = asked.answers_to(resolution) if resolution is not None else None
    if resolution is None or answers is None:
        raise NotPossible(gettext("Choose a resolution that the participants are asked about."), field="asked_in")
    if not change.is_for_everyone:
        raise NotPossible(
            gettext("The assembly settles this change. The participants are not asked one by one."), field="asked_in"
        )
    if _counting(resolution) is not None:
        raise NotPossible(gettext("The answers to that count for another change."), field="asked_in")
    _ask(actor, change, resolution, now=now)
    for participant_id, said in answers.items():
        if said.is_yes is not None:
            Counting().answered(actor, resolution, participant_id, said, on=on, now=now)


def follow_correction(actor: Actor, old: Resolution, new: Resolution, now: datetime) -> None:
    """Go along to the text that replaces the old one. Raises NotPossible when it is no change of the agreement."""
    for change in AgreementChange.objects.filter(asked_in=old):
        if new.kind != old.kind and change.state != State.WITHDRAWN:
            raise NotPossible(
                gettext("The answers count for “%(title)s”, so it stays a change of the agreement.")
                % {"title": change.title},
                field="kind",
            )
        change.asked_in = new
        change.version += 1
        change.save(update_fields=["asked_in", "version"])


def _hold(resolution: Resolution) -> None:
    """The agreement, as whoever puts it in force holds it."""
    held = CooperationAgreement.objects.select_for_update(of=("self",), no_key=True)
    held.filter(council=resolution.council_id).first()


def _counting(resolution: Resolution) -> AgreementChange | None:
    """The change that the answers count for."""
    found = AgreementChange.objects.exclude(state=State.WITHDRAWN).filter(asked_in=resolution)
    return found.select_related("agreement__council").first()


def _newest(change: AgreementChange, participant_id: int) -> ParticipantConsent | None:
    return change.consents.newest().filter(participant=participant_id).first()


def _check(change: AgreementChange, participant_id: int, said: Said, *, on: date) -> bool:
    """Whether the answer changes anything. Raises NotPossible when it cannot count."""
    old = _newest(change, participant_id)
    before = (old.is_yes, old.decided_on, old.case_number) if old and old.is_yes is not None else None
    after = (said.is_yes, said.decided_on, said.case_number) if said.is_yes is not None else None
    if before == after:
        return False
    if change.state == State.IN_FORCE:
        if before is None:
            # It was not waited for when the change was put in force.
            return False
        raise NotPossible(
            gettext(
                "The answer carries “%(title)s”, which is in force, and what is in force is only changed by a new "
                "change (kommuneloven § 18-4). Nothing was changed."
            )
            % {"title": change.title},
            field="result",
        )
    if after is not None and said.decided_on is not None:
        asked_on(change, participant_id, said.decided_on, on=on)
    return True


def _reason(said: Said, old: ParticipantConsent | None) -> str:
    """Why it replaces another; what was put off and is answered now has its own reason."""
    if old is None:
        return ""
    return said.reason or gettext("Registered anew on endorsement, %(day)s.") % {
        "day": day(said.decided_on or old.decided_on)
    }


def _ask(actor: Actor, change: AgreementChange, resolution: Resolution, *, now: datetime) -> None:
    change.asked_in = resolution
    change.version += 1
    change.save(update_fields=["asked_in", "version"])
    _note(actor, Verb.AGREEMENT_CHANGE_ASKED, change, [None, str(resolution)], now=now)


def _note(actor: Actor, verb: Verb, change: AgreementChange, values: list[str | None], *, now: datetime) -> None:
    record(
        actor,
        verb,
        subject=change,
        under=change.agreement,
        council_id=change.agreement.council_id,
        changes={"asked_in": values},
        at=now,
    )
