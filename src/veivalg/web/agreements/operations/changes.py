"""A text is sent out, answered by the participants or voted on by the assembly, or withdrawn."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, override

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import queries
from veivalg.web.agreements.content import as_plain, checksum_of, from_plain
from veivalg.web.agreements.models import AgreementChange, ParticipantConsent
from veivalg.web.agreements.obstacles import obstacles
from veivalg.web.agreements.operations.holding import held, one_line, under_way
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.meetings.operations import FIRST_YEAR
from veivalg.web.ui.dates import day

LONGEST_NUMBER = 40


@transaction.atomic
def send_out(
    *, actor: Actor, council: Council, title: str, read_at: datetime, sent_on: date, on: date, now: datetime
) -> AgreementChange:
    """Freeze the text as it stands and send it the way that the act and the edition in force say.

    `read_at` is the `changed_at` of the text that was read; `on` is today in Norway. Raises access.doors.Refused,
    audit.changes.ChangedMeanwhile, and NotPossible when something that the act demands is missing, when another change
    is under way, when nothing differs, or when the day cannot be right.
    """
    agreement = held(actor, council, Permission.AGREEMENTS_CHANGE_SEND)
    if agreement.changed_at != read_at:
        raise ChangedMeanwhile(agreement)
    if agreement.changes.filter(state=AgreementChange.State.UNDER_WAY).exists():
        raise NotPossible(gettext("Another change is under way. It is settled or withdrawn first."))
    content = queries.content_of(agreement)
    if missing := obstacles(content, queries.members(council), on=on):
        raise NotPossible(" ".join(missing))
    base = queries.last_edition(agreement)
    _check_sent(sent_on, base.in_force_from if base else None, on=on)
    # The council's own language, whoever is writing: headings stand in the frozen text.
    try:
        with override(council.language):
            way, because = queries.way_of(council, base, content, on=on)
    except ValueError as error:
        raise NotPossible(gettext("The text says the same as the edition in force. Change it first.")) from error
    plain = as_plain(content)
    change = AgreementChange.objects.create(
        agreement=agreement,
        number=(agreement.changes.aggregate(last=Max("number"))["last"] or 0) + 1,
        title=one_line(title) or gettext("Change of the cooperation agreement"),
        content=plain,
        checksum=checksum_of(plain),
        base=base,
        route=way.kind.value,
        majority_part=way.majority.numerator if way.majority else None,
        majority_whole=way.majority.denominator if way.majority else None,
        because=[each.as_plain() for each in because],
        sent_on=sent_on,
    )
    record(
        actor,
        Verb.AGREEMENT_CHANGE_SENT,
        subject=change,
        under=agreement,
        council_id=council.pk,
        changes={
            "title": [None, change.title],
            "route": [None, change.route],
            "sent_on": [None, sent_on.isoformat()],
            "checksum": [None, change.checksum],
        },
        at=now,
    )
    return change


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
    text was sent out, for one that did not take part on that day, and for a second answer.
    """
    change = _for_everyone(actor, council, change_id)
    participant = _asked_on(change, participant_id, decided_on, on=on)
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
    _note(actor, Verb.CONSENT_REGISTERED, consent, council, now=now)
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
    participant = _asked_on(change, old.participant_id, decided_on, on=on)
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
    _note(actor, Verb.CONSENT_CORRECTED, consent, council, reason=why, now=now)
    return consent


@transaction.atomic
def register_vote(
    *,
    actor: Actor,
    council: Council,
    change_id: int,
    resolution_id: int,
    votes_for: int,
    votes_cast: int,
    on: date,
    now: datetime,
) -> AgreementChange:
    """Register how the assembly voted. What was registered before is in the trail.

    Raises access.doors.Refused, AgreementChange.DoesNotExist, and NotPossible for a change that goes another way, for a
    resolution that cannot have settled it, and for votes that cannot have been cast.
    """
    agreement = held(actor, council, Permission.AGREEMENTS_CHANGE_SEND)
    change = under_way(agreement, change_id)
    if change.is_for_everyone:
        raise NotPossible(
            gettext("Every participant's own council settles this change (kommuneloven § 18-4), not the assembly.")
        )
    resolution = (
        Resolution.objects.standing()
        .select_related("body")
        .filter(pk=resolution_id, council=council, kind=Resolution.Kind.AGREEMENT_CHANGE)
        .first()
    )
    if resolution is None or resolution.body.kind != resolution.body.Kind.ASSEMBLY:
        raise NotPossible(
            gettext("Choose a resolution of the assembly that changes the agreement."), field="resolution"
        )
    if not change.sent_on <= resolution.resolved_on <= on:
        raise NotPossible(
            gettext("The change was sent out %(sent)s, and the resolution is from %(day)s. It cannot have settled it.")
            % {"sent": day(change.sent_on), "day": day(resolution.resolved_on)},
            field="resolution",
        )
    if AgreementChange.objects.filter(resolution__in=_texts_of(resolution)).exclude(pk=change.pk).exists():
        raise NotPossible(gettext("That resolution has settled another change."), field="resolution")
    edition = queries.edition_on(council, resolution.resolved_on) or change.base
    seats = from_plain(edition.content if edition else change.content).seats
    if not 1 <= votes_cast <= seats:
        raise NotPossible(
            gettext("The assembly has %(seats)s seats, so from 1 to %(seats)s votes are cast.") % {"seats": seats},
            field="votes_cast",
        )
    # Who is present has to vote (§ 8-1), so no more were present than have voted.
    if 2 * votes_cast < seats:
        raise NotPossible(
            gettext(
                "The assembly has %(seats)s seats, and decides only when at least half of the members take part "
                "(kommuneloven § 11-9)."
            )
            % {"seats": seats},
            field="votes_cast",
        )
    if not 0 <= votes_for <= votes_cast:
        raise NotPossible(gettext("No more have voted for it than have voted."), field="votes_for")
    before = [change.votes_for, change.votes_cast]
    change.resolution, change.votes_for, change.votes_cast = resolution, votes_for, votes_cast
    change.version += 1
    change.save(update_fields=["resolution", "votes_for", "votes_cast", "version"])
    record(
        actor,
        Verb.AGREEMENT_VOTE_REGISTERED,
        subject=change,
        under=agreement,
        council_id=council.pk,
        changes={
            "resolution": [None, str(resolution)],
            "votes_for": [before[0], votes_for],
            "votes_cast": [before[1], votes_cast],
        },
        at=now,
    )
    return change


@transaction.atomic
def withdraw(*, actor: Actor, council: Council, change_id: int, reason: str, now: datetime) -> AgreementChange:
    """Stop asking. The text that is worked on stays as it is. Raises access.doors.Refused and NotPossible."""
    agreement = held(actor, council, Permission.AGREEMENTS_CHANGE_SEND)
    change = under_way(agreement, change_id)
    if not (why := one_line(reason)):
        raise NotPossible(gettext("Say why it is withdrawn."), field="reason")
    change.state = AgreementChange.State.WITHDRAWN
    change.withdrawn_because = why
    change.version += 1
    change.save(update_fields=["state", "withdrawn_because", "version"])
    record(
        actor,
        Verb.AGREEMENT_CHANGE_WITHDRAWN,
        subject=change,
        under=agreement,
        council_id=council.pk,
        changes={"state": [AgreementChange.State.UNDER_WAY.value, change.state]},
        reason=why,
        at=now,
    )
    return change


def _texts_of(resolution: Resolution) -> list[int]:
    """The resolution and all that it corrects: they are one decision."""
    found = [resolution.pk]
    earlier = resolution.corrects
    while earlier is not None and earlier.pk not in found:
        found.append(earlier.pk)
        earlier = earlier.corrects
    return found


def _check_sent(sent_on: date, since: date | None, *, on: date) -> None:
    if sent_on > on:
        raise NotPossible(gettext("%(day)s lies ahead.") % {"day": day(sent_on)}, field="sent_on")
    if sent_on.year < FIRST_YEAR:
        raise NotPossible(gettext("Check the year: no council is that old."), field="sent_on")
    if since is not None and sent_on < min(since, on):
        raise NotPossible(
            gettext("The edition that is changed holds from %(day)s. The change cannot have been sent out before it.")
            % {"day": day(since)},
            field="sent_on",
        )


def _for_everyone(actor: Actor, council: Council, change_id: int) -> AgreementChange:
    agreement = held(actor, council, Permission.AGREEMENTS_CHANGE_SEND)
    change = under_way(agreement, change_id)
    if not change.is_for_everyone:
        raise NotPossible(gettext("The assembly settles this change. The participants are not asked one by one."))
    return change


def _asked_on(change: AgreementChange, participant_id: int, decided_on: date, *, on: date) -> Participant:
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


def _case_number(text: str) -> str:
    number = one_line(text)
    if len(number) > LONGEST_NUMBER:
        raise NotPossible(
            gettext("A case number has at most %(most)s signs.") % {"most": LONGEST_NUMBER}, field="case_number"
        )
    return number


def _note(
    actor: Actor, verb: Verb, consent: ParticipantConsent, council: Council, *, now: datetime, reason: str = ""
) -> None:
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
