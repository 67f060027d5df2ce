"""Register what a municipality has resolved, once; correct it with a reason. What breaks a rule is noted."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from veivalg.rules.mandates import Period
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import ChangedMeanwhile, put
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.writing import short_line
from veivalg.web.endorsements.models import LONGEST_AMENDMENT, LONGEST_NOTE, LONGEST_NUMBER, YES, Endorsement
from veivalg.web.endorsements.queries import said
from veivalg.web.files.cleaning import clean
from veivalg.web.meetings import asked
from veivalg.web.meetings.asked import Said
from veivalg.web.meetings.models import Resolution
from veivalg.web.meetings.operations import FIRST_YEAR
from veivalg.web.ui.dates import day

Result = Endorsement.Result
COUNTY_BODIES = (Endorsement.ByWhom.COUNTY_COUNCIL,)
MUNICIPAL_BODIES = (Endorsement.ByWhom.MUNICIPAL_COUNCIL, Endorsement.ByWhom.EXECUTIVE)
HIGHEST = (Endorsement.ByWhom.MUNICIPAL_COUNCIL, Endorsement.ByWhom.COUNTY_COUNCIL)
"""Those that § 18-4 second paragraph names."""
FIELDS = ("sent_on", "by_whom", "case_number", "decided_on", "result", "is_ahead", "amendment", "link", "note")


class Broken(StrEnum):
    """The rule that an answer broke, as the trail names it."""

    NOT_A_MEMBER = "not_a_member"
    NOT_YET = "not_yet"
    BACKDATED = "backdated"
    ANSWERED = "answered"
    SAME_MOMENT = "same_moment"
    OTHER_TEXT = "other_text"


class AnswerRefused(NotPossible):
    """An answer that a rule stands against; nothing was changed, and the trail notes the rule."""

    def __init__(self, rule: Broken, message: str, *, field: str = "") -> None:
        super().__init__(message, field=field)
        self.rule = rule


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a municipality's body has resolved, as it was written."""

    by_whom: str = ""
    decided_on: date | None = None
    result: str = ""
    case_number: str = ""
    sent_on: date | None = None
    is_ahead: bool = False
    amendment: str = ""
    link: str = ""
    note: str = ""

    @property
    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}


def register_answer(
    *,
    actor: Actor,
    council: Council,
    endorsement_id: int,
    version: int,
    answer: Answer,
    on: date,
    now: datetime,
    reason: str = "",
) -> Endorsement:
    """Write what a municipality has resolved; `on` is today in Norway. An answer that stands is corrected with a
    reason, and only by the secretariat.

    Raises access.doors.Refused, Endorsement.DoesNotExist, ChangedMeanwhile when another has answered since, and
    NotPossible, of which AnswerRefused and a lost race are noted in the trail.
    """
    try:
        with transaction.atomic():
            row = _held(council, endorsement_id)
            require(
                actor,
                Permission.ENDORSEMENTS_ENDORSEMENT_ANSWER,
                council_id=council.pk,
                participant_id=row.participant_id,
            )
            if row.version != version:
                raise ChangedMeanwhile(row)
            is_correction = row.is_settled or _takes_away(row, answer)
            if is_correction:
                _may_correct(actor, council, reason)
            verb = Verb.ENDORSEMENT_CORRECTED if is_correction else Verb.ENDORSEMENT_ANSWERED
            if not row.result and not answer.result:
                verb = Verb.ENDORSEMENT_NOTED
            return write_answer(actor, row, answer, verb=verb, reason=reason if is_correction else "", on=on, now=now)
    except AnswerRefused as error:
        note_refusal(actor=actor, council=council, endorsement_id=endorsement_id, rule=error.rule, now=now)
        raise
    except ChangedMeanwhile:
        note_refusal(actor=actor, council=council, endorsement_id=endorsement_id, rule=Broken.SAME_MOMENT, now=now)
        raise


@transaction.atomic
def note_refusal(*, actor: Actor, council: Council, endorsement_id: int, rule: Broken, now: datetime) -> None:
    """Write down that an answer was refused, and by which rule; what was written in it is not repeated."""
    row = Endorsement.objects.filter(pk=endorsement_id, round__council=council).select_related("round").first()
    if row is not None:
        record(
            actor,
            Verb.ENDORSEMENT_REFUSED,
            subject=row,
            under=row.round.resolution,
            council_id=council.pk,
            changes={"rule": [None, rule.value]},
            at=now,
        )


def write_answer(
    actor: Actor, row: Endorsement, answer: Answer, *, verb: Verb, reason: str, on: date, now: datetime
) -> Endorsement:
    """Write an answer on a row that is held, behind the caller's door. Raises NotPossible and AnswerRefused.

    When only the day of sending is new, the trail says that and nothing of an answer.
    """
    given = checked(row, answer, on=on)
    changes = put(row, given)
    if changes:
        if changes.keys() == {"sent_on"} and not row.is_settled:
            verb = Verb.ENDORSEMENT_SENDING_NOTED
        row.answered_at = now if row.result else None
        row.save()
        record(
            actor,
            verb,
            subject=row,
            under=row.round.resolution,
            council_id=row.round.council_id,
            changes=changes,
            reason=reason,
            at=now,
        )
        for listener in asked.listeners():
            told = replace(said(row), reason=reason)
            listener.answered(actor, row.round.resolution, row.participant_id, told, on=on, now=now)
    return row


def with_sending_of(row: Endorsement, answer: Answer) -> Answer:
    """A municipality's answer with the day of sending that the secretariat has: it is not the municipality's to change.

    A mail that came after the meeting was not how the case got there, so its day is let go of.
    """
    is_late = row.sent_on is not None and answer.decided_on is not None and row.sent_on > answer.decided_on
    return replace(answer, sent_on=None if is_late else row.sent_on)


def checked(row: Endorsement, answer: Answer, *, on: date) -> dict[str, Any]:
    """The values once every rule holds, for a row with its round and participant. Raises NotPossible, AnswerRefused."""
    given = answer.values | {
        "case_number": short_line(answer.case_number, most=LONGEST_NUMBER, field="case_number"),
        "note": short_line(answer.note, most=LONGEST_NOTE, field="note"),
        "amendment": clean(answer.amendment)[0],
        "link": _link(answer.link),
    }
    if given["result"] and given["result"] not in Result.values:
        raise NotPossible(gettext("Choose what came of it."), field="result")
    _check_sent(row, given["sent_on"], is_ahead=bool(given["result"]) and answer.is_ahead, on=on)
    if not given["result"]:
        if given["decided_on"] is not None or given["amendment"]:
            raise NotPossible(gettext("Choose what came of it."), field="result")
        _check_elsewhere(row, Said(is_yes=None), on=on)
        return given | {"by_whom": "", "is_ahead": False}
    if given["by_whom"] not in Endorsement.ByWhom.values:
        raise NotPossible(gettext("Say which body it was."), field="by_whom")
    if given["by_whom"] in (COUNTY_BODIES if row.participant.municipality_id else MUNICIPAL_BODIES):
        raise NotPossible(
            gettext("%(name)s has no such body. Choose another.") % {"name": row.participant.name}, field="by_whom"
        )
    if _takes_the_highest(row) and given["result"] in YES and given["by_whom"] not in HIGHEST:
        raise NotPossible(
            gettext(
                "A change of the agreement is adopted by kommunestyret or fylkestinget itself, and no other body "
                "(kommuneloven § 18-4). Register the answer when it has been there."
            ),
            field="by_whom",
        )
    if given["decided_on"] is None:
        raise NotPossible(gettext("Give the day of the meeting."), field="decided_on")
    if given["decided_on"].year < FIRST_YEAR:
        raise NotPossible(gettext("Check the year: no council is that old."), field="decided_on")
    given["is_ahead"] = _check_day(row, given["decided_on"], is_ahead=answer.is_ahead, on=on)
    if given["sent_on"] is not None and given["sent_on"] > given["decided_on"] and not given["is_ahead"]:
        raise NotPossible(gettext("It cannot have been sent after it was decided. Check the days."), field="sent_on")
    given["amendment"] = _amendment(given["result"], given["amendment"])
    told = Endorsement(**{name: given[name] for name in ("result", "decided_on", "case_number")})
    _check_elsewhere(row, said(told), on=on)
    return given


def _takes_the_highest(row: Endorsement) -> bool:
    """Whether only the highest body of a municipality or county can say yes."""
    return row.round.resolution.kind == Resolution.Kind.AGREEMENT_CHANGE


def _check_elsewhere(row: Endorsement, told: Said, *, on: date) -> None:
    """Pass when the answer can stand wherever it counts as well. Raises AnswerRefused."""
    for listener in asked.listeners():
        try:
            listener.check(row.round.resolution, row.participant_id, told, on=on)
        except NotPossible as error:
            field = error.field if error.field in FIELDS else ""
            raise AnswerRefused(Broken.OTHER_TEXT, str(error), field=field) from error


def _check_sent(row: Endorsement, sent_on: date | None, *, is_ahead: bool, on: date) -> None:
    """Pass when it can have been sent on the day. One that stood there before is left as it is."""
    if sent_on is None or sent_on == row.sent_on:
        return
    if sent_on > on:
        raise NotPossible(gettext("%(day)s has not come yet.") % {"day": day(sent_on)}, field="sent_on")
    if sent_on.year < FIRST_YEAR:
        raise NotPossible(gettext("Check the year: no council is that old."), field="sent_on")
    resolved_on = row.round.resolution.resolved_on
    if sent_on < resolved_on and not is_ahead:
        raise NotPossible(
            gettext("The council resolved this on %(day)s, and it cannot have been sent out before. Check the day.")
            % {"day": day(resolved_on)},
            field="sent_on",
        )


def _check_day(row: Endorsement, decided_on: date, *, is_ahead: bool, on: date) -> bool:
    """Whether it was decided ahead of the council. Raises AnswerRefused for a day that cannot be."""
    participant, resolved_on = row.participant, row.round.resolution.resolved_on
    if decided_on > on:
        raise AnswerRefused(
            Broken.NOT_YET,
            gettext("%(day)s has not come yet. Register the answer when the meeting has been held.")
            % {"day": day(decided_on)},
            field="decided_on",
        )
    if not Period(starts_on=participant.starts_on, ends_on=participant.ends_on).is_active(decided_on):
        raise AnswerRefused(
            Broken.NOT_A_MEMBER,
            gettext("%(name)s did not take part in the council on %(day)s, so it cannot endorse anything that day.")
            % {"name": participant.name, "day": day(decided_on)},
            field="decided_on",
        )
    if decided_on >= resolved_on:
        return False
    if not is_ahead:
        raise AnswerRefused(
            Broken.BACKDATED,
            gettext(
                "The council resolved this on %(resolved)s, after %(day)s. Check the day. "
                "If the municipality really decided first, tick that it did."
            )
            % {"resolved": day(resolved_on), "day": day(decided_on)},
            field="decided_on",
        )
    if row.round.idea_on is not None and decided_on < row.round.idea_on:
        raise AnswerRefused(
            Broken.BACKDATED,
            gettext("The idea came on %(day)s. Nobody can have decided on it before that.")
            % {"day": day(row.round.idea_on)},
            field="decided_on",
        )
    return True


def _amendment(result: str, text: str) -> str:
    if result == Result.CHANGED and not text:
        raise NotPossible(
            gettext("Write what was changed, word for word, so that everyone sees what was said yes to."),
            field="amendment",
        )
    if result != Result.CHANGED and text:
        raise NotPossible(
            gettext("A change belongs to “adopted with a change”. Choose that, or leave the change empty."),
            field="amendment",
        )
    if len(text) > LONGEST_AMENDMENT:
        raise NotPossible(
            gettext("The change takes at most %(most)s signs. Give a link to what is longer.")
            % {"most": LONGEST_AMENDMENT},
            field="amendment",
        )
    return text


def _link(typed: str) -> str:
    link = typed.strip()
    if link and not (link.startswith("https://") and len(link) <= 500 and link.isprintable() and " " not in link):
        raise NotPossible(gettext("Write an address that begins with https://."), field="link")
    return link


def _takes_away(row: Endorsement, answer: Answer) -> bool:
    """Whether something that was registered is to be as if it never was."""
    return bool(row.result) and not answer.result


def _may_correct(actor: Actor, council: Council, reason: str) -> None:
    """Pass when the secretariat corrects with a reason. Raises Refused or NotPossible."""
    if not actor.may(Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk):
        raise AnswerRefused(
            Broken.ANSWERED,
            gettext("The answer is registered already. Tell the secretariat if something in it is wrong."),
        )
    require(actor, Permission.ENDORSEMENTS_ROUND_EDIT, council_id=council.pk)
    if not reason.strip():
        raise NotPossible(gettext("Say why it is corrected. The reason stays in the history."), field="reason")


def _held(council: Council, endorsement_id: int) -> Endorsement:
    """The row with its round and participant, locked until the transaction ends."""
    row = Endorsement.objects.select_for_update(of=("self",), no_key=True).get(
        pk=endorsement_id, round__council=council
    )
    return with_places(row)


def with_places(row: Endorsement) -> Endorsement:
    """The row with what the rules ask about it: its participant as it is now, and its round."""
    row.participant = Participant.objects.with_places().get(pk=row.participant_id)
    return row
