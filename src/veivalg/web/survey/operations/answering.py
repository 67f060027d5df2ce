"""An answer comes in: from a browser with a code, or from paper by the secretariat.

In an anonymous round nothing else is written than the ballot itself: no trail, no time, no count of tries per network.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from veivalg.web.access.actor import VISITOR, Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.accounts import limits
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.survey import codes
from veivalg.web.survey.models import Ballot, Invitation, Item, Round, Slip
from veivalg.web.survey.operations.closing import close_if_due
from veivalg.web.survey.questions import Answer, read_answers
from veivalg.web.ui.dates import moment

WRONG_CODES = limits.Limit(kind="survey_codes", most=3000, minutes=15)
"""Over the whole site, and never per network: who mistyped a code is nobody's business."""


class CodeUnknown(NotPossible):
    """No round that is open knows the code."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "We do not know this code. Look for signs that were mistyped. Codes stop working when the round closes."
            ),
            field="code",
        )


class NotOpen(NotPossible):
    """The round takes no answers at this moment; nothing was counted."""

    def __init__(self, found: Round, *, now: datetime) -> None:
        if found.is_closed or (found.opened_at is not None and now >= found.closes_at):
            words = gettext("The round has closed, so this answer was not counted. An answer you gave before is.")
        elif found.opened_at is None:
            words = gettext("The round has not been opened yet. Keep the code and come back.")
        else:
            words = gettext("The round opens %(moment)s. Keep the code and come back.") % {
                "moment": moment(found.opens_at)
            }
        super().__init__(words)
        self.round = found


class AlreadyAnswered(NotPossible):
    """The code has been used, and this round takes no second answer. The first one counts."""

    def __init__(self) -> None:
        super().__init__(
            gettext("This code has been used, and answers cannot be changed in this round. The first answer counts.")
        )


class AnsweredMeanwhile(NotPossible):
    """A newer answer has been given with the code than the page knew of. That one counts."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "A newer answer has been given with this code since this page was opened. That one counts, and "
                "this one was not. Type the code again to change it."
            )
        )


@dataclass(frozen=True)
class Holder:
    """What a code opens: a round, as a slip or as an invitation of someone."""

    round: Round
    slip: Slip | None
    invitation: Invitation | None
    code: str

    @property
    def group_id(self) -> int | None:
        held = self.slip or self.invitation
        return held.group_id if held else None

    def ballot(self) -> Ballot | None:
        """What has been answered with it so far."""
        if self.invitation is not None:
            return Ballot.objects.filter(invitation=self.invitation).first()
        return Ballot.objects.filter(round=self.round, seal__in=codes.seals(self.round.seal_key, self.code)).first()


def holder_of(code: str, *, now: datetime) -> Holder:
    """What a code opens. Raises CodeUnknown, NotOpen, and limits.TooMany when very many wrong ones have been tried."""
    holder = _found(code)
    if holder is None:
        limits.count(WRONG_CODES, now=now)
        raise CodeUnknown
    if close_if_due(holder.round.pk, now=now) or not holder.round.takes_answers(now):
        raise NotOpen(holder.round, now=now)
    return holder


def submit_ballot(
    *, code: str, round_id: int, answers: Mapping[str, Any], sending: str, turn: int, now: datetime
) -> Round:
    """Count an answer, once. `sending` is the key that the browser gave it, `turn` how many answers with the code the
    page knew of.

    The same sending again is the same answer. Raises CodeUnknown, NotOpen, AlreadyAnswered, AnsweredMeanwhile, TooMany,
    and questions.AnswersWrong; nothing is counted then.
    """
    # Closing stands even though this answer is refused, so it has a transaction of its own.
    close_if_due(round_id, now=now)
    # The code before the round: if it went because the round closed in this moment, the round says so.
    known = _found(code)
    found = Round.objects.select_related("council").filter(pk=round_id).first()
    holds_code = known is not None and known.round.pk == round_id
    # What has been opened is no secret, and the codes of what has closed are gone. Of a draft only they who hold a
    # code of it are told: to all others it is as if there were none.
    if found is not None and (holds_code or found.opened_at is not None) and not found.takes_answers(now):
        raise NotOpen(found, now=now)
    # Looked up before the round is held: whoever guesses never stands in the way of those who answer.
    if found is None or not holds_code:
        limits.count(WRONG_CODES, now=now)
        raise CodeUnknown
    with transaction.atomic():
        held = _held(round_id)
        if held is None or not held.takes_answers(now):
            raise NotOpen(held or found, now=now)
        holder = _found(code, within=held)
        if holder is None:
            raise CodeUnknown
        return _count(holder, answers, sending=sending, turn=turn, now=now)


@transaction.atomic
def enter_paper_ballot(
    *,
    actor: Actor,
    council: Council,
    round_id: int,
    answers: Mapping[str, Any],
    sending: str,
    now: datetime,
    code: str = "",
    invitation_id: int | None = None,
) -> None:
    """Type in what someone answered on paper: by the code on the slip in an anonymous round, else by the person.

    Never replaces an answer. In an anonymous round neither the ballot nor the trail tells that it was paper; how many
    there were stands on the round. Raises Refused, SecondFactorNeeded, NotOpen, CodeUnknown, AlreadyAnswered,
    Invitation.DoesNotExist and questions.AnswersWrong.
    """
    require(actor, Permission.SURVEY_ROUND_RUN, council_id=council.pk)
    found = _held(round_id)
    if found is None or found.council_id != council.pk:
        raise Round.DoesNotExist
    if not found.takes_answers(now):
        raise NotOpen(found, now=now)
    if found.is_anonymous:
        holder = _found(code, within=found)
        if holder is None:
            raise CodeUnknown
    else:
        invitation = found.invitations.select_related("person").get(pk=invitation_id)
        holder = Holder(found, None, invitation, "")
    earlier = holder.ballot()
    if earlier is not None:
        if sending and earlier.sending == codes.sending_hash(sending):
            return
        raise AlreadyAnswered
    _count(holder, answers, sending=sending, turn=0, now=now, actor=actor, is_paper=True)
    Round.objects.filter(pk=found.pk).update(paper_count=F("paper_count") + 1)


def _count(
    holder: Holder,
    answers: Mapping[str, Any],
    *,
    sending: str,
    turn: int,
    now: datetime,
    actor: Actor = VISITOR,
    is_paper: bool = False,
) -> Round:
    found, mark = holder.round, codes.sending_hash(sending)
    earlier = holder.ballot()
    if earlier is not None:
        if mark and earlier.sending == mark:
            return found
        if not found.may_change:
            raise AlreadyAnswered
        if earlier.turn != turn:
            raise AnsweredMeanwhile
    given: dict[str, Answer] = read_answers(Item.objects.filter(round=found), answers)
    if earlier is None:
        Ballot.objects.create(
            round=found,
            group_id=holder.group_id,
            invitation=holder.invitation,
            seal=codes.seals(found.seal_key, holder.code)[0] if holder.invitation is None else None,
            answers=given,
            sending=mark,
            is_paper=is_paper and holder.invitation is not None,
        )
    else:
        earlier.answers, earlier.sending, earlier.turn = given, mark, earlier.turn + 1
        earlier.save(update_fields=["answers", "sending", "turn"])
    if holder.invitation is not None:
        verb = Verb.BALLOT_ENTERED if is_paper else Verb.BALLOT_GIVEN if earlier is None else Verb.BALLOT_CHANGED
        record(actor, verb, subject=holder.invitation, under=found, council_id=found.council_id, at=now)
    return found


def _held(round_id: int) -> Round | None:
    """The round, held until the transaction ends: closing comes wholly before an answer or wholly after it."""
    rows = Round.objects.select_for_update(of=("self",), no_key=True).filter(pk=round_id).select_related("council")
    return rows.first()


def _found(code: str, *, within: Round | None = None) -> Holder | None:
    """What a code opens, at all or in one round."""
    ways = codes.stored_ways(code)
    slip = Slip.objects.filter(key_hash__in=ways).select_related("round__council").first()
    invitation = None
    if slip is None:
        # Whoever has been erased is asked about nothing any more, and answers nothing.
        rows = Invitation.objects.filter(key_hash__in=ways, person__erased_at=None)
        rows = rows.select_related("round__council", "person")
        invitation = rows.first()
    held = slip or invitation
    if held is None or (within is not None and held.round_id != within.pk):
        return None
    return Holder(within or held.round, slip, invitation, code)
